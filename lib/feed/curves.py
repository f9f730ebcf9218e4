"""The curve of a campaign, ready to draw: actual, plan, and what is written on its axes."""

from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from lib.charts.wall_curve import Curve
from lib.feed.asked import View
from lib.i18n import formats
from lib.i18n.catalog import spoken, text
from lib.queries import progress

HOUR = timedelta(hours=1)
TICK_HOURS = 3
NEAR = timedelta(minutes=80)
"""Two ticks nearer than this would touch on a day of ten hours."""


def curve(view: View, *, forecast: pd.DataFrame | None, finish_at: datetime | None) -> Curve:
    """The curve of the view's scope; the plan from slot to slot, the actual up to the cut-off."""
    campaign = view.campaign
    slots = view.known.read(progress.curve, **view.scope)
    opens_at, closes_at = campaign["opens_at"], campaign["closes_at"]
    plan_vnd = view.overview["plan_vnd"]
    planned = slots[slots["plan_cumulative_vnd"].notna()]
    mark_at = campaign["snapshot_at"]
    has_mark = not formats.is_missing(mark_at)
    return Curve(
        opens_at=opens_at,
        closes_at=closes_at,
        actual=_actual(slots, opens_at, min(view.asked.as_of, closes_at)),
        plan=_from_zero(opens_at, planned["ends_at"], planned["plan_cumulative_vnd"]),
        forecast=forecast,
        plan_vnd=None if formats.is_missing(plan_vnd) else int(plan_vnd),
        finish_at=finish_at,
        mark_at=mark_at if has_mark else None,
        ticks=_ticks(opens_at, closes_at),
        words={
            "actual": text("wall.actual"),
            "plan": text("wall.plan"),
            "forecast": text("wall.forecast"),
            "target": _target(plan_vnd),
            "mark": _mark(campaign) if has_mark else "",
            "finish": "" if finish_at is None else formats.clock(finish_at),
            "groups": "." if spoken() == "vi" else ",",
        },
    )


def _target(plan_vnd: Any) -> str:
    """The plan as it is labelled: no decimal where there is nothing to say."""
    if formats.is_missing(plan_vnd):
        return ""
    is_whole = int(plan_vnd) % formats.MILLION == 0
    amount = (
        formats.number(int(plan_vnd) // formats.MILLION)
        if is_whole
        else formats.millions(plan_vnd, unit=False)
    )
    return text("wall.target", plan=f"{amount}{formats.NO_BREAK}{text('unit.million')}")


def _actual(slots: pd.DataFrame, opens_at: datetime, until: datetime) -> pd.DataFrame:
    known = slots[slots["cumulative_vnd"].notna()]
    ends = [min(end, pd.Timestamp(until)) for end in known["ends_at"]]
    return _from_zero(opens_at, ends, known["cumulative_vnd"])


def _from_zero(opens_at: datetime, moments: Any, amounts: Any) -> pd.DataFrame:
    if len(amounts) == 0:
        return pd.DataFrame({"at": [], "cumulative_vnd": []})
    return pd.DataFrame({"at": [opens_at, *moments], "cumulative_vnd": [0, *amounts]})


def _mark(campaign: pd.Series) -> str:
    launched = campaign["launched_at"]
    since = campaign["opens_at"] if formats.is_missing(launched) else launched
    return text("wall.first_hours", hours=round((campaign["snapshot_at"] - since) / HOUR))


def _ticks(opens_at: datetime, closes_at: datetime) -> list[tuple[datetime, str]]:
    """The ends of the day and every third hour between, or the ends and the month beginnings."""
    if opens_at.date() != closes_at.date():
        return _day_ticks(opens_at, closes_at)
    ticks = [(opens_at, _hour(opens_at))]
    at = opens_at.replace(minute=0, second=0, microsecond=0)
    while (at := at + HOUR) < closes_at:
        clear = at - opens_at >= NEAR and closes_at - at >= NEAR
        if clear and at.hour % TICK_HOURS == 1:
            ticks.append((at, _hour(at)))
    return [*ticks, (closes_at, _hour(closes_at))]


def _day_ticks(opens_at: datetime, closes_at: datetime) -> list[tuple[datetime, str]]:
    span = closes_at - opens_at
    moments = [opens_at + span * part / 4 for part in range(5)]
    return [(at, f"{at.day}/{at.month}") for at in moments]


def _hour(at: datetime) -> str:
    return f"{at.hour}h{at.minute:02d}" if at.minute else f"{at.hour}h"
