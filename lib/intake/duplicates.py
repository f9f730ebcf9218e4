"""The same sale twice: within a file, and against what the ledger already counts.

With a receipt number the later row is rejected: as a repetition when its content is the
same, as a conflict when it is not. Without one, equal rows may be two sales, so they stay
with a warning.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from lib.intake.problems import Problem, by_weight, problem
from lib.intake.rows import CheckedRow
from lib.queries.frames import Reader
from lib.queries.intake import CONTENT

Known = dict[Any, dict[str, Any]]
"""By receipt number or content: where the sale stands (`other_row`, or batch and time)."""


def mark(rows: Sequence[CheckedRow], reader: Reader, *, as_of: datetime) -> tuple[CheckedRow, ...]:
    """Return the rows with duplicate problems added; rejected rows are passed over."""
    standing = [row for row in rows if row.sale and not row.is_rejected]
    receipts = _counted_receipts(standing, reader, as_of)
    unnumbered = _unnumbered(standing, reader, as_of)
    marked = []
    for row in rows:
        found = None
        if row.sale and not row.is_rejected:
            if row.sale.receipt_no:
                found = _receipt_problem(row, row.sale.receipt_no, receipts)
            else:
                found = _unnumbered_problem(row, unnumbered)
        if found and found.code not in {one.code for one in row.problems}:
            row = replace(row, problems=by_weight((*row.problems, found)))
        marked.append(row)
    return tuple(marked)


def _receipt_problem(row: CheckedRow, receipt_no: str, known: Known) -> Problem | None:
    assert row.sale
    other = known.get(receipt_no.lower())
    if other is None:
        known[receipt_no.lower()] = {"content": row.sale.content, "other_row": row.row}
        return None
    code = "duplicate_row" if other["content"] == row.sale.content else "duplicate_conflict"
    return _problem(code, row, "receipt_no", receipt_no, other)


def _unnumbered_problem(row: CheckedRow, known: Known) -> Problem | None:
    assert row.sale
    other = known.get(row.sale.content)
    if other is None:
        known[row.sale.content] = {"other_row": row.row}
        return None
    return _problem("possible_duplicate", row, None, "", other)


def _problem(
    code: str, row: CheckedRow, column: str | None, value: str, other: dict[str, Any]
) -> Problem:
    values = {name: found for name, found in other.items() if name != "content"}
    return problem(code, row.row, column=column, value=value, **values)


def _counted_receipts(rows: list[CheckedRow], reader: Reader, as_of: datetime) -> Known:
    keys = sorted({row.sale.receipt_no.lower() for row in rows if row.sale and row.sale.receipt_no})
    if not keys:
        return {}
    found = reader.query("intake/counted_receipts", {"receipt_keys": keys, "as_of": as_of})
    known: Known = {}
    for sale in found.to_pylist():
        known.setdefault(sale["receipt_key"], {"content": _content(sale), **_place(sale)})
    return known


def _unnumbered(rows: list[CheckedRow], reader: Reader, as_of: datetime) -> Known:
    sales = [row.sale for row in rows if row.sale and not row.sale.receipt_no]
    if not sales:
        return {}
    days: list[date] = [sale.sold_on for sale in sales]
    found = reader.query(
        "intake/unnumbered_sales",
        {
            "unit_ids": sorted({sale.unit_id for sale in sales}),
            "first_day": min(days),
            "last_day": max(days),
            "as_of": as_of,
        },
    )
    known: Known = {}
    for sale in found.to_pylist():
        known.setdefault(_content(sale), _place(sale))
    return known


def _content(sale: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(sale[name] for name in CONTENT)


def _place(sale: dict[str, Any]) -> dict[str, Any]:
    return {"batch_id": sale["batch_id"], "recorded_at": sale["recorded_at"]}
