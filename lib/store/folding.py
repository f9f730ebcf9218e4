"""Folding: rollup rows of moments that lie behind become one for five minutes, or for all before.

A rollup grows with each moment at which the ledger learns of something. `fold_recent` puts the
moments of five minutes under the end of them; `merge` puts all that was known by a midnight under
that midnight, in the rollups that screens read. Sums stay what they are. What is lost is the view
in between: a question for such a moment (`Folded.answers` says no) is asked of the ledger.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from duckdb import DuckDBPyConnection

from lib.store.rollup import READ_AS, ROLLUPS, SCHEMA
from lib.store.statements import statement

STEP = timedelta(minutes=5)
ZERO = timedelta()
MERGED = frozenset({"campaign_totals", "campaign_quarters", "campaign_people", "scope_figures"})
"""What screens read: there, nothing but the last days keeps its moments."""
BY_RECORDING = frozenset({"campaign_steps", "campaign_customers"})
"""Where the moment of recording stands too: it stays true to the minute, as it was announced."""
WITH_LAST = frozenset({"campaign_totals", "campaign_people", "scope_figures"})
"""Where the last moment of recording stands too."""
CEILING = "time_bucket(interval 5 minute, known_at + interval 5 minute - interval 1 microsecond)"
MINUTE = "date_trunc('minute', recorded_at)"


@dataclass(frozen=True)
class Folded:
    """How far a store is folded; None: not at all."""

    recent_until: datetime | None = None
    merged_until: datetime | None = None

    def answers(self, moment: datetime, *, looks_back: timedelta = ZERO) -> bool:
        """Whether the rollups know how things stood at a moment, and so long before it."""
        if self.merged_until is not None and moment - looks_back < self.merged_until:
            return False
        is_whole = (moment - datetime.min) % STEP == ZERO
        return self.recent_until is None or moment >= self.recent_until or is_whole


def folded(connection: DuckDBPyConnection) -> Folded:
    """How far an open store is folded."""
    rows = connection.execute("select recent_until, merged_until from rollup_state").fetchall()
    return Folded(*rows[0]) if rows else Folded()


def answers(state: Folded, name: str, parameters: Mapping[str, object]) -> bool:
    """Whether the rollups can answer the query TOPIC/NAME for the moments it is asked for."""
    if state == Folded():
        return True
    wanted = statement(name)
    if not any(one in wanted.text for one in READ_AS):
        return True
    moments = (parameters.get(one) for one in ("as_of", "since"))
    return all(
        state.answers(moment, looks_back=wanted.looks_back)
        for moment in moments
        if isinstance(moment, datetime)
    )


def unfolded_rows(connection: DuckDBPyConnection) -> int:
    """How many rows of the finest rollup keep their moment."""
    until = folded(connection).recent_until or datetime.min
    rows = connection.execute(
        "select count(*) from sales_rollup where known_at > $until", {"until": until}
    ).fetchall()
    return int(rows[0][0])


def fold_recent(connection: DuckDBPyConnection, *, until: datetime) -> None:
    """Fold what was learned by a moment to five minutes; what is folded already stays."""
    before = folded(connection)
    start = before.recent_until or datetime.min
    until = until - (until - datetime.min) % STEP
    if until <= start:
        return
    for name in ROLLUPS:
        under = {"known_at": CEILING}
        if name in BY_RECORDING:
            under["recorded_at"] = MINUTE
        where = "known_at > $start and known_at <= $until"
        _put_together(connection, name, under, where, {"start": start, "until": until})
    _note(connection, Folded(until, before.merged_until))


def merge(connection: DuckDBPyConnection, *, until: datetime) -> None:
    """Put all that was known by a midnight under it; a campaign's last day keeps its moments."""
    before = folded(connection)
    if before.merged_until is not None and until <= before.merged_until:
        return
    for name in sorted(MERGED):
        border = _border(name, "$until")
        under = {"known_at": border}
        _put_together(connection, name, under, f"known_at <= {border}", {"until": until})
    _note(connection, Folded(before.recent_until, until))


def differences(connection: DuckDBPyConnection) -> dict[str, int]:
    """How many rows of each rollup do not hold what the ledger says; all 0 when it is right."""
    return {name: _apart(connection, name, folded(connection)) for name in ROLLUPS}


def _apart(connection: DuckDBPyConnection, name: str, state: Folded) -> int:
    keys, sums = _columns(connection, name)
    under: dict[str, str] = {}
    given: dict[str, datetime] = {}
    if state.recent_until is not None:
        given["recent"] = state.recent_until
        under["known_at"] = f"case when known_at <= $recent then {CEILING} else known_at end"
        if name in BY_RECORDING:
            under["recorded_at"] = (
                f"case when recorded_at <= $recent then {MINUTE} else recorded_at end"
            )
    if state.merged_until is not None and name in MERGED:
        given["merged"] = state.merged_until
        border, known = _border(name, "$merged"), under.get("known_at", "known_at")
        under["known_at"] = f"case when known_at <= {border} then {border} else {known} end"
    listed = ", ".join(f"{under.get(key, key)} as {key}" for key in keys)
    plus, minus = ", ".join(sums), ", ".join(f"-{one}" for one in sums)
    apart = " or ".join(f"sum({one}) <> 0" for one in sums)
    rows = connection.execute(
        f"select count(*) from (select {', '.join(keys)} from ("
        f"select {listed}, {plus} from main.{name} as {name} union all "
        f"select {listed}, {minus} from {SCHEMA}.{name} as {name}"
        f") group by {', '.join(keys)} having {apart})",
        given,
    ).fetchall()
    return int(rows[0][0])


def _put_together(
    connection: DuckDBPyConnection,
    name: str,
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
    connection.execute(
        f"create or replace temp table folded as select {listed}, {added} from {name} "
        f"where {where} group by {places}",
        dict(given),
    )
    connection.execute(f"delete from {name} where {where}", dict(given))
    order = ", ".join(ROLLUPS[name].split())
    connection.execute(f"insert into {name} by name select * from folded order by {order}")
    connection.execute("drop table folded")


def _columns(connection: DuckDBPyConnection, name: str) -> tuple[list[str], list[str]]:
    """The columns that tell rows apart, and those that are summed."""
    described = connection.execute(f"describe main.{name}").fetchall()
    sums = [column for column, kind, *_ in described if kind == "BIGINT"]
    keys = [column for column, *_ in described if column not in (*sums, "last_recorded_at")]
    return keys, sums


def _border(name: str, until: str) -> str:
    """The midnight under which a campaign's rows are merged: at most that of its closing day."""
    return (
        f"least({until}, (select date_trunc('day', campaigns.closes_at) from campaigns "
        f"where campaigns.campaign_code = {name}.campaign_code))"
    )


def _note(connection: DuckDBPyConnection, state: Folded) -> None:
    connection.execute("delete from rollup_state")
    connection.execute(
        "insert into rollup_state values ($recent, $merged)",
        {"recent": state.recent_until, "merged": state.merged_until},
    )
