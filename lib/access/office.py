"""The office file: what is not campaign record, in SQLite, for several processes at once.

It is kept apart from the ledger so that a copy of the ledger never carries a secret.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

BUSY_SECONDS = 10

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
"""


@contextlib.contextmanager
def office(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the office file, made on first use and readable by its owner only.

    The block is one transaction that holds the write lock from its start, so what it reads
    stays true until it ends; it is rolled back when the block raises.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        if connection.execute("pragma journal_mode").fetchone()[0] != "wal":
            connection.execute("pragma journal_mode = wal")
        connection.execute("begin immediate")
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
