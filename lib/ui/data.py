"""The cached seam between Streamlit and the query modules.

Pages say `read(progress.overview, campaign_code=..., as_of=..., unit_id=None)`; nothing
else in a page holds a connection or a cache. A whole page run reads one generation, and
an answer is computed once per generation for all viewers.
"""

from collections.abc import Callable, Mapping
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
from lib.store import Store
from lib.ui.ahead_pool import ahead_pool

_pinned: ContextVar[int] = ContextVar("generation", default=0)


@dataclass(frozen=True)
class Snapshot:
    """The store as of one generation."""

    store: Store
    generation: int

    def query(self, name: str, parameters: Mapping[str, Any]) -> pa.Table:
        """Run the query TOPIC/NAME on this generation."""
        return self.store.query(name, parameters, generation=self.generation or None)


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
    _pinned.set(store().current())
    return _pinned.get()


def generation() -> int:
    """The generation this run reads."""
    return _pinned.get() or pin()


def answers(generation: int) -> Answers:
    """What is known of one generation, shared by all viewers and walls."""
    return _library().of(generation)


def read(query: QueryFunction, **parameters: Any) -> pd.DataFrame:
    """Run a query function on this run's generation, or return the answer it gave before.

    All viewers share the answer's values; what a page changes in its frame it changes for itself
    alone (pandas copies on write).
    """
    return answers(generation()).read(query, **parameters).copy(deep=False)


def ahead(query: QueryFunction, **parameters: Any) -> None:
    """Begin to work out what this run reads later, beside what it does meanwhile."""
    known = answers(generation())
    if not known.is_asked(query, **parameters):
        _helpers().submit(known.read, query, **parameters)


def once(key: tuple[Any, ...], work: Callable[[], Any]) -> Any:
    """What `work` makes of this run's generation, made once for a key and shared: do not change it.

    The key names everything else it depends on, such as the filters, the language, the theme.
    """
    return answers(generation()).once(key, work)


@st.cache_resource(show_spinner=False)
def _helpers() -> ThreadPoolExecutor:
    return ahead_pool()


@st.cache_resource(show_spinner=False)
def _library() -> Library:
    return Library(lambda generation: Snapshot(store(), generation))
