"""Dịch vụ on the wall: which services pull the total ahead, and which hold it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.charts.lettering import fitted, width
from lib.charts.theme import Palette
from lib.charts.wall import LEFT, RIGHT, Figure, Heading, Sheet

ROWS = 8
FIRST_Y, PITCH = 262, 96
NAME_ROOM = 640
BAR_LEFT, BAR_RIGHT, BAR_HALF = 760, 1240, 26
SHARE_X, GAP_X = 1440, RIGHT
FOOTER = 1001


@dataclass(frozen=True)
class Row:
    """One service: share of its target, and its gap to the pace in VND."""

    name: str
    share: float | None
    share_words: str
    gap_words: str
    kind: str
    """ahead, behind, on_pace, reached or none."""


@dataclass(frozen=True)
class Facts:
    """Everything the scene says; `pulling` and `lagging` are rows, each its own group."""

    heading: Heading
    columns: dict[str, str]
    """service, share, gap, pace."""
    pulling: Sequence[Row]
    lagging: Sequence[Row]
    pace: float | None
    left_foot: str
    right_foot: str


def services_scene(facts: Facts, colors: Palette, *, is_stale: bool = False) -> Figure:
    """The scene; `is_stale` greys the figures and hides pace and gaps."""
    sheet = Sheet(colors)
    sheet.header(facts.heading)
    muted = colors.text_2
    pace = None if is_stale else facts.pace
    sheet.text(LEFT, 186, facts.columns["service"], 34, color=muted)
    sheet.text(SHARE_X, 186, facts.columns["share"], 34, color=muted, anchor="right")
    if not is_stale:
        sheet.text(RIGHT, 186, facts.columns["gap"], 34, color=muted, anchor="right")
    if pace is not None:
        half = width(facts.columns["pace"], 34) / 2
        x = min(max(_bar_x(pace), BAR_LEFT + half), BAR_RIGHT - half - 10)
        sheet.text(x, 186, facts.columns["pace"], 34, color=muted, anchor="center")
    rows = [*facts.pulling, *facts.lagging][:ROWS]
    for number, row in enumerate(rows):
        y = FIRST_Y + PITCH * number
        _row(sheet, row, y, pace, is_stale=is_stale)
        if number < len(rows) - 1:
            between = number == len(facts.pulling) - 1
            color, thick = (colors.border, 4) if between else (colors.grid, 2)
            sheet.rule(LEFT, y + PITCH / 2, RIGHT, y + PITCH / 2, color=color, width=thick)
    sheet.rule(LEFT, FOOTER, RIGHT, FOOTER)
    sheet.text(LEFT, 1040, facts.left_foot, 34, color=muted, name="foot.left", room=880)
    sheet.text(RIGHT, 1040, facts.right_foot, 34, color=muted, anchor="right", name="foot.right")
    return sheet.figure()


def _row(sheet: Sheet, row: Row, y: float, pace: float | None, *, is_stale: bool) -> None:
    colors = sheet.colors
    strong = colors.text_2 if is_stale else colors.text
    name, size = fitted(row.name, 54, NAME_ROOM, least=38)
    sheet.text(LEFT, y, name, size, weight=600, color=strong)
    sheet.box(BAR_LEFT, y - BAR_HALF, BAR_RIGHT, y + BAR_HALF, colors.track)
    if row.share is not None:
        ahead = colors.victory if row.kind == "reached" else colors.actual
        fill = colors.compare if row.kind == "behind" else ahead
        sheet.box(
            BAR_LEFT, y - BAR_HALF, _bar_x(row.share), y + BAR_HALF,
            colors.stale if is_stale else fill,
        )  # fmt: skip
    if pace is not None:
        x = _bar_x(pace)
        sheet.rule(x, y - 37, x, y + 37, color=colors.text, width=6)
    value, size = fitted(row.share_words, 60, SHARE_X - BAR_RIGHT - 20, least=38)
    sheet.text(SHARE_X, y, value, size, weight=700, anchor="right", color=strong)
    if is_stale:
        return
    behind = row.kind == "behind"
    color = colors.behind if behind else colors.text
    gap, size = fitted(row.gap_words, 54, RIGHT - SHARE_X - 110, least=38)
    sheet.text(RIGHT, y, gap, size, weight=600, anchor="right", color=color)
    if row.kind in ("ahead", "behind", "reached"):
        x = RIGHT - width(gap, size) - 62
        mark = colors.behind if behind else colors.actual
        sheet.triangle(x, y, 34, mark, up=not behind)


def _bar_x(share: float) -> float:
    return BAR_LEFT + (BAR_RIGHT - BAR_LEFT) * min(max(share, 0.0), 1.0)
