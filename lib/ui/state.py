"""What a session remembers outside the URL: who is entering figures, and the last receipt."""

from typing import Any

import streamlit as st

SENDER = "desk.sender"
RECEIPT = "desk.receipt"
ROUND = "desk.round"
NOTICE = "desk.notice"


def sender() -> str | None:
    """The name of the operator of this session; None while nobody has given the code."""
    name: str | None = st.session_state.get(SENDER)
    return name


def enter(name: str) -> None:
    """Remember who enters figures."""
    st.session_state[SENDER] = name


def leave() -> None:
    """Forget who entered figures, and what they were doing."""
    for key in (SENDER, RECEIPT, NOTICE):
        st.session_state.pop(key, None)


def keep_receipt(receipt: Any) -> None:
    """Remember the receipt of the import just made."""
    st.session_state[RECEIPT] = receipt


def receipt() -> Any:
    """The receipt of the import just made, or None."""
    return st.session_state.get(RECEIPT)


def next_round() -> None:
    """Put the file away: the uploader starts empty and the receipt is gone."""
    st.session_state.pop(RECEIPT, None)
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
