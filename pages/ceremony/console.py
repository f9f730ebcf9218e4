"""Console: the presenter's keys, what the hall sees, what comes next; on a laptop or a phone."""

import streamlit as st

from lib.i18n.catalog import text
from lib.queries import progress
from lib.ui import cards, ceremony_mounts, operator_gate, thumb
from lib.ui.data import read
from lib.ui.question import asked

# What is asked

question = asked()

# What is known

stamp = read(progress.stamp, **question.shared, unit_id=None).iloc[0]

# What is shown

ceremony_mounts.console(question)
with thumb.column("console_body"):
    cards.short_heading(text("console.title"), question, stamp)
    st.markdown(text("console.what"))
    if operator_gate.passed():
        operator_gate.way_out()
    cards.age(question, stamp)
    cards.campaign_line(question)
    cards.footer(question, stamp)
