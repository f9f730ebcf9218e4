"""Handed over by a program or in place of an earlier file; many at once in one publish."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from filelock import FileLock

from lib.errors import FileRefused, KeyReused, RowsRefused, StoreBusy
from lib.intake import batch_rows
from lib.intake.committing import Counted, Handover, commit, hand_over, publish, undo
from lib.intake.group_commit import MOST_TOGETHER, GroupCommit
from lib.intake.lookups import Lookups
from lib.store import Store
from lib.store.journal import broken_link
from tests.intake.setup import NOON, checked_rows, counted_vnd, store_in
from tests.intake.test_committing import table

MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_in(tmp_path)


@pytest.fixture
def group(store: Store) -> Iterator[GroupCommit]:
    group = GroupCommit(store)
    yield group
    group.close()


def sale(store: Store, place: int, **changes: str) -> Handover:
    """One row that no other hand-over holds."""
    checked = checked_rows(store, {"receipt_no": f"GD-{place}", **changes})
    return Handover(checked, f"sender {place}", NOON, source="http", idempotency_key=str(place))


# A sender's own key


def test_the_source_and_the_key_are_kept_with_the_batch(store: Store) -> None:
    file = checked_rows(store, {})
    commit(store, file, sender="An", at=NOON, source="entry", idempotency_key="k1")
    assert table(store, "select source, idempotency_key, file_sha256 from batches") == [
        ("entry", "k1", file.sha256)
    ]


def test_the_same_key_counts_once_even_after_an_undo(store: Store) -> None:
    file = checked_rows(store, {}, {"revenue": "?", "receipt_no": "GD-2"})
    first = commit(store, file, sender="An", at=NOON, idempotency_key="k1")
    again = commit(store, file, sender="An", at=NOON + MINUTE, idempotency_key="k1")
    assert again == replace(first, already=True)
    undo(store, first.batch_id, by="An", at=NOON + MINUTE)
    later = commit(store, file, sender="An", at=NOON + 2 * MINUTE, idempotency_key="k1")
    assert later == replace(first, already=True, generation=store.current())
    assert counted_vnd(store) == 0


def test_two_sales_that_read_the_same_count_twice_under_two_keys(store: Store) -> None:
    file = checked_rows(store, {"receipt_no": ""})
    for key in ("k1", "k2"):
        assert not commit(store, file, sender="An", at=NOON, idempotency_key=key).already
    assert not commit(store, file, sender="Bình", at=NOON, idempotency_key="k1").already
    assert counted_vnd(store) == 750_000


@pytest.mark.parametrize("campaign", ["day", "week"])
def test_the_same_key_with_something_else_is_refused(store: Store, campaign: str) -> None:
    file = checked_rows(store, {})
    batch_id = commit(store, file, sender="An", at=NOON, idempotency_key="k1").batch_id
    rows = [{"receipt_no": "GD-2"}] if campaign == "day" else [{}]
    other = checked_rows(store, *rows, campaign=campaign)
    generation = store.current()
    with pytest.raises(KeyReused) as caught:
        commit(store, other, sender="An", at=NOON, idempotency_key="k1")
    assert caught.value.values == {"idempotency_key": "k1", "batch_id": batch_id}
    assert store.current() == generation


def test_what_comes_again_is_told_which_rows_were_rejected_then(store: Store) -> None:
    rows = ({}, {"revenue": "?", "receipt_no": "GD-2"})
    first = hand_over(store, Handover(checked_rows(store, *rows), "An", NOON))
    commit(store, checked_rows(store, {"receipt_no": "GD-7"}), sender="Bình", at=NOON + MINUTE)
    later = NOON + 2 * MINUTE
    again = hand_over(store, Handover(checked_rows(store, *rows), "An", later))
    assert again.receipt.already
    assert again.checked.is_rejected.tolist() == first.checked.is_rejected.tolist() == [False, True]


def test_a_file_of_which_nothing_counts_may_be_refused(store: Store) -> None:
    bad = checked_rows(store, {"revenue": "?"})
    generation = store.current()
    with pytest.raises(FileRefused) as caught:
        hand_over(store, Handover(bad, "An", NOON, needs_sales=True))
    assert caught.value.values["count"] == 1
    assert store.current() == generation


# In place of an earlier one


def test_a_newer_file_replaces_an_earlier_one_in_the_same_publish(store: Store) -> None:
    old = commit(store, checked_rows(store, {}, {"receipt_no": ""}), sender="An", at=NOON)
    newer = checked_rows(store, {"revenue": "300.000"}, {"receipt_no": ""})
    assert newer.rejected == 1, "the receipt number is taken by another content"
    newer = replace(newer, replaces=old.batch_id)
    receipt = commit(store, newer, sender="Bình", at=NOON + MINUTE)
    assert (receipt.accepted, receipt.warned, receipt.rejected) == (2, 0, 0)
    assert receipt.generation == old.generation + 1
    assert counted_vnd(store) == 550_000
    assert counted_vnd(store, as_of=NOON) == 500_000
    assert table(store, "select replaces_batch_id from batches order by batch_id") == [
        (None,),
        (1,),
    ]
    assert table(store, "select voided_by, reason_code, note from batch_voids") == [
        ("Bình", "replaced", "Thay bằng lần nhập 2")
    ]
    assert table(store, "select sale_id, reason_code from voids order by sale_id") == [
        (1, "replaced"),
        (2, "replaced"),
    ]


@pytest.mark.parametrize("gone", [1, 99])
def test_a_batch_that_is_gone_cannot_be_replaced(store: Store, gone: int) -> None:
    old = commit(store, checked_rows(store, {}), sender="An", at=NOON)
    undo(store, old.batch_id, by="An", at=NOON)
    generation = store.current()
    newer = replace(checked_rows(store, {"receipt_no": "GD-2"}), replaces=gone)
    with pytest.raises(FileRefused) as caught:
        commit(store, newer, sender="An", at=NOON)
    assert (caught.value.reason, caught.value.values["batch_id"]) == ("replaced_batch_gone", gone)
    assert store.current() == generation


def test_of_two_that_replace_the_same_batch_only_one_does(store: Store) -> None:
    old = commit(store, checked_rows(store, {}), sender="An", at=NOON)
    newer = [
        replace(checked_rows(store, {"revenue": f"{place}00.000"}), replaces=old.batch_id)
        for place in (3, 4)
    ]
    outcomes = publish(store, [Handover(one, "An", NOON + MINUTE) for one in newer])
    assert isinstance(outcomes[0], Counted)
    assert isinstance(outcomes[1], FileRefused) and outcomes[1].reason == "replaced_batch_gone"
    assert counted_vnd(store) == 300_000


# Together


def test_hand_overs_are_published_together_each_with_its_receipt(store: Store) -> None:
    before = store.current()
    handovers = [sale(store, place, revenue=f"{place}000") for place in range(1, 6)]
    outcomes = publish(store, handovers)
    receipts = [one.receipt for one in outcomes if isinstance(one, Counted)]
    assert [one.batch_id for one in receipts] == [1, 2, 3, 4, 5]
    assert [one.revenue_vnd for one in receipts] == [1000, 2000, 3000, 4000, 5000]
    assert {one.generation for one in receipts} == {before + 1} == {store.current()}
    assert counted_vnd(store) == 15_000
    [row] = table(store, "select actor, subject, detail from audit_log where action = 'import'")
    assert row[1] == "5 hand-overs" and row[0].startswith("sender 1, sender 2")
    assert [one["batch_id"] for one in json.loads(row[2])["batches"]] == [1, 2, 3, 4, 5]
    cursor = store._cursor()
    assert broken_link(cursor) is None
    cursor.close()


def test_one_that_is_refused_does_not_hurt_the_others(store: Store) -> None:
    strict = replace(sale(store, 2, revenue="?"), strict=True)
    outcomes = publish(store, [sale(store, 1), strict, sale(store, 3)])
    assert [type(one) for one in outcomes] == [Counted, FileRefused, Counted]
    assert counted_vnd(store) == 500_000


def test_the_same_key_or_receipt_twice_in_one_publish_counts_once(store: Store) -> None:
    one = sale(store, 1)
    same_receipt = replace(one, sender="someone else")
    outcomes = publish(store, [one, one, same_receipt])
    receipts = [found.receipt for found in outcomes if isinstance(found, Counted)]
    assert [found.already for found in receipts] == [False, True, False]
    assert [(found.batch_id, found.accepted) for found in receipts] == [(1, 1), (1, 1), (2, 0)]
    assert {found.generation for found in receipts} == {store.current()}
    assert counted_vnd(store) == 250_000


def test_a_publish_in_which_nothing_is_new_is_left(store: Store) -> None:
    one = sale(store, 1)
    publish(store, [one])
    generation = store.current()
    [known] = publish(store, [one])
    assert isinstance(known, Counted)
    assert (known.receipt.already, known.receipt.generation) == (True, generation)
    assert store.current() == generation


def test_one_that_spoils_the_publish_is_told_so_and_the_others_are_written(
    store: Store, group: GroupCommit, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = batch_rows.sales

    def spoiled(batch_id: int, first_id: int, checked: Any, *rest: Any) -> Any:
        found = real(batch_id, first_id, checked, *rest)
        if found["receipt_no"].to_pylist() == ["GD-2"]:
            place = found.column_names.index("quantity")
            return found.set_column(place, "quantity", [[-1]])  # breaks a rule of the table
        return found

    monkeypatch.setattr(batch_rows, "sales", spoiled)
    handovers = [sale(store, place) for place in (1, 2, 3)]
    with held(store):
        futures = [group.hand_over(one) for one in handovers]
    assert futures[0].result(20).receipt.accepted == 1
    assert isinstance(futures[1].exception(20), RowsRefused)
    assert futures[2].result(20).receipt.accepted == 1
    assert counted_vnd(store) == 500_000


@contextmanager
def held(store: Store) -> Iterator[None]:
    """Hold the store's lock while the block lasts, so that what comes in has to wait."""
    lock = FileLock(store.generations.folder / "write.lock", timeout=20)
    with lock:
        yield


def test_what_waits_while_another_publishes_goes_into_one_publish(
    store: Store, group: GroupCommit
) -> None:
    handovers = [sale(store, place) for place in range(30)]
    before = store.current()
    with held(store):
        futures = [group.hand_over(one) for one in handovers]
    receipts = [future.result(30).receipt for future in futures]
    assert sorted(one.batch_id for one in receipts) == list(range(1, 31))
    # the first may have begun by itself before the second came
    assert store.current() - before <= 2
    assert counted_vnd(store) == 30 * 250_000


def test_all_that_come_at_once_are_answered_after_their_publish(
    store: Store, group: GroupCommit
) -> None:
    handovers = [sale(store, place) for place in range(20)]

    def hand_in(handover: Handover) -> bool:
        found = group.hand_over(handover).result(30).receipt
        there = store.query("intake/batch_state", {"batch_id": found.batch_id, "as_of": NOON})
        return there.num_rows == 1 and found.generation <= store.current()

    with ThreadPoolExecutor(20) as pool:
        assert all(pool.map(hand_in, handovers))
    assert MOST_TOGETHER >= 20


def test_a_busy_store_is_told_to_all_that_wait(tmp_path: Path) -> None:
    store = store_in(tmp_path / "busy", lock_seconds=0.2)
    group = GroupCommit(store)
    handovers = [sale(store, place) for place in (1, 2)]
    with held(store):
        futures: list[Future[Counted]] = [group.hand_over(one) for one in handovers]
        assert all(isinstance(future.exception(20), StoreBusy) for future in futures)
    assert group.hand_over(handovers[0]).result(20).receipt.accepted == 1
    group.close()


def test_who_gives_up_before_it_is_written_is_not_counted_and_holds_up_nobody(
    store: Store, group: GroupCommit
) -> None:
    handovers = [sale(store, place) for place in range(4)]
    with held(store):
        futures = [group.hand_over(one) for one in handovers]
        wait = time.monotonic() + 10
        while not futures[0].running() and time.monotonic() < wait:
            time.sleep(0.01)
        assert not futures[0].cancel(), "it is being written"
        assert futures[2].cancel()
    assert [futures[place].result(20).receipt.accepted for place in (0, 1, 3)] == [1, 1, 1]
    assert counted_vnd(store) == 750_000


# Lookups kept between them


def test_lookups_are_read_once_a_generation(store: Store) -> None:
    lookups = Lookups(store)
    known = lookups.of("day", as_of=NOON)
    assert lookups.of("day", as_of=NOON + MINUTE) is known
    assert lookups.of("week", as_of=NOON) is not known
    assert lookups.of("day", as_of=NOON) is known
    with store.publish(actor="t", action="set up", subject="alias", at=NOON) as publication:
        row = {"alias_folded": "gui nhanh", "service_code": "EMS", "source": "reference"}
        publication.append("service_aliases", pa.Table.from_pylist([row]))
    assert known.service("Gửi nhanh") is None
    assert lookups.of("day", as_of=NOON).service("Gửi nhanh") == "EMS"


def test_an_unknown_campaign_has_no_lookups(store: Store) -> None:
    lookups = Lookups(store)
    for _ in range(2):
        with pytest.raises(FileRefused) as caught:
            lookups.of("no-such", as_of=NOON)
        assert caught.value.reason == "unknown_campaign"
