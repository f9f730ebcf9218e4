"""Checks: what is worth a second look together with the unit, and what it may well be."""

import streamlit as st

from lib.i18n.catalog import text
from lib.queries import progress
from lib.ui import cards, checks_asked, checks_list, checks_words
from lib.ui.data import read
from lib.ui.question import asked

# What is asked

question = asked()
rules = checks_asked.rules()

# What is known

stamp = read(progress.stamp, **question.shared, unit_id=question.unit_id).iloc[0]
found = checks_asked.found(question, rules) if rules is not None else {}

# What is shown

cards.heading(text("checks.title"), question, stamp, is_taken=True)
if rules is not None:
    checks_words.summary(found)
    for check, rows in found.items():
        with cards.panel(
            checks_words.title(check), checks_words.looked_for(check, rules, question)
        ):
            if rows.empty:
                checks_words.nothing(check, question)
                continue
            checks_words.count(rows)
            checks_list.listed(check, rows, rules, question)
            st.caption(checks_words.may_be(check))
cards.footer(question, stamp)
cards.follow(question, rest=cards.ANALYSIS_SECONDS)
