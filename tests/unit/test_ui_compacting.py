"""The folding thread: at quiet moments, and now and then where it is never quiet."""

from collections.abc import Iterator
from itertools import count, repeat
from threading import Event
from typing import Any

import pytest

from lib.errors import StoreBusy
from lib.ui import compacting, data


class Ledger:
    """A store whose generations come as told, and that notes when it is folded."""

    def __init__(self, generations: Iterator[int]) -> None:
        self.generations = generations
        self.folded: list[int] = []
        self.looks = 0
        self.enough = Event()

    def current(self) -> int:
        self.looks += 1
        if self.looks >= 40:
            self.enough.set()
        return next(self.generations)

    def compact(self, **_: Any) -> bool:
        self.folded.append(self.looks)
        if len(self.folded) == 1:
            raise StoreBusy(seconds=1)
        return True


@pytest.mark.parametrize(
    ("generations", "first"),
    [(repeat(3), compacting.QUIET_LOOKS + 1), (count(1), compacting.BUSY_LOOKS), (repeat(0), None)],
)
def test_it_folds_when_it_is_quiet_and_at_last_when_it_never_is(
    monkeypatch: pytest.MonkeyPatch, generations: Iterator[int], first: int | None
) -> None:
    ledger = Ledger(generations)
    monkeypatch.setattr(data, "store", lambda: ledger)
    monkeypatch.setattr(compacting, "LOOK_SECONDS", 0.001)
    with compacting.compacting():
        assert ledger.enough.wait(10)
    assert ledger.folded[:1] == ([] if first is None else [first])
