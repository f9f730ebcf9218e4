"""Past days replayed as they were known at each hour: how far off the forecast was, and its rivals.

A day is forecast from what the ledger held at that hour, after learning from earlier days as it
held them when the day opened. Its total is what counts in the end.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from lib.forecast.learning import learn
from lib.forecast.projection import project

WARM_UP = 5
"""The first days are only learned from, if there are more."""
COVERED = 0.75, 0.90
"""How often the band may hold the total: nominal 80 %, and what the sample leaves open."""

REPLAYS = (
    "sold_on", "minutes_in", "at", "day_count", "basis", "actual_vnd", "total_vnd",
    "closing_vnd", "low_vnd", "high_vnd", "straight_vnd", "last_hour_vnd",
)  # fmt: skip
HOURS = (
    "minutes_in", "at", "day_count", "error", "error_vnd", "straight_error", "straight_error_vnd",
    "last_hour_error", "last_hour_error_vnd", "coverage", "width", "beats_both", "is_covered",
)  # fmt: skip


def replay(
    history: pd.DataFrame,
    *,
    slots: pd.DataFrame,
    opens_at: datetime,
    closes_at: datetime,
    days: int | None = None,
) -> pd.DataFrame:
    """Replay each past day, or the last so many, at each full hour from opening to closing.

    history is a frame of `forecast/history` that was asked when all was in; slots, opens_at and
    closes_at are those of a campaign of one day, whose clock the past days are held to. One row
    per day and hour with the columns REPLAYS, money in VND: what was known, what it came to,
    our forecast and its band, and the two rivals. closing_vnd and its band are missing where
    nothing could be said; such hours count for nobody.

    straight_vnd is what was known over the share of the opening time that had passed,
    last_hour_vnd what was known plus the time left at what the last hour had added to it.
    """
    known_at = _known_at(history)
    sold_on = pd.to_datetime(history["sold_on"])
    totals = history["revenue_vnd"].astype("int64").groupby(sold_on).sum()
    past = totals[totals > 0]
    dates = [one.date() for one in past.index]
    replayed = dates[WARM_UP:] if len(dates) > WARM_UP else dates[1:]
    rows = [
        row
        for day in (replayed if days is None else replayed[-days:])
        for row in _day(
            history[(sold_on <= pd.Timestamp(day)).to_numpy()],
            known_at,
            _moved(slots, day - opens_at.date()),
            (opens_at + (day - opens_at.date()), closes_at + (day - opens_at.date())),
            int(past[pd.Timestamp(day)]),
        )
    ]
    frame = pd.DataFrame(rows, columns=list(REPLAYS))
    whole = [name for name in REPLAYS if name.endswith("_vnd") or name.endswith("_count")]
    return frame.astype(dict.fromkeys([*whole, "minutes_in"], "Int64"))


def by_hour(replays: pd.DataFrame) -> pd.DataFrame:
    """Errors and the band hour by hour; one row per hour with the columns HOURS.

    Errors are mean absolute ones: as ratios of each day's total, and in VND (_vnd). coverage is
    how often the band held the total, width its mean width as a ratio of the total. beats_both:
    below both rivals (at closing, where all may be right, not above). is_covered: coverage
    within COVERED.
    """
    said = replays.dropna(subset=["closing_vnd"])
    rows = []
    for minutes, hour in said.groupby("minutes_in"):
        total = hour["total_vnd"].to_numpy(dtype=np.float64)
        errors = {}
        for name, column in (
            ("error", "closing_vnd"),
            ("straight_error", "straight_vnd"),
            ("last_hour_error", "last_hour_vnd"),
        ):
            missed = np.abs(hour[column].to_numpy(dtype=np.float64) - total)
            errors[name] = float((missed / total).mean())
            errors[f"{name}_vnd"] = round(float(missed.mean()))
        low = hour["low_vnd"].to_numpy(dtype=np.float64)
        high = hour["high_vnd"].to_numpy(dtype=np.float64)
        coverage = float(((low <= total) & (total <= high)).mean())
        rivals = min(errors["straight_error"], errors["last_hour_error"])
        is_open = bool((hour["actual_vnd"] < hour["total_vnd"]).any())
        rows.append(
            {
                "minutes_in": minutes,
                "at": hour["at"].iloc[0],
                "day_count": len(hour),
                **errors,
                "coverage": coverage,
                "width": float(((high - low) / total).mean()),
                "beats_both": errors["error"] < rivals if is_open else errors["error"] <= rivals,
                "is_covered": COVERED[0] <= coverage <= COVERED[1],
            }
        )
    return pd.DataFrame(rows, columns=list(HOURS))


def coverage(replays: pd.DataFrame) -> float:
    """How often the band held the total over all hours before closing; NaN without any."""
    said = replays.dropna(subset=["closing_vnd"])
    said = said[said["minutes_in"] < said["minutes_in"].max()]
    held = (said["low_vnd"] <= said["total_vnd"]) & (said["total_vnd"] <= said["high_vnd"])
    return float(held.astype("float64").mean())


def _known_at(history: pd.DataFrame) -> pd.Series:
    known: pd.Series = pd.to_datetime(history["known_on"]) + pd.to_timedelta(
        history["known_minute"].astype("int64"), unit="min"
    )
    return known


def _day(
    history: pd.DataFrame,
    known_at: pd.Series,
    slots: pd.DataFrame,
    hours: tuple[datetime, datetime],
    total_vnd: int,
) -> Iterator[tuple[object, ...]]:
    """The rows of one day, the last of history."""
    opens_at, closes_at = hours
    when = known_at.loc[history.index]
    sold_on = pd.to_datetime(history["sold_on"])
    is_own = (sold_on == pd.Timestamp(opens_at.date())).to_numpy()
    earlier = history[~is_own & (when <= opens_at).to_numpy()]
    learned = learn(earlier, slots=slots, opens_at=opens_at, closes_at=closes_at)
    own, own_known = history[is_own].copy(), when[is_own]
    units = history["unit_id"].astype(str).unique()
    long = (closes_at - opens_at) / timedelta(minutes=1)
    for minutes in range(60, int(long) + 60, 60):
        minutes = min(minutes, int(long))
        as_of = opens_at + timedelta(minutes=minutes)
        is_fresh = own_known > as_of - timedelta(hours=1)
        own["last_hour_vnd"] = own["revenue_vnd"].where(is_fresh, 0)
        today = _today(own[(own_known <= as_of).to_numpy()], units)
        found = project(today, learned, plan_vnd=None, as_of=as_of)
        gained = int(today["last_hour_vnd"].sum())
        yield (
            opens_at.date(),
            minutes,
            as_of.time(),
            learned.day_count,
            found.basis,
            found.actual_vnd,
            total_vnd,
            found.closing_vnd,
            found.low_vnd,
            found.high_vnd,
            round(found.actual_vnd / (minutes / long)),
            round(found.actual_vnd + gained / 60 * (long - minutes)),
        )


def _today(rows: pd.DataFrame, units: np.ndarray) -> pd.DataFrame:
    """What the query `forecast/today` would have answered, without targets."""
    keys = ["unit_id", "sold_on", "sold_minute"]
    money = ["revenue_vnd", "sale_count", "last_hour_vnd"]
    sums = rows.groupby(keys, dropna=False, as_index=False)[money].sum()
    sums = sums[sums["sale_count"] > 0]
    silent = [one for one in units if one not in set(sums["unit_id"])]
    nothing = pd.DataFrame({"unit_id": silent, **dict.fromkeys(money, 0)})
    whole = pd.concat([sums, nothing], ignore_index=True) if len(sums) else nothing
    return whole.reindex(columns=[*keys, *money, "target_vnd"])


def _moved(slots: pd.DataFrame, by: timedelta) -> pd.DataFrame:
    return slots.assign(starts_at=slots["starts_at"] + by, ends_at=slots["ends_at"] + by)
