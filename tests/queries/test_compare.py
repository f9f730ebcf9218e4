"""What a campaign, a unit and a day are compared by, on rows a person can add up."""

from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from lib.queries import compare
from tests.worlds import DAY, LATER, World, asked, at, ground, rows, tiny

NEXT = DAY + timedelta(1)


def learned(world: World, as_of: datetime = LATER, **window: Any) -> pd.DataFrame:
    about = {"since_on": DAY, "before_on": NEXT, "unit_id": None, **window}
    return compare.learned(asked(world), campaign_code="day", as_of=as_of, **about)


def days(world: World, as_of: datetime = LATER, unit_id: str | None = None) -> pd.DataFrame:
    return compare.days(asked(world), campaign_code="day", as_of=as_of, unit_id=unit_id)


def test_the_board_of_the_small_world_as_it_grew() -> None:
    assert tuple(learned(tiny())) == compare.LEARNED
    assert rows(learned(tiny())) == [
        ("north", "FINANCE", DAY, 585, 150, 1),
        ("north", "GOODS", DAY, 495, 100, 1),
        ("north", "GOODS", DAY, 540, 60, 1),
        ("north", "GOODS", DAY, 660, 30 - 60, 0),
        ("north", "GOODS", DAY, 690, 50, 1),
        ("north", "POST", DAY, 660, 20, 1),
        ("south", "POST", DAY, 510, 100, 1),
    ]


def test_the_rows_up_to_a_moment_are_the_board_of_that_moment() -> None:
    assert learned(tiny(), at("10:59"))["revenue_vnd"].sum() == 430
    assert learned(tiny(), at("11:00"))["revenue_vnd"].sum() == 400
    assert learned(tiny(), at("10:59"), unit_id="north-1")["revenue_vnd"].sum() == 330
    assert learned(tiny(), at("10:59"), unit_id="south")["revenue_vnd"].sum() == 100


def test_a_second_past_the_quarter_belongs_to_the_next_and_midnight_ends_the_day() -> None:
    world = ground()
    world.sale(1, unit_id="north-1", sold_at=at("09:00"), recorded_at=at("09:15"))
    world.sale(2, unit_id="north-1", sold_at=at("09:00"), recorded_at=at("09:15:01"))
    world.sale(4, unit_id="north-1", sold_at=at("09:00"), recorded_at=at("23:59"))
    found = learned(world, LATER)
    assert rows(found, "known_on", "known_minute", "revenue_vnd") == [
        (DAY, 555, 1),
        (DAY, 570, 2),
        (DAY, 1440, 4),
    ]


def test_another_day_through_the_same_units_and_services() -> None:
    world = ground()
    week_ago = DAY - timedelta(7)
    world.sale(40, unit_id="north-1", sold_at=at("09:00", week_ago))
    world.sale(2, unit_id="province", sold_at=at("09:00", week_ago))
    window = {"since_on": week_ago, "before_on": week_ago + timedelta(1)}
    assert rows(learned(world, **window), "unit_id", "revenue_vnd") == [("north", 40)]
    assert learned(world).empty


def test_the_days_on_which_anything_was_sold() -> None:
    world = tiny()
    week_ago = DAY - timedelta(7)
    world.sale(40, unit_id="north-1", sold_at=at("09:00", week_ago))
    gone = world.sale(40, unit_id="north-1", sold_at=at("09:00", week_ago + timedelta(1)))
    world.void(gone, voided_at=at("10:00", week_ago + timedelta(1)))
    found = compare.sold_days(
        asked(world),
        campaign_code="day",
        since_on=week_ago,
        before_on=NEXT,
        as_of=LATER,
        unit_id=None,
    )
    assert tuple(found) == compare.SOLD_DAYS
    assert rows(found) == [(week_ago, 40, 1), (DAY, 450, 6)]


def roster(world: World, on_day: date, unit_id: str | None = None) -> list[Any]:
    found = compare.roster(asked(world), campaign_code="day", on_day=on_day, unit_id=unit_id)
    assert tuple(found) == compare.ROSTER
    return rows(found)


def test_the_roster_of_a_day() -> None:
    assert roster(ground(), DAY) == [("north", 4), ("office", 1), ("south", 1)]
    assert roster(ground(), DAY, "north-1") == [("north", 3)]
    world = ground()
    world.tables["staff"][0]["valid_from"] = DAY
    assert roster(world, DAY - timedelta(1)) == [("north", 3), ("office", 1), ("south", 1)]


def hours(world: World, level: int = 0, parent_id: str | None = None) -> list[Any]:
    about: dict[str, Any] = {"as_of": LATER, "level": level, "parent_id": parent_id}
    found = compare.hours(asked(world), campaign_code="day", **about)
    assert tuple(found) == compare.HOURS
    return rows(found)


def test_each_hour_of_each_unit_the_unknown_one_last() -> None:
    assert hours(tiny()) == [
        ("north", 8, 100, 1),
        ("north", 9, 150, 1),
        ("north", 10, 70, 2),
        ("north", None, 30, 1),
        ("south", 8, 100, 1),
    ]
    assert hours(tiny(), 1, "north")[:1] == [("north", None, 30, 1)]
    assert ("north-2", 10, 50, 1) in hours(tiny(), 1)


def test_the_one_day_of_the_small_world() -> None:
    # north 350 of 500, south 100 of 400
    assert tuple(days(tiny())) == compare.DAYS
    assert rows(days(tiny())) == [(DAY, 450, 1_000, 7, 1, 6, 2, 3, "north", 0.7, 1)]
    assert rows(days(tiny(), unit_id="south")) == [(DAY, 100, 400, 0, 1, 1, 1, 1, None, None, 0)]


def several_days() -> World:
    """The campaign over three days: 400 of the plan on the first two, 200 on the last."""
    world = ground()
    day = world.tables["campaigns"][0]
    day["ends_on"], day["closes_at"] = DAY + timedelta(2), at("12:00", DAY + timedelta(2))
    world.tables["campaign_slots"] = [
        {
            "campaign_code": "day",
            "starts_at": at("08:00", DAY + timedelta(number)),
            "ends_at": at("12:00", DAY + timedelta(number)),
            "takes_from": at("00:00", DAY + timedelta(number)),
            "takes_until": at("00:00", DAY + timedelta(number + 1)),
            "plan_share": share,
        }
        for number, share in enumerate((0.4, 0.4, 0.2))
    ]
    for vnd, unit_id, number in ((100, "north-1", 0), (80, "south-1", 0), (50, "north-2", 2)):
        day_on = DAY + timedelta(number)
        customer = {"customer_code": "K1", "is_new_customer": True}
        world.sale(vnd, unit_id=unit_id, sold_at=at("09:00", day_on), quantity=3, **customer)
    return world


def test_each_day_of_a_longer_campaign_the_one_without_sales_has_no_revenue() -> None:
    found = days(several_days(), at("12:00", DAY + timedelta(2)))
    # 100 of 500 and 80 of 400 are level; K1 is new once
    assert rows(found) == [
        (DAY, 180, 400, 6, 1, 2, 2, 3, "north", 0.2, 2),
        (NEXT, None, 400, None, None, 0, 0, 3, None, None, 0),
        (DAY + timedelta(2), 50, 200, 3, 0, 1, 1, 3, "north", 0.1, 1),
    ]


def test_days_whose_slots_have_not_begun_are_left_out() -> None:
    assert rows(days(several_days(), at("08:00", NEXT)), "sold_on") == [DAY]
    assert rows(days(several_days(), at("08:01", NEXT)), "sold_on") == [DAY, NEXT]


def test_a_day_without_targets_or_slots_has_neither_best_nor_plan() -> None:
    world = tiny()
    world.tables["targets"], world.tables["campaign_slots"] = [], []
    assert rows(days(world), "plan_vnd", "best_unit_id", "best_count") == [(None, None, 0)]


def test_an_unknown_campaign_has_no_rows_and_the_promised_columns() -> None:
    reader = asked(ground())
    window: dict[str, Any] = {"since_on": DAY, "before_on": NEXT, "as_of": LATER, "unit_id": None}
    code: dict[str, Any] = {"campaign_code": "no such"}
    level: dict[str, Any] = {"as_of": LATER, "level": 0, "parent_id": None}
    for found, columns in (
        (compare.learned(reader, **code, **window), compare.LEARNED),
        (compare.sold_days(reader, **code, **window), compare.SOLD_DAYS),
        (compare.roster(reader, **code, on_day=DAY, unit_id=None), compare.ROSTER),
        (compare.hours(reader, **code, **level), compare.HOURS),
        (compare.days(reader, **code, as_of=LATER, unit_id=None), compare.DAYS),
    ):
        assert found.empty
        assert tuple(found) == columns
