"""`serve`: what it hands to the process that it becomes."""

import os
import sys
from typing import Any

import pytest

from lib.__main__ import main
from lib.ui.serving import ALLOCATOR


class Become(Exception):
    """The process would go on as another."""


@pytest.fixture
def become(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the process would become: its words; the environment and the folder are put back."""
    found: list[Any] = []

    def execv(path: str, words: list[str]) -> None:
        found.extend([path, words])
        raise Become

    monkeypatch.chdir(".")
    monkeypatch.setattr(os, "execv", execv)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    return found


def test_the_server_gets_the_allocators_settings_and_its_port(
    become: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "PORT", "8612")
    for name in ALLOCATOR:
        monkeypatch.delitem(os.environ, name, raising=False)
    with pytest.raises(Become):
        main(["serve"])
    assert become[0] == sys.executable
    assert "--server.port=8612" in become[1]
    assert ALLOCATOR.items() <= os.environ.items()


def test_what_somebody_has_set_for_the_allocator_stays(
    become: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "GLIBC_TUNABLES", "glibc.malloc.arena_max=8")
    with pytest.raises(Become):
        main(["serve"])
    assert os.environ["GLIBC_TUNABLES"] == "glibc.malloc.arena_max=8"
