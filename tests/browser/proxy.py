"""The nginx of deploy/nginx.conf before two boards over one store, as a test starts it."""

import os
import re
import subprocess
import time
from pathlib import Path

from lib.settings import PROJECT
from tests.browser.board import LOG_TAIL, Board

CONFIG = PROJECT / "deploy" / "nginx.conf"
PORTS = (8501, 8502)
"""Of the processes, in deploy/nginx.conf."""
MAIN = """
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 512; }}
http {{
    log_format served '$upstream_addr $status $cookie_raquan $uri';
    access_log {folder}/access.log served;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/raquan.conf;
}}
"""
SERVED = re.compile(r"^(?:[\d.:]+, )*127\.0\.0\.1:(\d+) \d+ (\S+) (\S+)$", re.MULTILINE)
START_SECONDS = 10.0


def nginx() -> str | None:
    """The path of an nginx; None where there is none."""
    found = subprocess.run(
        ["sh", "tests/browser/find_nginx.sh"], cwd=PROJECT, capture_output=True, text=True
    )
    return found.stdout.strip() or None


class Proxy(Board):
    """What visitors see as one board: nginx, and two processes behind it."""

    def __init__(self, folder: Path, boards: tuple[Board, Board]) -> None:
        super().__init__(folder)
        self.boards = boards

    def start(self) -> "Proxy":
        """Begin to serve; RuntimeError where nginx does not come up."""
        program = nginx()
        assert program is not None
        config = CONFIG.read_text(encoding="utf-8")
        config = config.replace("listen 80;", f"listen 127.0.0.1:{self.port};")
        for port, board in zip(PORTS, self.boards, strict=True):
            assert f"127.0.0.1:{port} " in config
            config = config.replace(f"127.0.0.1:{port} ", f"127.0.0.1:{board.port} ")
        (self.folder / "raquan.conf").write_text(config, encoding="utf-8")
        user = "user root;" if os.geteuid() == 0 else ""
        main = self.folder / "nginx.conf"
        main.write_text(MAIN.format(folder=self.folder, user=user), encoding="utf-8")
        self._process = subprocess.Popen(
            [program, "-p", str(self.folder), "-c", str(main), "-g", "daemon off;"]
        )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                self.health()
            except OSError:
                time.sleep(0.05)
            else:
                return self
        raise RuntimeError((self.folder / "error.log").read_text(encoding="utf-8"))

    def stop(self) -> None:
        """End nginx with its workers."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def log(self) -> str:
        """The end of what nginx complained about and of what the boards wrote."""
        complaints = (self.folder / "error.log").read_text(encoding="utf-8", errors="replace")
        return complaints[-LOG_TAIL:] + self.boards[0].log()

    def served(self) -> list[tuple[int, str, str]]:
        """Which port answered at last, for which visitor, at which address, in order."""
        log = (self.folder / "access.log").read_text(encoding="utf-8")
        return [(int(port), visitor, uri) for port, visitor, uri in SERVED.findall(log)]
