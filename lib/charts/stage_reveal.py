"""Who is honoured: equal cards side by side, however many there are (05b)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lib.charts.lettering import width
from lib.charts.stage import GAP, LIFTED_TITLE_Y, MIDDLE, Border, header, headline, mark, stacked
from lib.charts.stage_lettering import LEAST, alike, alike_or_cut, tall
from lib.charts.theme import Palette
from lib.charts.wall import LEFT, RIGHT, Figure, Sheet

LOOKS = (
    (84, 60, 104), (64, 56, 84), (48, 52, 72), (0, 60, 96), (0, 56, 84), (0, 52, 72), (0, 48, 60),
    (0, 44, 48), (0, 40, 44),
)  # fmt: skip
"""Radius of the circle, size of names, size of points: the first that has room for every card."""
LARGE = 6
"""So many of them are large: smaller ones would only make room for what was reached."""
PADDING = 20
SPACE = 12


@dataclass(frozen=True)
class Card:
    """A winner: initials, name, role and unit, points ("95,2"), and what was reached."""

    initials: str
    name: str
    of: str
    points: str
    result: str


@dataclass(frozen=True)
class Reveal:
    """A title given. `unit` is the word beside points; `empty` is said when nobody was honoured."""

    title: str
    cards: Sequence[Card]
    unit: str
    foot: str
    empty: str = ""


@dataclass(frozen=True)
class _Set:
    """How all cards of a scene are set: sizes, and the lines of each."""

    radius: int
    name_size: int
    points_size: int
    names: list[list[str]]
    units: tuple[int, list[list[str]]]
    results: list[list[str]] | None

    @property
    def height(self) -> float:
        """Of the tallest card's words, px."""
        found = tall(max(map(len, self.names)), self.name_size)
        found += tall(max(map(len, self.units[1])), self.units[0])
        found += 2 * self.radius + (2 * SPACE if self.radius else 0)
        found += self.points_size * 1.1 if self.points_size else 0
        return found + (tall(max(map(len, self.results)), LEAST) if self.results else 0)


def is_dark(colors: Palette) -> bool:
    """Whether gold can be read as text on the background."""
    return colors.victory == colors.victory_text


def reveal_scene(border: Border, facts: Reveal, colors: Palette) -> Figure:
    """The title in gold, and its winners on cards of one size."""
    sheet = Sheet(colors)
    header(sheet, border)
    gold = colors.victory_text if is_dark(colors) else colors.text
    if border.is_lifted:
        headline(sheet, facts.title, LIFTED_TITLE_Y, 84, color=gold)
        top, bottom = 206, border.floor - 6
    else:
        headline(sheet, facts.title, 194, 104, color=gold)
        top, bottom = 300, 912
        size, (foot,) = alike_or_cut([facts.foot], 44, RIGHT - LEFT, most_lines=1)
        sheet.text(MIDDLE, 972, foot[0], size, anchor="center", color=colors.text_2)
    if facts.cards:
        _cards(sheet, facts, top, bottom)
    else:
        size, (lines,) = alike_or_cut([facts.empty], 60, 1500, most_lines=3)
        middle = (top + bottom - tall(len(lines), size)) / 2
        stacked(sheet, lines, size, MIDDLE, middle, anchor="center", color=colors.text_2)
    mark(sheet, border)
    return sheet.figure()


def _cards(sheet: Sheet, facts: Reveal, top: float, bottom: float) -> None:
    count = len(facts.cards)
    columns = count if count <= 3 else 2 if count == 4 else 3 if count <= 9 else 4
    rows = math.ceil(count / columns)
    wide = (RIGHT - LEFT - GAP * (columns - 1)) / columns
    wide = min(wide, {1: 900, 2: 700}.get(columns, wide)) if rows == 1 else wide
    gap = GAP if rows == 1 else 20
    high = (bottom - top - gap * (rows - 1)) / rows
    bar = 10 if is_dark(sheet.colors) else 17
    found = _set(facts, wide - 2 * PADDING, high - bar - 2 * PADDING)
    for number, card in enumerate(facts.cards):
        row, column = divmod(number, columns)
        in_row = min(columns, count - row * columns)
        across = in_row * wide + GAP * (in_row - 1)
        x = MIDDLE - across / 2 + column * (wide + GAP)
        y = top + row * (high + gap)
        sheet.box(x, y, x + wide, y + high, sheet.colors.surface)
        sheet.box(x, y, x + wide, y + bar, sheet.colors.victory)
        begin = y + bar + (high - bar - found.height) / 2
        _card(sheet, card, found, number, x + wide / 2, begin, facts.unit)


def _set(facts: Reveal, room: float, high: float) -> _Set:
    """The largest way to set all cards alike; what was reached, then points, go first."""
    cards = facts.cards
    units = alike_or_cut([one.of for one in cards], 44, room, most_lines=2)
    results = [alike_or_cut([one.result], LEAST, room, most_lines=2)[1][0] for one in cards]
    has_points = any(one.points for one in cards)
    found: _Set | None = None
    for with_results, with_points, looks in (
        (True, True, LOOKS[:LARGE]),
        (False, True, LOOKS),
        (False, False, LOOKS),
    ):
        for radius, name_size, points_size in looks:
            names = alike([one.name for one in cards], name_size, room, most_lines=2)
            if names is None:
                continue
            shown = points_size if with_points and has_points else 0
            found = _Set(
                radius, names[0], shown, names[1], units, results if with_results else None
            )
            if found.height <= high:
                return found
    if found is not None:
        return found
    size, lines = alike_or_cut([one.name for one in cards], LEAST, room, most_lines=2)
    return _Set(0, size, 0, lines, units, None)


def _card(
    sheet: Sheet, card: Card, found: _Set, number: int, x: float, top: float, unit: str
) -> None:
    colors, radius = sheet.colors, found.radius
    if radius:
        line = 8 if radius > 60 else 6
        sheet.dot(
            x, top + radius, radius - line / 2, fill=colors.background, line=colors.victory,
            width=line,
        )  # fmt: skip
        sheet.text(
            x, top + radius, card.initials, max(LEAST, round(radius * 0.86)), weight=700,
            anchor="center", room=1.7 * radius,
        )  # fmt: skip
        top += 2 * radius + 2 * SPACE
    # what is short on one card leaves its room empty: all else stands at the same height on all
    name, most = found.names[number], max(map(len, found.names))
    spare = tall(most - len(name), found.name_size) / 2
    stacked(sheet, name, found.name_size, x, top + spare, anchor="center", weight=700)
    top += tall(most, found.name_size)
    size, lines = found.units
    stacked(sheet, lines[number], size, x, top, anchor="center", color=colors.text_2)
    top += tall(max(map(len, lines)), size)
    if found.points_size:
        if card.points:
            _points(sheet, card.points, unit, found.points_size, x, top)
        top += found.points_size * 1.1
    if found.results:
        stacked(sheet, found.results[number], LEAST, x, top, anchor="center", color=colors.text_2)


def _points(sheet: Sheet, points: str, unit: str, size: int, x: float, top: float) -> None:
    """The number, and its word on the same line below the middle."""
    small = max(LEAST, round(size * 0.5))
    wide, after = width(points, size), width(unit, small)
    begin = x - (wide + 14 + after) / 2
    y = top + size * 0.55
    sheet.text(begin, y, points, size, weight=700)
    sheet.text(
        begin + wide + 14, y + (size - small) * 0.3, unit, small, weight=600,
        color=sheet.colors.text_2,
    )  # fmt: skip
