"""Awards: for each title who is proposed, why, by what margin, and what would change it."""

import streamlit as st

from lib.i18n.catalog import text
from lib.queries import progress
from lib.ui import award_candidates, award_log, award_rules, award_trial, cards
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

cards.heading(text("awards.title"), question, stamp, is_taken=True)
if not found.titles:
    st.info(text("awards.no_rules"), icon=":material/info:")
    end()
award_log.standing(found, question)
title = award_rules.title_choice(found)
left, right = st.columns((2, 5))
with left, st.container(border=True, height="stretch"):
    award_rules.rule_in_words(found.rules.award(title["id"]), found.rules)
    award_log.journal(found)
with right:
    award_candidates.bars(title, found)
    award_candidates.notes(title, found)
    award_candidates.everybody(title, found, question)
    award_trial.trial(title, found, question)
cards.footer(question, stamp)
cards.follow(question)
