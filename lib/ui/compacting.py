"""Rollups folded at quiet moments, in a thread beside the pages."""

import contextlib
import sys
import traceback
from collections.abc import Iterator
from threading import Event, Thread

from lib.errors import RaQuanError
from lib.ui import clock, data

LOOK_SECONDS = 60.0
QUIET_LOOKS = 2
"""So many looks in a row must find the same generation; a busy server is folded all the same
after BUSY_LOOKS."""
BUSY_LOOKS = 30


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
    seen, still, looks = 0, 0, 0
    while not stop.wait(LOOK_SECONDS):
        current = data.store().current()
        still, looks, seen = (still + 1 if current == seen else 0), looks + 1, current
        if not current or (still < QUIET_LOOKS and looks < BUSY_LOOKS):
            continue
        looks = 0
        try:
            data.store().compact(at=clock.now())
        except RaQuanError:
            continue  # another writer is at work: at the next quiet moment
        except Exception:  # noqa: BLE001  told in the log; the board goes on unfolded
            traceback.print_exc(file=sys.stderr)
