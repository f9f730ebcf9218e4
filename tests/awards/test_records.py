"""From the locked figures to the signed decision: each step, and what it refuses."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from lib.awards import locking, records
from lib.awards.content import content, digest
from lib.awards.granted import granted, honours
from lib.awards.reading import Record, read_record
from lib.errors import BatchNotFound, FileRefused, RecordRefused
from lib.intake.committing import undo
from lib.intake.locked import refuse_locked
from lib.intake.voiding import void_sale
from lib.queries import awards
from lib.store import Store
from tests.awards.small import CLOSED, rules, stored, world
from tests.worlds import DAY, at

LATER = CLOSED + timedelta(days=2)


def locked(store: Store, moment: datetime = CLOSED) -> int:
    return records.lock(store, rules(), campaign_code="day", by="Thư ký", at=moment)


def record_of(store: Store, record_id: int) -> Record:
    found = read_record(store, record_id)
    assert found is not None
    return found


def accept(store: Store, record_id: int, moment: datetime = LATER) -> None:
    proposed = {one["id"]: one["proposed"] for one in record_of(store, record_id).titles}
    records.choose_all(store, record_id, proposed, decided_by="Hội đồng", by="Thư ký", at=moment)


def grant(store: Store, record_id: int, number: str = "12/QĐ", moment: datetime = LATER) -> None:
    records.grant(store, record_id, number=number, decided_on=DAY, by="Thư ký", at=moment)


def sell(store: Store, vnd: int, *, who: str, unit_id: str, moment: datetime) -> None:
    """A sale of the day that the ledger learns of at a moment."""
    with store.publish(actor="t", action="import", subject="late", at=moment) as publication:
        sale = {
            "sale_id": publication.next_id("sales", "sale_id"),
            "batch_id": 1,
            "source_row": 99,
            "unit_id": unit_id,
            "staff_code": who,
            "service_code": "HTD",
            "quantity": 1,
            "revenue_vnd": vnd,
            "sold_on": DAY,
            "sold_at": at("11:00"),
            "recorded_at": moment,
            "is_simulated": False,
        }
        publication.append("sales", pa.Table.from_pylist([sale]))


def refused(work: Callable[[], Any]) -> str:
    with pytest.raises(RecordRefused) as caught:
        work()
    return str(caught.value.values["reason"])


def test_a_record_holds_who_is_proposed_and_is_named_by_its_bytes(store: Store) -> None:
    record = record_of(store, locked(store))
    teams, people = record.titles
    assert teams["proposed"] == ["T1"]
    # An 200 of 200 and two services: 70 + 30; Em and Binh 100 and one: 35 + 15; Chi 90: 31.5 + 15
    points = {one["code"]: one["points"] for one in people["candidates"]}
    assert points == {
        "An": "100.0", "Binh": "50.0", "Em": "50.0", "Chi": "46.5", "Dung": "36.0", "Giang": "",
    }  # fmt: skip
    assert people["proposed"] == ["An"]
    assert (people["open"], people["open_seats"]) == (["Binh", "Em"], 1)
    assert record.sha256 == hashlib.sha256(record.written.encode()).hexdigest()
    [row] = awards.records(store, campaign_code="day", as_of=LATER).to_dict("records")
    assert (row["sha256"], row["made_by"], row["cut_off"]) == (record.sha256, "Thư ký", CLOSED)


def test_the_same_figures_and_rules_give_the_same_bytes_anywhere(
    store: Store, tmp_path: Path
) -> None:
    other = stored(tmp_path / "other", of=world())
    made = [content(one, rules(), campaign_code="day", cut_off=CLOSED) for one in (store, other)]
    assert made[0] == made[1]


def test_one_dong_of_a_loser_changes_the_number_and_not_the_winners(
    store: Store, tmp_path: Path
) -> None:
    changed = world()
    [sale] = [one for one in changed.tables["sales"] if one["staff_code"] == "Dung"]
    sale["revenue_vnd"] += 1
    other = stored(tmp_path / "other", of=changed)
    one, two = (record_of(each, locked(each)) for each in (store, other))
    assert one.sha256 != two.sha256
    assert [t["proposed"] for t in one.titles] == [t["proposed"] for t in two.titles]


def test_a_campaign_is_locked_once_it_has_closed_and_only_once(store: Store) -> None:
    assert refused(lambda: locked(store, at("11:59"))) == "not_closed"
    locked(store)
    assert refused(lambda: locked(store, LATER)) == "locked_already"
    assert (
        refused(lambda: records.lock(store, rules(), campaign_code="day", by="  ", at=LATER))
        == "name_missing"
    )


def test_a_campaign_without_titles_is_not_locked(store: Store) -> None:
    assert (
        refused(lambda: records.lock(store, rules(), campaign_code="no such", by="T", at=CLOSED))
        == "no_titles"
    )
    assert (
        refused(lambda: content(store, rules(), campaign_code="no such", cut_off=CLOSED))
        == "no_campaign"
    )


def test_while_locked_nothing_is_handed_in_voided_or_undone(store: Store) -> None:
    locked(store)
    for work in (
        lambda: refuse_locked(store, "day"),
        lambda: undo(store, 1, by="T", at=LATER),
        lambda: void_sale(store, 1, by="T", at=LATER, reason_code="mistyped"),
    ):
        with pytest.raises(FileRefused) as caught:
            work()
        assert caught.value.reason == "campaign_locked"
    locking.reopen(store, "day", reason="thiếu một tệp", by="T", at=LATER)
    refuse_locked(store, "day")
    assert void_sale(store, 1, by="T", at=LATER, reason_code="mistyped") == 150
    assert undo(store, 1, by="T", at=LATER) == 5
    with pytest.raises(BatchNotFound):
        undo(store, 1, by="T", at=LATER)


def test_reopening_needs_a_reason_and_a_lock(store: Store) -> None:
    assert (
        refused(lambda: locking.reopen(store, "day", reason="x", by="T", at=LATER)) == "not_locked"
    )
    locked(store)
    assert (
        refused(lambda: locking.reopen(store, "day", reason=" \n", by="T", at=LATER))
        == "reason_missing"
    )
    assert locking.is_locked(store, "day")


def test_the_council_takes_the_proposal_or_departs_with_a_reason(store: Store) -> None:
    record_id = locked(store)

    def choose(keys: list[str], **words: str) -> None:
        given = {"decided_by": "Bà A, ông B", **words}
        records.choose(store, record_id, "salesperson", keys, by="T", at=LATER, **given)

    assert refused(lambda: choose(["An", "Em"])) == "reason_missing"
    assert refused(lambda: choose(["An"], decided_by=" ")) == "names_missing"
    assert refused(lambda: choose(["An", "Nobody"], reason="x")) == "unknown_candidate"
    assert refused(lambda: choose(["An", "An"], reason="x")) == "given_twice"
    assert refused(lambda: choose(["An", "Em", "Binh"], reason="x")) == "too_many"
    choose(["Em", "An"], reason="bốc thăm không được; hội đồng bỏ phiếu 3/2 cho Em")
    [row] = awards.decisions(store, record_id=record_id, as_of=LATER).to_dict("records")
    assert (row["subject_codes"], row["is_departure"]) == ("An,Em", True)
    found = honours(store, record_id)
    assert found is not None
    title = found.titles[1]
    assert [one.code for one in title.winners] == ["An", "Em"]
    assert (title.decided_by, title.departure_reason[:7]) == ("Bà A, ông B", "bốc thă")


def test_a_decision_may_be_made_anew_until_it_is_granted(store: Store) -> None:
    record_id = locked(store)
    accept(store, record_id)
    records.choose(
        store, record_id, "team_sales", ["T2"], decided_by="Hội đồng", reason="T1 xin rút",
        by="T", at=LATER + timedelta(minutes=1),
    )  # fmt: skip
    found = honours(store, record_id)
    assert found is not None and found.titles[0].winners[0].code == "T2"
    grant(store, record_id, moment=LATER + timedelta(minutes=2))
    assert refused(lambda: accept(store, record_id)) == "granted_already"
    assert refused(lambda: grant(store, record_id)) == "granted_already"


def test_granting_needs_every_title_a_number_and_a_day_that_can_be(store: Store) -> None:
    record_id = locked(store)
    assert refused(lambda: grant(store, record_id)) == "not_decided"
    accept(store, record_id)
    assert refused(lambda: grant(store, record_id, "  ")) == "number_missing"

    def on(day: date) -> str:
        return refused(
            lambda: records.grant(store, record_id, number="1", decided_on=day, by="T", at=LATER)
        )

    assert on(LATER.date() + timedelta(days=1)) == "date_in_future"
    assert on(DAY - timedelta(days=1)) == "date_before_campaign"
    assert granted(store, campaign_code="day") is None
    grant(store, record_id)
    found = granted(store, campaign_code="day")
    assert found is not None and found.is_granted
    assert (found.decision_number, found.decided_on) == ("12/QĐ", DAY)
    assert (found.collective_count, found.individual_count) == (1, 1)
    assert refused(lambda: grant(store, 99)) == "no_record"


def test_a_late_sale_cannot_change_a_granted_name(store: Store) -> None:
    record_id = locked(store)
    accept(store, record_id)
    grant(store, record_id)
    before = granted(store, campaign_code="day")
    locking.reopen(store, "day", reason="tệp đến muộn", by="T", at=LATER)
    sell(store, 10_000, who="Dung", unit_id="north-2", moment=LATER)
    assert granted(store, campaign_code="day") == before
    second = locked(store, LATER + timedelta(hours=1))
    assert record_of(store, second).titles[0]["proposed"] == ["T2"]
    # the hall still sees what was granted, and the old record says that it has a follower
    assert granted(store, campaign_code="day") == before
    listed = awards.records(store, campaign_code="day", as_of=LATER + timedelta(hours=2))
    assert listed["record_id"].tolist() == [second, record_id]
    assert listed["superseded_by_id"].tolist()[1] == second
    assert record_of(store, record_id).sha256 == listed["sha256"][1]
    accept(store, second, LATER + timedelta(hours=2))
    grant(store, second, "13/QĐ", LATER + timedelta(hours=3))
    after = granted(store, campaign_code="day")
    assert after is not None and after.titles[0].winners[0].code == "T2"
    assert after.supersedes_id == record_id


def test_a_record_with_a_follower_is_decided_no_more(store: Store) -> None:
    first = locked(store)
    locking.reopen(store, "day", reason="x", by="T", at=LATER)
    locked(store, LATER + timedelta(hours=1))
    assert refused(lambda: accept(store, first)) == "superseded"


def test_nominees_are_read_out_by_given_name(store: Store) -> None:
    record_id = locked(store)
    found = honours(store, record_id)
    assert found is not None
    names = [one.name.split()[-1] for one in found.titles[1].nominees]
    assert names == sorted(names) and len(names) == 4
    assert found.titles[1].participant_count == 6


def test_each_step_is_in_the_journal(store: Store) -> None:
    record_id = locked(store)
    accept(store, record_id)
    grant(store, record_id)
    with store.publish(actor="t", action="look", subject="", at=LATER) as publication:
        told = publication.connection.execute(
            "select action, detail from audit_log order by generation"
        ).fetchall()
    assert [action for action, _ in told] == ["set up", "lock", "decide", "grant"]
    assert digest(record_of(store, record_id).written) in told[1][1]
