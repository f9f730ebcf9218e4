"""After saving: what was saved and when, the day so far, and the undo of each sale."""

from datetime import datetime
from typing import Any

import streamlit as st

from lib.errors import BatchNotFound, RaQuanError
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.intake import committing
from lib.queries import entry, progress
from lib.ui import cards, clock, data, entry_draft, failure, state
from lib.ui.cards import Figure
from lib.ui.data import read
from lib.ui.entry_place import Place
from lib.ui.entry_saving import Saved
from lib.ui.question import Question

LISTED = 6
"""How many of the latest sales are listed."""


def notice() -> None:
    """Say once what the last undo did."""
    words = state.notice()
    if words:
        st.success(words, icon=":material/undo:")


def saved(question: Question, done: Saved) -> None:
    """The sale is saved: only here does the page say so."""
    found = [one for one in _latest(question) if one["batch_id"] == done.batch_id]
    amount = formats.dong(done.revenue_vnd)
    what = [f"{_what(one)}, {amount}" for one in found] or [amount]
    st.success(
        formats.plain(text("entry.saved_words", what=what[0], batch=done.batch_id)),
        icon=":material/check:",
        title=text("entry.saved", at=_at(done.at)),
    )
    for words in entry_draft.warnings():
        st.warning(formats.plain(words), icon=":material/visibility:")
    st.button(
        text("entry.next"),
        type="primary",
        width="stretch",
        on_click=entry_draft.begin,
        key="entry_next",
    )
    pressed = st.button(
        text("entry.undo"), icon=":material/undo:", width="stretch", key="entry_undo"
    )
    if pressed and _undo(done.batch_id, _undone(done.at, done.revenue_vnd)):
        st.rerun()


def today(question: Question, place: Place) -> None:
    """The day of the person and of the unit, and the last sales that were entered."""
    mine = read(entry.totals, **_scope(question)).iloc[0]
    unit = read(progress.overview, **_now(question), unit_id=place.unit_id).iloc[0]
    share = formats.percent(unit["attainment"])
    has_plan = not formats.is_missing(unit["attainment"])
    st.caption(text("entry.in_millions"))
    cards.figures(
        [
            Figure(
                text("entry.mine"),
                formats.millions(mine["revenue_vnd"], unit=False),
                text("entry.mine_count", count=formats.number(mine["sale_count"])),
            ),
            Figure(
                formats.plain(place.short_name),
                formats.millions(unit["revenue_vnd"], unit=False),
                text("entry.of_plan", share=share) if has_plan else text("progress.no_plan"),
            ),
        ],
        narrowest=150,
    )
    listed = _latest(question)
    if not listed:
        return
    st.subheader(text("entry.latest"), anchor=False)
    for one in listed:
        _line(one)


def _line(one: dict[str, Any]) -> None:
    """One sale: when, what, how much, and its undo."""
    key = f"entry_line_{one['batch_id']}"
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=key, wrap=False
    ):
        st.markdown(f":gray[{_at(one['recorded_at'])}]", width="content")
        name = formats.plain(_what(one))
        st.markdown(f"~~{name}~~" if one["is_voided"] else name, width="stretch")
        if one["is_voided"]:
            st.markdown(f":gray[{text('entry.voided')}]", width="content")
            return
        st.markdown(f"**{formats.number(one['revenue_vnd'])}**", width="content")
        pressed = st.button(
            text("entry.undo_short"),
            icon=":material/undo:",
            type="tertiary",
            key=f"entry_undo_{one['batch_id']}",
        )
    if pressed:
        _ask_undo(one)


def _ask_undo(one: dict[str, Any]) -> None:
    """Ask first: the line may have been under the thumb by chance.

    All words are made here: when the dialog runs again it runs alone, without the language.
    """
    amount = formats.dong(one["revenue_vnd"])
    asking = text("entry.undo_ask", what=formats.plain(_what(one)), amount=amount)
    yes, no = text("entry.undo_short"), text("entry.keep")
    words = _undone(one["recorded_at"], one["revenue_vnd"])

    @st.dialog(text("entry.undo"))
    def ask() -> None:
        st.markdown(asking)
        with st.container(horizontal=True):
            if st.button(yes, type="primary", key="entry_undo_yes") and _undo(
                int(one["batch_id"]), words
            ):
                st.rerun()
            if st.button(no, key="entry_undo_no"):
                st.rerun()

    ask()


def _undone(at: datetime, revenue_vnd: int) -> str:
    return text("entry.undone", at=_at(at), amount=formats.dong(revenue_vnd))


def _undo(batch_id: int, words: str) -> bool:
    """Void the sale by its batch; False when that could not be, which has been said then."""
    try:
        committing.undo(data.store(), batch_id, by=state.sender() or "", at=clock.now())
    except BatchNotFound:
        return True  # an earlier tap undid it
    except (RaQuanError, OSError) as error:
        failure.show(error)
        return False
    state.notify(words)
    return True


def _latest(question: Question) -> list[Any]:
    """The rows of queries.entry.latest."""
    return read(entry.latest, **_scope(question), limit_count=LISTED).to_dict("records")


def _scope(question: Question) -> dict[str, Any]:
    """The sales that this person has entered since midnight."""
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return {**_now(question), "sender": state.sender() or "", "since": midnight}


def _now(question: Question) -> dict[str, Any]:
    """The latest figures, whatever cut-off the viewer looks back to."""
    latest = clock.latest_cut_off(clock.now(), closes_at=question.campaign["closes_at"])
    return {"campaign_code": question.campaign_code, "as_of": latest}


def _what(one: dict[str, Any]) -> str:
    return f"{one[in_language('name')]} × {formats.number(one['quantity'])}"


def _at(moment: datetime) -> str:
    """The time, with the day where that is not today."""
    is_today = moment.date() == clock.now().date()
    return formats.clock(moment) if is_today else formats.moment(moment)
