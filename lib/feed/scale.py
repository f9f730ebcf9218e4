"""How figures are put on the wall: ahead or behind, and rounded no finer than is known."""

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from lib.i18n import formats

ON_PACE = 0.03
"""Within three points of the pace a unit is on it (design guide §6)."""
COARSE, FINE = 10_000_000, 1_000_000
SMALL_PLAN = 200_000_000
MINUTES = 5


def standing(share: Any, pace: Any, *, runs: bool) -> str:
    """ahead, on_pace, behind, reached, missed (selling has ended) or none."""
    if formats.is_missing(share):
        return "none"
    if float(share) >= 1:
        return "reached"
    if not runs:
        return "missed"
    if formats.is_missing(pace):
        return "none"
    difference = float(formats.share_as_shown(share) - formats.share_as_shown(pace))
    if abs(difference) <= ON_PACE:
        return "on_pace"
    return "ahead" if difference > 0 else "behind"


def expected_millions(vnd: Any, plan_vnd: Any) -> str:
    """A forecast amount in triệu, rounded to ten of them; to one where the plan is small."""
    small = formats.is_missing(plan_vnd) or int(plan_vnd) < SMALL_PLAN
    step = FINE if small else COARSE
    steps = (Decimal(int(vnd)) / step).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return formats.number(int(steps) * step // 1_000_000)


def expected_clock(moment: datetime) -> str:
    """A forecast time, rounded to five minutes."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    minutes = (moment - midnight) / timedelta(minutes=1)
    rounded = int(minutes / MINUTES + 0.5) * MINUTES
    return formats.clock(midnight + timedelta(minutes=rounded))


def known(value: Any) -> float | None:
    """A ratio as a plain number; None where there is none."""
    return None if formats.is_missing(value) else float(value)


def amount_of_gap(vnd: int) -> str:
    """A gap's size in triệu, without its sign."""
    return formats.millions(abs(vnd), unit=False)
