"""The key figures of a unit: revenue, pace, place, contribution, best hour."""

import pandas as pd
import streamlit as st

from lib.i18n import formats
from lib.i18n.catalog import text
from lib.queries import progress
from lib.ui import drill_hours, drill_links, progress_figures, unit_known
from lib.ui.cards import Figure
from lib.ui.data import read
from lib.ui.question import Question


def nothing_yet(question: Question, overview: pd.Series) -> None:
    """No sale counts: say so, with the target where one is given, and no zeros."""
    if question.unit_id is None:
        progress_figures.nothing_yet(overview, question)
        return
    words = text(
        "drill.silent",
        unit=formats.plain(drill_links.named(question, question.unit_id)),
        at=formats.moment(question.as_of),
        target=formats.millions(overview["plan_vnd"]),
    )
    st.info(words, title=text("drill.silent_title"), icon=":material/hourglass_empty:")


def figures(
    question: Question, overview: pd.Series, among: pd.DataFrame, by_hour: pd.DataFrame
) -> tuple[Figure, ...]:
    """Revenue, pace, place, contribution, best hour; at the top, who has figures instead."""
    middle = (
        (_reporting(overview), _active(overview))
        if question.unit_id is None
        else (_place(question, among), _contribution(question, overview))
    )
    return (_revenue(overview), _pace(overview), *middle, _best_hour(by_hour))


def _place(question: Question, among: pd.DataFrame) -> Figure:
    """The place among the units with the same parent, and of how many."""
    own, label = among[among["unit_id"] == question.unit_id], text("drill.place")
    within = text("drill.place_whole")
    parent = _parent_name(question)
    if parent is not None:
        within = text("drill.place_among", parent=parent)
    if own.empty or not own["has_figures"].iloc[0]:
        return Figure(label, formats.MISSING, text("drill.place_silent"))
    standing = own["place"].iloc[0]
    if formats.is_missing(standing):
        return Figure(label, formats.MISSING, text("drill.place_untargeted"))
    value = text(
        "drill.place_value", place=formats.number(standing), count=formats.number(len(among))
    )
    return Figure(label, value, within)


def _contribution(question: Question, overview: pd.Series) -> Figure:
    """The share of the revenue of the unit above, or of the province."""
    above = unit_known.parent_id(question)
    whole = read(progress.overview, **question.shared, unit_id=above).iloc[0]
    everything = int(whole["revenue_vnd"])
    share = int(overview["revenue_vnd"]) / everything if everything else None
    parent = _parent_name(question)
    words = text("drill.contribution_whole")
    if parent is not None:
        words = text("drill.contribution_of", parent=parent)
    return Figure(text("drill.contribution"), formats.percent(share), words)


def _best_hour(by_hour: pd.DataFrame) -> Figure:
    """The hour with the most revenue."""
    most, label = drill_hours.best(by_hour), text("drill.best_hour")
    if most is None:
        return Figure(label, formats.MISSING, text("drill.best_hour_none"))
    return Figure(label, formats.hour(most["hour"]), formats.money(most["revenue_vnd"]))


def _revenue(overview: pd.Series) -> Figure:
    plan = overview["plan_vnd"]
    words = text("progress.no_plan")
    if not formats.is_missing(plan):
        words = text(
            "progress.of_plan",
            share=formats.percent(overview["attainment"]),
            plan=formats.millions(plan, unit=False),
        )
    return Figure(
        text("drill.revenue"), formats.millions(overview["revenue_vnd"], unit=False), words
    )


def _pace(overview: pd.Series) -> Figure:
    label, expected = text("progress.pace"), overview["expected_vnd"]
    if formats.is_missing(expected) or formats.is_missing(overview["attainment"]):
        return Figure(label, formats.MISSING, text("progress.no_plan"))
    ahead = formats.as_shown(overview["revenue_vnd"]) - formats.as_shown(expected)
    return Figure(
        label,
        formats.millions(ahead, signed=True, unit=False),
        delta=formats.points(
            formats.share_as_shown(overview["attainment"])
            - formats.share_as_shown(overview["expected_share"])
        ),
        is_ahead=ahead >= 0,
    )


def _reporting(overview: pd.Series) -> Figure:
    value = text(
        "drill.place_value",
        place=formats.number(overview["reporting_unit_count"]),
        count=formats.number(overview["unit_count"]),
    )
    return Figure(text("drill.reporting"), value)


def _active(overview: pd.Series) -> Figure:
    value = text(
        "drill.place_value",
        place=formats.number(overview["active_staff_count"]),
        count=formats.number(overview["staff_count"]),
    )
    return Figure(text("drill.active"), value, text("drill.active_context"))


def _parent_name(question: Question) -> str | None:
    above = unit_known.parent_id(question)
    return None if above is None else drill_links.named(question, above)
