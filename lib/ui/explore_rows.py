"""The rows behind the charts: a page of them, and all of them to take away."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from lib.exports import sheets
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.queries import explore
from lib.ui import data, drill_links, tables
from lib.ui.data import Snapshot, read
from lib.ui.explore_asked import FILTERS, PICKS, Selection
from lib.ui.question import Question

PAGE_ROWS = 20
MOST_TAKEN = 20_000
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
TAKEN = {"sold_on": "sold_on", **COLUMNS, "customer_code": "customer", "receipt_no": "receipt"}


def rows(asked: Selection, count: int, *, is_simulated: bool) -> None:
    """The latest sales of the selection, page by page, and the files with all of them."""
    left, right = st.columns((3, 2), vertical_alignment="bottom")
    with left:
        st.subheader(text("explore.rows"), anchor=False)
        st.caption(text("explore.rows_count", count=formats.number(count)))
    with right, st.container(horizontal=True, horizontal_alignment="right"):
        _take_away(asked, count, is_simulated=is_simulated)
    pages = max((count + PAGE_ROWS - 1) // PAGE_ROWS, 1)
    place = st.session_state.get("explore_page", 1)
    number = min(place, pages)
    found = read(explore.sales, **asked.narrowed, most=PAGE_ROWS, skipped=(number - 1) * PAGE_ROWS)
    shown = worded(found)
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
        links={"unit": drill_links.NAME, "staff_name": drill_links.NAME},
    )
    if pages > 1:
        st.pagination(pages, key="explore_page")


def worded(found: pd.DataFrame) -> pd.DataFrame:
    """The rows with their names in the language spoken."""
    names = {
        "unit": "unit_name",
        "role": "role_name",
        "service": "service_name",
        "product": "product_name",
    }
    return found.assign(**{short: found[in_language(name)] for short, name in names.items()})


def _take_away(asked: Selection, count: int, *, is_simulated: bool) -> None:
    parameters, question = asked.narrowed, asked.question
    snapshot = Snapshot(data.store(), data.generation())
    headings = [text(f"table.{heading}") for heading in TAKEN.values()]
    about = _about(question, is_simulated=is_simulated)
    language_names = worded

    def lines() -> Sequence[Sequence[Any]]:
        found = language_names(explore.sales(snapshot, **parameters, most=MOST_TAKEN, skipped=0))
        return found[list(TAKEN)].to_numpy().tolist()

    name = f"{question.campaign_code}_phan_tich"
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
    """A download that is made when it is clicked, not before."""
    st.download_button(
        text(f"explore.{key}"),
        made,
        file_name=name,
        mime=mime,
        icon=":material/download:",
        key=f"explore_{key}",
        on_click="ignore",
    )


def _about(question: Question, *, is_simulated: bool) -> dict[str, str]:
    """What a file says of itself: filters, data time, version, query."""
    chosen = [
        f"{key}={value}"
        for key in ("campaign", *FILTERS, *PICKS)
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
