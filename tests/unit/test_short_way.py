"""What is fed is answered before the page server's own layers, everything else behind them."""

import pytest
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from lib.ui.headers import HEADERS, SecurityHeaders
from lib.ui.short_way import ShortWay
from tests.asgi import Web


async def stream(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"stream {request.query_params.get('have', '')}")


async def page(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"page {request.url.path}")


@pytest.fixture
def web() -> Web:
    fed = [Route("/feed/events", stream)]
    return Web(
        [Route("/{path:path}", page, methods=["GET", "POST"])],
        [Middleware(SecurityHeaders), Middleware(ShortWay, routes=fed)],
    )


def test_what_is_fed_is_answered_by_its_own_route(web: Web) -> None:
    assert web.get("/feed/events?have=7").text == "stream 7"


def test_its_answer_has_the_headers_of_all_others(web: Web) -> None:
    answer = web.get("/feed/events")
    assert {name.decode() for name, _ in HEADERS} <= set(answer.headers)


@pytest.mark.parametrize("path", ["/feed/events/", "/feed/event", "/feed/eventss", "/"])
def test_every_other_address_is_passed_on(web: Web, path: str) -> None:
    assert web.get(path).text == f"page {path}"


def test_another_method_of_its_address_is_passed_on(web: Web) -> None:
    assert web.post("/feed/events", b"").text == "page /feed/events"
