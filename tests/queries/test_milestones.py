"""What the ledger learned moment by moment, on rows a person can add up."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pandas as pd
import pytest

from lib.feed import milestone_steps
from lib.queries import milestones
from lib.queries.answers import MOST_KEPT, Answers, Kept
from tests.worlds import DAY, LATER, World, asked, at, ground, rows, tiny


def steps(
    world: World, as_of: datetime = LATER, unit_id: str | None = None, code: str = "day"
) -> pd.DataFrame:
    return milestones.steps(asked(world), campaign_code=code, as_of=as_of, unit_id=unit_id)


def told(*given: object, **named: object) -> list[tuple[object, ...]]:
    """Clock, unit and the four measures of each step."""
    found = rows(steps(*given, **named))
    return [(f"{moment:%H:%M}", *rest) for moment, *rest in found]


def test_the_columns_stand_with_and_without_rows() -> None:
    filled = steps(tiny())
    assert tuple(filled) == milestones.STEPS
    for empty in (steps(ground()), steps(tiny(), code="no such"), steps(tiny(), at("08:00"))):
        assert empty.empty
        assert list(empty.dtypes) == list(filled.dtypes)


def test_the_small_world_was_learned_in_six_steps() -> None:
    # recorded, unit: revenue, goods, new customers, sales; the voided 60 of 09:00 is not there
    assert told(tiny()) == [
        ("08:10", "north", 100, 5, 0, 1),
        ("08:30", "south", 100, 0, 1, 1),
        ("09:40", "north", 150, 0, 0, 1),
        ("10:50", "north", 20, 0, 0, 1),  # K1 is new no more
        ("11:00", "north", 30, 0, 0, 1),
        ("11:30", "north", 50, 2, 0, 1),
    ]


@pytest.mark.parametrize(
    ("clock", "count"), [("08:09", 0), ("08:10", 1), ("09:40", 4), ("10:59", 5), ("11:00", 5)]
)
def test_a_cut_off_counts_what_was_recorded_by_then_and_not_voided(clock: str, count: int) -> None:
    assert len(steps(tiny(), at(clock))) == count


def test_of_some_moments_a_customer_met_before_is_not_new() -> None:
    between = milestones.steps(
        asked(tiny()), campaign_code="day", as_of=LATER, unit_id=None,
        since_at=at("09:40"), before_at=at("11:00"),
    )  # fmt: skip
    told_of = rows(between, "recorded_at", "unit_id", "new_customer_count")
    assert told_of == [(at("09:40"), "north", 0), (at("10:50"), "north", 0)]


def test_what_is_known_of_the_moments_before_one_changes_with_a_void() -> None:
    def known(clock: str) -> list[tuple[object, ...]]:
        return rows(
            milestones.steps_known(
                asked(tiny()), campaign_code="day", as_of=at(clock), before_at=at("10:00")
            )
        )

    # rows, last learned, sales, revenue, goods, new customers without a code
    assert known("09:40")[0][2:6] == (4, 410, 8, 0)
    assert known("10:59") == known("09:40")
    assert known("11:00")[0][2:6] == (3, 350, 5, 0)


def test_what_is_kept_is_not_taken_for_that_of_another_organisation() -> None:
    as_it_was, moved = tiny(), tiny()
    [hangs] = [row for row in moved.tables["org_hierarchy"] if row["child_id"] == "north-2"]
    hangs["parent_id"] = "south"
    always = Kept(MOST_KEPT)
    told_of = [
        rows(
            milestone_steps.steps(
                Answers(asked(world), generation, always),
                campaign_code="day", as_of=LATER + timedelta(hours=8), unit_id=None,
            )
        )[-1][:2]
        for generation, world in enumerate((as_it_was, moved))
    ]  # fmt: skip
    assert told_of == [(at("11:30"), "north"), (at("11:30"), "south")]


def test_an_earlier_list_begins_a_later_one() -> None:
    world = tiny()
    world.tables["voids"] = []
    later = told(world)
    for clock in ("08:10", "09:00", "10:50", "11:29"):
        earlier = told(world, at(clock))
        assert earlier == later[: len(earlier)]


def test_below_a_unit_its_children_compete_and_it_stands_for_itself() -> None:
    assert told(tiny(), unit_id="north") == [
        ("08:10", "north-1", 100, 5, 0, 1),
        ("09:40", "north-1", 150, 0, 0, 1),
        ("10:50", "north-1", 20, 0, 1, 1),  # K1's first mention here
        ("11:00", "north", 30, 0, 0, 1),  # sold by the unit itself
        ("11:30", "north-2", 50, 2, 0, 1),
    ]
    assert [row[:3] for row in told(tiny(), unit_id="north-1")] == [
        ("08:10", "north-1", 100),
        ("09:40", "north-1", 150),
        ("10:50", "north-1", 20),
    ]
    assert told(tiny(), unit_id="no such") == []


def test_what_is_recorded_together_is_one_step_of_each_unit() -> None:
    world = ground()
    for unit_id, revenue in (("north-1", 10), ("south-1", 20), ("north-2", 30), ("north-1", 40)):
        world.sale(revenue, unit_id=unit_id, sold_at=at("08:00"), recorded_at=at("09:00"))
    assert told(world) == [("09:00", "north", 80, 3, 0, 3), ("09:00", "south", 20, 1, 0, 1)]


def test_a_customer_new_to_two_units_at_once_is_met_by_the_first_by_id() -> None:
    world = ground()
    for unit_id in ("south-1", "north-1"):
        world.sale(
            10,
            unit_id=unit_id,
            sold_at=at("08:00"),
            customer_code="K9",
            is_new_customer=True,
        )
    world.sale(10, unit_id="north-1", sold_at=at("08:00"), is_new_customer=True)
    assert [(row[1], row[4]) for row in told(world)] == [("north", 2), ("south", 0)]


def test_a_voided_first_mention_leaves_the_customer_to_the_next() -> None:
    world = ground()
    about = {"customer_code": "K9", "is_new_customer": True}
    first = world.sale(10, unit_id="south-1", sold_at=at("08:00"), **about)
    world.sale(10, unit_id="north-1", sold_at=at("09:00"), **about)
    assert [row[4] for row in told(world)] == [1, 0]
    world.void(first, voided_at=at("10:00"))
    assert [row[4] for row in told(world)] == [1]
    assert [row[4] for row in told(world, at("09:59"))] == [1, 0]


def test_a_sale_stays_with_the_unit_it_was_sold_under(moved: Callable[[], World]) -> None:
    world = moved()
    assert [row[1:3] for row in told(world)] == [("north", 10)]
    assert [row[1:3] for row in told(world, unit_id="north")] == [("north-1", 10)]
    assert told(world, unit_id="south") == []


@pytest.fixture
def moved() -> Callable[[], World]:
    """north-1 sells on the campaign's day and hangs under south the day after."""

    def world() -> World:
        found = ground()
        found.sale(10, unit_id="north-1", sold_at=at("08:00"))
        found.move("north-1", parent="south", on=DAY + timedelta(1))
        return found

    return world
