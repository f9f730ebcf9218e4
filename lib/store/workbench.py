"""The private copy that a process's publishes change, kept open from one to the next.

A commit goes into the copy's log (DuckDB's write-ahead log) and nowhere else, so that the next
generation is the file which the last one stands on, under one name more, beside a copy of the log:
a publish copies kilobytes, whatever the ledger holds. A reader goes through the log when it opens a
generation; after some publishes `tidy` puts it into the file, and what comes next stands on a copy
of that. A commit that made a long log, or wrote into the file itself, as many rows at once do,
is published as a copy of all of it.
"""

import contextlib
import os
import threading
import weakref
from pathlib import Path

from duckdb import DuckDBPyConnection

from lib.store import duck
from lib.store.files import copy, flush
from lib.store.generations import Generations, log_of

LONG_LOG, LONGEST_LOG = 48 * 2**10, 256 * 2**10
"""Bytes of log that are put into the file when nobody waits, and those that a generation may have.

A reader takes some 3 ms to go through the 4 kB of one sale."""

State = tuple[int, int]
"""By which a file that has been written to is told: its size and when that was."""


class Workbench:
    """One per store and process; whoever holds the writers' lock may use it."""

    def __init__(self, generations: Generations, *, threads: int, memory: str) -> None:
        self._generations = generations
        self._threads, self._memory = threads, memory
        self._path = generations.work
        self._spare = self._path.with_name(f"{self._path.name}-spare")
        """A copy that the next generation is to stand on, once there is one."""
        self._connection: DuckDBPyConnection | None = None
        self._holds = 0
        self._made = 0
        """How many generations it has made since it was opened."""
        self._stands_on: State | None = None
        self._untouched: State | None = None
        self._at_work = threading.RLock()
        weakref.finalize(self, _remove, self._path, self._spare)

    def at(self, generation: int) -> DuckDBPyConnection:
        """A connection to a private copy of a published generation (0: to an empty file)."""
        with self._at_work:
            base = _state(self._generations.path(generation))
            if (self._holds, self._stands_on) != (generation, base) or not self._path.exists():
                self.discard()
            if self._connection is None:
                if generation:
                    self._generations.copy(generation, self._path)
                self._untouched = _state(self._path)
                self._connection = duck.open_writer(
                    self._path, threads=self._threads, memory=self._memory, keeps_log=True
                )
                self._holds, self._stands_on = generation, base
            return self._connection

    def make(self, draft: Path, generation: int) -> None:
        """Write what is committed where the next generation is published from."""
        with self._at_work:
            assert self._connection is not None
            self._made += 1
            if not self._has_all_in_log() or not self._linked(draft):
                self._connection.execute("checkpoint")
                copy(self._path, draft)
                self._untouched = _state(self._path)
            _remove(self._spare)
            flush(draft)
            self._holds, self._stands_on = generation, _state(draft)

    def is_untidy(self) -> bool:
        """Whether the log is long and likely to grow: this process has published before."""
        log = log_of(self._path)
        return self._made > 1 and log.exists() and log.stat().st_size > LONG_LOG

    def tidy(self) -> None:
        """Put the log into the file, and a copy of it where the next generation can stand on it."""
        with self._at_work:
            if self._connection is None or not self.is_untidy() or not self._has_all_in_log():
                return
            self._connection.execute("checkpoint")
            copy(self._path, self._spare)
            flush(self._spare)
            self._untouched = _state(self._path)

    def discard(self) -> None:
        """Forget the copy: what is in it is not to be published, or somebody else has written."""
        with self._at_work:
            if self._connection is not None:
                self._connection.close()
            self._connection, self._holds, self._made = None, 0, 0
            _remove(self._path, self._spare)

    def discard_before(self, generation: int) -> None:
        """Forget a copy of a generation that others have gone on from, if it is not in use."""
        if self._holds and self._holds < generation - 1 and self._at_work.acquire(blocking=False):
            try:
                self.discard()
            finally:
                self._at_work.release()

    def _has_all_in_log(self) -> bool:
        log = log_of(self._path)
        return (
            self._holds > 0
            and _state(self._path) == self._untouched
            and log.exists()
            and log.stat().st_size <= LONGEST_LOG
        )

    def _linked(self, draft: Path) -> bool:
        base = self._spare if self._spare.exists() else self._generations.path(self._holds)
        try:
            os.link(base, draft)
        except OSError:  # a file system that knows one name a file
            return False
        copy(log_of(self._path), log_of(draft))
        flush(log_of(draft))
        return True


def _state(path: Path) -> State | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns


def _remove(*paths: Path) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
            log_of(path).unlink(missing_ok=True)
