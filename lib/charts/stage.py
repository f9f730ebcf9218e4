"""What a hall sees: the sheet of a ceremony, its opening and the nominees of a title (05a).

1920 x 1080 px for a projector: nothing under 40 px. A lifted scene keeps its lower third empty,
so that people on the stage stand before no name. One figure a step; nothing in it moves.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from lib.charts.lettering import width
from lib.charts.stage_lettering import EXTRA_BOLD, LEADING, LEAST, alike, alike_or_cut, tall
from lib.charts.theme import BLACK, Palette
from lib.charts.wall import LEFT, RIGHT, WIDTH, Anchor, Figure, Sheet

MIDDLE = WIDTH / 2
GAP = 36
FLOOR, LIFTED_FLOOR = 1010, 720
"""Where what a scene says ends; below is the mark, or people's heads."""
HEADER_Y, LIFTED_HEADER_Y, LIFTED_TITLE_Y = 76, 50, 140
CRITERIA_TOP = 847


Lines = tuple[int, list[list[str]]]
"""A size, and the lines of each text set at it."""


@dataclass(frozen=True)
class Border:
    """What stands around every scene: whose ceremony it is, which title, what must be known."""

    campaign: str
    corner: str = ""
    mark: str = ""
    """That figures are simulated, or that this is a rehearsal."""
    is_rehearsal: bool = False
    is_lifted: bool = False

    @property
    def floor(self) -> int:
        """Where what the scene says ends, px from the top."""
        return LIFTED_FLOOR if self.is_lifted else FLOOR


@dataclass(frozen=True)
class Person:
    """Somebody, or a team, as a hall reads it: name, then role and unit.

    `unit` alone stands where there is no room for both.
    """

    name: str
    of: str
    unit: str = ""


@dataclass(frozen=True)
class Opening:
    """The picture before the first title, and the one before there is a decision."""

    title: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Nominees:
    """A title about to be given. `people` are in the order of a list; criteria: points, words."""

    title: str
    subtitle: str
    people: Sequence[Person]
    criteria: Sequence[tuple[str, str]]
    note: str


def black_scene(colors: Palette) -> Figure:
    """Nothing at all."""
    figure = Sheet(colors).figure()
    figure["layout"]["paper_bgcolor"] = BLACK
    return figure


def opening_scene(border: Border, facts: Opening, colors: Palette) -> Figure:
    """The campaign's name, large, and what is about to be."""
    sheet = Sheet(colors)
    size, (title,) = alike_or_cut([facts.title], 120, 1500, most_lines=2)
    lines = [alike_or_cut([line], 56, 1700, most_lines=1) for line in facts.lines]
    height = tall(len(title), size) + sum(tall(1, one) + 24 for one, _ in lines)
    top = (border.floor - height) / 2
    top = stacked(sheet, title, size, MIDDLE, top, anchor="center", weight=800)
    for one, (words,) in lines:
        top = stacked(sheet, words, one, MIDDLE, top + 24, anchor="center", color=colors.text_2)
    mark(sheet, border)
    return sheet.figure()


def nominees_scene(border: Border, facts: Nominees, colors: Palette) -> Figure:
    """The title and those nominated: all of one size, in the order of a list (05a)."""
    sheet = Sheet(colors)
    header(sheet, border)
    rows = math.ceil(len(facts.people) / 3)
    if border.is_lifted:
        headline(sheet, facts.title, LIFTED_TITLE_Y, 84)
        _subtitle(sheet, facts.subtitle, 222, 44)
        _grid(sheet, facts.people, 258, LIFTED_FLOOR)
        mark(sheet, border)
        return sheet.figure()
    title_y, title_size, y, size, top = (
        (261, 136, 388, 56, 468) if rows <= 2 else (188, 104, 280, 44, 330)
    )
    headline(sheet, facts.title, title_y, title_size)
    _subtitle(sheet, facts.subtitle, y, size)
    sheet.rule(LEFT, top, RIGHT, top)
    _grid(sheet, facts.people, top, CRITERIA_TOP)
    sheet.rule(LEFT, CRITERIA_TOP, RIGHT, CRITERIA_TOP)
    _criteria(sheet, facts)
    mark(sheet, border)
    return sheet.figure()


def header(sheet: Sheet, border: Border) -> None:
    """Whose ceremony it is, and which title it stands at."""
    muted = sheet.colors.text_2
    taken = width(border.corner, 44) + GAP if border.corner else 0
    size, (words,) = alike_or_cut([border.campaign], 44, RIGHT - LEFT - taken, most_lines=1)
    y = LIFTED_HEADER_Y if border.is_lifted else HEADER_Y
    sheet.text(LEFT, y, words[0], size, weight=600, color=muted)
    sheet.text(RIGHT, y, border.corner, 44, color=muted, anchor="right")


def headline(sheet: Sheet, words: str, y: float, size: int, *, color: str | None = None) -> None:
    """A title across the middle, on one line."""
    room = (RIGHT - LEFT) / EXTRA_BOLD
    size, (lines,) = alike_or_cut([words], size, room, most_lines=1)
    sheet.text(MIDDLE, y, lines[0], size, weight=800, anchor="center", color=color)


def mark(sheet: Sheet, border: Border) -> None:
    """At the foot, or above the heads: that figures are simulated; a rehearsal in a band."""
    if not border.mark:
        return
    y = LIFTED_FLOOR + 34 if border.is_lifted else 1042
    colors = sheet.colors
    if border.is_rehearsal:
        sheet.box(0, y - 30, WIDTH, y + 30, colors.behind_tint)
    color = colors.behind if border.is_rehearsal else colors.text_2
    weight = 700 if border.is_rehearsal else 600
    sheet.text(MIDDLE, y, border.mark, LEAST, weight=weight, anchor="center", color=color)


def stacked(
    sheet: Sheet, lines: Sequence[str], size: int, x: float, top: float,
    *, anchor: Anchor = "left", weight: int = 400, color: str | None = None,
) -> float:  # fmt: skip
    """Lines below each other from `top` (px) on; where they end."""
    for line in lines:
        sheet.text(
            x, top + size * LEADING / 2, line, size, anchor=anchor, weight=weight, color=color
        )
        top += size * LEADING
    return top


def _subtitle(sheet: Sheet, words: str, y: float, size: int) -> None:
    size, (lines,) = alike_or_cut([words], size, RIGHT - LEFT, most_lines=1)
    sheet.text(MIDDLE, y, lines[0], size, anchor="center", color=sheet.colors.text_2)


def _grid(sheet: Sheet, people: Sequence[Person], top: float, bottom: float) -> None:
    """Names in rows, read from left to right; all alike, whatever that costs the longest."""
    if not people:
        return
    for columns in (3, 4):
        columns = min(columns, len(people))
        rows = math.ceil(len(people) / columns)
        pitch = (bottom - top) / rows
        room = (RIGHT - LEFT - GAP * (columns - 1)) / columns
        found = _set(people, room, pitch)
        if found is not None:
            break
    if found is None:
        cut = alike_or_cut([one.name for one in people], LEAST, room, most_lines=1)
        found = (cut, (LEAST, [[] for _ in people]))
    (size, names), (small, units) = found
    for number, (name, unit) in enumerate(zip(names, units, strict=True)):
        row, column = divmod(number, columns)
        x = LEFT + column * (room + GAP)
        height = tall(len(name), size) + tall(max(map(len, units)), small)
        y = top + pitch * row + (pitch - height) / 2
        y = stacked(sheet, name, size, x, y, weight=600)
        stacked(sheet, unit, small, x, y, color=sheet.colors.text_2)


def _set(people: Sequence[Person], room: float, pitch: float) -> tuple[Lines, Lines] | None:
    """Names and what stands below them, all alike; None: they do not fit.

    Below stand role and unit, the unit alone, or nothing: names come first.
    """
    names, full = [one.name for one in people], [one.of for one in people]
    short = [one.unit or one.of for one in people]
    below: tuple[tuple[list[str], int], ...] = ((full, 1), (full, 2), (short, 1), ([], 0))
    for texts, lines in below:
        units = alike(texts, 44, room, most_lines=lines)
        if units is None:
            continue
        under = tall(max(map(len, units[1]), default=0), units[0])
        for name_lines, begin in itertools.product((1, 2), (60, 52, 44, LEAST)):
            found = alike(names, begin, room, most_lines=name_lines)
            if found and tall(max(map(len, found[1])), found[0]) + under <= pitch - 4:
                return found, (units[0], units[1] or [[] for _ in people])
    return None


def _criteria(sheet: Sheet, facts: Nominees) -> None:
    """What points are made of, across, on two lines where one has no room; then the note."""
    gaps = GAP * (len(facts.criteria) - 1)
    for big in (56, 48, LEAST):
        wide = [width(weight, big) + 14 + width(words, LEAST) for weight, words in facts.criteria]
        if sum(wide) + gaps <= RIGHT - LEFT:
            _in_line(sheet, facts.criteria, wide, big, 905)
            break
    else:
        half = math.ceil(len(facts.criteria) / 2)
        room = (RIGHT - LEFT - GAP) / max(len(facts.criteria[:half]), 1) - GAP
        for line, part in enumerate((facts.criteria[:half], facts.criteria[half:])):
            cut = [(points, _short(words, room - width(points, LEAST))) for points, words in part]
            _in_line(sheet, cut, [room] * len(part), LEAST, 880 + 52 * line)
    _note(sheet, facts.note)


def _in_line(
    sheet: Sheet, criteria: Sequence[tuple[str, str]], wide: Sequence[float], big: int, y: float
) -> None:
    free = RIGHT - LEFT - sum(wide)
    gap = min(free / max(len(criteria) - 1, 1), 110)
    x: float = LEFT
    for (points, words), taken in zip(criteria, wide, strict=True):
        sheet.text(x, y, points, big, weight=700)
        after = x + (width(points, big) + 14 if points else 0)
        sheet.text(after, y + (big - LEAST) / 6, words, LEAST, color=sheet.colors.text_2)
        x += taken + gap


def _note(sheet: Sheet, words: str) -> None:
    size, (lines,) = alike_or_cut([words], 42, RIGHT - LEFT, most_lines=1)
    sheet.text(LEFT, 976, lines[0], size, color=sheet.colors.text_2)


def _short(words: str, room: float) -> str:
    _, (lines,) = alike_or_cut([words], LEAST, room, most_lines=1)
    return lines[0]
