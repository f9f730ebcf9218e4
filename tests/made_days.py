"""Days of many kinds, made sale by sale by rules of their own; nothing here knows `lib/demo`.

`made(kind, …)` gives a history in the columns of the query `forecast/history`. A kind says how
busy each minute is, how much a day sells, and how late its units report. All random draws
come from a seed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import numpy as np
import pandas as pd

OPENS, CLOSES = 450, 1050
"""07:30 and 17:30, as minutes of the day."""
FIRST = date(2024, 8, 5)
MINUTES = np.arange(OPENS, CLOSES)

Random = np.random.Generator
Shape = Callable[[Random, int, date], np.ndarray]
Level = Callable[[Random, int, date], float]


def flat(random: Random, number: int, day: date) -> np.ndarray:
    return np.ones(len(MINUTES))


def two_peaks(random: Random, number: int, day: date) -> np.ndarray:
    """A morning and an afternoon peak that wander a little, lunch between them."""
    morning, afternoon = 580 + random.normal(0, 20), 880 + random.normal(0, 20)
    weight = random.uniform(0.4, 0.6)
    return (
        0.15
        + weight * np.exp(-(((MINUTES - morning) / 70) ** 2))
        + (1 - weight) * np.exp(-(((MINUTES - afternoon) / 80) ** 2))
    )


def late_loaded(random: Random, number: int, day: date) -> np.ndarray:
    """Most of it in the last hours."""
    return 0.1 + ((MINUTES - OPENS) / 600) ** (2.5 + random.normal(0, 0.3))


def rainy(random: Random, number: int, day: date) -> np.ndarray:
    """Two peaks; on every third day it rains for some hours."""
    shape = two_peaks(random, number, day)
    if random.random() < 1 / 3:
        begins = random.integers(OPENS, CLOSES - 180)
        shape[begins - OPENS : begins - OPENS + random.integers(90, 240)] *= 0.25
    return shape


def late_start(random: Random, number: int, day: date) -> np.ndarray:
    """Two peaks; on every fourth day the doors open one or two hours late."""
    shape = two_peaks(random, number, day)
    if random.random() < 0.25:
        shape[: random.integers(45, 130)] = 0.01
    return shape


def weekly(random: Random, number: int, day: date) -> np.ndarray:
    """Weekends are over at noon."""
    shape = two_peaks(random, number, day)
    if day.weekday() >= 5:
        shape[270:] *= 0.08
    return shape


def steady(random: Random, number: int, day: date) -> float:
    return float(np.exp(random.normal(0, 0.12)))


def restless(random: Random, number: int, day: date) -> float:
    return float(np.exp(random.normal(0, 0.5)))


def growing(random: Random, number: int, day: date) -> float:
    return float(1.03**number * np.exp(random.normal(0, 0.1)))


def weekend(random: Random, number: int, day: date) -> float:
    return float((0.45 if day.weekday() >= 5 else 1.0) * np.exp(random.normal(0, 0.12)))


def one_outlier(random: Random, number: int, day: date) -> float:
    return (6.0 if number == 12 else 1.0) * steady(random, number, day)


@dataclass(frozen=True)
class Kind:
    """How the days of one making go.

    Minutes of report_every pass between the hand-overs of a unit; each sale comes late_mean
    minutes after that on average (exponential). silent is how often a unit hands over nothing
    before the evening, outage how often it stops handing over at some hour until the evening,
    closed how often it really sells nothing. clumpy is the sigma of one sale's amount.
    """

    shape: Shape = two_peaks
    level: Level = steady
    sales: int = 600
    units: int = 14
    clumpy: float = 0.8
    report_every: int = 15
    late_mean: float = 3.0
    silent: float = 0.0
    outage: float = 0.0
    closed: float = 0.0
    untimed: float = 0.0
    missing_days: float = 0.0
    voided: float = 0.0


KINDS: dict[str, Kind] = {
    "linear": Kind(shape=flat),
    "two_peaks": Kind(),
    "late_loaded": Kind(shape=late_loaded),
    "rainy": Kind(shape=rainy, level=restless),
    "late_start": Kind(shape=late_start),
    "growing": Kind(level=growing),
    "restless": Kind(level=restless),
    "weekend": Kind(shape=weekly, level=weekend),
    "one_outlier": Kind(level=one_outlier),
    "heavy_lateness": Kind(report_every=60, late_mean=45.0),
    "noisy": Kind(sales=60, clumpy=1.5),
    "silent_units": Kind(silent=0.12, outage=0.08, closed=0.03),
    "hourless": Kind(untimed=0.3),
    "gaps": Kind(missing_days=0.3, voided=0.02),
    "at_once": Kind(report_every=1, late_mean=0.0),
}


def made(kind: Kind, *, days: int, seed: int, first: date = FIRST) -> pd.DataFrame:
    """So many calendar days of a kind, from the first on."""
    random = np.random.Generator(np.random.PCG64(seed))
    size = np.exp(random.normal(0, 0.9, kind.units))
    parts = []
    for number in range(days):
        day = first + timedelta(number)
        if random.random() < kind.missing_days and number < days - 1:
            continue
        parts.append(_day(kind, random, number, day, size))
    return pd.concat(parts, ignore_index=True)


def _day(kind: Kind, random: Random, number: int, day: date, size: np.ndarray) -> pd.DataFrame:
    intensity = kind.shape(random, number, day)
    count = max(1, random.poisson(kind.sales * kind.level(random, number, day)))
    sold = random.choice(MINUTES, size=count, p=intensity / intensity.sum())
    size = (
        size
        * (random.random(kind.units) >= kind.closed)
        * np.exp(random.normal(0, 0.15, kind.units))
    )
    unit = random.choice(kind.units, size=count, p=size / size.sum())
    revenue = np.maximum(1, np.round(200 * np.exp(random.normal(0, kind.clumpy, count)))) * 500
    every = kind.report_every
    recorded = (sold // every + 1) * every + random.exponential(1.0, count) * kind.late_mean
    evening = CLOSES + random.uniform(0, 120, kind.units)
    silent = random.random(kind.units) < kind.silent
    stops = np.where(
        random.random(kind.units) < kind.outage, random.uniform(OPENS, CLOSES, kind.units), 9_999
    )
    held = silent[unit] | (recorded > stops[unit])
    recorded = np.where(held, np.maximum(recorded, evening[unit]), recorded)
    known = np.ceil(recorded / 5) * 5
    rows = pd.DataFrame(
        {
            "unit_id": [f"u{one:02}" for one in unit],
            "sold_minute": pd.array(
                np.where(random.random(count) < kind.untimed, -1, sold // 15 * 15), dtype="Int64"
            ),
            "known": known,
            "revenue_vnd": revenue.astype("int64"),
            "sale_count": 1,
        }
    )
    rows["sold_minute"] = rows["sold_minute"].mask(rows["sold_minute"] < 0)
    undone = rows[random.random(count) < kind.voided].copy()
    undone["known"] += 240
    undone["revenue_vnd"] *= -1
    undone["sale_count"] *= -1
    rows = pd.concat([rows, undone], ignore_index=True)
    rows["sold_on"] = day
    later = (rows["known"] // 1440).astype(int)
    rows["known_on"] = [day + timedelta(int(one)) for one in later]
    rows["known_minute"] = (rows["known"] - later * 1440).astype("int64")
    keys = ["sold_on", "unit_id", "sold_minute", "known_on", "known_minute"]
    return (
        rows.groupby(keys, dropna=False, as_index=False)[["revenue_vnd", "sale_count"]]
        .sum()
        .astype({"revenue_vnd": "Int64", "sale_count": "Int64"})
    )


def slots(day: date, *, shape: np.ndarray | None = None) -> pd.DataFrame:
    """A plan by quarters of an hour from OPENS to CLOSES, even or of a shape given by minute."""
    even = np.ones(len(MINUTES)) if shape is None else shape
    shares = even.reshape(-1, 15).sum(axis=1) / even.sum()
    midnight = datetime.combine(day, time())
    begins = [midnight + timedelta(minutes=int(one)) for one in MINUTES[::15]]
    return pd.DataFrame(
        {
            "starts_at": begins,
            "ends_at": [one + timedelta(minutes=15) for one in begins],
            "plan_share": shares,
        }
    )


def scaled(kind: Kind, **changes: object) -> Kind:
    """A kind with something changed."""
    return replace(kind, **changes)


def known_today(own: pd.DataFrame, as_of: datetime, units: list[str]) -> pd.DataFrame:
    """What the query `forecast/today` answers of one day's rows at a cut-off; no targets."""
    known_at = pd.to_datetime(own["known_on"]) + pd.to_timedelta(
        own["known_minute"].astype("int64"), unit="min"
    )
    fresh = own["revenue_vnd"].where(known_at > as_of - timedelta(hours=1), 0)
    known = own.assign(last_hour_vnd=fresh)[(known_at <= as_of).to_numpy()]
    keys, money = ["unit_id", "sold_on", "sold_minute"], ["revenue_vnd", "sale_count"]
    sums = known.groupby(keys, dropna=False, as_index=False)[[*money, "last_hour_vnd"]].sum()
    sums = sums[sums["sale_count"] > 0]
    silent = [one for one in units if one not in set(sums["unit_id"])]
    nothing = pd.DataFrame({"unit_id": silent, **dict.fromkeys([*money, "last_hour_vnd"], 0)})
    whole = pd.concat([sums, nothing], ignore_index=True).assign(target_vnd=None)
    return whole.astype({"sold_minute": "Int64", "target_vnd": "Int64"})
