"""The curve of a campaign, ready to draw: actual, plan, and what is written on its axes."""

from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from lib.charts.wall_curve import Curve
from lib.feed.asked import View
from lib.feed.scale import expected_clock
from lib.i18n import formats
from lib.i18n.catalog import spoken, text
from lib.queries import forecast, progress

HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)
TICK_HOURS = 3
NEAR = timedelta(minutes=80)
"""Two ticks nearer than this would touch on a day of ten hours."""


def curve(view: View, *, path: pd.DataFrame | None, finish_at: datetime | None) -> Curve:
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
        actual=_quarters(view) if _is_by_quarter(view) else _slots(view, slots),
        plan=_from_zero(opens_at, planned["ends_at"], planned["plan_cumulative_vnd"]),
        forecast=path,
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
            "finish": "" if finish_at is None else expected_clock(finish_at),
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


def _is_by_quarter(view: View) -> bool:
    """Whether what was sold is known by the quarter of an hour: a day, whole or of a unit."""
    unit_id = view.asked.unit_id
    competing = view.units.loc[view.units["level"] == 0, "unit_id"]
    return view.is_one_day and (unit_id is None or unit_id in set(competing))


def _quarters(view: View) -> pd.DataFrame:
    """The actual by quarters of an hour; what was sold outside the hours stands at their ends."""
    campaign, unit_id = view.campaign, view.asked.unit_id
    opens_at, until = campaign["opens_at"], _until(view)
    today = view.known.read(forecast.today, **view.shared)
    timed = today[today["sold_minute"].notna()]
    if unit_id is not None:
        timed = timed[timed["unit_id"] == unit_id]
    sold = timed.groupby("sold_minute")["revenue_vnd"].sum().cumsum()
    midnight = pd.Timestamp(opens_at).normalize()
    ends = [
        min(max(midnight + timedelta(minutes=int(one)) + QUARTER, pd.Timestamp(opens_at)), until)
        for one in sold.index
    ]
    known = _from_zero(opens_at, ends, sold)
    if known.empty or known["at"].iloc[-1] >= until:
        return known
    # nothing has been sold since the last quarter: the line goes on level to the cut-off
    last = pd.DataFrame({"at": [until], "cumulative_vnd": [known["cumulative_vnd"].iloc[-1]]})
    return pd.concat([known, last], ignore_index=True)


def _slots(view: View, slots: pd.DataFrame) -> pd.DataFrame:
    known = slots[slots["cumulative_vnd"].notna()]
    ends = [min(end, _until(view)) for end in known["ends_at"]]
    return _from_zero(view.campaign["opens_at"], ends, known["cumulative_vnd"])


def _until(view: View) -> pd.Timestamp:
    return min(pd.Timestamp(view.asked.as_of), pd.Timestamp(view.campaign["closes_at"]))


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
