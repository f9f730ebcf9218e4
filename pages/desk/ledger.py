"""Ledger: find any sale, see its life, void or verify it, and see who has yet to report."""

import streamlit as st

from lib.i18n.catalog import text
from lib.queries import progress
from lib.ui import (
    cards,
    ledger_asked,
    ledger_batches,
    ledger_life,
    ledger_reports,
    ledger_sales,
    state,
)
from lib.ui.data import read
from lib.ui.question import asked

# What is asked

question = asked()

# What is known

stamp = read(progress.stamp, **question.shared, unit_id=question.unit_id).iloc[0]

# What is shown

cards.heading(text("ledger.title"), question, stamp)
done = state.notice()
if done:
    st.success(done, icon=":material/check_circle:")
view = ledger_asked.view()

if view == "sales":
    search = ledger_asked.search(question)
    sale_id = ledger_asked.chosen("sale")
    totals = ledger_sales.found(question, search)
    if totals["sale_count"]:
        ledger_sales.summary(totals, search)
    # one column or two: the table keeps its place, and with it the chosen row
    table, *beside = st.columns((5, 3) if sale_id is not None else 1, gap="medium")
    with table:
        if totals["sale_count"]:
            ledger_sales.listed(question, search, totals)
            ledger_sales.files(question, search, totals)
        else:
            ledger_sales.nothing(search)
    for panel in beside:
        with panel:
            ledger_life.sale(question, sale_id)
elif view == "batches":
    batch_id = ledger_asked.chosen("batch")
    table, *beside = st.columns((5, 3) if batch_id is not None else 1, gap="medium")
    with table:
        ledger_batches.listed(question)
    for panel in beside:
        with panel:
            ledger_batches.batch(question, batch_id)
else:
    ledger_reports.units(question)

cards.footer(question, stamp)
if view == "reports":
    cards.follow(question)
