"""One sale out of the count with a reason, and a batch found right; each once, with its trace."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from lib.errors import (
    BatchNotFound,
    BatchVerified,
    ReasonMissing,
    SaleNotFound,
    SaleVoided,
)
from lib.i18n import catalog
from lib.intake.committing import undo
from lib.intake.verifying import verify_batch
from lib.intake.voiding import LONGEST_NOTE, NEEDS_NOTE, REASONS, void_sale
from lib.queries import ledger
from lib.store import Store
from lib.store.journal import broken_link
from tests.intake.setup import NOON, counted_vnd, store_in
from tests.worlds import only

LATER = NOON + timedelta(hours=1)


def with_sales(store: Store, *amounts: int, **values: Any) -> Store:
    """Hand in one batch of sales of Hạ Long."""
    with store.publish(actor="Lan", action="import", subject="file", at=NOON) as publication:
        batch_id = publication.next_id("batches", "batch_id")
        first = publication.next_id("sales", "sale_id")
        batch = {
            **{"batch_id": batch_id, "source": "file", "file_name": "ha_long.csv"},
            **{"campaign_code": "day", "sender": "Lan", "recorded_at": NOON},
            **dict.fromkeys(("row_count", "accepted_count"), len(amounts)),
            **dict.fromkeys(("warned_count", "rejected_count"), 0),
            "is_simulated": False,
        }
        publication.append("batches", pa.Table.from_pylist([batch]))
        sales = [
            {
                **{"sale_id": first + place, "batch_id": batch_id, "source_row": place + 2},
                **{"unit_id": "ha_long", "service_code": "EMS", "quantity": 1},
                **{"revenue_vnd": amount, "sold_on": date(2024, 9, 21), "recorded_at": NOON},
                "is_simulated": False,
                **values,
            }
            for place, amount in enumerate(amounts)
        ]
        publication.append("sales", pa.Table.from_pylist(sales))
    return store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return with_sales(store_in(tmp_path), 250_000, 40_000)


def void(store: Store, sale_id: int = 1, **values: Any) -> int:
    given = {"by": "Hoa", "at": LATER, "reason_code": "mistyped"}
    return void_sale(store, sale_id, **given | values)


def test_a_voided_sale_no_longer_counts_and_stays_with_its_reason(store: Store) -> None:
    assert void(store, note="  gõ thừa số 0 ") == 250_000
    assert counted_vnd(store) == 40_000
    found = only(ledger.sale(store, campaign_code="day", sale_id=1, as_of=LATER))
    assert (found["is_voided"], found["voided_at"], found["voided_by"]) == (True, LATER, "Hoa")
    assert (found["reason_code"], found["void_note"]) == ("mistyped", "gõ thừa số 0")
    assert found["revenue_vnd"] == 250_000


def test_the_board_of_before_still_counts_it(store: Store) -> None:
    void(store)
    assert counted_vnd(store, as_of=LATER - timedelta(seconds=1)) == 290_000
    assert counted_vnd(store, as_of=LATER) == 40_000


def test_a_void_is_one_publish_with_its_line_in_the_journal(store: Store) -> None:
    generation = store.current()
    void(store, 2, reason_code="other", note="trả lại")
    assert store.current() == generation + 1
    cursor = store._cursor()
    rows = cursor.execute(
        "select actor, action, subject, detail from audit_log order by generation desc limit 1"
    ).fetchall()
    assert rows[0][:3] == ("Hoa", "void", "sale 2")
    assert json.loads(rows[0][3]) == {
        "batch_id": 1,
        "reason_code": "other",
        "revenue_vnd": 40_000,
        "sale_id": 2,
    }
    assert broken_link(cursor) is None


def test_a_sale_is_voided_once(store: Store) -> None:
    void(store)
    generation = store.current()
    with pytest.raises(SaleVoided) as refused:
        void(store, by="Mai", at=LATER + timedelta(minutes=1))
    assert refused.value.values == {"sale_id": 1, "by": "Hoa"}
    assert store.current() == generation


def test_of_many_who_void_at_once_one_succeeds(store: Store) -> None:
    def attempt(number: int) -> bool:
        try:
            void(store, by=f"person {number}")
        except SaleVoided:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == [False, False, False, True]
    assert counted_vnd(store) == 40_000


def test_a_sale_of_an_undone_batch_is_voided_already(store: Store) -> None:
    undo(store, 1, by="Lan", at=LATER)
    with pytest.raises(SaleVoided):
        void(store)


def test_a_batch_can_be_undone_after_one_of_its_sales_was_voided(store: Store) -> None:
    void(store)
    assert undo(store, 1, by="Lan", at=LATER) == 1
    assert counted_vnd(store) == 0


def test_there_must_be_such_a_sale(store: Store) -> None:
    generation = store.current()
    with pytest.raises(SaleNotFound):
        void(store, 99)
    assert store.current() == generation


@pytest.mark.parametrize(
    "given",
    (
        {"reason_code": "because"},
        {"reason_code": ""},
        {"reason_code": "other"},
        {"reason_code": "other", "note": "  \n "},
        {"reason_code": "batch_undone"},
    ),
)
def test_a_void_needs_a_reason_and_another_reason_a_note(
    store: Store, given: dict[str, str]
) -> None:
    generation = store.current()
    with pytest.raises(ReasonMissing):
        void(store, **given)
    assert store.current() == generation
    assert counted_vnd(store) == 290_000


def test_a_note_is_kept_as_it_is_up_to_its_length(store: Store) -> None:
    void(store, note="=1+1 :red[x] " + "z" * 1_000)
    found = only(ledger.sale(store, campaign_code="day", sale_id=1, as_of=LATER))
    assert found["void_note"].startswith("=1+1 :red[x] zz")
    assert len(found["void_note"]) == LONGEST_NOTE


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_every_reason_has_words(language: str) -> None:
    words = catalog.sentences(language)
    assert set(NEEDS_NOTE) < set(REASONS)
    assert all(f"void_reason.{code}" in words for code in (*REASONS, "batch_undone", "replaced"))


# Verifying


def test_a_batch_is_verified_once_by_name(store: Store) -> None:
    generation = store.current()
    verify_batch(store, 1, by="Hoa", at=LATER, note="đủ phiếu")
    assert store.current() == generation + 1
    assert only(ledger.verification(store, batch_id=1, as_of=LATER)) == {
        "batch_id": 1,
        "verified_at": LATER,
        "verified_by": "Hoa",
        "note": "đủ phiếu",
    }
    with pytest.raises(BatchVerified) as refused:
        verify_batch(store, 1, by="Mai", at=LATER)
    assert refused.value.values == {"batch_id": 1, "by": "Hoa"}
    assert store.current() == generation + 1
    assert counted_vnd(store) == 290_000


def test_the_journal_keeps_what_the_batch_counted_when_it_was_verified(store: Store) -> None:
    void(store)
    verify_batch(store, 1, by="Hoa", at=LATER)
    rows = store._cursor().execute(
        "select action, subject, detail from audit_log order by generation desc limit 1"
    )
    action, subject, detail = rows.fetchall()[0]
    assert (action, subject) == ("verify", "batch 1")
    assert json.loads(detail) == {"batch_id": 1, "revenue_vnd": 40_000, "sales": 1}


def test_a_batch_that_is_undone_or_not_there_cannot_be_verified(store: Store) -> None:
    undo(store, 1, by="Lan", at=LATER)
    generation = store.current()
    for batch_id in (1, 99):
        with pytest.raises(BatchNotFound):
            verify_batch(store, batch_id, by="Hoa", at=LATER)
    assert store.current() == generation


def test_a_verified_batch_can_still_be_corrected(store: Store) -> None:
    verify_batch(store, 1, by="Hoa", at=LATER)
    void(store, at=LATER + timedelta(minutes=1))
    undo(store, 1, by="Lan", at=LATER + timedelta(minutes=2))
    given = {"state": "all", "batch_id": None, "limit_count": 9, "skip_count": 0}
    end = datetime(9999, 1, 1)
    found = only(ledger.batches(store, campaign_code="day", as_of=end, **given))
    assert (found["state"], found["verified_by"], found["voided_by"]) == ("undone", "Hoa", "Lan")
