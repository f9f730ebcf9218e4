"""How it goes over time: the curve against the plan, and the hours of the day."""

from datetime import datetime
from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from lib.charts.theme import AMOUNTS, LABEL_SIZE, Palette, canvas
from lib.i18n import formats

MILLION = 1_000_000
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
LABELLED_BEFORE = 0.65
"""Of the time axis: a label that begins there ends within it, on a phone too."""
AMOUNT_ROOM, HOUR_ROOM = 66, 30
"""What labels beside and below a curve need, px: 100.000 (triệu đồng), one line."""


def cumulative_line(
    frame: pd.DataFrame,
    *,
    until: datetime,
    plan_vnd: int | None,
    mark_at: datetime | None,
    words: dict[str, str],
    colors: Palette,
    height: int = 440,
) -> go.Figure:
    """The actual curve (solid, end dot) against the plan (dashed), in triệu đồng from 0.

    `frame` holds starts_at, ends_at, cumulative_vnd and plan_cumulative_vnd, oldest first.
    `until` ends the actual inside its slot; `mark_at` puts a ring on the curve there.
    `words` label the lines: actual, plan, target, mark. No legend.
    """
    figure = canvas(colors, height=height)
    if frame.empty:
        return figure
    begin = frame["starts_at"].iloc[0]
    planned = frame["plan_cumulative_vnd"].dropna()
    known = frame[frame["cumulative_vnd"].notna()]
    is_ahead = _is_ahead(known)
    if not planned.empty:
        figure.add_scatter(
            x=[begin, *frame["ends_at"].loc[planned.index]],
            y=[0, *(planned / MILLION)],
            mode="lines",
            line={"color": colors.plan, "width": 2, "dash": "dash"},
            hovertemplate=f"{words['plan']}: %{{y:,.1f}}<extra></extra>",
        )
        half = len(planned) * 2 // 3
        _label(
            figure,
            words["plan"],
            frame["ends_at"].iloc[half],
            planned.iloc[half],
            colors.plan,
            above=not is_ahead,
            before=not is_ahead,
        )
    if not known.empty:
        x = [begin, *(min(end, pd.Timestamp(until)) for end in known["ends_at"])]
        y = [0, *(known["cumulative_vnd"].astype("int64") / MILLION)]
        figure.add_scatter(
            x=x,
            y=y,
            mode="lines",
            line={"color": colors.actual, "width": 3},
            hovertemplate=f"{words['actual']}: %{{y:,.1f}}<extra></extra>",
        )
        figure.add_scatter(
            x=[x[-1]],
            y=[y[-1]],
            mode="markers",
            marker={"color": colors.actual, "size": 11},
            hoverinfo="skip",
            cliponaxis=False,
        )
        # a curve that rises leaves room above to the left of a point, and below to its right
        limit = begin + (frame["ends_at"].iloc[-1] - begin) * LABELLED_BEFORE
        at = -1 if is_ahead else max(number for number, when in enumerate(x) if when <= limit)
        _label(
            figure,
            f"<b>{words['actual']}</b>",
            x[at],
            y[at] * MILLION,
            colors.actual,
            above=is_ahead,
            before=is_ahead,
        )
        _ring(figure, known, mark_at, words["mark"], colors)
    if plan_vnd:
        figure.add_hline(y=plan_vnd / MILLION, line={"color": colors.text, "width": 1})
        figure.add_annotation(
            x=0,
            xref="paper",
            y=plan_vnd / MILLION,
            text=f"<b>{words['target']}</b>",
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
        )
    figure.update_xaxes(
        range=[begin, frame["ends_at"].iloc[-1]], automargin=False, **_time_axis(frame)
    )
    figure.update_yaxes(
        automargin=False,
        rangemode="tozero",
        showgrid=True,
        gridcolor=colors.grid,
        nticks=5,
        tickformat=AMOUNTS,
        ticklabelstandoff=6,
    )
    # room for the amounts is given: Plotly's own measuring draws a chart twice
    figure.update_layout(
        hovermode="x unified", margin={"t": 20, "r": 20, "l": AMOUNT_ROOM, "b": HOUR_ROOM}
    )
    return figure


def hourly_columns(
    frame: pd.DataFrame,
    *,
    hour: str,
    value: str,
    plan: str,
    complete: str,
    words: dict[str, str],
    colors: Palette,
    height: int = 300,
) -> go.Figure:
    """Columns of revenue by hour in triệu đồng, the plan of each hour as a tick across.

    An unfinished hour is marked with `*`; a row without an hour stands last, in words.
    """
    figure = canvas(colors, height=height)
    labels = [
        "<br>".join(wrap(formats.hour(row[hour]), 7)) + ("" if row[complete] else "*")
        for row in frame.to_dict("records")
    ]
    amounts = [float(one) / MILLION for one in frame[value]]
    figure.add_bar(
        x=labels,
        y=amounts,
        width=0.7,
        marker_color=colors.actual,
        hovertemplate=f"%{{x}} {words['actual']}: %{{y:,.1f}}<extra></extra>",
    )
    planned = frame[plan]
    known = [index for index, one in enumerate(planned) if not formats.is_missing(one)]
    figure.add_scatter(
        x=[labels[index] for index in known],
        y=[float(planned.iloc[index]) / MILLION for index in known],
        mode="markers",
        marker={
            "symbol": "line-ew",
            "size": 24,
            "line": {"width": 3, "color": colors.text},
        },
        hovertemplate=f"%{{x}} {words['plan']}: %{{y:,.1f}}<extra></extra>",
    )
    if amounts and max(amounts) > 0:
        best = amounts.index(max(amounts))
        beyond = planned.iloc[best]
        top = max(amounts[best], 0 if formats.is_missing(beyond) else float(beyond) / MILLION)
        figure.add_annotation(
            x=labels[best],
            y=top,
            text=f"<b>{formats.number(amounts[best], 1)}</b>",
            showarrow=False,
            yanchor="bottom",
            yshift=3,
        )
    figure.update_xaxes(type="category", tickangle=0)
    figure.update_yaxes(
        rangemode="tozero",
        showgrid=True,
        gridcolor=colors.grid,
        nticks=5,
        tickformat=AMOUNTS,
        ticklabelstandoff=6,
    )
    figure.update_layout(margin={"t": 24})
    return figure


def _is_ahead(known: pd.DataFrame) -> bool:
    """Whether the last known point lies on or above the plan: names then stand clear of lines."""
    if known.empty or formats.is_missing(known["plan_cumulative_vnd"].iloc[-1]):
        return True
    return bool(known["cumulative_vnd"].iloc[-1] >= known["plan_cumulative_vnd"].iloc[-1])


def _time_axis(frame: pd.DataFrame) -> dict[str, Any]:
    """Hours within a day, days within some months."""
    span = frame["ends_at"].iloc[-1] - frame["starts_at"].iloc[0]
    if span <= pd.Timedelta(days=1):
        return {"tickformat": "%-Hh", "dtick": 2 * HOUR_MS, "hoverformat": "%H:%M"}
    days = max(int(span.days) // 6, 1)
    return {"tickformat": "%-d/%-m", "dtick": days * DAY_MS, "hoverformat": "%-d/%-m"}


def _ring(
    figure: go.Figure, known: pd.DataFrame, at: datetime | None, words: str, colors: Palette
) -> None:
    """A hollow dot on the curve at the end of the slot that closes at `at`."""
    if at is None:
        return
    reached = known[known["ends_at"] == pd.Timestamp(at)]
    if reached.empty:
        return
    height = int(reached["cumulative_vnd"].iloc[0]) / MILLION
    figure.add_scatter(
        x=[at],
        y=[height],
        mode="markers",
        marker={
            "color": colors.background,
            "size": 11,
            "line": {"color": colors.actual, "width": 3},
        },
        hoverinfo="skip",
    )
    figure.add_annotation(
        x=at,
        y=height,
        text=words,
        ay=-42,
        ax=0,
        arrowhead=0,
        arrowcolor=colors.text_3,
        font={"color": colors.text_2, "size": LABEL_SIZE},
    )


def _label(
    figure: go.Figure,
    words: str,
    x: Any,
    vnd: float,
    color: str,
    *,
    above: bool = False,
    before: bool = False,
) -> None:
    figure.add_annotation(
        x=x,
        y=vnd / MILLION,
        text=words,
        showarrow=False,
        xanchor="right" if before else "left",
        yanchor="bottom" if above else "top",
        xshift=-8 if before else 8,
        yshift=8 if above else -8,
        font={"color": color},
    )
