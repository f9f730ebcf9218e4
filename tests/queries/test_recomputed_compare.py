"""What things are compared by, recounted in plain Python on random worlds; and what adds up."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lib.queries import compare, leaderboard, progress
from tests.queries.random_worlds import is_valid, moments, worlds
from tests.queries.recount import NEVER, Recount, number, rounded, share
from tests.queries.test_recomputed import CODES, SOME, UNITS, same
from tests.queries.test_recomputed_fairness import LEVELS, shown_at
from tests.worlds import DAY, Row, World, asked

FEW = settings(SOME, max_examples=10)
"""Each of these is also held against the board, which is recounted elsewhere."""
DAYS = st.integers(-2, 4).map(lambda days: DAY + timedelta(days))


def sold(recount: Recount, since_on: date, before_on: date, unit_id: str | None) -> Iterator[Row]:
    """The sales of some days by the campaign's units and services, with their competing unit."""
    services = {row["service_code"]: row for row in recount.table("services")}
    in_scope = {row["service_code"] for row in recount.mine("campaign_services")}
    voided = {row["sale_id"]: row["voided_at"] for row in recount.table("voids")}
    for sale in recount.table("sales"):
        path = recount.path(sale["unit_id"], sale["sold_on"])
        if (
            since_on <= sale["sold_on"] < before_on
            and sale["service_code"] in in_scope
            and path
            and (unit_id is None or unit_id in path)
        ):
            yield {
                **sale,
                "competing": path[-1],
                "group_code": services[sale["service_code"]]["group_code"],
                "until": voided.get(sale["sale_id"], NEVER),
            }


def quarter(moment: datetime) -> tuple[date, int]:
    """The day and the minute at the end of the quarter of an hour a moment lies in."""
    past = moment - datetime.combine(moment.date(), datetime.min.time())
    return moment.date(), -(-past // timedelta(minutes=15)) * 15


@FEW
@given(worlds(), CODES, moments(), UNITS, DAYS, DAYS)
def test_learned(
    world: World,
    code: str,
    as_of: datetime,
    unit_id: str | None,
    since_on: date,
    before_on: date,
) -> None:
    recount = Recount(world, code, as_of)
    sums: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
    for sale in sold(recount, since_on, before_on, unit_id):
        if sale["until"] <= sale["recorded_at"]:
            continue
        for moment, sign in ((sale["recorded_at"], 1), (sale["until"], -1)):
            if moment <= as_of:
                key = (sale["competing"], sale["group_code"], *quarter(moment))
                sums[key][0] += sign * sale["revenue_vnd"]
                sums[key][1] += sign
    expected = [dict(zip(compare.LEARNED, (*key, *sums[key]), strict=True)) for key in sorted(sums)]
    reader = asked(world)
    about: dict[str, Any] = {"campaign_code": code, "as_of": as_of, "unit_id": unit_id}
    found = compare.learned(reader, since_on=since_on, before_on=before_on, **about)
    same(found, expected, compare.LEARNED)
    # over the campaign's own days it is the board
    own = {"since_on": recount.starts_on, "before_on": recount.ends_on + timedelta(1)}
    board = progress.overview(reader, **about).iloc[0]
    whole = compare.learned(reader, **own, **about)
    assert whole["revenue_vnd"].sum() == board["revenue_vnd"]
    assert whole["sale_count"].sum() == board["sale_count"]


@FEW
@given(worlds(), CODES, moments(), UNITS, DAYS, DAYS)
def test_sold_days(
    world: World,
    code: str,
    as_of: datetime,
    unit_id: str | None,
    since_on: date,
    before_on: date,
) -> None:
    recount = Recount(world, code, as_of)
    sums: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for sale in sold(recount, since_on, before_on, unit_id):
        if sale["recorded_at"] <= as_of < sale["until"]:
            sums[sale["sold_on"]][0] += sale["revenue_vnd"]
            sums[sale["sold_on"]][1] += 1
    expected = [
        dict(zip(compare.SOLD_DAYS, (day, *sums[day]), strict=True)) for day in sorted(sums)
    ]
    found = compare.sold_days(
        asked(world),
        campaign_code=code,
        since_on=since_on,
        before_on=before_on,
        as_of=as_of,
        unit_id=unit_id,
    )
    same(found, expected, compare.SOLD_DAYS)


@FEW
@given(worlds(), CODES, DAYS, UNITS)
def test_roster(world: World, code: str, on_day: date, unit_id: str | None) -> None:
    recount = Recount(world, code, datetime.combine(on_day, datetime.min.time()))
    people: Counter[str] = Counter()
    for person in recount.table("staff"):
        path = recount.path(person["unit_id"], on_day)
        if is_valid(person, on_day) and path and (unit_id is None or unit_id in path):
            people[path[-1]] += 1
    expected = [{"unit_id": unit, "staff_count": people[unit]} for unit in sorted(people)]
    found = compare.roster(asked(world), campaign_code=code, on_day=on_day, unit_id=unit_id)
    same(found, expected, compare.ROSTER)


@FEW
@given(worlds(), CODES, moments(), LEVELS, UNITS)
def test_hours(world: World, code: str, as_of: datetime, level: int, parent_id: str | None) -> None:
    recount = Recount(world, code, as_of)
    shown = shown_at(recount, level, parent_id)
    sums: dict[tuple[str, int | None], list[int]] = defaultdict(lambda: [0, 0])
    for sale in recount.sales().to_dict("records"):
        unit_id = shown(sale["unit_id"], sale["sold_on"])
        if unit_id is not None:
            hour = None if sale["sold_at"] is None else sale["sold_at"].hour
            sums[unit_id, hour][0] += sale["revenue_vnd"]
            sums[unit_id, hour][1] += 1
    keys = sorted(sums, key=lambda key: (key[0], 24 if key[1] is None else key[1]))
    expected = [dict(zip(compare.HOURS, (*key, *sums[key]), strict=True)) for key in keys]
    about: dict[str, Any] = {"as_of": as_of, "level": level, "parent_id": parent_id}
    reader = asked(world)
    found = compare.hours(reader, campaign_code=code, **about)
    same(found, expected, compare.HOURS)
    board = leaderboard.units_by_attainment(reader, campaign_code=code, **about)
    by_unit = found.groupby("unit_id")["revenue_vnd"].sum()
    for unit_id, vnd in zip(board["unit_id"], board["revenue_vnd"], strict=True):
        assert by_unit.get(unit_id, 0) == vnd


def best_of(sales: list[Row], given_vnd: dict[str, int], order: list[str]) -> Row:
    """Who sold the largest share of its target, among the sales of one day."""
    sums: Counter[str] = Counter()
    for sale in sales:
        sums[sale["path"][-1]] += sale["revenue_vnd"]
    shares = {unit: share(sums[unit], given_vnd.get(unit)) or Fraction(0) for unit in sums}
    most = max(shares.values(), default=Fraction(0))
    first = [unit for unit in order if most and shares.get(unit) == most]
    return {
        "best_unit_id": first[0] if first else None,
        "best_share": number(most) if first else None,
        "best_count": len(first),
    }


@FEW
@given(worlds(), CODES, moments(), UNITS)
def test_days(world: World, code: str, as_of: datetime, unit_id: str | None) -> None:
    recount = Recount(world, code, as_of)
    sales = recount.of_unit(recount.sales(), unit_id).to_dict("records")
    slots = recount.mine("campaign_slots")
    slot_days = {row["starts_at"].date() for row in slots}
    begun = {
        day
        for day in slot_days
        if min(row["starts_at"] for row in slots if row["starts_at"].date() == day) < as_of
    }
    given_vnd: Counter[str] = Counter()
    for row in recount.targets:
        given_vnd[recount.path(row["unit_id"], recount.named_on)[-1]] += row["target_vnd"]
    plan, met = recount.plan(unit_id), set()
    expected = []
    for day in sorted(begun | {sale["sold_on"] for sale in sales}):
        of_day = [sale for sale in sales if sale["sold_on"] == day]
        new = {sale["new_customer"] for sale in of_day} - {None} - met
        met |= new
        day_share = sum(row["plan_share"] for row in slots if row["starts_at"].date() == day)
        paths = [recount.path(one, day) for one in recount.unit_ids]
        best = best_of(of_day, given_vnd, recount.unit_ids) if unit_id is None else {}
        expected.append(
            {
                "sold_on": day,
                "revenue_vnd": sum(sale["revenue_vnd"] for sale in of_day) if of_day else None,
                "plan_vnd": None
                if plan is None or day not in begun
                else rounded(Fraction(plan) * Fraction(day_share)),
                "goods_quantity": sum(s["goods_quantity"] for s in of_day) if of_day else None,
                "new_customer_count": len(new) if of_day else None,
                "sale_count": len(of_day),
                "reporting_unit_count": len({sale["path"][-1] for sale in of_day}),
                "unit_count": len(
                    {path[-1] for path in paths if path and (unit_id is None or unit_id in path)}
                ),
                "best_unit_id": None,
                "best_share": None,
                "best_count": 0,
                **best,
            }
        )
    about: dict[str, Any] = {"campaign_code": code, "as_of": as_of, "unit_id": unit_id}
    reader = asked(world)
    found = compare.days(reader, **about)
    same(found, expected, compare.DAYS)
    board = progress.overview(reader, **about).iloc[0]
    for column in ("revenue_vnd", "goods_quantity", "new_customer_count", "sale_count"):
        assert found[column].sum() == board[column]
