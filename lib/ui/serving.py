"""The server's process: `python -m lib.ui.serving run dashboard.py ...`, as `streamlit run ...`.

Nothing that is imported is garbage, and looking for some among it takes a fifth of the start:
the collector is off until the lifespan of dashboard.py turns it on. Cookies are signed with the
secret that all processes of this office share.
"""

import gc
import os

ALLOCATOR = {
    "GLIBC_TUNABLES": ":".join(
        (
            # many threads, each with pools of its own, would hold on to memory that nobody uses
            "glibc.malloc.arena_max=2",
            # a query takes and gives back thousands of blocks, its vectors of 32 KiB among them:
            # a sixth of its time, where a thread keeps no more than glibc's seven of a size
            "glibc.malloc.tcache_max=36864",
            "glibc.malloc.tcache_count=500",
        )
    )
}
"""What the C library reads when a process begins; another than glibc reads nothing of it."""

if __name__ == "__main__":
    gc.disable()
    from lib.access import cookies
    from lib.settings import read_settings

    # in the environment, not among the words that every user of the machine can list
    secret = cookies.secret(read_settings().office_file)
    os.environ.setdefault("STREAMLIT_SERVER_COOKIE_SECRET", secret)

    from streamlit.web.cli import main

    main(prog_name="streamlit")
