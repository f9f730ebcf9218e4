"""Numbered, immutable database files and a pointer to the current one.

A writer copies the current file, changes the copy, makes it durable and repoints
CURRENT. Readers never block, never fail and never see half an import; a killed writer
leaves the published file untouched and its own copy is swept by the next writer.
"""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from lib.errors import StoreBusy
from lib.store.files import flush

FICLONE = 0x40049409
"""Linux ioctl: share the blocks of another file instead of copying them."""

POLL_SECONDS = 0.01
"""How often a writer looks whether it may write."""


class Generations:
    """The published files of one folder."""

    def __init__(self, folder: Path, *, keep: int, lock_seconds: float) -> None:
        self.folder = folder
        self._keep = keep
        self._lock_seconds = lock_seconds

    def current(self) -> int:
        """The published generation; 0 when nothing has been published."""
        try:
            return int((self.folder / "CURRENT").read_text(encoding="ascii"))
        except FileNotFoundError:
            return 0

    def path(self, generation: int) -> Path:
        """The file of one generation."""
        return self.folder / f"campaign-{generation:08d}.duckdb"

    def kept(self) -> list[int]:
        """The generations that are still there, the oldest first."""
        files = self.folder.glob("campaign-*.duckdb")
        return sorted(int(one.stem.removeprefix("campaign-")) for one in files)

    @contextlib.contextmanager
    def publishing(self) -> Iterator[tuple[int, Path]]:
        """Hold the lock and yield (next generation, a private copy to change).

        Publishes when the block ends well; leaves everything as it was when it raises.
        Raises StoreBusy when another writer does not finish in time.
        """
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
            self._sweep()
            generation = self.current() + 1
            draft = self.folder / f".next-{os.getpid()}.duckdb"
            if generation > 1:
                _copy(self.path(generation - 1), draft)
            try:
                yield generation, draft
                self._publish(draft, generation)
            finally:
                draft.unlink(missing_ok=True)
                draft.with_name(f"{draft.name}.wal").unlink(missing_ok=True)
        finally:
            lock.release()

    def _publish(self, draft: Path, generation: int) -> None:
        flush(draft)
        draft.replace(self.path(generation))
        pointer = self.folder / "CURRENT.next"
        pointer.write_text(str(generation), encoding="ascii")
        flush(pointer)
        pointer.replace(self.folder / "CURRENT")
        flush(self.folder)
        for old in self.kept():
            if old <= generation - self._keep:
                self.path(old).unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove what killed writers left; only the lock's holder may."""
        for left in self.folder.glob(".next-*"):
            left.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    """Copy a file, sharing its blocks where the file system can."""
    with source.open("rb") as read, target.open("wb") as write:
        try:
            fcntl.ioctl(write.fileno(), FICLONE, read.fileno())
        except OSError:
            shutil.copyfileobj(read, write, 1 << 20)
