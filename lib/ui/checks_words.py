"""The sentences of the checks page: what is looked for, how much was found, what it may well be."""

from collections.abc import Mapping
from dataclasses import asdict

import pandas as pd
import streamlit as st

from lib.checks.rules import CheckRules
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.ui.question import Question


def summary(found: Mapping[str, pd.DataFrame]) -> None:
    """How many cases there are in all, and what they do not mean."""
    cases = sum(len(rows) for rows in found.values())
    words = text("checks.cases_all", count=formats.number(cases))
    st.markdown(words if cases else text("checks.nothing_all"))
    st.caption(text("checks.how"))


def title(check: str) -> str:
    """What a check is called."""
    return text(f"checks.{check}_title")


def looked_for(check: str, rules: CheckRules, question: Question) -> str:
    """What a check looks for, with its thresholds, in a sentence."""
    thresholds = asdict(getattr(rules, check))
    written = {name: _written(name, value) for name, value in thresholds.items()}
    closed = formats.plain(formats.moment(question.campaign["closes_at"]))
    return text(f"checks.{check}_sought", closed=closed, **written)


def may_be(check: str) -> str:
    """The ordinary reasons for what was found."""
    return text(f"checks.{check}_may_be")


def count(rows: pd.DataFrame) -> None:
    """How many cases one check found."""
    st.markdown(text("checks.cases", count=formats.number(len(rows))))


def nothing(check: str, question: Question) -> None:
    """Nothing was found, or nothing can be found yet."""
    if check == "recorded_after_close" and question.as_of <= question.campaign["closes_at"]:
        st.markdown(f":material/schedule: {text('checks.not_closed')}")
    else:
        st.markdown(f":material/check: {text('checks.nothing')}")


def _written(name: str, value: float) -> str:
    if name.endswith("_vnd"):
        return formats.dong(value)
    return formats.number(value, 0 if value == int(value) else 1)
