"""Recounting a record on the page: byte-identical, or where it differs."""

import pandas as pd
import streamlit as st

from lib.awards.verifying import verify
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.ui import data
from lib.ui.award_known import Known, rules_in_force


def check(known: Known) -> None:
    """Recount the record looked at from the ledger and the rules in force, when asked to."""
    record = known.record
    if record is None:
        return
    if not st.button(text("award_verify.again"), icon=":material/fact_check:", key="verify"):
        return
    with st.spinner(text("award_verify.recounting")):
        verdict = verify(record, data.store(), rules_in_force())
    if verdict.is_identical:
        st.success(f"{text('award_verify.identical')} `{verdict.sha256}`", icon=":material/check:")
        return
    key = "winners_change" if verdict.changes_winners else "winners_stay"
    words = f"{text('award_verify.differs', count=len(verdict.differences))} "
    st.error(words + text(f"award_verify.{key}"), icon=":material/error:")
    st.dataframe(
        pd.DataFrame(
            {
                text("award_verify.where"): [one.path for one in verdict.differences],
                text("award_verify.recorded"): [
                    one.recorded or formats.MISSING for one in verdict.differences
                ],
                text("award_verify.found"): [
                    one.found or formats.MISSING for one in verdict.differences
                ],
            }
        ),
        hide_index=True,
    )
