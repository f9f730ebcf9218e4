"""Which title is looked at, and its rule in sentences an organiser can check."""

import pandas as pd
import streamlit as st

from lib.awards.rules import AwardRule, read_rules
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.queries.frames import row
from lib.settings import PROJECT
from lib.ui import links


@st.cache_resource(show_spinner=False)
def rules() -> dict[str, AwardRule]:
    """The organisers' rules by award id, read once."""
    found = read_rules(PROJECT / "data" / "rules" / "awards.toml")
    return {rule.id: rule for rule in found}


def title_choice(titles: pd.DataFrame) -> pd.Series:
    """Choose one of the campaign's titles; its id is kept in the URL."""
    ids = list(titles["award_id"])
    chosen = links.choice(
        "title",
        ids,
        ids[0],
        st.segmented_control,
        text("awards.choose"),
        format_func=lambda award: _option(row(titles, "award_id", award)),
        required=True,
        label_visibility="collapsed",
    )
    return row(titles, "award_id", chosen)


def _option(title: pd.Series) -> str:
    return text("awards.option", title=title["title"], seats=title["seats"])


def rule_of(title: pd.Series) -> AwardRule:
    """The rule of a title."""
    return rules()[str(title["award_id"])]


def rule_in_words(rule: AwardRule) -> None:
    """How a title is judged: measure, conditions, and what decides between equals."""
    st.subheader(text("awards.how"), anchor=False)
    if rule.basis != "sales":
        st.markdown(text(f"awards.{rule.id}_needs"))
        return
    st.markdown(text(f"awards.{rule.id}_how", **_weights(rule)))
    if rule.id == "team_leader":
        reports = formats.percent(rule.measure["reports_weight"], 0)
        st.markdown(text("awards.team_leader_missing", reports_weight=reports))
    st.subheader(text("awards.gates"), anchor=False)
    st.markdown("\n".join(f"- {gate(name, value)}" for name, value in rule.gates.items()))
    st.subheader(text("awards.ties"), anchor=False)
    st.markdown(text(f"awards.{rule.id}_ties"))


def standing(title: pd.Series) -> None:
    """Say that this is a preview, and whether places can still change."""
    key = "awards.preview" if title["is_closed"] else "awards.preview_open"
    st.info(text(key), icon=":material/info:")


def gate(name: str, value: float) -> str:
    """A gate as words."""
    share, count = formats.percent(value, 0), formats.number(value)
    return {
        "minimum_services": text("awards.gate_services", count=count),
        "minimum_sales": text("awards.gate_sales", count=count),
        "minimum_members": text("awards.gate_members", count=count),
        "minimum_active_share": text("awards.gate_active", share=share),
        "minimum_attainment": text("awards.gate_attainment", share=share),
    }[name]


def _weights(rule: AwardRule) -> dict[str, str]:
    """The numbers of a rule's sentence."""
    if rule.id == "team_sales":
        return {
            "plan_weight": formats.number(rule.measure["revenue_weight"], 1),
            "head_weight": formats.number(rule.measure["per_head_weight"], 1),
            "cap": formats.number(rule.measure["cap"], 1),
        }
    if rule.id == "team_leader":
        return {
            "active_weight": formats.number(rule.measure["activation_weight"], 1),
            "half_weight": formats.number(rule.measure["second_half_weight"], 1),
            "cap": formats.number(rule.measure["second_half_cap"], 1),
        }
    return {}
