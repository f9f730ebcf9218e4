"""Dots with intervals and slopes between rankings: equals, missing ones, long and hostile names."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from lib.charts.lettering import on_lines, width
from lib.charts.places import interval_dots
from lib.charts.slopes import place_slopes
from lib.charts.theme import DARK, LIGHT, Palette
from lib.i18n import catalog

HOSTILE = "<b>đậm</b> & co"


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    catalog.speak("vi")
    yield
    catalog.speak("vi")


def dots(*rows: tuple[Any, ...], mark: float | None = None, colors: Palette = LIGHT) -> go.Figure:
    """Rows of name, place, value, low, high."""
    frame = pd.DataFrame(rows, columns=["name", "place", "value", "low", "high"])
    types = {"place": "Int64", "value": "Float64", "low": "Float64", "high": "Float64"}
    frame = frame.astype(types)
    words = ["–" if pd.isna(one) else f"{one:.0f} tr" for one in frame["value"]]
    return interval_dots(
        frame.assign(words=words, chance="40 %", said=[f"{one} nói" for one in words]),
        label="name",
        place="place",
        value="value",
        low="low",
        high="high",
        words="words",
        chance="chance",
        said="said",
        headings=("triệu", "vào\ntốp 3"),
        mark=mark,
        colors=colors,
    )


FOUR = (
    ("Hạ Long", 1, 90, 80, 100), ("Cẩm Phả", 2, 70, 60, 80), ("Uông Bí", 3, 60, 40, 90),
    ("Cô Tô", 4, 50, 20, 95),
)  # fmt: skip


def texts(figure: go.Figure, y: float) -> list[str]:
    return [one.text for one in figure.layout.annotations if one.y == y]


def test_each_row_has_its_interval_its_dot_and_its_words() -> None:
    figure = dots(*FOUR)
    spans, marks = figure.data
    ends = [(low, low + span) for low, span in zip(spans.base, spans.x, strict=True)]
    assert ends == [(80, 100), (60, 80), (40, 90), (20, 95)]
    assert list(spans.y) == [0, 1, 2, 3]
    assert list(marks.x) == [90, 70, 60, 50]
    assert list(marks.y) == [0, 1, 2, 3]
    assert texts(figure, 1) == ["<b>2</b>  Cẩm Phả", "<b>70 tr</b>", "40 %"]
    assert marks.customdata[1] == "Cẩm Phả: 70 tr nói"
    assert texts(figure, -1) == ["triệu", "vào<br>tốp 3"]


@pytest.mark.parametrize("colors", (LIGHT, DARK))
def test_the_first_three_are_filled_and_bold_never_gold(colors: Palette) -> None:
    figure = dots(*FOUR, colors=colors)
    assert list(figure.data[1].marker.color) == [colors.actual] * 3 + [colors.background]
    assert texts(figure, 3)[1] == "50 tr"
    assert colors.victory not in str(figure)


def test_the_best_stands_on_top_and_every_interval_lies_within_the_axis() -> None:
    figure = dots(*FOUR)
    bottom, top = figure.layout.yaxis.range
    assert bottom > 3 > 0 > top
    first, last = figure.layout.xaxis.range
    assert first == 0
    assert last > 100
    far = dots(("a", 1, 101, 100, 102), ("b", 2, 100, 99, 101))
    assert 98 < far.layout.xaxis.range[0] < 99


def test_who_has_no_value_has_no_dot_and_dashes() -> None:
    figure = dots(*FOUR, ("Ba Chẽ", None, None, None, None))
    assert len(figure.data[1].x) == 4
    assert texts(figure, 4) == ["<b>–</b>  Ba Chẽ", "–", "40 %"]


def test_a_value_without_an_interval_is_a_dot_alone() -> None:
    figure = dots(("a", 1, 0, None, None), ("b", 1, 0, None, None))
    assert list(figure.data[0].x) == []
    assert list(figure.data[1].x) == [0, 0]
    first, last = figure.layout.xaxis.range
    assert first <= 0 < last


def test_a_mark_is_a_dashed_line_unless_it_lies_far_away() -> None:
    (line,) = dots(*FOUR, mark=70).layout.shapes
    assert (line.x0, line.x1, line.line.dash) == (70, 70, "dash")
    assert not dots(*FOUR, mark=1_000).layout.shapes


def test_nobody_is_an_empty_figure() -> None:
    figure = dots()
    assert not figure.data[1].x
    assert figure.layout.height > 0


def slopes(
    *rows: tuple[Any, ...], official: int = 2, colors: Palette = LIGHT, ids: Any = None
) -> go.Figure:
    """Rows of name and four places."""
    frame = pd.DataFrame(rows, columns=["name", "a", "b", "c", "d"], index=ids)
    frame = frame.astype(dict.fromkeys("abcd", "Int64"))
    return place_slopes(
        frame,
        label="name",
        places=("a", "b", "c", "d"),
        headings=("Một", "Hai", "Ba\nba", "Bốn"),
        official=official,
        colors=colors,
    )


THREE = (("Hạ Long", 1, 3, 2, 2), ("Cẩm Phả", 2, 2, 1, 1), ("Cô Tô", 3, 1, 3, 3))


def lines(figure: go.Figure) -> list[Any]:
    return [one for one in figure.data if one.mode == "lines"]


def discs(figure: go.Figure, *, strong: bool) -> list[tuple[int, int, str]]:
    found = [one for one in figure.data if one.mode == "markers+text"][int(strong)]
    return list(zip(found.x, found.y, found.text, strict=True))


def ends(figure: go.Figure, side: str) -> list[tuple[str, float]]:
    """Names at one end from the top, each with its height."""
    anchor = {"left": "right", "right": "left"}[side]
    found = [one for one in figure.layout.annotations if one.xanchor == anchor]
    return sorted(((one.text, one.y) for one in found), key=lambda pair: pair[1])


def test_each_unit_has_a_line_through_its_places_and_its_name_at_both_ends() -> None:
    figure = slopes(*THREE, ("Ba Chẽ", 4, 4, 4, 4))
    assert sorted(list(one.y) for one in lines(figure)) == [
        [1, 3, 2, 2],
        [2, 2, 1, 1],
        [3, 1, 3, 3],
        [4, 4, 4, 4],
    ]
    strong = [f"<b>{name}</b>" for name in ("Hạ Long", "Cẩm Phả", "Cô Tô")]
    assert [name for name, _ in ends(figure, "left")] == [*strong, "Ba Chẽ"]
    right = [strong[1], strong[0], strong[2], "Ba Chẽ"]
    assert [name for name, _ in ends(figure, "right")] == right


@pytest.mark.parametrize("colors", (LIGHT, DARK))
def test_whoever_leads_somewhere_is_thick_filled_and_bold(colors: Palette) -> None:
    figure = slopes(*THREE, ("Ba Chẽ", 4, 4, 4, 4), colors=colors)
    assert [one.line.width for one in lines(figure)] == [1.5, 3, 3, 3]
    assert {one[1] for one in discs(figure, strong=False)} == {4}
    assert (0, 1, "<b>1</b>") in discs(figure, strong=True)
    weak, strong = (one for one in figure.data if one.mode == "markers+text")
    assert (weak.marker.color, strong.marker.color) == (colors.background, colors.actual)


def test_units_that_are_level_share_a_disc_and_their_names_stand_below_each_other() -> None:
    figure = slopes(("a", 1, 1, 1, 1), ("b", 2, 2, 2, 2), ("c", 2, 2, 2, 2), ("d", 4, 3, 4, 4))
    assert ends(figure, "right") == [("<b>a</b>", 1), ("b", 2), ("c", 3), ("d", 4)]
    assert [one for one in discs(figure, strong=False) if one[0] == 3] == [
        (3, 2, "2"),
        (3, 2, "2"),
        (3, 4, "4"),
    ]


def test_a_missing_place_breaks_the_line_and_is_a_dash_at_the_end() -> None:
    figure = slopes(("Cô Tô", 1, None, 1, None), ("Ba Chẽ", 2, 1, 2, 1))
    broken = next(one for one in lines(figure) if None in list(one.y))
    assert list(broken.y) == [1, None, 1, None]
    assert broken.connectgaps is False
    assert ends(figure, "right") == [("<b>Ba Chẽ</b>", 1), ("<b>–  Cô Tô</b>", 2)]
    nobody = slopes(("Cô Tô", None, None, None, None))
    assert ends(nobody, "left") == [("–  Cô Tô", 1)]


@pytest.mark.parametrize("official", range(4))
def test_the_official_ranking_has_a_bold_heading_on_a_band(official: int) -> None:
    figure = slopes(*THREE, official=official)
    (band,) = figure.layout.shapes
    assert band.xanchor == official
    headings = [one.text for one in figure.layout.annotations if one.y < 1]
    assert [one.startswith("<b>") for one in headings] == [at == official for at in range(4)]


def test_the_rows_own_numbers_do_not_matter() -> None:
    drawn = slopes(*THREE, ids=[7, 3, 5])
    assert ends(drawn, "left") == ends(slopes(*THREE), "left")


def test_names_do_not_come_alive_and_long_ones_fit() -> None:
    long = "Bưu cục Phường Cao Xanh mở rộng"
    figure = slopes((HOSTILE, 2, 2, 2, 2), (long, 1, 1, 1, 1))
    (_, second) = ends(figure, "left")
    assert "&lt;b&gt;" in second[0]
    assert "<b>" not in second[0]
    assert ends(figure, "left")[0][0].count("<br>") == 1
    hover = [one.customdata for one in figure.data if one.mode == "markers+text"]
    assert long in hover[1]


def test_words_go_on_two_lines_before_they_are_cut() -> None:
    assert on_lines("Cô Tô", 13, 80, least=11) == (["Cô Tô"], 13)
    found, size = on_lines("Khối văn phòng", 13, 74, least=11)
    assert (found, size) == (["Khối văn", "phòng"], 11)
    cut, _ = on_lines("Bưu cục Phường Cao Xanh mở rộng", 13, 74, least=11)
    assert len(cut) == 2
    assert all(width(one, 11) <= 74 for one in cut)
    assert on_lines("Nghiêngnghiêngnghiêng", 13, 74, least=11)[0][0].endswith("…")
