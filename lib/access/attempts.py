"""The brake on guessing: so many wrong tries within a window, then one has to wait."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from lib.errors import TooManyAttempts

WINDOW = timedelta(minutes=10)
TRIES_PER_CLIENT = 5
TRIES_IN_ALL = 50
"""Within `WINDOW`, from all clients: addresses are cheap, so counting by client is not enough."""
LONGEST_CLIENT = 100


def refuse(tries: Sequence[datetime], most: int, at: datetime) -> None:
    """Raise TooManyAttempts with the minutes until the next try is free; `tries` rise."""
    if len(tries) >= most:
        free_at = tries[len(tries) - most] + WINDOW
        raise TooManyAttempts(minutes=max(1, math.ceil((free_at - at) / timedelta(minutes=1))))


def written(at: datetime) -> str:
    """A moment as the office file holds it: sorted as text it is sorted by time."""
    return at.isoformat(sep=" ", timespec="microseconds")
