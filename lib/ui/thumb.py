"""A page for a phone: one column, targets of 44 px and more, text of 16 px."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

WIDTH = 520
TOUCH = """
.stMain button, .stMain summary, [data-testid=stDialog] button,
.stMain [data-testid=stCheckbox] label,
.stMain [data-testid=stNumberInputContainer], .stMain [data-testid=stTextInputRootElement],
.stMain [data-testid=stSelectbox] [role=group] {min-height: 2.75rem; min-width: 2.75rem}
.stMain input, .stMain button p, .stMain summary p,
.stMain [data-testid=stWidgetLabel] p {font-size: 1rem}
.stMain [data-testid=stButtonGroup] button {padding-left: .625rem; padding-right: .625rem}
.stMain [data-testid=stNumberInputField], .stMain [data-testid=stTextInputField],
.stMain [data-testid=stSelectbox] input {min-height: 2.625rem}
.stMain [data-testid=stCheckbox] label {align-items: center}
"""
"""A phone zooms into a field whose text is smaller than 16 px."""


def column(key: str, *, style: str = "") -> DeltaGenerator:
    """The column such a page stands in, as wide as a thumb reaches; `style` adds rules."""
    st.html(f"<style>{TOUCH}{style}</style>")
    return st.container(width=WIDTH, gap="xsmall", key=key)
