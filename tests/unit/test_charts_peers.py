"""One among its peers: strips with scales of their own, a line over the middle half."""

from typing import Any

import pandas as pd

from lib.charts.peers import profile, strips
from lib.charts.theme import LIGHT

WORDS = {"own": "Đơn vị này", "middle": "Mức giữa"}


def strip(own: float | None, *peers: float, name: str = "x") -> dict[str, Any]:
    middle = sorted(peers)[len(peers) // 2]
    said = {"own_words": "–" if own is None else "o", "middle_words": "m"}
    ends = {"low": min(peers), "middle": middle, "high": max(peers)}
    return {"name": name, "own": own, "peers": list(peers), **ends, **said}


def drawn(*rows: dict[str, Any]) -> Any:
    return strips(rows, headings=("đơn vị\nnày", "mức\ngiữa"), colors=LIGHT)


def test_each_strip_goes_from_its_smallest_to_its_largest() -> None:
    half, peers, own = drawn(strip(30, 10, 20, 50), strip(1, 2, 3, 5)).data
    assert list(peers.x) == [0, 0.25, 1, 0.25, 0.5, 1]
    assert list(own.x) == [0.5, 0]
    assert (list(half.base), list(half.x)) == ([0, 0.25], [1, 0.75])


def test_the_unit_itself_may_stand_outside_its_peers() -> None:
    figure = drawn(strip(100, 10, 20, 50))
    assert list(figure.data[2].x) == [1]
    assert figure.data[0].x[0] == (50 - 10) / 90


def test_a_unit_without_the_figure_has_no_dot_and_a_dash() -> None:
    figure = drawn(strip(None, 1, 2, 3))
    assert not figure.data[2].x
    assert "<b>–</b>" in [one.text for one in figure.layout.annotations]


def test_level_peers_stand_in_the_middle() -> None:
    figure = drawn(strip(5, 5, 5, 5))
    assert set(figure.data[1].x) == {0.5}


def test_names_from_data_do_not_come_alive() -> None:
    assert (
        drawn(strip(1, 1, 2, 3, name="<b>x</b>")).layout.yaxis.ticktext[0].startswith("&lt;b&gt;")
    )


def hours(*own: float) -> pd.DataFrame:
    count = len(own)
    usual = {"low": [0.1] * count, "middle": [0.2] * count, "high": [0.3] * count}
    return pd.DataFrame({"hour": range(8, 8 + count), "own": own, **usual})


def test_the_names_at_the_ends_stand_apart_the_upper_one_above() -> None:
    for last, own_is_up in ((0.25, True), (0.15, False), (0.2, True)):
        own, middle = profile(hours(0.5, last), words=WORDS, colors=LIGHT).layout.annotations
        assert (own.yanchor == "bottom") is own_is_up
        assert {own.yanchor, middle.yanchor} == {"bottom", "top"}


def test_a_day_of_many_hours_has_few_ticks_and_none_has_an_empty_chart() -> None:
    figure = profile(hours(*[0.1] * 14), words=WORDS, colors=LIGHT)
    assert len(figure.layout.xaxis.tickvals) <= 6
    assert not profile(hours(0.1).head(0), words=WORDS, colors=LIGHT).data
