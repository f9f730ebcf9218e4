"""The store: named queries on a published generation, and the one way to publish the next.

store = Store.open(read_settings())
store.prepare(at=now)                               # once, at start: migrate if needed
store.query("progress/overview", {...})             # an Arrow table, from the current file
with store.publish(actor=..., action=..., subject=..., at=now) as publication:
    publication.append("sales", rows)               # all of it, or nothing
"""

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from duckdb import ConstraintException, DuckDBPyConnection
from duckdb import Error as DuckDBError

from lib.errors import RowsRefused, StoreMissing, StoreUnreadable
from lib.settings import Settings
from lib.store import duck, extracts, journal, migrations, rollup
from lib.store.generations import Generations
from lib.store.received import Received

LEDGER = frozenset(
    {
        "batches",
        "sales",
        "voids",
        *rollup.ROLLUPS,
        "batch_voids",
        "batch_verifications",
        "quarantine",
        "quarantine_closures",
        "learned_names",
        "deliveries",
        "activities",
        "attendance_reports",
        "hourly_reports",
        "campaign_locks",
        "award_records",
        "award_decisions",
        "award_grants",
        "audit_log",
    }
)
"""Tables that are only ever appended to."""

SMALL_BYTES = 64 * 2**20
"""A store below this size is small: planning a query takes longer than running it."""

KEPT = frozenset({"audit_log", "schema_migrations", "schema_views"})
"""Tables that stay when a store starts over."""

OPEN_GENERATIONS = 3
"""Readers kept open: a page that started before a publish finishes on its own generation."""


class Publication:
    """The next generation, private to its writer until the block ends well."""

    def __init__(self, connection: DuckDBPyConnection, generation: int, at: datetime) -> None:
        self.connection = connection
        self.generation = generation
        self.at = at
        self.detail: dict[str, Any] = {}
        """What the journal keeps about this publish; JSON values only."""
        self._first_sale_id: int | None = None
        self._voids: list[pa.Table] = []
        self._sees_anew = False

    def append(self, table: str, rows: pa.Table) -> None:
        """Append rows to a table by column name; absent columns become null.

        Raises RowsRefused when a key stands twice or a value breaks the table's rules.
        """
        if not rows.num_rows:
            return
        columns = ", ".join(f'"{name}"' for name in rows.column_names)
        self.connection.register("appended_rows", rows)
        try:
            self.connection.execute(
                f'insert into "{table}" ({columns}) select {columns} from appended_rows'
            )
        except ConstraintException as error:
            # the transaction is over, and the connection with it: nothing is left to tidy up
            raise RowsRefused(table=table, reason=str(error).splitlines()[0]) from error
        self.connection.unregister("appended_rows")
        if table == "sales":
            first = int(pc.min(rows["sale_id"]).as_py())
            self._first_sale_id = min(first, self._first_sale_id or first)
        elif table == "voids":
            self._voids.append(rows.select(["sale_id"]))

    def roll_up(self) -> None:
        """Add what was appended to the rollups: once, when all of it is there.

        They are made anew when units or campaigns have changed, and with them what counts where.
        """
        if self._sees_anew:
            rollup.rebuild(self.connection)
        elif self._first_sale_id is not None or self._voids:
            voids = pa.concat_tables(self._voids) if self._voids else None
            rollup.add(self.connection, first_sale_id=self._first_sale_id, voids=voids)
        self._first_sale_id, self._voids, self._sees_anew = None, [], False

    def query(self, name: str, parameters: Mapping[str, Any]) -> pa.Table:
        """Run a named query on what this publication holds so far, unpublished rows included."""
        return duck.run(self.connection, name, parameters)

    def extract(self, *, campaign_code: str, as_of: datetime) -> dict[str, pa.Table]:
        """The rows a campaign stood on at a cut-off, unpublished ones included."""
        return extracts.extract(self.connection, campaign_code=campaign_code, as_of=as_of)

    def columns(self, table: str) -> dict[str, tuple[str, bool]]:
        """The columns of a table: type name, and whether a value may be missing."""
        rows = self.connection.execute(
            "select column_name, data_type, is_nullable = 'YES' from information_schema.columns "
            "where table_name = $table order by ordinal_position",
            {"table": table},
        ).fetchall()
        return {name: (kind, may_be_missing) for name, kind, may_be_missing in rows}

    def clear(self, table: str) -> None:
        """Take every row out of a set-up table; the ledger's tables are append-only."""
        if table in LEDGER:
            raise RowsRefused(table=table, reason="append-only")
        self.connection.execute(f'delete from "{table}"')

    def filled(self) -> list[str]:
        """The tables that hold rows, journal and schema apart."""
        names = self.connection.execute(
            "select table_name from information_schema.tables "
            "where table_type = 'BASE TABLE' order by table_name"
        ).fetchall()
        return [
            name
            for (name,) in names
            if name not in KEPT and self.connection.table(name).limit(1).fetchall()
        ]

    def start_over(self) -> None:
        """Empty every table but the journal: for the simulated campaign, never for a record."""
        for name in self.filled():
            self.connection.execute(f'delete from "{name}"')

    def next_id(self, table: str, column: str) -> int:
        """The first free number of a rising key; only a writer may ask."""
        row = self.connection.execute(f'select coalesce(max("{column}"), 0) + 1 from "{table}"')
        return int(row.fetchall()[0][0])

    def rebuild_derived(self) -> None:
        """Bring the derived tables up to date after a change to units or campaigns."""
        migrations.rebuild_derived(self.connection)
        self.rebuild_rollups()

    def rebuild_rollups(self) -> None:
        """Make the rollups anew from the ledger, when everything of this publish is there."""
        self._sees_anew = True


class Store:
    """One ledger in a folder of generations."""

    def __init__(self, generations: Generations, *, threads: int = 2, memory: str = "1GB") -> None:
        self.generations = generations
        self._threads = threads
        self._memory = memory
        self._guard = threading.Lock()
        self._readers: OrderedDict[int, DuckDBPyConnection] = OrderedDict()
        self.received = Received(generations.folder / "received")

    @classmethod
    def open(cls, settings: Settings) -> "Store":
        """The store the settings name; nothing is read or written yet."""
        generations = Generations(
            settings.store_folder, keep=settings.keep, lock_seconds=settings.lock_seconds
        )
        return cls(generations, threads=settings.threads, memory=settings.memory)

    def prepare(self, *, at: datetime) -> None:
        """Create or migrate the store when needed; raise StoreTooNew for a newer one."""
        if self.current() and self._is_current():
            return
        with self.publish(actor="system", action="migrate", subject="schema", at=at) as publication:
            publication.detail["version"] = migrations.known_version()

    def current(self) -> int:
        """The published generation: the version of every answer; 0 when there is none."""
        return self.generations.current()

    def query(
        self, name: str, parameters: Mapping[str, Any], *, generation: int | None = None
    ) -> pa.Table:
        """Run the query TOPIC/NAME on the current generation, or on the one named."""
        cursor = self._cursor() if generation is None else self._reader(generation).cursor()
        with contextlib.closing(cursor):
            return duck.run(cursor, name, parameters)

    def extract(
        self, *, campaign_code: str, as_of: datetime, generation: int | None = None
    ) -> dict[str, pa.Table]:
        """The rows a campaign stood on at a cut-off, table by table (`extracts.EXTRACTED`)."""
        cursor = self._cursor() if generation is None else self._reader(generation).cursor()
        with contextlib.closing(cursor):
            return extracts.extract(cursor, campaign_code=campaign_code, as_of=as_of)

    def check(self) -> dict[str, int]:
        """How many rows of each rollup do not hold what the ledger says; all 0 when it is right."""
        with contextlib.closing(self._cursor()) as cursor:
            return rollup.differences(cursor)

    @contextlib.contextmanager
    def publish(
        self, *, actor: str, action: str, subject: str, at: datetime
    ) -> Iterator[Publication]:
        """Change a private copy and publish it, journal row included: all or nothing.

        The first statement migrates the copy, so an older store is never written to
        in its old shape. Raises StoreBusy, StoreTooNew, and whatever the block raises.
        """
        with self.generations.publishing() as (generation, draft):
            connection = duck.open_writer(draft, threads=self._threads, memory=self._memory)
            try:
                connection.execute("begin transaction")
                if not migrations.is_current(connection):
                    self._migrate(connection, at)
                publication = Publication(connection, generation, at)
                yield publication
                publication.roll_up()
                journal.write(
                    connection,
                    journal.Entry(generation, at, actor, action, subject, publication.detail),
                )
                # the writer's threshold makes of this a checkpoint: all of it in the one file
                connection.execute("commit")
                if draft.with_name(f"{draft.name}.wal").exists():
                    connection.execute("checkpoint")
            finally:
                connection.close()

    def _migrate(self, connection: DuckDBPyConnection, at: datetime) -> None:
        try:
            migrations.migrate(connection, at=at)
        except DuckDBError as error:
            reason = str(error).splitlines()[0]
            raise StoreUnreadable(path=str(self.generations.folder), reason=reason) from error

    def _is_current(self) -> bool:
        with contextlib.closing(self._cursor()) as cursor:
            return migrations.is_current(cursor)

    def _cursor(self) -> DuckDBPyConnection:
        """A cursor on the current file, which another writer may replace at any moment."""
        for _ in range(5):
            generation = self.current()
            if not generation:
                raise StoreMissing(path=str(self.generations.folder))
            try:
                return self._reader(generation).cursor()
            except StoreUnreadable:
                if self.current() == generation:
                    raise
        raise StoreUnreadable(path=str(self.generations.folder), reason="kept changing")

    def _reader(self, generation: int) -> DuckDBPyConnection:
        with self._guard:
            if generation not in self._readers:
                path = self.generations.path(generation)
                reader = duck.open_reader(
                    path,
                    threads=self._threads,
                    memory=self._memory,
                    is_small=path.exists() and path.stat().st_size < SMALL_BYTES,
                )
                migrations.refuse_newer(reader)
                self._readers[generation] = reader
                while len(self._readers) > OPEN_GENERATIONS:
                    # Not closed: a query may still hold a cursor; it goes with the last one.
                    self._readers.popitem(last=False)
            return self._readers[generation]
