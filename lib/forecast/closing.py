"""The expected total of a campaign and its band: from earlier days, else from the plan's shape."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from lib.forecast.bands import SIGMAS, WIDEST, default_sigma, half_width
from lib.forecast.blending import blend
from lib.forecast.days import Floats, read_today
from lib.forecast.learning import Learned
from lib.forecast.views import views

LEAST_SHARE = 0.02
"""Before so much of the plan is due, its shape says nothing of the closing total."""
LEAST_HEARD = 0.2
"""Nor does it while units with less of the plan than this have been heard of."""
MIDNIGHT, LATEST = 24 * 60.0, timedelta(days=1)
"""When a day is over, and how long after closing anything is still expected of it at most."""
LEAST_DAYS = 3
"""Days with sales before a campaign of several days is projected."""
DRIFT = 0.05
"""Standard deviation by which the days left of a long campaign differ from those gone, together."""


@dataclass(frozen=True)
class Closing:
    """An expected total in VND with half its band (logarithmic), and what it rests on.

    basis is 'days' or 'plan'. past are the totals that would have been expected at this minute
    of each earlier day.
    """

    vnd: float
    half: float
    basis: str
    past: Floats


def closing_of(today: pd.DataFrame, learned: Learned, as_of: datetime) -> Closing | None:
    """The total expected of a campaign; None when too little is known to say."""
    if not learned.is_one_day:
        return _of_several_days(today, learned, as_of)
    if learned.day_count:
        return _from_days(today, learned, as_of)
    return _from_plan(today, learned, as_of)


def _from_days(today: pd.DataFrame, learned: Learned, as_of: datetime) -> Closing | None:
    minute = learned.minute(as_of)
    now = read_today(today, learned.days.units, learned.opens_at.date(), minute)
    days = learned.days.with_units(now.units)
    totals = days.totals.sum(axis=1)
    actual = float(now.revenue.sum())
    is_over = minute >= MIDNIGHT and np.allclose(days.at(minute).total, totals, rtol=1e-9)
    if is_over or as_of >= learned.closes_at + LATEST:
        # the day is over, and on no earlier day did anything come later than this
        return Closing(actual, 0.0, "days", totals) if actual > 0 else None
    found = blend(views(days, now, minute, learned.levels, learned.shape), learned.levels, totals)
    share = float(learned.shape.at(minute))
    default, doubts = default_sigma(share), found.doubts
    # errors in units of how much the views disagreed: a day on which they do is less sure
    half = half_width(found.errors / doubts[:-1], default / doubts[-1], widest=WIDEST / doubts[-1])
    half *= float(doubts[-1])
    return Closing(max(found.closing, actual), half, "days", totals / np.exp(found.errors))


def _from_plan(today: pd.DataFrame, learned: Learned, as_of: datetime) -> Closing | None:
    """What is known over the plan's share that is due, the silent units' part left out of it."""
    minute = learned.minute(as_of)
    share = float(learned.shape.at(minute))
    heard = heard_share(today)
    actual = float(today["revenue_vnd"].sum())
    if actual > 0 and minute >= MIDNIGHT:
        return Closing(actual, 0.0, "plan", np.zeros(0))
    if actual <= 0 or share < LEAST_SHARE or heard < LEAST_HEARD:
        return None
    sigma = default_sigma(share, missing=1 - heard)
    return Closing(actual / (share * heard), SIGMAS * sigma, "plan", np.zeros(0))


def heard_share(today: pd.DataFrame) -> float:
    """The part of the plan whose units have been heard of; of all units alike without targets."""
    units = today.groupby("unit_id").agg(
        target=("target_vnd", "first"), count=("sale_count", "sum")
    )
    weight = units["target"].astype("Float64").fillna(0.0).to_numpy(dtype=np.float64)
    heard = units["count"].to_numpy(dtype=np.int64) > 0
    if weight[heard].sum() <= 0:
        weight = np.ones(len(units))
    return float(weight[heard].sum() / weight.sum()) if len(units) else 0.0


def _of_several_days(today: pd.DataFrame, learned: Learned, as_of: datetime) -> Closing | None:
    """The days left at the pace of those known, both against the plan's days.

    A day without any row is not taken as zero: it is left out of the pace.
    """
    actual = float(today["revenue_vnd"].sum())
    revenue = today.dropna(subset=["sold_on"]).groupby("sold_on")["revenue_vnd"].sum()
    days = pd.to_datetime(revenue.index).date
    sold = {day: float(vnd) for day, vnd in zip(days, revenue, strict=True)}
    slots = learned.slots.assign(day=pd.to_datetime(learned.slots["starts_at"]).dt.date)
    shares = slots.groupby("day")["plan_share"].sum()
    whole = float(shares.sum())
    if as_of >= learned.closes_at:
        return Closing(actual, 0.0, "plan", np.zeros(0)) if actual > 0 else None
    full = [day for day in shares.index if day < as_of.date() and shares[day] > 0 and sold.get(day)]
    if len(full) < LEAST_DAYS or actual <= 0:
        return None
    pace = sum(sold[day] for day in full) / float(sum(shares[day] for day in full))
    left = max(whole - whole * float(learned.shape.at(learned.minute(as_of))), 0.0)
    # what is known of today may be more than was due by now, so only the rest of it is expected
    ratios = np.log([sold[day] / shares[day] / pace for day in full])
    ahead = max(1, sum(day >= as_of.date() for day in shares.index))
    spread = float((np.clip(ratios, -1.0, 1.0) ** 2).mean())
    sigma = math.sqrt(spread / len(full) + spread / ahead + DRIFT**2)
    rest = pace * left
    total = actual + rest
    return Closing(total, min(SIGMAS * sigma * rest / total, WIDEST), "plan", np.zeros(0))
