"""A past cut-off as people type it: a time of the day, or a date and a time."""

from datetime import datetime

import pytest

from lib.ui.filters import read_cut_off

CLOSES = datetime(2024, 9, 21, 17, 30)


@pytest.mark.parametrize(
    ("typed", "moment"),
    (
        ("11:00", datetime(2024, 9, 21, 11, 0)),
        ("7:05", datetime(2024, 9, 21, 7, 5)),
        (" 11:00 ", datetime(2024, 9, 21, 11, 0)),
        ("00:00", datetime(2024, 9, 21, 0, 0)),
        ("23:59", datetime(2024, 9, 21, 23, 59)),
        ("2024-09-21 11:00", datetime(2024, 9, 21, 11, 0)),
        ("2024-09-21T11:00", datetime(2024, 9, 21, 11, 0)),
        ("2024-09-20 16:30:15", datetime(2024, 9, 20, 16, 30, 15)),
        ("2024-09-20", datetime(2024, 9, 20)),
    ),
)
def test_what_is_typed_is_a_local_time(typed: str, moment: datetime) -> None:
    assert read_cut_off(typed, day=CLOSES) == moment


@pytest.mark.parametrize(
    ("typed", "moment"),
    (
        ("2024-09-21T04:00Z", datetime(2024, 9, 21, 11, 0)),
        ("2024-09-21T11:00+07:00", datetime(2024, 9, 21, 11, 0)),
        ("2024-09-20T20:00Z", datetime(2024, 9, 21, 3, 0)),
    ),
)
def test_a_zone_written_with_it_is_taken_at_its_word(typed: str, moment: datetime) -> None:
    assert read_cut_off(typed, day=CLOSES) == moment


@pytest.mark.parametrize(
    "typed",
    (
        *("24:00", "11:60", "-1:00", "1", "11", "1100", "trưa", "11h00", "??:??"),
        *("21/9/2024 11:00", "2024-02-30", "2024-13-01 11:00", "9999-12-31T23:59Z"),
        *("now()", "2024-09-21 11:00; drop table sales", "٣:٠٠", "\u200b11:00"),
    ),
)
def test_what_cannot_be_read_is_not_guessed(typed: str) -> None:
    assert read_cut_off(typed, day=CLOSES) is None
