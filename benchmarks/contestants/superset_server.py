"""Apache Superset, installed and served beside: an environment and a folder of its own."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from benchmarks.processes import Taken, taken_with_reaped
from benchmarks.world import kept_in
from tests.browser.board import _free_port

HERE = Path(__file__).parent.parent / "superset"
USER = "benchmark"
WORKERS, THREADS = 2, 8
START_SECONDS = 120
INSTALL_SECONDS = 1_200


class SupersetServer:
    """gunicorn with two workers, as many as there are cores."""

    def __init__(self) -> None:
        self._folder = kept_in() / "superset"
        self._environment = kept_in() / "superset-env"
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def install(self) -> None:
        """From PyPI, once; raises CalledProcessError or TimeoutExpired when it cannot be."""
        made = self._environment / "complete"
        text = (HERE / "requirements.txt").read_text(encoding="utf-8")
        if made.exists() and made.read_text(encoding="utf-8") == text:
            return
        subprocess.run([sys.executable, "-m", "venv", str(self._environment)], check=True)
        self._run(
            "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--requirement", str(HERE / "requirements.txt"),
        )  # fmt: skip
        made.write_text(text, encoding="utf-8")

    def start(self) -> "SupersetServer":
        """Set it up when it is new, serve it, and wait until it is healthy."""
        self._folder.mkdir(parents=True, exist_ok=True)
        if not (self._folder / "complete").exists():
            named = ("--username", USER, "--password", USER, "--email", "benchmark@example.org")
            self._run("superset", "db", "upgrade")
            self._run(
                "superset", "fab", "create-admin", "--firstname", "B", "--lastname", "M", *named
            )
            self._run("superset", "init")
            (self._folder / "complete").touch()
        self._process = subprocess.Popen(
            [
                str(self._environment / "bin" / "gunicorn"),
                f"--bind=127.0.0.1:{self.port}",
                f"--workers={WORKERS}",
                f"--threads={THREADS}",
                "--worker-class=gthread",
                "--keep-alive=75",
                "--timeout=120",
                "superset.app:create_app()",
            ],
            env=self._variables(),
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=(self._folder / "server.log").open("wb"),
        )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"{self.url}/health", timeout=5) as answer,
            ):
                if answer.status == 200:
                    return self
            time.sleep(0.3)
        self.stop()
        raise RuntimeError("Superset did not start")

    def taken(self) -> Taken:
        """What it has taken of the machine."""
        if self._process is None:
            raise RuntimeError("Superset is not served")
        return taken_with_reaped(self._process.pid)

    def stop(self) -> None:
        """Stop it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)
            self._process = None

    def versions(self) -> str:
        """What it and its database are, as pip says."""
        found = subprocess.run(
            [str(self._environment / "bin" / "python"), "-m", "pip", "freeze"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        named = ("apache-superset==", "apache_superset==", "duckdb==", "duckdb_engine==")
        return ", ".join(line for line in found if line.startswith(named))

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self._environment / "bin" / program), *arguments],
            env=self._variables(),
            cwd=self._folder if self._folder.exists() else None,
            check=True,
            capture_output=True,
            timeout=INSTALL_SECONDS,
        )

    def _variables(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith("PYTHONPATH")
        }
        return kept | {
            "RAQUAN_SUPERSET": str(self._folder),
            "SUPERSET_CONFIG_PATH": str(HERE / "superset_config.py"),
            "FLASK_APP": "superset",
        }
