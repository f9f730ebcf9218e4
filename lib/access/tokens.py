"""Tokens of programs that hand in sales: one a sender, shown once, kept only as a hash.

token = create(path, "kho Hạ Long", now)          # to be written into the program, this once
sender = verify(path, token, client=address, at=now)

A token is long and random, so it cannot be guessed and its hash need not be slow; the brake
on wrong ones keeps a program that was set up wrongly from knocking all day. The right token
opens at once, whoever else knocks from the same address.
"""

import hashlib
import hmac
import secrets
import sqlite3
from dataclasses import dataclass
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
from lib.errors import TokenExists, TokenMissing, TokenRevoked, WrongToken

PREFIX = "rq"
"""Begins every token, so that one left lying about is known for what it is."""
SECRET_BYTES = 32
LONGEST_TOKEN = 200


@dataclass(frozen=True)
class Token:
    """What is known of a token; never the token itself."""

    token_id: str
    sender: str
    made_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    def told(self) -> tuple[str, ...]:
        """Its id, sender, state, and when it was made and last used, as a line lists them."""
        state = "revoked" if self.revoked_at else "valid"
        times = (one.strftime("%Y-%m-%d %H:%M") if one else "-" for one in self._times())
        return (self.token_id, self.sender, state, *times)

    def _times(self) -> tuple[datetime | None, ...]:
        return (self.made_at, self.last_used_at)


def create(office_path: Path, sender: str, at: datetime) -> str:
    """Make the token of a sender and return it, this once; raises TokenExists."""
    with office(office_path) as book:
        if _standing(book, sender):
            raise TokenExists(sender=sender)
        token_id, secret = secrets.token_hex(4), secrets.token_urlsafe(SECRET_BYTES)
        book.execute(
            "insert into tokens values (?, ?, ?, ?, null, null)",
            (token_id, sender, _hash(secret), written(at)),
        )
        return f"{PREFIX}_{token_id}_{secret}"


def revoke(office_path: Path, sender: str, at: datetime) -> None:
    """Take back the token of a sender; raises TokenMissing when there is none."""
    with office(office_path) as book:
        if not _standing(book, sender):
            raise TokenMissing(sender=sender)
        book.execute(
            "update tokens set revoked_at = ? where sender = ? and revoked_at is null",
            (written(at), sender),
        )


def listed(office_path: Path) -> list[Token]:
    """Every token ever made, by sender and age."""
    with office(office_path) as book:
        rows = book.execute(
            "select token_id, sender, made_at, last_used_at, revoked_at from tokens "
            "order by sender, made_at"
        ).fetchall()
    return [
        Token(token_id, sender, datetime.fromisoformat(made), _moment(used), _moment(revoked))
        for token_id, sender, made, used, revoked in rows
    ]


def verify(office_path: Path, token: str, *, client: str, at: datetime) -> str:
    """Whose token it is; notes when it was used.

    Raises WrongToken, TokenRevoked, and TooManyAttempts(minutes) instead of WrongToken after
    as many wrong ones as `attempts` allows. Wrong ones are kept in the file: they outlast a
    restart and count for every process.
    """
    prefix, _, rest = token[:LONGEST_TOKEN].partition("_")
    token_id, _, secret = rest.partition("_")
    with office(office_path) as book:
        row = book.execute(
            "select hash, sender, revoked_at from tokens where token_id = ?", (token_id,)
        ).fetchone()
        expected, sender, revoked_at = row or (b"", "", None)
        if hmac.compare_digest(_hash(secret), expected) and prefix == PREFIX:
            if revoked_at is None:
                book.execute(
                    "update tokens set last_used_at = ? where token_id = ?",
                    (written(at), token_id),
                )
                return str(sender)
            raise TokenRevoked(sender=sender)
        _refuse_many(book, client[:LONGEST_CLIENT], at)
    raise WrongToken()


def _refuse_many(book: sqlite3.Connection, client: str, at: datetime) -> None:
    """Note a wrong token, or raise TooManyAttempts where there were enough of them."""
    book.execute("delete from refused_tokens where tried_at <= ?", (written(at - WINDOW),))
    rows = book.execute("select client, tried_at from refused_tokens order by tried_at").fetchall()
    tries = [(who, datetime.fromisoformat(when)) for who, when in rows]
    refuse([when for who, when in tries if who == client], TRIES_PER_CLIENT, at)
    refuse([when for _, when in tries], TRIES_IN_ALL, at)
    book.execute("insert into refused_tokens values (?, ?)", (client, written(at)))


def _standing(book: sqlite3.Connection, sender: str) -> bool:
    found = book.execute(
        "select 1 from tokens where sender = ? and revoked_at is null", (sender,)
    ).fetchone()
    return found is not None


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
