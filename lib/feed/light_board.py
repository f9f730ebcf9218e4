"""The light board of the phones: a campaign's figures as one small JSON, the same for everybody.

Every unit's figures are in it, so a phone finds its own without asking again. Figures travel raw
and as they are written; what is said of the whole is said in the words of the wall.
"""

from typing import Any

import pandas as pd

from lib.charts.wall_progress import Facts
from lib.feed import curve_points, progress_scene
from lib.feed.asked import View
from lib.feed.scale import known, standing
from lib.feed.scenes import Rendered, milliseconds, packed
from lib.i18n import catalog, formats
from lib.i18n.catalog import in_language, text
from lib.queries import leaderboard

SCENE = "light_board"
"""What the board is called among the things that are drawn once per generation."""
UNIT = (
    "unit_id", "district_id", "level", "name", "place", "attainment", "share", "revenue_vnd",
    "revenue", "target_vnd", "target", "per_head", "active", "kind", "recorded",
)  # fmt: skip
"""What is told of a unit, in this order; money in VND, and in triệu where it is words."""
LEVELS = 2
"""How many levels have a name of their own; those below are called by their number."""


def rendered(view: View) -> Rendered:
    """The board of a view as bytes, in the language asked for."""
    catalog.speak(view.asked.language)
    return packed(board(view))


def empty(generation: int) -> Rendered:
    """The board of a store without a campaign."""
    return packed({"campaign": None, "generation": generation, "kept": None})


def board(view: View) -> dict[str, Any]:
    """What a phone is told: the whole, its curve, every unit and the order of each level."""
    said = progress_scene.facts(view)
    campaign, overview = view.campaign, view.overview
    heading = view.campaign_heading()
    levels = range(int(view.units["level"].max()) + 1) if len(view.units) else range(0)
    units, ranking = _units(view, levels)
    frozen = view.asked.frozen_at
    return {
        "campaign": view.asked.campaign_code,
        "generation": view.known.generation,
        "phase": view.asked.phase,
        "opens_at": milliseconds(campaign["opens_at"]),
        "closes_at": milliseconds(campaign["closes_at"]),
        "recorded_at": milliseconds(overview["last_recorded_at"]),
        "kept": None,
        "name": heading.title,
        "of": heading.subtitle,
        "note": heading.note,
        "closed": text(
            "wall.closed",
            reported=formats.number(overview["reporting_unit_count"]),
            units=formats.number(overview["unit_count"]),
            generation=formats.number(view.known.generation),
        ),
        "before": None if isinstance(said, Facts) else " ".join(said.sentence),
        "whole": {**_raw(view), **_words(view, said)},
        "curve": curve_points.points(said.curve),
        "frozen": "" if frozen is None else text("live.frozen", at=formats.clock(frozen)),
        "levels": [_level(one) for one in levels],
        "columns": UNIT,
        "units": units,
        "ranking": ranking,
    }


def _raw(view: View) -> dict[str, Any]:
    overview = view.overview
    return {
        "revenue_vnd": int(overview["revenue_vnd"]),
        "plan_vnd": _whole(overview["plan_vnd"]),
        "attainment": known(overview["attainment"]),
        "expected_share": known(overview["expected_share"]) if view.is_open else None,
        "waiting_count": int(overview["waiting_count"]),
    }


def _words(view: View, said: Any) -> dict[str, Any]:
    """The whole in the words of the wall; before the first sale only its plan."""
    overview = view.overview
    share = formats.percent(overview["attainment"])
    waiting = text(
        "live.waiting",
        count=formats.number(overview["waiting_count"]),
        amount=formats.money(overview["waiting_vnd"]),
    )
    found = {
        "target": said.curve.words["target"],
        "waiting": waiting if overview["waiting_count"] else "",
        "curve": text(
            "progress.curve_alt",
            revenue=formats.money(overview["revenue_vnd"]),
            expected=formats.money(overview["expected_vnd"]),
        ),
        "says": text("live.says", revenue=formats.money(overview["revenue_vnd"]), share=share),
    }
    if not isinstance(said, Facts):
        return found
    pace, outlook = said.pace, said.outlook
    return {
        **found,
        "number": said.number,
        "unit": said.unit,
        "share": share,
        "pace": None if pace is None else [pace.mark, pace.words],
        "outlook": None
        if outlook is None
        else [outlook.label, outlook.value, outlook.of or outlook.beside],
        "reached": bool(said.is_reached),
        "stale_unit": said.stale_unit,
        "stale_words": " ".join(said.stale_words),
    }


def _units(view: View, levels: range) -> tuple[list[list[Any]], list[list[int]]]:
    """Every unit in list order, and which of them lead at each level, the best first.

    Where a unit that has counters of its own stands among the counters of all, it stands there
    for what is booked on it directly, as a unit of that level.
    """
    told: list[list[Any]] = []
    place_of: dict[tuple[str, int], int] = {}
    for unit in _records(view.units):
        place_of[unit["unit_id"], unit["level"]] = len(told)
        told.append(_unit(view, unit, {}))
    ranking: list[list[int]] = []
    for level in levels:
        asked = {**view.places_shared, "level": level, "parent_id": None}
        order = []
        for row in _records(view.known.read(leaderboard.units_by_attainment, **asked)):
            key = row["unit_id"], level
            if key not in place_of:
                place_of[key] = len(told)
                told.append([])
            told[place_of[key]] = _unit(view, {**row, "level": level}, row)
            order.append(place_of[key])
        ranking.append(order)
    return told, ranking


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    # to_dict would ask of each single value what it is
    values = [frame[name].tolist() for name in frame.columns]
    return [dict(zip(frame.columns, one, strict=True)) for one in zip(*values, strict=True)]


def _unit(view: View, unit: dict[str, Any], row: dict[str, Any]) -> list[Any]:
    """A unit in the order of UNIT; `row` is its row of the ranking, if it has one."""
    name = str(unit[in_language("short_name")])
    if row and unit["level"] > 0 and row["child_count"] > 0:
        name = text("leaderboard.direct", unit=name)
    if not row:
        return [unit["unit_id"], unit["competing_unit_id"], unit["level"], name, *_silent()]
    at = row["last_recorded_at"]
    per_head = row["revenue_per_head_vnd"]
    return [
        unit["unit_id"],
        unit["competing_unit_id"],
        unit["level"],
        name,
        formats.number(row["place"]),
        _bar(row["attainment"]),
        formats.percent(row["attainment"]),
        int(row["revenue_vnd"]),
        formats.millions(row["revenue_vnd"], unit=False) if row["has_figures"] else formats.MISSING,
        _whole(row["target_vnd"]),
        formats.millions(row["target_vnd"], unit=False),
        formats.number(None if formats.is_missing(per_head) else per_head / formats.MILLION, 2),
        text(
            "progress.activation_value",
            active=formats.number(row["active_staff_count"]),
            staff=formats.number(row["staff_count"]),
        ),
        _kind(view, row),
        formats.clock(at) if view.is_one_day else formats.moment(at),
    ]


def _silent() -> list[Any]:
    none = formats.MISSING
    return [none, None, none, 0, none, None, none, none, none, "silent", none]


def _kind(view: View, row: dict[str, Any]) -> str:
    """How a unit stands: as on the map, or that nothing has come from it, or none was asked."""
    if not row["has_figures"]:
        return "silent"
    if formats.is_missing(row["attainment"]):
        return "untargeted"
    pace = view.overview["expected_share"] if view.is_open else None
    if view.asked.frozen_at is not None or (view.is_open and formats.is_missing(pace)):
        return "reached" if row["attainment"] >= 1 else "plain"
    return standing(row["attainment"], pace, runs=view.is_open)


def _level(level: int) -> str:
    return (
        text(f"leaderboard.level_{level}")
        if level < LEVELS
        else text("leaderboard.level_n", level=level)
    )


def _bar(share: Any) -> float | None:
    """A share as exact as a bar is drawn: digits that nobody sees would be most of the board."""
    return None if pd.isna(share) else round(float(share), 4)


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
