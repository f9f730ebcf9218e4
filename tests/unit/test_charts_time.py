"""How it goes over time: the curve ends where time does, and hours that run are marked."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from lib.charts.theme import LIGHT
from lib.charts.time import cumulative_line, hourly_columns
from lib.i18n import catalog

OPENS = datetime(2024, 9, 21, 7, 0)
MILLION = 1_000_000
WORDS = {"actual": "Thực hiện", "plan": "Kế hoạch", "target": "Mục tiêu 40,0", "mark": "3 giờ đầu"}


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    catalog.speak("vi")
    yield
    catalog.speak("vi")


def slots(
    actual: list[int | None], plan: list[int | None] | None, *, hours: int = 1
) -> pd.DataFrame:
    """Slots from seven o'clock on; amounts in millions."""
    starts = [OPENS + timedelta(hours=hours * number) for number in range(len(actual))]
    plan = [None] * len(actual) if plan is None else plan
    return pd.DataFrame(
        {
            "starts_at": pd.Series(starts, dtype="datetime64[us]"),
            "ends_at": pd.Series(starts, dtype="datetime64[us]") + pd.Timedelta(hours=hours),
            "cumulative_vnd": pd.array(
                [None if one is None else one * MILLION for one in actual], dtype="Int64"
            ),
            "plan_cumulative_vnd": pd.array(
                [None if one is None else one * MILLION for one in plan], dtype="Int64"
            ),
        }
    )


def curve(frame: pd.DataFrame, **changes: Any) -> go.Figure:
    asked: dict[str, Any] = {"until": OPENS + timedelta(hours=2, minutes=30), "mark_at": None}
    asked |= {"plan_vnd": 40 * MILLION, "words": WORDS, "colors": LIGHT, **changes}
    return cumulative_line(frame, **asked)


def lines(figure: go.Figure) -> dict[str, Any]:
    """The actual and the planned line."""
    return {
        {LIGHT.actual: "actual", LIGHT.plan: "plan"}[one.line.color]: one
        for one in figure.data
        if one.mode == "lines"
    }


def labels(figure: go.Figure) -> list[str]:
    return [one.text for one in figure.layout.annotations]


HALF_DAY = slots([10, 15, 18, None], [10, 20, 30, 40])


def test_the_curve_starts_at_zero_and_ends_at_the_cut_off_inside_its_slot() -> None:
    actual = lines(curve(HALF_DAY))["actual"]
    assert list(actual.y) == [0, 10, 15, 18]
    assert actual.x[0] == OPENS
    assert pd.Timestamp(actual.x[-1]) == OPENS + timedelta(hours=2, minutes=30)


def test_an_end_dot_stands_on_the_last_known_point() -> None:
    (dot,) = (one for one in curve(HALF_DAY).data if one.mode == "markers")
    assert list(dot.y) == [18]
    assert pd.Timestamp(dot.x[0]) == OPENS + timedelta(hours=2, minutes=30)


def test_the_plan_is_dashed_and_reaches_the_end() -> None:
    plan = lines(curve(HALF_DAY))["plan"]
    assert plan.line.dash == "dash"
    assert list(plan.y) == [0, 10, 20, 30, 40]
    assert pd.Timestamp(plan.x[-1]) == OPENS + timedelta(hours=4)


def test_lines_carry_their_names_and_there_is_no_legend() -> None:
    figure = curve(HALF_DAY)
    assert labels(figure) == ["Kế hoạch", "<b>Thực hiện</b>", "<b>Mục tiêu 40,0</b>"]
    assert figure.layout.showlegend is False
    assert figure.layout.yaxis.rangemode == "tozero"


@pytest.mark.parametrize(("actual", "above"), ((12, True), (8, False)))
def test_the_names_stand_clear_of_each_other(actual: int, above: bool) -> None:
    figure = curve(slots([actual, None], [10, 20]))
    plan, own = figure.layout.annotations[:2]
    assert own.yanchor == ("bottom" if above else "top")
    assert plan.yanchor == ("top" if above else "bottom")


def test_a_name_below_its_curve_begins_where_there_is_room_to_its_right() -> None:
    plan, noon = [10, 20, 30, 40], OPENS + timedelta(hours=4)
    behind = curve(slots([5, 10, 15, 20], plan), until=noon).layout.annotations[1]
    assert (behind.x, behind.y, behind.xanchor) == (OPENS + timedelta(hours=2), 10, "left")
    half = curve(slots([5, None, None, None], plan), until=noon).layout.annotations[1]
    assert (half.x, half.y, half.xanchor) == (OPENS + timedelta(hours=1), 5, "left")
    ahead = curve(slots([15, 25, 35, 45], plan), until=noon).layout.annotations[1]
    assert (ahead.x, ahead.y, ahead.xanchor) == (noon, 45, "right")


def test_nothing_at_all_is_an_empty_figure() -> None:
    figure = curve(slots([], []))
    assert not figure.data
    assert not figure.layout.annotations


def test_before_the_first_sale_there_is_the_plan_alone() -> None:
    figure = curve(slots([None, None], [10, 20]), until=OPENS - timedelta(hours=1))
    assert set(lines(figure)) == {"plan"}
    assert "<b>Thực hiện</b>" not in labels(figure)


def test_without_a_plan_there_is_the_actual_alone() -> None:
    figure = curve(slots([10, None], None), plan_vnd=None)
    assert set(lines(figure)) == {"actual"}
    assert labels(figure) == ["<b>Thực hiện</b>"]
    assert not figure.layout.shapes


def test_one_slot_and_a_flat_curve_are_drawn() -> None:
    assert list(lines(curve(slots([5], [40])))["actual"].y) == [0, 5]
    assert list(lines(curve(slots([5, 5, 5], [40, 40, 40])))["actual"].y) == [0, 5, 5, 5]


def test_the_first_hours_are_ringed_on_the_curve() -> None:
    figure = curve(HALF_DAY, mark_at=OPENS + timedelta(hours=2))
    ring = next(one for one in figure.data if one.mode == "markers" and one.marker.line.width)
    assert list(ring.y) == [15]
    assert "3 giờ đầu" in labels(figure)


@pytest.mark.parametrize("hours", (4, 1.5))
def test_there_is_no_ring_where_the_curve_does_not_reach(hours: float) -> None:
    assert "3 giờ đầu" not in labels(curve(HALF_DAY, mark_at=OPENS + timedelta(hours=hours)))


def test_a_day_has_hours_on_its_axis_and_a_season_has_dates() -> None:
    day = curve(HALF_DAY).layout.xaxis
    season = curve(slots([10] * 40, None, hours=24), plan_vnd=None).layout.xaxis
    assert day.tickformat == "%-Hh"
    assert season.tickformat == "%-d/%-m"
    days = 40 * 24 * 3_600_000
    assert days / season.dtick <= 8


def hours(*rows: tuple[Any, ...]) -> go.Figure:
    frame = pd.DataFrame(rows, columns=["hour", "sold", "plan", "done"])
    frame = frame.astype({"hour": "Int64", "sold": "Int64", "plan": "Int64", "done": "boolean"})
    return hourly_columns(
        frame,
        hour="hour",
        value="sold",
        plan="plan",
        complete="done",
        words={"actual": "Thực hiện", "plan": "Kế hoạch"},
        colors=LIGHT,
    )


def test_columns_start_at_zero_and_the_best_hour_carries_its_number() -> None:
    figure = hours((7, 5 * MILLION, 4 * MILLION, True), (8, 9_500_000, 12 * MILLION, True))
    columns, plan = figure.data
    assert list(columns.x) == ["7h", "8h"]
    assert list(columns.y) == [5, 9.5]
    assert (plan.marker.symbol, list(plan.y)) == ("line-ew", [4, 12])
    (best,) = figure.layout.annotations
    assert (best.text, best.x, best.y) == ("<b>9,5</b>", "8h", 12)
    assert figure.layout.yaxis.rangemode == "tozero"
    assert figure.layout.showlegend is False


def test_an_hour_that_runs_is_marked_and_the_unknown_hour_is_in_words() -> None:
    columns = hours(
        (7, MILLION, None, True), (8, MILLION, None, False), (None, MILLION, None, True)
    )
    assert [one.replace("<br>", " ") for one in columns.data[0].x] == ["7h", "8h*", "Chưa rõ giờ"]


def test_hours_without_a_plan_have_no_tick() -> None:
    plan = hours((7, MILLION, None, True), (8, MILLION, 2 * MILLION, True)).data[1]
    assert list(plan.x) == ["8h"]


def test_without_a_sale_no_hour_is_the_best() -> None:
    assert not hours((7, 0, MILLION, True)).layout.annotations
    assert not hours().layout.annotations


def test_hours_that_are_all_equal_name_one_best() -> None:
    figure = hours((7, MILLION, None, True), (8, MILLION, None, True))
    assert [one.x for one in figure.layout.annotations] == ["7h"]
