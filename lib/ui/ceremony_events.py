"""News for stages and consoles, as server-sent events: that something changed, never what.

A command given in this process wakes those who listen at once; what another process wrote is
found within `LOOK_SECONDS`. With nobody listening nothing is looked for.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

import anyio
from starlette.requests import Request
from starlette.responses import StreamingResponse

from lib.access import ceremonies
from lib.ui import data
from lib.ui.ceremony_known import Hall, standing

LOOK_SECONDS = 0.08
BEAT_SECONDS = 2.0
RETRY_MS = 700
CONSOLE = "console"


@dataclass(eq=False)
class _Listener:
    """A stage, or a console, that listens."""

    campaign: str | None
    is_stage: bool
    news: asyncio.Queue[dict[str, Any] | None] = field(default_factory=asyncio.Queue)
    """None: the server stops."""
    told: tuple[str, int] | None = None


class Hub:
    """Those who listen, and the task that looks for news while there are any."""

    def __init__(self) -> None:
        self._listeners: set[_Listener] = set()
        self._task: asyncio.Task[None] | None = None
        self._woken = asyncio.Event()

    def stages(self, campaign: str | None) -> int:
        """How many stages of a campaign listen to this process."""
        return sum(one.is_stage and one.campaign == campaign for one in self._listeners)

    @contextlib.contextmanager
    def listening(self, campaign: str | None, *, is_stage: bool) -> Iterator[_Listener]:
        """A listener, for as long as the block lasts."""
        listener = _Listener(campaign, is_stage)
        self._listeners.add(listener)
        if self._task is None or self._task.done():
            self._woken = asyncio.Event()
            self._task = asyncio.get_running_loop().create_task(self._look())
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def wake(self) -> None:
        """Look now: something was written by this process."""
        self._woken.set()

    def close(self) -> None:
        """End every stream: a server that stops would wait for them for ever."""
        for listener in self._listeners:
            listener.news.put_nowait(None)

    async def _look(self) -> None:
        seen: tuple[int, int] | None = None
        tags: dict[str | None, str] = {}
        while self._listeners:
            self._woken.clear()
            with contextlib.suppress(Exception):  # whatever it is, the next look is not far
                found = (ceremonies.version(data.settings().office_file), data.store().current())
                campaigns = {one.campaign for one in self._listeners}
                if found != seen or not campaigns <= tags.keys():
                    tags = {one: await anyio.to_thread.run_sync(_tag, one) for one in campaigns}
                    seen = found
                self._tell(tags)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), LOOK_SECONDS)

    def _tell(self, tags: dict[str | None, str]) -> None:
        for listener in self._listeners:
            tag, stages = tags.get(listener.campaign), self.stages(listener.campaign)
            if tag is None:
                continue
            known = (tag, 0 if listener.is_stage else stages)
            if listener.told != known:
                listener.told = known
                listener.news.put_nowait({"tag": tag, "stages": stages})


hub = Hub()


def _tag(campaign: str | None) -> str:
    found = standing(campaign)
    return "" if found is None else found.tag


async def events(request: Request) -> StreamingResponse:
    """GET feed/stage/events: an endless stream of `scene` and `beat`."""
    is_stage = request.query_params.get("role") != CONSOLE
    asked = Hall.read(request.query_params).campaign
    # a stage without a campaign in its address listens to the one it is shown
    with contextlib.suppress(Exception):
        found = await anyio.to_thread.run_sync(standing, asked)
        asked = asked if found is None else found.campaign_code
    return StreamingResponse(
        _stream(asked, is_stage=is_stage),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


async def _stream(campaign: str | None, *, is_stage: bool) -> AsyncIterator[str]:
    with hub.listening(campaign, is_stage=is_stage) as listener:
        yield f"retry: {RETRY_MS}\n\n"
        while True:
            try:
                news = await asyncio.wait_for(listener.news.get(), BEAT_SECONDS)
            except TimeoutError:
                yield f"event: beat\ndata: {json.dumps({'stages': hub.stages(campaign)})}\n\n"
                continue
            if news is None:
                return
            yield f"event: scene\ndata: {json.dumps(news)}\n\n"
