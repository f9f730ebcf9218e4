"""The rollup of sales: kept up within the publish that changes the ledger.

Each publish appends what it adds and, below zero, what its voids take out, under the moment the
ledger learned of it. So what is known at any cut-off is a sum over what was known until then.
"""

import pyarrow as pa
from duckdb import DuckDBPyConnection

from lib.store.statements import SQL_FOLDER

FOLDER = SQL_FOLDER / "rollup"


def add_sales(connection: DuckDBPyConnection, first_sale_id: int) -> None:
    """Add the sales from a number on."""
    connection.execute(_statement("sales"), {"first_sale_id": first_sale_id})


def take_out_voided(connection: DuckDBPyConnection, voids: pa.Table) -> None:
    """Take out the sales of some voids (column sale_id)."""
    connection.register("appended_voids", voids)
    connection.execute(_statement("voids"))
    connection.unregister("appended_voids")


def rebuild(connection: DuckDBPyConnection) -> None:
    """Make the whole rollup anew from the ledger."""
    connection.execute("delete from sales_rollup")
    add_sales(connection, 0)
    voids = connection.execute("select sale_id from voids").to_arrow_table()
    take_out_voided(connection, voids)


def _statement(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
