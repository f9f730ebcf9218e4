"""Dates and times: day first, local time, nothing assumed."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.intake.moments import Moment, moment, title_day

DAY = dt.date(2024, 9, 21)


@pytest.mark.parametrize(
    "cell",
    [
        "21/09/2024",
        "21/9/24",
        "21-09-2024",
        "21.09.2024",
        "2024-09-21",
        "ngày 21 tháng 9 năm 2024",
        "45556",
        45556,
        45556.0,
        dt.date(2024, 9, 21),
        dt.datetime(2024, 9, 21),
    ],
)
def test_a_date_is_read_day_first(cell: Any) -> None:
    assert moment(cell, wrong="bad_date") == Moment(day=DAY)


def test_the_day_of_the_typhoon_is_in_september() -> None:
    assert moment("07/09/2024", wrong="bad_date").day == dt.date(2024, 9, 7)


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("8:05", "08:05"),
        ("08:05", "08:05"),
        ("08:05:30", "08:05:30"),
        ("08h05", "08:05"),
        ("8h05'", "08:05"),
        ("8h", "08:00"),
        ("8g05", "08:05"),
        ("8 giờ 5", "08:05"),
        ("8 giờ", "08:00"),
        ("8:05 AM", "08:05"),
        ("8:05 SA", "08:05"),
        ("1:30 CH", "13:30"),
        ("1:30 pm", "13:30"),
        ("12:15 SA", "00:15"),
        ("12:15 CH", "12:15"),
        ("0:00", "00:00"),
        ("23:59", "23:59"),
        (0.34375, "08:15"),
        (dt.time(8, 5), "08:05"),
        (dt.timedelta(hours=8, minutes=5), "08:05"),
        (dt.datetime(1899, 12, 31, 8, 5), "08:05"),
    ],
)
def test_a_time_is_read_the_way_people_write_it(cell: Any, clock: str) -> None:
    assert moment(cell, wrong="bad_time") == Moment(time=dt.time.fromisoformat(clock))


@pytest.mark.parametrize(
    "cell",
    [
        "21/09/2024 08:15",
        "08:15 21/09/2024",
        "08h15 21/9/24",
        "21/09/2024 8:15 SA",
        "2024-09-21 08:15:00",
        "2024-09-21T08:15:00",
        "2024-09-21T01:15:00Z",
        "45556.34375",
        45556.34375,
        dt.datetime(2024, 9, 21, 8, 15),
    ],
)
def test_a_cell_may_hold_date_and_time(cell: Any) -> None:
    assert moment(cell, wrong="bad_date") == Moment(DAY, dt.time(8, 15))


def test_universal_time_may_move_the_day() -> None:
    assert moment("2024-09-20T23:00:00Z", wrong="bad_date") == Moment(DAY, dt.time(6, 0))


@pytest.mark.parametrize(
    "cell",
    [
        "9/21/2024",
        "30/02/2024",
        "31/9/2024",
        "21/9",
        "21/13/2024",
        "0/9/2024",
        "hôm nay",
        "21/09/2024 22/09/2024",
        "121/09/2024",
        "21/09/20245",
        "2024/09/21",
        "39999",
        60001,
        -1,
        float("nan"),
        float("inf"),
        True,
        dt.timedelta(hours=30),
    ],
)
def test_what_is_no_date_is_refused(cell: Any) -> None:
    assert moment(cell, wrong="bad_date") == Moment(problem="bad_date")


@pytest.mark.parametrize("cell", ["25:61", "24:00", "8:60", "13:30 CH", "0:30 SA", "8", 8, "sáng"])
def test_what_is_no_time_is_refused(cell: Any) -> None:
    assert moment(cell, wrong="bad_time") == Moment(problem="bad_time")


def test_a_wrong_time_beside_a_date_is_a_wrong_time() -> None:
    assert moment("21/09/2024 25:61", wrong="bad_date") == Moment(problem="bad_time")


@pytest.mark.parametrize("cell", ["", " ", "-"])
def test_an_empty_cell_says_nothing(cell: str) -> None:
    assert moment(cell, wrong="bad_date") == Moment()


def test_the_title_names_a_day_only_when_it_names_one() -> None:
    assert title_day(["BÁO CÁO", "Ngày 21 tháng 09 năm 2024"]) == DAY
    assert title_day(["Từ ngày 1 tháng 9 năm 2024 đến ngày 21 tháng 9 năm 2024"]) is None
    assert title_day(["Ngày 31 tháng 02 năm 2024"]) is None
    assert title_day([]) is None


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_every_date_reads_back(day: dt.date) -> None:
    for shape in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d/%m/%y"):
        assert moment(day.strftime(shape), wrong="bad_date").day == day


@given(st.text(max_size=40))
def test_no_text_makes_the_parser_fail(written: str) -> None:
    moment(written, wrong="bad_date")


@given(st.floats() | st.datetimes() | st.timedeltas() | st.times())
def test_no_native_value_makes_the_parser_fail(cell: Any) -> None:
    moment(cell, wrong="bad_date")
