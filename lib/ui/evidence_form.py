"""One row of evidence by hand: the fields of its kind, checked as a row of a file is."""

import secrets
from collections.abc import Callable
from datetime import date, datetime, time

import streamlit as st

from lib.errors import FileRefused, RaQuanError
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.intake import wording
from lib.intake.evidence import checking, committing, reading
from lib.intake.evidence.fields import Field, Layout
from lib.intake.evidence.rows import CheckedEvidence
from lib.intake.evidence.vocabulary import CHANNEL_CODES, MODE_CODES
from lib.queries import evidence
from lib.ui import clock, data, evidence_asked, failure, state
from lib.ui.data import read
from lib.ui.import_file import known, refused, snapshot
from lib.ui.question import Question

LEFT_OUT = {"unit", "staff_name", "leader_code"}
"""Columns that say again what the person or the team says already."""
ONE_OF = {"team"}
"""Fields that a form needs though a file may leave the column out."""
LONGEST, ACROSS, NARROWEST = 500, 3, 220
"""Characters of a text; fields side by side, and how many px one needs at least."""


def box(question: Question, layout: Layout) -> None:
    """The form; what is typed stays where it is until it is saved."""
    kind, turn = layout.kind, evidence_asked.turn("form", layout.kind)
    trouble: list[str] = state.kept("evidence_trouble", (kind, turn)) or []
    with st.expander(
        text("evidence.form_title"), icon=":material/edit_note:", expanded=bool(trouble)
    ):
        if trouble:
            words = " ".join((text("evidence.form_refused"), *trouble))
            st.error(formats.plain(words), icon=":material/warning:")
        with st.form(f"evidence_form_{kind}_{turn}", border=False):
            texts: dict[str, str] = {}
            fields = [one for one in layout.fields if one.key not in LEFT_OUT]
            with st.grid(ACROSS, min_column_width=NARROWEST, vertical_alignment="bottom"):
                for one in fields:
                    texts[one.key] = _asked(question, one, f"evidence_{kind}_{one.key}_{turn}")
            pressed = st.form_submit_button(text(f"evidence.form_save_{kind}"), type="primary")
        if pressed:
            _save(question, layout, texts)


def _asked(question: Question, one: Field, key: str) -> str:
    """Draw the widget of a field and return what it holds, as a cell of a file would."""
    is_needed = one.required or one.key in ONE_OF or one.key == "day"
    label = one.label if is_needed else text("evidence.optional", label=one.label)
    draw: dict[str, Callable[[], str]] = {
        "day": lambda: _day(question, label, key),
        "clock": lambda: _clock(label, key),
        "hour": lambda: _hour(question, label, key),
        "staff": lambda: _of(label, key, _people(question)),
        "team": lambda: _of(label, key, _teams(question)),
        "channel": lambda: _of(
            label, key, {code: text(f"evidence_channel.{code}") for code in CHANNEL_CODES}
        ),
        "mode": lambda: _of(
            label, key, {code: text(f"evidence_mode.{code}") for code in MODE_CODES}
        ),
        "count": lambda: _number(label, key, 1),
        "money": lambda: _number(label, key, 1_000),
        "score": lambda: _score(label, key),
    }
    found = draw.get(one.cells, lambda: st.text_input(label, max_chars=LONGEST, key=key))()
    return found.strip()


def _day(question: Question, label: str, key: str) -> str:
    first, last = (_date(question.campaign[name]) for name in ("starts_on", "ends_on"))
    usual = min(max(clock.now().date(), first), last)
    chosen = st.date_input(
        label, usual, min_value=first, max_value=last, format="DD/MM/YYYY", key=key
    )
    return f"{chosen:%d/%m/%Y}" if isinstance(chosen, date) else ""


def _date(value: date) -> date:
    """A day of an answer, which pandas may hold as a moment."""
    return value.date() if isinstance(value, datetime) else value


def _clock(label: str, key: str) -> str:
    chosen: time | None = st.time_input(label, None, step=60, key=key)
    return f"{chosen:%H:%M}" if chosen else ""


def _hour(question: Question, label: str, key: str) -> str:
    hours = read(evidence.report_hours, campaign_code=question.campaign_code)["due_at"]
    options = {f"{hour:%H:%M}": f"{hour:%H:%M}" for hour in hours}
    return _of(label, key, options)


def _of(label: str, key: str, options: dict[str, str]) -> str:
    chosen: str | None = st.selectbox(
        label,
        list(options),
        index=None,
        format_func=lambda code: options[code],
        placeholder=text("evidence.choose"),
        key=key,
    )
    return chosen or ""


def _number(label: str, key: str, step: int) -> str:
    value: int | None = st.number_input(label, min_value=0, value=None, step=step, key=key)
    return "" if value is None else str(int(value))


def _score(label: str, key: str) -> str:
    value: float | None = st.number_input(
        label, min_value=0.0, max_value=100.0, value=None, step=0.5, key=key
    )
    return "" if value is None else f"{value:g}"


def _people(question: Question) -> dict[str, str]:
    """Who may be named: code -> code, name and unit."""
    names = dict(
        zip(question.units["unit_id"], question.units[in_language("short_name")], strict=True)
    )
    roster = read(evidence.roster, campaign_code=question.campaign_code)
    return {
        str(code): f"{code} · {name} · {names.get(unit, unit)}"
        for code, name, unit in zip(
            roster["staff_code"], roster["full_name"], roster["competing_unit_id"], strict=True
        )
    }


def _teams(question: Question) -> dict[str, str]:
    teams = read(evidence.teams, campaign_code=question.campaign_code)
    return {
        str(code): f"{name} · {code if formats.is_missing(leader) else leader}"
        for code, name, leader in zip(
            teams["team_code"], teams["name"], teams["leader_name"], strict=True
        )
    }


def _save(question: Question, layout: Layout, texts: dict[str, str]) -> None:
    """Save the row, or keep it in the form and say why not."""
    kind, turn = layout.kind, evidence_asked.turn("form", layout.kind)
    what = text("evidence.form_name", what=text(f"evidence.kind_{kind}"))
    try:
        checked = checking.check(
            snapshot(),
            reading.typed(layout, texts, what),
            campaign_code=question.campaign_code,
            as_of=clock.now(),
            lookups=known(question),
        )
        if checked.rejected:
            _refuse(kind, turn, checked)
            return
        sender = state.sender() or ""
        done = committing.commit(
            data.store(),
            checked,
            sender=sender,
            at=clock.now(),
            source="entry",
            idempotency_key=_key(kind, turn),
            strict=True,
        )
    except FileRefused as refusal:
        refused(refusal)
        return
    except RaQuanError as error:
        failure.show(error)
        return
    row = checked.rows[0].texts
    who = row.get("staff_code") or row.get("team") or ""
    state.notify(
        text(
            "evidence.form_saved",
            who=formats.plain(sender),
            what=formats.plain(f"{text(f'evidence.kind_{kind}')} {who}"),
            at=formats.moment(done.recorded_at),
            batch=done.batch_id,
        )
    )
    evidence_asked.next_turn("form", kind)
    st.rerun()


def _refuse(kind: str, turn: int, checked: CheckedEvidence) -> None:
    errors = [one for one in checked.rows[0].problems if one.level == "error"]
    state.keep("evidence_trouble", (kind, turn), [wording.advice(one) for one in errors])
    st.rerun()


def _key(kind: str, turn: int) -> str:
    """The same for each attempt to save one row: a second press counts nothing twice."""
    known_key: str | None = state.kept("evidence_key", (kind, turn))
    if known_key is None:
        known_key = secrets.token_hex(16)
        state.keep("evidence_key", (kind, turn), known_key)
    return known_key
