"""Toàn cảnh: will we make it? The number, its pace, when the target is reached, the curve."""

from typing import Any

from lib.charts import wall_before, wall_progress
from lib.charts.theme import Palette
from lib.charts.wall import Figure
from lib.charts.wall_before import Ready
from lib.charts.wall_progress import Counter, Facts, Milestone, Outlook, Pace
from lib.feed import curves, milestone_list, outlooks
from lib.feed.asked import CLOSED, View
from lib.feed.ranking_scene import ranked
from lib.feed.scale import amount_of_gap, expected_clock, expected_millions
from lib.forecast.projection import Projection
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.queries import progress

SHOWN_MILESTONES = 3


def facts(view: View) -> Facts | wall_before.Facts:
    """What the scene says of a view; before the first sale what is ready."""
    return _facts(view) if view.overview["sale_count"] else _before(view)


def draw(said: Facts | wall_before.Facts, colors: Palette, *, is_stale: bool) -> Figure:
    """The scene of what is said."""
    if isinstance(said, Facts):
        return wall_progress.progress_scene(said, colors, is_stale=is_stale)
    return wall_before.before_scene(said, colors)


def _facts(view: View) -> Facts:
    overview = view.overview
    is_reached = _is_reached(overview)
    projection = outlooks.projection(view) if view.is_open else None
    shows_finish = projection is not None and projection.finish_until is not None
    finish_at = projection.finish_at if projection is not None and shows_finish else None
    milestones = milestone_list.listed(view)
    name = view.unit_name
    return Facts(
        heading=view.campaign_heading(),
        label=text("wall.revenue_whole") if name is None else text("wall.revenue_unit", unit=name),
        number=formats.millions(overview["revenue_vnd"], unit=False),
        unit=_unit(view),
        pace=_pace(view, milestone_list.reached_at(view) if is_reached else None),
        outlook=_outlook(view, projection, is_reached=is_reached),
        counters=_counters(overview),
        milestones=_milestones(milestones),
        curve=curves.curve(
            view,
            path=None if projection is None else projection.path,
            finish_at=None if is_reached else finish_at,
        ),
        is_reached=is_reached,
        stale_unit=text("wall.unit_stale", at=formats.clock(overview["last_recorded_at"])),
        stale_words=(text("wall.stale_1"), text("wall.stale_2")),
    )


def _is_reached(overview: Any) -> bool:
    plan = overview["plan_vnd"]
    return not formats.is_missing(plan) and 0 < plan <= overview["revenue_vnd"]


def _unit(view: View) -> str:
    share = view.overview["attainment"]
    missed = view.asked.phase == CLOSED and not _is_reached(view.overview)
    if formats.is_missing(share) or missed:
        return text("wall.unit_plain")
    return text("wall.unit_share", share=formats.percent(share))


def _pace(view: View, reached_at: Any) -> Pace | None:
    overview = view.overview
    if _is_reached(overview):
        if formats.is_missing(reached_at):
            return Pace("reached", text("wall.reached"))
        at = formats.clock(reached_at) if view.is_one_day else formats.moment(reached_at)
        return Pace("reached", text("wall.reached_at", at=at))
    share, expected = overview["attainment"], overview["expected_vnd"]
    if formats.is_missing(share):
        return None
    if view.asked.phase == CLOSED:
        return Pace("none", text("wall.missed", share=formats.percent(share)))
    if formats.is_missing(expected):
        return None
    gap = formats.as_shown(overview["revenue_vnd"]) - formats.as_shown(expected)
    if gap == 0:
        return Pace("on_pace", text("wall.pace_on"))
    kind = "ahead" if gap > 0 else "behind"
    return Pace(kind, text(f"wall.pace_{kind}", gap=amount_of_gap(gap)))


def _outlook(view: View, projection: Projection | None, *, is_reached: bool) -> Outlook | None:
    if view.asked.phase == CLOSED:
        return _units_reached(view)
    if projection is None or projection.closing_vnd is None:
        return Outlook(text("wall.too_early"), formats.MISSING)
    plan = view.overview["plan_vnd"]
    if projection.is_provisional:
        label = text(
            "wall.closing_provisional",
            reported=projection.reported_count,
            units=projection.unit_count,
        )
    elif (
        projection.finish_at
        and projection.finish_from
        and projection.finish_until
        and (not is_reached)
    ):
        return Outlook(
            text("wall.finish"),
            expected_clock(projection.finish_at),
            text(
                "wall.between",
                low=expected_clock(projection.finish_from),
                high=expected_clock(projection.finish_until),
            ),
        )
    else:
        label = text("wall.closing")
    band = text(
        "wall.band",
        low=expected_millions(projection.low_vnd, plan),
        high=expected_millions(projection.high_vnd, plan),
    )
    chance = projection.chance
    says_chance = chance is not None and not is_reached and not projection.is_provisional
    beside = text("wall.chance", share=formats.percent(chance, 0)) if says_chance else ""
    return Outlook(label, band, beside)


def _units_reached(view: View) -> Outlook:
    units = ranked(view)
    with_target = units[units["target_vnd"].notna()]
    reached = with_target[with_target["attainment"].fillna(0) >= 1]
    return Outlook(
        text("wall.units_reached"),
        formats.number(len(reached)),
        of=text("wall.out_of", count=formats.number(len(with_target))),
    )


def _counters(overview: Any) -> tuple[Counter, ...]:
    return (
        Counter(formats.number(overview["goods_quantity"]), text("wall.goods")),
        Counter(formats.number(overview["new_customer_count"]), text("wall.new_customers")),
        Counter(formats.number(overview["health_cover_quantity"]), text("wall.health_cover")),
        Counter(
            formats.number(overview["active_staff_count"]),
            text("wall.activation"),
            text("wall.out_of", count=formats.number(overview["staff_count"])),
        ),
    )


def _milestones(listed: list[tuple[str, str]]) -> tuple[Milestone, ...]:
    """The latest three, the newest first and named so."""
    shown = listed[:SHOWN_MILESTONES]
    if not shown:
        return (Milestone("", text("wall.no_milestone")),)
    (at, words), *others = shown
    newest = Milestone(text("wall.latest_milestone", at=at), words)
    return (newest, *(Milestone(*one) for one in others))


def _before(view: View) -> wall_before.Facts:
    overview, units = view.overview, ranked(view)
    services = view.known.read(progress.revenue_by_service, **view.scope)
    given, count = int(units["target_vnd"].notna().sum()), len(units)
    kinds = int(services["service_code"].notna().sum())

    def of(part: int) -> str:
        return text("wall.units_of", count=formats.number(part), of=formats.number(count))

    staff = overview["staff_count"]
    return wall_before.Facts(
        heading=view.campaign_heading(),
        sentence=(text("wall.before_sentence_1"), text("wall.before_sentence_2")),
        ready_title=text("wall.before_ready"),
        ready=(
            Ready(text("wall.before_targets"), of(given), 0 < given == count),
            Ready(text("wall.before_staff"), text("wall.people", count=formats.number(staff)),
                  bool(staff)),
            Ready(text("wall.before_services"), text("wall.kinds", count=formats.number(kinds)),
                  bool(kinds)),
            Ready(text("wall.before_sales"), of(0), not view.is_open),
        ),
        curve=curves.curve(view, path=None, finish_at=None),
        curve_label=text("wall.before_label"),
    )  # fmt: skip
