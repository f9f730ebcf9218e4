"""A board served as a newcomer would serve it: its own process, an empty store, a free port."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lib.settings import PROJECT

CODE = re.compile(r"\b(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}\b")
LOG_TAIL = 4_000
START_SECONDS = 60


class Board:
    """One served board with a store of its own in a folder."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self._settings = settings
        self.warehouse = folder / "warehouse"
        self.port = _free_port()
        self._log = folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where the board is; addresses are added to it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The settings of this board, whatever the person running the tests has set."""
        kept = {name: value for name, value in os.environ.items() if not _is_setting(name)}
        return kept | {
            "PORT": str(self.port),
            "RAQUAN_STORE": f"file://{self.warehouse}",
            "RAQUAN_OFFICE": str(self.folder / "office.sqlite"),
            "RAQUAN_INBOX": str(self.folder / "inbox"),
            "RAQUAN_SNAPSHOT": str(self.folder / "wall.html"),
            "RAQUAN_SETTINGS": str(self.folder / "no-such-settings.toml"),
            **self._settings,
        }

    def start(self) -> "Board":
        """Serve, and come back when the board says that it is ready."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "lib", "serve"],
                cwd=PROJECT,
                env=self.environment,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise AssertionError(f"The board did not start:\n{self.log()}")
            with contextlib.suppress(OSError):
                if self.health()["ok"]:
                    return self
            time.sleep(0.02)
        raise AssertionError(f"The board was not ready after {START_SECONDS} s:\n{self.log()}")

    def stop(self) -> None:
        """End the process; nothing is asked of it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def code(self) -> str:
        """The operator's code, as it was printed at the first start."""
        found = CODE.search(self._log.read_text(encoding="utf-8"))
        assert found, f"No operator's code was printed:\n{self.log()}"
        return found[0]

    def log(self) -> str:
        """The end of what the server wrote, and how it ended when it is no longer there."""
        written = self._log.read_text(encoding="utf-8", errors="replace")[-LOG_TAIL:]
        ended = self._process.poll() if self._process else None
        return written if ended is None else f"{written}\n(the process ended with {ended})"

    def health(self) -> dict[str, Any]:
        """What /health answers."""
        with urllib.request.urlopen(f"{self.url}/health", timeout=5) as answer:
            found: dict[str, Any] = json.loads(answer.read())
        return found

    def ask(self, path: str) -> tuple[dict[str, str], bytes]:
        """What an address answers: its headers, in lower case, and its body."""
        with urllib.request.urlopen(f"{self.url}{path}", timeout=5) as answer:
            return {name.lower(): value for name, value in answer.headers.items()}, answer.read()

    def post(self, sale: dict[str, Any], *, token: str, key: str) -> dict[str, Any]:
        """Hand in a sale as a program does; return its receipt."""
        request = urllib.request.Request(
            f"{self.url}/api/v1/sales",
            json.dumps(sale).encode(),
            {
                "Authorization": f"Bearer {token}",
                "Idempotency-Key": key,
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(request, timeout=40) as answer:
            found: dict[str, Any] = json.loads(answer.read())
        return found

    def generation(self) -> int:
        """The published generation: it rises with each thing written, and only then."""
        return int(self.health()["generation"])

    def command(self, *arguments: str) -> str:
        """Run `python -m lib ...` on this board's store; return what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "lib", *arguments],
            cwd=PROJECT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def overview(self) -> dict[str, Any]:
        """The headline figures, asked on the command line."""
        rows = json.loads(self.command("query", "progress.overview", "--json"))
        found: dict[str, Any] = rows[0]
        return found


@contextlib.contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Board]:
    """A board that is served until the block ends, with settings of its own."""
    board = Board(folder, **settings)
    try:
        yield board.start()
    finally:
        board.stop()


def _is_setting(name: str) -> bool:
    return name == "PORT" or name.startswith(("RAQUAN_", "STREAMLIT_"))


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
