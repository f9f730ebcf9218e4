"""What counting a checked file would do to the totals people watch."""

from collections import Counter
from datetime import datetime
from typing import Any

import pandas as pd

from lib.intake.rows import CheckedFile
from lib.intake.versions import SOURCES
from lib.queries.frames import Reader

EFFECTS = ("unit_id", "name", "short_name", "now_vnd", "added_vnd", "after_vnd", "is_total")


def effects(reader: Reader, checked: CheckedFile, *, as_of: datetime) -> pd.DataFrame:
    """One row per competing unit the file changes, in list order, then the campaign's total.

    A file that replaces a batch adds the difference. Money in VND. The total has is_total set
    and no unit; its name is the screen's to say.
    """
    summed = checked.accepted_sales.group_by("competing_unit_id").aggregate(
        [("revenue_vnd", "sum")]
    )
    added = Counter(
        {
            row["competing_unit_id"]: row["revenue_vnd_sum"]
            for row in summed.to_pylist()
            if row["competing_unit_id"] is not None
        }
    )
    for row in _replaced(reader, checked, as_of):
        added[row["unit_id"]] -= row["revenue_vnd"]
    units = reader.query(
        "intake/revenue_by_unit", {"campaign_code": checked.campaign_code, "as_of": as_of}
    ).to_pylist()
    rows: list[dict[str, Any]] = [
        {**unit, "now_vnd": unit["revenue_vnd"], "added_vnd": added[unit["unit_id"]]}
        for unit in units
        if unit["unit_id"] in added
    ]
    everything = {
        "now_vnd": sum(unit["revenue_vnd"] for unit in units),
        "added_vnd": sum(added.values()),
        "is_total": True,
    }
    found = pd.DataFrame(
        [
            {"is_total": False, **row, "after_vnd": row["now_vnd"] + row["added_vnd"]}
            for row in (*rows, everything)
        ],
        columns=list(EFFECTS),
    )
    text = dict.fromkeys(("unit_id", "name", "short_name"), "string")
    money = dict.fromkeys(("now_vnd", "added_vnd", "after_vnd"), "Int64")
    return found.astype({**text, **money, "is_total": "boolean"})


def _replaced(reader: Reader, checked: CheckedFile, as_of: datetime) -> list[dict[str, Any]]:
    """What the batch that the file replaces counts, by competing unit."""
    if checked.replaces is None:
        return []
    asked = {
        "campaign_code": checked.campaign_code,
        "file_name": "",
        "batch_ids": [checked.replaces],
        "sources": list(SOURCES),
        "as_of": as_of,
    }
    found: list[dict[str, Any]] = reader.query("corrections/earlier_versions", asked).to_pylist()
    return found
