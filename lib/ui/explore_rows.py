"""The rows behind the charts: a page of them, and all of them to take away."""

from collections.abc import Callable, Mapping, Sequence
from contextvars import copy_context
from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from lib.exports import sheets
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.queries import explore, progress
from lib.ui import data, drill_links, explore_search, tables
from lib.ui.data import Snapshot, read
from lib.ui.drawn import again
from lib.ui.explore_asked import FILTERS, PICKS, Selection
from lib.ui.explore_search import SORT, Search
from lib.ui.question import Question

PAGE_ROWS = 20
PAGE, LISTED = "explore_page", "explore.listed"
"""The page looked at, and which rows it is a page of."""
MOST_TAKEN = 20_000
MANY_ROWS = 100_000
"""Among so many the latest are looked for in the last hour first."""
LATELY = timedelta(hours=1)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = {
    "sold_at": "sold_at",
    "sale_id": "sale",
    "unit": "unit",
    "staff_name": "seller",
    "role": "role",
    "service": "service",
    "product": "product",
    "quantity": "quantity",
    "revenue_vnd": "revenue",
}
WIDTHS = {"role": 105, "service": 150, "product": 150, "quantity": 80, "revenue_vnd": 100}
"""So that the amount is in sight on a laptop, px."""
TAKEN = {"sold_on": "sold_on", **COLUMNS, "customer_code": "customer", "receipt_no": "receipt"}


def rows(asked: Selection, count: int, *, is_simulated: bool) -> None:
    """The sales of the selection, page by page, and the files with all that are looked for.

    `count` is how many sales the selection has.
    """
    head, menu = st.columns((3, 2), vertical_alignment="center")
    with head:
        st.subheader(text("explore.rows"), anchor=False)
    search = explore_search.ask(asked)
    found, words = _counted(asked, search, count)
    if not found:
        _nothing(search)
        return
    st.caption(words)
    with menu, st.container(horizontal=True, horizontal_alignment="right"):
        _take_away(asked, search, found, is_simulated=is_simulated)
    _page(asked, search, found)


def _counted(asked: Selection, search: Search, count: int) -> tuple[int, str]:
    """How many rows are found, and what is said of them."""
    order = text(f"explore.order_{search.sorted_by}")
    if not search.is_on:
        return count, text("explore.rows_count", count=formats.number(count), order=order)
    found = read(explore.sales_found, **asked.narrowed, **search.looked_for).iloc[0]
    return int(found["sale_count"]), text(
        "explore.rows_found",
        found=formats.number(found["sale_count"]),
        count=formats.number(count),
        amount=formats.money(found["revenue_vnd"]),
        order=order,
    )


def _nothing(search: Search) -> None:
    """Nothing is found: say what was looked for, and offer the way out."""
    st.info(
        text("explore.find_none", typed=formats.plain(search.typed)), icon=":material/search_off:"
    )
    st.button(text("explore.find_clear"), key="explore_find_clear", on_click=explore_search.clear)


def _page(asked: Selection, search: Search, count: int) -> None:
    """One page of the rows; the first again when other rows are asked for."""
    pages = max((count + PAGE_ROWS - 1) // PAGE_ROWS, 1)
    listed = (asked.narrowed, search.looked_for, search.sorted_by)
    state = st.session_state
    if state.get(LISTED) != listed:
        state[LISTED], state[PAGE] = listed, 1
    number = min(state.get(PAGE, 1), pages)
    wanted = {
        **asked.narrowed,
        **search.looked_for,
        **search.order,
        "most": PAGE_ROWS,
        "skipped": (number - 1) * PAGE_ROWS,
    }
    again("explore_rows", lambda: _table(worded(_found(wanted, count))), *wanted.items())
    if pages > 1:
        state[PAGE] = number
        st.pagination(pages, key=PAGE)


def _found(wanted: Mapping[str, Any], count: int) -> pd.DataFrame:
    """The rows of one page, of so many; the last hour is read first, as few of many stand in it."""
    if wanted["sorted_by"] == "latest" and count >= MANY_ROWS:
        shared = {key: wanted[key] for key in ("campaign_code", "as_of")}
        told = read(progress.overview, **shared, unit_id=None).iloc[0]["last_recorded_at"]
        last = read(explore.sales, **wanted, since=told.to_pydatetime() - LATELY)
        if len(last) == wanted["most"]:
            return last
    return read(explore.sales, **wanted, since=None)


def _table(shown: pd.DataFrame) -> None:
    tables.table(
        shown.assign(
            unit=drill_links.unit_links(shown["unit_id"], shown["unit"]),
            staff_name=drill_links.person_links(shown["staff_code"], shown["staff_name"]),
        ),
        COLUMNS,
        {
            "sold_at": formats.moment,
            "sale_id": str,
            "quantity": formats.number,
            "revenue_vnd": formats.number,
        },
        key="explore_rows",
        widths=WIDTHS,
        links={"unit": drill_links.NAME, "staff_name": drill_links.NAME},
    )


def worded(found: pd.DataFrame) -> pd.DataFrame:
    """The rows with their names in the language spoken."""
    names = {
        "unit": "unit_name",
        "role": "role_name",
        "service": "service_name",
        "product": "product_name",
    }
    return found.assign(**{short: found[in_language(name)] for short, name in names.items()})


def _take_away(asked: Selection, search: Search, count: int, *, is_simulated: bool) -> None:
    parameters = {**asked.narrowed, **search.looked_for, **search.order}
    snapshot = Snapshot(data.store(), data.generation())
    headings = [text(f"table.{heading}") for heading in TAKEN.values()]
    about = _about(asked.question, is_simulated=is_simulated)

    def lines() -> Sequence[Sequence[Any]]:
        found = worded(
            explore.sales(snapshot, **parameters, most=MOST_TAKEN, skipped=0, since=None)
        )
        return found[list(TAKEN)].to_numpy().tolist()

    name = f"{asked.question.campaign_code}_phan_tich"
    if is_simulated:
        name += "_mo_phong"
    title = text("explore.sheet")
    for key, mime, extension, made in (
        ("csv", "text/csv", "csv", lambda: sheets.as_csv(headings, lines())),
        ("xlsx", XLSX, "xlsx", lambda: sheets.as_xlsx(title, headings, lines(), about)),
    ):
        _button(key, f"{name}.{extension}", mime, made)
    if count > MOST_TAKEN:
        most = formats.number(MOST_TAKEN)
        st.caption(text("explore.too_many", most=most, count=formats.number(count)))


def _button(key: str, name: str, mime: str, made: Callable[[], bytes]) -> None:
    """A download that is made when it is clicked, not before, in the language of this run."""
    context = copy_context()  # a click is answered outside of any run, and may come twice at once
    st.download_button(
        text(f"explore.{key}"),
        lambda: context.copy().run(made),
        file_name=name,
        mime=mime,
        icon=":material/download:",
        key=f"explore_{key}",
        on_click="ignore",
    )


def _about(question: Question, *, is_simulated: bool) -> dict[str, str]:
    """What a file says of itself: filters, search, data time, version, query."""
    chosen = [
        f"{key}={value}"
        for key in ("campaign", *FILTERS, *PICKS, SORT)
        if (value := st.query_params.get(key))
    ]
    about = {
        text("explore.about_filters"): " ".join(chosen) or formats.MISSING,
        text("explore.about_as_of"): formats.moment(question.as_of),
        text("explore.about_version"): formats.number(data.generation()),
        text("explore.about_query"): "explore.sales",
    }
    if is_simulated:
        about[text("explore.about_simulated")] = text("board.simulated_sentence")
    return about
