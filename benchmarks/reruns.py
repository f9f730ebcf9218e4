"""What each page costs the server when it runs again and nothing is new: `make benchmark-reruns`.

The board serves the simulated campaign in a process of its own. A session without a browser opens
each page and runs it again and again; what the server's process takes of the processor is read
from its clock (Linux), so the load of the machine counts for little. The first run is printed
beside them: what a generation costs that nobody has looked at. Then other things are asked of
Explore: a district that somebody has picked before, and one that nobody has. Exit code 1 when the
median of a page is above the limit.

`--profile PAGE` shows where the time goes, by pyinstrument, within one process.
"""

import argparse
import os
import statistics
import sys
import time

from benchmarks import rerun_profile
from benchmarks.figures import share
from benchmarks.served import LEARNT_SECONDS, Served, folder_of_its_own
from benchmarks.sessions import Session
from lib.ui.addresses import PATHS

LIMIT_MS = 25.0
FIRST = 5
"""Runs that are not counted."""
QUIET_SECONDS = 0.03
"""After the last message: what is left to be done by then."""
ASKED = {
    "unit": "unit=ha_long",
    "person": "staff=MP0307",
    "compare": "by=peers&unit=ha_long",
}


def main(arguments: list[str] | None = None) -> int:
    """Run every page again, print, and say whether each is within the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=40, help="runs of each page that count")
    parser.add_argument("--profile", metavar="PAGE", help="show where a page's time goes instead")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="only these")
    asked = parser.parse_args(arguments)
    with folder_of_its_own() as folder:
        board = Served(folder, RAQUAN_SNAPSHOT="")
        board.command("demo")
        if asked.profile:
            os.environ |= board.environment
            return rerun_profile.show(asked.profile, ASKED.get(asked.profile, ""), asked.runs)
        board.start()
        try:
            time.sleep(LEARNT_SECONDS)
            return _measure(board, asked.pages or PATHS, asked.runs)
        finally:
            board.stop()


def _measure(board: Served, pages: list[str] | tuple[str, ...], runs: int) -> int:
    print(f"the server's processor, ms a run; load {os.getloadavg()[0]:.1f}; limit {LIMIT_MS:.0f}")
    print(f"{'':14}{'first':>8}{'p50':>8}{'p95':>8}{'charts':>8}{'parts':>8}{'kB':>8}")
    late = []
    for page in pages:
        with Session(board.port, page, ASKED.get(page, "")) as session:
            first = _taken(board, session)
            found = [_taken(board, session) for _ in range(FIRST + runs)][FIRST:]
            kb = session.received_bytes / 1000
            middle, most = statistics.median(found), share(found, 0.95)
            print(
                f"{page:14}{first:8.0f}{middle:8.1f}{most:8.1f}"
                f"{session.charts():8}{len(session.deltas):8}{kb:8.1f}"
            )
        if middle > LIMIT_MS:
            late.append(page)
    if late:
        print(f"above the limit: {', '.join(late)}")
    return 1 if late else 0


def _taken(board: Served, session: Session) -> float:
    """The milliseconds of the processor that one run takes."""
    clock = (~board.pid << 3) | 2  # the clock of another process, as Linux numbers them
    before = time.clock_gettime(clock)
    session.run()
    time.sleep(QUIET_SECONDS)
    return (time.clock_gettime(clock) - before) * 1000


if __name__ == "__main__":
    sys.exit(main())
