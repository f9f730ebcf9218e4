"""From bytes to rows: what is read, and what is refused for which reason."""

import csv
import io
import random
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from lib.errors import FileRefused
from lib.intake.columns import COLUMNS
from lib.intake.reading import ReadFile, read
from lib.intake.template import template_csv, template_xlsx
from tests.intake.setup import HEADER, csv_of, lines, totals

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


def taken(data: bytes, name: str = "file", *, most_rows: int = 1000) -> ReadFile:
    """Read with small limits."""
    return read(data, name, most_bytes=2_000_000, most_rows=most_rows)


def fixture(name: str) -> ReadFile:
    return taken((FIXTURES / name).read_bytes(), name)


def refused(data: bytes, *, most_rows: int = 1000) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        taken(data, most_rows=most_rows)
    return caught.value


def workbook(
    *rows: tuple[object, ...], more: dict[str, list[tuple[object, ...]]] | None = None
) -> bytes:
    """An .xlsx file; `more` are further sheets by name."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for name, cells in (more or {}).items():
        other = book.create_sheet(name)
        for row in cells:
            other.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


NAMES = tuple(HEADER.split(","))
ROW = (
    *(datetime(2024, 9, 21), time(8, 15), "Hạ Long", "MP0001", None, "EMS", None, 2, 250_000),
    *(None, None, None, "GD-1", None),
)


@pytest.mark.parametrize(
    ("name", "reason", "found"),
    [
        ("empty.csv", "empty_file", None),
        ("header_only.csv", "empty_file", None),
        ("not_a_spreadsheet.pdf", "unsupported_format", "pdf"),
        ("old_excel.xls", "unsupported_format", "broken"),
        ("web_page.xls", "missing_columns", None),
        ("sales_wrong_header.csv", "missing_columns", None),
        ("sales_cumulative.csv", "cumulative_not_transaction", None),
        ("sales_open_quote.csv", "broken_quotes", None),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_for_its_reason(
    name: str, reason: str, found: str | None
) -> None:
    error = refused((FIXTURES / name).read_bytes())
    assert (error.reason, error.values.get("found")) == (reason, found)


def test_a_wrong_header_names_the_columns_that_are_missing() -> None:
    error = refused((FIXTURES / "sales_wrong_header.csv").read_bytes())
    assert error.values["columns"] == ["Dịch vụ", "Doanh thu (đồng)"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf \r\n", "empty_file"),
        (b"\x1a", "empty_file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "unsupported_format"),
        (bytes(range(256)) * 4, "unsupported_format"),
        (b"PK\x03\x04" + bytes(100), "unsupported_format"),
        (b"PK\x05\x06" + bytes(18), "unsupported_format"),
        (b"hello", "missing_columns"),
        (b"{}", "missing_columns"),
        ("Xin chào\n".encode(), "missing_columns"),
        (b"x" * 2_000_001, "file_too_large"),
        (workbook(), "empty_file"),
        (workbook(NAMES), "empty_file"),
        (workbook(("a", "b"), ("c", "d")), "missing_columns"),
        (workbook((*NAMES, "Thành tiền"), (*ROW, 1)), "repeated_columns"),
    ],
)
def test_what_is_no_table_of_sales_is_refused(data: bytes, reason: str) -> None:
    assert refused(data).reason == reason


def test_csv_and_xlsx_of_the_same_sales_give_the_same_rows() -> None:
    written, native = fixture("sales_good.csv"), fixture("sales_good.xlsx")
    assert (
        [row.number for row in lines(written)] == [row.number for row in lines(native)] == [2, 3, 4]
    )
    assert lines(native)[0].cells["sold_on"] == date(2024, 9, 21)
    assert lines(native)[0].cells["sold_at"] == time(8, 15)
    assert lines(native)[0].cells["revenue"] == 250_000
    assert lines(written)[0].cells["revenue"] == "250.000"
    assert lines(native)[1].raw["Mã khách hàng"] == lines(written)[1].raw["Mã khách hàng"]
    assert lines(native)[0].raw["Ngày"] == "21/09/2024"


def test_content_decides_and_not_the_ending_of_the_name() -> None:
    data = (FIXTURES / "sales_good.xlsx").read_bytes()
    assert taken(data, "sales.csv").kind == "xlsx"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"", b"\x1a", b"\r\n\r\n\x1a"])
def test_any_delimiter_mark_and_stray_end_is_read(delimiter: str, mark: bytes, end: bytes) -> None:
    file = taken(mark + csv_of({"note": "a, b; c"}, delimiter=delimiter) + end)
    assert len(lines(file)) == 1
    assert lines(file)[0].cells["note"] == "a, b; c"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_is_read(end: str) -> None:
    file = taken(csv_of({}, {}, delimiter=";").decode().replace("\n", end).encode())
    assert [row.number for row in lines(file)] == [2, 3]


def test_decomposed_letters_are_the_same_letters() -> None:
    file = fixture("sales_semicolon_nfd.csv")
    assert lines(file)[0].raw["Đơn vị"] == "Bưu điện TP Hạ Long"


def test_rows_are_numbered_as_the_spreadsheet_numbers_them() -> None:
    data = csv_of({"note": "hai\ndòng"}, {}, {})
    written = data.decode().splitlines(keepends=True)
    file = taken("".join([*written[:3], "\n", *written[3:]]).encode())
    assert [row.number for row in lines(file)] == [2, 4, 5]


def test_the_header_may_stand_below_a_title() -> None:
    file = fixture("sales_title_in_thousands.xlsx")
    assert [row.number for row in lines(file)] == [6, 7, 8]
    assert lines(file)[0].multipliers["revenue"] == 1000
    assert lines(file)[0].title_day == date(2024, 9, 21)


@pytest.mark.parametrize(
    ("unit", "multiplier"),
    [
        ("(đồng)", 1),
        ("(VNĐ)", 1),
        ("", 1),
        ("(*)", 1),
        ("(1.000 đ)", 1000),
        ("(nghìn đồng)", 1000),
        ("(triệu đồng)", 10**6),
        ("(tr.đ)", 10**6),
        ("(nghìn VNĐ)", 1000),
        ("(ngàn đ)", 1000),
        ("(tỷ đồng)", 10**9),
        ("(ĐVT: triệu đồng)", 10**6),
    ],
)
def test_the_header_says_what_the_money_is_counted_in(unit: str, multiplier: int) -> None:
    data = csv_of({}, header=HEADER.replace("Doanh thu (đồng)", f"Doanh thu {unit}"))
    assert lines(taken(data))[0].multipliers["revenue"] == multiplier


@pytest.mark.parametrize("unit", ["(USD)", "(%)", "(kế hoạch)", "(trăm nghìn)", "(10.000 đ)"])
def test_a_money_column_in_another_unit_is_not_revenue(unit: str) -> None:
    data = csv_of({}, header=HEADER.replace("Doanh thu (đồng)", f"Doanh thu {unit}"))
    assert refused(data).values["columns"] == ["Doanh thu (đồng)"]


def test_total_rows_are_no_sales() -> None:
    file = fixture("sales_total_row.csv")
    assert [row.number for row in lines(file)] == [2, 3, 4]
    assert totals(file) == [5]


@pytest.mark.parametrize(
    "changes",
    [
        {"unit": "phường Cộng Hòa"},
        {"unit": "Cộng Hòa"},
        {"product": "Tổng đài"},
        {"note": "Cộng tác viên"},
        {"unit": "Tổng kho", "staff_code": "", "staff_name": "An"},
        {"unit": "Cộng Hòa", "staff_code": ""},
        {"unit": "Tổngkho", "staff_code": "", "sold_at": ""},
    ],
)
def test_a_sale_is_no_total_for_one_of_its_words(changes: dict[str, str]) -> None:
    file = taken(csv_of(changes))
    assert (len(lines(file)), len(totals(file))) == (1, 0)


@pytest.mark.parametrize("word", ["Tổng", "TỔNG CỘNG", "Cộng", "Lũy kế", "Tổng cộng:"])
def test_a_total_has_no_seller_and_no_time(word: str) -> None:
    blank = dict.fromkeys(("sold_on", "sold_at", "staff_code", "receipt_no", "service"), "")
    file = taken(csv_of({}, {**blank, "unit": word}))
    assert (len(lines(file)), len(totals(file))) == (1, 1)


def test_a_repeated_header_and_blank_rows_are_passed_over() -> None:
    header = dict(zip(csv_keys(), NAMES, strict=True))
    blank = dict.fromkeys(csv_keys(), " ")
    file = taken(csv_of({}, header, blank, {}))
    assert [row.number for row in lines(file)] == [2, 5]


def csv_keys() -> list[str]:
    return [column.key for column in COLUMNS]


def test_a_cell_too_many_marks_the_row() -> None:
    file = fixture("sales_shifted_row.csv")
    assert [row.flaws for row in lines(file)] == [(), (("column_count_mismatch", None),), ()]


def test_excel_may_leave_out_delimiters_at_the_end_of_a_row() -> None:
    start = HEADER + "\n21/09/2024,08:15,Hạ Long,MP0001,,EMS,,2,250000"
    assert lines(taken((start + "\n").encode()))[0].flaws == ()
    cut = start.removesuffix(",250000") + "\n"
    assert lines(taken(cut.encode()))[0].flaws == (("column_count_mismatch", None),)


def test_a_hidden_row_is_marked() -> None:
    file = fixture("sales_hidden_row.xlsx")
    assert [row.flaws for row in lines(file)] == [(), (("hidden_row", None),), ()]


def test_a_formula_that_was_never_calculated_is_no_empty_cell() -> None:
    file = fixture("sales_formula_without_value.xlsx")
    assert lines(file)[1].flaws == (("formula_without_value", "revenue"),)


def test_a_last_row_of_formulas_without_values_is_not_lost() -> None:
    file = taken(workbook(NAMES, ROW, tuple("=1" for _ in NAMES)))
    assert [row.number for row in lines(file)] == [2, 3]
    assert ("formula_without_value", "revenue") in lines(file)[1].flaws


def test_formulas_beside_the_table_make_no_row() -> None:
    names = (*NAMES, "Tháng")
    file = taken(workbook(names, (*ROW, "=MONTH(A2)"), (*(None for _ in NAMES), "=MONTH(A3)")))
    assert [(row.number, row.flaws) for row in lines(file)] == [(2, ())]


def test_a_workbook_that_counts_days_from_1904_gives_the_same_day() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.append(NAMES)
    sheet.append(ROW)
    content = io.BytesIO()
    book.save(content)
    cells = lines(taken(content.getvalue()))[0].cells
    assert (cells["sold_on"], cells["sold_at"]) == (date(2024, 9, 21), time(8, 15))


def test_an_error_cell_is_kept_as_what_it_says() -> None:
    file = taken(workbook(NAMES, (*ROW[:8], "#N/A", *ROW[9:])))
    assert lines(file)[0].cells["revenue"] == "#N/A"
    assert lines(file)[0].raw["Doanh thu (đồng)"] == "#N/A"


def test_a_very_long_cell_is_marked_and_a_long_note_is_not() -> None:
    file = taken(csv_of({"customer_code": "x" * 501, "note": "y" * 501}))
    assert lines(file)[0].flaws == (("cell_too_long", "customer_code"),)


def test_too_many_rows_are_refused() -> None:
    assert refused(csv_of(*[{}] * 11), most_rows=10).values["limit"] == 10
    assert refused(workbook(NAMES, *[ROW] * 11), most_rows=10).reason == "too_many_rows"
    assert len(lines(taken(csv_of(*[{}] * 10), most_rows=10))) == 10


def test_a_huge_csv_is_refused_before_it_is_all_read() -> None:
    data = csv_of({}) + b"x\n" * 500_000
    assert refused(data).reason == "too_many_rows"


def test_a_summary_sheet_is_left_out_and_sheets_of_sales_are_all_read() -> None:
    summary = [("Đơn vị", "Kế hoạch", "Doanh thu"), ("Hạ Long", 1, 250_000)]
    data = workbook(NAMES, ROW, more={"Tổng hợp": summary, "Ca chiều": [NAMES, ROW]})
    assert [row.sheet for row in lines(taken(data))] == ["Sheet", "Ca chiều"]


def test_a_sheet_of_sales_that_lacks_a_column_refuses_the_file() -> None:
    lacking = tuple(name for name in NAMES if name != "Số lượng")
    error = refused(workbook(NAMES, ROW, more={"Ca chiều": [lacking, ROW[:-1]]}))
    assert (error.reason, error.values["sheet"]) == ("missing_columns", "Ca chiều")


def test_the_template_is_read_back_once_filled_in() -> None:
    data = template_xlsx(["Bưu điện TP Hạ Long"], ["EMS"])
    assert refused(data).reason == "empty_file"
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Số liệu", "Hướng dẫn"]
    sheet = book["Số liệu"]
    assert [cell.value for cell in sheet[1]] == [column.header for column in COLUMNS]
    assert len(sheet.data_validations.dataValidation) == 2
    for place, value in enumerate(ROW, start=1):
        sheet.cell(2, place).value = value
    content = io.BytesIO()
    book.save(content)
    file = taken(content.getvalue())
    assert [row.number for row in lines(file)] == [2]
    assert lines(file)[0].multipliers == {"revenue": 1, "collected": 1}


def test_the_csv_template_holds_the_header_alone() -> None:
    lines = list(csv.reader(io.StringIO(template_csv().decode("utf-8-sig"))))
    assert lines == [list(NAMES)]
    assert refused(template_csv()).reason == "empty_file"


def test_a_workbook_that_unfolds_into_too_much_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (40 * 2**20))
    assert refused(content.getvalue()).reason == "file_too_large"


def test_a_lone_cell_at_the_far_corner_does_not_fill_the_memory() -> None:
    far_down = _with_sheet(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>')
    assert refused(far_down).reason == "too_many_rows"
    far_right = _with_sheet(b'<row r="9"><c r="XFD9"><v>1</v></c></row>')
    assert refused(far_right).reason == "file_too_large"


def test_one_long_text_named_by_many_cells_does_not_fill_the_memory() -> None:
    row = b"".join(b'<c r="A%d" t="s"><v>0</v></c></row><row>' % number for number in range(2, 900))
    shared = b"<sst><si><t>" + b"x" * 300_000 + b"</t></si></sst>"

    def change(name: str, content: bytes) -> bytes:
        if "worksheets/sheet" in name:
            return content.replace(b"</sheetData>", b"<row>" + row + b"</row></sheetData>")
        return content

    content = io.BytesIO(_rezipped(workbook(NAMES, ROW), change))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", shared)
    assert refused(content.getvalue()).reason == "file_too_large"


def _with_sheet(more: bytes) -> bytes:
    """A good workbook with one more row written straight into its XML."""
    return _rezipped(
        workbook(NAMES, ROW),
        lambda name, content: (
            content.replace(b"</sheetData>", more + b"</sheetData>")
            if "worksheets/sheet" in name
            else content
        ),
    )


def _rezipped(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(content, "w") as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
    return content.getvalue()


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert refused(content.getvalue()).values["found"] == "zip"


@pytest.mark.parametrize("name", ["sales_good.xlsx", "sales_good.csv"])
def test_a_damaged_file_is_refused_or_read_and_never_fails_otherwise(name: str) -> None:
    whole = (FIXTURES / name).read_bytes()
    chance = random.Random(22)
    for _ in range(150):
        damaged = bytearray(whole[: chance.randrange(1, len(whole) + 1)])
        for _ in range(chance.randrange(4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            taken(bytes(damaged))
        except FileRefused as error:
            assert error.reason


def test_damaged_xml_inside_a_whole_archive_is_refused_or_read() -> None:
    whole = (FIXTURES / "sales_good.xlsx").read_bytes()
    chance = random.Random(22)

    def damage(name: str, content: bytes) -> bytes:
        if chance.random() < 0.7 or not name.endswith((".xml", ".rels")):
            return content
        damaged = bytearray(content)
        for _ in range(3):
            damaged[chance.randrange(len(damaged))] = chance.randrange(32, 127)
        return bytes(damaged[: chance.choice((len(damaged), chance.randrange(1, len(damaged))))])

    for _ in range(200):
        try:
            taken(_rezipped(whole, damage))
        except FileRefused as error:
            assert error.reason


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_no_bytes_make_reading_fail_otherwise(data: bytes) -> None:
    try:
        taken(data)
    except FileRefused as error:
        assert re.fullmatch("[a-z_]+", error.reason)


@given(st.lists(st.text(max_size=12), min_size=14, max_size=16))
@settings(max_examples=100, deadline=None)
def test_no_cells_make_reading_fail(cells: list[str]) -> None:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    try:
        file = taken(f"{HEADER}\n{line.getvalue()}".encode("utf-8", "replace"))
    except FileRefused:
        return
    assert len(lines(file)) + len(totals(file)) >= 1
