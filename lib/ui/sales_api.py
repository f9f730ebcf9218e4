"""POST /api/v1/sales: sales that a program hands in, through the same checks as a file.

The answer is a receipt, sent once the publish that holds the rows is done. Every refusal is
JSON with a code and a sentence; docs/openapi.json, served beside it, says which there are.
Checking happens in threads of its own, so the board's event loop waits for nothing.
"""

import asyncio
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import anyio
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from lib.access import tokens
from lib.errors import (
    FileRefused,
    KeyReused,
    RaQuanError,
    RequestRefused,
    TokenRevoked,
    TooManyAttempts,
    WrongToken,
)
from lib.i18n import catalog
from lib.i18n.catalog import text
from lib.intake import checking, duplicates, json_lines, receipts, wording
from lib.intake.committing import LAST_MOMENT, Handover
from lib.intake.group_commit import STORE_IS_AWAY
from lib.intake.rows import CheckedFile
from lib.settings import PROJECT
from lib.ui import clock, data, failure

T = TypeVar("T")

PATH, DESCRIPTION_PATH = "/api/v1/sales", "/api/v1/openapi.json"
DESCRIPTION = PROJECT / "docs" / "openapi.json"
METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
LINES = ("application/x-ndjson", "application/jsonl")
READ = {**dict.fromkeys(LINES, json_lines.read_lines), "application/json": json_lines.read_array}
FLAGS = {"0": False, "false": False, "1": True, "true": True}
PARAMETERS = ("campaign", "dry_run", "strict")
KEY = re.compile(r"[\x21-\x7e]{1,200}")
MB = 2**20
RETRY_SECONDS = 5
AT_ONCE = anyio.CapacityLimiter(4)
"""Checking is work for a processor; more at once would only take them from the pages."""

ACCEPTED, KNOWN = 202, 200
STATUSES: Mapping[str, int] = {
    "unknown_address": 404,
    "method": 405,
    "media_type": 415,
    "file_too_large": 413,
    "too_many_rows": 413,
    "rejected_rows": 422,
}
"""By reason of a refusal; any other is a malformed request."""
KINDS: Sequence[tuple[type[Exception] | tuple[type[Exception], ...], int]] = (
    (WrongToken, 401),
    (TokenRevoked, 403),
    (KeyReused, 409),
    (TooManyAttempts, 429),
    (STORE_IS_AWAY, 503),
)
MALFORMED, UNEXPECTED = 400, 500


@dataclass(frozen=True)
class _Asked:
    """What a request asks for besides its body."""

    campaign_code: str
    dry_run: bool
    strict: bool
    key: str | None
    media_type: str


def routes() -> list[Route]:
    """The addresses for programs; what is not one of them is refused as JSON too."""
    return [
        Route(PATH, _sales, methods=METHODS),
        Route(DESCRIPTION_PATH, _description, methods=["GET"]),
        Route("/api/{rest:path}", _unknown, methods=METHODS),
    ]


async def _description(_: Request) -> Response:
    return FileResponse(DESCRIPTION, media_type="application/json")


async def _unknown(request: Request) -> Response:
    _speak(request)
    return _refusal(RequestRefused("unknown_address"))


async def _sales(request: Request) -> Response:
    _speak(request)
    try:
        if request.method != "POST":
            raise RequestRefused("method")
        at = clock.now()
        sender = await _in_thread(lambda: _sender(request, at))
        asked = _asked(request)
        body = await _body(request)
        return await _take_in(body, asked, sender, at)
    except ClientDisconnect:
        return Response(status_code=MALFORMED)
    except Exception as error:  # noqa: BLE001 - a program is answered in JSON, whatever happens
        return _refusal(error)


async def _take_in(body: bytes, asked: _Asked, sender: str, at: datetime) -> Response:
    checked = await _in_thread(lambda: _checked(body, asked, at))
    try:
        if asked.dry_run:
            return await _in_thread(lambda: _forecast(checked, asked))
        handover = Handover(
            checked,
            sender,
            at,
            source="http",
            idempotency_key=asked.key,
            strict=asked.strict,
            needs_sales=True,
        )
        future = await _in_thread(lambda: data.writer().hand_over(handover))
        counted = await asyncio.wrap_future(future)
    except FileRefused as refused:
        if refused.reason != "rejected_rows":
            raise
        return await _in_thread(lambda: _rejected(checked))
    status = KNOWN if counted.receipt.already else ACCEPTED
    return await _in_thread(lambda: _answer(status, receipts.receipt(counted)))


def _sender(request: Request, at: datetime) -> str:
    """Whose token the request shows."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    client = request.client.host if request.client else "local"
    given = token.strip() if scheme.lower() == "bearer" else ""
    return tokens.verify(data.settings().office_file, given, client=client, at=at)


def _asked(request: Request) -> _Asked:
    query = request.query_params
    for name in query:
        if name not in PARAMETERS:
            raise RequestRefused("unknown_parameter", name=name[:40])
    flags = {name: query.get(name, "0").lower() for name in ("dry_run", "strict")}
    for name, given in flags.items():
        if given not in FLAGS:
            raise RequestRefused("bad_flag", name=name)
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in READ or "content-encoding" in request.headers:
        raise RequestRefused("media_type", known=", ".join(READ))
    dry_run = FLAGS[flags["dry_run"]]
    key = request.headers.get("idempotency-key")
    if key is None and not dry_run:
        raise RequestRefused("key_missing")
    if key is not None and not KEY.fullmatch(key):
        raise RequestRefused("key_malformed")
    return _Asked(
        campaign_code=query.get("campaign") or data.settings().campaign,
        dry_run=dry_run,
        strict=FLAGS[flags["strict"]],
        key=key,
        media_type=media_type,
    )


async def _body(request: Request) -> bytes:
    """The body; one that is too large is refused before more of it is held than may come."""
    most = data.settings().upload_mb * MB
    too_large = FileRefused("file_too_large", limit_mb=data.settings().upload_mb)
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        raise too_large
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise too_large
        parts.append(part)
    return b"".join(parts)


def _checked(body: bytes, asked: _Asked, at: datetime) -> CheckedFile:
    name = f"{asked.key or hashlib.sha256(body).hexdigest()[:12]}.json"
    file = READ[asked.media_type](body, name, most_rows=data.settings().upload_rows)
    code = asked.campaign_code
    known = data.writer().lookups.of(code, as_of=at)
    return checking.check_tables(data.store(), file, campaign_code=code, as_of=at, known=known)


def _forecast(checked: CheckedFile, asked: _Asked) -> Response:
    if checked.rejected and (asked.strict or not checked.accepted):
        raise FileRefused("rejected_rows", count=checked.rejected)
    generation = data.store().current()
    return _answer(KNOWN, receipts.forecast(checked, generation=generation))


def _rejected(checked: CheckedFile) -> Response:
    """The refusal of rows that do not count, with what is wrong in each as of now."""
    now = duplicates.mark(checked, data.store(), as_of=LAST_MOMENT)
    return _refusal(
        FileRefused("rejected_rows", count=now.rejected),
        accepted=now.accepted,
        rejected=now.rejected,
        rejected_rows=receipts.rejected_rows(now),
    )


def _refusal(error: Exception, **more: Any) -> Response:
    """An error as a program reads it: its code, its sentence, and what the sentence names."""
    named = isinstance(error, FileRefused | RequestRefused)
    code, values = "unexpected", {}
    if isinstance(error, RaQuanError):
        code, values = error.code, error.values
    if named:
        code = str(values["reason"])
    status = STATUSES.get(code, MALFORMED) if named else _status(error)
    # what went wrong on our side names files of ours: that is for the log
    told = {
        name: value
        for name, value in values.items()
        if isinstance(value, str | int) and name != "reason" and status < UNEXPECTED
    }
    headers: dict[str, str] = {}
    if isinstance(error, WrongToken):
        headers["www-authenticate"] = "Bearer"
    if isinstance(error, TooManyAttempts):
        headers["retry-after"] = str(error.values["minutes"] * 60)
    if isinstance(error, STORE_IS_AWAY):
        headers["retry-after"] = str(RETRY_SECONDS)
    if code == "method":
        headers["allow"] = "POST"
    return _answer(status, {"error": code, "message": _sentence(error), **told, **more}, headers)


def _status(error: Exception) -> int:
    return next((status for kind, status in KINDS if isinstance(error, kind)), UNEXPECTED)


def _sentence(error: Exception) -> str:
    if isinstance(error, FileRefused):
        return " ".join(wording.refusal(error))
    if isinstance(error, RequestRefused):
        return text(f"request.{error.reason}", **error.values)
    return failure.message(error)


def _answer(
    status: int, content: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> Response:
    return JSONResponse(content, status, {"cache-control": "no-store", **(headers or {})})


async def _in_thread(work: Callable[[], T]) -> T:
    """Do work that takes a while where nobody waits for it."""
    return await anyio.to_thread.run_sync(work, limiter=AT_ONCE)


def _speak(request: Request) -> None:
    """Speak the language the program prefers of those there are; Vietnamese if it says none."""
    wanted: list[tuple[float, str]] = []
    for one in request.headers.get("accept-language", "").split(","):
        language, _, weight = one.partition(";q=")
        try:
            wanted.append((float(weight or 1), language.strip().lower().partition("-")[0]))
        except ValueError:
            continue
    known = [one for one in wanted if one[1] in catalog.LANGUAGES and one[0] > 0]
    best = max(known, key=lambda one: one[0], default=(1.0, catalog.LANGUAGES[0]))
    catalog.speak(best[1])
