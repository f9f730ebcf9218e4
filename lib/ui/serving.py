"""The server's process: `python -m lib.ui.serving run dashboard.py ...`, as `streamlit run ...`.

Nothing that is imported is garbage, and looking for some among it takes a fifth of the start:
the collector is off until the lifespan of dashboard.py turns it on. Cookies are signed with the
secret that all processes of this office share.
"""

import ctypes.util
import gc
import os
import sys

JEMALLOC = {
    "MALLOC_CONF": ",".join(
        (
            # many threads, each with pools of its own, would hold on to memory that nobody uses
            "narenas:2",
            # and the system gets back what has not been needed for a second
            "dirty_decay_ms:1000",
            "muzzy_decay_ms:0",
            # a query takes and gives back thousands of blocks, its vectors of 32 KiB among them
            "lg_tcache_max:16",
        )
    )
}
DUCKDB_KEEPS_MS = 3_000
"""A page asked after a pause would take its memory from the system anew, an eighth of its time;
kept for longer, memory of generations that are gone adds up (benchmarks/README.md, "The soak").
"""
DUCKDB_AT_HAND = (
    # a query takes a few dozen vectors of 16 to 64 KiB and blocks of 256 KiB, and gives them back;
    # where a thread keeps twenty, and none above 32 KiB, that is an eighth of a small store's page
    "tcache_max:262144",
    "tcache_nslots_large:64",
    # and looks for what it could let go of once in 4 MB, which is one answer, instead of 64 KiB
    "tcache_gc_incr_bytes:4194304",
)
GLIBC = {
    "GLIBC_TUNABLES": ":".join(
        (
            "glibc.malloc.arena_max=2",
            # a sixth of a query's time, where a thread keeps no more than glibc's seven of a size
            "glibc.malloc.tcache_max=36864",
            "glibc.malloc.tcache_count=500",
        )
    )
}


def allocator() -> dict[str, str]:
    """What the environment of a process says of its memory, read when it begins.

    With jemalloc, where the machine has it (`make setup` gets it where it may), pages are answered
    sooner, and a server that opens a generation every few seconds grows more slowly than with
    glibc (benchmarks/README.md, "The soak").
    """
    found = ctypes.util.find_library("jemalloc") if sys.platform == "linux" else None
    process = GLIBC if found is None else {"LD_PRELOAD": found, **JEMALLOC}
    return {**process, **duckdb_allocator()}


def duckdb_allocator(pace: float = 1.0) -> dict[str, str]:
    """The same of what DuckDB reads, which it allocates with a jemalloc of its own everywhere.

    Where publishes come at so many times the pace, as in a soak, memory goes back as much sooner.
    """
    kept = round(DUCKDB_KEEPS_MS / pace)
    told = (f"dirty_decay_ms:{kept}", "muzzy_decay_ms:0", *DUCKDB_AT_HAND)
    return {"DUCKDB_JE_MALLOC_CONF": ",".join(told)}


if __name__ == "__main__":
    gc.disable()
    from lib.access import cookies
    from lib.settings import read_settings

    # in the environment, not among the words that every user of the machine can list
    secret = cookies.secret(read_settings().office_file)
    os.environ.setdefault("STREAMLIT_SERVER_COOKIE_SECRET", secret)

    from streamlit.web.cli import main

    main(prog_name="streamlit")
