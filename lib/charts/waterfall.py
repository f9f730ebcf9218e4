"""From one amount to another, step by step, and what each row's difference is made of."""

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from lib.charts.theme import LABEL_SIZE, Palette, canvas, literal
from lib.i18n import formats

MILLION = 1_000_000
STEP, ROW = 46, 30
"""Height of a row in px."""
LINE = 20
"""Letters before a label goes on below: the bars need room on a phone too."""


def steps(
    frame: pd.DataFrame, *, label: str, start: str, end: str, words: str, colors: Palette
) -> go.Figure:
    """Horizontal bars from `start` to `end` (VND) in the order of the rows, from top to bottom.

    The first and the last row are the amounts themselves, from 0; those between lead from one to
    the other, joined by thin lines, vermilion where they take away. `words` stands beside each bar.
    """
    rows = len(frame)
    figure = canvas(colors, height=STEP * rows + 16)
    starts = [float(one) / MILLION for one in frame[start]]
    ends = [float(one) / MILLION for one in frame[end]]
    names = ["<br>".join(wrap(literal(str(one)), LINE)) for one in frame[label]]
    said = [literal(str(one)) for one in frame[words]]
    fills = [
        colors.compare if y in (0, rows - 1) else colors.behind if last < first else colors.actual
        for y, (first, last) in enumerate(zip(starts, ends, strict=True))
    ]
    figure.add_bar(
        x=[last - first for first, last in zip(starts, ends, strict=True)],
        base=starts,
        y=list(range(rows)),
        customdata=[f"{name}: {one}" for name, one in zip(names, said, strict=True)],
        orientation="h",
        width=0.6,
        # a line of its own colour: a step too small for the scale is still seen
        marker={"color": fills, "line": {"color": fills, "width": 2}},
        hovertemplate="%{customdata}<extra></extra>",
    )
    texts = [
        _beside(f"<b>{one}</b>", max(first, last), y)
        for y, (one, first, last) in enumerate(zip(said, starts, ends, strict=True))
    ]
    joints = [
        {"type": "line", "x0": at, "x1": at, "y0": y + 0.3, "y1": y + 0.7, "line": _thin(colors)}
        for y, at in enumerate(ends[:-1])
    ]
    figure.update_layout(annotations=texts, shapes=joints, margin={"r": 12 + 8 * _widest(said)})
    figure.update_xaxes(showticklabels=False, range=[min(0.0, *starts, *ends), max(*starts, *ends)])
    _rows(figure, names)
    return figure


def parts_bars(
    frame: pd.DataFrame,
    *,
    label: str,
    parts: Sequence[str],
    words: str,
    named: Mapping[str, str],
    colors: Palette,
) -> go.Figure:
    """One bar a row of up to three signed parts (VND): added to the right of 0, taken to the left.

    Parts are drawn strong, pale, and vermilion, in their order; `named` says what each is when
    pointed at, `words` is the text beside each bar.
    """
    rows = len(frame)
    figure = canvas(colors, height=max(ROW * rows + 24, 80))
    fills = (colors.actual, colors.sequence[2], colors.behind)
    names = ["<br>".join(wrap(literal(str(one)), LINE)) for one in frame[label]]
    for part, fill in zip(parts, fills, strict=False):
        amounts = [float(one) / MILLION for one in frame[part]]
        figure.add_bar(
            x=amounts,
            y=list(range(rows)),
            customdata=[formats.millions(one, signed=True) for one in frame[part]],
            orientation="h",
            width=0.62,
            marker={"color": fill, "line": {"color": colors.background, "width": 1}},
            hovertemplate=f"{literal(named[part])}: %{{customdata}}<extra></extra>",
        )
    added = [_reach(row, parts, up=True) for row in frame.to_dict("records")]
    taken = [_reach(row, parts, up=False) for row in frame.to_dict("records")]
    said = [literal(str(one)) for one in frame[words]]
    figure.update_layout(
        barmode="relative",
        annotations=[
            _beside(one, at, y) for y, (one, at) in enumerate(zip(said, added, strict=True))
        ],
        margin={"r": 12 + 8 * _widest(said)},
    )
    lowest, highest = min(taken, default=0.0), max(added, default=0.0)
    figure.update_xaxes(
        showticklabels=False,
        range=[lowest, highest or 1.0],
        zeroline=True,
        zerolinecolor=colors.border,
    )
    _rows(figure, names)
    return figure


def _reach(row: Mapping[Any, Any], parts: Sequence[str], *, up: bool) -> float:
    """How far a row's bar goes to one side, in triệu đồng."""
    amounts = [float(row[part]) / MILLION for part in parts]
    return sum(one for one in amounts if (one > 0) is up)


def _rows(figure: go.Figure, names: list[str]) -> None:
    figure.update_yaxes(
        range=[len(names) - 0.5, -0.5],
        tickvals=list(range(len(names))),
        ticktext=names,
        ticklabelstandoff=8,
    )


def _widest(said: list[str]) -> int:
    return max((len(one) for one in said), default=0)


def _thin(colors: Palette) -> dict[str, Any]:
    return {"color": colors.text_3, "width": 1}


def _beside(words: str, x: float, y: float) -> dict[str, Any]:
    """Words to the right of where a bar ends."""
    return {
        "text": words,
        "x": x,
        "y": y,
        "xshift": 7,
        "xanchor": "left",
        "showarrow": False,
        "font": {"size": LABEL_SIZE},
    }
