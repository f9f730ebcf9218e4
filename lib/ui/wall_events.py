"""News for walls, as server-sent events: a publish, the remote's order, and a steady beat.

One task looks for news for all who listen; with nobody listening there is none. What is worked
out for a question is worked out once, however many walls ask it.
"""

import asyncio
import contextlib
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

import anyio
from starlette.requests import Request
from starlette.responses import StreamingResponse

from lib.feed import programme
from lib.feed.scenes import milliseconds
from lib.ui import clock, news_first
from lib.ui.live_pulse import Due, Follower, pulse
from lib.ui.live_streams import Audience, Listener, news, streamed
from lib.ui.wall_question import WallQuestion, WallView

CLOCK_SECONDS = 1.0
BEAT_SECONDS = 5.0
RETRY_MS = 1_000


class _Wall(Listener):
    """One wall that listens."""

    def __init__(self, question: WallQuestion) -> None:
        super().__init__()
        self.question = question
        self.known: dict[str, str] = {}
        """What it has been told by kind, as tags."""


@dataclass(frozen=True)
class _Tags:
    """What a question's answers are called while nothing changes."""

    due: Due
    names: dict[str, str]


class Hub(Audience[_Wall]):
    """The walls that listen."""

    def __init__(self) -> None:
        super().__init__()
        self._follower: Follower | None = None
        self.times_told = 0
        """How often any of them was told that its programme or its figures are others."""
        self._tags: dict[WallQuestion, _Tags] = {}

    def wake(self) -> None:
        """Look now: a wall has come."""
        if self._follower is not None:
            self._follower.wake()

    async def look(self) -> None:
        """Look for news and tell them, until nobody listens."""
        seen: Due | None = None
        again = beat = 0.0
        with pulse.following() as self._follower:
            while self.listeners:
                now = asyncio.get_running_loop().time()
                is_new = any(not one.known for one in self.listeners)
                if is_new or pulse.due != seen or now >= again:
                    seen, again = pulse.due, now + CLOCK_SECONDS
                    await self._tell()
                if now >= beat:
                    beat = now + BEAT_SECONDS
                    await self._beat()
                await self._follower.news(CLOCK_SECONDS)

    async def _tell(self) -> None:
        """Look what each question's answer is called now, and tell those who know another."""
        asked = self._asked()
        self._tags = {one: tags for one, tags in self._tags.items() if one in asked}
        for question, walls in asked.items():
            tags = await self._named(question)
            news_of = {kind: {"tag": tag} for kind, tag in tags.items()}
            if any(one.known.get(kind) != tag for one in walls for kind, tag in tags.items()):
                self.times_told += 1
                await self._send(question, walls, news_of)

    async def _named(self, question: WallQuestion) -> dict[str, str]:
        """The tags of a question; a live wall's are the same for as long as nothing is due."""
        due = pulse.due
        known = self._tags.get(question)
        if known is None or known.due != due or question.speed:
            known = _Tags(due, await anyio.to_thread.run_sync(tags_of, question))
            if known.names:
                self._tags[question] = known
        return known.names

    async def _beat(self) -> None:
        for question, walls in self._asked().items():
            await self._send(question, walls, {"beat": {}})

    def _asked(self) -> dict[WallQuestion, list[_Wall]]:
        """The walls of each question."""
        asked: dict[WallQuestion, list[_Wall]] = {}
        for one in self.listeners:
            asked.setdefault(one.question, []).append(one)
        return asked

    async def _send(
        self, question: WallQuestion, walls: list[_Wall], told: dict[str, dict[str, str]]
    ) -> None:
        """Tell walls of one question what they do not know, and what time it is for them."""
        now = None
        with contextlib.suppress(Exception):
            now = await _now(question)
        if now is None:
            return
        for kind, words in told.items():
            found, tag = news(kind, {**words, "now": now}), words.get("tag")
            for wall in walls:
                if tag is None or wall.known.get(kind) != tag:
                    wall.tell(kind, found)
                    if tag is not None:
                        wall.known[kind] = tag


hub = Hub()


@contextlib.contextmanager
def ending_with_the_server(*others: Callable[[], None]) -> Iterator[None]:
    """End the streams, and what else is named, before the rest when the process is told to stop."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def stop(number: int, frame: FrameType | None) -> None:
        for close in (hub.close, *others):
            loop.call_soon_threadsafe(close)
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    for number in before:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def tags_of(question: WallQuestion) -> dict[str, str]:
    """What a wall's programme and figures are called now; nothing while the store is away."""
    try:
        with news_first.worked_out():
            view = WallView(question)
            return {"screen": told(view)["tag"], "board": view.board_tag()}
    except Exception:  # noqa: BLE001  whatever it is, walls go on with what they have
        return {}


def told(view: WallView) -> dict[str, Any]:
    """The programme of a wall, without what changes with each second."""
    if view.campaign is None:
        looks = programme.looks(view.theme, view.language)
        return {"turns": [], **looks, "tag": programme.tag(looks)}
    return programme.programme(
        view.turns_ordered(),
        view.shared(),
        view.ordered(),
        theme=view.theme,
        language=view.language,
    )


def now_of(question: WallQuestion) -> int | None:
    """The wall's clock, as browsers count local time."""
    if not question.speed:
        return milliseconds(clock.now())
    view = WallView(question)
    return None if view.campaign is None else milliseconds(view.moment.now)


async def events(request: Request) -> StreamingResponse:
    """GET feed/events: an endless stream of `board`, `screen` and `beat`."""
    return streamed(_stream(WallQuestion.read(request.query_params)))


async def _now(question: WallQuestion) -> int | None:
    """In a thread only where the store is asked: a live wall's clock is the server's."""
    return await anyio.to_thread.run_sync(now_of, question) if question.speed else now_of(question)


async def _stream(question: WallQuestion) -> AsyncIterator[bytes]:
    with hub.listening(_Wall(question)) as wall:
        yield f"retry: {RETRY_MS}\n\n".encode()
        async for one in wall.told():
            yield one.plain
