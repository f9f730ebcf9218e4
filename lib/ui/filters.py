"""The filters beside every page; each lives in the URL, so a link shows the same numbers."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any

import pandas as pd
import streamlit as st

from lib.i18n import catalog, formats
from lib.i18n.catalog import in_language, text
from lib.queries import campaigns
from lib.ui import clock, data, explore_asked, links, time_machine
from lib.ui.question import Question, asking

Rows = Mapping[str, Mapping[str, Any]]

COMPARED = ("since", "with")
"""What the pages that compare are asked against."""
WHOLE = "all"
"""The unit filter's value for every unit that competes."""


def language() -> None:
    """Choose the language, and speak it for the rest of the run."""
    catalog.speak(
        links.choice(
            "lang",
            catalog.LANGUAGES,
            data.settings().language,
            st.segmented_control,
            text("filter.language"),
            format_func=lambda code: text(f"language.{code}"),
            required=True,
        )
    )


def ask(*, by_unit: bool, more: Callable[[Question], None] | None = None) -> Question | None:
    """Ask for campaign, unit and cut-off; None while the store holds no campaign.

    `more` draws the filters that only one page has.
    """
    moment = clock.now()
    known = known_campaigns(moment)
    if not known:
        return None
    campaign = _campaign(known)
    as_of, is_replay = _cut_off(campaign, moment)
    units = data.read(campaigns.units, campaign_code=campaign["campaign_code"], as_of=as_of)
    question = Question(
        campaign=campaign,
        unit_id=_unit(units) if by_unit else None,
        units=units,
        as_of=as_of,
        is_replay=is_replay,
    )
    asking(question)
    if more is not None:
        more(question)
    links.show(st.button, text("filter.reset"), on_click=_reset, width="stretch")
    links.show(st.caption, text("filter.in_link"))
    return question


def known_campaigns(moment: datetime) -> Rows:
    """The campaigns there are now, by their codes."""
    today = clock.latest_cut_off(moment, closes_at=moment)
    known: Rows = data.once(("campaigns", today), lambda: _campaigns(today))
    return known


def _campaigns(as_of: datetime) -> Rows:
    """The rows of queries.campaigns.campaigns by their codes."""
    rows = data.read(campaigns.campaigns, as_of=as_of).to_dict("records")
    return {str(row["campaign_code"]): {str(key): row[key] for key in row} for row in rows}


def _campaign(rows: Rows) -> Mapping[str, Any]:
    usual = data.settings().campaign
    chosen = links.choice(
        "campaign",
        list(rows),
        usual if usual in rows else next(iter(rows)),
        st.selectbox,
        text("filter.campaign"),
        format_func=lambda code: str(rows[code][in_language("name")]),
    )
    return rows[chosen]


def _unit(units: pd.DataFrame) -> str | None:
    names = dict(zip(units["unit_id"], units[in_language("short_name")], strict=True))
    names[WHOLE] = text("filter.whole")
    chosen = links.choice(
        "unit",
        [WHOLE, *units["unit_id"]],
        WHOLE,
        st.selectbox,
        text("filter.unit"),
        format_func=lambda unit_id: names[unit_id],
    )
    return None if chosen == WHOLE else chosen


def _cut_off(campaign: Mapping[str, Any], moment: datetime) -> tuple[datetime, bool]:
    """The chosen past cut-off, or the latest one; what cannot be read is said and left out.

    The slider and the text field write the same choice.
    """
    latest = clock.latest_cut_off(moment, closes_at=campaign["closes_at"])
    asked = read_cut_off(links.now("as_of", ""), day=campaign["closes_at"])
    time_machine.slider(
        "as_of", campaign, until=moment, chosen=asked, label=text("filter.as_of_slider")
    )
    typed = links.written(
        "as_of",
        text("filter.as_of"),
        placeholder=text("filter.as_of_latest"),
        help=text("filter.as_of_help"),
        max_chars=19,
    )
    if not typed:
        return latest, False
    chosen = read_cut_off(typed, day=campaign["closes_at"])
    if chosen is None:
        links.show(st.warning, text("filter.as_of_unread", typed=formats.plain(typed)))
        return latest, False
    time_machine.back_to_latest("as_of")
    return chosen, True


def read_cut_off(typed: str, *, day: datetime) -> datetime | None:
    """A clock time on the campaign's last day (11:00), or a date and time in ISO form.

    The time is local, unless another zone is written with it.
    """
    try:
        if len(typed.strip()) <= 5:
            return datetime.combine(day.date(), time.fromisoformat(typed.strip().zfill(5)))
        moment = datetime.fromisoformat(typed.strip())
        return moment.astimezone(clock.ZONE).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return None


def _reset() -> None:
    links.choose("unit", WHOLE)
    links.choose("as_of", "")
    links.forget(*explore_asked.FILTERS, *explore_asked.PICKS, *COMPARED)
