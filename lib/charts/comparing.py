"""Two things laid over each other: growing boards, pairs of amounts, days against their plan."""

from collections.abc import Mapping
from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from lib.charts.theme import AMOUNTS, LABEL_SIZE, Palette, canvas, literal
from lib.i18n import formats

MILLION = 1_000_000
ROW, LINE = 30, 20
WORDS_ROOM = 64


def two_curves(
    mine: pd.DataFrame,
    other: pd.DataFrame,
    beyond: pd.DataFrame,
    *,
    longest: float,
    words: Mapping[str, str],
    colors: Palette,
) -> go.Figure:
    """Two boards as they grew (`at` since opening, `vnd`), in triệu đồng; no legend.

    The one looked at is strong with an end dot; the other is pale, and `beyond` goes on with it
    as a dotted line. `words`: mine and other name the curves, tick is a format of x with {at}.
    """
    figure = canvas(colors, height=380)
    for frame, style in (
        (beyond, {"color": colors.stale, "width": 2, "dash": "dot", "shape": "hv"}),
        (other, {"color": colors.stale, "width": 3, "shape": "hv"}),
        (mine, {"color": colors.actual, "width": 3, "shape": "hv"}),
    ):
        name = words["mine"] if frame is mine else words["other"]
        figure.add_scatter(
            x=list(frame["at"]),
            y=[float(one) / MILLION for one in frame["vnd"]],
            mode="lines",
            line=style,
            hovertemplate=f"{literal(name)}: %{{y:,.1f}}<extra></extra>",
        )
    ends = [float(one["vnd"].iloc[-1]) / MILLION for one in (mine, other)]
    is_ahead = ends[0] >= ends[1]
    for frame, key, color, is_upper in (
        (mine, "mine", colors.actual, is_ahead),
        (other, "other", colors.text_2, not is_ahead),
    ):
        at, height = float(frame["at"].iloc[-1]), float(frame["vnd"].iloc[-1]) / MILLION
        figure.add_scatter(
            x=[at],
            y=[height],
            mode="markers",
            marker={"color": colors.actual if key == "mine" else colors.stale, "size": 11},
            hoverinfo="skip",
            cliponaxis=False,
        )
        figure.add_annotation(
            x=at,
            y=height,
            text=f"<b>{literal(words[key])}</b>",
            showarrow=False,
            font={"color": color},
            **_clear_of_lines(at / longest, abs(ends[0] - ends[1]) / max(*ends, 1e-9), is_upper),
        )
    every = max(round(longest / 6), 1)
    ticks = list(range(every, int(longest) + 1, every))
    figure.update_xaxes(
        range=[0, longest],
        tickvals=ticks,
        ticktext=[words["tick"].format(at=one) for one in ticks],
    )
    figure.update_yaxes(
        rangemode="tozero",
        showgrid=True,
        gridcolor=colors.grid,
        nticks=5,
        tickformat=AMOUNTS,
        ticklabelstandoff=6,
    )
    figure.update_layout(hovermode="x", margin={"t": 24, "r": 20})
    return figure


def _clear_of_lines(at: float, gap: float, is_upper: bool) -> dict[str, Any]:
    """Where a name at the end of a rising curve meets no line.

    `at` is where the curve ends (0 to 1), `gap` how far both ends are apart as a part of the
    higher one. Above and left of its end a curve is not yet there; the lower one has room to its
    right, or between the two, or below.
    """
    left_above = {"xanchor": "right", "yanchor": "bottom", "xshift": -8, "yshift": 6}
    right_below = {"xanchor": "left", "yanchor": "top", "xshift": 8, "yshift": -4}
    if is_upper:
        return left_above if at > 1 / 3 else {**left_above, "xanchor": "left", "xshift": 0}
    if at <= 2 / 3:
        return right_below
    return left_above if gap > 0.15 else {**left_above, "yanchor": "top", "yshift": -30}


def dumbbells(
    frame: pd.DataFrame,
    *,
    label: str,
    mine: str,
    other: str,
    words: str,
    named: Mapping[str, str],
    colors: Palette,
) -> go.Figure:
    """Two dots a row (VND) and a line between them: filled what is looked at, hollow the other.

    `words` is the text at the right; a side that is missing has no dot.
    """
    rows = len(frame)
    figure = canvas(colors, height=max(ROW * rows + 24, 80))
    records = frame.to_dict("records")
    for y, row in enumerate(records):
        if formats.is_missing(row[mine]) or formats.is_missing(row[other]):
            continue
        figure.add_shape(
            type="line",
            x0=float(row[other]) / MILLION,
            x1=float(row[mine]) / MILLION,
            y0=y,
            y1=y,
            line={"color": colors.compare, "width": 3},
            layer="below",
        )
    for key, column in (("other", other), ("mine", mine)):
        side = literal(named[key])
        known = [(y, row) for y, row in enumerate(records) if not formats.is_missing(row[column])]
        figure.add_scatter(
            x=[float(row[column]) / MILLION for _, row in known],
            y=[y for y, _ in known],
            customdata=[
                f"{literal(str(row[label]))}, {side}: {formats.millions(row[column])}"
                for _, row in known
            ],
            mode="markers",
            marker={
                "size": 11,
                "color": colors.actual if key == "mine" else colors.background,
                "line": {"color": colors.actual if key == "mine" else colors.text_3, "width": 2},
            },
            cliponaxis=False,
            hovertemplate="%{customdata}<extra></extra>",
        )
    figure.update_layout(
        annotations=[_at_right(literal(str(row[words])), y) for y, row in enumerate(records)],
        margin={"r": WORDS_ROOM, "l": 12},
    )
    figure.update_xaxes(rangemode="tozero", showticklabels=False)
    names = ["<br>".join(wrap(literal(str(row[label])), LINE)) for row in records]
    figure.update_yaxes(
        range=[rows - 0.5, -0.5],
        tickvals=list(range(rows)),
        ticktext=names,
        ticklabelstandoff=12,
        showgrid=True,
        gridcolor=colors.grid,
    )
    return figure


def day_columns(
    frame: pd.DataFrame, *, label: str, value: str, plan: str, colors: Palette
) -> go.Figure:
    """A column a day in triệu đồng, its plan as a tick across; gold where the plan is reached.

    A day without figures has no column.
    """
    figure = canvas(colors, height=280)
    places = list(range(len(frame)))
    values, plans = list(frame[value]), list(frame[plan])
    amounts = [None if formats.is_missing(one) else float(one) / MILLION for one in values]
    reached = [
        not formats.is_missing(one) and not formats.is_missing(due) and 0 < int(due) <= int(one)
        for one, due in zip(values, plans, strict=True)
    ]
    names = [literal(str(one)) for one in frame[label]]
    figure.add_bar(
        x=places,
        y=amounts,
        width=0.7,
        marker_color=[colors.victory if one else colors.actual for one in reached],
        customdata=[
            f"{name}: {formats.millions(one)}" for name, one in zip(names, values, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    due = [(x, float(one) / MILLION) for x, one in enumerate(plans) if not formats.is_missing(one)]
    figure.update_layout(
        shapes=[
            {
                "type": "line",
                "x0": x - 0.42,
                "x1": x + 0.42,
                "y0": height,
                "y1": height,
                "line": {"width": 3, "color": colors.text},
            }
            for x, height in due
        ],
        margin={"t": 16},
    )
    every = max(-(-len(frame) // 8), 1)
    figure.update_xaxes(tickvals=places[::every], ticktext=names[::every], tickangle=0)
    figure.update_yaxes(
        rangemode="tozero",
        range=[0, 1.08 * max([*(one or 0 for one in amounts), *(one for _, one in due), 0.1])],
        showgrid=True,
        gridcolor=colors.grid,
        nticks=5,
        tickformat=AMOUNTS,
        ticklabelstandoff=6,
    )
    return figure


def _at_right(words: str, y: float) -> dict[str, Any]:
    return {
        "text": words,
        "x": 1,
        "y": y,
        "xshift": WORDS_ROOM - 4,
        "xref": "paper",
        "yref": "y",
        "xanchor": "right",
        "showarrow": False,
        "font": {"size": LABEL_SIZE},
    }
