"""What a campaign stands on, table by table, as it was known at a cut-off: for doubters.

Rows come in an order of their own values, so that the same rows give the same extract. What is
not needed to recount the campaign (notes, the cells of rejected rows) is left out.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

import pyarrow as pa
from duckdb import DuckDBPyConnection

ALL = "true"
OF_CAMPAIGN = "campaign_code = $campaign_code"
KNOWN = "recorded_at <= $as_of"
WINDOW = (
    "between (select starts_on from campaigns where campaign_code = $campaign_code) "
    "and (select ends_on from campaigns where campaign_code = $campaign_code)"
)
SOLD = f"select sale_id from sales where {KNOWN} and sold_on {WINDOW}"

EXTRACTED: Mapping[str, str] = MappingProxyType(
    {
        "service_groups": ALL,
        "services": ALL,
        "roles": ALL,
        "org_units": ALL,
        "org_unit_names": ALL,
        "org_hierarchy": ALL,
        "staff": ALL,
        "campaigns": OF_CAMPAIGN,
        "campaign_units": OF_CAMPAIGN,
        "campaign_services": OF_CAMPAIGN,
        "campaign_slots": OF_CAMPAIGN,
        "targets": OF_CAMPAIGN,
        "award_titles": OF_CAMPAIGN,
        "teams": OF_CAMPAIGN,
        "team_members": OF_CAMPAIGN,
        "attendance": f"{OF_CAMPAIGN} and attended_at <= $as_of",
        "batches": KNOWN,
        "batch_voids": "voided_at <= $as_of",
        "batch_verifications": "verified_at <= $as_of",
        "sales": f"{KNOWN} and sold_on {WINDOW}",
        "voids": f"voided_at <= $as_of and sale_id in ({SOLD})",
        "quarantine": KNOWN,
        "quarantine_closures": "closed_at <= $as_of",
        "deliveries": f"{KNOWN} and delivered_on {WINDOW}",
        "activities": f"{KNOWN} and done_on {WINDOW}",
        "attendance_reports": f"{OF_CAMPAIGN} and {KNOWN}",
        "hourly_reports": f"{OF_CAMPAIGN} and {KNOWN}",
    }
)
"""Per table, which of its rows the campaign stands on; in the order they can be loaded again."""

LEFT_OUT = MappingProxyType(
    {
        "sales": "replace (cast(null as varchar) as note)",
        "quarantine": "replace ('{}' as cells, cast(null as varchar) as texts)",
    }
)


def extract(
    connection: DuckDBPyConnection, *, campaign_code: str, as_of: datetime
) -> dict[str, pa.Table]:
    """The rows of each table, all its columns, ordered by them."""
    given = {"campaign_code": campaign_code, "as_of": as_of}
    found = {}
    for table, kept in EXTRACTED.items():
        statement = f"select * {LEFT_OUT.get(table, '')} from {table} where {kept} order by all"
        named = {name: value for name, value in given.items() if f"${name}" in statement}
        found[table] = connection.sql(statement, params=named or None).to_arrow_table()
    return found
