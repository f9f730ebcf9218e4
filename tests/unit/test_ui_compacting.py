"""The folding thread: at quiet moments, and now and then where it is never quiet."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain, count, repeat
from threading import Event
from typing import Any

import pytest

from lib.errors import StoreBusy
from lib.ui import clock, compacting, data

NOON = datetime(2024, 9, 21, 12, 0)
MINUTE = timedelta(minutes=1)


class Ledger:
    """A store that is looked at each minute, whose generations come as told; when it is folded."""

    def __init__(self, generations: Iterator[int]) -> None:
        self.generations = generations
        self.folded: list[int] = []
        self.looks = 0
        self.enough = Event()

    def current(self) -> int:
        self.looks += 1
        if self.looks >= 90:
            self.enough.set()
        return next(self.generations)

    def compact(self, **_: Any) -> bool:
        self.folded.append(self.looks)
        if len(self.folded) == 1:
            raise StoreBusy(seconds=1)
        return True

    def now(self) -> datetime:
        return NOON + self.looks * MINUTE


@pytest.mark.parametrize(
    ("generations", "first", "second"),
    [
        (repeat(3), 1 + 2, 2),
        (chain(range(1, 11), repeat(11)), 11 + 2, 2),
        (count(1), 30, 30),
        (repeat(0), None, None),
    ],
    ids=["quiet", "quiet at last", "never quiet", "nothing published"],
)
def test_it_folds_when_it_is_quiet_and_at_last_when_it_never_is(
    monkeypatch: pytest.MonkeyPatch,
    generations: Iterator[int],
    first: int | None,
    second: int | None,
) -> None:
    ledger = Ledger(generations)
    monkeypatch.setattr(data, "store", lambda: ledger)
    monkeypatch.setattr(clock, "now", ledger.now)
    monkeypatch.setattr(compacting, "LOOK_SECONDS", 0.001)
    with compacting.compacting():
        assert ledger.enough.wait(10)
    if first is None or second is None:
        assert not ledger.folded
    else:
        assert ledger.folded[:2] == [first, first + second]
