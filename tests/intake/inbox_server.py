"""Forks a process that watches an inbox and kills it, so that no kill waits for imports.

Reads lines "WAREHOUSE INBOX SECONDS" and answers each with a line once the child is gone.
SECONDS is when to kill; "done" lets it go on until the inbox holds nothing to take in.
"""

import os
import signal
import sys
import threading
import time
from pathlib import Path

from lib.intake.group_commit import GroupCommit
from lib.intake.inbox import Inbox, Order
from lib.intake.inbox_receipts import is_receipt
from lib.store import Store
from lib.store.generations import Generations
from tests.intake.setup import NOON


def serve() -> None:
    """Answer until the input ends; no connection is open when a child is forked."""
    for line in sys.stdin:
        warehouse, folder, seconds = line.split()
        pid = os.fork()
        if pid == 0:
            _watch(Path(warehouse), Path(folder))
        began = time.monotonic()
        if seconds != "done":
            time.sleep(float(seconds))
        else:
            while waiting(Path(folder)) and time.monotonic() < began + 60:
                time.sleep(0.05)
        # Ours and not yet waited for, so the number cannot be another process's.
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        sys.stdout.write(".\n")
        sys.stdout.flush()


def waiting(folder: Path) -> list[str]:
    """The files of an inbox that have not been taken in."""
    names = [one.name for one in folder.iterdir() if one.is_file()]
    return [name for name in names if not is_receipt(name) and not name.startswith(".")]


def _watch(warehouse: Path, folder: Path) -> None:
    store = Store(Generations(warehouse, keep=3, lock_seconds=20), threads=1)
    order = Order("day", most_mb=5, most_rows=50_000)
    inbox = Inbox(
        folder, store, GroupCommit(store), order, now=lambda: NOON, say=lambda words: None
    )
    inbox.watch(threading.Event(), every=0.02)


if __name__ == "__main__":
    serve()
