"""What fairness is reckoned from, recounted in plain Python on random worlds; and what adds up."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lib.queries import fairness, leaderboard
from tests.queries.random_worlds import moments, worlds
from tests.queries.recount import Recount
from tests.queries.test_recomputed import CODES, SOME, UNITS, same
from tests.worlds import World, asked

LEVELS = st.integers(0, 3)


def shown_at(
    recount: Recount, level: int, parent_id: str | None
) -> Callable[[str, date], str | None]:
    """As which unit a unit is shown on a day, when it is below the parent asked for."""

    def shown(unit_id: str, day: date) -> str | None:
        below = parent_id is None or parent_id in recount.path(unit_id, day)
        return recount.shown(unit_id, day, level) if level in recount.levels and below else None

    return shown


@SOME
@given(worlds(), CODES, moments(), LEVELS, UNITS)
def test_services(
    world: World, code: str, as_of: datetime, level: int, parent_id: str | None
) -> None:
    recount = Recount(world, code, as_of)
    shown = shown_at(recount, level, parent_id)
    amounts: dict[tuple[str, str], list[int]] = {}
    for sale in recount.sales().to_dict("records"):
        unit_id = shown(sale["unit_id"], sale["sold_on"])
        if unit_id is not None:
            amounts.setdefault((unit_id, sale["service_code"]), []).append(sale["revenue_vnd"])
    targets: dict[tuple[str, str], int] = {}
    for row in recount.targets:
        unit_id = shown(row["unit_id"], recount.named_on)
        if unit_id is not None:
            key = (unit_id, row["service_code"])
            targets[key] = targets.get(key, 0) + row["target_vnd"]
    expected = [
        {
            "unit_id": key[0],
            "service_code": key[1],
            "revenue_vnd": sum(amounts.get(key, ())),
            "target_vnd": targets.get(key),
            "sale_count": len(amounts.get(key, ())),
            "square_sum": float(sum(one * one for one in amounts.get(key, ()))),
            "largest_sale_vnd": max(amounts.get(key, ()), default=None),
        }
        for key in sorted(amounts.keys() | targets.keys())
    ]
    about = {"campaign_code": code, "as_of": as_of}
    reader = asked(world)
    found = fairness.services(reader, **about, level=level, parent_id=parent_id)
    same(found, expected, fairness.SERVICES)
    board = leaderboard.units_by_attainment(reader, **about, level=level, parent_id=parent_id)
    sums = found.groupby("unit_id")[["revenue_vnd", "sale_count", "target_vnd"]].sum()
    for row in board.fillna({"target_vnd": 0}).to_dict("records"):
        for column in ("revenue_vnd", "sale_count", "target_vnd"):
            assert sums[column].get(row["unit_id"], 0) == row[column]


@SOME
@given(worlds(), CODES, moments(), LEVELS, UNITS)
def test_roles(world: World, code: str, as_of: datetime, level: int, parent_id: str | None) -> None:
    recount = Recount(world, code, as_of)
    shown = shown_at(recount, level, parent_id)
    sellers = {row["sale_id"]: row["role_code"] for row in world.tables.get("sales", ())}
    people = Counter(
        (shown(row["unit_id"], recount.named_on), row["role_code"]) for row in recount.staff
    )
    sold: Counter[Any] = Counter()
    revenue: Counter[Any] = Counter()
    for sale in recount.sales().to_dict("records"):
        key = (shown(sale["unit_id"], sale["sold_on"]), sellers[sale["sale_id"]])
        sold[key] += 1
        revenue[key] += sale["revenue_vnd"]
    keys = {key for key in people | sold if key[0] is not None}
    expected = [
        {
            "unit_id": unit_id,
            "role_code": role_code,
            "staff_count": people[unit_id, role_code],
            "revenue_vnd": revenue[unit_id, role_code],
            "sale_count": sold[unit_id, role_code],
        }
        for unit_id, role_code in sorted(keys, key=lambda key: (key[0], key[1] or "~"))
    ]
    about = {"campaign_code": code, "as_of": as_of}
    reader = asked(world)
    found = fairness.roles(reader, **about, level=level, parent_id=parent_id)
    same(found, expected, fairness.ROLES)
    board = leaderboard.units_by_attainment(reader, **about, level=level, parent_id=parent_id)
    sums = found.groupby("unit_id")[["staff_count", "revenue_vnd", "sale_count"]].sum()
    for row in board.to_dict("records"):
        for column in ("staff_count", "revenue_vnd", "sale_count"):
            assert sums[column].get(row["unit_id"], 0) == row[column]
