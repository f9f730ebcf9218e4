"""The sections of the progress page: frames in, what is drawn out."""

import pandas as pd
import streamlit as st

from lib.charts import ranking, time
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.ui import cards
from lib.ui.cards import Figure
from lib.ui.question import Question, colors

ON_PACE = 0.03
"""Within three points of the plan's pace counts as on pace (design guide §6)."""


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


def curve_and_first_hours(frame: pd.DataFrame, overview: pd.Series, question: Question) -> None:
    """The curve, and beside it the first hours where the campaign has such a snapshot."""
    if not _first_hours(question.campaign):
        curve(frame, overview, question)
        return
    left, right = st.columns((2, 1))
    with left:
        curve(frame, overview, question)
    with right:
        first_hours(overview, question)


def curve(frame: pd.DataFrame, overview: pd.Series, question: Question) -> None:
    """The cumulative curve against the plan, with the finding as its title."""
    untimed = overview["untimed_revenue_vnd"]
    measure = (
        text("progress.curve_untimed", amount=formats.money(untimed))
        if untimed
        else text("progress.curve_measure")
    )
    hours = _first_hours(question.campaign)
    words = {
        "actual": text("progress.actual"),
        "plan": text("progress.plan"),
        "target": text("progress.target", plan=formats.millions(overview["plan_vnd"])),
        "mark": text("progress.first_hours", hours=hours) if hours else "",
    }
    plan = overview["plan_vnd"]
    with cards.panel(_pace_finding(overview), measure):
        cards.chart(
            time.cumulative_line(
                frame,
                until=question.as_of,
                plan_vnd=None if formats.is_missing(plan) else int(plan),
                mark_at=question.campaign["snapshot_at"] if hours else None,
                words=words,
                colors=colors(),
            ),
            key="progress_curve",
            alt=text(
                "progress.curve_alt",
                revenue=formats.millions(overview["revenue_vnd"]),
                expected=formats.millions(overview["expected_vnd"]),
            ),
        )


def first_hours(overview: pd.Series, question: Question) -> None:
    """The snapshot of the first hours, computed from the rows."""
    hours = _first_hours(question.campaign)
    measure = text(
        "progress.snapshot_measure",
        launched=formats.clock(question.campaign["launched_at"]),
        snapshot=formats.clock(question.campaign["snapshot_at"]),
    )
    with cards.panel(text("progress.snapshot_title", hours=hours), measure):
        for key, value in (
            ("snapshot_goods", formats.number(overview["snapshot_goods_quantity"])),
            ("snapshot_goods_revenue", formats.money(overview["snapshot_goods_revenue_vnd"])),
            ("snapshot_new_customers", formats.number(overview["snapshot_new_customer_count"])),
            ("snapshot_health_cover", formats.number(overview["snapshot_health_cover_quantity"])),
            ("snapshot_revenue", formats.money(overview["snapshot_revenue_vnd"])),
        ):
            st.metric(text(f"progress.{key}"), value)


def services(frame: pd.DataFrame) -> None:
    """Revenue of each service, largest first."""
    rows = frame[frame["service_code"].notna()]
    best = rows.iloc[0] if len(rows) and rows["revenue_vnd"].iloc[0] else None
    title = (
        text("progress.services_plain")
        if best is None
        else text(
            "progress.services_title",
            service=formats.plain(best[in_language("service_name")]),
            share=formats.percent(best["revenue_share"], 0),
        )
    )
    with cards.panel(title, text("progress.services_measure")):
        _revenue_bars(rows, in_language("service_name"), key="progress_services", alt=title)


def groups(frame: pd.DataFrame) -> None:
    """Revenue of each service group."""
    rows = frame[frame["service_code"].isna()]
    title = text("progress.groups_title")
    with cards.panel(title, text("progress.groups_measure")):
        _revenue_bars(rows, in_language("group_name"), key="progress_groups", alt=title)


def hours(frame: pd.DataFrame) -> None:
    """Revenue of each hour against the plan of that hour."""
    known = frame[frame["hour"].notna() & (frame["revenue_vnd"] > 0)]
    title = text("progress.hours_plain")
    if not known.empty:
        best = known.sort_values("revenue_vnd", ascending=False).iloc[0]
        title = text(
            "progress.hours_title",
            hour=formats.hour(best["hour"]),
            amount=formats.millions(best["revenue_vnd"]),
        )
    measure = text("progress.hours_measure_plain")
    if frame["plan_vnd"].notna().any():
        running = not frame["is_complete"].all()
        measure = text("progress.hours_measure_running" if running else "progress.hours_measure")
    words = {"actual": text("progress.actual"), "plan": text("progress.plan")}
    with cards.panel(title, measure):
        cards.chart(
            time.hourly_columns(
                frame,
                hour="hour",
                value="revenue_vnd",
                plan="plan_vnd",
                complete="is_complete",
                words=words,
                colors=colors(),
            ),
            key="progress_hours",
            alt=title,
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


def _pace_finding(overview: pd.Series) -> str:
    """Ahead, on or behind the plan's pace; a plain title without plan, hours or a sale."""
    unpaced = any(formats.is_missing(overview[one]) for one in ("attainment", "expected_vnd"))
    if unpaced or not overview["sale_count"]:
        return text("progress.curve_plain")
    difference = overview["attainment"] - overview["expected_share"]
    gap = formats.as_shown(overview["revenue_vnd"]) - formats.as_shown(overview["expected_vnd"])
    if abs(difference) <= ON_PACE and abs(gap) < 1_000_000:
        return text("progress.curve_on_pace")
    key = "progress.curve_ahead" if gap > 0 else "progress.curve_behind"
    return text(key, gap=formats.millions(abs(gap)))


def _first_hours(campaign: pd.Series) -> int:
    """How many hours the first-hours snapshot spans; 0 when the campaign has none."""
    launched, snapshot = campaign["launched_at"], campaign["snapshot_at"]
    if formats.is_missing(launched) or formats.is_missing(snapshot):
        return 0
    return int((snapshot - launched).total_seconds() // 3600)


def _revenue_bars(rows: pd.DataFrame, label: str, *, key: str, alt: str) -> None:
    words = [
        text(
            "progress.bar_words",
            amount=formats.millions(row["revenue_vnd"], unit=False),
            share=formats.percent(row["attainment"], 0),
        )
        for row in rows.to_dict("records")
    ]
    figure = ranking.ordered_bar(
        rows.assign(words=words), label=label, value="revenue_vnd", words="words", colors=colors()
    )
    cards.chart(figure, key=key, alt=alt)
