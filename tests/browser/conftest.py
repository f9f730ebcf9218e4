"""A served board, a browser, and visitors whose complaints fail the test they turn up in."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, expect, sync_playwright

from lib.settings import PROJECT
from tests.browser.board import Board, serving
from tests.browser.visitor import LAPTOP, Visitor, launch

RESULTS = PROJECT / "test-results"

expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Keep pictures and the server's log of a test that failed."""
    report = yield
    if report.failed and isinstance(item, pytest.Function):
        name = re.sub(r"\W+", "-", item.name).strip("-")
        for used in item.funcargs.values():
            if isinstance(used, Board):
                report.sections.append(("the server's log", used.log()))
            for visitor in getattr(used, "visitors", []):
                with suppress(Error):
                    visitor.picture(RESULTS, name)
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium all tests share."""
    with sync_playwright() as playwright:
        found = launch(playwright)
        yield found
        found.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """A board with the simulated campaign that no test writes to."""
    with serving(tmp_path_factory.mktemp("board")) as board:
        yield board


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Iterator[dict[tuple[object, ...], BrowserContext]]:
    """Browser contexts by board, size and theme; sharing one shares its cache."""
    opened: dict[tuple[object, ...], BrowserContext] = {}
    yield opened
    for context in opened.values():
        context.close()


class Visits:
    """Makes the visitors of one test."""

    def __init__(
        self, browser: Browser, contexts: dict[tuple[object, ...], BrowserContext]
    ) -> None:
        self._browser = browser
        self._contexts = contexts
        self.visitors: list[Visitor] = []

    def __call__(
        self, board: Board, *, size: tuple[int, int] = LAPTOP, theme: str = "light"
    ) -> Visitor:
        """Somebody at a screen of a size, in a theme, who visits a board."""
        key = (board.url, size, theme)
        if key not in self._contexts:
            width, height = size
            self._contexts[key] = self._browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if theme == "dark" else "light",
                locale="vi-VN",
                timezone_id="Asia/Ho_Chi_Minh",
            )
        visitor = Visitor(self._contexts[key], board.url)
        self.visitors.append(visitor)
        return visitor


@pytest.fixture
def visit(browser: Browser, contexts: dict[tuple[object, ...], BrowserContext]) -> Iterator[Visits]:
    """Visitors of this test; what their browser complains about fails it."""
    visits = Visits(browser, contexts)
    yield visits
    complaints = [words for visitor in visits.visitors for words in visitor.complaints]
    for visitor in visits.visitors:
        visitor.leave()
    assert not complaints, "\n".join(complaints)
