"""The closing picture, for the photograph: all who were honoured, and what was reached (05c)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lib.charts.lettering import width
from lib.charts.stage import GAP, Border, Person, mark, stacked
from lib.charts.stage_lettering import LEAST, alike, alike_or_cut, tall
from lib.charts.theme import Palette
from lib.charts.wall import LEFT, RIGHT, Figure, Sheet

NAMES_X = 520
TOP, LIFTED_TOP = 235, 206
MOST_A_LINE = 3
TALL_ROW = 115


@dataclass(frozen=True)
class Row:
    """A title, in the parts it is broken between, and who was given it."""

    title: Sequence[str]
    winners: Sequence[Person]


@dataclass(frozen=True)
class Summary:
    """How many were honoured, the revenue and its share of the target, and the titles in order."""

    counts: str
    revenue: str
    share: str
    rows: Sequence[Row]


def summary_scene(border: Border, facts: Summary, colors: Palette) -> Figure:
    """Every title with its winners' names, all of one size."""
    sheet = Sheet(colors)
    top = _head(sheet, border, facts)
    lines = [max(math.ceil(len(row.winners) / MOST_A_LINE), 1) for row in facts.rows]
    unit = (border.floor - 4 - top) / max(sum(lines), 1)
    set_names = _names(facts, unit)
    number = 0
    for row, count in zip(facts.rows, lines, strict=True):
        sheet.rule(LEFT, top, RIGHT, top)
        _row(sheet, row, top, count, unit, set_names, number)
        number += len(row.winners)
        top += unit * count
    mark(sheet, border)
    return sheet.figure()


def _head(sheet: Sheet, border: Border, facts: Summary) -> float:
    """The campaign and two large figures; where the titles begin, px."""
    colors = sheet.colors
    small, big, size, top = (
        (50, 122, 72, LIFTED_TOP - 20) if border.is_lifted else (71, 152, 84, TOP)
    )
    share = alike_or_cut([facts.share], 44, 1000, most_lines=1)
    sheet.text(RIGHT, small, share[1][0][0], share[0], color=colors.text_2, anchor="right")
    room = RIGHT - LEFT - width(share[1][0][0], share[0]) - GAP
    campaign = alike_or_cut([border.campaign], 44, room, most_lines=1)
    sheet.text(LEFT, small, campaign[1][0][0], campaign[0], color=colors.text_2)
    half = (RIGHT - LEFT) / 2 - GAP
    for words, x, anchor, color in (
        (facts.counts, LEFT, "left", colors.victory_text),
        (facts.revenue, RIGHT, "right", colors.text),
    ):
        fit, (found,) = alike_or_cut([words], size, half, most_lines=1)
        sheet.text(x, big, found[0], fit, weight=700, anchor=anchor, color=color)  # type: ignore[arg-type]
    return top


def _names(facts: Summary, unit: float) -> tuple[int, list[list[str]], bool]:
    """Size and lines of every name, and whether units stand below them."""
    names = [one.name for row in facts.rows for one in row.winners]
    room = _room()
    for most_lines, has_units in ((1, True), (2, True), (1, False), (2, False)):
        for begin in (48, 44, LEAST):
            found = alike(names, begin, room, most_lines=most_lines)
            below = tall(1, LEAST) if has_units else 0
            if found and tall(max(map(len, found[1]), default=1), found[0]) + below <= unit - 4:
                return *found, has_units
    return *alike_or_cut(names, LEAST, room, most_lines=1), False


def _room() -> float:
    return (RIGHT - NAMES_X - GAP * (MOST_A_LINE - 1)) / MOST_A_LINE


def _row(
    sheet: Sheet, row: Row, top: float, lines: int, unit: float,
    set_names: tuple[int, list[list[str]], bool], number: int,
) -> None:  # fmt: skip
    colors = sheet.colors
    size, names, has_units = set_names
    large = 44 if unit * lines > TALL_ROW else LEAST
    title_size, parts = alike_or_cut(row.title, large, NAMES_X - LEFT - GAP / 2, most_lines=2)
    title = [line for part in parts for line in part]
    begin = top + (unit * lines - tall(len(title), title_size)) / 2
    stacked(sheet, title, title_size, LEFT, begin, weight=600, color=colors.victory_text)
    for at, winner in enumerate(row.winners):
        line, column = divmod(at, MOST_A_LINE)
        x = NAMES_X + column * (_room() + GAP)
        name = names[number + at]
        height = tall(len(name), size) + (tall(1, LEAST) if has_units else 0)
        y = stacked(sheet, name, size, x, top + unit * line + (unit - height) / 2, weight=700)
        if has_units:
            below, (of,) = alike_or_cut([winner.of], LEAST, _room(), most_lines=1)
            stacked(sheet, of, below, x, y, color=colors.text_2)
