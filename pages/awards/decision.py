"""Decision: the figures are locked, the council decides, the signed decision is written down."""

import streamlit as st

from lib.i18n.catalog import text
from lib.queries import progress
from lib.ui import (
    award_check,
    award_decision,
    award_log,
    award_papers,
    cards,
    drill_links,
    operator_gate,
    state,
)
from lib.ui.award_known import known
from lib.ui.data import read
from lib.ui.page_flow import end
from lib.ui.question import asked

# What is asked

question = asked()

# What is known

stamp = read(progress.stamp, **question.shared, unit_id=None).iloc[0]
found = known(question)

# What is shown

cards.heading(text("decision.title"), question, stamp)
drill_links.link("awards", text("decision.to_proposals"), {})
if not found.titles:
    st.info(text("awards.no_rules"), icon=":material/info:")
    end()
if told := state.notice():
    st.success(told, icon=":material/check_circle:")
award_decision.steps(found)
award_log.honoured(found)
if operator_gate.passed():
    if found.record is None:
        award_decision.lock(found, question)
    award_decision.decide(found)
    award_decision.grant(found)
    award_decision.reopen(found, question)
    operator_gate.way_out()
award_papers.papers(found)
award_check.check(found)
award_log.journal(found)
cards.footer(question, stamp)
cards.follow(question)
