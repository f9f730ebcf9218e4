"""The cumulative curve of a selection against its plan, where there is one to draw."""

import numpy as np
import pandas as pd

from lib.charts import time
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.queries import progress
from lib.ui import cards, tables
from lib.ui.chart import chart
from lib.ui.data import read
from lib.ui.explore_asked import Selection
from lib.ui.question import colors
from lib.ui.takeaway_behind import Behind

QUARTER, DAY = pd.Timedelta(minutes=15), pd.Timedelta(days=1)


def curve(asked: Selection, parts: pd.DataFrame, selection: pd.Series) -> None:
    """Revenue so far by the time of sale; a plan only where the selection has one."""
    question = asked.question
    target = None if asked.is_by_role_or_hour else selection["target_vnd"]
    plan = None if formats.is_missing(target) or not target else int(target)
    frame = _frame(asked, parts, plan)
    revenue = parts.loc[parts["part"] == "total", "revenue_vnd"].iloc[0]
    measure = text("explore.curve_measure" if plan else "explore.curve_no_plan")
    columns = {name: heading for name, heading in tables.CURVE.items() if name in frame}
    behind = Behind(
        key="explore_curve",
        name=text("progress.curve_plain"),
        title=text("explore.curve_title", amount=formats.money(revenue)),
        measure=measure,
        queries=("explore.parts", "progress.curve") if plan else ("explore.parts",),
        frame=frame,
        columns=columns,
        formatted={name: how for name, how in tables.CURVE_FORMATS.items() if name in columns},
    )
    with cards.charted(behind):
        chart(
            time.cumulative_line(
                frame,
                until=question.as_of,
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
            key=behind.key,
            alt=cards.alt(behind),
        )


def _frame(asked: Selection, parts: pd.DataFrame, plan: int | None) -> pd.DataFrame:
    """One row per quarter of an hour of the day, or per day of a longer campaign, oldest first."""
    campaign, as_of = asked.question.campaign, asked.question.as_of
    opens, closes = pd.Timestamp(campaign["opens_at"]), pd.Timestamp(campaign["closes_at"])
    step = QUARTER if opens.date() == closes.date() else DAY
    begin = opens.floor("15min") if step == QUARTER else opens.normalize()
    starts = pd.date_range(begin, closes, freq=step, inclusive="left")
    ends = [min(one + step, closes) for one in starts]
    sold = parts[(parts["part"] == "quarter") & parts["quarter_at"].notna()]
    # what was sold outside the hours stands at their ends
    places = np.clip(starts.searchsorted(sold["quarter_at"], side="right") - 1, 0, len(starts) - 1)
    sums = np.bincount(places, sold["revenue_vnd"].astype("int64"), minlength=len(starts))
    known = pd.array(np.cumsum(sums).round().astype("int64"), dtype="Int64")
    known[starts >= pd.Timestamp(as_of)] = pd.NA
    planned = pd.array([pd.NA] * len(starts), dtype="Int64")
    slots = read(progress.curve, **asked.question.shared, unit_id=None)
    slots = slots[slots["plan_cumulative_vnd"].notna()]
    if plan and len(slots) and int(slots["plan_cumulative_vnd"].iloc[-1]):
        at = [opens.value, *(pd.Timestamp(one).value for one in slots["ends_at"])]
        share = [0.0, *(slots["plan_cumulative_vnd"] / slots["plan_cumulative_vnd"].iloc[-1])]
        due = np.interp([one.value for one in ends], at, share)
        planned = pd.array((due * plan).round().astype("int64"), dtype="Int64")
    return pd.DataFrame(
        {
            "starts_at": starts,
            "ends_at": ends,
            "cumulative_vnd": known,
            "plan_cumulative_vnd": planned,
        }
    )
