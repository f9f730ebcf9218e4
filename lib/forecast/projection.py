"""Where a campaign will end and when it reaches its plan, with a band and how far to believe it.

What is silent is not taken as zero, and what comes late is expected: `docs/forecast.md` says
how. Nothing here reads a clock or a store.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from lib.forecast.bands import chance_of
from lib.forecast.closing import closing_of
from lib.forecast.learning import Learned
from lib.forecast.path import PATH, passed_at, path_to_closing, reached_at

COVERAGE = 0.8
"""While a smaller part of the units has reported, a projection is provisional."""
LEAST_MINUTES = timedelta(minutes=60)
LEAST_SALES = 20
"""So is one from less than an hour or fewer sales."""


@dataclass(frozen=True)
class Projection:
    """A forecast made at one cut-off. Money in whole VND, times local."""

    as_of: datetime
    actual_vnd: int
    """Known by then."""
    closing_vnd: int | None
    """Expected when all is in; None: not enough to say. Never below actual_vnd."""
    low_vnd: int | None
    high_vnd: int | None
    """The band that is meant to hold the total on 80 of 100 days: low <= closing <= high."""
    chance: float | None
    """Of reaching the plan, 0 to 1; None without a plan above zero or without closing_vnd."""
    finish_at: datetime | None
    """When the plan is expected to be reached, or was; None: not before closing, or not known."""
    finish_from: datetime | None
    """The earliest within the band; None when even its high end does not reach the plan."""
    finish_until: datetime | None
    """The latest within the band; None when its low end does not reach the plan before closing."""
    path: pd.DataFrame
    """at, expected_vnd, low_vnd, high_vnd up to closing; empty without closing_vnd."""
    basis: str
    """'days': from earlier days and their errors; 'plan': from its shape, with the default band."""
    day_count: int
    """Earlier days learned from."""
    reported_count: int
    unit_count: int
    """Competing units with at least one row that counts, and all of them."""
    is_provisional: bool
    """Too few units or sales, or too early."""


def project(
    today: pd.DataFrame, learned: Learned, *, plan_vnd: int | None, as_of: datetime
) -> Projection:
    """Project a campaign from a frame of `forecast/today` that was asked at as_of (local time).

    A plan that is missing or zero gives no chance and no finishing time.
    """
    actual_vnd = int(today["revenue_vnd"].sum())
    counts = today.groupby("unit_id")["sale_count"].sum()
    reported, units = int((counts > 0).sum()), len(counts)
    plan = plan_vnd if plan_vnd is not None and plan_vnd > 0 else None
    found = closing_of(today, learned, as_of)
    early = as_of - learned.opens_at < LEAST_MINUTES or int(counts.sum()) < LEAST_SALES
    passed = plan is not None and actual_vnd >= plan
    reached = passed_at(today, learned, as_of, plan) if plan is not None and passed else None
    unknown = Projection(
        as_of=as_of,
        actual_vnd=actual_vnd,
        closing_vnd=None,
        low_vnd=None,
        high_vnd=None,
        chance=1.0 if passed else None,
        finish_at=reached,
        finish_from=reached,
        finish_until=reached,
        path=_no_path(),
        basis="days" if learned.day_count else "plan",
        day_count=learned.day_count,
        reported_count=reported,
        unit_count=units,
        is_provisional=True,
    )
    if found is None:
        return unknown
    closing = max(round(found.vnd), actual_vnd)
    low = min(max(round(found.vnd * math.exp(-found.half)), actual_vnd), closing)
    high = max(round(found.vnd * math.exp(found.half)), closing)
    path = path_to_closing(learned, as_of, actual_vnd, (closing, low, high))
    projected = replace(
        unknown,
        closing_vnd=closing,
        low_vnd=low,
        high_vnd=high,
        path=path,
        is_provisional=early or reported < COVERAGE * units,
    )
    if plan is None or passed:
        return projected
    return replace(
        projected,
        chance=chance_of(plan, found.vnd, found.half),
        finish_at=reached_at(path, "expected_vnd", plan, learned.closes_at),
        finish_from=reached_at(path, "high_vnd", plan, learned.closes_at),
        finish_until=reached_at(path, "low_vnd", plan, learned.closes_at),
    )


def _no_path() -> pd.DataFrame:
    columns = {"at": np.array([], dtype="datetime64[us]")}
    return pd.DataFrame(columns | {name: np.array([], dtype=np.int64) for name in PATH[1:]})
