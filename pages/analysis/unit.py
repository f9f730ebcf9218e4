"""A unit: what it has done, among whom, when and with what, and the way down to its people."""

import streamlit as st

from lib.queries import progress
from lib.ui import (
    cards,
    drill_cards,
    drill_links,
    drill_path,
    milestone_table,
    people_print,
    tables,
    unit_figures,
    unit_known,
    unit_parts,
    unit_print,
)
from lib.ui.data import read
from lib.ui.drawn import once
from lib.ui.question import asked

# What is asked

question = asked()
drill_links.write_address()

# What is known

unit_known.ask_ahead(question)
overview = read(progress.overview, **question.shared, unit_id=question.unit_id).iloc[0]
below = unit_known.below(question)

# What is shown

drill_path.to_unit(question)
drill_cards.heading(unit_known.full_name(question), question, overview)
if overview["sale_count"]:
    by_hour = unit_known.hours(question)
    among = unit_known.peers(question)
    figures = once("unit_figures", lambda: unit_figures.figures(question, overview, among, by_hour))
    drill_cards.figures(figures)
    with st.container(horizontal=True, vertical_alignment="center"):
        unit_parts.onward(question)
        unit_print.button(question, overview, figures, by_hour, below)
        people_print.button(question, overview)
    unit_parts.charts(question, by_hour)
else:
    unit_figures.nothing_yet(question, overview)
    people_print.button(question, overview)
if unit_known.is_leaf(question):
    unit_parts.people_listed(question)
else:
    unit_parts.parts_table(question, below, overview)
    tables.expander(
        "drill.people_expander", lambda: unit_parts.people_table(question), icon="groups"
    )
tables.expander("milestone.list", lambda: milestone_table.shown(question, overview), icon="flag")
cards.footer(question, overview)
cards.follow(question, rest=cards.ANALYSIS_SECONDS)
