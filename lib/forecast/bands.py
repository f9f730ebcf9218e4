"""How wide the band is: from the errors of earlier days, or the default of the plan's shape.

Half-widths are of logarithms: a band of half-width h runs from closing / e^h to closing x e^h.
"""

import math
from statistics import NormalDist

import numpy as np

from lib.forecast.days import Floats

NOMINAL = 0.8
"""How often the band is meant to hold the day's total."""
SIGMAS = NormalDist().inv_cdf((1 + NOMINAL) / 2)
"""Half the band, in standard deviations."""

ROUGHNESS = 0.13
"""Standard deviation of the default error when half of the day is over.

Were revenue random increments around the agreed shape (a Brownian bridge), the logarithm of
the total expected at share F would err with ROUGHNESS x sqrt((1 - F) / F).
"""
UNREPORTED = 0.01
"""Standard deviation that is left on the day itself even after closing: reports come late."""
WIDEST = math.log(4.0)
DEFAULT_DAYS = 2.0
"""As how many days the default counts while there are few."""
FEW, MANY = 4, 12
"""Up to FEW days the errors only widen or narrow the default; from MANY on they stand alone."""


def default_sigma(share: float, *, missing: float = 0.0) -> float:
    """Standard deviation of the logarithmic error, when share of the plan's day is over.

    missing is the part of the plan whose units have not been heard of.
    """
    part = min(max(share, 1e-3), 1.0)
    spread = ROUGHNESS**2 * ((1 - part) / part + missing) + UNREPORTED**2
    return min(math.sqrt(spread), WIDEST / SIGMAS)


def half_width(errors: Floats, default: float, *, widest: float = WIDEST) -> float:
    """Half the band, from the errors of earlier days and the default's standard deviation.

    Never more than widest.

    From MANY days on the conformal quantile: the ceil((n + 1) NOMINAL)-th smallest error
    (Vovk, Gammerman and Shafer 2005), which holds the next day with at least that chance if
    days come in no order. With fewer, more and more the quantile of a t distribution whose
    variance counts the default as DEFAULT_DAYS days.
    """
    sizes = np.sort(np.abs(errors))
    count = len(sizes)
    if not count:
        return min(SIGMAS * default, widest)
    rank = min(math.ceil((count + 1) * NOMINAL), count)
    # a day left out has still been seen when the views were corrected: by about a day's weight
    conformal = float(sizes[rank - 1]) * (1 + 1 / count)
    # one wild day among few must not widen the band to nothing said
    held = np.minimum(sizes, max(3 * default, 3 * float(np.median(sizes))))
    freedom = count + DEFAULT_DAYS
    sigma = math.sqrt((float((held**2).sum()) + DEFAULT_DAYS * default**2) / freedom)
    student = SIGMAS + (SIGMAS**3 + SIGMAS) / (4 * freedom)
    trust = min(max((count - FEW) / (MANY - FEW), 0.0), 1.0)
    return min(trust * conformal + (1 - trust) * student * sigma, widest)


def chance_of(plan_vnd: float, closing_vnd: float, half: float) -> float:
    """The chance that the total reaches the plan: normal in logarithms, as wide as the band."""
    if half <= 0:
        return float(closing_vnd >= plan_vnd)
    sigma = half / SIGMAS
    found = NormalDist().cdf(math.log(closing_vnd / plan_vnd) / sigma)
    return min(max(found, SUREST[0]), SUREST[1])


SUREST = 0.01, 0.99
"""No chance below or above is claimed while anything is open."""
