"""What can be wrong with a row: codes, how heavy each weighs, and where it was found.

A code is the key of its sentence (`problem.<code>`) and of what to do about it
(`remedy.<code>`) in `lib/i18n`. `REPORTED` are the codes of domain reference §4.9; the
others are our own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from lib.intake.tables import Places

Level = Literal["error", "warning"]

ERRORS = (
    "duplicate_row",
    "duplicate_conflict",
    "column_count_mismatch",
    "hidden_row",
    "formula_without_value",
    "lossy_text",
    "unknown_unit",
    "ambiguous_unit",
    "unit_not_valid_at_date",
    "unknown_service",
    "bad_date",
    "date_outside_campaign",
    "bad_time",
    "bad_quantity",
    "bad_revenue",
    "ambiguous_revenue",
    "approximate_value",
    "lossy_scientific",
    "negative_amount",
    "missing_required",
    "no_measure",
    "cell_too_long",
)
"""A row with one of these is set aside. The heaviest comes first: what must be settled
before the others matter."""

WARNINGS = (
    "possible_duplicate",
    "unit_predecessor",
    "missing_staff_code",
    "unknown_staff",
    "staff_name_differs_for_code",
    "unknown_product",
    "new_customer_unknown",
    "revenue_blank_as_zero",
    "time_missing",
    "outside_hours",
    "scientific_notation",
    "note_too_long",
    "unit_outside_campaign",
    "service_outside_campaign",
    "control_total_mismatch",
)
"""A row with only these counts; a person should look at it."""

OWN = frozenset(
    (
        "cell_too_long",
        "unknown_staff",
        "unknown_product",
        "unit_outside_campaign",
        "service_outside_campaign",
    )
)
REPORTED = frozenset((*ERRORS, *WARNINGS)) - OWN
"""Codes that a machine-readable report may hold for the rows it accepts."""

WEIGHT = {code: place for place, code in enumerate((*ERRORS, *WARNINGS))}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in one row.

    `row` is the number the spreadsheet shows; `column` the key of a column, None when it
    concerns the whole row; `value` the text as it was handed in; `values` what the sentence
    needs besides.
    """

    code: str
    level: Level
    row: int
    column: str | None
    value: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong in many rows.

    `rows` are places among the rows of the file, rising; `details[which[i]]` is what the
    sentence about `rows[i]` needs besides the cell, with `value` where the cell does not say.
    """

    code: str
    column: str | None
    rows: Places
    details: Sequence[Mapping[str, Any]] = ()
    which: Places | None = None

    @property
    def is_error(self) -> bool:
        """Whether it sets the rows aside."""
        return self.code in ERRORS

    def detail(self, row: int) -> Mapping[str, Any] | None:
        """What is known about a row; None when the finding does not concern it."""
        place = int(np.searchsorted(self.rows, row))
        if place == len(self.rows) or self.rows[place] != row:
            return None
        return self.details[int(self.which[place])] if self.which is not None else {}

    def shifted(self, by: int) -> "Finding":
        """The same finding for rows that stand further down in the file."""
        return Finding(self.code, self.column, self.rows + by, self.details, self.which)


def problem(
    code: str, row: int, *, column: str | None = None, value: str = "", **values: Any
) -> Problem:
    """Make a problem; its level follows from its code."""
    level: Level = "error" if code in ERRORS else "warning"
    return Problem(code, level, row, column, value, values)


def by_weight(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Errors first, the heaviest before the others."""
    return tuple(sorted(problems, key=lambda one: WEIGHT[one.code]))
