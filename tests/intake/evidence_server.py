"""Forks a process per hand-over of evidence and kills it: lines and answers as in import_server.

The line is "FOLDER FILE SECONDS"; the file is one of deliveries.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

from lib.intake.evidence.committing import commit
from lib.store import Store
from lib.store.generations import Generations
from tests.intake.evidence_setup import EVENING, checked


def serve() -> None:
    """Answer until the input ends; no connection is open when a child is forked."""
    for line in sys.stdin:
        folder, file, seconds = line.split()
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            _import(Path(folder), Path(file), write)
            os._exit(0)
        os.close(write)
        os.read(read, 1)
        began = time.perf_counter()
        if seconds != "never":
            time.sleep(float(seconds))
            # Ours and not yet waited for, so the number cannot be another process's.
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        took = time.perf_counter() - began
        acknowledged = os.read(read, 100)
        os.close(read)
        answer = {"killed": os.WIFSIGNALED(status), "took": took, "batch": acknowledged.decode()}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _import(folder: Path, file: Path, write: int) -> None:
    store = Store(Generations(folder, keep=3, lock_seconds=20), threads=1)
    found = checked(store, "deliveries", file.read_bytes(), file.name)
    os.write(write, b".")
    os.write(write, str(commit(store, found, sender="test", at=EVENING).batch_id).encode())


if __name__ == "__main__":
    serve()
