"""The inbox watched from the command line, where no board runs to do it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event

from lib.i18n.catalog import text
from lib.intake.group_commit import GroupCommit
from lib.intake.inbox import Inbox, Order
from lib.store import Store


def watch(
    store: Store,
    folder: Path,
    order: Order,
    *,
    now: Callable[[], datetime],
    say: Callable[[str], None],
    once_within: float | None,
) -> None:
    """Take in the files of a folder until interrupted.

    With `once_within` only those that lie there now, once no other process looks at them;
    raises StoreBusy when that takes longer than so many seconds.
    """
    writer = GroupCommit(store)
    inbox = Inbox(folder, store, writer, order, now=now, say=say)
    try:
        if once_within is not None:
            inbox.once(lock_seconds=once_within)
        else:
            say(text("inbox.watching", folder=folder))
            inbox.watch(Event())
    except KeyboardInterrupt:
        say("")
    finally:
        writer.close()
