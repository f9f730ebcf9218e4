"""From the command to a healthy board and a first page that is drawn: `make benchmark-start`.

A store with the simulated campaign is made beforehand; then the board is started again and again,
by turns for two first visitors: a session without a browser (all that the page sends has come),
and a Chromium that is open already with an empty cache (every chart of the page is drawn). Last,
a first start on an empty store is timed, which makes the campaign before it serves.

Warm: the files were read lately and lie in the machine's memory. `--cold` asks Linux to forget
them (`posix_fadvise`: the environment, Python, the project, the store) before each start. Exit
code 1 when a median is above its limit.
"""

import argparse
import contextlib
import os
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.processes import taken
from benchmarks.served import Served, chromium, folder_of_its_own, screen
from benchmarks.sessions import Session
from lib.settings import PROJECT
from lib.ui.addresses import PATHS

HEALTHY_SECONDS, PAGE_SECONDS = 3.0, 1.5
LAPTOP = (1440, 900)
CHARTS = 3
"""On the front page of the simulated campaign."""
DRAWN = f"""() => [...document.querySelectorAll(".chart")]
    .filter(one => one.querySelector(".main-svg .trace")).length >= {CHARTS}"""


def main(arguments: list[str] | None = None) -> int:
    """Start again and again, print the medians, and say whether they are within the limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=7, help="starts for each kind of visitor")
    parser.add_argument("--cold", action="store_true", help="let the machine forget the files")
    asked = parser.parse_args(arguments)
    healthy: list[float] = []
    work: list[float] = []
    pages: dict[str, list[float]] = {"session": [], "browser": []}
    with folder_of_its_own() as folder, sync_playwright() as playwright:
        board = Served(folder)
        board.command("demo")
        with chromium(playwright) as browser:
            screen(browser, LAPTOP).close()
            for number in range(asked.starts * 2):
                if asked.cold:
                    _forget(folder)
                with _stopped(board):
                    healthy.append(_start(board))
                    work.append(taken(board.pid).cpu_seconds)
                    if number % 2:
                        pages["browser"].append(_drawn(browser, board))
                    else:
                        pages["session"].append(_sent(board))
        first = []
        for number in range(3):
            (folder / f"empty{number}").mkdir()
            with _stopped(Served(folder / f"empty{number}")) as new:
                first.append(_start(new))
    kind = "cold" if asked.cold else "warm"
    return _report(kind, healthy=healthy, work=work, pages=pages, first=first)


@contextlib.contextmanager
def _stopped(board: Served) -> Iterator[Served]:
    """A board that is stopped when the block ends, however it ends."""
    try:
        yield board
    finally:
        board.stop()


def _start(board: Served) -> float:
    began = time.perf_counter()
    board.start()
    return time.perf_counter() - began


def _sent(board: Served) -> float:
    """Until all that the front page shows has come over the line."""
    began = time.perf_counter()
    with Session(board.port, PATHS[0]) as session:
        session.run()
        took = time.perf_counter() - began
        if session.charts() != CHARTS:
            raise RuntimeError(f"{session.charts()} charts came, not {CHARTS}")
    return took


def _drawn(browser: Browser, board: Served) -> float:
    """Until every chart of the front page is drawn, for a visitor who was never here."""
    context = screen(browser, LAPTOP)
    page = context.new_page()
    began = time.perf_counter()
    page.goto(f"{board.url}/{PATHS[0]}", wait_until="commit")
    page.wait_for_function(DRAWN, polling=10)
    took = time.perf_counter() - began
    context.close()
    return took


def _forget(folder: Path) -> None:
    """Ask Linux to let go of the files a start reads; pages that are in use stay."""
    python = Path(sys.base_prefix) / "lib" / f"python3.{sys.version_info.minor}"
    for root in (Path(sys.prefix), python, PROJECT / "lib", PROJECT / "pages", folder):
        for file in root.rglob("*"):
            if file.is_file() and not file.is_symlink():
                handle = os.open(file, os.O_RDONLY)
                try:
                    os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
                finally:
                    os.close(handle)


def _report(
    kind: str,
    *,
    healthy: list[float],
    work: list[float],
    pages: dict[str, list[float]],
    first: list[float],
) -> int:
    print(f"\n{kind} starts on a store that exists; load {os.getloadavg()[0]:.1f}; seconds")
    print(f"{'':34}{'median':>8}{'most':>8}{'starts':>8}{'limit':>8}")
    for words, found, limit in (
        ("command → /health", healthy, HEALTHY_SECONDS),
        ("of it the processor's work", work, None),
        ("healthy → front page sent", pages["session"], PAGE_SECONDS),
        ("healthy → front page drawn", pages["browser"], PAGE_SECONDS),
        ("first start, which makes the demo", first, None),
    ):
        most = f"{limit:8.1f}" if limit else f"{'':8}"
        middle = statistics.median(found)
        print(f"{words:34}{middle:8.2f}{max(found):8.2f}{len(found):8}{most}")
    holds = statistics.median(healthy) <= HEALTHY_SECONDS and all(
        statistics.median(found) <= PAGE_SECONDS for found in pages.values()
    )
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
