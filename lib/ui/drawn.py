"""Charts that are worked out once for all who ask the same of a generation, and then only sent.

What a section makes of its frames (the finding, the table behind, the figure as JSON) is kept
with the answers it was made of, and goes with them.
"""

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from lib.i18n.catalog import spoken
from lib.ui import cards, data, tables, takeaway
from lib.ui.chart import Drawn, chart
from lib.ui.question import asked, colors
from lib.ui.takeaway_behind import Behind, sheaf

Made = TypeVar("Made")

MOST_SECTIONS = 100
"""Sections whose messages are kept: a table takes some 30 kB."""


def once(name: str, work: Callable[[], Made], *more: Hashable) -> Made:
    """What `work` makes of what this run asks, made once for all viewers: do not change it.

    Campaign, unit, cut-off, language and theme are known; `more` names everything else that the
    work depends on, such as a level or another moment.
    """
    question = asked()
    scope = (question.campaign_code, question.unit_id, question.as_of, question.is_replay)
    made: Made = data.once((name, *scope, spoken(), colors(), *more), work)
    return made


def again(name: str, draw: Callable[[], None], *more: Hashable) -> None:
    """Draw a section without a widget (a table, words), from memory where it was drawn before.

    Named as in `once`; what is in `more` must be written differently when it differs.
    """
    question = asked()
    # those of an earlier generation serve hardly anybody once somebody looks at another
    data.once(("sections",), _again.clear)
    scope = (question.campaign_code, question.unit_id, question.as_of, question.is_replay)
    theme = st.context.theme.type
    _again(repr((name, data.generation(), *scope, spoken(), theme, *more)), draw)


@st.cache_resource(show_spinner=False, max_entries=MOST_SECTIONS)
def _again(key: str, _draw: Callable[[], None]) -> None:
    # Streamlit keeps the messages of what is drawn in here, and sends them again for the same key
    _draw()


def table(behind: Behind, *more: Hashable, **looks: Any) -> None:
    """A table of the page drawn as in `again`, with its menu above its right end.

    `looks` as in `tables.table`.
    """
    if sheaf() is not None:
        with st.container(horizontal=True, horizontal_alignment="right"):
            takeaway.menu(behind, is_chart=False)
    draw = partial(tables.table, behind.frame, behind.columns, behind.formatted, key=behind.key)
    again(behind.key, partial(draw, **looks), *more)


def show(drawn: Drawn, *, as_tall: bool = True) -> None:
    """Draw a chart in its panel, with the menu that takes its figures away."""
    with cards.charted(drawn.behind, as_tall=as_tall):
        plain(drawn)


def plain(drawn: Drawn) -> None:
    """Draw a chart where a panel is open already."""
    chart(drawn.figure, key=drawn.behind.key, alt=drawn.alt or cards.alt(drawn.behind))
