"""What time it is for a board: local, and rounded so that all viewers ask the same question."""

from datetime import UTC, datetime, timedelta

import pytest

from lib.ui.clock import latest_cut_off, now

CLOSES = datetime(2024, 9, 21, 17, 30)


def test_now_is_the_time_in_vietnam_without_a_zone() -> None:
    in_vietnam = datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=7)
    assert now().tzinfo is None
    assert abs(now() - in_vietnam) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("moment", "cut_off"),
    (
        (datetime(2024, 9, 21, 10, 45, 0), datetime(2024, 9, 21, 10, 46)),
        (datetime(2024, 9, 21, 10, 45, 59, 999_999), datetime(2024, 9, 21, 10, 46)),
        (datetime(2024, 9, 21, 10, 59, 30), datetime(2024, 9, 21, 11, 0)),
        (datetime(2024, 9, 20, 23, 59, 30), datetime(2024, 9, 21, 0, 0)),
        (CLOSES, datetime(2024, 9, 21, 17, 31)),
    ),
)
def test_while_a_campaign_runs_the_cut_off_is_the_end_of_the_minute(
    moment: datetime, cut_off: datetime
) -> None:
    assert latest_cut_off(moment, closes_at=CLOSES) == cut_off


@pytest.mark.parametrize(
    ("moment", "cut_off"),
    (
        (CLOSES + timedelta(microseconds=1), datetime(2024, 9, 22)),
        (datetime(2024, 9, 21, 23, 59, 59), datetime(2024, 9, 22)),
        (datetime(2024, 9, 22, 0, 0), datetime(2024, 9, 23)),
        (datetime(2024, 12, 31, 12, 0), datetime(2025, 1, 1)),
    ),
)
def test_afterwards_it_is_the_end_of_the_day(moment: datetime, cut_off: datetime) -> None:
    assert latest_cut_off(moment, closes_at=CLOSES) == cut_off


@pytest.mark.parametrize("minutes", range(0, 24 * 60, 97))
def test_nothing_recorded_by_now_is_left_out(minutes: int) -> None:
    moment = datetime(2024, 9, 21, 0, 0, 17) + timedelta(minutes=minutes)
    assert latest_cut_off(moment, closes_at=CLOSES) > moment
