"""A chart as a picture: the browser draws what is on its screen, with what it says of itself.

Nothing is drawn on the server and no library is asked from elsewhere: the component takes the
figure and plotly.js from the chart on the page.
"""

from functools import cache
from typing import Any

import streamlit as st

from lib.charts.theme import FONT
from lib.i18n.catalog import text
from lib.ui import takeaway_files
from lib.ui.question import colors
from lib.ui.takeaway_behind import Behind, Sheaf
from lib.ui.wall_feed import STATIC

WIDTH, SCALE = 1120, 2
"""Of the chart in CSS px, whatever the screen; each is drawn as SCALE × SCALE dots."""
LETTERS = ("noto-sans-latin.woff2", "noto-sans-vietnamese.woff2")


def button(behind: Behind, sheaf: Sheaf) -> None:
    """A button that keeps the chart of this key as a PNG with title, measure and caption."""
    shown = colors()
    _mount()(
        key=f"picture_{behind.key}",
        data={
            "chart": behind.key,
            "label": text("takeaway.png"),
            "busy": text("takeaway.png_busy"),
            "failed": text("takeaway.png_failed"),
            "file": takeaway_files.file_name(sheaf, behind.key, "png"),
            "title": behind.title,
            "measure": behind.measure,
            "caption": [
                takeaway_files.campaign_words(sheaf),
                takeaway_files.caption_line(sheaf),
            ],
            "letters": [f"/app/static/{file}" for file in LETTERS],
            "font": FONT,
            "width": WIDTH,
            "scale": SCALE,
            "colors": {
                "background": shown.background,
                "text": shown.text,
                "quiet": shown.text_2,
                "line": shown.border,
            },
        },
    )


@cache
def _mount() -> Any:
    return st.components.v2.component(
        "picture",
        html='<div class="take-picture"><button type="button"></button><p role="status"></p></div>',
        css=(STATIC / "picture.css").read_text(encoding="utf-8"),
        js=(STATIC / "picture.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
