"""The rollups: whatever is handed in and voided, in whatever order, they are the ledger."""

from datetime import datetime, timedelta
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from duckdb import DuckDBPyConnection
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.store import Store, folding, migrations, rollup
from lib.store.generations import Generations
from lib.store.publication import Publication
from lib.store.rollup import ROLLUPS
from tests.worlds import DAY, MemoryReader, at, ground, memory_reader

OPENS = at("07:00")
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
        "unit_id": st.sampled_from(["north-1", "south-1"]),
        "service_code": st.sampled_from(["HTD", "BCCP", "not in scope"]),
        "role_code": st.sampled_from([None, "teller"]),
        "staff_code": st.sampled_from([None, "An", "Chi"]),
        "customer_code": st.sampled_from([None, "K1", "K2"]),
        "is_new_customer": st.sampled_from([None, False, True, True]),
        "sold_at": st.sampled_from(
            [None, *(OPENS + timedelta(minutes=minute) for minute in (0, 14, 15, 74, 119, 121))]
        ),
        "quantity": st.integers(0, 3),
        "revenue_vnd": st.integers(0, 1_000_000),
        "is_simulated": st.booleans(),
    }
)
STEPS = st.lists(
    st.tuples(
        st.lists(st.lists(SALE, max_size=4), max_size=2),
        st.sets(st.integers(0, 12)),
        st.sampled_from([0, 0, 0, -25]),
    ),
    max_size=5,
)
"""Publishes one after the other: batches of sales, which of the sales so far are voided, and by
how many minutes the clock was set back."""


@cache
def _opened() -> MemoryReader:
    return memory_reader()


def connected() -> DuckDBPyConnection:
    """The store all these tests share: a campaign in which nothing is sold yet."""
    return _opened().load(ground()).connection


def publish(
    connection: DuckDBPyConnection,
    number: int,
    batches: list[list[dict[str, Any]]],
    voided: set[int],
    late: int = 0,
) -> None:
    moment = OPENS + timedelta(minutes=10 * number + late)
    publication = Publication(connection, number, moment)
    for sales in batches:
        first = publication.next_id("sales", "sale_id")
        rows = [
            {
                **sale,
                "sale_id": first + place,
                "batch_id": number,
                "source_row": place,
                "sold_on": DAY,
                "recorded_at": moment,
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
            "voided_at": moment,
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


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_any_sequence_of_publishes_gives_the_rollups_of_one_rebuild(
    steps: list[tuple[list[list[dict[str, Any]]], set[int], int]],
) -> None:
    connection = connected()
    for number, (batches, voided, late) in enumerate(steps, start=1):
        publish(connection, number, batches, voided, late)
    for number in range(-2, len(steps) + 2):
        cut_off = {"as_of": OPENS + timedelta(minutes=10 * number)}
        # a sale that was voided before it was recorded, by a clock set back, never counts
        counted = connection.execute(COUNTED, cut_off).fetchall()
        assert connection.execute(KNOWN, cut_off).fetchall() == counted
    assert folding.differences(connection) == dict.fromkeys(ROLLUPS, 0)
    rollup.rebuild(connection)
    assert folding.differences(connection) == dict.fromkeys(ROLLUPS, 0)


@pytest.mark.parametrize("name", ROLLUPS)
def test_one_row_too_many_in_any_rollup_is_found(name: str) -> None:
    connection = connected()
    sale = {
        "unit_id": "north-1", "service_code": "BCCP", "role_code": None, "quantity": 2,
        "revenue_vnd": 100, "is_simulated": True, "sold_at": at("08:10"),
        "customer_code": "K1", "is_new_customer": True,
    }  # fmt: skip
    publish(connection, 1, [[{**sale, "unit_id": one} for one in ("north-1", "north")]], set())
    assert folding.differences(connection)[name] == 0
    connection.execute(f"insert into {name} select * from {name} limit 1")
    assert folding.differences(connection)[name] == 1


def test_a_quarter_of_an_hour_of_a_unit_is_one_row() -> None:
    connection = connected()
    sale = {
        "unit_id": "north-1", "service_code": "HTD", "role_code": None, "quantity": 2,
        "revenue_vnd": 100, "is_simulated": True,
    }  # fmt: skip
    moments = [OPENS, OPENS + timedelta(minutes=14), OPENS + timedelta(minutes=15), None]
    publish(connection, 1, [[{**sale, "sold_at": one} for one in moments]], set())
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


def test_a_customer_won_twice_stands_once_for_each_who_won_them() -> None:
    connection = connected()
    sale = {
        "unit_id": "north-1", "service_code": "BCCP", "role_code": None, "quantity": 1,
        "revenue_vnd": 10, "is_simulated": False, "sold_at": at("08:10"),
        "customer_code": "K1", "is_new_customer": True,
    }  # fmt: skip
    an, chi = {**sale, "staff_code": "An"}, {**sale, "staff_code": "Chi"}
    elsewhere = {**an, "unit_id": "north"}
    won = (
        "select staff_code, sum(customer_count) from {} group by all "
        "having sum(customer_count) <> 0 order by 1"
    )
    publish(connection, 1, [[an, an]], set())
    publish(connection, 2, [], {1})
    assert connection.execute(won.format("campaign_people")).fetchall() == [("An", 1)]
    publish(connection, 3, [[chi]], set())
    assert connection.execute(won.format("campaign_people")).fetchall() == [("An", 1), ("Chi", 1)]
    assert connection.execute(won.format("customers_won_again")).fetchall() == []
    publish(connection, 4, [[elsewhere]], set())
    assert connection.execute(won.format("campaign_people")).fetchall() == [("An", 2), ("Chi", 1)]
    assert connection.execute(won.format("customers_won_again")).fetchall() == [("An", 2)]
    publish(connection, 5, [], {2})
    assert connection.execute(won.format("campaign_people")).fetchall() == [("An", 1), ("Chi", 1)]


def test_what_counts_where_is_worked_out_anew_when_the_campaign_changes() -> None:
    connection = connected()
    sale = {
        "unit_id": "north-1", "service_code": "HTD", "role_code": None, "quantity": 2,
        "revenue_vnd": 100, "is_simulated": True, "sold_at": at("08:10"),
    }  # fmt: skip
    publish(connection, 1, [[sale]], set())
    publication = Publication(connection, 2, at("09:00"))
    connection.execute("delete from campaign_services where service_code = 'HTD'")
    publication.rebuild_derived()
    publication.roll_up()
    assert connection.execute("select count(*) from campaign_totals").fetchall() == [(0,)]
    assert connection.execute("select count(*) from sales_rollup").fetchall() == [(1,)]


OF_SCOPES = ("question_places", "scopes", "scope_places", "scope_facts", "scope_targets")
SINCE_THEN = (
    *(rollup.earlier(name) for name in rollup.SETTLED),
    *chain.from_iterable(migrations.ADDED_SINCE.values()),
    "people_services",
    "unit_places",
    "campaign_totals",
    "campaign_steps",
    "campaign_quarters",
    "campaign_people",
    "campaign_customers",
    "customers_won_again",
    "snapshot_customers",
    "rollup_state",
    *OF_SCOPES,
    "scope_figures",
    "segments",
)
"""Tables of the migration that added the campaigns' rollups."""


def test_a_ledger_of_an_earlier_release_is_added_up_when_it_is_migrated() -> None:
    connection = memory_reader().load(ground()).connection
    sale = {
        "unit_id": "north-1", "service_code": "HTD", "role_code": None, "quantity": 2,
        "revenue_vnd": 100, "is_simulated": True, "sold_at": OPENS,
    }  # fmt: skip
    publish(connection, 1, [[sale, sale]], {1})
    connection.execute("drop schema ledger cascade")
    for name in SINCE_THEN:
        connection.execute(f"drop table {name}")
    connection.execute("delete from schema_migrations where version >= 8")
    migrations.migrate(connection, at=datetime(2026, 1, 1))
    assert folding.differences(connection) == dict.fromkeys(ROLLUPS, 0)
    assert connection.execute("select sum(revenue_vnd) from campaign_totals").fetchall() == [(100,)]


PEOPLE_ONCE = """
select
    campaign_code,
    {ceiling} as known_at,
    placed_on,
    unit_id,
    staff_code,
    service_code,
    sum(sign) as sale_count,
    sum(sign * quantity) as quantity,
    sum(sign * revenue_vnd) as revenue_vnd,
    sum(case when is_new_customer and customer_code is null then sign else 0 end)
        as customer_count,
    max(case when sign > 0 then recorded_at end) as last_recorded_at
from ledger.campaign_entries group by all
union all by name
select
    campaign_code, {ceiling} as known_at, placed_on, unit_id, staff_code,
    sum(customer_count) as customer_count, 0 as sale_count, 0 as quantity, 0 as revenue_vnd
from ledger.campaign_customers group by all
"""
"""What `campaign_people` held before schema version 11."""


SHARED_ONCE = """
select campaign_code, known_at, placed_on, unit_id, staff_code, customer_code, customer_count
from campaign_customers
where
    customer_count <> 0
    and customer_code in (
        select customer_code from campaign_customers where customer_count <> 0
        group by customer_code having count(distinct (placed_on, unit_id, staff_code)) > 1
    )
"""
"""What `shared_customers` held before schema version 12, where nothing was folded twice."""


def set_back(connection: DuckDBPyConnection, version: int) -> None:
    """Give a store that is folded the shape it had at a version, 9 to 14; before 12 not settled."""
    for since, names in migrations.ADDED_SINCE.items():
        for name in names if version < since else ():
            connection.execute(f"drop table {name}")
    if version >= 12:
        for schema in ("ledger", "past"):
            connection.execute(f"drop schema {schema} cascade")
        connection.execute(f"delete from schema_migrations where version > {version}")
        return
    connection.execute(f"create table shared_customers as {SHARED_ONCE}")
    connection.execute("drop table customers_won_again")
    connection.execute(
        "delete from schema_migrations where version > $version", {"version": version}
    )
    if version == 11:
        return
    people = PEOPLE_ONCE.format(ceiling=folding.CEILING)
    connection.execute(f"create table people_once as {people}")
    connection.execute("drop table campaign_people")
    connection.execute("alter table people_once rename to campaign_people")
    connection.execute("alter table rollup_state drop column settled_until")
    gone = [rollup.earlier(name) for name in rollup.SETTLED] + ["people_services"]
    for name in [*gone, *([*OF_SCOPES, "scope_figures"] if version < 10 else [])]:
        connection.execute(f"drop table {name}")
    for schema in ("ledger", "past"):
        connection.execute(f"drop schema {schema} cascade")


@pytest.mark.parametrize("version", [9, 10, 11, 12, 13, 14])
def test_a_ledger_of_the_last_releases_stays_folded(version: int) -> None:
    connection = memory_reader().load(ground()).connection
    sale = {
        "unit_id": "north-1", "service_code": "HTD", "role_code": None, "quantity": 2,
        "revenue_vnd": 100, "is_simulated": True, "sold_at": OPENS, "staff_code": "An",
        "is_new_customer": True,
    }  # fmt: skip
    won = {**sale, "customer_code": "K1", "service_code": "BCCP"}
    again = [{**won, "unit_id": "north"}, {**won, "staff_code": "Chi"}]
    publish(connection, 1, [[sale, sale], [won, *again]], {1})
    folding.fold_recent(connection, until=datetime(2024, 9, 22))
    if version >= 12:
        folding.settle(connection, until=datetime(2024, 9, 22))
    state = folding.folded(connection)
    set_back(connection, version)
    migrations.migrate(connection, at=datetime(2026, 1, 1))
    assert folding.folded(connection) == state != folding.Folded()
    assert folding.differences(connection) == dict.fromkeys(ROLLUPS, 0)
    found = "select sum(sale_count) from scope_figures natural join scopes where {}"
    whole = "level is null and shown_unit_id is null"
    assert connection.execute(found.format(whole)).fetchall() == [(4,)]
    assert connection.execute("select count(*) from customers_won_again").fetchall() == [(2,)]
    folding.settle(connection, until=datetime(2024, 9, 22))
    assert folding.differences(connection) == dict.fromkeys(ROLLUPS, 0)


def test_a_new_store_that_is_filled_at_once_counts_all_it_is_given(tmp_path: Path) -> None:
    # more than a row group holds: a large insert is lost after an ordered one of no rows
    count = 125_000
    rows = np.arange(count)
    store = Store(Generations(tmp_path, keep=2, lock_seconds=5))
    with store.publish(actor="a", action="fill", subject="s", at=OPENS) as publication:
        for table, given_rows in ground().tables.items():
            publication.append(table, pa.Table.from_pylist(given_rows))
        publication.rebuild_derived()
        moments = np.datetime64(OPENS, "us") + (rows % 500).astype("timedelta64[m]")
        publication.append(
            "sales",
            pa.table(
                {
                    "sale_id": rows + 1,
                    "batch_id": np.ones(count, "int64"),
                    "source_row": rows,
                    "unit_id": ["north-1"] * count,
                    "service_code": ["BCCP"] * count,
                    "staff_code": ["An"] * count,
                    "quantity": np.ones(count, "int64"),
                    "revenue_vnd": np.full(count, 1_000),
                    "sold_on": np.full(count, np.datetime64(OPENS.date(), "D")),
                    "sold_at": moments,
                    "recorded_at": moments,
                    "customer_code": [f"K{row}" for row in rows],
                    "is_new_customer": [True] * count,
                    "is_simulated": [True] * count,
                }
            ),
        )
    assert store.check() == dict.fromkeys(ROLLUPS, 0)
