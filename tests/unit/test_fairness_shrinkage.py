"""Shrinkage: how far a ratio is believed, on made units whose true ratios are known."""

import numpy as np
import pytest

from lib.fairness.chances import TAILS
from lib.fairness.gamma import gamma_quantiles
from lib.fairness.shrinkage import LEAST_SPREAD, shrunk


def made(seed: int, *, spread: float, units: int, largest: float = 200.0) -> tuple[np.ndarray, ...]:
    """True ratios, observed and expected counts of made units."""
    drawn = np.random.Generator(np.random.PCG64(seed))
    expected = drawn.uniform(2, largest, units)
    truth = drawn.gamma(spread**-2, spread**2, units) if spread else np.ones(units)
    return truth, drawn.poisson(truth * expected).astype(float), expected


def test_the_mean_is_what_the_formula_says() -> None:
    found = shrunk(np.array([10.0, 250.0, 40.0]), np.array([20.0, 200.0, 80.0]))
    strength = found.spread**-2
    observed, expected = np.array([10.0, 250.0, 40.0]), np.array([20.0, 200.0, 80.0])
    assert found.ratio == pytest.approx((observed + strength) / (expected + strength))
    own = expected / (expected + strength)
    assert found.own == pytest.approx(own)
    # the same, as a weighted mean of its own ratio and the general level
    assert found.ratio == pytest.approx(own * observed / expected + (1 - own))


def test_of_two_units_with_the_same_ratio_the_small_one_moves_further() -> None:
    observed, expected = np.array([3.0, 300.0, 130.0]), np.array([2.0, 200.0, 231.0])
    small, large, _ = shrunk(observed, expected).ratio
    assert 1 < small < large < 1.5
    assert 1.5 - small > 3 * (1.5 - large)


@pytest.mark.parametrize("spread", [0.15, 0.4, 0.8])
def test_the_spread_of_true_ratios_is_found(spread: float) -> None:
    found = [shrunk(*made(seed, spread=spread, units=150)[1:]).spread for seed in range(6)]
    assert np.mean(found) == pytest.approx(spread, rel=0.12)


def test_where_all_are_equal_little_spread_is_claimed_and_ratios_stay_near_one() -> None:
    for seed in range(6):
        found = shrunk(*made(seed, spread=0, units=100)[1:])
        assert LEAST_SPREAD <= found.spread < 0.1
        assert np.abs(found.ratio - 1).max() < 0.15


def test_few_units_are_never_called_equal_for_certain() -> None:
    found = shrunk(np.array([20.0, 20.0]), np.array([20.0, 20.0]))
    assert found.spread > 0.05
    assert found.ratio == pytest.approx([1.0, 1.0])


def test_a_unit_that_sold_nothing_is_not_believed_to_be_nothing() -> None:
    found = shrunk(np.array([0.0, 50.0, 60.0]), np.array([4.0, 50.0, 56.0]))
    assert 0 < found.ratio[0] < 1
    assert np.isfinite(found.ratio).all()


@pytest.mark.parametrize("spread", [0.2, 0.5])
def test_intervals_hold_the_true_ratios_as_often_as_they_say(spread: float) -> None:
    held = []
    for seed in range(40):
        truth, observed, expected = made(100 + seed, spread=spread, units=14)
        found = shrunk(observed, expected)
        ends = gamma_quantiles(found.shape, TAILS) / found.rate[:, None]
        held += ((ends[:, 0] <= truth) & (truth <= ends[:, 1])).tolist()
    assert np.mean(held) == pytest.approx(0.8, abs=0.05)


def test_shrunk_ratios_miss_the_truth_by_less_than_raw_ones() -> None:
    raw, better = [], []
    for seed in range(30):
        truth, observed, expected = made(200 + seed, spread=0.25, units=14, largest=60)
        raw.append(float(((observed / expected - truth) ** 2).mean()))
        better.append(float(((shrunk(observed, expected).ratio - truth) ** 2).mean()))
    assert np.mean(better) < 0.7 * np.mean(raw)
