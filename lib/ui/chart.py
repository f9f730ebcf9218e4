"""A chart on a page: one node that lives while the page shows it, redrawn in place.

Streamlit's own element is a new one whenever its figure changes, and draws it twice; this one
gives plotly.js the new figure for the old (`Plotly.react`), once.
"""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from lib.ui.takeaway_behind import Behind
from lib.ui.wall_feed import PLOTLY_ADDRESS, STATIC

Picked = Callable[[str], None]


class Drawn:
    """A chart that is shown to many: what stands behind it, and its figure ready to send."""

    def __init__(self, behind: Behind, figure: go.Figure) -> None:
        self.behind = behind
        self.figure = figure.to_json()
        self.height = int(figure.to_dict()["layout"]["height"])


def chart(figure: go.Figure | str, *, key: str, alt: str, picked: Picked | None = None) -> None:
    """Draw a figure as wide as there is room, as tall as its layout says; `alt` is its finding.

    A figure may be JSON already. With `picked`, a click on a mark that has customdata calls it
    with that code, before the page runs again.
    """
    _mount()(
        key=key,
        data={
            "figure": figure if isinstance(figure, str) else figure.to_json(),
            "alt": alt,
            "plotly": PLOTLY_ADDRESS,
            "can_pick": picked is not None,
        },
        height="content",
        on_picked_change=_nothing if picked is None else partial(_taken, key, picked),
    )


def _taken(key: str, picked: Picked) -> None:
    if code := st.session_state[key].picked:
        picked(str(code))


def _nothing() -> None:
    """A chart that nothing is picked on."""


@cache
def _mount() -> Any:
    return st.components.v2.component(
        "chart",
        html='<div class="chart" role="img"></div>',
        css=(STATIC / "chart.css").read_text(encoding="utf-8"),
        js=(STATIC / "chart.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
