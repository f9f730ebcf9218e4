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

BAR_DOMAIN = (0.10, 0.74)
"""Where the bars lie between the movement column and the two figures at the right."""


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
    figure = canvas(colors, height=ROW * rows + 40)
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
        texts.append(_text(f"<b>{standing}</b>  {names[height]}", x=-0.01, y=height))
        share = formats.percent(row[attainment])
        texts.append(_text(f"<b>{share}</b>", x=0.87, y=height))
        each = row[per_head]
        head = formats.number(None if formats.is_missing(each) else each / 1_000_000, 2)
        if not formats.is_missing(each) and each == frame[per_head].max():
            head = f"<b>{head}</b>"
        texts.append(_text(head, x=1.0, y=height, color=colors.text_2))
    for words, x in zip(headings, (0.045, 0.87, 1.0), strict=True):
        anchor = "center" if x < 0.1 else "right"
        texts.append(_text(words, x=x, y=-0.95, anchor=anchor, color=colors.text_2))
    texts += _movements(figure, frame[place], frame[previous_place], colors)
    figure.update_layout(annotations=texts, shapes=_ticks(heights, pace, colors))
    longest = max((len(name) for name in names), default=0)
    figure.update_layout(barmode="overlay", margin={"l": 40 + 7.5 * longest})
    figure.update_layout(xaxis={"range": [0, 1.02], "domain": BAR_DOMAIN, "showticklabels": False})
    figure.update_yaxes(range=[rows - 0.4, -1.4], showticklabels=False)
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
    names = ["<br>".join(wrap(literal(str(name)), LINE)) for name in frame[label]]
    values = [0 if formats.is_missing(one) else float(one) for one in frame[value]]
    figure = canvas(colors, height=max(ROW * rows + 24, 80))
    figure.add_bar(
        x=values,
        y=names,
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
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    widest = max((len(str(one)) for one in frame[words]), default=0)
    figure.update_layout(margin={"r": 12 + 7 * widest})
    figure.update_xaxes(showticklabels=False, rangemode="tozero")
    figure.update_yaxes(autorange="reversed", ticklabelstandoff=8)
    return figure


def stacked_points(
    frame: pd.DataFrame,
    *,
    label: str,
    under: str,
    parts: tuple[str, ...],
    total: str,
    seats: int,
    colors: Palette,
) -> go.Figure:
    """Stacked bars of the parts of a score, best row first, a dashed line under the last seat.

    `under` is the smaller line below the name; parts are drawn strongest colour first.
    """
    rows = len(frame)
    figure = canvas(colors, height=46 * rows + 24)
    heights = list(range(rows))
    for part, fill in zip(parts, colors.sequence, strict=False):
        values = [0 if formats.is_missing(one) else float(one) for one in frame[part]]
        figure.add_bar(
            x=values,
            y=heights,
            orientation="h",
            width=0.62,
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
        name, line = literal(str(row[label])), literal(str(row[under]))
        longest = max(longest, len(name), len(line))
        weight = ("<b>", "</b>") if height < seats else ("", "")
        under_name = f"<span style='color:{colors.text_2}'>{line}</span>"
        texts.append(_text(f"{weight[0]}{name}{weight[1]}<br>{under_name}", x=-0.01, y=height))
        texts.append(_text(f"<b>{formats.number(row[total], 1)}</b>", x=1.0, y=height))
    if 0 < seats < rows:
        figure.add_shape(
            type="line",
            xref="paper",
            x0=0,
            x1=1,
            y0=seats - 0.5,
            y1=seats - 0.5,
            line={"color": colors.plan, "width": 1, "dash": "dash"},
        )
    figure.update_layout(annotations=texts)
    figure.update_layout(barmode="stack", margin={"l": min(24 + 7 * longest, 240)})
    figure.update_xaxes(showticklabels=False, domain=(0, 0.88), rangemode="tozero")
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
    figure: go.Figure, places: pd.Series, previous: pd.Series, colors: Palette
) -> list[dict[str, Any]]:
    """Draw a triangle and how many places; return a dash where nothing moved or is not known."""
    moved = {
        y: int(before) - int(now)
        for y, (now, before) in enumerate(zip(places, previous, strict=True))
        if not formats.is_missing(now) and not formats.is_missing(before) and now != before
    }
    if moved:
        ups = [by > 0 for by in moved.values()]
        figure.add_scatter(
            x=[0.4] * len(moved),
            y=list(moved),
            xaxis="x2",
            mode="markers+text",
            marker={
                "symbol": ["triangle-up" if up else "triangle-down" for up in ups],
                "size": 11,
                "color": [colors.text if up else colors.text_3 for up in ups],
            },
            text=[f"  {abs(by)}" for by in moved.values()],
            textposition="middle right",
            textfont={"color": [colors.text if up else colors.text_2 for up in ups]},
            hoverinfo="skip",
            cliponaxis=False,
        )
        figure.update_layout(
            xaxis2={"domain": (0.0, 0.09), "range": [0, 1], "visible": False, "anchor": "y"}
        )
    still = [y for y in range(len(places)) if y not in moved]
    return [_text("–", x=0.045, y=y, anchor="center", color=colors.text_3) for y in still]


def _text(
    words: str, *, x: float, y: float, anchor: str = "right", color: str | None = None
) -> dict[str, Any]:
    """Text at a place of the plot's width and a row.

    Set all texts of a figure at once: each `add_annotation` copies those before it.
    """
    return {
        "text": words,
        "x": x,
        "y": y,
        "xref": "paper",
        "yref": "y",
        "xanchor": anchor,
        "showarrow": False,
        "align": "left" if anchor == "left" else "right",
        "font": {"color": color} if color else None,
    }
