"""Word from the system that a generation was published, where the system gives it.

A folder on a network tells nothing of what others do in it; who waits looks by the clock too.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from watchdog.events import FileMovedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from lib.store.generations import POINTER


class _Renames(FileSystemEventHandler):
    """Hears of files that are given the pointer's name."""

    def __init__(self, tell: Callable[[], object]) -> None:
        self._tell = tell

    def on_moved(self, event: FileSystemEvent) -> None:
        """Called in the observer's thread."""
        if Path(os.fsdecode(event.dest_path)).name == POINTER:
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                self._tell()


@contextlib.contextmanager
def watching(folder: Path, tell: Callable[[], object]) -> Iterator[None]:
    """Call `tell` at each publish into a folder, in another thread, while the block lasts.

    Where it cannot be watched nobody is told.
    """
    observer = Observer()
    try:
        # of nothing else is word given: a writer writes a file a thousand times
        observer.schedule(_Renames(tell), str(folder), event_filter=[FileMovedEvent])
        observer.start()
    except OSError:  # the folder is away, or the system watches no more
        yield
        return
    try:
        yield
    finally:
        observer.stop()
