"""The next generation while it is written: rows appended, set-up replaced, rollups kept up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from duckdb import ConstraintException, DuckDBPyConnection

from lib.errors import RowsRefused
from lib.store import duck, extracts, migrations, past, rollup, segments

LEDGER = frozenset(
    {
        "batches",
        "sales",
        "voids",
        *rollup.ROLLUPS,
        *(rollup.earlier(name) for name in rollup.SETTLED),
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

KEPT = frozenset({"audit_log", "schema_migrations", "schema_views"})
"""Tables that stay when a store starts over."""


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
        self._since = datetime.max
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
                f"insert into {segments.growing(self.connection, table)} ({columns}) "
                f"select {columns} from appended_rows"
            )
        except ConstraintException as error:
            # the transaction is over, and the connection with it: nothing is left to tidy up
            raise RowsRefused(table=table, reason=str(error).splitlines()[0]) from error
        self.connection.unregister("appended_rows")
        if table == "sales":
            first = int(pc.min(rows["sale_id"]).as_py())
            self._first_sale_id = min(first, self._first_sale_id or first)
            self._since = min(self._since, pc.min(rows["recorded_at"]).as_py())
        elif table == "voids":
            self._voids.append(rows.select(["sale_id"]))
            self._since = min(self._since, pc.min(rows["voided_at"]).as_py())

    def roll_up(self) -> None:
        """Add what was appended to the rollups: once, when all of it is there.

        They are made anew when units or campaigns have changed, and with them what counts where.
        """
        if self._sees_anew:
            rollup.rebuild(self.connection)
        elif self._first_sale_id is not None or self._voids:
            past.put_back(self.connection, since=self._since)
            voids = pa.concat_tables(self._voids) if self._voids else None
            rollup.add(self.connection, first_sale_id=self._first_sale_id, voids=voids)
        self._first_sale_id, self._voids, self._sees_anew = None, [], False
        self._since = datetime.max

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
            "where table_schema || '.' || table_name = $table "
            "and table_catalog = current_database() order by ordinal_position",
            {"table": segments.growing(self.connection, table)},
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
            "where table_type = 'BASE TABLE' and table_schema = 'main' "
            "and table_catalog = current_database() order by table_name"
        ).fetchall()
        return [
            name
            for (name,) in names
            if name not in KEPT and self.connection.table(name).limit(1).fetchall()
        ]

    def start_over(self) -> None:
        """Empty every table but the journal: for the simulated campaign, never for a record."""
        segments.start_over(self.connection)
        for name in self.filled():
            self.connection.execute(f'delete from "{name}"')

    def next_id(self, table: str, column: str) -> int:
        """The first free number of a rising key; only a writer may ask."""
        if (table, column) == ("sales", "sale_id"):
            return segments.last_sale_id(self.connection) + 1
        row = self.connection.execute(f'select coalesce(max("{column}"), 0) + 1 from "{table}"')
        return int(row.fetchall()[0][0])

    def rebuild_derived(self) -> None:
        """Make the derived tables anew after a change to units, people, targets or campaigns."""
        migrations.rebuild_derived(self.connection)
        self.rebuild_rollups()

    def rebuild_rollups(self) -> None:
        """Make the rollups anew from the ledger, when everything of this publish is there."""
        self._sees_anew = True
