"""The framed script: language, navigation and filters around the page that was asked for.

It does not lie beside `pages/`, so Streamlit's discovery of page files never wakes, and
every page opens by its own address on a freshly started server.
"""

import streamlit as st

from lib.i18n import catalog
from lib.i18n.catalog import text
from lib.settings import PROJECT
from lib.ui import data, explore_asked, filters, links, wall
from lib.ui.addresses import PAGES, WALL

MARGIN = (
    "@media (min-width: 640px) "
    "{[data-testid='stMainBlockContainer']{padding-left:2.5rem;padding-right:2.5rem}}"
)
"""The one rule of style that the theme has no setting for (design guide §10)."""

MORE_FILTERS = {"explore": explore_asked.ask}
"""What pages ask for beyond campaign, unit and cut-off."""

catalog.speak(links.now("lang", data.settings().language))
st.set_page_config(
    page_title=text("app.name"), page_icon=str(PROJECT / "lib/ui/static/icon.png"), layout="wide"
)
data.pin()
by_path = {
    path: st.Page(
        PROJECT / "pages" / file,
        title=text(f"nav.{path}"),
        icon=f":material/{icon}:",
        url_path=path,
        default=index == 0,
    )
    for index, (file, path, icon, _) in enumerate(PAGES)
}
if wall.is_asked():
    file, path = WALL
    alone = st.Page(PROJECT / "pages" / file, title=text(f"nav.{path}"), url_path=path)
    st.navigation([*by_path.values(), alone], position="hidden").run()
    st.stop()
page = st.navigation(list(by_path.values()), position="top")
st.html(f"<style>{MARGIN}</style>")
filter_box = st.sidebar.container()
with st.sidebar.container():
    filters.language()

with filter_box:
    st.subheader(text("filter.title"), anchor=False)
    filtered_by_unit = {path for _, path, _, by_unit in PAGES if by_unit}
    question = filters.ask(
        by_unit=(page.url_path or "progress") in filtered_by_unit,
        more=MORE_FILTERS.get(page.url_path),
    )

if question is None:
    st.title(text("board.empty_title"), anchor=False)
    st.info(text("board.empty"), icon=":material/inbox:")
else:
    page.run()
