"""Slide through a campaign's time: the steps there are, and a slider that keeps to an exact time.

The text in the URL decides, the slider follows it: it is set anew before each drawing, so that
steps may come and go (the campaign runs on, the language changes) without the choice moving. A
time that is none of the steps, such as 11:07, becomes one while it is chosen.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import streamlit as st

from lib.i18n import formats
from lib.i18n.catalog import text
from lib.ui import links

LATEST = "latest"
"""The right end of a slider that leads back to the live figures."""
QUARTER, HOUR = 15, 60
HOURLY_DAYS = 7
"""A campaign of more days is looked through by days: hours would be too many steps."""
DAILY_DAYS = 190
"""A campaign of more days is looked through by weeks."""
WEEK = 7


def steps(campaign: Mapping[str, Any], *, until: datetime, clock: time) -> list[datetime]:
    """The moments a slider offers before `until`, oldest first.

    Quarters of an hour from opening to closing of one day; hours of up to HOURLY_DAYS days; else
    days, each at the time `clock`, or weeks of a very long campaign.
    """
    opens, closes = campaign["opens_at"], campaign["closes_at"]
    first, days = opens.date(), (closes.date() - opens.date()).days + 1
    if days > HOURLY_DAYS:
        every = 1 if days <= DAILY_DAYS else WEEK
        found = [_at(first, number, clock) for number in range(0, days, every)]
    else:
        found = _within_days(first, days, opens.time(), closes.time())
    return [one for one in found if one < until]


def code(moment: datetime, campaign: Mapping[str, Any]) -> str:
    """A moment as the URL holds it: 11:00 on the campaign's only day, else date and time."""
    is_plain = not moment.second and not moment.microsecond
    if is_plain and _is_the_day(moment, campaign):
        return f"{moment:%H:%M}"
    return moment.isoformat(timespec="minutes" if is_plain else "auto")


def slider(
    key: str, campaign: Mapping[str, Any], *, until: datetime, chosen: datetime | None, label: str
) -> None:
    """Draw a slider that writes the choice `key`; its right end is the latest.

    `chosen` is what the choice stands at now (None: the latest). A campaign that has not begun
    has nothing to slide through.
    """
    clock = (chosen or campaign["closes_at"]).time()
    offered = steps(campaign, until=until, clock=clock)
    words = _in_words([*offered, *([] if chosen is None else [chosen])], campaign)
    words[LATEST] = text("filter.as_of_latest")
    _draw(key, label, words, LATEST if chosen is None else code(chosen, campaign))


def slider_before(
    key: str, campaign: Mapping[str, Any], *, until: datetime, chosen: datetime, label: str
) -> None:
    """Draw a slider over what lies before `until`, that writes the choice `key`."""
    offered = steps(campaign, until=until, clock=chosen.time())
    words = _in_words([*offered, chosen], campaign)
    _draw(key, label, words, code(chosen, campaign))


def back_to_latest(key: str) -> None:
    """A button that lets go of a past cut-off."""
    links.show(
        st.button,
        text("filter.to_latest"),
        icon=":material/update:",
        key=f"{key}_to_latest",
        on_click=links.choose,
        args=(key, ""),
        width="stretch",
    )


def _in_words(moments: Sequence[datetime], campaign: Mapping[str, Any]) -> dict[str, str]:
    """The words of each moment by its code, the oldest first."""
    return {code(one, campaign): _words(one, campaign) for one in sorted(set(moments))}


def _draw(key: str, label: str, words: Mapping[str, str], value: str) -> None:
    """The slider itself, set to where the choice stands; nothing to slide: nothing drawn."""
    if len(words) < 2:
        return
    widget = f"{key}_slider"
    st.session_state[widget] = value
    links.show(
        st.select_slider,
        label,
        list(words),
        key=widget,
        format_func=lambda one: words.get(one, one),
        on_change=_slid,
        args=(key,),
    )


def _slid(key: str) -> None:
    moved = str(st.session_state[f"{key}_slider"])
    links.choose(key, "" if moved == LATEST else moved)


def _within_days(first: date, days: int, opens: time, closes: time) -> list[datetime]:
    """The steps within the hours of each day, the closing time as the last of them."""
    every = QUARTER if days == 1 else HOUR
    begin, end = _minutes(opens), _minutes(closes)
    if end <= begin:  # open over midnight, or all day
        begin, end = 0, 24 * HOUR
    minutes = [*range(begin // every * every, end, every), end]
    return [
        _at(first, number, time()) + timedelta(minutes=one)
        for number in range(days)
        for one in minutes
    ]


def _words(moment: datetime, campaign: Mapping[str, Any]) -> str:
    """A step in words that no other step has."""
    days = (campaign["closes_at"].date() - campaign["opens_at"].date()).days + 1
    if days > HOURLY_DAYS:
        return formats.day(moment)
    if moment.second or moment.microsecond:
        return moment.isoformat(" ")
    return formats.clock(moment) if _is_the_day(moment, campaign) else formats.moment(moment)


def _is_the_day(moment: datetime, campaign: Mapping[str, Any]) -> bool:
    """Whether a moment lies on the only day of a campaign."""
    opens, closes = campaign["opens_at"].date(), campaign["closes_at"].date()
    return bool(opens == closes == moment.date())


def _at(first: date, number: int, clock: time) -> datetime:
    return datetime.combine(first + timedelta(days=number), clock)


def _minutes(clock: time) -> int:
    return clock.hour * HOUR + clock.minute
