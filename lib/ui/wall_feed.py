"""The addresses walls are fed from: programme, scenes, events, and the drawing library."""

import asyncio
import hashlib
from functools import cache
from typing import Any, Generic, TypeVar

import anyio
import plotly
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lib.feed.scenes import Rendered, milliseconds
from lib.settings import PROJECT
from lib.ui import clock, data, failure, news_first, page_files
from lib.ui.live_pulse import pulse
from lib.ui.wall_events import CLOCK_SECONDS, events, hub, told
from lib.ui.wall_question import WallQuestion, WallView, scenes

BASE = "/feed"
PLOTLY_ADDRESS = f"{BASE}/plotly.min.js?{plotly.__version__}"
"""Where the drawing library is, under another address in another version: browsers keep it."""
STATIC = PROJECT / "lib" / "ui" / "static"
PLOTLY = STATIC / "plotly-cartesian.min.js"
"""The bundle of plotly.js that draws on two axes, a third of the whole that the package brings and
of the same version: a first visit waits until a browser has read it."""
DRAWING = anyio.CapacityLimiter(2)
"""Drawing is work for a processor; more at once would only take them from each other."""
ANSWERING = anyio.CapacityLimiter(8)
BLINK_SECONDS = 0.2
AWAY = 503


@cache
def release() -> str:
    """What changes when the wall's own files do: a page of an older release loads itself anew."""
    files = [STATIC / "wall.js", STATIC / "wall.css", PLOTLY]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def routes() -> list[Route]:
    """Everything below /feed that ends."""
    return [
        Route(f"{BASE}/programme", _programme, methods=["GET"]),
        Route(f"{BASE}/scene", _scene, methods=["GET"]),
        Route(f"{BASE}/plotly.min.js", _plotly, methods=["GET"]),
    ]


def streams() -> list[Route]:
    """What does not end."""
    return [Route(f"{BASE}/events", events, methods=["GET"])]


async def _programme(request: Request) -> Response:
    question = WallQuestion.read(request.query_params)
    try:
        if question.speed:
            # its clock runs too fast to be another's
            found = await anyio.to_thread.run_sync(
                programme_answers.look, question, limiter=ANSWERING
            )
        else:
            found = await programme_answers.answer(question)
            if found["now"] is not None:
                found = {**found, "now": milliseconds(clock.now())}
        return JSONResponse(found, headers={"cache-control": "no-store"})
    except Exception as error:  # noqa: BLE001  told as JSON; the wall goes on with what it has
        return away(error)


async def _scene(request: Request) -> Response:
    question = WallQuestion.read(request.query_params)
    try:
        return sent(request, await scene_answers.answer(question))
    except Exception as error:  # noqa: BLE001  told as JSON; the wall keeps its last picture
        return away(error)


Found = TypeVar("Found")


class Lately(Generic[Found]):
    """What was asked within a blink: looked into once, however many walls ask it at once.

    Used on the event loop alone. A publish, an order and whatever else is news are other questions
    from the moment the walls are told of them.
    """

    blink_seconds = BLINK_SECONDS

    def __init__(self) -> None:
        self._blink: tuple[int, int, int, int] | None = None
        self._asked: dict[WallQuestion, asyncio.Task[Found]] = {}

    async def answer(self, question: WallQuestion) -> Found:
        """What a question is answered by; raises what stands in the way."""
        blink = (
            data.store().current(),
            pulse.orders,
            hub.times_told,
            int(asyncio.get_running_loop().time() / self.blink_seconds),
        )
        if blink != self._blink:
            self._blink, self._asked = blink, {}
        if question not in self._asked:
            self._asked[question] = asyncio.ensure_future(
                anyio.to_thread.run_sync(self.look, question, limiter=DRAWING)
            )
        # a wall that goes away meanwhile takes the picture from nobody
        return await asyncio.shield(self._asked[question])

    def look(self, question: WallQuestion) -> Found:
        """The answer, in a thread."""
        raise NotImplementedError


class SceneAnswers(Lately[Rendered]):
    """Scenes that walls ask for."""

    def look(self, question: WallQuestion) -> Rendered:
        """The scene a question names."""
        return _drawn(question)


class ProgrammeAnswers(Lately[dict[str, Any]]):
    """Programmes, which each wall asks for every 30 s in case it has not been told of another."""

    blink_seconds = CLOCK_SECONDS

    def look(self, question: WallQuestion) -> dict[str, Any]:
        """The programme of a wall, and what time it is there."""
        view = WallView(question)
        return {
            **told(view),
            "now": None if view.campaign is None else milliseconds(view.moment.now),
            "speed": question.speed or 1,
            "since": view.since,
            "board": "" if view.campaign is None else view.board_tag(),
            "release": release(),
        }


scene_answers = SceneAnswers()
programme_answers = ProgrammeAnswers()


def _drawn(question: WallQuestion) -> Rendered:
    with news_first.worked_out():
        view = WallView(question)
        return scenes().scene(view.known, view.asked())


def away(error: Exception) -> Response:
    """What stands in the way, as JSON."""
    return JSONResponse({"error": failure.message(error)}, status_code=AWAY)


def sent(request: Request, drawn: Rendered, *, media_type: str = "application/json") -> Response:
    """The scene, or that it is still the one the browser has."""
    headers = {"etag": f'"{drawn.tag}"', "cache-control": "no-cache", "vary": "accept-encoding"}
    if request.headers.get("if-none-match") == f'"{drawn.tag}"':
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        return Response(drawn.packed, media_type=media_type, headers=headers)
    return Response(drawn.body, media_type=media_type, headers=headers)


async def _plotly(request: Request) -> Response:
    return await page_files.sent(request, PLOTLY, "public, max-age=86400")
