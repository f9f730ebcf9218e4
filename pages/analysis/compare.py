"""Compare: the campaign with another, a unit with its peers, several days beside each other."""

from lib.i18n.catalog import text
from lib.queries import progress
from lib.ui import cards, compare_asked, compare_campaign, compare_days, compare_peers
from lib.ui.data import read
from lib.ui.question import asked

# What is asked

question = asked()

# What is known

stamp = read(progress.stamp, **question.shared, unit_id=question.unit_id).iloc[0]

# What is shown

cards.heading(text("compare.title"), question, stamp, is_taken=True)
part = compare_asked.part()
if part == "campaign":
    compare_campaign.shown(question)
elif part == "peers":
    compare_peers.shown(question)
else:
    compare_days.shown(question)
cards.footer(question, stamp)
cards.follow(question, rest=cards.ANALYSIS_SECONDS)
