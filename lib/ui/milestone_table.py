"""The milestones of what is asked for, as a table: the latest first."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.errors import MilestoneRuleError
from lib.feed import milestone_steps
from lib.feed.milestone_words import words
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.milestones import reached, rules
from lib.queries import leaderboard
from lib.ui import failure, screen_words, takeaway
from lib.ui.data import answers, generation, read
from lib.ui.question import Question
from lib.ui.takeaway_behind import Behind

TALLEST = 400


def shown(question: Question, overview: pd.Series) -> None:
    """Every milestone of the campaign, or of the unit that is looked at, with its moment."""
    try:
        found = _found(question, overview)
    except MilestoneRuleError as error:
        failure.show(error)
        return
    if found.empty:
        st.caption(text("milestone.none"))
        return
    st.caption(text("milestone.clock"))
    rows: list[Any] = reached.latest(found, most=len(found)).to_dict("records")
    names = screen_words.names_of(question.units)
    unit_id = question.unit_id
    whole = text("filter.whole") if unit_id is None else names[unit_id]
    campaign = question.campaign
    is_one_day = bool(campaign["starts_on"] == campaign["ends_on"])
    told = [words(one, names=names, whole=whole, is_one_day=is_one_day) for one in rows]
    behind = Behind(
        key="table_milestones",
        name=text("milestone.list"),
        title=text("milestone.list"),
        measure=text("milestone.clock"),
        queries=("milestones.steps", "leaderboard.units_by_attainment"),
        frame=pd.DataFrame({"reached_at": [one["reached_at"] for one in rows], "milestone": told}),
        columns={"reached_at": "at", "milestone": "milestone"},
        formatted={"reached_at": formats.moment},
    )
    takeaway.table(behind, height="content" if len(rows) <= 10 else TALLEST)


def _found(question: Question, overview: pd.Series) -> pd.DataFrame:
    unit_id, level = question.unit_id, 0
    if unit_id is not None:
        level = int(question.unit(unit_id)["level"]) + 1
    units = read(leaderboard.units_by_attainment, **question.shared, level=level, parent_id=unit_id)
    known = answers(generation())
    steps = milestone_steps.steps(known, **question.shared, unit_id=unit_id)
    plan = overview["plan_vnd"]
    return reached.reached(
        steps,
        units,
        rules.read_rules(),
        plan_vnd=None if formats.is_missing(plan) else int(plan),
        as_of=question.as_of,
    )
