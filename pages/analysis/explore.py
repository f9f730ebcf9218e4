"""Explore: narrow by district, unit, service, role and hour; click a chart to narrow further."""

import streamlit as st

from lib.i18n.catalog import text
from lib.queries import explore, progress
from lib.ui import (
    cards,
    explore_asked,
    explore_curve,
    explore_known,
    explore_parts,
    explore_rows,
    explore_words,
)
from lib.ui.data import ahead, read
from lib.ui.page_flow import breathe, end
from lib.ui.question import asked

# What is asked

question = asked()
chosen = explore_asked.asked()

# What is known

ahead(explore.selection, **chosen.narrowed)
explore_curve.ahead(chosen)
parts = explore_known.parts(chosen)
total = parts.total
selection = read(explore.selection, **chosen.narrowed).iloc[0]
whole = read(progress.overview, **question.shared, unit_id=None).iloc[0]

# What is shown

cards.heading(
    text("explore.title"), question, whole, is_taken=True, filters=explore_words.filters(chosen)
)
explore_parts.chips(chosen)
if not total["sale_count"]:
    explore_parts.nothing()
    cards.footer(question, whole)
    cards.follow(question, rest=cards.ANALYSIS_SECONDS)
    end()
explore_parts.figures(chosen, total, selection, whole)
left, middle, right = st.columns((5, 5, 6))
with left:
    explore_parts.units(chosen, parts)
with middle:
    explore_parts.hours(chosen, parts)
with right:
    explore_parts.matrix(chosen, parts)
explore_curve.curve(chosen, parts, selection)
breathe()
explore_rows.rows(chosen, int(total["sale_count"]), is_simulated=bool(whole["is_simulated"]))
cards.footer(question, whole)
cards.follow(question, rest=cards.ANALYSIS_SECONDS)
