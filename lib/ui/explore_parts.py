"""The analyst's desk, from top to bottom: chips of what is picked, key figures, linked charts."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import exploring
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.ui import cards, explore_asked, explore_words, links
from lib.ui.cards import Figure
from lib.ui.chart import chart
from lib.ui.explore_asked import Selection
from lib.ui.question import colors
from lib.ui.takeaway_behind import Behind

TALL = 340
"""More units than have room there are scrolled to, px."""


def chips(asked: Selection) -> None:
    """What is picked on the charts, each to be taken away."""
    picks = explore_words.picks(asked)
    if not picks:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(text("explore.picked"), width="content")
        for key, words in picks.items():
            st.button(
                formats.plain(words),
                icon=":material/close:",
                key=f"chip_{key}",
                on_click=links.choose,
                args=(key, ""),
            )


def figures(asked: Selection, total: pd.Series, selection: pd.Series, whole: pd.Series) -> None:
    """Revenue, target and pace, per head, goods: of the selection, beside the province."""
    revenue = int(total["revenue_vnd"])
    cards.figures(
        (
            Figure(
                text("explore.revenue"),
                formats.millions(revenue, unit=False),
                _of_whole(asked, revenue, whole),
            ),
            _against_target(asked, revenue, selection),
            Figure(
                text("explore.per_head"),
                _per_head(revenue, selection["staff_count"]),
                text(
                    "explore.per_head_whole",
                    amount=_per_head(whole["revenue_vnd"], whole["staff_count"]),
                ),
            ),
            Figure(
                text("explore.goods"),
                formats.number(total["goods_quantity"]),
                text(
                    "explore.new_customers", count=formats.number(selection["new_customer_count"])
                ),
            ),
        )
    )


def units(asked: Selection, parts: pd.DataFrame) -> None:
    """Units as ordered bars; a click picks one."""
    known = asked.question.units
    names = dict(zip(known["unit_id"], known[in_language("short_name")], strict=True))
    found = parts[(parts["part"] == "unit") & (parts["revenue_vnd"] > 0)].copy()
    found["label"] = [str(names.get(one, one)) for one in found["unit_id"]]
    found = found.sort_values(["revenue_vnd", "label"], ascending=[False, True])
    behind = Behind(
        key="explore_units",
        name=text("explore.units_plain"),
        title=explore_words.units_finding(found),
        measure=text("takeaway.measure_units"),
        caption=text("explore.units_measure"),
        queries=("explore.parts",),
        frame=found,
        columns={"label": "unit", "revenue_vnd": "revenue"},
        formatted={"revenue_vnd": formats.number},
        is_main=True,
    )
    with cards.charted(behind):
        _linked(
            exploring.unit_bars(
                found,
                code="unit_id",
                label="label",
                value="revenue_vnd",
                picked=asked.picked_unit,
                colors=colors(),
            ),
            "pick_unit",
            behind,
        )


def hours(asked: Selection, parts: pd.DataFrame) -> None:
    """Hours as columns with the average as a tick; a click picks one."""
    found = parts[parts["part"] == "hour"].sort_values("hour", na_position="last").copy()
    count = int((parts["part"] == "unit").sum())
    peers = asked.picked_unit is not None and count > 1
    timed = found["hour"].notna()
    if peers:
        found["average"] = (found["peers_vnd"] / count).where(timed)
    else:
        mean = float(found.loc[timed, "revenue_vnd"].mean()) if timed.any() else None
        found["average"] = pd.Series(mean, index=found.index, dtype="Float64").where(timed)
    unfinished = explore_words.unfinished(asked)
    title = explore_words.hours_finding(found[timed])
    measure = text("explore.hours_measure_peers" if peers else "explore.hours_measure")
    if unfinished is not None:
        measure += text("explore.hours_unfinished")
    behind = Behind(
        key="explore_hours",
        name=text("explore.hours_plain"),
        title=title,
        measure=measure,
        queries=("explore.parts",),
        frame=found,
        columns={"hour": "hour", "revenue_vnd": "revenue", "average": "average"},
        formatted={
            "hour": formats.hour,
            "revenue_vnd": formats.number,
            "average": formats.number,
        },
    )
    with cards.charted(behind):
        _linked(
            exploring.hour_columns(
                found,
                hour="hour",
                value="revenue_vnd",
                average="average",
                picked=asked.picked_hour,
                unfinished=unfinished,
                words={"unit": text("unit.million"), "average": text("explore.average")},
                colors=colors(),
            ),
            "pick_hour",
            behind,
        )


def matrix(asked: Selection, parts: pd.DataFrame) -> None:
    """Role by service group with totals; a click picks a cell."""
    found = parts[parts["part"] == "group"].copy()
    found["row"] = found["role_code"].fillna("")
    found["column"] = found["group_code"]
    roles = [
        (str(code), str(name))
        for code, name in zip(
            asked.roles["role_code"], asked.roles[in_language("role_name")], strict=True
        )
        if code in set(found["row"])
    ]
    if "" in set(found["row"]):
        roles.append(("", text("explore.no_role")))
    groups = explore_words.groups(asked, set(found["column"]))
    behind = Behind(
        key="explore_matrix",
        name=text("explore.matrix_plain"),
        title=explore_words.matrix_finding(found, dict(roles), dict(groups)),
        measure=text("takeaway.measure_matrix"),
        caption=text("explore.matrix_measure"),
        queries=("explore.parts",),
        frame=explore_words.cells(found, roles, groups),
        columns={"role": "role", "group": "group", "revenue_vnd": "revenue"},
        formatted={"revenue_vnd": formats.number},
    )
    with cards.charted(behind):
        _linked(
            exploring.matrix(
                found,
                rows=roles,
                columns=groups,
                picked=(asked.picked_role, asked.picked_group),
                total=text("explore.total"),
                colors=colors(),
            ),
            "pick_cell",
            behind,
        )


def nothing() -> None:
    """No sale matches: say so, and offer the way out."""
    st.info(
        text("explore.empty"), title=text("explore.empty_title"), icon=":material/filter_alt_off:"
    )
    st.button(text("explore.reset"), key="explore_reset_empty", on_click=explore_asked.reset)


def _linked(figure: Any, key: str, behind: Behind) -> None:
    """A chart whose marks can be clicked: the code clicked becomes the pick of its key."""
    tall = figure.to_dict()["layout"]["height"] > TALL
    with st.container(height=TALL if tall else "content", border=False, key=behind.key):
        chart(
            figure,
            key=f"chart_{key}",
            alt=cards.alt(behind),
            picked=partial(_pick, key),
        )


def _pick(key: str, code: str) -> None:
    # what has no role cannot be asked for
    if not code.startswith("|"):
        explore_asked.pick(key, code)


def _of_whole(asked: Selection, revenue: int, whole: pd.Series) -> str:
    if asked.is_whole:
        return text("explore.share_whole")
    everything = int(whole["revenue_vnd"])
    share = formats.percent(revenue / everything if everything else None)
    return text("explore.share_of", share=share)


def _against_target(asked: Selection, revenue: int, selection: pd.Series) -> Figure:
    label, target = text("explore.target"), selection["target_vnd"]
    if asked.is_by_role_or_hour:
        return Figure(label, formats.MISSING, text("explore.target_not_by"))
    if formats.is_missing(target) or not target:
        return Figure(label, formats.MISSING, text("explore.target_none"))
    share = revenue / int(target)
    pace = selection["expected_share"]
    if formats.is_missing(pace):
        of = text("explore.of_target", target=formats.millions(target))
        return Figure(label, formats.percent(share), of)
    ahead = formats.share_as_shown(share) - formats.share_as_shown(pace)
    return Figure(
        label,
        formats.percent(share),
        text("explore.to_pace"),
        formats.points(ahead),
        is_ahead=ahead >= 0,
    )


def _per_head(vnd: Any, staff: Any) -> str:
    return formats.number(float(vnd) / int(staff) / formats.MILLION if staff else None, 2)
