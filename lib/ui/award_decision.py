"""The council's work on a record, one step after the other: lock, decide, grant; or open again."""

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from lib.awards import locking, records
from lib.awards.reading import Record
from lib.errors import RaQuanError, RecordRefused
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.queries import awards
from lib.ui import award_words, clock, data, failure, state
from lib.ui.award_known import Known, TitleView, rules_in_force
from lib.ui.data import read
from lib.ui.question import Question


def steps(known: Known) -> None:
    """Which of the steps this is."""
    reached = [known.record is not None, bool(_undecided(known) == []), known.is_granted]
    with st.container(horizontal=True, gap="small"):
        for key, is_done in zip(("lock", "decide", "grant"), reached, strict=True):
            st.badge(
                text(f"decision.step_{key}"),
                icon=":material/check:" if is_done else ":material/radio_button_unchecked:",
                color="blue" if is_done else "gray",
            )


def lock(known: Known, question: Question) -> None:
    """Lock the figures and make the record, after being told what that means."""
    moment = clock.now()
    if moment < question.campaign["closes_at"]:
        at = formats.moment(question.campaign["closes_at"])
        st.info(text("decision.not_closed", at=at), icon=":material/schedule:")
        return
    with st.container(border=True):
        st.subheader(text("decision.lock_title"), anchor=False)
        st.markdown(text("decision.lock_note"))
        if not known.records.empty:
            latest = int(known.records["record_id"].iloc[0])
            st.warning(text("decision.lock_again", record=latest), icon=":material/history:")
        if st.button(text("decision.lock"), type="primary", icon=":material/lock:", key="lock"):
            _do(
                lambda by, at: records.lock(
                    data.store(),
                    rules_in_force(),
                    campaign_code=question.campaign_code,
                    by=by,
                    at=at,
                ),
                text("decision.locked"),
            )


def decide(known: Known) -> None:
    """Accept all proposals at once, or decide title by title: as proposed, or otherwise."""
    record = known.record
    if record is None or known.is_granted:
        return
    st.subheader(text("decision.decide_title"), anchor=False)
    names = st.text_input(
        text("decision.names"),
        max_chars=300,
        placeholder=text("decision.names_help"),
        key="council_names",
    )
    waiting = _undecided(known)
    plain = [one for one in known.titles if one["id"] in waiting and not one["open_seats"]]
    if plain and st.button(
        text("decision.accept_all", count=len(plain)),
        type="primary",
        icon=":material/done_all:",
        key="accept_all",
    ):
        _do(lambda by, at: _accept(record, plain, names, by, at), text("decision.decided"))
    decided = read(awards.decisions, record_id=record.record_id, as_of=locking.LAST_MOMENT)
    chosen = {str(one["award_id"]): one for one in decided.to_dict("records")}
    for title in known.titles:
        found = chosen.get(str(title["id"]))
        keys = list(title["proposed"])
        if found is not None:
            keys = [one for one in str(found["subject_codes"]).split(",") if one]
        _one(record, title, keys, names, is_decided=found is not None)


def grant(known: Known) -> None:
    """Number and date of the decision, typed in once it is signed."""
    record = known.record
    if record is None or known.is_granted:
        return
    waiting = [one["title"] for one in known.titles if one["id"] in _undecided(known)]
    st.subheader(text("decision.grant_title"), anchor=False)
    if waiting:
        st.info(text("decision.grant_waits", titles=", ".join(waiting)), icon=":material/info:")
        return
    st.markdown(text("decision.grant_note"))
    with st.form("grant", border=True):
        number = st.text_input(
            text("decision.number"),
            max_chars=60,
            placeholder=text("decision.number_help"),
            key="decision_number",
        )
        day = st.date_input(
            text("decision.day"),
            value=clock.now().date(),
            min_value=record.starts_on,
            max_value=clock.now().date(),
            format="DD/MM/YYYY",
        )
        pressed = st.form_submit_button(
            text("decision.grant"), type="primary", icon=":material/workspace_premium:"
        )
    if pressed:
        _do(
            lambda by, at: records.grant(
                data.store(), record.record_id, number=number, decided_on=day, by=by, at=at
            ),
            text("decision.granted"),
        )


def reopen(known: Known, question: Question) -> None:
    """Let the campaign take changes again, with a reason; records stay as they are."""
    if not known.is_locked:
        return
    with st.expander(text("decision.reopen_title"), icon=":material/lock_open:"):
        st.markdown(text("decision.reopen_note"))
        with st.form("reopen", border=False):
            reason = st.text_input(text("decision.reason"), max_chars=300, key="reopen_reason")
            pressed = st.form_submit_button(text("decision.reopen"), icon=":material/lock_open:")
    if pressed:
        _do(
            lambda by, at: locking.reopen(
                data.store(), question.campaign_code, reason=reason, by=by, at=at
            ),
            text("decision.reopened"),
        )


def _one(
    record: Record, title: TitleView, keys: list[str], names: str, *, is_decided: bool
) -> None:
    """One title: whom the council honours with it."""
    labels = {one["key"]: _label(one, title) for one in title["candidates"]}
    icon = ":material/check_circle:" if is_decided else ":material/radio_button_unchecked:"
    said = ", ".join(award_words.candidate(title, one)["name"] for one in keys)
    heading = f"{title['title']} · {formats.plain(said or formats.MISSING)}"
    with st.expander(heading, icon=icon), st.form(f"decide_{title['id']}", border=False):
        for line in award_words.notes(title):
            st.info(formats.plain(line), icon=":material/info:")
        picked = st.multiselect(
            text("decision.honoured", seats=title["seats"]),
            list(labels),
            default=keys,
            format_func=labels.__getitem__,
            max_selections=title["seats"],
            key=f"honoured_{title['id']}_{record.record_id}",
        )
        reason = st.text_input(
            text("decision.departure"),
            max_chars=300,
            help=text("decision.departure_help"),
            key=f"departure_{title['id']}",
        )
        pressed = st.form_submit_button(text("decision.decide"), icon=":material/gavel:")
    if pressed:
        _do(
            lambda by, at: records.choose(
                data.store(),
                record.record_id,
                str(title["id"]),
                picked,
                decided_by=names,
                reason=reason,
                by=by,
                at=at,
            ),
            text("decision.decided"),
        )


def _label(one: TitleView, title: TitleView) -> str:
    points = formats.number(float(one["points"]), 1) if one["points"] else formats.MISSING
    return f"{one['name']} · {award_words.under(one, title)} · {points}"


def _accept(record: Record, titles: list[TitleView], names: str, by: str, at: datetime) -> None:
    records.choose_all(
        data.store(),
        record.record_id,
        {str(one["id"]): list(one["proposed"]) for one in titles},
        decided_by=names,
        by=by,
        at=at,
    )


def _undecided(known: Known) -> list[str]:
    """The titles the council has not decided; all where there is no record."""
    ids = [str(one["id"]) for one in known.titles]
    if known.record is None:
        return ids
    decided = read(awards.decisions, record_id=known.record.record_id, as_of=locking.LAST_MOMENT)
    return [one for one in ids if one not in set(decided["award_id"])]


def _do(work: Callable[[str, datetime], object], done: str) -> None:
    """Write, say so and show the page anew; or say why not, and keep what is typed."""
    try:
        work(state.sender() or "", clock.now())
    except RecordRefused as refused:
        st.error(text(f"decision_refused.{refused.values['reason']}"), icon=":material/error:")
    except RaQuanError as error:
        failure.show(error)
    else:
        state.notify(done)
        st.rerun()
