"""Xếp hạng on the wall: who leads, by share of the target reached (02a)."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.charts.lettering import fitted, width
from lib.charts.theme import Palette
from lib.charts.wall import LEFT, RIGHT, Figure, Heading, Sheet

ROWS = 7
FIRST_Y, PITCH = 290, 108
BAR_LEFT, BAR_RIGHT, BAR_HALF = 782, 1400, 30
NAME_X, SHARE_X = 325, 1618
FOOTER = 1001


@dataclass(frozen=True)
class Row:
    """One unit: place, places won (+) or lost (-) in the last hour, name and figures.

    `share` is the ratio of its target; missing without figures. `moved` is None when unknown.
    """

    place: str
    moved: int | None
    name: str
    share: float | None
    share_words: str
    per_head: str
    is_best_per_head: bool = False
    is_reached: bool = False
    is_clinched: bool = False


@dataclass(frozen=True)
class Facts:
    """Everything the scene says; `pace` is the ratio of the plan due by now."""

    heading: Heading
    columns: dict[str, str]
    """place, moved, share, per_head, pace."""
    rows: Sequence[Row]
    pace: float | None
    left_foot: tuple[str, str]
    """What is said about those not shown: plain words, then strong ones."""
    right_foot: str
    clinched: str = ""
    """What the mark of a place that cannot be lost means; empty without one."""


def ranking_scene(facts: Facts, colors: Palette, *, is_stale: bool = False) -> Figure:
    """The scene; `is_stale` greys the figures and hides the pace."""
    sheet = Sheet(colors)
    sheet.header(facts.heading)
    muted = colors.text_2
    sheet.text(LEFT, 194, facts.columns["place"], 34, color=muted)
    sheet.text(196, 194, facts.columns["moved"], 34, color=muted)
    sheet.text(SHARE_X, 194, facts.columns["share"], 34, color=muted, anchor="right")
    sheet.text(RIGHT, 194, facts.columns["per_head"], 34, color=muted, anchor="right")
    pace = None if is_stale else facts.pace
    if pace is not None:
        x = min(max(_bar_x(pace), BAR_LEFT + 120), BAR_RIGHT - 8)
        half = width(facts.columns["pace"], 34) / 2
        sheet.text(min(x, BAR_RIGHT - half), 194, facts.columns["pace"], 34, color=muted,
                   anchor="center")  # fmt: skip
    for number, row in enumerate(facts.rows[:ROWS]):
        y = FIRST_Y + PITCH * number
        _row(sheet, row, y, pace, is_stale=is_stale)
        if number < ROWS - 1:
            sheet.rule(LEFT, y + PITCH / 2, RIGHT, y + PITCH / 2, color=colors.grid)
    _footer(sheet, facts)
    return sheet.figure()


def _row(sheet: Sheet, row: Row, y: float, pace: float | None, *, is_stale: bool) -> None:
    colors = sheet.colors
    strong = colors.text_2 if is_stale else colors.text
    sheet.text(109, y, row.place, 72, weight=700, anchor="center", color=strong)
    _moved(sheet, row.moved, y)
    name, size = fitted(row.name, 72, BAR_LEFT - NAME_X - 30, least=34)
    sheet.text(NAME_X, y, name, size, weight=600, color=strong)
    sheet.box(BAR_LEFT, y - BAR_HALF, BAR_RIGHT, y + BAR_HALF, colors.track)
    if row.share is not None:
        fill = colors.stale if is_stale else _fill(colors, row, pace)
        end = _bar_x(row.share)
        sheet.box(BAR_LEFT, y - BAR_HALF, end, y + BAR_HALF, fill)
        if row.share > 1:
            # the bar ends at the target; the mark says that it goes on
            sheet.triangle(BAR_RIGHT + 8, y, 26, fill, up=True)
    if pace is not None:
        x = _bar_x(pace)
        sheet.rule(x, y - 42, x, y + 42, color=colors.text, width=6)
    if row.is_clinched and not is_stale:
        sheet.dot(173, y, 9, fill=colors.text)
    value, size = fitted(row.share_words, 72, SHARE_X - BAR_RIGHT - 44, least=48)
    sheet.text(SHARE_X, y, value, size, weight=700, anchor="right", color=strong)
    sheet.text(
        RIGHT,
        y + 4,
        row.per_head,
        60,
        weight=700 if row.is_best_per_head else 400,
        anchor="right",
        color=strong if row.is_best_per_head else colors.text_2,
        room=RIGHT - SHARE_X - 24,
    )


def _moved(sheet: Sheet, moved: int | None, y: float) -> None:
    colors = sheet.colors
    if moved is None:
        return
    if moved == 0:
        sheet.dash(202, y + 1, 34, colors.text_3)
        return
    color = colors.text if moved > 0 else colors.text_3
    sheet.triangle(200, y, 36, color, up=moved > 0)
    weight = 700 if moved > 0 else 600
    shown = colors.text if moved > 0 else colors.text_2
    sheet.text(250, y, str(abs(moved)), 48, weight=weight, color=shown)


def _fill(colors: Palette, row: Row, pace: float | None) -> str:
    if row.is_reached:
        return colors.victory
    behind = pace is not None and row.share is not None and row.share < pace
    return colors.compare if behind else colors.actual


def _footer(sheet: Sheet, facts: Facts) -> None:
    muted = sheet.colors.text_2
    sheet.rule(LEFT, FOOTER, RIGHT, FOOTER)
    plain, strong = facts.left_foot
    sheet.text(LEFT, 1040, plain, 34, color=muted, name="foot.left")
    x = LEFT + width(plain, 34) * 0.95 + 12
    sheet.text(x, 1040, strong, 34, weight=700, name="foot.left", room=620)
    if facts.clinched:
        x += width(strong, 34) + 40
        sheet.dot(x + 11, 1040, 9, fill=sheet.colors.text, name="foot.clinched")
        sheet.text(x + 36, 1040, facts.clinched, 34, color=muted, name="foot.clinched", room=480)
    sheet.text(RIGHT, 1040, facts.right_foot, 34, color=muted, anchor="right", name="foot.right")


def _bar_x(share: float) -> float:
    return BAR_LEFT + (BAR_RIGHT - BAR_LEFT) * min(max(share, 0.0), 1.0)
