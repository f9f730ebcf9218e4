"""Several ways to see a day's closing total from what is known of it at one minute.

Each view is a formula in the days' shares, never in their dates or in why they differ. A view
of an earlier day is formed from the other days only, so that its error can be believed.
No view is right on all days; `lib/forecast/blending.py` weighs them by how they did.

Shares are of a day's total. A day in the arrays here is one row; the last row is today.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from lib.forecast.days import QUARTER, QUARTERS, RECENT, Days, Floats, Known

VIEWS = (
    "plan", "pace", "hour", "share", "heard", "front", "weekday", "similar", "recent", "gained",
    "rest",
)  # fmt: skip
"""The order of the columns of `views`."""
UNLEARNED = 3
"""So many of them, the first, learn nothing from days and are taken as they are."""

PLAN_DAYS = 1.0
"""As how many days the plan's shape counts beside those learned from."""
HARDLY_EVER, MOST_PUT_IN = 0.85, 3.0
"""Share of other days on which a unit was heard of by now, from which on it is missed."""
SILENT_MINUTES = 45
"""A unit has not fallen silent before so many minutes, however regular it is."""
SILENT_DAYS = 2.0
"""As how many days a silent unit's usual share counts beside those on which it was silent."""


@dataclass(frozen=True)
class Shape:
    """The plan's shape: its cumulative share by minute of the day."""

    minutes: Floats
    shares: Floats

    def at(self, minute: Floats | float) -> Floats:
        """The share of the plan that is due by a minute."""
        return np.asarray(np.interp(minute, self.minutes, self.shares), dtype=np.float64)


def views(days: Days, today: Days, minute: float, levels: Floats, shape: Shape) -> Floats:
    """Closing totals in VND as each of VIEWS sees them; shape (days + 1, VIEWS).

    levels is what each day, and today last, was expected to sell before it began. A view that
    cannot be formed is NaN.
    """
    past, now = days.at(minute), today.at(minute)
    scene = _Scene(days, past, _stacked(past, now), minute, shape, today.days[0])
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (
            scene.by_plan(),
            scene.by_pace(),
            scene.by_hour(),
            scene.by_share(),
            scene.by_those_heard(),
            scene.by_front(),
            scene.by_weekday(),
            scene.by_similar_days(),
            scene.by_recent(),
            scene.by_gained(),
            scene.by_rest(levels),
        )
    known = scene.known.total
    table = np.stack([np.where(np.isfinite(one), one, np.nan) for one in found], axis=1)
    result: Floats = np.where(known[:, None] > 0, np.maximum(table, known[:, None]), np.nan)
    return result


@dataclass(frozen=True)
class HeardShares:
    """By day, and today last, and unit: shares of the whole day's total, from the other days.

    due: known by now of a unit once it is heard of; ends: with what it ends, heard of by now or
    not as that row's day has it; size: with what it usually ends.
    """

    due: Floats
    ends: Floats
    size: Floats


def heard_shares(days: Days, today: Days, minute: float, shape: Shape) -> HeardShares:
    """What `by_those_heard` rests on, for views of single units; shapes (days + 1, units)."""
    past = days.at(minute)
    scene = _Scene(days, past, _stacked(past, today.at(minute)), minute, shape, today.days[0])
    return scene.heard


def _stacked(past: Known, now: Known) -> Known:
    return Known(
        *(
            np.concatenate([getattr(past, name), getattr(now, name)])
            for name in ("by_unit", "untimed", "until", "recent", "gained", "so_far")
        )
    )


class _Scene:
    """What all views need: the others of each day, and their shares at this minute."""

    def __init__(
        self, days: Days, past: Known, known: Known, minute: float, shape: Shape, today: date
    ) -> None:
        self.days = days
        self.known = known
        self.minute = minute
        self.shape = shape
        self.today = today
        self.past = past
        self.totals = days.totals.sum(axis=1)
        self.count = self._others(np.ones(len(days.days)))
        self.planned = float(shape.at(minute))
        self.size = self._mean(days.totals / self.totals[:, None])
        # what silent units are missing is put in before anything is compared
        put_in = self._silence()
        self.total = known.total * put_in
        self.recent, self.gained = known.recent * put_in, known.gained * put_in
        self.shares = self.total[:-1] / self.totals
        self.due = (self._others(self.shares) + PLAN_DAYS * self.planned) / (self.count + PLAN_DAYS)

    def _others(self, each: Floats) -> Floats:
        """For each day, and for today, the sum over the other days."""
        whole = each.sum(axis=0)
        return np.concatenate([whole - each, whole[None]])

    def _mean(self, each: Floats) -> Floats:
        count = np.maximum(self._others(np.ones(len(each))), 1.0)
        result: Floats = self._others(each) / count.reshape(-1, *[1] * (each.ndim - 1))
        return result

    def by_plan(self) -> Floats:
        """What is known over the share of the plan that is due."""
        return self.total / max(self.planned, 1e-3)

    def by_pace(self) -> Floats:
        """What is known over the share of the opening time that has passed."""
        opens, closes = self.shape.minutes[0], self.shape.minutes[-1]
        passed = (self.minute - opens) / max(closes - opens, 1.0)
        return self.total / float(np.clip(passed, 1e-3, 1.0))

    def by_hour(self) -> Floats:
        """What is known and, for each hour left, what became known in the last one."""
        left = max(self.shape.minutes[-1] - self.minute, 0.0)
        result: Floats = self.total + self.gained * left / RECENT
        return result

    def by_share(self) -> Floats:
        """What is known over the share that is usually known by now."""
        result: Floats = self.total / self.due
        return result

    def by_those_heard(self) -> Floats:
        """The same for the units heard of alone; the silent ones get what they usually end with."""
        heard = self.known.by_unit > 0
        known = np.where(heard, self.known.by_unit, 0.0).sum(axis=1)
        due = np.where(heard, self.heard.due, 0.0).sum(axis=1)
        result: Floats = known / due * self.heard.ends.sum(axis=1)
        return result

    @cached_property
    def heard(self) -> HeardShares:
        """The share due by now of each unit once it is heard of, and with what all of them end."""
        heard = self.known.by_unit > 0
        before = self.past.by_unit > 0
        shares = self.past.by_unit / self.totals[:, None]
        ends = self.days.totals / self.totals[:, None]
        often = self._others(before.astype(np.float64))
        due = (self._others(shares) + PLAN_DAYS * self.planned * self.size) / (often + PLAN_DAYS)
        size_heard = (self._others(np.where(before, ends, 0.0)) + self.size) / (often + 1.0)
        size_silent = (self._others(np.where(before, 0.0, ends)) + SILENT_DAYS * self.size) / (
            self.count[:, None] - often + SILENT_DAYS
        )
        return HeardShares(due, np.where(heard, size_heard, size_silent), self.size)

    def by_front(self) -> Floats:
        """As `by_those_heard`, a unit that has fallen silent being taken as far as it was heard."""
        heard = self.known.by_unit > 0
        known = np.where(heard, self.known.by_unit, 0.0).sum(axis=1)
        due = np.where(heard, self._reached, 0.0).sum(axis=1)
        result: Floats = known / due * self.heard.ends.sum(axis=1)
        return result

    @cached_property
    def _reached(self) -> Floats:
        """The share due of each unit as far as it was heard; less than due once it fell silent.

        It has when nothing sold for so long is known of it as on hardly any other day, and the
        other units go on: when all fall silent, the day is over.
        """
        timed = self.known.until > 0
        lag = np.where(timed, self.minute - self.known.until, 0.0)
        usual = np.quantile(np.where(self.past.until > 0, lag[:-1], 0.0), 0.9, axis=0)
        others = np.median(np.where(timed, lag, 0.0), axis=1, keepdims=True)
        fallen = timed & (lag > np.maximum(1.25 * usual, others + SILENT_MINUTES))
        sold = self._sold_until() / np.maximum(self._sold_at(self.minute), 1e-12)
        result: Floats = np.where(fallen, np.minimum(sold, 1.0), 1.0) * self.heard.due
        return result

    def _silence(self) -> Floats:
        """By what to multiply what is known, for what units miss that are hardly ever silent.

        A unit is missed when it had been heard of by now on nearly all other days, or has fallen
        silent; a unit that often sells nothing so early is not.
        """
        heard = self.known.by_unit > 0
        often = self._others((self.past.by_unit > 0).astype(np.float64)) + SILENT_DAYS / 4
        usual = often / (self.count[:, None] + SILENT_DAYS / 4) >= HARDLY_EVER
        with np.errstate(divide="ignore", invalid="ignore"):
            due = np.where(heard | usual, self.heard.due, 0.0).sum(axis=1)
            factor = due / np.where(heard, self._reached, 0.0).sum(axis=1)
        result: Floats = np.where(np.isfinite(factor), np.clip(factor, 1.0, MOST_PUT_IN), 1.0)
        return result

    def _sold_at(self, minute: float) -> Floats:
        return self._sold(np.full_like(self.known.until, minute))

    def _sold_until(self) -> Floats:
        return self._sold(self.known.until)

    @cached_property
    def _curves(self) -> Floats:
        curves = self.days.sold_by_quarter / self.totals[:, None, None]
        return self._others(curves)

    def _sold(self, until: Floats) -> Floats:
        """The share of a day that each unit has usually sold by a minute of its own."""
        quarter = np.clip(until / QUARTER, 0, QUARTERS)
        low = np.minimum(np.floor(quarter).astype(np.int64), QUARTERS - 1)
        part = quarter - low

        def cumulated(index: np.ndarray) -> Floats:
            taken = np.take_along_axis(self._curves, np.maximum(index - 1, 0)[:, :, None], axis=2)[
                :, :, 0
            ]
            return np.where(index > 0, taken, 0.0)

        sold = cumulated(low) * (1 - part) + cumulated(low + 1) * part
        result: Floats = (sold + PLAN_DAYS * self.size * self.shape.at(until)) / (
            self.count[:, None] + PLAN_DAYS
        )
        return result

    def by_weekday(self) -> Floats:
        """As `by_share`, days of the same weekday weighing most, the other weekend day half."""
        names = np.array([day.weekday() for day in (*self.days.days, self.today)])
        same = names[:, None] == names[None, :-1]
        alike = (names >= 5)[:, None] == (names >= 5)[None, :-1]
        weights = np.where(same, 1.0, np.where(alike, 0.5, 0.05))
        return self._by_weighted_days(weights, plan=0.25)

    def _by_weighted_days(self, weights: Floats, plan: float) -> Floats:
        count = weights.shape[1]
        weights[np.arange(count), np.arange(count)] = 0.0
        due = (weights @ self.shares + plan * self.planned) / (weights.sum(axis=1) + plan)
        result: Floats = self.total / due
        return result

    def by_similar_days(self) -> Floats:
        """As `by_share`, the days that went alike so far weighing most."""
        sums = self.known.so_far.cumsum(axis=1)[:, : max(int(self.minute // QUARTER), 1)]
        curves = sums / np.maximum(sums[:, -1:], 1e-9)
        opened = np.flatnonzero(curves.max(axis=0) > 0)
        curves = curves[:, opened[0] :] if opened.size else curves
        past = curves[:-1]
        apart = np.abs(curves[:, None, :] - past[None, :, :]).mean(axis=2)
        count = len(past)
        apart[np.arange(count), np.arange(count)] = np.inf
        finite = apart[np.isfinite(apart)]
        width = np.median(finite) if finite.size else 1.0
        weights = np.exp(-((apart / max(width, 1e-9)) ** 2) * 2)
        return self._by_weighted_days(weights, plan=0.1)

    def by_recent(self) -> Floats:
        """What is known and, for the rest, what was sold lately times the usual ratio of both."""
        return self._by_rate(self.recent)

    def by_gained(self) -> Floats:
        """The same with what became known lately."""
        return self._by_rate(self.gained)

    def _by_rate(self, known: Floats) -> Floats:
        rest = self._others(1 - self.shares)
        lately = self._others(known[:-1] / self.totals)
        ratio = np.where(lately > 0, rest / lately, np.nan)
        result: Floats = self.total + known * ratio
        return result

    def by_rest(self, levels: Floats) -> Floats:
        """What is known and, for the rest, what was expected of the day before it began."""
        result: Floats = self.total + levels * np.maximum(1 - self.due, 0.0)
        return result
