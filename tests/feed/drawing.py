"""Scenes of small worlds, and what stands on them: words, sizes, boxes."""

import json
from dataclasses import dataclass
from html import unescape
from typing import Any

from lib.charts.lettering import width
from lib.charts.wall import HEIGHT, WIDTH
from lib.feed.asked import OPEN, Asked, View
from lib.feed.scenes import rendered
from lib.queries.answers import Answers
from tests.worlds import World, asked, at, ground

MILLION = 1_000_000
LONGEST_NAME = "Bưu điện khu vực Hoành Bồ – Quảng La – Thống Nhất"


@dataclass(frozen=True)
class Text:
    """One piece of text on a scene; px from the top left, y the middle line."""

    words: str
    x: float
    y: float
    size: int
    anchor: str
    color: str
    name: str

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of what is inked, at most."""
        wide = width(self.words, self.size)
        left = self.x - {"left": 0.0, "center": wide / 2, "right": wide}[self.anchor]
        return left, self.y - self.size * 0.42, left + wide, self.y + self.size * 0.42


def question(scene: str, clock: str = "11:00", **changed: Any) -> Asked:
    """A scene of the small campaign at a time of its day."""
    usual: dict[str, Any] = {
        "campaign_code": "day",
        "unit_id": None,
        "theme": "dark",
        "language": "vi",
        "phase": OPEN,
        "as_of": at(clock),
    }
    return Asked(scene, **usual | changed)


def payload(world: World, scene: str, clock: str = "11:00", **changed: Any) -> dict[str, Any]:
    """The scene as a browser gets it."""
    known = Answers(asked(world), 7)
    found: dict[str, Any] = json.loads(
        rendered(View(question(scene, clock, **changed), known)).body
    )
    return found


def texts(figure: dict[str, Any]) -> list[Text]:
    """Everything written on a figure, empty places left out."""
    return [
        Text(
            unescape(one["text"]),
            one["x"] * WIDTH,
            (1 - one["y"]) * HEIGHT,
            one["font"]["size"],
            one["xanchor"],
            one["font"]["color"],
            one.get("name", ""),
        )
        for one in figure["layout"]["annotations"]
        if one["text"]
    ]


def words(figure: dict[str, Any]) -> list[str]:
    """The words of a figure in the order they were set."""
    return [one.words for one in texts(figure)]


def field() -> World:
    """The ground with a plan of 1.000 triệu: north 350 of 500, south 150 of 400, office none yet.

    08:10 An   north-1  HTD      200 triệu x 40    09:40 Chi  north-1  BHYT_BT  150 triệu x 3
    08:30 Em   south-1  BCCP     100 triệu, new    10:20 Em   south-1  HTD       50 triệu x 10
    """
    world = ground()
    for row in world.tables["targets"]:
        row["target_vnd"] *= MILLION
    world.tables["campaigns"][0]["plan_vnd"] *= MILLION
    sales: tuple[tuple[int, str, str, str, str, int], ...] = (
        (200, "north-1", "An", "08:10", "HTD", 40),
        (150, "north-1", "Chi", "09:40", "BHYT_BT", 3),
        (50, "south-1", "Em", "10:20", "HTD", 10),
    )
    for amount, unit_id, staff, clock, service, quantity in sales:
        world.sale(
            amount * MILLION,
            unit_id=unit_id,
            staff_code=staff,
            sold_at=at(clock),
            service_code=service,
            quantity=quantity,
        )
    world.sale(
        100 * MILLION,
        unit_id="south-1",
        staff_code="Em",
        sold_at=at("08:30"),
        service_code="BCCP",
        customer_code="K1",
        is_new_customer=True,
    )
    return world
