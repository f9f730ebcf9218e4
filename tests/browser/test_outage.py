"""What people see while the server dies, restarts, or is not the only one at the store."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.i18n import formats
from lib.settings import PROJECT
from tests.browser.board import Board, serving
from tests.browser.conftest import Visits
from tests.browser.visitor import WAIT_MS, drawn, settled, turn_to, words

SAMPLE = PROJECT / "data" / "samples" / "ban_hang_cam_pha_mo_phong.csv"
ANALYST = """
import duckdb, json, sys
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    tables = connection.sql("select count(*) from duckdb_tables()").fetchone()[0]
    sales = connection.sql("select count(*) from sales").fetchone()[0]
print(json.dumps({"tables": tables, "sales": sales}))
"""


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    with serving(tmp_path) as found:
        yield found


def test_a_page_outlives_the_server_and_goes_on_with_the_same_figures(
    board: Board, visit: Visits
) -> None:
    visitor = visit(board)
    page = visitor.open("/?unit=ha_long")
    drawn(page)
    page.evaluate("window.neverReloaded = true")
    metrics = page.get_by_test_id("stMetric")
    figures = metrics.all_inner_texts()
    assert len(figures) > 8

    board.stop()
    expect(page.get_by_test_id("stApp")).not_to_have_attribute(
        "data-test-connection-state", "CONNECTED", timeout=WAIT_MS
    )
    assert metrics.all_inner_texts() == figures
    board.command("import", str(SAMPLE))  # of another unit, so that only the version changes
    board.start()
    version = words("board.version", generation=board.generation())
    expect(page.get_by_text(version)).to_be_visible(timeout=WAIT_MS)
    settled(page)
    assert metrics.all_inner_texts() == figures

    turn_to(page, "leaderboard")
    expect(page.locator("h1").first).to_have_text(words("leaderboard.title"))
    expect(page.get_by_test_id("stMain").get_by_text("Bưu điện TP Hạ Long")).to_be_visible()
    turn_to(page, "progress")
    expect(page.locator("h1").first).to_have_text(words("progress.title"))
    expect(metrics).to_have_count(len(figures))
    settled(page)
    assert metrics.all_inner_texts() == figures
    assert page.evaluate("window.neverReloaded")
    # The browser says that the server was away; nothing else may have gone wrong.
    visitor.complaints = [one for one in visitor.complaints if "page error" in one]


def test_what_others_write_and_read_meanwhile_reaches_the_open_page(
    board: Board, visit: Visits
) -> None:
    page = visit(board).open("/")
    page.evaluate("window.neverReloaded = true")
    before = board.overview()
    _expect_total(page, before["revenue_vnd"])
    sales = _as_an_analyst(board)["sales"]

    answer = json.loads(board.command("import", "--json", str(SAMPLE)))["receipt"]
    assert answer["accepted"] > 0 and answer["revenue_vnd"] > 100_000
    _expect_total(page, before["revenue_vnd"] + answer["revenue_vnd"])
    assert page.evaluate("window.neverReloaded")
    assert _as_an_analyst(board)["sales"] == sales + answer["accepted"]
    assert board.health() == {"ok": True, "generation": answer["generation"]}


def _expect_total(page: Page, vnd: int) -> None:
    total = page.get_by_test_id("stMetric").filter(has_text=words("progress.revenue"))
    expect(total).to_contain_text(formats.millions(vnd, unit=False))


def _as_an_analyst(board: Board) -> dict[str, int]:
    """Read the current file with a DuckDB client of one's own, in another process."""
    current = board.warehouse / f"campaign-{board.generation():08d}.duckdb"
    done = subprocess.run(
        [sys.executable, "-c", ANALYST, str(current)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, int] = json.loads(done.stdout)
    return found
