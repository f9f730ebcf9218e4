"""Two curves, two dots, days and their plans: what is missing is not drawn, names meet no line."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from lib.charts.comparing import day_columns, dumbbells, two_curves
from lib.charts.theme import LIGHT
from lib.i18n import catalog

MILLION = 1_000_000
WORDS = {"mine": "Đợt này", "other": "<b>Đợt kia</b>", "tick": "+{at}h"}


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    catalog.speak("vi")
    yield
    catalog.speak("vi")


def curve(*points: tuple[float, int]) -> pd.DataFrame:
    return pd.DataFrame([(at, vnd * MILLION) for at, vnd in points], columns=["at", "vnd"])


def labels(mine: pd.DataFrame, other: pd.DataFrame) -> list[Any]:
    beyond = curve((float(other["at"].iloc[-1]), 0), (10, 0))
    figure = two_curves(mine, other, beyond, longest=10, words=WORDS, colors=LIGHT)
    assert list(figure.layout.xaxis.ticktext) == ["+2h", "+4h", "+6h", "+8h", "+10h"]
    return list(figure.layout.annotations)


def test_the_names_stand_at_the_ends_where_no_line_runs() -> None:
    mine, other = labels(curve((0, 0), (5, 50)), curve((0, 0), (5, 20)))
    assert (mine.text, other.text) == ("<b>Đợt này</b>", "<b>&lt;b&gt;Đợt kia&lt;/b&gt;</b>")
    assert (mine.xanchor, mine.yanchor) == ("right", "bottom")
    assert (other.xanchor, other.yanchor) == ("left", "top")
    early, _ = labels(curve((0, 0), (1, 5)), curve((0, 0), (1, 2)))
    assert early.xanchor == "left"


def test_at_the_close_the_lower_name_stands_between_or_well_below() -> None:
    _, apart = labels(curve((0, 0), (10, 50)), curve((0, 0), (10, 20)))
    assert apart.yanchor == "bottom"
    _, close = labels(curve((0, 0), (10, 50)), curve((0, 0), (10, 48)))
    assert close.yanchor == "top" and close.yshift < -20
    level = labels(curve((0, 0), (10, 0)), curve((0, 0), (10, 0)))
    assert len(level) == 2


def pairs(**columns: list[int | None]) -> pd.DataFrame:
    money = {
        name: pd.array([None if one is None else one * MILLION for one in values], dtype="Int64")
        for name, values in columns.items()
    }
    count = len(next(iter(columns.values())))
    return pd.DataFrame({"shown": [f"u{one}" for one in range(count)], "words": "x", **money})


def test_a_side_without_figures_has_no_dot_and_no_line() -> None:
    figure = dumbbells(
        pairs(mine=[5, None, 3], other=[2, 4, None]),
        label="shown",
        mine="mine",
        other="other",
        words="words",
        named=WORDS,
        colors=LIGHT,
    )
    other, mine = figure.data
    assert (list(mine.y), list(mine.x)) == ([0, 2], [5, 3])
    assert (list(other.y), list(other.x)) == ([0, 1], [2, 4])
    assert [(one.x0, one.x1) for one in figure.layout.shapes] == [(2, 5)]
    assert "<b>" not in other.customdata[0]


def test_a_day_that_reaches_its_plan_is_gold_and_one_without_figures_has_no_column() -> None:
    frame = pairs(sold=[10, 9, None, 5, 0], plan=[10, 10, 10, None, 0])
    figure = day_columns(frame, label="shown", value="sold", plan="plan", colors=LIGHT)
    (bar,) = figure.data
    assert list(bar.y) == [10, 9, None, 5, 0]
    gold = [one == LIGHT.victory for one in bar.marker.color]
    assert gold == [True, False, False, False, False]
    assert len(figure.layout.shapes) == 4


def test_no_rows_are_empty_charts() -> None:
    empty = pairs(sold=[1], plan=[1]).head(0)
    assert day_columns(empty, label="shown", value="sold", plan="plan", colors=LIGHT).data
    about: dict[str, Any] = {"label": "shown", "words": "words", "named": WORDS}
    drawn = dumbbells(empty, mine="sold", other="plan", **about, colors=LIGHT)
    assert not drawn.layout.annotations
