"""Toàn cảnh before the first sale: when it opens, what is ready, and the plan alone (07a)."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.charts.theme import Palette
from lib.charts.wall import LEFT, Figure, Heading, Sheet
from lib.charts.wall_curve import Curve, draw_curve

ROOM = 880


@dataclass(frozen=True)
class Ready:
    """One line of what must be ready: what, how much of it, and whether that is all."""

    words: str
    value: str
    is_ready: bool


@dataclass(frozen=True)
class Facts:
    """Everything the scene says; the browser fills in the countdown."""

    heading: Heading
    sentence: Sequence[str]
    ready_title: str
    ready: Sequence[Ready]
    curve: Curve
    curve_label: str


def before_scene(facts: Facts, colors: Palette) -> Figure:
    """The scene."""
    sheet = Sheet(colors)
    sheet.header(facts.heading)
    sheet.text(LEFT, 226, "", 84, weight=700, name="clock.opens")
    sheet.text(LEFT, 326, "", 84, weight=700, name="clock.opens_in")
    for line, words in enumerate(facts.sentence):
        sheet.text(LEFT, 420 + 52 * line, words, 40, color=colors.text_2, room=ROOM)
    sheet.text(LEFT, 572, facts.ready_title, 40, weight=600, room=ROOM)
    for number, one in enumerate(facts.ready):
        y = 648 + 82 * number
        if one.is_ready:
            sheet.check(LEFT + 4, y, 32, colors.actual)
        else:
            sheet.triangle(LEFT + 2, y - 2, 38, colors.behind, up=True)
        sheet.text(LEFT + 64, y, one.words, 40, room=520)
        sheet.text(LEFT + ROOM, y, one.value, 40, weight=700, anchor="right", room=360)
        sheet.rule(LEFT, y + 41, LEFT + ROOM, y + 41, color=colors.grid)
    sheet.text(1020, 190, facts.curve_label, 40, color=colors.text_2, room=820)
    draw_curve(sheet, facts.curve, is_stale=False, is_reached=False)
    return sheet.figure()
