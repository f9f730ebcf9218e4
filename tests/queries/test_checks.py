"""What is worth a second look, on rows a person can count."""

from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from lib.queries import checks
from tests.worlds import DAY, LATER, Row, World, asked, at, ground, only, rows

THRESHOLDS: dict[str, dict[str, Any]] = {
    "split_orders": {"sales": 3, "minutes": 10, "least_vnd": 100},
    "end_of_day_spikes": {"minutes": 30, "times": 2.0, "least_vnd": 50},
    "customers_new_twice": {"sales": 2, "sellers": 2},
    "recorded_after_close": {"minutes": 15},
    "round_runs": {"sales": 3, "multiple_vnd": 100},
    "two_places": {"minutes": 15},
}
CHECKS = pytest.mark.parametrize("check", THRESHOLDS)


def listed(
    check: str, world: World, *, as_of: datetime = LATER, unit_id: str | None = None, **other: Any
) -> pd.DataFrame:
    about = {"campaign_code": "day", "as_of": as_of, "unit_id": unit_id}
    query = getattr(checks, check)
    found: pd.DataFrame = query(asked(world), **{**about, **THRESHOLDS[check], **other})
    return found


def sold(world: World, *clocks: str, vnd: int = 40, by: str = "An", **values: Any) -> list[Row]:
    """Sales of one seller, at their unit unless said otherwise."""
    homes = {row["staff_code"]: row["unit_id"] for row in world.tables["staff"]}
    about: Row = {"unit_id": homes[by], "staff_code": by, **values}
    return [world.sale(vnd, sold_at=at(clock), **about) for clock in clocks]


def worth_a_look() -> World:
    """One of each: 08:00-08:10 three of An, north-1; Em at the end; K9; batch 2; Chi; Dung."""
    world = ground()
    sold(world, "08:00", "08:05", "08:10")
    sold(world, "11:30", "11:59", vnd=60, by="Em")
    world.sale(1_000, unit_id="south", sold_at=at("08:00"))
    new: Row = {"customer_code": "K9", "is_new_customer": True, "vnd": 1}
    sold(world, "09:00", by="Binh", **new)
    sold(world, "10:00", by="Giang", **new)
    world.batch(2, recorded_at=at("12:16"))
    sold(world, "10:00", by="Giang", vnd=7, batch_id=2, recorded_at=at("12:16"))
    sold(world, "09:00", "09:30", "10:00", by="Chi", vnd=300)
    sold(world, "09:00", by="Dung", vnd=5)
    sold(world, "09:15", by="Dung", vnd=6, unit_id="south-1")
    return world


@CHECKS
def test_the_columns_stand_with_and_without_rows(check: str) -> None:
    filled = listed(check, worth_a_look())
    assert len(filled) == 1
    assert tuple(filled) == getattr(checks, check.upper())
    nothing = listed(check, ground())
    assert nothing.empty
    assert list(nothing.dtypes) == list(filled.dtypes)
    assert listed(check, worth_a_look(), as_of=at("07:00")).empty


@CHECKS
@pytest.mark.parametrize("unit_id", ["north", "north-1", "north-2", "south", "office", "none"])
def test_a_unit_lists_its_own_and_those_below_it(check: str, unit_id: str) -> None:
    where = {
        "split_orders": {"north", "north-1"},
        "end_of_day_spikes": {"south"},
        "customers_new_twice": {"north", "north-1", "office"},
        "recorded_after_close": {"office"},
        "round_runs": {"north", "north-1"},
        "two_places": {"north", "north-2", "south"},
    }
    found = listed(check, worth_a_look(), unit_id=unit_id)
    assert len(found) == (unit_id in where[check])


@CHECKS
def test_what_is_voided_is_looked_at_no_more(check: str) -> None:
    world = worth_a_look()
    for sale in world.tables["sales"]:
        world.void(sale, voided_at=at("13:00"))
    assert len(listed(check, world, as_of=at("12:59"))) == 1
    assert listed(check, world, as_of=at("13:00")).empty


# Split orders


def test_a_succession_names_who_what_when_and_how_much() -> None:
    row = only(listed("split_orders", worth_a_look()))
    assert (row["unit_id"], row["unit_name"]) == ("north-1", "north-1")
    assert (row["staff_code"], row["staff_name"]) == ("An", "Nguyễn Mẫu An")
    assert (row["service_code"], row["product_code"]) == ("HTD", None)
    assert (row["first_at"], row["last_at"]) == (at("08:00"), at("08:10"))
    assert (row["sale_count"], row["revenue_vnd"], row["first_sale_id"]) == (3, 120, 1)


@pytest.mark.parametrize(
    ("clocks", "count"),
    [
        (("08:00", "08:10", "08:20"), 1),  # each ten minutes after the one before
        (("08:00", "08:10", "08:21"), 0),
        (("08:00", "08:00", "08:00"), 1),
        (("08:00", "08:10"), 0),
        (("08:00", "08:01", "08:02", "09:00", "09:01", "09:02"), 2),
    ],
)
def test_sales_follow_one_another_within_the_minutes(clocks: tuple[str, ...], count: int) -> None:
    world = ground()
    sold(world, *clocks)
    assert len(listed("split_orders", world)) == count


@pytest.mark.parametrize(("least", "count"), [(120, 1), (121, 0)])
def test_a_succession_is_listed_from_its_least_amount_on(least: int, count: int) -> None:
    world = ground()
    sold(world, "08:00", "08:01", "08:02", vnd=40)
    assert len(listed("split_orders", world, least_vnd=least)) == count


@pytest.mark.parametrize(
    "other",
    [
        {"by": "Binh"},
        {"service_code": "BCCP"},
        {"product_code": "GAO"},
        {"customer_code": "K1"},
        {"unit_id": "north-2"},
    ],
)
def test_another_seller_product_customer_or_unit_is_not_the_same_order(other: Row) -> None:
    world = ground()
    sold(world, "08:00", "08:01", "08:12")
    sold(world, "08:06", **other)
    assert listed("split_orders", world).empty
    sold(world, "08:06")
    assert len(listed("split_orders", world)) == 1


def test_sales_without_seller_or_hour_make_no_succession() -> None:
    world = ground()
    for _ in range(3):
        world.sale(90, unit_id="north-1", sold_at=at("08:00"))
        world.sale(90, unit_id="north-1", staff_code="An")
    assert listed("split_orders", world).empty


# End of the day


def test_a_spike_compares_a_share_with_that_of_the_whole_campaign() -> None:
    # An 120, Em 120 at the end, south 1.000, K9 2, late 7, Chi 900, Dung 11: 120 of 2.160
    row = only(listed("end_of_day_spikes", worth_a_look(), unit_id="south"))
    assert (row["unit_id"], row["staff_code"]) == ("south-1", "Em")
    assert (row["revenue_vnd"], row["day_vnd"], row["sale_count"]) == (120, 120, 2)
    assert (row["first_at"], row["last_at"]) == (at("11:30"), at("11:59"))
    assert row["late_share"] == 1
    assert row["whole_late_share"] == 120 / 2_160


def test_a_unit_is_listed_beside_its_sellers() -> None:
    world = ground()
    sold(world, "08:00", vnd=900)
    sold(world, "11:40", vnd=50, by="Em")
    sold(world, "11:40", vnd=50, by="Em")
    found = listed("end_of_day_spikes", world)
    assert rows(found, "unit_id", "staff_code", "revenue_vnd") == [
        ("south", None, 100),
        ("south-1", "Em", 100),
    ]


@pytest.mark.parametrize(("early", "count"), [(100, 1), (101, 0)])
def test_a_spike_has_so_many_times_the_share_of_the_whole(early: int, count: int) -> None:
    # Em: 100 of 100 + early; the whole: 100 of 400
    world = ground()
    sold(world, "11:30", vnd=100, by="Em")
    sold(world, "08:00", vnd=early, by="Em")
    sold(world, "08:00", vnd=300 - early)
    found = listed("end_of_day_spikes", world)
    assert list(found["staff_code"].dropna()) == ["Em"] * count


@pytest.mark.parametrize(
    ("clock", "count"), [("11:29", 0), ("11:30", 1), ("11:59", 1), ("12:30", 1)]
)
def test_the_end_of_the_day_begins_so_many_minutes_before_the_close(clock: str, count: int) -> None:
    world = ground()
    sold(world, "08:00", vnd=900)
    sold(world, clock, vnd=50, by="Em")
    assert len(listed("end_of_day_spikes", world, unit_id="south-1", least_vnd=50)) == 2 * count
    assert listed("end_of_day_spikes", world, least_vnd=51).empty


def test_each_day_of_a_long_campaign_has_its_own_end() -> None:
    world = ground()
    world.tables["campaigns"][0].update(
        ends_on=DAY + timedelta(1), closes_at=at("12:00", DAY + timedelta(1))
    )
    for day in (DAY, DAY + timedelta(1)):
        for by, clock, vnd in (("An", "08:00", 900), ("Em", "11:45", 50)):
            unit_id = {"An": "north-1", "Em": "south-1"}[by]
            world.sale(vnd, unit_id=unit_id, staff_code=by, sold_at=at(clock, day))
    found = listed("end_of_day_spikes", world, as_of=LATER + timedelta(1))
    days = [moment.date() for moment in found.dropna(subset="staff_code")["first_at"]]
    assert days == [DAY, DAY + timedelta(1)]


@pytest.mark.parametrize(("clock", "count"), [("23:30", 1), ("23:29", 0), ("00:00", 0)])
def test_a_campaign_that_closes_at_midnight_has_its_end_before_it(clock: str, count: int) -> None:
    world = ground()
    world.tables["campaigns"][0]["closes_at"] = at("00:00", DAY + timedelta(1))
    sold(world, "08:00", vnd=900)
    sold(world, clock, vnd=50, by="Em")
    assert list(listed("end_of_day_spikes", world)["staff_code"].dropna()) == ["Em"] * count


def test_a_unit_is_compared_with_the_whole_campaign_not_with_itself() -> None:
    world = ground()
    sold(world, "11:40", vnd=100, by="Em")
    sold(world, "08:00", vnd=900)
    found = listed("end_of_day_spikes", world, unit_id="south-1")
    assert rows(found, "staff_code", "whole_late_share") == [(None, 0.1), ("Em", 0.1)]


# New customers


def test_a_customer_new_to_two_sellers_names_the_first_and_the_last() -> None:
    row = only(listed("customers_new_twice", worth_a_look()))
    assert (row["customer_code"], row["seller_count"], row["sale_count"]) == ("K9", 2, 2)
    assert (row["staff_code"], row["unit_id"]) == ("Binh", "north-1")
    assert (row["last_staff_code"], row["last_unit_id"]) == ("Giang", "office")
    assert (row["first_at"], row["last_at"]) == (at("09:00"), at("10:00"))
    assert row["revenue_vnd"] == 2


@pytest.mark.parametrize(
    ("second", "sellers", "count"),
    [
        ({"by": "An"}, 2, 0),
        ({"by": "An"}, 1, 1),
        ({"by": "Binh"}, 2, 1),
        ({"by": "Binh", "is_new_customer": False}, 1, 0),
        ({"by": "Binh", "customer_code": "K10"}, 1, 0),
        ({"by": "Binh", "customer_code": None}, 1, 0),
        ({"staff_code": None}, 2, 1),  # nobody knows whether it was the same seller
    ],
)
def test_only_the_same_code_marked_new_again_is_listed(
    second: Row, sellers: int, count: int
) -> None:
    world = ground()
    first: Row = {"customer_code": "K9", "is_new_customer": True}
    sold(world, "08:00", by="An", **first)
    sold(world, "09:00", **{**first, **second})
    assert len(listed("customers_new_twice", world, sellers=sellers)) == count


def test_the_first_is_the_one_recorded_first() -> None:
    world = ground()
    new: Row = {"customer_code": "K9", "is_new_customer": True}
    sold(world, "08:00", by="An", recorded_at=at("11:00"), **new)
    sold(world, "09:00", by="Em", **new)
    row = only(listed("customers_new_twice", world))
    assert (row["staff_code"], row["last_staff_code"], row["first_sale_id"]) == ("Em", "An", 2)


# Recorded after the close


def test_a_late_batch_is_named_with_what_it_holds() -> None:
    row = only(listed("recorded_after_close", worth_a_look()))
    assert (row["unit_id"], row["batch_id"], row["sender"]) == ("office", 2, "tester")
    assert row["recorded_at"] == at("12:16")
    assert (row["first_at"], row["sale_count"], row["revenue_vnd"]) == (at("10:00"), 1, 7)


@pytest.mark.parametrize(
    ("sold_at", "recorded_at", "count"),
    [
        ("11:59", "12:15", 0),
        ("11:59", "12:16", 1),
        ("12:00", "12:16", 0),  # sold at the close: not before it
        ("08:00", "11:59", 0),
        (None, "12:16", 0),  # nobody knows when
    ],
)
def test_only_what_is_dated_before_the_close_and_recorded_well_after(
    sold_at: str | None, recorded_at: str, count: int
) -> None:
    world = ground()
    world.sale(
        10,
        unit_id="north-1",
        sold_at=at(sold_at) if sold_at else None,
        recorded_at=at(recorded_at),
    )
    assert len(listed("recorded_after_close", world)) == count


# Round amounts


def test_a_run_names_its_amounts() -> None:
    row = only(listed("round_runs", worth_a_look()))
    assert (row["staff_code"], row["sale_count"], row["revenue_vnd"]) == ("Chi", 3, 900)
    assert (row["smallest_vnd"], row["largest_vnd"]) == (300, 300)
    assert (row["first_at"], row["last_at"]) == (at("09:00"), at("10:00"))


@pytest.mark.parametrize(
    ("amounts", "counts"),
    [
        ((100, 200, 300), [3]),
        ((100, 200, 350, 300), []),
        ((100, 200, 0, 300), []),
        ((100, 200, 300, 1, 400, 500, 600, 700), [4, 3]),
        ((100, 200), []),
    ],
)
def test_an_amount_that_is_not_round_ends_a_run(
    amounts: tuple[int, ...], counts: list[int]
) -> None:
    world = ground()
    for number, vnd in enumerate(amounts):
        sold(world, f"08:{number:02}", vnd=vnd)
    assert list(listed("round_runs", world)["sale_count"]) == counts


def test_what_follows_from_a_list_price_is_passed_over() -> None:
    world = ground()
    world.add(
        "products",
        product_code="GAO",
        service_code="HTD",
        name="Gạo",
        name_en="Rice",
        name_folded="gao",
        measure="túi",
        price_vnd=100,
        is_simulated=False,
    )
    for clock in ("08:00", "08:10", "08:20", "08:30"):
        sold(world, clock, vnd=200, quantity=2, product_code="GAO")
    assert listed("round_runs", world).empty
    sold(world, "08:05", "08:15", "08:25", vnd=100)
    assert only(listed("round_runs", world))["sale_count"] == 3
    sold(world, "08:40", vnd=500, quantity=2, product_code="GAO")  # at another price
    assert only(listed("round_runs", world))["sale_count"] == 4


def test_a_run_goes_in_the_order_of_recording() -> None:
    world = ground()
    sold(world, "08:00", "08:10", "08:30", vnd=100)
    sold(world, "08:20", vnd=1, recorded_at=at("11:00"))
    assert len(listed("round_runs", world)) == 1


# Two places


def test_two_places_name_both_units_and_all_that_was_sold_so() -> None:
    row = only(listed("two_places", worth_a_look()))
    assert (row["staff_code"], row["unit_count"]) == ("Dung", 2)
    assert (row["unit_id"], row["other_unit_id"]) == ("north-2", "south-1")
    assert (row["first_at"], row["last_at"]) == (at("09:00"), at("09:15"))
    assert (row["sale_count"], row["revenue_vnd"]) == (2, 11)


@pytest.mark.parametrize(
    ("first", "second", "clock", "count"),
    [
        ("north-2", "south-1", "09:15", 1),
        ("north-2", "south-1", "09:16", 0),
        ("north-2", "north-1", "09:15", 1),
        ("north-2", "north-2", "09:15", 0),
        ("north-2", "north", "09:15", 0),  # a counter and the unit it belongs to
        ("north", "north-2", "09:15", 0),
        ("north", "south", "09:00", 1),
    ],
)
def test_two_units_are_two_places_unless_one_is_above_the_other(
    first: str, second: str, clock: str, count: int
) -> None:
    world = ground()
    sold(world, "09:00", by="Dung", unit_id=first)
    sold(world, clock, by="Dung", unit_id=second)
    assert len(listed("two_places", world)) == count


def test_midnight_parts_two_days() -> None:
    world = ground()
    world.tables["campaigns"][0]["ends_on"] = DAY + timedelta(1)
    for unit_id, moment in (("north-2", at("23:59")), ("south-1", at("00:01", DAY + timedelta(1)))):
        world.sale(10, unit_id=unit_id, staff_code="Dung", sold_at=moment)
    assert listed("two_places", world, as_of=LATER + timedelta(1)).empty


def test_one_seller_is_listed_once_a_day_however_often() -> None:
    world = ground()
    for number, unit in enumerate(("north-2", "south-1", "north-2", "office", "office")):
        sold(world, f"09:{number * 5:02}", by="Dung", unit_id=unit, vnd=10)
    row = only(listed("two_places", world))
    assert (row["sale_count"], row["revenue_vnd"], row["unit_count"]) == (4, 40, 3)
    assert (row["unit_id"], row["other_unit_id"]) == ("north-2", "south-1")
