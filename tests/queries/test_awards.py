"""The standings awards are decided on: teams, those who lead them, and people."""

from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from lib.queries import awards
from tests.worlds import DAY, LATER, Row, World, asked, at, by, ground, rows, tiny


def people(world: World, as_of: datetime = LATER, code: str = "day") -> dict[str, Row]:
    return by(awards.person_standings(asked(world), campaign_code=code, as_of=as_of), "code")


def teams(world: World, as_of: datetime = LATER, code: str = "day") -> dict[str, Row]:
    return by(awards.team_standings(asked(world), campaign_code=code, as_of=as_of), "code")


def leaders(world: World, as_of: datetime = LATER, code: str = "day") -> dict[str, Row]:
    """By team: somebody may lead two. The second half begins at ten."""
    found = awards.leader_standings(
        asked(world), campaign_code=code, as_of=as_of, halfway_at=at("10:00")
    )
    return by(found, "team_code")


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

DELIVERED = (
    *("taken_out", "first_attempt", "first_attempt_share", "volume_to_median"),
    *("on_time_share", "complaints", "losses", "cod_on_time_share"),
)
TOLD = ("verified_activity_count", "referred_count", "panel_score")
SOLD = (
    *("revenue_vnd", "unverified_vnd", "role_multiple", "role_percentile"),
    *("sale_count", "service_count", "new_customer_count"),
)


@pytest.mark.parametrize(
    ("ask", "columns", "count"),
    [
        (awards.person_standings, awards.PERSON_STANDINGS, 6),
        (awards.team_standings, awards.TEAM_STANDINGS, 0),
    ],
)
def test_standings_have_the_promised_columns_with_and_without_rows(
    ask: Any, columns: tuple[str, ...], count: int
) -> None:
    found = ask(asked(ground()), campaign_code="day", as_of=LATER)
    assert (tuple(found), len(found)) == (columns, count)
    nothing = ask(asked(tiny()), campaign_code="no such", as_of=LATER)
    assert (tuple(nothing), len(nothing)) == (columns, 0)


def test_people_are_measured_against_the_whole_of_their_job_group() -> None:
    world = ground()
    world.sale(200, unit_id="north-1", staff_code="An", sold_at=at("08:10"))
    world.sale(100, unit_id="north-1", staff_code="An", sold_at=at("08:20"), service_code="BCCP")
    world.sale(100, unit_id="south-1", staff_code="Em", sold_at=at("08:30"))
    world.sale(100, unit_id="north-1", staff_code="Chi", sold_at=at("08:40"))
    found = people(world)
    assert list(found) == ["An", "Binh", "Chi", "Dung", "Em", "Giang"]
    assert found["An"] == {
        "code": "An",
        "name": "Nguyễn Mẫu An",
        "role_code": "postman",
        "role_name": "postman",
        "role_name_en": "postman",
        "unit_id": "north",
        "unit_name": "Bưu điện north",
        "unit_short_name": "north",
        "unit_short_name_en": "north",
        "revenue_vnd": 300,
        "unverified_vnd": 300,
        "role_multiple": 2.25,  # of 400 / 3: Binh sold nothing and counts
        "role_percentile": 1.0,
        "sale_count": 2,
        "service_count": 2,
        "new_customer_count": 0,
        "waiting_row_count": 0,
        **dict.fromkeys(DELIVERED),
        **dict.fromkeys(TOLD),
    }
    assert (found["Chi"]["role_multiple"], found["Em"]["role_multiple"]) == (2.0, 0.75)


def test_who_handed_in_nothing_has_no_figures_and_no_zeros() -> None:
    binh = people(tiny())["Binh"]  # the one sale was voided
    assert {binh[name] for name in (*SOLD, *DELIVERED, *TOLD)} == {None}
    assert binh["waiting_row_count"] == 0


def test_people_of_no_unit_that_competes_are_neither_listed_nor_in_a_job_group() -> None:
    world = tiny()
    world.unit("museum", parent="province")
    world.person("Ha", unit_id="museum", role_code="postman")
    world.sale(990, unit_id="north-1", staff_code="Ha")
    world.person("Ich", unit_id="north-1", role_code="postman")
    world.tables["staff"][-1]["valid_to"] = DAY  # left the day before
    found = people(world)
    assert set(found) == {"An", "Binh", "Chi", "Dung", "Em", "Giang"}
    assert found["An"]["role_multiple"] == pytest.approx(120 / (220 / 3), rel=1e-15)


def test_the_percentile_is_the_part_of_the_others_who_sold_less() -> None:
    world = ground()
    for code, unit_id in (("Ha", "north-2"), ("Ich", "south-1")):
        world.person(code, unit_id=unit_id, role_code="postman")
    for code, revenue_vnd in (("An", 50), ("Em", 50), ("Ha", 80), ("Ich", 0)):
        world.sale(revenue_vnd, unit_id="north-1", staff_code=code)
    world.sale(1, unit_id="office", staff_code="Giang")
    found = {code: row["role_percentile"] for code, row in people(world).items()}
    # Binh has no sale and comes below Ich, who sold for nothing; An and Em are equal
    assert found == {
        "Ha": 1.0,
        "An": 0.5,
        "Em": 0.5,
        "Ich": 0.25,
        "Binh": None,
        "Chi": None,
        "Dung": None,
        "Giang": None,  # alone of the office: nobody to be compared with
    }


def test_equal_shares_of_unequal_job_groups_are_equal_to_the_last_digit() -> None:
    world = ground()
    # 2 of 10 among three against 6 of 20 among two: 0.6 both
    for code, revenue_vnd in (("An", 2), ("Binh", 8), ("Chi", 6), ("Dung", 14)):
        world.sale(revenue_vnd, unit_id="north-1", staff_code=code)
    found = people(world)
    assert found["An"]["role_multiple"] == found["Chi"]["role_multiple"] == 0.6


def test_a_job_group_that_sold_for_nothing_has_no_multiple() -> None:
    world = ground()
    world.sale(0, unit_id="office", staff_code="Giang")
    giang = people(world)["Giang"]
    assert (giang["revenue_vnd"], giang["sale_count"], giang["role_multiple"]) == (0, 1, None)


def test_people_follow_the_cut_off_and_lose_what_is_voided() -> None:
    assert people(tiny(), at("10:59"))["Binh"]["revenue_vnd"] == 60
    assert people(tiny(), at("11:00"))["Binh"]["revenue_vnd"] is None
    assert people(tiny(), at("11:29"))["Dung"]["revenue_vnd"] is None
    assert people(tiny(), at("11:30"))["Dung"]["revenue_vnd"] == 50


def test_new_customers_of_a_person_are_counted_once_each() -> None:
    world = ground()
    for customer in ("K1", "K1", "K2", None):
        world.sale(
            1, unit_id="north-1", staff_code="An", customer_code=customer, is_new_customer=True
        )
    assert people(world)["An"]["new_customer_count"] == 3


@pytest.mark.parametrize(
    ("day", "counted"), [(DAY - timedelta(1), None), (DAY, 1), (DAY + timedelta(1), None)]
)
def test_people_are_measured_within_the_window(day: date, counted: int | None) -> None:
    world = ground()
    world.sale(7, unit_id="north-1", staff_code="An", sold_on=day)
    world.deliver("An", 10, 9, delivered_on=day)
    world.act("An", done_on=day)
    an = people(world, LATER + timedelta(3))["An"]
    assert an["sale_count"] == an["verified_activity_count"] == counted
    assert an["taken_out"] == (10 if counted else None)


def test_people_and_teams_are_shown_with_the_competing_unit_and_name_of_the_cut_off() -> None:
    world = ground()
    world.campaign("autumn", starts_on=date(2024, 9, 3), ends_on=date(2024, 12, 31))
    world.move("north-2", parent="south", on=date(2024, 10, 1))
    world.rename("south", "Nam mới", on=date(2024, 11, 1))
    world.team("T1", unit_id="north-2", leader="Dung", members="Dung")
    for table in ("teams", "team_members"):
        world.tables[table][0]["campaign_code"] = "autumn"

    def unit(as_of: datetime) -> set[tuple[str, str]]:
        listed = (
            people(world, as_of, "autumn")["Dung"],
            teams(world, as_of, "autumn")["T1"],
            leaders(world, as_of, "autumn")["T1"],
        )
        return {(row["unit_id"], row["unit_short_name"]) for row in listed}

    assert unit(datetime(2024, 9, 30)) == {("north", "north")}
    assert unit(datetime(2024, 10, 1)) == {("south", "south")}
    assert unit(datetime(2024, 11, 1)) == {("south", "Nam mới")}


def test_revenue_is_unverified_until_control_has_verified_its_hand_over() -> None:
    world = drawn_up()
    world.batch(2, recorded_at=at("08:00"))
    world.sale(7, unit_id="north-1", staff_code="An", sold_at=at("08:30"), batch_id=2)
    world.verify(1, verified_at=at("11:00"))

    def open_vnd(as_of: datetime) -> tuple[int, int]:
        return (
            people(world, as_of)["An"]["unverified_vnd"],
            teams(world, as_of)["T1"]["unverified_vnd"],
        )

    assert open_vnd(at("10:59")) == (157, 382)
    assert open_vnd(at("11:00")) == (7, 7)
    assert people(world)["An"]["revenue_vnd"] == 157


def test_rows_that_wait_are_counted_for_whom_they_name() -> None:
    world = drawn_up()
    for who in ("An", "An", "Binh", "Em", None, "Dung"):  # Dung is in no team
        world.wait(1, recorded_at=at("09:00"), staff_code=who)

    def waiting(as_of: datetime) -> tuple[list[int], list[int]]:
        return (
            [row["waiting_row_count"] for row in people(world, as_of).values()],
            [row["waiting_row_count"] for row in teams(world, as_of).values()],
        )

    assert waiting(at("08:59")) == ([0] * 6, [0, 0, 0])
    assert waiting(at("09:00")) == ([2, 1, 0, 1, 1, 0], [3, 1, 0])


def test_a_row_waits_no_longer_once_settled_unless_what_put_it_right_is_undone() -> None:
    world = drawn_up()
    world.batch(2, recorded_at=at("10:00"))
    given_up = world.wait(1, recorded_at=at("09:00"), staff_code="An")
    fixed = world.wait(1, recorded_at=at("09:00"), staff_code="An")
    world.settle(given_up, closed_at=at("09:30"))
    world.settle(fixed, closed_at=at("10:00"), fixed_in=2)
    world.void_batch(2, voided_at=at("11:00"))
    for clock, count in (("09:29", 2), ("09:30", 1), ("10:00", 0), ("10:59", 0), ("11:00", 1)):
        assert people(world, at(clock))["An"]["waiting_row_count"] == count, clock
        assert teams(world, at(clock))["T1"]["waiting_row_count"] == count, clock


def test_rows_of_an_undone_batch_and_rows_of_deliveries_do_not_wait() -> None:
    world = drawn_up()
    world.batch(2, recorded_at=at("09:00"))
    world.batch(3, recorded_at=at("09:00"), kind="deliveries")
    for batch_id in (2, 3):
        world.wait(1, recorded_at=at("09:00"), staff_code="An", batch_id=batch_id)
    world.void_batch(2, voided_at=at("10:00"))
    assert people(world, at("09:59"))["An"]["waiting_row_count"] == 1
    assert teams(world, at("09:59"))["T1"]["waiting_row_count"] == 1
    assert people(world, at("10:00"))["An"]["waiting_row_count"] == 0
    assert teams(world, at("10:00"))["T1"]["waiting_row_count"] == 0


# Deliveries and communications work


def delivered(world: World, as_of: datetime = LATER) -> dict[str, Row]:
    return {
        code: {name: row[name] for name in DELIVERED}
        for code, row in people(world, as_of).items()
        if row["taken_out"] is not None
    }


def test_deliveries_are_added_up_and_compared_with_the_one_in_the_middle() -> None:
    world = ground()
    world.deliver("An", 20, 18, on_time=19, cod_due_vnd=500, cod_on_time_vnd=400)
    world.deliver("An", 10, 9, on_time=10, complaints=1, losses=2, cod_due_vnd=300)
    world.deliver("Binh", 10, 10, cod_due_vnd=0, cod_on_time_vnd=0)
    world.deliver("Em", 20, 15)
    assert delivered(world) == {
        "An": {
            "taken_out": 30,
            "first_attempt": 27,
            "first_attempt_share": 0.9,
            "volume_to_median": 1.5,  # 30 of 20
            "on_time_share": pytest.approx(29 / 30),
            "complaints": 1,
            "losses": 2,
            "cod_on_time_share": 0.8,  # nobody said how much of the 300 came in on time
        },
        "Binh": {
            "taken_out": 10,
            "first_attempt": 10,
            "first_attempt_share": 1.0,
            "volume_to_median": 0.5,
            "on_time_share": None,
            "complaints": 0,
            "losses": 0,
            "cod_on_time_share": None,
        },
        "Em": {
            "taken_out": 20,
            "first_attempt": 15,
            "first_attempt_share": 0.75,
            "volume_to_median": 1.0,
            "on_time_share": None,
            "complaints": 0,
            "losses": 0,
            "cod_on_time_share": None,
        },
    }


def test_a_day_without_times_lowers_nobody_s_part_on_time() -> None:
    world = ground()
    world.deliver("An", 20, 20, on_time=15)
    world.deliver("An", 80, 80)
    assert delivered(world)["An"]["on_time_share"] == 0.75


def test_between_two_in_the_middle_the_median_is_half_way() -> None:
    world = ground()
    for code, taken_out in (("An", 10), ("Binh", 20), ("Chi", 30), ("Em", 90)):
        world.deliver(code, taken_out, 5)
    world.unit("museum", parent="province")
    world.person("Ha", unit_id="museum", role_code="postman")
    world.deliver("Ha", 1_000, 5)  # of no unit that competes
    found = {code: row["volume_to_median"] for code, row in delivered(world).items()}
    assert found == {"An": 0.4, "Binh": 0.8, "Chi": 1.2, "Em": 3.6}


def test_who_took_out_nothing_has_no_shares() -> None:
    world = ground()
    world.deliver("An", 0, 0, on_time=0)
    an = delivered(world)["An"]
    assert (an["taken_out"], an["first_attempt_share"], an["on_time_share"]) == (0, None, None)
    assert an["volume_to_median"] is None


def test_an_activity_counts_once_it_is_verified() -> None:
    world = ground()
    world.act("An", customers=2, orders=3, panel_score=60.0)
    world.act("An", customers=1, panel_score=72.5)
    world.act("An", customers=9, orders=9, panel_score=99.0, verified_by=None)
    world.act("Binh", customers=9, verified_by=None)
    world.act("Em")
    found = {code: tuple(row[name] for name in TOLD) for code, row in people(world).items()}
    assert found["An"] == (2, 6, 72.5)
    assert found["Binh"] == (None, None, None)
    assert found["Em"] == (1, 0, None)


def test_deliveries_and_activities_follow_the_cut_off_and_the_undoing_of_their_batch() -> None:
    world = ground()
    world.batch(2, recorded_at=at("10:00"), kind="deliveries")
    world.deliver("An", 10, 9, recorded_at=at("10:00"), batch_id=2)
    world.act("An", orders=4, recorded_at=at("10:00"), batch_id=2)
    world.void_batch(2, voided_at=at("11:00"))

    def known(clock: str) -> tuple[int | None, int | None]:
        an = people(world, at(clock))["An"]
        return an["taken_out"], an["referred_count"]

    assert known("09:59") == (None, None)
    assert known("10:00") == known("10:59") == (10, 4)
    assert known("11:00") == (None, None)


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


def test_teams_are_measured_by_plan_and_by_revenue_per_head() -> None:
    found = teams(drawn_up())
    assert list(found) == ["T1", "T2", "T3"]
    assert found["T1"] == {
        "code": "T1",
        "name": "Nhóm T1",
        "unit_id": "north",
        "unit_name": "Bưu điện north",
        "unit_short_name": "north",
        "unit_short_name_en": "north",
        "leader_code": "Chi",
        "leader_name": "Nguyễn Mẫu Chi",
        "plan_vnd": 375,
        "revenue_vnd": 375,
        "unverified_vnd": 375,
        "attainment": 1.0,
        "per_head_multiple": 125 / 120,
        "member_count": 3,
        "present_count": 3,
        "active_count": 3,
        "active_share": 1.0,
        "new_customer_count": 0,
        "plan_reached_minute": 10 * 60 + 20,
        "waiting_row_count": 0,
    }
    t2, t3 = found["T2"], found["T3"]
    assert (t2["attainment"], t2["per_head_multiple"]) == (0.5, pytest.approx(200 / 120))
    assert (t3["attainment"], t3["per_head_multiple"]) == (0.25, pytest.approx(25 / 120))
    assert t2["plan_reached_minute"] is t3["plan_reached_minute"] is None


def test_a_team_s_plan_is_its_part_of_the_unit_s_by_heads_half_a_dong_up() -> None:
    world = drawn_up()
    world.team("T4", unit_id="north-2", leader="Dung", members="Dung")
    found = teams(world)
    assert (found["T1"]["plan_vnd"], found["T4"]["plan_vnd"]) == (375, 125)
    world.target("north-1", 2, "BCCP")  # 502: three quarters are 376.5, one is 125.5
    found = teams(world)
    assert (found["T1"]["plan_vnd"], found["T4"]["plan_vnd"]) == (377, 126)


@pytest.mark.parametrize("target_vnd", [None, 0])
def test_a_team_without_a_plan_is_measured_against_none(target_vnd: int | None) -> None:
    world = drawn_up()
    world.tables["targets"] = [
        row for row in world.tables["targets"] if row["unit_id"] != "south-1"
    ]
    if target_vnd is not None:
        world.target("south-1", target_vnd)
    t2 = teams(world)["T2"]
    assert (t2["plan_vnd"], t2["attainment"], t2["revenue_vnd"]) == (target_vnd, None, 200)
    assert leaders(world)["T2"]["attainment"] is None


def test_without_attendance_all_count_as_present_and_with_it_those_who_came() -> None:
    world = drawn_up()
    for code in ("An", "Binh", "Em"):
        world.present(code, attended_at=at("08:00"))
    before = teams(world, at("07:59"))
    assert [row["present_count"] for row in before.values()] == [3, 1, 1]
    found = teams(world)
    assert [row["present_count"] for row in found.values()] == [2, 1, 0]
    # 600 by three heads: 200 each; 375 by two, 200 by one, 25 by none
    assert [row["per_head_multiple"] for row in found.values()] == [0.9375, 1.0, None]


def test_attendance_handed_in_counts_from_when_it_is_known_until_it_is_undone() -> None:
    world = drawn_up()
    world.batch(2, recorded_at=at("09:00"), kind="attendance")
    world.attend("Chi", attended_at=at("07:30"), recorded_at=at("09:00"), batch_id=2)
    world.attend("Chi", attended_at=at("07:31"), recorded_at=at("09:00"), batch_id=2)
    world.void_batch(2, voided_at=at("10:00"))

    def present(clock: str) -> list[int]:
        return [row["present_count"] for row in teams(world, at(clock)).values()]

    assert present("08:59") == [3, 1, 1]
    assert present("09:00") == [1, 0, 0]
    assert present("10:00") == [3, 1, 1], "nothing is known of who came any more"


def test_members_without_a_sale_are_idle() -> None:
    world = drawn_up()
    world.team("T4", unit_id="north", leader="Dung", members="Dung")
    world.void(world.tables["sales"][4], voided_at=at("11:00"))  # Chi's only one
    found = teams(world)
    assert (found["T1"]["active_count"], found["T1"]["active_share"]) == (2, 2 / 3)
    idle = found["T4"]
    assert (idle["active_count"], idle["active_share"], idle["revenue_vnd"]) == (0, 0.0, 0)
    assert (idle["attainment"], idle["per_head_multiple"]) == (0.0, 0.0)


def test_a_team_counts_what_its_members_sold_wherever_and_nobody_else_s() -> None:
    world = drawn_up()
    world.sale(40, unit_id="south-1", staff_code="An")
    world.sale(40, unit_id="north-1", staff_code="Dung")
    world.sale(40, unit_id="north-1")
    assert teams(world)["T1"]["revenue_vnd"] == 375 + 40


def test_a_customer_two_members_signed_is_new_to_the_team_once() -> None:
    world = drawn_up()
    for code in ("An", "Binh"):
        world.sale(1, unit_id="north-1", staff_code=code, customer_code="K1", is_new_customer=True)
    assert teams(world)["T1"]["new_customer_count"] == 1
    assert people(world)["Binh"]["new_customer_count"] == 1


def test_teams_follow_the_cut_off() -> None:
    assert teams(drawn_up(), at("09:00"))["T1"]["revenue_vnd"] == 175
    assert teams(drawn_up(), at("09:59"))["T1"]["revenue_vnd"] == 225


def test_the_plan_is_reached_in_the_minute_of_the_sale_that_reached_it() -> None:
    world = drawn_up()

    def reached(as_of: datetime = LATER) -> int | None:
        found = teams(world, as_of)["T1"]["plan_reached_minute"]
        return None if found is None else int(found)

    assert reached(at("10:19")) is None
    assert reached(at("10:20")) == 620
    world.sale(50, unit_id="north-1", staff_code="An", sold_at=at("10:05").replace(second=59))
    assert reached() == 605
    world.void(world.tables["sales"][-1], voided_at=at("11:00"))
    assert (reached(at("10:59")), reached()) == (605, 620)
    # what was sold at no known hour reaches nothing, but counts towards the plan
    world.void(world.tables["sales"][1], voided_at=at("11:00"))
    world.sale(50, unit_id="north-1", staff_code="An")
    assert (teams(world)["T1"]["attainment"], reached()) == (1.0, None)


def test_sales_of_one_moment_reach_the_plan_together() -> None:
    world = drawn_up()
    world.sale(50, unit_id="north-1", staff_code="Chi", sold_at=at("10:00"))
    assert teams(world)["T1"]["plan_reached_minute"] == 600


def test_a_plan_reached_on_a_later_day_is_reached_later_whatever_the_hour() -> None:
    world = drawn_up()
    world.tables["campaigns"][0]["ends_on"] = DAY + timedelta(2)
    world.sale(200, unit_id="south-1", staff_code="Em", sold_at=at("08:00", DAY + timedelta(2)))
    found = teams(world, LATER + timedelta(5))
    assert found["T1"]["plan_reached_minute"] == 620
    assert found["T2"]["plan_reached_minute"] == 2 * 24 * 60 + 480


# Leaders


def test_leaders_have_the_promised_columns_with_and_without_rows() -> None:
    for world, code, count in ((drawn_up(), "day", 3), (ground(), "day", 0), (tiny(), "no", 0)):
        found = awards.leader_standings(
            asked(world), campaign_code=code, as_of=LATER, halfway_at=at("10:00")
        )
        assert (tuple(found), len(found)) == (awards.LEADER_STANDINGS, count)


def test_a_leader_is_measured_by_the_others_of_the_team() -> None:
    assert leaders(drawn_up())["T1"] == {
        "code": "Chi",
        "name": "Nguyễn Mẫu Chi",
        "role_code": "teller",
        "role_name": "teller",
        "role_name_en": "teller",
        "unit_id": "north",
        "unit_name": "Bưu điện north",
        "unit_short_name": "north",
        "unit_short_name_en": "north",
        "team_code": "T1",
        "team_name": "Nhóm T1",
        "first_half_vnd": 150,  # Chi's own 75 left out
        "second_half_vnd": 150,  # ten o'clock itself is the second half
        "attainment": 1.0,  # of the whole team, as the team's own
        "active_share": 1.0,
        "reports_due": None,
        "reports_on_time": None,
        "reports_on_time_share": None,
        "second_half_ratio": 1.0,
        "led_count": 2,
    }


def test_a_leader_of_nobody_else_is_measured_by_the_plan_alone() -> None:
    t2 = leaders(drawn_up())["T2"]
    assert (t2["led_count"], t2["active_share"], t2["second_half_ratio"]) == (0, None, None)
    assert (t2["first_half_vnd"], t2["second_half_vnd"], t2["attainment"]) == (0, 0, 0.5)


def test_a_leader_who_is_no_member_leads_all_of_them() -> None:
    world = drawn_up()
    world.tables["teams"][0]["leader_code"] = "Em"
    found = leaders(world)
    assert [row["code"] for row in found.values()] == ["Em", "Em", "Giang"]
    t1 = found["T1"]
    assert (t1["led_count"], t1["first_half_vnd"], t1["active_share"]) == (3, 225, 1.0)


def test_a_second_half_cannot_be_compared_with_a_first_without_sales() -> None:
    world = drawn_up()
    for sale in world.tables["sales"]:
        sale["sold_at"] = at("11:00")
    t1 = leaders(world)["T1"]
    assert (t1["first_half_vnd"], t1["second_half_vnd"]) == (0, 300)
    assert t1["second_half_ratio"] is None


def test_sales_of_unknown_hour_are_in_neither_half_but_activate_a_member() -> None:
    world = ground()
    world.team("T1", unit_id="north", leader="Chi", members="An Chi")
    world.sale(100, unit_id="north-1", staff_code="An")
    t1 = leaders(world)["T1"]
    assert (t1["first_half_vnd"], t1["second_half_vnd"], t1["active_share"]) == (0, 0, 1.0)


def test_leaders_follow_the_cut_off() -> None:
    t1 = leaders(drawn_up(), at("09:30"))["T1"]
    assert (t1["active_share"], t1["first_half_vnd"], t1["second_half_vnd"]) == (0.5, 100, 0)


# Hourly reports


def reported(world: World, as_of: datetime = LATER) -> list[tuple[int, int, float] | None]:
    """Due, in time and their share of T1, T2 and T3."""
    return [
        None
        if row["reports_due"] is None
        else (row["reports_due"], row["reports_on_time"], row["reports_on_time_share"])
        for row in leaders(world, as_of).values()
    ]


def test_reports_count_when_they_come_within_a_quarter_of_an_hour() -> None:
    world = drawn_up()
    for hour, late in ((9, 0), (10, 15), (11, 15.01)):
        due_at = at(f"{hour:02}:00")
        world.report("T1", due_at=due_at, reported_at=due_at + timedelta(minutes=late))
    world.report("T2", due_at=at("12:00"), reported_at=at("11:58"))
    assert reported(world) == [(4, 2, 0.5), (4, 1, 0.25), (4, 0, 0.0)]


def test_an_hour_reported_twice_counts_once_and_in_time_if_one_was() -> None:
    world = drawn_up()
    for reported_at in (at("09:40"), at("09:05"), at("09:10")):
        world.report("T1", due_at=at("09:00"), reported_at=reported_at)
    assert reported(world)[0] == (4, 1, 0.25)


def test_reports_are_due_once_their_hour_has_passed() -> None:
    world = drawn_up()
    world.report("T1", due_at=at("09:00"))
    for clock, due in (("09:00", 1), ("10:59", 2), ("11:00", 3), ("12:00", 4)):
        assert reported(world, at(clock))[0] == (due, 1, 1 / due), clock
    world.report("T1", due_at=at("12:00"), recorded_at=at("09:30"))  # before its time
    assert reported(world, at("11:59"))[0] == (3, 1, 1 / 3)
    assert reported(world, at("12:00"))[0] == (4, 2, 0.5)


def test_a_half_hour_is_due_only_where_the_campaign_closes_with_it() -> None:
    world = drawn_up()
    world.tables["campaign_slots"][-1]["ends_at"] = at("11:30")
    world.report("T1", due_at=at("11:30"))
    assert reported(world)[0] == (3, 0, 0.0)
    world.tables["campaigns"][0]["closes_at"] = at("11:30")
    assert reported(world)[0] == (4, 1, 0.25)


def test_reports_of_no_hour_that_is_due_count_for_nothing() -> None:
    world = drawn_up()
    world.report("T1", due_at=at("09:30"))
    world.report("T1", due_at=at("13:00"))
    world.report("T9", due_at=at("09:00"))
    assert reported(world) == [(4, 0, 0.0)] * 3


def test_where_nobody_reported_there_is_nothing_to_judge_by() -> None:
    world = drawn_up()
    world.report("T1", due_at=at("09:00"), campaign_code="autumn")
    assert reported(world) == [None] * 3
    world.batch(2, recorded_at=at("09:00"), kind="hourly_reports")
    world.report("T1", due_at=at("09:00"), recorded_at=at("09:10"), batch_id=2)
    world.void_batch(2, voided_at=at("11:00"))
    assert reported(world, at("09:09")) == [None] * 3
    assert reported(world, at("10:59"))[0] == (2, 1, 0.5)
    assert reported(world, at("11:00")) == [None] * 3


def test_a_campaign_without_hours_has_no_reports_due() -> None:
    world = drawn_up()
    world.report("T1", due_at=at("09:00"))
    del world.tables["campaign_slots"]
    assert reported(world) == [None] * 3
