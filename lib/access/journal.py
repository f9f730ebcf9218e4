"""The access log: who changed what of the office, and when; and counters that rise with it."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from lib.access.attempts import written
from lib.access.office import looked_up


@dataclass(frozen=True)
class Entry:
    """One line of the log: `action` is thing.verb, `subject` what it was done to."""

    at: datetime
    by: str
    action: str
    subject: str
    detail: Mapping[str, Any]


def note(
    book: sqlite3.Connection,
    *,
    at: datetime,
    by: str,
    action: str,
    subject: str,
    detail: Mapping[str, Any],
) -> None:
    """Write a line in the transaction of what it speaks of: both stand, or neither."""
    book.execute(
        "insert into access_log (logged_at, actor, action, subject, detail) values (?, ?, ?, ?, ?)",
        (written(at), by, action, subject, json.dumps(detail, ensure_ascii=False)),
    )


def rise(book: sqlite3.Connection, counter: str) -> None:
    """Let a counter rise in the transaction of what it counts."""
    book.execute(
        "insert into counters values (?, 1) on conflict (name) do update set value = value + 1",
        (counter,),
    )


def risen(office_path: Path, counter: str) -> int:
    """Where a counter stands; 0 before it rose for the first time."""
    found = looked_up(office_path, "select value from counters where name = ?", (counter,))
    return int(found[0][0]) if found else 0


def entries(office_path: Path, *, beginning: str, most: int) -> list[Entry]:
    """The latest lines whose action begins so, the newest first."""
    found = looked_up(
        office_path,
        "select logged_at, actor, action, subject, detail from access_log "
        "where substr(action, 1, length(?)) = ? order by log_id desc limit ?",
        (beginning, beginning, most),
    )
    return [
        Entry(datetime.fromisoformat(at), by, action, subject, json.loads(detail))
        for at, by, action, subject, detail in found
    ]
