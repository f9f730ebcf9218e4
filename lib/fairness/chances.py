"""What chance alone could do: intervals around a sum of sales, and who would be among the first."""

import numpy as np

from lib.fairness.gamma import Floats, gamma_quantiles

LEVEL = 0.8
"""How often an interval holds what the unit would sell on average of many such days."""
TAILS = (1 - LEVEL) / 2, (1 + LEVEL) / 2
TOP = 3
DRAWS = 20_000
"""A chance is then off by at most 0.4 points (one standard error)."""
SEED = 20240921


def sum_interval(total: Floats, squares: Floats, largest: Floats) -> tuple[Floats, Floats]:
    """The interval of each sum of sales that come at random (VND), low and high ends.

    The gamma interval of Fay and Feuer (1997, Statistics in Medicine 16, 791-801) for a weighted
    sum of Poisson counts, whose variance is the sum of squared weights: here each sale is a count
    of one and its amount the weight. Never below 0. Sums of 0 have no interval (NaN).
    """
    low, high = np.full(len(total), np.nan), np.full(len(total), np.nan)
    some = total > 0
    if some.any():
        mean, variance, most = total[some], squares[some], largest[some]
        below = gamma_quantiles(mean**2 / variance, (TAILS[0],))[:, 0]
        low[some] = below * variance / mean
        up, wide = mean + most, variance + most**2
        above = gamma_quantiles(up**2 / wide, (TAILS[1],))[:, 0]
        high[some] = above * wide / up
    return low, high


def sum_draws(total: Floats, squares: Floats) -> Floats:
    """DRAWS levels each unit may have, by unit (VND): gamma with the sum's mean and variance.

    Shape (DRAWS, units); the same digits on every run. A sum of 0 stays 0.
    """
    some = total > 0
    shape = np.divide(total**2, squares, out=np.ones_like(total), where=some)
    scale = np.divide(squares, total, out=np.zeros_like(total), where=some)
    return _generator(1).gamma(shape, scale, size=(DRAWS, len(total)))


def ratio_draws(shape: Floats, rate: Floats) -> Floats:
    """DRAWS true ratios of each unit; shape (DRAWS, units)."""
    return _generator(2).gamma(shape, 1 / rate, size=(DRAWS, len(shape)))


def chance_of_top(draws: Floats, top: int = TOP) -> Floats:
    """How often each unit (column) is among the `top` highest of a draw (row).

    Units level at the last seats share them, so that chances add up to `top`, or to the number of
    units when there are fewer.
    """
    units = draws.shape[1]
    if units <= top:
        return np.ones(units)
    last = np.partition(draws, units - top, axis=1)[:, units - top, None]
    above, level = draws > last, draws == last
    left = top - above.sum(axis=1, keepdims=True)
    seats = above + level * left / level.sum(axis=1, keepdims=True)
    return np.asarray(seats.mean(axis=0), dtype=np.float64)


def _generator(stream: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64([SEED, stream]))
