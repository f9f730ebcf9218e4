"""What the article says of the campaign, beside what the ledger computes."""

import pandas as pd
import streamlit as st

from lib.i18n import formats
from lib.i18n.catalog import text
from lib.ui import takeaway
from lib.ui.takeaway_behind import Behind


def shown(facts: pd.DataFrame) -> None:
    """The facts as a table; a sentence for a campaign that no article tells of.

    `facts` holds the rows of queries.facts.article_facts.
    """
    if facts.empty:
        st.caption(text("progress.facts_none"))
        return
    st.caption(text("progress.facts_measure"))
    computed = [
        formats.number_or(row["value"], row["value_text"]) for row in facts.to_dict("records")
    ]
    holds = [
        text("progress.facts_holds" if one else "progress.facts_fails") for one in facts["holds"]
    ]
    takeaway.table(
        Behind(
            key="table_facts",
            name=text("progress.facts_title"),
            title=text("progress.facts_title"),
            measure=text("progress.facts_measure"),
            queries=("facts.article_facts",),
            frame=facts.assign(computed=computed, holds=holds),
            columns={
                "fact_id": "fact",
                "wording": "wording",
                "computed": "computed",
                "holds": "holds",
            },
            formatted={},
        )
    )
