"""Somebody looking at a board in Chromium, and everything the browser complains about.

Nothing but this machine can be reached: names do not resolve and no proxy is asked. (Request
interception would do the same, but it switches the browser's cache off.)
"""

import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    TimeoutError,
)

from lib.i18n.catalog import sentences
from lib.settings import PROJECT
from lib.ui.addresses import PAGES

LAPTOP, PHONE = (1440, 900), (390, 844)
HERE = ("127.0.0.1", "localhost")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
SETTLED = (
    '[data-testid="stApp"][data-test-connection-state="CONNECTED"]'
    '[data-test-script-state="notRunning"]'
)
WAIT_MS = 30_000
TRIES = 6
DRAWN = """() => {
    const charts = [...document.querySelectorAll('.chart')];
    return charts.length > 0 && charts.every(chart => {
        const marks = chart.querySelectorAll('.barlayer .point path, .scatterlayer .js-line');
        return chart.querySelector('svg.main-svg') && [...marks].some(mark => {
            const box = mark.getBoundingClientRect();
            return box.width > 1 && box.height > 1;
        });
    });
}"""


def launch(playwright: Playwright) -> Browser:
    """Start the Chromium of this machine; fail with what to do when there is none."""
    found = subprocess.run(
        ["sh", "tests/browser/find_chromium.sh"], cwd=PROJECT, capture_output=True, text=True
    )
    path = found.stdout.strip()
    if found.returncode or not path:
        pytest.fail(
            "No Chromium for the browser tests. Run `make setup`, install the package "
            "`chromium`, or name one in RAQUAN_CHROMIUM.",
            pytrace=False,
        )
    return playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))


def settled(page: Page) -> None:
    """Wait until the page is connected and its script has ended.

    Until then the page before may still stand below the new one: of two titles the first counts.
    """
    page.wait_for_selector(SETTLED, state="attached", timeout=WAIT_MS)


def drawn(page: Page) -> None:
    """Wait until the page has charts, and each has bars or lines of some size."""
    page.wait_for_function(DRAWN, timeout=WAIT_MS)


def choose(box: Locator, option: str) -> None:
    """Choose from a list by what an option says; a page that is redrawn shuts an open list."""
    page = box.page
    listed = page.locator("[role=option]:not(.marks > *)").filter(has_text=option).first
    for _ in range(TRIES):
        settled(page)
        if not listed.is_visible():
            box.click()
            box.fill(option)  # a long list holds only what is in sight
        try:
            listed.click(timeout=WAIT_MS // TRIES)
        except TimeoutError:
            continue
        settled(page)
        return
    listed.click()


def at_cell(grid: Locator, column: int) -> None:
    """Wait until a cell of a column (from 1) is selected: a key pressed earlier may be lost."""
    cell = grid.locator(f"td[aria-colindex='{column}'][aria-selected=true]")
    cell.wait_for(state="attached", timeout=WAIT_MS)


def words(key: str, language: str = "vi", **values: object) -> str:
    """The sentence that a page should show."""
    sentence = sentences(language)[key]
    return sentence.format(**values) if values else sentence


def turn_to(page: Page, path: str, language: str = "vi") -> None:
    """Go to a page by the navigation, through its menu where it stands in one."""
    section = next(one.section for one in PAGES if one.path == path)
    name = words(f"nav.{path}", language)
    if not section:
        page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
        return
    heading = words(f"nav_section.{section}", language)
    page.get_by_test_id("stTopNavSection").filter(has_text=heading).click()
    page.get_by_test_id("stTopNavDropdownLink").filter(has_text=name).click()


class Visitor:
    """Opens pages of a board and keeps what the browser complains about."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context = context
        self.url = url
        self.complaints: list[str] = []
        self.pages: list[Page] = []

    def open(self, address: str) -> Page:
        """Open an address of the board in a new tab and wait until it has settled."""
        page = self.context.new_page()
        self.pages.append(page)
        self.watch(page)
        page.goto(self.url + address)
        settled(page)
        return page

    def watch(self, page: Page) -> None:
        """Keep console errors and warnings, page errors, and requests that leave this machine."""
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda opened: self._asked(opened.url))

    def leave(self) -> None:
        """Close the tabs."""
        for page in self.pages:
            page.close()
        self.pages.clear()

    def picture(self, folder: Path, name: str) -> None:
        """Keep what the tabs show, for somebody who looks into a failure."""
        folder.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(self.pages, start=1):
            page.screenshot(path=folder / f"{name}-{number}.png")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _asked(self, url: str) -> None:
        asked = urlsplit(url)
        if asked.scheme not in ("data", "blob") and asked.hostname not in HERE:
            self.complaints.append(f"request to the outside: {url}")
