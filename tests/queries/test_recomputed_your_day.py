"""What printed sheets are made from, recounted sale by sale in plain Python on random worlds."""

from collections import defaultdict
from datetime import datetime

from hypothesis import given

from lib.queries import your_day
from tests.queries.random_worlds import moments, worlds
from tests.queries.recount import Recount
from tests.queries.test_recomputed import CODES, SOME, same
from tests.queries.test_recomputed_people import counted
from tests.worlds import Row, World, asked


@SOME
@given(worlds(), CODES, moments())
def test_hours(world: World, code: str, as_of: datetime) -> None:
    recount = Recount(world, code, as_of)
    roles = {row["staff_code"]: row["role_code"] for row in recount.staff}
    sums: dict[tuple[str, int | None], int] = defaultdict(int)
    for sale in counted(recount):
        if sale["staff_code"] in roles:
            hour = None if sale["sold_at"] is None else sale["sold_at"].hour
            sums[sale["staff_code"], hour] += sale["revenue_vnd"]
    expected: list[Row] = [
        {"staff_code": who, "role_code": roles[who], "hour": hour, "revenue_vnd": vnd}
        for (who, hour), vnd in sums.items()
    ]
    expected.sort(key=lambda row: (row["staff_code"], row["hour"] is None, row["hour"] or 0))
    found = your_day.hours(asked(world), campaign_code=code, as_of=as_of)
    same(found, expected, your_day.HOURS)


@SOME
@given(worlds(), CODES, moments())
def test_services(world: World, code: str, as_of: datetime) -> None:
    recount = Recount(world, code, as_of)
    order = [row["service_code"] for row in recount.table("services")]
    parts: dict[tuple[str, str], list[int]] = defaultdict(list)
    for sale in counted(recount):
        if sale["staff_code"] is not None:
            parts[sale["staff_code"], sale["service_code"]].append(sale["revenue_vnd"])
    expected: list[Row] = [
        {
            "staff_code": who,
            "service_code": service,
            "service_name": f"Dịch vụ {service}",
            "service_name_en": service,
            "revenue_vnd": sum(listed),
            "sale_count": len(listed),
        }
        for (who, service), listed in parts.items()
    ]
    expected.sort(
        key=lambda row: (row["staff_code"], -row["revenue_vnd"], order.index(row["service_code"]))
    )
    found = your_day.services(asked(world), campaign_code=code, as_of=as_of)
    same(found, expected, your_day.SERVICES)


@SOME
@given(worlds(), CODES)
def test_members(world: World, code: str) -> None:
    recount = Recount(world, code, datetime(2024, 9, 21, 12))
    expected: list[Row] = [
        {"staff_code": row["staff_code"], "team_code": row["team_code"]}
        for row in recount.mine("team_members")
    ]
    expected.sort(key=lambda row: (row["staff_code"], row["team_code"]))
    found = your_day.members(asked(world), campaign_code=code)
    same(found, expected, your_day.MEMBERS)
