"""The remote's parts, from the top of a phone down: which screen, what holds, what to order."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import streamlit as st

from lib.access import screens
from lib.access.screens import ALL, LONGEST_MESSAGE, MOST_FREEZE_MINUTES, Order, Screen
from lib.errors import OrderRefused, RaQuanError
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.ui import clock, data, failure, links, screen_words, state
from lib.ui.question import Question

USUAL_MINUTES = 30


def known() -> dict[str, Screen]:
    """Every screen by its name."""
    settings = data.settings()
    return {one.name: one for one in screens.screens(settings.office_file, settings.screens_file)}


def chosen(known: dict[str, Screen]) -> str:
    """For which screen orders are given: one, or all of them (`*`)."""
    return links.choice(
        "screen",
        [ALL, *known],
        ALL,
        st.selectbox,
        text("remote.screen"),
        format_func=lambda name: screen_words.screen(name, known),
    )


def in_force(name: str, known: dict[str, Screen], question: Question) -> dict[str, Order]:
    """Say what holds now, by whom and since when, and return it by word."""
    office, names = data.settings().office_file, screen_words.names_of(question.units)
    holding = screens.orders(office, name)
    closes_at = _closes_at(name, known, question)
    lines = [
        screen_words.in_force(one, name, names, closes_at=closes_at) for one in holding.values()
    ]
    for one in screens.own_orders(office) if name == ALL else ():
        words = screen_words.in_force(one, name, names, closes_at=None)
        called = screen_words.screen(one.screen, known)
        lines.append(text("remote.of_screen", screen=called, words=words))
    with st.container(border=True, gap="xsmall", key="remote_now"):
        st.markdown(f"**{text('remote.now')}**")
        if not lines:
            st.markdown(text("remote.nothing"))
        for line in lines:
            st.markdown(f"- {formats.plain(line)}")
    return holding


def scenes(name: str, known: dict[str, Screen], question: Question, held: Order | None) -> None:
    """A button for each scene of the playlist; the one that is pinned stands out."""
    names = screen_words.names_of(question.units)
    playlists = [one.playlist for one in known.values()] if name == ALL else [known[name].playlist]
    turns = list(dict.fromkeys(turn for playlist in playlists for turn in playlist))
    keys = list(dict.fromkeys(turn.key for turn in turns if not turn.per_district))
    pinned = held.value if held else None
    st.markdown(f"**{text('remote.scenes')}**")
    with st.grid(2, min_column_width=140, gap="xsmall"):
        for key in dict.fromkeys([*keys, *([pinned] if pinned else [])]):
            pressed = st.button(
                screen_words.scene(key, names),
                type="primary" if key == pinned else "secondary",
                icon=":material/keep:" if key == pinned else None,
                width="stretch",
                key=f"remote_pin_{key}",
            )
            if pressed and key != pinned:
                _order(name, pinned=key)
    districts = list(question.units[question.units["level"] == 0]["unit_id"])
    repeated = [turn.scene for turn in turns if turn.per_district]
    if repeated:
        _of_unit(name, [f"{scene}:{unit}" for scene in repeated for unit in districts], names)
    if pinned and st.button(
        text("remote.unpin"), icon=":material/keep_off:", width="stretch", key="remote_unpin"
    ):
        _order(name, pinned=None)


def hold(name: str, held: Order | None) -> None:
    """Stand still on what is shown, or go on."""
    st.markdown(f"**{text('remote.speech')}**")
    if held is None:
        if st.button(
            text("remote.hold"), icon=":material/pause:", width="stretch", key="remote_hold"
        ):
            _order(name, held=True)
    elif st.button(
        text("remote.go_on"),
        icon=":material/play_arrow:",
        type="primary",
        width="stretch",
        key="remote_go_on",
    ):
        _order(name, held=False)


def message(name: str, held: Order | None) -> None:
    """Send one line, or clear it."""
    with st.form("remote_message", border=False, clear_on_submit=True, enter_to_submit=False):
        line = st.text_input(
            text("remote.say"),
            max_chars=LONGEST_MESSAGE,
            placeholder=text("remote.say_help"),
            autocomplete="off",
            key="remote_line",
        )
        pressed = st.form_submit_button(
            text("remote.send"), icon=":material/send:", width="stretch", key="remote_send"
        )
    if pressed and not screens.one_line(line):
        st.warning(text("remote.refused", why=text("remote.problem_empty")))
    elif pressed:
        _order(name, message=line)
    if held and st.button(
        text("remote.clear"),
        icon=":material/backspace:",
        width="stretch",
        key="remote_clear",
    ):
        _order(name, message=None)


def freeze(name: str, known: dict[str, Screen], held: Order | None) -> None:
    """Keep the places of the last minutes to oneself, and release them after being asked."""
    st.markdown(f"**{text('remote.ranking')}**")
    if held is not None:
        if st.button(
            text("remote.unfreeze"),
            icon=":material/lock_open:",
            type="primary",
            width="stretch",
            key="remote_unfreeze",
        ):
            called = screen_words.screen(name, known)
            asking = text("remote.unfreeze_ask", screen=called)
            _ask(text("remote.unfreeze"), asking, lambda by, at: _unfreeze(name, by, at))
        return
    minutes = st.number_input(
        text("remote.minutes"),
        min_value=1,
        max_value=MOST_FREEZE_MINUTES,
        value=USUAL_MINUTES,
        step=5,
        key="remote_minutes",
    )
    if st.button(
        text("remote.freeze_before", minutes=minutes),
        icon=":material/lock_clock:",
        width="stretch",
        key="remote_freeze_before",
    ):
        _order(name, freeze_minutes=int(minutes))
    if st.button(
        text("remote.freeze_now"), icon=":material/lock:", width="stretch", key="remote_freeze_now"
    ):
        _order(name, frozen_at=clock.now().replace(microsecond=0))


def release(name: str, known: dict[str, Screen], *, orders: bool) -> None:
    """Take everything back, after being asked."""
    if orders and st.button(
        text("remote.release"),
        icon=":material/restart_alt:",
        type="tertiary",
        width="stretch",
        key="remote_release",
    ):
        asking = text("remote.release_ask", screen=screen_words.screen(name, known))
        _ask(text("remote.release"), asking, lambda by, at: _release(name, by, at))


@st.fragment(run_every="2s")
def follow(shown: int) -> None:
    """Run the page again when somebody else has ordered something."""
    if screens.version(data.settings().office_file) != shown:
        st.rerun()


def version() -> int:
    """What `follow` compares with."""
    return screens.version(data.settings().office_file)


def _of_unit(name: str, keys: list[str], names: screen_words.Names) -> None:
    """The scenes that are repeated per district: too many for buttons."""
    key = st.selectbox(
        text("remote.of_unit"),
        keys,
        index=None,
        placeholder=text("remote.choose"),
        format_func=lambda one: screen_words.scene(one, names),
        key="remote_unit",
    )
    if st.button(
        text("remote.pin_unit"), disabled=key is None, width="stretch", key="remote_pin_unit"
    ):
        _order(name, pinned=key)


def _order(name: str, **changes: Any) -> None:
    office, by = data.settings().office_file, state.sender() or ""
    try:
        screens.order(office, name, by=by, at=clock.now(), **changes)
    except OrderRefused as error:
        st.error(screen_words.refusal(error), icon=":material/error:")
    except RaQuanError as error:
        failure.show(error)
    else:
        st.rerun()


def _unfreeze(name: str, by: str, at: datetime) -> None:
    screens.order(data.settings().office_file, name, by=by, at=at, frozen_at=None)


def _release(name: str, by: str, at: datetime) -> None:
    screens.release(data.settings().office_file, name, by=by, at=at)


def _ask(title: str, asking: str, do: Callable[[str, datetime], None]) -> None:
    """Ask first; all words are made before, because the dialog runs again without the language."""
    keep = text("remote.keep")

    @st.dialog(title)
    def ask() -> None:
        st.markdown(formats.plain(asking))
        if st.button(title, type="primary", width="stretch", key="remote_yes"):
            do(state.sender() or "", clock.now())
            st.rerun()
        if st.button(keep, width="stretch", key="remote_no"):
            st.rerun()

    ask()


def _closes_at(name: str, known: dict[str, Screen], question: Question) -> datetime | None:
    """When what a screen shows closes; None when that is another campaign than the page's."""
    codes = {None, question.campaign_code}
    own = known[name].campaign_code if name in known else None
    closes_at: datetime | None = question.campaign["closes_at"] if own in codes else None
    return closes_at
