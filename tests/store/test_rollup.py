"""The rollup of sales: whatever is handed in and voided, in whatever order, it is the ledger."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.store import duck, migrations, rollup
from lib.store.store import Publication

OPENS = datetime(2024, 9, 21, 7)
ROLLED_UP = """
select
    known_at, sold_on, quarter_at, unit_id, service_code, role_code, is_simulated,
    sum(sale_count), sum(quantity), sum(revenue_vnd)
from sales_rollup group by all order by all
"""
COUNTED = """
select count(*), coalesce(sum(quantity), 0), coalesce(sum(revenue_vnd), 0)
from sales left join voids using (sale_id)
where recorded_at <= $as_of and (voided_at is null or $as_of < voided_at)
"""
KNOWN = """
select
    coalesce(sum(sale_count), 0), coalesce(sum(quantity), 0), coalesce(sum(revenue_vnd), 0)
from sales_rollup where known_at <= $as_of
"""
SALE = st.fixed_dictionaries(
    {
        "unit_id": st.sampled_from(["a", "b"]),
        "service_code": st.sampled_from(["x", "y"]),
        "role_code": st.sampled_from([None, "teller"]),
        "sold_at": st.sampled_from(
            [None, *(OPENS + timedelta(minutes=minute) for minute in (0, 14, 15, 44, 59, 61))]
        ),
        "quantity": st.integers(0, 3),
        "revenue_vnd": st.integers(0, 1_000_000),
        "is_simulated": st.booleans(),
    }
)
STEPS = st.lists(
    st.tuples(st.lists(st.lists(SALE, max_size=4), max_size=2), st.sets(st.integers(0, 12))),
    max_size=5,
)
"""Publishes one after the other: batches of sales, and which of the sales so far are voided."""


@cache
def _opened() -> DuckDBPyConnection:
    connection = duck.open_writer(Path(":memory:"), threads=1, memory="200MB")
    migrations.migrate(connection, at=OPENS)
    return connection


def connected() -> DuckDBPyConnection:
    """The store all these tests share, empty."""
    for name in ("sales", "voids", "sales_rollup"):
        _opened().execute(f"delete from {name}")
    return _opened()


def publish(
    connection: DuckDBPyConnection, number: int, batches: list[list[dict[str, Any]]],
    voided: set[int],
) -> None:  # fmt: skip
    at = OPENS + timedelta(minutes=10 * number)
    publication = Publication(connection, number, at)
    for sales in batches:
        first = publication.next_id("sales", "sale_id")
        rows = [
            {
                **sale,
                "sale_id": first + place,
                "batch_id": number,
                "source_row": place,
                "sold_on": OPENS.date(),
                "recorded_at": at,
            }
            for place, sale in enumerate(sales)
        ]
        publication.append("sales", table(rows, connection, "sales"))
    known = {one for (one,) in connection.execute("select sale_id from sales").fetchall()}
    gone = {one for (one,) in connection.execute("select sale_id from voids").fetchall()}
    rows = [
        {
            "sale_id": sale_id,
            "batch_id": number,
            "voided_at": at,
            "voided_by": "tester",
            "reason_code": "wrong_file",
        }
        for sale_id in sorted((voided & known) - gone)
    ]
    publication.append("voids", table(rows, connection, "voids"))
    publication.roll_up()


def table(rows: list[dict[str, Any]], connection: DuckDBPyConnection, name: str) -> pa.Table:
    schema = connection.execute(f"select * from {name} limit 0").to_arrow_table().schema
    names = list(rows[0]) if rows else []
    return pa.Table.from_pylist(rows, schema=pa.schema([schema.field(one) for one in names]))


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_any_sequence_of_publishes_gives_the_rollup_of_one_rebuild(
    steps: list[tuple[list[list[dict[str, Any]]], set[int]]],
) -> None:
    connection = connected()
    for number, (batches, voided) in enumerate(steps, start=1):
        publish(connection, number, batches, voided)
    for number in range(len(steps) + 2):
        cut_off = {"as_of": OPENS + timedelta(minutes=10 * number)}
        counted = connection.execute(COUNTED, cut_off).fetchall()
        assert connection.execute(KNOWN, cut_off).fetchall() == counted
    kept_up = connection.execute(ROLLED_UP).fetchall()
    rollup.rebuild(connection)
    assert connection.execute(ROLLED_UP).fetchall() == kept_up


def test_a_quarter_of_an_hour_of_a_unit_is_one_row() -> None:
    connection = connected()
    sale = {
        "unit_id": "a", "service_code": "x", "role_code": None, "quantity": 2,
        "revenue_vnd": 100, "is_simulated": True,
    }  # fmt: skip
    moments = [OPENS, OPENS + timedelta(minutes=14), OPENS + timedelta(minutes=15), None]
    publish(connection, 1, [[{**sale, "sold_at": at} for at in moments]], set())
    found = connection.execute(
        "select quarter_at, sale_count, quantity, revenue_vnd from sales_rollup order by 1"
    ).fetchall()
    assert found == [
        (None, 1, 2, 100),
        (OPENS, 2, 4, 200),
        (OPENS + timedelta(minutes=15), 1, 2, 100),
    ]
    publish(connection, 2, [], {2})
    added = connection.execute(
        "select known_at, quarter_at, sale_count, revenue_vnd from sales_rollup "
        "where sale_count < 0"
    ).fetchall()
    assert added == [(OPENS + timedelta(minutes=20), OPENS, -1, -100)]


SINCE_THEN = (
    "deliveries",
    "activities",
    "attendance_reports",
    "hourly_reports",
    "campaign_locks",
    "award_records",
    "award_decisions",
    "award_grants",
)
"""Tables of the migrations that follow the rollup's."""


def test_a_ledger_of_an_earlier_release_is_added_up_when_it_is_migrated() -> None:
    connection = connected()
    sale = {
        "unit_id": "a", "service_code": "x", "role_code": None, "quantity": 2,
        "revenue_vnd": 100, "is_simulated": True, "sold_at": OPENS,
    }  # fmt: skip
    publish(connection, 1, [[sale, sale]], {1})
    kept_up = connection.execute(ROLLED_UP).fetchall()
    connection.execute("drop table sales_rollup")
    for table in SINCE_THEN:
        connection.execute(f"drop table {table}")
    connection.execute("alter table batches drop column kind")
    connection.execute("alter table quarantine drop column staff_code")
    connection.execute("delete from schema_migrations where version >= 6")
    migrations.migrate(connection, at=OPENS)
    assert connection.execute(ROLLED_UP).fetchall() == kept_up
