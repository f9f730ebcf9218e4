"""A day to print: one page of A4, made when it is asked for."""

from collections.abc import Callable, Sequence
from contextvars import copy_context

import pandas as pd
import streamlit as st

from lib.exports import day_page, paper
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.ui import cards, clock, data, drill_cards
from lib.ui.cards import Figure
from lib.ui.question import Question


def key_figures(row: Sequence[Figure]) -> paper.KeyFigures:
    """The figures of the page as they are printed."""
    return paper.KeyFigures([drill_cards.printed(one) for one in row])


def left_out(count: int, shown: int) -> str:
    """How many rows of a table are printed, where that is not all of them."""
    if count <= shown:
        return ""
    return text("drill.print_left", shown=formats.number(shown), count=formats.number(count))


def button(
    question: Question,
    stamp: pd.Series,
    blocks: Callable[[], Sequence[paper.Block]],
    table: Callable[[int], paper.Table] | None,
    *,
    title: str,
    path: str,
    name: str,
    key: str,
) -> None:
    """Offer the page: the blocks, and as many rows of the table, if any, as fit below them.

    Both are made when the page is asked for.

    `title` and the way to it (`path`), `name` of the file without its end.

    `stamp` is the row of queries.progress.stamp or overview.
    """
    top, below = head(question, stamp, title, path), foot()
    run = copy_context()

    def set_on_a_page() -> bytes:
        return day_page.as_one_page(top, blocks(), table, below)

    def made() -> bytes:
        # the click is answered outside of any run, and may come twice at once
        content: bytes = run.copy().run(set_on_a_page)
        return content

    st.download_button(
        text("drill.print"),
        made,
        file_name=file_name(question, stamp, name),
        mime="application/pdf",
        icon=":material/print:",
        key=key,
        on_click="ignore",
    )


def head(question: Question, stamp: pd.Series, title: str, path: str) -> paper.Head:
    """The head of a page that is printed: what it is, of which campaign, as of when."""
    is_simulated = cards.is_simulated(question, stamp)
    return paper.Head(
        title=title,
        above=_campaign(question),
        below=_below(question, stamp, path, is_simulated=is_simulated),
        badge=text("board.simulated") if is_simulated else "",
    )


def foot() -> str:
    """What stands at the end of each page: the version of the figures."""
    return text("drill.print_foot", generation=formats.number(data.generation()))


def file_name(question: Question, stamp: pd.Series, name: str) -> str:
    """What a file to print is called: the campaign, what it shows, whether it is simulated."""
    mark = "_mo_phong" if cards.is_simulated(question, stamp) else ""
    return f"{question.campaign_code}_{name}{mark}.pdf"


def _campaign(question: Question) -> str:
    campaign = question.campaign
    status = campaign["date_status"]
    day = text(f"date_status.{status}", day=formats.day(campaign["ends_on"]))
    return f"{campaign[in_language('name')]} · {day}"


def _below(question: Question, stamp: pd.Series, path: str, *, is_simulated: bool) -> list[str]:
    found = cards.freshness(
        question, last_recorded_at=stamp["last_recorded_at"], moment=clock.now()
    )
    lines = [path, found.words] if path else [found.words]
    return [*lines, text("board.simulated_sentence")] if is_simulated else lines
