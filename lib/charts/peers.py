"""One among its peers: a line over the band of the middle half, dots along strips."""

from collections.abc import Mapping, Sequence
from functools import partial
from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from lib.charts.theme import LABEL_SIZE, Palette, canvas, literal
from lib.i18n import formats

STRIP, LINE = 46, 15
MOST_TICKS = 6
WORDS_ROOM = 126
END_ROOM = 84
"""Room for the names at the ends of the lines, in px."""


def profile(frame: pd.DataFrame, *, words: Mapping[str, str], colors: Palette) -> go.Figure:
    """Shares by hour: columns hour, own, low, middle, high (ratios). No legend, names at the lines.

    The band is the middle half of the peers, the dashed line their median.
    """
    figure = canvas(colors, height=320)
    if frame.empty:
        return figure
    hours = [formats.hour(one) for one in frame["hour"]]
    percent = {
        name: [100 * float(one) for one in frame[name]] for name in ("own", "low", "middle", "high")
    }
    for name in ("high", "low"):
        figure.add_scatter(
            x=hours,
            y=percent[name],
            mode="lines",
            line={"width": 0, "color": colors.track},
            fill="tonexty" if name == "low" else "none",
            fillcolor=colors.track,
            hoverinfo="skip",
        )
    for name, line in (
        ("middle", {"color": colors.plan, "width": 2, "dash": "dash"}),
        ("own", {"color": colors.actual, "width": 3}),
    ):
        figure.add_scatter(
            x=hours,
            y=percent[name],
            mode="lines+markers" if name == "own" else "lines",
            marker={"size": 7},
            line=line,
            hovertemplate=f"{literal(words[name])}: %{{y:.1f}}%<extra></extra>",
        )
    is_above = percent["own"][-1] >= percent["middle"][-1]
    for name, color, up in (
        ("own", colors.actual, is_above),
        ("middle", colors.plan, not is_above),
    ):
        figure.add_annotation(
            x=hours[-1],
            y=percent[name][-1],
            text=f"<b>{literal(words[name])}</b>",
            showarrow=False,
            xanchor="left",
            xshift=8,
            # beside the ends, apart from each other however close they are
            yanchor="bottom" if up else "top",
            yshift=-4 if up else 4,
            font={"color": color},
        )
    every = -(-len(hours) // MOST_TICKS)
    figure.update_xaxes(
        type="category", tickangle=0, range=[0, len(hours) - 1], tickvals=hours[::every]
    )
    figure.update_yaxes(
        rangemode="tozero",
        showgrid=True,
        gridcolor=colors.grid,
        nticks=5,
        ticksuffix="%",
        ticklabelstandoff=6,
    )
    figure.update_layout(hovermode="x unified", margin={"t": 12, "r": END_ROOM})
    return figure


def strips(
    rows: Sequence[Mapping[str, Any]], *, headings: tuple[str, str], colors: Palette
) -> go.Figure:
    """A strip a row: a hollow dot for each peer, a bar for their middle half, a filled dot for one.

    Each row: name, own, peers (a list), low, middle, high as numbers, and own_words, middle_words.
    Every strip has a scale of its own, from the smallest to the largest on it: dots need no 0.
    """
    figure = canvas(colors, height=STRIP * len(rows) + 44)
    shapes, texts, halves, dots, own = [], [], [], [], []
    for y, row in enumerate(rows):
        known = [*row["peers"], *([] if row["own"] is None else [row["own"]])]
        least, most = min(known), max(known)
        on = partial(_on_scale, least=least, most=most)
        halves.append((on(row["low"]), on(row["high"]) - on(row["low"]), y))
        shapes.append(_tick(on(row["middle"]), y, colors))
        dots += [(on(one), y) for one in row["peers"]]
        if row["own"] is not None:
            own.append((on(row["own"]), y, f"{row['name']}: {row['own_words']}"))
        texts.append(_at_right(f"<b>{literal(row['own_words'])}</b>", y, WORDS_ROOM - 68))
        texts.append(_at_right(literal(row["middle_words"]), y, WORDS_ROOM - 4, colors.text_2))
    for heading, shift in zip(headings, (WORDS_ROOM - 68, WORDS_ROOM - 4), strict=True):
        texts.append(_at_right(heading.replace("\n", "<br>"), -0.85, shift, colors.text_2))
    figure.add_bar(
        x=[length for _, length, _ in halves],
        base=[start for start, _, _ in halves],
        y=[y for _, _, y in halves],
        orientation="h",
        width=0.48,
        marker_color=colors.track,
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[x for x, _ in dots],
        y=[y for _, y in dots],
        mode="markers",
        marker={
            "size": 8,
            "color": "rgba(0,0,0,0)",
            "line": {"color": colors.text_3, "width": 1.2},
        },
        hoverinfo="skip",
        cliponaxis=False,
    )
    figure.add_scatter(
        x=[x for x, _, _ in own],
        y=[y for _, y, _ in own],
        customdata=[literal(words) for _, _, words in own],
        mode="markers",
        marker={"size": 14, "color": colors.actual},
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )
    figure.update_layout(shapes=shapes, annotations=texts, margin={"r": WORDS_ROOM, "l": 12})
    figure.update_xaxes(range=[-0.03, 1.03], showticklabels=False)
    figure.update_yaxes(
        range=[len(rows) - 0.5, -1.3],
        tickvals=list(range(len(rows))),
        ticktext=["<br>".join(wrap(literal(row["name"]), LINE)) for row in rows],
        ticklabelstandoff=8,
    )
    return figure


def _on_scale(value: float, *, least: float, most: float) -> float:
    """Where a value stands between the ends of its strip; in the middle where all are level."""
    return (value - least) / (most - least) if most > least else 0.5


def _tick(x: float, y: int, colors: Palette) -> dict[str, Any]:
    line = {"color": colors.text, "width": 2}
    return {"type": "line", "x0": x, "x1": x, "y0": y - 0.3, "y1": y + 0.3, "line": line}


def _at_right(words: str, y: float, shift: float, color: str | None = None) -> dict[str, Any]:
    """Words right of the strips, right-aligned `shift` px from their end."""
    return {
        "text": words,
        "x": 1,
        "y": y,
        "xshift": shift,
        "xref": "paper",
        "yref": "y",
        "xanchor": "right",
        "align": "right",
        "showarrow": False,
        "font": {"size": LABEL_SIZE, **({"color": color} if color else {})},
    }
