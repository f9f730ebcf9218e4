"""The cached seam between Streamlit and the query modules.

Pages say `read(progress.overview, campaign_code=..., as_of=..., unit_id=None)`; nothing
else in a page holds a connection or a cache. A whole page run reads one generation, and
an answer is computed once per generation for all viewers.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from lib.intake.group_commit import GroupCommit
from lib.queries.answers import Answers, Library, QueryFunction
from lib.settings import Settings, read_settings
from lib.store import Reader, Store
from lib.ui.ahead_pool import ahead_pool


@dataclass
class Pin:
    """The generation a run reads; its answers, and the file they come from, while it is held."""

    generation: int
    held: Answers | None = None


_pinned: ContextVar[Pin | None] = ContextVar("generation", default=None)


class Snapshot:
    """The store as of one generation (0: of the current one), open from the first query on."""

    def __init__(self, store: Store, generation: int) -> None:
        self._store = store
        self._generation = generation
        self._reader: Reader | None = None

    def query(self, name: str, parameters: Mapping[str, Any]) -> pa.Table:
        """Run the query TOPIC/NAME on this generation."""
        reader = self._reader or self._store.reader(self._generation or None)
        if self._generation:
            self._reader = reader
        return reader.query(name, parameters)


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """The settings, read once for the process."""
    return read_settings()


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """One store for the process; each query takes its own cursor."""
    return Store.open(settings())


@st.cache_resource(show_spinner=False)
def writer() -> GroupCommit:
    """The one writer of the process for what programs and the inbox hand in."""
    return GroupCommit(store())


def pin() -> int:
    """Hold this run to the generation published now, and return it."""
    found = Pin(store().current())
    _pinned.set(found)
    return found.generation


@contextlib.contextmanager
def one_generation() -> Iterator[None]:
    """Hold the block to one generation, that of the block around it or the one published now.

    Whatever is published meanwhile, its answers stay and its file stays open; not longer, though
    Streamlit keeps the context of a run that is over.
    """
    around = _pinned.get()
    if around and around.held:
        yield
        return
    current = store().current()
    found = Pin(current, answers(current))
    before = _pinned.set(found)
    try:
        yield
    finally:
        found.held = None
        _pinned.reset(before)


def generation() -> int:
    """The generation this run reads."""
    found = _pinned.get()
    # a store that was not there is looked for again
    return found.generation if found and found.generation else pin()


def answers(generation: int) -> Answers:
    """What is known of one generation, shared by all viewers and walls."""
    return _library().of(generation)


def read(query: QueryFunction, **parameters: Any) -> pd.DataFrame:
    """Run a query function on this run's generation, or return the answer it gave before.

    All viewers share the answer's values; what a page changes in its frame it changes for itself
    alone (pandas copies on write).
    """
    return _answers().read(query, **parameters).copy(deep=False)


def ahead(query: QueryFunction, **parameters: Any) -> None:
    """Begin to work out what this run reads later, beside what it does meanwhile."""
    known = _answers()
    if not known.is_asked(query, **parameters):
        _helpers().submit(known.read, query, **parameters)


def once(key: tuple[Any, ...], work: Callable[[], Any]) -> Any:
    """What `work` makes of this run's generation, made once for a key and shared: do not change it.

    The key names everything else it depends on, such as the filters, the language, the theme.
    """
    return _answers().once(key, work)


def _answers() -> Answers:
    """The answers this run reads."""
    wanted, found = generation(), _pinned.get()
    return (found and found.held) or answers(wanted)


@st.cache_resource(show_spinner=False)
def _helpers() -> ThreadPoolExecutor:
    return ahead_pool()


@st.cache_resource(show_spinner=False)
def _library() -> Library:
    return Library(lambda generation: Snapshot(store(), generation))
