"""Rows put right by hand: before a file counts, out of the quarantine, and the names settled."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.errors import FileRefused
from lib.intake import fixing, references
from lib.intake.checking import check_tables
from lib.intake.columns import BY_KEY, COLUMNS
from lib.intake.committing import LAST_MOMENT, commit, undo
from lib.intake.corrections import sheet_of_problems
from lib.intake.fixing import edited, give_up, note_edits, only, waiting_file
from lib.intake.grids import shown
from lib.intake.handovers import Receipt, Settled
from lib.intake.parsing import Cell, in_words, money
from lib.intake.reading import ReadFile, read
from lib.intake.references import References
from lib.intake.rows import CheckedFile
from lib.intake.tables import Column, Table
from lib.queries import corrections, ledger
from lib.store import Store
from tests.intake.setup import (
    GOOD,
    NOON,
    checked,
    checked_rows,
    codes,
    counted_vnd,
    csv_of,
    store_in,
)
from tests.intake.test_committing import table

MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_in(tmp_path)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store nothing is written to."""
    return store_in(Path(tmp_path_factory.mktemp("fixing")))


def taken(data: bytes, name: str = "file.csv") -> ReadFile:
    return read(data, name, most_bytes=5_000_000, most_rows=1000)


def looked_at(
    store: Store, file: ReadFile, *, campaign: str = "day", known: References | None = None
) -> CheckedFile:
    return check_tables(store, file, campaign_code=campaign, as_of=NOON, known=known)


def fixed(store: Store, file: ReadFile, edits: fixing.Edits) -> CheckedFile:
    """A file checked with its cells changed, noting which rows were put right."""
    return note_edits(looked_at(store, edited(file, edits)), looked_at(store, file), edits)


def waiting(store: Store) -> list[tuple[int, int, Any]]:
    """(batch, row, VND) of all that waits."""
    found = ledger.waiting_rows(store, campaign_code="day", as_of=LAST_MOMENT)
    status = ledger.status(store, as_of=LAST_MOMENT)
    assert status["waiting_count"].tolist() == [len(found)]
    rows = table(store, "select batch_id, source_row, revenue_vnd from quarantine order by all")
    still = {(row["batch_id"], row["cells"]) for row in found.to_dict("records")}
    cells = table(store, "select batch_id, source_row, cells from quarantine order by all")
    kept = {(batch, row) for batch, row, text in cells if (batch, text) in still}
    return [row for row in rows if row[:2] in kept]


def taken_up(store: Store, batch_id: int) -> ReadFile:
    """The rows of a batch that wait, as a file."""
    found = corrections.rows_to_fix(store, batch_id=batch_id, as_of=LAST_MOMENT)
    rows = found.astype(object).where(found.notna(), None).to_dict("records")
    return waiting_file([{str(key): row[key] for key in row} for row in rows], "file.csv")


def put_right(store: Store, batch_id: int, edits: fixing.Edits, *, at: datetime) -> Receipt:
    """Hand in what is right of the waiting rows of a batch once they are changed."""
    file = edited(taken_up(store, batch_id), edits)
    right = only(file, ~looked_at(store, file).is_rejected)
    closes = tuple(
        (batch_id, table.sheet, int(row)) for table in right.tables for row in table.numbers
    )
    ready = replace(looked_at(store, right), closes=closes)
    return commit(store, ready, sender="Bình", at=at, source="fix")


# Before a file is counted

FAULTS = (
    {"revenue": "2.5", "receipt_no": "GD-2"},
    {"unit": "Cà Mau", "receipt_no": "GD-3"},
    {"receipt_no": "GD-4"},
)
"""A good row stands before them; a hidden and a shifted one come after."""


def faulty() -> ReadFile:
    """A good row, then one each: a bad amount, an unknown unit, hidden, shifted."""
    lines = csv_of({}, *FAULTS, {"receipt_no": "GD-5"}).decode().splitlines()
    lines[-1] = lines[-1].replace('"2","250.000"', '"2",250,000')
    file = taken("\n".join(lines).encode())
    [only_table] = file.tables
    flaws = {**only_table.flaws, 3: [("hidden_row", None)]}
    return replace(file, tables=(replace(only_table, flaws=flaws),))


EDITS = {
    1: {"revenue": "2.500.000"},
    2: {"unit": "Hải Hà"},
    3: {"note": "đã xem"},
    4: {"revenue": "250.000", "collected": "", "receipt_no": "GD-5", "note": ""},
}


def test_what_is_wrong_with_each_row(untouched: Store) -> None:
    found = looked_at(untouched, faulty())
    assert [codes(found, place) for place in range(5)] == [
        [],
        ["ambiguous_revenue"],
        ["unknown_unit"],
        ["hidden_row"],
        ["column_count_mismatch"],
    ]


def test_rows_put_right_before_the_file_counts_are_counted(store: Store) -> None:
    file = fixed(store, faulty(), EDITS)
    assert (file.accepted, file.rejected, file.revenue_vnd) == (5, 0, 3_500_000)
    receipt = commit(store, file, sender="An", at=NOON)
    assert (receipt.accepted, receipt.rejected, receipt.pending_vnd) == (5, 0, 0)
    assert counted_vnd(store) == 3_500_000
    assert table(store, "select row_count, accepted_count, rejected_count from batches") == [
        (5, 5, 0)
    ]
    assert waiting(store) == []


def test_what_a_row_was_before_stays_closed_by_the_batch_that_holds_it_right(
    store: Store,
) -> None:
    commit(store, fixed(store, faulty(), EDITS), sender="An", at=NOON)
    rows = table(store, "select source_row, problem_codes, cells from quarantine order by all")
    assert [row[:2] for row in rows] == [
        (3, "ambiguous_revenue"),
        (4, "unknown_unit"),
        (5, "hidden_row"),
        (6, "column_count_mismatch"),
    ]
    came = [json.loads(row[2]) for row in rows]
    assert (came[0]["Doanh thu (đồng)"], came[1]["Đơn vị"]) == ("2.5", "Cà Mau")
    assert came[3]["Doanh thu (đồng)"] == "250"
    assert table(
        store,
        "select batch_id, source_row, outcome, fixed_batch_id, closed_at, closed_by "
        "from quarantine_closures order by all",
    ) == [(1, row, "fixed", 1, NOON, "An") for row in (3, 4, 5, 6)]


def test_a_row_that_is_still_wrong_after_an_edit_waits(store: Store) -> None:
    file = fixed(store, faulty(), {**EDITS, 1: {"revenue": "khoảng 2 triệu"}})
    receipt = commit(store, file, sender="An", at=NOON)
    assert (receipt.accepted, receipt.rejected) == (4, 1)
    assert waiting(store) == [(1, 3, None)]
    assert table(store, "select problem_codes from quarantine where source_row = 3") == [
        ("approximate_value",)
    ]
    assert table(store, "select rejected_count from batches") == [(1,)]


def test_an_edit_of_a_row_that_was_right_leaves_no_trace_in_the_quarantine(store: Store) -> None:
    file = fixed(store, taken(csv_of({}, {"receipt_no": "GD-2"})), {1: {"revenue": "300.000"}})
    commit(store, file, sender="An", at=NOON)
    assert counted_vnd(store) == 550_000
    assert table(store, "select count(*) from quarantine") == [(0,)]


def test_an_edit_reaches_its_row_whichever_table_it_stands_in(untouched: Store) -> None:
    book = openpyxl.Workbook()
    for name in ("Sáng", "Chiều"):
        sheet = book.create_sheet(name)
        sheet.append([column.header for column in COLUMNS])
        sheet.append(list({**GOOD, "receipt_no": name, "revenue": "?"}.values()))
    del book["Sheet"]
    content = io.BytesIO()
    book.save(content)
    file = fixed(untouched, taken(content.getvalue()), {1: {"revenue": "7.000"}})
    assert [row.revenue_vnd for row in file.rows] == [None, 7_000]
    assert dict(file.edited) == {1: "bad_revenue"}


@pytest.mark.parametrize("kept", ["Đơn vị: Hải Hà", "tab"])
def test_a_unit_written_into_one_row_leaves_the_others_to_their_table(
    untouched: Store, kept: str
) -> None:
    header = [column.header for column in COLUMNS if column.key != "unit"]
    row = [cell for key, cell in GOOD.items() if key not in ("unit", "receipt_no", "note")]
    rows = [header, [*row, "GD-1", ""], [*row, "GD-2", ""]]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if kept == "tab":
        sheet.title = "Hải Hà"
    else:
        sheet.append([kept])
    for cells in rows:
        sheet.append(cells)
    content = io.BytesIO()
    book.save(content)
    file = fixed(untouched, taken(content.getvalue()), {1: {"unit": "Đầm Hà"}})
    assert [row.sale and row.sale.unit_id for row in file.rows] == ["hai_ha", "dam_ha"]
    assert [row.alone["unit"] for row in file.rows] == ["Hải Hà", "Đầm Hà"]


def test_a_formula_without_a_value_is_not_settled_by_another_cell(untouched: Store) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([column.header for column in COLUMNS])
    sheet.append(list({**GOOD, "revenue": "=1+1", "is_new_customer": "x"}.values()))
    content = io.BytesIO()
    book.save(content)
    file = taken(content.getvalue())
    assert codes(fixed(untouched, file, {0: {"note": "a"}})) == ["formula_without_value"]
    right = fixed(untouched, file, {0: {"revenue": "2"}})
    assert (right.accepted, right.revenue_vnd) == (1, 2)


# Out of the quarantine


def test_waiting_rows_put_right_count_once_and_wait_no_longer(store: Store) -> None:
    commit(store, looked_at(store, faulty()), sender="An", at=NOON)
    assert [row[1] for row in waiting(store)] == [3, 4, 5, 6]
    assert counted_vnd(store) == 250_000
    receipt = put_right(store, 1, {0: EDITS[1], 1: EDITS[2]}, at=NOON + MINUTE)
    # what was hidden can be seen now; the shifted row still has to be changed
    assert (receipt.batch_id, receipt.accepted, receipt.rejected) == (2, 3, 0)
    assert counted_vnd(store) == 250_000 + 2_500_000 + 250_000 + 250_000
    assert [row[:2] for row in waiting(store)] == [(1, 6)]
    receipt = put_right(store, 1, {0: EDITS[4]}, at=NOON + 2 * MINUTE)
    assert (receipt.batch_id, receipt.accepted) == (3, 1)
    assert counted_vnd(store) == 3_500_000
    assert waiting(store) == []
    assert table(
        store,
        "select source_row, fixed_batch_id, closed_by from quarantine_closures order by all",
    ) == [(3, 2, "Bình"), (4, 2, "Bình"), (5, 2, "Bình"), (6, 3, "Bình")]
    assert table(store, "select source, row_count, rejected_count from batches order by batch_id")[
        1:
    ] == [("fix", 3, 0), ("fix", 1, 0)]


def test_the_same_rows_put_right_twice_count_once(store: Store) -> None:
    first = commit(store, checked_rows(store, {"revenue": "?"}), sender="An", at=NOON)
    file = edited(taken_up(store, first.batch_id), {0: {"revenue": "70.000"}})
    ready = replace(looked_at(store, file), closes=((1, "", 2),))
    once = commit(store, ready, sender="An", at=NOON + MINUTE, source="fix")
    again = commit(store, ready, sender="Bình", at=NOON + 2 * MINUTE, source="fix")
    assert again == replace(once, already=True)
    assert counted_vnd(store) == 70_000
    assert taken_up(store, first.batch_id).tables == ()


def test_two_hands_that_put_the_same_row_right_count_it_once(store: Store) -> None:
    blank = {"receipt_no": "", "revenue": "?"}
    commit(store, checked_rows(store, blank, {**blank, "quantity": "5"}), sender="An", at=NOON)
    file = edited(taken_up(store, 1), {0: {"revenue": "70.000"}, 1: {"revenue": "250.000"}})
    first = only(file, np.array([True, False]))
    alone = replace(looked_at(store, first), sha256="a" * 64, closes=((1, "", 2),))
    both = replace(looked_at(store, file), sha256="b" * 64, closes=((1, "", 2), (1, "", 3)))
    commit(store, alone, sender="An", at=NOON + MINUTE, source="fix")
    with pytest.raises(FileRefused) as caught:
        commit(store, both, sender="Bình", at=NOON + MINUTE, source="fix")
    assert (caught.value.reason, caught.value.values["count"]) == ("rows_settled", 1)
    assert counted_vnd(store) == 70_000


def test_a_row_that_waits_no_longer_is_not_given_up(store: Store) -> None:
    commit(store, checked_rows(store, {"revenue": "?"}), sender="An", at=NOON)
    give_up(store, 1, [("", 2)], by="An", at=NOON + MINUTE)
    generation = store.current()
    for place in (("", 2), ("", 99)):
        with pytest.raises(FileRefused) as caught:
            give_up(store, 1, [place], by="Bình", at=NOON + MINUTE)
        assert caught.value.reason == "rows_settled"
    assert store.current() == generation


def test_rows_are_numbered_and_kept_by_sheet_as_they_were(store: Store) -> None:
    book = openpyxl.Workbook()
    for name in ("Sáng", "Chiều"):
        sheet = book.create_sheet(name)
        sheet.append([column.header for column in COLUMNS])
        sheet.append(list({**GOOD, "receipt_no": name}.values()))
        sheet.append(list({**GOOD, "receipt_no": f"{name} 2", "service": name}.values()))
    content = io.BytesIO()
    book.save(content)
    commit(store, checked(store, content.getvalue(), "a.xlsx"), sender="An", at=NOON)
    file = taken_up(store, 1)
    assert {(one.sheet, tuple(one.numbers)) for one in file.tables} == {
        ("Sáng", (3,)),
        ("Chiều", (3,)),
    }
    assert put_right(store, 1, {0: {"service": "EMS"}}, at=NOON + MINUTE).accepted == 1
    assert [one.sheet for one in taken_up(store, 1).tables] == ["Sáng"]


def test_an_undone_fix_lets_its_rows_wait_again(store: Store) -> None:
    commit(store, checked_rows(store, {"revenue": "?"}), sender="An", at=NOON)
    receipt = put_right(store, 1, {0: {"revenue": "70.000"}}, at=NOON + MINUTE)
    undo(store, receipt.batch_id, by="An", at=NOON + 2 * MINUTE)
    assert (counted_vnd(store), waiting(store)) == (0, [(1, 2, None)])
    put_right(store, 1, {0: {"revenue": "80.000"}}, at=NOON + 3 * MINUTE)
    assert (counted_vnd(store), waiting(store)) == (80_000, [])


def test_a_row_that_was_given_up_waits_no_longer_and_never_counts(store: Store) -> None:
    rows = [{"revenue": "?"}, {"unit": "Cà Mau", "receipt_no": "GD-2"}]
    commit(store, checked_rows(store, *rows), sender="An", at=NOON)
    assert waiting(store) == [(1, 2, None), (1, 3, 250_000)]
    give_up(store, 1, [("", 3)], by="Bình", at=NOON + MINUTE)
    assert (waiting(store), counted_vnd(store)) == ([(1, 2, None)], 0)
    assert table(
        store, "select source_row, outcome, fixed_batch_id, closed_by from quarantine_closures"
    ) == [(3, "given_up", None, "Bình")]
    assert [tuple(one.numbers) for one in taken_up(store, 1).tables] == [(2,)]
    [entry] = table(store, "select actor, action, detail from audit_log where action like 'give%'")
    assert (entry[0], json.loads(entry[2])["rows"]) == ("Bình", 1)


HIDDEN_FLAWS = {
    "column_count_mismatch": {"revenue": "2", "collected": "500"},
    "formula_without_value": {"revenue": "", "is_new_customer": "x"},
    "cell_too_long": {"customer_code": "x" * 501},
}
"""Rows whose cells alone would be taken, by what reading the file had found."""


@pytest.mark.parametrize("code", HIDDEN_FLAWS)
def test_a_flaw_that_the_cells_do_not_show_is_not_forgotten(untouched: Store, code: str) -> None:
    texts = {**GOOD, **HIDDEN_FLAWS[code]}
    row = {
        **{"batch_id": 1, "sheet": "", "source_row": 2, "problem_codes": code, "cells": "{}"},
        "texts": json.dumps(texts),
    }
    file = waiting_file([row], "a.csv")
    assert codes(looked_at(untouched, file))[0] == code
    changed = {"revenue": "2.500.000", "collected": "", "customer_code": ""}
    assert codes(looked_at(untouched, edited(file, {0: changed}))) == []


def test_rows_from_before_their_cells_were_kept_by_key_are_read_by_their_headers(
    untouched: Store,
) -> None:
    cells = {"STT": "1", "ĐV bán": "x", "Đơn vị": "Hải Hà", "Dịch vụ": "EMS", "SL": "2"}
    cells |= {"Doanh thu (triệu đồng)": "2,5", "Giờ": "8h15", "Mã NV": "MP0002"}
    row = {
        **{"batch_id": 1, "sheet": "", "source_row": 2, "problem_codes": "bad_date"},
        **{"cells": json.dumps(cells), "texts": None},
    }
    [found] = looked_at(untouched, waiting_file([row], "a.csv")).rows
    assert found.sale and (found.sale.unit_id, found.sale.revenue_vnd) == ("hai_ha", 2_500_000)
    assert found.sale.sold_at == datetime(2024, 9, 21, 8, 15)


# Nothing changes meaning without the table around it


def report_in_thousands() -> bytes:
    """A title with its day, the unit above the table, money in thousands; each row has a fault."""
    header = ["Giờ", "Mã NV", "Dịch vụ", "Số lượng", "Doanh thu (nghìn đồng)", "Tiền thu hộ"]
    rows: list[list[Any]] = [
        ["BÁO CÁO NGÀY 22/09/2024"],
        ["Đơn vị báo cáo: Hải Hà", None, None, None, "ĐVT: triệu đồng"],
        header,
        [time(8, 15), "MP0002", "?", 2, 250.5, 1.5],
        ["8h20", "MP0002", "?", "2", "250,5", "1,5"],
        [0.375, "MP0002", "?", 3.0, "1.250.000", None],
    ]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_waiting_row_keeps_its_unit_its_day_and_what_its_money_is_counted_in(
    store: Store,
) -> None:
    file = checked(store, report_in_thousands(), "bao-cao.xlsx", campaign="week")
    assert file.rejected == 3
    commit(store, file, sender="An", at=NOON)
    again = edited(taken_up(store, 1), {place: {"service": "EMS"} for place in range(3)})
    rows = looked_at(store, again, campaign="week").rows
    sales = [row.sale for row in rows]
    assert [sale and (sale.unit_id, sale.sold_on, sale.sold_at) for sale in sales] == [
        ("hai_ha", date(2024, 9, 22), datetime(2024, 9, 22, *clock))
        for clock in ((8, 15), (8, 20), (9, 0))
    ]
    assert [sale and (sale.quantity, sale.revenue_vnd, sale.collected_vnd) for sale in sales] == [
        (2, 250_500, 1_500_000),
        (2, 250_500, 1_500_000),
        (3, 1_250_000_000, None),
    ]


@pytest.mark.parametrize(
    ("cell", "multiplier"),
    [
        ("250", 1000),
        ("2,5", 10**6),
        ("2,5.-", 10**6),
        ("250.-", 1000),
        ("250 đ", 1000),
        ("đ 250", 1000),
        ("2.500.000", 1000),
        ("2 500", 10**6),
        ("~250", 1000),
        ("-5", 1000),
        ("(5)", 1000),
        ("2,5 triệu", 1000),
        ("250k", 10**6),
        ("3tr4", 1000),
        ("1,2E+06", 1000),
        ("2.150", 10**6),
        ("#N/A", 1000),
        ("", 1000),
        ("-", 1000),
        (2.5, 10**6),
        (250, 1000),
        (2 * 10**10, 10**6),
        (-5, 1000),
        (250_000.0000000001, 1),
    ],
)
def test_an_amount_says_by_itself_what_its_header_said(cell: Cell, multiplier: int) -> None:
    told = in_words(cell, shown(cell), multiplier)
    assert money(told) == money(cell, multiplier=multiplier), told


CLOCKS = st.times().map(lambda one: one.replace(microsecond=0))
NUMBERS = st.one_of(
    st.integers(0, 10**7).map(str),
    st.integers(0, 10**7).map(lambda one: f"{one:,}".replace(",", ".")),
    st.decimals(0, 9999, places=2).map(str),
    st.decimals(0, 9999, places=1).map(lambda one: str(one).replace(".", ",")),
    st.sampled_from(["", "-", "2,5 triệu", "80k", "250 đ", "~300", "2.150", "(5)", "9.-", "#N/A"]),
)
CELLS: dict[str, st.SearchStrategy[Cell]] = {
    "sold_on": st.one_of(
        st.sampled_from(["", "-", "21/09/2024", "22.9.24", "9/21/2024", "8h15", "30/02/2024"]),
        st.sampled_from([date(2024, 9, 21), datetime(2024, 9, 22), datetime(2024, 9, 22, 9, 30)]),
        st.sampled_from([45556.0, 45556.34375, 0.375, 7.0, "21/09/2024 10:00"]),
    ),
    "sold_at": st.one_of(
        st.sampled_from(["", "-", "8h05", "1:30 CH", "25:61", "2024-09-22T01:00:00Z", "23/9/2024"]),
        CLOCKS,
        st.floats(0, 0.999),
    ),
    "unit": st.sampled_from(["", "-", "Hải Hà", "BĐ Quảng Ninh", "Cà Mau", "Tổ 1 - Hạ Long"]),
    "staff_code": st.sampled_from(["", "MP0001", "00123", "MP9", "8,93E+12"]),
    "staff_name": st.sampled_from(["", "Trần Mẫu Bình", "Nguy?n An"]),
    "service": st.sampled_from(["", "EMS", "cpn", "BHYT", "Du lịch", "HÀNG TIÊU D?NG"]),
    "product": st.sampled_from(["", "NUOC24", "=1+1"]),
    "quantity": st.one_of(
        st.sampled_from(["", "2", "12 thùng", "2,5", 3, 3.0, 3.0000000000000004, "-1"])
    ),
    "revenue": st.one_of(NUMBERS, st.integers(0, 10**6), st.sampled_from([3.0000000000000004])),
    "collected": NUMBERS,
    "customer_code": st.sampled_from(["", "KH-MP-00001", "-", "@x"]),
    "is_new_customer": st.sampled_from(["", "x", "không", "?", True, False]),
    "receipt_no": st.sampled_from(["", "GD-1", "+7"]),
    "note": st.sampled_from(["", "hẹn giao", "hai\ndòng", "'trích", "-5", "y" * 501]),
}


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """One row below whatever a table may say of all its rows."""
    lacks_unit = draw(st.booleans())
    cells: Mapping[str, Cell] = {key: draw(CELLS[key]) for key in BY_KEY}
    if lacks_unit:
        cells = {**cells, "unit": ""}
    multiplier = st.sampled_from([1, 1, 1000, 10**6])
    return Table(
        sheet="",
        numbers=np.array([7]),
        columns={key: Column.of([cell]) for key, cell in cells.items()},
        written={},
        multipliers={"revenue": draw(multiplier), "collected": draw(multiplier)},
        title_day=draw(st.sampled_from([None, date(2024, 9, 22), date(2024, 9, 1)])),
        lacks_unit=lacks_unit,
        unit_written="Hải Hà" if lacks_unit else None,
    )


def in_the_template(rows: Sequence[Mapping[str, str]]) -> bytes:
    lines = io.StringIO()
    writer = csv.DictWriter(lines, list(BY_KEY))
    writer.writerow({key: column.header for key, column in BY_KEY.items()})
    writer.writerows(rows)
    return lines.getvalue().encode()


@pytest.fixture(scope="module")
def known(untouched: Store) -> dict[str, References]:
    """The lookups of both campaigns, read once."""
    return {
        code: references.load(untouched, campaign_code=code, as_of=NOON) for code in ("day", "week")
    }


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(tables(), st.sampled_from(["day", "week"]))
def test_a_row_alone_in_the_template_is_the_same_sale_or_has_the_same_faults(
    untouched: Store, known: dict[str, References], one: Table, campaign: str
) -> None:
    lookups: dict[str, Any] = {"campaign": campaign, "known": known[campaign]}
    first = looked_at(untouched, ReadFile("a.csv", "a", 0, "text", (one,)), **lookups)
    [row] = first.rows
    copies = [in_the_template([row.alone])]
    if row.is_rejected:
        copies.append(sheet_of_problems(first))
    for data in copies:
        if not any(row.alone.values()):
            continue
        [again] = looked_at(untouched, taken(data), **lookups).rows
        assert again.sale == row.sale
        assert [one.code for one in again.problems] == [one.code for one in row.problems], row.alone


# Names


SETTLED = (Settled("unit", "CÀ MAU", "hai_ha"), Settled("service", "Gửi nhanh", "EMS"))


def suggestions(store: Store) -> list[Any]:
    file = taken(csv_of({"unit": "Cà  Mau", "service": "gửi nhanh", "receipt_no": "GD-9"}))
    found = check_tables(store, file, campaign_code="day", as_of=LAST_MOMENT)
    assert codes(found) == ["unknown_unit", "unknown_service"]
    return [one.values.get("suggestion") for one in found.rows[0].problems]


def test_a_settled_name_is_offered_next_time_and_never_applied(store: Store) -> None:
    assert suggestions(store) == [None, None]
    commit(store, checked_rows(store, {}), sender="An", at=NOON, settled=SETTLED)
    assert suggestions(store) == ["Bưu điện huyện Hải Hà", "EMS (chuyển phát nhanh)"]
    known = references.load(store, campaign_code="day", as_of=LAST_MOMENT)
    unit = known.learned_names["unit", "ca mau"]
    assert (unit.code, unit.by, unit.at) == ("hai_ha", "An", NOON)
    assert known.units.find("Cà Mau", NOON.date()).unit_id is None
    assert known.service("gửi nhanh") is None


def test_the_latest_word_on_a_name_holds_and_the_earlier_stays(store: Store) -> None:
    commit(store, checked_rows(store, {}), sender="An", at=NOON, settled=SETTLED)
    later = (Settled("unit", "Cà Mau", "dam_ha"),)
    file = checked_rows(store, {"receipt_no": "GD-2"})
    commit(store, file, sender="Bình", at=NOON + MINUTE, settled=later)
    assert suggestions(store)[0] == "Bưu điện huyện Đầm Hà"
    assert table(store, "select code, learned_by from learned_names where kind = 'unit'") == [
        ("hai_ha", "An"),
        ("dam_ha", "Bình"),
    ]
    then = corrections.learned_names(store, as_of=NOON)
    assert then["code"].tolist() == ["EMS", "hai_ha"]


def test_of_two_words_in_one_hand_over_the_last_is_kept(store: Store) -> None:
    said = (*SETTLED[:1], Settled("unit", "Ca Mau", "dam_ha"), Settled("unit", " . ", "dam_ha"))
    commit(store, checked_rows(store, {}), sender="An", at=NOON, settled=said)
    assert table(store, "select kind, written, code from learned_names") == [
        ("unit", "Ca Mau", "dam_ha")
    ]


def test_nothing_is_learned_from_a_file_that_was_handed_in_before(store: Store) -> None:
    file = checked_rows(store, {})
    commit(store, file, sender="An", at=NOON)
    assert commit(store, file, sender="An", at=NOON + MINUTE, settled=SETTLED).already
    assert table(store, "select count(*) from learned_names") == [(0,)]


def test_a_name_that_leads_nowhere_any_more_is_not_offered(store: Store) -> None:
    gone = (Settled("unit", "Cà Mau", "no_such_unit"),)
    commit(store, checked_rows(store, {}), sender="An", at=NOON, settled=gone)
    assert suggestions(store)[0] is None


# In place of an earlier version


def test_what_a_replaced_batch_had_waiting_waits_no_longer(store: Store) -> None:
    rows = [{}, {"unit": "Cà Mau", "receipt_no": "GD-2"}]
    old = commit(store, checked_rows(store, *rows), sender="An", at=NOON)
    assert waiting(store) == [(1, 3, 250_000)]
    newer = replace(checked_rows(store, {}, {"receipt_no": "GD-2"}), replaces=old.batch_id)
    receipt = commit(store, newer, sender="An", at=NOON + MINUTE)
    assert (receipt.accepted, receipt.generation) == (2, old.generation + 1)
    assert (counted_vnd(store), waiting(store)) == (500_000, [])


def test_undo_of_the_newer_version_leaves_the_earlier_one_void(store: Store) -> None:
    old = commit(store, checked_rows(store, {}), sender="An", at=NOON)
    newer = replace(checked_rows(store, {"revenue": "300.000"}), replaces=old.batch_id)
    receipt = commit(store, newer, sender="An", at=NOON + MINUTE)
    assert counted_vnd(store) == 300_000
    assert undo(store, receipt.batch_id, by="An", at=NOON + 2 * MINUTE) == 1
    assert counted_vnd(store) == 0
    assert table(store, "select batch_id, reason_code from batch_voids order by batch_id") == [
        (1, "replaced"),
        (2, "batch_undone"),
    ]
    # neither stands, so both can be handed in again
    assert not commit(store, checked_rows(store, {}), sender="An", at=NOON + 3 * MINUTE).already
    assert counted_vnd(store) == 250_000
