"""The sections of the leaderboard page."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from lib.charts import ranking
from lib.i18n import formats
from lib.i18n.catalog import has_text, in_language, text
from lib.ui import cards, drill_links, links, tables
from lib.ui.chart import Drawn
from lib.ui.drawn import again, once, plain
from lib.ui.filters import WHOLE
from lib.ui.question import Question, colors
from lib.ui.takeaway_behind import Behind

NAMED = 5
"""How many units without figures are named before the rest is counted."""


def level(question: Question) -> int:
    """The level asked for: the chosen one, or the one below a chosen unit."""
    levels = sorted(question.units["level"].unique())
    if question.unit_id is not None:
        own = int(question.unit(question.unit_id)["level"])
        return min(own + 1, int(levels[-1]))
    chosen = links.now("level", "0")
    return int(chosen) if chosen.isdigit() and int(chosen) in levels else 0


def level_choice(question: Question) -> None:
    """Choose the level while the whole province is shown."""
    levels = [str(one) for one in sorted(question.units["level"].unique())]
    if question.unit_id is None and len(levels) > 1:
        links.choice(
            "level",
            levels,
            "0",
            st.segmented_control,
            text("leaderboard.level"),
            format_func=_level_name,
            required=True,
            label_visibility="collapsed",
        )


def filters(question: Question, level: int) -> str:
    """What narrows the ranking, for files: below which unit, and at which level."""
    if question.unit_id is not None:
        return str(question.unit(question.unit_id)[in_language("name")])
    return f"{text('filter.whole')}, {_level_name(str(level))}"


def path(question: Question) -> None:
    """Where the viewer is below the province, with the way back up."""
    if question.unit_id is None:
        return
    name = question.unit(question.unit_id)[in_language("name")]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            text("leaderboard.up"),
            icon=":material/arrow_back:",
            on_click=links.choose,
            args=("unit", WHOLE),
        )
        st.markdown(f"**{formats.plain(name)}**", width="content")


def silent_units(units: pd.DataFrame) -> None:
    """Name the units without figures first: they are the ones to call."""
    silent = list(units.loc[~units["has_figures"], in_language("short_name")])
    if not silent:
        return
    names = formats.plain(", ".join(silent[:NAMED]))
    if len(silent) > NAMED:
        more = formats.number(len(silent) - NAMED)
        words = text("leaderboard.silent_many", units=names, more=more)
    else:
        words = text("leaderboard.silent", units=names)
    st.warning(words, icon=":material/hourglass_empty:")


def finding(units: pd.DataFrame) -> str:
    """Who leads, in a sentence."""
    first = units[units["place"] == 1]
    if first.empty:
        return text("leaderboard.plain")
    share = formats.percent(first["attainment"].iloc[0])
    if len(first) > 1:
        return text("leaderboard.leads_together", count=len(first), share=share)
    name = first[in_language("short_name")].iloc[0]
    return text("leaderboard.leads", unit=name, share=share)


def measure(stamp: pd.Series, *, is_taken: bool = False) -> str:
    """What the bars and the tick are; on the page also what the table below can do."""
    if _pace(stamp) is None:
        return text("takeaway.measure_closed" if is_taken else "leaderboard.measure_closed")
    pace = formats.percent(stamp["expected_share"])
    return text("takeaway.measure_pace" if is_taken else "leaderboard.measure", pace=pace)


def ranking_of(units: pd.DataFrame, stamp: pd.Series, question: Question, *, level: int) -> None:
    """Bars of plan reached with the way down to a unit's counters, and every figure below."""
    drawn = once("leaderboard", lambda: _bars(units, stamp), level)
    with cards.charted(drawn.behind):
        plain(drawn)
        _drill(once("leaderboard_drill", lambda: _drillable(units, question, level), level))
    with st.container():
        again("leaderboard_table", lambda: _table(drawn.behind), level)


def _table(behind: Behind) -> None:
    frame = behind.frame
    tables.table(
        frame.assign(shown=drill_links.unit_links(frame["unit_id"], frame["shown"])),
        behind.columns,
        behind.formatted,
        key="leaderboard_table",
        widths={"shown": 130},
        links={"shown": drill_links.NAME},
        height="content" if len(frame) <= 20 else 760,
    )


def _bars(units: pd.DataFrame, stamp: pd.Series) -> Drawn:
    behind = _behind(units, stamp)
    pace = _pace(stamp)
    first = units.iloc[0] if len(units) else None
    alt = (
        text("leaderboard.alt_none")
        if first is None or formats.is_missing(first["place"])
        else text(
            "leaderboard.alt",
            unit=first[in_language("short_name")],
            share=formats.percent(first["attainment"]),
            count=len(units),
        )
    )
    return Drawn(
        behind,
        ranking.attainment_bars(
            behind.frame,
            label="shown",
            place="place",
            previous_place="previous_place",
            attainment="attainment",
            per_head="revenue_per_head_vnd",
            pace=pace,
            headings=(
                text("leaderboard.movement"),
                text("leaderboard.share"),
                text("leaderboard.per_head"),
            ),
            colors=colors(),
        ),
        alt=alt,
    )


def _drillable(units: pd.DataFrame, question: Question, level: int) -> dict[str, str]:
    """The units of this level with others below, and their names."""
    own = set(question.units.loc[question.units["level"] == level, "unit_id"])
    found = units[(units["child_count"] > 0) & units["unit_id"].isin(own)]
    return dict(zip(found["unit_id"], found[in_language("short_name")], strict=True))


def _drill(names: Mapping[str, str]) -> None:
    """Pills that lead one level down."""
    if names:
        st.pills(
            text("leaderboard.drill"),
            list(names),
            format_func=lambda unit_id: formats.plain(names[unit_id]),
            key="drill",
            on_change=_open,
        )


def _behind(units: pd.DataFrame, stamp: pd.Series) -> Behind:
    """Every figure of the ranking; what a unit without figures has not reported is missing."""
    moved = units["previous_place"] - units["place"]
    shown = units.assign(shown=shown_names(units), moved=moved)
    has = units["has_figures"]
    for column in ("revenue_vnd", "new_customer_count", "active_staff_count", "sale_count"):
        shown[column] = shown[column].where(has)
    return Behind(
        key="leaderboard_bars",
        name=text("leaderboard.title"),
        title=finding(units),
        measure=measure(stamp, is_taken=True),
        caption=measure(stamp),
        queries=("leaderboard.units_by_attainment",),
        frame=shown,
        columns={
            "place": "place",
            "moved": "movement",
            "shown": "unit",
            "attainment": "attainment",
            "revenue_vnd": "revenue",
            "target_vnd": "target",
            "revenue_per_head_vnd": "per_head",
            "new_customer_count": "new_customers",
            "active_staff_count": "active",
            "staff_count": "staff",
            "last_recorded_at": "last",
        },
        formatted={
            "place": formats.number,
            "moved": lambda value: formats.number(value, signed=True),
            "attainment": formats.percent,
            "revenue_vnd": formats.number,
            "target_vnd": formats.number,
            "revenue_per_head_vnd": formats.number,
            "new_customer_count": formats.number,
            "active_staff_count": formats.number,
            "staff_count": formats.number,
            "last_recorded_at": formats.clock,
        },
        is_main=True,
    )


def shown_names(units: pd.DataFrame) -> list[str]:
    """Names for a list; a unit that stands among its own counters says that it is itself."""
    column = in_language("short_name")
    ids = set(units["unit_id"])
    mixed = set(units["competing_unit_id"]) - {None}
    several = len(ids) > len(mixed)
    return [
        text("leaderboard.direct", unit=row[column])
        if several and row["child_count"] > 0
        else str(row[column])
        for row in units.to_dict("records")
    ]


def _pace(stamp: pd.Series) -> float | None:
    """The plan's pace; None once its hours are over, when the track's end says the same."""
    share = stamp["expected_share"]
    return None if formats.is_missing(share) or share >= 1 - 1e-9 else float(share)


def _level_name(value: str) -> str:
    key = f"leaderboard.level_{value}"
    return text(key) if has_text(key) else text("leaderboard.level_n", level=value)


def _open() -> None:
    """Open the chosen unit, and let go of the choice for the way back."""
    links.choose("unit", st.session_state["drill"])
    st.session_state["drill"] = None
