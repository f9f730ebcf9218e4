"""The office file: what is not campaign record, in SQLite, for several processes at once.

It is kept apart from the ledger so that a copy of the ledger never carries a secret.
"""

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lib.errors import OfficeBusy

BUSY_SECONDS = 10
READ_SECONDS = 2

TABLES = """
create table if not exists operator_code (
    only_one integer primary key check (only_one = 1),
    salt blob not null,
    hash blob not null,
    set_at text not null
);
create table if not exists attempts (       -- wrong codes, kept as long as they count
    client text not null,
    tried_at text not null
);
create index if not exists attempts_by_time on attempts (tried_at);
create table if not exists tokens (         -- what programs show instead of a code
    token_id text primary key,
    sender text not null,
    hash blob not null,
    made_at text not null,
    last_used_at text,
    revoked_at text
);
create unique index if not exists one_token_a_sender on tokens (sender) where revoked_at is null;
create table if not exists refused_tokens ( -- kept as long as they count, apart from wrong codes
    client text not null,
    tried_at text not null
);
create index if not exists refused_tokens_by_time on refused_tokens (tried_at);
create table if not exists screens (        -- written on the page; they go before the file's
    name text primary key,
    profile text not null                   -- JSON
);
create table if not exists screen_orders (  -- what the remote has ordered, a word a row
    screen text not null,                   -- its name, or * for all of them
    word text not null check (word in ('pinned', 'held', 'message', 'freeze')),
    value text,                             -- JSON; null: not here, although it is ordered for all
    ordered_at text not null,
    ordered_by text not null,
    primary key (screen, word)
);
create table if not exists ceremonies (     -- where the presenter stands, a campaign a row
    campaign_code text primary key,
    record_id integer not null,             -- whose steps are counted; 0: a rehearsal's, or none
    step integer not null,
    is_black integer not null,
    is_rehearsal integer not null,
    is_lifted integer not null,
    version integer not null,               -- rises with each change
    began_at text,                          -- when the opening was left
    changed_at text not null,
    changed_by text not null
);
create table if not exists console_passes ( -- who may hold a console, until when
    hash blob primary key,
    actor text not null,
    made_at text not null,
    until text not null
);
create table if not exists saved_views (    -- named sets of choices, shared by all who look
    view_id integer primary key autoincrement,
    name text not null,
    name_key text not null unique,          -- without case and accents
    path text not null,
    chosen text not null,                   -- JSON
    is_pinned integer not null,
    saved_at text not null,
    saved_by text not null
);
create table if not exists counters (       -- what rises with each change, to be looked at often
    name text primary key,
    value integer not null
);
create table if not exists access_log (     -- who did what; nothing is taken out of it
    log_id integer primary key,
    logged_at text not null,
    actor text not null,
    action text not null,
    subject text not null,
    detail text not null                    -- JSON
);
"""


@contextlib.contextmanager
def office(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the office file, made on first use and readable by its owner only.

    The block is one transaction that holds the write lock from its start, so what it reads
    stays true until it ends; it is rolled back when the block raises. OfficeBusy when another
    writer holds the lock for longer than BUSY_SECONDS.
    """
    # Only SQLite ever opens the file: a process that closes any other handle of it loses its
    # locks, and the next writer to leave takes the log from under this process's readers.
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        if new:
            connection.execute("select 1 from sqlite_master")
            path.chmod(0o600)
        try:
            _keep_a_log(connection)
            connection.execute("begin immediate")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise OfficeBusy(seconds=BUSY_SECONDS) from error
            raise
        for statement in TABLES.split(";\n"):
            connection.execute(statement)
        try:
            yield connection
        except BaseException:
            connection.execute("rollback")
            raise
        connection.execute("commit")
    finally:
        connection.close()


def _keep_a_log(connection: sqlite3.Connection) -> None:
    """Write-ahead, set once; while others look SQLite refuses it at once, whatever the timeout."""
    deadline = time.monotonic() + BUSY_SECONDS
    while connection.execute("pragma journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def looked_up(path: Path, statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """What a reading statement finds; nothing where the file or its table is not made yet.

    It sees one moment of the file and takes no write lock: it neither waits for a writer nor
    makes one wait, and it is cheap enough to be asked many times a second.
    """
    reader = _reader(path)
    if reader is None:
        return []
    try:
        return reader.execute(statement, values).fetchall()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return []
        raise


class _Kept(threading.local):
    """The reading connection of a thread, and the very file it is open on."""

    of: tuple[str, int, int, int] | None = None
    connection: sqlite3.Connection | None = None


_kept = _Kept()


def _reader(path: Path) -> sqlite3.Connection | None:
    """This thread's connection, opened anew when the file is another one: a copy put back."""
    try:
        file = path.stat()
    except FileNotFoundError:
        return None
    here = (str(path), file.st_dev, file.st_ino, os.getpid())
    if _kept.connection is None or _kept.of != here:
        if _kept.connection is not None:
            _kept.connection.close()
        _kept.connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro",
            uri=True,
            timeout=READ_SECONDS,
            isolation_level=None,
        )
        _kept.of = here
    return _kept.connection
