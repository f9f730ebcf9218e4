"""Whether a file is a newer version of one that stands: the same unit's, and largely the same.

Nothing is replaced by itself; the page asks.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import pyarrow.compute as pc

from lib.intake.duplicates import CODES
from lib.intake.rows import CheckedFile
from lib.queries.frames import Reader

SOURCES = ("file", "inbox")
ENOUGH_SHARED = 0.5
"""This share of the earlier file's sales, or its name, makes the new one its newer version."""


@dataclass(frozen=True)
class Earlier:
    """A batch that stands and that a file seems to be a newer version of; money in VND."""

    batch_id: int
    file_name: str
    sender: str
    recorded_at: datetime
    sale_count: int
    shared_count: int
    revenue_vnd: int


def earlier_version(reader: Reader, checked: CheckedFile, *, as_of: datetime) -> Earlier | None:
    """The latest standing file of no other units that shares its name or enough sales with this."""
    shared = _shared(checked)
    found = reader.query(
        "corrections/earlier_versions",
        {
            "campaign_code": checked.campaign_code,
            "file_name": checked.file_name,
            "batch_ids": sorted(shared),
            "sources": list(SOURCES),
            "as_of": as_of,
        },
    ).to_pylist()
    units = set(pc.unique(checked.sales["competing_unit_id"]).to_pylist()) - {None}
    for batch_id in sorted({row["batch_id"] for row in found}, reverse=True):
        rows = [row for row in found if row["batch_id"] == batch_id]
        count = sum(row["sale_count"] for row in rows)
        is_alike = shared[batch_id] >= ENOUGH_SHARED * count
        is_same_name = rows[0]["file_name"] == checked.file_name
        if {row["unit_id"] for row in rows} <= units and (is_alike or is_same_name):
            return Earlier(
                batch_id=batch_id,
                file_name=rows[0]["file_name"],
                sender=rows[0]["sender"],
                recorded_at=rows[0]["recorded_at"],
                sale_count=count,
                shared_count=shared[batch_id],
                revenue_vnd=sum(row["revenue_vnd"] for row in rows),
            )
    return None


def _shared(checked: CheckedFile) -> Counter[int]:
    """How many rows of the file are already counted in each batch, as far as it is known."""
    found: Counter[int] = Counter()
    for finding in checked.findings:
        if finding.code in CODES:
            batches = [one["batch_id"] for one in finding.details if "batch_id" in one]
            found.update(batches)
    return found
