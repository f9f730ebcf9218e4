"""What if: other weights or seats, tried on the same figures; the rule in force stays as it is."""

from dataclasses import replace
from decimal import Decimal

import streamlit as st

from lib.awards import wording
from lib.awards.content import title_of
from lib.awards.decide import decide
from lib.awards.rules import AwardRule, Rules
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.ui.award_known import Known, TitleView, candidates
from lib.ui.award_words import candidate
from lib.ui.question import Question

MOST_WEIGHT, MOST_SEATS = 100, 10


def trial(title: TitleView, known: Known, question: Question) -> None:
    """Ask for other weights and seats, and show who would be proposed instead of whom."""
    rule = known.rules.award(title["id"])
    with st.expander(text("awards.trial"), icon=":material/tune:"):
        st.caption(text("awards.trial_note"))
        tried = _asked(rule)
        if tried == rule:
            st.markdown(text("awards.trial_same"))
            return
        found = _found(tried, known, question)
        before, after = list(title["proposed"]), list(found["proposed"])
        _told(title, found, before, after)
        st.button(
            text("awards.trial_back"), icon=":material/undo:", on_click=_back, args=(rule.id,)
        )


def _asked(rule: AwardRule) -> AwardRule:
    parts = []
    with st.container(horizontal=True):
        for part in rule.parts:
            weight = st.number_input(
                wording.measure(part.measure),
                min_value=1,
                max_value=MOST_WEIGHT,
                value=int(part.weight),
                step=5,
                key=f"trial_{rule.id}_{part.measure}",
            )
            parts.append(replace(part, weight=Decimal(int(weight))))
        seats = st.number_input(
            text("awards.trial_seats"),
            min_value=1,
            max_value=MOST_SEATS,
            value=rule.seats,
            key=f"trial_{rule.id}_seats",
        )
    changed = replace(rule, parts=tuple(parts), seats=int(seats))
    same = all(one.weight == other.weight for one, other in zip(parts, rule.parts, strict=True))
    return rule if same and seats == rule.seats else changed


def _found(tried: AwardRule, known: Known, question: Question) -> TitleView:
    """The title under the tried rule; the titles before it as they are."""
    awards = tuple(tried if one.id == tried.id else one for one in known.rules.awards)
    rules: Rules = replace(known.rules, awards=awards)
    proposals = decide(rules, candidates(question.campaign_code, known.as_of))
    found = next(one for one in proposals if one.rule.id == tried.id)
    return title_of(found, rules, with_hold=False)


def _told(title: TitleView, found: TitleView, before: list[str], after: list[str]) -> None:
    names = ", ".join(
        text(
            "awards.trial_name",
            name=candidate(found, one)["name"],
            points=formats.number(float(candidate(found, one)["points"]), 1),
        )
        for one in after
    )
    st.markdown(f"**{text('awards.trial_would')}** {formats.plain(names or formats.MISSING)}")
    came = [candidate(found, one)["name"] for one in after if one not in before]
    went = [candidate(title, one)["name"] for one in before if one not in after]
    if not came and not went:
        st.success(text("awards.trial_unchanged"), icon=":material/check:")
        return
    words = text(
        "awards.trial_changed",
        came=", ".join(came) or formats.MISSING,
        went=", ".join(went) or formats.MISSING,
    )
    st.warning(formats.plain(words), icon=":material/swap_vert:")


def _back(award_id: str) -> None:
    """Let go of what was tried."""
    for key in [str(one) for one in st.session_state if str(one).startswith(f"trial_{award_id}_")]:
        st.session_state.pop(key)
