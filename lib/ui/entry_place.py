"""Where and by whom a sale is entered: asked once, then remembered in the URL."""

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
import streamlit as st

from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.queries import intake
from lib.queries.frames import row
from lib.ui import clock, links, state
from lib.ui.data import read
from lib.ui.filters import WHOLE
from lib.ui.question import Question

ASKING = "entry.asking"
CHARS = 40


@dataclass(frozen=True)
class Place:
    """The unit whose sale it is, as it is written in a report, and the seller's code."""

    unit_id: str
    short_name: str
    written: str
    seller: str


def running(question: Question, now: datetime) -> bool:
    """Whether today is a day of the campaign."""
    first, last = days(question)
    return first <= now.date() <= last


def days(question: Question) -> tuple[date, date]:
    """The first and the last day of the campaign."""
    campaign = question.campaign
    first, last = pd.Timestamp(campaign["starts_on"]), pd.Timestamp(campaign["ends_on"])
    return first.date(), last.date()


def chosen(question: Question) -> Place | None:
    """The place, in a line that can be changed; None while it is asked for."""
    known = list(question.units["unit_id"])
    is_known = links.now("unit", WHOLE) in known
    if is_known and not st.session_state.get(ASKING):
        return _shown(question, links.held("unit", WHOLE), links.held("seller", ""))
    st.session_state[ASKING] = True
    unit_id = links.choice(
        "unit",
        [WHOLE, *known],
        WHOLE,
        st.selectbox,
        text("entry.unit"),
        format_func=lambda code: text("entry.choose") if code == WHOLE else _long(question, code),
    )
    seller = links.written(
        "seller", text("entry.seller"), max_chars=CHARS, autocomplete="off", help=None
    )
    if seller:
        st.caption(formats.plain(_name(question, seller) or text("entry.seller_unknown")))
    st.button(
        text("entry.start"),
        type="primary",
        width="stretch",
        disabled=unit_id == WHOLE,
        on_click=_settled,
        key="entry_start",
    )
    return None


def _shown(question: Question, unit_id: str, seller: str) -> Place:
    unit = question.unit(unit_id)
    short_name, who = str(unit[in_language("short_name")]), state.sender() or ""
    if seller:
        who = _name(question, seller) or text("entry.seller_unlisted", code=seller)
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="entry_place", wrap=False
    ):
        st.markdown(formats.plain(f"{short_name} · {who}"), width="stretch")
        st.button(text("entry.change"), type="tertiary", on_click=_ask, key="entry_change")
    return Place(unit_id, short_name, _written(question, unit), seller)


def _written(question: Question, unit: pd.Series) -> str:
    """The unit's name, or its code where several units bear the name on that day."""
    names = read(intake.unit_names, **question.shared)
    day = _day(question)
    borne = names[
        (names["name"] == unit["name"]) & (names["named_from"] <= day) & (day < names["named_to"])
    ]
    if borne["unit_id"].nunique() <= 1:
        return str(unit["name"])
    code = row(names, "unit_id", unit["unit_id"])["unit_code"]
    return str(unit["name"] if formats.is_missing(code) else code)


def _name(question: Question, seller: str) -> str | None:
    """The name of a seller who is on the roster that day."""
    people = read(intake.staff_codes, as_of=question.as_of)
    day = _day(question)
    found = people[
        (people["staff_code"].str.casefold() == seller.casefold())
        & (people["valid_from"] <= day)
        & (day < people["valid_to"])
    ]
    return None if found.empty else str(found["full_name"].iloc[0])


def _day(question: Question) -> date:
    first, last = days(question)
    return max(first, min(clock.now().date(), last))


def _long(question: Question, unit_id: str) -> str:
    """A unit with the one it competes as, where that is another."""
    unit = question.unit(unit_id)
    name = str(unit[in_language("name")])
    if unit["competing_unit_id"] == unit_id:
        return name
    above = question.unit(str(unit["competing_unit_id"]))
    return f"{name} · {above[in_language('short_name')]}"


def _ask() -> None:
    st.session_state[ASKING] = True


def _settled() -> None:
    st.session_state[ASKING] = False
