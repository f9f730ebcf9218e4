"""Choices that live in the URL by their codes, so that a link means the same in each language.

Streamlit's own `bind="query-params"` writes the words shown on the widget into the URL; a
link would then break with the language. A choice is remembered across pages, also where its
widget is not drawn, and only what differs from the usual is written.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

import streamlit as st

WRITTEN, SHOWN, CHOSEN, PAGE = "links.written", "links.shown", "links.chosen", "links.page"
"""What the last run left: its address, what its widgets showed; whether a callback chose since."""
REPLACED = "links.replaced"
REMEMBERED = 6
"""What widgets showed lately where the address decided otherwise; so many values of each."""
WHOLE = "saved"
"""In an address: it says all that is chosen, whatever was remembered."""
MEMORY = "link."
_waiting: ContextVar[list[Callable[[], Any]] | None] = ContextVar("waiting", default=None)
LANGUAGE = "lang"
"""The one choice that is the viewer's own, whatever is shown."""


def follow() -> None:
    """Let the address decide where it was changed: by the browser's way back, or by a link.

    Called first in a run. The bar of the navigation asks for a page without saying more: choices
    go along. Where somebody has just chosen, the address may lag behind, and the choice counts.
    An address with WHOLE says everything: what it does not name is let go of.
    """
    state = st.session_state
    shown, written = state.get(SHOWN, {}), state.get(WRITTEN)
    replaced = state.pop(REPLACED, {})
    has_chosen = state.pop(CHOSEN, False)
    # who goes back twice at once sends what the widgets showed before the first time, no choice
    has_chosen |= any(
        key in state and state[key] != value and state[key] not in replaced.get(key, ())
        for key, value in shown.items()
    )
    before, state[PAGE] = state.get(PAGE), st.context.url
    address = st.query_params.to_dict()
    if written is None or has_chosen or address == written:
        return
    is_other_page = state[PAGE] != before
    if is_other_page and not address:
        return
    if WHOLE in address:
        _let_go()
        if not is_other_page:
            # a link to the page it stands on leaves the address bar as it was
            st.query_params.from_dict(address)
        return
    for key in {*written, *address}:
        if address.get(key) != written.get(key) and (key in address or not is_other_page):
            if key in state:
                replaced[key] = [*replaced.get(key, ()), state[key], shown.get(key)][-REMEMBERED:]
                state[REPLACED] = replaced
            state.pop(key, None)
            state.pop(_memory(key), None)


def choice(
    key: str,
    options: Sequence[str],
    usual: str,
    draw: Callable[..., Any],
    label: str,
    **settings: Any,
) -> str:
    """Draw a widget with options (selectbox, segmented control) and return the chosen code.

    What the URL holds decides the first time; a code that is not on offer means the usual.
    """
    known = st.session_state.get(key, _remembered(key, usual))
    chosen = st.session_state[key] = known if known in options else usual
    show(draw, label, options, key=key, **settings)
    return _keep(key, chosen, usual)


def choices(
    key: str, options: Sequence[str], draw: Callable[..., Any], label: str, **settings: Any
) -> list[str]:
    """Draw a widget of which several options can be chosen, and return their codes.

    In the URL they are parted by commas; a code that is not on offer is left out.
    """
    known = st.session_state.get(key, _remembered(key, "").split(","))
    chosen = st.session_state[key] = [one for one in known or [] if one in options]
    show(draw, label, options, key=key, **settings)
    _keep(key, ",".join(chosen), "")
    return chosen


def span(key: str, options: Sequence[str], label: str, **settings: Any) -> tuple[str, str]:
    """Draw a slider over options in order and return the first and last chosen (first-last)."""
    known = st.session_state.get(key, tuple(_remembered(key, "").split("-", 1)))
    inside = len(known) == 2 and all(one in options for one in known)
    ends = (options[0], options[-1])
    first, last = st.session_state[key] = tuple(known) if inside else ends
    # without ends of its own the browser would answer with one value, not two
    show(st.select_slider, label, options, value=ends, key=key, **settings)
    _keep(key, "" if (first, last) == ends else f"{first}-{last}", "")
    return str(first), str(last)


@contextmanager
def drawn_later() -> Iterator[list[Callable[[], Any]]]:
    """Let choices be made at once and drawn later, by calling what this gives: what is asked for

    is known without its widgets, and the answer is on its way before they are.
    """
    waiting: list[Callable[[], Any]] = []
    token = _waiting.set(waiting)
    try:
        yield waiting
    finally:
        _waiting.reset(token)


def show(draw: Callable[..., Any], *words: Any, **settings: Any) -> None:
    """Draw something now, or later where choices are drawn later."""
    waiting = _waiting.get()
    if waiting is None:
        draw(*words, **settings)
    else:
        waiting.append(partial(draw, *words, **settings))


def forget(*keys: str) -> None:
    """Let go of choices in a callback: their widgets start as if never touched."""
    st.session_state[CHOSEN] = True
    for key in keys:
        st.session_state.pop(key, None)
        st.session_state.pop(_memory(key), None)
        st.query_params.pop(key, None)


def written(key: str, label: str, **settings: Any) -> str:
    """Draw a text field and return what is written in it."""
    typed = st.session_state[key] = st.session_state.get(key, _remembered(key, "")) or ""
    show(st.text_input, label, key=key, **settings)
    return _keep(key, typed.strip(), "")


def now(key: str, usual: str) -> str:
    """What is chosen before the widget is drawn in this run."""
    return str(st.session_state.get(key, _remembered(key, usual)))


def held(key: str, usual: str) -> str:
    """A choice without a widget of its own, made by buttons and tables."""
    return _keep(key, now(key, usual), usual)


def choose(key: str, code: str) -> None:
    """Choose in a callback, as if the viewer had."""
    st.session_state[CHOSEN] = True
    st.session_state[key] = code
    st.session_state[_memory(key)] = code


def _let_go() -> None:
    """Let go of each choice but the language; widgets then start from the address."""
    state = st.session_state
    state.pop(SHOWN, None)
    for memory in [str(one) for one in state if str(one).startswith(MEMORY)]:
        key = memory.removeprefix(MEMORY)
        if key != LANGUAGE:
            state.pop(memory)
            state.pop(key, None)


def _remembered(key: str, usual: str) -> str:
    return str(st.session_state.get(_memory(key), st.query_params.get(key, usual)))


def _keep(key: str, code: str, usual: str) -> str:
    state = st.session_state
    state[_memory(key)] = code
    if code == usual:
        st.query_params.pop(key, None)
    elif st.query_params.get(key) != code:
        st.query_params[key] = code
    state[WRITTEN] = st.query_params.to_dict()
    if key in state:
        state[SHOWN] = {**state.get(SHOWN, {}), key: state[key]}
    return code


def _memory(key: str) -> str:
    """Where a choice is kept while its widget is not drawn."""
    return f"{MEMORY}{key}"
