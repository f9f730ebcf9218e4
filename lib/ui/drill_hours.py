"""The hours of a unit or a person beside what is usual among their peers."""

import pandas as pd

from lib.charts import exploring
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.ui.chart import Drawn
from lib.ui.drawn import once, show
from lib.ui.question import Question, colors
from lib.ui.takeaway_behind import Behind


def best(frame: pd.DataFrame) -> pd.Series | None:
    """The hour with the most revenue, the earliest of several; None without a timed sale.

    `frame` is in the order of its hours.
    """
    timed = frame[frame["hour"].notna() & (frame["revenue_vnd"] > 0)]
    if timed.empty:
        return None
    return timed.iloc[int(timed["revenue_vnd"].argmax())]


def panel(
    question: Question,
    frame: pd.DataFrame,
    *,
    measure: str,
    query: str,
    key: str,
    staff_code: str | None = None,
) -> None:
    """Columns of revenue_vnd by hour with the peers' `average` as a tick across.

    `frame` is the answer of `query` with hour (missing: not known), revenue_vnd and average (VND):
    of the unit that is asked for, or of a person (`staff_code`).
    """
    show(once(key, lambda: _drawn(question, frame, measure, query, key), staff_code))


def _drawn(question: Question, frame: pd.DataFrame, measure: str, query: str, key: str) -> Drawn:
    most, unfinished = best(frame), _unfinished(question)
    title = text("explore.hours_plain")
    if most is not None:
        amount = formats.money(most["revenue_vnd"])
        title = text("explore.hours_finding", hour=formats.hour(most["hour"]), amount=amount)
    if unfinished is not None:
        measure += text("explore.hours_unfinished")
    behind = Behind(
        key=key,
        name=text("explore.hours_plain"),
        title=title,
        measure=measure,
        caption=formats.plain(measure),
        queries=(query,),
        frame=frame.sort_values("hour", na_position="last"),
        columns={"hour": "hour", "revenue_vnd": "revenue", "average": "average"},
        formatted={
            "hour": formats.hour,
            "revenue_vnd": formats.number,
            "average": formats.number,
        },
    )
    return Drawn(
        behind,
        exploring.hour_columns(
            behind.frame,
            hour="hour",
            value="revenue_vnd",
            average="average",
            picked=None,
            unfinished=unfinished,
            words={"unit": text("unit.million"), "average": text("explore.average")},
            colors=colors(),
        ),
    )


def _unfinished(question: Question) -> int | None:
    """The hour that is not over at the cut-off, while selling goes on."""
    campaign, as_of = question.campaign, question.as_of
    runs = campaign["opens_at"] <= as_of < campaign["closes_at"]
    return as_of.hour if runs and as_of.minute else None
