"""Which unit sold each row, and as whom it competes."""

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from lib.intake.noting import Notes, Trouble, hint, spread
from lib.intake.tables import Places, said


def sold_where(
    notes: Notes, days: Sequence[date | None], which_day: Places
) -> tuple[pa.Array, pa.Array]:
    """The unit, or the parent of a sub-unit that is not known; and as whom it competes."""
    column = notes.column("unit")
    first, case = notes.cases(column.codes, which_day)
    units: list[str | None] = []
    details: list[str | None] = []
    troubles: list[list[Trouble]] = []
    for row in first:
        day = days[int(which_day[row])] or notes.references.campaign.starts_on
        unit_id, detail, found = _unit(notes, said(column[int(row)]), day)
        units.append(unit_id)
        details.append(detail)
        troubles.append(found)
    notes.add_cases(troubles, case)
    notes.keep("unit", details, case)
    known = notes.references.units.units
    competing = [known[unit].competing_id if unit else None for unit in units]
    return spread(units, case, pa.string()), spread(competing, case, pa.string())


def _unit(notes: Notes, written: str, on: date) -> tuple[str | None, str | None, list[Trouble]]:
    if not written:
        return None, None, [("missing_required", "unit", {})]
    found = notes.references.units.find(written, on)
    shown_unit = {"value": written}
    if found.problem:
        meant = notes.references.learned("unit", written) or found.suggestion
        return None, None, [(found.problem, "unit", {**shown_unit, **hint(meant)})]
    assert found.unit_id is not None
    troubles: list[Trouble] = []
    if found.is_other_name:
        troubles.append(("unit_predecessor", "unit", shown_unit))
    if notes.references.units.units[found.unit_id].competing_id is None:
        troubles.append(("unit_outside_campaign", "unit", shown_unit))
    return found.unit_id, found.detail or None, troubles
