"""`python -m lib check`, `rebuild-rollup` and `compact`: the rollups beside their ledger."""

import argparse
import sys
from collections.abc import Callable, Mapping

from lib.settings import Settings

RIGHT, WRONG = 0, 1


def check(asked: argparse.Namespace, settings: Settings) -> int:
    """Recompute every rollup from the ledger; 1 when a row of one does not hold what it says."""
    from lib.store import Store

    found = Store.open(settings).check()
    for name, apart in found.items():
        verdict = f"{apart:,} rows differ" if apart else "the ledger"
        sys.stdout.write(f"{name:<20} {verdict}\n")
    return WRONG if any(found.values()) else RIGHT


def rebuild_rollup(asked: argparse.Namespace, settings: Settings) -> int:
    """Make every rollup anew from the ledger, and publish it."""
    from lib.store import Store
    from lib.ui.clock import now

    store = Store.open(settings)
    with store.publish(actor="command line", action="rebuild", subject="rollups", at=now()) as one:
        one.rebuild_rollups()
    return check(asked, settings)


def compact(asked: argparse.Namespace, settings: Settings) -> int:
    """Fold what lies behind in the rollups, as the board does at quiet moments."""
    from lib.store import Store
    from lib.ui.clock import now

    was_worth_it = Store.open(settings).compact(at=now())
    sys.stdout.write("folded\n" if was_worth_it else "nothing to fold\n")
    return RIGHT


COMMANDS: Mapping[str, Callable[[argparse.Namespace, Settings], int]] = {
    "check": check,
    "rebuild-rollup": rebuild_rollup,
    "compact": compact,
}
"""None of them takes words of its own."""
