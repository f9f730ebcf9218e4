"""The addresses for programs served over real HTTP, on a store of a test's own, without pages."""

import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette

from lib.access import tokens
from lib.intake.group_commit import GroupCommit
from lib.settings import Settings
from lib.store import Store
from lib.ui import clock, data, sales_api
from tests.intake.setup import store_in

NOW = datetime(2024, 9, 21, 12, 0)
SALE = {
    "date": "2024-09-21",
    "time": "08:15",
    "unit": "Hạ Long",
    "staff_code": "MP0001",
    "service": "EMS",
    "quantity": 1,
    "revenue_vnd": 250_000,
}


@dataclass
class Answer:
    """What a request was answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, which must be JSON."""
        assert self.headers["content-type"] == "application/json", self.body
        return json.loads(self.body)


@dataclass
class Api:
    """A server, its store, and the token of a sender."""

    port: int
    store: Store
    settings: Settings
    writer: GroupCommit
    token: str

    def ask(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=40)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            connection.close()

    def post(self, body: Any, key: str | None = "k1", query: str = "", **headers: str) -> Answer:
        """Hand in sales: bytes as they are, an object or a list of them as JSON lines."""
        if isinstance(body, dict):
            body = [body]
        if isinstance(body, list):
            body = "\n".join(json.dumps(one, ensure_ascii=False) for one in body).encode()
        sent = {
            "authorization": f"Bearer {self.token}",
            "content-type": "application/x-ndjson",
            **({"idempotency-key": key} if key else {}),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return self.ask("POST", f"{sales_api.PATH}{query}", body, sent)


@contextmanager
def served(folder: Path, **changed: Any) -> Iterator[Api]:
    """A server for the block; settings may be changed."""
    settings = Settings(
        **{
            "store": f"file://{folder}/warehouse",
            "office": f"{folder}/office.sqlite",
            "campaign": "day",
            "upload_mb": 1,
            "lock_seconds": 5,
            **changed,
        }
    )
    store = store_in(folder / "warehouse", lock_seconds=settings.lock_seconds)
    writer = GroupCommit(store)
    token = tokens.create(settings.office_file, "An", NOW)
    with pytest.MonkeyPatch.context() as patch, socket.socket() as listening:
        patch.setattr(data, "settings", lambda: settings)
        patch.setattr(data, "store", lambda: store)
        patch.setattr(data, "writer", lambda: writer)
        patch.setattr(clock, "now", lambda: NOW)
        listening.bind(("127.0.0.1", 0))
        listening.listen(128)
        app = Starlette(routes=sales_api.routes())
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield Api(listening.getsockname()[1], store, settings, writer, token)
        finally:
            server.should_exit = True
            thread.join(20)
            writer.close()
