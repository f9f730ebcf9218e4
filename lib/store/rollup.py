"""The rollups of the ledger: kept up within the publish that changes it.

Each file of `lib/sql/rollups` says what one rollup holds, as a select from `entries` (what each
sale adds and each void takes out again, under the moment the ledger learned of it) or from
`campaign_entries`, which shows them through the lens of each campaign. The same text
serves three times: on what a publish appends, on the whole ledger when a rollup is made anew, and
as a view of schema `ledger`, under the rollup's own name, that a check or a cut-off between two
moments of a folded rollup reads instead of it.
"""

from collections.abc import Mapping
from functools import cache

import pyarrow as pa
from duckdb import DuckDBPyConnection

from lib.store.statements import SQL_FOLDER

FOLDER = SQL_FOLDER / "rollups"
SCHEMA = "ledger"
"""Where the views of the same names are that read the ledger."""

ROLLUPS = {
    "sales_rollup": "unit_id sold_on quarter_at service_code role_code is_simulated known_at",
    "campaign_totals": "campaign_code unit_id service_code placed_on known_at",
    "campaign_steps": "campaign_code unit_id recorded_at placed_on known_at",
    "campaign_quarters": "campaign_code unit_id quarter_at slot_at sold_on placed_on known_at",
    "campaign_customers": (
        "customer_code campaign_code unit_id staff_code placed_on recorded_at known_at"
    ),
    "campaign_people": "campaign_code unit_id staff_code service_code placed_on known_at",
    "snapshot_customers": "campaign_code unit_id customer placed_on known_at",
    "shared_customers": "campaign_code customer_code unit_id staff_code placed_on known_at",
    "scope_figures": "campaign_code scope_id known_at",
}
"""The rollups in build order, and the order of their rows: what screens narrow by comes first."""

READ_AS = (*ROLLUPS, "scope_standings")
"""What a query names that reads a rollup: one of them, or the macro over the figures of scopes."""

WON = "campaign_customers"
"""The one that the others count new customers by."""
OF_CUSTOMERS = frozenset({WON, "snapshot_customers", "shared_customers"})
"""Those that stay as they are when no new customer is among what is added."""
LENS = "campaign_entries"
NOBODY = f"(select * from main.{WON} where false)"
OF_SCOPES = "scope_figures"
"""The one that is made of the others, of these under the names its text calls them by."""
SOURCES = {
    "totals": "campaign_totals",
    "people": "campaign_people",
    "customers": WON,
    "first_customers": "snapshot_customers",
}
KNOWN = {
    "totals": (
        "unit_id in (select unit_id from scope_places where competing_unit_id in "
        "(select competing_unit_id from scope_places semi join added_totals using (unit_id)))"
    ),
    "people": "staff_code in (select staff_code from added_people)",
    "customers": "customer_code in (select customer_code from added_customers)",
    "first_customers": "customer in (select customer from added_first_customers)",
}
"""Of whom what is added may change whether they count: all that was known of them is looked at."""


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
    _add_to_scopes(connection)
    added = {name: f"from added_{short}" for short, name in SOURCES.items()}
    for name in ROLLUPS:
        if name in added:
            _insert(connection, name, added[name])
        elif name != OF_SCOPES and (any_won or name not in OF_CUSTOMERS):
            if name == "shared_customers":
                # one more sale can make a customer shared: all that is known of them moves over
                connection.execute(
                    f"delete from {name} where customer_code in (select customer_code from met)"
                )
                connection.execute("insert into met select * from added_customers")
            _insert(connection, name, _select(name, **given))
    for name in ("appended", "seen", "met", *(f"added_{short}" for short in SOURCES)):
        connection.execute(f"drop table {name}")


def _add_to_scopes(connection: DuckDBPyConnection) -> None:
    """Add what `added_...` hold to the figures of the scopes; the rollups are as they were yet."""
    sources = {f"added_{short}": f"added_{short}" for short in SOURCES}
    sources |= {f"known_{short}": f"{name} where {KNOWN[short]}" for short, name in SOURCES.items()}
    _insert(connection, OF_SCOPES, _of_scopes(sources))


def _append_entries(
    connection: DuckDBPyConnection, first_sale_id: int | None, voids: pa.Table | None
) -> None:
    connection.execute(
        "create or replace temp table appended as select * from sale_entries limit 0"
    )
    if first_sale_id is not None:
        connection.execute(
            "insert into appended select * from sale_entries "
            "where sale_id >= $first_sale_id and sign = 1",
            {"first_sale_id": first_sale_id},
        )
    if voids is not None:
        connection.register("appended_voids", voids)
        connection.execute(
            "insert into appended select * from sale_entries "
            "where sign = -1 and sale_id in (select sale_id from appended_voids)"
        )
        connection.unregister("appended_voids")
    # where moments of recording are folded to the minute, what comes later stands under the same
    connection.execute(
        "update appended set recorded_at = date_trunc('minute', recorded_at) "
        "where recorded_at <= (select recent_until from rollup_state)"
    )


def rebuild(connection: DuckDBPyConnection, *names: str) -> None:
    """Make rollups anew from the ledger, unfolded: those named, or all of them."""
    connection.execute("delete from rollup_state")
    for name in ROLLUPS:
        if names and name not in names:
            continue
        if name == OF_SCOPES:
            connection.execute(f"delete from {name}")
            _insert(connection, name, _of_scopes(OF_ROLLUPS))
            continue
        known = NOBODY if name == WON else f"main.{WON}"
        text = _select(name, **LEDGER, known=known, changed=f"main.{WON}")
        connection.execute(f"delete from {name}")
        _insert(connection, name, text)


def _insert(connection: DuckDBPyConnection, name: str, text: str) -> None:
    order = ", ".join(ROLLUPS[name].split())
    connection.execute(f"insert into {name} select * from ({text}) order by {order}")


def make_views(connection: DuckDBPyConnection) -> None:
    """The rollups as views of the ledger, in a schema of their own."""
    connection.execute(f"create schema if not exists {SCHEMA}")
    lens = _text(LENS).replace("from entries", "from main.sale_entries as entries")
    connection.execute(f"create or replace view {SCHEMA}.{LENS} as {lens}")
    connection.execute(f"create or replace view {SCHEMA}.{OF_SCOPES} as {_of_scopes(OF_ROLLUPS)}")
    for name in ROLLUPS:
        if name == OF_SCOPES:
            continue
        known = NOBODY if name == WON else f"{SCHEMA}.{WON}"
        text = _select(name, **LEDGER, known=known, changed=known)
        connection.execute(f"create or replace view {SCHEMA}.{name} as {text}")


def read_the_ledger(cursor: DuckDBPyConnection) -> None:
    """From here on every rollup this cursor names is the view of the ledger."""
    cursor.execute(f"set search_path = '{SCHEMA},main'")


def texts() -> list[bytes]:
    """The definitions, for a fingerprint."""
    return [_text(name).encode() for name in (LENS, *ROLLUPS)]


LEDGER = {"entries": "main.sale_entries", "lens": f"{SCHEMA}.{LENS}"}


def _select(name: str, *, entries: str, lens: str, known: str, changed: str) -> str:
    """What a rollup holds of some entries."""
    named = {
        "entries": entries,
        LENS: lens,
        "known_customers": known,
        "changed_customers": changed,
    }
    text = _text(name)
    # only what the text speaks of: each name more is planned for nothing
    given = [f"{one} as (select * from {what})" for one, what in named.items() if one in text]
    return f"with {', '.join(given)} select * from (\n{text}\n)"


OF_ROLLUPS = {f"added_{short}": f"main.{name}" for short, name in SOURCES.items()} | {
    f"known_{short}": f"main.{name} where false" for short, name in SOURCES.items()
}


def _of_scopes(sources: Mapping[str, str]) -> str:
    """The figures of scopes, of what its sources are read from."""
    given = ", ".join(f"{name} as (select * from {what})" for name, what in sources.items())
    return f"with {given} select * from (\n{_text(OF_SCOPES)}\n)"


@cache
def _text(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
