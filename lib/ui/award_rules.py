"""Which title is looked at, and its rule in sentences an organiser can check."""

from decimal import Decimal

import streamlit as st

from lib.awards import wording
from lib.awards.rules import AwardRule, Gate, Rules, Tie
from lib.i18n import formats
from lib.i18n.catalog import has_text, text
from lib.ui import links
from lib.ui.award_known import Known, TitleView
from lib.ui.question import colors


def title_choice(known: Known) -> TitleView:
    """Choose one of the campaign's titles; its id is kept in the URL."""
    by_id = {str(one["id"]): one for one in known.titles}
    chosen = links.choice(
        "title",
        list(by_id),
        next(iter(by_id)),
        st.segmented_control,
        text("awards.choose"),
        format_func=lambda award: text(
            "awards.option", title=by_id[award]["title"], seats=by_id[award]["seats"]
        ),
        required=True,
        label_visibility="collapsed",
    )
    return known.title(chosen)


def rule_in_words(rule: AwardRule, rules: Rules) -> None:
    """How a title is judged: parts, conditions, what decides between equals."""
    st.subheader(text("awards.how"), anchor=False)
    for part, fill in zip(rule.parts, colors().sequence, strict=False):
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
            st.html(
                f"<span style='display:inline-block;width:14px;height:14px;background:{fill};"
                f"border:1px solid {colors().compare}'></span>",
                width="content",
            )
            st.markdown(wording.measure(part.measure), width="stretch")
            weight = formats.number(float(part.weight), _digits(part.weight))
            st.markdown(f"**{weight}**", width="content")
    st.caption(formula(rule))
    st.subheader(text("awards.gates"), anchor=False)
    lines = [gate(one) for one in rule.gates]
    if rule.roles:
        roles = ", ".join(_role(one) for one in rule.roles)
        lines.insert(0, text("awards.only_roles", roles=roles))
    st.markdown("\n".join(f"- {line}" for line in lines or [text("awards.no_gates")]))
    st.subheader(text("awards.ties"), anchor=False)
    ties = [*(tie(one) for one in rule.ties), text("awards.council_votes")]
    st.markdown("\n".join(f"{number}. {line}" for number, line in enumerate(ties, start=1)))
    for line in across(rule, rules):
        st.caption(line)


def formula(rule: AwardRule) -> str:
    """How the points of the parts are counted, in sentences."""
    words = []
    if any(part.scale is None for part in rule.parts):
        words.append(text("awards.formula_best"))
    for part in rule.parts:
        if part.scale is not None:
            words.append(
                text(
                    "awards.formula_scale",
                    measure=wording.measure(part.measure).lower(),
                    full=wording.bound(part.measure, str(part.scale)),
                )
            )
    words.append(text("awards.formula_rounded"))
    if rule.within:
        words.append(text(f"awards.within_{rule.within}"))
    return " ".join(words)


def gate(one: Gate) -> str:
    """A condition as words."""
    if one.at_least is not None:
        key, bound = "awards.gate_at_least", one.at_least
    else:
        key, bound = "awards.gate_at_most", one.at_most or Decimal(0)
    value = wording.bound(one.measure, str(bound))
    if not bound and one.at_least is None:
        key = "awards.gate_none"
    return text(key, measure=wording.measure(one.measure), value=value)


def tie(one: Tie) -> str:
    """A tie-breaker as words."""
    return text(f"awards.tie_{one.better}", measure=wording.measure(one.measure))


def across(rule: AwardRule, rules: Rules) -> list[str]:
    """What holds across the titles, as far as this one is concerned."""
    found = []
    if rules.one_person_one_award and rule.subject != "team":
        found.append(text("awards.one_person"))
    if rules.one_achievement_one_award and rule.subject == "leader":
        found.append(text("awards.one_achievement"))
    if rules.tie_band:
        found.append(text("awards.tie_band", points=formats.number(float(rules.tie_band), 1)))
    return found


def _role(code: str) -> str:
    key = f"award_role.{code}"
    return text(key) if has_text(key) else code


def _digits(weight: Decimal) -> int:
    return 0 if weight == weight.to_integral_value() else 1
