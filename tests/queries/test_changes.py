"""What lies between two moments of the board, on rows a person can add up."""

from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from lib.queries import changes, leaderboard
from tests.worlds import DAY, LATER, Row, World, asked, at, by, ground, only, rows, tiny

MONEY = ("then_vnd", "new_vnd", "late_vnd", "voided_vnd", "replaced_vnd", "now_vnd")


def parts(
    world: World,
    since: datetime,
    as_of: datetime = LATER,
    level: int = 0,
    parent_id: str | None = None,
) -> pd.DataFrame:
    about: dict[str, Any] = {"campaign_code": "day", "level": level, "parent_id": parent_id}
    return changes.parts(asked(world), since=since, as_of=as_of, **about)


def total(world: World, since: datetime, as_of: datetime = LATER) -> Row:
    found = parts(world, since, as_of)
    return only(found[found["part"] == "total"])


def money(world: World, since: datetime, as_of: datetime = LATER) -> tuple[int, ...]:
    found = total(world, since, as_of)
    return tuple(found[name] for name in MONEY)


def test_the_small_world_from_ten_to_half_past_eleven() -> None:
    # new: 50 sold 10:20 and 20 sold 10:50; late: 30 without an hour; voided: the mistake of 60
    assert tuple(parts(tiny(), at("10:00"))) == changes.PARTS
    found = total(tiny(), at("10:00"), at("11:30"))
    assert [found[name] for name in MONEY] == [410, 70, 30, 60, 0, 450]
    assert (found["new_count"], found["late_count"], found["voided_count"]) == (2, 1, 1)
    assert found["untimed_vnd"] == 30


def test_what_was_sold_before_and_recorded_since_is_late() -> None:
    # 50 was sold at 10:20 and recorded at 11:30; the void of 11:00 is on both sides
    assert money(tiny(), at("11:00"), at("11:30")) == (400, 0, 50, 0, 0, 450)


def test_units_and_groups_add_up_to_the_total() -> None:
    found = parts(tiny(), at("10:00"), at("11:30"))
    assert rows(found[found["part"] == "unit"], "unit_id", *MONEY) == [
        ("north", 310, 70, 30, 60, 0, 350),
        ("south", 100, 0, 0, 0, 0, 100),
    ]
    assert rows(found[found["part"] == "group"], "group_code", *MONEY) == [
        ("FINANCE", 150, 0, 0, 0, 0, 150),
        ("GOODS", 160, 50, 30, 60, 0, 180),
        ("POST", 100, 20, 0, 0, 0, 120),
    ]


def test_the_counters_of_a_unit() -> None:
    found = parts(tiny(), at("10:00"), at("11:30"), level=1, parent_id="north")
    assert rows(found[found["part"] == "unit"], "unit_id", "then_vnd", "now_vnd") == [
        ("north", 0, 30),
        ("north-1", 310, 270),
        ("north-2", 0, 50),
    ]
    assert rows(found[found["part"] == "total"], "then_vnd", "now_vnd") == [(310, 350)]


def test_borders_a_sale_at_the_first_moment_is_new_and_one_recorded_by_then_was_there() -> None:
    world = ground()
    world.sale(1, unit_id="north-1", sold_at=at("10:00"), recorded_at=at("10:00"))
    world.sale(10, unit_id="north-1", sold_at=at("10:00"), recorded_at=at("10:01"))
    world.sale(100, unit_id="north-1", sold_at=at("09:59"), recorded_at=at("10:01"))
    world.sale(1_000, unit_id="north-1", sold_at=at("10:30"), recorded_at=at("11:00"))
    assert money(world, at("10:00"), at("11:00")) == (1, 1_010, 100, 0, 0, 1_111)
    assert money(world, at("10:00"), at("10:59")) == (1, 10, 100, 0, 0, 111)
    assert money(world, at("10:00"), at("10:00")) == (1, 0, 0, 0, 0, 1)


def test_a_void_counts_from_the_moment_it_was_written() -> None:
    world = ground()
    sale = world.sale(70, unit_id="north-1", sold_at=at("09:00"))
    world.void(sale, voided_at=at("10:00"))
    assert money(world, at("09:59"), at("10:00")) == (70, 0, 0, 70, 0, 0)
    assert parts(world, at("10:00"), at("11:00")).empty


def test_what_came_and_went_in_between_is_in_no_part() -> None:
    world = ground()
    sale = world.sale(70, unit_id="north-1", sold_at=at("09:10"))
    world.void(sale, voided_at=at("09:40"))
    world.sale(5, unit_id="north-1", sold_at=at("09:20"))
    found = total(world, at("09:00"), at("10:00"))
    assert [found[name] for name in MONEY] == [0, 5, 0, 0, 0, 5]
    assert (found["new_count"], found["voided_count"]) == (1, 0)


def test_without_an_hour_a_sale_is_late_on_the_day_and_new_on_a_later_one() -> None:
    world = ground()
    world.tables["campaigns"][0]["ends_on"] = DAY + timedelta(1)
    world.sale(3, unit_id="north-1", recorded_at=at("11:00"))
    world.sale(5, unit_id="north-1", sold_on=DAY + timedelta(1), recorded_at=at("11:00"))
    found = total(world, at("10:00"), at("12:00"))
    assert (found["late_vnd"], found["untimed_vnd"], found["new_vnd"]) == (3, 3, 5)


def versions(*handed_in: tuple[int, str, int | None]) -> World:
    """Batches 2, 3, … with their time and the batch each takes the place of."""
    world = ground()
    for batch_id, clock, replaces in handed_in:
        world.batch(batch_id, recorded_at=at(clock))
        world.tables["batches"][-1]["replaces_batch_id"] = replaces
    return world


def sell(world: World, vnd: int, batch_id: int, sold: str, recorded: str) -> None:
    world.sale(
        vnd,
        unit_id="north-1",
        sold_at=at(sold),
        recorded_at=at(recorded),
        batch_id=batch_id,
    )


def test_a_newer_version_of_a_file_is_a_correction_but_for_what_was_sold_since() -> None:
    world = versions((2, "09:30", None), (3, "11:00", 2))
    sell(world, 100, 2, "09:00", "09:30")
    world.void_batch(2, voided_at=at("11:00"))
    sell(world, 90, 3, "09:00", "11:00")
    sell(world, 40, 3, "10:30", "11:00")
    assert money(world, at("10:00"), at("11:00")) == (100, 40, 0, 100, 90, 130)


def test_versions_between_the_two_moments_lead_back_to_the_one_on_the_board() -> None:
    world = versions((2, "09:30", None), (3, "10:20", 2), (4, "10:40", 3))
    sell(world, 100, 2, "09:00", "09:30")
    world.void_batch(2, voided_at=at("10:20"))
    sell(world, 90, 3, "09:00", "10:20")
    world.void_batch(3, voided_at=at("10:40"))
    sell(world, 95, 4, "09:00", "10:40")
    assert money(world, at("10:00"), at("11:00")) == (100, 0, 0, 100, 95, 95)


def test_a_version_of_a_file_that_was_not_on_the_board_yet_is_no_correction() -> None:
    world = versions((2, "10:10", None), (3, "10:40", 2))
    sell(world, 100, 2, "09:00", "10:10")
    world.void_batch(2, voided_at=at("10:40"))
    sell(world, 90, 3, "09:00", "10:40")
    assert money(world, at("10:00"), at("11:00")) == (0, 0, 90, 0, 0, 90)


def test_versions_that_replace_each_other_in_a_ring_end() -> None:
    world = versions((2, "09:30", 3), (3, "09:40", 2))
    sell(world, 10, 2, "09:00", "10:30")
    assert money(world, at("10:00"), at("11:00")) == (0, 0, 0, 0, 10, 10)


def test_before_anything_and_for_an_unknown_campaign_there_are_no_rows() -> None:
    assert parts(tiny(), at("06:00"), at("07:00")).empty
    about: dict[str, Any] = {"since": at("10:00"), "as_of": LATER, "level": 0, "parent_id": None}
    found = changes.parts(asked(tiny()), campaign_code="no such", **about)
    assert found.empty
    assert tuple(found) == changes.PARTS


def test_the_boards_at_both_ends_are_those_of_the_leaderboard() -> None:
    found = parts(tiny(), at("10:00"), at("11:30"))
    units = by(found[found["part"] == "unit"], "unit_id")
    for moment, column in ((at("10:00"), "then_vnd"), (at("11:30"), "now_vnd")):
        board = leaderboard.units_by_attainment(
            asked(tiny()), campaign_code="day", as_of=moment, level=0, parent_id=None
        )
        for unit_id, vnd in rows(board, "unit_id", "revenue_vnd"):
            assert units.get(unit_id, {column: 0})[column] == vnd
