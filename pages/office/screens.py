"""Screens: which televisions there are, what each shows, and who changed it."""

import streamlit as st

from lib.i18n.catalog import text
from lib.queries import progress
from lib.ui import cards, live_link, operator_gate, screen_form, screen_list, state, tables
from lib.ui.data import read
from lib.ui.question import asked

# What is asked

question = asked()

# What is known

stamp = read(progress.stamp, **question.shared, unit_id=None).iloc[0]

# What is shown

cards.heading(text("screens.title"), question, stamp)
st.caption(text("screens.intro"))
done = state.notice()
if done:
    st.success(done, icon=":material/check_circle:")
known = screen_list.known()
screen_list.listed(known, question)
profile = screen_list.chosen(known)
if operator_gate.passed():
    screen_form.edit(profile, question)
    screen_form.add(known)
    operator_gate.way_out()
tables.expander("live_link.title", lambda: live_link.shown(question), icon="qr_code_2")
tables.expander("screens.history", lambda: screen_list.history(known, question), icon="history")
cards.footer(question, stamp)
