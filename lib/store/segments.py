"""Cold segments: sales long in the ledger lie in files of their own, which no publish copies.

A store with few sales is one file. Once there are many, `seal` moves them into
`sales_GENERATION.duckdb` beside the generations, never to be changed again; a table of the same
shape in schema `hot` takes what comes after, and `sales` becomes a view of both. A generation names
the segments it stands on in its table `segments`.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import duckdb
from duckdb import CatalogException, DuckDBPyConnection

from lib.store.files import flush

HOT = "hot"
"""The schema of the table that still grows."""
HOT_BLOCK, SEALED_BLOCK = 64 * 2**10, 256 * 2**10
"""Bytes of a block of a file that grows, and of one that is only read (DuckDB's default).

Whoever opens a generation goes through its log, and that makes a block for each column that a
publish has touched, some three hundred: 54 MB and 60 ms of the processor with DuckDB's own, 21 MB
and 40 ms with these. A small store's file is 8 MB instead of 20; smaller ones save little more.
"""


def of(connection: DuckDBPyConnection) -> list[str]:
    """The segments an open store stands on, the oldest first.

    An older release has none, nor the table; in a transaction that would end it, so that whoever
    is in one has the store in this release's shape.
    """
    try:
        rows = connection.execute("select segment_name from segments order by first_sale_id")
    except CatalogException:
        return []
    return [name for (name,) in rows.fetchall()]


def attach(connection: DuckDBPyConnection, folder: Path) -> None:
    """Open the segments that a store stands on, read-only, under their names."""
    names = of(connection)
    if not names:
        return
    opened = {
        name
        for (name,) in connection.execute("select database_name from duckdb_databases()").fetchall()
    }
    for name in names:
        if name not in opened:
            attach_read_only(connection, path(folder, name), name)


def attach_read_only(connection: DuckDBPyConnection, file: Path, name: str) -> None:
    """Open a file under a name, only to be read."""
    connection.execute(f"attach '{_quoted(file)}' as \"{name}\" (read_only)")


def path(folder: Path, name: str) -> Path:
    """Where a segment lies."""
    return folder / f"{name}.duckdb"


def growing(connection: DuckDBPyConnection, table: str) -> str:
    """The table that rows are appended to."""
    return f"{HOT}.{table}" if table == "sales" and of(connection) else f"main.{table}"


def growing_rows(connection: DuckDBPyConnection) -> int:
    """How many sales every publish copies."""
    rows = connection.execute(f"select count(*) from {growing(connection, 'sales')}").fetchall()
    return int(rows[0][0])


def last_sale_id(connection: DuckDBPyConnection) -> int:
    """The highest number of a sale; 0 when there is none."""
    rows = connection.execute(
        "select greatest("
        f"(select coalesce(max(sale_id), 0) from {growing(connection, 'sales')}), "
        "(select coalesce(max(last_sale_id), 0) from segments))"
    ).fetchall()
    return int(rows[0][0])


def seal(connection: DuckDBPyConnection, folder: Path, generation: int) -> None:
    """Move the sales of the growing table into a segment of their own; outside of a transaction."""
    table, name = growing(connection, "sales"), f"sales_{generation:08d}"
    draft = folder / f".next-{os.getpid()}-{name}.duckdb"
    connection.execute(f"attach '{_quoted(draft)}' as sealing (block_size {SEALED_BLOCK})")
    connection.execute(f"create table sealing.sales as select * from {table} order by sale_id")
    connection.execute("checkpoint sealing")
    connection.execute("detach sealing")
    flush(draft)
    draft.replace(path(folder, name))
    attach_read_only(connection, path(folder, name), name)
    connection.execute("begin transaction")
    [(shape,)] = connection.execute(
        "select sql from duckdb_tables() where table_name = 'sales' "
        "and database_name = current_database()"
    ).fetchall()
    connection.execute(
        "insert into segments select $name, min(sale_id), max(sale_id), count(*) "
        f'from "{name}".main.sales',
        {"name": name},
    )
    connection.execute(f"drop table {table}")
    connection.execute(f"create schema if not exists {HOT}")
    connection.execute(shape.replace(shape[: shape.index("(")], f"create table {HOT}.sales", 1))
    parts = [f"{HOT}.sales", *(f'"{one}".main.sales' for one in of(connection))]
    whole = " union all ".join(f"select * from {one}" for one in parts)
    connection.execute(f"create or replace view main.sales as {whole}")
    connection.execute("commit")


def start_over(connection: DuckDBPyConnection) -> None:
    """Stand on no segment: an empty table of sales in one file."""
    if not of(connection):
        return
    [(shape,)] = connection.execute(
        f"select sql from duckdb_tables() where table_name = 'sales' and schema_name = '{HOT}' "
        "and database_name = current_database()"
    ).fetchall()
    connection.execute("drop view main.sales")
    connection.execute(f"drop table {HOT}.sales")
    connection.execute(shape.replace(shape[: shape.index("(")], "create table main.sales", 1))
    connection.execute("delete from segments")


def sweep(folder: Path, used: Iterable[str]) -> None:
    """Remove the segments that no generation stands on; only the lock's holder may."""
    kept = set(used)
    for file in folder.glob("sales_*.duckdb"):
        if file.stem not in kept:
            file.unlink(missing_ok=True)


def rewrite(file: Path) -> None:
    """Write a store's file anew without what was deleted from it: each publish copies all of it."""
    smaller = file.with_name(f"{file.stem}-anew.duckdb")
    with duckdb.connect() as connection:
        attach_read_only(connection, file, "old")
        connection.execute(f"attach '{_quoted(smaller)}' as anew (block_size {HOT_BLOCK})")
        connection.execute("use old")
        attach(connection, file.parent)
        connection.execute("use anew")
        connection.execute("copy from database old to anew")
        connection.execute("checkpoint anew")
    smaller.replace(file)


def _quoted(file: Path) -> str:
    return str(file).replace("'", "''")
