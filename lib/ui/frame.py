"""The framed script: language, navigation and filters around the page that was asked for.

It does not lie beside `pages/`, so Streamlit's discovery of page files never wakes, and
every page opens by its own address on a freshly started server.
"""

from contextlib import suppress

import streamlit as st

from lib.i18n import catalog
from lib.i18n.catalog import text
from lib.settings import PROJECT
from lib.ui import alone, data, explore_asked, filters, links, navigation, news_first, saved_views
from lib.ui.addresses import PAGES, PATHS
from lib.ui.page_flow import PageEnd

MARGIN = (
    "@media (min-width: 640px) "
    "{[data-testid='stMainBlockContainer']{padding-left:2.5rem;padding-right:2.5rem}}"
)
"""The one rule of style that the theme has no setting for (design guide §10)."""

MORE_FILTERS = {"explore": explore_asked.ask}
"""What pages ask for beyond campaign, unit and cut-off."""

news_first.wait()
links.follow()
catalog.speak(links.now("lang", data.settings().language))
st.set_page_config(
    page_title=text("app.name"), page_icon=str(PROJECT / "lib/ui/static/icon.png"), layout="wide"
)
with data.one_generation():
    if (frameless := alone.asked()) is not None:
        st.navigation(navigation.with_alone(frameless), position="hidden").run()
        st.stop()
    page = st.navigation(navigation.sections(), position="top")
    st.html(f"<style>{MARGIN}</style>")
    filter_box, views_box, language_box = (st.sidebar.container() for _ in range(3))
    with links.drawn_later() as language:
        filters.language()
    with links.drawn_later() as asked_for:
        filtered_by_unit = {address.path for address in PAGES if address.by_unit}
        question = filters.ask(
            by_unit=(page.url_path or PATHS[0]) in filtered_by_unit,
            more=MORE_FILTERS.get(page.url_path),
        )

    try:
        if question is None:
            st.title(text("board.empty_title"), anchor=False)
            st.info(text("board.empty"), icon=":material/inbox:")
        else:
            with suppress(PageEnd):
                page.run()
    finally:
        # the answer goes first; what was asked is in sight already
        with filter_box:
            st.subheader(text("filter.title"), anchor=False)
            for draw in asked_for:
                draw()
        if question is not None:
            with views_box:
                saved_views.box(page.url_path or PATHS[0])
        with language_box:
            for draw in language:
                draw()
