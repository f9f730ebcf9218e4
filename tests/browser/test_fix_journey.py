"""Upload, put right, count: rows fixed on the page, names settled once, a newer version."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from lib.intake.columns import COLUMNS
from tests.browser.board import Board, serving
from tests.browser.conftest import Visits
from tests.browser.visitor import at_cell, choose, settled, words

UPLOADER = "[data-testid=stFileUploaderDropzoneInput]"
GOOD = {
    "sold_on": "21/09/2024",
    "sold_at": "09:00",
    "unit": "Bưu điện TP Hạ Long",
    "staff_code": "MP0001",
    "service": "EMS",
    "quantity": "1",
    "revenue": "1.000.000",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    with serving(tmp_path_factory.mktemp("fixing")) as board:
        yield board


def test_rejected_rows_are_put_right_and_counted_in_one_go(desk: Board, visit: Visits) -> None:
    before = desk.overview()
    page = _at_the_desk(desk, visit)
    page.set_input_files(
        UPLOADER,
        _file(
            "sua.csv",
            {"receipt_no": "SUA-1"},
            {"receipt_no": "SUA-2", "unit": "BĐ Hạ Lomg", "revenue": "2.000.000"},
            {"receipt_no": "SUA-3", "unit": "BĐ Hạ Lomg", "revenue": "3.000.000"},
            {"receipt_no": "SUA-4", "revenue": "2.5"},
        ),
    )
    expect(_figure(page, "import.rejected")).to_have_text("3")
    _settle(page, "ha lomg", "Bưu điện TP Hạ Long", 2)
    expect(_figure(page, "import.rejected")).to_have_text("1")
    _type_into_grid(page, "2.500.000")
    page.get_by_role("button", name=words("import.fix_check", count=1)).click()
    expect(_figure(page, "import.rejected")).to_have_text("0")
    expect(page.get_by_text(words("import.fixed", all=3, count=3))).to_be_visible()
    page.get_by_role("button", name=words("import.confirm", count=4)).click()
    expect(_alert(page).first).to_contain_text("Đã nhập 4 dòng, 8,5 triệu đồng")
    after = desk.overview()
    assert after["revenue_vnd"] == before["revenue_vnd"] + 8_500_000
    assert after["waiting_count"] == before["waiting_count"]

    _put_away(page)
    page.set_input_files(UPLOADER, _file("lan-sau.csv", {"unit": "BĐ Hạ Lomg", "receipt_no": "N"}))
    expect(
        page.get_by_text("Trần Mẫu An đã chọn “Bưu điện TP Hạ Long” cho tên này")
    ).to_be_visible()


def test_rows_that_wait_are_taken_up_later_and_undone_again(desk: Board, visit: Visits) -> None:
    before = desk.overview()
    page = _at_the_desk(desk, visit)
    page.set_input_files(
        UPLOADER,
        _file("cho.csv", {"receipt_no": "CHO-1"}, {"receipt_no": "CHO-2", "revenue": "4.5"}),
    )
    page.get_by_role("button", name=words("import.confirm", count=1)).click()
    expect(_alert(page).first).to_contain_text("Đã nhập 1 dòng")
    assert desk.overview()["waiting_count"] == before["waiting_count"] + 1
    page.get_by_role("button", name=words("import.fix_waiting", count=1)).click()
    expect(_figure(page, "import.rejected")).to_have_text("1")
    _type_into_grid(page, "4.500.000")
    page.get_by_role("button", name=words("import.fix_check", count=1)).click()
    expect(_figure(page, "import.rejected")).to_have_text("0")
    page.get_by_role("button", name=words("import.confirm", count=1)).click()
    expect(_alert(page).first).to_contain_text("Đã nhập 1 dòng, 4,5 triệu đồng")
    after = desk.overview()
    assert after["revenue_vnd"] == before["revenue_vnd"] + 5_500_000
    assert after["waiting_count"] == before["waiting_count"]
    page.get_by_role("button", name=words("import.undo")).first.click()
    expect(_alert(page).first).to_contain_text("1 giao dịch không còn được tính")
    undone = desk.overview()
    assert undone["revenue_vnd"] == before["revenue_vnd"] + 1_000_000
    assert undone["waiting_count"] == before["waiting_count"] + 1, "the row waits again"


def test_a_newer_version_replaces_the_older_only_when_told(desk: Board, visit: Visits) -> None:
    before = desk.overview()["revenue_vnd"]
    page = _at_the_desk(desk, visit)
    first = [{"receipt_no": f"BAN-{number}"} for number in range(4)]
    page.set_input_files(UPLOADER, _file("ban-1.csv", *first))
    page.get_by_role("button", name=words("import.confirm", count=4)).click()
    expect(_alert(page).first).to_contain_text("Đã nhập 4 dòng")
    _put_away(page)
    newer = [*first[:3], {"receipt_no": "BAN-3", "revenue": "5.000.000"}]
    page.set_input_files(UPLOADER, _file("ban-2.csv", *newer))
    expect(_figure(page, "import.rejected")).to_have_text("4")
    page.locator(".st-key-replace").get_by_role("button").click()
    expect(_figure(page, "import.accepted")).to_have_text("4")
    page.get_by_role("button", name=words("import.confirm", count=4)).click()
    expect(_alert(page).first).to_contain_text("Đã nhập 4 dòng, 8,0 triệu đồng")
    assert desk.overview()["revenue_vnd"] == before + 8_000_000


def test_a_file_that_names_no_unit_asks_whose_it_is(desk: Board, visit: Visits) -> None:
    page = _at_the_desk(desk, visit)
    page.set_input_files(UPLOADER, _file("khong-don-vi.csv", {"receipt_no": "K-1"}, without="unit"))
    expect(page.get_by_text(words("import.which_unit"))).to_be_visible()
    choose(page.get_by_role("combobox", name=words("column.unit")), "Bưu điện huyện Cô Tô")
    expect(_figure(page, "import.accepted")).to_have_text("1")
    expect(page.get_by_test_id("stDataFrame").first).to_contain_text("Cô Tô")


def test_names_that_want_to_be_more_are_shown_as_they_are(desk: Board, visit: Visits) -> None:
    evil = ":red[x] ![a](http://evil.example/x.png) <b>b</b> =1+1"
    page = _at_the_desk(desk, visit)
    page.set_input_files(UPLOADER, _file("<i>a</i> _b_.csv", {"unit": evil, "note": evil}))
    expect(_figure(page, "import.rejected")).to_have_text("1")
    label = page.get_by_test_id("stWidgetLabel").filter(has_text=":red[x] ![a](http:")
    expect(label).to_be_visible()
    assert page.locator("img[src*=evil], a[href*=evil]").count() == 0
    assert page.locator("main b").filter(has_text="b").count() == 0


def _at_the_desk(board: Board, visit: Visits) -> Page:
    page = visit(board).open("/import")
    page.locator(".st-key-operator_name input").fill("Trần Mẫu An")
    page.locator(".st-key-operator_code input").fill(board.code())
    page.get_by_role("button", name=words("import.enter")).press("Enter")
    expect(page.locator(UPLOADER)).to_be_attached()
    return page


def _file(name: str, *rows: dict[str, str], without: str = "") -> dict[str, Any]:
    columns = [column for column in COLUMNS if column.key != without]
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";")
    writer.writerow([column.header for column in columns])
    writer.writerows([{**GOOD, **row}.get(column.key, "") for column in columns] for row in rows)
    return {"name": name, "mimeType": "text/csv", "buffer": lines.getvalue().encode("utf-8-sig")}


def _settle(page: Page, folded: str, meant: str, count: int) -> None:
    line = page.locator("[class*=st-key-name_]").filter(has=page.get_by_role("combobox")).first
    choose(line.get_by_role("combobox"), meant)
    page.get_by_role("button", name=words("import.name_apply", count=count)).click()


def _put_away(page: Page) -> None:
    page.get_by_role("button", name=words("import.another")).click()
    expect(_alert(page)).to_have_text(words("import.start"))


def _type_into_grid(page: Page, written: str) -> None:
    """Write into the first cell at fault: it stands right after the row and its problem."""
    settled(page)
    grid = page.locator("[class*=st-key-fix_]").get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    canvas = grid.locator("canvas").first
    expect(canvas).to_be_visible()
    canvas.click(position={"x": 20, "y": 50}, force=True)
    at_cell(grid, 1)
    for column in (2, 3):
        page.keyboard.press("ArrowRight")
        at_cell(grid, column)
    page.keyboard.press("Enter")
    editor = page.locator("#portal textarea, #portal input")
    expect(editor).to_be_visible()
    editor.fill(written)
    page.keyboard.press("Enter")
    expect(editor).to_have_count(0)
    settled(page)


def _alert(page: Page) -> Locator:
    return page.get_by_test_id("stAlert").get_by_test_id("stMarkdownContainer")


def _figure(page: Page, key: str) -> Locator:
    labelled = page.get_by_test_id("stMetricLabel").get_by_text(words(key), exact=True)
    return page.get_by_test_id("stMetric").filter(has=labelled).get_by_test_id("stMetricValue")
