"""What a console shows instead of the operator's code: made when the code was given, for a while.

It lives in the office file as a hash, so a console goes on after the server was started anew.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from lib.access.attempts import written
from lib.access.journal import note
from lib.access.office import looked_up, office

LASTS = timedelta(hours=12)
"""From the last check of the hall to the end of the evening."""
LONGEST = 100


def make(office_path: Path, *, by: str, at: datetime) -> str:
    """A new pass for somebody who has given the code."""
    made = secrets.token_urlsafe(32)
    with office(office_path) as book:
        book.execute("delete from console_passes where until <= ?", (written(at),))
        book.execute(
            "insert into console_passes values (?, ?, ?, ?)",
            (_hash(made), by, written(at), written(at + LASTS)),
        )
        note(book, at=at, by=by, action="console.enter", subject="console", detail={})
    return made


def holder(office_path: Path, shown: str, *, at: datetime) -> str | None:
    """Whose pass it is; None for one that is nobody's, or no longer holds."""
    if not shown or len(shown) > LONGEST:
        return None
    rows = looked_up(
        office_path,
        "select actor from console_passes where hash = ? and until > ?",
        (_hash(shown), written(at)),
    )
    return str(rows[0][0]) if rows else None


def give_back(office_path: Path, shown: str, *, at: datetime) -> None:
    """End a pass before its time; one that is nobody's changes nothing."""
    by = holder(office_path, shown, at=at)
    if by is None:
        return
    with office(office_path) as book:
        book.execute("delete from console_passes where hash = ?", (_hash(shown),))
        note(book, at=at, by=by, action="console.leave", subject="console", detail={})


def _hash(shown: str) -> bytes:
    # made of 256 random bits: a slow hash would add nothing, and each key press is checked
    return hashlib.sha256(shown[:LONGEST].encode("utf-8")).digest()
