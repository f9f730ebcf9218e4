"""What sort of day each simulated day is, the article's aside: rain, a market, a late start.

Ordinary days differ in level, in the hours at which people buy and in how late units report.
Each day's sort comes from its date and a seed alone, whatever days lie around it.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from lib.demo.amounts import STEPS, Floats, Ints, skewed
from lib.demo.shape import DAY, EDGES, HOUR_SHARE, UNITS

RAIN, MARKET, LATE_START, SILENT, OUTAGE, HOURLY = 0.22, 0.14, 0.1, 0.3, 0.15, 0.12
"""How often it rains, there is a market, doors open late, a unit is silent, one breaks off,
some report by the hour."""

UNEVEN_LEVEL, UNEVEN_HOUR = 0.1, 0.08
"""Sigma of a day's level and of each hour's share, beyond what sort of day it is."""
LATE_ROWS = 0.006, 0.05
"""Share of rows that miss their report: on dry days, and the most on wet ones."""

EARLY, AFTERNOON = 1.3, 0.75
"""People come earlier than to a campaign: what is sold before half past nine and from three on."""

HOURS = len(HOUR_SHARE)
NOON, LAST_REPORT, EVENING = 18, 40, (41, 47)
"""Reports of 12:00, of 17:30, and those of the evening, counted in quarters from opening."""


@dataclass(frozen=True)
class Held:
    """A unit that hands over nothing from one report on until another, which brings it all."""

    unit: int
    from_report: int
    until_report: int


@dataclass(frozen=True)
class Mood:
    """One day: its level, how much each hour is sold at (1 = as usual), and how units report.

    hourly are the units that hand over by the hour; late_rows is the share of rows that miss
    their report.
    """

    name: str
    level: float
    hours: Floats
    held: tuple[Held, ...]
    hourly: Ints
    late_rows: float


def mood_of(day: date, seed: int) -> Mood | None:
    """What sort of day it is; None for the article's, which is as the article has it."""
    if day == DAY:
        return None
    random = np.random.Generator(np.random.PCG64([seed, day.toordinal()]))
    name, level, hours = _sort(day, random)
    level *= float(skewed(UNEVEN_LEVEL)[random.integers(STEPS)])
    hours = hours * skewed(UNEVEN_HOUR)[random.integers(STEPS, size=HOURS)]
    wet = name == "rain"
    late_rows = LATE_ROWS[0] + (LATE_ROWS[1] * float(random.random()) if wet else 0.0)
    few = random.random(len(UNITS)) < (0.4 if random.random() < HOURLY else 0.0)
    return Mood(name, level, hours, _held(random), np.flatnonzero(few), late_rows)


def _sort(day: date, random: np.random.Generator) -> tuple[str, float, Floats]:
    """The name of the sort, its level and its hours."""
    begins = EDGES[:-1] / 60
    hours = np.select([begins < 9.5, begins >= 15], [EARLY, AFTERNOON], 1.0)
    if day.weekday() == 6:
        hours[begins >= 13] *= 0.6
    elif day.weekday() == 5:
        hours[begins >= 14] *= 0.85
    draw, where = float(random.random()), float(random.random())
    if draw < RAIN:
        # two to four hours under water, and half of what was missed is bought after them
        first = int(where * (HOURS - 4))
        length = 2 + int(random.integers(3))
        missed = float(HOUR_SHARE[first : first + length].sum()) / 100 * 0.5
        hours[first : first + length] *= 0.5
        hours[first + length :] *= 1 + missed / 2
        return "rain", 1 - missed / 2, hours
    if draw < RAIN + MARKET:
        hours[begins < 10] *= 1.3
        hours[begins >= 13] *= 0.85
        return "market", 1.15 + 0.2 * where, hours
    if draw < RAIN + MARKET + LATE_START:
        hours[: 1 + round(where)] *= 0.4
        return "late_start", 0.95, hours
    return "plain", 1.0, hours


def _held(random: np.random.Generator) -> tuple[Held, ...]:
    """The units that are silent for hours, until noon, the evening or whatever came between."""
    found = []
    for often, breaks_off in ((SILENT, False), (OUTAGE, True)):
        unit = int(random.integers(len(UNITS)))
        until = int(random.integers(NOON - 6, LAST_REPORT))
        evening = int(random.integers(*EVENING))
        happens, at_the_end = random.random(2)
        if happens < often:
            start = int(random.integers(4, 28)) if breaks_off else 0
            last = evening if at_the_end < 0.4 else max(until, start + 8)
            found.append(Held(unit, start, last))
    return tuple(found)
