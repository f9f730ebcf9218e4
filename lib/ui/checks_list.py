"""What a check found, as a table: who, where, when, how much, and the way to the sales."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.checks.rules import CheckRules
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.ui import tables, takeaway
from lib.ui.checks_links import to_sales
from lib.ui.drawn import again, once
from lib.ui.question import Question
from lib.ui.tables import Format
from lib.ui.takeaway_behind import Behind

MOST = 200
"""Rows shown of one check; what is left out is said."""
TALLEST = 400

SPAN = {"first_at": "check_since", "last_at": "check_until"}
MEASURES = {"sale_count": "sales", "revenue_vnd": "revenue"}
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "split_orders": {
        **{"unit": "unit", "seller": "seller", "what": "product", "customer_code": "customer"},
        **SPAN,
        **MEASURES,
    },
    "end_of_day_spikes": {
        **{"unit": "unit", "seller": "seller"},
        **SPAN,
        **MEASURES,
        **{"day_vnd": "check_day", "late_share": "check_share", "whole_late_share": "check_whole"},
    },
    "customers_new_twice": {
        **{"customer_code": "customer", "seller": "check_first", "unit": "check_first_unit"},
        **{"last_seller": "check_last", "last_unit": "check_last_unit"},
        **SPAN,
        **MEASURES,
    },
    "recorded_after_close": {
        **{"unit": "unit", "recorded_at": "recorded_at"},
        **{"first_at": "check_sold_since", "last_at": "check_sold_until"},
        **MEASURES,
        **{"batch_id": "batch", "file_name": "file", "sender": "sender"},
    },
    "round_runs": {
        **{"unit": "unit", "seller": "seller"},
        **SPAN,
        **MEASURES,
        **{"smallest_vnd": "check_smallest", "largest_vnd": "check_largest"},
    },
    "two_places": {
        **{"seller": "seller", "unit": "unit", "other_unit": "check_other_unit"},
        **SPAN,
        **MEASURES,
    },
}
"""The columns of each check's table: frame column -> heading."""


def listed(check: str, found: pd.DataFrame, rules: CheckRules, question: Question) -> None:
    """The rows of a check, the first MOST of them, each with a link to its sales."""
    of = repr(getattr(rules, check))
    behind = once(f"checks_{check}", lambda: _behind(check, found.head(MOST), question), of)
    with st.container(horizontal=True, horizontal_alignment="right"):
        takeaway.menu(behind, is_chart=False)
    again(behind.key, lambda: _table(behind), of)
    if len(found) > MOST:
        most, count = formats.number(MOST), formats.number(len(found))
        st.caption(text("checks.most", most=most, count=count))


def _behind(check: str, rows: pd.DataFrame, question: Question) -> Behind:
    records = rows.to_dict("records")
    shown = rows.assign(
        **_names(rows), see=[to_sales(check, record, question) for record in records]
    )
    formatted = {
        column: how for column, how in _formats(question).items() if column in COLUMNS[check]
    }
    return Behind(
        key=f"checks_{check}",
        name=text(f"checks.{check}_title"),
        title=text(f"checks.{check}_title"),
        measure="",
        queries=(f"checks.{check}",),
        frame=shown,
        columns=COLUMNS[check],
        formatted=formatted,
    )


def _table(behind: Behind) -> None:
    # the link stands early: on a phone the last columns are out of sight
    first, *rest = behind.columns.items()
    tables.table(
        behind.frame,
        dict([first, ("see", "check_see"), *rest]),
        behind.formatted,
        key=behind.key,
        height="content" if len(behind.frame) <= 10 else TALLEST,
        links={"see": text("checks.see")},
    )


def _names(rows: pd.DataFrame) -> dict[str, Any]:
    """The columns a person reads, made of those the query returns."""
    made: dict[str, Any] = {}
    for column in ("unit", "last_unit", "other_unit"):
        if f"{column}_id" in rows:
            made[column] = rows[in_language(f"{column}_name")].fillna(rows[f"{column}_id"])
    for column, code in (("seller", "staff"), ("last_seller", "last_staff")):
        if f"{code}_code" in rows:
            made[column] = [
                _person(name, number)
                for name, number in zip(rows[f"{code}_name"], rows[f"{code}_code"], strict=True)
            ]
    if "product_name" in rows:
        made["what"] = rows[in_language("product_name")].fillna(rows[in_language("service_name")])
    return made


def _person(name: Any, code: Any) -> str | None:
    if formats.is_missing(code):
        return None
    return str(code) if formats.is_missing(name) else f"{name} · {code}"


def _formats(question: Question) -> dict[str, Format]:
    campaign = question.campaign
    when = formats.clock if campaign["starts_on"] == campaign["ends_on"] else formats.moment
    return {
        "first_at": when,
        "last_at": when,
        "recorded_at": when,
        **dict.fromkeys(("sale_count", "revenue_vnd", "day_vnd"), formats.number),
        **dict.fromkeys(("smallest_vnd", "largest_vnd"), formats.number),
        **dict.fromkeys(("late_share", "whole_late_share"), formats.percent),
    }
