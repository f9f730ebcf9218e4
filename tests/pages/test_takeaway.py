"""What is taken away: every chart with its words, table and files; the figures are the queries'."""

import csv
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import openpyxl
import pypdf
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib.i18n import catalog, formats
from lib.queries import leaderboard, progress
from lib.store import Store
from lib.ui import takeaway, takeaway_files
from lib.ui.takeaway_behind import Behind
from tests.intake.setup import store_in
from tests.pages.conftest import drawn, open_page

CHARTS = {"progress": 3, "leaderboard": 1, "explore": 4, "fairness": 5, "awards": 1}
TABLES = {"checks": 4, "fairness": 1}
"""So many tables at least have a menu of their own."""
EVENING = datetime(2024, 9, 21, 23, 0)
LEAST_WORDS = 10


@dataclass
class Taken:
    """A page with all of its menus open, and what can be taken from it."""

    page: AppTest
    behind: dict[str, Behind] = field(default_factory=dict)
    charts: set[str] = field(default_factory=set)
    files: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def make(self, key: str) -> bytes:
        """Click as a server hears it: in a thread that knows nothing of the page's run."""
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(self.files[key]).result()

    def table(self, key: str) -> list[list[str]]:
        """A chart's figures as its CSV has them, headings first."""
        content = self.make(f"take_csv_{key}").decode("utf-8-sig")
        return list(csv.reader(io.StringIO(content, newline="")))

    def book(self, key: str) -> openpyxl.Workbook:
        """The workbook of a chart or of the page."""
        return openpyxl.load_workbook(io.BytesIO(self.make(key)))


Take = Callable[..., Taken]


@pytest.fixture
def take(monkeypatch: pytest.MonkeyPatch) -> Take:
    """Open a page, then all of its menus, and keep what they offer."""

    def taken(path: str, **url: str) -> Taken:
        found = Taken(open_page(path, **url))
        menu, button = takeaway.menu, st.download_button

        def kept_menu(behind: Behind, *, is_chart: bool = True) -> None:
            found.behind[behind.key] = behind
            if is_chart:
                found.charts.add(behind.key)
            menu(behind, is_chart=is_chart)

        def kept_button(label: str, made: Any, **settings: Any) -> Any:
            found.files[settings["key"]] = made
            found.names[settings["key"]] = settings["file_name"]
            return button(label, made, **settings)

        with monkeypatch.context() as patch:
            patch.setattr(takeaway, "menu", kept_menu)
            patch.setattr(st, "download_button", kept_button)
            found.page.run()
            for key in ["takeaway_page", *(f"take_{key}" for key in found.behind)]:
                found.page.session_state[key] = True
            found.page.run()
        assert not found.page.exception
        return found

    return taken


def alts(page: AppTest) -> list[str]:
    """The sentence of each chart."""
    return [one.alt for one in drawn(page)]


@pytest.mark.parametrize("path", CHARTS)
def test_every_chart_has_a_sentence_a_table_and_three_downloads(
    board: Store, take: Take, path: str
) -> None:
    closed = open_page(path)
    sentences = alts(closed)
    assert len(sentences) == CHARTS[path]
    for sentence in sentences:
        assert len(sentence.split()) >= LEAST_WORDS, sentence
        assert any(one.isdigit() for one in sentence) and "\\" not in sentence, sentence
    found = take(path)
    assert len(found.charts) == CHARTS[path]
    components = [one.proto.component_name for one in found.page.get("bidi_component")]
    assert components.count("picture") == len(found.charts)
    for key in found.charts:
        assert {f"take_csv_{key}", f"take_xlsx_{key}"} <= set(found.files)
    assert {"take_page_xlsx_", "take_page_pdf_"} <= set(found.files)
    assert len(closed.dataframe) + len(found.charts) == len(found.page.dataframe)


@pytest.mark.parametrize("path", TABLES)
def test_a_table_that_stands_alone_has_a_menu_too(board: Store, take: Take, path: str) -> None:
    found = take(path)
    alone = set(found.behind) - found.charts
    assert len(alone) >= TABLES[path]
    assert all(f"take_xlsx_{key}" in found.files for key in alone)


def test_nothing_is_made_before_somebody_clicks(
    board: Store, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for name in ("as_csv", "as_xlsx", "page_as_xlsx", "page_as_pdf"):
        monkeypatch.setattr(takeaway_files, name, lambda *_, name=name: made.append(name) or b"x")
    page = open_page("leaderboard")
    assert not page.get("download_button")
    assert {one.proto.component_name for one in page.get("bidi_component")} == {"chart"}
    found = take("leaderboard")
    assert made == []
    assert found.make("take_csv_leaderboard_bars") == b"x"
    assert made == ["as_csv"]


def test_the_ranking_is_the_querys_to_the_dong_in_each_file(board: Store, take: Take) -> None:
    found = take("leaderboard")
    asked = {"campaign_code": "ngay-thu-7", "as_of": EVENING, "level": 0, "parent_id": None}
    units = leaderboard.units_by_attainment(board, **asked)
    amounts, names = [int(one) for one in units["revenue_vnd"]], list(units["short_name"])
    headings, *rows = found.table("leaderboard_bars")
    vi = catalog.sentences("vi")
    amount, unit = headings.index(vi["table.revenue"]), headings.index(vi["table.unit"])
    assert [int(row[amount]) for row in rows] == amounts
    assert [row[unit] for row in rows] == names
    moved = [row[headings.index(vi["table.movement"])] for row in rows]
    assert any(one.startswith("-") for one in moved), "a minus before a number is no formula"
    for key in ("take_xlsx_leaderboard_bars", "take_page_xlsx_"):
        sheet = found.book(key).worksheets[0]
        assert [cell.value for cell in sheet[1]] == headings
        assert [row[amount].value for row in sheet.iter_rows(min_row=2)] == amounts
        assert sheet.cell(2, amount + 1).number_format == "#,##0"
        share = headings.index(vi["table.attainment"]) + 1
        assert sheet.cell(2, share).value == pytest.approx(units["attainment"].iloc[0])
        assert sheet.cell(2, share).number_format == "0.0%"
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, len(headings)).column_letter}15"
    pdf = pypdf.PdfReader(io.BytesIO(found.make("take_page_pdf_")))
    printed = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    for name, vnd in zip(names, amounts, strict=True):
        assert name in printed and formats.number(vnd) in printed
    assert vi["board.simulated"] in printed
    assert "leaderboard.units_by_attainment" in printed


def test_a_workbook_has_a_sheet_for_each_chart_and_says_what_it_is(
    board: Store, take: Take
) -> None:
    found = take("progress", unit="cam_pha")
    book = found.book("take_page_xlsx_")
    assert len(book.sheetnames) == len(found.behind) + 1
    assert all(len(name) <= 31 for name in book.sheetnames)
    scope = {"campaign_code": "ngay-thu-7", "as_of": EVENING, "unit_id": "cam_pha"}
    services = progress.revenue_by_service(board, **scope)
    services = services[services["service_code"].notna()]
    vi = catalog.sentences("vi")
    sheet = book[vi["progress.services_plain"]]
    amount = [cell.value for cell in sheet[1]].index(vi["table.revenue"])
    shown = [row[amount].value for row in sheet.iter_rows(min_row=2)]
    assert shown == [int(one) for one in services["revenue_vnd"]]
    about = {row[0]: row[1] for row in book.worksheets[-1].iter_rows(values_only=True) if row[0]}
    assert about[vi["takeaway.about_page"]] == vi["progress.title"]
    assert "Cẩm Phả" in about[vi["takeaway.about_filters"]]
    last = progress.overview(board, **scope)["last_recorded_at"].iloc[0]
    assert about[vi["takeaway.about_data_at"]] == formats.moment(last)
    assert about[vi["takeaway.about_version"]] == str(board.current())
    assert about[vi["takeaway.about_query"]] == "progress.curve, progress.revenue_by_service"
    assert about[vi["takeaway.about_simulated"]] == vi["board.simulated_sentence"]
    name = found.names["take_page_xlsx_"]
    assert name.startswith("ngay-thu-7_tien-do-doanh-thu_unit-cam_pha_")
    assert name.endswith(f"_{last:%Y%m%d-%H%M}_mo_phong.xlsx")


@pytest.mark.parametrize("path", CHARTS)
def test_each_file_holds_the_figures_its_chart_was_drawn_from(
    board: Store, take: Take, path: str
) -> None:
    found = take(path)
    assert found.make("take_page_pdf_").startswith(b"%PDF")
    book = found.book("take_page_xlsx_")
    for sheet, (key, behind) in zip(book.worksheets, found.behind.items(), strict=False):
        headings, *rows = found.table(key)
        assert headings == behind.headings
        assert len(rows) == sheet.max_row - 1 == len(behind.frame)
        for place, column in enumerate(behind.columns):
            if str(behind.frame[column].dtype) in ("int64", "Int64"):
                known = [
                    None if formats.is_missing(one) else int(one) for one in behind.frame[column]
                ]
                cells = [row[place].value for row in sheet.iter_rows(min_row=2)]
                numbers = [one if isinstance(one, int) else None for one in cells]
                assert numbers == known, f"{key} {column}"


def test_a_file_is_in_the_language_of_its_page(board: Store, take: Take) -> None:
    found = take("explore", lang="en", district="ha_long")
    catalog.speak("vi")
    en = catalog.sentences("en")
    assert found.table("explore_units")[0] == [en["table.unit"], en["table.revenue"]]
    about = found.book("take_xlsx_explore_units").worksheets[-1]
    assert about["A1"].value == en["takeaway.about_page"]
    filters = {row[0].value: row[1].value for row in about.iter_rows()}
    assert filters[en["takeaway.about_filters"]] == "Hạ Long"
    assert filters[en["takeaway.about_address"]] == "?lang=en&district=ha_long"


@pytest.mark.parametrize("path", ["progress", "leaderboard"])
def test_before_the_first_sale_the_files_say_so_with_dashes_not_zeros(
    other_board: Callable[..., Store], take: Take, path: str
) -> None:
    store_in(other_board().generations.folder)
    found = take(path)
    pdf = pypdf.PdfReader(io.BytesIO(found.make("take_page_pdf_")))
    assert catalog.sentences("vi")["freshness.none"] in pdf.pages[0].extract_text()
    assert len(found.book("take_page_xlsx_").sheetnames) == len(found.behind) + 1
