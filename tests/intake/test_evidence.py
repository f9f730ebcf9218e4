"""Evidence read and checked: good rows, a row for each thing that can be wrong, every encoding."""

import io
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from lib.errors import FileRefused
from lib.i18n import catalog
from lib.intake import wording
from lib.intake.encodings import TCVN3
from lib.intake.evidence import cells, problems, template
from lib.intake.evidence.layouts import LAYOUTS
from lib.intake.evidence.reading import read
from lib.store import Store
from tests.intake.evidence_setup import (
    GOOD,
    KINDS,
    checked,
    checked_rows,
    codes,
    csv_of,
    evidence_store,
    read_file,
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return evidence_store(tmp_path_factory.mktemp("evidence"))


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    catalog.speak("vi")
    yield
    catalog.speak("vi")


VALUES = {
    "deliveries": {
        "unit_id": "ha_long",
        "staff_code": "MP0001",
        "delivered_on": date(2024, 9, 21),
        "taken_out": 86,
        "first_attempt": 80,
        "on_time": 84,
        "complaints": 0,
        "losses": 0,
        "cod_due_vnd": 12_500_000,
        "cod_on_time_vnd": 12_000_000,
        "note": "Ca sáng",
    },
    "activities": {
        "unit_id": "hai_ha",
        "staff_code": "MP0002",
        "done_on": date(2024, 9, 21),
        "done_at": datetime(2024, 9, 21, 9, 30),
        "channel": "post",
        "link": "https://example.org/mo-phong/001",
        "verified_by": "Tổ truyền thông (mô phỏng)",
        "referred_customers": 3,
        "referred_orders": 1,
        "panel_score": 85.5,
        "note": None,
    },
    "attendance": {
        "staff_code": "00123",
        "attended_at": datetime(2024, 9, 21, 7, 5),
        "attendance_mode": "online",
    },
    "hourly_reports": {
        "team_code": "hl-01",
        "due_at": datetime(2024, 9, 21, 9),
        "reported_at": datetime(2024, 9, 21, 9, 5),
    },
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_row_is_read_as_it_is_meant(store: Store, kind: str) -> None:
    file = checked_rows(store, kind, {})
    assert codes(file) == []
    assert file.rows[0].values == VALUES[kind]
    assert len(file.accepted) == file.total == 1


WRONG = [
    ("deliveries", {"day": "9/21/2024"}, "bad_date", "day"),
    ("deliveries", {"day": "20/09/2024"}, "date_outside_campaign", "day"),
    ("deliveries", {"staff_code": "MP9999", "staff_name": ""}, "staff_not_in_roster", "staff_code"),
    ("deliveries", {"staff_code": ""}, "missing_required", "staff_code"),
    ("deliveries", {"staff_name": "Lê Mẫu An"}, "staff_name_mismatch", "staff_name"),
    ("deliveries", {"unit": "Bưu điện huyện Hải Hà"}, "staff_of_another_unit", "unit"),
    ("deliveries", {"unit": "Hạ Lang"}, "unknown_unit", "unit"),
    ("deliveries", {"unit": "Bưu điện huyện Hoành Bồ"}, "unit_gone", "unit"),
    ("deliveries", {"unit": "Bưu điện tỉnh Quảng Ninh"}, "ambiguous_unit", "unit"),
    ("deliveries", {"unit": "B?u ?i?n H? Long"}, "lossy_text", "unit"),
    ("deliveries", {"taken_out": ""}, "missing_required", "taken_out"),
    ("deliveries", {"taken_out": "nhiều"}, "bad_count", "taken_out"),
    ("deliveries", {"taken_out": "86,5"}, "bad_count", "taken_out"),
    ("deliveries", {"taken_out": "~86"}, "approximate_value", "taken_out"),
    ("deliveries", {"taken_out": "8,6E+01"}, "lossy_scientific", "taken_out"),
    ("deliveries", {"complaints": "-1"}, "negative_value", "complaints"),
    ("deliveries", {"first_attempt": "87"}, "part_exceeds_whole", "first_attempt"),
    ("deliveries", {"on_time": "87"}, "part_exceeds_whole", "on_time"),
    ("deliveries", {"losses": "87"}, "part_exceeds_whole", "losses"),
    ("deliveries", {"cod_on_time": "12.500.001"}, "part_exceeds_whole", "cod_on_time"),
    ("deliveries", {"cod_due": ""}, "missing_required", "cod_due"),
    ("deliveries", {"cod_due": "nhiều"}, "bad_revenue", "cod_due"),
    ("deliveries", {"cod_due": "12.5"}, "ambiguous_revenue", "cod_due"),
    ("deliveries", {"note": "x" * 501}, "cell_too_long", "note"),
    ("activities", {"clock": "25h"}, "bad_time", "clock"),
    ("activities", {"clock": "19:00"}, "in_future", "clock"),
    ("activities", {"channel": "Bồ câu"}, "unknown_channel", "channel"),
    ("activities", {"link": "example.org"}, "bad_link", "link"),
    ("activities", {"link": "javascript:alert(1)"}, "bad_link", "link"),
    ("activities", {"panel_score": "101"}, "bad_score", "panel_score"),
    ("activities", {"panel_score": "tốt"}, "bad_score", "panel_score"),
    ("activities", {"verified_by": ""}, "not_verified", "verified_by"),
    ("attendance", {"mode": "Điện thoại"}, "unknown_mode", "mode"),
    ("attendance", {"attended_at": ""}, "missing_required", "attended_at"),
    ("attendance", {"staff_code": "MP0001"}, "duplicate_attendance", "staff_code"),
    ("hourly_reports", {"team": "Nhóm lạ"}, "unknown_team", "team"),
    ("hourly_reports", {"team": "", "leader_code": "MP9999"}, "unknown_team", "leader_code"),
    ("hourly_reports", {"leader_code": "MP0002"}, "team_conflict", "leader_code"),
    ("hourly_reports", {"team": ""}, "missing_required", "team"),
    ("hourly_reports", {"due_at": "9h15"}, "not_a_report_hour", "due_at"),
    ("hourly_reports", {"due_at": "sáng"}, "bad_time", "due_at"),
    ("hourly_reports", {"reported_at": "8h"}, "reported_too_early", "reported_at"),
    ("hourly_reports", {"reported_at": "18:45"}, "in_future", "reported_at"),
]


@pytest.mark.parametrize(("kind", "changes", "code", "column"), WRONG)
def test_a_wrong_row_names_its_column_and_value_and_says_what_to_do(
    store: Store, kind: str, changes: dict[str, str], code: str, column: str
) -> None:
    file = checked_rows(store, kind, changes)
    assert codes(file) == [code]
    (found,) = file.rows[0].problems
    assert (found.column, found.row) == (column, 2)
    assert found.value == (GOOD[kind] | changes)[column]
    assert file.rows[0].is_rejected == (code not in problems.WARNINGS)
    for language in catalog.LANGUAGES:
        catalog.speak(language)
        words = wording.advice(found)
        assert words.endswith(".") and "{" not in words


def test_every_code_has_been_seen_or_belongs_to_a_whole_row(store: Store) -> None:
    seen = {code for _, _, code, _ in WRONG}
    elsewhere = {
        *("duplicate_evidence", "column_count_mismatch", "hidden_row", "formula_without_value"),
        "unit_not_in_campaign",
    }
    assert set(problems.ORDER) - seen == elsewhere


def test_a_future_day_is_not_evidence_yet(store: Store) -> None:
    file = checked(store, "deliveries", csv_of("deliveries", {}), as_of=datetime(2024, 9, 20, 9))
    assert codes(file) == ["in_future"]


def test_all_problems_of_a_row_are_said_at_once(store: Store) -> None:
    file = checked_rows(store, "deliveries", {"staff_code": "X", "taken_out": "?", "day": "hôm"})
    assert set(codes(file)) == {"staff_not_in_roster", "bad_count", "bad_date"}


@pytest.mark.parametrize(
    ("kind", "same"),
    [
        ("deliveries", {"note": "lần hai"}),
        ("activities", {"channel": "Livestream"}),
        ("attendance", {"mode": "Trực tiếp"}),
        ("hourly_reports", {"reported_at": "9h40"}),
    ],
)
def test_the_same_thing_twice_in_a_file_counts_once(
    store: Store, kind: str, same: dict[str, str]
) -> None:
    file = checked_rows(store, kind, {}, same)
    assert codes(file, 0) == [] and codes(file, 1) == ["duplicate_evidence"]
    assert file.rows[1].problems[0].values["other_row"] == 2
    assert "dòng 2" in wording.sentence(file.rows[1].problems[0])


def test_activities_without_a_link_may_look_alike(store: Store) -> None:
    file = checked_rows(store, "activities", {"link": ""}, {"link": ""})
    assert len(file.accepted) == 2


def test_a_commander_stands_for_the_team(store: Store) -> None:
    for leader in ("MP0002", "mp0002", "Lê Mẫu An"):
        file = checked_rows(store, "hourly_reports", {"team": "", "leader_code": leader})
        assert file.rows[0].values and file.rows[0].values["team_code"] == "hh-01"


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("9h", 9),
        ("9", 9),
        ("09:00", 9),
        ("8h - 9h", 9),
        ("8h–9h", 9),
        ("từ 8 đến 9", 9),
        ("ca sáng", None),
    ],
)
def test_the_hour_of_a_report_is_its_end(written: str, hour: int | None) -> None:
    found = cells.read(written, "hour")
    assert (found.value.hour if found.value else None) == hour


# Files


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258", "tcvn3"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_text_file_reads_alike_in_every_encoding(
    store: Store, kind: str, encoding: str, delimiter: str
) -> None:
    written = csv_of(kind, {}, delimiter=delimiter).decode()
    if encoding == "tcvn3":
        letters = TCVN3.split()
        table = {
            letter: int(byte, 16) for letter, byte in zip(letters[::2], letters[1::2], strict=True)
        }
        data = bytes(table.get(one, ord(one) if ord(one) < 128 else 63) for one in written)
    elif encoding == "cp1258":
        data = in_cp1258(written)
    else:
        data = written.encode(encoding)
    file = checked(store, kind, data)
    assert codes(file) == []
    assert file.rows[0].values == VALUES[kind]


def in_cp1258(text: str) -> bytes:
    """As Windows saves it: the tone apart from its vowel."""
    out = b""
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            base = unicodedata.normalize("NFD", letter)
            tone = next(one for one in base if one in "\u0300\u0309\u0303\u0301\u0323")
            rest = unicodedata.normalize("NFC", base.replace(tone, ""))
            out += rest.encode("cp1258") + tone.encode("cp1258")
    return out


@pytest.mark.parametrize("kind", KINDS)
def test_the_template_is_read_back_and_empty_ones_are_refused(store: Store, kind: str) -> None:
    book = load_workbook(io.BytesIO(template.template_xlsx(LAYOUTS[kind], ["Hạ Long"], ["hl-01"])))
    with pytest.raises(FileRefused, match="empty_file"):
        read_file(kind, template.template_csv(LAYOUTS[kind]))
    for place, one in enumerate(LAYOUTS[kind].fields, start=1):
        book.worksheets[0].cell(2, place, GOOD[kind][one.key])
    file = checked(store, kind, saved(book), "mau.xlsx")
    assert codes(file) == [] and file.rows[0].values == VALUES[kind]


def test_a_workbook_of_a_unit_is_read_with_its_titles_totals_and_signatures(store: Store) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["BƯU ĐIỆN TỈNH QUẢNG NINH"],
        ["KẾT QUẢ PHÁT ngày 21 tháng 09 năm 2024"],
        ["STT", "Bưu tá", "Mã NV", "Giao đi phát", "PTC lần đầu", "COD phải nộp (nghìn đồng)"],
        [1, "Trần Mẫu Bình", "MP0001", 86, 80, 12_500],
        [2, None, "00123", 40, 39, None],
        [None, "Tổng cộng", None, 126, 119, 12_500],
        [None, None, None, "Người lập biểu"],
    ):
        sheet.append(row)
    file = checked(store, "deliveries", saved(book), "phat.xlsx")
    assert [codes(file, place) for place in range(file.total)] == [[], []]
    first, second = file.rows
    assert first.values and second.values
    assert (first.number, first.values["cod_due_vnd"]) == (4, 12_500_000)
    assert second.values["unit_id"] == "dam_ha"
    assert file.skipped_totals == (6,)


def test_cells_of_a_workbook_are_dates_and_times_as_they_are(store: Store) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([one.header for one in LAYOUTS["hourly_reports"].fields])
    day = datetime(2024, 9, 21)
    sheet.append([day, "hh-01", None, datetime(2024, 9, 21, 10).time(), 10.25 / 24])
    file = checked(store, "hourly_reports", saved(book), "gio.xlsx")
    assert codes(file) == []
    assert file.rows[0].values == {
        "team_code": "hh-01",
        "due_at": datetime(2024, 9, 21, 10),
        "reported_at": datetime(2024, 9, 21, 10, 15),
    }


def test_hidden_rows_and_formulas_without_a_value_are_set_aside(store: Store) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([one.header for one in LAYOUTS["deliveries"].fields])
    sheet.append([GOOD["deliveries"][one.key] for one in LAYOUTS["deliveries"].fields])
    sheet.append(["21/09/2024", None, "MP0002", None, "=40+2", 40])
    sheet.row_dimensions[2].hidden = True
    file = checked(store, "deliveries", saved(book), "phat.xlsx")
    assert codes(file, 0) == ["hidden_row"]
    assert "formula_without_value" in codes(file, 1)


def test_a_line_with_a_cell_too_many_is_set_aside(store: Store) -> None:
    data = csv_of("attendance", {}) + b",00123,,07:05,online,,x\n"
    file = checked(store, "attendance", data)
    assert codes(file, 1)[0] == "column_count_mismatch"


def test_corrected_rows_can_be_handed_in_again(store: Store) -> None:
    header = "Ngày,Mã NV,Giao đi phát,PTC lần đầu,COD phải nộp (nghìn đồng)\n"
    data = (header + ",MP0001,86,80,12500\n,MP0009,50,50,1000\n").encode()
    file = checked(store, "deliveries", data)
    assert [row.is_rejected for row in file.rows] == [False, True]
    book = load_workbook(io.BytesIO(template.sheet_of_problems(file)))
    sheet = book.worksheets[0]
    names = [cell.value for cell in sheet[1]]
    place = names.index("Mã nhân viên") + 1
    assert sheet.cell(2, place).value == "MP0009"
    sheet.cell(2, place).value = "MP0002"
    again = checked(store, "deliveries", saved(book), "sua.xlsx")
    assert codes(again) == []
    assert again.rows[0].values and again.rows[0].values["cod_due_vnd"] == 1_000_000


REFUSED = [
    (b"", "empty_file"),
    (b"%PDF-1.7", "unsupported_format"),
    ("Ngày,Kênh\n1,2\n".encode(), "missing_columns"),
    (
        "Mã NV,Giao đi phát,Giao đi phát,PTC lần đầu\nMP0001,1,2,1\n".encode(),
        "repeated_columns",
    ),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_a_file_that_is_no_such_table_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_file("deliveries", data)
    assert refused.value.reason == reason
    words, remedy = wording.refusal(refused.value)
    assert words and remedy


def test_sales_are_not_taken_for_evidence() -> None:
    sales = "Ngày,Đơn vị,Dịch vụ,Số lượng,Doanh thu (đồng)\n21/09/2024,Hạ Long,EMS,1,1000\n"
    for kind in KINDS:
        with pytest.raises(FileRefused, match="missing_columns"):
            read_file(kind, sales.encode())


def test_a_file_larger_than_allowed_is_refused() -> None:
    data = csv_of("attendance", *[{}] * 30)
    with pytest.raises(FileRefused, match="file_too_large"):
        read(data, "x.csv", "attendance", most_bytes=100, most_rows=5_000)
    with pytest.raises(FileRefused, match="too_many_rows"):
        read(data, "x.csv", "attendance", most_bytes=10_000, most_rows=20)


# Anything


CELLS = st.one_of(
    st.sampled_from(["", "-", "0", "1", "86", "9h", "MP0001", "MP0002", "00123", "hl-01", "x"]),
    st.sampled_from(["21/09/2024", "Trực tiếp", "Bài đăng", "https://a.b/c", "1.000", "Hạ Long"]),
    st.text(max_size=12),
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.sampled_from(KINDS), st.data())
def test_every_row_is_accepted_or_rejected_and_the_same_file_reads_the_same(
    store: Store, kind: str, data: st.DataObject
) -> None:
    keys = [one.key for one in LAYOUTS[kind].fields]
    row = st.fixed_dictionaries({}, optional=dict.fromkeys(keys, CELLS))
    rows = data.draw(st.lists(row, min_size=1, max_size=6))
    content = csv_of(kind, *rows)
    try:
        file = checked(store, kind, content)
    except FileRefused as refused:
        assert wording.refusal(refused)
        return
    assert len(file.accepted) + len(file.rejected) == file.total <= len(rows)
    for one in file.rows:
        assert one.is_rejected == (
            one.values is None or any(found.code in problems.DUPLICATES for found in one.problems)
        )
        assert all(found.code in problems.ORDER for found in one.problems)
        assert all(wording.advice(found) for found in one.problems)
    assert checked(store, kind, content).rows == file.rows


def saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
