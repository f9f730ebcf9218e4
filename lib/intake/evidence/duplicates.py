"""The same thing reported twice: within a file, and against what counts already."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from lib.intake.evidence.problems import DUPLICATES, by_weight, problem
from lib.intake.evidence.rows import CheckedEvidence, EvidenceRow, Key
from lib.intake.evidence.values import key_of
from lib.intake.problems import Problem
from lib.queries.frames import Reader

WHO = {"hourly_reports": "team"}
"""The column at fault where it is not that of the person."""


def mark(checked: CheckedEvidence, reader: Reader, *, as_of: datetime) -> CheckedEvidence:
    """Mark duplicates anew; rows that are rejected anyway are passed over."""
    rows = [
        replace(row, problems=tuple(one for one in row.problems if one.code not in DUPLICATES))
        for row in checked.rows
    ]
    counted = _counted(checked, reader, as_of)
    first: dict[Key, EvidenceRow] = {}
    marked = []
    for row in rows:
        if row.key is None or row.is_rejected:
            marked.append(row)
            continue
        above = first.setdefault(row.key, row)
        repeated = _repeated(checked, row, above, counted.get(row.key))
        problems = by_weight((*row.problems, repeated)) if repeated else row.problems
        marked.append(replace(row, problems=problems))
    return replace(checked, rows=tuple(marked))


def _repeated(
    checked: CheckedEvidence, row: EvidenceRow, above: EvidenceRow, known: Mapping[str, Any] | None
) -> Problem | None:
    column = WHO.get(checked.layout.kind, "staff_code")
    if column == "team" and not row.texts.get("team"):
        column = "leader_code"
    told: dict[str, Any] = {"column": column, "value": row.texts.get(column, "")}
    if known is not None and known["batch_id"] is None:
        return problem("duplicate_attendance", row.number, **told)
    if known is not None:
        told |= {"batch_id": known["batch_id"], "recorded_at": known["recorded_at"]}
        return problem("duplicate_evidence", row.number, **told)
    if above is not row:
        return problem("duplicate_evidence", row.number, **told, other_row=above.number)
    return None


def _counted(
    checked: CheckedEvidence, reader: Reader, as_of: datetime
) -> dict[Key, Mapping[str, Any]]:
    """What counts already, by key; of rows with the same key the earliest."""
    kind = checked.layout.kind
    scope = {"campaign_code": checked.campaign_code, "as_of": as_of}
    found: dict[Key, Mapping[str, Any]] = {}
    for row in reader.query(f"evidence/{kind}", scope).to_pylist():
        key = key_of(kind, row)
        if key is not None:
            found.setdefault(key, row)
    return found
