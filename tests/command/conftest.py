"""The command line called as a function, on stores of its own."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lib.__main__ import main
from lib.i18n import catalog
from lib.settings import PROJECT

FIXTURES = PROJECT / "tests/fixtures"


@dataclass(frozen=True)
class Answer:
    """What a command said."""

    code: int
    data: str
    """stdout"""
    narration: str
    """stderr"""

    def json(self) -> Any:
        """The data, which must be one JSON value."""
        return json.loads(self.data)


Run = Callable[..., Answer]


def environment(folder: Path) -> dict[str, str]:
    """The variables that keep a command inside a folder."""
    return {
        "RAQUAN_STORE": f"file://{folder}/warehouse",
        "RAQUAN_OFFICE": f"{folder}/office.sqlite",
        "RAQUAN_INBOX": f"{folder}/inbox",
        "RAQUAN_SETTINGS": f"{folder}/none.toml",
        "RAQUAN_LANGUAGE": "vi",
    }


@pytest.fixture(scope="package")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose store holds the simulated campaign; no test writes to it."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(folder).items():
            patch.setenv(name, value)
        assert main(["demo"]) == 0
    return folder


@pytest.fixture
def in_folder(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[[Path], Run]]:
    """Turn a folder into a command line that works in it."""

    def choose(folder: Path) -> Run:
        for name, value in environment(folder).items():
            monkeypatch.setenv(name, value)

        def run(*arguments: str) -> Answer:
            capsys.readouterr()
            try:
                code = main(list(arguments))
            except SystemExit as wrong_call:
                code = int(wrong_call.code or 0)
            said = capsys.readouterr()
            return Answer(code, said.out, said.err)

        return run

    yield choose
    catalog.speak("vi")


@pytest.fixture
def run(in_folder: Callable[[Path], Run], demo_folder: Path) -> Run:
    """The command line on the simulated campaign, for commands that only read."""
    return in_folder(demo_folder)


@pytest.fixture
def run_on_copy(in_folder: Callable[[Path], Run], demo_folder: Path, tmp_path: Path) -> Run:
    """The command line on a copy of the simulated campaign, for commands that write."""
    shutil.copytree(demo_folder, tmp_path, dirs_exist_ok=True)
    return in_folder(tmp_path)


@pytest.fixture
def run_on_nothing(in_folder: Callable[[Path], Run], tmp_path: Path) -> Run:
    """The command line where no store is yet."""
    return in_folder(tmp_path)
