"""The figures at the head of the progress page: revenue, pace, shortfall, counters."""

import pandas as pd
import streamlit as st

from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.ui import cards
from lib.ui.cards import Figure
from lib.ui.question import Question


def nothing_yet(overview: pd.Series, question: Question) -> None:
    """Before the first sale: what is planned, no zeros."""
    st.info(
        text(
            "progress.before",
            at=formats.moment(question.as_of),
            plan=formats.millions(overview["plan_vnd"]),
        ),
        title=text("progress.before_title"),
        icon=":material/schedule:",
    )


def headline(overview: pd.Series, question: Question) -> None:
    """Revenue, pace, shortfall and what is held back."""
    revenue, plan, expected = (
        overview["revenue_vnd"],
        overview["plan_vnd"],
        overview["expected_vnd"],
    )
    planned = not formats.is_missing(plan)
    of_plan = (
        text(
            "progress.of_plan",
            share=formats.percent(overview["attainment"]),
            plan=formats.millions(plan, unit=False),
        )
        if planned
        else text("progress.no_plan")
    )
    paced = not (formats.is_missing(expected) or formats.is_missing(overview["attainment"]))
    ahead = formats.as_shown(revenue) - formats.as_shown(expected) if paced else None
    cards.figures(
        (
            Figure(text("progress.revenue"), formats.millions(revenue, unit=False), of_plan),
            Figure(
                text("progress.pace"),
                formats.millions(ahead, signed=True, unit=False),
                text("progress.pace_context", expected=formats.millions(expected, unit=False)),
                _points_ahead(overview) if paced else None,
                is_ahead=ahead is None or ahead >= 0,
            ),
            _gap(overview) if planned else Figure(text("progress.gap"), formats.MISSING),
            Figure(
                text("progress.waiting"),
                formats.millions(overview["waiting_vnd"], unit=False),
                text(
                    # rejected rows have no unit: what waits is that of the whole campaign
                    "progress.waiting_context"
                    if question.unit_id is None
                    else "progress.waiting_context_whole",
                    count=formats.number(overview["waiting_count"]),
                ),
            ),
        )
    )


def counters(overview: pd.Series) -> None:
    """The four headline counters: goods, new customers, health cover, activation."""
    staff, active = overview["staff_count"], overview["active_staff_count"]
    share = active / staff if staff else None
    cards.figures(
        (
            Figure(
                text("progress.goods"),
                formats.number(overview["goods_quantity"]),
                text("progress.goods_context_none"),
            ),
            Figure(
                text("progress.new_customers"),
                formats.number(overview["new_customer_count"]),
                text("progress.new_customers_context"),
            ),
            Figure(
                text("progress.health_cover"),
                formats.number(overview["health_cover_quantity"]),
                text("progress.health_cover_context"),
            ),
            Figure(
                text("progress.activation"),
                text(
                    "progress.activation_value",
                    active=formats.number(active),
                    staff=formats.number(staff),
                ),
                text("progress.activation_context", share=formats.percent(share)),
            ),
        )
    )


def all_report(overview: pd.Series, question: Question) -> bool:
    """Whether the overview alone says that every unit of the page has figures.

    Only of a campaign of one day: over a longer one a unit may close after it has reported.
    """
    campaign = question.campaign
    is_one_day = campaign["starts_on"] == campaign["ends_on"]
    return bool(is_one_day and overview["reporting_unit_count"] == overview["unit_count"])


def silent_units(units: pd.DataFrame) -> None:
    """Name the units without any counted sale; nothing when all have figures."""
    silent = units.loc[~units["has_figures"], in_language("short_name")]
    if not silent.empty and len(silent) < len(units):
        names = ", ".join(silent)
        st.warning(
            text("progress.silent", units=formats.plain(names)), icon=":material/hourglass_empty:"
        )


def _gap(overview: pd.Series) -> Figure:
    missing = formats.as_shown(overview["plan_vnd"]) - formats.as_shown(overview["revenue_vnd"])
    if overview["revenue_vnd"] >= overview["plan_vnd"]:
        beyond = formats.millions(-missing, signed=True, unit=False)
        return Figure(text("progress.reached"), beyond, text("progress.over_plan"))
    each = missing / overview["staff_count"] if overview["staff_count"] else None
    return Figure(
        text("progress.gap"),
        formats.millions(missing, unit=False),
        text("progress.gap_context", each=formats.money(None if each is None else round(each))),
    )


def _points_ahead(overview: pd.Series) -> str:
    return formats.points(
        formats.share_as_shown(overview["attainment"])
        - formats.share_as_shown(overview["expected_share"])
    )
