"""The server's process: `python -m lib.ui.serving run dashboard.py ...`, as `streamlit run ...`.

Nothing that is imported is garbage, and looking for some among it takes a fifth of the start:
the collector is off until the lifespan of dashboard.py turns it on.
"""

import gc

if __name__ == "__main__":
    gc.disable()
    from streamlit.web.cli import main

    main(prog_name="streamlit")
