"""Where each competing unit will end, and which places cannot be lost any more.

A unit's rest of the day is what usually is left of it, at the whole's expected level, leaning
towards its own pace as far as that has served on earlier days. All units together come to the
total that `closing_of` expects.
"""

from collections.abc import Hashable
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from lib.forecast.bands import SIGMAS, WIDEST, default_sigma, half_width
from lib.forecast.closing import closing_of, heard_share
from lib.forecast.days import Floats, read_today
from lib.forecast.learning import Learned
from lib.forecast.views import heard_shares

UNITS = ("unit_id", "target_vnd", "actual_vnd", "closing_vnd", "low_vnd", "high_vnd")
OWN = (0.0, 0.25, 0.5, 0.75, 1.0)
"""How much a unit's own pace may count beside its usual size; the best on earlier days is taken."""
FIRST_OWN = 0.5
ENOUGH_DAYS = 8
"""From so many days on a unit's band is of its own errors, before of those of all units."""
SMALLEST = 0.05
"""Part of a unit's usual day added to both sides of a ratio, for days without a sale."""


def project_units(today: pd.DataFrame, learned: Learned, *, as_of: datetime) -> pd.DataFrame:
    """Expected totals of the competing units in VND; one row each, in the frame's order.

    today is a frame of `forecast/today` asked at as_of (local time). Columns as in UNITS, whole
    VND; closing and its 80 % band are missing where nothing can be said, as in a campaign of
    several days. actual <= low <= closing <= high; a silent unit's low end is 0.
    """
    units = today.groupby("unit_id", sort=False).agg(
        target_vnd=("target_vnd", "first"), actual_vnd=("revenue_vnd", "sum")
    )
    actual = units["actual_vnd"].to_numpy(dtype=np.float64)
    found = closing_of(today, learned, as_of) if learned.is_one_day else None
    if found is None:
        nothing = pd.array([None] * len(units), dtype="Int64")
        ends = {"closing_vnd": nothing, "low_vnd": nothing, "high_vnd": nothing}
    else:
        if found.half <= 0:
            closing, half = actual, np.zeros(len(units))
        elif learned.day_count:
            closing, half = _from_days(today, learned, as_of, found.vnd, found.past)
            day, minute = learned.opens_at.date(), learned.minute(as_of)
            order = read_today(today, learned.days.units, day, minute).units
            places = [order.index(str(one)) for one in units.index]
            closing, half = closing[places], half[places]
        else:
            closing, half = _from_plan(today, learned, as_of, found.vnd)
        closing = np.maximum(np.round(closing), actual)
        # a silent unit may as well have sold nothing
        lowest = np.where(actual > 0, np.round(closing * np.exp(-half)), 0.0)
        low = np.clip(lowest, actual, closing)
        high = np.maximum(np.round(closing * np.exp(half)), closing)
        ends = {
            "closing_vnd": pd.array(closing.astype("int64"), dtype="Int64"),
            "low_vnd": pd.array(low.astype("int64"), dtype="Int64"),
            "high_vnd": pd.array(high.astype("int64"), dtype="Int64"),
        }
    whole = units.astype({"target_vnd": "Int64", "actual_vnd": "Int64"}).assign(**ends)
    return whole.reset_index()[list(UNITS)]


def clinched(units: pd.DataFrame) -> set[str]:
    """The units whose place by attainment cannot be lost within the band.

    units has the columns unit_id, place (missing: no figures yet), target_vnd, low_vnd and
    high_vnd, one row a unit. A place is lost when a unit that is level or behind ends above.
    A unit without target holds no place and threatens none; one without a band threatens all.
    """
    rows = units.astype(object).where(units.notna(), None).to_dict("records")
    ranked = [row for row in rows if row["target_vnd"]]
    return {
        str(row["unit_id"])
        for row in ranked
        if row["place"] is not None
        and row["low_vnd"] is not None
        and not any(_may_pass(other, row) for other in ranked if other is not row)
    }


def _may_pass(other: dict[Hashable, Any], row: dict[Hashable, Any]) -> bool:
    if other["place"] is not None and other["place"] < row["place"]:
        return False
    if other["high_vnd"] is None:
        return True
    # shares of targets compared without division, so that level is level
    return bool(other["high_vnd"] * row["target_vnd"] > row["low_vnd"] * other["target_vnd"])


def _from_days(
    today: pd.DataFrame, learned: Learned, as_of: datetime, whole: float, past: Floats
) -> tuple[Floats, Floats]:
    """Totals and half bands by unit, in the order of `read_today`."""
    minute = learned.minute(as_of)
    now = read_today(today, learned.days.units, learned.opens_at.date(), minute)
    days = learned.days.with_units(now.units)
    shares = heard_shares(days, now, minute, learned.shape)
    known = np.concatenate([days.at(minute).by_unit, now.at(minute).by_unit])
    level = np.concatenate([past, [whole]])[:, None]
    usual = np.where(known > 0, shares.ends - shares.due, shares.ends)
    steady = level * np.maximum(usual, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        pace = known / shares.due / level
    lean = np.where((known > 0) & np.isfinite(pace), np.clip(pace, 0.05, 20.0), 1.0)
    slack = SMALLEST * shares.size.mean(axis=0) * level + 1.0
    best: tuple[float, Floats, Floats] | None = None
    for own in OWN if days.days and len(days.days) >= 3 else (FIRST_OWN,):
        rest = steady * lean**own
        room = np.maximum(level[:, 0] - known.sum(axis=1), 0.0)
        # where nothing is usually left, what is left over goes by size
        none = rest.sum(axis=1) <= 0
        rest[none] = shares.size[none]
        sums = rest.sum(axis=1)
        rest = rest * np.divide(room, sums, out=np.zeros_like(sums), where=sums > 0)[:, None]
        totals = known + rest
        errors = np.log((days.totals + slack[:-1]) / (totals[:-1] + slack[:-1]))
        missed = float(np.abs(np.exp(errors) - 1).mean())
        if best is None or missed < best[0]:
            best = missed, totals[-1], errors
    assert best is not None
    share = float(learned.shape.at(minute))
    return best[1], _halves(best[2], shares.size[-1], share)


def _halves(errors: Floats, size: Floats, share: float) -> Floats:
    defaults = [_unit_sigma(share, float(one)) for one in size]
    if len(errors) < ENOUGH_DAYS:
        # few days of many units say more than few of one
        scale = np.array(defaults) + 1e-9
        pooled = half_width((errors / scale).ravel(), 1.0)
        return np.minimum(pooled * scale, WIDEST)
    halves = [half_width(errors[:, one], defaults[one]) for one in range(errors.shape[1])]
    return np.array(halves)


def _unit_sigma(share: float, size: float, missing: float = 0.0) -> float:
    """The default for a part of the whole: as rough as fewer sales are."""
    whole = default_sigma(share, missing=missing)
    return float(min(whole / np.sqrt(max(size, 0.05)), WIDEST / SIGMAS))


def _from_plan(
    today: pd.DataFrame, learned: Learned, as_of: datetime, whole: float
) -> tuple[Floats, Floats]:
    """Totals and half bands by unit, in the frame's order, from the plan's shape and targets."""
    share = max(float(learned.shape.at(learned.minute(as_of))), 1e-3)
    units = today.groupby("unit_id", sort=False).agg(
        target=("target_vnd", "first"), known=("revenue_vnd", "sum"), count=("sale_count", "sum")
    )
    target = units["target"].astype("Float64").fillna(0.0).to_numpy(dtype=np.float64)
    size = target / target.sum() if target.sum() > 0 else np.full(len(units), 1 / len(units))
    known = units["known"].to_numpy(dtype=np.float64)
    heard = units["count"].to_numpy(dtype=np.int64) > 0
    silent_part = 1 - heard_share(today)
    silent = size * np.where(heard, 0.0, 1.0)
    scale = silent_part / silent.sum() if silent.sum() > 0 else 0.0
    closing = np.where(heard, known / share, whole * silent * scale)
    halves = [
        _unit_sigma(share, float(one), 0.0 if known_of else 1.0) * SIGMAS
        for one, known_of in zip(size, heard, strict=True)
    ]
    return closing, np.minimum(np.array(halves), WIDEST)
