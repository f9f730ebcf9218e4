"""The charts of the progress page: frames in, what is drawn out."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import ranking, time
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.ui import cards, tables
from lib.ui.chart import Drawn
from lib.ui.drawn import once, show
from lib.ui.question import Question, colors
from lib.ui.takeaway_behind import Behind

ON_PACE = 0.03
"""Within three points of the plan's pace counts as on pace (design guide §6)."""


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
    show(once("progress_curve", lambda: _curve(frame, overview, question)))


def _curve(frame: pd.DataFrame, overview: pd.Series, question: Question) -> Drawn:
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
    behind = Behind(
        key="progress_curve",
        name=text("progress.curve_plain"),
        title=_pace_finding(overview),
        measure=measure,
        queries=("progress.curve",),
        frame=frame,
        columns=tables.CURVE,
        formatted=tables.CURVE_FORMATS,
    )
    return Drawn(
        behind,
        time.cumulative_line(
            frame,
            until=question.as_of,
            plan_vnd=None if formats.is_missing(plan) else int(plan),
            mark_at=question.campaign["snapshot_at"] if hours else None,
            words=words,
            colors=colors(),
        ),
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


def services(frame: pd.DataFrame, *, name: str = "progress_services") -> None:
    """Revenue of each service, largest first; `name` tells which of the services `frame` holds."""
    show(once(name, lambda: _services(frame)))


def _services(frame: pd.DataFrame) -> Drawn:
    rows = frame[frame["service_code"].notna()]
    best = rows.iloc[0] if len(rows) and rows["revenue_vnd"].iloc[0] else None
    title = (
        text("progress.services_plain")
        if best is None
        else text(
            "progress.services_title",
            service=best[in_language("service_name")],
            share=formats.percent(best["revenue_share"], 0),
        )
    )
    behind = Behind(
        key="progress_services",
        name=text("progress.services_plain"),
        title=title,
        measure=text("progress.services_measure"),
        queries=("progress.revenue_by_service",),
        frame=rows,
        columns=tables.services_columns(),
        formatted=tables.SERVICES_FORMATS,
        is_main=True,
    )
    return _revenue_bars(behind, in_language("service_name"))


def groups(frame: pd.DataFrame) -> None:
    """Revenue of each service group."""
    show(once("progress_groups", lambda: _groups(frame)), as_tall=False)


def _groups(frame: pd.DataFrame) -> Drawn:
    group = in_language("group_name")
    columns = tables.services_columns()
    del columns[in_language("service_name")]
    behind = Behind(
        key="progress_groups",
        name=text("progress.groups_title"),
        title=text("progress.groups_title"),
        measure=text("progress.groups_measure"),
        queries=("progress.revenue_by_service",),
        frame=frame[frame["service_code"].isna()],
        columns=columns,
        formatted=tables.SERVICES_FORMATS,
    )
    return _revenue_bars(behind, group)


def hours(frame: pd.DataFrame) -> None:
    """Revenue of each hour against the plan of that hour."""
    show(once("progress_hours", lambda: _hours(frame)))


def _hours(frame: pd.DataFrame) -> Drawn:
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
    behind = Behind(
        key="progress_hours",
        name=text("progress.hours_plain"),
        title=title,
        measure=measure,
        queries=("progress.revenue_by_hour",),
        frame=frame,
        columns=tables.HOURS,
        formatted=tables.HOURS_FORMATS,
    )
    return Drawn(
        behind,
        time.hourly_columns(
            frame,
            hour="hour",
            value="revenue_vnd",
            plan="plan_vnd",
            complete="is_complete",
            words=words,
            colors=colors(),
        ),
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


def _first_hours(campaign: Mapping[str, Any]) -> int:
    """How many hours the first-hours snapshot spans; 0 when the campaign has none."""
    launched, snapshot = campaign["launched_at"], campaign["snapshot_at"]
    if formats.is_missing(launched) or formats.is_missing(snapshot):
        return 0
    return int((snapshot - launched).total_seconds() // 3600)


def _revenue_bars(behind: Behind, label: str) -> Drawn:
    rows = behind.frame
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
    return Drawn(behind, figure)
