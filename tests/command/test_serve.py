"""`serve`: what it hands to the process that it becomes."""

import os
import subprocess
import sys
from typing import Any

import pytest

from lib.__main__ import main
from lib.ui import serving


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
    for name in (*serving.GLIBC, *serving.JEMALLOC, *serving.duckdb_allocator(), "LD_PRELOAD"):
        monkeypatch.delitem(os.environ, name, raising=False)
    with pytest.raises(Become):
        main(["serve"])
    assert become[0] == sys.executable
    assert "--server.port=8612" in become[1]
    assert serving.allocator().items() <= os.environ.items()


def test_what_somebody_has_set_for_the_allocator_stays(
    become: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GLIBC_TUNABLES", "LD_PRELOAD", "MALLOC_CONF", "DUCKDB_JE_MALLOC_CONF"):
        monkeypatch.setitem(os.environ, name, f"their own {name}")
    with pytest.raises(Become):
        main(["serve"])
    for name in ("GLIBC_TUNABLES", "LD_PRELOAD", "MALLOC_CONF", "DUCKDB_JE_MALLOC_CONF"):
        assert os.environ[name] == f"their own {name}"


@pytest.mark.parametrize("installed", ["libjemalloc.so.2", None])
def test_the_server_allocates_with_jemalloc_where_the_machine_has_it(
    monkeypatch: pytest.MonkeyPatch, installed: str | None
) -> None:
    monkeypatch.setattr(serving.sys, "platform", "linux")
    monkeypatch.setattr(serving.ctypes.util, "find_library", lambda _: installed)
    process = {"LD_PRELOAD": installed, **serving.JEMALLOC} if installed else serving.GLIBC
    assert serving.allocator() == {**process, **serving.duckdb_allocator()}


def test_what_is_replayed_faster_gives_back_as_much_sooner() -> None:
    usual, soon = serving.duckdb_allocator(), serving.duckdb_allocator(pace=12)
    told = usual["DUCKDB_JE_MALLOC_CONF"]
    assert told.startswith("dirty_decay_ms:3000,muzzy_decay_ms:0,")
    assert soon == {
        "DUCKDB_JE_MALLOC_CONF": told.replace("dirty_decay_ms:3000", "dirty_decay_ms:250")
    }


def test_where_it_is_found_a_process_begins_with_it_and_reads_its_settings() -> None:
    allocates = serving.allocator()
    if "LD_PRELOAD" not in allocates:
        pytest.skip("this machine has no jemalloc")
    asks = (
        "import ctypes; of = ctypes.CDLL(None); count = ctypes.c_uint(); "
        "size = ctypes.c_size_t(4); "
        "of.mallctl(b'opt.narenas', ctypes.byref(count), ctypes.byref(size), None, 0); "
        "print(count.value)"
    )
    found = subprocess.run(
        [sys.executable, "-c", asks],
        env={**os.environ, **allocates},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (found.stdout, found.stderr) == ("2\n", "")
