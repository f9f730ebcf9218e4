"""How places change between rankings: a column of discs for each, a line for each unit."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from lib.charts.lettering import on_lines, width
from lib.charts.theme import LABEL_SIZE, Palette, canvas, literal
from lib.i18n import formats

ROW = 28
"""Height of one unit's row in px."""
DISC = 19
"""How wide a place's disc is, in px."""
END_ROOM = 74
"""Room for a name at each end, in px: four columns have to stand between on a phone."""
SMALLEST = 11


def place_slopes(
    frame: pd.DataFrame,
    *,
    label: str,
    places: Sequence[str],
    headings: Sequence[str],
    official: int,
    colors: Palette,
) -> go.Figure:
    """How places change between rankings: a column of discs for each, a line for each unit.

    `places` are the columns that hold each ranking's places, `official` the index of the one that
    stands on a band and whose heading is bold. Whoever is first somewhere is drawn
    strong and filled. Units that are level share a disc; at both ends their names stand below each
    other, in the rows their shared place leaves free. A missing place breaks the line, and the
    name stands at the end with a dash.
    """
    rows = len(frame)
    figure = canvas(colors, height=ROW * rows + 64)
    records = frame.to_dict("records")
    leaders = [any(row[one] == 1 for one in places if _known(row[one])) for row in records]
    texts = [
        _heading(words.replace("\n", "<br>"), x, colors, strong=x == official)
        for x, words in enumerate(headings)
    ]
    for strong in (False, True):
        drawn = [row for row, leads in zip(records, leaders, strict=True) if leads is strong]
        for row in drawn:
            _line(figure, [row[one] for one in places], strong=strong, colors=colors)
    # all discs after all lines: no line crosses a number
    for strong in (False, True):
        drawn = [row for row, leads in zip(records, leaders, strict=True) if leads is strong]
        _discs(figure, drawn, label, places, strong=strong, colors=colors)
    longest = max((width(str(one), LABEL_SIZE) for one in frame[label]), default=0.0)
    beside = min(longest, END_ROOM) + DISC
    for end, column in ((0, places[0]), (len(places) - 1, places[-1])):
        for y, index in _slots(frame[column]):
            row = records[index]
            dash = "" if _known(row[column]) else "–  "
            lines, size = on_lines(f"{dash}{row[label]}", LABEL_SIZE, END_ROOM, least=SMALLEST)
            shown = "<br>".join(map(literal, lines))
            words = f"<b>{shown}</b>" if leaders[index] else shown
            texts.append(_end(words, end, y, left=end == 0, size=size, colors=colors))
    figure.update_layout(
        annotations=texts,
        shapes=[_band(official, rows, colors)],
        margin={"l": beside, "r": beside},
    )
    figure.update_xaxes(range=[-0.02, len(places) - 1 + 0.02], showticklabels=False)
    figure.update_yaxes(range=[rows + 0.7, -0.9], showticklabels=False)
    return figure


def _line(figure: go.Figure, row: list[Any], *, strong: bool, colors: Palette) -> None:
    figure.add_scatter(
        x=list(range(len(row))),
        y=[int(one) if _known(one) else None for one in row],
        mode="lines",
        line={"color": colors.actual if strong else colors.compare, "width": 3 if strong else 1.5},
        connectgaps=False,
        hoverinfo="skip",
    )


def _discs(
    figure: go.Figure,
    records: list[dict[Any, Any]],
    label: str,
    places: Sequence[str],
    *,
    strong: bool,
    colors: Palette,
) -> None:
    known = [
        (x, int(row[one]), literal(str(row[label])))
        for row in records
        for x, one in enumerate(places)
        if _known(row[one])
    ]
    figure.add_scatter(
        x=[x for x, _, _ in known],
        y=[place for _, place, _ in known],
        text=[f"<b>{place}</b>" if strong else str(place) for _, place, _ in known],
        customdata=[name for _, _, name in known],
        mode="markers+text",
        marker={
            "size": DISC,
            "color": colors.actual if strong else colors.background,
            "line": {"color": colors.actual if strong else colors.compare, "width": 1.5},
        },
        textfont={"size": 11, "color": colors.background if strong else colors.text_2},
        textposition="middle center",
        cliponaxis=False,
        hovertemplate="%{customdata}: %{y}<extra></extra>",
    )


def _slots(column: pd.Series) -> list[tuple[int, int]]:
    """A row of its own for each unit's name: (height, index), by place, then by order."""
    order = sorted(
        range(len(column)),
        key=lambda index: (
            float(column.iloc[index]) if _known(column.iloc[index]) else float("inf"),
            index,
        ),
    )
    return [(height, index) for height, index in enumerate(order, start=1)]


def _known(value: Any) -> bool:
    return not formats.is_missing(value)


def _band(x: int, rows: int, colors: Palette) -> dict[str, Any]:
    """The ground on which the official ranking stands."""
    return {
        "type": "rect",
        "xsizemode": "pixel",
        "xanchor": x,
        "x0": -DISC + 1,
        "x1": DISC - 1,
        "y0": -0.8,
        "y1": rows + 0.6,
        "fillcolor": colors.track,
        "line": {"width": 0},
        "layer": "below",
    }


def _heading(words: str, x: int, colors: Palette, *, strong: bool) -> dict[str, Any]:
    return {
        "text": f"<b>{words}</b>" if strong else words,
        "x": x,
        "y": 0.4,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 11, "color": colors.text if strong else colors.text_2},
    }


def _end(words: str, x: int, y: int, *, left: bool, size: int, colors: Palette) -> dict[str, Any]:
    return {
        "text": words,
        "x": x,
        "y": y,
        "xshift": -DISC / 2 - 3 if left else DISC / 2 + 3,
        "xanchor": "right" if left else "left",
        "align": "right" if left else "left",
        "showarrow": False,
        "font": {"size": size, "color": colors.text},
    }
