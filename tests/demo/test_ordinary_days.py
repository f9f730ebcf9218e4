"""The days beside the article's: they differ, each comes from its date and the seed alone."""

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pyarrow.compute as pc
import pytest

from lib.demo import build
from lib.demo.ordinary_days import mood_of
from lib.demo.shape import DAY
from lib.store import Store
from tests.demo.conftest import AT, contents, store_in

MONTH = [DAY + timedelta(number) for number in range(-14, 16) if number]


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = store_in(tmp_path_factory.mktemp("month"))
    build(store, at=AT, rows=30_000, days=30)
    return store


def test_the_articles_day_has_no_mood_and_other_days_keep_theirs():
    assert mood_of(DAY, 1) is None
    one, again = (mood_of(DAY + timedelta(1), 1) for _ in range(2))
    assert (one.name, one.level, one.held) == (again.name, again.level, again.held)
    assert np.array_equal(one.hours, again.hours)
    assert mood_of(DAY + timedelta(1), 2).level != one.level


def test_a_season_has_days_of_every_sort():
    moods = [mood_of(date(2024, 1, 1) + timedelta(number), 1) for number in range(120)]
    assert set(Counter(mood.name for mood in moods)) == {"plain", "rain", "market", "late_start"}
    assert any(mood.held for mood in moods) and not all(mood.held for mood in moods)
    assert any(mood.hourly.size for mood in moods)
    ends = [held.until_report for mood in moods for held in mood.held]
    assert min(ends) < 40 < max(ends)  # some report in the course of the day, some after it


def test_days_differ_in_level_shape_and_lateness(month: Store):
    sales = contents(month, ("sales",))["sales"]
    levels, mornings, lags = [], [], []
    for day in MONTH[5:]:
        own = sales.filter(pc.equal(sales["sold_on"], day))
        revenue = own["revenue_vnd"].to_numpy()
        early = pc.less(pc.hour(own["sold_at"]), 11).to_numpy()
        lag = pc.minutes_between(own["sold_at"], own["recorded_at"]).to_numpy()
        levels.append(revenue.sum())
        mornings.append(revenue[early].sum() / revenue.sum())
        lags.append((lag > 60).mean())
        assert (lag >= 0).all()
    assert max(levels) / min(levels) > 2
    assert max(mornings) - min(mornings) > 0.1
    assert max(lags) > 0.05 > min(lags)


def test_a_seed_draws_other_days_and_leaves_the_articles_alone(built, tmp_path):
    held = []
    for seed in (1, 2):
        store = store_in(tmp_path / str(seed))
        build(store, at=AT, days=3, seed=seed)
        sales = contents(store, ("sales",))["sales"]
        own = sales.filter(pc.equal(sales["sold_on"], DAY))
        alone = contents(built.store, ("sales",))["sales"]
        same = ("receipt_no", "staff_code", "revenue_vnd", "sold_at", "recorded_at")
        assert own.select(same).equals(alone.select(same))
        held.append(sales.num_rows)
    assert held[0] != held[1]
