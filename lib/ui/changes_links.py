"""From a row of the changes page to its sales: in the ledger, or of a service group."""

from typing import Any
from urllib.parse import urlencode

import streamlit as st

from lib.ui.question import Question


def to_ledger(question: Question, unit_id: str | None, *, status: str) -> str:
    """The ledger page of a unit as of the cut-off, the newest recorded first.

    `status` is counted or voided. Relative, so that it holds behind a proxy's path too.
    """
    chosen = _shared(question)
    if unit_id is not None:
        chosen["unit"] = unit_id
    return f"ledger?{urlencode({**chosen, 'status': status})}"


def to_explore(question: Question, group_code: str) -> str:
    """The analyst's desk narrowed to a service group, and to the unit looked at."""
    chosen = _shared(question) | {"group": group_code}
    if question.unit_id is not None:
        is_top = int(question.unit(question.unit_id)["level"]) == 0
        chosen["district" if is_top else "counter"] = question.unit_id
    return f"explore?{urlencode(chosen)}"


def _shared(question: Question) -> dict[str, Any]:
    chosen: dict[str, Any] = {"campaign": question.campaign_code}
    if "lang" in st.query_params:
        chosen["lang"] = st.query_params["lang"]
    if question.is_replay:
        chosen["as_of"] = question.as_of.isoformat()
    return chosen
