"""The one component of the wall: it listens to the feed, fetches scenes and draws them."""

from functools import cache
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from lib.feed import programme
from lib.i18n.catalog import in_language
from lib.ui.wall_feed import BASE, PLOTLY_ADDRESS, STATIC
from lib.ui.wall_question import WallQuestion, WallView


def show() -> None:
    """Mount the wall; everything it shows it fetches itself."""
    given = st.query_params.to_dict()
    view = WallView(WallQuestion.read(given))
    looks = programme.looks(view.theme, view.language)
    campaign = view.campaign
    title = "" if campaign is None else str(campaign[in_language("name")])
    asked = {"base": BASE, "query": urlencode(given), "plotly": PLOTLY_ADDRESS}
    _mount()(key="wall", data={**asked, "title": title, **looks})


@cache
def _mount() -> Any:
    return st.components.v2.component(
        "wall",
        html="<div></div>",
        css=(STATIC / "wall.css").read_text(encoding="utf-8"),
        js=(STATIC / "wall.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
