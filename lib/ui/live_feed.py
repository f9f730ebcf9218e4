"""The addresses of the light board, for the phones of those in the field. None of them is secret.

GET  /live                page with the first board in it: ?lang= ?campaign= ?unit= ?theme=
GET  /feed/live           the board as JSON, for phones that cannot listen
GET  /feed/live/events    each new board as it is published
GET  /live-worker.js      what keeps the page for a phone without a connection
"""

import contextlib
from collections.abc import AsyncIterator

import anyio
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib.feed.scenes import Rendered, milliseconds
from lib.ui import clock, live_board, live_page
from lib.ui.live_board import Phone, phones
from lib.ui.live_streams import GZIP_HEAD, News, news, streamed
from lib.ui.wall_feed import BASE, away, sent
from lib.ui.wall_question import WallQuestion

PAGE = "/live"
FEED = f"{BASE}{PAGE}"
WORKER = "/live-worker.js"
PAGES_KEPT = 8
NOW = "x-now"
"""The header with the server's local time, milliseconds since 1970 as if it were UTC."""


def routes() -> list[Route]:
    """Everything of the light board that ends."""
    return [
        Route(PAGE, _page, methods=["GET"]),
        Route(FEED, _board, methods=["GET"]),
        Route(WORKER, _worker, methods=["GET"]),
    ]


def streams() -> list[Route]:
    """What does not end."""
    return [Route(f"{FEED}/events", _events, methods=["GET"])]


class _Pages:
    """The last pages that were asked for, each made once. Used on the event loop alone."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], Rendered] = {}

    def page(self, language: str, board: Rendered | None) -> Rendered:
        key = language, "" if board is None else board.tag
        if key not in self._made:
            while len(self._made) >= PAGES_KEPT:
                self._made.pop(next(iter(self._made)))
            self._made[key] = live_page.page(language, board, feed=FEED)
        return self._made[key]


_pages = _Pages()


async def _page(request: Request) -> Response:
    asked = live_board.question(request.query_params)
    board = None
    # without a store the page still opens: it shows what the phone remembers, and waits
    with contextlib.suppress(Exception):
        board = await live_board.lately.answer(await _settled(asked))
    answer = sent(request, _pages.page(str(asked.language), board), media_type="text/html")
    answer.headers["content-security-policy"] = live_page.policy()
    return answer


async def _board(request: Request) -> Response:
    asked = live_board.question(request.query_params)
    try:
        answer = sent(request, await live_board.lately.answer(await _settled(asked)))
    except Exception as error:  # noqa: BLE001  told as JSON; the phone keeps its last board
        answer = away(error)
    answer.headers[NOW] = str(milliseconds(clock.now()))
    return answer


async def _events(request: Request) -> Response:
    """An endless stream of `hello`, `board` and `beat`; `have` or Last-Event-ID names a board."""
    given = request.query_params
    asked = await _settled(live_board.question(given))
    tag = request.headers.get("last-event-id") or given.get("have", "")
    is_packed = "gzip" in request.headers.get("accept-encoding", "")
    return streamed(_stream(Phone(asked, tag), is_packed=is_packed), is_packed=is_packed)


async def _stream(phone: Phone, *, is_packed: bool) -> AsyncIterator[bytes]:
    def piece(told: News) -> bytes:
        return told.packed if is_packed else told.plain

    hello = news("hello", {"now": milliseconds(clock.now()), "release": live_page.release()})
    with phones.listening(phone):
        yield (GZIP_HEAD if is_packed else b"") + piece(hello)
        async for told in phone.told():
            yield piece(told)


async def _worker(request: Request) -> Response:
    headers = {"cache-control": "no-cache"}
    return Response(live_page.worker(), media_type="text/javascript", headers=headers)


async def _settled(asked: WallQuestion) -> WallQuestion:
    """In a thread only where a campaign is named: then the store is asked whether there is one."""
    if asked.campaign is None:
        return asked
    return await anyio.to_thread.run_sync(live_board.settled, asked)
