"""The first part of the compare page: two boards at the same time since opening."""

from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import comparing
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.queries import compare, progress
from lib.ui import cards, compare_asked, compare_figures, compare_words, takeaway
from lib.ui.cards import Figure
from lib.ui.chart import Drawn
from lib.ui.compare_asked import Pair, Side
from lib.ui.data import read
from lib.ui.drawn import once, show
from lib.ui.question import Question, colors
from lib.ui.tables import Format
from lib.ui.takeaway_behind import Behind

MANY, TALLEST = 20, 760
QUERIES = ("compare.learned",)
MONEY = {
    "mine_vnd": "compare_mine",
    "other_vnd": "compare_other",
    "changed_vnd": "compare_gap",
    "ratio": "compare_ratio",
}


def shown(question: Question) -> None:
    """The choice of the other side, and everything about both."""
    pair = compare_asked.pair(question)
    if pair is None:
        st.info(text("compare.nothing_else"), icon=":material/info:")
        return
    problem = pair.problem
    if not problem:
        mine, other = _board(question, pair.mine, pair), _board(question, pair.other, pair)
        problem = _problem(question, pair, mine, other)
    if problem:
        st.info(
            compare_words.why_not(problem, pair, question),
            title=text("compare.cannot"),
            icon=":material/balance:",
        )
        return
    st.caption(compare_words.alike(pair))
    _figures(question, pair, mine, other)
    show(once("compare_curves", lambda: _curves(question, pair, mine, other), repr(pair)))
    services = read(progress.revenue_by_service, **question.shared, unit_id=question.unit_id)
    groups = compare_figures.beside(
        mine, other, by="group_code", names=compare_figures.group_names(services)
    )
    if question.unit_id is not None:
        _pairs(groups, pair, key="groups")
        return
    units = compare_figures.beside(
        mine, other, by="unit_id", names=compare_figures.unit_names(question.units)
    )
    left, right = st.columns((3, 2))
    with left:
        _pairs(units, pair, key="units")
    with right:
        _pairs(groups, pair, key="groups")
    _table(question, pair, units)


def _board(question: Question, side: Side, pair: Pair, *, is_whole: bool = False) -> pd.DataFrame:
    """What the board of a side had learned by the moment of comparison, or by the cut-off."""
    return read(
        compare.learned,
        campaign_code=side.campaign_code,
        since_on=side.since_on,
        before_on=side.before_on,
        as_of=question.as_of if is_whole else compare_figures.cut_off(side, pair),
        unit_id=question.unit_id,
    )


def _roster(question: Question, side: Side, pair: Pair) -> pd.DataFrame:
    """The people of a side on the day of the comparison, within its days."""
    last = side.before_on - timedelta(days=1)
    day = max(side.since_on, min(compare_figures.cut_off(side, pair).date(), last))
    return read(
        compare.roster,
        campaign_code=side.campaign_code,
        on_day=day,
        unit_id=question.unit_id,
    )


def _problem(question: Question, pair: Pair, mine: pd.DataFrame, other: pd.DataFrame) -> str:
    """The code of why two boards cannot be compared; none when they can."""
    if mine.empty:
        return "no_sales"
    if not other.empty:
        return ""
    # nothing was known then: was nothing sold at all, nothing yet, or was it recorded afterwards?
    if _board(question, pair.other, pair, is_whole=True).empty:
        return "no_other_sales"
    by_then = read(
        compare.sold_days,
        campaign_code=pair.other.campaign_code,
        since_on=pair.other.since_on,
        before_on=compare_figures.cut_off(pair.other, pair).date() + timedelta(days=1),
        as_of=question.as_of,
        unit_id=question.unit_id,
    )
    return "not_yet" if by_then.empty else "later"


def _figures(question: Question, pair: Pair, mine: pd.DataFrame, other: pd.DataFrame) -> None:
    own, theirs = int(mine["revenue_vnd"].sum()), int(other["revenue_vnd"].sum())
    gap = formats.as_shown(own) - formats.as_shown(theirs)
    heads = [
        compare_figures.per_head(board, _roster(question, side, pair))
        for board, side in ((mine, pair.mine), (other, pair.other))
    ]
    sides = compare_words.sides(pair)
    counts = [formats.number(one["sale_count"].sum()) for one in (mine, other)]
    cards.figures(
        (
            Figure(
                text("compare.revenue", side=sides["mine"]),
                formats.millions(own, unit=False),
                text("compare.sales", count=counts[0]),
            ),
            Figure(
                text("compare.revenue", side=sides["other"]),
                formats.millions(theirs, unit=False),
                text("compare.sales", count=counts[1]),
            ),
            Figure(
                text("compare.gap"),
                formats.millions(gap, signed=True, unit=False),
                compare_words.ratio(own, theirs),
            ),
            Figure(
                text("compare.per_head"),
                compare_words.head(heads[0]),
                text(
                    "compare.per_head_other",
                    amount=compare_words.head(heads[1]),
                    side=sides["other"],
                ),
            ),
        )
    )


def _curves(question: Question, pair: Pair, mine: pd.DataFrame, other: pd.DataFrame) -> Drawn:
    whole = _board(question, pair.other, pair, is_whole=True)
    longest = max(pair.mine.length, pair.other.length)
    own = compare_figures.growth(mine, pair.mine, pair, until=pair.elapsed)
    theirs = compare_figures.growth(other, pair.other, pair, until=pair.elapsed)
    beyond = compare_figures.growth(whole, pair.other, pair, until=longest)
    step = timedelta(days=1) if pair.is_by_day else timedelta(hours=1)
    behind = Behind(
        key="compare_curves",
        name=text("compare.sheet_curves"),
        title=compare_words.finding(pair, mine, other),
        measure=compare_words.measure(pair),
        queries=QUERIES,
        frame=compare_figures.side_by_side(own, theirs),
        columns={
            "at": "compare_at_days" if pair.is_by_day else "compare_at_hours",
            "mine_vnd": "compare_mine",
            "other_vnd": "compare_other",
        },
        formatted={
            "at": lambda value: formats.number(value, 2),
            **dict.fromkeys(("mine_vnd", "other_vnd"), formats.number),
        },
    )
    figure = comparing.two_curves(
        own,
        theirs,
        beyond[beyond["at"] >= theirs["at"].iloc[-1]],
        longest=longest / step,
        words={
            **compare_words.sides(pair),
            "tick": text("compare.tick_days" if pair.is_by_day else "compare.tick_hours"),
        },
        colors=colors(),
    )
    return Drawn(behind, figure, alt=text("compare.alt_curves", finding=behind.title))


def _pairs(rows: pd.DataFrame, pair: Pair, *, key: str) -> None:
    show(once(f"compare_{key}", lambda: _dumbbells(rows, pair, key), repr(pair)))


def _dumbbells(rows: pd.DataFrame, pair: Pair, key: str) -> Drawn:
    sides = compare_words.sides(pair)
    behind = Behind(
        key=f"compare_{key}",
        name=text(f"compare.sheet_{key}"),
        title=compare_words.most(rows, pair, key),
        measure=text("compare.pairs_measure", **sides),
        queries=QUERIES,
        frame=rows,
        columns={"shown": "unit" if key == "units" else "group", **MONEY},
        formatted=_formats(),
        shares=frozenset({"ratio"}),
        caption=text("compare.pairs_measure", **_plain(sides)),
    )
    words = [formats.millions(one, signed=True, unit=False) for one in rows["changed_vnd"]]
    figure = comparing.dumbbells(
        rows.assign(words=words),
        label="shown",
        mine="mine_vnd",
        other="other_vnd",
        words="words",
        named=sides,
        colors=colors(),
    )
    alt = text("compare.alt_pairs", finding=behind.title, count=formats.number(len(rows)))
    return Drawn(behind, figure, alt=alt)


def _table(question: Question, pair: Pair, units: pd.DataFrame) -> None:
    """Every unit to the đồng, in all and per head."""
    rosters = [_roster(question, side, pair) for side in (pair.mine, pair.other)]
    behind = Behind(
        key="compare_units_table",
        name=text("compare.sheet_table"),
        title=text("compare.title"),
        measure="",
        queries=(*QUERIES, "compare.roster"),
        frame=compare_figures.with_heads(units, *rosters),
        columns={
            "shown": "unit",
            **MONEY,
            "mine_head_vnd": "compare_mine_head",
            "other_head_vnd": "compare_other_head",
        },
        formatted=_formats("mine_head_vnd", "other_head_vnd"),
        shares=frozenset({"ratio"}),
        is_main=True,
    )
    height = "content" if len(units) <= MANY else TALLEST
    takeaway.table(behind, widths={"shown": 130}, height=height)


def _formats(*more: str) -> dict[str, Format]:
    """How the columns of MONEY are written, and `more` amounts."""
    return {
        **dict.fromkeys(("mine_vnd", "other_vnd", *more), formats.number),
        "changed_vnd": lambda value: formats.number(value, signed=True),
        "ratio": compare_words.signed_percent,
    }


def _plain(words: dict[str, Any]) -> dict[str, Any]:
    return {key: formats.plain(one) for key, one in words.items()}
