"""The addresses of a ceremony: what any hall is shown, and what only a console is told.

GET  /feed/stage            the scene of the current step and of no other; anybody
GET  /feed/stage/events     that it changed; anybody
GET  /feed/console          where it stands, all steps, what comes next; with a pass
POST /feed/console          a command and the version its console saw; with a pass
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import anyio
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lib.access import ceremonies, console_passes
from lib.feed.ceremony import Shown, scene
from lib.feed.scenes import packed
from lib.ui import clock, data
from lib.ui.ceremony_console import told
from lib.ui.ceremony_events import events, hub
from lib.ui.ceremony_known import Hall, Standing, standing
from lib.ui.wall_feed import BASE, away, sent

STAGE, CONSOLE = f"{BASE}/stage", f"{BASE}/console"
ANSWERING = anyio.CapacityLimiter(8)
LONGEST_BODY = 2_000
MALFORMED, NO_PASS = 400, 401
NO_STORE = {"cache-control": "no-store"}


def routes() -> list[Route]:
    """Everything a ceremony is fed from that ends."""
    return [
        Route(STAGE, _stage, methods=["GET"]),
        Route(CONSOLE, _console, methods=["GET", "POST"]),
    ]


def streams() -> list[Route]:
    """What does not end."""
    return [Route(f"{STAGE}/events", events, methods=["GET"])]


async def _stage(request: Request) -> Response:
    hall = Hall.read(request.query_params)

    def answer() -> Response:
        found = standing(hall.campaign)
        drawn = (
            packed(scene(None, "", Shown(is_black=True))) if found is None else found.scene(hall)
        )
        return sent(request, drawn)

    try:
        return await anyio.to_thread.run_sync(answer, limiter=ANSWERING)
    except Exception as error:  # noqa: BLE001  told as JSON; the stage keeps its last picture
        return away(error)


async def _console(request: Request) -> Response:
    at = clock.now()
    hall = Hall.read(request.query_params)
    try:
        by = await _in_thread(lambda: _holder(request, at))
        if by is None:
            return JSONResponse({"error": "pass"}, status_code=NO_PASS, headers=NO_STORE)
        is_taken = True
        if request.method == "POST":
            given = _read(await _body(request))
            if given is None:
                return JSONResponse({"error": "body"}, status_code=MALFORMED, headers=NO_STORE)
            if given.get("command") == "leave":
                await _in_thread(lambda: _leave(request, at))
                return JSONResponse({"left": True}, headers=NO_STORE)
            is_taken = await _in_thread(lambda: _obey(hall, given, by, at))
            # the halls first, then the console that asked
            hub.wake()
        answer = await _in_thread(lambda: _told(hall))
        return JSONResponse({**answer, "taken": is_taken}, headers=NO_STORE)
    except ClientDisconnect:
        return Response(status_code=MALFORMED)
    except Exception as error:  # noqa: BLE001  told as JSON; the console says so and goes on
        return away(error)


async def _in_thread(work: Callable[[], Any]) -> Any:
    return await anyio.to_thread.run_sync(work, limiter=ANSWERING)


def _told(hall: Hall) -> dict[str, Any]:
    found = standing(hall.campaign)
    if found is None:
        return {"tag": "", "steps": []}
    return told(found, hall, stages=hub.stages(found.campaign_code), at=clock.now())


def _obey(hall: Hall, given: dict[str, Any], by: str, at: datetime) -> bool:
    """Carry out a command; False when its console had not seen what holds."""
    found = standing(hall.campaign)
    return found is not None and _carried_out(found, given, by, at)


def _carried_out(found: Standing, given: dict[str, Any], by: str, at: datetime) -> bool:
    office, code = data.settings().office_file, found.campaign_code
    who: dict[str, Any] = {"by": by, "at": at}
    command, is_on = given.get("command"), bool(given.get("on"))
    if command == "black":
        return ceremonies.black(office, code, is_on=is_on, **who).is_taken
    if command == "lift":
        return ceremonies.lift(office, code, is_on=is_on, **who).is_taken
    version, record = given.get("version"), given.get("record")
    if type(version) is not int or record != found.record_id:
        return False
    seen = found.seen(version)
    if command == "go":
        step = given.get("step")
        return type(step) is int and ceremonies.go(office, code, seen, step, **who).is_taken
    if command == "rehearse":
        return ceremonies.rehearse(office, code, seen, is_on=is_on, **who).is_taken
    steps = {
        "forward": ceremonies.forward, "back": ceremonies.back, "restart": ceremonies.restart,
    }  # fmt: skip
    return command in steps and steps[command](office, code, seen, **who).is_taken


def _leave(request: Request, at: datetime) -> None:
    console_passes.give_back(data.settings().office_file, _pass(request), at=at)


def _holder(request: Request, at: datetime) -> str | None:
    return console_passes.holder(data.settings().office_file, _pass(request), at=at)


def _pass(request: Request) -> str:
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    return shown.strip() if scheme.lower() == "bearer" else ""


async def _body(request: Request) -> bytes:
    """What was sent, as far as a command goes."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_BODY:
            return b""
    return body


def _read(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
