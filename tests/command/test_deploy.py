"""The kit for televisions: units that name what is there, and a kiosk that waits for the board."""

import configparser
import os
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from lib.settings import PROJECT, Settings, read_settings

DEPLOY = PROJECT / "deploy"
INSTALLED = Path("/opt/raquan")
"""Where the units say that the project lies."""
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
MISSING = re.compile(r"Command (/usr/bin/cage|/opt/raquan/\S+) is not executable")
"""All that a machine without the kit may lack."""
WAIT_SECONDS = 20.0


class Unit(configparser.RawConfigParser):
    """A unit file; a name that stands more than once keeps all its values, a line each."""

    def __init__(self, file: Path) -> None:
        super().__init__(strict=False, dict_type=_Values, interpolation=None, delimiters=("=",))
        self.read_string(file.read_text(encoding="utf-8"))

    def optionxform(self, optionstr: str) -> str:
        """Names keep their capitals."""
        return optionstr


class _Values(dict):  # type: ignore[type-arg]
    def __setitem__(self, key: object, value: object) -> None:
        if isinstance(value, list) and isinstance(self.get(key), list):
            value = [*self[key], *value]
        super().__setitem__(key, value)


def settings_of(unit: Unit) -> dict[str, str]:
    """The environment a unit gives."""
    return dict(line.split("=", 1) for line in unit["Service"]["Environment"].split("\n"))


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_a_unit_can_be_read(file: Path) -> None:
    unit = Unit(file)
    assert unit["Unit"]["Description"]
    if shutil.which("systemd-analyze"):
        done = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(file)],
            capture_output=True,
            text=True,
            timeout=60,
        )
        wrong = [line for line in done.stderr.splitlines() if not MISSING.search(line)]
        assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_what_a_unit_names_of_the_project_is_there(file: Path) -> None:
    named = re.findall(rf"{INSTALLED}(/[\w./-]+)", file.read_text(encoding="utf-8"))
    for path in named:
        if not path.startswith("/.venv/"):
            assert (PROJECT / path.lstrip("/")).exists(), path
    for unit in re.findall(r"raquan[\w-]*\.(?:service|timer)", file.read_text(encoding="utf-8")):
        assert (DEPLOY / unit).exists(), unit


def test_the_server_is_started_by_a_command_that_exists() -> None:
    from lib.__main__ import _parser

    service = Unit(DEPLOY / "raquan.service")["Service"]
    python, *arguments = service["ExecStart"].split()
    assert python == f"{INSTALLED}/.venv/bin/python"
    assert arguments[:2] == ["-m", "lib"]
    assert _parser().parse_args(arguments[2:]).run.__name__ == "serve_command"
    assert service["WorkingDirectory"] == str(INSTALLED)


def test_one_of_several_processes_is_what_a_single_one_is_but_for_its_port() -> None:
    one, several = (
        (DEPLOY / name).read_text(encoding="utf-8").splitlines()
        for name in ("raquan.service", "raquan@.service")
    )
    differs = {line.split("=")[0].lstrip("# ") for line in set(one) ^ set(several) if "=" in line}
    assert differs == {"Description", "Environment", "ExecStart"}
    service = Unit(DEPLOY / "raquan@.service")["Service"]
    assert service["ExecStart"].startswith("/usr/bin/env PORT=%i ")
    assert "RAQUAN_ADDRESS=127.0.0.1" in service["Environment"]
    ports = re.findall(r"127\.0\.0\.1:(\d+)", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
    readme = (DEPLOY / "README.md").read_text(encoding="utf-8")
    assert ports == re.findall(r"raquan@(\d+)", readme)


def test_the_server_comes_back_and_writes_in_one_place() -> None:
    unit = Unit(DEPLOY / "raquan.service")
    service = unit["Service"]
    assert service["Restart"] == "always" and unit["Unit"]["StartLimitIntervalSec"] == "0"
    assert service["User"] not in ("", "root")
    assert service["NoNewPrivileges"] == "yes" and service["ProtectSystem"] == "strict"
    [state] = service["ReadWritePaths"].split()
    given = settings_of(unit)
    known = {one.metadata["variable"] for one in Settings.__dataclass_fields__.values()}
    assert {name for name in given if name.startswith("RAQUAN_")} <= known
    settings = read_settings(given)
    written = {settings.store_folder, settings.office_file, settings.inbox_folder}
    assert settings.snapshot_file is not None
    for path in {*written, settings.snapshot_file, Path(given["HOME"])}:
        assert path.is_relative_to(state), path
    assert f"/var/lib/{service['StateDirectory'].split()[0]}" == state


@pytest.mark.parametrize("file", sorted(DEPLOY.glob("*.env")), ids=lambda file: file.name)
def test_a_file_of_settings_names_settings_that_exist(file: Path) -> None:
    known = {one.metadata["variable"] for one in Settings.__dataclass_fields__.values()}
    script = (DEPLOY / "kiosk.sh").read_text(encoding="utf-8")
    known |= set(re.findall(r"RAQUAN_WALL_\w+", script))
    named = set(re.findall(r"^#?([A-Z_]+)=", file.read_text(encoding="utf-8"), re.MULTILINE))
    assert named and named <= known, named - known


def test_the_wall_begins_anew_at_night_and_only_then() -> None:
    timer = Unit(DEPLOY / "raquan-wall-reload.timer")["Timer"]
    assert timer["OnCalendar"].endswith("03:30:00") and timer["Persistent"] == "false"
    assert (
        "raquan-wall.service" in Unit(DEPLOY / "raquan-wall-reload.service")["Service"]["ExecStart"]
    )


def test_the_checklist_fits_on_a_door() -> None:
    readme = (DEPLOY / "README.md").read_text(encoding="utf-8")
    morning = readme.partition("## On the morning of a campaign")[2]
    assert 8 <= len(re.findall(r"^\d+\. ", morning, re.MULTILINE)) <= 12
    for file in re.findall(r"deploy/([\w.*@-]+\w)", readme):
        assert list(DEPLOY.glob(file)), file


# ── the kiosk ───────────────────────────────────────────────────────────────


@dataclass
class Fake:
    """A board that answers 503, then not ok, then ok; it keeps what it was asked."""

    port: int
    healthy_after: float
    began: float = field(default_factory=time.monotonic)
    asked: list[tuple[float, str]] = field(default_factory=list)

    @property
    def age(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self.began


@contextmanager
def fake_board(healthy_after: float) -> Iterator[Fake]:
    """Served for the block."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fake.asked.append((fake.age, self.path))
            if self.path == "/health" and fake.age < healthy_after / 2:
                self.send_error(503)
                return
            ok = fake.age >= healthy_after
            body = b'{"ok":true,"generation":1}' if ok else b'{"ok":false,"generation":0}'
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        fake = Fake(server.server_port, healthy_after)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield fake
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def kiosk(fake: Fake, browser: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The script, run for the block; told to stop at its end, as systemd does."""
    process = subprocess.Popen(
        ["sh", str(DEPLOY / "kiosk.sh")],
        env={
            **os.environ,
            "RAQUAN_WALL_SERVER": f"http://127.0.0.1:{fake.port}/",
            "RAQUAN_WALL_SCREEN": "sanh-chinh",
            "RAQUAN_WALL_BROWSER": browser,
            "RAQUAN_WALL_PROFILE": str(folder / "profile"),
            "RAQUAN_WALL_PAUSE": "0.2",
        },
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # whatever it left behind
            assert process.stderr is not None
            process.stderr.close()


def until(found: Callable[[], object]) -> None:
    """Wait until a question is answered by yes."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not found():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


def stub(folder: Path, what: str) -> str:
    """A browser that writes its options down, one run a line, and then does something."""
    file = folder / "browser.sh"
    file.write_text(
        f'#!/bin/sh\necho "$*" >> "{folder}/runs"\nmkdir -p "{folder}/profile"\n{what}\n'
    )
    file.chmod(0o755)
    return f"{file} --first-option"


def runs(folder: Path) -> list[str]:
    file = folder / "runs"
    return file.read_text().splitlines() if file.exists() else []


def test_the_kiosk_waits_for_a_board_that_is_healthy(tmp_path: Path) -> None:
    with fake_board(healthy_after=2.0) as fake:
        with kiosk(fake, stub(tmp_path, "exec sleep 60"), tmp_path) as process:
            until(lambda: runs(tmp_path))
            assert fake.age >= 2.0
            [run] = runs(tmp_path)
        assert process.returncode == 0
    assert run.startswith("--first-option --kiosk --noerrdialogs")
    assert "--incognito" in run and "--disable-session-crashed-bubble" in run
    assert run.endswith(f" http://127.0.0.1:{fake.port}/wall?screen=sanh-chinh")
    assert len([path for _, path in fake.asked if path == "/health"]) > 3
    assert not (tmp_path / "profile").exists()


def test_a_browser_that_dies_is_started_again(tmp_path: Path) -> None:
    with fake_board(healthy_after=0.0) as fake, kiosk(fake, stub(tmp_path, "kill -9 $$"), tmp_path):
        until(lambda: len(runs(tmp_path)) >= 3)


@pytest.mark.browser
def test_a_real_browser_takes_the_options_and_opens_the_wall(tmp_path: Path) -> None:
    found = subprocess.run(
        ["sh", "tests/browser/find_chromium.sh"], cwd=PROJECT, capture_output=True, text=True
    )
    assert found.returncode == 0, "No Chromium: run `make setup`"
    browser = f"{found.stdout.strip()} --headless --no-sandbox --disable-gpu"
    with fake_board(healthy_after=0.5) as fake, kiosk(fake, browser, tmp_path):
        until(lambda: "/wall?screen=sanh-chinh" in [path for _, path in fake.asked])
