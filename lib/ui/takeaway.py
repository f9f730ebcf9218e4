"""Taking figures away: a quiet menu beside each chart and table, and one for the whole page.

A menu is empty until it is opened. Then it holds the same figures as a table and buttons;
a file is made when its button is clicked, by then in the background while the button turns.
"""

from collections.abc import Callable
from contextvars import copy_context
from functools import cache, partial
from typing import Any

import streamlit as st

from lib.i18n import formats
from lib.i18n.catalog import text
from lib.ui import tables, takeaway_files, takeaway_picture
from lib.ui.takeaway_behind import Behind, Sheaf, sheaf
from lib.ui.wall_feed import STATIC

CSV, PDF = "text/csv", "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE_MENU = "takeaway_page"
MANY, TALL, WIDE = 10, 320, 480
"""More rows than this are scrolled to in a table of this height; a menu's width; px."""

STYLE = """
[class*="st-key-take_"] [data-testid=stPopoverButton] {min-width: 2.5rem; min-height: 2.5rem}
[class*="st-key-take_"] [data-testid=stPopoverButton] [data-testid=stMarkdownContainer] {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)
}
@media (max-width: 640px) {
  [class*="st-key-take_"] [data-testid=stPopoverButton],
  .st-key-takeaway_page [data-testid=stPopoverButton],
  [data-testid=stPopoverBody] [data-testid=stDownloadButton] button {
    min-width: 2.75rem; min-height: 2.75rem
  }
}
"""
"""The menu's name is for the ear; a thumb needs 44 px."""


def menu(behind: Behind, *, is_chart: bool = True) -> None:
    """The menu of one chart or table, and a place for it in the files of the page."""
    shown = sheaf()
    if shown is None:
        return
    shown.parts.append(behind)
    key = f"take_{behind.key}"
    box = st.popover(
        text("takeaway.menu", name=behind.name),
        icon=":material/download:",
        type="tertiary",
        key=key,
        on_change="rerun",
    )
    if box.open:
        with box, st.container(width=WIDE):
            _opened(behind, shown, is_chart=is_chart)
            _enter(key)


def page_menu() -> None:
    """The menu of the page: everything on it as a workbook, and a summary to print."""
    shown = sheaf()
    if shown is None:
        return
    st.html(f"<style>{STYLE}</style>")
    box = st.popover(
        text("takeaway.page_menu"),
        icon=":material/download:",
        key=PAGE_MENU,
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        st.caption(text("takeaway.page_says"))
        xlsx = partial(takeaway_files.page_as_xlsx, shown)
        button("page_xlsx", takeaway_files.file_name(shown, "", "xlsx"), XLSX, xlsx)
        pdf = partial(takeaway_files.page_as_pdf, shown)
        button("page_pdf", takeaway_files.file_name(shown, "", "pdf"), PDF, pdf)
        _enter(PAGE_MENU)


def button(kind: str, name: str, mime: str, made: Callable[[], bytes], key: str = "") -> None:
    """A download that is made when it is clicked, in the language and version of this run."""
    context = copy_context()  # a click is answered outside of any run, and may come twice at once

    st.download_button(
        text(f"takeaway.{kind}"),
        lambda: context.copy().run(made),
        file_name=name,
        mime=mime,
        icon=":material/download:",
        key=f"take_{kind}_{key}",
        on_click="ignore",
        width="stretch",
    )


def _opened(behind: Behind, shown: Sheaf, *, is_chart: bool) -> None:
    heading = text("takeaway.figures") if is_chart else behind.name
    st.markdown(f"**{formats.plain(heading)}**")
    with st.container(horizontal=True, gap="small"):
        if is_chart:
            takeaway_picture.button(behind, shown)
        csv = partial(takeaway_files.as_csv, behind)
        csv_name = takeaway_files.file_name(shown, behind.key, "csv")
        button("csv", csv_name, CSV, csv, behind.key)
        xlsx = partial(takeaway_files.as_xlsx, behind, shown)
        xlsx_name = takeaway_files.file_name(shown, behind.key, "xlsx")
        button("xlsx", xlsx_name, XLSX, xlsx, behind.key)
    if is_chart:
        tables.table(
            behind.frame,
            behind.columns,
            behind.formatted,
            key=f"taken_{behind.key}",
            height="content" if len(behind.frame) <= MANY else TALL,
        )


def _enter(menu_key: str) -> None:
    """Let the keyboard into a menu that has been opened."""
    _focus()(key=f"enter_{menu_key}", data={"menu": menu_key}, height="content")


@cache
def _focus() -> Any:
    return st.components.v2.component(
        "menu",
        html="<span></span>",
        js=(STATIC / "menu.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )


def table(behind: Behind, **looks: Any) -> None:
    """A table of the page with its menu above its right end; `looks` as in `tables.table`."""
    if sheaf() is not None:
        with st.container(horizontal=True, horizontal_alignment="right"):
            menu(behind, is_chart=False)
    tables.table(behind.frame, behind.columns, behind.formatted, key=behind.key, **looks)
