"""Evidence: deliveries, communications, attendance, hourly reports that awards are decided on."""

import streamlit as st

from lib.i18n.catalog import text
from lib.queries import progress
from lib.ui import (
    cards,
    evidence_asked,
    evidence_counted,
    evidence_file,
    evidence_form,
    operator_gate,
)
from lib.ui.data import read
from lib.ui.question import asked

# What is asked

question = asked()

# What is known

stamp = read(progress.stamp, **question.shared, unit_id=None).iloc[0]

# What is shown

cards.heading(text("evidence.title"), question, stamp)
st.markdown(text("evidence.intro"))
layout = evidence_asked.layout()
evidence_asked.notice()
may_write = evidence_asked.may_write(question)
if may_write:
    evidence_file.box(question, layout)
    evidence_form.box(question, layout)
evidence_counted.listed(question, layout)
evidence_counted.batches(question, layout, may_undo=may_write)
if may_write:
    operator_gate.way_out()
cards.footer(question, stamp)
