"""The simulated campaigns: the day inside the sprint inside the year, and their targets.

Only the day's name, slogan and the sprint's name are the article's; every plan is made up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from lib.awards.rules import read_rules
from lib.demo.amounts import Floats, Ints, split
from lib.demo.reference import Reference
from lib.demo.shape import CLOSES, DAY, EDGES, HOUR_SHARE, OPENS, SERVICES, SNAPSHOT, UNITS
from lib.settings import PROJECT

AWARDS = PROJECT / "data" / "rules" / "awards.toml"

DAY_CODE, SPRINT_CODE, YEAR_CODE = "ngay-thu-7", "120-ngay", "nam-2024"
SLOGAN = "Bưu điện tỉnh Quảng Ninh – Chiến thắng bão lụt – Khôi phục nhanh nhất sản xuất kinh doanh"

SLOT_MINUTES = 15
PLAN_STEP, TARGET_STEP = 1_000_000, 10_000
"""Units' plans are in whole triệu, targets in multiples of ten nghìn."""


@dataclass(frozen=True)
class Plan:
    """One campaign; plan_vnd in đồng."""

    code: str
    name: str
    name_en: str
    parent_code: str | None
    starts_on: date
    ends_on: date
    plan_vnd: int
    date_status: str

    @property
    def days(self) -> list[date]:
        """Its days, oldest first."""
        count = (self.ends_on - self.starts_on).days + 1
        return [self.starts_on + timedelta(days=number) for number in range(count)]


PLANS = (
    Plan(
        DAY_CODE, "Ngày thứ 7 – Chiến thắng", "Saturday – Victory", SPRINT_CODE,
        DAY, DAY, 1_250_000_000, "assumed",
    ),
    Plan(
        SPRINT_CODE, "120 ngày hành động", "120 days of action", YEAR_CODE,
        date(2024, 9, 3), date(2024, 12, 31), 52_000_000_000, "assumed",
    ),
    Plan(
        YEAR_CODE, "Kế hoạch năm 2024", "Plan of the year 2024", None,
        date(2024, 1, 1), date(2024, 12, 31), 152_000_000_000, "confirmed",
    ),
)  # fmt: skip


def day_weight(day: date) -> float:
    """How much a day weighs in a long plan, an ordinary working day being 1."""
    if day == DAY:
        return 2.5
    return {5: 0.9, 6: 0.35}.get(day.weekday(), 1.0)


def campaigns(scale: float) -> pa.Table:
    """The rows of table campaigns; scale multiplies the plans."""
    return pa.table(
        {
            "campaign_code": [plan.code for plan in PLANS],
            "name": [plan.name for plan in PLANS],
            "name_en": [plan.name_en for plan in PLANS],
            "slogan": [SLOGAN if plan.code == DAY_CODE else None for plan in PLANS],
            "parent_code": [plan.parent_code for plan in PLANS],
            "tree": ["post"] * len(PLANS),
            "starts_on": [plan.starts_on for plan in PLANS],
            "ends_on": [plan.ends_on for plan in PLANS],
            "opens_at": [datetime.combine(plan.starts_on, OPENS.time()) for plan in PLANS],
            "closes_at": [datetime.combine(plan.ends_on, CLOSES.time()) for plan in PLANS],
            "launched_at": pa.array(
                [OPENS if plan.code == DAY_CODE else None for plan in PLANS], pa.timestamp("us")
            ),
            "snapshot_at": pa.array(
                [SNAPSHOT if plan.code == DAY_CODE else None for plan in PLANS],
                pa.timestamp("us"),
            ),
            "plan_vnd": [_scaled(plan, scale) for plan in PLANS],
            "date_status": [plan.date_status for plan in PLANS],
            "is_simulated": [True] * len(PLANS),
        }
    )


def campaign_units() -> pa.Table:
    """The rows of table campaign_units: every unit competes in every campaign."""
    pairs = [(plan.code, unit) for plan in PLANS for unit in UNITS]
    return pa.table(
        {"campaign_code": [code for code, _ in pairs], "unit_id": [unit for _, unit in pairs]}
    )


def campaign_services() -> pa.Table:
    """The rows of table campaign_services: every service counts in every campaign."""
    pairs = [(plan.code, service) for plan in PLANS for service in SERVICES]
    return pa.table(
        {"campaign_code": [code for code, _ in pairs], "service_code": [one for _, one in pairs]}
    )


def campaign_slots() -> pa.Table:
    """The rows of table campaign_slots: quarters of an hour for the day, days for the rest."""
    rows = _day_slots()
    for plan in PLANS[1:]:
        weights = [day_weight(day) for day in plan.days]
        for day, weight in zip(plan.days, weights, strict=True):
            midnight = datetime.combine(day, time())
            rows.append(
                {
                    "campaign_code": plan.code,
                    "starts_at": datetime.combine(day, OPENS.time()),
                    "ends_at": datetime.combine(day, CLOSES.time()),
                    "takes_from": midnight,
                    "takes_until": midnight + timedelta(days=1),
                    "plan_share": weight / sum(weights),
                }
            )
    return pa.Table.from_pylist(rows)


def targets(reference: Reference, strength: Mapping[str, float], scale: float) -> pa.Table:
    """The rows of table targets: counters for the day, units for the rest; they sum to the plan.

    strength weighs the counters of a unit against each other.
    """
    rows: list[dict[str, Any]] = []
    for plan in PLANS:
        parts = unit_service_plan(_scaled(plan, scale))
        for number, unit in enumerate(UNITS):
            places = reference.counters.get(unit, [unit]) if plan.code == DAY_CODE else [unit]
            weights = [strength.get(place, 1.0) for place in places]
            for service, amount in zip(SERVICES, parts[number], strict=True):
                shares = split(int(amount), weights, step=TARGET_STEP)
                rows += [
                    {
                        "campaign_code": plan.code,
                        "unit_id": place,
                        "service_code": service,
                        "target_vnd": int(share),
                    }
                    for place, share in zip(places, shares, strict=True)
                ]
    return pa.Table.from_pylist(rows)


def unit_service_plan(plan_vnd: int) -> Ints:
    """A plan by unit and service in đồng (shape: UNITS x SERVICES), summing to plan_vnd."""
    units: Floats = np.array([unit.share / unit.attainment for unit in UNITS.values()])
    services: Floats = np.array(
        [service.revenue_vnd / service.attainment for service in SERVICES.values()]
    )
    return np.stack(
        [
            split(int(amount), services, step=TARGET_STEP)
            for amount in split(plan_vnd, units, step=PLAN_STEP)
        ]
    )


def award_titles(path: Path = AWARDS) -> pa.Table:
    """The rows of table award_titles: the day's titles, from the organisers' rules."""
    rules = read_rules(path).awards
    return pa.table(
        {
            "campaign_code": [DAY_CODE] * len(rules),
            "award_id": [rule.id for rule in rules],
            "title": [rule.title for rule in rules],
            "subject": [rule.subject for rule in rules],
            "seats": pa.array([rule.seats for rule in rules], pa.int32()),
            "sort_order": pa.array(range(1, len(rules) + 1), pa.int32()),
        }
    )


def _scaled(plan: Plan, scale: float) -> int:
    """The plan, or for a ledger of another size its multiple in whole PLAN_STEPs."""
    return max(1, round(plan.plan_vnd * scale / PLAN_STEP)) * PLAN_STEP


def _day_slots() -> list[dict[str, Any]]:
    midnight = datetime.combine(DAY, time())
    edges = range(int(EDGES[0]), int(EDGES[-1]), SLOT_MINUTES)
    rows = []
    for start in edges:
        hour = int(np.searchsorted(EDGES, start, side="right")) - 1
        slots = int(EDGES[hour + 1] - EDGES[hour]) // SLOT_MINUTES
        begins = midnight + timedelta(minutes=start)
        ends = begins + timedelta(minutes=SLOT_MINUTES)
        rows.append(
            {
                "campaign_code": DAY_CODE,
                "starts_at": begins,
                "ends_at": ends,
                "takes_from": midnight if start == edges[0] else begins,
                "takes_until": midnight + timedelta(days=1) if start == edges[-1] else ends,
                "plan_share": float(HOUR_SHARE[hour]) / 100 / slots,
            }
        )
    return rows
