"""Rankings as figures: what is drawn for nobody, for one, for equals, and beyond the target."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from lib.charts.ranking import attainment_bars, ordered_bar, stacked_points
from lib.charts.theme import DARK, LIGHT, Palette
from lib.i18n import catalog

HOSTILE = "<b>đậm</b> &amp; <a href='x'>"


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    catalog.speak("vi")
    yield
    catalog.speak("vi")


def units(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Rows of name, place, place before, attainment, đồng per head."""
    frame = pd.DataFrame(rows, columns=["name", "place", "before", "share", "head"])
    return frame.astype(
        {"place": "Int64", "before": "Int64", "share": "Float64", "head": "Float64"}
    )


THREE = (("Hạ Long", 1, 1, 1.2, 2e6), ("Cẩm Phả", 2, 3, 0.8, 3e6), ("Ba Chẽ", 3, 2, 0.5, 1e6))


def bars(*rows: tuple[Any, ...], pace: float | None = 0.75, colors: Palette = LIGHT) -> go.Figure:
    return attainment_bars(
        units(*rows),
        label="name",
        place="place",
        previous_place="before",
        attainment="share",
        per_head="head",
        pace=pace,
        headings=("1 giờ qua", "% kế hoạch", "triệu/người"),
        colors=colors,
    )


def texts(figure: go.Figure, y: float) -> list[str]:
    """What is written in one row."""
    return [one.text for one in figure.layout.annotations if one.y == y]


def ticks(figure: go.Figure) -> list[Any]:
    """The lines across the bars."""
    return [one for one in figure.layout.shapes if one.type == "line"]


def triangles(figure: go.Figure) -> dict[int, tuple[str, str]]:
    """The drawn triangles by row: where the tip points, and the colour."""
    found = {}
    for one in figure.layout.shapes:
        if one.type == "path":
            _, left, _, right, _, tip = map(float, re.findall(r"-?[\d.]+", one.path))
            assert left == right, "a base that lies flat"
            found[one.yanchor] = ("up" if tip > left else "down", one.fillcolor)
    return found


def ordered(frame: pd.DataFrame, *, seats: int | None = None) -> go.Figure:
    return ordered_bar(frame, label="name", value="value", words="words", colors=LIGHT, seats=seats)


def listed(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["name", "value", "words"])


def stacked(*rows: tuple[Any, ...], seats: int = 2) -> go.Figure:
    frame = pd.DataFrame(rows, columns=["name", "under", "one", "two", "total"])
    won = [place < seats for place in range(len(rows))]
    return stacked_points(
        frame.assign(mark=["Đề nghị khen" if one else "" for one in won]),
        label="name",
        under="under",
        parts=("one", "two"),
        total="total",
        mark="mark",
        won=won,
        colors=LIGHT,
    )


POINTS = (("An", "Hạ Long", 50.5, 30, 80.5), ("Bình", "Cô Tô", 40, 30, 70), ("Chi", "", 10, 5, 15))


# All of them


@pytest.mark.parametrize(
    "figure",
    (
        bars(*THREE),
        ordered(listed(("An", 2, "2"), ("Bình", 1, "1"))),
        stacked(*POINTS),
    ),
    ids=("attainment", "ordered", "stacked"),
)
def test_bars_start_at_zero_and_have_no_legend(figure: go.Figure) -> None:
    axis = figure.layout.xaxis
    assert axis.rangemode == "tozero" or axis.range[0] == 0
    assert figure.layout.showlegend is False
    assert all(bar.base is None for bar in figure.data if bar.type == "bar")


@pytest.mark.parametrize("draw", (bars, stacked, lambda: ordered(listed())))
def test_nobody_is_an_empty_figure(draw: Any) -> None:
    figure = draw()
    assert all(not bar.x for bar in figure.data)
    assert figure.layout.height > 0


def test_the_separators_follow_the_language() -> None:
    for language, separators in (("vi", ",."), ("en", ".,")):
        catalog.speak(language)
        for figure in (bars(*THREE), ordered(listed(("An", 1, "1"))), stacked(*POINTS)):
            assert figure.layout.separators == separators


# Attainment


def test_a_row_says_place_name_share_and_revenue_per_head() -> None:
    wanted = ["<b>2</b>  Cẩm Phả", "<b>80,0\u00a0%</b>", "<b>3,00</b>"]
    assert texts(bars(*THREE), 1)[:3] == wanted
    catalog.speak("en")
    assert texts(bars(*THREE), 1)[:3] == ["<b>2</b>  Cẩm Phả", "<b>80.0%</b>", "<b>3.00</b>"]


def test_beyond_the_target_the_bar_is_capped_and_keeps_its_true_number() -> None:
    figure = bars(*THREE)
    track, filled = figure.data[0], figure.data[1]
    assert list(track.x) == [1, 1, 1]
    assert list(filled.x) == [1.0, 0.8, 0.5]
    assert "<b>120,0\u00a0%</b>" in texts(figure, 0)


@pytest.mark.parametrize("colors", (LIGHT, DARK))
def test_gold_is_for_the_target_reached_and_nothing_else(colors: Palette) -> None:
    rows = [("a", 1, 1, 1.0, 1.0), ("b", 2, 2, 0.9999, 1.0), ("c", 3, 3, 0.73, 1.0)]
    rows += [("d", 4, 4, 0.71, 1.0), ("e", None, None, None, None)]
    fills = bars(*rows, pace=0.75, colors=colors).data[1].marker.color
    assert fills == (colors.victory, colors.actual, colors.actual, colors.behind, colors.behind)


def test_without_a_pace_nobody_is_behind_and_no_tick_is_drawn() -> None:
    figure = bars(*THREE, pace=None)
    assert figure.data[1].marker.color == (LIGHT.victory, LIGHT.actual, LIGHT.actual)
    assert not ticks(figure)


def test_the_pace_is_a_tick_across_every_bar() -> None:
    shapes = ticks(bars(*THREE, pace=0.75))
    assert [(one.x0, one.x1) for one in shapes] == [(0.75, 0.75)] * 3
    assert [one.y0 < row < one.y1 for row, one in enumerate(shapes)] == [True] * 3


def test_a_unit_without_figures_has_an_empty_track_and_dashes() -> None:
    figure = bars(*THREE, ("Cô Tô", None, None, None, None))
    assert figure.data[0].x[3] == 1
    assert figure.data[1].x[3] == 0
    assert texts(figure, 3) == ["<b>–</b>  Cô Tô", "<b>–</b>", "–", "–"]


def test_movement_is_a_drawn_triangle_with_the_number_of_places() -> None:
    figure = bars(*THREE, ("Móng Cái", 4, 9, 0.4, 1.0), ("Mới", 5, None, 0.3, 1.0))
    # losing a place is no error: it is grey, never the colour of what is behind
    assert triangles(figure) == {
        1: ("up", LIGHT.text),
        2: ("down", LIGHT.text_3),
        3: ("up", LIGHT.text),
    }
    assert [texts(figure, row)[3] for row in range(5)] == ["–", "1", "1", "5", "–"]


def test_when_nothing_moved_no_triangle_is_drawn() -> None:
    figure = bars(("a", 1, 1, 0.5, 1.0))
    assert not triangles(figure)
    assert texts(figure, 0)[3] == "–"


def test_the_highest_revenue_per_head_is_bold_for_all_who_share_it() -> None:
    figure = bars(("a", 1, 1, 0.5, 2e6), ("b", 1, 1, 0.5, 2e6), ("c", 3, 3, 0.4, 1e6))
    heads = [texts(figure, row)[2] for row in range(3)]
    assert heads == ["<b>2,00</b>", "<b>2,00</b>", "1,00"]


def test_equals_share_a_place_and_a_colour() -> None:
    figure = bars(("a", 1, 1, 0.5, 1.0), ("b", 1, 1, 0.5, 1.0), pace=0.5)
    assert [texts(figure, row)[0] for row in range(2)] == ["<b>1</b>  a", "<b>1</b>  b"]
    assert set(figure.data[1].marker.color) == {LIGHT.actual}


def test_names_are_shown_as_they_are() -> None:
    figure = bars((HOSTILE, 1, 1, 0.5, 1.0))
    shown = "&lt;b&gt;đậm&lt;/b&gt; &amp;amp; &lt;a href='x'&gt;"
    assert texts(figure, 0)[0] == f"<b>1</b>  {shown}"
    assert figure.data[1].customdata[0] == shown


def test_the_best_stands_on_top_and_the_columns_are_named_above() -> None:
    figure = bars(*THREE)
    bottom, top = figure.layout.yaxis.range
    assert bottom > 2
    headings = [one for one in figure.layout.annotations if one.y < 0]
    assert [one.text for one in headings] == ["1 giờ qua", "% kế hoạch", "triệu/người"]
    assert all(top < one.y for one in headings)


def test_a_long_ranking_is_drawn_in_a_moment() -> None:
    many = [(f"Bưu cục {n}", n, n + n % 2, 1 - n / 200, 1.0) for n in range(1, 121)]
    began = time.process_time()
    figure = bars(*many)
    assert time.process_time() - began < 2  # one annotation at a time takes half a minute
    assert len(figure.layout.annotations) >= 3 * 120


# Ordered bars


def test_bars_keep_the_order_of_the_rows_from_the_top() -> None:
    figure = ordered(listed(("An", 5, "5 triệu"), ("Bình", 9, "9 triệu"), ("Chi", None, "–")))
    (drawn,) = figure.data
    assert list(drawn.x) == [5, 9, 0]
    assert list(drawn.text) == ["5 triệu", "9 triệu", "–"]
    assert list(figure.layout.yaxis.ticktext) == ["An", "Bình", "Chi"]
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]


def test_two_people_of_one_name_are_two_bars() -> None:
    (drawn,) = ordered(listed(("An", 5, "5"), ("An", 3, "3"))).data
    assert list(drawn.y) == [0, 1]


def test_who_has_no_seat_steps_back() -> None:
    rows = listed(("An", 3, "3"), ("Bình", 2, "2"), ("Chi", 1, "1"))
    assert ordered(rows, seats=2).data[0].marker.color == (
        LIGHT.actual,
        LIGHT.actual,
        LIGHT.compare,
    )
    assert set(ordered(rows).data[0].marker.color) == {LIGHT.actual}


def test_long_names_go_on_below_and_nothing_in_them_comes_alive() -> None:
    name = "Hàng tiêu dùng <b>thiết yếu</b> & gia dụng"
    figure = ordered(listed((name, 1, HOSTILE)))
    (label,) = figure.layout.yaxis.ticktext
    assert label.count("<") == label.count("<br>") >= 1
    assert label.replace("<br>", " ") == (
        "Hàng tiêu dùng &lt;b&gt;thiết yếu&lt;/b&gt; &amp; gia dụng"
    )
    assert "<" not in figure.data[0].text[0]


def test_wrapping_does_not_tear_what_keeps_a_name_literal() -> None:
    for length in range(10, 30):
        (label,) = ordered(listed(("x" * length + "<y>", 1, "1"))).layout.yaxis.ticktext
        assert label.replace("<br>", "") == "x" * length + "&lt;y&gt;"
        for part in label.split("<br>"):
            assert part.count("&") == part.count(";")


# Points


def test_parts_stand_side_by_side_with_their_numbers_and_the_total() -> None:
    figure = stacked(*POINTS)
    assert figure.layout.barmode == "stack"
    assert [list(bar.x) for bar in figure.data] == [[50.5, 40, 10], [30, 30, 5]]
    assert list(figure.data[0].text) == ["50,5", "40,0", "10,0"]
    assert texts(figure, 0)[1].startswith("<b>80,5</b><br>")


def test_winners_are_bold_and_a_dashed_line_stands_under_the_last_seat() -> None:
    figure = stacked(*POINTS, seats=2)
    (line,) = figure.layout.shapes
    assert (line.y0, line.y1, line.line.dash) == (1.5, 1.5, "dash")
    assert [texts(figure, row)[0].startswith("<b>") for row in range(3)] == [True, True, False]
    gold = [LIGHT.victory_text in texts(figure, row)[1] for row in range(3)]
    assert gold == [True, True, False]


@pytest.mark.parametrize("seats", (0, 3, 9))
def test_without_anybody_on_the_other_side_there_is_no_line(seats: int) -> None:
    assert not stacked(*POINTS, seats=seats).layout.shapes


def test_a_missing_part_is_no_bar() -> None:
    figure = stacked(("An", "", None, 30, 30))
    assert [list(bar.x) for bar in figure.data] == [[0], [30]]


def test_who_and_where_are_shown_as_they_are() -> None:
    words = texts(stacked((HOSTILE, HOSTILE, 1, 1, 2)), 0)[0]
    assert words.count("&lt;b&gt;") == 2
    assert "<a" not in words
