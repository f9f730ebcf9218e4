"""Bring a store's schema up to this release, in one transaction.

`lib/sql/migrations/NNN_*.sql` is the sequence and the definition of the tables; the
views of `lib/sql/views` are made anew whenever their text has changed.
"""

import hashlib
from datetime import datetime
from pathlib import Path

from duckdb import DuckDBPyConnection

from lib.errors import StoreTooNew
from lib.store import folding, past, rollup
from lib.store.macros import SPELLED_OUT
from lib.store.statements import SQL_FOLDER

VIEWS = (
    "sale_entries",
    "counted_sales",
    "campaign_ledger",
    "campaign_sales",
    "campaign_targets",
    "campaign_staff",
    "slot_minutes",
    "settled_rows",
    "batch_words",
    "counted_deliveries",
    "counted_activities",
    "counted_attendance",
    "counted_hourly_reports",
)
"""Build order of the views; a test says it lists each file exactly once."""

MACROS = (*SPELLED_OUT, "ledger_scope_standings")
"""The words of a selection; what screens read rollups by, and the same of the ledger."""

ROLLED_UP_SINCE = 8
"""The schema version that keeps rollups of campaigns: an older ledger is added up at once."""
SCOPES_SINCE = 10
"""The one that keeps the figures of scopes, which are made of those."""
SETTLED_SINCE = 11
"""The one that keeps how things stood apart from how they stand."""
ADDED_SINCE = {
    13: ("campaign_cells", "campaign_days", "new_customer_sales", "campaign_batches"),
    14: ("scope_people",),
    15: ("scope_hours",),
}
"""The rollups that later ones keep besides."""

DERIVED = (
    "org_closure",
    "unit_levels",
    "unit_places",
    "question_places",
    "scopes",
    "scope_places",
    "scope_facts",
    "scope_targets",
)
"""Small tables made from the set-up tables, in build order."""


def migration_files() -> list[Path]:
    """The numbered sequence, oldest first."""
    return sorted((SQL_FOLDER / "migrations").glob("[0-9][0-9][0-9]_*.sql"))


def known_version() -> int:
    """The newest schema version this release knows."""
    return len(migration_files())


def found_version(connection: DuckDBPyConnection) -> int:
    """The schema version of an open store; 0 for an empty file."""
    # asked for by name: a failed statement would end the caller's transaction
    known = connection.execute(
        "select count(*) from information_schema.tables where table_name = 'schema_migrations'"
    ).fetchall()
    if not known[0][0]:
        return 0
    [(version,)] = connection.execute("select max(version) from schema_migrations").fetchall()
    return int(version or 0)


def refuse_newer(connection: DuckDBPyConnection) -> int:
    """The schema version of an open store; raise StoreTooNew when this release is older."""
    found = found_version(connection)
    if found > known_version():
        raise StoreTooNew(found=found, known=known_version())
    return found


def is_current(connection: DuckDBPyConnection) -> bool:
    """Whether tables and views are this release's; raise StoreTooNew when they are newer."""
    if refuse_newer(connection) < known_version():
        return False
    [(found,)] = connection.execute("select max(fingerprint) from schema_views").fetchall()
    return bool(found == _views_fingerprint())


def migrate(connection: DuckDBPyConnection, *, at: datetime) -> None:
    """Apply what is missing; the caller holds the transaction."""
    connection.execute(
        "create table if not exists schema_migrations "
        "(version integer primary key, name varchar not null, applied_at timestamp not null)"
    )
    connection.execute("create table if not exists schema_views (fingerprint varchar not null)")
    found = refuse_newer(connection)
    for version, file in enumerate(migration_files(), start=1):
        if version > found:
            connection.execute(file.read_text(encoding="utf-8"))
            connection.execute(
                "insert into schema_migrations values ($version, $name, $at)",
                {"version": version, "name": file.stem, "at": at},
            )
    for view in VIEWS:
        connection.execute((SQL_FOLDER / "views" / f"{view}.sql").read_text(encoding="utf-8"))
    rollup.make_views(connection)
    for macro in MACROS:
        connection.execute((SQL_FOLDER / "macros" / f"{macro}.sql").read_text(encoding="utf-8"))
    past.make_views(connection)
    if found < SCOPES_SINCE:
        rebuild_derived(connection)
    if found < ROLLED_UP_SINCE:
        rollup.rebuild(connection)
    elif found < SCOPES_SINCE:
        rollup.rebuild_scopes(connection)
    for version, names in ADDED_SINCE.items():
        if ROLLED_UP_SINCE <= found < version:
            for name in names:
                rollup.rebuild_one(connection, name)
                folding.fold_anew(connection, name)
    connection.execute("delete from schema_views")
    connection.execute(
        "insert into schema_views values ($fingerprint)", {"fingerprint": _views_fingerprint()}
    )


def rebuild_derived(connection: DuckDBPyConnection) -> None:
    """Make the derived tables anew: after any change to units, people, targets or campaigns."""
    for table in DERIVED:
        derive(connection, table)


def derive(connection: DuckDBPyConnection, table: str) -> None:
    """Make one derived table anew from the set-up and the derived tables before it."""
    connection.execute(f"delete from {table}")
    connection.execute((SQL_FOLDER / "derived" / f"{table}.sql").read_text(encoding="utf-8"))


def _views_fingerprint() -> str:
    texts = [(SQL_FOLDER / "views" / f"{view}.sql").read_bytes() for view in VIEWS]
    texts += [(SQL_FOLDER / "macros" / f"{macro}.sql").read_bytes() for macro in MACROS]
    return hashlib.sha256(b"\0".join([*texts, *rollup.texts()])).hexdigest()
