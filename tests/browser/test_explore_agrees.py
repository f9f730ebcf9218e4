"""What an analyst sees, the files taken away and a recount in plain pandas agree to the đồng.

RAQUAN_SELECTIONS=200 tries as many random selections; a few are tried each time.
"""

import csv
import io
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import duckdb
import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import Page

from lib.i18n import formats
from tests.browser.board import Board
from tests.browser.conftest import Visits
from tests.browser.visitor import WAIT_MS, settled, words
from tests.pages.test_explore import LEDGER, counted, drawn

SELECTIONS = int(os.environ.get("RAQUAN_SELECTIONS", "4"))
FIRST = 100
"""Selections below this number are those of the tests without a browser."""
FOUR_CHARTS = "() => document.querySelectorAll('.js-plotly-plot .main-svg').length >= 4"
MARKS = """key => {
    const chart = document.querySelector(`.st-key-${key} .js-plotly-plot`);
    const bars = chart.data.find(trace => trace.type === "bar");
    const values = bars.orientation === "h" ? bars.x : bars.y;
    return Array.from(bars.customdata, (code, place) => [String(code), Number(values[place])]);
}"""
CELLS = """() => {
    const chart = document.querySelector(".st-key-explore_matrix .js-plotly-plot");
    const words = {};
    chart.data.filter(trace => trace.type === "heatmap").forEach(trace =>
        trace.text.forEach((line, y) => line.forEach((word, x) => {
            if (word) words[`${y} ${x}`] = word.replace(/<[^>]*>/g, "");
        })));
    const dots = chart.data.find(trace => trace.type === "scatter");
    return Array.from(dots.customdata, (code, place) =>
        [String(code), words[`${dots.y[place]} ${dots.x[place]}`]]);
}"""


@pytest.fixture(scope="module")
def ledger(server: Board) -> pd.DataFrame:
    """Every counted sale of the board, straight from its file."""
    generation = server.generation()
    file = server.warehouse / f"campaign-{generation:08d}.duckdb"
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.sql(LEDGER).df()


def taken(page: Page, name: str) -> bytes:
    """The bytes of the file that a button gives."""
    with page.expect_download() as waited:
        page.get_by_role("button", name=name, exact=True).click()
    return Path(waited.value.path()).read_bytes()


def in_dong(millions: float) -> int:
    """A bar's length as whole đồng."""
    return round(millions * formats.MILLION)


def sums(sales: pd.DataFrame, *columns: str) -> dict[Any, int]:
    """What sales add up to by some columns, without nothing."""
    found = sales.groupby(list(columns), dropna=False)["revenue_vnd"].sum()
    return {key: int(vnd) for key, vnd in found.items() if vnd}


def without(asked: dict[str, str], key: str) -> dict[str, str]:
    """A selection as the chart of a pick sees it: everything narrows it but its own pick."""
    return {name: value for name, value in asked.items() if name != key}


@pytest.mark.parametrize("number", range(FIRST, FIRST + SELECTIONS))
def test_page_files_and_pandas_agree_to_the_dong(
    server: Board, visit: Visits, ledger: pd.DataFrame, number: int
) -> None:
    asked = drawn(number)
    expected = counted(ledger, asked)
    page = visit(server).open(f"/explore?{urlencode(asked)}")
    if expected.empty:
        page.get_by_text(words("explore.empty")).wait_for()
        return
    page.wait_for_function(FOUR_CHARTS, timeout=WAIT_MS)
    revenue = int(expected["revenue_vnd"].sum())
    metric = page.get_by_test_id("stMetric").filter(has_text=words("explore.revenue"))
    value = metric.get_by_test_id("stMetricValue").inner_text()
    assert value == formats.millions(revenue, unit=False)
    unit = "unit_id" if "district" in asked else "district"
    by_unit = {code: in_dong(one) for code, one in page.evaluate(MARKS, "explore_units")}
    assert by_unit == sums(expected, unit)
    by_hour = {code: in_dong(one) for code, one in page.evaluate(MARKS, "explore_hours")}
    of_hours = counted(ledger, without(asked, "pick_hour"))
    hours = of_hours["sold_at"].dt.hour.map(lambda one: "" if pd.isna(one) else str(int(one)))
    assert {code: vnd for code, vnd in by_hour.items() if vnd} == sums(
        of_hours.assign(hour=hours), "hour"
    )
    of_cells = sums(counted(ledger, without(asked, "pick_cell")), "role_code", "group_code")
    for code, word in page.evaluate(CELLS):
        role, group = code.split("|")
        vnd = of_cells.get((role or None, group), 0)
        assert word == formats.millions(vnd, unit=False), code
    lines = list(csv.DictReader(io.StringIO(taken(page, words("explore.csv")).decode("utf-8-sig"))))
    assert len(lines) == len(expected)
    assert sum(int(line[words("table.revenue")]) for line in lines) == revenue
    rows = openpyxl.load_workbook(io.BytesIO(taken(page, words("explore.xlsx")))).worksheets[0]
    assert column(rows, words("table.revenue")) == [
        int(line[words("table.revenue")]) for line in lines
    ]
    page.get_by_role("button", name=words("takeaway.page_menu"), exact=True).click()
    settled(page)
    book = openpyxl.load_workbook(io.BytesIO(taken(page, words("takeaway.page_xlsx"))))
    units = column(book[words("explore.units_plain")], words("table.revenue"))
    assert sorted(units) == sorted(by_unit.values())
    of_hour = column(book[words("explore.hours_plain")], words("table.revenue"))
    assert sum(of_hour) == sum(by_hour.values())
    cells = column(book[words("explore.matrix_plain")], words("table.revenue"))
    assert sorted(one for one in cells if one) == sorted(of_cells.values())


def column(sheet: Any, heading: str) -> list[int]:
    """The numbers below a heading, wherever on the sheet it stands."""
    lines = list(sheet.iter_rows(values_only=True))
    top, place = next(
        (number, line.index(heading)) for number, line in enumerate(lines) if heading in line
    )
    return [int(line[place]) for line in lines[top + 1 :] if isinstance(line[place], int | float)]
