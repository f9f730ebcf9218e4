"""The server killed under a wall and started again: `make outage`, or `--seconds 60`.

A campaign that is open today is on a wall in Chromium. The server is killed (SIGKILL); while it
is away another process commits a sale into the store, as the command line does. Then the server
is started again. Nobody touches the wall. Looked at: that a picture stays on it in every frame,
on the same chart nodes of the same page (benchmarks/soak/watching.py); when the mark of a lost
line appears and goes; when the sale of the outage is on the wall. Exit code 1 when the picture
went, the mark did not come, or the figures were not back in time.
"""

import argparse
import sys
import time
from collections.abc import Callable

from playwright.sync_api import Page, sync_playwright

from benchmarks.open_today import CAMPAIGN, open_today
from benchmarks.sales import Neighbour
from benchmarks.served import Served, chromium, folder_of_its_own, screen
from benchmarks.soak.judging import Line, table
from benchmarks.soak.watching import Watched
from lib.i18n.catalog import sentences
from lib.ui import clock

BACK_WITHIN, MARK_WITHIN = 12.0, 20.0
"""Seconds: from health to fresh figures, and from the kill to the mark."""
PATIENCE = 60.0
LOOK_MS = 50
SETTLE_MS = 15_000
AWAY = (
    *("ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE"),
    *("ERR_INCOMPLETE_CHUNKED_ENCODING", "WebSocket connection to", "WebSocket onclose"),
    *("Client Error in reaching server endpoint", "Streamlit server is not responding"),
    "/feed/events net::ERR_ABORTED",  # the wall itself gives up a dead stream and listens anew
)
"""What browser and Streamlit say of a server that is away; anything else is a complaint."""
SHOWN = """() => {
    const wall = document.querySelector(".wall");
    const words = [...wall.querySelectorAll(".sheet.seen svg.main-svg text")];
    return { generation: Number(wall.dataset.generation),
             words: words.map((one) => one.textContent).join("\\n") };
}"""


class Wall:
    """What stands on a wall now."""

    def __init__(self, page: Page) -> None:
        self._page = page
        # the sentence up to its first blank that is filled in
        self._lost = sentences("vi")["wall_clock.lost"].partition("{")[0]

    @property
    def generation(self) -> int:
        """The generation of the picture."""
        return int(self._page.evaluate(SHOWN)["generation"])

    @property
    def is_marked(self) -> bool:
        """Whether it says that the line is lost."""
        return self._lost in str(self._page.evaluate(SHOWN)["words"])

    def wait(self, until: Callable[[], bool], *, seconds: float = PATIENCE) -> float | None:
        """Seconds since 1970 when it was so; None when it never was."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if until():
                return time.time()
            self._page.wait_for_timeout(LOOK_MS)
        return None


def main(arguments: list[str] | None = None) -> int:
    """Kill, start, print the times, and say whether all of it holds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.outage", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long it is away")
    asked = parser.parse_args(arguments)
    with folder_of_its_own() as folder, sync_playwright() as playwright:
        open_today(folder / "warehouse", clock.now())
        board = Served(folder).start()
        try:
            with chromium(playwright) as browser:
                watched = Watched("wall", screen(browser), f"{board.url}/wall")
                lines = _outage(board, watched, asked.seconds)
        finally:
            board.stop()
    print(table(lines))
    for words in [*watched.seen.blanks, *_strange(watched)]:
        print(words)
    failed = [line.what for line in lines if line.holds is False]
    print(f"Fails: {'; '.join(failed)}." if failed else "All of it holds.")
    return 1 if failed else 0


def _outage(board: Served, watched: Watched, away: float) -> list[Line]:
    page = watched.page
    wall = Wall(page)
    day = f"{clock.now():%Y-%m-%d}"
    neighbour = Neighbour(board, CAMPAIGN, day)
    page.wait_for_timeout(SETTLE_MS)
    before = wall.generation
    board.stop()
    killed = time.time()
    marked = wall.wait(lambda: wall.is_marked)
    sale = neighbour.hand_in()
    neighbour.stop()
    page.wait_for_timeout(max(killed + away - time.time(), 0) * 1000)
    during = wall.generation
    started = time.time()
    board.start()
    healthy = time.time()
    back = wall.wait(lambda: wall.generation >= sale.generation)
    cleared = wall.wait(lambda: not wall.is_marked)
    page.wait_for_timeout(SETTLE_MS)
    told = watched.take()
    noticed = watched.notices_a_blank()
    seen = watched.seen

    def after(moment: float | None, since: float, limit: float, what: str, words: str) -> Line:
        found = "never" if moment is None else f"{moment - since:.1f} s"
        holds = moment is not None and moment - since <= limit
        return Line(what, found, f"≤ {limit:.0f} s {words}", holds)

    return [
        Line("server away", f"{started - killed:.0f} s, then {healthy - started:.1f} s to health"),
        after(marked, killed, MARK_WITHIN, "mark of the lost line", "after the kill"),
        Line("picture while it was away", f"generation {during}", f"generation {before}, the last",
             during == before),
        after(back, healthy, BACK_WITHIN, "the sale of the outage on the wall", "after health"),
        after(cleared, healthy, BACK_WITHIN, "mark gone", "after health"),
        Line("frames looked at from within", f"{seen.frames:,}"),
        Line("pictures looked at from outside", f"{seen.pictures:,}, ink ≥ {seen.least_ink:.1%}"),
        Line("blank frames and pictures, other nodes", f"{len(seen.blanks)}", "0", not seen.blanks),
        Line("a blank made on purpose", "noticed" if noticed else "missed", "noticed", noticed),
        Line("the same page", "yes" if told["scene"] else "loaded again", "yes",
             told["scene"] is not None),
        Line("complaints beyond that the server is away", f"{len(_strange(watched))}", "0",
             not _strange(watched)),
    ]  # fmt: skip


def _strange(watched: Watched) -> list[str]:
    return [one for one in watched.seen.complaints if not any(word in one for word in AWAY)]


if __name__ == "__main__":
    sys.exit(main())
