"""A chart on a page: one node that lives while the page shows it, redrawn in place.

Streamlit's own element is a new one whenever its figure changes, and draws it twice; this one
gives plotly.js the new figure for the old (`Plotly.react`), once.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from lib.ui.takeaway_behind import Behind
from lib.ui.wall_feed import PLOTLY_ADDRESS, STATIC

HTML = """<div class="chart-frame"><div class="chart" role="img"></div></div>
<ul class="marks" role="listbox" tabindex="0" hidden></ul>"""


class Drawn:
    """A chart that is shown to many: what stands behind it, and its figure ready to send."""

    def __init__(
        self, behind: Behind, figure: go.Figure, codes: Sequence[str] = (), *, alt: str = ""
    ) -> None:
        self.behind = behind
        self.alt = alt
        """The chart in a sentence, where it is another than every chart's."""
        written = behind.written() if codes else ()
        self.marks = [(code, ", ".join(row)) for code, row in zip(codes, written, strict=False)]
        """What can be picked: the codes of the first rows behind it, and their figures in words."""
        self.figure = figure.to_json()


def chart(figure: str, *, key: str, alt: str) -> None:
    """Draw a figure (JSON) as wide as there is room, as tall as its layout says.

    `alt` is its finding.
    """
    _mount()(key=key, data=_asked(figure, alt), height="content")


def linked_chart(drawn: Drawn, *, key: str, alt: str, picked: Callable[[str], None]) -> None:
    """Draw a chart whose marks can be picked, by a click or with the keyboard; one that is very
    tall is scrolled in its frame.

    `picked` is called with the customdata of the mark before the page runs again.
    """

    def take() -> None:
        if code := st.session_state[key].picked:
            picked(str(code))

    data = _asked(drawn.figure, alt, marks=drawn.marks)
    _mount()(key=key, data=data, height="content", on_picked_change=take)


def _asked(figure: str, alt: str, marks: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    return {"figure": figure, "alt": alt, "marks": list(marks), "plotly": PLOTLY_ADDRESS}


@cache
def _mount() -> Any:
    return st.components.v2.component(
        "chart",
        html=HTML,
        css=(STATIC / "chart.css").read_text(encoding="utf-8"),
        js=(STATIC / "chart.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
