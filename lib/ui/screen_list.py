"""The page of screens where it reads: which there are, which one is looked at, and the log."""

import pandas as pd
import streamlit as st

from lib.access import screens
from lib.access.screens import DEFAULT_NAME, Screen
from lib.errors import ScreenRefused
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.ui import data, links, screen_words, tables
from lib.ui.drawn import again
from lib.ui.question import Question

LOGGED = 20


def known() -> dict[str, Screen]:
    """Every screen by its name, the default first; says what of the file cannot be used."""
    settings = data.settings()
    try:
        screens.read_file(settings.screens_file)
    except ScreenRefused as error:
        where, why = screen_words.problem(error)
        words = text("screens.file_refused", file=settings.screens, where=where, why=why)
        st.warning(formats.plain(words), icon=":material/warning:")
    return {one.name: one for one in screens.screens(settings.office_file, settings.screens_file)}


def listed(known: dict[str, Screen], question: Question) -> None:
    """The screens as a table."""
    names = screen_words.names_of(question.units)
    rows = {
        "screen": list(known),
        "title": [screen_words.screen(name, known) for name in known],
        "scope": [screen_words.scope(one.unit_id, names) for one in known.values()],
        "theme": [screen_words.theme(one.theme) for one in known.values()],
        "language": [screen_words.language(one.language) for one in known.values()],
        "scenes": [screen_words.summary(one) for one in known.values()],
        "source": [text(f"screens.source_{one.source}") for one in known.values()],
    }
    headings = {name: name for name in rows} | {"title": "screen_title"}
    # the office decides what is in it, no generation
    again(
        "screens",
        lambda: tables.table(pd.DataFrame(rows), headings, {}, key="screens_table"),
        repr(rows),
    )


def chosen(known: dict[str, Screen]) -> Screen:
    """The screen that is looked at: of those there are, or a new one by its name."""
    wanted = links.now("screen", DEFAULT_NAME)
    new = [wanted] if screens.is_name(wanted) and wanted not in known else []
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = links.choice(
            "screen",
            [*known, *new],
            DEFAULT_NAME,
            st.selectbox,
            text("screens.choose"),
            format_func=lambda one: screen_words.screen(one, known),
            width=320,
        )
        st.link_button(
            text("screens.open"),
            "/wall" if name == DEFAULT_NAME else f"/wall?screen={name}",
            icon=":material/open_in_new:",
        )
    settings = data.settings()
    return screens.screen(settings.office_file, settings.screens_file, name)


def history(known: dict[str, Screen], question: Question) -> None:
    """The latest of what was done to screens and by the remote."""
    entries = screens.told(data.settings().office_file, most=LOGGED)
    if not entries:
        st.caption(text("screens.history_none"))
        return
    frame = screen_words.log_table(entries, screen_words.names_of(question.units), known)
    headings = dict(zip(frame.columns, frame.columns, strict=True))
    tables.table(frame, headings, {"at": formats.moment}, key="screens_log")
