"""The sale being entered: its key, when it was first saved, and what stood in its way.

The key is made when the form is first shown and goes with every attempt to save, so that a
double tap, a retry and a reload save once. It stands in the URL, because a reload forgets
everything else. Session keys begin with `entry.`: `state.leave` forgets them.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import streamlit as st

from lib.intake.problems import Problem

PARAMETER = "draft"
KEY, MOMENT, TROUBLE, WARNINGS = "entry.key", "entry.moment", "entry.trouble", "entry.warnings"
FORM = re.compile(r"[A-Za-z0-9_-]{16}")


@dataclass(frozen=True)
class Trouble:
    """Why the sale is not saved: a box of words, and problems that stand beside their fields."""

    title: str
    words: str
    problems: Sequence[Problem] = field(default=())
    may_retry: bool = False

    def of(self, *columns: str) -> list[Problem]:
        """The problems of some columns of the template."""
        return [one for one in self.problems if one.column in columns]


def key() -> str:
    """The key of this sale: remembered, else from the URL, else new."""
    known = str(st.session_state.get(KEY) or st.query_params.get(PARAMETER, ""))
    if not FORM.fullmatch(known):
        known = secrets.token_urlsafe(12)
    st.session_state[KEY] = known
    if st.query_params.get(PARAMETER) != known:
        st.query_params[PARAMETER] = known
    return known


def widget(name: str) -> str:
    """The key of a field; the fields of the next sale begin empty."""
    return f"entry_{name}_{key()}"


def begin() -> None:
    """Put this sale away and begin the next one."""
    for one in (MOMENT, TROUBLE, WARNINGS):
        st.session_state.pop(one, None)
    st.session_state[KEY] = secrets.token_urlsafe(12)


def moment(now: datetime) -> datetime:
    """When saving was first tried: a sale that is tried again was not sold later."""
    first: datetime = st.session_state.setdefault(MOMENT, now)
    return first


def stop(trouble: Trouble | None) -> None:
    """Remember why the sale is not saved; None when nothing stands in its way any more."""
    st.session_state[TROUBLE] = trouble


def trouble() -> Trouble | None:
    """Why the last attempt did not save."""
    found: Trouble | None = st.session_state.get(TROUBLE)
    return found


def warn(words: Sequence[str]) -> None:
    """Remember what a person should look at once the sale is saved."""
    st.session_state[WARNINGS] = list(words)


def warnings() -> list[str]:
    """What a person should look at in the sale just saved."""
    return list(st.session_state.get(WARNINGS, ()))
