"""Who sold each row, and whether to a new customer."""

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from lib.i18n.folding import fold
from lib.intake.noting import Notes, Trouble, spread
from lib.intake.parsing import new_customer
from lib.intake.references import Person
from lib.intake.tables import Places, said


def sold_by(
    notes: Notes, days: Sequence[date | None], which_day: Places
) -> tuple[pa.Array, pa.Array]:
    """The seller and their role; a sale counts for its unit also when nobody knows them."""
    codes, names = notes.column("staff_code"), notes.column("staff_name")
    first, case = notes.cases(codes.codes, names.codes, which_day)
    people: list[Person | None] = []
    kept: dict[str, list[str | None]] = {"staff_code": [], "staff_name": []}
    troubles: list[list[Trouble]] = []
    for row in first:
        code, name = said(codes[int(row)]), said(names[int(row)])
        day = days[int(which_day[row])] or notes.references.campaign.starts_on
        person = notes.references.person(code, day) if code else None
        people.append(person)
        troubles.append(_named(notes, code, name, person))
        kept["staff_code"].append(code if person is None else None)
        kept["staff_name"].append(name if person is None else None)
    notes.add_cases(troubles, case)
    for key, texts in kept.items():
        notes.keep(key, texts, case)
    return (
        spread([one.code if one else None for one in people], case, pa.string()),
        spread([one.role_code if one else None for one in people], case, pa.string()),
    )


def _named(notes: Notes, code: str, name: str, person: Person | None) -> list[Trouble]:
    """Whether the code is there, known, and goes with the name beside it."""
    if not code:
        return [("missing_staff_code", "staff_code", {})]
    expected = person.full_name if person else notes.names.setdefault(code, name) or name
    troubles: list[Trouble] = []
    if person is None:
        troubles.append(("unknown_staff", "staff_code", {}))
    if name and fold(name) != fold(expected):
        troubles.append(("staff_name_differs_for_code", "staff_name", {"expected": expected}))
    return troubles


def marked_new(notes: Notes) -> pa.Array:
    """Whether a new customer; not known is not counted."""
    column = notes.column("is_new_customer")
    found = [new_customer(cell) for cell in column.cells]
    notes.add_cases(
        [[(one.problem, "is_new_customer", {})] if one.problem else [] for one in found],
        column.codes,
    )
    return spread([one.value for one in found], column.codes, pa.bool_())
