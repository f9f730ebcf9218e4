"""The operator's code before the pages that write; reading is open to anybody."""

import logging

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.access import operator
from lib.errors import AccessError
from lib.i18n.catalog import text
from lib.ui import clock, data, failure, state
from lib.ui.question import Question

logger = logging.getLogger("raquan")


def passed() -> bool:
    """Whether this session has given the code; shows the form when it has not."""
    name = state.sender()
    if name is not None:
        return True
    with st.form("operator", border=True, width=480):
        st.markdown(text("import.operator_why"))
        given = st.text_input(
            text("import.sender"), max_chars=80, key="operator_name", autocomplete="name"
        )
        code = st.text_input(
            text("import.operator"),
            type="password",
            max_chars=40,
            help=text("import.operator_help"),
            key="operator_code",
        )
        if st.form_submit_button(text("import.enter"), type="primary", width="stretch"):
            _try(code, given.strip() or text("import.operator"))
        refused = state.refused()
        if refused is not None:
            failure.tell(refused)
    return False


def box(question: Question, label: str, icon: str, *, key: str) -> DeltaGenerator | None:
    """A box for something that writes: None while it is closed, or locked, or looks at the past."""
    if question.is_replay:
        st.caption(text("ledger.looking_back"))
        return None
    found = st.expander(label, icon=icon, on_change="rerun", key=key)
    if not found.open:
        return None
    with found:
        return found if passed() else None


def way_out() -> None:
    """Leave the pages that write."""
    st.button(text("import.leave"), icon=":material/logout:", type="tertiary", on_click=state.leave)


def _try(code: str, name: str) -> None:
    try:
        operator.verify(
            data.settings().office_file,
            code,
            client=st.context.ip_address or "local",
            at=clock.now(),
        )
    except AccessError as error:
        logger.warning("%s", error)
        # a page runs again by itself: what stood in the way stands there until the next try
        state.refuse(error)
        return
    state.enter(name)
    st.rerun()
