"""Import: a unit's spreadsheet, checked row by row, shown, and counted once confirmed."""

import streamlit as st

from lib.i18n.catalog import text
from lib.queries import progress
from lib.ui import (
    cards,
    import_batches,
    import_check,
    import_file,
    import_fix,
    operator_gate,
    state,
)
from lib.ui.data import read
from lib.ui.page_flow import end
from lib.ui.question import asked

# What is asked

question = asked()

# What is known

stamp = read(progress.stamp, **question.shared, unit_id=None).iloc[0]

# What is shown

cards.heading(text("import.title"), question, stamp)
if not operator_gate.passed():
    end()
import_batches.notice()
receipt = state.receipt()
left, right = st.columns((1, 2), gap="medium")
with left:
    file = import_file.file_of(question)
    checked = import_file.checked_of(file, question) if file else None
    import_check.templates(question)
    standing = None if receipt else import_batches.standing(checked)
    if checked is not None and receipt is None and standing is None:
        import_check.effect(checked)
with right:
    import_check.steps(checked, receipt)
    if receipt is not None:
        import_batches.receipt(receipt)
    elif file is None or checked is None:
        import_check.start()
    elif standing is not None:
        import_batches.already(standing)
    else:
        import_check.counts(checked)
        import_batches.versions(checked, question)
        import_fix.changed(checked)
        import_check.rows(checked)
        import_fix.fix(checked, question)
        import_batches.confirm(checked, file, question)
import_batches.history(question)
operator_gate.way_out()
cards.footer(question, stamp)
