"""The linked charts of the analyst's desk: units, hours, role by service; a pick stands out.

Each mark carries its code as customdata, which is how a click is read (`hoverinfo` none, not
skip: what is skipped cannot be clicked). The rest of a picked
chart steps back into the compare colour and keeps its value in words.
"""

from collections.abc import Mapping, Sequence
from textwrap import wrap

import pandas as pd

from lib.charts.lettering import width
from lib.charts.spec import Spec
from lib.charts.theme import AMOUNTS, LABEL_SIZE, Palette, canvas, literal, readable_on
from lib.i18n import formats

MILLION = 1_000_000
MANY_COLUMNS = 4
"""From so many on their headings stand a word a line."""
MOST_TICKS = 8
"""More hours than this are labelled every other one."""
ROW, LINE, HEIGHT, HEADING_SIZE = 21, 22, 320, 11
AMOUNT = "10.000"
"""The longest of the amounts beside an axis, in triệu đồng."""
CELLS: Mapping[str, object] = {
    "texttemplate": "%{text}",
    "showscale": False,
    "hoverinfo": "skip",
    "xgap": 3,
    "ygap": 3,
}
"""What all layers of the matrix have in common."""


def unit_bars(
    frame: pd.DataFrame, *, code: str, label: str, value: str, picked: str | None, colors: Palette
) -> Spec:
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
        constraintext="none",
        hoverinfo="none",
    )
    figure.update_layout(margin={"l": _room(names), "r": 52})
    figure.update_xaxes(showticklabels=False, rangemode="tozero", automargin=False)
    figure.update_yaxes(
        automargin=False,
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
) -> Spec:
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
    )
    known = [index for index, one in enumerate(frame[average]) if not formats.is_missing(one)]
    figure.add_scatter(
        x=[labels[index] for index in known],
        y=[float(frame[average].iloc[index]) / MILLION for index in known],
        mode="markers",
        marker={"symbol": "line-ew", "size": 15, "line": {"width": 3, "color": colors.text}},
        hovertemplate=f"%{{x}} {words['average']}: %{{y:,.1f}}<extra></extra>",
    )
    shown = labels if len(labels) <= MOST_TICKS else labels[::2]
    lines = max((label.count("<br>") + 1 for label in shown), default=1)
    figure.update_layout(margin={"t": 24, "l": _room([AMOUNT]), "b": 12 + 17 * lines})
    figure.update_xaxes(
        type="category", tickangle=0, tickvals=shown, ticktext=shown, automargin=False
    )
    figure.update_yaxes(
        automargin=False,
        rangemode="tozero", showgrid=True, gridcolor=colors.grid, nticks=5, tickformat=AMOUNTS,
        ticklabelstandoff=6,
    )  # fmt: skip
    return figure


def matrix(
    amounts: Mapping[tuple[str, str], int],
    *,
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    picked: tuple[str | None, str | None],
    total: str,
    colors: Palette,
) -> Spec:
    """Role by service in triệu đồng with totals: one hue, the amount in every cell.

    `amounts` are VND by (row, column); `rows` and `columns` are (code, words) in order.
    """
    figure = canvas(colors, height=max(36 * (len(rows) + 1) + 76, HEIGHT))
    words = {place: _strong(_millions(vnd), picked == place) for place, vnd in amounts.items()}
    fills = {place: _shade(vnd, max(amounts.values()), colors) for place, vnd in amounts.items()}
    codes = [code for code, _ in rows], [code for code, _ in columns]
    nothing = _millions(0)
    grid = [[(row, column) for column in codes[1]] for row in codes[0]]
    steps = [colors.track, *reversed(colors.sequence)]
    shades = [[fills.get(place, colors.track) for place in line] for line in grid]
    # one layer for each colour of words: Plotly's own choice would not contrast enough
    for tone in dict.fromkeys(readable_on(step) for step in steps):
        figure.add_heatmap(
            z=[[steps.index(one) if readable_on(one) == tone else None for one in line]
               for line in shades],
            text=[
                [words.get(place, nothing) if readable_on(one) == tone else ""
                 for place, one in zip(line, fill, strict=True)]
                for line, fill in zip(grid, shades, strict=True)
            ],
            colorscale=[
                (end / len(steps), step) for number, step in enumerate(steps)
                for end in (number, number + 1)
            ],
            zmin=-0.5, zmax=len(steps) - 0.5, textfont={"color": tone, "size": LABEL_SIZE},
            **CELLS,
        )  # fmt: skip
    _totals(figure, amounts, codes, colors)
    places = [(x, y) for y in range(len(rows)) for x in range(len(columns))]
    figure.add_scatter(
        x=[x for x, _ in places],
        y=[y for _, y in places],
        customdata=[f"{rows[y][0]}|{columns[x][0]}" for x, y in places],
        mode="markers",
        marker={"symbol": "square", "size": 34, "opacity": 0.01, "color": colors.text},
        hoverinfo="none",
    )
    if picked[0] in codes[0] and picked[1] in codes[1]:
        x, y = codes[1].index(str(picked[1])), codes[0].index(str(picked[0]))
        figure.add_shape(
            type="rect", x0=x - 0.48, x1=x + 0.48, y0=y - 0.46, y1=y + 0.46,
            line={"width": 3, "color": colors.text},
        )  # fmt: skip
    line = 9 if len(columns) < MANY_COLUMNS else 6
    across = ["<br>".join(wrap(literal(name), line, break_long_words=False)) for _, name in columns]
    down = ["<br>".join(wrap(literal(name), 14)) for _, name in rows]
    figure.update_layout(
        margin={
            "l": _room([part for name in down for part in name.split("<br>")]),
            "t": 12 + 17 * max((name.count("<br>") + 1 for name in across), default=1),
        },
    )
    figure.update_xaxes(
        side="top", range=[-0.5, len(columns) + 0.5], automargin=False,
        tickvals=list(range(len(columns) + 1)), ticktext=[*across, literal(total)], tickangle=0,
        tickfont={"size": HEADING_SIZE},
    )  # fmt: skip
    figure.update_yaxes(
        range=[len(rows) + 0.5, -0.5], automargin=False, ticklabelstandoff=6,
        tickvals=list(range(len(rows) + 1)), ticktext=[*down, literal(total)],
    )  # fmt: skip
    return figure


def _totals(
    figure: Spec,
    amounts: Mapping[tuple[str, str], int],
    codes: tuple[Sequence[str], Sequence[str]],
    colors: Palette,
) -> None:
    """The sums at the right and below, of what is shown in the cells."""
    rows, columns = codes
    text: list[list[str]] = [["" for _ in range(len(columns) + 1)] for _ in range(len(rows) + 1)]
    for (row, column), vnd in _sums(amounts).items():
        y = len(rows) if row is None else rows.index(row)
        x = len(columns) if column is None else columns.index(column)
        text[y][x] = f"<b>{_millions(vnd)}</b>"
    figure.add_heatmap(
        z=[[0 if words else None for words in line] for line in text],
        text=text,
        colorscale=[(0, "rgba(0,0,0,0)"), (1, "rgba(0,0,0,0)")],
        textfont={"color": colors.text, "size": LABEL_SIZE},
        **CELLS,
    )


def _sums(
    amounts: Mapping[tuple[str, str], int],
) -> dict[tuple[str | None, str | None], int]:
    """What cells add up to by row, by column, and in all (None)."""
    found: dict[tuple[str | None, str | None], int] = {(None, None): 0}
    for (row, column), vnd in amounts.items():
        for place in ((row, None), (None, column), (None, None)):
            found[place] = found.get(place, 0) + vnd
    return found


def _room(words: Sequence[str]) -> float:
    """The margin that words beside an axis need: Plotly's own measuring draws a chart twice."""
    return 16 + max((width(one, LABEL_SIZE) for one in words), default=0)


def _millions(vnd: int) -> str:
    return formats.millions(vnd, unit=False)


def _colors(codes: Sequence[str], picked: str | None, colors: Palette) -> list[str]:
    return [colors.actual if picked in (None, code) else colors.compare for code in codes]


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
