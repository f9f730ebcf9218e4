"""Toàn cảnh on the wall: will we make it? One number, its pace, when, and the curve (01a-01d)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lib.charts.lettering import fitted, width
from lib.charts.theme import Palette
from lib.charts.wall import FOOT, LEFT, RIGHT, Figure, Heading, Sheet
from lib.charts.wall_curve import Curve, draw_curve

NUMBER, NUMBER_LONG = 228, 200
LONG = 7
"""From so many characters on, the number is set smaller."""
ROOM = 900
COUNTERS = (LEFT, 555, 1000, 1442)
MILESTONES = (LEFT, 702, 1294)


@dataclass(frozen=True)
class Pace:
    """The line below the number: what mark it has and what it says."""

    mark: str
    """ahead, behind, on_pace, reached or none."""
    words: str


@dataclass(frozen=True)
class Outlook:
    """What is expected: a label, a large value, and what goes beside it or what it is out of."""

    label: str
    value: str
    beside: str = ""
    of: str = ""


@dataclass(frozen=True)
class Counter:
    """One of the four counters: value, what it is out of, label."""

    value: str
    label: str
    of: str = ""


@dataclass(frozen=True)
class Milestone:
    """When something became true, and what."""

    when: str
    words: str


@dataclass(frozen=True)
class Facts:
    """Everything the scene says."""

    heading: Heading
    label: str
    number: str
    unit: str
    pace: Pace | None
    outlook: Outlook | None
    counters: Sequence[Counter]
    milestones: Sequence[Milestone]
    curve: Curve
    is_reached: bool = False
    stale_unit: str = ""
    stale_words: Sequence[str] = field(default_factory=tuple)


def progress_scene(facts: Facts, colors: Palette, *, is_stale: bool = False) -> Figure:
    """The scene; `is_stale` greys the figures and hides pace and forecast."""
    sheet = Sheet(colors)
    sheet.header(facts.heading)
    strong = colors.text_2 if is_stale else colors.text
    gold = facts.is_reached and not is_stale
    sheet.text(LEFT, 180, facts.label, 40, color=colors.text_2, room=ROOM)
    size = NUMBER_LONG if len(facts.number) >= LONG else NUMBER
    number, size = fitted(facts.number, size, ROOM, least=96)
    shown = colors.victory_text if gold else strong
    sheet.text(LEFT - 6, 322, number, size, weight=800, color=shown)
    unit = facts.stale_unit if is_stale else facts.unit
    sheet.text(LEFT, 476, unit, 54, weight=600, color=strong, room=ROOM)
    if is_stale:
        _silence(sheet, facts)
    else:
        if facts.pace is not None:
            _pace(sheet, facts.pace)
        if facts.outlook is not None:
            _outlook(sheet, facts.outlook)
    draw_curve(sheet, facts.curve, is_stale=is_stale, is_reached=facts.is_reached)
    sheet.rule(LEFT, 751, RIGHT, 751)
    _counters(sheet, facts.counters, strong)
    _milestones(sheet, facts.milestones)
    return sheet.figure()


def _pace(sheet: Sheet, pace: Pace) -> None:
    colors = sheet.colors
    color = {
        "ahead": colors.actual,
        "behind": colors.behind,
        "reached": colors.victory_text,
    }.get(pace.mark, colors.text_2)
    if pace.mark in ("ahead", "behind"):
        sheet.triangle(LEFT + 3, 543, 32, color, up=pace.mark == "ahead")
    elif pace.mark == "reached":
        sheet.check(LEFT + 6, 543, 30, color)
    elif pace.mark == "on_pace":
        sheet.dash(LEFT + 3, 543, 32, color)
    x = LEFT if pace.mark == "none" else LEFT + 56
    sheet.text(x, 543, pace.words, 44, weight=600, color=color, room=ROOM - 56)


def _outlook(sheet: Sheet, outlook: Outlook) -> None:
    sheet.text(LEFT, 613, outlook.label, 40, color=sheet.colors.text_2, room=ROOM)
    beside = width(outlook.beside, 36) + 36 if outlook.beside else 0
    value, size = fitted(outlook.value, 96, ROOM - beside, least=60)
    sheet.text(LEFT, 690, value, size, weight=700)
    if outlook.of:
        x = LEFT + width(value, size) + 24
        sheet.text(x, 702, outlook.of, 60, weight=600, color=sheet.colors.text_2)
    if outlook.beside:
        x = LEFT + width(value, size) + 36
        sheet.text(x, 712, outlook.beside, 36, color=sheet.colors.text_2)


def _silence(sheet: Sheet, facts: Facts) -> None:
    color = sheet.colors.behind
    sheet.triangle(LEFT + 2, 541, 40, color, up=True)
    sheet.rule(LEFT + 22, 535, LEFT + 22, 547, color=sheet.colors.background, width=4)
    sheet.text(LEFT + 64, 543, "", 44, weight=600, color=color, name="clock.silent")
    for line, words in enumerate(facts.stale_words):
        sheet.text(LEFT, 616 + 54 * line, words, 40, color=sheet.colors.text_2, room=ROOM)


def _counters(sheet: Sheet, counters: Sequence[Counter], color: str) -> None:
    edges = [*COUNTERS[1:], RIGHT + 39]
    for x, edge, counter in zip(COUNTERS, edges, counters, strict=False):
        if x > LEFT:
            sheet.rule(x - 39, 770, x - 39, 911)
        room = edge - 39 - 24 - x
        beside = width(counter.of, 54) + 18 if counter.of else 0
        value, size = fitted(counter.value, 84, room - beside, least=54)
        sheet.text(x, 818, value, size, weight=700, color=color)
        if counter.of:
            across = x + width(value, size) + 18
            sheet.text(across, 829, counter.of, 54, weight=600, color=sheet.colors.text_2)
        sheet.text(x, 887, counter.label, 40, color=sheet.colors.text_2, room=room)


def _milestones(sheet: Sheet, milestones: Sequence[Milestone]) -> None:
    sheet.rule(LEFT, FOOT, RIGHT, FOOT)
    edges = [*MILESTONES[1:], RIGHT + 37]
    for number, (x, edge, one) in enumerate(zip(MILESTONES, edges, milestones, strict=False)):
        if number:
            sheet.rule(x - 37, 950, x - 37, 1040, name="foot.rule")
        room = edge - 37 - 18 - x
        sheet.text(x, 970, one.when, 34, color=sheet.colors.text_2, name="foot.when", room=room)
        weight = 400 if number else 700
        sheet.text(x, 1018, one.words, 38, weight=weight, name="foot.milestone", room=room)
