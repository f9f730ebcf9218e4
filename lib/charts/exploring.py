"""The linked charts of the analyst's desk: units, hours, role by service; a pick stands out.

Each mark carries its code as customdata, which is how a click is read (`hoverinfo` none, not
skip: what is skipped cannot be clicked). The rest of a picked
chart steps back into the compare colour and keeps its value in words.
"""

from collections.abc import Mapping, Sequence
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from lib.charts.theme import LABEL_SIZE, Palette, canvas, literal, readable_on
from lib.i18n import formats

MILLION = 1_000_000
MOST_TICKS = 8
"""More hours than this are labelled every other one."""
ROW, LINE, HEIGHT = 21, 22, 320


def unit_bars(
    frame: pd.DataFrame, *, code: str, label: str, value: str, picked: str | None, colors: Palette
) -> go.Figure:
    """Horizontal bars of revenue in triệu đồng, in the order of the rows."""
    rows = len(frame)
    codes = [str(one) for one in frame[code]]
    names = [literal(wrap(str(name), LINE)[0]) for name in frame[label]]
    amounts = [float(one) / MILLION for one in frame[value]]
    figure = canvas(colors, height=max(ROW * rows + 24, HEIGHT))
    figure.add_bar(
        x=amounts,
        y=list(range(rows)),
        customdata=codes,
        orientation="h",
        width=0.68,
        marker_color=_colors(codes, picked, colors),
        text=[
            _strong(formats.number(one, 1), c == picked)
            for one, c in zip(amounts, codes, strict=True)
        ],
        textposition="outside",
        textfont={"color": colors.text, "size": LABEL_SIZE},
        cliponaxis=False,
        hoverinfo="none",
        **_kept(),
    )
    figure.update_layout(margin={"r": 52}, clickmode="event+select")
    figure.update_xaxes(showticklabels=False, rangemode="tozero")
    figure.update_yaxes(
        range=[rows - 0.5, -0.5],
        tickvals=list(range(rows)),
        ticktext=[_strong(name, c == picked) for name, c in zip(names, codes, strict=True)],
        ticklabelstandoff=8,
    )
    return figure


def hour_columns(
    frame: pd.DataFrame,
    *,
    hour: str,
    value: str,
    average: str,
    picked: int | None,
    unfinished: int | None,
    words: Mapping[str, str],
    colors: Palette,
) -> go.Figure:
    """Columns of revenue by hour in triệu đồng; the average of the peers as a tick across.

    `unfinished` is the hour that is not over, marked with `*`; a row without an hour stands
    last, in words.
    """
    figure = canvas(colors, height=HEIGHT)
    hours = [None if formats.is_missing(one) else int(one) for one in frame[hour]]
    labels = [
        "<br>".join(wrap(formats.hour(one), 7))
        + ("*" if one is not None and one == unfinished else "")
        for one in hours
    ]
    codes = ["" if one is None else str(one) for one in hours]
    amounts = [float(one) / MILLION for one in frame[value]]
    figure.add_bar(
        x=labels,
        y=amounts,
        customdata=codes,
        width=0.7,
        marker_color=_colors(codes, None if picked is None else str(picked), colors),
        hovertemplate=f"%{{x}}: %{{y:,.1f}} {words['unit']}<extra></extra>",
        **_kept(),
    )
    known = [index for index, one in enumerate(frame[average]) if not formats.is_missing(one)]
    figure.add_scatter(
        x=[labels[index] for index in known],
        y=[float(frame[average].iloc[index]) / MILLION for index in known],
        mode="markers",
        marker={"symbol": "line-ew", "size": 15, "line": {"width": 3, "color": colors.text}},
        hovertemplate=f"%{{x}} {words['average']}: %{{y:,.1f}}<extra></extra>",
    )
    figure.update_layout(margin={"t": 24}, clickmode="event+select")
    shown = labels if len(labels) <= MOST_TICKS else labels[::2]
    figure.update_xaxes(type="category", tickangle=0, tickvals=shown, ticktext=shown)
    figure.update_yaxes(
        rangemode="tozero", showgrid=True, gridcolor=colors.grid, nticks=5, tickformat=",.0f",
        ticklabelstandoff=6,
    )  # fmt: skip
    return figure


def matrix(
    cells: pd.DataFrame,
    *,
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    picked: tuple[str | None, str | None],
    total: str,
    colors: Palette,
) -> go.Figure:
    """Role by service in triệu đồng with totals: one hue, the amount in every cell.

    `cells` holds row, column and revenue_vnd; `rows` and `columns` are (code, words) in order.
    """
    amounts = {
        (str(one["row"]), str(one["column"])): int(one["revenue_vnd"])
        for one in cells.to_dict("records")
    }
    most = max(amounts.values(), default=0)
    figure = canvas(colors, height=max(36 * (len(rows) + 1) + 76, HEIGHT))
    for y, (row_code, _) in enumerate(rows):
        for x, (column_code, _) in enumerate(columns):
            vnd = amounts.get((row_code, column_code), 0)
            fill = _shade(vnd, most, colors)
            chosen = picked == (row_code, column_code)
            figure.add_shape(
                type="rect", x0=x - 0.48, x1=x + 0.48, y0=y - 0.46, y1=y + 0.46, layer="below",
                fillcolor=fill,
                line={"width": 3 if chosen else 0, "color": colors.text},
            )  # fmt: skip
            figure.add_annotation(
                x=x, y=y, text=_strong(_millions(vnd), chosen), showarrow=False,
                font={"color": readable_on(fill), "size": LABEL_SIZE},
            )  # fmt: skip
    places = [(x, y) for y in range(len(rows)) for x in range(len(columns))]
    figure.add_scatter(
        x=[x for x, _ in places],
        y=[y for _, y in places],
        customdata=[f"{rows[y][0]}|{columns[x][0]}" for x, y in places],
        mode="markers",
        marker={"symbol": "square", "size": 34, "opacity": 0.01, "color": colors.text},
        hoverinfo="none",
        selected={"marker": {"opacity": 0.01}},
        unselected={"marker": {"opacity": 0.01}},
    )
    _totals(figure, amounts, rows, columns, total)
    figure.update_layout(clickmode="event+select")
    figure.update_xaxes(
        side="top", range=[-0.5, len(columns) + 0.5],
        tickvals=list(range(len(columns) + 1)),
        ticktext=["<br>".join(wrap(literal(name), 9)) for _, name in columns] + [literal(total)],
        tickangle=0,
    )  # fmt: skip
    figure.update_yaxes(
        range=[len(rows) + 0.5, -0.5],
        tickvals=list(range(len(rows) + 1)),
        ticktext=["<br>".join(wrap(literal(name), 14)) for _, name in rows] + [literal(total)],
        ticklabelstandoff=6,
    )
    return figure


def _totals(
    figure: go.Figure,
    amounts: Mapping[tuple[str, str], int],
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    total: str,
) -> None:
    """The sums at the right and below, of what is shown in the cells."""
    for y, (row_code, _) in enumerate(rows):
        whole = sum(amounts.get((row_code, code), 0) for code, _ in columns)
        figure.add_annotation(
            x=len(columns), y=y, text=f"<b>{_millions(whole)}</b>", showarrow=False
        )
    for x, (column_code, _) in enumerate(columns):
        whole = sum(amounts.get((code, column_code), 0) for code, _ in rows)
        figure.add_annotation(x=x, y=len(rows), text=f"<b>{_millions(whole)}</b>", showarrow=False)
    everything = sum(amounts.values())
    figure.add_annotation(
        x=len(columns), y=len(rows), text=f"<b>{_millions(everything)}</b>", showarrow=False
    )


def _millions(vnd: int) -> str:
    return formats.millions(vnd, unit=False)


def _colors(codes: Sequence[str], picked: str | None, colors: Palette) -> list[str]:
    return [colors.actual if picked in (None, code) else colors.compare for code in codes]


def _kept() -> dict[str, dict[str, dict[str, float]]]:
    """The browser's own highlighting would fade what we colour ourselves."""
    return {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}


def _strong(words: str, is_strong: bool) -> str:
    return f"<b>{words}</b>" if is_strong else words


def _shade(vnd: int, most: int, colors: Palette) -> str:
    """A step of the one hue: the strongest for the largest cells."""
    if most <= 0 or vnd <= 0:
        return colors.track
    part = vnd / most
    for shade, least in zip(colors.sequence, (0.75, 0.45, 0.2, 0.0), strict=True):
        if part > least:
            return shade
    return colors.sequence[-1]
