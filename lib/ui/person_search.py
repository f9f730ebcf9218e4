"""Finding a person by name or code, with or without accents."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.i18n.folding import clean, fold
from lib.queries import people
from lib.ui import drill_links, links, tables
from lib.ui.data import read
from lib.ui.question import Question

MOST = 20
"""People listed of those who match."""


def search(question: Question) -> None:
    """Ask for a name, and list who bears it; each name leads to the person's page."""
    roster = read(people.standings, **question.shared)
    typed = links.written(
        "who",
        text("person.search"),
        placeholder=text("person.search_hint"),
        help=text("person.search_help"),
        icon=":material/search:",
        max_chars=80,
    )
    if not fold(typed):
        st.caption(text("person.search_first", count=formats.number(len(roster))))
        return
    found = matching(roster, typed)
    if found.empty:
        st.info(
            text("person.search_none", typed=formats.plain(typed)), icon=":material/search_off:"
        )
        return
    _listed(question, found.head(MOST))
    if len(found) > MOST:
        count, shown = formats.number(len(found)), formats.number(MOST)
        st.caption(text("person.search_more", count=count, shown=shown))


def matching(roster: pd.DataFrame, typed: str) -> pd.DataFrame:
    """The people whose name or code holds every word typed, as typed with its marks first.

    A word may be cut short: `tran mau b` finds Trần Mẫu Bình.
    """
    words, exact = fold(typed).split(), clean(typed).casefold()
    names, codes = roster["full_name"], roster["staff_code"]
    kept: list[int] = []
    closest: list[int] = []
    for index, (name, code) in enumerate(zip(names, codes, strict=True)):
        beginnings = f" {fold(str(name))} {fold(str(code))}"
        if all(f" {word}" in beginnings for word in words):
            is_exact = f" {exact}" in f" {clean(str(name)).casefold()}"
            (closest if is_exact else kept).append(index)
    return roster.iloc[[*closest, *kept]]


def _listed(question: Question, found: pd.DataFrame) -> None:
    shown = found.assign(
        link=drill_links.person_links(found["staff_code"], found["full_name"]),
        role=found[in_language("role_name")],
        unit=[drill_links.named(question, one) for one in found["unit_id"]],
        district=[drill_links.named(question, one) for one in found["competing_unit_id"]],
    )
    columns: dict[str, Any] = {
        "link": "name",
        "staff_code": "staff_code",
        "role": "role",
        "unit": "unit",
        "district": "competing_unit",
    }
    tables.table(shown, columns, {}, key="person_found", links={"link": drill_links.NAME})
