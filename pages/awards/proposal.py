"""Awards: for each title, who stands out on the record so far, and by which rule."""

import streamlit as st

from lib.i18n.catalog import text
from lib.queries import awards, progress
from lib.ui import award_rules, award_shortlists, cards
from lib.ui.data import read
from lib.ui.page_flow import end
from lib.ui.question import asked

# What is asked

question = asked()
titles = read(awards.titles, **question.shared)

# What is known

stamp = read(progress.stamp, **question.shared, unit_id=None).iloc[0]

# What is shown

cards.heading(text("awards.title"), question, stamp, is_taken=True)
if titles.empty:
    st.info(text("awards.no_rules"), icon=":material/info:")
    end()
title = award_rules.title_choice(titles)
rule = award_rules.rule_of(title)
left, right = st.columns((2, 5))
with left, st.container(border=True, height="stretch"):
    award_rules.rule_in_words(rule)
with right:
    award_shortlists.shortlist(rule, title, question)
cards.footer(question, stamp)
cards.follow(question)
