"""A board and a browser of a benchmark's own: a folder of its own, a free port, this machine."""

import contextlib
import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Playwright

from lib.settings import PROJECT
from tests.browser.board import Board
from tests.browser.visitor import ARGUMENTS, launch

TELEVISION = (1920, 1080)
LEARNT_SECONDS = 10.0
"""After a board is healthy: by then it has learnt all pages (`warm.on`, some 5 s) and is quiet."""


class Served(Board):
    """A board whose process is measured."""

    @property
    def pid(self) -> int:
        """The serving process: `python -m lib serve` becomes it."""
        if self._process is None:
            raise RuntimeError("the board is not served")
        return self._process.pid

    def programme(self, query: str = "") -> dict[str, Any]:
        """What a wall plays, as the wall is told."""
        found: dict[str, Any] = json.loads(self.ask(f"/feed/programme{query}")[1])
        return found


@contextlib.contextmanager
def folder_of_its_own() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="raquan-benchmark-") as name:
        yield Path(name)


@contextlib.contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The Chromium of this machine."""
    browser = launch(playwright)
    try:
        yield browser
    finally:
        with contextlib.suppress(Exception):
            browser.close()


def screen(browser: Browser, size: tuple[int, int] = TELEVISION) -> BrowserContext:
    """A screen of a size, in Vietnam."""
    width, height = size
    return browser.new_context(
        viewport={"width": width, "height": height},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
    )


@contextlib.contextmanager
def left_alone(address: str, folder: Path) -> Iterator[int]:
    """A Chromium that shows a page and that nobody looks into, as behind a television: its pid.

    A browser under DevTools keeps what it is asked about, so its memory says little.
    """
    found = subprocess.run(
        ["sh", "tests/browser/find_chromium.sh"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    width, height = TELEVISION
    process = subprocess.Popen(
        [
            found.stdout.strip(),
            *("--headless", "--incognito", "--noerrdialogs", *ARGUMENTS),
            *(f"--window-size={width},{height}", f"--user-data-dir={folder / 'browser'}", address),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(10)
