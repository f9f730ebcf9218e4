"""One closing total from several views, and how far it may be off: both from earlier days' errors.

Errors are of logarithms, so that they are ratios: 0.1 is a tenth too high or too low.
Weights are those of a stacked regression (Wolpert 1992; Breiman 1996: not negative, adding up
to 1), found by exponentiated gradient descent (Kivinen and Warmuth 1997) and held near the
first weights by PRIOR_DAYS imagined days. The errors are those of days left out in turn (the
jackknife of Barber et al. 2021); `lib/forecast/bands.py` makes the band of them.
"""

from dataclasses import dataclass

import numpy as np

from lib.forecast.days import Floats
from lib.forecast.views import UNLEARNED

FIRST_REST, FIRST_UNLEARNED = 0.25, 0.05
"""First weights of the view `rest` and of each that learns nothing; the others share the rest."""
PRIOR_DAYS = 3.0
"""As how many days the first weights count beside the days learned from."""
STEPS, RATE = 100, 0.2
"""Of the descent; more steps change no weight by a hundredth."""
LARGEST_STEP, LEAST_WEIGHT = 50.0, 1e-9
"""A view is never left for good."""
LARGEST_ERROR = 1.5
"""Errors beyond it count as just that: one strange day must not choose the weights."""
COMMON_DOUBT = 1.5
"""What days err by whether or not their views agree, in how far apart those usually lie."""
LEAST_DOUBT = 0.002
"""Views that agree to less than this still leave room for doubt."""
BELIEVED = 2.0
"""A view further from the middle of all, in their usual errors, is believed less and less."""


@dataclass(frozen=True)
class Blend:
    """What the views come to: a closing total and the errors that earlier days would have had.

    closing in VND; errors as logarithms of real over expected, one a day, oldest first. doubts
    are how far apart the views lay on each day, and today last: errors grow with them.
    """

    closing: float
    errors: Floats
    doubts: Floats


def blend(views: Floats, levels: Floats, totals: Floats) -> Blend:
    """Weigh views of shape (days + 1, views), the last row being today's.

    A view that is NaN is replaced by the mean of the row's others, and a row without any by
    what the day was expected to sell before it began. All views must be above zero.
    """
    logs = np.log(views)
    empty = np.isnan(logs).all(axis=1)
    logs[empty] = np.log(levels)[empty, None]
    row_mean = np.nanmean(logs, axis=1, keepdims=True)
    logs = np.where(np.isnan(logs), row_mean, logs)
    apart = logs.std(axis=1)
    common = COMMON_DOUBT * float(np.median(apart[:-1]))
    doubts = np.sqrt(apart**2 + common**2 + LEAST_DOUBT**2)
    real = np.log(totals)
    count = len(real)
    logs[:, UNLEARNED:] += _corrections((real[:, None] - logs[:-1])[:, UNLEARNED:])
    errors = real[:, None] - logs[:-1]
    weights = _weights(errors)
    trust = _trust(logs, errors)
    used = weights * np.maximum(trust, LEAST_WEIGHT)
    used /= used.sum(axis=1, keepdims=True)
    blended = (used * logs).sum(axis=1)
    return Blend(float(np.exp(blended[count])), real - blended[:count], doubts)


def _corrections(errors: Floats) -> Floats:
    """By how much each view is usually off, from the other days; shrunk to none for few days."""
    count = len(errors)
    if count < 3:
        return np.zeros((count + 1, errors.shape[1]))
    grid = np.repeat(errors[None], count + 1, axis=0)
    grid[np.arange(count), np.arange(count)] = np.nan
    middle = np.nanmedian(grid, axis=1)
    result: Floats = middle * (count / (count + 4.0))
    return result


def _weights(errors: Floats) -> Floats:
    """Weights of the views for each day, from the others, and for today; (days + 1, views).

    Found twice: days on which the first weights err by more than usual count less in the second,
    so that what is made small is near the mean absolute error (Huber's weights).
    """
    count = len(errors)
    even = np.ones(count)
    if count < 3:
        return _descended(errors, even)
    first = _descended(errors, even)
    left = np.abs((errors * first[:-1]).sum(axis=1))
    usual = max(float(np.median(left)), 1e-4)
    return _descended(errors, np.minimum(1.0, usual / np.maximum(left, usual)))


def _descended(errors: Floats, days: Floats) -> Floats:
    """The weights when each day counts as much as days says."""
    count, kinds = errors.shape
    held = np.clip(errors, -LARGEST_ERROR, LARGEST_ERROR)
    products = np.einsum("d,di,dj->dij", days, held, held)
    grams = np.concatenate([products.sum(axis=0) - products, products.sum(axis=0)[None]])
    numbers = np.concatenate([days.sum() - days, [days.sum()]])
    squares = (days[:, None] * held**2).sum(axis=0) / max(float(days.sum()), 1e-9)
    typical = max(float(squares.min()) if count else 0.0, 1e-8)
    learned = kinds - UNLEARNED - 1
    each = [FIRST_UNLEARNED] * UNLEARNED + [1 - FIRST_REST - FIRST_UNLEARNED * UNLEARNED] * learned
    each[UNLEARNED:] = [one / learned for one in each[UNLEARNED:]]
    first = np.tile([*each, FIRST_REST], (count + 1, 1))
    weights = first.copy()
    for _ in range(STEPS):
        slope = np.einsum("dij,dj->di", grams, weights)
        slope += PRIOR_DAYS * typical * (weights - first)
        slope /= (numbers + PRIOR_DAYS)[:, None] * typical
        steps = RATE * np.minimum(slope - slope.min(axis=1, keepdims=True), LARGEST_STEP)
        weights = np.maximum(weights * np.exp(-steps), LEAST_WEIGHT)
        weights /= weights.sum(axis=1, keepdims=True)
    return weights


def _trust(logs: Floats, errors: Floats) -> Floats:
    """How far each view is believed on a day on which it lies apart from the others."""
    middle = np.median(logs, axis=1, keepdims=True)
    if not len(errors):
        return np.ones_like(logs)
    of_middle = np.median(errors, axis=1)
    usual = np.sqrt(np.minimum(errors**2, 1.0).mean(axis=0) + np.minimum(of_middle**2, 1.0).mean())
    apart = np.abs(logs - middle) / np.maximum(usual, 0.02)
    result: Floats = np.exp(-0.5 * np.maximum(apart - BELIEVED, 0.0) ** 2)
    return result
