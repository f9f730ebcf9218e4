"""The ledger page's sales: how many were found, a page of them, the way to the next, the files."""

import re
from typing import Any

import pandas as pd
import streamlit as st

from lib.exports import sheets
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.queries import ledger
from lib.ui import cards, clock, data, ledger_asked, links, tables
from lib.ui.data import Snapshot, read
from lib.ui.drawn import once
from lib.ui.ledger_asked import Search
from lib.ui.ledger_life import ANCHOR
from lib.ui.question import Question

PAGE_ROWS = 20
MOST_DOWNLOADED = 20_000
"""A workbook of that many takes some six seconds to make."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

COLUMNS = {
    "recorded_at": "recorded_at",
    "unit": "unit",
    "revenue_vnd": "revenue",
    "state": "state",
    "service": "service",
    "seller": "seller",
    "receipt_no": "receipt",
    "customer_code": "customer",
    "product": "product",
    "quantity": "quantity",
    "sold": "sold_at",
    "note": "note",
    "batch_id": "batch",
    "file_name": "file",
    "source_row": "row",
}
TAKEN_AWAY = {
    "sale_id": "sale",
    "recorded_at": "recorded_at",
    "sold_on": "sold_on",
    "sold_at": "sold_at",
    "competing": "competing_unit",
    "unit": "unit",
    "staff_code": "staff_code",
    "staff_name": "seller",
    "service": "service",
    "product": "product",
    "quantity": "quantity",
    "revenue_vnd": "revenue",
    "collected_vnd": "collected",
    "customer_code": "customer",
    "receipt_no": "receipt",
    "note": "note",
    "batch_id": "batch",
    "file_name": "file",
    "sheet": "sheet",
    "source_row": "row",
    "state": "state",
    "voided_at": "voided_at",
}


def found(question: Question, search: Search) -> pd.Series:
    """How many sales match and what they count."""
    scope = {**question.shared, "unit_id": question.unit_id}
    if not search.terms and search.batch_id is None:
        return read(ledger.totals, **scope, status=search.status).iloc[0]
    return read(ledger.sales_found, **scope, **search.parameters).iloc[0]


def summary(totals: pd.Series, search: Search) -> None:
    """What was found, in a sentence, and how closely the words were taken."""
    words = text(
        "ledger.found",
        count=formats.number(totals["sale_count"]),
        amount=formats.dong(totals["counted_vnd"]),
    )
    if totals["voided_count"]:
        voided = text(
            "ledger.found_voided",
            count=formats.number(totals["voided_count"]),
            amount=formats.dong(totals["voided_vnd"]),
        )
        words = f"{words} {voided}"
    looked_at = links.now("sale", "")
    if ledger_asked.number(looked_at):
        words = f"{words} [{text('ledger.looked_at', sale=looked_at)}](#{ANCHOR})"
    st.markdown(words)
    exact = [term.text for term in search.terms if term.is_exact]
    if exact:
        st.caption(text("ledger.exact", words=formats.plain(", ".join(exact))))


def nothing(search: Search) -> None:
    """Nothing matches: say so, and offer the way out."""
    if not search.is_narrow:
        st.info(text("ledger.empty"), icon=":material/inbox:")
        return
    st.info(text("ledger.no_match"), icon=":material/search_off:")
    st.button(text("ledger.clear"), on_click=ledger_asked.clear, icon=":material/restart_alt:")


def listed(question: Question, search: Search, totals: pd.Series) -> None:
    """A page of what was found; choosing a row opens the sale."""
    page = ledger_asked.page(int(totals["sale_count"]), PAGE_ROWS)
    frame = read(
        ledger.sales,
        **question.shared,
        unit_id=question.unit_id,
        **search.parameters,
        limit_count=PAGE_ROWS,
        skip_count=(page - 1) * PAGE_ROWS,
    )
    ids = list(frame["sale_id"])
    tables.table(
        once("ledger_sales", lambda: _shown(frame), repr(search.parameters), page),
        COLUMNS,
        {
            "recorded_at": formats.moment,
            "revenue_vnd": formats.number,
            "quantity": formats.number,
        },
        key=f"ledger_sales_{page}_{ids[0]}_{ledger_asked.table_round()}",
        widths={"unit": 130, "service": 150, "state": 180},
        on_row=lambda at: ledger_asked.choose("sale", None if at is None else ids[at]),
    )
    pager(int(totals["sale_count"]), page, PAGE_ROWS)


def pager(count: int, page: int, rows: int) -> None:
    """Where in the list this page is, and the ways to the others."""
    last = -(-count // rows)
    if last <= 1:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for key, icon, to in (
            ("first", "first_page", 1),
            ("previous", "chevron_left", page - 1),
            ("next", "chevron_right", page + 1),
            ("last", "last_page", last),
        ):
            st.button(
                text(f"ledger.page_{key}"),
                icon=f":material/{icon}:",
                disabled=not 1 <= to <= last or to == page,
                on_click=links.choose,
                args=("page", str(to)),
                key=f"page_{key}",
            )
        st.caption(
            text(
                "ledger.page_of",
                page=formats.number(page),
                last=formats.number(last),
                first_row=formats.number((page - 1) * rows + 1),
                last_row=formats.number(min(page * rows, count)),
                count=formats.number(count),
            ),
            width="content",
        )


def files(question: Question, search: Search, totals: pd.Series) -> None:
    """What was found, to take away; a file is made when it is asked for."""
    count = int(totals["sale_count"])
    rows = formats.number(min(count, MOST_DOWNLOADED))
    is_simulated = cards.is_simulated(question, totals)
    stem = _file_stem(question, search) + ("_mo_phong" if is_simulated else "")
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            text("ledger.download_xlsx", count=rows),
            lambda: _xlsx(question, search, is_simulated=is_simulated),
            file_name=f"{stem}.xlsx",
            mime=XLSX,
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            text("ledger.download_csv", count=rows),
            lambda: _csv(question, search),
            file_name=f"{stem}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
    if count > MOST_DOWNLOADED:
        st.caption(text("ledger.download_most", count=formats.number(MOST_DOWNLOADED)))


def _shown(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns a person reads, made of those the query returns."""
    rows = frame.to_dict("records")
    return frame.assign(
        unit=frame[in_language("unit_name")].fillna(frame["unit_id"]),
        competing=frame[in_language("competing_name")],
        service=frame[in_language("service_name")],
        product=frame[in_language("product_name")],
        seller=frame["staff_name"].fillna(frame["staff_code"]),
        sold=[_sold(one) for one in rows],
        state=[_state(one) for one in rows],
    )


def _sold(sale: dict[Any, Any]) -> str:
    """When it was sold: the hour may not be known."""
    if not formats.is_missing(sale["sold_at"]):
        return formats.moment(sale["sold_at"])
    return formats.day(sale["sold_on"])


def _state(sale: dict[Any, Any]) -> str:
    if sale["is_voided"]:
        return text("ledger.sale_voided", at=formats.moment(sale["voided_at"]))
    return text("ledger.sale_verified" if sale["is_verified"] else "ledger.sale_counted")


def _rows(question: Question, search: Search) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Headings and rows of a file, asked for anew: too many to keep."""
    frame = ledger.sales(
        Snapshot(data.store(), data.generation()),
        **question.shared,
        unit_id=question.unit_id,
        **search.parameters,
        limit_count=MOST_DOWNLOADED,
        skip_count=0,
    )
    shown = _shown(frame)[list(TAKEN_AWAY)]
    headings = [text(f"table.{heading}") for heading in TAKEN_AWAY.values()]
    return headings, list(shown.itertuples(index=False, name=None))


def _csv(question: Question, search: Search) -> bytes:
    return sheets.as_csv(*_rows(question, search))


def _xlsx(question: Question, search: Search, *, is_simulated: bool) -> bytes:
    headings, rows = _rows(question, search)
    unit = text("filter.whole")
    if question.unit_id is not None:
        unit = str(question.unit(question.unit_id)[in_language("name")])
    about = {
        text("filter.campaign"): str(question.campaign[in_language("name")]),
        text("filter.unit"): unit,
        text("ledger.search"): search.typed or formats.MISSING,
        text("ledger.status"): text(f"ledger.status_{search.status}"),
        text("ledger.batch"): str(search.batch_id or text("ledger.batch_all")),
        text("ledger.seen_at"): formats.moment(
            question.as_of if question.is_replay else clock.now()
        ),
        text("ledger.generation"): formats.number(data.generation()),
    }
    if is_simulated:
        about[text("board.simulated")] = text("board.simulated_sentence")
    return sheets.as_xlsx(text("ledger.sheet"), headings, rows, about)


def _file_stem(question: Question, search: Search) -> str:
    """The file's name says of which campaign, batch and version of the figures it is."""
    parts = ["so_giao_dich", re.sub(r"\W+", "-", question.campaign_code)]
    if search.batch_id is not None:
        parts.append(f"lan_{search.batch_id}")
    if question.is_replay:
        parts.append(f"{question.as_of:%Y%m%d_%H%M}")
    return "_".join([*parts, f"ban_{data.generation()}"])
