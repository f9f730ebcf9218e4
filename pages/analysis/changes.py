"""Changes: what lies between two moments of the board, and what it is made of."""

import streamlit as st

from lib.i18n import formats
from lib.i18n.catalog import text
from lib.queries import changes, leaderboard, progress
from lib.ui import cards, changes_asked, changes_figures, changes_parts, leaderboard_parts
from lib.ui.data import read
from lib.ui.drawn import once
from lib.ui.question import asked

# What is asked

question = asked()
since = changes_asked.asked(question)
named = changes_asked.named(question, since)
scope = {"level": leaderboard_parts.level(question), "parent_id": question.unit_id}
earlier = {"campaign_code": question.campaign_code, "as_of": since.moment}

# What is known

of = (scope["level"], since.moment)
parts = once(
    "changes_parts",
    lambda: changes_figures.with_corrections(
        read(changes.parts, **question.shared, since=since.moment, **scope)
    ),
    *of,
)
stamp = read(progress.stamp, **question.shared, unit_id=question.unit_id).iloc[0]

# What is shown

cards.heading(text("changes.title"), question, stamp, is_taken=True)
leaderboard_parts.path(question)
leaderboard_parts.level_choice(question)
changes_asked.choose(question, since)
if parts.empty:
    at = formats.moment(question.as_of)
    st.info(text("changes.nothing", at=at), icon=":material/hourglass_empty:")
else:
    total = parts.iloc[0]
    now = read(leaderboard.units_by_attainment, **question.shared, **scope)
    then = read(leaderboard.units_by_attainment, **earlier, **scope)
    services = read(progress.revenue_by_service, **question.shared, unit_id=question.unit_id)
    units = once("changes_units", lambda: changes_figures.of_units(parts, now, then), *of)
    groups = once("changes_groups", lambda: changes_figures.of_groups(parts, services), *of)
    changes_parts.figures(total, named)
    left, right = st.columns(2)
    with left:
        changes_parts.bridge(total, named, of)
    with right:
        changes_parts.made_of(groups, of, key="groups")
        changes_parts.how(total, named)
    left, right = st.columns(2)
    with left:
        changes_parts.made_of(units, of, key="units")
    with right:
        changes_parts.places(now, then, named, of)
    changes_parts.table(units, question, of, key="units")
    changes_parts.table(groups, question, of, key="groups")
cards.footer(question, stamp)
cards.follow(question, rest=cards.ANALYSIS_SECONDS)
