"""The second part of the compare page: a unit beside the others of its level."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import peers
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.queries import compare, fairness, leaderboard, progress
from lib.ui import compare_figures, compare_words, links
from lib.ui.chart import Drawn
from lib.ui.data import read
from lib.ui.drawn import once, show
from lib.ui.filters import WHOLE
from lib.ui.question import Question, colors
from lib.ui.takeaway_behind import Behind

SPREAD = {
    "own": "compare_own",
    "low": "compare_low",
    "middle": "compare_middle",
    "high": "compare_high",
}
"""One among its peers: frame column -> heading."""
FEWEST = 3
"""Below so many peers there is no middle half to speak of."""


def shown(question: Question) -> None:
    """The unit of the filter beside its peers, or the units to choose from."""
    if question.unit_id is None:
        _choose(question)
        return
    level = int(question.unit(question.unit_id)["level"])
    scope: dict[str, Any] = {**question.shared, "level": level, "parent_id": None}
    units = read(leaderboard.units_by_attainment, **scope)
    reporting = units[units["has_figures"]]
    own = reporting[reporting["unit_id"] == question.unit_id]
    others = reporting[reporting["unit_id"] != question.unit_id]
    name = formats.plain(question.unit(question.unit_id)[in_language("name")])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            text("compare.other_unit"),
            icon=":material/arrow_back:",
            on_click=links.choose,
            args=("unit", WHOLE),
        )
        count = formats.number(len(others))
        st.markdown(text("compare.among", unit=name, count=count), width="content")
    if own.empty:
        st.info(text("compare.unit_silent", unit=name), icon=":material/hourglass_empty:")
        return
    if len(others) < FEWEST:
        st.info(text("compare.few_peers", count=count), icon=":material/info:")
        return
    with st.container():
        measures = once("compare_measures", lambda: _measures(own.iloc[0], others))
        show(measures, as_tall=False)
    unit_id = question.unit_id
    left, right = st.columns(2)
    with left:
        hours = read(compare.hours, **scope)
        profile = once("compare_profile", lambda: _profile(hours, unit_id))
        if profile is None:
            st.info(text("compare.no_hours"), icon=":material/schedule:")
        else:
            show(profile)
    with right:
        services = read(progress.revenue_by_service, **question.shared, unit_id=None)
        sold = read(fairness.services, **scope)
        groups = once("compare_groups", lambda: _groups(_mix(sold, services), unit_id))
        if groups is not None:
            show(groups)


def _choose(question: Question) -> None:
    """The units that compete, one click away: the filter is out of sight on a phone."""
    top = question.units[question.units["level"] == 0]
    names = dict(zip(top["unit_id"], top[in_language("short_name")], strict=True))
    st.info(text("compare.choose_unit"), icon=":material/storefront:")
    st.pills(
        text("compare.units"),
        list(names),
        format_func=lambda unit_id: formats.plain(names[unit_id]),
        key="compare_unit",
        on_change=_open,
    )


def _open() -> None:
    links.choose("unit", st.session_state["compare_unit"])
    st.session_state["compare_unit"] = None


def _measures(own: pd.Series, others: pd.DataFrame) -> Drawn:
    """Per head, share of the plan, new customers and people who sold, each on its own strip."""
    whole = pd.concat([own.to_frame().T, others], ignore_index=True)
    staff = whole["staff_count"].astype("Float64")
    measured = {
        "per_head": whole["revenue_per_head_vnd"].astype("Float64"),
        "attainment": whole["attainment"].astype("Float64"),
        "average": whole["revenue_vnd"].astype("Float64") / whole["sale_count"].astype("Float64"),
        "active": whole["active_staff_count"].astype("Float64") / staff.where(staff > 0),
    }
    written = {
        "per_head": compare_words.head,
        "attainment": formats.percent,
        "average": lambda one: formats.number(None if one is None else one / 1_000),
        "active": formats.percent,
    }
    rows = [
        row
        for name, values in measured.items()
        if (row := _strip(text(f"compare.measure_{name}"), values, written[name])) is not None
    ]
    above = [row["name"] for row in rows if row["own"] is not None and row["own"] > row["middle"]]
    behind = Behind(
        key="compare_measures",
        name=text("compare.sheet_measures"),
        title=text(
            "compare.above", count=formats.number(len(above)), all=formats.number(len(rows))
        ),
        measure=text("compare.strips_measure"),
        queries=("leaderboard.units_by_attainment",),
        frame=pd.DataFrame(rows),
        columns={
            "name": "compare_measure",
            "own_words": "compare_own",
            "middle_words": "compare_middle",
        },
        formatted={},
        is_main=True,
    )
    return _strips(rows, behind, len(others))


def _strips(rows: list[Mapping[str, Any]], behind: Behind, count: int) -> Drawn:
    figure = peers.strips(rows, headings=_headings(), colors=colors())
    alt = text("compare.alt_strips", finding=behind.title, count=formats.number(count))
    return Drawn(behind, figure, alt=alt)


def _strip(name: str, values: pd.Series, written: Any) -> Mapping[str, Any] | None:
    """One strip: the first value is the unit's own; None where too few peers have one."""
    others = values.iloc[1:].dropna()
    if len(others) < FEWEST:
        return None
    low, middle, high = compare_figures.spread(others)
    own = None if formats.is_missing(values.iloc[0]) else float(values.iloc[0])
    return {
        "name": name,
        "own": own,
        "peers": [float(one) for one in others],
        "low": low,
        "middle": middle,
        "high": high,
        "own_words": formats.MISSING if own is None else written(own),
        "middle_words": written(middle),
    }


def _mix(services: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Each unit's revenue by service group as shares, under the names of the groups."""
    groups = known[known["service_code"].notna()].set_index("service_code")
    named = services.assign(group=services["service_code"].map(groups[in_language("group_name")]))
    return compare_figures.shares(named, by="group")


def _groups(mix: pd.DataFrame, unit_id: str) -> Drawn | None:
    """Each group's share of the revenue; None where the unit, or too few of its peers, sold."""
    if unit_id not in mix.index:
        return None
    own = mix.loc[unit_id].to_dict()
    order = sorted(own, key=lambda group: -own[group])
    ordered = pd.concat([mix.loc[[unit_id]], mix.drop(index=unit_id)])
    strips = [_strip(str(one), ordered[one], formats.percent) for one in order]
    rows = [one for one in strips if one is not None]
    if not rows:
        return None
    first = max(rows, key=lambda row: abs(row["own"] - row["middle"]))
    title = text(
        "compare.mix_more" if first["own"] >= first["middle"] else "compare.mix_less",
        group=first["name"],
        own=first["own_words"],
        middle=first["middle_words"],
    )
    behind = Behind(
        key="compare_mix",
        name=text("compare.sheet_mix"),
        title=title,
        measure=text("compare.mix_measure"),
        queries=("fairness.services",),
        frame=pd.DataFrame(rows),
        columns={"name": "group", **SPREAD},
        formatted=dict.fromkeys(SPREAD, formats.percent),
    )
    return _strips(rows, behind, len(mix) - 1)


def _profile(hours: pd.DataFrame, unit_id: str) -> Drawn | None:
    """When in the day the unit sells, over the middle half of its peers; None of too few."""
    timed = hours[hours["hour"].notna()]
    wide = compare_figures.shares(timed, by="hour")
    if unit_id not in wide.index or len(wide) - 1 < FEWEST:
        return None
    others = wide.drop(index=unit_id)
    spread = [compare_figures.spread(others[hour]) for hour in wide.columns]
    low, middle, high = zip(*spread, strict=True)
    frame = pd.DataFrame(
        {
            "hour": [int(one) for one in wide.columns],
            "own": list(wide.loc[unit_id]),
            "low": low,
            "middle": middle,
            "high": high,
        }
    )
    best = frame.iloc[int(frame["own"].to_numpy().argmax())]
    usual = frame.iloc[int(frame["middle"].to_numpy().argmax())]
    title = text(
        "compare.busiest",
        hour=formats.hour(best["hour"]),
        share=formats.percent(best["own"]),
        usual=formats.hour(usual["hour"]),
    )
    behind = Behind(
        key="compare_profile",
        name=text("compare.sheet_profile"),
        title=title,
        measure=text("compare.profile_measure"),
        queries=("compare.hours",),
        frame=frame,
        columns={"hour": "hour", **SPREAD},
        formatted={"hour": formats.hour, **dict.fromkeys(SPREAD, formats.percent)},
    )
    words = {"own": text("compare.this_unit"), "middle": text("compare.median")}
    figure = peers.profile(frame, words=words, colors=colors())
    alt = text("compare.alt_profile", finding=title, count=formats.number(len(others)))
    return Drawn(behind, figure, alt=alt)


def _headings() -> tuple[str, str]:
    return text("compare.column_own"), text("compare.column_median")
