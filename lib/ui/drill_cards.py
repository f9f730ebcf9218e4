"""What pages named after units and people show themselves in: names from data are only words.

On the screen they are escaped; in what is taken away they stand as they are.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from lib.exports.paper import KeyFigure
from lib.i18n import formats
from lib.ui import cards, drill_links, tables, takeaway
from lib.ui.cards import Figure
from lib.ui.drawn import again
from lib.ui.question import Question
from lib.ui.takeaway_behind import Behind, sheaf

MANY = 20
TALLEST_TABLE = 560
TOUCH = "@media (max-width: 640px) {[data-testid=stPageLink] a {min-height: 2.75rem}}"
"""A thumb needs 44 px."""


def heading(title: str, question: Question, stamp: pd.Series, *, filters: str = "") -> None:
    """The heading of a page whose title is a name, to be taken away (`filters` as in cards)."""
    st.html(f"<style>{TOUCH}</style>")
    cards.heading(formats.plain(title), question, stamp, is_taken=True, filters=filters)
    taken = sheaf()
    if taken is not None:
        taken.page = title


def figures(row: Sequence[Figure], *, narrowest: int = 180) -> None:
    """A row of key figures whose labels name units and people."""
    cards.figures(
        [replace(one, label=literal(one.label), context=literal(one.context)) for one in row],
        narrowest=narrowest,
    )
    taken = sheaf()
    if taken is not None:
        taken.figures[-len(row) :] = [printed(one) for one in row]


def literal(words: str) -> str:
    """Words with names from data in them, shown as they are; their spaces hold together."""
    return formats.NO_BREAK.join(formats.plain(one) for one in words.split(formats.NO_BREAK))


def printed(figure: Figure) -> KeyFigure:
    """A figure as it is printed, a difference before its context."""
    context = " · ".join(part for part in (figure.delta, figure.context) if part)
    return KeyFigure(figure.label, figure.value, context)


def table(
    behind: Behind,
    linked: Mapping[str, Any],
    *more: Hashable,
    has_title: bool = True,
    words: str = drill_links.NAME,
) -> None:
    """A table under its title, with its menu in the corner.

    `linked` are columns with their addresses, shown as `words`; `more` as in `drawn.again`.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if has_title:
            st.subheader(formats.plain(behind.title), anchor=False)
        else:
            st.caption(behind.caption)
        takeaway.menu(behind, is_chart=False)
    if has_title:
        st.caption(behind.caption)
    again(behind.key, lambda: _table(behind, linked, words), *more)


def _table(behind: Behind, linked: Mapping[str, Any], words: str) -> None:
    tables.table(
        behind.frame.assign(**linked),
        behind.columns,
        behind.formatted,
        key=behind.key,
        height="content" if len(behind.frame) <= MANY else TALLEST_TABLE,
        widths=dict.fromkeys(linked, 140),
        links=dict.fromkeys(linked, words),
    )
