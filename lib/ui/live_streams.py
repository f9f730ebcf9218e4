"""Server-sent events to many at once: each piece of news is encoded once, the same bytes for all.

A stream keeps of each kind of news only the latest it has not sent: one on a slow line falls
behind without piling anything up. Beats come from whoever tells the news, no stream has a timer.
"""

import asyncio
import contextlib
import json
import zlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from starlette.responses import StreamingResponse

GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
PACK_LEVEL = 6


@dataclass(frozen=True)
class News:
    """One event as bytes."""

    plain: bytes

    @cached_property
    def packed(self) -> bytes:
        """The same as a piece of any gzip stream: it refers to nothing before it."""
        deflate = zlib.compressobj(PACK_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        return deflate.compress(self.plain) + deflate.flush(zlib.Z_SYNC_FLUSH)


def news(kind: str, told: Any, *, tag: str = "") -> News:
    """An event of a kind; `told` is JSON already when it is bytes. A browser sends the tag back."""
    data = told if isinstance(told, bytes) else json.dumps(told).encode()
    named = f"id: {tag}\n" if tag else ""
    return News(f"event: {kind}\n{named}data: ".encode() + data + b"\n\n")


class Listener:
    """One stream, and what it has still to send."""

    def __init__(self) -> None:
        self._waiting: dict[str, News] = {}
        self._woken = asyncio.Event()
        self._is_over = False

    def tell(self, kind: str, told: News) -> None:
        """Send this, instead of what of the same kind has not been sent yet."""
        self._waiting[kind] = told
        self._woken.set()

    def end(self) -> None:
        """Send what waits, then end the stream."""
        self._is_over = True
        self._woken.set()

    async def told(self) -> AsyncIterator[News]:
        """What is told, in order, until the stream is ended."""
        while not self._is_over or self._waiting:
            await self._woken.wait()
            self._woken.clear()
            waiting, self._waiting = self._waiting, {}
            for one in waiting.values():
                yield one


Listens = TypeVar("Listens", bound=Listener)


class Audience(Generic[Listens]):
    """Those who listen, and the one task that looks for their news while there are any."""

    def __init__(self) -> None:
        self.listeners: set[Listens] = set()
        self._task: asyncio.Task[None] | None = None

    @property
    def count(self) -> int:
        """How many listen."""
        return len(self.listeners)

    @contextlib.contextmanager
    def listening(self, listener: Listens) -> Iterator[Listens]:
        """Somebody who listens for as long as the block lasts."""
        self.listeners.add(listener)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self.look())
        self.wake()
        try:
            yield listener
        finally:
            self.listeners.discard(listener)

    def wake(self) -> None:
        """Look now: somebody came, or this process wrote something."""

    def close(self) -> None:
        """End every stream: a server that stops would wait for them for ever."""
        for listener in self.listeners:
            listener.end()

    async def look(self) -> None:
        """Look for news and tell them, until nobody listens."""
        raise NotImplementedError


def streamed(pieces: AsyncIterator[bytes], *, is_packed: bool = False) -> StreamingResponse:
    """The answer to who wants to listen; nothing on its way may keep it or gather it."""
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    if is_packed:
        headers |= {"content-encoding": "gzip", "vary": "accept-encoding"}
    return StreamingResponse(pieces, media_type="text/event-stream", headers=headers)
