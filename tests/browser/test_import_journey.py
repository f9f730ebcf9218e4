"""From a spreadsheet to the board and back: the code, the check, the import, the undo."""

import csv
import io
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from lib.i18n import formats
from lib.intake.columns import COLUMNS
from lib.intake.template import DATA_SHEET
from lib.settings import PROJECT
from tests.browser.board import Board, serving
from tests.browser.conftest import Visits
from tests.browser.visitor import choose, drawn, settled, turn_to, words

FIXTURES = PROJECT / "tests" / "fixtures"
UPLOADER = "[data-testid=stFileUploaderDropzoneInput]"
SALES = (
    # time, unit, seller, service, quantity, revenue
    ("08:15", "Bưu điện TP Hạ Long", "MP0001", "EMS", 2, 4_100_000),
    ("09:05", "Bưu điện TP Cẩm Phả", "MP0196", "BHYT bổ trợ", 1, 3_900_000),
    ("10:40", "Bưu cục Mẫu Cẩm Phả 04", "MP0198", "Hàng tiêu dùng", 3, 4_300_000),
)
REVENUE = 12_300_000
"""What SALES add up to: a round number of tenths of a million, which is what screens show."""
BY_ITSELF_MS = 5_000
"""How long an open page may take to show what somebody else imported."""

REFUSED = {
    "sales_wrong_header.csv": "Không tìm thấy cột: Dịch vụ",
    "sales_cumulative.csv": "Tệp ghi số lũy kế, không phải từng giao dịch",
    "empty.csv": "Tệp không có dòng số liệu nào",
    "not_a_spreadsheet.pdf": "Đây là tệp PDF, không phải bảng tính",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """A board that the tests of this file write to; none of them relies on another."""
    with serving(tmp_path_factory.mktemp("desk")) as board:
        yield board


def test_the_desk_opens_to_the_operators_code_only(desk: Board, visit: Visits) -> None:
    page = visit(desk).open("/import")
    _sign_in(page, "AAAA-BBBB-CCCC-DDDD")
    expect(_alert(page)).to_have_text(words("error.wrong_code", left=4))
    expect(page.locator(UPLOADER)).to_have_count(0)
    _sign_in(page, desk.code().lower().replace("-", " "))
    expect(page.locator(UPLOADER)).to_be_attached()
    expect(_alert(page)).to_have_text(words("import.start"))


def test_both_templates_come_down_and_open(desk: Board, visit: Visits) -> None:
    page = _at_the_desk(desk, visit)
    headers = [column.header for column in COLUMNS]
    book = openpyxl.load_workbook(_download(page, words("import.template_xlsx")))
    assert [cell.value for cell in book[DATA_SHEET][1]] == headers
    assert "Bưu điện TP Hạ Long" in [cell.value for cell in book.worksheets[1]["F"]]
    content = _download(page, words("import.template_csv")).read()
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")))) == [headers]


def test_an_imported_file_counts_everywhere_once_until_it_is_undone(
    desk: Board, visit: Visits
) -> None:
    before = desk.overview()["revenue_vnd"]
    onlooker = visit(desk).open("/")
    total = _figure(onlooker, words("progress.revenue"))
    expect(total).to_have_text(_millions(before))
    onlooker.evaluate("window.neverReloaded = true")
    page = _at_the_desk(desk, visit)

    file = _file("ngay-thu-7.csv", _rows("GD-TRINH-DUYET"))
    page.set_input_files(UPLOADER, file)
    for key, count in (("rows", "3"), ("accepted", "3"), ("warned", "0"), ("rejected", "0")):
        expect(_figure(page, words(f"import.{key}"))).to_have_text(count)
    effect = page.get_by_test_id("stDataFrame").filter(has_text=words("import.effect_after"))
    for shown in (before, before + REVENUE):
        expect(effect).to_contain_text(formats.number(shown))
    expect(effect).to_contain_text("+12.300.000")
    assert desk.overview()["revenue_vnd"] == before

    page.get_by_role("button", name=words("import.confirm", count=3)).click()
    expect(_alert(page)).to_contain_text("Đã nhập 3 dòng, 12,3 triệu đồng, lúc ")
    expect(total).to_have_text(_millions(before + REVENUE), timeout=BY_ITSELF_MS)
    assert onlooker.evaluate("window.neverReloaded")
    assert desk.overview()["revenue_vnd"] == before + REVENUE

    page.get_by_role("button", name=words("import.another")).click()
    expect(_alert(page)).to_have_text(words("import.start"))
    page.set_input_files(UPLOADER, file)
    expect(_alert(page)).to_contain_text("Tệp này đã được nhập trước đó")
    expect(page.locator(".st-key-confirm")).to_have_count(0)
    assert desk.overview()["revenue_vnd"] == before + REVENUE

    choose(page.locator(".st-key-undo_batch input"), "ngay-thu-7.csv")
    page.locator(".st-key-undo").get_by_role("button").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("ngay-thu-7.csv")
    dialog.get_by_role("button", name=words("import.undo")).click()
    expect(_alert(page).first).to_contain_text("3 giao dịch không còn được tính")
    expect(_table(page, "import.history_state")).to_contain_text("Đã hoàn tác lúc")
    expect(total).to_have_text(_millions(before), timeout=BY_ITSELF_MS)
    assert onlooker.evaluate("window.neverReloaded")
    assert desk.overview()["revenue_vnd"] == before


def test_the_same_bytes_without_receipt_numbers_are_known_again(desk: Board, visit: Visits) -> None:
    page = _at_the_desk(desk, visit)
    file = _file("khong-so-phieu.csv", [{**row, "receipt_no": ""} for row in _rows("")])
    page.set_input_files(UPLOADER, file)
    page.get_by_role("button", name=words("import.confirm", count=3)).click()
    expect(_alert(page)).to_contain_text("Đã nhập 3 dòng")
    after = desk.overview()["revenue_vnd"]
    page.get_by_role("button", name=words("import.another")).click()
    expect(_alert(page)).to_have_text(words("import.start"))
    page.set_input_files(UPLOADER, file)
    expect(_alert(page)).to_contain_text("Tệp này đã được nhập trước đó")
    expect(page.locator(".st-key-confirm")).to_have_count(0)
    assert desk.overview()["revenue_vnd"] == after


def test_a_bad_row_waits_and_the_others_count(desk: Board, visit: Visits) -> None:
    before = desk.overview()
    rows = _rows("GD-MOT-DONG-LOI")
    rows[1]["service"] = "Dịch vụ chưa có"
    page = _at_the_desk(desk, visit)
    page.set_input_files(UPLOADER, _file("mot-dong-loi.csv", rows))
    expect(_figure(page, words("import.rejected"))).to_have_text("1")
    listed = _table(page, "import.column_problem")
    expect(listed).to_contain_text("Không có dịch vụ “Dịch vụ chưa có”")
    advice = page.get_by_role("listitem").filter(has_text="Dịch vụ chưa có")
    expect(advice).to_contain_text("Chọn đúng tên trong trang Hướng dẫn")
    corrections = openpyxl.load_workbook(_download(page, words("import.problems_file", count=1)))
    assert "Dịch vụ chưa có" in [cell.value for cell in corrections.worksheets[0][2]]
    page.get_by_role("button", name=words("import.confirm", count=2)).click()
    expect(_alert(page).first).to_contain_text("Đã nhập 2 dòng, 8,4 triệu đồng")
    expect(_alert(page).last).to_have_text(
        words("import.saved_rejected", count=1, amount=formats.money(3_900_000))
    )
    turn_to(page, "progress")
    drawn(page)
    after = desk.overview()
    assert after["revenue_vnd"] == before["revenue_vnd"] + REVENUE - 3_900_000
    assert after["waiting_vnd"] == before["waiting_vnd"] + 3_900_000
    waiting = words("progress.waiting")
    expect(_figure(page, words("progress.revenue"))).to_have_text(_millions(after["revenue_vnd"]))
    expect(_figure(page, waiting)).to_have_text(_millions(after["waiting_vnd"]))
    expect(page.get_by_test_id("stMetric").filter(has_text=waiting)).to_contain_text(
        words("progress.waiting_context", count=before["waiting_count"] + 1)
    )


def test_a_file_that_is_not_a_list_of_sales_is_refused_with_the_reason(
    desk: Board, visit: Visits, tmp_path: Path
) -> None:
    generation = desk.generation()
    page = _at_the_desk(desk, visit)
    huge = tmp_path / "qua-lon.csv"
    huge.touch()
    os.truncate(huge, 300 * 2**20)
    page.set_input_files(UPLOADER, huge)
    expect(page.get_by_test_id("stFileChip")).to_have_attribute("aria-invalid", "true")
    said = page.get_by_test_id("stFileUploader").evaluate(
        "element => getComputedStyle(element, '::after').content"
    )
    assert said.strip('"') == words("import.too_large", limit=20)
    expect(_alert(page)).to_have_text(words("import.start"))

    noise = random.Random(7).randbytes(4_000)
    cases: list[tuple[Any, str]] = [(FIXTURES / name, why) for name, why in REFUSED.items()]
    cases.append(
        ({"name": "nhieu.xlsx", "mimeType": "", "buffer": noise}, "Đây không phải là bảng tính")
    )
    for file, why in cases:
        page.set_input_files(UPLOADER, file)
        refusal = page.get_by_test_id("stAlert").filter(has_text=why)
        expect(refusal).to_be_visible()
        expect(refusal).to_contain_text(words("import.refused_title"))
        expect(refusal).to_contain_text(words("import.nothing_written"))
        expect(page.locator(".st-key-confirm")).to_have_count(0)
    assert desk.generation() == generation


def test_nothing_in_a_file_comes_alive(desk: Board, visit: Visits) -> None:
    name = "<img src=x onerror=alert(1)> ![x](http:evil.example) $x^2$ **d**.csv"
    rows = _rows("GD-KY-LA")
    rows[0] |= {"note": "<script>alert(1)</script>", "receipt_no": "<b>GD-KY-LA</b>"}
    rows[1] |= {"service": '=HYPERLINK("http://evil.example";"x")'}
    rows[2] |= {"unit": "![x](http://evil.example/x.png) <img src=x>"}
    visitor = visit(desk)
    page = visitor.open("/import")
    opened: list[str] = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    _sign_in(page, desk.code(), name="<i>Trần</i> $x$ [Mẫu](http://evil.example)")
    expect(page.locator(UPLOADER)).to_be_attached()
    page.set_input_files(UPLOADER, _file(name, rows))
    expect(page.get_by_test_id("stMetric").first).to_contain_text(name)
    problems = _table(page, "import.column_problem")
    expect(problems).to_contain_text(f"Không có dịch vụ “{rows[1]['service']}”")
    expect(problems).to_contain_text(f"Không có đơn vị “{rows[2]['unit']}”")
    page.get_by_role("button", name=words("import.confirm", count=1)).click()
    expect(_alert(page).first).to_contain_text("Đã nhập 1 dòng")
    history = _table(page, "import.history_state")
    expect(history).to_contain_text(name)
    expect(history).to_contain_text("<i>Trần</i> $x$ [Mẫu](http://evil.example)")
    choose(page.locator(".st-key-undo_batch input"), name)
    page.locator(".st-key-undo").get_by_role("button").click()
    expect(page.get_by_role("dialog")).to_contain_text(name)
    for alive in ("img", "a[href*=evil]", ".katex", "script[src*=evil]", "b"):
        assert page.get_by_test_id("stMain").locator(alive).count() == 0, alive
        assert page.get_by_role("dialog").locator(alive).count() == 0, alive
    assert opened == []


def _sign_in(page: Page, code: str, *, name: str = "Trần Mẫu An") -> None:
    page.locator(".st-key-operator_name input").fill(name)
    page.locator(".st-key-operator_code input").fill(code)
    settled(page)
    page.get_by_role("button", name=words("import.enter")).press("Enter")


def _at_the_desk(board: Board, visit: Visits) -> Page:
    """The import page, with the code given."""
    page = visit(board).open("/import")
    _sign_in(page, board.code())
    expect(page.locator(UPLOADER)).to_be_attached()
    return page


def _rows(receipt: str) -> list[dict[str, str]]:
    """SALES as cells by column key."""
    return [
        {
            "sold_on": "21/09/2024",
            "sold_at": at,
            "unit": unit,
            "staff_code": staff,
            "service": service,
            "quantity": str(quantity),
            "revenue": formats.number(revenue),
            "receipt_no": f"{receipt}-{number}",
        }
        for number, (at, unit, staff, service, quantity, revenue) in enumerate(SALES, start=1)
    ]


def _file(name: str, rows: list[dict[str, str]]) -> dict[str, Any]:
    """A CSV in the template's layout, as a browser hands it in."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";")
    writer.writerow([column.header for column in COLUMNS])
    writer.writerows([row.get(column.key, "") for column in COLUMNS] for row in rows)
    return {"name": name, "mimeType": "text/csv", "buffer": lines.getvalue().encode("utf-8-sig")}


def _download(page: Page, button: str) -> io.BytesIO:
    with page.expect_download() as coming:
        page.get_by_role("button", name=button).click()
    return io.BytesIO(coming.value.path().read_bytes())


def _alert(page: Page) -> Locator:
    """The boxed sentences of the page, without their icons."""
    return page.get_by_test_id("stAlert").get_by_test_id("stMarkdownContainer")


def _figure(page: Page, label: str) -> Locator:
    """The value of a metric."""
    labelled = page.get_by_test_id("stMetricLabel").get_by_text(label, exact=True)
    return page.get_by_test_id("stMetric").filter(has=labelled).get_by_test_id("stMetricValue")


def _table(page: Page, heading: str) -> Locator:
    return page.get_by_test_id("stDataFrame").filter(has_text=words(heading)).first


def _millions(vnd: int) -> str:
    return formats.millions(vnd, unit=False)
