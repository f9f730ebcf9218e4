"""The two components of a ceremony, the stage and the console, with what each is given at first.

A stage is given addresses and a colour; a console also its pass. Neither is given a name.
"""

from dataclasses import asdict
from functools import cache
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from lib.access import console_passes
from lib.charts.theme import palette
from lib.feed.ceremony import THEMES
from lib.i18n.catalog import in_language, spoken, text
from lib.ui import clock, data, state
from lib.ui.addresses import PATHS, STAGE
from lib.ui.ceremony_known import Hall
from lib.ui.question import Question, colors
from lib.ui.wall_feed import BASE, PLOTLY_ADDRESS, STATIC

PASS = "console.pass"
WORDS = (
    "seen", "next", "end", "nothing", "steps", "keys", "back", "forward", "forward_dark", "black",
    "black_off", "lift", "lift_off", "restart", "restart_ask", "rehearse", "rehearse_ask",
    "rehearse_off", "rehearse_off_ask", "keep", "leave", "stage_dark", "stage_light", "rehearsing",
    "is_dark", "stages", "no_stage", "elapsed", "not_begun", "lost", "other", "not_sent",
)  # fmt: skip
"""What the console fills in by itself."""
PAINTED = (
    "background", "surface", "border", "text", "text_2", "actual", "behind", "behind_tint",
)  # fmt: skip


def stage() -> None:
    """Mount the stage; what it shows it fetches itself."""
    given = st.query_params.to_dict()
    hall = Hall.read(given)
    asked = {"theme": hall.theme, "lang": hall.language}
    query = asked if hall.campaign is None else {"campaign": hall.campaign, **asked}
    _mount("stage")(
        key="stage",
        data={
            "address": f"{BASE}/stage",
            "query": urlencode(query),
            "plotly": PLOTLY_ADDRESS,
            "background": palette(hall.theme).background,
        },
    )


def console(question: Question) -> None:
    """Mount the console; it shows itself once the code was given in this tab."""
    campaign, language = question.campaign_code, spoken()
    painted = asdict(colors())
    _mount("console")(
        key="console",
        data={
            "address": f"{BASE}/console",
            "events": f"{BASE}/stage/events",
            "query": urlencode({"campaign": campaign, "lang": language}),
            "plotly": PLOTLY_ADDRESS,
            "pass": _pass(),
            "words": {one: text(f"console.{one}") for one in WORDS},
            "colors": {one: painted[one] for one in PAINTED},
            "name": str(question.campaign[in_language("name")]),
            "stage": {theme: stage_address(campaign, theme) for theme in THEMES},
            "away": f"/{PATHS[0]}?{urlencode({'campaign': campaign, 'lang': language})}",
        },
        height="content",
    )


def stage_address(campaign_code: str, theme: str) -> str:
    """Where a hall opens the stage of a campaign."""
    asked = {"campaign": campaign_code, "theme": theme, "lang": spoken()}
    return f"/{STAGE.path}?{urlencode(asked)}"


def _pass() -> str:
    """This session's pass, made once it has given the code; empty before."""
    by, office, now = state.sender(), data.settings().office_file, clock.now()
    if by is None:
        return ""
    known = str(st.session_state.get(PASS, ""))
    if console_passes.holder(office, known, at=now) is None:
        known = console_passes.make(office, by=by, at=now)
        st.session_state[PASS] = known
    return known


@cache
def _mount(name: str) -> Any:
    scripts = (STATIC / "stage_drawing.js", STATIC / f"{name}.js")
    return st.components.v2.component(
        name,
        html="<div></div>",
        css=(STATIC / f"{name}.css").read_text(encoding="utf-8"),
        js="\n".join(one.read_text(encoding="utf-8") for one in scripts),
        isolate_styles=False,
    )
