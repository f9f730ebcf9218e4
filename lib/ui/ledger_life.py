"""One sale on the ledger page: what it says, what became of it, and its void."""

import json
from typing import Any

import pandas as pd
import streamlit as st

from lib.errors import RaQuanError
from lib.i18n import formats
from lib.i18n.catalog import has_text, in_language, text
from lib.intake import voiding
from lib.queries import intake, ledger
from lib.queries.frames import row
from lib.ui import clock, data, drill_links, failure, ledger_asked, operator_gate, state, tables
from lib.ui.data import read
from lib.ui.question import Question

ANCHOR = "giao-dich"
"""Where the page's link to the panel leads: on a phone it stands far below."""


def sale(question: Question, sale_id: int) -> None:
    """The life of one sale, and what can be done about it."""
    frame = read(ledger.sale, **question.shared, sale_id=sale_id)
    with st.container(border=True):
        if frame.empty:
            st.info(text("ledger.no_sale", sale=sale_id), icon=":material/search_off:")
            _close()
            return
        one = frame.iloc[0]
        _title(one)
        _facts(one)
        st.markdown(f"**{text('ledger.life')}**")
        st.markdown("\n".join(f"- {line}" for line in _life(one)))
        if not one["is_voided"]:
            _void(question, one)
        _close()


def _title(one: pd.Series) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        words = text("ledger.sale", sale=one["sale_id"])
        st.subheader(words, anchor=ANCHOR, width="content")
        if one["is_voided"]:
            st.badge(text("ledger.badge_voided"), icon=":material/block:", color="red")
        else:
            st.badge(text("ledger.badge_counted"), icon=":material/check:", color="blue")
        if not formats.is_missing(one["verified_at"]):
            st.badge(text("ledger.badge_verified"), icon=":material/verified:", color="gray")


def _facts(one: pd.Series) -> None:
    """What the sale says; what is not known is left out."""
    sold = one["sold_at"] if not formats.is_missing(one["sold_at"]) else None
    facts = {
        "revenue": formats.number(one["revenue_vnd"]),
        "unit": one[in_language("unit_name")],
        "competing_unit": one[in_language("competing_name")],
        "service": one[in_language("service_name")],
        "product": one[in_language("product_name")],
        "quantity": formats.number(one["quantity"]),
        "collected": _if_known(one["collected_vnd"], formats.number),
        "seller": _named(one["staff_code"], one["staff_name"]),
        "customer": one["customer_code"],
        "receipt": one["receipt_no"],
        "sold_at": formats.moment(sold)
        if sold is not None
        else text("ledger.hour_unknown", day=formats.day(one["sold_on"])),
        "note": one["note"],
        "unmatched": _unmatched(one["unmatched"]),
    }
    if not formats.is_missing(one["is_new_customer"]) and one["is_new_customer"]:
        facts["customer"] = text(
            "ledger.new_customer", customer=facts["customer"] or formats.MISSING
        )
    pages = {
        "unit": ("unit", drill_links.unit(one["unit_id"])),
        "competing_unit": ("unit", drill_links.unit(one["competing_unit_id"])),
        "seller": ("person", drill_links.person(one["staff_code"])),
    }
    st.markdown(
        "  \n".join(
            f"**{text(f'table.{name}')}:** {_linked(value, pages.get(name))}"
            for name, value in facts.items()
            if not formats.is_missing(value) and str(value).strip()
        )
    )


def _linked(value: Any, page: tuple[str, dict[str, str]] | None) -> str:
    """What a fact says, as the way to the page of the unit or person it names."""
    said = formats.plain(value)
    return said if page is None else f"[{said}]({drill_links.address(*page)})"


def _life(one: pd.Series) -> list[str]:
    """What became of the sale, the oldest first."""
    lines = [
        text(
            "ledger.life_recorded",
            at=formats.moment(one["recorded_at"]),
            batch=one["batch_id"],
            sender=formats.plain(_or_dash(one["sender"])),
            origin=formats.plain(origin(one["source"], one["file_name"])),
        )
    ]
    if not formats.is_missing(one["source_row"]):
        sheet = _or_dash(one["sheet"])
        place = "life_row" if sheet == formats.MISSING else "life_row_of_sheet"
        lines[0] += " " + text(f"ledger.{place}", row=one["source_row"], sheet=formats.plain(sheet))
    if formats.is_missing(one["verified_at"]):
        lines.append(text("ledger.life_unverified"))
    else:
        lines.append(
            _with_note(
                text(
                    "ledger.life_verified",
                    at=formats.moment(one["verified_at"]),
                    by=formats.plain(one["verified_by"]),
                ),
                one["verified_note"],
            )
        )
    if one["is_voided"]:
        lines.append(
            _with_note(
                text(
                    "ledger.life_voided",
                    at=formats.moment(one["voided_at"]),
                    by=formats.plain(_or_dash(one["voided_by"])),
                    reason=reason(_or_dash(one["reason_code"])),
                ),
                one["void_note"],
            )
        )
    return lines


def origin(source: Any, file_name: Any) -> str:
    """What a batch came from: its file, else the way it came in."""
    if not formats.is_missing(file_name) and file_name:
        return str(file_name)
    key = f"ledger.source_{source}"
    return text(key) if has_text(key) else _or_dash(source)


def reason(code: str) -> str:
    """The words of a reason; a code of a later release stands for itself."""
    key = f"void_reason.{code}"
    return text(key) if has_text(key) else formats.plain(code)


def _void(question: Question, one: pd.Series) -> None:
    """Void the sale: the code, the reason, and a last look at what it does to the totals."""
    key = f"void_{one['sale_id']}"
    box = operator_gate.box(question, text("ledger.void"), ":material/block:", key=key)
    if box is None:
        return
    with box:
        code = st.selectbox(
            text("ledger.reason"),
            voiding.REASONS,
            index=None,
            format_func=reason,
            placeholder=text("ledger.reason_choose"),
            key=f"{key}_reason",
        )
        needs_note = code in voiding.NEEDS_NOTE
        note = st.text_area(
            text("ledger.note_needed" if needs_note else "ledger.note"),
            max_chars=voiding.LONGEST_NOTE,
            height=80,
            key=f"{key}_note",
        )
        if st.button(
            text("ledger.void_next"),
            disabled=code is None or (needs_note and not note.strip()),
            key=f"{key}_next",
        ):
            _confirm(question, one, str(code), note)
        operator_gate.way_out()


def _confirm(question: Question, one: pd.Series, code: str, note: str) -> None:
    amount = formats.dong(one["revenue_vnd"])

    @st.dialog(text("ledger.void_title", sale=one["sale_id"]))
    def ask() -> None:
        st.markdown(text("ledger.void_ask", reason=reason(code), amount=amount))
        _effect(question, one)
        st.caption(text("ledger.void_note"))
        with st.container(horizontal=True):
            if st.button(
                text("ledger.void_yes", amount=amount),
                type="primary",
                key="void_yes",
            ):
                _write(int(one["sale_id"]), code, note)
            if st.button(text("ledger.void_no"), key="void_no"):
                st.rerun()

    ask()


def _effect(question: Question, one: pd.Series) -> None:
    """What the unit and the province count now, and what they would count."""
    units = read(intake.revenue_by_unit, **question.shared)
    unit = row(units, "unit_id", one["competing_unit_id"])
    now = pd.Series([unit["revenue_vnd"], units["revenue_vnd"].sum()], dtype="Int64")
    tables.table(
        pd.DataFrame(
            {
                "unit": [str(one[in_language("competing_name")]), text("filter.whole")],
                "now_vnd": now,
                "after_vnd": now - int(one["revenue_vnd"]),
            }
        ),
        {"unit": "in_dong", "now_vnd": "now", "after_vnd": "after_void"},
        {"now_vnd": formats.number, "after_vnd": formats.number},
        key="void_effect",
    )


def _write(sale_id: int, code: str, note: str) -> None:
    try:
        with st.spinner(text("ledger.saving")):
            amount = voiding.void_sale(
                data.store(),
                sale_id,
                by=state.sender() or "",
                at=clock.now(),
                reason_code=code,
                note=note,
            )
    except RaQuanError as error:
        failure.show(error)
        return
    state.notify(text("ledger.voided", sale=sale_id, amount=formats.dong(amount)))
    st.rerun()


def _close() -> None:
    st.button(
        text("ledger.close"),
        icon=":material/close:",
        type="tertiary",
        on_click=ledger_asked.close,
        args=("sale", ""),
        key="close_sale",
    )


def _unmatched(written: Any) -> str | None:
    """Cells whose text is in no list, as they were written."""
    if formats.is_missing(written):
        return None
    cells = json.loads(written)
    return "; ".join(
        f"{text(f'column.{key}') if has_text(f'column.{key}') else key}: {value}"
        for key, value in cells.items()
    )


def _named(code: Any, name: Any) -> Any:
    """A name with its code; the code alone where there is no name."""
    if formats.is_missing(name):
        return code
    return name if formats.is_missing(code) else f"{name} ({code})"


def _with_note(line: str, note: Any) -> str:
    return (
        line
        if formats.is_missing(note)
        else f"{line} {text('ledger.noted', note=formats.plain(note))}"
    )


def _if_known(value: Any, how: Any) -> Any:
    return None if formats.is_missing(value) else how(value)


def _or_dash(value: Any) -> str:
    return formats.MISSING if formats.is_missing(value) else str(value)
