"""Replaying past days: nothing later is known, rivals are what they are called, ours is better."""

from datetime import timedelta

import pandas as pd
import pytest

from lib.forecast.backtesting import HOURS, REPLAYS, by_hour, coverage, replay
from lib.forecast.levels import expected_levels
from tests.made_days import CLOSES, FIRST, KINDS, OPENS, made, slots
from tests.unit.test_forecast_projection import at


def replayed(kind: str, seed: int, days: int = 16) -> pd.DataFrame:
    history = made(KINDS[kind], days=days, seed=seed)
    day = max(history["sold_on"])
    return replay(history, slots=slots(day), opens_at=at(day, OPENS), closes_at=at(day, CLOSES))


@pytest.mark.parametrize("kind", ["late_loaded", "heavy_lateness", "silent_units"])
def test_the_forecast_beats_both_rivals_before_the_day_is_nearly_over(kind: str) -> None:
    hours = by_hour(replayed(kind, seed=1, days=13))
    assert tuple(hours) == HOURS
    early = hours[hours["minutes_in"] <= 420]
    assert (early["error"] < early["straight_error"]).all(), early
    assert (early["error"] < early["last_hour_error"]).all(), early


@pytest.mark.parametrize("kind", ["late_start", "growing", "weekend"])
def test_the_band_holds_about_as_often_as_it_is_meant_to(kind: str) -> None:
    replays = replayed(kind, seed=3, days=15)
    assert 0.68 <= coverage(replays) <= 0.97
    whole = by_hour(replays)
    assert whole["error"].mean() < whole[["straight_error", "last_hour_error"]].mean().min()


def test_rivals_are_straight_line_and_last_hour() -> None:
    day = FIRST
    rows = [(minute, vnd, known) for minute, vnd, known in ((450, 60, 500), (520, 30, 560))]
    history = pd.DataFrame(
        [
            {
                "sold_on": day + timedelta(number),
                "unit_id": "a",
                "sold_minute": minute,
                "known_on": day + timedelta(number),
                "known_minute": known,
                "revenue_vnd": vnd,
                "sale_count": 1,
            }
            for number in range(2)
            for minute, vnd, known in rows
        ]
    ).astype({"sold_minute": "Int64"})
    found = replay(history, slots=slots(day), opens_at=at(day, OPENS), closes_at=at(day, CLOSES))
    assert tuple(found) == REPLAYS
    first, second = found.iloc[0], found.iloc[1]
    assert (first["actual_vnd"], second["actual_vnd"], first["total_vnd"]) == (60, 90, 90)
    # ten hours: after one of them 60, after two 90 of which the last brought 30
    assert (first["straight_vnd"], second["straight_vnd"]) == (600, 450)
    assert (first["last_hour_vnd"], second["last_hour_vnd"]) == (60 + 9 * 60, 90 + 8 * 30)


def test_what_came_later_changes_no_replay_of_an_earlier_day() -> None:
    history = made(KINDS["silent_units"], days=9, seed=5)
    days = sorted(set(history["sold_on"]))
    about = {
        "slots": slots(days[-1]),
        "opens_at": at(days[-1], OPENS),
        "closes_at": at(days[-1], CLOSES),
    }
    whole = replay(history, **about)
    cut = replay(history[history["sold_on"] <= days[-2]], **about)
    kept = whole[whole["sold_on"] <= days[-2]].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, cut)
    # a report that was not in when the next day opened teaches that day nothing
    late = history.copy()
    late.loc[late["sold_on"] == days[-2], "known_on"] = days[-1] + timedelta(3)
    without = history[history["sold_on"] != days[-2]]
    of_last = [
        one[one["sold_on"] == days[-1]]["closing_vnd"].tolist()
        for one in (replay(late, **about), replay(without, **about))
    ]
    assert of_last[0] == of_last[1]


def test_one_day_alone_is_not_replayed() -> None:
    assert replayed("linear", seed=1, days=1).empty
    few = replayed("linear", seed=1, days=3)
    assert few["sold_on"].nunique() == 2


def test_the_level_of_a_day_knows_its_weekday_and_growth() -> None:
    days = [FIRST + timedelta(number) for number in range(28)]
    sold = pd.Series([40.0 if day.weekday() == 6 else 100.0 for day in days]).to_numpy()
    sunday = days[-1] + timedelta(7)
    assert sunday.weekday() == 6
    assert expected_levels(days, sold, sunday)[-1] == pytest.approx(40, rel=0.15)
    assert expected_levels(days, sold, days[-1] + timedelta(1))[-1] == pytest.approx(100, rel=0.1)
    grown = pd.Series([100 * 1.05**number for number in range(28)]).to_numpy()
    assert expected_levels(days, grown, days[-1] + timedelta(1))[-1] > 0.85 * grown[-1]


def test_one_extraordinary_day_is_not_the_level_of_the_next() -> None:
    days = [FIRST + timedelta(number) for number in range(14)]
    sold = pd.Series([100.0] * 13 + [1_000.0]).to_numpy()
    assert expected_levels(days, sold, days[-1] + timedelta(1))[-1] < 140
