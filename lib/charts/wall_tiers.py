"""Ba tầng on the wall: the day within the sprint within the year plan, at one glance."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.charts.lettering import fitted, width
from lib.charts.theme import Palette
from lib.charts.wall import LEFT, RIGHT, Figure, Heading, Sheet

TOP, BOTTOM = 142, 1000
FIRST_SHARE = 0.42
"""The first tier is the one of today and takes the most room."""
BAR_LEFT = 760


@dataclass(frozen=True)
class Tier:
    """One campaign: its name and window, how far it has come, and how far its time has."""

    name: str
    window: str
    share: float | None
    share_words: str
    amount_words: str
    pace: float | None
    pace_words: str
    kind: str
    """ahead, behind, on_pace, reached or none."""
    outlook_words: str = ""


@dataclass(frozen=True)
class Facts:
    """Everything the scene says; the tiers from the shortest to the longest."""

    heading: Heading
    tiers: Sequence[Tier]
    foot: str


def tiers_scene(facts: Facts, colors: Palette, *, is_stale: bool = False) -> Figure:
    """The scene; `is_stale` greys the figures and hides the pace."""
    sheet = Sheet(colors)
    sheet.header(facts.heading)
    count = len(facts.tiers)
    first = (BOTTOM - TOP) * (FIRST_SHARE if count > 1 else 1.0)
    rest = (BOTTOM - TOP - first) / max(count - 1, 1)
    y = float(TOP)
    for number, tier in enumerate(facts.tiers):
        high = rest if number else min(first, 480)
        if number:
            sheet.rule(LEFT, y, RIGHT, y)
        _tier(sheet, tier, y, high, is_first=number == 0, is_stale=is_stale)
        y += high
    sheet.text(LEFT, 1040, facts.foot, 34, color=colors.text_2, name="foot.left", room=1700)
    return sheet.figure()


def _tier(
    sheet: Sheet, tier: Tier, top: float, high: float, *, is_first: bool, is_stale: bool
) -> None:
    colors = sheet.colors
    strong = colors.text_2 if is_stale else colors.text
    reached = tier.kind == "reached" and not is_stale
    shown = colors.victory_text if reached else strong
    size = 168 if is_first else 96
    room = BAR_LEFT - LEFT - 40
    sheet.text(LEFT, top + (56 if is_first else 46), tier.name, 46, weight=600, color=strong,
               room=room)  # fmt: skip
    share, size = fitted(tier.share_words, size, room, least=72)
    sheet.text(LEFT - 4, top + high * 0.53, share, size, weight=800,
               color=shown)  # fmt: skip
    sheet.text(LEFT, top + high - 36, tier.window, 34, color=colors.text_2, room=room)
    middle, half = top + high * 0.5, 46 if is_first else 30
    sheet.box(BAR_LEFT, middle - half, RIGHT, middle + half, colors.track)
    if tier.share is not None:
        fill = colors.victory if tier.kind == "reached" else colors.actual
        fill = colors.compare if tier.kind == "behind" else fill
        fill = colors.stale if is_stale else fill
        sheet.box(BAR_LEFT, middle - half, _x(tier.share), middle + half, fill)
    above, below = middle - half - 40, middle + half + 44
    sheet.text(BAR_LEFT, above, tier.amount_words, 44, weight=600, color=strong, room=1080)
    if is_stale:
        return
    if tier.pace is not None:
        x = _x(tier.pace)
        sheet.rule(x, middle - half - 12, x, middle + half + 12, color=colors.text, width=6)
    color = {"ahead": colors.actual, "reached": colors.victory_text, "behind": colors.behind}.get(
        tier.kind, colors.text_2
    )
    mark = tier.kind in ("ahead", "behind", "reached", "on_pace")
    if tier.kind in ("ahead", "behind"):
        sheet.triangle(BAR_LEFT, below, 30, color, up=tier.kind == "ahead")
    elif tier.kind == "reached":
        sheet.check(BAR_LEFT, below, 30, color)
    elif tier.kind == "on_pace":
        sheet.dash(BAR_LEFT, below, 30, color)
    x = BAR_LEFT + (48 if mark else 0)
    sheet.text(x, below, tier.pace_words, 40, weight=600, color=color, room=600)
    if tier.outlook_words:
        left = x + width(tier.pace_words, 40) + 40
        sheet.text(RIGHT, below, tier.outlook_words, 36, color=colors.text_2, anchor="right",
                   room=RIGHT - left)  # fmt: skip


def _x(share: float) -> float:
    return BAR_LEFT + (RIGHT - BAR_LEFT) * min(max(share, 0.0), 1.0)
