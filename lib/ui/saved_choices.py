"""What a saved view holds of an address, and the links that lead back to it."""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import streamlit as st

from lib.access.saved_views import View
from lib.ui import explore_asked, explore_search, links
from lib.ui.addresses import PAGES, PATHS

SHARED = ("campaign", "as_of")
BY_PAGE = {
    "leaderboard": ("level",),
    "explore": (*explore_asked.FILTERS, *explore_asked.PICKS, explore_search.SORT),
    "awards": ("title", "record"),
    "decision": ("record",),
    "evidence": ("kind",),
    "person": ("staff", "who"),
    "changes": ("since", "level"),
    "compare": ("by", "with"),
    "fairness": ("level",),
    "entry": ("unit", "seller"),
    "ledger": ("view", "q", "batch", "status", "state", "page", "sale"),
    "remote": ("screen",),
    "screens": ("screen",),
}
"""The choices of a page besides campaign, cut-off and unit, by their names in the address."""


def known(path: str) -> tuple[str, ...]:
    """Every choice that a page knows, but for the language: that is the viewer's own."""
    by_unit = next((one.by_unit for one in PAGES if one.path == path), False)
    return (*SHARED, *(("unit",) if by_unit else ()), *BY_PAGE.get(path, ()))


def kept(path: str, address: Mapping[str, str]) -> dict[str, str]:
    """What an address chooses of what its page knows."""
    return {key: address[key] for key in known(path) if address.get(key)}


def link(path: str, chosen: Mapping[str, str], *, here: str) -> str:
    """The whole address of choices on a page, to be opened by a colleague.

    It begins as the viewer's own does (`here` is the page that stands in that one): the board
    may be served under another name, or below a path of a proxy.
    """
    now = urlsplit(str(st.context.url or ""))
    base = now.path.removesuffix("/").removesuffix(f"/{here}")
    place = f"{base}/{'' if path == PATHS[0] else path}"
    asked = urlencode(kept(path, chosen))
    return now._replace(path=place, query=asked, fragment="").geturl()


def named(view: View) -> dict[str, str]:
    """What a link within the board says to show a view and nothing else, in the language spoken."""
    spoken = st.query_params.get(links.LANGUAGE)
    language = {links.LANGUAGE: spoken} if spoken else {}
    return {**kept(view.path, view.chosen), **language, links.WHOLE: str(view.view_id)}
