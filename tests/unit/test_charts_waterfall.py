"""Steps that join, and bars of signed parts: everything stands where its amount says."""

from collections.abc import Iterator

import pandas as pd
import pytest

from lib.charts.theme import LIGHT
from lib.charts.waterfall import parts_bars, steps
from lib.i18n import catalog

MILLION = 1_000_000
NAMES = {"new": "Bán mới", "late": "Báo muộn", "put_right": "Đính chính"}


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    catalog.speak("vi")
    yield
    catalog.speak("vi")


def bridge(*ends: int) -> pd.DataFrame:
    """From the first amount by the next ones to the last, in millions."""
    starts = [0, *ends[:-2], 0]
    return pd.DataFrame(
        {
            "label": [f"bước <{number}>" for number in range(len(ends))],
            "start": [one * MILLION for one in starts],
            "end": [one * MILLION for one in ends],
            "words": [f"{one}" for one in ends],
        }
    )


def test_each_step_begins_where_the_last_one_ended_and_what_takes_away_is_vermilion() -> None:
    about = {"label": "label", "start": "start", "end": "end", "words": "words"}
    figure = steps(bridge(100, 130, 120, 120), **about, colors=LIGHT)
    (bar,) = figure.data
    assert list(bar.base) == [0, 100, 130, 0]
    assert list(bar.x) == [100, 30, -10, 120]
    assert list(bar.marker.color) == [LIGHT.compare, LIGHT.actual, LIGHT.behind, LIGHT.compare]
    assert [(one.x0, one.y0) for one in figure.layout.shapes] == [
        (100, 0.3),
        (130, 1.3),
        (120, 2.3),
    ]
    assert figure.layout.yaxis.ticktext[0] == "bước &lt;0&gt;"


def test_nothing_to_nothing_is_drawn_too() -> None:
    about = {"label": "label", "start": "start", "end": "end", "words": "words"}
    assert list(steps(bridge(0, 0, 0), **about, colors=LIGHT).data[0].x) == [0, 0, 0]


def parts(*rows: tuple[int, int, int]) -> pd.DataFrame:
    frame = pd.DataFrame([[one * MILLION for one in row] for row in rows], columns=list(NAMES))
    return frame.assign(shown=[f"u{number}" for number in range(len(rows))], words="x")


def drawn(frame: pd.DataFrame) -> object:
    about = {"label": "shown", "parts": tuple(NAMES), "words": "words", "named": NAMES}
    return parts_bars(frame, **about, colors=LIGHT)  # type: ignore[arg-type]


def test_words_stand_beyond_what_was_added_and_what_was_taken_goes_left() -> None:
    figure = drawn(parts((10, 5, -8), (0, 0, -3), (0, 0, 0)))
    assert [list(one.x) for one in figure.data] == [[10, 0, 0], [5, 0, 0], [-8, -3, 0]]  # type: ignore[attr-defined]
    assert [one.x for one in figure.layout.annotations] == [15, 0, 0]  # type: ignore[attr-defined]
    assert list(figure.layout.xaxis.range) == [-8, 15]  # type: ignore[attr-defined]


def test_no_rows_are_an_empty_chart() -> None:
    figure = drawn(parts((1, 1, 1)).head(0))
    assert not figure.layout.annotations  # type: ignore[attr-defined]
