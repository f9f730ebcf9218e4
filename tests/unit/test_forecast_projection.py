"""Projections on days of many making: bounds, order, silence, lateness, and what is not known."""

import math
from datetime import date, datetime, time, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.forecast.learning import Learned, learn
from lib.forecast.projection import Projection, project
from tests.made_days import CLOSES, KINDS, OPENS, Kind, known_today, made, scaled, slots

DAYS = 14
SOME = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def at(day: date, minute: float) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def learned_of(history: pd.DataFrame, day: date) -> Learned:
    return learn(history, slots=slots(day), opens_at=at(day, OPENS), closes_at=at(day, CLOSES))


def scene(kind: Kind, seed: int, days: int = DAYS) -> tuple[Learned, pd.DataFrame, date]:
    """What is learned from all days but the last, that day's rows, and its date."""
    whole = made(kind, days=days, seed=seed)
    day = max(whole["sold_on"])
    return learned_of(whole[whole["sold_on"] < day], day), whole[whole["sold_on"] == day], day


def projected(
    learned: Learned, own: pd.DataFrame, day: date, minute: float, plan_vnd: int | None
) -> Projection:
    as_of = at(day, minute)
    units = [f"u{number:02}" for number in range(14)]
    return project(known_today(own, as_of, units), learned, plan_vnd=plan_vnd, as_of=as_of)


def sound(found: Projection, learned: Learned) -> None:
    """What holds of any projection."""
    closes_at, as_of = learned.closes_at, found.as_of
    assert 0 <= found.reported_count <= found.unit_count
    assert found.chance is None or 0 <= found.chance <= 1
    for moment in (found.finish_at, found.finish_from, found.finish_until):
        assert moment is None or moment <= closes_at or found.actual_vnd > 0
    if found.closing_vnd is None:
        assert (found.low_vnd, found.high_vnd) == (None, None)
        assert found.path.empty and found.is_provisional
        return
    assert found.low_vnd is not None and found.high_vnd is not None
    assert found.actual_vnd <= found.low_vnd <= found.closing_vnd <= found.high_vnd
    ends = found.path.iloc[-1]
    assert (ends["low_vnd"], ends["expected_vnd"], ends["high_vnd"]) == (
        found.low_vnd,
        found.closing_vnd,
        found.high_vnd,
    )
    assert found.path["at"].iloc[0] == as_of
    assert found.path["at"].is_monotonic_increasing and found.path["at"].is_unique
    assert found.path["at"].iloc[-1] == max(as_of, closes_at)
    for name in ("expected_vnd", "low_vnd", "high_vnd"):
        assert found.path[name].is_monotonic_increasing
        assert (found.path[name] >= found.actual_vnd).all()
    assert (found.path["low_vnd"] <= found.path["expected_vnd"]).all()
    assert (found.path["expected_vnd"] <= found.path["high_vnd"]).all()
    if found.finish_from and found.finish_at:
        assert found.finish_from <= found.finish_at
    if found.finish_until:
        assert found.finish_at and found.finish_at <= found.finish_until


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("days", [1, 2, 5, 14])
def test_a_projection_is_sound_on_days_of_any_making(kind: str, days: int) -> None:
    learned, own, day = scene(KINDS[kind], seed=days, days=days)
    plan_vnd = int(own["revenue_vnd"].sum())
    for minute in (0, OPENS, OPENS + 7, 520, 700, 1000, CLOSES, CLOSES + 90, 1440 + 600):
        found = projected(learned, own, day, minute, plan_vnd)
        sound(found, learned)
        assert found.basis == ("days" if learned.day_count else "plan")


@SOME
@given(
    st.sampled_from(sorted(KINDS)),
    st.integers(1, 9),
    st.integers(0, 10_000),
    st.integers(OPENS - 60, CLOSES + 200),
    st.sampled_from([None, 0, 1, 30_000_000, 10**13]),
)
def test_nothing_breaks_a_projection(
    kind: str, days: int, seed: int, minute: int, plan_vnd: int | None
) -> None:
    learned, own, day = scene(scaled(KINDS[kind], sales=80), seed=seed, days=days)
    found = projected(learned, own, day, minute, plan_vnd)
    sound(found, learned)
    if not plan_vnd:
        assert (found.chance, found.finish_at) == (None, None)


@SOME
@given(st.sampled_from(sorted(KINDS)), st.integers(0, 99), st.sampled_from([10, 1000]))
def test_ten_times_the_money_gives_ten_times_the_forecast(kind: str, seed: int, times: int) -> None:
    whole = made(scaled(KINDS[kind], sales=120), days=8, seed=seed)
    day = max(whole["sold_on"])
    more = whole.assign(revenue_vnd=whole["revenue_vnd"] * times)
    found = [
        projected(
            learned_of(rows[rows["sold_on"] < day], day),
            rows[rows["sold_on"] == day],
            day,
            750,
            plan_vnd=40_000_000 * factor,
        )
        for rows, factor in ((whole, 1), (more, times))
    ]
    for name in ("closing_vnd", "low_vnd", "high_vnd"):
        small, large = (getattr(one, name) for one in found)
        assert large == pytest.approx(small * times, rel=1e-6, abs=times)
    assert found[0].chance == pytest.approx(found[1].chance, abs=1e-6)


def test_without_earlier_days_the_plan_gives_the_shape_and_the_default_band() -> None:
    _, own, day = scene(KINDS["linear"], seed=1, days=1)
    learned = learned_of(own[:0], day)
    found = projected(learned, own, day, 750, plan_vnd=None)
    # half past twelve: half of an even plan is due, and the default is 0.13 in logarithms
    assert found.basis == "plan" and found.day_count == 0
    assert found.closing_vnd == pytest.approx(2 * found.actual_vnd, rel=1e-6)
    half = 1.2815515655446004 * math.sqrt(0.13**2 + 0.01**2)
    assert found.high_vnd == pytest.approx(2 * found.actual_vnd * math.exp(half), rel=1e-6)
    assert found.low_vnd == pytest.approx(2 * found.actual_vnd / math.exp(half), rel=1e-6)


def test_without_earlier_days_too_little_is_said_to_be_too_little() -> None:
    _, own, day = scene(KINDS["linear"], seed=1, days=1)
    learned = learned_of(own[:0], day)
    assert projected(learned, own, day, OPENS, None).closing_vnd is None
    assert projected(learned, own, day, OPENS + 5, None).closing_vnd is None
    assert projected(learned, own[:0], day, 900, None).closing_vnd is None


def test_a_silent_unit_is_not_a_unit_without_sales() -> None:
    """The largest unit hands over nothing until the evening: it is expected all the same."""
    learned, own, day = scene(KINDS["two_peaks"], seed=5)
    total = int(own["revenue_vnd"].sum())
    largest = own.groupby("unit_id")["revenue_vnd"].sum().idxmax()
    part = own[own["unit_id"] == largest]["revenue_vnd"].sum() / total
    assert part > 0.2
    held = own.copy()
    held.loc[held["unit_id"] == largest, "known_minute"] = CLOSES + 60
    for minute in (840, 960, CLOSES):
        heard = projected(learned, own, day, minute, None)
        silent = projected(learned, held, day, minute, None)
        assert silent.reported_count == heard.reported_count - 1
        assert silent.closing_vnd > total * (1 - 0.6 * part)


def test_coverage_below_the_threshold_is_provisional() -> None:
    learned, own, day = scene(KINDS["two_peaks"], seed=2)
    full = projected(learned, own, day, 900, None)
    assert not full.is_provisional
    few = own[own["unit_id"].isin(sorted(set(own["unit_id"]))[:10])]
    thin = projected(learned, few, day, 900, None)
    assert (thin.reported_count, thin.unit_count) == (10, 14)
    assert thin.is_provisional
    assert projected(learned, own, day, OPENS + 59, None).is_provisional


def test_late_reports_are_expected_after_closing_and_none_when_all_is_in() -> None:
    learned, own, day = scene(KINDS["heavy_lateness"], seed=3)
    total = int(own["revenue_vnd"].sum())
    closing = projected(learned, own, day, CLOSES, None)
    assert closing.actual_vnd < 0.97 * total
    assert closing.actual_vnd < closing.closing_vnd
    later = projected(learned, own, day, 2 * 1440, None)
    assert later.low_vnd == later.closing_vnd == later.high_vnd == total


def test_a_day_long_past_is_what_is_known_of_it() -> None:
    for days in (1, 3, DAYS):
        learned, own, day = scene(KINDS["two_peaks"], seed=3, days=days)
        few = own[own["unit_id"] != max(own["unit_id"])]
        found = projected(learned, few, day, 400 * 1440, None)
        assert found.low_vnd == found.closing_vnd == found.high_vnd == found.actual_vnd


def test_what_has_been_reached_says_when_it_was_passed() -> None:
    learned, own, day = scene(KINDS["at_once"], seed=4)
    total = int(own["revenue_vnd"].sum())
    found = projected(learned, own, day, CLOSES + 200, total // 2)
    sums = own.groupby("sold_minute")["revenue_vnd"].sum().sort_index().cumsum()
    passed = int(sums[sums >= total // 2].index[0]) + 15
    assert found.finish_at == found.finish_from == found.finish_until == at(day, passed)
    assert found.chance == 1.0


def test_a_plan_out_of_reach_has_no_finishing_time() -> None:
    learned, own, day = scene(KINDS["two_peaks"], seed=4)
    found = projected(learned, own, day, 900, 10 * int(own["revenue_vnd"].sum()))
    assert (found.finish_at, found.finish_from, found.finish_until) == (None, None, None)
    assert found.chance == 0.01


def test_the_chance_falls_as_the_plan_grows() -> None:
    learned, own, day = scene(KINDS["two_peaks"], seed=6)
    total = int(own["revenue_vnd"].sum())
    chances = [
        projected(learned, own, day, 700, round(total * part)).chance
        for part in (0.7, 0.9, 1.0, 1.1, 1.4)
    ]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 0.9 and chances[-1] < 0.1


def test_later_days_are_not_learned_from() -> None:
    whole = made(KINDS["two_peaks"], days=10, seed=1)
    day = sorted(set(whole["sold_on"]))[4]
    before = learned_of(whole[whole["sold_on"] < day], day)
    assert learned_of(whole, day).days.days == before.days.days
    assert before.day_count == 4


def of_days(units: dict[str, list[int]], first: date) -> pd.DataFrame:
    """Whole days of units, as the query answers for a campaign of several days."""
    return pd.DataFrame(
        [
            {
                "unit_id": unit,
                "target_vnd": 100,
                "sold_on": first + timedelta(number),
                "sold_minute": None,
                "revenue_vnd": vnd,
                "sale_count": 10,
                "last_hour_vnd": 0,
            }
            for unit, sums in units.items()
            for number, vnd in enumerate(sums)
        ]
    ).astype({"sold_minute": "Int64"})


def long_campaign(days: int) -> Learned:
    first = date(2024, 9, 2)
    rows = [
        {"starts_at": at(first + timedelta(n), 450), "ends_at": at(first + timedelta(n), 1050)}
        for n in range(days)
    ]
    plan = pd.DataFrame(rows).assign(plan_share=1 / days)
    return learn(
        made(KINDS["linear"], days=2, seed=1),
        slots=plan,
        opens_at=at(first, 450),
        closes_at=at(first + timedelta(days - 1), 1050),
    )


def test_a_long_campaign_goes_on_at_the_pace_of_its_days() -> None:
    learned = long_campaign(10)
    first = learned.opens_at.date()
    found = project(
        of_days({"a": [50] * 5, "b": [50] * 5}, first),
        learned,
        plan_vnd=1_000,
        as_of=at(first + timedelta(4), 1300),
    )
    sound(found, learned)
    assert (found.closing_vnd, found.basis) == (1_000, "plan")
    # three days of the five are not zero, they are missing: two days are too few to say
    few = of_days({"a": [50, 50]}, first)
    as_of = at(first + timedelta(4), 1300)
    assert project(few, learned, plan_vnd=1_000, as_of=as_of).closing_vnd is None
    over = project(
        of_days({"a": [50] * 10}, first),
        learned,
        plan_vnd=1_000,
        as_of=at(first + timedelta(11), 0),
    )
    assert over.low_vnd == over.closing_vnd == over.high_vnd == 500
    assert over.chance == 0.0
