"""How old figures are: always an absolute time, and loud only when it must be."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from lib.i18n import catalog
from lib.ui.cards import Age, freshness, is_simulated
from lib.ui.question import Question

NOON = datetime(2024, 9, 21, 12, 0)


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    catalog.speak("vi")
    yield
    catalog.speak("vi")


def asked(*, is_replay: bool = False, is_simulated: bool = False) -> Question:
    campaign = pd.Series(
        {
            "campaign_code": "day",
            "opens_at": datetime(2024, 9, 21, 7, 0),
            "closes_at": datetime(2024, 9, 21, 17, 30),
            "is_simulated": is_simulated,
        }
    )
    return Question(
        campaign=campaign, unit_id=None, units=pd.DataFrame(), as_of=NOON, is_replay=is_replay
    )


def age(last: Any, *, moment: datetime = NOON, is_replay: bool = False) -> Age:
    return freshness(asked(is_replay=is_replay), last_recorded_at=last, moment=moment)


@pytest.mark.parametrize("seconds", (0, 1, 299, 300))
def test_within_five_minutes_figures_are_new(seconds: int) -> None:
    found = age(NOON - timedelta(seconds=seconds))
    assert found.words.startswith("Số liệu mới, ")
    assert not found.is_stale


@pytest.mark.parametrize("seconds", (301, 899, 900))
def test_a_quiet_quarter_of_an_hour_is_no_alarm(seconds: int) -> None:
    found = age(NOON - timedelta(seconds=seconds))
    assert found.words.startswith("Số liệu lúc 11:")
    assert not found.is_stale


@pytest.mark.parametrize("minutes", (16, 60, 299))
def test_older_figures_in_selling_hours_catch_the_eye(minutes: int) -> None:
    last = NOON - timedelta(minutes=minutes)
    found = age(last)
    assert found == Age("radio_button_unchecked", f"Số liệu cũ, tính đến {last:%H:%M}", True)


def test_figures_of_another_day_say_which() -> None:
    assert "20/9/2024" in age(datetime(2024, 9, 20, 16, 0)).words


def test_before_opening_old_figures_are_no_alarm() -> None:
    found = age(datetime(2024, 9, 21, 6, 0), moment=datetime(2024, 9, 21, 6, 40))
    assert not found.is_stale
    assert "06:00" in found.words


def test_after_closing_the_figures_are_final_and_say_until_when() -> None:
    found = age(datetime(2024, 9, 21, 17, 51), moment=datetime(2024, 9, 21, 18, 0))
    assert found == Age("stop", "Đã hết giờ 17:30; số liệu đến 17:51, 21/9/2024")
    assert age(NOON, moment=datetime(2024, 9, 21, 17, 30)).is_stale, "closing itself is not after"


def test_a_replay_names_the_moment_that_is_shown_whatever_the_clock_says() -> None:
    for moment in (NOON, datetime(2026, 1, 1)):
        found = age(None, moment=moment, is_replay=True)
        assert found == Age("history", "Xem lại số liệu lúc 12:00, 21/9/2024")


@pytest.mark.parametrize("missing", (None, pd.NaT, pd.NA))
def test_without_figures_there_is_no_time(missing: Any) -> None:
    assert age(missing).words == "Chưa có số liệu"


def test_a_time_as_the_query_gives_it_is_understood() -> None:
    column = pd.Series([NOON - timedelta(minutes=2)], dtype="datetime64[us]")
    assert age(column.iloc[0]) == age(NOON - timedelta(minutes=2))


def test_no_age_is_told_in_relative_time() -> None:
    for minutes in (1, 10, 40):
        words = age(NOON - timedelta(minutes=minutes)).words
        assert "trước" not in words and "phút" not in words
        assert f"{NOON - timedelta(minutes=minutes):%H:%M}" in words


@pytest.mark.parametrize(
    ("campaign", "rows", "said"),
    ((False, False, False), (True, False, True), (False, True, True), (True, True, True)),
)
def test_a_page_is_simulated_when_its_plan_or_any_of_its_rows_is(
    campaign: bool, rows: bool, said: bool
) -> None:
    overview = pd.Series({"is_simulated": rows})
    assert is_simulated(asked(is_simulated=campaign), overview) is said
