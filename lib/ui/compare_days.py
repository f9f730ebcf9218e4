"""The third part of the compare page: several days in a table, as a review of a campaign reads."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import comparing
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.queries import campaigns, compare, progress
from lib.queries.frames import row
from lib.ui import links, takeaway
from lib.ui.chart import Drawn
from lib.ui.data import read
from lib.ui.drawn import once, show
from lib.ui.question import Question, colors
from lib.ui.takeaway_behind import Behind

MOST = 31
"""So many days stand one by one; what came before them stands in one row."""


def shown(question: Question) -> None:
    """Each day of a long campaign, or each campaign of one day; with totals."""
    campaign = question.campaign
    if campaign["starts_on"] == campaign["ends_on"]:
        _campaigns(question)
    else:
        _days(question)


def _days(question: Question) -> None:
    found = read(compare.days, **question.shared, unit_id=question.unit_id)
    if not found["sale_count"].sum():
        st.info(text("compare.no_days"), icon=":material/hourglass_empty:")
        return
    overview = read(progress.overview, **question.shared, unit_id=question.unit_id).iloc[0]
    # to the last day with figures: what follows it is said in one row
    last = int(found["sale_count"].to_numpy().nonzero()[0][-1]) + 1
    days = found.iloc[max(last - MOST, 0) : last]
    rows = days.assign(
        day=[formats.day(one) for one in days["sold_on"]],
        short=[f"{one.day}/{one.month}" for one in days["sold_on"]],
    )
    show(once("compare_days", lambda: _columns(rows)))
    listed = [_line(one, question) for one in rows.to_dict("records")]
    if last > MOST:
        listed.insert(0, _together(found.iloc[: last - MOST], "earlier_days"))
    if last < len(found):
        listed.append(_together(found.iloc[last:], "later_days"))
    listed.append(_total(overview, text("compare.total_days")))
    _table(listed, question, heading="compare_day")
    st.caption(text("compare.days_how"))


def _columns(rows: pd.DataFrame) -> Drawn:
    """The revenue of each day beside its plan."""
    behind = Behind(
        key="compare_days",
        name=text("compare.sheet_columns"),
        title=_best(rows),
        measure=text("compare.days_measure"),
        queries=("compare.days",),
        frame=rows,
        columns={"day": "compare_day", "revenue_vnd": "revenue", "plan_vnd": "plan"},
        formatted=dict.fromkeys(("revenue_vnd", "plan_vnd"), formats.number),
    )
    figure = comparing.day_columns(
        rows, label="short", value="revenue_vnd", plan="plan_vnd", colors=colors()
    )
    alt = text("compare.alt_days", finding=behind.title, count=formats.number(len(rows)))
    return Drawn(behind, figure, alt=alt)


def _campaigns(question: Question) -> None:
    """The campaigns of one day, the newest last; and the way to the longer one around this."""
    known = read(campaigns.campaigns, as_of=question.as_of)
    short = known[(known["starts_on"] == known["ends_on"]) & known["has_begun"]].head(MOST)
    listed = []
    for one in short.iloc[::-1].to_dict("records"):
        about: dict[str, Any] = {
            "campaign_code": one["campaign_code"],
            "as_of": question.as_of,
            "unit_id": question.unit_id,
        }
        for day in read(compare.days, **about).to_dict("records"):
            name = f"{one[in_language('name')]}, {formats.day(one['starts_on'])}"
            listed.append(_line({**day, "day": name}, question))
    if not any(one["sale_count"] for one in listed):
        st.info(text("compare.no_days"), icon=":material/hourglass_empty:")
    else:
        _table([*listed, *_sum(listed)], question, heading="compare_campaign")
    parent = question.campaign["parent_code"]
    if parent in set(known["campaign_code"]):
        name = row(known, "campaign_code", parent)[in_language("name")]
        st.button(
            text("compare.to_parent", campaign=formats.plain(name)),
            icon=":material/calendar_month:",
            on_click=links.choose,
            args=("campaign", str(parent)),
        )


def _line(day: dict[Any, Any], question: Question) -> dict[str, Any]:
    """One row of the table."""
    revenue, plan = day["revenue_vnd"], day["plan_vnd"]
    has_share = not formats.is_missing(revenue) and not formats.is_missing(plan) and plan > 0
    return {
        "day": day["day"],
        "revenue_vnd": revenue,
        "plan_vnd": plan,
        "share": revenue / plan if has_share else None,
        "reporting": _reporting(day["reporting_unit_count"], day["unit_count"]),
        "best": _named_best(day, question),
        "goods_quantity": day["goods_quantity"],
        "new_customer_count": day["new_customer_count"],
        "sale_count": day["sale_count"],
    }


def _together(days: pd.DataFrame, key: str) -> dict[str, Any]:
    """The days before or after the ones listed, as one row; without a sale there is no revenue."""
    plan = None if days["plan_vnd"].isna().all() else int(days["plan_vnd"].sum())
    has_sales = bool(days["sale_count"].sum())
    sums = {
        column: int(days[column].sum()) if has_sales else None
        for column in ("revenue_vnd", "goods_quantity", "new_customer_count")
    }
    revenue = sums["revenue_vnd"]
    return {
        "day": text(f"compare.{key}", count=formats.number(len(days))),
        **sums,
        "plan_vnd": plan,
        "share": revenue / plan if plan and revenue is not None else None,
        "reporting": formats.MISSING,
        "best": formats.MISSING,
        "sale_count": int(days["sale_count"].sum()),
    }


def _total(overview: pd.Series, name: str) -> dict[str, Any]:
    """The last row: what the board of the campaign says."""
    return {
        "day": name,
        **{
            column: overview[column]
            for column in ("revenue_vnd", "plan_vnd", "goods_quantity", "new_customer_count")
        },
        "share": overview["attainment"],
        "reporting": _reporting(overview["reporting_unit_count"], overview["unit_count"]),
        "best": formats.MISSING,
        "sale_count": overview["sale_count"],
    }


def _sum(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sum of several campaigns; one alone is its own sum."""
    if len(listed) < 2:
        return []
    frame = pd.DataFrame(listed)
    has_plans = frame["plan_vnd"].notna().all()
    revenue, plan = int(frame["revenue_vnd"].sum()), int(frame["plan_vnd"].sum())
    return [
        {
            "day": text("compare.total_campaigns", count=formats.number(len(listed))),
            "revenue_vnd": revenue,
            "plan_vnd": plan if has_plans else None,
            "share": revenue / plan if has_plans and plan else None,
            "reporting": formats.MISSING,
            "best": formats.MISSING,
            **{
                column: int(frame[column].sum())
                for column in ("goods_quantity", "new_customer_count", "sale_count")
            },
        }
    ]


def _table(listed: list[dict[str, Any]], question: Question, *, heading: str) -> None:
    whole = {
        "revenue_vnd": "Int64",
        "plan_vnd": "Int64",
        "share": "Float64",
        "goods_quantity": "Int64",
        "new_customer_count": "Int64",
        "sale_count": "Int64",
    }
    columns = {
        "day": heading,
        "revenue_vnd": "revenue",
        "plan_vnd": "plan",
        "share": "attainment",
        "reporting": "compare_reporting",
        "best": "compare_best",
        "goods_quantity": "compare_goods",
        "new_customer_count": "new_customers",
        "sale_count": "sales",
    }
    if question.unit_id is not None:
        columns.pop("best")
    numbers = [column for column in whole if column != "share"]
    behind = Behind(
        key="compare_days_table",
        name=text("compare.by_days"),
        title=text("compare.by_days"),
        measure=text("compare.days_how"),
        queries=("compare.days", "progress.overview"),
        frame=pd.DataFrame(listed).astype(whole),
        columns=columns,
        formatted={**dict.fromkeys(numbers, formats.number), "share": formats.percent},
        is_main=True,
    )
    takeaway.table(behind, widths={"day": 210})


def _best(rows: pd.DataFrame) -> str:
    """The day with the most revenue, in a sentence."""
    first = rows.iloc[int(rows["revenue_vnd"].fillna(-1).astype("int64").argmax())]
    return text("compare.best_day", day=first["day"], amount=formats.millions(first["revenue_vnd"]))


def _named_best(day: dict[Any, Any], question: Question) -> str:
    """The best unit of a day and its share of the whole target; how many others are level."""
    unit_id = day["best_unit_id"]
    if formats.is_missing(unit_id):
        return formats.MISSING
    names = question.units.set_index("unit_id")[in_language("short_name")]
    name = str(names.get(unit_id, unit_id))
    share = formats.percent(day["best_share"])
    if day["best_count"] > 1:
        more = formats.number(day["best_count"] - 1)
        return text("compare.best_unit_more", unit=name, share=share, more=more)
    return text("compare.best_unit", unit=name, share=share)


def _reporting(count: Any, whole: Any) -> str:
    return f"{formats.number(count)}/{formats.number(whole)}"
