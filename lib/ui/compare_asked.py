"""What a campaign is compared with, and at which moments of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.queries import campaigns, compare
from lib.ui import links
from lib.ui.data import read
from lib.ui.question import Question

PARTS = ("campaign", "peers", "days")
KEY = "with"
NOTHING = "none"
REACH = timedelta(days=62)
"""How far from the campaign's day other days are offered."""


@dataclass(frozen=True)
class Side:
    """One of the two that are compared: a campaign, or another day through the same lens."""

    campaign_code: str
    name: str
    since_on: date
    before_on: date
    opens_at: datetime
    closes_at: datetime
    is_campaign: bool = True

    @property
    def days(self) -> int:
        """How many days it runs."""
        return (self.before_on - self.since_on).days

    @property
    def length(self) -> timedelta:
        """From opening to closing."""
        return self.closes_at - self.opens_at


@dataclass(frozen=True)
class Pair:
    """Both sides at the same time since opening, or the code of why they cannot be compared."""

    mine: Side
    other: Side
    elapsed: timedelta
    problem: str = ""

    @property
    def is_over(self) -> bool:
        """Whether both have closed by then."""
        return self.elapsed >= max(self.mine.length, self.other.length)

    @property
    def overlaps(self) -> bool:
        """Whether they have days in common: sales of those count on both sides."""
        mine, other = self.mine, self.other
        return mine.since_on < other.before_on and other.since_on < mine.before_on

    @property
    def is_by_day(self) -> bool:
        """Whether they are laid over each other by days instead of hours."""
        return self.mine.days > 1


def part() -> str:
    """Which of the three comparisons is looked at."""
    return links.choice(
        "by",
        PARTS,
        PARTS[0],
        st.segmented_control,
        text("compare.by"),
        format_func=lambda code: text(f"compare.by_{code}"),
        required=True,
        label_visibility="collapsed",
    )


def pair(question: Question) -> Pair | None:
    """Choose what to compare with; None when the ledger holds nothing else."""
    mine = _campaign(question.campaign)
    known = read(campaigns.campaigns, as_of=question.as_of)
    others = {
        str(row["campaign_code"]): _campaign({str(key): one for key, one in row.items()})
        for row in known.to_dict("records")
        if row["campaign_code"] != question.campaign_code
    }
    days = _days(question, mine) if mine.days == 1 else {}
    offered = {**others, **days}
    if not offered:
        return None
    chosen = links.choice(
        KEY,
        list(offered),
        _usual(mine, others, days) or next(iter(offered)),
        st.selectbox,
        text("compare.with"),
        format_func=lambda code: offered[code].name,
    )
    return aligned(mine, offered[chosen], as_of=question.as_of)


def aligned(mine: Side, other: Side, *, as_of: datetime) -> Pair:
    """Both at the same time since opening: as far as the one that has come less far.

    Where one is longer, as far as the shorter one runs; where both are as long, as far as the
    ledger has learned since.
    """
    elapsed = min(as_of - mine.opens_at, as_of - other.opens_at)
    if mine.length != other.length:
        # beyond the end of the shorter one there is nothing alike to compare
        elapsed = min(elapsed, mine.length, other.length)
    problem = ""
    if (mine.days == 1) != (other.days == 1):
        problem = "kinds"
    elif as_of <= mine.opens_at:
        problem = "not_open"
    elif as_of <= other.opens_at:
        problem = "other_not_open"
    return Pair(mine, other, elapsed, problem)


def _campaign(row: Mapping[str, Any]) -> Side:
    return Side(
        campaign_code=str(row["campaign_code"]),
        name=str(row[in_language("name")]),
        since_on=_date(row["starts_on"]),
        before_on=_date(row["ends_on"]) + timedelta(days=1),
        opens_at=pd.Timestamp(row["opens_at"]).to_pydatetime(),
        closes_at=pd.Timestamp(row["closes_at"]).to_pydatetime(),
    )


def _days(question: Question, mine: Side) -> dict[str, Side]:
    """The days around the campaign's on which its units sold its services, the latest first."""
    found = read(
        compare.sold_days,
        campaign_code=question.campaign_code,
        since_on=mine.since_on - REACH,
        before_on=mine.before_on + REACH,
        as_of=question.as_of,
        unit_id=None,
    )
    days = sorted((_date(one) for one in found["sold_on"]), reverse=True)
    return {one.isoformat(): _day(mine, one) for one in days if one != mine.since_on}


def _day(mine: Side, day: date) -> Side:
    """Another day with the campaign's hours, units and services."""
    return Side(
        campaign_code=mine.campaign_code,
        name=formats.day(day),
        since_on=day,
        before_on=day + timedelta(days=1),
        opens_at=datetime.combine(day, mine.opens_at.time()),
        closes_at=datetime.combine(day, mine.closes_at.time()),
        is_campaign=False,
    )


def _usual(mine: Side, others: dict[str, Side], days: dict[str, Side]) -> str | None:
    """The last campaign of the kind before this one, or the last such weekday, or any day."""
    alike = [code for code, one in others.items() if (one.days == 1) == (mine.days == 1)]
    earlier = [code for code in alike if others[code].since_on < mine.since_on]
    past = [code for code, one in days.items() if one.since_on < mine.since_on]
    same = [one for one in past if days[one].since_on.weekday() == mine.since_on.weekday()]
    return next(iter([*earlier, *same, *past, *days, *alike]), None)


def _date(value: object) -> date:
    return datetime.combine(pd.Timestamp(str(value)).date(), time()).date()
