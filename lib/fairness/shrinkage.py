"""How far a unit's ratio to what is expected can be believed: empirical Bayes.

The gamma-Poisson model of Clayton and Kaldor (1987, Biometrics 43, 671-681), which is the idea of
Efron and Morris (1975, JASA 70, 311-319) for counts: the units' true ratios are themselves spread
around 1 by a gamma distribution, whose spread is found from all units together. A unit's own
ratio then counts as much as its number of sales can carry, the rest is the general level.

Amounts are brought to counts first: revenue divided by the grain (mean square over mean of an
amount) has the mean and the variance of a Poisson count when sales come at random.
"""

import math
from dataclasses import dataclass

import numpy as np

from lib.fairness.gamma import Floats

LEAST_SPREAD, MOST_SPREAD = 0.005, 3.0
"""Between these the spread of true ratios (their standard deviation) is looked for."""
COARSE, FINE = 60, 40


@dataclass(frozen=True)
class Shrunk:
    """The units' true ratios as gamma distributions: mean shape / rate; by unit.

    `own` is the part of the mean that is the unit's own ratio; the rest is the general level 1.
    `spread` is the standard deviation of true ratios among units.
    """

    shape: Floats
    rate: Floats
    own: Floats
    spread: float

    @property
    def ratio(self) -> Floats:
        """The expected true ratio of each unit."""
        return self.shape / self.rate


def shrunk(observed: Floats, expected: Floats) -> Shrunk:
    """Shrink the ratios observed / expected, both in counts (>= 0 and > 0), by unit.

    The prior is gamma with mean 1, since expected adds up to observed.
    """
    spread = _spread(observed, expected)
    strength = spread**-2
    return Shrunk(
        shape=observed + strength,
        rate=expected + strength,
        own=expected / (expected + strength),
        spread=spread,
    )


def _spread(observed: Floats, expected: Floats) -> float:
    """The spread at which the counts are most likely, kept off zero.

    Marginal counts are negative binomial. Few units often have their greatest likelihood at no
    spread at all, which would claim that all are equal for certain; the logarithm of the spread is
    added (Chung, Rabe-Hesketh, Dorie, Gelman and Liu 2013, Psychometrika 78, 685-709), which
    weighs little once there is something to see.
    """

    def height(log_spread: float) -> float:
        strength = math.exp(-2 * log_spread)
        total = log_spread
        for count, mean in zip(observed.tolist(), expected.tolist(), strict=True):
            total += math.lgamma(count + strength) - math.lgamma(strength)
            total -= strength * math.log1p(mean / strength)
            total += count * math.log(mean / (mean + strength))
        return total

    lows = np.linspace(math.log(LEAST_SPREAD), math.log(MOST_SPREAD), COARSE)
    best = int(np.argmax([height(float(one)) for one in lows]))
    low, high = float(lows[max(best - 1, 0)]), float(lows[min(best + 1, COARSE - 1)])
    golden = (math.sqrt(5) - 1) / 2
    for _ in range(FINE):
        left, right = high - golden * (high - low), low + golden * (high - low)
        low, high = (low, right) if height(left) >= height(right) else (left, high)
    return math.exp((low + high) / 2)
