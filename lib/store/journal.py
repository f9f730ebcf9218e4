"""The journal: who published what, each row holding the hash of the one before.

A row that was changed or taken out afterwards breaks the chain; `broken_link` finds it.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Entry:
    """One publish: who did what to what; `detail` holds JSON values."""

    generation: int
    written_at: datetime
    actor: str
    action: str
    subject: str
    detail: dict[str, Any]


def write(connection: DuckDBPyConnection, entry: Entry) -> None:
    """Append an entry, chained to the last one, in the caller's transaction."""
    last = connection.execute(
        "select hash from audit_log order by generation desc limit 1"
    ).fetchall()
    previous = str(last[0][0]) if last else ""
    detail = json.dumps(entry.detail, ensure_ascii=False, sort_keys=True)
    connection.execute(
        "insert into audit_log values "
        "($generation, $written_at, $actor, $action, $subject, $detail, $previous, $hash)",
        {
            "generation": entry.generation,
            "written_at": entry.written_at,
            "actor": entry.actor,
            "action": entry.action,
            "subject": entry.subject,
            "detail": detail,
            "previous": previous,
            "hash": link(
                previous,
                entry.generation,
                entry.written_at,
                entry.actor,
                entry.action,
                entry.subject,
                detail,
            ),
        },
    )


def last_generation(connection: DuckDBPyConnection) -> int:
    """The generation that an open store is, by its last entry; 0 when there is none."""
    [(found,)] = connection.execute("select max(generation) from audit_log").fetchall()
    return int(found or 0)


def broken_link(connection: DuckDBPyConnection) -> int | None:
    """The first generation whose hash does not follow from the row before; None when whole."""
    previous = ""
    rows = connection.execute("select * from audit_log order by generation").fetchall()
    for generation, at, actor, action, subject, detail, chained, found in rows:
        expected = link(previous, generation, at, actor, action, subject, detail)
        if chained != previous or found != expected:
            return int(generation)
        previous = found
    return None


def link(previous: str, *values: Any) -> str:
    """The hash of one row: SHA-256 over the previous hash and the row's values as JSON."""
    text = json.dumps([previous, *values], ensure_ascii=False, default=lambda at: at.isoformat())
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
