"""DuckDB connections: how readers and writers are opened, and how a query is run."""

import contextlib
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from lib.errors import QueryError, StoreUnreadable
from lib.store import segments
from lib.store.statements import statement

COMMON = {
    # NULLs sort as in the portable SQL the other engines follow.
    "default_null_order": "nulls_first_on_asc_last_on_desc",
    # DuckDB 1.5 can change the answer of a UNION ALL of two LEFT JOINs (duckdb issue 24624).
    "disabled_optimizers": "common_subplan",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


READ_AS = "campaign"
"""The name under which a reader has its file open."""
AT_A_TIME = 2
"""Queries that a page has under way."""
ROWS_AT_A_TIME = 256
"""DuckDB sets memory aside for as many rows of each column as an answer is read by: a million by
default, 8 MB a column, of which an answer of twenty rows keeps some pages for as long as it is
known. Few answers have more rows than this."""
ALONE: Mapping[str, int] = {"threads": 3, "external_threads": 3}
"""Whoever asks answers it, and DuckDB starts no thread beside: all three are said to be others'.
Up to two threads it opens each `group by` with a table of 2 MB, from three on with one of 256 kB:
pages of memory that a small store's questions would wait for longer than for their sums."""
PAYS_ON_FEW_ROWS = frozenset(
    {
        "build_side_probe_side",
        "column_lifetime",
        "cte_inlining",
        "expression_rewriter",
        "filter_pushdown",
        "unused_columns",
    }
)
"""Rewrites that a small store keeps: looking for any other costs more than it saves there."""


def open_reader(
    path: Path, *, threads: int, memory: str, is_small: bool
) -> duckdb.DuckDBPyConnection:
    """Open a published file read-only, without access to any other file.

    A page asks two at a time (lib.ui.ahead_pool), so a query has half of the threads: what rollups
    are asked is a fifth less work for one thread than for two that hand it over to each other.
    A small store is answered by one and planned with less ado, as planning takes longer there
    than the work (measured in benchmarks/district_page and page_queries).
    """
    works = ALONE if is_small else {"threads": max(threads // AT_A_TIME, 1)}
    looked_for = PAYS_ON_FEW_ROWS if is_small else _rewrites()
    try:
        with _on_all_cores():
            reader = duckdb.connect(
                config={
                    **COMMON,
                    "disabled_optimizers": disabled(but=looked_for),
                    **works,
                    "memory_limit": memory,
                    "temp_directory": f"{path}.tmp",
                },
            )
        # DuckDB remembers each path that it was told to connect to, 250 bytes for as long as the
        # process lives: a board that follows a day opens thousands
        segments.attach_read_only(reader, path, READ_AS)
        reader.execute(f"use {READ_AS}")
        segments.attach(reader, path.parent)
        # from here on it opens nothing else
        reader.execute("set enable_external_access = false")
        reader.execute("set lock_configuration = true")
        return reader
    except (duckdb.IOException, duckdb.CatalogException, duckdb.SerializationException) as error:
        raise StoreUnreadable(path=str(path), reason=str(error).splitlines()[0]) from error


@contextlib.contextmanager
def _on_all_cores() -> Iterator[None]:
    """Let the calling thread run wherever its process may, for as long as the block lasts.

    DuckDB's threads inherit the cores of whoever opens the file, and they serve all who ask.
    """
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    own = os.sched_getaffinity(0)
    os.sched_setaffinity(0, os.sched_getaffinity(os.getpid()))
    try:
        yield
    finally:
        os.sched_setaffinity(0, own)


def disabled(*, but: frozenset[str]) -> str:
    """The setting that leaves DuckDB some of its rewrites, and never what is off for all."""
    return ",".join(sorted(_rewrites() - but | {COMMON["disabled_optimizers"]}))


@cache
def _rewrites() -> frozenset[str]:
    """What this DuckDB calls its rewrites; the names differ between releases."""
    with duckdb.connect() as connection:
        rows = connection.execute("select name from duckdb_optimizers()").fetchall()
    return frozenset(name for (name,) in rows)


def open_writer(
    path: Path, *, threads: int, memory: str, keeps_log: bool = False
) -> duckdb.DuckDBPyConnection:
    """Open a private copy for change: what is committed goes into the file at once, or its log."""
    writer = duckdb.connect(
        str(path),
        config={
            **COMMON,
            "threads": threads,
            "memory_limit": memory,
            "default_block_size": segments.HOT_BLOCK,
            "checkpoint_threshold": "1TB" if keeps_log else "1b",
        },
    )
    if keeps_log:
        writer.execute("pragma disable_checkpoint_on_shutdown")
    segments.attach(writer, path.parent)
    return writer


def cursor(reader: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Another connection to what a reader has open: each is for one thread at a time."""
    another = reader.cursor()
    another.execute(f"use {READ_AS}")
    return another


def read_first(cursor: duckdb.DuckDBPyConnection, schema: str) -> None:
    """From here on what this cursor names without a schema is looked for there first."""
    cursor.execute(f"set search_path = '{schema},main'")


def run(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, Any]
) -> pa.Table:
    """Run the query TOPIC/NAME on a connection; return its promised columns and types.

    Raises QueryError when a parameter is missing or unknown, or the columns differ.
    """
    wanted = statement(name)
    if set(parameters) != wanted.parameters:
        given, needed = sorted(parameters), sorted(wanted.parameters)
        raise QueryError(name=name, reason=f"parameters are {needed}, given {given}")
    try:
        ran = connection.execute(_read(connection, wanted.text), dict(parameters) or None)
    except duckdb.Error as error:
        raise QueryError(name=name, reason=str(error)) from error
    # the query has run to its end: to_arrow_table() would give the same rows in twice the time
    return promised(name, ran.to_arrow_reader(ROWS_AT_A_TIME).read_all())


def promised(name: str, answer: pa.Table) -> pa.Table:
    """An answer with the columns and types that its query promises; else raise QueryError."""
    wanted = statement(name)
    if tuple(answer.column_names) != wanted.columns:
        raise QueryError(name=name, reason=f"columns are {answer.column_names}")
    return answer if answer.schema.equals(wanted.schema) else answer.cast(wanted.schema)


_parsed: dict[str, duckdb.Statement] = {}
"""The texts that were asked, as DuckDB understands them: there are no more than queries."""


def _read(connection: duckdb.DuckDBPyConnection, text: str) -> duckdb.Statement:
    """A query's text as DuckDB understands it; read by whichever connection is asked it first."""
    if text not in _parsed:
        [_parsed[text]] = connection.extract_statements(text)
    return _parsed[text]
