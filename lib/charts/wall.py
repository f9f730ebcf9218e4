"""The sheet every wall scene is drawn on: 1920 x 1080 px, placed to the pixel, scaled whole.

Positions are px from the top left; text is anchored by its middle line. What the browser fills
in by its own clock (time left, freshness) or clears away for a message has a name:
`clock.left`, `clock.fresh`, `clock.dot`, and `foot.…` for what stands at the foot. Figures hold
no transition: with one, Plotly would leave titles and annotations as they were.
"""

from dataclasses import dataclass
from typing import Any, Literal

from lib.charts.lettering import fitted, width
from lib.charts.theme import FONT, Palette, literal
from lib.i18n.catalog import spoken

WIDTH, HEIGHT = 1920, 1080
LEFT, RIGHT = 72, 1848
"""The margin that no television cuts off."""
SMALLEST = 34
HEADER, FOOT = 142, 933

TITLE, SUBTITLE = 46, 34
Anchor = Literal["left", "center", "right"]
Figure = dict[str, Any]
"""A figure as Plotly's JSON has it: data and layout. Building its classes would take longer than
all queries of a scene; a test checks that they accept it."""


@dataclass(frozen=True)
class Heading:
    """What stands at the top of every scene: a title, what it is of, and what must be known."""

    title: str
    subtitle: str
    note: str = ""
    """Beside the title: that figures are simulated, or played back."""


class Sheet:
    """A figure being drawn; `figure` gives it away."""

    def __init__(self, colors: Palette) -> None:
        self.colors = colors
        self._shapes: list[dict[str, Any]] = []
        self._annotations: list[dict[str, Any]] = []
        self._traces: list[Any] = []
        self._axes: dict[str, Any] = {
            "xaxis": {"visible": False, "domain": [0, 0.001], "fixedrange": True},
            "yaxis": {"visible": False, "domain": [0, 0.001], "fixedrange": True},
        }

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: int,
        *,
        color: str | None = None,
        weight: int = 400,
        anchor: Anchor = "left",
        name: str | None = None,
        room: float | None = None,
    ) -> None:
        """Words whose middle line is at y; made smaller or shortened to fit `room` px."""
        if room is not None:
            words, size = fitted(words, size, room, least=SMALLEST)
        self._annotations.append(
            {
                "text": literal(words),
                "x": x / WIDTH,
                "y": 1 - y / HEIGHT,
                "xref": "paper",
                "yref": "paper",
                "xanchor": anchor,
                "yanchor": "middle",
                "showarrow": False,
                "borderpad": 0,
                "font": {"size": size, "weight": weight, "color": color or self.colors.text},
                **({"name": name} if name else {}),
            }
        )

    def label(
        self, places: list[tuple[float, float, Anchor]], words: str, size: int, **looks: Any
    ) -> None:
        """Words at the first of these places where they touch no others; else nowhere."""
        for x, y, anchor in places:
            if not any(_touch(_box(x, y, words, size, anchor), box) for box in self._boxes()):
                self.text(x, y, words, size, anchor=anchor, **looks)
                return

    def _boxes(self) -> list[tuple[float, float, float, float]]:
        return [
            _box(
                one["x"] * WIDTH,
                (1 - one["y"]) * HEIGHT,
                one["text"],
                one["font"]["size"],
                one["xanchor"],
            )
            for one in self._annotations
        ]

    def rule(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        *,
        color: str | None = None,
        width: float = 2,
        dash: str = "solid",
        name: str | None = None,
    ) -> None:
        """A straight line."""
        self._shapes.append(
            {
                "type": "line",
                **_corners(x0, y0, x1, y1),
                "line": {"color": color or self.colors.border, "width": width, "dash": dash},
                **({"name": name} if name else {}),
            }
        )

    def box(
        self, x0: float, y0: float, x1: float, y1: float, fill: str, *, name: str | None = None
    ) -> None:
        """A filled rectangle."""
        self._shapes.append(
            {
                "type": "rect",
                **_corners(x0, y0, x1, y1),
                "fillcolor": fill,
                "line": {"width": 0},
                **({"name": name} if name else {}),
            }
        )

    def dot(
        self, x: float, y: float, radius: float, *, fill: str, line: str | None = None,
        width: float = 0, name: str | None = None,
    ) -> None:  # fmt: skip
        """A filled or hollow dot."""
        self._shapes.append(
            {
                "type": "circle",
                **_corners(x - radius, y - radius, x + radius, y + radius),
                "fillcolor": fill,
                "line": {"color": line or fill, "width": width},
                **({"name": name} if name else {}),
            }
        )

    def path(
        self, points: list[tuple[float, float]], *, fill: str | None, line: str | None = None,
        width: float = 0, name: str | None = None,
    ) -> None:  # fmt: skip
        """A drawn mark: a filled polygon, or an open stroke when there is no fill."""
        corners = [f"{x / WIDTH},{1 - y / HEIGHT}" for x, y in points]
        self._shapes.append(
            {
                "type": "path",
                "path": "M" + "L".join(corners) + ("Z" if fill else ""),
                "xref": "paper",
                "yref": "paper",
                "fillcolor": fill or "rgba(0,0,0,0)",
                "line": {"color": line or fill, "width": width},
                **({"name": name} if name else {}),
            }
        )

    def triangle(
        self, x: float, y: float, size: float, color: str, *, up: bool, name: str | None = None
    ) -> None:
        """A triangle whose left edge is at x and whose middle is at y."""
        rise = size * 0.42 if up else -size * 0.42
        self.path(
            [(x, y + rise), (x + size, y + rise), (x + size / 2, y - rise)], fill=color, name=name
        )

    def dash(self, x: float, y: float, size: float, color: str) -> None:
        """A short bar: neither up nor down."""
        self.box(x, y - 3, x + size, y + 3, color)

    def check(
        self, x: float, y: float, size: float, color: str, *, name: str | None = None
    ) -> None:
        """A check mark whose left edge is at x and whose middle is at y."""
        points = [(x, y), (x + size * 0.36, y + size * 0.32), (x + size, y - size * 0.34)]
        self.path(points, fill=None, line=color, width=max(size / 9, 3), name=name)

    def header(self, heading: Heading) -> None:
        """Title, what it is of, and the places of the clock: the same on every scene."""
        taken = width(heading.note, SUBTITLE) + 36 if heading.note else 0
        title, size = fitted(heading.title, TITLE, 1330 - taken, least=SMALLEST)
        self.text(LEFT, 58, title, size, weight=700)
        if heading.note:
            x = LEFT + width(title, size) + 36
            self.text(x, 61, heading.note, SUBTITLE, color=self.colors.text_2)
        self.text(LEFT, 107, heading.subtitle, SUBTITLE, color=self.colors.text_2, room=1120)
        self.text(RIGHT, 58, "", TITLE, weight=700, anchor="right", name="clock.left")
        self.text(
            RIGHT, 107, "", SUBTITLE, color=self.colors.text_2, anchor="right", name="clock.fresh"
        )
        self.dot(RIGHT, 107, 10, fill=self.colors.text, name="clock.dot")
        self.rule(LEFT, HEADER, RIGHT, HEADER)

    def trace(self, trace: dict[str, Any]) -> None:
        """Anything Plotly draws against the axes set by `axes`."""
        self._traces.append(trace)

    def axes(
        self,
        x0: float, y0: float, x1: float, y1: float,
        *,
        x_range: tuple[Any, Any],
        y_range: tuple[Any, Any],
    ) -> None:  # fmt: skip
        """Give traces a place: x0..x1 by y0..y1 px hold these ranges."""
        bare = {"visible": False, "fixedrange": True, "autorange": False}
        self._axes = {
            "xaxis": {**bare, "domain": [x0 / WIDTH, x1 / WIDTH], "range": list(x_range)},
            "yaxis": {
                **bare, "domain": [1 - y1 / HEIGHT, 1 - y0 / HEIGHT], "range": list(y_range),
            },
        }  # fmt: skip

    def figure(self) -> Figure:
        """What was drawn, as Plotly reads it."""
        return {
            "data": self._traces,
            "layout": {
                "template": None,
                "width": WIDTH,
                "height": HEIGHT,
                "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "autoexpand": False},
                "paper_bgcolor": self.colors.background,
                "plot_bgcolor": "rgba(0,0,0,0)",
                "font": {"family": FONT, "color": self.colors.text},
                "separators": ",." if spoken() == "vi" else ".,",
                "showlegend": False,
                "hovermode": False,
                "dragmode": False,
                "shapes": self._shapes,
                "annotations": self._annotations,
                **self._axes,
            },
        }


def _box(
    x: float, y: float, words: str, size: int, anchor: str
) -> tuple[float, float, float, float]:
    """What words cover at most: left, top, right, bottom."""
    wide = width(words, size)
    left = x - {"left": 0.0, "center": wide / 2, "right": wide}[anchor]
    return left, y - size * 0.55, left + wide, y + size * 0.55


def _touch(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _corners(x0: float, y0: float, x1: float, y1: float) -> dict[str, Any]:
    return {
        "xref": "paper",
        "yref": "paper",
        "x0": x0 / WIDTH,
        "y0": 1 - y0 / HEIGHT,
        "x1": x1 / WIDTH,
        "y1": 1 - y1 / HEIGHT,
    }
