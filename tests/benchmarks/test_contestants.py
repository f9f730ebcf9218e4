"""The contestants of `make bench` answer the same, or they would not be compared."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from benchmarks.contestants.ours import Ledger, Ours
from benchmarks.contestants.pandas_frame import Naive
from benchmarks.contestants.questions import (
    QUESTIONS,
    Answer,
    Contestant,
    Page,
    columns,
    difference,
    plain,
)
from benchmarks.world import World, world
from lib.store import Store

ROWS = 2_000


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world(ROWS, within=tmp_path_factory.mktemp("worlds"))


@pytest.fixture(params=["18:30", "11:05"])
def page(small: World, request: pytest.FixtureRequest) -> Page:
    hour, minute = request.param.split(":")
    return Page(small.as_of.replace(hour=int(hour), minute=int(minute)))


def _ours(made: World, page: Page) -> Mapping[str, Answer]:
    return Ours(made.store(), page).page()


@pytest.mark.parametrize("other", [Ledger, Naive])
def test_each_contestant_gives_our_answers(
    small: World, page: Page, other: Callable[[Store, Page], Contestant]
) -> None:
    ours = _ours(small, page)
    assert all(len(ours[question]) for question in QUESTIONS)
    contestant = other(small.store(), page)
    assert contestant.differs(ours) is None
    contestant.close()


def test_an_answer_that_is_another_is_told(small: World) -> None:
    page = Page.of(small)
    earlier = Page(page.as_of.replace(hour=12))
    assert "overview" in (Naive(small.store(), earlier).differs(_ours(small, page)) or "")


def test_a_world_has_what_makes_the_questions_hard(small: World) -> None:
    page = _ours(small, Page.of(small))
    overview = plain(page["overview"], columns("overview"))[0]
    assert 0 < overview["untimed_revenue_vnd"] < overview["revenue_vnd"]
    assert 0 < overview["snapshot_new_customer_count"] < overview["new_customer_count"]
    assert overview["waiting_count"] > 0
    assert len(page["units_by_attainment"]) > 10
    assert page["sellers"]["staff_code"].isna().sum() == 1
    assert not page["sellers"]["is_member"].all()


def test_a_world_of_several_days_is_folded_and_answers_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.world.SALES_A_DAY", 500)
    monkeypatch.setattr("benchmarks.world.PUBLISHED_AT_ONCE", 900)
    monkeypatch.setattr("lib.store.store.FOLDED_FROM", 100)
    made = world(ROWS, within=tmp_path)
    page = Page.of(made)
    ours = _ours(made, page)
    sold = plain(ours["curve"], columns("curve"))
    assert sum(1 for slot in sold if slot["revenue_vnd"]) == 4
    assert not any(made.store().check().values())
    for other in (Ledger, Naive):
        assert other(made.store(), page).differs(ours) is None


def test_a_world_is_made_once(small: World) -> None:
    again = world(ROWS, within=small.folder.parent)
    assert again.store().current() == small.store().current()


def test_an_answer_that_differs_is_told() -> None:
    one, other = [{"a": 1, "b": None}], [{"a": 1, "b": 0}]
    assert difference(one, one, ["a", "b"]) is None
    assert difference(one, other, ["a", "b"]) == "row 0, b: None and 0"
    assert difference(one, [], ["a"]) == "1 rows and 0"


def test_worlds_of_other_days_go_and_the_usual_one_stays(tmp_path: Path) -> None:
    usual = world(300, within=tmp_path)
    later = world(300, usual.last_day.replace(month=12), within=tmp_path)
    latest = world(300, later.last_day.replace(day=2), within=tmp_path)
    assert usual.folder.exists() and latest.folder.exists()
    assert not later.folder.exists()
