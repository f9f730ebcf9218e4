"""The pages as Streamlit knows them, in sections: looked up once, a copy for each run."""

from copy import copy

import streamlit as st
from streamlit.navigation.page import Page

from lib.i18n.catalog import spoken, text
from lib.settings import PROJECT
from lib.ui.addresses import HIDDEN, PAGES, Address


def sections() -> dict[str, list[Page]]:
    """The pages by the headings of the bar, in the language spoken."""
    found: dict[str, list[Page]] = {}
    for address, page in zip(PAGES, _pages(spoken()), strict=True):
        plain = address.section in ("", HIDDEN)
        heading = "" if plain else text(f"nav_section.{address.section}")
        # a run marks the page it may run: a page is no other run's
        found.setdefault(heading, []).append(copy(page))
    return found


def with_alone(address: Address) -> list[Page]:
    """All pages, and one of those without a frame."""
    only = st.Page(
        PROJECT / "pages" / address.file,
        title=text(f"nav.{address.path}"),
        url_path=address.path,
    )
    return [*(copy(page) for page in _pages(spoken())), only]


@st.cache_resource(show_spinner=False)
def _pages(language: str) -> list[Page]:
    """The pages with their titles in one language: where their files lie is looked up once."""
    return [
        st.Page(
            PROJECT / "pages" / page.file,
            title=text(f"nav.{page.path}"),
            icon=f":material/{page.icon}:",
            url_path=page.path,
            default=index == 0,
            visibility="hidden" if page.section == HIDDEN else "visible",
        )
        for index, page in enumerate(PAGES)
    ]
