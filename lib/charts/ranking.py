"""Who is ahead: ordered bars, with or without a target."""

from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from lib.charts.theme import LABEL_SIZE, Palette, canvas, literal, readable_on
from lib.i18n import formats

ROW = 34
"""Height of one bar's row in px."""

LINE = 22
"""Letters before a label goes on below: the bars need room on a phone too."""

UNDER_LINE = 24
"""Letters of the smaller line below a name before it goes on."""
MARK_LINE = 14
"""Letters of a mark beside the points before it goes on below."""

MOVEMENT, SHARE, PER_HEAD = -34, 56, 102
"""Where the columns beside the bars stand, in px from the bars' left and right ends.

In px and not in parts of the width, so that they hold on a phone as on a wall.
"""


def attainment_bars(
    frame: pd.DataFrame,
    *,
    label: str,
    place: str,
    previous_place: str,
    attainment: str,
    per_head: str,
    pace: float | None,
    headings: tuple[str, str, str],
    colors: Palette,
) -> go.Figure:
    """Bars of the share of the target reached, best row first, with the pace as a tick across.

    The track ends at 100 %; a bar beyond it is capped, is gold, and keeps its true number.
    A row without a share has an empty track and a dash. `headings` name the movement
    column, the share and the figure per head.
    """
    rows = len(frame)
    figure = canvas(colors, height=ROW * rows + 56)
    heights = list(range(rows))
    shares = [0.0 if formats.is_missing(value) else float(value) for value in frame[attainment]]
    fills = [_fill(value, pace, colors) for value in shares]
    names = [literal(str(name)) for name in frame[label]]
    figure.add_bar(
        x=[1.0] * rows,
        y=heights,
        orientation="h",
        width=0.56,
        marker_color=colors.track,
        hoverinfo="skip",
    )
    figure.add_bar(
        x=[min(value, 1.0) for value in shares],
        y=heights,
        orientation="h",
        width=0.56,
        marker_color=fills,
        customdata=names,
        hovertemplate="%{customdata}<extra></extra>",
    )
    texts = []
    for height, row in zip(heights, frame.to_dict("records"), strict=True):
        standing = formats.number(row[place])
        texts.append(_text(f"<b>{standing}</b>  {names[height]}", 0, height, MOVEMENT - 6))
        texts.append(_text(f"<b>{formats.percent(row[attainment])}</b>", 1, height, SHARE))
        each = row[per_head]
        head = formats.number(None if formats.is_missing(each) else each / 1_000_000, 2)
        if not formats.is_missing(each) and each == frame[per_head].max():
            head = f"<b>{head}</b>"
        texts.append(_text(head, 1, height, PER_HEAD, color=colors.text_2))
    columns = zip(headings, (0, 1, 1), (0, SHARE, PER_HEAD), strict=True)
    for words, end, shift in columns:
        lines = words.replace("\n", "<br>")
        texts.append(_text(lines, end, -1.05, shift, color=colors.text_2))
    marks, counts = _movements(frame[place], frame[previous_place], colors)
    longest = max((len(name) for name in names), default=0)
    figure.update_layout(
        annotations=texts + counts,
        shapes=_ticks(heights, pace, colors) + marks,
        barmode="overlay",
        margin={"l": 30 + 7 * longest - MOVEMENT, "r": PER_HEAD + 4},
        xaxis={"range": [0, 1.0], "showticklabels": False},
    )
    figure.update_yaxes(range=[rows - 0.4, -1.7], showticklabels=False)
    return figure


def ordered_bar(
    frame: pd.DataFrame,
    *,
    label: str,
    value: str,
    words: str,
    colors: Palette,
    seats: int | None = None,
) -> go.Figure:
    """Horizontal bars from 0 in the order of the rows; `words` is the text beside each bar.

    With `seats`, rows beyond them step back into the compare colour.
    """
    rows = len(frame)
    names = ["<br>".join(map(literal, wrap(str(name), LINE))) for name in frame[label]]
    heights = list(range(rows))
    values = [0 if formats.is_missing(one) else float(one) for one in frame[value]]
    figure = canvas(colors, height=max(ROW * rows + 24, 80))
    figure.add_bar(
        x=values,
        y=heights,
        customdata=names,
        orientation="h",
        width=0.6,
        marker_color=[
            colors.actual if seats is None or index < seats else colors.compare
            for index in range(rows)
        ],
        text=[literal(str(one)) for one in frame[words]],
        textposition="outside",
        textfont={"color": colors.text, "size": LABEL_SIZE},
        cliponaxis=False,
        hovertemplate="%{customdata}: %{text}<extra></extra>",
    )
    widest = max((len(str(one)) for one in frame[words]), default=0)
    figure.update_layout(margin={"r": 12 + 7 * widest})
    figure.update_xaxes(showticklabels=False, rangemode="tozero")
    # rows by number: two people of one name are two bars
    figure.update_yaxes(
        range=[rows - 0.5, -0.5], tickvals=heights, ticktext=names, ticklabelstandoff=8
    )
    return figure


def stacked_points(
    frame: pd.DataFrame,
    *,
    label: str,
    under: str,
    parts: tuple[str, ...],
    total: str,
    mark: str,
    won: list[bool],
    colors: Palette,
) -> go.Figure:
    """Stacked bars of the parts of a score, best row first, a dashed line under the last who won.

    `under` is the smaller line below the name, `mark` what becomes of the row in a few words:
    in gold for those who `won`. Parts are drawn strongest colour first.
    """
    rows = len(frame)
    figure = canvas(colors, height=66 * rows + 24)
    heights = list(range(rows))
    for part, fill in zip(parts, colors.sequence, strict=False):
        values = [0 if formats.is_missing(one) else float(one) for one in frame[part]]
        figure.add_bar(
            x=values,
            y=heights,
            orientation="h",
            width=0.56,
            marker={"color": fill, "line": {"color": colors.background, "width": 1}},
            text=[formats.number(one, 1) for one in values],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": readable_on(fill), "size": LABEL_SIZE},
            hoverinfo="skip",
        )
    longest, texts = 0, []
    for height, row in zip(heights, frame.to_dict("records"), strict=True):
        lines = wrap(literal(str(row[label])), LINE)
        below = wrap(literal(str(row[under])), UNDER_LINE)
        name, line = "<br>".join(lines), "<br>".join(below)
        longest = max(longest, *map(len, [*lines, *below]))
        weight = ("<b>", "</b>") if won[height] else ("", "")
        under_name = f"<span style='color:{colors.text_2}'>{line}</span>"
        texts.append(_text(f"{weight[0]}{name}{weight[1]}<br>{under_name}", 0, height, -8))
        said = "<br>".join(wrap(literal(str(row[mark])), MARK_LINE)[:3])
        gold = colors.victory_text if won[height] else colors.text_2
        points = f"<b>{formats.number(row[total], 1)}</b>"
        marked = f"<span style='color:{gold};font-size:{LABEL_SIZE}px'>{said}</span>"
        texts.append(_text(f"{points}<br>{marked}", 1, height, 8, anchor="left"))
    last = max((height for height in heights if won[height]), default=-1)
    if 0 <= last < rows - 1:
        figure.add_shape(
            type="line",
            xref="paper",
            x0=0,
            x1=1,
            y0=last + 0.5,
            y1=last + 0.5,
            line={"color": colors.plan, "width": 1, "dash": "dash"},
        )
    figure.update_layout(annotations=texts)
    figure.update_layout(barmode="stack", margin={"l": min(16 + 7 * longest, 180), "r": 112})
    figure.update_xaxes(showticklabels=False, rangemode="tozero")
    figure.update_yaxes(range=[rows - 0.5, -0.5], showticklabels=False)
    return figure


def _fill(share: float, pace: float | None, colors: Palette) -> str:
    """Gold for reached, vermilion behind the pace, blue otherwise."""
    if share >= 1:
        return colors.victory
    return colors.behind if pace is not None and share < pace - 0.03 else colors.actual


def _ticks(heights: list[int], pace: float | None, colors: Palette) -> list[dict[str, Any]]:
    """The pace as a line across each bar."""
    if pace is None:
        return []
    line = {"color": colors.text, "width": 2}
    return [
        {"type": "line", "x0": pace, "x1": pace, "y0": y - 0.38, "y1": y + 0.38, "line": line}
        for y in heights
    ]


def _movements(
    places: pd.Series, previous: pd.Series, colors: Palette
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Drawn triangles and how many places; a dash where nothing moved or is not known."""
    marks, counts = [], []
    for y, (now, before) in enumerate(zip(places, previous, strict=True)):
        known = not formats.is_missing(now) and not formats.is_missing(before)
        moved = int(before) - int(now) if known else 0
        if not moved:
            counts.append(_text("–", 0, y, MOVEMENT + 12, color=colors.text_3))
            continue
        # a triangle of 11 px, on its base or on its tip
        base, tip = (-4, 5) if moved > 0 else (4, -5)
        marks.append(
            {
                "type": "path",
                "path": f"M{MOVEMENT},{base} L{MOVEMENT + 11},{base} L{MOVEMENT + 5.5},{tip} Z",
                "xref": "paper",
                "xsizemode": "pixel",
                "ysizemode": "pixel",
                "xanchor": 0,
                "yanchor": y,
                "fillcolor": colors.text if moved > 0 else colors.text_3,
                "line": {"width": 0},
            }
        )
        color = colors.text if moved > 0 else colors.text_2
        counts.append(_text(str(abs(moved)), 0, y, MOVEMENT + 14, anchor="left", color=color))
    return marks, counts


def _text(
    words: str,
    end: float,
    y: float,
    shift: float = 0,
    *,
    anchor: str = "right",
    color: str | None = None,
) -> dict[str, Any]:
    """Text beside a row: `shift` px from an end of the bars (0 left, 1 right).

    Set all texts of a figure at once: each `add_annotation` copies those before it.
    """
    return {
        "text": words,
        "x": end,
        "y": y,
        "xshift": shift,
        "xref": "paper",
        "yref": "y",
        "xanchor": anchor,
        "showarrow": False,
        "align": "left" if anchor == "left" else "right",
        "font": {"color": color} if color else None,
    }
