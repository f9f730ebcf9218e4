"""The sections of a unit's page: hours beside its peers', what it sells, parts, people."""

import pandas as pd
import streamlit as st

from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.queries import people, progress
from lib.ui import (
    drill_cards,
    drill_hours,
    drill_links,
    leaderboard_parts,
    progress_charts,
    unit_known,
)
from lib.ui.data import read
from lib.ui.drawn import once
from lib.ui.question import Question
from lib.ui.takeaway_behind import Behind

SERVICES = 8
"""Services with a bar of their own; the others are drawn together."""


def sellers(question: Question) -> pd.DataFrame:
    """Who sold for the unit and who belongs to it, as far as they are listed."""
    return read(
        people.sellers, **question.shared, unit_id=question.unit_id, most=people.MOST_LISTED
    )


def charts(question: Question, by_hour: pd.DataFrame) -> None:
    """The hours of the day, and what is sold."""
    services = read(progress.revenue_by_service, **question.shared, unit_id=question.unit_id)
    left, right = st.columns((3, 2))
    with left:
        if question.unit_id is None:
            progress_charts.hours(by_hour)
        else:
            measure = text("explore.hours_measure_peers")
            drill_hours.panel(
                question, by_hour, measure=measure, query="explore.parts", key="unit_hours"
            )
    with right:
        largest = once("unit_largest", lambda: _largest(services))
        progress_charts.services(largest, name="unit_services")


def parts_title(question: Question) -> str:
    """What the units below are called together."""
    if question.unit_id is None:
        return text("drill.parts_whole")
    return text("drill.parts", unit=unit_known.here(question))


def people_title(question: Question) -> str:
    """What the people of the unit are called together."""
    return text("drill.people", unit=unit_known.here(question))


def parts_table(question: Question, below: pd.DataFrame, overview: pd.Series) -> None:
    """The units below, best first; each name leads to its page."""
    drill_cards.table(*once("unit_parts", lambda: _parts(question, below, overview)))


def _parts(
    question: Question, below: pd.DataFrame, overview: pd.Series
) -> tuple[Behind, dict[str, list[str]]]:
    """What is behind the table, and the address of each unit."""
    everything = int(overview["revenue_vnd"])
    shown = below.assign(
        shown=leaderboard_parts.shown_names(below), share=_shares(below["revenue_vnd"], everything)
    )
    for column in ("revenue_vnd", "share", "new_customer_count"):
        shown[column] = shown[column].where(below["has_figures"])
    behind = Behind(
        key="unit_parts",
        name=text("drill.parts_sheet"),
        title=parts_title(question),
        measure=text("drill.parts_by"),
        caption=text("drill.parts_measure"),
        queries=("leaderboard.units_by_attainment",),
        frame=shown,
        columns={
            "place": "place",
            "shown": "unit",
            "attainment": "attainment",
            "revenue_vnd": "revenue",
            "target_vnd": "target",
            "share": "revenue_share",
            "revenue_per_head_vnd": "per_head",
            "new_customer_count": "new_customers",
            "staff_count": "staff",
        },
        formatted={
            "place": formats.number,
            "attainment": formats.percent,
            "revenue_vnd": formats.number,
            "target_vnd": formats.number,
            "share": formats.percent,
            "revenue_per_head_vnd": formats.number,
            "new_customer_count": formats.number,
            "staff_count": formats.number,
        },
        is_main=True,
    )
    return behind, {"shown": drill_links.unit_links(shown["unit_id"], shown["shown"])}


def people_listed(question: Question) -> None:
    """Who sold for a leaf and who belongs to it, under a title."""
    people_table(question, has_title=True)


def people_table(question: Question, *, has_title: bool = False) -> None:
    """Who sold for the unit and who belongs to it, best first; each name leads to the person."""
    frame = sellers(question)
    named = frame[frame["staff_code"].notna()]
    everything = int(frame["revenue_vnd"].sum())
    shown = named.assign(
        role=named[in_language("role_name")],
        belongs=[drill_links.named(question, one) for one in named["unit_id"]],
        share=_shares(named["revenue_vnd"], everything),
    )
    behind = Behind(
        key="unit_people",
        name=text("drill.people_expander"),
        title=people_title(question),
        measure=text("drill.people_by"),
        caption=text("drill.people_measure"),
        queries=("people.sellers",),
        frame=shown,
        columns={
            "place": "place",
            "full_name": "name",
            "role": "role",
            "belongs": "belongs",
            "revenue_vnd": "revenue",
            "share": "revenue_share",
            "sale_count": "sales",
            "new_customer_count": "new_customers",
        },
        formatted={
            "place": formats.number,
            "revenue_vnd": formats.number,
            "share": formats.percent,
            "sale_count": formats.number,
            "new_customer_count": formats.number,
        },
        is_main=unit_known.is_leaf(question),
    )
    if named.empty:
        st.caption(text("drill.people_empty"))
    else:
        names = drill_links.person_links(shown["staff_code"], shown["full_name"])
        drill_cards.table(behind, {"full_name": names}, has_title=has_title)
    _others(frame)


def onward(question: Question) -> None:
    """The way to the unit's sales and to the analyst's desk."""
    drill_links.link("ledger", text("drill.to_ledger"), drill_links.sales_of(question.unit_id))
    drill_links.link(
        "explore",
        text("drill.to_explore"),
        drill_links.explored(question, question.unit_id),
    )


def _largest(services: pd.DataFrame) -> pd.DataFrame:
    """The services that brought most, and the rest of those sold in one row."""
    sold = services[services["service_code"].notna() & (services["revenue_vnd"] > 0)]
    rest = sold.iloc[SERVICES:]
    if len(rest) < 2:
        return sold
    sums = rest[["revenue_vnd", "quantity", "sale_count", "target_vnd", "revenue_share"]].sum()
    target = int(sums["target_vnd"])
    other = rest.tail(1).assign(
        **{in_language("service_name"): text("drill.other_services", count=len(rest))},
        **{column: sums[column] for column in sums.index},
        attainment=int(sums["revenue_vnd"]) / target if target else None,
    )
    return pd.concat([sold.iloc[:SERVICES], other.astype(sold.dtypes.to_dict())])


def _others(frame: pd.DataFrame) -> None:
    """Those who are not listed, and what nobody is named for."""
    for row in frame[frame["staff_code"].isna()].to_dict("records"):
        amount, count = formats.dong(row["revenue_vnd"]), formats.number(row["sale_count"])
        if row["people_count"]:
            people_count = formats.number(row["people_count"])
            st.caption(text("drill.others", people=people_count, amount=amount, count=count))
        else:
            st.caption(text("drill.nobody_named", amount=amount, count=count))


def _shares(amounts: pd.Series, everything: int) -> pd.Series:
    """Each amount as a part of everything; missing where that is nothing."""
    shares = amounts.astype("Float64") / max(everything, 1)
    return shares.where(amounts.notna() & (everything > 0))
