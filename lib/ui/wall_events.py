"""News for walls, as server-sent events: a publish, the remote's order, and a steady beat.

One task looks for news for all who listen; with nobody listening there is none. What is worked
out for a question is worked out once, however many walls ask it.
"""

import asyncio
import contextlib
import json
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import anyio
from starlette.requests import Request
from starlette.responses import StreamingResponse

from lib.access import screens
from lib.feed import programme
from lib.feed.scenes import milliseconds
from lib.ui import clock, data
from lib.ui.wall_question import WallQuestion, WallView

LOOK_SECONDS = 0.1
"""How often the store's pointer is looked at: a publish is news within this time."""
ORDERS_SECONDS = 0.3
CLOCK_SECONDS = 1.0
BEAT_SECONDS = 5.0
RETRY_MS = 1_000


@dataclass(eq=False)
class _Listener:
    """One wall that listens."""

    question: WallQuestion
    news: asyncio.Queue[tuple[str, dict[str, Any]] | None] = field(default_factory=asyncio.Queue)
    """None: the server stops."""
    told: dict[str, str] = field(default_factory=dict)


class Hub:
    """Those who listen, and the task that looks for news while there are any."""

    def __init__(self) -> None:
        self._listeners: set[_Listener] = set()
        self._task: asyncio.Task[None] | None = None
        self.orders = 0
        """How often the remote's orders had changed when walls were last told of it."""

    @property
    def count(self) -> int:
        """How many walls listen."""
        return len(self._listeners)

    @contextlib.contextmanager
    def listening(self, question: WallQuestion) -> Any:
        """A listener, for as long as the block lasts."""
        listener = _Listener(question)
        self._listeners.add(listener)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._look())
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def close(self) -> None:
        """End every stream: a server that stops would wait for them for ever."""
        for listener in self._listeners:
            listener.news.put_nowait(None)

    async def _look(self) -> None:
        seen: tuple[int, int] | None = None
        turn = 0
        while self._listeners:
            if turn % round(ORDERS_SECONDS / LOOK_SECONDS) == 0:
                settings = data.settings()
                self.orders = screens.version(settings.office_file, settings.screens_file)
            found = (data.store().current(), self.orders)
            is_due = turn % round(CLOCK_SECONDS / LOOK_SECONDS) == 0
            if found != seen or is_due or any(not one.told for one in self._listeners):
                seen = found
                await self._tell()
            turn += 1
            await asyncio.sleep(LOOK_SECONDS)

    async def _tell(self) -> None:
        """Work out what each question's answer is called now, and tell those who know another."""
        questions = {one.question for one in self._listeners}
        tags: dict[WallQuestion, dict[str, str]] = {}
        for question in questions:
            tags[question] = await anyio.to_thread.run_sync(tags_of, question)
        for listener in list(self._listeners):
            for kind, tag in tags.get(listener.question, {}).items():
                if listener.told.get(kind) != tag:
                    listener.told[kind] = tag
                    listener.news.put_nowait((kind, {"tag": tag}))


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
    question = WallQuestion.read(request.query_params)
    return StreamingResponse(
        _stream(question),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


async def _now(question: WallQuestion) -> int | None:
    """In a thread only where the store is asked: a live wall's clock is the server's."""
    return await anyio.to_thread.run_sync(now_of, question) if question.speed else now_of(question)


async def _stream(question: WallQuestion) -> AsyncIterator[str]:
    with hub.listening(question) as listener:
        yield f"retry: {RETRY_MS}\n\n"
        while True:
            try:
                told = await asyncio.wait_for(listener.news.get(), BEAT_SECONDS)
            except TimeoutError:
                told = ("beat", {})
            if told is None:
                return
            kind, news = told
            with contextlib.suppress(Exception):
                news = {**news, "now": await _now(question)}
            if news.get("now") is not None:
                yield f"event: {kind}\ndata: {json.dumps(news)}\n\n"
