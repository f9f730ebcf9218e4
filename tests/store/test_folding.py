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
from lib.store import Store, folding, rollup
from lib.store import store as store_module
from lib.store.folding import Folded
from lib.store.generations import Generations
from lib.store.rollup import ROLLUPS
from tests.store.test_rollup import OPENS, STEPS, connected, publish

MIDNIGHT = datetime(2024, 9, 21)
KNOWN = """
select coalesce(sum(sale_count), 0), coalesce(sum(revenue_vnd), 0) from {} where known_at <= $as_of
"""
SUMMED = ("sales_rollup", "campaign_totals", "campaign_steps", "campaign_quarters")


@settings(max_examples=20, deadline=None)
@given(STEPS, st.integers(0, 6))
def test_folded_rollups_are_the_ledger_at_every_moment_that_is_left(
    steps: list[tuple[list[list[dict[str, Any]]], set[int], int]], folded_after: int
) -> None:
    connection = connected()
    for number, (batches, voided, late) in enumerate(steps, start=1):
        publish(connection, number, batches, voided, late)
        if number == folded_after:
            folding.fold_recent(connection, until=OPENS + timedelta(minutes=10 * number + 3))
    assert folding.differences(connection) == dict.fromkeys(ROLLUPS, 0)
    for number in range(-2, len(steps) + 2):
        moment = OPENS + timedelta(minutes=10 * number)
        assert folding.folded(connection).answers(moment)
        for name in SUMMED:
            text, given_ = KNOWN.format(name), {"as_of": moment}
            kept = connection.execute(text, given_).fetchall()
            text = KNOWN.format(f"ledger.{name}")
            assert connection.execute(text, given_).fetchall() == kept, name


def test_five_minutes_become_one_row_and_what_is_merged_stands_under_one_midnight() -> None:
    connection = connected()
    sale: dict[str, Any] = {
        "unit_id": "north-1", "service_code": "HTD", "role_code": None, "staff_code": "An",
        "quantity": 1, "revenue_vnd": 10, "is_simulated": False, "sold_at": OPENS,
    }  # fmt: skip
    for number in range(1, 4):
        publish(connection, number, [[sale]], set())
    connection.execute("update campaign_totals set known_at = known_at - interval 8 minute")
    connection.execute("update sales set recorded_at = recorded_at - interval 8 minute")
    connection.execute("update voids set voided_at = voided_at - interval 8 minute")
    rollup.rebuild(connection)
    folding.fold_recent(connection, until=OPENS + timedelta(minutes=17))
    known = connection.execute("select known_at from campaign_totals order by 1").fetchall()
    # learned at 2, 12 and 22 minutes; the first two are folded
    assert [one for (one,) in known] == [OPENS + timedelta(minutes=one) for one in (5, 15, 22)]
    folding.merge(connection, until=MIDNIGHT + timedelta(days=3))
    # the campaign's only day is its last: nothing of it is merged
    assert connection.execute("select count(*) from campaign_totals").fetchall() == [(3,)]
    connection.execute("update campaigns set closes_at = closes_at + interval 2 day")
    connection.execute("update rollup_state set merged_until = null")
    folding.merge(connection, until=MIDNIGHT + timedelta(days=3))
    assert connection.execute("select known_at, sale_count from campaign_totals").fetchall() == [
        (MIDNIGHT + timedelta(days=2), 3)
    ]
    assert folding.differences(connection) == dict.fromkeys(ROLLUPS, 0)


@pytest.mark.parametrize(
    ("minute", "looks_back", "known"),
    [(7, 0, False), (10, 0, True), (61, 0, True), (-60, 0, False), (10, 65, False)],
)
def test_which_moments_are_left(minute: int, looks_back: int, known: bool) -> None:
    state = Folded(OPENS + timedelta(hours=1), OPENS)
    moment = OPENS + timedelta(minutes=minute)
    assert state.answers(moment, looks_back=timedelta(minutes=looks_back)) is known


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
    assert not day._reader(day.current()).folded.answers(moments[1])
    assert day.compact(at=datetime(2024, 9, 21, 20, 5)) is False


def test_a_compaction_that_is_killed_changes_nothing(
    day: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = day.current()
    monkeypatch.setattr(store_module, "FOLDED_FROM", 0)
    monkeypatch.setattr(folding, "merge", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        day.compact(at=datetime(2024, 9, 23))
    assert day.current() == before
    assert list(Path(day.generations.folder).glob(".next-*")) == []
