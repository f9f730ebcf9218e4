"""Every query against a recount in plain pandas, on random worlds at random cut-offs; and laws."""

import os
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from lib.queries import awards, campaigns, leaderboard, ledger, progress
from lib.store import migrations
from tests.queries.random_worlds import before, contested, is_valid, moments, worlds
from tests.queries.recount import Recount, number, place, rounded, share, where
from tests.worlds import MemoryReader, Row, World, asked, rows

EXAMPLES = int(os.environ.get("RAQUAN_EXAMPLES", "15"))
"""How many random worlds each query is recounted on; `make test-deep` takes many more."""
SOME = settings(
    max_examples=EXAMPLES,
    deadline=None,
    # a failure is shown as found: making it small takes minutes, add Phase.shrink to have it
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
CODES = st.sampled_from(["day", "day", "weeks"])
UNITS = st.sampled_from([None, None, "d0", "d1", "d0-0", "d0-1", "d1-0", "d0-0-a"])


def same(found: pd.DataFrame, expected: Sequence[Row], columns: Sequence[str]) -> None:
    """Each cell of an answer is the one expected; shares within a rounding of floats."""
    assert tuple(found) == tuple(columns)
    answered = [dict(zip(columns, row, strict=True)) for row in rows(found)]
    wanted = [{name: row[name] for name in columns} for row in expected]
    for row in wanted:
        for name, value in row.items():
            if isinstance(value, float):
                row[name] = pytest.approx(value, rel=1e-12)
    assert answered == wanted


def total(values: pd.Series) -> int:
    """A sum that stays a whole number."""
    return sum(values.tolist())


def latest(values: pd.Series) -> datetime | None:
    """The last time, missing when there is none."""
    return max(values.tolist(), default=None)


def an_hour_before(moment: datetime) -> datetime:
    """The last whole five minutes an hour before."""
    earlier = moment - timedelta(hours=1)
    return earlier - (earlier - datetime.min) % timedelta(minutes=5)


# Campaigns


@SOME
@given(worlds(), moments())
def test_campaigns(world: World, as_of: datetime) -> None:
    expected = [
        {
            **dict.fromkeys(campaigns.CAMPAIGNS),
            **row,
            "has_begun": row["opens_at"] <= as_of,
        }
        for row in world.tables["campaigns"]
    ]
    expected.sort(key=lambda row: row["starts_on"], reverse=True)
    same(campaigns.campaigns(asked(world), as_of=as_of), expected, campaigns.CAMPAIGNS)


@SOME
@given(worlds(), CODES, moments())
def test_units(world: World, code: str, as_of: datetime) -> None:
    recount = Recount(world, code, as_of)
    parents = {
        row["child_id"]: row["parent_id"]
        for row in world.tables["org_hierarchy"]
        if is_valid(row, recount.named_on)
    }
    expected = []
    for unit in world.tables["org_units"]:
        path = recount.path(unit["unit_id"], recount.named_on)
        if path:
            expected.append(
                {
                    **dict.fromkeys(campaigns.UNITS),
                    **recount.name(unit["unit_id"]),
                    "parent_id": path[1] if len(path) > 1 else None,
                    "competing_unit_id": path[-1],
                    "level": len(path) - 1,
                    "kind": unit["kind"],
                    "child_count": list(parents.values()).count(unit["unit_id"]),
                    "is_simulated": False,
                }
            )
    expected.sort(key=lambda row: row["level"])
    found = campaigns.units(asked(world), campaign_code=code, as_of=as_of)
    same(found, expected, campaigns.UNITS)


# Progress


def expected_share(recount: Recount) -> float | None:
    slots = recount.mine("campaign_slots")
    if not slots:
        return None
    past = 0.0
    for slot in slots:
        length = (slot["ends_at"] - slot["starts_at"]) / timedelta(minutes=1)
        gone = (recount.as_of - slot["starts_at"]) / timedelta(minutes=1)
        past += slot["plan_share"] * min(max(gone, 0.0), length) / length
    return past


@SOME
@given(worlds(), CODES, moments(), UNITS)
def test_stamp(world: World, code: str, as_of: datetime, unit_id: str | None) -> None:
    recount = Recount(world, code, as_of)
    sales = recount.of_unit(recount.sales(), unit_id)
    about = {"campaign_code": code, "as_of": as_of, "unit_id": unit_id}
    found = progress.stamp(asked(world), **about).iloc[0]
    learned = recount.of_unit(recount.learned(), unit_id)["recorded_at"]
    last = learned.max() if len(sales) else None
    simulated = (
        bool(sales["is_simulated"].any()) if len(sales) else recount.campaign["is_simulated"]
    )
    assert (pd.isna(found["last_recorded_at"]) and last is None) or found[
        "last_recorded_at"
    ] == last
    assert found["is_simulated"] == simulated
    # the pace is recomputed in test_overview; here it only has to be the same
    share = progress.overview(asked(world), **about).iloc[0]["expected_share"]
    assert (pd.isna(share) and pd.isna(found["expected_share"])) or found["expected_share"] == share


@SOME
@given(worlds(), CODES, moments(), UNITS)
def test_overview(world: World, code: str, as_of: datetime, unit_id: str | None) -> None:
    recount = Recount(world, code, as_of)
    sales = recount.of_unit(recount.sales(), unit_id)
    untimed = sales[sales["sold_at"].isna()]
    launched_at, snapshot_at = (
        recount.campaign.get("launched_at"),
        recount.campaign.get("snapshot_at"),
    )
    first = where(
        sales,
        (
            launched_at is not None and bool(pd.notna(sold)) and launched_at <= sold < snapshot_at
            for sold in sales["sold_at"]
        ),
    )
    undone = {row["batch_id"]: row["voided_at"] for row in recount.table("batch_voids")}
    batches = {row["batch_id"]: row["campaign_code"] for row in recount.table("batches")}
    waiting = [
        row
        for row in recount.table("quarantine")
        if batches[row["batch_id"]] == code
        and row["recorded_at"] <= as_of
        and not (row["batch_id"] in undone and undone[row["batch_id"]] <= as_of)
    ]
    plan, pace = recount.plan(unit_id), expected_share(recount)
    standing = [
        recount.path(unit, recount.named_on)[-1]
        for unit in recount.unit_ids
        if recount.path(unit, recount.named_on) and recount.under(unit_id)({"unit_id": unit})
    ]
    expected = {
        "revenue_vnd": total(sales["revenue_vnd"]),
        "plan_vnd": plan,
        "attainment": number(share(total(sales["revenue_vnd"]), plan)),
        "expected_share": pace,
        "expected_vnd": None if plan is None or pace is None else rounded(plan * pace),
        "sale_count": len(sales),
        "goods_quantity": total(sales["goods_quantity"]),
        "new_customer_count": sales["new_customer"].nunique(),
        "health_cover_quantity": total(sales["health_cover"]),
        "active_staff_count": sales["staff_code"].nunique(),
        "staff_count": sum(recount.under(unit_id)(row) for row in recount.staff),
        "reporting_unit_count": len({path[-1] for path in sales["path"]}),
        "unit_count": len(set(standing)),
        "untimed_revenue_vnd": total(untimed["revenue_vnd"]),
        "snapshot_revenue_vnd": total(first["revenue_vnd"]),
        "snapshot_goods_quantity": total(first["goods_quantity"]),
        "snapshot_goods_revenue_vnd": total(first["goods_vnd"]),
        "snapshot_new_customer_count": first["new_delivery"].nunique(),
        "snapshot_health_cover_quantity": total(first["health_cover"]),
        "waiting_count": len(waiting),
        "waiting_vnd": sum(row["revenue_vnd"] or 0 for row in waiting),
        "last_recorded_at": latest(recount.of_unit(recount.learned(), unit_id)["recorded_at"])
        if len(sales)
        else None,
        "is_simulated": any(sales["is_simulated"])
        if len(sales)
        else recount.campaign["is_simulated"],
    }
    found = progress.overview(asked(world), campaign_code=code, as_of=as_of, unit_id=unit_id)
    same(found, [expected], progress.OVERVIEW)


@SOME
@given(worlds(), CODES, moments(), UNITS)
def test_curve(world: World, code: str, as_of: datetime, unit_id: str | None) -> None:
    recount = Recount(world, code, as_of)
    sales = recount.of_unit(recount.sales(), unit_id).dropna(subset="sold_at")
    plan = recount.plan(unit_id)
    expected, so_far, planned = [], 0, 0.0
    for slot in sorted(recount.mine("campaign_slots"), key=lambda row: row["starts_at"]):
        taken = sum(
            revenue_vnd
            for revenue_vnd, sold_at in zip(sales["revenue_vnd"], sales["sold_at"], strict=True)
            if slot["takes_from"] <= sold_at < slot["takes_until"]
        )
        so_far, planned = so_far + taken, planned + slot["plan_share"]
        begun = slot["starts_at"] < as_of
        expected.append(
            {
                "starts_at": slot["starts_at"],
                "ends_at": slot["ends_at"],
                "revenue_vnd": taken if begun else None,
                "cumulative_vnd": so_far if begun else None,
                "plan_cumulative_vnd": None if plan is None else rounded(plan * planned),
            }
        )
    found = progress.curve(asked(world), campaign_code=code, as_of=as_of, unit_id=unit_id)
    same(found, expected, progress.CURVE)


@SOME
@given(worlds(), CODES, moments(), UNITS)
def test_revenue_by_service(world: World, code: str, as_of: datetime, unit_id: str | None) -> None:
    recount = Recount(world, code, as_of)
    sales = recount.of_unit(recount.sales(), unit_id)
    groups = {row["group_code"]: row for row in recount.table("service_groups")}
    in_scope = {row["service_code"] for row in recount.mine("campaign_services")}
    services = [row for row in recount.table("services") if row["service_code"] in in_scope]
    whole = total(sales["revenue_vnd"])

    def measured(group_code: str, service: Row | None) -> Row:
        codes = (
            {row["service_code"] for row in services if row["group_code"] == group_code}
            if service is None
            else {service["service_code"]}
        )
        sold = sales[sales["service_code"].isin(codes)]
        target = recount.target(
            lambda row: row["service_code"] in codes and recount.under(unit_id)(row)
        )
        revenue_vnd = total(sold["revenue_vnd"])
        return {
            "group_code": group_code,
            "group_name": groups[group_code]["name"],
            "group_name_en": groups[group_code]["name_en"],
            "service_code": service and service["service_code"],
            "service_name": service and service["name"],
            "service_name_en": service and service["name_en"],
            "revenue_vnd": revenue_vnd,
            "quantity": total(sold["quantity"]),
            "sale_count": len(sold),
            "target_vnd": target,
            "attainment": number(share(revenue_vnd, target)),
            "revenue_share": number(share(revenue_vnd, whole)),
        }

    expected = [
        row
        for group_code in groups
        for row in [
            measured(group_code, None),
            *(measured(group_code, s) for s in services if s["group_code"] == group_code),
        ]
        if any(s["group_code"] == group_code for s in services)
    ]
    expected.sort(key=lambda row: -row["revenue_vnd"])
    found = progress.revenue_by_service(
        asked(world), campaign_code=code, as_of=as_of, unit_id=unit_id
    )
    same(found, expected, progress.REVENUE_BY_SERVICE)


@SOME
@given(worlds(), CODES, moments(), UNITS)
def test_revenue_by_hour(world: World, code: str, as_of: datetime, unit_id: str | None) -> None:
    recount = Recount(world, code, as_of)
    sales = recount.of_unit(recount.sales(), unit_id)
    hours = [None if pd.isna(sold_at) else sold_at.hour for sold_at in sales["sold_at"]]
    slots = [
        row
        for row in recount.mine("campaign_slots")
        if row["ends_at"] - row["starts_at"] <= timedelta(hours=1)
    ]
    plan = recount.plan(unit_id)
    expected = []
    for hour in [*range(24), None]:
        planned = [row for row in slots if row["starts_at"].hour == hour]
        if hour not in hours and not planned:
            continue
        part = sum(row["plan_share"] for row in planned)
        expected.append(
            {
                "hour": hour,
                "revenue_vnd": sum(
                    revenue_vnd
                    for revenue_vnd, sold in zip(sales["revenue_vnd"], hours, strict=True)
                    if sold == hour
                ),
                "plan_vnd": rounded(plan * part) if planned and plan is not None else None,
                "is_complete": all(row["ends_at"] <= as_of for row in planned),
            }
        )
    found = progress.revenue_by_hour(asked(world), campaign_code=code, as_of=as_of, unit_id=unit_id)
    same(found, expected, progress.REVENUE_BY_HOUR)


# Leaderboard


@SOME
@given(worlds(), CODES, moments(), st.integers(0, 3), UNITS)
def test_units_by_attainment(
    world: World, code: str, as_of: datetime, level: int, parent_id: str | None
) -> None:
    recount = Recount(world, code, as_of)
    earlier_at = an_hour_before(min(as_of, recount.campaign["closes_at"]))
    units = {row["unit_id"]: row for row in recount.table("org_units")}

    def shown(unit_id: str, day: Any) -> str | None:
        """As which unit it is shown here on a day, when it is below the parent asked for."""
        asked_for = parent_id is None or parent_id in recount.path(unit_id, day)
        if level not in recount.levels or not asked_for:
            return None
        return recount.shown(unit_id, day, level)

    def figures(sales: pd.DataFrame) -> dict[str, pd.DataFrame]:
        seen = [shown(u, d) for u, d in zip(sales["unit_id"], sales["sold_on"], strict=True)]
        return {unit: where(sales, (one == unit for one in seen)) for unit in units}

    now, then = figures(recount.sales()), figures(recount.sales(earlier_at))
    learned = figures(recount.learned())
    children = [
        row["parent_id"]
        for row in recount.table("org_hierarchy")
        if is_valid(row, recount.named_on)
    ]
    expected = []
    for unit_id in units:
        members = [u for u in units if shown(u, recount.named_on) == unit_id]
        sold = now[unit_id]
        target = recount.target(lambda row, members=members: row["unit_id"] in members)
        staff_count = sum(row["unit_id"] in members for row in recount.staff)
        own = unit_id not in children or target is not None or staff_count
        if not (len(sold) or len(members) > 1 or (members and own)):
            continue
        attained = share(total(sold["revenue_vnd"]), target) if len(sold) else None
        before_that = then[unit_id]
        competing = [
            recount.path(u, day)[-1]
            for day in recount.days
            for u in units
            if shown(u, day) == unit_id
        ]
        expected.append(
            {
                **recount.name(unit_id),
                "attained": attained,
                "attained_before": share(total(before_that["revenue_vnd"]), target)
                if len(before_that)
                else None,
                "competing_unit_id": competing[-1],
                "revenue_vnd": total(sold["revenue_vnd"]),
                "target_vnd": target,
                "attainment": number(attained),
                "revenue_per_head_vnd": number(share(total(sold["revenue_vnd"]), staff_count))
                if len(sold)
                else None,
                "sale_count": len(sold),
                "new_customer_count": sold["new_customer"].nunique(),
                "staff_count": staff_count,
                "active_staff_count": sold["staff_code"].nunique(),
                "last_recorded_at": latest(learned[unit_id]["recorded_at"]) if len(sold) else None,
                "has_figures": len(sold) > 0,
                "child_count": children.count(unit_id),
            }
        )
    for row in expected:
        row["place"] = place(row["attained"], [other["attained"] for other in expected])
        row["previous_place"] = place(
            row["attained_before"], [other["attained_before"] for other in expected]
        )
    expected.sort(
        key=lambda row: (
            -1 if row["attained"] is None else row["attained"],
            row["has_figures"],
            -1 if row["revenue_per_head_vnd"] is None else row["revenue_per_head_vnd"],
            -units[row["unit_id"]]["sort_order"],
        ),
        reverse=True,
    )
    found = leaderboard.units_by_attainment(
        asked(world), campaign_code=code, as_of=as_of, level=level, parent_id=parent_id
    )
    same(found, expected, leaderboard.UNITS_BY_ATTAINMENT)


# Ledger


@SOME
@given(worlds(), moments())
def test_status(world: World, as_of: datetime) -> None:
    def table(name: str) -> list[Row]:
        return world.tables.get(name, [])

    voided = {row["sale_id"] for row in table("voids") if row["voided_at"] <= as_of}
    undone = {row["batch_id"] for row in table("batch_voids") if row["voided_at"] <= as_of}
    known = [row for row in table("sales") if row["recorded_at"] <= as_of]
    counted = [row for row in known if row["sale_id"] not in voided]
    expected = {
        "generation": None,
        "schema_version": migrations.known_version(),
        "published_at": None,
        "campaign_count": 2,
        "unit_count": len(table("org_units")),
        "staff_count": len(table("staff")),
        "batch_count": sum(row["recorded_at"] <= as_of for row in table("batches")),
        "sale_count": len(counted),
        "voided_count": len(known) - len(counted),
        "revenue_vnd": sum(row["revenue_vnd"] for row in counted),
        "waiting_count": sum(
            row["recorded_at"] <= as_of and row["batch_id"] not in undone
            for row in table("quarantine")
        ),
        "last_recorded_at": max((row["recorded_at"] for row in known), default=None),
        "is_simulated": any(row["is_simulated"] for row in known),
    }
    same(ledger.status(asked(world), as_of=as_of), [expected], ledger.STATUS)


# Laws


@SOME
@given(worlds(), CODES, moments())
def test_every_way_of_cutting_the_revenue_adds_up_to_the_dong(
    world: World, code: str, as_of: datetime
) -> None:
    reader = asked(world)
    about: dict[str, Any] = {"campaign_code": code, "as_of": as_of}
    whole = progress.overview(reader, **about, unit_id=None)
    revenue_vnd = int(whole["revenue_vnd"].iloc[0])
    services = progress.revenue_by_service(reader, **about, unit_id=None)
    of_service = services["service_code"].notna()
    assert services[of_service]["revenue_vnd"].sum() == revenue_vnd
    assert services[~of_service]["revenue_vnd"].sum() == revenue_vnd
    assert services[of_service]["sale_count"].sum() == whole["sale_count"].iloc[0]
    hours = progress.revenue_by_hour(reader, **about, unit_id=None)
    assert hours["revenue_vnd"].sum() == revenue_vnd
    untimed = hours[hours["hour"].isna()]["revenue_vnd"].sum()
    assert untimed == whole["untimed_revenue_vnd"].iloc[0]
    recount = Recount(world, code, as_of)
    for level in recount.levels:
        board = leaderboard.units_by_attainment(reader, **about, level=level, parent_id=None)
        assert board["revenue_vnd"].sum() == revenue_vnd, f"level {level}"
        assert board["sale_count"].sum() == whole["sale_count"].iloc[0]
    people = awards.person_standings(reader, **about)
    sales = recount.sales()
    unknown = total(sales[~sales["staff_code"].isin(people["code"])]["revenue_vnd"])
    assert people["revenue_vnd"].sum() + unknown == revenue_vnd


@SOME
@given(worlds(), CODES, moments())
def test_units_below_a_parent_add_up_to_it_and_to_its_own_page(
    world: World, code: str, as_of: datetime
) -> None:
    reader = asked(world)
    about: dict[str, Any] = {"campaign_code": code, "as_of": as_of}
    top = leaderboard.units_by_attainment(reader, **about, level=0, parent_id=None)
    levels = Recount(world, code, as_of).levels
    for unit_id, revenue_vnd, target_vnd in rows(top, "unit_id", "revenue_vnd", "target_vnd"):
        page = progress.overview(reader, **about, unit_id=unit_id)
        assert rows(page, "revenue_vnd", "plan_vnd") == [(revenue_vnd, target_vnd)]
        below = leaderboard.units_by_attainment(
            reader, **about, level=max(levels), parent_id=unit_id
        )
        assert below["revenue_vnd"].sum() == revenue_vnd


@SOME
@given(worlds(), CODES, moments())
def test_the_previous_place_is_the_place_the_board_showed_an_hour_before(
    world: World, code: str, as_of: datetime
) -> None:
    reader = asked(world)
    recount = Recount(world, code, as_of)
    hour_before = an_hour_before(as_of)
    assume(as_of <= recount.campaign["closes_at"])
    assume(Recount(world, code, hour_before).named_on == recount.named_on)

    def board(at: datetime) -> pd.DataFrame:
        return leaderboard.units_by_attainment(
            reader, campaign_code=code, as_of=at, level=0, parent_id=None
        )

    then = dict(rows(board(hour_before), "unit_id", "place"))
    now = dict(rows(board(as_of), "unit_id", "previous_place"))
    assert {unit: held for unit, held in now.items() if held} == {
        unit: held for unit, held in then.items() if held
    }


QUESTIONS: dict[str, Callable[[MemoryReader, datetime], pd.DataFrame]] = {
    "campaigns": lambda reader, at: campaigns.campaigns(reader, as_of=at),
    "units": lambda reader, at: campaigns.units(reader, campaign_code="day", as_of=at),
    "overview": lambda reader, at: progress.overview(
        reader, campaign_code="day", as_of=at, unit_id=None
    ),
    "curve": lambda reader, at: progress.curve(reader, campaign_code="day", as_of=at, unit_id="d0"),
    "services": lambda reader, at: progress.revenue_by_service(
        reader, campaign_code="weeks", as_of=at, unit_id=None
    ),
    "hours": lambda reader, at: progress.revenue_by_hour(
        reader, campaign_code="weeks", as_of=at, unit_id=None
    ),
    "board": lambda reader, at: leaderboard.units_by_attainment(
        reader, campaign_code="day", as_of=at, level=1, parent_id=None
    ),
    "people": lambda reader, at: awards.person_standings(reader, campaign_code="day", as_of=at),
    "teams": lambda reader, at: awards.team_standings(reader, campaign_code="day", as_of=at),
    "leaders": lambda reader, at: awards.leader_standings(
        reader, campaign_code="day", as_of=at, halfway_at=datetime(2024, 9, 21, 10)
    ),
    "status": lambda reader, at: ledger.status(reader, as_of=at),
}


@settings(SOME, max_examples=6)
@given(contested(), moments())
def test_what_is_written_after_the_cut_off_changes_no_answer(world: World, as_of: datetime) -> None:
    reader = asked(world)
    shown = {name: ask(reader, as_of) for name, ask in QUESTIONS.items()}
    reader = asked(before(world, as_of))
    for name, ask in QUESTIONS.items():
        pd.testing.assert_frame_equal(ask(reader, as_of), shown[name], obj=name)
