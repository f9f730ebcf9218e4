"""The first of the two moments the changes page compares; the second is the cut-off beside it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import streamlit as st

from lib.i18n import formats
from lib.i18n.catalog import text
from lib.ui import links, time_machine
from lib.ui.filters import read_cut_off
from lib.ui.question import Question

KEY = "since"


@dataclass(frozen=True)
class Since:
    """The moment asked for, what was typed, and the code of what is wrong with it, if anything."""

    moment: datetime
    typed: str
    problem: str = ""


def asked(question: Question) -> Since:
    """The moment in the URL; the usual one when there is none, or none that can be used."""
    typed = links.now(KEY, "").strip()
    usual = _usual(question)
    if not typed:
        return Since(usual, typed)
    moment = read_cut_off(typed, day=question.campaign["closes_at"])
    if moment is None:
        return Since(usual, typed, "unread")
    return Since(usual, typed, "too_late") if moment > question.as_of else Since(moment, typed)


def choose(question: Question, since: Since) -> None:
    """Draw the slider and the field the moment is chosen by."""
    left, right = st.columns((3, 1), vertical_alignment="bottom")
    with left:
        time_machine.slider_before(
            KEY,
            question.campaign,
            until=question.as_of,
            chosen=since.moment,
            label=text("changes.since_slider"),
        )
    with right:
        links.written(
            KEY,
            text("changes.since"),
            placeholder=time_machine.code(_usual(question), question.campaign),
            help=text("filter.as_of_help"),
            max_chars=19,
        )
    if since.problem == "unread":
        st.warning(text("changes.since_unread", typed=formats.plain(since.typed)))
    elif since.problem:
        st.warning(text("changes.since_too_late", typed=formats.plain(since.typed)))


def named(question: Question, since: Since) -> dict[str, Any]:
    """Both moments in words, as the sentences of the page name them: `since` and `until`."""
    campaign = question.campaign
    is_one_day = campaign["starts_on"] == campaign["ends_on"]
    is_same_day = since.moment.date() == question.as_of.date()
    short = is_one_day and (is_same_day or not question.is_replay)
    written = formats.clock if short else formats.moment
    until = written(question.as_of) if question.is_replay else text("changes.latest")
    return {"since": written(since.moment), "until": until}


def _usual(question: Question) -> datetime:
    """An hour before the cut-off or the close; a day before in a campaign of many days."""
    campaign = question.campaign
    last: datetime = min(question.as_of, campaign["closes_at"])
    days = (campaign["closes_at"].date() - campaign["opens_at"].date()).days + 1
    back = timedelta(days=1) if days > time_machine.HOURLY_DAYS else timedelta(hours=1)
    # before that there is no time to look at
    return last - back if last > datetime.min + back else last
