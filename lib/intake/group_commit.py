"""Small hand-overs that arrive together are published together.

A publish costs the same for one row as for a thousand. So one thread writes: while it
publishes, what comes in waits, and the next publish takes all that waits. Each caller is
answered only after the publish that holds its rows, with a receipt of its own.
"""

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from lib.errors import StoreBusy, StoreMissing, StoreTooNew, StoreUnreadable
from lib.intake.committing import Counted, Handover, foreseen, publish
from lib.intake.lookups import Lookups
from lib.store import Store

MOST_TOGETHER = 100
"""More would hold the lock for too long; the rest goes into the publish after."""

STORE_IS_AWAY = (StoreBusy, StoreMissing, StoreTooNew, StoreUnreadable, OSError)
"""Not the fault of what is handed in: the same now, it may be taken later."""


class GroupCommit:
    """The one writer of a process."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._guard = threading.Lock()
        self._waiting: list[tuple[Handover, Future[Counted]]] = []
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self.lookups = Lookups(store)

    def hand_over(self, handover: Handover) -> "Future[Counted]":
        """Put a hand-over in line; the future is done once it is published or refused.

        What needs no publish to be told is told at once; raises as `commit` does.
        """
        future: Future[Counted] = Future()
        known = foreseen(self._store, handover)
        if known:
            future.set_result(known)
            return future
        with self._guard:
            self._waiting.append((handover, future))
        self._writer.submit(self._publish_waiting)
        return future

    def close(self) -> None:
        """Publish what waits, and end the thread."""
        self._writer.shutdown()

    def _publish_waiting(self) -> None:
        with self._guard:
            first = self._waiting[:MOST_TOGETHER]
            del self._waiting[:MOST_TOGETHER]
        # who has given up is not written; from here on nobody can
        together = [one for one in first if one[1].set_running_or_notify_cancel()]
        if not together:
            return
        outcomes = self._outcomes([handover for handover, _ in together])
        for (_, future), outcome in zip(together, outcomes, strict=True):
            if isinstance(outcome, Counted):
                future.set_result(outcome)
            else:
                future.set_exception(outcome)

    def _outcomes(self, handovers: Sequence[Handover]) -> Sequence[Counted | Exception]:
        """Publish together; when one of them spoils the publish, each by itself."""
        try:
            return publish(self._store, handovers)
        except STORE_IS_AWAY as error:
            return [error] * len(handovers)
        except Exception as error:  # noqa: BLE001 - raised again before whom it concerns
            if len(handovers) == 1:
                return [error]
            return [one for handover in handovers for one in self._outcomes([handover])]
