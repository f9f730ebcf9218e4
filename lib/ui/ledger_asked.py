"""What the ledger page is asked for: each of it in the URL, so that a link shows the same rows."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from lib.i18n.catalog import text
from lib.queries import ledger
from lib.ui import ledger_search, links
from lib.ui.data import read
from lib.ui.drawn import once
from lib.ui.ledger_search import Term
from lib.ui.question import Question

ALL = "all"
VIEWS = ("sales", "batches", "reports")
STATUSES = (ALL, "counted", "voided")
STATES = (ALL, "reported", "verified", "undone")
ROUND = "ledger.round"
LONGEST_NUMBER = 15
"""Digits of a number that the ledger can hold."""
OFFERED = 200
"""How many of the latest batches the filter offers; a link may name any."""


@dataclass(frozen=True)
class Search:
    """What is looked for among the sales."""

    typed: str
    terms: tuple[Term, ...]
    status: str
    batch_id: int | None

    @property
    def parameters(self) -> dict[str, Any]:
        """What queries.ledger.sales and sales_found take besides campaign, cut-off and unit."""
        found = ledger_search.parameters(self.terms)
        return {"status": self.status, "batch_id": self.batch_id, **found}

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.terms) or self.status != ALL or self.batch_id is not None


def view() -> str:
    """Which part of the page is looked at."""
    return links.choice(
        "view",
        VIEWS,
        VIEWS[0],
        st.segmented_control,
        text("ledger.view"),
        format_func=lambda code: text(f"ledger.view_{code}"),
        required=True,
        label_visibility="collapsed",
        on_change=first_page,
    )


def search(question: Question) -> Search:
    """Ask for words, status and batch."""
    left, middle, right = st.columns((5, 3, 3), vertical_alignment="bottom")
    with left:
        typed = links.written(
            "q",
            text("ledger.search"),
            placeholder=text("ledger.search_hint"),
            help=text("ledger.search_help"),
            icon=":material/search:",
            on_change=first_page,
        )
    with middle:
        batch = _batch(question)
    with right:
        status = links.choice(
            "status",
            STATUSES,
            ALL,
            st.segmented_control,
            text("ledger.status"),
            format_func=lambda code: text(f"ledger.status_{code}"),
            required=True,
            on_change=first_page,
        )
    return Search(typed, ledger_search.terms(typed, _words(question)), status, batch)


def state() -> str:
    """Which batches are listed."""
    return links.choice(
        "state",
        STATES,
        ALL,
        st.segmented_control,
        text("ledger.state"),
        format_func=lambda code: text(f"ledger.state_{code}"),
        required=True,
        label_visibility="collapsed",
        on_change=first_page,
    )


def page(count: int, rows: int) -> int:
    """The page asked for, from 1; the last one when there are fewer."""
    asked = number(links.held("page", "1")) or 1
    return max(min(asked, -(-count // rows)), 1)


def chosen(key: str) -> int | None:
    """The sale or the batch looked at; None for none."""
    return number(links.held(key, ""))


def choose(key: str, value: int | None) -> None:
    """Look at a sale or a batch, in a callback."""
    links.choose(key, "" if value is None else str(value))


def close(key: str, usual: str) -> None:
    """Look at no sale or batch any more, in a callback; its row in the table is let go of too."""
    links.choose(key, usual)
    st.session_state[ROUND] = table_round() + 1


def table_round() -> int:
    """How often something was closed: part of the tables' keys, so that no row stays chosen."""
    return int(st.session_state.get(ROUND, 0))


def first_page() -> None:
    """Begin at the first page, in a callback: what is listed has changed."""
    links.choose("page", "1")


def clear() -> None:
    """Let go of what narrows the search, in a callback."""
    for key, usual in (("q", ""), ("status", ALL), ("batch", ALL), ("page", "1")):
        links.choose(key, usual)


def number(written: str) -> int | None:
    """A whole number as a link holds it; None for anything else."""
    is_number = written.isascii() and written.isdigit() and len(written) <= LONGEST_NUMBER
    return int(written) if is_number else None


def _batch(question: Question) -> int | None:
    asked = number(links.now("batch", ALL))
    known = _batches(question, None)
    if asked is not None and asked not in set(known["batch_id"]):
        known = pd.concat([_batches(question, asked), known])
    names = {
        str(batch): f"{batch} · {name or text('ledger.no_file')}"
        for batch, name in zip(known["batch_id"], known["file_name"].fillna(""), strict=True)
    }
    found = links.choice(
        "batch",
        [ALL, *names],
        ALL,
        st.selectbox,
        text("ledger.batch"),
        format_func=lambda code: names.get(code, text("ledger.batch_all")),
        on_change=first_page,
    )
    return number(found)


def _batches(question: Question, batch_id: int | None) -> pd.DataFrame:
    return read(
        ledger.batches,
        **question.shared,
        state=ALL,
        batch_id=batch_id,
        limit_count=OFFERED,
        skip_count=0,
    )


def _words(question: Question) -> tuple[ledger_search.Word, ...]:
    words = read(ledger.search_words, **question.shared)
    return once("ledger_words", lambda: ledger_search.known(words))
