"""The sections of the fairness page."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import places, slopes
from lib.fairness.chances import DRAWS, LEVEL
from lib.fairness.official import Declared, read_declared
from lib.fairness.standings import RANKINGS, Standings, standings
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.ui import cards, drawn, fairness_words, leaderboard_parts, tables, takeaway
from lib.ui.chart import Drawn
from lib.ui.drawn import again, once, plain, show
from lib.ui.question import Question, colors
from lib.ui.takeaway_behind import Behind

TALLEST_TABLE = 760
MANY = 20
QUERIES = ("leaderboard.units_by_attainment", "fairness.services", "fairness.roles")
"""What the rankings are reckoned from."""
PLACES = {
    "revenue": "fair_place_revenue",
    "per_head": "fair_place_per_head",
    "attainment": "fair_place_attainment",
    "expected": "fair_place_expected",
}
CHANCES = {
    "revenue_chance": "fair_chance_revenue",
    "per_head_chance": "fair_chance_per_head",
    "attainment_chance": "fair_chance_attainment",
    "expected_chance": "fair_chance_expected",
}


@st.cache_resource(show_spinner=False)
def _declared() -> Declared:
    """What the campaigns have declared, read once."""
    return read_declared()


def official(question: Question) -> str:
    """The ranking the campaign has declared official."""
    return _declared().of(question.campaign_code)


def ranked(
    units: pd.DataFrame, services: pd.DataFrame, roles: pd.DataFrame, level: int
) -> Standings:
    """The four rankings, reckoned once for the same figures."""
    return once("fairness", lambda: standings(units, services, roles), level)


def shown(units: pd.DataFrame, level: int) -> pd.DataFrame:
    """The units with the names they are listed by (`shown`)."""
    named = partial(leaderboard_parts.shown_names, units)
    return once("fairness_shown", lambda: units.assign(shown=named()), level)


def official_line(declared: str) -> None:
    """Which ranking is official, and that the others only inform."""
    words = text("fairness.official_is", ranking=fairness_words.named(declared))
    st.info(words, icon=":material/verified:")


def between_rankings(found: Standings, units: pd.DataFrame, declared: str, level: int) -> None:
    """How places change from one ranking to the next."""
    show(once("fairness_slopes", lambda: _slopes(found, units, declared), declared, level))


def _slopes(found: Standings, units: pd.DataFrame, declared: str) -> Drawn:
    wide = _wide(found, units)
    finding = fairness_words.moved(wide)
    measure = text("fairness.slopes_measure", ranking=fairness_words.named(declared))
    behind = Behind(
        key="fairness_slopes",
        name=text("takeaway.sheet_slopes"),
        title=finding,
        measure=measure,
        queries=QUERIES,
        frame=wide,
        columns={"shown": "unit", **PLACES},
        formatted=dict.fromkeys(PLACES, formats.number),
    )
    figure = slopes.place_slopes(
        wide,
        label="shown",
        places=RANKINGS,
        headings=[text(f"fairness.column_{one}") for one in RANKINGS],
        official=RANKINGS.index(declared),
        colors=colors(),
    )
    count = formats.number(len(wide))
    return Drawn(behind, figure, alt=text("fairness.alt_slopes", finding=finding, count=count))


def four_rankings(found: Standings, units: pd.DataFrame, declared: str, level: int) -> None:
    """The four rankings side by side; below each other where there is no room."""
    for pair in (RANKINGS[:2], RANKINGS[2:]):
        for column, ranking in zip(st.columns(2), pair, strict=True):
            with column:
                key = f"fairness_{ranking}"
                dots = once(key, partial(_ranking, found, units, ranking), level)
                with cards.charted(dots.behind):
                    _standing(is_official=ranking == declared)
                    plain(dots)


def _standing(*, is_official: bool) -> None:
    if is_official:
        st.badge(text("fairness.official"), icon=":material/verified:", color="blue")
    else:
        st.badge(text("fairness.informs"), color="gray")


def _ranking(found: Standings, units: pd.DataFrame, ranking: str) -> Drawn:
    listed = _one(found, units, ranking)
    is_share = ranking in ("attainment", "expected")
    values = ("value", "low", "high")
    behind = Behind(
        key=f"fairness_{ranking}",
        name=fairness_words.named(ranking),
        title=fairness_words.leader(listed, ranking),
        measure=text(f"fairness.measure_{ranking}"),
        queries=QUERIES,
        frame=listed,
        columns={
            "place": f"fair_place_{ranking}",
            "shown": "unit",
            "value": _value_heading(ranking),
            "low": f"fair_low_{ranking}",
            "high": f"fair_high_{ranking}",
            "chance": f"fair_chance_{ranking}",
        },
        formatted={
            "place": formats.number,
            **dict.fromkeys(values, formats.percent if is_share else formats.number),
            "chance": fairness_words.chance,
        },
        shares=frozenset({"chance"}),
    )
    figure = places.interval_dots(
        listed,
        label="shown",
        place="place",
        value="value",
        low="low",
        high="high",
        words="words",
        chance="chance_words",
        said="said",
        headings=(text(f"fairness.value_{ranking}"), text("fairness.chance")),
        mark=1.0 if is_share else None,
        colors=colors(),
    )
    return Drawn(behind, figure, alt=fairness_words.dots_alt(listed, ranking))


def in_plain_words(found: Standings, units: pd.DataFrame, level: int) -> None:
    """How the rankings come about and what they cannot tell."""
    again("fairness_words", lambda: _plain_words(found, units), level)


def _plain_words(found: Standings, units: pd.DataFrame) -> None:
    level = formats.percent(LEVEL, 0)
    sentences = [
        text("fairness.how_expected"),
        fairness_words.mixed(found, units),
        fairness_words.shrunk(found, units),
        text("fairness.how_interval", level=level),
        text("fairness.how_chance", draws=formats.number(DRAWS)),
        text("fairness.how_not"),
    ]
    with cards.panel(text("fairness.how"), as_tall=False):
        st.markdown("\n".join(f"- {one}" for one in sentences if one))
        st.caption(text("fairness.how_source"))


def table(found: Standings, units: pd.DataFrame, level: int) -> None:
    """Places and chances of every unit, sortable."""
    behind = once("fairness_table", lambda: _table(found, units), level)
    drawn.table(behind, level, **_looks(behind.frame))


def _table(found: Standings, units: pd.DataFrame) -> Behind:
    wide = _wide(found, units)
    for ranking in RANKINGS:
        known = _of(found, ranking).set_index("unit_id")["chance"]
        wide[f"{ranking}_chance"] = wide["unit_id"].map(known)
    return Behind(
        key="fairness_table",
        name=text("takeaway.sheet_table"),
        title=text("fairness.title"),
        measure="",
        queries=QUERIES,
        frame=wide,
        columns={
            "shown": "unit",
            **PLACES,
            **CHANCES,
            "sale_count": "sales",
            "staff_count": "staff",
        },
        formatted={
            **dict.fromkeys(RANKINGS, formats.number),
            **dict.fromkeys(CHANCES, fairness_words.chance),
            "sale_count": formats.number,
            "staff_count": formats.number,
        },
        shares=frozenset(CHANCES),
        is_main=True,
    )


def figures(found: Standings, units: pd.DataFrame) -> None:
    """Levels, intervals and what is expected, unit by unit."""
    wide = units.merge(found.compared, on="unit_id", how="left")
    wide["revenue_vnd"] = wide["revenue_vnd"].where(wide["has_figures"])
    for ranking in RANKINGS:
        listed = _of(found, ranking).set_index("unit_id")
        for end in ("low", "high"):
            wide[f"{ranking}_{end}"] = wide["unit_id"].map(listed[end])
    columns = {
        "shown": "unit",
        "revenue_vnd": "revenue",
        "revenue_low": "fair_low_revenue",
        "revenue_high": "fair_high_revenue",
        "revenue_per_head_vnd": "per_head",
        "per_head_low": "fair_low_per_head",
        "per_head_high": "fair_high_per_head",
        "attainment": "attainment",
        "attainment_low": "fair_low_attainment",
        "attainment_high": "fair_high_attainment",
        "expected_vnd": "fair_expected",
        "mix": "fair_mix",
        "observed_ratio": "fair_observed",
        "ratio": "fair_ratio",
        "expected_low": "fair_low_expected",
        "expected_high": "fair_high_expected",
        "own_weight": "fair_own",
    }
    shares = {"attainment", "attainment_low", "attainment_high", "observed_ratio", "ratio"}
    shares |= {"expected_low", "expected_high", "own_weight"}
    formatted: dict[str, tables.Format] = {
        column: formats.percent if column in shares else formats.number
        for column in columns
        if column != "shown"
    }
    formatted["mix"] = fairness_words.from_mix
    behind = Behind(
        key="fairness_figures",
        name=text("takeaway.sheet_figures"),
        title=text("fairness.figures"),
        measure="",
        queries=QUERIES,
        frame=wide,
        columns=columns,
        formatted=formatted,
        shares=frozenset(shares),
    )
    takeaway.table(behind, **_looks(wide))


def _looks(wide: pd.DataFrame) -> dict[str, Any]:
    """How a table of all units is shown."""
    height = "content" if len(wide) <= MANY else TALLEST_TABLE
    return {"widths": {"shown": 130}, "height": height}


def _value_heading(ranking: str) -> str:
    """The heading of the values a ranking goes by."""
    known = {"expected": "fair_ratio"}
    return known.get(ranking, ranking)


def _of(found: Standings, ranking: str) -> pd.DataFrame:
    return found.places[found.places["ranking"] == ranking]


def _one(found: Standings, units: pd.DataFrame, ranking: str) -> pd.DataFrame:
    """One ranking with names and texts, best first; units without a place last."""
    listed = _of(found, ranking).merge(units[["unit_id", "shown"]], on="unit_id")
    listed = listed.sort_values("place", kind="stable", na_position="last", ignore_index=True)
    return fairness_words.written(listed, ranking)


def _wide(found: Standings, units: pd.DataFrame) -> pd.DataFrame:
    """The units with a column of places for each ranking."""
    wide = units.reset_index(drop=True)
    for ranking in RANKINGS:
        standing = _of(found, ranking).set_index("unit_id")["place"]
        wide[ranking] = wide["unit_id"].map(standing).astype("Int64")
    return wide
