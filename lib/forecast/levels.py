"""What a day is expected to sell before it begins: the level of the days before, and its weekday.

Levels are averaged as logarithms, so that a busy day and its reverse weigh alike.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np

from lib.forecast.days import Floats

HALF_LIVES = (2.0, 5.0, 12.0, 60.0)
"""Days after which a day counts half; the one that would have erred least is taken."""
FIRST_HALF_LIFE = 12.0
"""The half-life where there are too few days to choose."""
ENOUGH_TO_CHOOSE = 8
USUAL_STEP = 0.3
"""Logarithm by which a day may differ from those around it and still count in full."""
OUTLYING, LEAST_SPREAD = 6.0, 0.25
"""Robust standard deviations beyond which a day is taken as just that far out."""


def expected_levels(days: Sequence[date], totals: Floats, today: date) -> Floats:
    """What each day, and today last, was expected to sell in VND; shape (days + 1).

    A day is expected from those before it, the first few from all others. totals are above
    zero and in the order of days. Without days today's is NaN.
    """
    count = len(days)
    if count < 2:
        return np.concatenate([totals, totals[-1:] if count else np.array([np.nan])])
    logs = _tamed(np.log(totals))
    weekdays = np.array([day.weekday() for day in (*days, today)])
    when = np.array([day.toordinal() for day in (*days, today)], dtype=np.float64)
    effects = _weekday_effects(logs, weekdays, when)
    best: tuple[float, Floats] | None = None
    for half_life in HALF_LIVES if count >= ENOUGH_TO_CHOOSE else (FIRST_HALF_LIFE,):
        weights = _weights(when, half_life)
        base = _middle(logs[None, :] - effects[:, :-1], weights)
        guess = base + np.diagonal(effects)
        error = float(np.abs(guess[:-1] - logs)[min(4, count - 1) :].mean())
        if best is None or error < best[0] - 1e-12:
            best = error, guess
    assert best is not None
    result: Floats = np.exp(best[1])
    return result


def _middle(values: Floats, weights: Floats) -> Floats:
    """The weighted mean of each row, after pulling what lies far out to the weighted median.

    One extraordinary day must not be taken for the level of those after it.
    """
    order = np.argsort(values, axis=1)
    sorted_values = np.take_along_axis(values, order, axis=1)
    sums = np.cumsum(np.take_along_axis(weights, order, axis=1), axis=1)
    at = (sums >= sums[:, -1:] / 2).argmax(axis=1)
    median = np.take_along_axis(sorted_values, at[:, None], axis=1)
    held = np.clip(values, median - USUAL_STEP, median + USUAL_STEP)
    result: Floats = (weights * held).sum(axis=1) / weights.sum(axis=1)
    return result


def _tamed(logs: Floats) -> Floats:
    middle = np.median(logs)
    spread = max(1.4826 * float(np.median(np.abs(logs - middle))), LEAST_SPREAD)
    result: Floats = np.clip(logs, middle - OUTLYING * spread, middle + OUTLYING * spread)
    return result


def _weights(when: Floats, half_life: float) -> Floats:
    """How much each day counts for each day and today; shape (days + 1, days)."""
    ago = when[:, None] - when[None, :-1]
    weights = 0.5 ** (np.abs(ago) / half_life)
    count = len(when) - 1
    early = np.minimum(3, count - 1)
    later = ago <= 0
    # the first days have nothing before them: they are expected from those after them
    later[:early] = ago[:early] == 0
    result: Floats = np.where(later, 1e-12, weights)
    result[np.arange(count), np.arange(count)] = 0.0
    return result


def _weekday_effects(logs: Floats, weekdays: np.ndarray, when: Floats) -> Floats:
    """The weekday's part of each day's logarithm, formed without the day of the row.

    Shape (days + 1, days + 1), the last of each being today. Effects are shrunk by how much
    days of one weekday differ among themselves (empirical Bayes).
    """
    count = len(logs)
    near = 0.5 ** (np.abs(when[:-1, None] - when[None, :-1]) / 7.0)
    smooth = (near * logs[None, :]).sum(axis=1) / near.sum(axis=1)
    rest = logs - smooth
    same = (weekdays[:, None] == weekdays[None, :]).astype(np.float64)
    inside = same[:-1, :-1]
    number = inside.sum(axis=1)
    means = inside @ rest / number
    kinds = len(set(weekdays[:-1].tolist()))
    if count <= kinds:
        return np.zeros((count + 1, count + 1))
    within = float(((rest - means) ** 2).sum() / (count - kinds))
    between = max(float((means**2).mean()) - within / (count / kinds), 1e-6)
    pseudo = float(np.clip(within / between, 0.05, 20.0))
    # row: the day left out; column: the day whose weekday is asked for
    sums = np.tile(same[:, :-1] @ rest, (count + 1, 1))
    counts = np.tile(same[:, :-1].sum(axis=1), (count + 1, 1))
    sums[:-1] -= same[:-1] * rest[:, None]
    counts[:-1] -= same[:-1]
    result: Floats = sums / (counts + pseudo)
    return result
