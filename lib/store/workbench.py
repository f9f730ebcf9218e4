"""The private copy that a process's publishes change, kept open from one to the next.

A commit goes into the copy's log (DuckDB's write-ahead log) and nowhere else, so that the next
generation is the file which the last one stands on, under one name more, beside a copy of the log:
a publish copies kilobytes, whatever the ledger holds. Once the log is long, or a commit wrote into
the file itself, as many rows at once do, the log goes into the file and the next generation
is a copy of all of it.
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

LONGEST_LOG = 2 * 2**20
"""Bytes of log that each reader goes through when it opens a generation."""

State = tuple[int, int]
"""By which a file that has been written to is told: its size and when that was."""


class Workbench:
    """One per store and process; whoever holds the writers' lock may use it."""

    def __init__(self, generations: Generations, *, threads: int, memory: str) -> None:
        self._generations = generations
        self._threads, self._memory = threads, memory
        self._path = generations.work
        self._connection: DuckDBPyConnection | None = None
        self._holds = 0
        self._stands_on: State | None = None
        self._untouched: State | None = None
        self._guard = threading.Lock()
        weakref.finalize(self, _remove, self._path)

    def at(self, generation: int) -> DuckDBPyConnection:
        """A connection to a private copy of a published generation (0: to an empty file)."""
        with self._guard:
            base = _state(self._generations.path(generation))
            if (self._holds, self._stands_on) != (generation, base) or not self._path.exists():
                self._discard()
            if self._connection is None:
                if generation:
                    self._generations.copy(generation, self._path)
                self._untouched = _state(self._path)
                self._connection = duck.open_worker(
                    self._path, threads=self._threads, memory=self._memory
                )
                self._holds, self._stands_on = generation, base
            return self._connection

    def make(self, draft: Path, generation: int) -> None:
        """Write what is committed where the next generation is published from."""
        with self._guard:
            assert self._connection is not None
            if not self._has_all_in_log() or not self._linked(draft):
                self._connection.execute("checkpoint")
                copy(self._path, draft)
                self._untouched = _state(self._path)
            flush(draft)
            self._holds, self._stands_on = generation, _state(draft)

    def discard(self) -> None:
        """Forget the copy: what is in it is not to be published, or somebody else has written."""
        with self._guard:
            self._discard()

    def discard_unless(self, generation: int) -> None:
        """Forget a copy of another generation, unless it is at work."""
        if self._guard.acquire(blocking=False):
            try:
                if self._connection is not None and self._holds < generation - 1:
                    self._discard()
            finally:
                self._guard.release()

    def _has_all_in_log(self) -> bool:
        log = log_of(self._path)
        return (
            self._holds > 0
            and _state(self._path) == self._untouched
            and log.exists()
            and log.stat().st_size <= LONGEST_LOG
        )

    def _linked(self, draft: Path) -> bool:
        try:
            os.link(self._generations.path(self._holds), draft)
        except OSError:  # a file system that knows one name a file
            return False
        copy(log_of(self._path), log_of(draft))
        flush(log_of(draft))
        return True

    def _discard(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection, self._holds = None, 0
        _remove(self._path)


def _state(path: Path) -> State | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
        log_of(path).unlink(missing_ok=True)
