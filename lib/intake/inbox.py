"""The inbox: drop a file into the folder, find its receipt beside it.

    inbox = Inbox(folder, store, writer, order, now=clock.now, say=narrate)
    inbox.look()                # takes in what stood still since the look before

A file that counts goes to da-nhap/, one that cannot be used to loi/, with the reason; neither
holds up the rest. Until it is moved a file is taken in again after whatever interrupts us, and
its bytes have their batch already: nothing counts twice. A lock lets one process look at a
time; while the store is away files wait where they are.
"""

import logging
import os
import secrets
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event

from filelock import FileLock, Timeout

from lib.errors import FileRefused, StoreBusy
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.intake import checking
from lib.intake.apart import Apart
from lib.intake.group_commit import STORE_IS_AWAY, GroupCommit
from lib.intake.handovers import Counted, Handover
from lib.intake.inbox_receipts import fitting, is_receipt, put_counted, put_refused, shown
from lib.store import Store

COUNTED, SET_ASIDE = "da-nhap", "loi"
SENDER = "inbox"
POLL_SECONDS = 2.0
UNFINISHED = (".part", ".partial", ".crdownload", ".filepart", ".tmp")
"""How programs name what they are still writing."""
MB = 2**20

Mark = tuple[int, int, int]
"""Inode, size and time of change: what differs when a file is not the one it was."""

logger = logging.getLogger("raquan")


@dataclass(frozen=True)
class Order:
    """How the files of the inbox are taken in."""

    campaign_code: str
    most_mb: int
    most_rows: int


class Inbox:
    """One process looking at the folder."""

    def __init__(
        self,
        folder: Path,
        store: Store,
        writer: GroupCommit,
        order: Order,
        *,
        now: Callable[[], datetime],
        say: Callable[[str], None],
    ) -> None:
        self.folder = folder
        self._store, self._writer, self._order = store, writer, order
        self._now, self._say = now, say
        self._seen: dict[str, Mark] = {}
        self._stuck: dict[str, Mark] = {}
        """Files that are done with but could not be moved: left alone until they change."""
        self._told: dict[str, str] = {}
        """Why a file waits, so that it is told once."""

    def watch(self, stop: Event, *, every: float = POLL_SECONDS) -> None:
        """Look again and again until told to stop; what goes wrong is told, once."""
        told = ""
        while not stop.wait(every):
            try:
                self.look()
                told = ""
            except Exception as error:  # the next look may go better
                if str(error) != told:
                    told = str(error)
                    logger.exception("inbox %s", shown(str(self.folder)), exc_info=error)

    def once(self, *, lock_seconds: float) -> int:
        """Take in what lies there now and stands still; return how many files."""
        taken = self.look(lock_seconds=lock_seconds)
        time.sleep(POLL_SECONDS)
        return taken + self.look(lock_seconds=lock_seconds)

    def look(self, *, lock_seconds: float = 0) -> int:
        """Take in each file that stood still since the last look; return how many.

        Does nothing when another process is looking, or raises StoreBusy when it is told to
        wait `lock_seconds` for it and they run out.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / ".lock", timeout=lock_seconds):
                return self._look()
        except Timeout as timeout:
            if lock_seconds:
                raise StoreBusy(seconds=lock_seconds) from timeout
            return 0

    def _look(self) -> int:
        found = self._files()
        still = [
            name
            for name, mark in found.items()
            if self._seen.get(name) == mark and self._stuck.get(name) != mark
        ]
        self._seen = found
        taken = 0
        with Apart() as reader:
            for name in sorted(still, key=lambda one: (found[one][2], one)):
                taken += self._take(name, found[name], reader)
        return taken

    def _files(self) -> dict[str, Mark]:
        """What lies in the folder itself: links and folders are not followed."""
        found = {}
        with os.scandir(self.folder) as entries:
            for entry in entries:
                if _is_handed_in(entry.name) and entry.is_file(follow_symlinks=False):
                    try:
                        found[entry.name] = _mark(entry.stat(follow_symlinks=False))
                    except FileNotFoundError:
                        continue
        return found

    def _take(self, name: str, mark: Mark, reader: Apart) -> bool:
        """Take in one file; whether it is done with."""
        at = self._now()
        try:
            data = self._content(name, mark)
            if data is None:
                return False
            counted = self._counted(name, data, reader, at)
        except STORE_IS_AWAY as error:
            if self._told.get(name) != str(error):
                self._told[name] = str(error)
                self._say(text("inbox.waits", file=shown(name), why=str(error)))
            return False
        except FileRefused as refused:
            self._refuse(name, mark, refused, at)
            return True
        except Exception as error:  # whatever it is, it must not stop the other files
            reference = secrets.token_hex(3).upper()
            logger.exception("%s: %s", reference, shown(name), exc_info=error)
            self._refuse(name, mark, FileRefused("unexpected", reference=reference), at)
            return True
        self._told.pop(name, None)
        self._receipt(name, counted, at)
        self._move(name, mark, COUNTED)
        self._say(
            text(
                "inbox.told",
                file=shown(name),
                batch=counted.receipt.batch_id,
                count=formats.number(counted.receipt.accepted),
                amount=formats.money(counted.receipt.revenue_vnd),
                rejected=formats.number(counted.receipt.rejected),
            )
        )
        return True

    def _content(self, name: str, mark: Mark) -> bytes | None:
        """The bytes of the file that was seen; None when it is gone or another by now."""
        most = self._order.most_mb * MB
        try:
            handle = os.open(self.folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            return None
        except OSError as error:
            why = error.strerror or ""
            raise FileRefused("unreadable_path", name=shown(name), why=why) from error
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode) or _mark(found) != mark:
                return None
            if found.st_size > most:
                raise FileRefused("file_too_large", limit_mb=self._order.most_mb)
            data = file.read(most + 1)
            return data if _mark(os.fstat(handle)) == mark else None

    def _counted(self, name: str, data: bytes, reader: Apart, at: datetime) -> Counted:
        order = self._order
        file = reader.read(
            data, shown(name), most_bytes=order.most_mb * MB, most_rows=order.most_rows
        )
        checked = checking.check_tables(
            self._store, file, campaign_code=order.campaign_code, as_of=at
        )
        return self._writer.hand_over(Handover(checked, SENDER, at, source="inbox")).result()

    def _receipt(self, name: str, counted: Counted, at: datetime) -> None:
        try:
            put_counted(self.folder, name, counted, at=at)
        except OSError:
            raise
        except Exception as error:  # it counts, and must not be taken for one that does not
            logger.exception("receipt of %s", shown(name), exc_info=error)

    def _refuse(self, name: str, mark: Mark, refused: FileRefused, at: datetime) -> None:
        put_refused(self.folder, name, refused, set_aside=f"{SET_ASIDE}/", at=at)
        self._move(name, mark, SET_ASIDE)
        self._say(text("inbox.told_refused", file=shown(name), reason=refused.reason))

    def _move(self, name: str, mark: Mark, into: str) -> None:
        """Put a file away; one that has changed meanwhile stays, to be taken in anew."""
        source, folder = self.folder / name, self.folder / into
        try:
            folder.mkdir(exist_ok=True)
            if _mark(source.lstat()) == mark:
                source.rename(_free(folder, name))
        except FileNotFoundError:
            return
        except OSError as error:
            self._stuck[name] = mark
            self._say(text("inbox.unmoved", file=shown(name), why=error.strerror or ""))


def _is_handed_in(name: str) -> bool:
    is_hidden = name.startswith((".", "~$"))
    return not (is_hidden or is_receipt(name) or name.lower().endswith(UNFINISHED))


def _mark(found: os.stat_result) -> Mark:
    return (found.st_ino, found.st_size, found.st_mtime_ns)


def _free(folder: Path, name: str) -> Path:
    """A name in a folder that nothing has yet."""
    path, number = folder / name, 1
    stem, dot, ending = fitting(name).rpartition(".")
    while os.path.lexists(path):
        number += 1
        path = folder / (f"{stem} ({number}).{ending}" if dot else f"{ending} ({number})")
    return path
