"""Shares and slopes of what was measured."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


def share(found: Sequence[float], part: float) -> float:
    """The value that a part of those found do not exceed (0.95: the 95th percentile)."""
    ordered = sorted(found)
    return ordered[max(math.ceil(part * len(ordered)) - 1, 0)] if ordered else math.nan


@dataclass(frozen=True)
class Trend:
    """A straight line through samples: its slope by the hour, and how unsure that is."""

    per_hour: float
    error: float
    """Standard error of the slope, the same unit."""


def trend(samples: Sequence[tuple[float, float]]) -> Trend:
    """The least-squares line through (seconds, value); nothing can be said of fewer than three."""
    count = len(samples)
    if count < 3:
        return Trend(math.nan, math.nan)
    middle = sum(at for at, _ in samples) / count
    mean = sum(value for _, value in samples) / count
    spread = sum((at - middle) ** 2 for at, _ in samples)
    slope = sum((at - middle) * (value - mean) for at, value in samples) / spread
    left = sum((value - mean - slope * (at - middle)) ** 2 for at, value in samples)
    return Trend(slope * 3600, math.sqrt(left / (count - 2) / spread) * 3600)
