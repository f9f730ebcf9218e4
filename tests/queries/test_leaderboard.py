"""Which units are ahead: places, ties, levels, and where each stood an hour before."""

from datetime import date, datetime, timedelta

import pandas as pd
import pytest

from lib.queries import leaderboard
from tests.worlds import DAY, LATER, World, asked, at, by, ground, rows, tiny

AUTUMN = {"starts_on": date(2024, 9, 3), "ends_on": date(2024, 12, 31)}


def board(
    world: World,
    as_of: datetime = LATER,
    level: int = 0,
    parent_id: str | None = None,
    code: str = "day",
) -> pd.DataFrame:
    return leaderboard.units_by_attainment(
        asked(world), campaign_code=code, as_of=as_of, level=level, parent_id=parent_id
    )


def test_it_has_the_promised_columns_with_and_without_rows() -> None:
    assert tuple(board(tiny())) == leaderboard.UNITS_BY_ATTAINMENT
    nothing = board(ground(), code="no such")
    assert tuple(nothing) == leaderboard.UNITS_BY_ATTAINMENT
    assert nothing.empty


def test_the_small_world_is_ranked_by_share_of_target_reached() -> None:
    found = by(board(tiny()), "unit_id")
    assert list(found) == ["north", "south", "office"]
    assert found["north"] == {
        "place": 1,
        "previous_place": 1,
        "unit_id": "north",
        "competing_unit_id": "north",
        "short_name": "north",
        "short_name_en": "north",
        "name": "Bưu điện north",
        "name_en": "north post office",
        "revenue_vnd": 350,
        "target_vnd": 500,
        "attainment": 0.7,
        "revenue_per_head_vnd": 87.5,
        "sale_count": 5,
        "new_customer_count": 1,
        "staff_count": 4,
        "active_staff_count": 3,
        "last_recorded_at": at("11:30"),
        "has_figures": True,
        "child_count": 2,
    }
    assert (found["south"]["place"], found["south"]["attainment"]) == (2, 0.25)


def test_a_unit_without_figures_is_apart_from_one_that_sold_for_nothing() -> None:
    world = ground()
    world.sale(0, unit_id="south-1", sold_at=at("09:00"))
    found = by(board(world), "unit_id")
    assert list(found) == ["south", "north", "office"]
    south, office = found["south"], found["office"]
    assert (south["has_figures"], south["attainment"], south["place"]) == (True, 0, 1)
    assert (office["has_figures"], office["attainment"], office["place"]) == (False, None, None)
    assert office["revenue_vnd"] == 0
    assert office["last_recorded_at"] is None
    assert office["revenue_per_head_vnd"] is None


def test_with_nothing_sold_units_stand_in_list_order_without_places() -> None:
    found = board(ground())
    assert rows(found, "unit_id", "place", "previous_place", "has_figures") == [
        ("north", None, None, False),
        ("south", None, None, False),
        ("office", None, None, False),
    ]


def test_equal_attainment_shares_a_place_and_the_next_place_is_skipped() -> None:
    world = ground()
    world.sale(250, unit_id="north-1", sold_at=at("08:10"))  # a half, 62.5 a head
    world.sale(200, unit_id="south-1", sold_at=at("08:10"))  # a half, 200 a head
    world.sale(10, unit_id="office", sold_at=at("08:10"))  # a tenth
    found = board(world)
    assert rows(found, "unit_id", "place", "previous_place") == [
        ("south", 1, 1),
        ("north", 1, 1),
        ("office", 3, 3),
    ]


def test_list_order_parts_units_that_are_equal_in_all_that_counts() -> None:
    world = ground()
    world.tables["staff"] = [
        row for row in world.tables["staff"] if row["staff_code"] in ("An", "Em", "Giang")
    ]
    world.tables["targets"] = []
    for unit_id in ("office", "south", "north"):
        world.target(unit_id, 100)
        world.sale(50, unit_id=unit_id)
    found = board(world)
    assert rows(found, "unit_id", "place") == [("north", 1), ("south", 1), ("office", 1)]


@pytest.mark.parametrize("target_vnd", [None, 0])
def test_without_a_target_there_is_revenue_but_no_attainment_and_no_place(
    target_vnd: int | None,
) -> None:
    world = tiny()
    world.tables["targets"] = [
        row for row in world.tables["targets"] if row["unit_id"] != "south-1"
    ]
    if target_vnd is not None:
        world.target("south-1", target_vnd)
    south = by(board(world), "unit_id")["south"]
    assert (south["target_vnd"], south["attainment"], south["place"]) == (target_vnd, None, None)
    assert (south["revenue_vnd"], south["has_figures"]) == (100, True)
    assert rows(board(world), "unit_id") == ["north", "south", "office"]


def test_without_people_there_is_no_revenue_per_head() -> None:
    world = tiny()
    world.tables["staff"] = [row for row in world.tables["staff"] if row["staff_code"] != "Em"]
    south = by(board(world), "unit_id")["south"]
    assert (south["staff_count"], south["revenue_per_head_vnd"]) == (0, None)
    assert south["active_staff_count"] == 1


@pytest.mark.parametrize(("clock", "north_vnd"), [("10:59", 330), ("11:00", 300), ("11:30", 350)])
def test_the_board_of_any_minute_can_be_shown_again(clock: str, north_vnd: int) -> None:
    assert by(board(tiny(), at(clock)), "unit_id")["north"]["revenue_vnd"] == north_vnd


@pytest.mark.parametrize(
    ("day", "expected_vnd"), [(DAY - timedelta(1), 0), (DAY, 7), (DAY + timedelta(1), 0)]
)
def test_only_sales_of_the_window_count(day: date, expected_vnd: int) -> None:
    world = ground()
    world.sale(7, unit_id="north-1", sold_on=day)
    found = by(board(world, LATER + timedelta(3)), "unit_id")
    assert found["north"]["revenue_vnd"] == expected_vnd
    assert found["north"]["has_figures"] is (expected_vnd > 0)


def test_the_previous_place_is_the_place_an_hour_before() -> None:
    world = ground()
    world.sale(50, unit_id="north-1", sold_at=at("08:30"))
    world.sale(80, unit_id="south-1", sold_at=at("08:40"))
    world.sale(200, unit_id="north-1", sold_at=at("10:00"))
    assert rows(board(world, at("10:30")), "unit_id", "place", "previous_place") == [
        ("north", 1, 2),
        ("south", 2, 1),
        ("office", None, None),
    ]
    assert rows(board(world, at("09:30")), "unit_id", "place", "previous_place") == [
        ("south", 1, None),
        ("north", 2, 1),
        ("office", None, None),
    ]


def test_after_closing_the_previous_place_stays_that_of_an_hour_before_closing() -> None:
    world = ground()
    world.sale(50, unit_id="north-1", sold_at=at("08:30"))
    world.sale(80, unit_id="south-1", sold_at=at("08:40"))
    world.sale(200, unit_id="north-1", sold_at=at("11:01"))
    for as_of in (at("12:00"), at("15:00"), LATER):
        assert rows(board(world, as_of), "unit_id", "previous_place")[:2] == [
            ("north", 2),
            ("south", 1),
        ]


def test_a_unit_whose_only_sale_was_voided_since_still_held_its_place_an_hour_before() -> None:
    world = ground()
    mistake = world.sale(400, unit_id="south-1", sold_at=at("08:30"))
    world.void(mistake, voided_at=at("10:00"))
    world.sale(100, unit_id="north-1", sold_at=at("08:40"))
    shown_then = by(board(world, at("09:15")), "unit_id")
    assert (shown_then["south"]["place"], shown_then["north"]["place"]) == (1, 2)
    found = by(board(world, at("10:15")), "unit_id")
    assert (found["north"]["place"], found["north"]["previous_place"]) == (1, 2)
    assert (found["south"]["place"], found["south"]["previous_place"]) == (None, 1)
    assert found["south"]["has_figures"] is False


def test_new_customers_are_counted_once_each_in_a_unit() -> None:
    world = ground()
    for unit_id in ("north-1", "north-2", "south-1"):
        world.sale(1, unit_id=unit_id, customer_code="K1", is_new_customer=True)
    found = by(board(world), "unit_id")
    assert (found["north"]["new_customer_count"], found["south"]["new_customer_count"]) == (1, 1)
    below = by(board(world, level=1), "unit_id")
    assert (below["north-1"]["new_customer_count"], below["north-2"]["new_customer_count"]) == (
        1,
        1,
    )


# Levels


def test_one_level_down_counters_compete_and_what_is_booked_higher_stands_for_itself() -> None:
    found = board(tiny(), level=1)
    assert rows(found, "unit_id", "place", "revenue_vnd", "target_vnd", "has_figures") == [
        ("north-1", 1, 270, 300, True),
        ("south-1", 2, 100, 400, True),
        ("north-2", 2, 50, 200, True),
        ("north", None, 30, None, True),
        ("office", None, 0, 100, False),
    ]
    assert sum(rows(found, "revenue_vnd")) == sum(rows(board(tiny()), "revenue_vnd"))


def test_below_a_parent_only_its_units_are_listed_and_ranked_among_themselves() -> None:
    found = board(tiny(), level=1, parent_id="north")
    assert rows(found, "unit_id", "place", "revenue_vnd") == [
        ("north-1", 1, 270),
        ("north-2", 2, 50),
        ("north", None, 30),
    ]
    assert rows(board(tiny(), level=1, parent_id="south"), "unit_id", "place") == [("south-1", 1)]
    assert rows(board(tiny(), level=0, parent_id="north"), "unit_id", "place") == [("north", 1)]
    assert board(tiny(), level=1, parent_id="no such").empty


def test_a_district_is_listed_among_its_counters_only_when_something_is_its_own() -> None:
    world = ground()
    assert rows(board(world, level=1), "unit_id") == ["office", "north-1", "north-2", "south-1"]
    world.person("Hoa", unit_id="south", role_code="office")
    assert "south" in rows(board(world, level=1), "unit_id")
    assert "north" not in rows(board(world, level=1), "unit_id")
    world.target("north", 5)
    assert by(board(world, level=1), "unit_id")["north"]["target_vnd"] == 5
    assert by(board(world), "unit_id")["north"]["target_vnd"] == 505


def test_a_level_that_does_not_exist_is_empty() -> None:
    assert board(tiny(), level=2).empty


def test_a_third_level_shows_the_counters_that_have_nothing_below_them() -> None:
    world = tiny()
    world.unit("north-1-a", parent="north-1", kind="point")
    world.sale(40, unit_id="north-1-a", sold_at=at("09:00"))
    found = by(board(world, level=2), "unit_id")
    assert {unit_id: row["revenue_vnd"] for unit_id, row in found.items()} == {
        "north-1-a": 40,
        "north-1": 270,
        "north-2": 50,
        "south-1": 100,
        "north": 30,
        "office": 0,
    }
    assert by(board(world, level=1), "unit_id")["north-1"]["revenue_vnd"] == 310
    under = by(board(world, level=2, parent_id="north-1"), "unit_id")
    assert {unit_id: row["revenue_vnd"] for unit_id, row in under.items()} == {
        "north-1-a": 40,
        "north-1": 270,
    }


# Over time


def test_a_renamed_unit_bears_the_name_of_the_cut_off_and_keeps_its_figures() -> None:
    world = ground()
    world.campaign("autumn", **AUTUMN)
    world.rename("north", "TP Đông Triều", on=date(2024, 11, 1))
    world.sale(7, unit_id="north-1", sold_on=date(2024, 10, 31))
    world.sale(11, unit_id="north-1", sold_on=date(2024, 11, 1))
    before = by(board(world, datetime(2024, 10, 31, 23), code="autumn"), "unit_id")["north"]
    after = by(board(world, datetime(2024, 11, 1, 23), code="autumn"), "unit_id")["north"]
    assert (before["name"], before["revenue_vnd"]) == ("Bưu điện north", 7)
    assert (after["name"], after["revenue_vnd"]) == ("TP Đông Triều", 18)


def test_a_unit_that_changes_parent_takes_its_later_sales_along_and_leaves_the_earlier() -> None:
    world = ground()
    world.campaign("autumn", **AUTUMN)
    world.move("north-2", parent="south", on=date(2024, 10, 1))
    world.sale(7, unit_id="north-2", sold_on=date(2024, 9, 30))
    world.sale(11, unit_id="north-2", sold_on=date(2024, 10, 1))
    later = datetime(2024, 10, 5)

    def revenues(level: int, parent_id: str | None = None) -> dict[str, int]:
        found = by(board(world, later, level, parent_id, "autumn"), "unit_id")
        return {unit_id: row["revenue_vnd"] for unit_id, row in found.items()}

    assert revenues(0) == {"north": 7, "south": 11, "office": 0}
    assert revenues(1) == {"north-1": 0, "north-2": 18, "south-1": 0, "office": 0}
    assert revenues(1, "south") == {"south-1": 0, "north-2": 11}
    assert revenues(1, "north") == {"north-1": 0, "north-2": 7}, "the drill adds up to its parent"


def test_a_unit_that_has_closed_keeps_what_it_sold_on_the_board() -> None:
    world = ground()
    world.campaign("autumn", **AUTUMN)
    world.close("north-2", on=date(2024, 10, 1))
    world.close("south-1", on=date(2024, 10, 1))
    world.sale(7, unit_id="north-2", sold_on=date(2024, 9, 30))
    found = by(board(world, datetime(2024, 10, 5), level=1, code="autumn"), "unit_id")
    assert found["north-2"]["revenue_vnd"] == 7
    assert found["north-2"]["name"] == "Bưu điện north-2"
    assert (found["north-2"]["place"], found["north-2"]["target_vnd"]) == (None, None)
    assert "south-1" not in found, "closed, and nothing sold"
