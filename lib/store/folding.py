"""Folding: rollup rows of moments that lie behind become one for five minutes, or for all before.

A rollup grows with each moment at which the ledger learns of something. `fold_recent` puts the
moments of five minutes under the end of them; `settle` puts all that was known by a moment some
time back under it in what screens read, and the moments until then aside (lib.store.past);
there `merge` puts all that was known by a midnight under that midnight. Sums stay what they are.
What is lost is the view in between: a question for such a moment is asked of the ledger.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cache

from duckdb import DuckDBPyConnection

from lib.store import past
from lib.store.rollup import (
    MADE_OF,
    READ_AS,
    READ_SETTLED,
    ROLLUPS,
    SCHEMA,
    SETTLED,
    earlier,
)
from lib.store.scope_figures import OF_SCOPES
from lib.store.statements import statement

STEP = timedelta(minutes=5)
ZERO = timedelta()
LOOK_BACK = timedelta(minutes=65)
"""How long before its cut-off a question may ask: so long before closing, moments are kept."""
BY_RECORDING = frozenset({"campaign_steps", "campaign_customers"})
"""Where the moment of recording stands too: it stays true to the minute, as it was announced."""
WITH_LAST = frozenset({"campaign_totals", "scope_figures"})
"""Where the last moment of recording stands too."""
CEILING = "time_bucket(interval 5 minute, known_at + interval 5 minute - interval 1 microsecond)"
MINUTE = "date_trunc('minute', recorded_at)"
BY_NOW, PAST, LEDGER = "main", past.SCHEMA, SCHEMA
"""The schemas that know how things stand, how they stood, and how it all came."""


@dataclass(frozen=True)
class Folded:
    """How far a store is folded; None: not at all."""

    recent_until: datetime | None = None
    merged_until: datetime | None = None
    settled_until: datetime | None = None

    def reads(
        self, moment: datetime, *, looks_back: timedelta = ZERO, of_settled: bool = True
    ) -> str:
        """The first schema that knows how things stood at a moment, and so long before it.

        What asks no rollup that is settled finds the moments, folded to five minutes, where they
        have always been.
        """
        since = moment - looks_back
        is_whole = (moment - datetime.min) % STEP == ZERO
        if self.recent_until is not None and moment < self.recent_until and not is_whole:
            return LEDGER
        if not of_settled:
            return BY_NOW
        if self.settled_until is not None and since >= self.settled_until:
            return BY_NOW
        if self.merged_until is not None and since < self.merged_until:
            return LEDGER
        return BY_NOW if self.settled_until is None else PAST


def folded(connection: DuckDBPyConnection) -> Folded:
    """How far an open store is folded."""
    rows = connection.execute(
        "select recent_until, merged_until, settled_until from rollup_state"
    ).fetchall()
    return Folded(*rows[0]) if rows else Folded()


def reads(state: Folded, name: str, parameters: Mapping[str, object]) -> str:
    """The schema that can answer the query TOPIC/NAME for its cut-off ($as_of).

    A rollup is asked for nothing else; what was at another moment is told from the ledger's rows.
    """
    if state == Folded():
        return BY_NOW
    of_rollups, of_settled = _asks(name)
    moment = parameters.get("as_of")
    if not of_rollups or not isinstance(moment, datetime):
        return BY_NOW
    return state.reads(moment, looks_back=statement(name).looks_back, of_settled=of_settled)


@cache
def _asks(name: str) -> tuple[bool, bool]:
    """Whether a query asks rollups, and whether such as are settled."""
    text = statement(name).text
    return any(one in text for one in READ_AS), any(one in text for one in READ_SETTLED)


def unfolded_rows(connection: DuckDBPyConnection, *, until: datetime) -> tuple[int, int]:
    """How many rows of the finest rollup can be folded up to a moment, and how many there are."""
    since = folded(connection).recent_until or datetime.min
    until -= (until - datetime.min) % STEP
    rows = connection.execute(
        "select count(*) filter (where known_at > $since and known_at <= $until), count(*) "
        "from sales_rollup",
        {"since": since, "until": until},
    ).fetchall()
    return int(rows[0][0]), int(rows[0][1])


def fold_recent(connection: DuckDBPyConnection, *, until: datetime) -> None:
    """Fold what was learned by a moment to five minutes; what is folded already stays."""
    before = folded(connection)
    start = before.recent_until or datetime.min
    until = until - (until - datetime.min) % STEP
    if until <= start:
        return
    for name in ROLLUPS:
        _fold_rows(connection, name, start, until)
    _note(connection, replace(before, recent_until=until))


def settle(connection: DuckDBPyConnection, *, until: datetime) -> None:
    """Put all that is folded and was known by a moment under it, its moments aside."""
    before = folded(connection)
    until = min(until, before.recent_until or datetime.min)
    until -= (until - datetime.min) % STEP
    start = before.settled_until or datetime.min
    if until <= start:
        return
    for name in SETTLED:
        connection.execute(
            f"insert into {earlier(name)} by name select * from {name} "
            "where known_at > $start and known_at <= $until",
            {"start": start, "until": until},
        )
        _settle_rows(connection, name, until)
    for name in MADE_OF:
        _settle_rows(connection, name, until)
    _note(connection, replace(before, settled_until=until))


def fold_anew(connection: DuckDBPyConnection, name: str) -> None:
    """Fold a rollup that was made anew, and keeps no moments apart, as the others are."""
    state = folded(connection)
    if state.recent_until is not None:
        _fold_rows(connection, name, datetime.min, state.recent_until)
    if state.settled_until is not None and name in MADE_OF:
        _settle_rows(connection, name, state.settled_until)


def merge(connection: DuckDBPyConnection, *, until: datetime) -> None:
    """Put all that is settled and was known by a midnight under it.

    A campaign's last day keeps its moments.
    """
    before = folded(connection)
    until = min(until, before.settled_until or datetime.min)
    until = datetime.combine(until.date(), time())
    if until <= (before.merged_until or datetime.min):
        return
    for name in SETTLED:
        border = _merged(earlier(name), "$until")
        under = {"known_at": border}
        where = f"known_at <= {border}"
        _put_together(connection, name, earlier(name), under, where, {"until": until})
    _note(connection, replace(before, merged_until=until))


def differences(connection: DuckDBPyConnection) -> dict[str, int]:
    """How many rows of each rollup do not hold what the ledger says; all 0 when it is right."""
    state = folded(connection)
    found = {name: _apart(connection, name, name, state) for name in ROLLUPS}
    if state.settled_until is not None:
        for name in SETTLED:
            found[name] += _apart(connection, name, earlier(name), state)
    return found


def _apart(connection: DuckDBPyConnection, name: str, table: str, state: Folded) -> int:
    keys, sums = _columns(connection, name)
    under: dict[str, str] = {}
    given: dict[str, datetime] = {}
    where = "true"
    if state.recent_until is not None:
        given["recent"] = state.recent_until
        under["known_at"] = f"case when known_at <= $recent then {CEILING} else known_at end"
        if name in BY_RECORDING:
            under["recorded_at"] = (
                f"case when recorded_at <= $recent then {MINUTE} else recorded_at end"
            )
    border, told = None, f"{SCHEMA}.{name}"
    if state.settled_until is not None and name in (*SETTLED, *MADE_OF):
        given["settled"] = state.settled_until
        border = _settled("rows_of_both", "$settled")
        if table != name:
            where, border = "known_at <= $settled", None
            told = f"{past.SCHEMA}.{past.RECOUNTED}" if name == OF_SCOPES else told
    if border is None and state.merged_until is not None and name in SETTLED:
        given["merged"] = state.merged_until
        border = _merged("rows_of_both", "$merged")
    if border is not None:
        known = under.get("known_at", "known_at")
        under["known_at"] = f"case when known_at <= {border} then {border} else {known} end"
    listed = ", ".join(f"{under.get(key, key)} as {key}" for key in keys)
    plus, minus = ", ".join(sums), ", ".join(f"-{one}" for one in sums)
    apart = " or ".join(f"sum({one}) <> 0" for one in sums)
    rows = connection.execute(
        f"select count(*) from (select {', '.join(keys)} from ("
        f"select {listed}, {plus} from main.{table} as rows_of_both where {where} union all "
        f"select {listed}, {minus} from {told} as rows_of_both where {where}"
        f") group by {', '.join(keys)} having {apart})",
        given,
    ).fetchall()
    return int(rows[0][0])


def _fold_rows(connection: DuckDBPyConnection, name: str, start: datetime, until: datetime) -> None:
    under = {"known_at": CEILING}
    if name in BY_RECORDING:
        under["recorded_at"] = MINUTE
    where = "known_at > $start and known_at <= $until"
    _put_together(connection, name, name, under, where, {"start": start, "until": until})


def _settle_rows(connection: DuckDBPyConnection, name: str, until: datetime) -> None:
    border = _settled(name, "$until")
    where = f"known_at <= {border}"
    _put_together(connection, name, name, {"known_at": border}, where, {"until": until})


def _put_together(
    connection: DuckDBPyConnection,
    name: str,
    table: str,
    under: Mapping[str, str],
    where: str,
    given: Mapping[str, datetime],
) -> None:
    """Make one row of those that are alike once they stand under other moments."""
    keys, sums = _columns(connection, name)
    listed = ", ".join(f"{under.get(key, key)} as {key}" for key in keys)
    added = ", ".join(f"sum({one}) as {one}" for one in sums)
    if name in WITH_LAST:
        added += ", max(last_recorded_at) as last_recorded_at"
    places = ", ".join(str(place) for place in range(1, len(keys) + 1))
    [(count,)] = connection.execute(
        f"create or replace temp table folded as select {listed}, {added} from {table} "
        f"where {where} group by {places}",
        dict(given),
    ).fetchall()
    if not count:
        # DuckDB 1.5 loses a large insert that follows an ordered one of no rows in a transaction
        return
    connection.execute(f"delete from {table} where {where}", dict(given))
    order = ", ".join(ROLLUPS[name].split())
    connection.execute(f"insert into {table} by name select * from folded order by {order}")
    connection.execute("drop table folded")


def _columns(connection: DuckDBPyConnection, name: str) -> tuple[list[str], list[str]]:
    """The columns that tell rows apart, and those that are summed."""
    described = connection.execute(f"describe main.{name}").fetchall()
    known = ROLLUPS[name].split()
    sums = [column for column, kind, *_ in described if kind == "BIGINT" and column not in known]
    keys = [column for column, *_ in described if column not in (*sums, "last_recorded_at")]
    return keys, sums


def _merged(table: str, until: str) -> str:
    """The midnight under which a campaign's rows are merged: at most that of its closing day."""
    return _at_most(until, table, "date_trunc('day', campaigns.closes_at)")


def _settled(table: str, until: str) -> str:
    """The moment under which they are settled: at most one looked back to at closing."""
    minutes = LOOK_BACK // timedelta(minutes=1)
    looked = f"campaigns.closes_at - interval {minutes} minute"
    return _at_most(until, table, f"time_bucket(interval 5 minute, {looked})")


def _at_most(until: str, table: str, moment: str) -> str:
    own = f"campaigns.campaign_code = {table}.campaign_code"
    return f"least({until}, (select {moment} from campaigns where {own}))"


def _note(connection: DuckDBPyConnection, state: Folded) -> None:
    connection.execute("delete from rollup_state")
    connection.execute(
        "insert into rollup_state values ($recent, $merged, $settled)",
        {
            "recent": state.recent_until,
            "merged": state.merged_until,
            "settled": state.settled_until,
        },
    )
