"""Who the person page is about, and how the day compares with the days before it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from lib.i18n import formats
from lib.i18n.catalog import in_language
from lib.queries import people
from lib.ui import links
from lib.ui.data import read
from lib.ui.question import Question


@dataclass(frozen=True)
class Person:
    """A row of queries.people.standings, and what the person sold for the own unit."""

    row: dict[str, Any]
    unit_vnd: int
    """What the unit the person belongs to has sold."""
    own_vnd: int
    """What the person sold for it."""

    @property
    def staff_code(self) -> str:
        """The staff code."""
        return str(self.row["staff_code"])

    @property
    def name(self) -> str:
        """The full name."""
        return str(self.row["full_name"])

    @property
    def role(self) -> str:
        """The role in the language spoken; its code where it is in no list."""
        name = self.row[in_language("role_name")]
        return str(self.row["role_code"] if formats.is_missing(name) else name)

    @property
    def role_within(self) -> str:
        """The role as it is written within a sentence; a role that is an abbreviation stays."""
        return self.role if self.role[:2].isupper() else self.role[:1].lower() + self.role[1:]

    @property
    def unit_id(self) -> str:
        """The unit the person belongs to."""
        return str(self.row["unit_id"])

    @property
    def has_sold(self) -> bool:
        """Whether some sale of the person counts."""
        return bool(self.row["sale_count"])


@dataclass(frozen=True)
class Record:
    """The latest day of the campaign with a sale, against the best day before it (VND)."""

    kind: str
    """first: no day before it; new: better than all; equal; kept: a day before was better."""
    day_vnd: int
    best_vnd: int
    best_on: date


def code() -> str:
    """The staff code the address asks for, or nothing."""
    return links.held("staff", "").strip()


def found(question: Question, staff_code: str) -> Person | None:
    """The person with this code on the campaign's roster; None: nobody."""
    roster = read(people.standings, **question.shared)
    rows: list[Any] = roster[roster["staff_code"] == staff_code].to_dict("records")
    if not rows:
        return None
    sellers = read(people.sellers, **question.shared, unit_id=str(rows[0]["unit_id"]))
    own = sellers.loc[sellers["staff_code"] == staff_code, "revenue_vnd"]
    return Person(rows[0], int(sellers["revenue_vnd"].sum()), int(own.sum()))


def hours(question: Question, person: Person) -> pd.DataFrame:
    """The person's revenue by hour, with the `average` of everybody of the role, in VND."""
    frame = read(people.hours, **question.shared, staff_code=person.staff_code)
    average = (frame["role_vnd"] / int(person.row["role_size"])).where(frame["hour"].notna())
    return frame.assign(average=average)


def record(days: pd.DataFrame) -> Record | None:
    """How the latest day of the campaign compares; None before the first sale in it.

    `days` is queries.people.days.
    """
    own = days[days["is_campaign"]]
    if own.empty:
        return None
    latest = own.iloc[-1]
    day_vnd, day = int(latest["revenue_vnd"]), _day(latest["sold_on"])
    before = days[days["sold_on"] < latest["sold_on"]]
    if before.empty:
        return Record("first", day_vnd, day_vnd, day)
    best = before.sort_values("revenue_vnd", ascending=False, kind="stable").iloc[0]
    best_vnd, best_on = int(best["revenue_vnd"]), _day(best["sold_on"])
    kind = "new" if day_vnd > best_vnd else "equal" if day_vnd == best_vnd else "kept"
    return Record(kind, day_vnd, best_vnd, best_on)


def multiple(person: Person) -> float | None:
    """How many times the role's average the person sold; None where that is not known."""
    value = person.row["role_multiple"]
    return None if formats.is_missing(value) else float(value)


def _day(value: Any) -> date:
    return pd.Timestamp(value).date()
