"""Fairness: four rankings of the same units, how sure each place is, and which one is official."""

import streamlit as st

from lib.i18n.catalog import text
from lib.queries import fairness, leaderboard, progress
from lib.ui import cards, fairness_parts, leaderboard_parts, tables
from lib.ui.data import read
from lib.ui.question import asked

# What is asked

question = asked()
level = leaderboard_parts.level(question)
scope = {**question.shared, "level": level, "parent_id": question.unit_id}
declared = fairness_parts.official(question)

# What is known

units = fairness_parts.shown(read(leaderboard.units_by_attainment, **scope), level)
found = fairness_parts.ranked(
    units, read(fairness.services, **scope), read(fairness.roles, **scope), level
)
stamp = read(progress.stamp, **question.shared, unit_id=question.unit_id).iloc[0]

# What is shown

narrowed = leaderboard_parts.filters(question, level)
cards.heading(text("fairness.title"), question, stamp, is_taken=True, filters=narrowed)
leaderboard_parts.path(question)
leaderboard_parts.level_choice(question)
leaderboard_parts.silent_units(units)
fairness_parts.official_line(declared)
if not units["has_figures"].any():
    st.info(text("fairness.nothing"), icon=":material/hourglass_empty:")
else:
    fairness_parts.between_rankings(found, units, declared, level)
    fairness_parts.four_rankings(found, units, declared, level)
    fairness_parts.in_plain_words(found, units, level)
    fairness_parts.table(found, units, level)
    tables.expander("fairness.figures", lambda: fairness_parts.figures(found, units))
cards.footer(question, stamp)
cards.follow(question, rest=cards.ANALYSIS_SECONDS)
