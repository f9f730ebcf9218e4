"""Leaderboard: which units are ahead of their plan, at every level, and who has no figures."""

from lib.i18n.catalog import text
from lib.queries import leaderboard, progress
from lib.ui import cards, leaderboard_parts
from lib.ui.data import ahead, read
from lib.ui.question import asked

# What is asked

question = asked()
level = leaderboard_parts.level(question)

# What is known

ahead(progress.stamp, **question.shared, unit_id=question.unit_id)
units = read(
    leaderboard.units_by_attainment,
    **question.shared,
    level=level,
    parent_id=question.unit_id,
)
stamp = read(progress.stamp, **question.shared, unit_id=question.unit_id).iloc[0]

# What is shown

narrowed = leaderboard_parts.filters(question, level)
cards.heading(text("leaderboard.title"), question, stamp, is_taken=True, filters=narrowed)
leaderboard_parts.path(question)
leaderboard_parts.level_choice(question)
leaderboard_parts.silent_units(units)
leaderboard_parts.ranking_of(units, stamp, question, level=level)
cards.footer(question, stamp)
cards.follow(question)
