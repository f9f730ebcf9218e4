"""What a session remembers outside the URL: who is entering figures, and the last receipt."""

from typing import Any

import streamlit as st

SENDER = "desk.sender"
REFUSED = "desk.refused"
RECEIPT = "desk.receipt"
ROUND = "desk.round"
NOTICE = "desk.notice"
WORK = "desk.work"
KEPT = ("read", "checked", "effect", "earlier")
"""What is worked out of the file on the table, and forgotten with it."""
ENTRY = "entry."
"""How the keys of the sale being entered begin."""


def sender() -> str | None:
    """The name of the operator of this session; None while nobody has given the code."""
    name: str | None = st.session_state.get(SENDER)
    return name


def enter(name: str) -> None:
    """Remember who enters figures."""
    st.session_state[SENDER] = name
    st.session_state.pop(REFUSED, None)


def refuse(error: Exception) -> None:
    """Remember why the last code given was not taken."""
    st.session_state[REFUSED] = error


def refused() -> Exception | None:
    """Why the last code given was not taken; None when none was given, or it was taken."""
    error: Exception | None = st.session_state.get(REFUSED)
    return error


def leave() -> None:
    """Forget who entered figures, and what they were doing."""
    entered = [key for key in st.session_state if str(key).startswith(ENTRY)]
    for key in (SENDER, RECEIPT, NOTICE, *entered):
        st.session_state.pop(key, None)


def work() -> Any:
    """What has been done to the file on the table so far, or None."""
    return st.session_state.get(WORK)


def keep_work(work: Any) -> None:
    """Remember what has been done to the file on the table."""
    st.session_state[WORK] = work


def kept(key: str, question: Any) -> Any:
    """What was computed for the same question before in this session, or None."""
    known = st.session_state.get(f"desk.{key}")
    return known[1] if known and known[0] == question else None


def keep(key: str, question: Any, answer: Any) -> None:
    """Keep the latest answer of its kind: it is this session's own and large."""
    st.session_state[f"desk.{key}"] = (question, answer)


def keep_receipt(receipt: Any) -> None:
    """Remember the receipt of the import just made."""
    st.session_state[RECEIPT] = receipt


def receipt() -> Any:
    """The receipt of the import just made, or None."""
    return st.session_state.get(RECEIPT)


def next_round() -> None:
    """Put the file away: the uploader starts empty and the receipt is gone."""
    for key in (RECEIPT, WORK, *(f"desk.{name}" for name in KEPT)):
        st.session_state.pop(key, None)
    st.session_state[ROUND] = round_number() + 1


def round_number() -> int:
    """Which file of this session is on the table; part of the uploader's key."""
    return int(st.session_state.get(ROUND, 0))


def notify(words: str) -> None:
    """Keep a sentence for the next run."""
    st.session_state[NOTICE] = words


def notice() -> str | None:
    """The sentence kept for this run, shown once."""
    words: str | None = st.session_state.pop(NOTICE, None)
    return words
