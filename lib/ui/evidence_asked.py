"""What the page of evidence is asked for: the kind, kept in the URL; and whether it may write."""

import streamlit as st

from lib.i18n.catalog import text
from lib.intake.evidence.fields import Layout
from lib.intake.evidence.layouts import LAYOUTS
from lib.ui import links, operator_gate, state
from lib.ui.question import Question


def layout() -> Layout:
    """The kind of evidence looked at."""
    kinds = list(LAYOUTS)
    chosen = links.choice(
        "kind",
        kinds,
        kinds[0],
        st.segmented_control,
        text("evidence.kind"),
        format_func=lambda kind: text(f"evidence.kind_{kind}"),
        required=True,
        label_visibility="collapsed",
    )
    st.caption(text(f"evidence.about_{chosen}"))
    return LAYOUTS[chosen]


def may_write(question: Question) -> bool:
    """Whether something can be handed in: not into the past, and not without the code."""
    if question.is_replay:
        st.caption(text("ledger.looking_back"))
        return False
    return operator_gate.passed()


def notice() -> None:
    """Say once what the last action did."""
    words = state.notice()
    if words:
        st.success(words, icon=":material/check_circle:")


def turn(what: str, kind: str) -> int:
    """Which file or form of a kind is on the table in this session; part of its widgets' keys."""
    return int(state.kept(f"evidence_{what}_{kind}", kind) or 0)


def next_turn(what: str, kind: str) -> None:
    """Put it away: the next one starts empty."""
    state.keep(f"evidence_{what}_{kind}", kind, turn(what, kind) + 1)
