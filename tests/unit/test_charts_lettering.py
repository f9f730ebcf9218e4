"""Words set for a place fit it, whatever they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.charts.lettering import fitted, width


def test_marks_above_and_below_take_no_room() -> None:
    assert width("Ẫ", 100) == width("A", 100)
    assert width("Hạ Long", 72) == width("Ha Long", 72)
    assert width("ở", 100) == width("ơ", 100) > width("o", 100)


def test_composed_and_decomposed_letters_are_alike() -> None:
    assert width("Tiên Yên", 72) == width("Tie\u0302n Ye\u0302n", 72)


def test_all_digits_are_equally_wide() -> None:
    assert len({width(digit, 100) for digit in "0123456789"}) == 1


@pytest.mark.parametrize(
    ("words", "room", "expected"),
    [
        ("Cô Tô", 400, ("Cô Tô", 72)),
        ("Khối văn phòng", 430, ("Khối văn phòng", 55)),
        ("Bưu cục Nguyễn Văn Cừ", 200, ("Bưu cục…", 34)),
    ],
)
def test_long_words_are_made_smaller_and_only_then_shortened(
    words: str, room: int, expected: tuple[str, int]
) -> None:
    assert fitted(words, 72, room, least=34) == expected


@given(st.text(max_size=60), st.integers(40, 228), st.floats(60, 1800))
def test_what_comes_back_fits(words: str, size: int, room: float) -> None:
    shown, at = fitted(words, size, room, least=34)
    assert 34 <= at <= size
    assert width(shown, at) <= room or shown == "…"
    assert shown == words or shown.endswith("…")
