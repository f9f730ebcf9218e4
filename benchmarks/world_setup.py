"""Who sells what where in a benchmark's world, and the one campaign that holds all of it.

Services, products and units are the reference tables'; counters are added until some 200 units
stand below the province, and every unit stands for ever, so that a world may lie on any day.
People and targets are made up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import pyarrow as pa

from lib.demo.reference import read_reference
from lib.demo.shape import ROLE_SHARE, ROLES, UNITS
from lib.i18n.folding import fold

CAMPAIGN = "chien-dich"
STOOD_ON = date(2024, 9, 21)
EVER = date(2000, 1, 1), date(9999, 12, 31)
UNITS_BELOW = 200
CAMPAIGN_DAYS = 120
DAYS_BEFORE = 90
"""Days of the campaign up to the last one with sales, whatever the size: as many slots for each."""
MEAN_VND = 150_000
TARGET_STEP = 10_000
DEFAULT_PRICE_VND = 60_000
WITHOUT_CUSTOMER = ("HTD", "THCH", "KHAC")
VALID = ("org_units", "org_unit_names", "org_unit_aliases", "org_hierarchy")
AS_THEY_ARE = ("service_groups", "services", "service_aliases", "products", "roles")

Row = dict[str, Any]


@dataclass(frozen=True)
class Setup:
    """The rows of each table of the set-up, and what sales are drawn from."""

    tables: Mapping[str, pa.Table]
    sellers: pa.Table
    """number, staff_code, role_code, unit_id, batch_place; who sells most comes first."""
    goods: pa.Table
    """number, product_code, service_code, price_vnd, has_customer; what sells most comes last."""
    places: pa.Table
    """number, unit_id, batch_place: where somebody from elsewhere may sell."""


def setup(rows: int, staff: int, last_day: date) -> Setup:
    """The set-up of a world of so many sales and people whose last sales are of a day."""
    tables = {name: read_reference().tables[name].to_pylist() for name in (*VALID, *AS_THEY_ARE)}
    for name in VALID:
        held = [row for row in tables[name] if row["valid_from"] <= STOOD_ON < row["valid_to"]]
        tables[name] = [{**row, "valid_from": EVER[0], "valid_to": EVER[1]} for row in held]
    places = _places(tables)
    random = Random(7)
    people = _people(places, staff, random)
    tables["staff"] = [
        {
            "staff_code": f"MP{number:05d}",
            "full_name": f"Nguyễn Mẫu {number}",
            "name_folded": fold(f"Nguyễn Mẫu {number}"),
            "role_code": role,
            "unit_id": unit,
            "valid_from": EVER[0],
            "valid_to": EVER[1],
            "is_simulated": True,
        }
        for number, (unit, role) in enumerate(people, start=1)
    ]
    tables |= _campaign(rows, last_day)
    services = [row["service_code"] for row in tables["services"]]
    tables["campaign_units"] = [{"campaign_code": CAMPAIGN, "unit_id": one} for one in UNITS]
    tables["campaign_services"] = [
        {"campaign_code": CAMPAIGN, "service_code": one} for one in services
    ]
    tables["targets"] = _targets(people, services, rows, random)
    numbers = {unit: place for place, unit in enumerate(UNITS)}
    sellers = [
        {**{key: row[key] for key in ("staff_code", "role_code", "unit_id")},
         "batch_place": numbers[places[row["unit_id"]]]}
        for row in random.sample(tables["staff"], len(tables["staff"]))
    ]  # fmt: skip
    goods = [
        {
            "product_code": row["product_code"],
            "service_code": row["service_code"],
            "price_vnd": row["price_vnd"] or DEFAULT_PRICE_VND,
            "has_customer": row["service_code"] not in WITHOUT_CUSTOMER,
        }
        for row in tables["products"]
    ]
    elsewhere = [{"unit_id": one, "batch_place": numbers[over]} for one, over in places.items()]
    return Setup(
        {name: pa.Table.from_pylist(found) for name, found in tables.items()},
        *(_numbered(found) for found in (sellers, goods, elsewhere)),
    )


def _places(tables: dict[str, list[Row]]) -> dict[str, str]:
    """Where people work, with the competing unit above; counters are added to the tables."""
    above = {row["child_id"]: row["parent_id"] for row in tables["org_hierarchy"]}
    kinds = {row["unit_id"]: row["kind"] for row in tables["org_units"]}
    places = {unit: unit for unit in UNITS}
    places |= {unit: above[unit] for unit, kind in kinds.items() if kind == "counter"}
    shares = {unit: shape.share for unit, shape in UNITS.items() if unit != "khoi_vp"}
    lacking = UNITS_BELOW - len(places)
    for over, share in shares.items():
        for number in range(1, round(lacking * share / sum(shares.values())) + 1):
            unit = f"{over}-bm-{number:03d}"
            places[unit] = over
            name = f"Bưu cục Mẫu {over} {number}"
            valid = {"valid_from": EVER[0], "valid_to": EVER[1]}
            tables["org_units"].append(
                {"unit_id": unit, "unit_code": None, "kind": "counter",
                 "sort_order": 1_000 + len(places), "is_simulated": True, **valid}
            )  # fmt: skip
            tables["org_unit_names"].append(
                {"unit_id": unit, "name": name, "name_en": name, "short_name": name,
                 "short_name_en": name, "name_folded": fold(name), **valid}
            )  # fmt: skip
            tables["org_hierarchy"].append(
                {"tree": "post", "child_id": unit, "parent_id": over, **valid}
            )
    return places


def _people(places: Mapping[str, str], staff: int, random: Random) -> list[tuple[str, str]]:
    """The unit and role of each person: as many at a competing unit as its share of revenue."""
    below: dict[str, list[str]] = {}
    for unit, over in places.items():
        below.setdefault(over, []).append(unit)
    shares = [shape.share for shape in UNITS.values()]
    weights = [float(one) for one in ROLE_SHARE]
    return [
        (random.choice(below[over]), random.choices(ROLES, weights)[0])
        for over in random.choices(list(UNITS), shares, k=staff)
    ]


def _campaign(rows: int, last_day: date) -> dict[str, list[Row]]:
    """The campaign with a slot a day."""
    starts_on = last_day - timedelta(days=DAYS_BEFORE - 1)
    days = [starts_on + timedelta(days=number) for number in range(CAMPAIGN_DAYS)]
    opens, closes = time(7, 30), time(17, 30)
    campaign = {
        "campaign_code": CAMPAIGN,
        "name": "Chiến dịch mô phỏng",
        "name_en": "Simulated campaign",
        "tree": "post",
        "starts_on": starts_on,
        "ends_on": days[-1],
        "opens_at": datetime.combine(starts_on, opens),
        "closes_at": datetime.combine(days[-1], closes),
        "launched_at": datetime.combine(last_day, opens),
        "snapshot_at": datetime.combine(last_day, time(10, 30)),
        "plan_vnd": rows * MEAN_VND,
        "date_status": "assumed",
        "is_simulated": True,
    }
    slots = [
        {
            "campaign_code": CAMPAIGN,
            "starts_at": datetime.combine(day, opens),
            "ends_at": datetime.combine(day, closes),
            "takes_from": datetime.combine(day, time()),
            "takes_until": datetime.combine(day + timedelta(days=1), time()),
            "plan_share": 1 / CAMPAIGN_DAYS,
        }
        for day in days
    ]
    return {"campaigns": [campaign], "campaign_slots": slots}


def _targets(
    people: list[tuple[str, str]], services: list[str], rows: int, random: Random
) -> list[Row]:
    """A target for each place with people and each service."""
    heads: dict[str, int] = {}
    for unit, _ in people:
        heads[unit] = heads.get(unit, 0) + 1
    each = rows * MEAN_VND / len(people) / len(services)
    return [
        {
            "campaign_code": CAMPAIGN,
            "unit_id": unit,
            "service_code": service,
            "target_vnd": round(each * count * random.uniform(0.6, 1.4) / TARGET_STEP)
            * TARGET_STEP,
        }
        for unit, count in sorted(heads.items())
        for service in services
    ]


def _numbered(rows: list[Row]) -> pa.Table:
    return pa.Table.from_pylist([{"number": number, **row} for number, row in enumerate(rows)])
