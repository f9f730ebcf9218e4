"""A server that is healthy can answer, and has not paid for what pages do not need."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lib import demo
from lib.settings import PROJECT
from lib.store import Store
from lib.store.generations import Generations
from lib.ui import clock, data, start, warm
from lib.ui.addresses import ALONE, PAGES

RARELY_USED = ("docx", "lxml", "openpyxl", "plotly.express", "pypdf", "segno", "typst", "xlrd")
"""Libraries of files and downloads, which a start has no use for."""

FRONT_DOOR = """
import sys
import dashboard
print(*(one for one in sys.argv[1:] if one in sys.modules))
"""
VISIT = """
import asyncio, sys
import dashboard
from lib.ui import page_files

def known():
    page = "lib.ui.progress_charts" in sys.modules
    return page, page_files.packed.cache_info().currsize > 0, "lib.ui.explore_parts" in sys.modules

async def visit():
    print(*known(), end=" ")
    async with dashboard.app.lifespan()(None):
        print(*known())

asyncio.run(visit())
"""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of this test's own, which the server's modules ask."""
    found = Store(Generations(tmp_path / "warehouse", keep=3, lock_seconds=5))
    monkeypatch.setattr(data, "store", lambda: found)
    data._library.clear()
    return found


def test_a_server_with_a_campaign_answers(store: Store) -> None:
    summary = demo.build(store, at=clock.now())
    assert start.answering() == summary.generation


def test_a_server_whose_file_cannot_be_read_does_not_answer(store: Store) -> None:
    store.generations.folder.mkdir()
    (store.generations.folder / "CURRENT").write_text("1", encoding="ascii")
    store.generations.path(1).write_bytes(b"not a database")
    assert start.answering() == 0


def test_a_server_without_a_store_does_not_answer(store: Store) -> None:
    assert start.answering() == 0


def test_what_files_and_downloads_need_is_not_imported_at_the_start() -> None:
    assert _run(FRONT_DOOR, *RARELY_USED) == ""


def test_the_server_visits_its_own_front_page(tmp_path: Path) -> None:
    settings = {
        "RAQUAN_STORE": f"file://{tmp_path}/warehouse",
        "RAQUAN_OFFICE": f"{tmp_path}/office.sqlite",
        "RAQUAN_INBOX": f"{tmp_path}/inbox",
        "RAQUAN_SNAPSHOT": "",
    }
    assert _run(VISIT, **settings) == "False False False True True False"


def test_a_front_page_that_takes_long_keeps_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = asyncio.Event()
    monkeypatch.setattr(warm, "visit", lambda _: opened.wait())
    monkeypatch.setattr(warm, "pack", lambda: None)
    monkeypatch.setattr(warm, "BEFORE_SECONDS", 0.01)

    async def begin() -> tuple[bool, bool]:
        warming = await warm.up()
        is_served = not warming.done()
        opened.set()
        await warming
        return is_served, warming.done()

    assert asyncio.run(begin()) == (True, True)


def test_a_front_page_that_fails_is_told_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(_: str) -> None:
        raise RuntimeError("no page")

    monkeypatch.setattr(warm, "visit", broken)
    monkeypatch.setattr(warm, "pack", lambda: None)

    async def begin() -> None:
        await (await warm.up())

    asyncio.run(begin())
    assert "front page is not warmed up" in caplog.text


def test_other_pages_are_learnt_after_a_while(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    learnt: list[bool] = []

    def broken() -> None:
        learnt.append(True)
        raise ImportError("no module")

    monkeypatch.setattr(warm, "AFTER_SECONDS", 0.0)
    monkeypatch.setattr(warm, "learn", broken)
    asyncio.run(warm.on())
    assert learnt == [True]
    assert "other pages are not learnt" in caplog.text


@pytest.mark.parametrize("page", (*PAGES, *ALONE), ids=lambda page: page.path)
def test_what_a_page_imports_is_known(page: object) -> None:
    file = PROJECT / "pages" / page.file  # type: ignore[attr-defined]
    names = warm.imported(file)
    assert any(name.startswith("lib.ui.") for name in names)
    written = file.read_text(encoding="utf-8")
    assert all(name.rpartition(".")[2] in written for name in names)


def _run(script: str, *words: str, **settings: str) -> str:
    """What a script prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        cwd=PROJECT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
