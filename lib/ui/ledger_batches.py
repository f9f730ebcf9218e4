"""The ledger page's batches: who handed in what, what of it counts, and whether it was verified."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.errors import RaQuanError
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.intake import verifying
from lib.intake.voiding import LONGEST_NOTE
from lib.queries import ledger
from lib.ui import clock, data, failure, ledger_asked, links, operator_gate, state, tables
from lib.ui.data import read
from lib.ui.ledger_life import ANCHOR, origin
from lib.ui.ledger_sales import PAGE_ROWS, pager
from lib.ui.question import Question

COLUMNS = {
    "batch_id": "batch",
    "state": "state",
    "recorded_at": "recorded_at",
    "file": "file",
    "sender": "sender",
    "sale_count": "counted",
    "revenue_vnd": "revenue",
    "waiting_count": "waiting",
    "waiting_vnd": "waiting_vnd",
    "row_count": "rows",
}


def listed(question: Question) -> None:
    """A page of the batches in the state asked for; choosing a row opens one."""
    asked = ledger_asked.state()
    page = ledger_asked.number(links.held("page", "1")) or 1
    frame = _page(question, asked, page)
    if frame.empty and page > 1:
        frame, page = _page(question, asked, 1), 1
    if frame.empty:
        empty = "batches_empty" if asked == ledger_asked.ALL else "batches_none"
        st.info(text(f"ledger.{empty}"), icon=":material/inbox:")
        return
    ids = list(frame["batch_id"])
    rows = frame.to_dict("records")
    tables.table(
        frame.assign(
            file=[origin(one["source"], one["file_name"]) for one in rows],
            state=[_state(one) for one in rows],
        ),
        COLUMNS,
        {
            "recorded_at": formats.moment,
            "sale_count": formats.number,
            "revenue_vnd": formats.number,
            "waiting_count": formats.number,
            "waiting_vnd": formats.number,
            "row_count": formats.number,
        },
        key=f"ledger_batches_{asked}_{page}_{ledger_asked.table_round()}",
        widths={"file": 250, "state": 130},
        on_row=lambda at: ledger_asked.choose("batch", None if at is None else ids[at]),
    )
    pager(int(frame["batch_count"].iloc[0]), page, PAGE_ROWS)


def batch(question: Question, batch_id: int) -> None:
    """One batch: where it came from, what it counts, who verified it."""
    frame = read(
        ledger.batches,
        **question.shared,
        state=ledger_asked.ALL,
        batch_id=batch_id,
        limit_count=1,
        skip_count=0,
    )
    with st.container(border=True):
        if frame.empty:
            st.info(text("ledger.no_batch", batch=batch_id), icon=":material/search_off:")
            _close()
            return
        one = frame.iloc[0]
        _title(one)
        st.markdown(
            "  \n".join(
                f"**{text(f'table.{name}')}:** {formats.plain(value)}"
                for name, value in _facts(one).items()
            )
        )
        st.markdown("\n".join(f"- {line}" for line in _life(one)))
        st.button(
            text("ledger.batch_sales"),
            icon=":material/list:",
            on_click=_show_sales,
            args=(batch_id,),
            key="batch_sales",
        )
        if one["state"] == "reported":
            _verify(question, one)
        _close()


def _page(question: Question, asked: str, page: int) -> pd.DataFrame:
    return read(
        ledger.batches,
        **question.shared,
        state=asked,
        batch_id=None,
        limit_count=PAGE_ROWS,
        skip_count=(page - 1) * PAGE_ROWS,
    )


def _title(one: pd.Series) -> None:
    icons = {"reported": "schedule", "verified": "verified", "undone": "undo"}
    colors = {"reported": "gray", "verified": "blue", "undone": "red"}
    known = str(one["state"])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        words = text("ledger.batch_title", batch=one["batch_id"])
        st.subheader(words, anchor=ANCHOR, width="content")
        st.badge(
            text(f"ledger.state_{known}"),
            icon=f":material/{icons[known]}:",
            color=colors[known],  # type: ignore[arg-type]
        )


def _facts(one: pd.Series) -> dict[str, str]:
    return {
        "file": origin(one["source"], one["file_name"]),
        "rows": formats.number(one["row_count"]),
        "counted": formats.number(one["sale_count"]),
        "revenue": formats.number(one["revenue_vnd"]),
        "waiting": formats.number(one["waiting_count"]),
        "waiting_vnd": formats.number(one["waiting_vnd"]),
    }


def _life(one: pd.Series) -> list[str]:
    lines = [
        text(
            "ledger.batch_recorded",
            at=formats.moment(one["recorded_at"]),
            sender=formats.plain(one["sender"]),
        )
    ]
    if not formats.is_missing(one["verified_at"]):
        line = text(
            "ledger.life_verified",
            at=formats.moment(one["verified_at"]),
            by=formats.plain(one["verified_by"]),
        )
        if not formats.is_missing(one["verified_note"]):
            line += " " + text("ledger.noted", note=formats.plain(one["verified_note"]))
        lines.append(line)
    if not formats.is_missing(one["voided_at"]):
        lines.append(
            text(
                "ledger.batch_undone",
                at=formats.moment(one["voided_at"]),
                by=formats.plain(one["voided_by"]),
            )
        )
    return lines


def _state(one: dict[Any, Any]) -> str:
    return text(f"ledger.state_{one['state']}")


def _verify(question: Question, one: pd.Series) -> None:
    """Mark a batch as compared with its papers; once, by whoever has the code."""
    key = f"verify_{one['batch_id']}"
    box = operator_gate.box(question, text("ledger.verify"), ":material/verified:", key=key)
    if box is None:
        return
    with box:
        st.markdown(
            text(
                "ledger.verify_ask",
                count=formats.number(one["sale_count"]),
                amount=formats.dong(one["revenue_vnd"]),
            )
        )
        note = st.text_input(text("ledger.note"), max_chars=LONGEST_NOTE, key=f"{key}_note")
        if st.button(text("ledger.verify_yes"), type="primary", key=f"{key}_yes"):
            _write(int(one["batch_id"]), note)
        operator_gate.way_out()


def _write(batch_id: int, note: str) -> None:
    try:
        with st.spinner(text("ledger.saving")):
            verifying.verify_batch(
                data.store(), batch_id, by=state.sender() or "", at=clock.now(), note=note
            )
    except RaQuanError as error:
        failure.show(error)
        return
    state.notify(text("ledger.verified", batch=batch_id))
    st.rerun()


def _show_sales(batch_id: int) -> None:
    """The sales of a batch and nothing else, in a callback."""
    ledger_asked.clear()
    ledger_asked.choose("batch", batch_id)
    ledger_asked.choose("sale", None)
    links.choose("view", "sales")


def _close() -> None:
    st.button(
        text("ledger.close"),
        icon=":material/close:",
        type="tertiary",
        on_click=ledger_asked.close,
        args=("batch", ledger_asked.ALL),
        key="close_batch",
    )
