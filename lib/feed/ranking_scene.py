"""Xếp hạng: the seven units that lead, by share of the target they were given."""

from typing import Any

import pandas as pd

from lib.charts.wall_ranking import ROWS, Facts, Row
from lib.feed import outlooks
from lib.feed.asked import View
from lib.feed.scale import known
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.queries import leaderboard


def ranked(view: View) -> pd.DataFrame:
    """The units ranked against each other: those that compete, or those below the screen's own."""
    unit_id = view.asked.unit_id
    level = 0
    if unit_id is not None:
        own = view.units.loc[view.units["unit_id"] == unit_id, "level"]
        level = min(int(own.iloc[0]) + 1, int(view.units["level"].max()))
    return view.known.read(
        leaderboard.units_by_attainment, **view.places_shared, level=level, parent_id=unit_id
    )


def facts(view: View) -> Facts:
    """What the scene says of a view."""
    units = ranked(view)
    overview = view.overview
    pace = overview["expected_share"] if view.is_open else None
    frozen = view.asked.frozen_at
    subtitle = (
        text("wall.ranking_of")
        if frozen is None
        else text("wall.ranking_frozen", at=formats.clock(frozen))
    )
    shown = units.head(ROWS)
    best = shown["revenue_per_head_vnd"].max() if len(shown) else None
    certain = outlooks.clinched(view, units) if view.is_open and frozen is None else frozenset()
    rows = [_row(view, one, best, one["unit_id"] in certain) for _, one in shown.iterrows()]
    return Facts(
        heading=view.heading(text("wall.ranking_title"), *view.whose, subtitle),
        columns={
            "place": text("wall.column_place"),
            "moved": text("wall.column_moved") if view.is_open else "",
            "share": text("wall.column_share"),
            "per_head": text("wall.column_per_head"),
            "pace": text("wall.column_pace", pace=formats.percent(pace)),
        },
        rows=rows,
        pace=known(pace) if frozen is None else None,
        left_foot=_left_foot(len(units)),
        right_foot=_right_foot(view),
        clinched=text("wall.clinched") if any(one.is_clinched for one in rows) else "",
    )


def _row(view: View, unit: pd.Series, best: Any, is_clinched: bool) -> Row:
    share, place, before = unit["attainment"], unit["place"], unit["previous_place"]
    per_head = unit["revenue_per_head_vnd"]
    moved = None
    if view.is_open and not (formats.is_missing(place) or formats.is_missing(before)):
        moved = int(before) - int(place)
    return Row(
        place=formats.number(place),
        moved=moved,
        name=str(unit[in_language("short_name")]),
        share=None if formats.is_missing(share) else float(share),
        share_words=formats.percent(share).rstrip("%\u00a0 "),
        per_head=_per_head(per_head),
        is_best_per_head=not formats.is_missing(per_head) and per_head == best,
        is_reached=not formats.is_missing(share) and float(share) >= 1,
        is_clinched=is_clinched,
    )


def _per_head(vnd: Any) -> str:
    return formats.number(None if formats.is_missing(vnd) else float(vnd) / 1_000_000, 2)


def _left_foot(count: int) -> tuple[str, str]:
    strong = text("wall.rest_strong", count=count)
    if count <= ROWS:
        return text("wall.rest_none", count=count), strong
    if count == ROWS + 1:
        return text("wall.rest_one", first=count), strong
    return text("wall.rest_plain", first=ROWS + 1, last=count), strong


def _right_foot(view: View) -> str:
    overview = view.overview
    staff = overview["staff_count"]
    words = {
        "share": formats.percent(overview["attainment"]),
        "per_head": _per_head(float(overview["revenue_vnd"]) / staff if staff else None),
    }
    if view.unit_name is None:
        return text("wall.whole_foot", **words)
    return text("wall.whole_foot_unit", unit=view.unit_name, **words)
