"""What people sold, beside those of their role, on rows a person can add up."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from lib.queries import people
from tests.worlds import DAY, LATER, World, asked, at, by, ground, rows, tiny


def standings(world: World, as_of: datetime = LATER) -> pd.DataFrame:
    return people.standings(asked(world), campaign_code="day", as_of=as_of)


def sellers(
    world: World, unit_id: str | None, as_of: datetime = LATER, most: int = people.EVERYBODY
) -> pd.DataFrame:
    about = {"campaign_code": "day", "as_of": as_of, "unit_id": unit_id}
    return people.sellers(asked(world), **about, most=most)


def of_person(
    query: Callable[..., pd.DataFrame],
    world: World,
    staff_code: str,
    as_of: datetime = LATER,
    **more: Any,
) -> pd.DataFrame:
    return query(asked(world), campaign_code="day", as_of=as_of, staff_code=staff_code, **more)


def test_places_are_among_people_of_the_same_role() -> None:
    found = standings(tiny())
    assert tuple(found) == people.STANDINGS
    places = ("revenue_vnd", "place_in_role", "role_size", "place_in_unit", "unit_role_size")
    assert rows(found, "staff_code", *places) == [
        ("An", 120, 1, 3, 1, 2),
        ("Binh", None, None, 3, None, 2),
        ("Chi", 150, 1, 2, 1, 2),
        ("Dung", 50, 2, 2, 2, 2),
        ("Em", 100, 2, 3, 1, 1),
        ("Giang", None, None, 1, None, 1),
    ]


def test_what_is_counted_of_a_person_and_against_the_average_of_the_role() -> None:
    found = by(standings(tiny()), "staff_code")
    an, giang = found["An"], found["Giang"]
    assert (an["sale_count"], an["service_count"], an["new_customer_count"]) == (2, 2, 1)
    assert (an["unit_id"], an["competing_unit_id"]) == ("north-1", "north")
    assert an["role_average_vnd"] == pytest.approx(220 / 3)
    assert an["role_multiple"] == pytest.approx(120 * 3 / 220)
    assert (giang["sale_count"], giang["role_average_vnd"], giang["role_multiple"]) == (0, 0, None)


def test_standings_of_any_minute_can_be_asked_again() -> None:
    # at 10:00 the mistake of Bình still counts, and what Dung sold is not known
    found = standings(tiny(), at("10:00"))
    assert rows(found, "staff_code", "revenue_vnd", "place_in_role") == [
        ("An", 100, 1),
        ("Binh", 60, 3),
        ("Chi", 150, 1),
        ("Dung", None, None),
        ("Em", 100, 1),
        ("Giang", None, None),
    ]


def test_the_sellers_of_a_unit_add_up_to_it_and_who_sold_nothing_is_listed() -> None:
    found = sellers(tiny(), "north")
    assert tuple(found) == people.SELLERS
    assert rows(found, "place", "staff_code", "is_member", "revenue_vnd", "sale_count") == [
        (1, "Chi", True, 150, 1),
        (2, "An", True, 120, 2),
        (3, "Dung", True, 50, 1),
        (None, "Binh", True, None, 0),
        (None, None, False, 30, 1),
    ]
    assert rows(found, "unit_id") == ["north-1", "north-1", "north-2", "north-1", None]
    assert found["revenue_vnd"].sum() == 350


def test_those_who_are_not_listed_stand_in_one_row_and_all_adds_up_the_same() -> None:
    found = sellers(tiny(), "north", most=1)
    assert rows(found, "place", "staff_code", "people_count", "revenue_vnd", "sale_count") == [
        (1, "Chi", 1, 150, 1),
        (None, None, 3, 170, 3),
        (None, None, 0, 30, 1),
    ]
    # of the roster only Binh is left, who has sold nothing
    quiet = sellers(tiny(), "north", most=3)
    assert rows(quiet, "staff_code", "people_count", "revenue_vnd")[3:] == [
        (None, 1, None),
        (None, 0, 30),
    ]
    everybody = sellers(tiny(), "north", most=4)
    assert rows(everybody, "people_count") == [1, 1, 1, 1, 0]


def test_who_helps_out_elsewhere_stands_among_the_sellers_there() -> None:
    world = ground()
    world.sale(70, unit_id="north-2", staff_code="An", sold_at=at("09:00"))
    world.sale(70, unit_id="north-2", staff_code="Dung", sold_at=at("09:30"))
    found = sellers(world, "north-2")
    assert rows(found, "place", "staff_code", "is_member") == [(1, "An", False), (1, "Dung", True)]
    assert rows(sellers(world, "north-1"), "staff_code", "revenue_vnd") == [
        ("An", None),
        ("Binh", None),
        ("Chi", None),
    ]
    everybody = sellers(world, None)
    assert len(everybody) == 6
    assert everybody["is_member"].all()


def test_the_hours_of_a_person_beside_those_of_the_role() -> None:
    found = of_person(people.hours, tiny(), "An")
    assert tuple(found) == people.HOURS
    # Em, a postman too, sold at 08:30
    assert rows(found) == [(8, 100, 1, 200), (10, 20, 1, 20)]
    assert rows(of_person(people.hours, tiny(), "Binh")) == [(8, 0, 0, 200), (10, 0, 0, 20)]


def test_what_has_no_hour_stands_last() -> None:
    world = tiny()
    world.sale(7, unit_id="north-1", staff_code="Chi")
    assert rows(of_person(people.hours, world, "Chi")) == [
        (9, 150, 1, 150),
        (10, 0, 0, 50),
        (None, 7, 1, 7),
    ]


def test_what_a_person_sold_by_service_the_largest_first() -> None:
    found = of_person(people.services, tiny(), "An")
    assert tuple(found) == people.SERVICES
    assert rows(found, "service_code", "product_code", "revenue_vnd", "quantity", "sale_count") == [
        ("HTD", None, 100, 5, 1),
        ("BCCP", None, 20, 1, 1),
    ]


def test_the_days_of_a_person_reach_back_beyond_the_campaign() -> None:
    world = tiny()
    world.sale(500, unit_id="north-1", staff_code="An", sold_on=date(2024, 9, 3))
    found = of_person(people.days, world, "An")
    assert tuple(found) == people.DAYS
    assert [(day.date() if hasattr(day, "date") else day, *rest) for day, *rest in rows(found)] == [
        (date(2024, 9, 3), 500, 1, False),
        (DAY, 120, 2, True),
    ]
    # in the ledger by nine o'clock: the day before, and the first sale
    assert rows(of_person(people.days, world, "An", at("09:00")), "revenue_vnd") == [500, 100]


def test_the_latest_sales_come_first_and_no_more_than_asked_for() -> None:
    found = of_person(people.sales, tiny(), "An", most=10)
    assert tuple(found) == people.SALES
    assert rows(found, "sale_id", "revenue_vnd", "is_new_customer") == [
        (7, 20, True),
        (1, 100, None),
    ]
    assert rows(of_person(people.sales, tiny(), "An", most=1), "sale_id") == [7]


def test_who_is_not_on_the_roster_has_no_hours_and_a_void_takes_a_sale_back() -> None:
    assert of_person(people.hours, tiny(), "Nobody").empty
    assert of_person(people.sales, tiny(), "Binh", most=9).empty
    assert rows(of_person(people.sales, tiny(), "Binh", at("10:00"), most=9), "sale_id") == [4]


def test_an_unknown_campaign_has_no_rows_and_the_promised_columns() -> None:
    about: dict[str, Any] = {"campaign_code": "no such", "as_of": LATER}
    reader, who = asked(ground()), {"staff_code": "An"}
    for found, columns in (
        (people.standings(reader, **about), people.STANDINGS),
        (people.sellers(reader, **about, unit_id=None), people.SELLERS),
        (people.hours(reader, **about, **who), people.HOURS),
        (people.services(reader, **about, **who), people.SERVICES),
        (people.days(reader, **about, **who), people.DAYS),
        (people.sales(reader, **about, **who, most=5), people.SALES),
    ):
        assert found.empty
        assert tuple(found) == columns
