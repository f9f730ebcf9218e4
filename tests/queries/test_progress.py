"""How far a campaign has come: the headline figures, the curve, services and hours."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from lib.queries import progress
from tests.worlds import DAY, LATER, Row, World, asked, at, by, ground, only, rows, tiny

AUTUMN = {"starts_on": date(2024, 9, 3), "ends_on": date(2024, 12, 31)}


def answer(
    query: Callable[..., pd.DataFrame],
    world: World,
    as_of: datetime = LATER,
    unit_id: str | None = None,
    code: str = "day",
) -> pd.DataFrame:
    return query(asked(world), campaign_code=code, as_of=as_of, unit_id=unit_id)


def overview(world: World, *given: Any, **named: Any) -> Row:
    return only(answer(progress.overview, world, *given, **named))


def revenue(world: World, *given: Any, **named: Any) -> int:
    return overview(world, *given, **named)["revenue_vnd"]


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        (progress.overview, progress.OVERVIEW),
        (progress.stamp, progress.STAMP),
        (progress.curve, progress.CURVE),
        (progress.revenue_by_service, progress.REVENUE_BY_SERVICE),
        (progress.revenue_by_hour, progress.REVENUE_BY_HOUR),
    ],
)
def test_each_query_has_the_promised_columns_with_and_without_rows(
    query: Callable[..., pd.DataFrame], columns: tuple[str, ...]
) -> None:
    assert tuple(answer(query, tiny())) == columns
    assert tuple(answer(query, ground())) == columns
    nothing = answer(query, ground(), code="no such")
    assert tuple(nothing) == columns
    assert nothing.empty
    assert list(nothing.dtypes) == list(answer(query, tiny()).dtypes)


# The overview


def test_the_small_world_adds_up_at_its_end() -> None:
    assert overview(tiny()) == {
        "revenue_vnd": 450,
        "plan_vnd": 1_000,
        "attainment": 0.45,
        "expected_share": 1.0,
        "expected_vnd": 1_000,
        "sale_count": 6,
        "goods_quantity": 7,
        "new_customer_count": 1,
        "health_cover_quantity": 1,
        "active_staff_count": 4,
        "staff_count": 6,
        "reporting_unit_count": 2,
        "unit_count": 3,
        "untimed_revenue_vnd": 30,
        "snapshot_revenue_vnd": 350,
        "snapshot_goods_quantity": 5,
        "snapshot_goods_revenue_vnd": 100,
        "snapshot_new_customer_count": 1,
        "snapshot_health_cover_quantity": 1,
        "waiting_count": 0,
        "waiting_vnd": 0,
        "last_recorded_at": at("11:30"),
        "is_simulated": False,
    }


def test_with_nothing_sold_counts_are_zero_and_last_recorded_is_missing() -> None:
    found = overview(ground())
    measured = [
        name
        for name in progress.OVERVIEW
        if name.endswith(("_vnd", "_count", "_quantity", "attainment"))
        and name not in ("plan_vnd", "expected_vnd", "staff_count", "unit_count")
    ]
    assert len(measured) == 16
    assert {found[name] for name in measured} == {0}
    assert found["last_recorded_at"] is None
    assert (found["unit_count"], found["staff_count"]) == (3, 6)


@pytest.mark.parametrize(
    ("clock", "expected_vnd"),
    [
        ("08:09", 0),
        ("08:10", 100),
        ("08:30", 200),
        ("09:00", 260),
        ("09:40", 410),
        ("10:20", 410),  # Dung's sale happened, but is not recorded yet
        ("10:50", 430),
        ("10:59", 430),
        ("11:00", 400),  # Binh's 60 is voided, the 30 without an hour arrives
        ("11:29", 400),
        ("11:30", 450),
        ("12:00", 450),
    ],
)
def test_the_board_of_any_minute_can_be_shown_again(clock: str, expected_vnd: int) -> None:
    assert revenue(tiny(), at(clock)) == expected_vnd


def test_what_is_recorded_late_leaves_the_board_of_eleven_as_it_was() -> None:
    world = tiny()
    shown = overview(world, at("11:00"))
    world.sale(999, unit_id="south", sold_at=at("08:15"), recorded_at=at("11:01"))
    world.void(world.tables["sales"][0], voided_at=at("11:05"))
    assert overview(world, at("11:00")) == shown
    assert revenue(world, at("11:02")) == 400 + 999
    assert revenue(world, at("11:05")) == 400 + 999 - 100


@pytest.mark.parametrize(
    ("day", "expected_vnd"),
    [(DAY - timedelta(1), 0), (DAY, 7), (DAY + timedelta(1), 0)],
)
def test_only_sales_of_the_window_count(day: date, expected_vnd: int) -> None:
    world = ground()
    world.sale(7, unit_id="north-1", sold_on=day)
    assert revenue(world, LATER + timedelta(3)) == expected_vnd


@pytest.mark.parametrize("clock", ["00:00", "05:30", "12:00", "23:59"])
def test_sales_of_the_day_count_before_opening_and_after_closing(clock: str) -> None:
    world = ground()
    world.sale(7, unit_id="north-1", sold_at=at(clock))
    found = overview(world)
    assert (found["revenue_vnd"], found["snapshot_revenue_vnd"]) == (7, 0)


def test_one_sale_counts_in_the_day_and_in_the_longer_campaign() -> None:
    world = ground()
    world.campaign("autumn", **AUTUMN)
    for revenue_vnd, day in (
        (1, date(2024, 9, 2)),
        (2, date(2024, 9, 3)),
        (4, DAY),
        (8, date(2024, 12, 31)),
        (16, date(2025, 1, 1)),
    ):
        world.sale(revenue_vnd, unit_id="north-1", sold_on=day)
    assert revenue(world, datetime(2025, 2, 1)) == 4
    assert revenue(world, datetime(2025, 2, 1), code="autumn") == 2 + 4 + 8
    assert revenue(world, LATER, code="autumn") == 2 + 4


def test_services_and_units_out_of_scope_do_not_count() -> None:
    world = ground()
    world.tables["campaign_services"] = [
        row for row in world.tables["campaign_services"] if row["service_code"] != "VT"
    ]
    world.sale(7, unit_id="north-1", service_code="VT")
    world.sale(11, unit_id="province")
    world.sale(13, unit_id="north-1")
    assert revenue(world) == 13


@pytest.mark.parametrize(
    ("clock", "counted"), [("07:59", False), ("08:00", True), ("09:59", True), ("10:00", False)]
)
def test_the_first_hours_begin_with_the_launch_and_end_before_the_snapshot(
    clock: str, counted: bool
) -> None:
    world = ground()
    world.sale(7, unit_id="north-1", sold_at=at(clock), quantity=3)
    found = overview(world)
    assert found["snapshot_revenue_vnd"] == (7 if counted else 0)
    assert found["snapshot_goods_revenue_vnd"] == (7 if counted else 0)
    assert found["snapshot_goods_quantity"] == (3 if counted else 0)


def test_the_first_hours_of_a_campaign_without_a_launch_hold_nothing() -> None:
    world = tiny()
    world.tables["campaigns"][0].update(launched_at=None, snapshot_at=None)
    assert overview(world)["snapshot_revenue_vnd"] == 0


def test_a_sale_of_unknown_hour_counts_in_the_day_but_not_in_its_first_hours() -> None:
    world = ground()
    world.sale(7, unit_id="north-1")
    found = overview(world)
    assert (found["revenue_vnd"], found["untimed_revenue_vnd"]) == (7, 7)
    assert found["snapshot_revenue_vnd"] == 0


def test_new_customers_are_counted_once_each_and_unnamed_ones_by_the_sale() -> None:
    world = ground()
    for customer_code, is_new in (("K1", True), ("K1", True), ("K2", True), ("K3", False)):
        world.sale(1, unit_id="north-1", customer_code=customer_code, is_new_customer=is_new)
    world.sale(1, unit_id="south-1", customer_code="K1", is_new_customer=True)
    assert overview(world)["new_customer_count"] == 2
    world.sale(1, unit_id="north-1", is_new_customer=True)
    world.sale(1, unit_id="north-1", is_new_customer=True)
    world.sale(1, unit_id="north-1", customer_code="K9")  # not known whether new
    assert overview(world)["new_customer_count"] == 4
    assert overview(world, unit_id="south")["new_customer_count"] == 1


def test_only_delivery_brings_new_customers_to_the_first_hours() -> None:
    world = ground()
    for number, service_code in enumerate(("HTD", "BCCP", "BHYT_BT")):
        world.sale(
            1,
            unit_id="north-1",
            service_code=service_code,
            sold_at=at("09:00"),
            customer_code=f"K{number}",
            is_new_customer=True,
        )
    found = overview(world)
    assert (found["new_customer_count"], found["snapshot_new_customer_count"]) == (3, 1)


@pytest.mark.parametrize(
    ("as_of", "share"),
    [
        (at("07:00"), 0.0),
        (at("08:00"), 0.0),
        (at("08:30"), 0.125),
        (at("10:00"), 0.5),
        (at("11:45"), 0.9375),
        (at("12:00"), 1.0),
        (LATER, 1.0),
        (at("10:00") - timedelta(7), 0.0),
    ],
)
def test_the_share_expected_follows_the_agreed_hours(as_of: datetime, share: float) -> None:
    found = overview(ground(), as_of)
    assert found["expected_share"] == pytest.approx(share)
    assert found["expected_vnd"] == round(1_000 * share)


def test_a_slot_may_end_at_midnight_and_last_the_whole_day() -> None:
    world = ground()
    world.tables["campaign_slots"] = []
    midnight = at("00:00", DAY + timedelta(1))
    for starts_at, share in ((at("00:00", DAY - timedelta(1)), 0.5), (at("00:00"), 0.5)):
        world.add(
            "campaign_slots",
            campaign_code="day",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(1),
            takes_from=starts_at,
            takes_until=starts_at + timedelta(1),
            plan_share=share,
        )
    assert overview(world, at("00:00"))["expected_share"] == pytest.approx(0.5)
    assert overview(world, at("18:00"))["expected_share"] == pytest.approx(0.875)
    assert overview(world, midnight)["expected_share"] == pytest.approx(1.0)


def test_without_agreed_hours_nothing_is_expected_yet_nothing_is_zero() -> None:
    world = ground()
    world.tables["campaign_slots"] = []
    found = overview(world)
    assert found["expected_share"] is None
    assert found["expected_vnd"] is None


def test_a_plan_of_zero_gives_no_attainment() -> None:
    world = tiny()
    world.tables["campaigns"][0]["plan_vnd"] = 0
    found = overview(world)
    assert (found["plan_vnd"], found["attainment"], found["expected_vnd"]) == (0, None, 0)


def test_without_a_plan_the_targets_add_up_to_one_and_without_targets_it_is_missing() -> None:
    world = tiny()
    world.tables["campaigns"][0]["plan_vnd"] = None
    assert overview(world)["plan_vnd"] == 1_000
    del world.tables["targets"]
    found = overview(world)
    assert (found["plan_vnd"], found["attainment"], found["expected_vnd"]) == (None, None, None)


@pytest.mark.parametrize(
    ("unit_id", "revenue_vnd", "plan_vnd", "staff_count", "unit_count", "reporting"),
    [
        ("north", 350, 500, 4, 1, 1),
        ("south", 100, 400, 1, 1, 1),
        ("office", 0, 100, 1, 1, 0),
        ("north-1", 270, 300, 3, 1, 1),
        ("north-2", 50, 200, 1, 1, 1),
        ("no such", 0, None, 0, 0, 0),
    ],
)
def test_one_unit_has_its_own_sales_targets_and_people(
    unit_id: str,
    revenue_vnd: int,
    plan_vnd: int | None,
    staff_count: int,
    unit_count: int,
    reporting: int,
) -> None:
    found = overview(tiny(), unit_id=unit_id)
    assert found["revenue_vnd"] == revenue_vnd
    assert found["plan_vnd"] == plan_vnd
    assert found["staff_count"] == staff_count
    assert (found["unit_count"], found["reporting_unit_count"]) == (unit_count, reporting)
    assert found["attainment"] == (pytest.approx(revenue_vnd / plan_vnd) if plan_vnd else None)


def test_people_are_on_the_roster_of_the_cut_off_only() -> None:
    world = ground()
    world.tables["staff"][0]["valid_to"] = DAY
    world.tables["staff"][1]["valid_from"] = DAY + timedelta(1)
    world.tables["staff"][2]["valid_from"] = DAY
    assert overview(world)["staff_count"] == 4


def test_quarantine_waits_until_its_batch_is_voided() -> None:
    world = ground()
    world.batch(2, recorded_at=at("09:00"))
    world.wait(70, recorded_at=at("09:00"), batch_id=2)
    world.wait(None, recorded_at=at("09:00"), batch_id=2)
    world.wait(5, recorded_at=at("10:00"))
    world.void_batch(2, voided_at=at("11:00"))

    def waiting(clock: str) -> tuple[int, int]:
        found = overview(world, at(clock))
        return found["waiting_count"], found["waiting_vnd"]

    assert waiting("08:59") == (0, 0)
    assert waiting("09:00") == (2, 70)
    assert waiting("10:59") == (3, 75)
    assert waiting("11:00") == (1, 5)


def test_quarantine_of_another_campaign_does_not_wait_here() -> None:
    world = ground()
    world.campaign("autumn", **AUTUMN)
    world.batch(2, recorded_at=at("09:00"))
    world.tables["batches"][1]["campaign_code"] = "autumn"
    world.wait(70, recorded_at=at("09:00"), batch_id=2)
    assert overview(world)["waiting_count"] == 0
    assert overview(world, code="autumn")["waiting_count"] == 1


def test_a_voided_batch_takes_its_sales_off_the_board_from_then_on() -> None:
    world = ground()
    world.batch(2, recorded_at=at("09:00"))
    world.sale(7, unit_id="north-1", sold_at=at("09:00"), batch_id=2)
    world.sale(5, unit_id="north-1", sold_at=at("09:00"))
    world.void_batch(2, voided_at=at("10:00"))
    assert revenue(world, at("09:59")) == 12
    assert revenue(world, at("10:00")) == 5


def test_one_simulated_sale_marks_the_board_while_it_counts() -> None:
    world = tiny()
    made_up = world.sale(1, unit_id="south-1", sold_at=at("09:00"), is_simulated=True)
    world.void(made_up, voided_at=at("11:00"))
    assert overview(world, at("08:59"))["is_simulated"] is False
    assert overview(world, at("10:00"))["is_simulated"] is True
    assert overview(world, at("10:00"), unit_id="north")["is_simulated"] is False
    assert overview(world, at("11:00"))["is_simulated"] is False


def test_before_the_first_sale_the_campaign_says_whether_it_is_simulated() -> None:
    world = ground()
    world.tables["campaigns"][0]["is_simulated"] = True
    assert overview(world)["is_simulated"] is True


def test_a_unit_that_changes_parent_leaves_its_earlier_sales_where_they_were_made() -> None:
    world = ground()
    world.campaign("autumn", **AUTUMN)
    world.move("north-2", parent="south", on=date(2024, 10, 1))
    world.sale(7, unit_id="north-2", sold_on=date(2024, 9, 30))
    world.sale(11, unit_id="north-2", sold_on=date(2024, 10, 1))
    later = datetime(2024, 10, 5)
    assert revenue(world, later, code="autumn") == 18
    assert revenue(world, later, "north", "autumn") == 7
    assert revenue(world, later, "south", "autumn") == 11
    assert revenue(world, later, "north-2", "autumn") == 18
    for query in (progress.revenue_by_service, progress.revenue_by_hour):
        for unit_id, expected_vnd in (("north", 7), ("south", 11), ("north-2", 18)):
            found = answer(query, world, later, unit_id, "autumn")
            if "group_code" in found:
                found = found[found["service_code"].notna()]
            assert found["revenue_vnd"].sum() == expected_vnd


def test_a_target_moves_with_its_unit() -> None:
    world = ground()
    world.campaign("autumn", **AUTUMN)
    world.move("north-2", parent="south", on=date(2024, 10, 1))
    world.add(
        "targets",
        campaign_code="autumn",
        unit_id="north-2",
        service_code="HTD",
        target_vnd=200,
    )
    for as_of, north, south in (
        (datetime(2024, 9, 30), 200, None),
        (datetime(2024, 10, 1), None, 200),
    ):
        for unit_id, expected_vnd in (("north", north), ("south", south), (None, 200)):
            assert overview(world, as_of, unit_id, "autumn")["plan_vnd"] == expected_vnd
            services = answer(progress.revenue_by_service, world, as_of, unit_id, "autumn")
            assert (
                by(services[services["service_code"].notna()], "service_code")["HTD"]["target_vnd"]
                == expected_vnd
            )


# The curve


def test_the_curve_adds_up_slot_by_slot_against_the_plan() -> None:
    found = answer(progress.curve, tiny())
    assert rows(found) == [
        (at("08:00"), at("09:00"), 200, 200, 250),
        (at("09:00"), at("10:00"), 150, 350, 500),
        (at("10:00"), at("11:00"), 70, 420, 750),
        (at("11:00"), at("12:00"), 0, 420, 1_000),
    ]


def test_slots_that_have_not_begun_have_a_plan_but_no_actual() -> None:
    found = answer(progress.curve, tiny(), at("10:00"))
    assert rows(found, "revenue_vnd", "cumulative_vnd", "plan_cumulative_vnd") == [
        (200, 200, 250),
        (210, 410, 500),
        (None, None, 750),
        (None, None, 1_000),
    ]
    begun = answer(progress.curve, tiny(), at("10:01"))
    assert rows(begun, "revenue_vnd") == [200, 210, 0, None]


def test_with_nothing_sold_the_curve_lies_at_zero() -> None:
    assert rows(answer(progress.curve, ground()), "cumulative_vnd") == [0, 0, 0, 0]


def test_sales_out_of_hours_go_to_the_first_and_last_slot_of_the_day() -> None:
    world = ground()
    for clock, revenue_vnd in (("00:00", 1), ("07:59", 2), ("12:00", 4), ("23:59", 8)):
        world.sale(revenue_vnd, unit_id="north-1", sold_at=at(clock))
    world.sale(16, unit_id="north-1", sold_at=at("09:00"))
    assert rows(answer(progress.curve, world), "revenue_vnd") == [3, 16, 0, 12]


def test_the_curve_leaves_out_what_has_no_hour_and_the_overview_says_how_much() -> None:
    found = answer(progress.curve, tiny())
    whole = overview(tiny())
    assert rows(found, "cumulative_vnd")[-1] == whole["revenue_vnd"] - whole["untimed_revenue_vnd"]


def test_the_curve_of_a_unit_runs_against_its_own_targets() -> None:
    found = answer(progress.curve, tiny(), unit_id="north-1")
    assert rows(found, "cumulative_vnd", "plan_cumulative_vnd") == [
        (100, 75),
        (250, 150),
        (270, 225),
        (270, 300),
    ]


def test_a_curve_without_a_plan_has_no_plan_line() -> None:
    world = tiny()
    del world.tables["targets"]
    assert rows(answer(progress.curve, world, unit_id="north"), "plan_cumulative_vnd") == [None] * 4
    world.tables["campaigns"][0]["plan_vnd"] = None
    assert rows(answer(progress.curve, world), "plan_cumulative_vnd") == [None] * 4


# By service


def services_of(world: World, *given: Any, **named: Any) -> dict[str, Row]:
    found = answer(progress.revenue_by_service, world, *given, **named)
    return by(found[found["service_code"].notna()], "service_code")


def groups_of(world: World, *given: Any, **named: Any) -> dict[str, Row]:
    found = answer(progress.revenue_by_service, world, *given, **named)
    return by(found[found["service_code"].isna()], "group_code")


def test_services_and_their_groups_add_up() -> None:
    services, groups = services_of(tiny()), groups_of(tiny())
    assert {code: row["revenue_vnd"] for code, row in services.items()} == {
        "HTD": 150,
        "VT": 30,
        "BCCP": 120,
        "BHYT_BT": 150,
    }
    assert {code: row["revenue_vnd"] for code, row in groups.items()} == {
        "GOODS": 180,
        "POST": 120,
        "FINANCE": 150,
    }
    assert (services["HTD"]["quantity"], services["HTD"]["sale_count"]) == (7, 2)
    assert (groups["GOODS"]["quantity"], groups["GOODS"]["sale_count"]) == (8, 3)
    assert services["HTD"]["revenue_share"] == pytest.approx(150 / 450)
    assert groups["GOODS"]["revenue_share"] == pytest.approx(180 / 450)
    assert groups["GOODS"]["service_name"] is None
    assert services["VT"]["group_name"] == "Kinh doanh phân phối"


def test_the_service_that_brought_most_comes_first_and_list_order_parts_ties() -> None:
    found = answer(progress.revenue_by_service, tiny())
    assert rows(found, "group_code", "service_code") == [
        ("GOODS", None),  # 180
        ("GOODS", "HTD"),  # 150, listed before
        ("FINANCE", None),  # 150
        ("FINANCE", "BHYT_BT"),
        ("POST", None),  # 120
        ("POST", "BCCP"),
        ("GOODS", "VT"),  # 30
    ]


def test_services_without_a_sale_are_listed_with_zero_and_no_share() -> None:
    services = services_of(ground())
    assert {row["revenue_vnd"] for row in services.values()} == {0}
    assert {row["sale_count"] for row in services.values()} == {0}
    assert {row["revenue_share"] for row in services.values()} == {None}
    assert len(services) == 4
    world = tiny()
    world.tables["sales"] = [row for row in world.tables["sales"] if row["service_code"] != "VT"]
    assert services_of(world)["VT"]["revenue_share"] == 0


def test_a_service_without_target_and_one_with_target_zero_have_no_attainment() -> None:
    world = tiny()
    world.target("south-1", 0, "BCCP")
    world.target("north-1", 60, "VT")
    services, groups = services_of(world), groups_of(world)
    assert (services["HTD"]["target_vnd"], services["HTD"]["attainment"]) == (1_000, 0.15)
    assert (services["VT"]["target_vnd"], services["VT"]["attainment"]) == (60, 0.5)
    assert (services["BCCP"]["target_vnd"], services["BCCP"]["attainment"]) == (0, None)
    assert (services["BHYT_BT"]["target_vnd"], services["BHYT_BT"]["attainment"]) == (None, None)
    assert groups["GOODS"]["target_vnd"] == 1_060
    assert groups["POST"]["attainment"] is None
    assert groups["FINANCE"]["target_vnd"] is None


def test_services_follow_the_unit_and_the_cut_off() -> None:
    assert services_of(tiny(), unit_id="north-2")["HTD"]["revenue_vnd"] == 50
    assert services_of(tiny(), unit_id="north-2")["HTD"]["target_vnd"] == 200
    assert services_of(tiny(), at("10:59"))["HTD"]["revenue_vnd"] == 160
    assert services_of(tiny(), at("11:00"))["HTD"]["revenue_vnd"] == 100


def test_a_service_outside_the_campaign_is_not_listed() -> None:
    world = tiny()
    world.tables["campaign_services"] = [
        row for row in world.tables["campaign_services"] if row["service_code"] == "VT"
    ]
    assert set(services_of(world)) == {"VT"}
    assert set(groups_of(world)) == {"GOODS"}


# By hour


def test_hours_of_the_clock_stand_against_their_plan_and_the_unknown_hour_comes_last() -> None:
    found = answer(progress.revenue_by_hour, tiny())
    assert rows(found) == [
        (8, 200, 250, True),
        (9, 150, 250, True),
        (10, 70, 250, True),
        (11, 0, 250, True),
        (None, 30, None, True),
    ]


def test_hours_before_opening_and_after_closing_have_sales_but_no_plan() -> None:
    world = ground()
    world.sale(1, unit_id="north-1", sold_at=at("00:00"))
    world.sale(2, unit_id="north-1", sold_at=at("12:00"))
    world.sale(4, unit_id="north-1", sold_at=at("23:59"))
    found = answer(progress.revenue_by_hour, world)
    assert rows(found, "hour", "revenue_vnd", "plan_vnd") == [
        (0, 1, None),
        (8, 0, 250),
        (9, 0, 250),
        (10, 0, 250),
        (11, 0, 250),
        (12, 2, None),
        (23, 4, None),
    ]


def test_an_hour_is_complete_when_it_has_ended() -> None:
    found = answer(progress.revenue_by_hour, tiny(), at("10:00"))
    assert rows(found, "hour", "is_complete") == [(8, True), (9, True), (10, False), (11, False)]


def test_hours_of_a_unit_have_its_targets_for_a_plan() -> None:
    found = answer(progress.revenue_by_hour, tiny(), unit_id="north")
    assert rows(found, "hour", "revenue_vnd", "plan_vnd") == [
        (8, 100, 125),
        (9, 150, 125),
        (10, 70, 125),
        (11, 0, 125),
        (None, 30, None),
    ]


def test_slots_longer_than_an_hour_give_no_plan_by_the_hour() -> None:
    world = tiny()
    world.tables["campaign_slots"] = [
        {
            "campaign_code": "day",
            "starts_at": at("08:00"),
            "ends_at": at("12:00"),
            "takes_from": at("00:00"),
            "takes_until": datetime(2024, 9, 22),
            "plan_share": 1.0,
        }
    ]
    found = answer(progress.revenue_by_hour, world)
    assert rows(found, "hour", "revenue_vnd", "plan_vnd") == [
        (8, 200, None),
        (9, 150, None),
        (10, 70, None),
        (None, 30, None),
    ]
