"""The rollups of the ledger: kept up within the publish that changes it.

Each file of `lib/sql/rollups` says what one rollup holds, as a select from `entries` (what each
sale adds and each void takes out again, under the moment the ledger learned of it) or from
`campaign_entries`, which shows them through the lens of each campaign. The same text
serves three times: on what a publish appends, on the whole ledger when a rollup is made anew, and
as a view of schema `ledger`, under the rollup's own name, that a check or a cut-off between two
moments of a folded rollup reads instead of it.
"""

from functools import cache

import pyarrow as pa
from duckdb import DuckDBPyConnection

from lib.store.scope_figures import (
    ADDED,
    ALWAYS,
    OF_SCOPES,
    SOLELY,
    SOURCES,
    WITH_CUSTOMERS,
    WON,
    of_scopes,
)
from lib.store.statements import SQL_FOLDER

FOLDER = SQL_FOLDER / "rollups"
SCHEMA = "ledger"
"""Where the views of the same names are that read the ledger."""

ROLLUPS = {
    "sales_rollup": "unit_id sold_on quarter_at service_code role_code is_simulated known_at",
    "campaign_cells": (
        "campaign_code unit_id service_code role_code sold_minute placed_on known_at"
    ),
    "campaign_days": "campaign_code unit_id sold_on service_code role_code placed_on known_at",
    "campaign_totals": "campaign_code unit_id service_code placed_on known_at",
    "campaign_steps": "campaign_code unit_id recorded_at placed_on known_at",
    "campaign_batches": "campaign_code batch_id known_at",
    "campaign_quarters": "campaign_code unit_id quarter_at slot_at sold_on placed_on known_at",
    "campaign_customers": (
        "customer_code campaign_code unit_id staff_code placed_on recorded_at known_at"
    ),
    "campaign_people": "campaign_code unit_id staff_code placed_on known_at",
    "scope_people": "scope_id known_at",
    "scope_hours": "scope_id known_at",
    "people_services": "campaign_code staff_code service_code unit_id placed_on known_at",
    "new_customer_sales": (
        "campaign_code unit_id customer_code service_code role_code sold_minute placed_on known_at"
    ),
    "snapshot_customers": "campaign_code unit_id customer placed_on known_at",
    "customers_won_again": "campaign_code customer_code unit_id staff_code placed_on known_at",
    "scope_figures": "campaign_code scope_id known_at",
}
"""The rollups in build order, and the order of their rows: what screens narrow by comes first."""

SETTLED = (
    "campaign_totals",
    "campaign_quarters",
    "campaign_people",
    "people_services",
    "scope_figures",
)
"""Those that screens add up from their beginning: lib.store.past keeps the moments apart."""

PEOPLE, QUARTERS = SOURCES["people"], "campaign_quarters"
FINEST = "sales_rollup"
"""The one that is made of the entries themselves, whatever campaign they fall in."""
MADE_OF = {
    "campaign_cells": FINEST,
    "campaign_days": FINEST,
    "scope_people": PEOPLE,
    "scope_hours": QUARTERS,
}
"""Those made of another, and of which: settled too, and what they were is told by that one."""

MACROS = ("scope_standings", "selected_days")
READ_AS = (*ROLLUPS, *MACROS)
"""What a query names that reads a rollup: one of them, or a macro over some."""
READ_SETTLED = (*SETTLED, *MADE_OF, *MACROS)
"""What it names when it reads one whose moments are put together."""

OF_CUSTOMERS = frozenset({WON, "snapshot_customers", "customers_won_again", "new_customer_sales"})
"""Those that stay as they are when no new customer is among what is added."""

LENS = "campaign_entries"
NOBODY = f"(select * from main.{WON} where false)"


def earlier(name: str) -> str:
    """The table that holds the moments of a rollup until it was settled."""
    return f"earlier_{name}"


def add(
    connection: DuckDBPyConnection, *, first_sale_id: int | None, voids: pa.Table | None
) -> None:
    """Add the sales from a number on, and take out those of some voids (column sale_id)."""
    _append_entries(connection, first_sale_id, voids)
    [(any_won,)] = connection.execute(
        "select coalesce(bool_or(is_new_customer), false) from appended"
    ).fetchall()
    lens = _text(LENS).replace("from entries", "from appended as entries")
    connection.execute(f"create or replace temp table seen as {lens}")
    given = {"entries": "appended", "lens": "seen", "known": "met", "changed": "added_customers"}
    given |= {"people": "added_people"}
    given |= {"finest": f"added_{FINEST}", "quarters": f"added_{QUARTERS}"}
    for name in (FINEST, QUARTERS):
        connection.execute(f"create or replace temp table added_{name} as {_select(name, **given)}")
    if any_won:
        connection.execute(
            f"create or replace temp table met as select * from {WON} "
            "where customer_code in (select customer_code from appended where is_new_customer)"
        )
        text = _select(WON, **{**given, "changed": "met"})
        connection.execute(f"create or replace temp table added_customers as {text}")
    else:
        for name in ("met", "added_customers"):
            connection.execute(f"create or replace temp table {name} as from {NOBODY}")
    for short, name in SOURCES.items():
        if name != WON:
            connection.execute(
                f"create or replace temp table added_{short} as {_select(name, **given)}"
            )
    kinds = WITH_CUSTOMERS if any_won else ALWAYS
    _insert(connection, OF_SCOPES, of_scopes(ADDED, kinds))
    added = {name: f"from added_{short}" for short, name in SOURCES.items()}
    added |= {name: f"from added_{name}" for name in (FINEST, QUARTERS)}
    for name in ROLLUPS:
        if name in added:
            _insert(connection, name, added[name])
        elif name != OF_SCOPES and (any_won or name not in OF_CUSTOMERS):
            if name == "customers_won_again":
                # one more sale can win a customer again: all that is known of them moves over
                connection.execute(
                    f"delete from {name} where customer_code in (select customer_code from met)"
                )
                connection.execute("insert into met select * from added_customers")
            _insert(connection, name, _select(name, **given))


def _append_entries(
    connection: DuckDBPyConnection, first_sale_id: int | None, voids: pa.Table | None
) -> None:
    # where moments of recording are folded to the minute, what comes later stands under the same
    moment = (
        "case when recorded_at <= (select recent_until from rollup_state) "
        "then date_trunc('minute', recorded_at) else recorded_at end as recorded_at"
    )
    columns = f"select * replace ({moment}) from sale_entries"
    parts, given = [], {}
    if first_sale_id is not None:
        parts.append(f"{columns} where sale_id >= $first_sale_id and sign = 1")
        given["first_sale_id"] = first_sale_id
    if voids is not None:
        connection.register("appended_voids", voids)
        parts.append(
            f"{columns} where sign = -1 and sale_id in (select sale_id from appended_voids)"
        )
    connection.execute(
        f"create or replace temp table appended as {' union all '.join(parts)}", given or None
    )
    if voids is not None:
        connection.unregister("appended_voids")


def rebuild(connection: DuckDBPyConnection) -> None:
    """Make all rollups anew from the ledger, unfolded."""
    connection.execute("delete from rollup_state")
    for name in SETTLED:
        connection.execute(f"delete from {earlier(name)}")
    for name in ROLLUPS:
        if name == OF_SCOPES:
            rebuild_scopes(connection)
        else:
            rebuild_one(connection, name)


def rebuild_one(connection: DuckDBPyConnection, name: str) -> None:
    """Make one rollup anew, but the figures of scopes: from the ledger, or from another rollup."""
    known = NOBODY if name == WON else f"main.{WON}"
    made = {"finest": f"main.{FINEST}", "people": f"main.{PEOPLE}", "quarters": f"main.{QUARTERS}"}
    text = _select(name, **LEDGER | made, known=known, changed=f"main.{WON}")
    connection.execute(f"delete from {name}")
    _insert(connection, name, text)


def rebuild_scopes(connection: DuckDBPyConnection) -> None:
    """Make the figures of scopes anew from the other rollups, folded as these are."""
    connection.execute(f"delete from {OF_SCOPES}")
    _insert(connection, OF_SCOPES, of_scopes(SOLELY, WITH_CUSTOMERS))


def _insert(connection: DuckDBPyConnection, name: str, text: str) -> None:
    order = ", ".join(ROLLUPS[name].split())
    connection.execute(f"insert into {name} select * from ({text}) order by {order}")


def make_views(connection: DuckDBPyConnection) -> None:
    """The rollups as views of the ledger, in a schema of their own."""
    connection.execute(f"create schema if not exists {SCHEMA}")
    lens = _text(LENS).replace("from entries", "from main.sale_entries as entries")
    connection.execute(f"create or replace view {SCHEMA}.{LENS} as {lens}")
    connection.execute(
        f"create or replace view {SCHEMA}.{OF_SCOPES} as {of_scopes(SOLELY, WITH_CUSTOMERS)}"
    )
    for name in ROLLUPS:
        if name == OF_SCOPES:
            continue
        known = NOBODY if name == WON else f"{SCHEMA}.{WON}"
        text = _select(name, **LEDGER, known=known, changed=known)
        connection.execute(f"create or replace view {SCHEMA}.{name} as {text}")


def texts() -> list[bytes]:
    """The definitions, for a fingerprint."""
    return [_text(name).encode() for name in (LENS, *ROLLUPS)]


LEDGER = {
    "entries": "main.sale_entries",
    "lens": f"{SCHEMA}.{LENS}",
    "finest": f"{SCHEMA}.{FINEST}",
    "people": f"{SCHEMA}.{PEOPLE}",
    "quarters": f"{SCHEMA}.{QUARTERS}",
}


def made_of(name: str, table: str) -> str:
    """What one of `MADE_OF` holds of the rows of a table like the rollup that it is made of."""
    source = MADE_OF[name]
    return f"with {source} as (select * from {table}) select * from (\n{_text(name)}\n)"


def _select(
    name: str,
    *,
    entries: str,
    lens: str,
    finest: str,
    people: str,
    quarters: str,
    known: str,
    changed: str,
) -> str:
    """What a rollup holds of some entries."""
    named = {
        "entries": entries,
        LENS: lens,
        FINEST: finest,
        PEOPLE: people,
        QUARTERS: quarters,
        "known_customers": known,
        "changed_customers": changed,
    }
    text = _text(name)
    # only what the text speaks of: each name more is planned for nothing
    given = [f"{one} as (select * from {what})" for one, what in named.items() if one in text]
    return f"with {', '.join(given)} select * from (\n{text}\n)"


@cache
def _text(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
