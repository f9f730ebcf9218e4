"""What can be wrong with a row of evidence besides what can be wrong with a sale.

A code is the key of its sentence (`problem.<code>`) and of what to do (`remedy.<code>`). The codes
of a cell or a row that a sale may have too are those of `lib/intake/problems`.
"""

from collections.abc import Iterable
from typing import Any

from lib.intake.problems import Level, Problem

DUPLICATES = ("duplicate_evidence", "duplicate_attendance")
"""The codes that depend on what else counts; they are found anew under the lock."""
WARNINGS = ("not_verified",)

ORDER = (
    *DUPLICATES,
    *("column_count_mismatch", "hidden_row", "formula_without_value", "cell_too_long"),
    *("missing_required", "bad_date", "date_outside_campaign", "in_future"),
    *("staff_not_in_roster", "staff_name_mismatch", "unknown_team", "team_conflict"),
    *("unknown_unit", "ambiguous_unit", "lossy_text", "unit_gone", "unit_not_in_campaign"),
    *("staff_of_another_unit", "unknown_channel", "unknown_mode", "bad_link"),
    *("bad_time", "not_a_report_hour", "reported_too_early"),
    *("bad_count", "bad_score", "bad_revenue", "ambiguous_revenue", "approximate_value"),
    *("lossy_scientific", "negative_value", "part_exceeds_whole"),
    *WARNINGS,
)
"""Every code, the heaviest first: what must be settled before the others matter."""


def problem(
    code: str, row: int, *, column: str | None = None, value: str = "", **values: Any
) -> Problem:
    """Make a problem; its level follows from its code."""
    level: Level = "warning" if code in WARNINGS else "error"
    return Problem(code, level, row, column, value, values)


def by_weight(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Errors first, the heaviest before the others."""
    return tuple(sorted(problems, key=lambda one: ORDER.index(one.code)))
