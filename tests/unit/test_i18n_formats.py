"""How numbers, money, shares and times are written, in both languages."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.i18n import catalog, formats

NB = "\u00a0"
MISSING = (None, pd.NA, np.nan, pd.NaT, float("nan"))
AFTERNOON = datetime(2024, 9, 21, 15, 42, 31)


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    catalog.speak("vi")
    yield
    catalog.speak("vi")


@pytest.mark.parametrize("value", MISSING, ids=repr)
@pytest.mark.parametrize(
    "write",
    (
        *(formats.number, formats.money, formats.millions, formats.percent),
        *(formats.points, formats.clock, formats.moment),
    ),
    ids=lambda write: write.__name__,
)
def test_a_missing_value_is_an_en_dash_and_never_zero(write: Any, value: Any) -> None:
    assert write(value) == "–"


@pytest.mark.parametrize(
    ("value", "digits", "vietnamese", "english"),
    (
        (0, 0, "0", "0"),
        (999, 0, "999", "999"),
        (1_000, 0, "1.000", "1,000"),
        (1_234_567, 0, "1.234.567", "1,234,567"),
        (98.5, 1, "98,5", "98.5"),
        (1_185.9, 1, "1.185,9", "1,185.9"),
        (-1_234.5, 1, "−1.234,5", "−1,234.5"),
        (2.0, 1, "2,0", "2.0"),
        (np.int64(4_200), 0, "4.200", "4,200"),
        (Decimal("0.05"), 1, "0,1", "0.1"),
    ),
)
def test_numbers_have_the_separators_of_the_language(
    value: Any, digits: int, vietnamese: str, english: str
) -> None:
    assert formats.number(value, digits) == vietnamese
    catalog.speak("en")
    assert formats.number(value, digits) == english


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    (
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (0.25, 1, "0,3"),
        (0.35, 1, "0,4"),
        (1.005, 2, "1,01"),
        (2.675, 2, "2,68"),
        (0.49, 0, "0"),
    ),
)
def test_rounding_is_half_up_on_what_the_number_says(
    value: float, digits: int, written: str
) -> None:
    assert formats.number(value, digits) == written


def test_a_minus_is_a_minus_sign_and_a_plus_is_written_only_when_asked_for() -> None:
    assert formats.number(-5) == "−5"
    assert "-" not in formats.number(-5)
    assert formats.number(5, signed=True) == "+5"
    assert formats.number(0, signed=True) == "0"
    assert formats.number(-5, signed=True) == "−5"


def test_what_rounds_to_zero_has_no_sign() -> None:
    assert formats.number(-0.04, 1) == "0,0"
    assert formats.number(0.04, 1, signed=True) == "0,0"
    assert formats.percent(-0.0001) == f"0,0{NB}%"


def test_words_stand_where_there_are_some() -> None:
    assert formats.number_or(5, "năm") == "năm"
    assert formats.number_or(5_000, None) == "5.000"
    assert formats.number_or(None, None) == "–"


@pytest.mark.parametrize(
    ("vnd", "vietnamese", "english"),
    (
        (0, "0 đồng", "0 VND"),
        (760_000, "760.000 đồng", "760,000 VND"),
        (999_999, "999.999 đồng", "999,999 VND"),
        (1_000_000, "1,0 triệu đồng", "1.0 million VND"),
        (169_500_000, "169,5 triệu đồng", "169.5 million VND"),
        (857_800_000, "857,8 triệu đồng", "857.8 million VND"),
        (999_949_999, "999,9 triệu đồng", "999.9 million VND"),
        (999_950_000, "1,0 tỷ đồng", "1.0 billion VND"),
        (1_200_000_000, "1,2 tỷ đồng", "1.2 billion VND"),
        (1_185_900_000, "1,2 tỷ đồng", "1.2 billion VND"),
        (-2_500_000, "−2,5 triệu đồng", "−2.5 million VND"),
        (np.int64(169_000_000), "169,0 triệu đồng", "169.0 million VND"),
    ),
)
def test_money_in_a_sentence_takes_the_unit_that_fits(
    vnd: int, vietnamese: str, english: str
) -> None:
    number, unit = vietnamese.split(" ", 1)
    assert formats.money(vnd) == f"{number}{NB}{unit}"
    catalog.speak("en")
    number, unit = english.split(" ", 1)
    assert formats.money(vnd) == f"{number}{NB}{unit}"


def test_money_that_is_compared_stays_in_millions() -> None:
    assert formats.millions(1_185_900_000) == f"1.185,9{NB}triệu đồng"
    assert formats.millions(1_185_900_000, unit=False) == "1.185,9"
    assert formats.millions(34_600_000, signed=True, unit=False) == "+34,6"
    assert formats.millions(-34_600_000, signed=True, unit=False) == "−34,6"
    assert formats.millions(49_999, unit=False) == "0,0"
    assert formats.millions(50_000, unit=False) == "0,1"


def test_millions_of_the_largest_amount_are_exact() -> None:
    assert formats.millions(9_007_199_254_740_993, unit=False) == "9.007.199.254,7"


@given(st.integers(-(10**13), 10**13), st.integers(-(10**13), 10**13))
def test_differences_of_shown_amounts_add_up_on_the_screen(one: int, other: int) -> None:
    shown = formats.as_shown(one) - formats.as_shown(other)
    digits = [
        Decimal(
            formats.millions(vnd, unit=False).replace(".", "").replace(",", ".").replace("−", "-")
        )
        for vnd in (one, other, shown)
    ]
    assert digits[0] - digits[1] == digits[2]


@pytest.mark.parametrize(
    ("ratio", "digits", "number"),
    (
        (0, 1, "0,0"),
        (0.563, 1, "56,3"),
        (0.9745, 1, "97,5"),
        (1, 1, "100,0"),
        (1, 0, "100"),
        (1.1, 1, "110,0"),
        (12.345, 1, "1.234,5"),
        (-0.05, 1, "−5,0"),
        (0.0004999, 1, "0,0"),
        (np.float64(0.5), 0, "50"),
    ),
)
def test_a_share_has_a_no_break_space_before_the_sign(
    ratio: float, digits: int, number: str
) -> None:
    assert formats.percent(ratio, digits) == f"{number}{NB}%"
    catalog.speak("en")
    english = number.translate(str.maketrans(",.", ".,"))
    assert formats.percent(ratio, digits) == f"{english}%"


@pytest.mark.parametrize(
    ("ratio", "digits", "number"),
    (
        (0.9996, 1, "99,9"),
        (0.9999999, 1, "99,9"),
        (0.996, 0, "99"),
        (0.99996, 2, "99,99"),
        (Decimal("0.9999999999"), 1, "99,9"),
        (0.9994, 1, "99,9"),
    ),
)
def test_below_the_whole_is_never_shown_as_the_whole(ratio: Any, digits: int, number: str) -> None:
    assert formats.percent(ratio, digits) == f"{number}{NB}%"


@pytest.mark.parametrize("ratio", (1.0, 0.99999999999999, 0.1 * 3 + 0.7, 1 / 3 * 3))
def test_the_whole_survives_the_arithmetic_of_floats(ratio: float) -> None:
    assert formats.percent(ratio) == f"100,0{NB}%"


@given(st.floats(0, 0.9999999), st.integers(0, 3))
def test_no_share_below_the_whole_reads_a_hundred(ratio: float, digits: int) -> None:
    assert not formats.percent(ratio, digits).startswith("100")


def test_differences_of_shares_are_points() -> None:
    assert formats.points(0.131) == f"+13,1{NB}điểm"
    assert formats.points(-0.058) == f"−5,8{NB}điểm"
    assert formats.points(0) == f"0,0{NB}điểm"
    catalog.speak("en")
    assert formats.points(0.131) == f"+13.1{NB}points"


@given(st.floats(0, 3), st.floats(0, 3))
def test_points_are_the_difference_of_the_shares_shown(one: float, other: float) -> None:
    catalog.speak("en")
    shown = [Decimal(formats.percent(ratio)[:-1].replace(",", "")) for ratio in (one, other)]
    if all(not 99 < share <= 100 for share in shown):
        parts = formats.share_as_shown(one) - formats.share_as_shown(other)
        assert parts * 100 == shown[0] - shown[1]


def test_times_and_dates() -> None:
    assert formats.clock(AFTERNOON) == "15:42"
    assert formats.clock(pd.Timestamp(2024, 9, 21, 8, 5)) == "08:05"
    assert formats.moment(AFTERNOON) == "15:42, 21/9/2024"
    assert formats.day(AFTERNOON) == "Thứ 7, 21/9/2024"
    assert formats.day(date(2024, 9, 22)) == "Chủ nhật, 22/9/2024"
    assert formats.day(date(2024, 9, 23)) == "Thứ 2, 23/9/2024"
    assert formats.hour(7) == "7h"
    assert formats.hour(pd.NA) == "Chưa rõ giờ"
    assert formats.duration(timedelta(hours=3, minutes=18, seconds=59)) == "3 giờ 18 phút"
    assert formats.duration(timedelta(seconds=-5)) == "0 giờ 0 phút"
    catalog.speak("en")
    assert formats.day(AFTERNOON) == "Sat, 21 Sep 2024"
    assert formats.hour(None) == catalog.sentences("en")["unit.unknown_hour"]


@pytest.mark.parametrize("weekday", range(7))
def test_monday_is_the_second_day(weekday: int) -> None:
    names = ("Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7", "Chủ nhật")
    assert formats.day(date(2024, 9, 16 + weekday)).startswith(f"{names[weekday]}, ")


@pytest.mark.parametrize(
    "hostile",
    (
        "**đậm** _nghiêng_ `mã`",
        "[bấm vào đây](http://example.org)",
        "![ảnh](http://example.org/a.png)",
        "<b>đậm</b><script>alert(1)</script>",
        "# Tiêu đề",
        "- gạch đầu dòng",
        "1. một",
        ":red[đỏ] :material/home: :smile:",
        "$x^2$",
        "a | b",
        "https://example.org",
        "a@example.org",
        "&lt;b&gt;",
        "==đánh dấu== ~~xóa~~",
        "\\*",
    ),
)
def test_text_from_data_stays_text(hostile: str) -> None:
    shown = formats.plain(hostile)
    unescaped = ""
    letters = iter(shown)
    for letter in letters:
        if letter == "\\":
            unescaped += next(letters)
        else:
            assert letter not in "*_`[]()<>#$|~:^&=@/!", (letter, shown)
            unescaped += letter
    assert unescaped.replace("\u2060", "") == hostile


@pytest.mark.parametrize("address", ["https://a.example", "www.a.example", "a@b.example"])
def test_an_address_in_data_does_not_become_a_link(address: str) -> None:
    shown = formats.plain(address)
    assert "\u2060" in shown and shown.replace("\u2060", "").replace("\\", "") == address


def test_a_line_break_in_data_does_not_begin_a_new_paragraph() -> None:
    assert formats.plain("Hạ Long\n\n# To") == "Hạ Long \\# To"
    assert formats.plain(" Cô  Tô ") == "Cô Tô"


def test_money_in_full_is_never_rounded() -> None:
    assert formats.dong(1_185_900_001) == f"1.185.900.001{formats.NO_BREAK}đồng"
    assert formats.dong(0) == f"0{formats.NO_BREAK}đồng"
    assert formats.dong(None) == formats.MISSING
