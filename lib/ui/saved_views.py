"""Saved views beside every page: the choices of now under a name, for all who use the board."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from lib.access import saved_views
from lib.access.saved_views import LONGEST_BY, LONGEST_NAME, View
from lib.errors import RaQuanError, ViewRefused
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.i18n.collation import word_key
from lib.ui import clock, data, failure, saved_choices, state
from lib.ui.addresses import PATHS
from lib.ui.drill_links import FILES

MOST_PINNED = 5
MENU = "views_menu"
NAME, BY, CHOSEN, NEW_NAME = "views_name", "views_by", "views_chosen", "views_new_name"
SAID, TAKEN, REMOVED, SIGNED = "views.said", "views.taken", "views.removed", "views.by"
"""What the last click came to; the name it found taken; the view it removed; who clicks."""
TALL = 280
"""A list of more than MANY views is scrolled in a box of this height, px."""
MANY = 6
STYLE = """
[class*=st-key-views_] [data-testid=stPageLink-NavLink] {background: transparent}
[class*=st-key-views_] [data-testid=stPageLink-NavLink]:is(:hover, :focus-visible) {
  background: color-mix(in srgb, currentcolor 8%, transparent)
}
[class*=st-key-views_] [data-testid=stPageLink-NavLink] * {font-weight: 400}
@media (max-width: 640px) {[class*=st-key-views_] [data-testid=stPageLink] a {min-height: 2.75rem}}
"""
"""A link to a view of the page shown is no sign that this view is shown; a thumb needs 44 px."""


def box(path: str) -> None:
    """The pinned views as links, and the menu of all of them; `path` is the page shown."""
    views = _views()
    if views:
        st.html(f"<style>{STYLE}</style>")
    pinned = [one for one in views if one.is_pinned]
    if pinned:
        with st.container(key="views_pinned", gap="xsmall"):
            st.caption(text("views.pinned"))
            for view in pinned[:MOST_PINNED]:
                _opener(view)
    # a popover would have no room to open below the filters, or none on a telephone
    menu = st.expander(text("views.menu"), icon=":material/bookmarks:", key=MENU, on_change="rerun")
    if menu.open:
        with menu:
            _opened(path, views)


def _views() -> list[View]:
    """Those that are pinned first, then as Vietnamese sorts their names."""
    found = saved_views.views(data.settings().office_file)
    known = [one for one in found if one.path in PATHS]
    return sorted(known, key=lambda one: (not one.is_pinned, word_key(one.name)))


def _opened(path: str, views: Sequence[View]) -> None:
    st.caption(text("views.shared"))
    with st.form("views_save", border=False, enter_to_submit=False):
        st.text_input(text("views.name"), max_chars=LONGEST_NAME, key=NAME, autocomplete="off")
        st.form_submit_button(
            text("views.save"), type="primary", width="stretch", on_click=_save, args=(path, False)
        )
    _signed()
    _said(path)
    if not views:
        st.caption(text("views.none"))
        return
    st.markdown(f"**{text('views.list')}**")
    with st.container(
        height=TALL if len(views) > MANY else "content",
        border=False,
        gap="xsmall",
        key="views_listed",
    ):
        for view in views:
            _opener(view)
    _tools(path, views)


def _opener(view: View) -> None:
    st.page_link(
        FILES[view.path],
        label=formats.plain(view.name),
        query_params=saved_choices.named(view),
        icon=":material/keep:" if view.is_pinned else ":material/bookmark:",
        help=text(
            "views.about",
            page=text(f"nav.{view.path}"),
            by=formats.plain(view.saved_by),
            at=formats.moment(view.saved_at),
        ),
    )


def _signed() -> None:
    """Who clicks, for the log; remembered while the menu is closed."""
    known = st.session_state.get(SIGNED, state.sender() or "")
    st.session_state.setdefault(BY, known)
    st.session_state[SIGNED] = st.text_input(
        text("views.by"), max_chars=LONGEST_BY, key=BY, autocomplete="name"
    )


def _said(path: str) -> None:
    """What the last click came to, once, with the way to undo or to replace."""
    kept = st.session_state
    if taken := kept.get(TAKEN):
        st.warning(text("views.taken", name=formats.plain(taken)), icon=":material/edit:")
        with st.container(horizontal=True):
            _button("replace", "swap_horiz", _save, path, True)
            _button("leave", "close", _leave)
    elif words := kept.get(SAID):
        st.info(words)
        if kept.get(REMOVED):
            _button("undo", "undo", _restore)


def _tools(path: str, views: Sequence[View]) -> None:
    """What can be done to one view: pin, rename, remove, copy its link."""
    by_id = {one.view_id: one for one in views}
    if st.session_state.get(CHOSEN) not in by_id:
        st.session_state[CHOSEN] = None
    chosen = st.selectbox(
        text("views.edit"),
        list(by_id),
        index=None,
        format_func=lambda one: by_id[one].name,
        placeholder=text("views.edit_hint"),
        key=CHOSEN,
    )
    if chosen is None:
        return
    view = by_id[chosen]
    st.caption(text("views.link"))
    st.code(saved_choices.link(view.path, view.chosen, here=path), language=None, wrap_lines=True)
    with st.container(horizontal=True):
        if view.is_pinned:
            _button("unpin", "keep_off", _pin, view, False)
        else:
            _button("pin", "keep", _pin, view, True)
        _button("remove", "delete", _remove, view)
    with st.form("views_rename", border=False, enter_to_submit=False, clear_on_submit=True):
        st.text_input(
            text("views.new_name"),
            max_chars=LONGEST_NAME,
            key=NEW_NAME,
            autocomplete="off",
            placeholder=view.name,
        )
        st.form_submit_button(text("views.rename"), on_click=_rename, args=(view,))


def _button(verb: str, icon: str, click: Callable[..., None], *args: Any) -> None:
    st.button(
        text(f"views.{verb}"),
        icon=f":material/{icon}:",
        key=f"views_{verb}",
        on_click=click,
        args=args,
    )


def _save(path: str, replaces: bool) -> None:
    """In a callback the address still says what was shown when the button was clicked."""
    name = str(st.session_state.get(NAME, ""))
    chosen = saved_choices.kept(path, st.query_params.to_dict())

    def save(**who: Any) -> str:
        view = saved_views.save(
            data.settings().office_file, name, path, chosen, **who, replaces=replaces
        )
        st.session_state[NAME] = ""
        return text("views.saved", name=formats.plain(view.name))

    _do(save)


def _leave() -> None:
    _forget()


def _pin(view: View, is_pinned: bool) -> None:
    def pin(**who: Any) -> str:
        office = data.settings().office_file
        saved_views.pin(office, view.view_id, is_pinned=is_pinned, **who)
        said = "pinned_now" if is_pinned else "unpinned_now"
        return text(f"views.{said}", name=formats.plain(view.name))

    _do(pin)


def _rename(view: View) -> None:
    name = str(st.session_state.get(NEW_NAME, ""))

    def rename(**who: Any) -> str:
        renamed = saved_views.rename(data.settings().office_file, view.view_id, name, **who)
        return text("views.renamed", name=formats.plain(renamed.name))

    _do(rename, may_replace=False)


def _remove(view: View) -> None:
    def remove(**who: Any) -> str:
        gone = saved_views.remove(data.settings().office_file, view.view_id, **who)
        st.session_state[REMOVED] = gone
        return text("views.removed", name=formats.plain(gone.name))

    _do(remove)


def _restore() -> None:
    gone: View = st.session_state[REMOVED]

    def restore(**who: Any) -> str:
        saved_views.restore(data.settings().office_file, gone, **who)
        return text("views.restored", name=formats.plain(gone.name))

    _do(restore, may_replace=False)


def _do(change: Callable[..., str], *, may_replace: bool = True) -> None:
    """Change something in the name of who clicks, and keep a sentence on what came of it."""
    _forget()
    kept = st.session_state
    try:
        words = change(by=str(kept.get(BY, kept.get(SIGNED, ""))), at=clock.now())
    except ViewRefused as error:
        reason, name = error.values["reason"], error.values["name"]
        if reason == "taken" and may_replace:
            st.session_state[TAKEN] = name
        st.session_state[SAID] = text(f"views.problem_{reason}", name=formats.plain(name))
    except RaQuanError as error:
        st.session_state[SAID] = failure.message(error)
    else:
        st.session_state[SAID] = words


def _forget() -> None:
    for key in (SAID, TAKEN, REMOVED):
        st.session_state.pop(key, None)
