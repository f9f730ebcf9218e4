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
    blocks: Sequence[paper.Block],
    table: Callable[[int], paper.Table],
    *,
    title: str,
    path: str,
    name: str,
    key: str,
) -> None:
    """Offer the page: the blocks, and as many rows of the table as fit below them.

    `title` and the way to it (`path`), `name` of the file without its end.

    `stamp` is the row of queries.progress.stamp or overview.
    """
    is_simulated = cards.is_simulated(question, stamp)
    head = paper.Head(
        title=title,
        above=_campaign(question),
        below=_below(question, stamp, path, is_simulated=is_simulated),
        badge=text("board.simulated") if is_simulated else "",
    )
    foot = text("drill.print_foot", generation=formats.number(data.generation()))
    run = copy_context()

    def made() -> bytes:
        # the click is answered outside of any run, and may come twice at once
        content: bytes = run.copy().run(day_page.as_one_page, head, blocks, table, foot)
        return content

    stem = f"{question.campaign_code}_{name}" + ("_mo_phong" if is_simulated else "")
    st.download_button(
        text("drill.print"),
        made,
        file_name=f"{stem}.pdf",
        mime="application/pdf",
        icon=":material/print:",
        key=key,
        on_click="ignore",
    )


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
