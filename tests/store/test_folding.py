"""Folding: fewer rows, the same sums; a moment that is gone is asked of the ledger."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import demo
from lib.queries import leaderboard, milestones, people, progress
from lib.store import Store, duck, folding, rollup
from lib.store import store as store_module
from lib.store.folding import Folded
from lib.store.generations import Generations
from lib.store.rollup import ROLLUPS, SETTLED
from lib.store.statements import query_names, statement
from tests.store.test_rollup import OPENS, STEPS, connected, publish

MIDNIGHT = datetime(2024, 9, 21)
KNOWN = """
select coalesce(sum(sale_count), 0), coalesce(sum(revenue_vnd), 0) from {} where known_at <= $as_of
"""
ONE: dict[str, Any] = {
    "unit_id": "north-1", "service_code": "HTD", "role_code": None, "staff_code": "An",
    "quantity": 1, "revenue_vnd": 10, "is_simulated": False, "sold_at": OPENS,
}  # fmt: skip
"""A sale."""
SUMMED = ("sales_rollup", "campaign_totals", "campaign_steps", "campaign_quarters")


@settings(max_examples=30, deadline=None)
@given(STEPS, st.integers(0, 6), st.integers(-3, 70))
def test_folded_rollups_are_the_ledger_at_every_moment_that_is_left(
    steps: list[tuple[list[list[dict[str, Any]]], set[int], int]],
    folded_after: int,
    settled_before: int,
) -> None:
    connection = connected()
    for number, (batches, voided, late) in enumerate(steps, start=1):
        publish(connection, number, batches, voided, late)
        if number == folded_after:
            folding.fold_recent(connection, until=OPENS + timedelta(minutes=10 * number + 3))
            folding.settle(connection, until=OPENS + timedelta(minutes=settled_before))
    assert folding.differences(connection) == dict.fromkeys(ROLLUPS, 0)
    state = folding.folded(connection)
    for number in range(-2, len(steps) + 2):
        moment = OPENS + timedelta(minutes=10 * number)
        schema = state.reads(moment)
        assert schema != folding.LEDGER
        for name in SUMMED:
            text, given_ = KNOWN.format(name), {"as_of": moment}
            duck.read_first(connection, schema)
            kept = connection.execute(text, given_).fetchall()
            duck.read_first(connection, "main")
            text = KNOWN.format(f"ledger.{name}")
            assert connection.execute(text, given_).fetchall() == kept, name


def test_five_minutes_become_one_row_and_what_is_merged_stands_under_one_midnight() -> None:
    connection = connected()
    for number in range(1, 4):
        publish(connection, number, [[ONE]], set())
    connection.execute("update campaign_totals set known_at = known_at - interval 8 minute")
    connection.execute("update sales set recorded_at = recorded_at - interval 8 minute")
    connection.execute("update voids set voided_at = voided_at - interval 8 minute")
    rollup.rebuild(connection)
    folding.fold_recent(connection, until=OPENS + timedelta(minutes=17))
    known = connection.execute("select known_at from campaign_totals order by 1").fetchall()
    # learned at 2, 12 and 22 minutes; the first two are folded
    assert [one for (one,) in known] == [OPENS + timedelta(minutes=one) for one in (5, 15, 22)]
    folding.fold_recent(connection, until=MIDNIGHT + timedelta(days=3))
    folding.settle(connection, until=MIDNIGHT + timedelta(days=3))
    now, before = "campaign_totals", "earlier_campaign_totals"
    told = "select known_at, sale_count from {} order by 1"
    [(_, closes_at)] = connection.execute(
        "select campaign_code, closes_at from campaigns"
    ).fetchall()
    assert closes_at - folding.LOOK_BACK > OPENS + timedelta(minutes=25)
    assert connection.execute(told.format(now)).fetchall() == [(closes_at - folding.LOOK_BACK, 3)]
    folding.merge(connection, until=MIDNIGHT + timedelta(days=3))
    # the campaign's only day is its last: nothing of it is merged
    moments = [(OPENS + timedelta(minutes=one), 1) for one in (5, 15, 25)]
    assert connection.execute(told.format(before)).fetchall() == moments
    assert folding.differences(connection) == dict.fromkeys(ROLLUPS, 0)
    connection.execute("update campaigns set closes_at = closes_at + interval 2 day")
    connection.execute("update rollup_state set merged_until = null")
    folding.merge(connection, until=MIDNIGHT + timedelta(days=3))
    merged = [(MIDNIGHT + timedelta(days=2), 3)]
    assert connection.execute(told.format(before)).fetchall() == merged


def test_what_was_learned_before_all_is_settled_is_settled_anew() -> None:
    connection = connected()
    for number in range(1, 4):
        publish(connection, number, [[ONE]], set())
    folding.fold_recent(connection, until=OPENS + timedelta(hours=1))
    folding.settle(connection, until=OPENS + timedelta(minutes=30))
    assert folding.folded(connection).settled_until == OPENS + timedelta(minutes=30)
    publish(connection, 4, [[ONE]], set())
    assert folding.folded(connection).settled_until == OPENS + timedelta(minutes=30)
    publish(connection, 5, [[ONE]], set(), late=-25)
    assert folding.folded(connection).settled_until is None
    assert connection.execute("select count(*) from earlier_campaign_totals").fetchall() == [(0,)]
    assert folding.differences(connection) == dict.fromkeys(ROLLUPS, 0)


@pytest.mark.parametrize("name", SETTLED)
def test_one_row_too_many_of_earlier_moments_is_found(name: str) -> None:
    connection = connected()
    publish(connection, 1, [[ONE]], set())
    folding.fold_recent(connection, until=OPENS + timedelta(hours=1))
    folding.settle(connection, until=OPENS + timedelta(minutes=30))
    assert folding.differences(connection)[name] == 0
    connection.execute(f"insert into earlier_{name} select * from earlier_{name} limit 1")
    assert folding.differences(connection)[name] == 1


@pytest.mark.parametrize(
    ("minute", "looks_back", "schema"),
    [
        (60, 0, "main"),
        (61, 0, "main"),
        (66, 65, "past"),
        (101, 65, "past"),
        (105, 65, "main"),
        (40, 0, "main"),
        (47, 0, "ledger"),
        (35, 0, "past"),
        (37, 0, "ledger"),
        (-60, 0, "ledger"),
        (10, 65, "ledger"),
    ],
)
def test_which_moments_are_left(minute: int, looks_back: int, schema: str) -> None:
    state = Folded(OPENS + timedelta(hours=1), OPENS, OPENS + timedelta(minutes=40))
    moment = OPENS + timedelta(minutes=minute)
    assert state.reads(moment, looks_back=timedelta(minutes=looks_back)) == schema


def test_what_can_be_folded_is_older_than_a_moment_and_not_folded_yet() -> None:
    connection = connected()
    for number in range(1, 4):
        publish(connection, number, [[ONE]], set())
    # learned at 10, 20 and 30 minutes
    told = [
        folding.unfolded_rows(connection, until=OPENS + timedelta(minutes=one))
        for one in (9, 14, 27, 60)
    ]
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    folding.fold_recent(connection, until=OPENS + timedelta(minutes=21))
    assert folding.unfolded_rows(connection, until=OPENS + timedelta(minutes=24)) == (0, 3)
    assert folding.unfolded_rows(connection, until=OPENS + timedelta(minutes=31)) == (1, 3)


def test_no_query_looks_back_further_than_moments_are_kept() -> None:
    assert max(statement(name).looks_back for name in query_names()) <= folding.LOOK_BACK


def test_a_store_that_never_settled_reads_its_rollups() -> None:
    state = Folded(OPENS + timedelta(hours=1), OPENS)
    assert state.reads(OPENS + timedelta(minutes=5)) == "main"
    assert state.reads(OPENS + timedelta(minutes=7)) == "ledger"
    assert state.reads(OPENS - timedelta(minutes=5)) == "ledger"


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The demo's day, folded as if it had many sales."""
    generations = Generations(tmp_path_factory.mktemp("folded"), keep=3, lock_seconds=5)
    store = Store(generations)
    demo.build(store, at=datetime(2024, 9, 21, 20))
    return store


def asked(store: Store, as_of: datetime, generation: int) -> list[pd.DataFrame]:
    class At:
        def query(self, name: str, parameters: Any) -> Any:
            return store.query(name, parameters, generation=generation)

    about: dict[str, Any] = {"campaign_code": "ngay-thu-7", "as_of": as_of}
    return [
        progress.overview(At(), **about, unit_id="ha_long"),
        progress.curve(At(), **about, unit_id=None),
        leaderboard.units_by_attainment(At(), **about, level=0, parent_id=None),
        people.sellers(At(), **about, unit_id="ha_long"),
        # moments of recording are kept to the minute
        milestones.steps(At(), **about, unit_id=None).groupby("unit_id").sum(numeric_only=True),
    ]


def test_a_folded_store_answers_every_moment_as_before(
    day: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = day.current()
    moments = [datetime(2024, 9, 21, 9, 40), datetime(2024, 9, 21, 10, 37, 12), datetime.now()]
    told = [asked(day, one, before) for one in moments]
    assert day.compact(at=datetime(2024, 9, 21, 20)) is False
    assert day.current() == before
    monkeypatch.setattr(store_module, "FOLDED_FROM", 1)
    assert day.compact(at=datetime(2024, 9, 21, 20)) is True
    assert day.check() == dict.fromkeys(ROLLUPS, 0)
    for one, answers in zip(moments, told, strict=True):
        for answer, earlier in zip(asked(day, one, day.current()), answers, strict=True):
            if "recorded_at" not in earlier:
                pd.testing.assert_frame_equal(answer, earlier)
    state = day._reader(day.current()).folded
    assert [state.reads(one) for one in moments] == ["past", "ledger", "main"]
    assert day.compact(at=datetime(2024, 9, 21, 20, 5)) is False


def test_a_compaction_that_is_killed_changes_nothing(
    day: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = day.current()
    for name, value in (("FOLDED_FROM", 0), ("FOLDED_LEAST", 0), ("FOLDED_SHARE", 10**9)):
        monkeypatch.setattr(store_module, name, value)
    monkeypatch.setattr(folding, "merge", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        day.compact(at=datetime(2024, 9, 23))
    assert day.current() == before
    assert list(Path(day.generations.folder).glob(".next-*")) == []
