"""From a row of a check to the sales it speaks of, as an address of the ledger page."""

from typing import Any
from urllib.parse import urlencode

import streamlit as st

from lib.i18n import formats
from lib.ui.question import Question


def to_sales(check: str, row: dict[Any, Any], question: Question) -> str:
    """The ledger page, narrowed to the row's sales as far as its search goes.

    Where its search cannot tell them from others of the same seller, the first of them is open.
    Where two units are concerned, it looks at the whole campaign. Relative, so that it holds
    behind a proxy's path too.
    """
    chosen: dict[str, Any] = {"campaign": question.campaign_code}
    if "lang" in st.query_params:
        chosen["lang"] = st.query_params["lang"]
    if question.is_replay:
        chosen["as_of"] = question.as_of.isoformat()
    chosen["status"] = "counted"
    words: list[Any] = []
    if check == "customers_new_twice":
        words = [row["customer_code"]]
    elif check == "recorded_after_close":
        chosen |= {"unit": row["unit_id"], "batch": row["batch_id"]}
    else:
        words = [row["staff_code"]]
        chosen["sale"] = row["first_sale_id"]
        if check != "two_places":
            chosen["unit"] = row["unit_id"]
        if check == "split_orders":
            what = row["service_code"] if _is_none(row["product_code"]) else row["product_code"]
            words += [what, row["customer_code"]]
    typed = " ".join(str(word) for word in words if not _is_none(word))
    if typed:
        chosen["q"] = typed
    return f"ledger?{urlencode(chosen)}"


def _is_none(value: Any) -> bool:
    return formats.is_missing(value)
