"""Quick entry: one sale in fifteen seconds, on a phone at the counter."""

from lib.i18n.catalog import text
from lib.queries import progress
from lib.ui import cards, entry_done, entry_form, entry_place, entry_saving, operator_gate
from lib.ui.data import read
from lib.ui.question import asked

# What is asked

question = asked()

# What is known

stamp = read(progress.stamp, **question.shared, unit_id=None).iloc[0]

# What is shown

with entry_form.body():
    cards.short_heading(text("entry.title"), question, stamp)
    if operator_gate.passed():
        place = entry_place.chosen(question)
        saved = entry_saving.saved()
        entry_done.notice()
        if place is not None and saved is not None:
            entry_done.saved(question, saved)
        elif place is not None:
            entry_saving.trouble()
            filled = entry_form.filled(question, place)
            entry_saving.button(question, filled)
        if place is not None:
            entry_done.today(question, place)
        operator_gate.way_out()
    cards.age(question, stamp)
    cards.campaign_line(question)
    cards.footer(question, stamp)
