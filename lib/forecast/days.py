"""Days as arrays: what each unit had sold, and what of it was known, at any minute of the day.

Minutes count from midnight of the day of the sale; money is in VND, as floats, because
everything made of it is a ratio.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

QUARTER = 15
QUARTERS = 24 * 60 // QUARTER
KNOWN_STEP = 5
"""Minutes in which `forecast/history` parts the moments at which sales became known."""

RECENT = 60
"""Minutes that tell how busy it is now."""

UNTIMED = -1


@dataclass(frozen=True)
class Known:
    """What was known at one minute of each day (money in VND).

    by_unit, untimed and until are of shape (days, units): all of it, the part whose hour is not
    known, and the minute until which a unit had been heard of (0: not at all). By day, recent is
    what was sold in the last RECENT minutes and gained what became known in them. so_far has the
    shape (days, QUARTERS): the timed sales by quarter.
    """

    by_unit: Floats
    untimed: Floats
    until: Floats
    recent: Floats
    gained: Floats
    so_far: Floats

    @property
    def total(self) -> Floats:
        """All that was known, by day."""
        result: Floats = self.by_unit.sum(axis=1)
        return result


@dataclass(frozen=True)
class Days:
    """So many days of so many units, as events of the ledger.

    days are sorted; the arrays have one entry an event: its day and unit as indexes, the
    minute its quarter begins (UNTIMED: not known), the minute by which it was known, its VND.
    """

    days: tuple[date, ...]
    units: tuple[str, ...]
    day: Ints
    unit: Ints
    sold: Ints
    known: Floats
    revenue: Floats
    _seen: dict[float, Known] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def totals(self) -> Floats:
        """What each unit sold in the end; shape (days, units)."""
        return self._sums(self.revenue)

    @cached_property
    def sold_by_quarter(self) -> Floats:
        """What each unit sold by the end of each quarter, timed sales only (days, units, Q)."""
        timed = self.sold != UNTIMED
        place = self._cell * QUARTERS + self.sold // QUARTER
        count = len(self.days) * len(self.units) * QUARTERS
        sums = _summed(place[timed], self.revenue[timed], count)
        result: Floats = sums.reshape(len(self.days), len(self.units), QUARTERS).cumsum(axis=2)
        return result

    def with_units(self, units: tuple[str, ...]) -> "Days":
        """The same days with units appended that sold nothing on them."""
        if units == self.units:
            return self
        return replace(self, units=units, _seen={})

    @cached_property
    def _cell(self) -> Ints:
        return self.day * len(self.units) + self.unit

    def at(self, minute: float) -> Known:
        """What was known at a minute of each day (past midnight of the next: 1,440 and more)."""
        if minute not in self._seen:
            if len(self._seen) > 200:
                self._seen.clear()
            self._seen[minute] = self._known(minute)
        return self._seen[minute]

    def _known(self, minute: float) -> Known:
        # within the five minutes in which events became known, they are taken as evenly spread
        part = np.clip((minute - self.known) / KNOWN_STEP + 1, 0.0, 1.0)
        before = np.clip((minute - RECENT - self.known) / KNOWN_STEP + 1, 0.0, 1.0)
        revenue = self.revenue * part
        timed = self.sold != UNTIMED
        heard = timed & (part > 0) & (self.revenue > 0)
        until = np.zeros(len(self.days) * len(self.units))
        np.maximum.at(
            until, self._cell[heard], np.minimum(self.sold[heard] + QUARTER, max(minute, 0.0))
        )
        late = timed & (self.sold >= minute // QUARTER * QUARTER - RECENT)
        place = self.day * QUARTERS + self.sold // QUARTER
        return Known(
            by_unit=self._sums(revenue),
            untimed=self._sums(np.where(timed, 0.0, revenue)),
            until=until.reshape(len(self.days), len(self.units)),
            gained=_summed(self.day, revenue - self.revenue * before, len(self.days)),
            recent=_summed(self.day[late], revenue[late], len(self.days)),
            so_far=_summed(place[timed], revenue[timed], len(self.days) * QUARTERS).reshape(
                len(self.days), QUARTERS
            ),
        )

    def _sums(self, revenue: Floats) -> Floats:
        shape = len(self.days), len(self.units)
        return _summed(self._cell, revenue, shape[0] * shape[1]).reshape(shape)


def _summed(place: Ints, revenue: Floats, count: int) -> Floats:
    """The sum at each of so many places; float also when there is nothing to add."""
    result: Floats = np.bincount(place, revenue, minlength=count).astype(np.float64)
    return result


def read_days(history: pd.DataFrame, *, most: int) -> Days:
    """The last so many days with revenue, from a frame of the query `forecast/history`."""
    sold_on = pd.to_datetime(history["sold_on"])
    total = history["revenue_vnd"].astype("int64").groupby(sold_on).sum()
    kept = total[total > 0].index.sort_values()[-most:]
    rows = history[sold_on.isin(kept).to_numpy()]
    day_codes = pd.to_datetime(rows["sold_on"])
    known_on = pd.to_datetime(rows["known_on"])
    units, names = pd.factorize(rows["unit_id"].astype(str), sort=True)
    behind = (known_on - day_codes).dt.days.to_numpy(dtype=np.float64)
    return Days(
        days=tuple(one.date() for one in kept),
        units=tuple(str(name) for name in names),
        day=kept.searchsorted(day_codes.to_numpy()).astype(np.int64),
        unit=np.asarray(units, dtype=np.int64),
        sold=rows["sold_minute"].fillna(UNTIMED).to_numpy(dtype=np.int64),
        known=behind * 1440 + rows["known_minute"].to_numpy(dtype=np.float64),
        revenue=rows["revenue_vnd"].to_numpy(dtype=np.float64),
    )


def read_today(today: pd.DataFrame, units: tuple[str, ...], day: date, minute: float) -> Days:
    """The one day of a frame of the query `forecast/today`; units it does not name have nothing.

    What became known in the hour before the minute of the cut-off is known since the middle of
    that hour, the rest from the first on. Units that are not among `units` are appended.
    """
    sold = today[today["sale_count"].to_numpy(dtype=np.int64) > 0]
    revenue = sold["revenue_vnd"].to_numpy(dtype=np.float64)
    fresh = sold["last_hour_vnd"].to_numpy(dtype=np.float64)
    new = [one for one in dict.fromkeys(today["unit_id"].astype(str)) if one not in units]
    everyone = (*units, *new)
    index = {name: number for number, name in enumerate(everyone)}
    return Days(
        days=(day,),
        units=everyone,
        day=np.zeros(2 * len(sold), dtype=np.int64),
        unit=np.tile(np.array([index[str(name)] for name in sold["unit_id"]], dtype=np.int64), 2),
        sold=np.tile(sold["sold_minute"].fillna(UNTIMED).to_numpy(dtype=np.int64), 2),
        known=np.repeat([-np.inf, minute - 30.0], len(sold)),
        revenue=np.concatenate([revenue - fresh, fresh]),
    )
