"""What counts of a kind of evidence so far, and the hand-overs it came in, each to be undone."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.errors import RaQuanError
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.intake import committing
from lib.intake.evidence.fields import Layout
from lib.queries import evidence
from lib.queries.answers import QueryFunction
from lib.queries.frames import row
from lib.ui import clock, data, failure, state, tables
from lib.ui.data import read
from lib.ui.drawn import again
from lib.ui.question import Question
from lib.ui.tables import Format

LISTED = 50
"""How many of the latest hand-overs are listed."""
TALL = 420
QUERIES: Mapping[str, QueryFunction] = {
    "deliveries": evidence.deliveries,
    "activities": evidence.activities,
    "attendance": evidence.attendance,
    "hourly_reports": evidence.hourly_reports,
}
WHO = {"staff_code": "staff_code", "full_name": "name"}
CAME = {"sender": "sender", "recorded_at": "recorded_at", "batch": "batch"}
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "deliveries": {
        **WHO,
        "unit": "unit",
        "taken_out": "column.taken_out",
        "first_attempt": "column.first_attempt",
        "on_time": "column.on_time",
        "complaints": "column.complaints",
        "losses": "column.losses",
        "cod_due_vnd": "column.cod_due",
        "cod_on_time_vnd": "column.cod_on_time",
        "delivered_on": "column.day",
        **CAME,
    },
    "activities": {
        **WHO,
        "unit": "unit",
        "channel": "column.channel",
        "verified": "column.verified_by",
        "referred_customers": "column.referred_customers",
        "referred_orders": "column.referred_orders",
        "link": "column.link",
        "panel_score": "column.panel_score",
        "done_on": "column.day",
        **CAME,
    },
    "attendance": {
        **WHO,
        "attended_at": "column.attended_at",
        "mode": "column.mode",
        **CAME,
    },
    "hourly_reports": {
        "team_name": "team",
        "leader_name": "leader",
        "due_at": "column.due_at",
        "reported_at": "column.reported_at",
        "punctual": "evidence.punctual",
        **CAME,
    },
}
COUNTS = (
    *("taken_out", "first_attempt", "on_time", "complaints", "losses"),
    *("cod_due_vnd", "cod_on_time_vnd", "referred_customers", "referred_orders"),
)
MOMENTS = ("recorded_at", "attended_at", "due_at", "reported_at")


def listed(question: Question, layout: Layout) -> None:
    """A table of the rows that count, and who handed each in; words where there are none."""
    st.subheader(text(f"evidence.counted_{layout.kind}"), anchor=False)
    frame = read(QUERIES[layout.kind], **question.shared)
    if frame.empty:
        st.info(text("evidence.empty"), icon=":material/inbox:")
        return
    latest = formats.moment(frame["recorded_at"].max())
    st.caption(text("evidence.counted_rows", count=formats.number(len(frame)), at=latest))
    again(f"evidence_counted_{layout.kind}", lambda: _listed(frame, layout))


def _listed(frame: pd.DataFrame, layout: Layout) -> None:
    columns = COLUMNS[layout.kind]
    known: dict[str, Format] = {
        **dict.fromkeys(COUNTS, formats.number),
        **dict.fromkeys(MOMENTS, formats.moment),
        "delivered_on": formats.day,
        "done_on": formats.day,
        "panel_score": lambda value: formats.number(value, 1),
    }
    tables.table(
        _in_words(frame),
        columns,
        {name: how for name, how in known.items() if name in columns},
        key=f"evidence_counted_{layout.kind}",
        height=TALL if len(frame) > 10 else "content",
    )


def batches(question: Question, layout: Layout, *, may_undo: bool) -> None:
    """The latest hand-overs with what became of each, and the undo of any of them."""
    frame = read(evidence.batches, **question.shared, kind=layout.kind, limit_count=LISTED)
    st.subheader(text("evidence.batches"), anchor=False)
    if frame.empty:
        st.caption(text("evidence.batches_empty"))
        return
    again(f"evidence_batches_{layout.kind}", lambda: _batches(frame, layout))
    if may_undo:
        _undo(frame[~frame["is_voided"]], layout)


def _batches(frame: pd.DataFrame, layout: Layout) -> None:
    states = [
        text("import.history_voided", at=formats.moment(one["voided_at"]))
        if one["is_voided"]
        else text("import.history_counted")
        for one in frame.to_dict("records")
    ]
    tables.table(
        frame.assign(state=states),
        {
            "batch_id": "batch",
            "file_name": "file",
            "sender": "sender",
            "recorded_at": "recorded_at",
            "accepted_count": "evidence.rows",
            "rejected_count": "import.rejected",
            "state": "state",
        },
        {
            "recorded_at": formats.moment,
            "accepted_count": formats.number,
            "rejected_count": formats.number,
        },
        key=f"evidence_batches_{layout.kind}",
        height=TALL if len(frame) > 10 else "content",
    )


def undone(batch_id: int, count: int) -> bool:
    """Undo a hand-over and say so in the next run; False when that could not be done."""
    try:
        committing.undo(data.store(), batch_id, by=state.sender() or "", at=clock.now())
    except RaQuanError as error:
        failure.show(error)
        return False
    state.notify(text("evidence.undone", batch=batch_id, count=formats.number(count)))
    return True


def _in_words(frame: pd.DataFrame) -> pd.DataFrame:
    """The codes of an answer as words, and its missing names as what that means."""
    words: dict[str, Any] = {"batch": frame["batch_id"].map(_batch)}
    if "sender" in frame:
        words["sender"] = frame["sender"].fillna(text("evidence.from_setup"))
    if "unit_short_name" in frame:
        words["unit"] = frame[in_language("unit_short_name")]
    if "channel" in frame:
        words["channel"] = [text(f"evidence_channel.{code}") for code in frame["channel"]]
        words["verified"] = frame["verified_by"].fillna(text("evidence.not_verified"))
    if "attendance_mode" in frame:
        words["mode"] = [text(f"evidence_mode.{code}") for code in frame["attendance_mode"]]
    if "is_on_time" in frame:
        words["punctual"] = [
            text("evidence.on_time" if in_time else "evidence.late")
            for in_time in frame["is_on_time"]
        ]
        words["team_name"] = frame["team_name"].fillna(frame["team_code"])
    return frame.assign(**words)


def _batch(value: Any) -> str:
    return formats.MISSING if formats.is_missing(value) else str(value)


def _undo(standing: pd.DataFrame, layout: Layout) -> None:
    if standing.empty:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.selectbox(
            text("evidence.choose_batch"),
            [int(one) for one in standing["batch_id"]],
            index=None,
            format_func=lambda batch: f"{batch} · {_name(row(standing, 'batch_id', batch))}",
            placeholder=text("evidence.choose_batch"),
            key=f"evidence_undo_batch_{layout.kind}",
        )
        if st.button(
            text("import.undo"),
            icon=":material/undo:",
            disabled=chosen is None,
            key="evidence_undo",
        ):
            _ask_undo(row(standing, "batch_id", chosen))


def _name(batch: pd.Series) -> str:
    name = batch["file_name"]
    return formats.moment(batch["recorded_at"]) if formats.is_missing(name) else str(name)


def _ask_undo(batch: pd.Series) -> None:
    batch_id, count = int(batch["batch_id"]), int(batch["accepted_count"])

    def undo_it() -> None:
        undone(batch_id, count)

    @st.dialog(text("import.undo"))
    def ask() -> None:
        file = formats.plain(_name(batch))
        words = formats.number(count)
        st.markdown(text("evidence.undo_ask", batch=batch_id, file=file, count=words))
        with st.container(horizontal=True):
            if st.button(
                text("import.undo"),
                type="primary",
                on_click=undo_it,
                key="evidence_undo_yes",
            ):
                st.rerun()
            if st.button(text("import.cancel"), key="evidence_undo_no"):
                st.rerun()

    ask()
