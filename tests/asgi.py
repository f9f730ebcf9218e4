"""Requests to routes without a server: each is carried out whole, in this process."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import anyio
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute


@dataclass(frozen=True)
class Answer:
    """What came back; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Web:
    """Somebody who asks these routes."""

    def __init__(self, routes: Sequence[BaseRoute], middleware: Sequence[Middleware] = ()) -> None:
        self._app = Starlette(routes=routes, middleware=middleware)

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        """What GET answers."""
        return self.ask("GET", address, headers or {}, b"")

    def post(self, address: str, content: Any, headers: Mapping[str, str] | None = None) -> Answer:
        """What POST answers; anything but bytes is sent as JSON."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return self.ask("POST", address, headers or {}, body)

    def ask(self, method: str, address: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Carry out a request."""
        asked = urlsplit(address)
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "path": asked.path,
            "raw_path": asked.path.encode(),
            "root_path": "",
            "scheme": "http",
            "query_string": asked.query.encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }
        sent: list[Any] = []
        asked_for = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            if not asked_for:
                await anyio.sleep_forever()  # until the answer is whole
            return asked_for.pop()

        async def send(message: Any) -> None:
            sent.append(message)

        async def run() -> None:
            await self._app(scope, receive, send)

        anyio.run(run)
        found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], found, b"".join(one.get("body", b"") for one in sent[1:]))
