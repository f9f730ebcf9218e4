"""The server's process: `python -m lib.ui.serving run dashboard.py ...`, as `streamlit run ...`.

Nothing that is imported is garbage, and looking for some among it takes a fifth of the start:
the collector is off until the lifespan of dashboard.py turns it on. Cookies are signed with the
secret that all processes of this office share.
"""

import gc
import os

if __name__ == "__main__":
    gc.disable()
    from lib.access import cookies
    from lib.settings import read_settings

    # in the environment, not among the words that every user of the machine can list
    secret = cookies.secret(read_settings().office_file)
    os.environ.setdefault("STREAMLIT_SERVER_COOKIE_SECRET", secret)

    from streamlit.web.cli import main

    main(prog_name="streamlit")
