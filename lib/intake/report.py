"""A checked file as data for other programs: every row with what became of it.

The shape is fixed (README, "The report of an import"): rows are numbered as text, money is
whole VND, times are local, codes are those of domain reference §4.9.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from lib.i18n.folding import clean
from lib.intake.grids import shown
from lib.intake.parsing import BLANK
from lib.intake.problems import REPORTED, WEIGHT
from lib.intake.rows import CheckedFile
from lib.intake.wording import hint

REPORT_NAMES = {
    "sold_on": "date",
    "sold_at": "time",
    "revenue": "revenue_vnd",
    "collected": "collected_vnd",
    "customer_code": "customer",
    "is_new_customer": "new_customer",
}
"""What a report calls a column, where that differs from its key."""


def report(checked: CheckedFile) -> dict[str, Any]:
    """The report of a file that could be read."""
    return {
        "file": checked.file_name,
        "file_rejected": None,
        "accepted": list(_accepted(checked)),
        "rejected": list(_rejected(checked)),
        "snapshots": [],
        "notices": [
            {"code": one.code, "source_row": str(one.row), **one.values} for one in checked.notices
        ],
    }


def refusal_report(file_name: str, reason: str | None = None) -> dict[str, Any]:
    """The report of a file of which nothing could be read."""
    return {
        "file": file_name,
        "file_rejected": reason,
        "accepted": [],
        "rejected": [],
        "snapshots": [],
    }


def _accepted(checked: CheckedFile) -> Iterator[dict[str, Any]]:
    sales = checked.sales.to_pylist()
    warnings = _warnings(checked)
    for place, (table, at) in enumerate(_places(checked)):
        if checked.is_rejected[place]:
            continue
        sale, columns = sales[place], table.columns
        yield {
            "source_row": str(table.numbers[at]),
            "sheet": table.sheet or None,
            "date": sale["sold_on"].isoformat(),
            "time": sale["sold_at"].strftime("%H:%M") if sale["sold_at"] else None,
            "unit": sale["competing_unit_id"] or sale["unit_id"],
            "staff_code": _text(columns["staff_code"][at]),
            "staff_name": _text(columns["staff_name"][at]),
            "service": sale["service_code"],
            "product": _text(columns["product"][at]),
            "quantity": sale["quantity"],
            "revenue_vnd": sale["revenue_vnd"],
            "new_customer": sale["is_new_customer"],
            "customer": sale["customer_code"],
            "note": sale["note"],
            "warnings": warnings.get(place, []),
            "collected_vnd": sale["collected_vnd"],
            "receipt_no": sale["receipt_no"],
            "counter": sale["unit_id"],
        }


def _rejected(checked: CheckedFile) -> Iterator[dict[str, Any]]:
    for row in checked.rows.at(checked.is_rejected):
        heaviest = row.problems[0]
        column = heaviest.column
        yield {
            "source_row": str(row.row),
            "sheet": row.sheet or None,
            "reason": heaviest.code,
            "column": REPORT_NAMES.get(column, column) if column else None,
            "value": heaviest.value,
            "suggestion": hint(heaviest),
            "reasons": [one.code for one in row.problems if one.level == "error"],
        }


def _warnings(checked: CheckedFile) -> dict[int, list[str]]:
    """The warnings of each row that has some, the heaviest first."""
    found: dict[int, list[str]] = {}
    ordered = sorted(checked.findings, key=lambda one: WEIGHT[one.code])
    for finding in ordered:
        if not finding.is_error and finding.code in REPORTED:
            for row in finding.rows.tolist():
                found.setdefault(row, []).append(finding.code)
    return found


def _places(checked: CheckedFile) -> Iterator[tuple[Any, int]]:
    for table in checked.tables:
        for at in np.arange(len(table)).tolist():
            yield table, at


def _text(cell: Any) -> str | None:
    written = clean(shown(cell))
    return None if BLANK.fullmatch(written) else written
