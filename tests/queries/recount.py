"""A second opinion on every number: the world's rows counted in plain pandas, without SQL.

Slow, literal and independent of `lib`: it walks the hierarchy day by day instead of
joining intervals, and compares shares as fractions instead of floats.
"""

import math
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

import pandas as pd

from tests.queries.random_worlds import is_valid
from tests.worlds import Row, World

NEVER = datetime(9999, 12, 31)


def rounded(value: Fraction | float | None) -> int | None:
    """To the nearest whole number, halves away from zero."""
    return None if value is None else math.floor(value + Fraction(1, 2))


def tenth(value: float | None) -> float | None:
    """To the nearest tenth, as floats do it."""
    return None if value is None else math.floor(value * 10 + 0.5) / 10


def share(part: int | None, whole: int | None) -> Fraction | None:
    """A part of a whole; missing when either is, or the whole is nothing."""
    return Fraction(part, whole) if part is not None and whole else None


def number(value: Fraction | None) -> float | None:
    """A fraction as it is shown."""
    return None if value is None else float(value)


def place(value: Any, among: Iterable[Any]) -> int | None:
    """The competition place of a value: one more than there are better ones."""
    return None if value is None else 1 + sum(other > value for other in among if other is not None)


def where(sales: pd.DataFrame, kept: Iterable[bool]) -> pd.DataFrame:
    """The sales to keep, one answer each."""
    return sales[pd.Series(list(kept), index=sales.index, dtype=bool)]


class Recount:
    """One campaign of a world, as it stood at a cut-off."""

    def __init__(self, world: World, campaign_code: str, as_of: datetime) -> None:
        self.world = world
        self.code = campaign_code
        self.as_of = as_of
        self.campaign = next(
            row for row in self.table("campaigns") if row["campaign_code"] == campaign_code
        )
        self.starts_on: date = self.campaign["starts_on"]
        self.ends_on: date = self.campaign["ends_on"]
        self.named_on = max(self.starts_on, min(as_of.date(), self.ends_on))
        self.competing = {row["unit_id"] for row in self.mine("campaign_units")}

    def table(self, name: str) -> list[Row]:
        """All rows of a table."""
        return self.world.tables.get(name, [])

    def mine(self, name: str) -> list[Row]:
        """The rows of a table that belong to this campaign."""
        return [row for row in self.table(name) if row["campaign_code"] == self.code]

    def path(self, unit_id: str, day: date) -> list[str]:
        """The unit and those above it up to the one that competes; nothing when none does."""
        found = [unit_id]
        if not any(u["unit_id"] == unit_id and is_valid(u, day) for u in self.table("org_units")):
            return []
        while found[-1] not in self.competing:
            above = [
                row["parent_id"]
                for row in self.table("org_hierarchy")
                if row["child_id"] == found[-1] and is_valid(row, day)
            ]
            if not above:
                return []
            found += above
        return found

    def shown(self, unit_id: str, day: date, level: int) -> str | None:
        """As which unit a unit is shown at a level; itself when it hangs higher."""
        path = self.path(unit_id, day)
        return path[max(len(path) - 1 - level, 0)] if path else None

    @cached_property
    def unit_ids(self) -> list[str]:
        """All units, in list order."""
        return [row["unit_id"] for row in self.table("org_units")]

    @cached_property
    def days(self) -> list[date]:
        """Each day from the first to the day names are taken from."""
        count = (self.named_on - self.starts_on).days + 1
        return [self.starts_on + timedelta(number) for number in range(count)]

    @cached_property
    def levels(self) -> list[int]:
        """The levels there are within the window."""
        window = [
            self.starts_on + timedelta(n) for n in range((self.ends_on - self.starts_on).days + 1)
        ]
        depths = {len(self.path(unit, day)) for unit in self.unit_ids for day in window}
        return sorted(depth - 1 for depth in depths if depth)

    def name(self, unit_id: str) -> Row:
        """The newest name a unit had by the cut-off."""
        return max(
            (
                row
                for row in self.table("org_unit_names")
                if row["unit_id"] == unit_id and row["valid_from"] <= self.named_on
            ),
            key=lambda row: row["valid_from"],
        )

    @cached_property
    def staff(self) -> list[Row]:
        """The roster of the units in scope at the cut-off."""
        return [
            row
            for row in self.table("staff")
            if is_valid(row, self.named_on) and self.path(row["unit_id"], self.named_on)
        ]

    @cached_property
    def targets(self) -> list[Row]:
        """The targets of units that stand at the cut-off."""
        return [row for row in self.mine("targets") if self.path(row["unit_id"], self.named_on)]

    def learned(self) -> pd.DataFrame:
        """The sales the ledger has learned of, voided since or not."""
        return self.sales(voids=())

    def sales(
        self, at: datetime | None = None, *, voids: Iterable[Row] | None = None
    ) -> pd.DataFrame:
        """The sales that count at a moment, with what each adds to the measures."""
        at = at or self.as_of
        voids = self.table("voids") if voids is None else voids
        voided = {row["sale_id"]: row["voided_at"] for row in voids}
        services = {row["service_code"]: row for row in self.table("services")}
        in_scope = {row["service_code"] for row in self.mine("campaign_services")}
        counted = []
        for row in self.table("sales"):
            path = self.path(row["unit_id"], row["sold_on"])
            if (
                self.starts_on <= row["sold_on"] <= self.ends_on
                and row["service_code"] in in_scope
                and path
                and row["recorded_at"] <= at < voided.get(row["sale_id"], NEVER)
            ):
                counter = services[row["service_code"]]["counter_code"]
                customer = row.get("customer_code") or f"sale {row['sale_id']}"
                new_customer = customer if row.get("is_new_customer") else None
                counted.append(
                    {
                        **row,
                        "path": path,
                        "group_code": services[row["service_code"]]["group_code"],
                        "goods_quantity": row["quantity"] if counter == "goods" else 0,
                        "goods_vnd": row["revenue_vnd"] if counter == "goods" else 0,
                        "health_cover": row["quantity"] if counter == "health_cover" else 0,
                        "new_customer": new_customer,
                        "new_delivery": new_customer if counter == "delivery" else None,
                    }
                )
        columns = (
            "sale_id unit_id staff_code service_code group_code quantity revenue_vnd sold_on "
            "sold_at recorded_at is_simulated path goods_quantity goods_vnd health_cover "
            "new_customer new_delivery"
        )
        return pd.DataFrame(
            {
                name: pd.Series([row.get(name) for row in counted], dtype=object)
                for name in columns.split()
            }
        )

    def of_unit(self, sales: pd.DataFrame, unit_id: str | None) -> pd.DataFrame:
        """The sales of a unit and those below it."""
        return (
            sales if unit_id is None else where(sales, (unit_id in path for path in sales["path"]))
        )

    def target(self, keep: Callable[[Row], bool] = lambda row: True) -> int | None:
        """The sum of the targets to keep; missing when there is none."""
        kept = [row["target_vnd"] for row in self.targets if keep(row)]
        return sum(kept) if kept else None

    def under(self, unit_id: str | None) -> Callable[[Row], bool]:
        """Whether a target or a person is of a unit or below it."""
        return lambda row: unit_id is None or unit_id in self.path(row["unit_id"], self.named_on)

    def plan(self, unit_id: str | None) -> int | None:
        """The plan of the campaign, or of one unit."""
        given: int | None = self.campaign.get("plan_vnd") if unit_id is None else None
        return self.target(self.under(unit_id)) if given is None else given
