"""Progress: how far the campaign has come against its plan, and what carries it."""

import streamlit as st

from lib.i18n.catalog import text
from lib.queries import facts, leaderboard, progress
from lib.ui import (
    cards,
    facts_table,
    milestone_table,
    progress_charts,
    progress_figures,
    tables,
)
from lib.ui.data import ahead, read
from lib.ui.page_flow import end
from lib.ui.question import asked

# What is asked

question = asked()
scope = {**question.shared, "unit_id": question.unit_id}

# What is known

ahead(progress.curve, **scope)
ahead(progress.revenue_by_service, **scope)
overview = read(progress.overview, **scope).iloc[0]


def by_hour() -> None:
    """The hours of the day, asked for only when somebody looks."""
    hours = read(progress.revenue_by_hour, **scope)
    progress_charts.hours(hours)
    tables.hours(hours)


# What is shown

cards.heading(text("progress.title"), question, overview, is_taken=True)
if not overview["sale_count"]:
    progress_figures.nothing_yet(overview, question)
    progress_charts.curve(read(progress.curve, **scope), overview, question)
    cards.footer(question, overview)
    cards.follow(question)
    end()
progress_figures.headline(overview, question)
progress_figures.counters(overview)
if not progress_figures.all_report(overview, question):
    progress_figures.silent_units(
        read(
            leaderboard.units_by_attainment, **question.shared, level=0, parent_id=question.unit_id
        )
    )

curve = read(progress.curve, **scope)
services = read(progress.revenue_by_service, **scope)

progress_charts.curve_and_first_hours(curve, overview, question)
left, right = st.columns((3, 2))
with left:
    progress_charts.services(services)
with right:
    progress_charts.groups(services)
    tables.expander("progress.hours_plain", by_hour, icon="bar_chart")

tables.expander("progress.curve_plain", lambda: tables.curve(curve))
tables.expander("progress.services_plain", lambda: tables.services(services))
tables.expander("milestone.list", lambda: milestone_table.shown(question, overview), icon="flag")
tables.expander(
    "progress.facts_title", lambda: facts_table.shown(read(facts.article_facts, **question.shared))
)
cards.footer(question, overview)
cards.follow(question)
