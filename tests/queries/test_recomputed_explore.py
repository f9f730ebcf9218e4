"""What a selection adds up to, recounted sale by sale in plain Python on random worlds."""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lib.queries import explore
from tests.queries.random_worlds import is_valid, moments, worlds
from tests.queries.recount import Recount, rounded
from tests.queries.test_recomputed import CODES, SOME, same
from tests.worlds import Row, World, asked

SOME_UNITS = st.one_of(
    st.just(["*"]),
    st.lists(st.sampled_from(["d0", "d1", "d0-0", "d0-1", "d1-0", "d0-0-a"]), max_size=3),
)
SERVICES = ["HTD", "BCCP", "BHYT_BT", "VT"]
SOME_SERVICES = st.one_of(st.just(["*"]), st.lists(st.sampled_from(SERVICES), max_size=3))
SOME_ROLES = st.one_of(st.just(["*"]), st.lists(st.sampled_from(["postman", "teller"]), max_size=2))
QUARTERS = st.one_of(st.none(), st.sampled_from([0, 480, 495, 540, 600, 1425]))
MINUTES = st.one_of(st.none(), st.sampled_from([0, 480, 485, 540, 600, 1439]))
PICKED_HOUR = st.one_of(st.none(), st.none(), st.sampled_from([8, 9, 10]))
TERMS = st.one_of(
    st.none(),
    st.fixed_dictionaries(
        {
            "units": st.lists(st.sampled_from(["d0", "d0-0", "d1-0", "gone"]), max_size=2),
            "staff": st.lists(st.sampled_from(["p00", "p01", "p02", "p03"]), max_size=2),
            "services": st.lists(st.sampled_from(SERVICES), max_size=1),
            "products": st.lists(st.sampled_from(["water", "salt"]), max_size=1),
            "text": st.sampled_from(["k1", "pd-", "pđ-1", "hẹn", "hen", "7", "zz"]),
        }
    ),
)
RANKED = st.one_of(
    st.tuples(st.sampled_from(["latest", "amount"]), st.just([])),
    st.tuples(st.just("seller"), st.permutations([f"p{number:02}" for number in range(6)])),
    st.tuples(st.just("unit"), st.permutations(["d0", "d1", "d0-0", "d1-0", "d0-0-a"])),
    st.tuples(st.just("service"), st.permutations(SERVICES[:3])),
)
KEYS = ("part", "unit_id", "hour", "role_code", "group_code", "service_code", "sold_minute")


def chosen_sales(
    recount: Recount,
    units: Sequence[str],
    services: Sequence[str],
    roles: Sequence[str],
    from_minute: int | None,
    until_minute: int | None,
) -> list[Row]:
    """The counted sales of a selection."""
    roles_of = {row["sale_id"]: row.get("role_code") for row in recount.table("sales")}
    found = []
    for _, row in recount.sales().iterrows():
        sale = {**row.to_dict(), "role_code": roles_of[row["sale_id"]]}
        at = sale["sold_at"]
        minute = None if at is None or pd.isna(at) else at.hour * 60 + at.minute
        until = 1440 if until_minute is None else until_minute
        timed = from_minute is not None or until_minute is not None
        if timed and (minute is None or not (from_minute or 0) <= minute < until):
            continue
        if "*" not in units and not set(units) & set(sale["path"]):
            continue
        if "*" not in services and sale["service_code"] not in services:
            continue
        if "*" not in roles and sale["role_code"] not in roles:
            continue
        found.append(sale)
    return found


@st.composite
def written_worlds(draw: st.DrawFn) -> World:
    """A random world whose sales have receipts, notes and products too."""
    world = draw(worlds())
    for code in ("water", "salt"):
        world.add(
            "products",
            product_code=code,
            service_code="HTD",
            name=f"Hàng {code}",
            name_en=code,
            name_folded=code,
            measure="thùng",
            is_simulated=False,
        )
    for sale in world.tables.get("sales", ()):
        number = draw(st.integers(0, 11))
        sale["receipt_no"] = [None, f"PĐ-{number}", f"GD-{number}"][number % 3]
        sale["note"] = [None, None, "Khách hẹn", "khach hen"][number % 4]
        sale["product_code"] = [None, "water", "salt"][number // 4]
    return world


Term = dict[str, Any]


def has(sale: Row, term: Term | None) -> bool:
    """Whether a recorded sale has what a term looks for."""
    if term is None:
        return True
    words = [sale.get(key) for key in ("receipt_no", "customer_code", "note")]
    written = " ".join(word for word in words if word is not None).lower()
    parted = unicodedata.normalize("NFD", written.replace("đ", "d"))
    bare = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return (
        sale["unit_id"] in term["units"]
        or sale["staff_code"] in term["staff"]
        or sale["service_code"] in term["services"]
        or sale.get("product_code") in term["products"]
        or term["text"] in written
        or term["text"] in bare
    )


def given_terms(first: Term | None, second: Term | None) -> dict[str, Any]:
    """Two terms as parameters of the queries."""
    nothing: Term = {"units": [], "staff": [], "services": [], "products": [], "text": None}
    return {
        f"{name}_{number}": value
        for number, term in ((1, first), (2, second))
        for name, value in (nothing if term is None else term).items()
    }


@SOME
@given(
    worlds(), moments(), CODES, SOME_UNITS, SOME_SERVICES, SOME_ROLES, QUARTERS, QUARTERS,
    st.integers(0, 2), st.sampled_from([None, "d0", "d0-0", "d1"]), PICKED_HOUR,
    st.sampled_from([None, None, "postman"]), st.sampled_from([None, None, "HTD", "BCCP"]),
)  # fmt: skip
def test_parts(
    world: World,
    as_of: datetime,
    code: str,
    units: list[str],
    services: list[str],
    roles: list[str],
    from_minute: int | None,
    until_minute: int | None,
    level: int,
    picked_unit: str | None,
    picked_hour: int | None,
    picked_role: str | None,
    picked_service: str | None,
) -> None:
    recount = Recount(world, code, as_of)
    level = min(level, max(recount.levels, default=0))
    sales = chosen_sales(recount, units, services, roles, from_minute, until_minute)
    totals: dict[tuple[Any, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    totals["total", None, None, None, None, None, None]["revenue_vnd"] = 0
    for sale in sales:
        at = None if pd.isna(sale["sold_at"]) else sale["sold_at"]
        unit = recount.shown(sale["unit_id"], sale["sold_on"], level)
        hour = None if at is None else at.hour
        quarter = None if at is None else (at.hour * 60 + at.minute) // 15 * 15
        by_unit = picked_unit in (None, unit)
        by_hour = picked_hour in (None, hour)
        by_cell = picked_role in (None, sale["role_code"]) and picked_service in (
            None,
            sale["service_code"],
        )
        role, group, service = sale["role_code"], sale["group_code"], sale["service_code"]
        for key, counts in (
            (("total", None, None, None, None, None, None), by_unit and by_hour and by_cell),
            (("unit", unit, None, None, None, None, None), by_hour and by_cell),
            (("hour", None, hour, None, None, None, None), by_unit and by_cell),
            (("group", None, None, role, group, None, None), by_unit and by_hour),
            (("service", None, None, role, None, service, None), by_unit and by_hour),
            (("quarter", None, None, None, None, None, quarter), by_unit and by_hour and by_cell),
        ):
            row = totals[key]
            row["revenue_vnd"] += sale["revenue_vnd"] if counts else 0
            row["peers_vnd"] += sale["revenue_vnd"] if by_cell else 0
            if by_unit and by_hour and by_cell:
                row["quantity"] += sale["quantity"]
                row["goods_quantity"] += sale["goods_quantity"]
                row["sale_count"] += 1
                row["untimed_vnd"] += sale["revenue_vnd"] if at is None else 0
            row["is_simulated"] |= int(sale["is_simulated"])
    numbers = ("revenue_vnd", "quantity", "goods_quantity", "sale_count", "untimed_vnd")
    expected = [
        {
            **dict(zip(KEYS, key, strict=True)),
            **{name: row[name] for name in numbers},
            "peers_vnd": row["peers_vnd"] if key[0] == "hour" else None,
            "is_simulated": bool(row["is_simulated"]),
        }
        for key, row in totals.items()
    ]
    expected.sort(key=lambda row: [(row[key] is not None, row[key] or 0) for key in KEYS])
    answer = explore.parts(
        asked(world),
        campaign_code=code,
        as_of=as_of,
        level=level,
        unit_ids=units,
        service_codes=services,
        role_codes=roles,
        from_minute=from_minute,
        until_minute=until_minute,
        picked_unit=picked_unit,
        picked_hour=picked_hour,
        picked_role=picked_role,
        picked_group=None,
        picked_service=picked_service,
    )
    same(answer, expected, explore.PARTS)


@SOME
@given(worlds(), moments(), CODES, SOME_UNITS, SOME_SERVICES, SOME_ROLES, QUARTERS, QUARTERS)
def test_days(
    world: World,
    as_of: datetime,
    code: str,
    units: list[str],
    services: list[str],
    roles: list[str],
    from_minute: int | None,
    until_minute: int | None,
) -> None:
    recount = Recount(world, code, as_of)
    totals: dict[date, dict[str, int]] = defaultdict(lambda: {"timed_vnd": 0, "sale_count": 0})
    for sale in chosen_sales(recount, units, services, roles, from_minute, until_minute):
        row = totals[sale["sold_on"]]
        row["sale_count"] += 1
        row["timed_vnd"] += 0 if pd.isna(sale["sold_at"]) else sale["revenue_vnd"]
    answer = explore.days(
        asked(world),
        campaign_code=code,
        as_of=as_of,
        unit_ids=units,
        service_codes=services,
        role_codes=roles,
        from_minute=from_minute,
        until_minute=until_minute,
    )
    same(answer, [{"sold_on": day, **totals[day]} for day in sorted(totals)], explore.DAYS)


@SOME
@given(worlds(), moments(), CODES, SOME_UNITS, SOME_SERVICES, SOME_ROLES, QUARTERS, QUARTERS)
def test_selection(
    world: World,
    as_of: datetime,
    code: str,
    units: list[str],
    services: list[str],
    roles: list[str],
    from_minute: int | None,
    until_minute: int | None,
) -> None:
    recount = Recount(world, code, as_of)
    sales = chosen_sales(recount, units, services, roles, from_minute, until_minute)

    def stands(unit_id: str) -> bool:
        path = recount.path(unit_id, recount.named_on)
        return bool(path) and ("*" in units or bool(set(units) & set(path)))

    given_vnd = [
        row["target_vnd"]
        for row in recount.mine("targets")
        if stands(row["unit_id"]) and ("*" in services or row["service_code"] in services)
    ]
    staff = [
        row
        for row in recount.table("staff")
        if is_valid(row, recount.named_on)
        and stands(row["unit_id"])
        and ("*" in roles or row["role_code"] in roles)
    ]
    whole = asked(world)
    expected = {
        "target_vnd": sum(given_vnd) if given_vnd else None,
        "staff_count": len(staff),
        "new_customer_count": len({one["new_customer"] for one in sales} - {None}),
    }
    answer = explore.selection(
        whole,
        campaign_code=code,
        as_of=as_of,
        unit_ids=units,
        service_codes=services,
        role_codes=roles,
        from_minute=from_minute,
        until_minute=until_minute,
    )
    assert tuple(answer) == explore.SELECTION
    same(answer[list(expected)], [expected], list(expected))
    pace = recounted_pace(recount)
    found = answer["expected_share"].iloc[0]
    assert (pace is None and pd.isna(found)) or abs(float(found) - pace) < 1e-9


@SOME
@given(
    written_worlds(), moments(), CODES, SOME_UNITS, SOME_SERVICES, SOME_ROLES, MINUTES, MINUTES,
    TERMS, TERMS, RANKED, st.integers(0, 9), st.integers(0, 5), st.none() | moments(),
)  # fmt: skip
def test_sales(
    world: World,
    as_of: datetime,
    code: str,
    units: list[str],
    services: list[str],
    roles: list[str],
    from_minute: int | None,
    until_minute: int | None,
    first: Term | None,
    second: Term | None,
    ranked: tuple[str, list[str]],
    most: int,
    skipped: int,
    since: datetime | None,
) -> None:
    recount = Recount(world, code, as_of)
    found = chosen_sales(recount, units, services, roles, from_minute, until_minute)
    if since is not None:
        found = [
            one
            for one in found
            if one["sold_on"] > since.date()
            or (one["sold_on"] == since.date() and one["sold_at"] and one["sold_at"] >= since)
        ]
    recorded = {row["sale_id"]: row for row in world.tables.get("sales", ())}
    staff = {row["staff_code"]: row["full_name"] for row in recount.table("staff")}
    named = {row["role_code"]: row for row in recount.table("roles")}
    offered = {row["service_code"]: row for row in recount.table("services")}
    products = {row["product_code"]: row for row in recount.table("products")}

    def unit_name(sale: Row, column: str) -> str | None:
        names = [
            row
            for row in recount.table("org_unit_names")
            if row["unit_id"] == sale["unit_id"] and is_valid(row, sale["sold_on"])
        ]
        return names[0][column] if names else None

    rows_of = [
        {
            **{name: recorded[one["sale_id"]].get(name) for name in explore.SALES},
            "unit_name": unit_name(one, "short_name"),
            "unit_name_en": unit_name(one, "short_name_en"),
            "staff_name": staff.get(one["staff_code"]),
            "role_name": named.get(one["role_code"], {}).get("name"),
            "role_name_en": named.get(one["role_code"], {}).get("name_en"),
            "service_name": offered[one["service_code"]]["name"],
            "service_name_en": offered[one["service_code"]]["name_en"],
            "product_name": products.get(recorded[one["sale_id"]].get("product_code"), {}).get(
                "name"
            ),
            "product_name_en": products.get(recorded[one["sale_id"]].get("product_code"), {}).get(
                "name_en"
            ),
        }
        for one in found
        if has(recorded[one["sale_id"]], first) and has(recorded[one["sale_id"]], second)
    ]
    never = datetime(1, 1, 1)
    rows_of.sort(
        key=lambda row: (row["sold_on"], row["sold_at"] or never, row["sale_id"]), reverse=True
    )
    sorted_by, codes = ranked
    column = {"seller": "staff_code", "unit": "unit_id", "service": "service_code"}.get(sorted_by)
    if sorted_by == "amount":
        rows_of.sort(key=lambda row: -row["revenue_vnd"])
    elif column:
        of = [recorded[row["sale_id"]][column] for row in rows_of]
        places = {one: codes.index(one) if one in codes else len(codes) for one in of}
        rows_of.sort(key=lambda row: places[recorded[row["sale_id"]][column]])
    answer = explore.sales(
        asked(world),
        campaign_code=code,
        as_of=as_of,
        unit_ids=units,
        service_codes=services,
        role_codes=roles,
        from_minute=from_minute,
        until_minute=until_minute,
        **given_terms(first, second),
        sorted_by=sorted_by,
        ranked=codes,
        most=most,
        skipped=skipped,
        since=since,
    )
    same(answer, rows_of[skipped : skipped + most], explore.SALES)


@SOME
@given(
    written_worlds(), moments(), CODES, SOME_UNITS, SOME_SERVICES, SOME_ROLES, MINUTES, MINUTES,
    TERMS, TERMS,
)  # fmt: skip
def test_sales_found(
    world: World,
    as_of: datetime,
    code: str,
    units: list[str],
    services: list[str],
    roles: list[str],
    from_minute: int | None,
    until_minute: int | None,
    first: Term | None,
    second: Term | None,
) -> None:
    recount = Recount(world, code, as_of)
    recorded = {row["sale_id"]: row for row in world.tables.get("sales", ())}
    found = [
        one["revenue_vnd"]
        for one in chosen_sales(recount, units, services, roles, from_minute, until_minute)
        if has(recorded[one["sale_id"]], first) and has(recorded[one["sale_id"]], second)
    ]
    answer = explore.sales_found(
        asked(world),
        campaign_code=code,
        as_of=as_of,
        unit_ids=units,
        service_codes=services,
        role_codes=roles,
        from_minute=from_minute,
        until_minute=until_minute,
        **given_terms(first, second),
    )
    same(answer, [{"sale_count": len(found), "revenue_vnd": sum(found)}], explore.SALES_FOUND)


def recounted_pace(recount: Recount) -> float | None:
    """The part of the plan due at the cut-off, minute by minute of each slot."""
    slots = recount.mine("campaign_slots")
    if not slots:
        return None
    due = 0.0
    for slot in slots:
        whole = (slot["ends_at"] - slot["starts_at"]) / timedelta(minutes=1)
        gone = (recount.as_of - slot["starts_at"]) / timedelta(minutes=1)
        due += slot["plan_share"] * min(max(rounded(gone) or 0, 0), whole) / whole
    return due


@SOME
@given(worlds(), moments(), CODES)
def test_roles(world: World, as_of: datetime, code: str) -> None:
    recount = Recount(world, code, as_of)
    people = [row["role_code"] for row in recount.staff]
    expected = [
        {
            "role_code": row["role_code"],
            "role_name": row["name"],
            "role_name_en": row["name_en"],
            "staff_count": people.count(row["role_code"]),
        }
        for row in sorted(
            recount.table("roles"), key=lambda row: (row["sort_order"], row["role_code"])
        )
        if row["role_code"] in people
    ]
    same(explore.roles(asked(world), campaign_code=code, as_of=as_of), expected, explore.ROLES)
