"""The figures of scopes: what stands once in one, however many rows of other rollups name it.

`lib/sql/rollups/scope_figures.sql` adds them up from moments at which something is seen in a
place; which rows of which rollups these are is said here.
"""

from collections.abc import Mapping
from typing import NamedTuple

from lib.store.statements import SQL_FOLDER

WON = "campaign_customers"
"""The one that the others count new customers by."""
OF_SCOPES = "scope_figures"
"""The rollup that is made of others."""
SOURCES = {
    "totals": "campaign_totals",
    "people": "campaign_people",
    "customers": WON,
    "first_customers": "snapshot_customers",
}
"""Those others, by what they tell of."""


class Kind(NamedTuple):
    """What a scope counts once, however often it is seen there."""

    source: str
    """The rollup it is seen in, as in `SOURCES`."""
    code: str
    """The column that tells one from another; null: the competing unit of the place."""
    seen: str
    """The column whose sum is above zero while it counts."""
    same: str
    """Which rows of the rollup are of those that are added."""
    where: str = "true"


ALWAYS = {
    "unit": Kind(
        "totals",
        "cast(null as varchar)",
        "sale_count",
        "unit_id in (select unit_id from scope_places where competing_unit_id in "
        "(select competing_unit_id from scope_places semi join added_totals using (unit_id)))",
    ),
    "person": Kind(
        "people",
        "staff_code",
        "sale_count",
        "staff_code in (select staff_code from added_people)",
        "staff_code is not null",
    ),
}
WITH_CUSTOMERS = {
    **ALWAYS,
    "customer": Kind(
        "customers",
        "customer_code",
        "customer_count",
        "customer_code in (select customer_code from added_customers)",
    ),
    "first_customer": Kind(
        "first_customers",
        "customer",
        "sale_count",
        "customer in (select customer from added_first_customers)",
    ),
}


ADDED = {short: f"added_{short}" for short in SOURCES}
"""Temporary tables of what a publish adds to the rollups that those of scopes are made of."""
SOLELY = {short: f"main.{name}" for short, name in SOURCES.items()}
"""Nothing beside what the rollups hold."""


def of_scopes(added: Mapping[str, str], kinds: Mapping[str, Kind]) -> str:
    """The figures of scopes: of all that some rollups hold, or of what is added to all."""
    moments = []
    for name, kind in kinds.items():
        row = f"select '{name}', campaign_code, unit_id, placed_on, {kind.code}, known_at"
        moments.append(f"{row}, {kind.seen}, 0 from {added[kind.source]} where {kind.where}")
        if added is ADDED:
            known = f"{row}, 0, {kind.seen} from main.{SOURCES[kind.source]}"
            moments.append(f"{known} where {kind.where} and {kind.same}")
    columns = "kind, campaign_code, unit_id, placed_on, code, known_at, added, known"
    given = [f"moments ({columns}) as ({' union all '.join(moments)})"]
    if added is not ADDED:
        given += [f"added_{one} as (select * from {added[one]})" for one in ("totals", "people")]
    return f"with {', '.join(given)} select * from (\n{_text()}\n)"


def _text() -> str:
    return (SQL_FOLDER / "rollups" / f"{OF_SCOPES}.sql").read_text(encoding="utf-8")
