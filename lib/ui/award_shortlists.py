"""The shortlist of each title: bars of the best, and everybody in a table."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from lib.awards.rules import AwardRule
from lib.charts import ranking
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.queries import awards
from lib.ui import cards, drill_links, tables, takeaway
from lib.ui.award_rules import gate, standing
from lib.ui.chart import chart
from lib.ui.data import read
from lib.ui.question import Question, colors
from lib.ui.takeaway_behind import Behind

SHORTLIST = 8
"""How many candidates the bars show; the table below shows the same."""
QUERIES = {"team_sales": "teams", "team_leader": "leaders"}
POINTS_FORMATS: dict[str, tables.Format] = {
    "place": formats.number,
    "points": lambda value: formats.number(value, 1),
    "revenue_vnd": formats.number,
    "attainment": formats.percent,
    "revenue_per_head_vnd": formats.number,
    "member_count": formats.number,
    "present_count": formats.number,
    "active_count": formats.number,
    "first_half_vnd": formats.number,
    "second_half_vnd": formats.number,
}


def shortlist(rule: AwardRule, title: pd.Series, question: Question) -> None:
    """The candidates of a title as bars and as a table; nobody where there is no data."""
    if rule.basis != "sales":
        st.info(text("awards.no_data"), title=text("awards.no_data_title"), icon=":material/info:")
        return
    standing(title)
    draw: Callable[[AwardRule, pd.Series, Question], None] = {
        "salesperson": _salespeople,
        "team_sales": _teams,
        "team_leader": _leaders,
    }[rule.id]
    draw(rule, title, question)


def _salespeople(rule: AwardRule, award: pd.Series, question: Question) -> None:
    frame = read(awards.salespeople, **question.shared, **_counts(rule), limit_count=SHORTLIST)
    placed = frame[frame["place"].notna()]
    if placed.empty:
        _nobody()
        return
    best = placed.iloc[0]
    words = [
        text(
            "awards.salesperson_words",
            multiple=formats.number(row["role_multiple"], 1),
            amount=formats.millions(row["revenue_vnd"], unit=False),
        )
        for row in placed.to_dict("records")
    ]
    labels = [f"{row['place']}  {row['full_name']}" for row in placed.to_dict("records")]
    measure = text("awards.salesperson_measure", count=formats.number(best["eligible_count"]))
    behind = Behind(
        key="awards_salespeople",
        name=str(award["title"]),
        title=text(
            "awards.salesperson_finding",
            name=best["full_name"],
            multiple=formats.number(best["role_multiple"], 1),
        ),
        measure=f"{award['title']}. {measure}",
        caption=measure,
        queries=("awards.salespeople",),
        frame=frame,
        columns={
            "place": "place",
            "full_name": "name",
            in_language("role_name"): "role",
            in_language("unit_short_name"): "unit",
            "revenue_vnd": "revenue",
            "role_multiple": "multiple",
            "sale_count": "sales",
            "service_count": "services",
            "new_customer_count": "new_customers",
        },
        formatted={
            "place": formats.number,
            "revenue_vnd": formats.number,
            "role_multiple": lambda value: formats.number(value, 2),
            "sale_count": formats.number,
            "service_count": formats.number,
            "new_customer_count": formats.number,
        },
        is_main=True,
    )
    with cards.charted(behind):
        figure = ranking.ordered_bar(
            placed.assign(label=labels, words=words),
            label="label",
            value="role_multiple",
            words="words",
            colors=colors(),
            seats=rule.seats,
        )
        chart(figure, key=behind.key, alt=cards.alt(behind))
    _table(behind)


def _teams(rule: AwardRule, award: pd.Series, question: Question) -> None:
    frame = read(awards.teams, **question.shared, **rule.measure, **_counts(rule))
    under = [
        text(
            "awards.under_team",
            unit=row[in_language("unit_short_name")],
            members=row["member_count"],
        )
        for row in frame.to_dict("records")
    ]
    _points(
        rule,
        award,
        frame.assign(under=under),
        name="team_name",
        parts=("plan_points", "per_head_points"),
        columns={
            "place": "place",
            "team_name": "team",
            in_language("unit_short_name"): "unit",
            "leader_name": "leader",
            "points": "points",
            "revenue_vnd": "revenue",
            "attainment": "attainment",
            "revenue_per_head_vnd": "per_head",
            "member_count": "members",
            "present_count": "present",
            "active_count": "active",
            "gates": "gates",
        },
        gates={"passes_members": "minimum_members", "passes_active": "minimum_active_share"},
    )


def _leaders(rule: AwardRule, award: pd.Series, question: Question) -> None:
    measure = {name: value for name, value in rule.measure.items() if name != "reports_weight"}
    frame = read(
        awards.leaders,
        **question.shared,
        **measure,
        **rule.gates,
        halfway_at=_halfway(question),
    )
    under = [
        text(
            "awards.under_leader",
            team=row["team_name"],
            unit=row[in_language("unit_short_name")],
        )
        for row in frame.to_dict("records")
    ]
    _points(
        rule,
        award,
        frame.assign(under=under),
        name="leader_name",
        parts=("activation_points", "second_half_points"),
        columns={
            "place": "place",
            "leader_name": "name",
            "team_name": "team",
            in_language("unit_short_name"): "unit",
            "points": "points",
            "active_count": "active",
            "member_count": "members",
            "first_half_vnd": "first_half",
            "second_half_vnd": "second_half",
            "attainment": "attainment",
            "gates": "gates",
        },
        gates={"passes_attainment": "minimum_attainment"},
    )


def _points(
    rule: AwardRule,
    award: pd.Series,
    frame: pd.DataFrame,
    *,
    name: str,
    parts: tuple[str, ...],
    columns: dict[str, str],
    gates: dict[str, str],
) -> None:
    """Stacked bars of those with a place, and a table of everybody with the gates they miss."""
    shown = frame.assign(
        gates=[_gates_missed(row, gates, rule) for row in frame.to_dict("records")]
    )
    placed = frame[frame["place"].notna()].head(SHORTLIST)
    best = None if placed.empty else placed.iloc[0]
    measure = text(f"awards.{rule.id}_measure")
    behind = Behind(
        key=f"awards_{rule.id}",
        name=str(award["title"]),
        title=text("awards.empty")
        if best is None
        else text(
            f"awards.{rule.id}_finding",
            name=best[name],
            points=formats.number(best["points"], 1),
        ),
        measure=f"{award['title']}. {measure}",
        caption=measure,
        queries=(f"awards.{QUERIES[rule.id]}",),
        frame=shown,
        columns=columns,
        formatted={column: how for column, how in POINTS_FORMATS.items() if column in columns},
        is_main=True,
    )
    if best is None:
        _nobody()
        takeaway.table(behind, height=320)
        return
    labels = [f"{row['place']}  {row[name]}" for row in placed.to_dict("records")]
    with cards.charted(behind):
        figure = ranking.stacked_points(
            placed.assign(label=labels),
            label="label",
            under="under",
            parts=parts,
            total="points",
            seats=rule.seats,
            colors=colors(),
        )
        chart(figure, key=behind.key, alt=cards.alt(behind))
    _table(behind, height=320)


def _table(behind: Behind, **looks: Any) -> None:
    """The candidates, with the names of people and units as the way to their pages."""
    shown, unit = behind.frame, in_language("unit_short_name")
    linked = {unit: drill_links.unit_links(shown["unit_id"], shown[unit])}
    for name, code in (("full_name", "staff_code"), ("leader_name", "leader_code")):
        if name in shown:
            linked[name] = drill_links.person_links(shown[code], shown[name])
    tables.table(
        shown.assign(**linked),
        behind.columns,
        behind.formatted,
        key="awards_table",
        links={column: drill_links.NAME for column in linked if column in behind.columns},
        **looks,
    )


def _nobody() -> None:
    st.info(text("awards.empty"), icon=":material/person_off:")


def _gates_missed(row: dict[Any, Any], gates: dict[str, str], rule: AwardRule) -> str:
    missed = [gate(name, rule.gates[name]) for column, name in gates.items() if not row[column]]
    return text("awards.failed", gates=", ".join(missed)) if missed else text("awards.passed")


def _counts(rule: AwardRule) -> dict[str, float]:
    """Gates as query parameters: those that count things are whole numbers."""
    return {
        name: value if name == "minimum_active_share" else int(value)
        for name, value in rule.gates.items()
    }


def _halfway(question: Question) -> datetime:
    """The middle of the campaign's hours."""
    opens, closes = question.campaign["opens_at"], question.campaign["closes_at"]
    middle: datetime = (opens + (closes - opens) / 2).to_pydatetime()
    return middle
