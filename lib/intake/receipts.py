"""What became of a hand-over, as data for the program that handed it in."""

from collections.abc import Iterator
from typing import Any

from lib.intake.handovers import Counted
from lib.intake.report import REPORT_NAMES
from lib.intake.rows import CheckedFile
from lib.intake.wording import advice, hint


def receipt(counted: Counted) -> dict[str, Any]:
    """The receipt of what was counted, in the language spoken; money in VND."""
    written = counted.receipt
    return {
        "batch_id": written.batch_id,
        "already": written.already,
        "generation": written.generation,
        "accepted": written.accepted,
        "warned": written.warned,
        "rejected": written.rejected,
        "revenue_vnd": written.revenue_vnd,
        "pending_vnd": written.pending_vnd,
        "rejected_rows": rejected_rows(counted.checked),
    }


def forecast(checked: CheckedFile, *, generation: int) -> dict[str, Any]:
    """The receipt a checked file would get; there is no batch, for nothing is written."""
    return {
        "batch_id": None,
        "already": False,
        "generation": generation,
        "accepted": checked.accepted,
        "warned": checked.warned,
        "rejected": checked.rejected,
        "revenue_vnd": checked.revenue_vnd,
        "pending_vnd": checked.pending_vnd,
        "rejected_rows": rejected_rows(checked),
    }


def rejected_rows(checked: CheckedFile) -> list[dict[str, Any]]:
    """The rows set aside, each with what weighs most; numbered as text, as in a report."""
    return list(_rejected(checked))


def _rejected(checked: CheckedFile) -> Iterator[dict[str, Any]]:
    for row in checked.rows.at(checked.is_rejected):
        heaviest = row.problems[0]
        column = heaviest.column
        yield {
            "source_row": str(row.row),
            "reason": heaviest.code,
            "column": REPORT_NAMES.get(column, column) if column else None,
            "value": heaviest.value,
            "suggestion": hint(heaviest),
            "message": advice(heaviest),
        }
