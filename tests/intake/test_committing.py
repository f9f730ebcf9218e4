"""Into the ledger once, whole or not at all, and out again."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lib.errors import BatchNotFound, FileRefused
from lib.intake.committing import LAST_MOMENT, commit, undo
from lib.queries import intake
from lib.store import Store
from lib.store.journal import broken_link
from tests.intake.setup import NOON, checked, checked_rows, counted_vnd, csv_of, store_in

MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_in(tmp_path)


def table(store: Store, sql: str) -> list[tuple[Any, ...]]:
    """Rows straight from the current file."""
    cursor = store._cursor()
    try:
        return cursor.execute(sql).fetchall()
    finally:
        cursor.close()


def test_accepted_rows_become_sales(store: Store) -> None:
    file = checked_rows(store, {"note": "một"}, {"receipt_no": "GD-2", "sold_at": ""})
    receipt = commit(store, file, sender="An", at=NOON)
    assert (receipt.batch_id, receipt.generation, receipt.already) == (1, 2, False)
    assert (receipt.accepted, receipt.warned, receipt.rejected) == (2, 1, 0)
    assert (receipt.revenue_vnd, receipt.pending_vnd) == (500_000, 0)
    assert table(
        store,
        "select sale_id, batch_id, source_row, receipt_no, unit_id, staff_code, role_code, "
        "service_code, quantity, revenue_vnd, sold_at, recorded_at, note, is_simulated from sales",
    ) == [
        (
            *(1, 1, 2, "GD-1", "ha_long", "MP0001", "postman", "EMS", 2, 250_000),
            *(datetime(2024, 9, 21, 8, 15), NOON, "một", False),
        ),
        (
            *(2, 1, 3, "GD-2", "ha_long", "MP0001", "postman", "EMS", 2, 250_000),
            *(None, NOON, None, False),
        ),
    ]
    assert counted_vnd(store) == 500_000


def test_rows_of_a_simulated_file_say_so(store: Store) -> None:
    commit(store, checked_rows(store, {}), sender="An", at=NOON, is_simulated=True)
    assert table(store, "select is_simulated from sales") == [(True,)]
    assert table(store, "select is_simulated from batches") == [(True,)]


def test_the_same_file_twice_counts_once(store: Store) -> None:
    file = checked_rows(store, {}, {"receipt_no": ""})
    first = commit(store, file, sender="An", at=NOON)
    generation = store.current()
    second = commit(store, file, sender="Bình", at=NOON + MINUTE)
    assert second == replace(first, already=True)
    assert store.current() == generation
    assert counted_vnd(store) == first.revenue_vnd


def test_the_same_file_under_another_name_is_the_same_file(store: Store) -> None:
    data = csv_of({})
    commit(store, checked(store, data, "a.csv"), sender="An", at=NOON)
    assert commit(store, checked(store, data, "b.csv"), sender="An", at=NOON).already


def test_rejected_rows_wait_in_quarantine_as_they_came(store: Store) -> None:
    file = checked_rows(
        store, {}, {"unit": "Cà Mau", "sold_at": "99"}, {"revenue": "?", "receipt_no": "GD-3"}, {}
    )
    receipt = commit(store, file, sender="An", at=NOON)
    assert (receipt.accepted, receipt.rejected) == (1, 3)
    assert (receipt.revenue_vnd, receipt.pending_vnd) == (250_000, 250_000)
    rows = table(
        store, "select source_row, problem_codes, revenue_vnd, recorded_at, cells from quarantine"
    )
    assert [row[:4] for row in rows] == [
        (3, "unknown_unit,bad_time", 250_000, NOON),
        (4, "bad_revenue", None, NOON),
        (5, "duplicate_row", 0, NOON),
    ]
    assert json.loads(rows[0][4])["Đơn vị"] == "Cà Mau"
    assert counted_vnd(store) == 250_000


def test_strict_takes_all_or_nothing(store: Store) -> None:
    file = checked_rows(store, {}, {"receipt_no": "GD-2", "revenue": "?"})
    generation = store.current()
    with pytest.raises(FileRefused) as caught:
        commit(store, file, sender="An", at=NOON, strict=True)
    assert (caught.value.reason, caught.value.values["count"]) == ("rejected_rows", 1)
    assert store.current() == generation
    good = checked_rows(store, {})
    assert commit(store, good, sender="An", at=NOON, strict=True).accepted == 1


def test_a_batch_can_be_undone_and_its_file_handed_in_again(store: Store) -> None:
    file = checked_rows(store, {}, {"receipt_no": ""})
    first = commit(store, file, sender="An", at=NOON)
    assert undo(store, first.batch_id, by="Bình", at=NOON + MINUTE, note="nhầm tệp") == 2
    assert counted_vnd(store) == 0
    assert counted_vnd(store, as_of=NOON) == 500_000
    assert table(store, "select voided_by, reason_code, note from batch_voids") == [
        ("Bình", "batch_undone", "nhầm tệp")
    ]
    assert table(store, "select sale_id, batch_id from voids") == [(1, 1), (2, 1)]
    again = commit(store, file, sender="An", at=NOON + 2 * MINUTE)
    assert (again.batch_id, again.already, again.accepted) == (2, False, 2)
    assert counted_vnd(store) == 500_000
    assert table(store, "select sale_id from sales order by sale_id") == [(1,), (2,), (3,), (4,)]


def test_only_a_standing_batch_can_be_undone(store: Store) -> None:
    batch_id = commit(store, checked_rows(store, {}), sender="An", at=NOON).batch_id
    undo(store, batch_id, by="An", at=NOON)
    generation = store.current()
    for missing in (batch_id, 99):
        with pytest.raises(BatchNotFound) as caught:
            undo(store, missing, by="An", at=NOON)
        assert caught.value.values == {"batch_id": missing}
    assert store.current() == generation


def test_a_receipt_taken_between_preview_and_commit_is_not_counted_again(store: Store) -> None:
    mine = checked_rows(store, {}, {"receipt_no": "GD-2"})
    theirs = checked_rows(store, {"revenue": "1.000"}, {"receipt_no": "GD-2"})
    commit(store, theirs, sender="Bình", at=NOON)
    receipt = commit(store, mine, sender="An", at=NOON + MINUTE)
    assert (receipt.accepted, receipt.rejected) == (0, 2)
    assert table(store, "select problem_codes from quarantine order by source_row") == [
        ("duplicate_conflict",),
        ("duplicate_row",),
    ]
    assert counted_vnd(store) == 251_000


def test_a_clock_that_runs_behind_does_not_let_a_file_in_twice(store: Store) -> None:
    file = checked_rows(store, {})
    commit(store, file, sender="An", at=NOON)
    assert commit(store, file, sender="An", at=NOON - 30 * MINUTE).already
    other = checked_rows(store, {}, {"receipt_no": "GD-9"})
    assert commit(store, other, sender="An", at=NOON - 30 * MINUTE).accepted == 1


def test_strict_also_holds_for_receipts_taken_meanwhile(store: Store) -> None:
    mine = checked_rows(store, {}, {"receipt_no": "GD-2"})
    commit(store, checked_rows(store, {}), sender="Bình", at=NOON)
    with pytest.raises(FileRefused):
        commit(store, mine, sender="An", at=NOON, strict=True)
    assert counted_vnd(store) == 250_000


def test_two_files_at_the_same_moment_both_land(store: Store) -> None:
    files = [
        checked(store, csv_of({"receipt_no": f"GD-{place}"}), f"{place}.csv") for place in range(4)
    ]
    with ThreadPoolExecutor(4) as pool:
        receipts = list(
            pool.map(lambda file: commit(store, file, sender=file.file_name, at=NOON), files)
        )
    assert sorted(receipt.batch_id for receipt in receipts) == [1, 2, 3, 4]
    assert sorted(receipt.generation for receipt in receipts) == [2, 3, 4, 5]
    assert counted_vnd(store) == 1_000_000
    ids = table(store, "select sale_id from sales order by sale_id")
    assert ids == [(1,), (2,), (3,), (4,)]


def test_the_same_file_from_two_hands_at_once_counts_once(store: Store) -> None:
    file = checked_rows(store, {})
    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(lambda who: commit(store, file, sender=who, at=NOON), "abcd"))
    assert sorted(receipt.already for receipt in receipts) == [False, True, True, True]
    assert {receipt.batch_id for receipt in receipts} == {1}
    assert counted_vnd(store) == 250_000


def test_each_publish_is_in_the_journal(store: Store) -> None:
    receipt = commit(store, checked_rows(store, {}), sender="An", at=NOON)
    undo(store, receipt.batch_id, by="Bình", at=NOON)
    rows = table(store, "select actor, action, subject, detail from audit_log order by generation")
    assert [row[:3] for row in rows[1:]] == [
        ("An", "import", "file.csv"),
        ("Bình", "undo", "batch 1"),
    ]
    assert json.loads(rows[1][3])["batch_id"] == 1
    cursor = store._cursor()
    assert broken_link(cursor) is None
    cursor.close()


def test_batches_come_newest_first_with_what_they_count(store: Store) -> None:
    first = commit(store, checked_rows(store, {}, {"revenue": "9.000"}), sender="An", at=NOON)
    commit(store, checked_rows(store, {"receipt_no": "GD-2"}), sender="Bình", at=NOON + MINUTE)
    undo(store, first.batch_id, by="Chi", at=NOON + 2 * MINUTE)
    found = intake.batches(store, campaign_code="day", as_of=NOON + 5 * MINUTE, limit_count=10)
    assert tuple(found.columns) == intake.BATCHES
    columns = ["batch_id", "sender", "revenue_vnd", "pending_vnd", "is_voided", "rejected_count"]
    assert found[columns].to_numpy().tolist() == [
        [2, "Bình", 250_000, 0, False, 0],
        [1, "An", 0, 0, True, 1],
    ]
    assert found["voided_at"][1] == NOON + 2 * MINUTE
    before = intake.batches(store, campaign_code="day", as_of=NOON, limit_count=10)
    assert before[columns].to_numpy().tolist() == [[1, "An", 250_000, 9_000, False, 1]]
    one = intake.batches(store, campaign_code="day", as_of=LAST_MOMENT, limit_count=1)
    assert one["batch_id"].tolist() == [2]
    none = intake.batches(store, campaign_code="week", as_of=LAST_MOMENT, limit_count=9)
    assert none.empty


def test_a_file_with_nothing_to_count_still_leaves_its_trace(store: Store) -> None:
    receipt = commit(store, checked_rows(store, {"revenue": "?"}), sender="An", at=NOON)
    assert (receipt.accepted, receipt.rejected) == (0, 1)
    assert undo(store, receipt.batch_id, by="An", at=NOON) == 0
