"""The habits of real files, one test each: domain reference §4.3, §4.4 and §4.6-4.8.

A file is written as a unit would send it and checked as a whole; what comes out is compared
row by row: the number of the row and either its sale or its reason.
"""

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lib.errors import FileRefused
from lib.intake.encodings import TCVN3
from lib.intake.report import report
from lib.store import Store
from tests.intake.setup import checked, store_in

HEADER = ["STT", "Giờ", "Đơn vị", "Mã NV", "Họ tên", "Dịch vụ", "Số lượng", "Doanh thu", "Ghi chú"]
FIRST = ["1", "8:15", "BĐ TP Hạ Long", "MP0001", "Trần Mẫu Bình", "EMS", "2", "250.000", ""]
SECOND = ["2", "9h05", "BĐ Hải Hà", "MP0002", "Lê Mẫu An", "HTD", "3", "90.000", "giao tận nơi"]
BOTH = {"250000": "ha_long", "90000": "hai_ha"}
TITLE: list[list[Any]] = [
    ["TỔNG CÔNG TY BƯU ĐIỆN VIỆT NAM", "", "", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["BƯU ĐIỆN TỈNH QUẢNG NINH", "", "", "", "", "Độc lập - Tự do - Hạnh phúc"],
    [],
    ["BÁO CÁO BÁN HÀNG “NGÀY THỨ 7 – CHIẾN THẮNG”"],
    ["", "", "", "", "", "", "", "ĐVT: đồng"],
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store_in(Path(tmp_path_factory.mktemp("layouts")))


def delimited(rows: Iterable[Sequence[Any]], delimiter: str = ",") -> str:
    lines = io.StringIO()
    csv.writer(lines, delimiter=delimiter).writerows(rows)
    return lines.getvalue()


def workbook(
    rows: Iterable[Sequence[Any]], *, name: str = "Sheet", more: dict[str, Any] | None = None
) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for place, (title, cells) in enumerate({name: rows, **(more or {})}.items()):
        sheet = book.active if not place else book.create_sheet()
        assert sheet is not None
        sheet.title = title
        for row in cells:
            sheet.append(list(row))
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def outcome(store: Store, data: bytes, name: str = "tep.csv") -> dict[str, Any]:
    """By row number: the revenue and unit of a sale, or the reason of a rejected row."""
    found = report(checked(store, data, name))
    return {
        **{one["source_row"]: (one["revenue_vnd"], one["unit"]) for one in found["accepted"]},
        **{one["source_row"]: one["reason"] for one in found["rejected"]},
    }


def refused(store: Store, data: bytes) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        checked(store, data)
    return caught.value


GOOD = {"2": (250_000, "ha_long"), "3": (90_000, "hai_ha")}


# §4.3 Encodings


def cp1258(text: str) -> bytes:
    """What a Vietnamese Windows writes: tones are characters of their own."""
    written = bytearray()
    for letter in text:
        base, *marks = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in marks if mark in "\u0300\u0309\u0303\u0301\u0323"]
        rest = unicodedata.normalize("NFC", base + "".join(set(marks) - set(tones)))
        for part in (letter,) if _is_in(letter, "cp1258") else (rest, *tones):
            written += part.encode("cp1258")
    return bytes(written)


def tcvn3(text: str) -> bytes:
    """What the fonts of the nineties type; accented capitals are small letters."""
    letters = TCVN3.split()
    table = {one: int(byte, 16) for one, byte in zip(letters[::2], letters[1::2], strict=True)}
    return bytes(table.get(one) or table.get(one.lower()) or ord(one) for one in text)


def _is_in(letter: str, encoding: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


TEXT = delimited([HEADER, FIRST, SECOND])


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TEXT.encode(), id="utf-8"),
        pytest.param(TEXT.encode("utf-8-sig"), id="utf-8 with its mark"),
        pytest.param(unicodedata.normalize("NFD", TEXT).encode(), id="decomposed, as on a Mac"),
        pytest.param(TEXT.encode("utf-16"), id="utf-16"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), id="utf-16, big end first"),
        pytest.param(TEXT.encode("utf-16-le"), id="utf-16 without its mark"),
        pytest.param(cp1258(TEXT), id="cp1258"),
        pytest.param(tcvn3(TEXT), id="tcvn3"),
        pytest.param(delimited([HEADER, FIRST, SECOND], "\t").encode("utf-16"), id="unicode text"),
        pytest.param(delimited([HEADER, FIRST, SECOND], ";").encode(), id="semicolons"),
        pytest.param(b"sep=;\r\n" + delimited([HEADER, FIRST], ";").encode(), id="sep line"),
    ],
)
def test_every_encoding_and_delimiter_gives_the_same_sales(store: Store, data: bytes) -> None:
    found = outcome(store, data)
    expected = {"3": GOOD["2"]} if data.startswith(b"sep") else GOOD
    assert found == expected


def test_names_come_out_of_every_encoding_as_they_were_written(store: Store) -> None:
    for data in (TEXT.encode(), cp1258(TEXT), tcvn3(TEXT), TEXT.encode("utf-16")):
        first = report(checked(store, data))["accepted"][0]
        assert first["staff_name"] == "Trần Mẫu Bình"


def test_vni_is_refused_with_its_name(store: Store) -> None:
    data = "STT,Ñôn vò,Dòch vuï,Soá löôïng,Doanh thu\n1,Böu ñieän,EMS,1,1\n".encode("cp1252")
    error = refused(store, data)
    assert (error.reason, error.values["found"]) == ("undecodable_encoding", "vni")


def test_letters_lost_in_the_header_refuse_the_file(store: Store) -> None:
    lost = "".join(letter if letter < "\u0100" else "?" for letter in TEXT).encode("latin-1")
    assert refused(store, lost).reason == "undecodable_encoding"


def test_letters_lost_in_a_row_reject_the_row(store: Store) -> None:
    plain = ["STT", "Gio", "Don vi", "Ma NV", "Ho ten", "Dich vu", "So luong", "Doanh thu"]
    rows = [
        plain,
        ["1", "8:15", "BÐ TX Qu?ng Yên", "A1", "An", "EMS", "1", "5000"],
        ["2", "8:15", "Hạ Long", "A1", "Nguy?n An", "EMS", "1", "5000"],
        ["3", "8:15", "Hạ Long", "A1", "An", "EMS", "1", "5000"],
    ]
    found = outcome(store, delimited(rows).encode())
    assert found == {"2": "lossy_text", "3": "lossy_text", "4": (5000, "ha_long")}


# §4.4 Finding the table


def test_titles_mottos_numbers_totals_and_signatures_are_no_sales(store: Store) -> None:
    numbering = [f"({number})" for number in range(1, 10)]
    end = [
        ["", "TỔNG CỘNG", "", "", "", "", "5", "340.000"],
        [],
        ["", "", "", "", "", "Quảng Ninh, ngày 21 tháng 9 năm 2024"],
        ["", "NGƯỜI LẬP BIỂU", "", "", "", "GIÁM ĐỐC"],
        ["", "(Ký, ghi rõ họ tên)", "", "", "", "(Ký, đóng dấu)"],
        ["", "Trần Mẫu Lập", "", "", "", "Lê Mẫu Ký"],
    ]
    rows = [*TITLE, HEADER, numbering, FIRST, HEADER, SECOND, *end]
    data = delimited([[*row, *[""] * (9 - len(row))] for row in rows]).encode()
    file = checked(store, data)
    assert outcome(store, data) == {"8": GOOD["2"], "10": GOOD["3"]}
    assert (file.skipped_totals, file.notices) == ((11,), ())


def test_a_header_of_two_merged_rows_is_read(store: Store) -> None:
    rows = [
        ["STT", "Giờ", "Đơn vị", "Nhân viên", None, "Dịch vụ", "Doanh thu (triệu đồng)", None,
         None, "SL", "Khách hàng", None],
        [None, None, None, "Mã", "Họ tên", None, "Kế hoạch", "Thực hiện", "% hoàn thành", None,
         "Mã", "Mới"],
        [1, dt.time(8, 15), "Hạ Long", "MP0001", "Trần Mẫu Bình", "EMS", 9, 0.25, 2.8, 2, "K1",
         "x"],
    ]  # fmt: skip
    book = workbook(rows)
    sheet = book.active
    assert sheet is not None
    for area in ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2", "G1:I1", "J1:J2", "K1:L1"):
        sheet.merge_cells(area)
    (sale,) = report(checked(store, saved(book)))["accepted"]
    assert (sale["revenue_vnd"], sale["quantity"]) == (250_000, 2)
    assert (sale["customer"], sale["new_customer"]) == ("K1", True)
    assert (sale["staff_code"], sale["staff_name"]) == ("MP0001", "Trần Mẫu Bình")


def test_a_header_of_two_rows_survives_a_save_as_csv(store: Store) -> None:
    rows = [
        ["STT", "Giờ", "Đơn vị", "Nhân viên", "", "Dịch vụ", "Kết quả", ""],
        ["", "", "", "Mã", "Họ tên", "", "Số lượng", "Doanh thu"],
        ["1", "8:15", "Hạ Long", "MP0001", "Trần Mẫu Bình", "EMS", "2", "250.000"],
    ]
    assert outcome(store, delimited(rows).encode()) == {"3": (250_000, "ha_long")}


def test_a_plan_or_a_price_is_not_the_revenue(store: Store) -> None:
    header = ["Giờ", "Đơn vị", "Mã NV", "Dịch vụ", "SL", "Đơn giá", "Kế hoạch", "Thành tiền"]
    row = ["8:15", "Hạ Long", "MP0001", "EMS", "2", "125.000", "900.000", "250.000"]
    assert outcome(store, delimited([header, row]).encode()) == {"2": (250_000, "ha_long")}


def test_two_clear_names_of_money_are_not_chosen_between(store: Store) -> None:
    header = ["Giờ", "Đơn vị", "Mã NV", "Dịch vụ", "SL", "Doanh thu", "Thành tiền"]
    data = delimited([header, ["8:15", "Hạ Long", "A", "EMS", "2", "1", "2"]]).encode()
    assert refused(store, data).reason == "repeated_columns"


def test_a_unit_cell_fills_what_it_is_merged_over_and_no_more(store: Store) -> None:
    rows: list[list[Any]] = [HEADER, FIRST, [*FIRST], [*FIRST]]
    for row in rows[2:]:
        row[2] = None
    book = workbook(rows)
    sheet = book.active
    assert sheet is not None
    sheet.merge_cells("C2:C3")
    found = outcome(store, saved(book))
    assert found == {"2": GOOD["2"], "3": GOOD["2"], "4": "missing_required"}


def test_merged_money_is_not_spread_over_rows(store: Store) -> None:
    rows: list[list[Any]] = [HEADER, FIRST, [*FIRST]]
    rows[2][7] = None
    book = workbook(rows)
    sheet = book.active
    assert sheet is not None
    sheet.merge_cells("H2:H3")
    assert outcome(store, saved(book)) == {"2": GOOD["2"], "3": "missing_required"}


@pytest.mark.parametrize(
    "above",
    [
        ["Đơn vị báo cáo: Bưu điện huyện Hải Hà"],
        ["", "Đơn vị báo cáo:", "", "BĐ Hải Hà"],
        ["Đơn vị: Hải Hà", "", "Ngày 21/09/2024"],
    ],
)
def test_a_table_without_units_takes_the_one_named_above(store: Store, above: list[str]) -> None:
    header, row = ([*HEADER[:2], *HEADER[3:]], [*FIRST[:2], *FIRST[3:]])
    found = outcome(store, delimited([above, header, row]).encode())
    assert found == {"3": (250_000, "hai_ha")}


def test_a_table_without_units_takes_the_one_its_tab_names(store: Store) -> None:
    rows = [[*HEADER[:2], *HEADER[3:]], [*FIRST[:2], *FIRST[3:]]]
    assert outcome(store, saved(workbook(rows, name="Hải Hà"))) == {"2": (250_000, "hai_ha")}


def test_a_table_that_names_no_unit_is_not_guessed(store: Store) -> None:
    rows = [[*HEADER[:2], *HEADER[3:]], [*FIRST[:2], *FIRST[3:]]]
    error = refused(store, saved(workbook(rows)))
    assert (error.reason, error.values["columns"]) == ("missing_columns", ["Đơn vị"])


def test_hidden_empty_and_summary_sheets_are_left_out(store: Store) -> None:
    summary = [["Đơn vị", "Số lượng", "Doanh thu"], ["Hạ Long", 5, 340_000]]
    more = {"Tổng hợp": summary, "Trống": [], "Ẩn": [HEADER, FIRST], "Chiều": [HEADER, SECOND]}
    book = workbook([HEADER, FIRST], name="Sáng", more=more)
    book["Ẩn"].sheet_state = "hidden"
    found = report(checked(store, saved(book)))
    assert [(one["sheet"], one["revenue_vnd"]) for one in found["accepted"]] == [
        ("Sáng", 250_000),
        ("Chiều", 90_000),
    ]


def test_columns_may_stand_in_another_order_on_each_sheet(store: Store) -> None:
    order = [7, 6, 5, 4, 3, 2, 1, 0, 8]
    turned = [[row[place] for place in order] for row in (HEADER, SECOND)]
    found = outcome(store, saved(workbook([HEADER, FIRST], more={"Hai": turned})))
    assert found == {"2": (90_000, "hai_ha")}  # both sheets have their row 2


def test_a_summary_beside_its_details_is_not_added_to_them(store: Store) -> None:
    cumulative = [["LŨY KẾ ĐẾN 10H"], ["Đơn vị", "Dịch vụ", "Số lượng", "Doanh thu lũy kế"],
                  ["Hạ Long", "EMS", 2, 250_000]]  # fmt: skip
    book = workbook([HEADER, FIRST], more={"Nhanh": cumulative})
    assert checked(store, saved(book)).revenue_vnd == 250_000


@pytest.mark.parametrize(
    "rows",
    [
        [["Đơn vị", "Dịch vụ", "Số lượng", "Doanh thu lũy kế"], ["Hạ Long", "EMS", "2", "9"]],
        [["BÁO CÁO LŨY KẾ ĐẾN 10 GIỜ"], ["STT", "Đơn vị", "Dịch vụ", "SL", "Doanh thu"],
         ["1", "Hạ Long", "EMS", "2", "250000"]],
        [["Báo cáo nhanh lũy kế"], ["Đơn vị", "Doanh thu"], ["Hạ Long", "250000"]],
    ],
)  # fmt: skip
def test_running_totals_are_never_sales(store: Store, rows: list[list[str]]) -> None:
    assert refused(store, delimited(rows).encode()).reason == "cumulative_not_transaction"


def test_rows_that_wait_for_figures_are_no_sales(store: Store) -> None:
    rows = [HEADER, FIRST, ["2", *[""] * 8], ["3", *[""] * 8], ["Ghi chú: số liệu tạm tính"]]
    assert outcome(store, delimited(rows).encode()) == {"2": GOOD["2"]}


def test_a_row_with_a_delimiter_too_many_or_too_few_is_set_aside(store: Store) -> None:
    long = delimited([FIRST]).replace("250.000", "2,500,000")
    short = delimited([FIRST]).replace("Trần Mẫu Bình,", "")
    data = delimited([HEADER, FIRST]) + long + short + delimited([SECOND])
    assert outcome(store, data.encode()) == {
        "2": GOOD["2"],
        "3": "column_count_mismatch",
        "4": "column_count_mismatch",
        "5": GOOD["3"],
    }


def test_an_amount_that_falls_apart_at_its_commas_is_never_a_smaller_one(store: Store) -> None:
    parted = delimited([[*FIRST[:7], "", ""]]).replace(",,\r", ",250,000,\r")
    found = outcome(store, (delimited([HEADER, SECOND]) + parted).encode())
    assert found == {"2": GOOD["3"], "3": "column_count_mismatch"}
    every = outcome(store, (delimited([HEADER]) + parted * 20).encode())
    assert set(every.values()) == {"column_count_mismatch"}


def test_a_delimiter_at_the_end_of_every_row_is_a_habit(store: Store) -> None:
    rows = delimited([[*row, ""] for row in [FIRST, SECOND] * 5])
    found = outcome(store, (delimited([HEADER]) + rows).encode())
    assert set(found.values()) == {GOOD["2"], GOOD["3"]}


def test_codes_keep_the_zeros_they_are_shown_with(store: Store) -> None:
    book = workbook([HEADER, [*FIRST[:3], 123, "Phạm Mẫu Chi", *FIRST[5:]]])
    sheet = book.active
    assert sheet is not None
    sheet["D2"].number_format = "00000"
    (sale,) = report(checked(store, saved(book)))["accepted"]
    assert (sale["staff_code"], sale["warnings"]) == ("00123", [])


def test_days_and_hours_may_be_serial_numbers(store: Store) -> None:
    rows = [HEADER, *([*FIRST[:1], at, *FIRST[2:]] for at in (45556.34375, 0.34375))]
    accepted = report(checked(store, saved(workbook(rows))))["accepted"]
    assert {(one["date"], one["time"]) for one in accepted} == {("2024-09-21", "08:15")}


def test_a_formula_counts_when_it_was_calculated(store: Store) -> None:
    found = outcome(store, saved(workbook([HEADER, [*FIRST[:7], "=125000*2", ""]])))
    assert found == {"2": "formula_without_value"}


def test_a_hidden_row_waits_for_a_person(store: Store) -> None:
    book = workbook([HEADER, FIRST, SECOND])
    sheet = book.active
    assert sheet is not None
    sheet.row_dimensions[3].hidden = True
    assert outcome(store, saved(book)) == {"2": GOOD["2"], "3": "hidden_row"}


def html(rows: Sequence[Sequence[str]], before: str = "") -> bytes:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><body>{before}<table border=1>{cells}</table></body></html>".encode()


def test_a_web_table_named_xls_is_read_with_its_rows_counted(store: Store) -> None:
    assert outcome(store, html([HEADER, FIRST, SECOND]), "bao_cao.xls") == GOOD


def test_a_web_table_takes_spans_breaks_and_entities(store: Store) -> None:
    body = (
        "<p>Đơn vị báo cáo: Hải Hà</p><table><tr><th>Giờ</th><th colspan=2>Nhân viên</th>"
        "<th rowspan=2>Dịch vụ</th><th rowspan=2>SL</th><th rowspan=2>Doanh thu</th></tr>"
        "<tr><th></th><th>Mã</th><th>Họ tên</th></tr>"
        "<tr><td>8:15</td><td>MP0002</td><td>Lê&nbsp;Mẫu<br>An</td><td>EMS</td><td>1</td>"
        "<td>250.000&nbsp;đ</td></tr>"
        "<tr style='display: none'><td>8:15</td><td>MP0002</td><td></td><td>EMS</td><td>1</td>"
        "<td>1000</td></tr></table>"
    )
    assert outcome(store, body.encode(), "x.xls") == {"3": (250_000, "hai_ha"), "4": "hidden_row"}


def test_the_rows_of_two_web_tables_are_told_apart(store: Store) -> None:
    tables = ([HEADER, FIRST], [HEADER, [*SECOND[:7], "?", ""]], [HEADER, SECOND])
    page = b"".join(html(one).replace(b"</body></html>", b"") for one in tables)
    found = report(checked(store, page, "x.xls"))
    rows = [(one["sheet"], one["source_row"]) for one in (*found["accepted"], *found["rejected"])]
    assert rows == [(None, "2"), ("Bảng 3", "2"), ("Bảng 2", "2")]


# §4.6-4.8 Row by row

ROWS: list[tuple[dict[int, str], Any]] = [
    ({7: "2.500"}, 2_500),
    ({7: "2.500.000,00"}, 2_500_000),
    ({7: "2,5 triệu"}, 2_500_000),
    ({7: "3tr4"}, 3_400_000),
    ({7: "80k"}, 80_000),
    ({7: "3 triệu rưỡi"}, 3_500_000),
    ({7: "2.5"}, "ambiguous_revenue"),
    ({7: "2.150 triệu"}, "ambiguous_revenue"),
    ({7: "~300k"}, "approximate_value"),
    ({7: "hai triệu"}, "bad_revenue"),
    ({7: "1,2E+06"}, "lossy_scientific"),
    ({7: "(50.000)"}, "negative_amount"),
    ({7: "", 6: ""}, "no_measure"),
    ({7: ""}, "missing_required"),
    ({6: "2,5"}, "bad_quantity"),
    ({6: "12 thùng"}, 250_000),
    ({1: "25:61"}, "bad_time"),
    ({1: "9/21/2024 8:00"}, "bad_date"),
    ({1: "30/02/2024 8:00"}, "bad_date"),
    ({1: "22/09/2024 8:00"}, "date_outside_campaign"),
    ({1: "2024-09-21T01:15:00Z"}, 250_000),
    ({1: ""}, 250_000),
    ({2: "xã Hạ Long"}, "ambiguous_unit"),
    ({2: "BĐ Quảng Ninh"}, "ambiguous_unit"),
    ({2: "phường Hạ Long"}, "unit_not_valid_at_date"),
    ({2: "Đầm Dơi"}, "unknown_unit"),
    ({2: ""}, "missing_required"),
    ({5: "bảo hiểm"}, "unknown_service"),
    ({5: ""}, "missing_required"),
]


@pytest.mark.parametrize(("changes", "expected"), ROWS)
def test_a_row_counts_exactly_or_not_at_all(
    store: Store, changes: dict[int, str], expected: Any
) -> None:
    row = [changes.get(place, cell) for place, cell in enumerate(FIRST)]
    found = outcome(store, delimited([HEADER, row]).encode())["2"]
    assert found == (expected if isinstance(expected, str) else (expected, "ha_long"))


@pytest.mark.parametrize(
    ("changes", "suggestion"),
    [
        ({1: "9/21/2024 8:00"}, "21/09/2024"),
        ({2: "Đầm Hàa"}, "Bưu điện huyện Đầm Hà"),
        ({7: "2.150 triệu"}, "2.150.000 / 2.150.000.000"),
        ({7: "2.5"}, "2.500.000"),
    ],
)
def test_what_is_ambiguous_comes_back_with_a_suggestion(
    store: Store, changes: dict[int, str], suggestion: str
) -> None:
    row = [changes.get(place, cell) for place, cell in enumerate(FIRST)]
    (rejected,) = report(checked(store, delimited([HEADER, row]).encode()))["rejected"]
    assert rejected["suggestion"] == suggestion


# Habits seen beside the rules


def test_a_summary_by_service_is_not_added_to_the_sales_it_sums_up(store: Store) -> None:
    summary = [["Dịch vụ", "Đơn vị", "Số lượng", "Doanh thu"], ["EMS", "Hạ Long", 2, 250_000]]
    book = workbook([HEADER, FIRST], more={"Theo dịch vụ": summary})
    assert checked(store, saved(book)).revenue_vnd == 250_000


@pytest.mark.parametrize("title", ["Số liệu đến 10h00", "Báo cáo nhanh (tính đến 10 giờ)"])
def test_figures_up_to_an_hour_without_people_are_running_totals(store: Store, title: str) -> None:
    rows = [[title], ["STT", "Đơn vị", "Dịch vụ", "SL", "Doanh thu"], ["1", "HL", "EMS", "2", "9"]]
    assert refused(store, delimited(rows).encode()).reason == "cumulative_not_transaction"


def test_a_unit_of_measure_is_no_post_office(store: Store) -> None:
    header = ["Giờ", "Bưu cục", "Mã NV", "Dịch vụ", "Đơn vị", "Số lượng", "Đơn giá", "Doanh thu"]
    row = ["8:15", "Hạ Long", "MP0001", "EMS", "thùng", "2", "125.000", "250.000"]
    assert outcome(store, delimited([header, row]).encode()) == {"2": (250_000, "ha_long")}


@pytest.mark.parametrize("name", ["Doanh thu (chưa VAT)", "Doanh thu (*)", "Doanh thu - đồng"])
def test_a_remark_beside_the_name_of_the_money_is_no_other_money(store: Store, name: str) -> None:
    header = [*HEADER[:7], name, "Ghi chú"]
    assert outcome(store, delimited([header, FIRST]).encode()) == {"2": GOOD["2"]}


def test_a_note_column_that_stands_twice_stops_nothing(store: Store) -> None:
    data = delimited([[*HEADER, "Ghi chú"], [*FIRST, "lần hai"]]).encode()
    assert outcome(store, data) == {"2": GOOD["2"]}


@pytest.mark.parametrize("written", ["EMS - chuyển phát nhanh", "EMS (CPN)", "EMS: cpn"])
def test_a_service_may_be_written_as_code_and_name(store: Store, written: str) -> None:
    row = [*FIRST[:5], written, *FIRST[6:]]
    assert outcome(store, delimited([HEADER, row]).encode()) == {"2": GOOD["2"]}


@pytest.mark.parametrize("day", ["Thứ 7, 21/09/2024 8:15", "thứ bảy 21/9/2024 8h15", "T7 21/9/24"])
def test_a_weekday_may_stand_before_the_date(store: Store, day: str) -> None:
    row = [FIRST[0], day, *FIRST[2:]]
    assert outcome(store, delimited([HEADER, row]).encode()) == {"2": GOOD["2"]}


def test_a_new_workbook_may_still_be_typed_in_an_old_font(store: Store) -> None:
    rows = [
        [tcvn3(str(cell)).decode("cp1252", "ignore") for cell in row] for row in (HEADER, FIRST)
    ]
    assert outcome(store, saved(workbook(rows))) == {"2": GOOD["2"]}


def test_a_second_line_of_names_is_no_sale(store: Store) -> None:
    english = [
        "No",
        "Time",
        "Unit",
        "Staff code",
        "Staff name",
        "Service",
        "Quantity",
        "Revenue",
        "Note",
    ]
    assert outcome(store, delimited([HEADER, english, FIRST]).encode()) == {"3": GOOD["2"]}


@pytest.mark.parametrize(
    "above",
    [
        ["ĐVT: nghìn đồng"],
        ["Đơn vị: nghìn đồng"],
        ["(Đơn vị: 1.000 đồng)"],
        ["Đơn vị tính: 1000đ", "", "Ngày 21/09/2024"],
        ["", "ĐVT:", "nghìn đồng"],
        ["BÁO CÁO (ĐVT: ngàn đồng)"],
    ],
)
def test_what_stands_above_says_what_the_money_is_counted_in(
    store: Store, above: list[str]
) -> None:
    row = [*FIRST[:7], "250", ""]
    found = outcome(store, delimited([above, HEADER, row]).encode())
    assert list(found.values()) == [(250_000, "ha_long")]


def test_a_unit_called_like_money_is_still_a_unit(store: Store) -> None:
    header, row = ([*HEADER[:2], *HEADER[3:]], [*FIRST[:2], *FIRST[3:]])
    data = delimited([["Đơn vị: Đầm Hà"], header, row]).encode()
    assert outcome(store, data) == {"3": (250_000, "dam_ha")}
    data = delimited([["Đơn vị: đồng"], ["Đơn vị: Đồng Nai"], header, row]).encode()
    assert outcome(store, data) == {"4": "unknown_unit"}


@pytest.mark.parametrize("written", ["BĐ TP Hạ Long - Bưu cục Cọc 5", "Hạ Long (BC Cọc 5)"])
def test_a_sub_unit_may_stand_behind_its_parent(store: Store, written: str) -> None:
    row = [*FIRST[:2], written, *FIRST[3:]]
    assert outcome(store, delimited([HEADER, row]).encode()) == {"2": GOOD["2"]}


@pytest.mark.parametrize(
    "numbering",
    ["A B C D E F 1 2 3", "(1) (2) (3) (4) (5) (6) (7) (8)=(6)x(7) (9)", "1 2 3 4 5 6 7"],
)
def test_a_row_of_column_numbers_is_no_sale(store: Store, numbering: str) -> None:
    data = delimited([HEADER, [*numbering.split(), "", ""][:9], FIRST]).encode()
    assert outcome(store, data) == {"3": GOOD["2"]}
