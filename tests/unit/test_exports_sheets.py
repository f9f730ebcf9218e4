"""Files people take away: readable by spreadsheets, and nothing in them comes alive."""

import csv
import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pandas as pd
import pytest

from lib.exports.sheets import (
    MARK,
    SHARE,
    Sheet,
    as_csv,
    as_workbook,
    as_xlsx,
    sheet_names,
)

HEADINGS = ["Đơn vị", "Doanh thu (đồng)", "Ngày", "Lúc", "Ghi chú"]
ROWS: list[tuple[Any, ...]] = [
    ("Đông Triều", 1_250_000, date(2024, 9, 21), datetime(2024, 9, 21, 8, 15), "một\ndòng"),
    ("Hạ Long", pd.NA, pd.NaT, None, '"; \x00=1'),
]
FORMULAS = ("=1+1", "+84 912", "-5", "@x", '=HYPERLINK("http://evil.example";"x")', "\t=1")


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_csv_begins_with_the_mark_of_its_encoding_and_keeps_every_cell() -> None:
    content = as_csv(HEADINGS, ROWS)
    assert content.startswith(MARK)
    assert read(content) == [
        HEADINGS,
        ["Đông Triều", "1250000", "21/09/2024", "21/09/2024 08:15", "một\ndòng"],
        ["Hạ Long", "", "", "", '"; =1'],
    ]


def test_a_workbook_keeps_numbers_and_times_and_says_what_it_shows() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(as_xlsx("Sổ", HEADINGS, ROWS, {"Chiến dịch": "=Ngày"}))
    )
    sheet, about = book["Sổ"], book.worksheets[1]
    assert [cell.value for cell in sheet[1]] == HEADINGS
    assert [cell.value for cell in sheet[2]] == [
        *("Đông Triều", 1_250_000, datetime(2024, 9, 21), datetime(2024, 9, 21, 8, 15)),
        "một\ndòng",
    ]
    assert sheet["B2"].number_format == "#,##0"
    assert sheet["D2"].number_format == "dd/mm/yyyy hh:mm"
    assert [cell.value for cell in sheet[3]] == ["Hạ Long", None, None, None, '"; =1']
    assert [cell.value for cell in about[1]] == ["Chiến dịch", "'=Ngày"]


@pytest.mark.parametrize("written", FORMULAS)
def test_what_looks_like_a_formula_is_text(written: str) -> None:
    assert read(as_csv([written], [(written,)])) == [[f"'{written}"], [f"'{written}"]]
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx("x", [written], [(written,)], {})))["x"]
    for cell in (sheet["A1"], sheet["A2"]):
        assert (cell.value, cell.data_type) == (f"'{written}", "s")


def test_nothing_found_is_a_file_with_headings() -> None:
    assert read(as_csv(HEADINGS, [])) == [HEADINGS]
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx("x", HEADINGS, [], {})))
    assert book["x"].max_row == 1


def test_a_number_below_zero_is_a_number_and_no_formula() -> None:
    assert read(as_csv(["x"], [(-5,), (-0.25,), ("-5",)])) == [["x"], ["-5"], ["-0.25"], ["'-5"]]


def test_a_workbook_of_several_tables_has_headers_filters_formats_and_a_list_of_them() -> None:
    sheets = [
        Sheet("Lũy kế", ["Lúc", "Tỷ trọng"], [(1, 0.25), (2, None)], {1: SHARE}, title="Tăng"),
        Sheet("Lũy kế", ["x"], [(1.5,)], query="a.b"),
    ]
    book = openpyxl.load_workbook(
        io.BytesIO(as_workbook(sheets, {"Trang": "Tiến độ"}, contents=["Tên", "Gì", "Đo", "Từ"]))
    )
    assert book.sheetnames == ["Lũy kế", "Lũy kế (2)", "i"]
    first, second, about = book.worksheets
    assert (first.freeze_panes, first.auto_filter.ref) == ("A2", "A1:B3")
    assert (first["B2"].value, first["B2"].number_format) == (0.25, "0.0%")
    assert first["B3"].value is None
    assert second["A2"].number_format == "#,##0.00"
    assert first.column_dimensions["A"].width >= 10
    listed = [[cell.value for cell in row] for row in about.iter_rows(min_row=3)]
    assert listed == [
        ["Tên", "Gì", "Đo", "Từ"],
        ["Lũy kế", "Tăng", None, None],
        ["Lũy kế (2)", None, None, "a.b"],
    ]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (["a/b:c*?[d]\\", "'x'"], ["a b c d", "x"]),
        (["Doanh thu", "DOANH THU", "doanh thu"], ["Doanh thu", "DOANH THU (2)", "doanh thu (3)"]),
        (["History", "", "  "], ["History (2)", "1", "1 (2)"]),
        (["Giao dịch liền nhau, cùng người bán và khách"], ["Giao dịch liền nhau, cùng người"]),
        (["x" * 40, "x" * 40], ["x" * 31, "x" * 27 + " (2)"]),
    ],
)
def test_names_of_sheets_are_those_a_workbook_takes(wanted: list[str], names: list[str]) -> None:
    assert sheet_names(wanted) == names
