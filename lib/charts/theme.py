"""Colours, type and the bare layout every chart starts from (design guide §2, §3, §6)."""

from dataclasses import dataclass
from typing import Any

from lib.charts.spec import Spec
from lib.i18n.catalog import spoken

FONT = "Noto Sans, sans-serif"
LABEL_SIZE = 13
AMOUNTS = ",.3~f"
"""How an axis writes amounts: grouped, with decimals only where they say something."""


@dataclass(frozen=True)
class Palette:
    """The roles colours play; gold means a target reached or an award, nothing else."""

    background: str
    text: str
    text_2: str
    text_3: str
    actual: str
    compare: str
    plan: str
    behind: str
    behind_tint: str
    victory: str
    on_victory: str
    track: str
    grid: str
    border: str
    sequence: tuple[str, ...]
    """One hue, strongest first: score parts and matrix cells."""
    surface: str
    stale: str
    """The last known curve, when nothing new comes in."""
    victory_text: str
    """Gold as text: on white the fill would be too pale to read."""


TILES = {
    "ahead": "#1D5FA3",
    "on_pace": "#3B4B5F",
    "behind": "#96401C",
    "reached": "#FFC83D",
    "missed": "#3B4B5F",
    "none": "#5F6F82",
}
"""Tiles of the map, the same in both themes; white text, dark on gold."""
ON_TILE, ON_REACHED = "#FFFFFF", "#0C1522"
BLACK = "#000000"
"""A stage that shows nothing."""


LIGHT = Palette(
    background="#FFFFFF",
    text="#14202E",
    text_2="#46566A",
    text_3="#5F6F82",
    actual="#0B5CAD",
    compare="#7A97B8",
    plan="#66758A",
    behind="#B93A0B",
    behind_tint="#FBE9E1",
    victory="#F5B800",
    on_victory="#14202E",
    track="#E6ECF3",
    grid="#E3E9F0",
    border="#CFD8E3",
    sequence=("#0B5CAD", "#5C96D2", "#8DB4DE", "#C6DAEF"),
    surface="#F2F5F9",
    stale="#7A97B8",
    victory_text="#805300",
)

DARK = Palette(
    background="#0C1522",
    text="#F4F7FA",
    text_2="#BCC8D6",
    text_3="#93A3B6",
    actual="#58AEFF",
    compare="#3B6794",
    plan="#AEBBC9",
    behind="#FF8F66",
    behind_tint="#3A2018",
    victory="#FFC83D",
    on_victory="#0C1522",
    track="#1E2E44",
    grid="#22334A",
    border="#33475F",
    sequence=("#58AEFF", "#3F83C4", "#2F639A", "#254B75"),
    surface="#152235",
    stale="#7F93AB",
    victory_text="#FFC83D",
)

CERTIFICATE = {"gold": "#B8860B", "red": "#A61B1B", "ivory": "#FFFEF9", "ink": "#1A1A1A"}
"""A certificate on paper: its frame, its title, its ground and its words."""


def palette(mode: str) -> Palette:
    """The palette of a theme: `dark`, or light for anything else."""
    return DARK if mode == "dark" else LIGHT


def canvas(colors: Palette, *, height: int) -> Spec:
    """An empty figure in the house style, with the spoken language's number separators."""
    bare: dict[str, Any] = {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"size": LABEL_SIZE, "color": colors.text_2},
        "fixedrange": True,
        "automargin": True,
        # each label would be measured against the edge; margins leave room for them
        "ticklabeloverflow": "allow",
    }
    figure = Spec()
    figure.update_layout(
        template=None,
        height=height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": LABEL_SIZE, "color": colors.text},
        hoverlabel={
            "bgcolor": colors.surface,
            "bordercolor": colors.border,
            "font": {"family": FONT, "size": LABEL_SIZE, "color": colors.text},
        },
        separators=",." if spoken() == "vi" else ".,",
        showlegend=False,
        dragmode=False,
        xaxis=bare,
        yaxis=bare,
    )
    return figure


def readable_on(fill: str) -> str:
    """Black or white, whichever contrasts more with a fill."""
    channels = [int(fill[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if luminance > 0.179 else "#FFFFFF"


def literal(words: str) -> str:
    """Text that Plotly shows as it is: its few HTML tags and entities do not come alive."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
