"""Which cut-off a wall shows: the latest of a live day, or one of a day played back.

A scene is drawn once per publish, so its cut-off stands still between publishes: while selling
goes on it is the moment of the last publish, and the pace beside a figure is that of the figure.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd

from lib.feed.asked import BEFORE, CLOSED, phase_at
from lib.i18n import formats
from lib.queries import board, progress
from lib.queries.answers import Answers

CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?", re.ASCII)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
REST_SECONDS = 60
"""How long a day played back stands at its end before it begins again, in real seconds."""


@dataclass(frozen=True)
class Moment:
    """Where a wall's clock stands (local time) and what it shows then."""

    now: datetime
    phase: str
    as_of: datetime

    @property
    def tag(self) -> str:
        """What changes when the figures may have."""
        return f"{self.phase} {self.as_of:%Y-%m-%dT%H:%M:%S.%f}"


@dataclass(frozen=True)
class Day:
    """The hours of a day that is played back; local time."""

    opens_at: datetime
    closes_at: datetime
    begins_at: datetime
    """Where the playing begins."""


def live(known: Answers, campaign: pd.Series, now: datetime) -> Moment:
    """The latest figures at a local time."""
    phase = phase_at(now, opens_at=campaign["opens_at"], closes_at=campaign["closes_at"])
    if phase == CLOSED:
        return Moment(now, phase, _midnight(now) + DAY)
    minute = now.replace(second=0, microsecond=0) + MINUTE
    code = str(campaign["campaign_code"])
    stamp = known.read(progress.stamp, campaign_code=code, as_of=minute, unit_id=None)
    published = known.read(board.published, as_of=_midnight(now) + DAY)["published_at"]
    found = [*stamp["last_recorded_at"], *published]
    moments = [pd.Timestamp(one).to_pydatetime() for one in found if not formats.is_missing(one)]
    latest = max((one for one in moments if one <= minute), default=now)
    return Moment(now, phase, latest if phase == BEFORE else max(latest, campaign["opens_at"]))


def day_of(campaign: pd.Series, on: datetime, begins: str | None) -> Day:
    """The selling hours of the day to play back: the campaign's hours, on that day.

    `begins` is a time of the day (08:30) to begin at instead of the opening.
    """
    opens, closes = campaign["opens_at"], campaign["closes_at"]
    base = _midnight(on)
    opens_at = base + (opens - _midnight(opens))
    closes_at = base + (closes - _midnight(closes))
    return Day(opens_at, closes_at, _begin(base, begins, opens_at, closes_at))


def played(day: Day, *, speed: int, seconds: float) -> datetime:
    """The local time of a playing that began so many real seconds ago; it begins again."""
    stretch = (day.closes_at - day.begins_at) / timedelta(seconds=1)
    cycle = stretch / speed + REST_SECONDS
    return day.begins_at + timedelta(seconds=(seconds % cycle) * speed)


def replay(known: Answers, campaign: pd.Series, day: Day, now: datetime) -> Moment:
    """The figures as they were known at a past local time."""
    code = str(campaign["campaign_code"])
    moments = known.once(("moments", code), lambda: _moments(known, code))
    place = bisect_right(moments, now)
    phase = phase_at(now, opens_at=day.opens_at, closes_at=day.closes_at)
    if phase == CLOSED:
        return Moment(now, phase, _midnight(day.closes_at) + DAY)
    latest = moments[place - 1] if place else day.opens_at
    return Moment(now, phase, latest if phase == BEFORE else max(latest, day.opens_at))


def _moments(known: Answers, code: str) -> Sequence[datetime]:
    found = known.read(board.moments, campaign_code=code, as_of=datetime(9999, 12, 30))
    return [pd.Timestamp(one).to_pydatetime() for one in found["changed_at"]]


def _begin(base: datetime, begins: str | None, opens_at: datetime, closes_at: datetime) -> datetime:
    found = CLOCK.fullmatch(begins or "")
    if found is None:
        return opens_at
    at = base + timedelta(hours=int(found[1]), minutes=int(found[2] or 0))
    return at if at < closes_at else opens_at


def _midnight(moment: datetime) -> datetime:
    return datetime(moment.year, moment.month, moment.day)
