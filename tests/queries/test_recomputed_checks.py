"""The checks recounted in plain Python on random worlds crowded with what they look for."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lib.queries import checks
from tests.queries.random_worlds import is_valid, moments, worlds
from tests.queries.recount import Recount
from tests.queries.test_recomputed import CODES, SOME, same
from tests.worlds import DAY, Row, World, asked, at

END = at("12:00", DAY + timedelta(4))
WHEN = st.one_of(st.just(END), st.just(END), moments())
UNITS = st.sampled_from([None, None, None, "d0", "d0", "d1", "d0-0"])
SALES = st.sampled_from([2, 2, 3])
MINUTES = st.sampled_from([1, 5, 5, 30, 30])
LEAST = st.sampled_from([1, 200, 300])
MORE = settings(SOME, max_examples=40)
EXAMPLES = 240
OFTEN = EXAMPLES // 4
"""In how many of the examples each check has something to list, at least (half of many)."""

Unit = str | None


@st.composite
def crowded(draw: st.DrawFn) -> World:
    """A random world with two busy sellers on top: ties, few minutes, few amounts, late reports."""
    world = draw(worlds())
    for code, service, price in (("GAO", "HTD", 100), ("TEM", "BCCP", None)):
        world.add(
            "products",
            product_code=code,
            service_code=service,
            name=f"Sản phẩm {code}",
            name_en=code,
            name_folded=code.lower(),
            measure="cái",
            price_vnd=price,
            is_simulated=False,
        )
    units = [row["unit_id"] for row in world.tables["org_units"]][1:]
    first, other = draw(st.permutations(units))[:2]
    closes = at("12:00")
    one = st.tuples(
        st.sampled_from([first, first, first, other]),
        st.sampled_from([None, "p00", "p00", "p00", "p00", "p01"]),
        st.sampled_from([("HTD", None), ("HTD", "GAO"), ("BCCP", "TEM"), ("BCCP", "TEM")]),
        st.sampled_from([None, "K1", "K1"]),
        st.sampled_from([None, True, True, False]),
        st.sampled_from([0, 100, 100, 200, 250]),
        st.sampled_from([1, 1, 2]),
        st.sampled_from([None, -240, -240, -60, -30, -30, -5, -1, 0, 0, 719, 721]),
        st.sampled_from([0, 0, 31, 60, 300, 3_000]),
        st.sampled_from([1, 1, 2]),
        st.sampled_from([False] * 11 + [True]),
        st.sampled_from([True, True, False]),
    )
    listed = draw(st.lists(one, min_size=12, max_size=24))
    for sold in listed:
        unit, staff, what, customer, is_new, vnd, quantity, *recorded = sold
        minute, delay, batch, is_void, is_usual = recorded
        if is_usual:
            staff, what, customer = "p00", ("BCCP", "TEM"), "K1"
        sold_at = None if minute is None else closes + timedelta(minutes=minute)
        sale = world.sale(
            vnd,
            unit_id=unit,
            staff_code=staff,
            service_code=what[0],
            product_code=what[1],
            customer_code=customer,
            is_new_customer=is_new,
            quantity=quantity,
            sold_at=sold_at,
            sold_on=sold_at.date() if sold_at else DAY,
            recorded_at=(sold_at or closes) + timedelta(minutes=delay),
            batch_id=batch,
        )
        if is_void:
            world.void(sale, voided_at=sale["recorded_at"] + timedelta(minutes=60))
    return world


class Look(Recount):
    """What counts, sale by sale, as plain rows."""

    def __init__(self, world: World, code: str, as_of: datetime, unit_id: Unit) -> None:
        super().__init__(world, code, as_of)
        self.unit_id = unit_id
        known = {row["sale_id"]: row for row in world.tables["sales"]}
        paths = self.sales()
        self.all: list[Row] = [
            {"product_code": None, "customer_code": None, **known[sale_id], "path": path}
            for sale_id, path in zip(paths["sale_id"], paths["path"], strict=True)
        ]
        self.all.sort(key=lambda one: one["sale_id"])

    def is_here(self, sale: Row) -> bool:
        """Whether a sale was booked on the unit looked at or below it."""
        return self.unit_id is None or self.unit_id in sale["path"]

    @property
    def here(self) -> list[Row]:
        """The sales of the unit looked at."""
        return [one for one in self.all if self.is_here(one)]

    def named(self, unit_id: str, day: Any, before: str = "unit") -> Row:
        """A unit as a row shows it."""
        name = next(
            row
            for row in self.table("org_unit_names")
            if row["unit_id"] == unit_id and is_valid(row, day)
        )
        return {
            f"{before}_id": unit_id,
            f"{before}_name": name["short_name"],
            f"{before}_name_en": name["short_name_en"],
        }

    def person(self, code: str | None, before: str = "staff") -> Row:
        """A seller as a row shows it."""
        names = {row["staff_code"]: row["full_name"] for row in self.table("staff")}
        return {f"{before}_code": code, f"{before}_name": names.get(code)}

    def called(self, table: str, key: str, code: str | None) -> Row:
        """A service or product as a row shows it."""
        found = {row[f"{key}_code"]: row for row in self.table(table)}.get(code, {})
        return {
            f"{key}_code": code,
            f"{key}_name": found.get("name"),
            f"{key}_name_en": found.get("name_en"),
        }


def measured(sales: list[Row], clock: str = "sold_at") -> Row:
    """What every row says of its sales."""
    return {
        "first_at": min(one[clock] for one in sales),
        "last_at": max(one[clock] for one in sales),
        "sale_count": len(sales),
        "revenue_vnd": sum(one["revenue_vnd"] for one in sales),
        "first_sale_id": min(one["sale_id"] for one in sales),
    }


def grouped(sales: Iterable[Row], key: Callable[[Row], Any]) -> list[tuple[Any, list[Row]]]:
    """Sales by what they share."""
    found: dict[Any, list[Row]] = {}
    for one in sales:
        found.setdefault(key(one), []).append(one)
    return list(found.items())


def minute_of(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def split(look: Look, sales: int, minutes: int, least_vnd: int) -> list[Row]:
    def together(one: Row) -> tuple[Any, ...]:
        what = (one["service_code"], one["product_code"], one["customer_code"])
        return (one["unit_id"], one["staff_code"], *what)

    found = []
    timed = [one for one in look.here if one["sold_at"] and one["staff_code"]]
    timed.sort(key=lambda one: (one["sold_at"], one["sale_id"]))
    for (unit_id, staff, service, product, customer), listed in grouped(timed, together):
        chains = [[listed[0]]]
        for before, one in pairwise(listed):
            if one["sold_at"] - before["sold_at"] > timedelta(minutes=minutes):
                chains.append([])
            chains[-1].append(one)
        found += [
            {
                **look.named(unit_id, chain[0]["sold_on"]),
                **look.person(staff),
                **look.called("services", "service", service),
                **look.called("products", "product", product),
                "customer_code": customer,
                **measured(chain),
            }
            for chain in chains
            if len(chain) >= sales and sum(one["revenue_vnd"] for one in chain) >= least_vnd
        ]
    return sorted(found, key=lambda row: (-row["revenue_vnd"], row["first_sale_id"]))


@MORE
@given(crowded(), CODES, WHEN, UNITS, SALES, MINUTES, LEAST)
def test_split_orders(
    world: World, code: str, as_of: datetime, unit_id: Unit, sales: int, minutes: int, least: int
) -> None:
    thresholds = {"sales": sales, "minutes": minutes, "least_vnd": least}
    asked_for: Row = {"campaign_code": code, "as_of": as_of, "unit_id": unit_id, **thresholds}
    found = checks.split_orders(asked(world), **asked_for)
    same(found, split(Look(world, code, as_of, unit_id), **thresholds), checks.SPLIT_ORDERS)


def spikes(look: Look, minutes: int, times: float, least_vnd: int) -> list[Row]:
    closes = minute_of(look.campaign["closes_at"]) or 1_440

    def late(sales: list[Row]) -> list[Row]:
        return [one for one in sales if minute_of(one["sold_at"]) >= closes - minutes]

    def vnd(sales: list[Row]) -> int:
        return sum(one["revenue_vnd"] for one in sales)

    def subject(one: Row) -> str:
        return look.unit_id or str(one["path"][-1])

    whole = dict(grouped([one for one in look.all if one["sold_at"]], lambda one: one["sold_on"]))
    here = [one for one in look.here if one["sold_at"]]
    sellers = grouped(
        [one for one in here if one["staff_code"]],
        lambda one: (one["sold_on"], one["unit_id"], one["staff_code"]),
    )
    units = grouped(here, lambda one: (one["sold_on"], subject(one), None))
    found = []
    for (day, unit_id, staff), listed in [*sellers, *units]:
        if not vnd(late(listed)) >= least_vnd:
            continue
        share = vnd(late(listed)) / vnd(listed)
        whole_share = vnd(late(whole[day])) / vnd(whole[day])
        if share >= times * whole_share:
            row = {
                **look.named(unit_id, day),
                **look.person(staff),
                **measured(late(listed)),
                "day_vnd": vnd(listed),
                "late_share": share,
                "whole_late_share": whole_share,
            }
            found.append(((-row["revenue_vnd"], day, unit_id, staff or ""), row))
    return [row for _, row in sorted(found, key=lambda one: one[0])]


@MORE
@given(crowded(), st.booleans(), WHEN, UNITS, MINUTES, st.sampled_from([1.0, 1.0, 1.5]), LEAST)
def test_end_of_day_spikes(
    world: World,
    at_midnight: bool,
    as_of: datetime,
    unit_id: Unit,
    minutes: int,
    times: float,
    least: int,
) -> None:
    code = "day"
    if at_midnight:  # a day that closes at 00:00 ends then
        for campaign in world.tables["campaigns"]:
            campaign["closes_at"] = datetime.combine(campaign["closes_at"], time(0))
    thresholds: Row = {"minutes": minutes, "times": times, "least_vnd": least}
    asked_for: Row = {"campaign_code": code, "as_of": as_of, "unit_id": unit_id, **thresholds}
    found = checks.end_of_day_spikes(asked(world), **asked_for)
    expected = spikes(Look(world, code, as_of, unit_id), **thresholds)
    same(found, expected, checks.END_OF_DAY_SPIKES)


def new_twice(look: Look, sales: int, sellers: int) -> list[Row]:
    found = []
    marked = [one for one in look.all if one.get("is_new_customer") and one["customer_code"]]
    marked.sort(key=lambda one: (one["recorded_at"], one["sale_id"]))
    for customer, listed in grouped(marked, lambda one: one["customer_code"]):
        seller_count = len({one["staff_code"] for one in listed})
        if len(listed) < sales or seller_count < sellers or not any(map(look.is_here, listed)):
            continue
        first, last = listed[0], listed[-1]
        found.append(
            {
                "customer_code": customer,
                **look.named(first["unit_id"], first["sold_on"]),
                **look.person(first["staff_code"]),
                **look.named(last["unit_id"], last["sold_on"], "last_unit"),
                **look.person(last["staff_code"], "last_staff"),
                "seller_count": seller_count,
                **measured(listed, "recorded_at"),
                "first_sale_id": first["sale_id"],
            }
        )
    return sorted(found, key=lambda row: (-row["sale_count"], row["customer_code"]))


@MORE
@given(crowded(), CODES, WHEN, UNITS, SALES, st.sampled_from([1, 2, 2, 3]))
def test_customers_new_twice(
    world: World, code: str, as_of: datetime, unit_id: Unit, sales: int, sellers: int
) -> None:
    thresholds = {"sales": sales, "sellers": sellers}
    asked_for: Row = {"campaign_code": code, "as_of": as_of, "unit_id": unit_id, **thresholds}
    found = checks.customers_new_twice(asked(world), **asked_for)
    expected = new_twice(Look(world, code, as_of, unit_id), **thresholds)
    same(found, expected, checks.CUSTOMERS_NEW_TWICE)


def after_close(look: Look, minutes: int) -> list[Row]:
    closes = look.campaign["closes_at"]
    late = [
        one
        for one in look.here
        if one["sold_at"]
        and one["sold_at"] < closes
        and one["recorded_at"] > closes + timedelta(minutes=minutes)
    ]
    batches = {row["batch_id"]: row for row in look.table("batches")}
    found = []
    for (batch_id, unit_id), listed in grouped(
        late, lambda one: (one["batch_id"], look.unit_id or one["path"][-1])
    ):
        first = min(listed, key=lambda one: one["sold_at"])
        found.append(
            {
                **look.named(unit_id, first["sold_on"]),
                "batch_id": batch_id,
                "file_name": batches[batch_id].get("file_name"),
                "sender": batches[batch_id]["sender"],
                **measured(listed),
                "recorded_at": max(one["recorded_at"] for one in listed),
            }
        )
    found.sort(key=lambda row: str(row["unit_id"]))
    return sorted(found, key=lambda row: (row["recorded_at"], row["batch_id"]), reverse=True)


@MORE
@given(crowded(), CODES, WHEN, UNITS, MINUTES)
def test_recorded_after_close(
    world: World, code: str, as_of: datetime, unit_id: Unit, minutes: int
) -> None:
    asked_for: Row = {"campaign_code": code, "as_of": as_of, "unit_id": unit_id}
    found = checks.recorded_after_close(asked(world), **asked_for, minutes=minutes)
    expected = after_close(Look(world, code, as_of, unit_id), minutes)
    same(found, expected, checks.RECORDED_AFTER_CLOSE)


def runs(look: Look, sales: int, multiple_vnd: int) -> list[Row]:
    prices = {row["product_code"]: row["price_vnd"] for row in look.table("products")}
    found = []
    told = [one for one in look.here if one["staff_code"]]
    told.sort(key=lambda one: (one["recorded_at"], one["sale_id"]))
    for (unit_id, staff), listed in grouped(told, lambda one: (one["unit_id"], one["staff_code"])):
        chains: list[list[Row]] = [[]]
        for one in listed:
            price = prices.get(one["product_code"])
            if price is not None and price * one["quantity"] == one["revenue_vnd"]:
                continue
            if one["revenue_vnd"] and not one["revenue_vnd"] % multiple_vnd:
                chains[-1].append(one)
            else:
                chains.append([])
        found += [
            {
                **look.named(unit_id, min(one["sold_on"] for one in chain)),
                **look.person(staff),
                **measured(chain, "recorded_at"),
                "smallest_vnd": min(one["revenue_vnd"] for one in chain),
                "largest_vnd": max(one["revenue_vnd"] for one in chain),
            }
            for chain in chains
            if len(chain) >= sales
        ]
    return sorted(
        found,
        key=lambda row: (-row["sale_count"], -row["revenue_vnd"], row["first_sale_id"]),
    )


@MORE
@given(crowded(), CODES, WHEN, UNITS, SALES, st.sampled_from([50, 100, 1_000]))
def test_round_runs(
    world: World, code: str, as_of: datetime, unit_id: Unit, sales: int, multiple: int
) -> None:
    thresholds = {"sales": sales, "multiple_vnd": multiple}
    asked_for: Row = {"campaign_code": code, "as_of": as_of, "unit_id": unit_id, **thresholds}
    found = checks.round_runs(asked(world), **asked_for)
    same(found, runs(Look(world, code, as_of, unit_id), **thresholds), checks.ROUND_RUNS)


def apart(look: Look, minutes: int) -> list[Row]:
    found = []
    timed = [one for one in look.all if one["sold_at"] and one["staff_code"]]
    timed.sort(key=lambda one: (one["sold_at"], one["sale_id"]))
    for (day, staff), listed in grouped(timed, lambda one: (one["sold_on"], one["staff_code"])):
        sides: dict[int, Row] = {}
        for before, one in pairwise(listed):
            is_one_place = before["unit_id"] in one["path"] or one["unit_id"] in before["path"]
            is_soon = one["sold_at"] - before["sold_at"] <= timedelta(minutes=minutes)
            if is_soon and not is_one_place:
                sides |= {before["sale_id"]: before, one["sale_id"]: one}
        if any(look.is_here(one) for one in sides.values()):
            units = sorted({one["unit_id"] for one in sides.values()})
            found.append(
                {
                    "day": day,
                    **look.named(units[0], day),
                    **look.named(units[-1], day, "other_unit"),
                    "unit_count": len(units),
                    **look.person(staff),
                    **measured(list(sides.values())),
                }
            )
    found.sort(key=lambda row: (row["first_at"], row["staff_code"]))
    return sorted(found, key=lambda row: row["day"], reverse=True)


@MORE
@given(crowded(), CODES, WHEN, UNITS, MINUTES)
def test_two_places(world: World, code: str, as_of: datetime, unit_id: Unit, minutes: int) -> None:
    asked_for: Row = {"campaign_code": code, "as_of": as_of, "unit_id": unit_id}
    found = checks.two_places(asked(world), **asked_for, minutes=minutes)
    same(found, apart(Look(world, code, as_of, unit_id), minutes), checks.TWO_PLACES)


def test_each_check_has_something_to_list_in_a_good_part_of_the_examples() -> None:
    fired: Counter[str] = Counter()
    looks: dict[str, Callable[[Look], list[Row]]] = {
        "split_orders": lambda look: split(look, 2, 30, 200),
        "end_of_day_spikes": lambda look: spikes(look, 30, 1.5, 1),
        "customers_new_twice": lambda look: new_twice(look, 2, 2),
        "recorded_after_close": lambda look: after_close(look, 30),
        "round_runs": lambda look: runs(look, 2, 100),
        "two_places": lambda look: apart(look, 30),
    }

    @SOME
    @given(crowded())
    def count(world: World) -> None:
        look = Look(world, "day", END, None)
        fired.update(check for check, found in looks.items() if found(look))
        fired["examples"] += 1

    while fired["examples"] < EXAMPLES:
        count()
    few = {check: fired[check] for check in looks if fired[check] < OFTEN}
    assert not few, f"of {fired['examples']} examples"
