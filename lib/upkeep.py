"""`python -m lib check`, `rebuild-rollup` and `compact`: the rollups beside their ledger."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lib.store import Store

RIGHT, WRONG = 0, 1
Say = Callable[[str], None]


def check(store: "Store", at: datetime, put: Say) -> int:
    """Recompute every rollup from the ledger; 1 when a row of one does not hold what it says."""
    found = store.check()
    for name, apart in found.items():
        put(f"{name:<20} {f'{apart:,} rows differ' if apart else 'the ledger'}")
    return WRONG if any(found.values()) else RIGHT


def rebuild_rollup(store: "Store", at: datetime, put: Say) -> int:
    """Make every rollup anew from the ledger, and publish it."""
    with store.publish(actor="command line", action="rebuild", subject="rollups", at=at) as one:
        one.rebuild_rollups()
    return check(store, at, put)


def compact(store: "Store", at: datetime, put: Say) -> int:
    """Fold and seal what lies behind, as the board does at quiet moments."""
    put("folded" if store.compact(at=at) else "nothing to fold")
    return RIGHT


COMMANDS: Mapping[str, Callable[["Store", datetime, Say], int]] = {
    "check": check,
    "rebuild-rollup": rebuild_rollup,
    "compact": compact,
}
"""None of them takes words of its own."""
