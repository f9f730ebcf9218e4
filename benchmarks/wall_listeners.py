"""Walls without a picture: `python -m benchmarks.wall_listeners PORT COUNT`, one process for all.

Each does on the network what wall.js does: learns its programme, listens to the news, plays its
turns, fetches the scene that is seen whenever the board changes (with the tag it has, packed
bodies accepted and read whole), the next one before its turn, and asks for the programme every
30 s. Nothing is parsed but the generation, from the first bytes of a scene, so that a hundred of
them take little of a core. Each whole new scene is a line on stdout: JSON with `wall`, `scene`,
`generation` and `at` (seconds since 1970); "ready" is written once all of them listen. It goes on
until stdin is closed.
"""

import asyncio
import gzip
import json
import re
import sys
import time
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

POLL_SECONDS, AHEAD_SECONDS, TICK_SECONDS = 30.0, 4.0, 0.25
GENERATION = re.compile(rb'"generation":(\d+)')
FIRST_BYTES = 400
UNCHANGED, RIGHT = 304, 200


@dataclass(frozen=True)
class Answer:
    """What a request was answered."""

    status: int
    headers: dict[str, str]
    body: bytes


class Line:
    """A connection that is kept; one request at a time."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._guard = asyncio.Lock()
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, path: str, tag: str | None = None) -> Answer:
        """One request; a connection that was closed meanwhile is opened again."""
        async with self._guard:
            for last in (False, True):
                try:
                    return await self._ask(path, tag)
                except (OSError, asyncio.IncompleteReadError):
                    self._reader = None
                    if last:
                        raise
        raise AssertionError

    async def _ask(self, path: str, tag: str | None) -> Answer:
        if self._reader is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        assert self._writer is not None
        self._writer.write(request(path, tag))
        await self._writer.drain()
        status, headers = await head(self._reader)
        return Answer(status, headers, await body_of(self._reader, status, headers))


@dataclass
class Wall:
    """One wall: its programme, the scenes it has, and where its turns are."""

    number: int
    port: int
    turns: list[dict[str, object]] = field(default_factory=list)
    place: int = 0
    turn_ends: float = 0.0
    tags: dict[str, str] = field(default_factory=dict)
    old: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._line = Line(self.port)

    async def run(self, listening: asyncio.Event) -> None:
        """Look and listen for ever."""
        await self._learn()
        self.place = self.number % len(self.turns)
        self.turn_ends = time.monotonic() + self._seconds() * (self.number % 10 + 1) / 10
        await self._fetch(self.place)
        await asyncio.gather(self._listen(listening), self._play(), self._poll())

    async def _learn(self) -> None:
        answer = await self._line.get("/feed/programme?")
        body = answer.body
        if answer.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        self.turns = json.loads(body)["turns"]

    async def _listen(self, listening: asyncio.Event) -> None:
        told = ""
        async for kind, data in news(self.port, listening):
            if kind == "screen":
                await self._learn()
            elif kind == "board" and data != told:
                told = data
                self.old |= set(self.tags)
                await self._fetch(self.place)

    async def _play(self) -> None:
        is_ahead = False
        while True:
            await asyncio.sleep(TICK_SECONDS)
            left = self.turn_ends - time.monotonic()
            after = (self.place + 1) % len(self.turns)
            if left <= 0:
                await self._fetch(after)
                self.place, is_ahead = after, False
                self.turn_ends = time.monotonic() + self._seconds()
            elif left < AHEAD_SECONDS and not is_ahead:
                is_ahead = True
                await self._fetch(after)

    async def _poll(self) -> None:
        await asyncio.sleep(POLL_SECONDS * (self.number % 10) / 10)
        while True:
            await asyncio.sleep(POLL_SECONDS)
            await self._learn()

    def _seconds(self) -> float:
        return float(str(self.turns[self.place]["seconds"]))

    async def _fetch(self, place: int) -> None:
        source = str(self.turns[place]["src"])
        if source in self.tags and source not in self.old:
            return
        self.old.discard(source)
        answer = await self._line.get(f"/feed/{source}", self.tags.get(source))
        at = time.time()
        if answer.status == UNCHANGED:
            return
        if answer.status != RIGHT:
            raise RuntimeError(f"{source}: {answer.status}")
        self.tags[source] = answer.headers["etag"]
        tell(wall=self.number, scene=self.turns[place]["key"], generation=of(answer), at=at)


def of(answer: Answer) -> int:
    """The generation of a scene, from the first bytes of it."""
    begin = answer.body
    if answer.headers.get("content-encoding") == "gzip":
        begin = zlib.decompressobj(wbits=31).decompress(begin, FIRST_BYTES)
    found = GENERATION.search(begin)
    if found is None:
        raise RuntimeError("a scene does not begin with its generation")
    return int(found[1])


async def news(port: int, listening: asyncio.Event) -> AsyncIterator[tuple[str, str]]:
    """Each piece of news: its kind and tag."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request("/feed/events?", None, accept="text/event-stream"))
    await writer.drain()
    await head(reader)
    listening.set()
    kind = ""
    while line := await reader.readline():
        # chunks end where events end: their lengths are lines of their own, and match nothing
        if line.startswith(b"event: "):
            kind = line[7:].strip().decode()
        elif line.startswith(b"data: "):
            yield kind, str(json.loads(line[6:]).get("tag", ""))
    raise RuntimeError("the stream of news ended")


def request(path: str, tag: str | None, *, accept: str = "*/*") -> bytes:
    """The bytes of a request."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", f"Accept: {accept}"]
    lines += ["Accept-Encoding: gzip, deflate", *([f"If-None-Match: {tag}"] if tag else [])]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    """Status and headers of an answer."""
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines[1:] if line)
    return int(lines[0].split(" ", 2)[1]), {one.lower(): two.strip() for one, _, two in pairs}


async def body_of(reader: asyncio.StreamReader, status: int, headers: dict[str, str]) -> bytes:
    """The body of an answer, of a known length or in chunks."""
    if status == UNCHANGED:
        return b""
    if headers.get("transfer-encoding") != "chunked":
        return await reader.readexactly(int(headers["content-length"]))
    found = b""
    while length := int(await reader.readline(), 16):
        found += await reader.readexactly(length)
        await reader.readline()
    await reader.readline()
    return found


def tell(**found: object) -> None:
    """One line for who measures."""
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


async def main(port: int, count: int) -> None:
    """All walls, until stdin is closed."""
    ready = [asyncio.Event() for _ in range(count)]
    walls = [Wall(number, port).run(ready[number]) for number in range(count)]
    tasks = [asyncio.create_task(wall) for wall in walls]
    end = asyncio.create_task(_until_closed())
    everybody = asyncio.create_task(_all(ready))
    done, _ = await asyncio.wait([everybody, *tasks], return_when=asyncio.FIRST_COMPLETED)
    if everybody in done:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        done, _ = await asyncio.wait([end, *tasks], return_when=asyncio.FIRST_COMPLETED)
    for one in done:
        one.result()
    for task in tasks:
        task.cancel()


async def _until_closed() -> None:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()


async def _all(ready: list[asyncio.Event]) -> None:
    for one in ready:
        await one.wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
