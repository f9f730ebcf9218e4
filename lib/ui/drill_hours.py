"""The hours of a unit or a person beside what is usual among their peers."""

import pandas as pd

from lib.charts import exploring
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.ui import cards
from lib.ui.question import Question, colors


def best(frame: pd.DataFrame) -> pd.Series | None:
    """The hour with the most revenue, the earliest of several; None without a timed sale."""
    timed = frame[frame["hour"].notna() & (frame["revenue_vnd"] > 0)]
    if timed.empty:
        return None
    ordered = timed.sort_values(["revenue_vnd", "hour"], ascending=[False, True])
    return ordered.iloc[0]


def panel(question: Question, frame: pd.DataFrame, *, measure: str, key: str) -> None:
    """Columns of revenue_vnd by hour with the peers' `average` as a tick across.

    `frame` has hour (missing: not known), revenue_vnd and average, in VND.
    """
    most, unfinished = best(frame), _unfinished(question)
    title = text("explore.hours_plain")
    if most is not None:
        amount = formats.money(most["revenue_vnd"])
        title = text("explore.hours_finding", hour=formats.hour(most["hour"]), amount=amount)
    if unfinished is not None:
        measure += text("explore.hours_unfinished")
    with cards.panel(title, measure):
        figure = exploring.hour_columns(
            frame.sort_values("hour", na_position="last"),
            hour="hour",
            value="revenue_vnd",
            average="average",
            picked=None,
            unfinished=unfinished,
            words={"unit": text("unit.million"), "average": text("explore.average")},
            colors=colors(),
        )
        cards.chart(figure, key=key, alt=text("explore.alt", title=title, measure=measure))


def _unfinished(question: Question) -> int | None:
    """The hour that is not over at the cut-off, while selling goes on."""
    campaign, as_of = question.campaign, question.as_of
    runs = campaign["opens_at"] <= as_of < campaign["closes_at"]
    return as_of.hour if runs and as_of.minute else None
