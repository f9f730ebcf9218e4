"""Which campaigns there are, and which units stand in one."""

from datetime import date, datetime

import pandas as pd
import pytest

from lib.queries import campaigns
from tests.worlds import DAY, LATER, World, asked, at, by, ground, rows, tiny

AUTUMN = {"starts_on": date(2024, 9, 3), "ends_on": date(2024, 12, 31)}


def units(world: World, as_of: datetime = LATER, code: str = "day") -> pd.DataFrame:
    return campaigns.units(asked(world), campaign_code=code, as_of=as_of)


def test_campaigns_have_the_promised_columns() -> None:
    assert tuple(campaigns.campaigns(asked(tiny()), as_of=LATER)) == campaigns.CAMPAIGNS


def test_without_campaigns_there_are_no_rows() -> None:
    found = campaigns.campaigns(asked(World()), as_of=LATER)
    assert found.empty
    assert tuple(found) == campaigns.CAMPAIGNS


def test_the_campaign_that_starts_last_comes_first_and_codes_part_equal_starts() -> None:
    world = ground()
    world.campaign("autumn", **AUTUMN)
    world.campaign("also-today", starts_on=DAY, ends_on=DAY)
    found = campaigns.campaigns(asked(world), as_of=LATER)
    assert rows(found, "campaign_code") == ["also-today", "day", "autumn"]


@pytest.mark.parametrize(
    ("as_of", "begun"),
    [(at("07:59"), False), (at("08:00"), True), (LATER, True)],
)
def test_a_campaign_has_begun_from_its_opening_on(as_of: datetime, begun: bool) -> None:
    assert rows(campaigns.campaigns(asked(ground()), as_of=as_of), "has_begun") == [begun]


def test_a_campaign_without_a_plan_has_a_missing_plan_and_keeps_what_it_sits_in() -> None:
    world = ground()
    world.campaign("autumn", **AUTUMN)
    world.tables["campaigns"][0]["parent_code"] = "autumn"
    found = by(campaigns.campaigns(asked(world), as_of=LATER), "campaign_code")
    assert found["autumn"]["plan_vnd"] is None
    assert found["autumn"]["parent_code"] is None
    assert found["autumn"]["launched_at"] is None
    assert found["day"]["plan_vnd"] == 1_000
    assert found["day"]["parent_code"] == "autumn"
    assert found["day"]["launched_at"] == at("08:00")
    assert found["day"]["starts_on"] == DAY


def test_an_assumed_date_and_a_simulation_say_so() -> None:
    world = ground()
    world.campaign("autumn", **AUTUMN, date_status="assumed", is_simulated=True)
    found = by(campaigns.campaigns(asked(world), as_of=LATER), "campaign_code")
    assert (found["autumn"]["date_status"], found["autumn"]["is_simulated"]) == ("assumed", True)
    assert (found["day"]["date_status"], found["day"]["is_simulated"]) == ("confirmed", False)


def test_units_have_the_promised_columns() -> None:
    assert tuple(units(tiny())) == campaigns.UNITS


def test_units_of_an_unknown_campaign_are_none() -> None:
    found = units(ground(), code="no such")
    assert found.empty
    assert tuple(found) == campaigns.UNITS


def test_units_come_level_by_level_in_list_order_with_their_parents() -> None:
    found = units(ground())
    assert rows(found, "unit_id", "parent_id", "competing_unit_id", "level", "child_count") == [
        ("north", None, "north", 0, 2),
        ("south", None, "south", 0, 1),
        ("office", None, "office", 0, 0),
        ("north-1", "north", "north", 1, 0),
        ("north-2", "north", "north", 1, 0),
        ("south-1", "south", "south", 1, 0),
    ]


def test_a_unit_that_does_not_compete_is_out_of_scope_with_all_below_it() -> None:
    world = ground()
    world.tables["campaign_units"] = [
        row for row in world.tables["campaign_units"] if row["unit_id"] != "north"
    ]
    assert rows(units(world), "unit_id") == ["south", "office", "south-1"]


def test_a_renamed_unit_bears_the_name_of_the_cut_off() -> None:
    world = ground()
    world.campaign("autumn", **AUTUMN)
    world.rename("north", "TP Đông Triều", on=date(2024, 11, 1))

    def name(as_of: datetime, code: str = "autumn") -> str:
        return by(units(world, as_of, code), "unit_id")["north"]["name"]

    assert name(datetime(2024, 10, 31, 23, 59)) == "Bưu điện north"
    assert name(datetime(2024, 11, 1)) == "TP Đông Triều"
    assert name(datetime(2025, 6, 1), "day") == "Bưu điện north", "a past day keeps its names"


def test_a_unit_that_changes_parent_hangs_where_it_hung_at_the_cut_off() -> None:
    world = ground()
    world.campaign("autumn", **AUTUMN)
    world.move("north-2", parent="south", on=date(2024, 10, 1))
    before = by(units(world, datetime(2024, 9, 30, 12), "autumn"), "unit_id")
    after = by(units(world, datetime(2024, 10, 1, 0), "autumn"), "unit_id")
    assert before["north-2"]["parent_id"] == before["north-2"]["competing_unit_id"] == "north"
    assert after["north-2"]["parent_id"] == after["north-2"]["competing_unit_id"] == "south"
    assert (before["north"]["child_count"], before["south"]["child_count"]) == (2, 1)
    assert (after["north"]["child_count"], after["south"]["child_count"]) == (1, 2)


def test_a_closed_unit_stands_until_the_day_it_ends() -> None:
    world = ground()
    world.campaign("autumn", **AUTUMN)
    world.close("north-2", on=date(2024, 10, 1))
    before = units(world, datetime(2024, 9, 30, 12), "autumn")
    after = units(world, datetime(2024, 10, 1, 12), "autumn")
    assert "north-2" in rows(before, "unit_id")
    assert "north-2" not in rows(after, "unit_id")


def test_a_third_level_hangs_below_the_second() -> None:
    world = ground()
    world.unit("north-1-a", parent="north-1", kind="point")
    found = by(units(world), "unit_id")
    assert found["north-1-a"]["level"] == 2
    assert found["north-1-a"]["parent_id"] == "north-1"
    assert found["north-1-a"]["competing_unit_id"] == "north"
    assert found["north-1"]["child_count"] == 1
