"""Places and how sure they are: a dot with its interval for each unit."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from lib.charts.lettering import on_lines, width
from lib.charts.theme import LABEL_SIZE, Palette, canvas, literal
from lib.i18n import formats

ROW = 28
"""Height of one unit's row in px."""
THIN = 0.12
"""How thick an interval is, as a part of the row."""
FIRST = 3
"""So many places are drawn filled and strong."""
SMALLEST = 11
NAME_ROOM, PLACE_ROOM = 116, 26
"""Room for a name and for a place before the dots, in px: the dots need some on a phone too."""
VALUE, CHANCE = 58, 108
"""Where the columns beside the dots end, in px from their right end."""


def interval_dots(
    frame: pd.DataFrame,
    *,
    label: str,
    place: str,
    value: str,
    low: str,
    high: str,
    words: str,
    chance: str,
    said: str,
    headings: tuple[str, str],
    mark: float | None,
    colors: Palette,
) -> go.Figure:
    """A dot and its interval for each row, in the order of the rows, with two columns of words.

    `words` and `chance` are the texts of those columns, `headings` their names, `said` what a dot
    says when pointed at. The first places have filled dots and bold words, the others hollow ones.
    `mark` is a value worth a dashed line; it is left out where it lies far from all intervals. A
    row without a value has no dot.
    """
    rows = len(frame)
    heights = list(range(rows))
    figure = canvas(colors, height=ROW * rows + 52)
    records = frame.to_dict("records")
    spans: list[tuple[float, float, int]] = []
    dots: list[tuple[float, int, bool, str]] = []
    texts = []
    for y, row in zip(heights, records, strict=True):
        name = str(row[label])
        lines, size = on_lines(name, LABEL_SIZE, NAME_ROOM, least=SMALLEST)
        first = not formats.is_missing(row[place]) and int(row[place]) <= FIRST
        strong = ("<b>", "</b>") if first else ("", "")
        standing = f"<b>{formats.number(row[place])}</b>  {'<br>'.join(map(literal, lines))}"
        texts.append(_beside(standing, 0, y, -8, size=size))
        texts.append(_beside(f"{strong[0]}{literal(str(row[words]))}{strong[1]}", 1, y, VALUE))
        texts.append(_beside(literal(str(row[chance])), 1, y, CHANCE, color=colors.text_2))
        if formats.is_missing(row[value]):
            continue
        dots.append((float(row[value]), y, first, f"{literal(name)}: {literal(str(row[said]))}"))
        if not formats.is_missing(row[low]) and not formats.is_missing(row[high]):
            spans.append((float(row[low]), float(row[high]), y))
    lowest, highest = _reach([end for one in spans for end in one[:2]], dots)
    figure.add_bar(
        x=[end - start for start, end, _ in spans],
        base=[start for start, _, _ in spans],
        y=[y for _, _, y in spans],
        orientation="h",
        width=THIN,
        marker_color=colors.compare,
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[one for one, _, _, _ in dots],
        y=[y for _, y, _, _ in dots],
        customdata=[said for _, _, _, said in dots],
        mode="markers",
        marker={
            "size": 11,
            "color": [colors.actual if first else colors.background for _, _, first, _ in dots],
            "line": {"color": colors.actual, "width": 2},
        },
        cliponaxis=False,
        hovertemplate="%{customdata}<extra></extra>",
    )
    for heading, shift in zip(headings, (VALUE, CHANCE), strict=True):
        broken = heading.replace("\n", "<br>")
        texts.append(_beside(broken, 1, -1.0, shift, color=colors.text_2, size=12))
    shapes = []
    if mark is not None and lowest <= mark <= highest:
        line = {"color": colors.plan, "width": 1, "dash": "dash"}
        shapes.append({"type": "line", "x0": mark, "x1": mark, "y0": -0.5, "y1": rows - 0.5})
        shapes[-1] |= {"line": line, "layer": "below"}
    longest = max((width(str(one), LABEL_SIZE) for one in frame[label]), default=0.0)
    figure.update_layout(
        annotations=texts,
        shapes=shapes,
        margin={"l": min(longest, NAME_ROOM) + PLACE_ROOM + 8, "r": CHANCE + 4},
    )
    figure.update_xaxes(range=[lowest, highest], showticklabels=False)
    figure.update_yaxes(range=[rows - 0.4, -1.5], showticklabels=False)
    return figure


def _reach(ends: list[float], dots: list[tuple[float, int, bool, str]]) -> tuple[float, float]:
    """From where to where values are drawn: from 0 unless all lie far from it."""
    values = ends + [value for value, _, _, _ in dots]
    lowest, highest = min(values, default=0.0), max(values, default=1.0)
    room = 0.04 * (highest - lowest) or max(abs(highest), 1.0) * 0.04
    return (0.0 if lowest < highest / 4 else lowest - room), highest + room


def _beside(
    words: str, end: float, y: float, shift: float, *, color: str | None = None, size: int = 0
) -> dict[str, Any]:
    """Words beside a row, right-aligned `shift` px from an end of the dots (0 left, 1 right)."""
    return {
        "text": words,
        "x": end,
        "y": y,
        "xshift": shift,
        "xref": "paper",
        "yref": "y",
        "xanchor": "right",
        "showarrow": False,
        "align": "right",
        "font": {"size": size or LABEL_SIZE, **({"color": color} if color else {})},
    }
