"""Numbered, immutable database files and a pointer to the current one.

A writer makes the next file of a private copy, makes it durable and repoints CURRENT.
Readers never block, never fail and never see half an import; a killed writer leaves the
published file untouched and its own copy is swept by the next writer. A generation is a
file, or a file and its log: what was committed since the file was written.
"""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from lib.errors import StoreBusy
from lib.store.files import copy, flush

POINTER = "CURRENT"
"""The file that names the current generation; it is replaced at each publish."""
POLL_SECONDS = 0.01
"""How often a writer looks whether it may write."""
POINTER_BYTES = 32
"""More than the number of a generation ever has."""


class Generations:
    """The published files of one folder."""

    def __init__(self, folder: Path, *, keep: int, lock_seconds: float) -> None:
        self.folder = folder
        self._pointer = str(folder / POINTER)
        self.work = folder / f".work-{os.getpid()}-{secrets.token_hex(4)}.duckdb"
        """Where this process may keep a private copy between its publishes."""
        self._keep = keep
        self._lock_seconds = lock_seconds

    def current(self) -> int:
        """The published generation; 0 when nothing has been published."""
        try:
            pointer = os.open(self._pointer, os.O_RDONLY)
        except FileNotFoundError:
            return 0
        try:  # it is looked at many times a second: without the layers of a text file
            return int(os.read(pointer, POINTER_BYTES))
        finally:
            os.close(pointer)

    def path(self, generation: int) -> Path:
        """The file of one generation."""
        return self.folder / f"campaign-{generation:08d}.duckdb"

    def kept(self) -> list[int]:
        """The generations that are still there, the oldest first."""
        files = self.folder.glob("campaign-*.duckdb")
        return sorted(int(one.stem.removeprefix("campaign-")) for one in files)

    @contextlib.contextmanager
    def publishing(self) -> Iterator[tuple[int, Path]]:
        """Hold the lock and yield (next generation, where its file is to be made).

        Publishes when the block ends well; leaves everything as it was when it raises.
        Raises StoreBusy when another writer does not finish in time.
        """
        with self.held():
            self._sweep()
            generation = self.current() + 1
            draft = self.folder / f".next-{os.getpid()}.duckdb"
            try:
                yield generation, draft
                self._publish(draft, generation)
            finally:
                draft.unlink(missing_ok=True)
                log_of(draft).unlink(missing_ok=True)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hold the writers' lock; raises StoreBusy when another does not let go of it in time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / "write.lock", timeout=self._lock_seconds)
        # one at a time waits at the door, and who has just written stands behind who waits there:
        # of two busy processes neither keeps the other out
        door = FileLock(self.folder / "write.next.lock", timeout=self._lock_seconds)
        try:
            with door.acquire(poll_interval=POLL_SECONDS):
                lock.acquire(poll_interval=POLL_SECONDS)
        except Timeout as timeout:
            raise StoreBusy(seconds=self._lock_seconds) from timeout
        try:
            yield
        finally:
            lock.release()

    def copy(self, generation: int, target: Path) -> None:
        """Copy a generation, with its log if it has one."""
        copy(self.path(generation), target)
        log = log_of(self.path(generation))
        if log.exists():
            copy(log, log_of(target))

    def _publish(self, draft: Path, generation: int) -> None:
        flush(draft)
        path = self.path(generation)
        # what a killed writer left under this number goes first, so that no file meets its log
        path.unlink(missing_ok=True)
        log_of(path).unlink(missing_ok=True)
        if log_of(draft).exists():
            log_of(draft).replace(log_of(path))
        draft.replace(path)
        pointer = self.folder / f"{POINTER}.next"
        pointer.write_text(str(generation), encoding="ascii")
        flush(pointer)
        pointer.replace(self._pointer)
        flush(self.folder)
        for old in self.kept():
            if old <= generation - self._keep:
                # the file first: a reader that still finds it has found its log
                self.path(old).unlink(missing_ok=True)
                log_of(self.path(old)).unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove what killed writers left; only the lock's holder may."""
        for left in (*self.folder.glob(".next-*"), *self.folder.glob(".work-*")):
            # another process's copy is of an earlier generation from here on
            if not left.name.startswith(self.work.name):
                left.unlink(missing_ok=True)


def log_of(path: Path) -> Path:
    """The log beside a database file, as DuckDB names it."""
    return path.with_name(f"{path.name}.wal")
