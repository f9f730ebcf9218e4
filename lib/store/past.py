"""The past of the rollups: how things stood at a moment that lies behind.

What screens ask is how things stand: `folding.settle` leaves one row for all that was known by a
moment some time back, and moves the moments until then into tables of their own (those of a
rollup made of another are told by that one). Schema `past` shows both as if nothing had been
moved, to a question about an earlier time.
"""

from datetime import datetime

from duckdb import DuckDBPyConnection

from lib.store.rollup import MADE_OF, SETTLED, earlier, made_of, rebuild_one
from lib.store.scope_figures import OF_SCOPES, SOURCES, WITH_CUSTOMERS, of_scopes
from lib.store.statements import SQL_FOLDER

SCHEMA = "past"
RECOUNTED = f"recounted_{OF_SCOPES}"
"""The view that a check of the figures of scopes reads: of the other rollups with all moments."""
MACRO = "scope_standings"
"""What screens read the figures of scopes by."""


def make_views(connection: DuckDBPyConnection) -> None:
    """The settled rollups with all their moments, in a schema of their own."""
    connection.execute(f"create schema if not exists {SCHEMA}")
    for name in SETTLED:
        connection.execute(
            f"create or replace view {SCHEMA}.{name} as select * from main.{earlier(name)} "
            f"union all select * from main.{name} "
            "where known_at > (select settled_until from main.rollup_state)"
        )
    for name, source in MADE_OF.items():
        text = made_of(name, f"{SCHEMA if source in SETTLED else 'main'}.{source}")
        connection.execute(f"create or replace view {SCHEMA}.{name} as {text}")
    seen = {
        short: f"{SCHEMA if name in SETTLED else 'main'}.{name}" for short, name in SOURCES.items()
    }
    text = of_scopes(seen, WITH_CUSTOMERS)
    connection.execute(f"create or replace view {SCHEMA}.{RECOUNTED} as {text}")
    macro = (SQL_FOLDER / "macros" / f"{MACRO}.sql").read_text(encoding="utf-8")
    for before, after in ((f"macro main.{MACRO}", f"macro {SCHEMA}.{MACRO}"),
                          ("from main.scope_figures", f"from {SCHEMA}.scope_figures")):  # fmt: skip
        assert before in macro, before
        macro = macro.replace(before, after)
    connection.execute(macro)


def put_back(connection: DuckDBPyConnection, *, since: datetime) -> None:
    """Unsettle the rollups when something is added that was learned before they were settled.

    A clock that was set back does so: then what counts once is counted anew from there on.
    """
    rows = connection.execute("select settled_until from rollup_state").fetchall()
    if not rows or rows[0][0] is None or since > rows[0][0]:
        return
    for name in SETTLED:
        connection.execute(f"delete from {name} where known_at <= $until", {"until": rows[0][0]})
        connection.execute(f"insert into {name} by name from {earlier(name)}")
        connection.execute(f"delete from {earlier(name)}")
    for name in MADE_OF:
        rebuild_one(connection, name)
    connection.execute("update rollup_state set settled_until = null")
