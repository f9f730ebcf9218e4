"""The steps of the slider: quarters of a day, hours of a few days, days of a long campaign."""

from datetime import datetime, time, timedelta

import pandas as pd
import pytest

from lib.i18n import catalog
from lib.ui import time_machine

LATER = datetime(2030, 1, 1)
EVENING = time(17, 30)


def campaign(opens: str, closes: str) -> pd.Series:
    return pd.Series({"opens_at": pd.Timestamp(opens), "closes_at": pd.Timestamp(closes)})


DAY = campaign("2024-09-21 07:30", "2024-09-21 17:30")
WEEKS = campaign("2024-09-03 07:30", "2024-12-31 17:30")
YEAR = campaign("2024-01-01 07:30", "2024-12-31 17:30")


def test_a_day_is_looked_through_by_quarters_of_an_hour_up_to_its_close() -> None:
    found = time_machine.steps(DAY, until=LATER, clock=EVENING)
    assert found[:2] == [datetime(2024, 9, 21, 7, 30), datetime(2024, 9, 21, 7, 45)]
    assert found[-1] == datetime(2024, 9, 21, 17, 30)
    assert len(found) == 41


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ("07:30", None),
        ("07:31", "07:30"),
        ("11:00", "10:45"),
        ("11:07", "11:00"),
        ("18:00", "17:30"),
    ],
)
def test_while_it_runs_the_steps_are_those_gone_by(now: str, last: str | None) -> None:
    until = datetime.fromisoformat(f"2024-09-21 {now}")
    found = time_machine.steps(DAY, until=until, clock=EVENING)
    assert (f"{found[-1]:%H:%M}" if found else None) == last


def test_odd_hours_are_rounded_outwards_to_the_quarter_but_end_at_the_close() -> None:
    odd = campaign("2024-09-21 07:40", "2024-09-21 11:50")
    found = time_machine.steps(odd, until=LATER, clock=EVENING)
    assert [f"{one:%H:%M}" for one in (found[0], found[-2], found[-1])] == [
        "07:30",
        "11:45",
        "11:50",
    ]


def test_a_few_days_are_looked_through_by_hours_and_more_by_days() -> None:
    week = campaign("2024-09-16 07:30", "2024-09-22 17:30")
    found = time_machine.steps(week, until=LATER, clock=EVENING)
    assert len(found) == 7 * 12
    assert found[11:13] == [datetime(2024, 9, 16, 17, 30), datetime(2024, 9, 17, 7, 0)]
    days = time_machine.steps(WEEKS, until=LATER, clock=time(11, 7))
    assert len(days) == 120
    assert days[1] - days[0] == timedelta(days=1)
    assert {one.time() for one in days} == {time(11, 7)}


@pytest.mark.parametrize("years", [1, 3])
def test_a_very_long_campaign_has_no_thousands_of_steps(years: int) -> None:
    long = YEAR.replace(YEAR["opens_at"], pd.Timestamp(f"{2025 - years}-01-01 07:30"))
    found = time_machine.steps(long, until=LATER, clock=EVENING)
    assert found[1] - found[0] == timedelta(days=7)
    assert 50 < len(found) < 160


def test_hours_over_midnight_are_the_whole_day() -> None:
    night = campaign("2024-09-21 22:00", "2024-09-22 02:00")
    assert len(time_machine.steps(night, until=LATER, clock=EVENING)) == 2 * 25


@pytest.mark.parametrize(
    ("moment", "asked", "code"),
    [
        (datetime(2024, 9, 21, 11, 0), DAY, "11:00"),
        (datetime(2024, 9, 21, 11, 7), DAY, "11:07"),
        (datetime(2024, 9, 21, 11, 7, 30), DAY, "2024-09-21T11:07:30"),
        (datetime(2024, 9, 20, 11, 0), DAY, "2024-09-20T11:00"),
        (datetime(2024, 12, 31, 11, 0), WEEKS, "2024-12-31T11:00"),
    ],
)
def test_a_step_is_written_as_the_address_holds_it(
    moment: datetime, asked: pd.Series, code: str
) -> None:
    assert time_machine.code(moment, asked) == code


@pytest.mark.parametrize("language", catalog.LANGUAGES)
@pytest.mark.parametrize(
    ("asked", "odd"),
    [
        (DAY, ["2024-09-21 11:00:30", "2024-09-21 11:00:00.5", "2024-09-20 11:00", "0001-01-01"]),
        (WEEKS, ["2024-08-01 17:30"]),
        (YEAR, ["2024-05-04 17:30"]),
    ],
)
def test_no_two_steps_say_the_same(language: str, asked: pd.Series, odd: list[str]) -> None:
    catalog.speak(language)
    moments = time_machine.steps(asked, until=LATER, clock=EVENING)
    moments += [datetime.fromisoformat(one) for one in odd]
    words = time_machine._in_words(moments, asked)
    assert len(set(words.values())) == len(words) == len(moments)
    catalog.speak("vi")
