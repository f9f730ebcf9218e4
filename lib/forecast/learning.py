"""What a forecast learns once and uses at every minute: earlier days, the plan's shape."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

import numpy as np
import pandas as pd

from lib.forecast.days import QUARTER, QUARTERS, Days, Floats, read_days
from lib.forecast.levels import expected_levels
from lib.forecast.views import PLAN_DAYS, Shape

MOST_DAYS = 60
"""How many days with sales are learned from, the last ones."""


@dataclass(frozen=True)
class Learned:
    """Days before a campaign, and its agreed hours; for `project` and `project_units`."""

    days: Days
    levels: Floats
    slots: pd.DataFrame
    opens_at: datetime
    closes_at: datetime

    @property
    def day_count(self) -> int:
        """How many earlier days there are."""
        return len(self.days.days)

    @property
    def is_one_day(self) -> bool:
        """Whether the campaign opens and closes on one day."""
        return self.opens_at.date() == self.closes_at.date()

    def minute(self, at: datetime) -> float:
        """Minutes since midnight of the campaign's first day."""
        midnight = datetime.combine(self.opens_at.date(), time())
        return (at - midnight) / timedelta(minutes=1)

    @cached_property
    def shape(self) -> Shape:
        """The plan's cumulative share by minute; even between opening and closing without slots."""
        opens, closes = self.minute(self.opens_at), self.minute(self.closes_at)
        shares = self.slots["plan_share"].to_numpy(dtype=np.float64)
        if not len(shares) or shares.sum() <= 0:
            return Shape(np.array([opens, max(closes, opens + 1)]), np.array([0.0, 1.0]))
        starts = [self.minute(one) for one in self.slots["starts_at"]]
        ends = [self.minute(one) for one in self.slots["ends_at"]]
        sums = np.concatenate([[0.0], np.cumsum(shares / shares.sum())])
        minutes = np.stack([starts, ends], axis=1).ravel()
        edges = np.stack([sums[:-1], sums[1:]], axis=1).ravel()
        return Shape(minutes, edges)

    @cached_property
    def sold(self) -> Shape:
        """The usual cumulative share sold by a minute of the day, the plan's where days are few.

        What is sold before opening or after closing counts as sold then.
        """
        opens, closes = self.minute(self.opens_at), self.minute(self.closes_at)
        edges: Floats = np.arange(1, QUARTERS + 1, dtype=np.float64) * QUARTER
        minutes: Floats = np.concatenate(
            [[opens], edges[(edges > opens) & (edges < closes)], [closes]]
        )
        planned = self.shape.at(minutes)
        sums = self.days.sold_by_quarter.sum(axis=1)
        whole = sums[:, -1:] if len(sums) else np.ones((0, 1))
        curves = sums[whole[:, 0] > 0] / whole[whole[:, 0] > 0]
        inner = np.interp(
            minutes,
            np.concatenate([[0.0], edges]),
            np.concatenate([[0.0], curves.mean(axis=0) if len(curves) else self.shape.at(edges)]),
        )
        mixed = (len(curves) * inner + PLAN_DAYS * planned) / (len(curves) + PLAN_DAYS)
        mixed[0], mixed[-1] = 0.0, 1.0
        return Shape(minutes, np.maximum.accumulate(np.clip(mixed, 0.0, 1.0)))


def first_day(before_on: date) -> date:
    """From which day on history is asked for, to find MOST_DAYS days with sales before a day."""
    return before_on - timedelta(days=2 * MOST_DAYS)


def learn(
    history: pd.DataFrame, *, slots: pd.DataFrame, opens_at: datetime, closes_at: datetime
) -> Learned:
    """Learn from days before a campaign.

    history is a frame of the query `forecast/history` whose days all lie before the campaign's
    (later ones are left out), slots one of `forecast/slots`; opens_at and closes_at are the
    campaign's, local time. A campaign of several days learns from its own days only, so its
    history is not looked at.
    """
    is_one_day = opens_at.date() == closes_at.date()
    before = pd.to_datetime(history["sold_on"]) < pd.Timestamp(opens_at.date())
    days = read_days(history[before] if is_one_day else history[:0], most=MOST_DAYS)
    levels = expected_levels(days.days, days.totals.sum(axis=1), opens_at.date())
    return Learned(days, levels, slots.sort_values("starts_at"), opens_at, closes_at)
