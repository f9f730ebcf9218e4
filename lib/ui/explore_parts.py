"""The analyst's desk, from top to bottom: chips of what is picked, key figures, linked charts."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import exploring
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.ui import cards, explore_asked, explore_words, links
from lib.ui.cards import Figure
from lib.ui.chart import Drawn, linked_chart
from lib.ui.explore_asked import Selection
from lib.ui.explore_known import Parts, Row
from lib.ui.question import colors
from lib.ui.takeaway_behind import Behind


def chips(asked: Selection) -> None:
    """What is picked on the charts, each to be taken away."""
    picks = explore_words.picks(asked)
    # the place is there without picks too: what stands below would otherwise be made anew
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if picks:
            st.markdown(text("explore.picked"), width="content")
        for key, words in picks.items():
            st.button(
                formats.plain(words),
                icon=":material/close:",
                key=f"chip_{key}",
                on_click=links.choose,
                args=(key, ""),
            )


def figures(asked: Selection, total: Row, selection: pd.Series, whole: pd.Series) -> None:
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


def units(asked: Selection, parts: Parts) -> None:
    """Units as ordered bars; a click picks one."""
    _linked(asked.once("explore_units", lambda: _units(asked, parts.of("unit"))), "pick_unit")


def hours(asked: Selection, parts: Parts) -> None:
    """Hours as columns with the average as a tick; a click picks one."""
    _linked(asked.once("explore_hours", lambda: _hours(asked, parts)), "pick_hour")


def matrix(asked: Selection, parts: Parts) -> None:
    """Role by service group with totals; a click picks a cell."""
    _linked(asked.once("explore_matrix", lambda: _matrix(asked, parts.of("group"))), "pick_cell")


def _units(asked: Selection, rows: Sequence[Row]) -> Drawn:
    names = asked.offered.units
    sold = [
        {**row, "label": names.get(row["unit_id"], row["unit_id"])}
        for row in rows
        if row["revenue_vnd"] > 0
    ]
    sold.sort(key=lambda row: (-row["revenue_vnd"], row["label"]))
    found = pd.DataFrame(sold, columns=["unit_id", "label", "revenue_vnd"])
    return Drawn(
        Behind(
            key="explore_units",
            name=text("explore.units_plain"),
            title=explore_words.units_finding(sold),
            measure=text("takeaway.measure_units"),
            caption=text("explore.units_measure"),
            queries=("explore.parts",),
            frame=found,
            columns={"label": "unit", "revenue_vnd": "revenue"},
            formatted={"revenue_vnd": formats.number},
            is_main=True,
        ),
        exploring.unit_bars(
            found,
            code="unit_id",
            label="label",
            value="revenue_vnd",
            picked=asked.picked_unit,
            colors=colors(),
        ),
        codes=list(found["unit_id"]),
    )


def _hours(asked: Selection, parts: Parts) -> Drawn:
    rows = sorted(parts.of("hour"), key=lambda row: (row["hour"] is None, row["hour"]))
    timed = [row for row in rows if row["hour"] is not None]
    count = len(parts.of("unit"))
    peers = asked.picked_unit is not None and count > 1
    mean = sum(row["revenue_vnd"] for row in timed) / len(timed) if timed else None
    averages = [row["peers_vnd"] / count if peers else mean for row in timed]
    untimed = [None] * (len(rows) - len(timed))
    found = pd.DataFrame(
        {
            "hour": pd.array([row["hour"] for row in rows], dtype="Int64"),
            "revenue_vnd": [row["revenue_vnd"] for row in rows],
            "average": pd.array([*averages, *untimed], dtype="Float64"),
        }
    )
    unfinished = explore_words.unfinished(asked)
    measure = text("explore.hours_measure_peers" if peers else "explore.hours_measure")
    if unfinished is not None:
        measure += text("explore.hours_unfinished")
    return Drawn(
        Behind(
            key="explore_hours",
            name=text("explore.hours_plain"),
            title=explore_words.hours_finding(timed),
            measure=measure,
            queries=("explore.parts",),
            frame=found,
            columns={"hour": "hour", "revenue_vnd": "revenue", "average": "average"},
            formatted={
                "hour": formats.hour,
                "revenue_vnd": formats.number,
                "average": formats.number,
            },
        ),
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
        codes=[str(row["hour"]) for row in timed],
    )


def _matrix(asked: Selection, rows: Sequence[Row]) -> Drawn:
    cells = [{**row, "row": row["role_code"] or "", "column": row["group_code"]} for row in rows]
    roles = {**asked.offered.roles, "": text("explore.no_role")}
    down = _among(roles, {cell["row"] for cell in cells})
    across = _among(asked.offered.groups, {cell["column"] for cell in cells})
    places = list(down), list(across)
    cells.sort(key=lambda cell: (places[0].index(cell["row"]), places[1].index(cell["column"])))
    for cell in cells:
        cell |= {"role": down[cell["row"]], "group": across[cell["column"]]}
    found = pd.DataFrame(cells, columns=["role", "group", "revenue_vnd"])
    return Drawn(
        Behind(
            key="explore_matrix",
            name=text("explore.matrix_plain"),
            title=explore_words.matrix_finding(cells, down, across),
            measure=text("takeaway.measure_matrix"),
            caption=text("explore.matrix_measure"),
            queries=("explore.parts",),
            frame=found,
            columns={"role": "role", "group": "group", "revenue_vnd": "revenue"},
            formatted={"revenue_vnd": formats.number},
        ),
        exploring.matrix(
            {(cell["row"], cell["column"]): cell["revenue_vnd"] for cell in cells},
            rows=list(down.items()),
            columns=list(across.items()),
            picked=(asked.picked_role, asked.picked_group),
            total=text("explore.total"),
            colors=colors(),
        ),
        codes=[f"{cell['row']}|{cell['column']}" for cell in cells if cell["row"]],
    )


def _among(names: Mapping[str, str], codes: set[str]) -> dict[str, str]:
    """The names of some codes in their order; a code that has none stands last as it is."""
    known = {code: name for code, name in names.items() if code in codes}
    return known | {code: code for code in sorted(codes - known.keys())}


def nothing() -> None:
    """No sale matches: say so, and offer the way out."""
    st.info(
        text("explore.empty"), title=text("explore.empty_title"), icon=":material/filter_alt_off:"
    )
    st.button(text("explore.reset"), key="explore_reset_empty", on_click=explore_asked.reset)


def _linked(drawn: Drawn, key: str) -> None:
    """A chart whose marks can be clicked: the code clicked becomes the pick of its key."""
    with cards.charted(drawn.behind):
        linked_chart(
            drawn,
            key=drawn.behind.key,
            alt=cards.alt(drawn.behind),
            picked=partial(explore_asked.pick, key),
        )


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
