"""What people sold, recounted sale by sale in plain Python on random worlds; and what adds up."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lib.queries import awards, people, progress
from tests.queries.random_worlds import moments, worlds
from tests.queries.recount import NEVER, Recount, number, place
from tests.queries.test_recomputed import CODES, SOME, UNITS, same
from tests.worlds import Row, World, asked, rows

WHO = st.sampled_from(["p00", "p01", "p02", "p03", "p11"])
SHARED = ("role_code", "revenue_vnd", "role_multiple")


def with_roles(recount: Recount) -> list[Row]:
    """The roster at the cut-off, each with the unit that competes."""
    return [
        {**row, "competing": recount.path(row["unit_id"], recount.named_on)[-1]}
        for row in recount.staff
    ]


def counted(recount: Recount, staff_code: str | None = None) -> list[Row]:
    """The counted sales of everybody, or of one person; what is missing is None."""
    known = {row["sale_id"]: row for row in recount.table("sales")}
    found = [
        {**known[sale["sale_id"]], **sale, "sold_at": known[sale["sale_id"]]["sold_at"]}
        for sale in recount.sales().to_dict("records")
    ]
    return [one for one in found if staff_code in (None, one["staff_code"])]


def measured(sales: list[Row]) -> Row:
    """What some sales add up to; no revenue where there are none."""
    return {
        "revenue_vnd": sum(one["revenue_vnd"] for one in sales) if sales else None,
        "sale_count": len(sales),
        "service_count": len({one["service_code"] for one in sales}),
        "new_customer_count": len({one["new_customer"] for one in sales} - {None}),
    }


@SOME
@given(worlds(), CODES, moments())
def test_standings(world: World, code: str, as_of: datetime) -> None:
    recount = Recount(world, code, as_of)
    roster = sorted(with_roles(recount), key=lambda row: row["staff_code"])
    sold: dict[str, Row] = {
        row["staff_code"]: measured(counted(recount, row["staff_code"])) for row in roster
    }
    expected = []
    for row in roster:
        peers = [other for other in roster if other["role_code"] == row["role_code"]]
        near = [other for other in peers if other["competing"] == row["competing"]]
        amount = sold[row["staff_code"]]["revenue_vnd"]
        amounts = [sold[other["staff_code"]]["revenue_vnd"] for other in peers]
        whole = sum(one or 0 for one in amounts)
        multiple = None if amount is None or not whole else Fraction(amount * len(peers), whole)
        expected.append(
            {
                **row,
                **sold[row["staff_code"]],
                "role_name": row["role_code"],
                "role_name_en": row["role_code"],
                "competing_unit_id": row["competing"],
                "place_in_role": place(amount, amounts),
                "role_size": len(peers),
                "place_in_unit": place(
                    amount, [sold[other["staff_code"]]["revenue_vnd"] for other in near]
                ),
                "unit_role_size": len(near),
                "role_average_vnd": float(Fraction(whole, len(peers))),
                "role_multiple": number(multiple),
            }
        )
    reader = asked(world)
    found = people.standings(reader, campaign_code=code, as_of=as_of)
    same(found, expected, people.STANDINGS)
    # the same figures as those prizes are proposed on
    proposed = awards.person_standings(reader, campaign_code=code, as_of=as_of)
    assert rows(proposed, "code", *SHARED) == rows(found, "staff_code", *SHARED)


def added(amounts: Iterable[int | None]) -> int | None:
    """The sum of those that are there; None when none is."""
    there = [one for one in amounts if one is not None]
    return sum(there) if there else None


@SOME
@given(worlds(), CODES, moments(), UNITS)
def test_sellers(world: World, code: str, as_of: datetime, unit_id: str | None) -> None:
    recount = Recount(world, code, as_of)
    under = recount.under(unit_id)
    members = {row["staff_code"] for row in recount.staff if under(row)}
    by_seller: dict[str | None, list[Row]] = defaultdict(list)
    for sale in counted(recount):
        if unit_id is None or unit_id in sale["path"]:
            by_seller[sale["staff_code"]].append(sale)
    homes = {row["staff_code"]: row for row in recount.table("staff")}
    amounts = [measured(one)["revenue_vnd"] for who, one in by_seller.items() if who is not None]
    expected = []
    for who in members | by_seller.keys():
        sums, home = measured(by_seller.get(who, [])), homes.get(who or "", {})
        expected.append(
            {
                **dict.fromkeys(people.SELLERS),
                **home,
                **sums,
                "staff_code": who,
                "role_name": home.get("role_code"),
                "role_name_en": home.get("role_code"),
                "is_member": who in members,
                "people_count": 0 if who is None else 1,
                "place": None if who is None else place(sums["revenue_vnd"], amounts),
            }
        )
    expected.sort(
        key=lambda row: (
            row["staff_code"] is None,
            row["revenue_vnd"] is None,
            -(row["revenue_vnd"] or 0),
            row["staff_code"] or "",
        )
    )
    about: dict[str, Any] = {"campaign_code": code, "as_of": as_of, "unit_id": unit_id}
    reader = asked(world)
    found = people.sellers(reader, **about)
    same(found, expected, people.SELLERS)
    overview = progress.overview(reader, **about).iloc[0]
    assert found["revenue_vnd"].sum() == overview["revenue_vnd"]
    assert found["is_member"].sum() == overview["staff_count"]
    listed = [row for row in expected if row["staff_code"] is not None]
    most = int(len(listed) / 2)
    rest = {
        **dict.fromkeys(people.SELLERS),
        "is_member": False,
        "people_count": len(listed) - most,
        "revenue_vnd": added(row["revenue_vnd"] for row in listed[most:]),
        "sale_count": sum(row["sale_count"] for row in listed[most:]),
        "new_customer_count": sum(row["new_customer_count"] for row in listed[most:]),
    }
    short = [*listed[:most], *([rest] if listed else []), *expected[len(listed) :]]
    same(people.sellers(reader, **about, most=most), short, people.SELLERS)


@SOME
@given(worlds(), CODES, moments(), WHO)
def test_hours(world: World, code: str, as_of: datetime, staff_code: str) -> None:
    recount = Recount(world, code, as_of)
    roles = {row["staff_code"]: row["role_code"] for row in recount.staff}
    peers = {who for who, role in roles.items() if role == roles.get(staff_code, "nobody's")}
    sums: dict[int | None, Row] = {}
    for sale in counted(recount):
        if sale["staff_code"] in peers:
            hour = None if sale["sold_at"] is None else sale["sold_at"].hour
            row = sums.setdefault(
                hour, {"hour": hour, "revenue_vnd": 0, "sale_count": 0, "role_vnd": 0}
            )
            is_own = sale["staff_code"] == staff_code
            row["role_vnd"] += sale["revenue_vnd"]
            row["revenue_vnd"] += sale["revenue_vnd"] if is_own else 0
            row["sale_count"] += int(is_own)
    expected = sorted(sums.values(), key=lambda row: (row["hour"] is None, row["hour"] or 0))
    found = people.hours(asked(world), campaign_code=code, as_of=as_of, staff_code=staff_code)
    same(found, expected, people.HOURS)


@SOME
@given(worlds(), CODES, moments(), WHO)
def test_services(world: World, code: str, as_of: datetime, staff_code: str) -> None:
    recount = Recount(world, code, as_of)
    order = [row["service_code"] for row in recount.table("services")]
    parts: dict[str, list[Row]] = defaultdict(list)
    for sale in counted(recount, staff_code):
        parts[sale["service_code"]].append(sale)
    expected = [
        {
            **dict.fromkeys(people.SERVICES),
            "service_code": service,
            "service_name": f"Dịch vụ {service}",
            "service_name_en": service,
            "revenue_vnd": sum(one["revenue_vnd"] for one in listed),
            "quantity": sum(one["quantity"] for one in listed),
            "sale_count": len(listed),
        }
        for service, listed in parts.items()
    ]
    expected.sort(key=lambda row: (-row["revenue_vnd"], order.index(row["service_code"])))
    found = people.services(asked(world), campaign_code=code, as_of=as_of, staff_code=staff_code)
    same(found, expected, people.SERVICES)


@SOME
@given(worlds(), CODES, moments(), WHO)
def test_days(world: World, code: str, as_of: datetime, staff_code: str) -> None:
    recount = Recount(world, code, as_of)
    services = {row["service_code"] for row in recount.mine("campaign_services")}
    voided = {row["sale_id"]: row["voided_at"] for row in recount.table("voids")}
    sums: dict[date, list[int]] = defaultdict(list)
    for sale in recount.table("sales"):
        if (
            sale["staff_code"] == staff_code
            and sale["service_code"] in services
            and sale["recorded_at"] <= as_of < voided.get(sale["sale_id"], NEVER)
        ):
            sums[sale["sold_on"]].append(sale["revenue_vnd"])
    found = people.days(asked(world), campaign_code=code, as_of=as_of, staff_code=staff_code)
    assert tuple(found) == people.DAYS
    answered = [
        (pd.Timestamp(row["sold_on"]).date(), *(int(row[one]) for one in people.DAYS[1:]))
        for row in found.to_dict("records")
    ]
    assert answered == [
        (day, sum(listed), len(listed), int(recount.starts_on <= day <= recount.ends_on))
        for day, listed in sorted(sums.items())
    ]


@SOME
@given(worlds(), CODES, moments(), WHO, st.integers(0, 5))
def test_sales(world: World, code: str, as_of: datetime, staff_code: str, most: int) -> None:
    recount = Recount(world, code, as_of)
    sold = counted(recount, staff_code)
    sold.sort(key=lambda one: one["sale_id"], reverse=True)
    sold.sort(key=lambda one: (one["sold_at"] is not None, one["sold_at"] or NEVER), reverse=True)
    sold.sort(key=lambda one: one["sold_on"], reverse=True)
    about: dict[str, Any] = {"campaign_code": code, "as_of": as_of, "staff_code": staff_code}
    reader = asked(world)
    found = people.sales(reader, **about, most=most)
    assert tuple(found) == people.SALES
    assert found["sale_id"].tolist() == [one["sale_id"] for one in sold[:most]]
    assert found["revenue_vnd"].tolist() == [one["revenue_vnd"] for one in sold[:most]]
    assert found["unit_id"].tolist() == [one["unit_id"] for one in sold[:most]]
    news = [None if pd.isna(one) else bool(one) for one in found["is_new_customer"]]
    assert news == [one["is_new_customer"] for one in sold[:most]]
    everything = people.days(reader, **about)
    whole = people.sales(reader, **about, most=1_000)
    # days count units out of scope too
    within = everything.loc[everything["is_campaign"], "revenue_vnd"].sum()
    assert whole["revenue_vnd"].sum() <= within
