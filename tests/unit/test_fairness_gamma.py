"""Quantiles of the gamma distribution against printed tables and closed forms."""

import math
import random
from statistics import NormalDist

import numpy as np
import pytest

from lib.fairness.gamma import gamma_quantiles


def quantile(shape: float, chance: float) -> float:
    return float(gamma_quantiles(np.array([shape]), (chance,))[0, 0])


@pytest.mark.parametrize("chance", [0.01, 0.1, 0.5, 0.9, 0.999])
def test_shape_one_is_the_exponential(chance: float) -> None:
    assert quantile(1.0, chance) == pytest.approx(-math.log(1 - chance), rel=2e-4)


@pytest.mark.parametrize(
    ("freedom", "chance", "printed"),
    [
        # a table of chi-squared
        (1, 0.95, 3.8415),
        (2, 0.05, 0.1026),
        (4, 0.1, 1.0636),
        (10, 0.05, 3.9403),
        (10, 0.95, 18.3070),
        (10, 0.99, 23.2093),
        (100, 0.9, 118.4980),
    ],
)
def test_twice_the_gamma_is_chi_squared(freedom: int, chance: float, printed: float) -> None:
    assert 2 * quantile(freedom / 2, chance) == pytest.approx(printed, abs=1e-3, rel=1e-4)


def test_the_exact_interval_of_ten_events() -> None:
    # Garwood 1936: 95 % limits of a Poisson count of 10
    assert quantile(10, 0.025) == pytest.approx(4.795, abs=5e-4)
    assert quantile(11, 0.975) == pytest.approx(18.390, abs=5e-4)


@pytest.mark.parametrize("shape", [1e4, 1e7])
def test_large_shapes_are_normal(shape: float) -> None:
    z = NormalDist().inv_cdf(0.9)
    cube = shape * (1 - 1 / (9 * shape) + z / (3 * math.sqrt(shape))) ** 3  # Wilson and Hilferty
    assert quantile(shape, 0.9) == pytest.approx(cube, rel=1e-6)


@pytest.mark.parametrize("shape", [0.2, 0.7, 3.3])
def test_a_quantile_parts_independent_draws_as_it_says(shape: float) -> None:
    drawn = random.Random(5)
    values = [drawn.gammavariate(shape, 1) for _ in range(40_000)]
    for chance in (0.1, 0.5, 0.9):
        end = quantile(shape, chance)
        below = sum(value <= end for value in values) / len(values)
        assert below == pytest.approx(chance, abs=0.01)


def test_many_shapes_and_chances_at_once() -> None:
    found = gamma_quantiles(np.array([1.0, 5.0, 100.0]), (0.1, 0.9))
    assert found.shape == (3, 2)
    assert found[1, 0] == pytest.approx(quantile(5.0, 0.1))
    assert gamma_quantiles(np.zeros(0), (0.1, 0.9)).shape == (0, 2)
