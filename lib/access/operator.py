"""The operator's code: made once, shown once, kept only as a hash; guessing it is slowed down.

code = ensure_code(path, now)           # the code to write down, or None: there is one
verify(path, typed, client=address, at=now)
"""

import hashlib
import hmac
import secrets
import sqlite3
from datetime import datetime
from pathlib import Path

from lib.access.attempts import (
    LONGEST_CLIENT,
    TRIES_IN_ALL,
    TRIES_PER_CLIENT,
    WINDOW,
    refuse,
    written,
)
from lib.access.office import office
from lib.errors import WrongCode

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without I, L, O, 0 and 1, which look alike when read aloud or from paper."""
GROUPS, GROUP_LENGTH = 4, 4
LONGEST_CODE = 100


def ensure_code(office_path: Path, at: datetime) -> str | None:
    """Make the code when there is none and return it, this once; None when there is one."""
    with office(office_path) as book:
        if book.execute("select 1 from operator_code").fetchone():
            return None
        return _new_code(book, at)


def reset_code(office_path: Path, at: datetime) -> str:
    """Replace the code by a new one and return it; the old one no longer works."""
    with office(office_path) as book:
        book.execute("delete from operator_code")
        book.execute("delete from attempts")
        return _new_code(book, at)


def verify(office_path: Path, code: str, *, client: str, at: datetime) -> None:
    """Return when the code is right; letter case, spaces and dashes do not matter.

    Raises WrongCode(left), and TooManyAttempts(minutes) after `TRIES_PER_CLIENT` wrong tries
    of one client or `TRIES_IN_ALL` of all within `WINDOW`. Wrong tries are kept in the file:
    they outlast a restart and count for every process.
    """
    client = client[:LONGEST_CLIENT]
    # The try is booked as wrong before the slow comparison, so that many at the same time
    # cannot all slip in under the limit; it is taken back when the code is right.
    with office(office_path) as book:
        book.execute("delete from attempts where tried_at <= ?", (written(at - WINDOW),))
        own = _tries(book, client)
        everyone = _tries(book, None)
        refuse(own, TRIES_PER_CLIENT, at)
        refuse(everyone, TRIES_IN_ALL, at)
        book.execute("insert into attempts values (?, ?)", (client, written(at)))
        kept = book.execute("select salt, hash from operator_code").fetchone()
    salt, expected = kept if kept else (b"no code is set", b"")
    if hmac.compare_digest(_hash(code, salt), expected):
        with office(office_path) as book:
            book.execute("delete from attempts where client = ?", (client,))
        return
    raise WrongCode(left=TRIES_PER_CLIENT - len(own) - 1)


def _new_code(book: sqlite3.Connection, at: datetime) -> str:
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    code = "-".join(groups)
    salt = secrets.token_bytes(16)
    book.execute(
        "insert into operator_code values (1, ?, ?, ?)", (salt, _hash(code, salt), written(at))
    )
    return code


def _hash(code: str, salt: bytes) -> bytes:
    typed = "".join(letter for letter in code[:LONGEST_CODE].upper() if letter.isalnum())
    return hashlib.scrypt(typed.encode("utf-8"), salt=salt, n=2**14, r=8, p=1)


def _tries(book: sqlite3.Connection, client: str | None) -> list[datetime]:
    """When wrong codes were tried within the window, the oldest first."""
    rows = book.execute(
        "select tried_at from attempts where ? is null or client = ? order by tried_at",
        (client, client),
    )
    return [datetime.fromisoformat(row[0]) for row in rows]
