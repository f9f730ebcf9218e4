"""News first: while a publish is worked out for all who wait for it, no page begins its run.

A page is worked out for one, and Python works on one thing at a time: without this a thousand
phones and every wall would have a publish later by what a few pages take.
"""

import contextlib
import threading
import time
from collections.abc import Iterator

MOST_SECONDS = 0.25
"""How long a page waits at most: whoever clicks just then is answered in half a second all the same
(benchmarks/fanout)."""
LULL_SECONDS = 0.02
"""News is worked out in steps: a wall that was told of it asks for its picture next."""

_at_work = 0
_over = threading.Condition()
_over_at = 0.0


@contextlib.contextmanager
def worked_out() -> Iterator[None]:
    """Hold back pages for as long as the block lasts."""
    global _at_work, _over_at
    with _over:
        _at_work += 1
    try:
        yield
    finally:
        with _over:
            _at_work -= 1
            _over_at = time.monotonic()
            _over.notify_all()


def wait() -> None:
    """Wait until no news is worked out, or long enough."""
    until = time.monotonic() + MOST_SECONDS
    with _over:
        while (now := time.monotonic()) < until:
            lull = _over_at + LULL_SECONDS - now
            if not _at_work and lull <= 0:
                return
            _over.wait(until - now if _at_work else lull)
