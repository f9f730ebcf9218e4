"""The inbox watched by the server, in a thread beside the pages."""

import contextlib
import sys
from collections.abc import Iterator
from threading import Event, Thread

from lib.intake.inbox import Inbox, Order
from lib.ui import clock, data

END_SECONDS = 10
"""A file that is being taken in when the server stops is waited for, so long."""


@contextlib.contextmanager
def watching() -> Iterator[None]:
    """Take in what is dropped into the inbox while the block lasts; the folder is there at once."""
    stop = Event()
    inbox = of_settings()
    with contextlib.suppress(OSError):  # the watcher tells why, and tries again
        inbox.folder.mkdir(parents=True, exist_ok=True)
    watcher = Thread(target=inbox.watch, args=(stop,), name="inbox", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        stop.set()
        watcher.join(END_SECONDS)


def of_settings() -> Inbox:
    """The inbox the settings name."""
    settings = data.settings()
    order = Order(settings.campaign, settings.upload_mb, settings.upload_rows)
    return Inbox(settings.inbox_folder, data.store(), data.writer(), order, now=clock.now, say=_say)


def _say(words: str) -> None:
    """Narration for the log, apart from data on stdout."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
