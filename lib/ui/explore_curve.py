"""The cumulative curve of a selection against its plan, where there is one to draw."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.charts import time
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.queries import explore, progress
from lib.ui import data, tables
from lib.ui.chart import Drawn
from lib.ui.data import read
from lib.ui.drawn import show
from lib.ui.explore_asked import Selection
from lib.ui.explore_known import Parts
from lib.ui.question import Question, colors
from lib.ui.takeaway_behind import Behind

QUARTER, DAY = pd.Timedelta(minutes=15), pd.Timedelta(days=1)


class Slots(NamedTuple):
    """The campaign's time cut into quarters of an hour, or into days where it is longer."""

    starts: pd.DatetimeIndex
    ends: Sequence[pd.Timestamp]
    due: Sequence[float] | None
    """The share of a plan that is due by each end; None: the campaign has no plan."""


def ahead(asked: Selection) -> None:
    """Ask early for what only a longer campaign's curve needs."""
    if not _is_of_one_day(asked.question):
        data.ahead(explore.days, **asked.narrowed)


def curve(asked: Selection, parts: Parts, selection: pd.Series) -> None:
    """Revenue so far by the time of sale; a plan only where the selection has one."""
    drawn = asked.once("explore_curve", lambda: _drawn(asked, parts, selection))
    show(drawn)


def _drawn(asked: Selection, parts: Parts, selection: pd.Series) -> Drawn:
    target = None if asked.is_by_role_or_hour else selection["target_vnd"]
    plan = None if formats.is_missing(target) or not target else int(target)
    frame = _frame(asked, parts, plan)
    columns = {name: heading for name, heading in tables.CURVE.items() if name in frame}
    queries = ("explore.parts",) if _is_of_one_day(asked.question) else ("explore.days",)
    return Drawn(
        Behind(
            key="explore_curve",
            name=text("progress.curve_plain"),
            title=text("explore.curve_title", amount=formats.money(parts.total["revenue_vnd"])),
            measure=text("explore.curve_measure" if plan else "explore.curve_no_plan"),
            queries=(*queries, "progress.curve") if plan else queries,
            frame=frame,
            columns=columns,
            formatted={name: how for name, how in tables.CURVE_FORMATS.items() if name in columns},
        ),
        time.cumulative_line(
            frame,
            until=asked.question.as_of,
            plan_vnd=plan,
            mark_at=None,
            words={
                "actual": text("progress.actual"),
                "plan": text("progress.plan"),
                "target": text("progress.target", plan=formats.millions(plan)),
                "mark": "",
            },
            colors=colors(),
            height=320,
        ),
    )


def _frame(asked: Selection, parts: Parts, plan: int | None) -> pd.DataFrame:
    """One row per quarter of an hour of the day, or per day of a longer campaign, oldest first."""
    question = asked.question
    key = ("explore_slots", question.campaign_code, question.as_of)
    slots: Slots = data.once(key, lambda: _slots(question))
    moments, amounts = _by_quarter(asked, parts) if _is_of_one_day(question) else _by_day(asked)
    # what was sold outside the hours stands at their ends
    places = np.clip(slots.starts.searchsorted(moments, side="right") - 1, 0, len(slots.ends) - 1)
    sums = np.bincount(places, amounts, minlength=len(slots.ends))
    known = pd.array(np.cumsum(sums).round().astype("int64"), dtype="Int64")
    known[slots.starts >= pd.Timestamp(question.as_of)] = pd.NA
    planned: list[int | None] = [None] * len(slots.ends)
    if plan is not None and slots.due is not None:
        planned = [round(share * plan) for share in slots.due]
    return pd.DataFrame(
        {
            "starts_at": slots.starts,
            "ends_at": slots.ends,
            "cumulative_vnd": known,
            "plan_cumulative_vnd": pd.array(planned, dtype="Int64"),
        }
    )


def _is_of_one_day(question: Question) -> bool:
    return bool(question.campaign["starts_on"] == question.campaign["ends_on"])


def _by_quarter(asked: Selection, parts: Parts) -> tuple[pd.DatetimeIndex, Sequence[float]]:
    """When and how much was sold on the campaign's one day, as the other charts add it up."""
    sold = [row for row in parts.of("quarter") if row["sold_minute"] is not None]
    minutes = pd.to_timedelta([row["sold_minute"] for row in sold], unit="min")
    day = pd.Timestamp(asked.question.campaign["starts_on"])
    return pd.DatetimeIndex(day + minutes), [float(row["revenue_vnd"]) for row in sold]


def _by_day(asked: Selection) -> tuple[pd.DatetimeIndex, Sequence[float]]:
    """On which day of a longer campaign how much was sold."""
    sold = read(explore.days, **asked.narrowed)
    return pd.DatetimeIndex(sold["sold_on"]), sold["timed_vnd"].astype("float64").to_list()


def _slots(question: Question) -> Slots:
    opens = pd.Timestamp(question.campaign["opens_at"])
    closes = pd.Timestamp(question.campaign["closes_at"])
    step = QUARTER if _is_of_one_day(question) else DAY
    begin = opens.floor("15min") if step == QUARTER else opens.normalize()
    starts = pd.date_range(begin, closes, freq=step, inclusive="left")
    ends = [min(one + step, closes) for one in starts]
    slots = read(progress.curve, **question.shared, unit_id=None)
    slots = slots[slots["plan_cumulative_vnd"].notna()]
    if not len(slots) or not int(slots["plan_cumulative_vnd"].iloc[-1]):
        return Slots(starts, ends, None)
    at = [opens.value, *(pd.Timestamp(one).value for one in slots["ends_at"])]
    share = [0.0, *(slots["plan_cumulative_vnd"] / slots["plan_cumulative_vnd"].iloc[-1])]
    return Slots(starts, ends, np.interp([one.value for one in ends], at, share).tolist())
