"""What the rows of the analyst's desk are searched for and sorted by; both stand in the URL."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from lib.i18n.catalog import text
from lib.i18n.collation import name_key, word_key
from lib.queries import ledger
from lib.ui import ledger_search, links
from lib.ui.data import read
from lib.ui.explore_asked import Selection
from lib.ui.ledger_search import Term
from lib.ui.question import Question

FIND, SORT = "find", "sort"
ORDERS = ("latest", "seller", "unit", "service", "amount")
MOST_TERMS = 2
"""What queries.explore.sales has room for."""
KINDS = {"unit": "units", "staff": "staff", "service": "services", "product": "products"}
"""What a term may name, and how the query calls it."""


@dataclass(frozen=True)
class Search:
    """What is looked for among the rows of a selection, and their order."""

    typed: str
    terms: tuple[Term, ...]
    sorted_by: str
    looked_for: dict[str, Any]
    """What queries.explore.sales and sales_found take besides the selection."""
    order: dict[str, Any]
    """What queries.explore.sales takes for the order of its rows."""

    @property
    def is_on(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.terms)


def ask(asked: Selection) -> Search:
    """Ask for words and for an order."""
    left, right = st.columns((3, 1), vertical_alignment="bottom")
    with left:
        typed = links.written(
            FIND,
            text("explore.find"),
            placeholder=text("explore.find_hint"),
            help=text("explore.find_help"),
            icon=":material/search:",
            max_chars=ledger_search.LONGEST,
        )
    with right:
        sorted_by = links.choice(
            SORT,
            ORDERS,
            ORDERS[0],
            st.selectbox,
            text("explore.sort"),
            format_func=lambda code: text(f"explore.sort_{code}"),
        )
    question = asked.question
    terms = ledger_search.terms(typed, _words(question), MOST_TERMS) if typed else ()
    return Search(
        typed=typed,
        terms=terms,
        sorted_by=sorted_by,
        looked_for=looked_for(terms, question.units),
        order={"sorted_by": sorted_by, "ranked": _ranked(sorted_by, asked)},
    )


def clear() -> None:
    """Look for nothing any more, in a callback."""
    links.choose(FIND, "")


def looked_for(terms: Sequence[Term], units: pd.DataFrame) -> dict[str, Any]:
    """The terms as parameters of the query; a unit stands for itself and all below it.

    `units` are the rows of queries.campaigns.units.
    """
    values: dict[str, Any] = {}
    for number in range(1, MOST_TERMS + 1):
        term = terms[number - 1] if number <= len(terms) else None
        named: dict[str, list[str]] = {kind: [] for kind in KINDS}
        for code in term.codes if term else ():
            kind, _, found = code.partition(" ")
            named[kind].append(found)
        named["unit"] = _with_those_below(named["unit"], units)
        values |= {f"{KINDS[kind]}_{number}": tuple(codes) for kind, codes in named.items()}
        values[f"text_{number}"] = term.text if term else None
    return values


def _with_those_below(unit_ids: Iterable[str], units: pd.DataFrame) -> list[str]:
    found = dict.fromkeys(unit_ids)
    if not found:
        return []
    known = units.sort_values("level")  # whoever stands above comes first
    for unit_id, parent_id in zip(known["unit_id"], known["parent_id"], strict=True):
        if parent_id is not pd.NA and parent_id in found:
            found[str(unit_id)] = None
    return list(found)


def _ranked(sorted_by: str, asked: Selection) -> tuple[str, ...]:
    """The codes of what the rows are sorted by, as Vietnamese sorts their names."""
    question = asked.question
    if sorted_by == "seller":
        return _people(read(ledger.search_words, **question.shared))
    if sorted_by == "unit":
        return _in_order(asked.offered.units)
    if sorted_by == "service":
        return _in_order(asked.offered.services)
    return ()


def _in_order(names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda code: (word_key(names[code]), code)))


@st.cache_data(max_entries=20, show_spinner=False)
def _people(words: pd.DataFrame) -> tuple[str, ...]:
    """The staff codes by name; a person has a row with the name and one with the code."""
    rows = words[words["kind"] == "staff"]
    names = dict(zip(rows["code"], rows["code"], strict=True))
    for code, written in zip(rows["code"], rows["written"], strict=True):
        if written != code:
            names[code] = written
    return tuple(sorted(names, key=lambda code: (name_key(names[code]), code)))


def _words(question: Question) -> tuple[ledger_search.Word, ...]:
    return _known(read(ledger.search_words, **question.shared))


@st.cache_data(max_entries=20, show_spinner=False)
def _known(words: pd.DataFrame) -> tuple[ledger_search.Word, ...]:
    return ledger_search.known(words)
