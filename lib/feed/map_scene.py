"""Bản đồ: every unit at its place, and where help is needed."""

from collections.abc import Mapping
from typing import Any

from lib.charts.wall_map import LEGEND_ORDER, Facts, Tile
from lib.feed.asked import View
from lib.feed.ranking_scene import ranked
from lib.feed.scale import standing
from lib.i18n import formats
from lib.i18n.catalog import in_language, text


def facts(view: View) -> Facts:
    """What the scene says of a view."""
    units, overview = ranked(view), view.overview
    pace = overview["expected_share"] if view.is_open else None
    frozen = view.asked.frozen_at
    if frozen is not None:
        pace = None
    places = _places(view)
    tiles = [_tile(one, places.get(one["unit_id"]), pace) for one in units.to_dict("records")]
    count = len(tiles)
    kinds = [one.kind for one in tiles]
    has_pace = not formats.is_missing(pace)
    legend = [
        (kind, formats.number(kinds.count(kind)), text(f"wall.legend_{kind}"))
        for kind in LEGEND_ORDER
        if kind in kinds or (has_pace and kind not in ("missed", "none"))
    ]
    return Facts(
        heading=view.heading(text("wall.map_title", count=count), *view.whose, _of(view, pace)),
        tiles=tiles,
        legend=legend,
        corner=text("wall.corner" if view.unit_name is None else "wall.corner_unit"),
        whole_label=view.unit_name or text("wall.whole"),
        whole_share=formats.percent(overview["attainment"]),
        whole_difference=_difference(overview["attainment"], pace),
    )


def _of(view: View, pace: object) -> str:
    frozen = view.asked.frozen_at
    if frozen is not None:
        return text("wall.map_frozen", at=formats.clock(frozen))
    if formats.is_missing(pace):
        return text("wall.map_of_plain")
    return text("wall.map_of", pace=formats.percent(pace))


def _places(view: View) -> dict[Any, tuple[int, int]]:
    """Where the tiles of the units stand, row and column, of those that have a place."""
    found = view.units.dropna(subset=["tile_row", "tile_col"])
    rows, columns = found["tile_row"].astype(int), found["tile_col"].astype(int)
    return dict(zip(found["unit_id"], zip(rows, columns, strict=True), strict=True))


def _tile(unit: Mapping[Any, Any], tile: tuple[int, int] | None, pace: object) -> Tile:
    share, has_pace = unit["attainment"], not formats.is_missing(pace)
    sold = formats.millions(unit["revenue_vnd"], unit=False) if unit["has_figures"] else ""
    sold = text("wall.sold", amount=sold) if sold else ""
    return Tile(
        kind=standing(share, pace, runs=has_pace),
        name=str(unit[in_language("short_name")]),
        share=formats.percent(share).rstrip("%\u00a0 "),
        beside=_difference(share, pace) if has_pace else sold,
        place="" if formats.is_missing(unit["place"]) else formats.number(unit["place"]),
        row=tile[0] if tile else None,
        column=tile[1] if tile else None,
    )


def _difference(share: object, pace: object) -> str:
    if formats.is_missing(share) or formats.is_missing(pace):
        return ""
    return formats.points(formats.share_as_shown(share) - formats.share_as_shown(pace))
