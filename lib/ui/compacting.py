"""Rollups folded at quiet moments, in a thread beside the pages."""

import contextlib
import sys
import traceback
from collections.abc import Iterator
from datetime import timedelta
from threading import Event, Thread

from lib.errors import RaQuanError
from lib.ui import clock, data

LOOK_SECONDS = 10.0
QUIET = timedelta(minutes=2)
"""A ledger that has not changed for so long is quiet, and is folded as often while it stays so."""
BUSY = timedelta(minutes=30)
"""One that never is quiet is folded so often all the same."""


@contextlib.contextmanager
def compacting() -> Iterator[None]:
    """Fold what lies behind whenever the ledger is quiet, while the block lasts."""
    stop = Event()
    folder = Thread(target=_watch, args=(stop,), name="compacting", daemon=True)
    folder.start()
    try:
        yield
    finally:
        stop.set()


def _watch(stop: Event) -> None:
    seen, seen_at, tried_at = 0, clock.now(), clock.now()
    while not stop.wait(LOOK_SECONDS):
        current, at = data.store().current(), clock.now()
        if current != seen:
            seen, seen_at = current, at
        is_quiet = at - max(seen_at, tried_at) >= QUIET
        if not current or (not is_quiet and at - tried_at < BUSY):
            continue
        tried_at = at
        try:
            data.store().compact(at=at)
        except RaQuanError:
            continue  # another writer is at work: at the next quiet moment
        except Exception:  # noqa: BLE001  told in the log; the board goes on unfolded
            traceback.print_exc(file=sys.stderr)
