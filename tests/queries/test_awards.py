"""The standings awards are proposed from: people, teams and those who lead them."""

from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from lib.queries import awards
from tests.worlds import DAY, LATER, Row, World, asked, at, by, ground, rows, tiny

TEAM_RULES = {
    "cap": 1.5,
    "minimum_active_share": 0.8,
    "minimum_members": 1,
    "per_head_weight": 0.4,
    "revenue_weight": 0.6,
}
LEADER_RULES = {
    "activation_weight": 0.5,
    "halfway_at": at("10:00"),
    "minimum_attainment": 0.9,
    "second_half_cap": 1.2,
    "second_half_weight": 0.2,
}


def people(
    world: World,
    as_of: datetime = LATER,
    *,
    limit_count: int = 50,
    minimum_sales: int = 1,
    minimum_services: int = 1,
    code: str = "day",
) -> pd.DataFrame:
    return awards.salespeople(
        asked(world),
        campaign_code=code,
        as_of=as_of,
        limit_count=limit_count,
        minimum_sales=minimum_sales,
        minimum_services=minimum_services,
    )


def teams(world: World, as_of: datetime = LATER, code: str = "day", **rules: Any) -> pd.DataFrame:
    return awards.teams(asked(world), campaign_code=code, as_of=as_of, **{**TEAM_RULES, **rules})


def leaders(world: World, as_of: datetime = LATER, code: str = "day", **rules: Any) -> pd.DataFrame:
    return awards.leaders(
        asked(world), campaign_code=code, as_of=as_of, **{**LEADER_RULES, **rules}
    )


# Titles


def titled() -> World:
    world = ground()
    for order, (award_id, subject, seats) in enumerate(
        (("team", "team", 2), ("leader", "leader", 2), ("seller", "person", 2))
    ):
        world.add(
            "award_titles",
            campaign_code="day",
            award_id=award_id,
            title=f"Danh hiệu {award_id}",
            subject=subject,
            seats=seats,
            sort_order=9 - order,
        )
    return world


def titles(world: World, as_of: datetime = LATER, code: str = "day") -> pd.DataFrame:
    return awards.titles(asked(world), campaign_code=code, as_of=as_of)


def test_titles_come_in_the_order_they_are_announced() -> None:
    found = titles(titled())
    assert tuple(found) == awards.TITLES
    assert rows(found, "award_id", "subject", "seats") == [
        ("seller", "person", 2),
        ("leader", "leader", 2),
        ("team", "team", 2),
    ]
    assert titles(titled(), code="no such").empty


@pytest.mark.parametrize(("clock", "closed"), [("11:59", False), ("12:00", True)])
def test_titles_are_closed_when_the_campaign_is(clock: str, closed: bool) -> None:
    assert set(rows(titles(titled(), at(clock)), "is_closed")) == {closed}


# People


def test_people_have_the_promised_columns_with_and_without_rows() -> None:
    assert tuple(people(tiny())) == awards.SALESPEOPLE
    for nothing in (people(ground()), people(tiny(), code="no such")):
        assert tuple(nothing) == awards.SALESPEOPLE
        assert nothing.empty


def test_people_are_measured_against_the_whole_of_their_job_group() -> None:
    world = ground()
    world.sale(200, unit_id="north-1", staff_code="An", sold_at=at("08:10"))
    world.sale(100, unit_id="north-1", staff_code="An", sold_at=at("08:20"), service_code="BCCP")
    world.sale(100, unit_id="south-1", staff_code="Em", sold_at=at("08:30"))
    world.sale(100, unit_id="north-1", staff_code="Chi", sold_at=at("08:40"))
    found = by(people(world), "staff_code")
    assert list(found) == ["An", "Chi", "Em"]
    assert found["An"] == {
        "place": 1,
        "staff_code": "An",
        "full_name": "Nguyễn Mẫu An",
        "role_code": "postman",
        "role_name": "postman",
        "role_name_en": "postman",
        "unit_id": "north",
        "unit_short_name": "north",
        "unit_short_name_en": "north",
        "revenue_vnd": 300,
        "role_average_vnd": pytest.approx(400 / 3),  # Binh sold nothing and counts
        "role_multiple": pytest.approx(2.25),
        "place_in_role": 1,
        "role_size": 3,
        "sale_count": 2,
        "service_count": 2,
        "new_customer_count": 0,
        "passes_services": True,
        "passes_sales": True,
        "eligible_count": 3,
    }
    assert (found["Chi"]["role_multiple"], found["Chi"]["role_average_vnd"]) == (2.0, 50.0)
    assert (found["Em"]["role_multiple"], found["Em"]["place_in_role"]) == (pytest.approx(0.75), 2)
    assert found["Em"]["place"] == 3


def test_people_who_miss_a_gate_are_listed_without_a_place_and_say_which() -> None:
    found = by(people(tiny(), minimum_sales=2, minimum_services=2), "staff_code")
    assert (found["An"]["place"], found["An"]["eligible_count"]) == (1, 1)
    assert {row["place"] for code, row in found.items() if code != "An"} == {None}
    world = tiny()
    world.sale(1, unit_id="south-1", staff_code="Em", sold_at=at("09:00"), service_code="BCCP")
    em = by(people(world, minimum_sales=2, minimum_services=2), "staff_code")["Em"]
    assert (em["passes_sales"], em["passes_services"], em["place"]) == (True, False, None)
    assert next(iter(found)) == "An", "those with a place come first"


def test_equal_multiples_share_a_place_and_the_list_is_ordered_by_more_than_them() -> None:
    world = ground()
    for code, unit_id, service_code, customer in (
        ("Binh", "north-1", "HTD", None),
        ("An", "north-1", "HTD", None),
        ("Em", "south-1", "HTD", "K1"),
        ("Giang", "office", "HTD", None),
    ):
        world.sale(
            60,
            unit_id=unit_id,
            staff_code=code,
            service_code=service_code,
            customer_code=customer,
            is_new_customer=customer is not None,
        )
    found = people(world)
    assert rows(found, "staff_code", "place", "role_multiple") == [
        ("Em", 1, 1.0),
        ("An", 1, 1.0),
        ("Binh", 1, 1.0),
        ("Giang", 1, 1.0),
    ]
    world.sale(1, unit_id="north-1", staff_code="Chi")
    assert rows(people(world), "staff_code", "place")[:2] == [("Chi", 1), ("Em", 2)]


def test_equal_shares_of_unequal_job_groups_share_a_place_to_the_last_digit() -> None:
    world = ground()
    # 7 of 21 among three postmen and 49 of 49 + 49 among two tellers: both the average
    for code, revenue_vnd in (("An", 7), ("Binh", 7), ("Em", 7), ("Chi", 49), ("Dung", 49)):
        world.sale(revenue_vnd, unit_id="north-1", staff_code=code)
    assert set(rows(people(world), "place")) == {1}
    # 2 of 10 among three against 6 of 20 among two: 0.6 both
    world = ground()
    for code, revenue_vnd in (("An", 2), ("Binh", 8), ("Chi", 6), ("Dung", 14)):
        world.sale(revenue_vnd, unit_id="north-1", staff_code=code)
    found = by(people(world), "staff_code")
    assert found["An"]["place"] == found["Chi"]["place"] == 3


def test_only_the_first_rows_are_given_but_all_eligible_are_counted() -> None:
    found = people(tiny(), limit_count=1)
    assert len(found) == 1
    assert rows(found, "eligible_count") == [4]


def test_people_follow_the_cut_off_and_lose_what_is_voided() -> None:
    assert "Binh" in rows(people(tiny(), at("10:59")), "staff_code")
    assert "Binh" not in rows(people(tiny(), at("11:00")), "staff_code")
    assert "Dung" not in rows(people(tiny(), at("11:29")), "staff_code")
    assert "Dung" in rows(people(tiny(), at("11:30")), "staff_code")


def test_a_job_group_that_sold_for_nothing_has_no_multiple() -> None:
    world = ground()
    world.sale(0, unit_id="office", staff_code="Giang")
    found = by(people(world), "staff_code")["Giang"]
    assert (found["revenue_vnd"], found["role_multiple"]) == (0, None)


def test_new_customers_of_a_person_are_counted_once_each() -> None:
    world = ground()
    for _ in range(2):
        world.sale(1, unit_id="north-1", staff_code="An", customer_code="K1", is_new_customer=True)
    assert rows(people(world), "new_customer_count") == [1]


@pytest.mark.parametrize(
    ("day", "counted"), [(DAY - timedelta(1), False), (DAY, True), (DAY + timedelta(1), False)]
)
def test_people_are_measured_within_the_window(day: date, counted: bool) -> None:
    world = ground()
    world.sale(7, unit_id="north-1", staff_code="An", sold_on=day)
    assert len(people(world, LATER + timedelta(3))) == counted


def test_a_person_is_shown_with_the_competing_unit_of_the_cut_off() -> None:
    world = ground()
    world.campaign("autumn", starts_on=date(2024, 9, 3), ends_on=date(2024, 12, 31))
    world.move("north-2", parent="south", on=date(2024, 10, 1))
    world.sale(7, unit_id="north-2", staff_code="Dung")

    def unit(as_of: datetime) -> str:
        return rows(people(world, as_of, code="autumn"), "unit_id")[0]

    assert unit(datetime(2024, 9, 30)) == "north"
    assert unit(datetime(2024, 10, 1)) == "south"


# Teams


def drawn_up() -> World:
    """T1: An, Binh and Chi of north, led by Chi; T2: Em of south; T3: Giang of the office.

    An 150, Binh 150, Chi 75, Em 200, Giang 25. Plans: 500 x 3/4 = 375, 400 and 100.
    A head of all five brings 120 on average.
    """
    world = ground()
    world.team("T1", unit_id="north", leader="Chi", members="An Binh Chi")
    world.team("T2", unit_id="south", leader="Em", members="Em")
    world.team("T3", unit_id="office", leader="Giang", members="Giang")
    for code, unit_id, clock, revenue_vnd in (
        ("An", "north-1", "08:10", 100),
        ("An", "north-1", "10:20", 50),
        ("Binh", "north-1", "09:59", 50),
        ("Binh", "north-1", "10:00", 100),
        ("Chi", "north-1", "09:00", 75),
        ("Em", "south-1", "09:00", 200),
        ("Giang", "office", "09:00", 25),
    ):
        world.sale(revenue_vnd, unit_id=unit_id, staff_code=code, sold_at=at(clock))
    return world


def test_teams_have_the_promised_columns_with_and_without_rows() -> None:
    assert tuple(teams(drawn_up())) == awards.TEAMS
    for nothing in (teams(ground()), teams(drawn_up(), code="no such")):
        assert tuple(nothing) == awards.TEAMS
        assert nothing.empty


def test_teams_score_for_plan_and_for_revenue_per_head() -> None:
    found = by(teams(drawn_up()), "team_code")
    assert list(found) == ["T1", "T2", "T3"]
    assert found["T1"] == {
        "place": 1,
        "team_code": "T1",
        "team_name": "Nhóm T1",
        "unit_id": "north",
        "unit_short_name": "north",
        "unit_short_name_en": "north",
        "leader_code": "Chi",
        "leader_name": "Nguyễn Mẫu Chi",
        "member_count": 3,
        "present_count": 3,
        "active_count": 3,
        "active_share": 1.0,
        "revenue_vnd": 375,
        "plan_vnd": 375,
        "attainment": 1.0,
        "revenue_per_head_vnd": 125.0,
        "plan_points": 60.0,
        "per_head_points": 41.7,  # 40 x 125/120
        "points": 101.7,
        "new_customer_count": 0,
        "passes_members": True,
        "passes_active": True,
    }
    t2, t3 = found["T2"], found["T3"]
    assert (t2["plan_points"], t2["per_head_points"], t2["points"]) == (30.0, 60.0, 90.0)
    assert (t3["plan_points"], t3["per_head_points"], t3["points"]) == (15.0, 8.3, 23.3)


def test_a_team_far_above_its_plan_gets_no_more_than_the_cap() -> None:
    world = drawn_up()
    world.sale(10_000, unit_id="south-1", staff_code="Em")
    found = by(teams(world), "team_code")["T2"]
    assert (found["plan_points"], found["attainment"]) == (90.0, 25.5)


@pytest.mark.parametrize("target_vnd", [None, 0])
def test_a_team_without_a_plan_has_no_points_and_no_place(target_vnd: int | None) -> None:
    world = drawn_up()
    world.tables["targets"] = [
        row for row in world.tables["targets"] if row["unit_id"] != "south-1"
    ]
    if target_vnd is not None:
        world.target("south-1", target_vnd)
    found = teams(world)
    t2 = by(found, "team_code")["T2"]
    assert (t2["attainment"], t2["plan_points"], t2["points"]) == (None, None, None)
    assert t2["place"] is None
    assert t2["revenue_vnd"] == 200
    assert rows(found, "team_code", "place") == [("T1", 1), ("T3", 2), ("T2", None)]


def test_without_attendance_all_count_as_present_and_with_it_those_who_came() -> None:
    world = drawn_up()
    for code in ("An", "Binh", "Em"):
        world.present(code, attended_at=at("08:00"))
    before = by(teams(world, at("07:59")), "team_code")
    assert [row["present_count"] for row in before.values()] == [3, 1, 1]
    found = by(teams(world), "team_code")
    t1, t2, t3 = found["T1"], found["T2"], found["T3"]
    assert (t1["present_count"], t1["revenue_per_head_vnd"]) == (2, 187.5)
    assert (t1["per_head_points"], t2["per_head_points"]) == (37.5, 40.0)
    assert (t3["present_count"], t3["revenue_per_head_vnd"]) == (0, None)
    assert (t3["points"], t3["place"]) == (None, None)


def test_teams_that_are_too_small_or_too_idle_have_no_place_and_say_why() -> None:
    world = drawn_up()
    world.team("T4", unit_id="north", leader="Dung", members="Dung")
    found = by(teams(world, minimum_members=2), "team_code")
    assert (found["T2"]["passes_members"], found["T2"]["place"]) == (False, None)
    assert (found["T1"]["passes_members"], found["T1"]["place"]) == (True, 1)
    idle = by(teams(world), "team_code")["T4"]
    assert (idle["active_count"], idle["active_share"]) == (0, 0.0)
    assert (idle["passes_active"], idle["place"]) == (False, None)
    assert (idle["revenue_vnd"], idle["points"]) == (0, 0.0)


def test_the_share_of_active_members_may_just_reach_the_gate() -> None:
    world = drawn_up()
    world.void(world.tables["sales"][4], voided_at=at("11:00"))  # Chi's only one
    assert by(teams(world, minimum_active_share=0.66), "team_code")["T1"]["passes_active"] is True
    assert by(teams(world, minimum_active_share=0.67), "team_code")["T1"]["passes_active"] is False
    assert by(teams(world, minimum_active_share=1.0), "team_code")["T2"]["passes_active"] is True


def test_equal_points_share_a_place_and_new_customers_order_the_list() -> None:
    world = ground()
    world.tables["targets"] = []
    for code, unit_id, leader in (("T1", "north", "An"), ("T2", "south", "Em")):
        world.target(unit_id, 400 if unit_id == "north" else 100)
        world.team(code, unit_id=unit_id, leader=leader, members=leader)
        world.sale(100, unit_id=unit_id, staff_code=leader)
    assert rows(teams(world), "team_code", "place", "points") == [
        ("T1", 1, 100.0),
        ("T2", 1, 100.0),
    ]
    world.tables["sales"][1].update(customer_code="K1", is_new_customer=True)
    assert rows(teams(world), "team_code", "place") == [("T2", 1), ("T1", 1)]


def test_a_customer_two_members_signed_is_new_to_the_team_once() -> None:
    world = drawn_up()
    for code in ("An", "Binh"):
        world.sale(1, unit_id="north-1", staff_code=code, customer_code="K1", is_new_customer=True)
    assert by(teams(world), "team_code")["T1"]["new_customer_count"] == 1


def test_teams_follow_the_cut_off() -> None:
    assert by(teams(drawn_up(), at("09:00")), "team_code")["T1"]["revenue_vnd"] == 175
    assert by(teams(drawn_up(), at("09:59")), "team_code")["T1"]["revenue_vnd"] == 225


# Leaders


def test_leaders_have_the_promised_columns_with_and_without_rows() -> None:
    assert tuple(leaders(drawn_up())) == awards.LEADERS
    for nothing in (leaders(ground()), leaders(drawn_up(), code="no such")):
        assert tuple(nothing) == awards.LEADERS
        assert nothing.empty


def test_a_leader_is_measured_by_the_others_of_the_team() -> None:
    found: dict[str, Row] = by(leaders(drawn_up()), "team_code")
    assert found["T1"] == {
        "place": 1,
        "leader_code": "Chi",
        "leader_name": "Nguyễn Mẫu Chi",
        "team_code": "T1",
        "team_name": "Nhóm T1",
        "unit_id": "north",
        "unit_short_name": "north",
        "unit_short_name_en": "north",
        "member_count": 2,
        "active_count": 2,
        "active_share": 1.0,
        "first_half_vnd": 150,  # Chi's own 75 left out
        "second_half_vnd": 150,  # ten o'clock itself is the second half
        "attainment": 1.0,
        "activation_points": 50.0,
        "second_half_points": 16.7,  # 20 x 1/1.2
        "points": 66.7,
        "passes_attainment": True,
    }


def test_a_leader_of_nobody_else_has_no_points_and_no_place() -> None:
    found = by(leaders(drawn_up(), minimum_attainment=0.0), "team_code")["T2"]
    assert (found["member_count"], found["active_count"], found["active_share"]) == (0, 0, None)
    assert (found["points"], found["place"]) == (None, None)
    assert (found["first_half_vnd"], found["second_half_vnd"]) == (0, 0)


def test_below_the_minimum_attainment_there_is_no_place() -> None:
    at_the_gate = by(leaders(drawn_up(), minimum_attainment=1.0), "team_code")["T1"]
    above_it = by(leaders(drawn_up(), minimum_attainment=1.01), "team_code")["T1"]
    assert (at_the_gate["passes_attainment"], at_the_gate["place"]) == (True, 1)
    assert (above_it["passes_attainment"], above_it["place"]) == (False, None)


def test_without_targets_no_leader_passes() -> None:
    world = drawn_up()
    del world.tables["targets"]
    found = by(leaders(world, minimum_attainment=0.0), "team_code")["T1"]
    assert (found["attainment"], found["passes_attainment"]) == (None, False)
    assert found["place"] is None


def test_a_second_half_cannot_be_compared_with_a_first_without_sales() -> None:
    world = drawn_up()
    for sale in world.tables["sales"]:
        sale["sold_at"] = at("11:00")
    found = by(leaders(world), "team_code")["T1"]
    assert (found["first_half_vnd"], found["second_half_vnd"]) == (0, 300)
    assert (found["second_half_points"], found["points"]) == (0.0, 50.0)


def test_a_better_second_half_counts_up_to_its_cap() -> None:
    world = drawn_up()
    world.sale(30, unit_id="north-1", staff_code="An", sold_at=at("11:00"))
    assert by(leaders(world), "team_code")["T1"]["second_half_points"] == 20.0
    world.sale(999, unit_id="north-1", staff_code="An", sold_at=at("11:00"))
    assert by(leaders(world), "team_code")["T1"]["second_half_points"] == 20.0


def test_sales_of_unknown_hour_are_in_neither_half_but_activate_a_member() -> None:
    world = ground()
    world.team("T1", unit_id="north", leader="Chi", members="An Chi")
    world.sale(100, unit_id="north-1", staff_code="An")
    found = by(leaders(world), "team_code")["T1"]
    assert (found["first_half_vnd"], found["second_half_vnd"]) == (0, 0)
    assert (found["active_count"], found["activation_points"]) == (1, 50.0)


def test_equal_points_share_a_place_and_the_team_further_along_is_listed_first() -> None:
    world = ground()
    world.tables["targets"] = []
    for code, unit_id, leader, member in (
        ("T1", "north", "Chi", "An"),
        ("T2", "south", "Giang", "Em"),
    ):
        world.target(unit_id, 100)
        world.team(code, unit_id=unit_id, leader=leader, members=f"{leader} {member}")
        world.sale(100, unit_id=unit_id, staff_code=member, sold_at=at("09:00"))
    found = leaders(world, minimum_attainment=0.0)
    assert rows(found, "team_code", "place", "points", "attainment") == [
        ("T1", 1, 50.0, 2.0),  # half of the four of north have 50 for a plan
        ("T2", 1, 50.0, 0.5),  # two where one is on the roster have 200
    ]


def test_leaders_follow_the_cut_off() -> None:
    found = by(leaders(drawn_up(), at("09:30"), minimum_attainment=0.0), "team_code")["T1"]
    assert (found["active_count"], found["first_half_vnd"]) == (1, 100)
