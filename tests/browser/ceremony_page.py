"""A hall and a presenter in a browser: what a stage was sent, whom it names, when it painted."""

import re
import time
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Response, WebSocket

from tests.browser.board import Board
from tests.browser.visitor import LAPTOP, WAIT_MS, Visitor, settled, words

PROJECTOR = (1920, 1080)
STREAM, BIG = "/feed/stage/events", ("/feed/plotly", "/static/", "/app/static/")
EVENT_STREAM = "Network.eventSourceMessageReceived"


class Screen:
    """One tab of its own browser context."""

    def __init__(self, browser: Browser, board: Board, size: tuple[int, int], **more: Any) -> None:
        self.board = board
        self.context: BrowserContext = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **more,
        )
        self.visitor = Visitor(self.context, board.url)
        self.page: Page = self.context.new_page()
        self.visitor.watch(self.page)


class Stage(Screen):
    """A hall: everything that reaches its page is kept, to look for names in."""

    def __init__(self, browser: Browser, board: Board, query: str = "") -> None:
        super().__init__(browser, board, PROJECTOR)
        self._answers: list[Response] = []
        self._heard: list[str] = []
        self.page.on("response", lambda answer: self._answers.append(answer))
        self.page.on("websocket", self._opened)
        events = self.context.new_cdp_session(self.page)
        events.send("Network.enable")
        events.on(EVENT_STREAM, lambda told: self._heard.append(str(told["data"])))
        self.page.goto(f"{board.url}/stage{query}")
        self.shows("waiting", "opening")

    def shows(self, *keys: str, timeout: float = WAIT_MS) -> float:
        """Wait until one of these scenes is shown; when it was painted, in ms since 1970."""
        self.page.wait_for_function(
            "keys => keys.includes(document.querySelector('.stage')?.dataset.scene)",
            arg=list(keys),
            timeout=timeout,
        )
        return float(self.page.evaluate("document.querySelector('.stage').dataset.painted"))

    def said(self) -> str:
        """What is written on the scene that is seen."""
        found: list[str] = self.page.evaluate(
            "[...document.querySelectorAll('.stage .sheet.seen text')].map(one => one.textContent)"
        )
        return " ".join(found)

    def reached(self) -> str:
        """Everything that the server sent this page since this was asked last."""
        answers, self._answers = self._answers, []
        found, self._heard = self._heard, []
        for answer in answers:
            if STREAM in answer.url or any(one in answer.url for one in BIG):
                continue
            if answer.status == 200:
                found.append(answer.body().decode("utf-8", errors="replace"))
        return "\n".join(found)

    def reload(self, key: str) -> None:
        """Load the page anew and see the same scene."""
        self.page.reload()
        self.shows(key)

    def _opened(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self._heard.append(_text(frame)))


class Presenter(Screen):
    """Somebody with a console who has given the code."""

    def __init__(
        self, browser: Browser, board: Board, who: str, size: tuple[int, int] = LAPTOP, **more: Any
    ) -> None:
        super().__init__(browser, board, size, **more)
        self.page.goto(f"{board.url}/console")
        settled(self.page)
        self.page.locator(".st-key-operator_name input").fill(who)
        self.page.locator(".st-key-operator_code input").fill(board.code())
        self.page.get_by_role("button", name=words("import.enter")).press("Enter")
        self.ready()

    def ready(self) -> None:
        """Wait until the console shows where the ceremony stands."""
        self.page.wait_for_selector(".console[data-scene]", timeout=WAIT_MS)

    def shows(self, key: str) -> None:
        """Wait until the console says that the hall sees this scene."""
        self.page.wait_for_selector(f'.console[data-scene="{key}"]', timeout=WAIT_MS)

    def version(self) -> int:
        """The version of the ceremony that the console has seen."""
        return int(self.page.locator(".console").get_attribute("data-version") or 0)

    def reaches(self, version: int) -> None:
        """Wait until the console has seen a version."""
        self.page.wait_for_function(
            "at => Number(document.querySelector('.console').dataset.version) >= at",
            arg=version,
            timeout=WAIT_MS,
        )

    def painted(self) -> None:
        """Wait until the console has drawn its copies: its first pictures come with the library."""
        for picture in (".now .sheet.seen text", ".next .sheet.seen text"):
            self.page.wait_for_selector(f".console {picture}", state="attached", timeout=WAIT_MS)

    def press(self, key: str) -> float:
        """Press a key; when that was, in ms since 1970."""
        pressed = time.time() * 1000
        self.page.keyboard.press(key)
        return pressed

    def agree(self, button: str) -> None:
        """Press a button that asks first, and agree."""
        self.page.locator(f"button.{button}").click()
        self.page.locator(".ask .yes").click()


def named(written: str, names: Iterable[str]) -> set[str]:
    """Which of these names stand somewhere; Người Mẫu 1 is not in Người Mẫu 12."""
    return {one for one in names if re.search(rf"{re.escape(one)}(?!\w)", written)}


def _text(frame: str | bytes) -> str:
    return frame if isinstance(frame, str) else frame.decode("utf-8", errors="replace")
