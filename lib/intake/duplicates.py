"""The same sale twice: within a file, and against what the ledger already counts.

With a receipt number the later row is rejected: as a repetition when its content is the
same, as a conflict when it is not. Without one, equal rows may be two sales, so they stay
with a warning.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.intake.problems import Finding
from lib.intake.rows import CheckedFile
from lib.intake.tables import Mask, Places, firsts
from lib.queries.frames import Reader
from lib.queries.intake import CONTENT

CODES = ("duplicate_row", "duplicate_conflict", "possible_duplicate")
FEW_RECEIPTS = 500
"""So many receipt numbers are looked up one by one; more are compared by their range."""


def mark(checked: CheckedFile, reader: Reader, *, as_of: datetime) -> CheckedFile:
    """Return the file with duplicates marked anew; rows that are rejected anyway are passed over.

    What the batch that the file replaces had brought is no duplicate.
    """
    findings = tuple(one for one in checked.findings if one.code not in CODES)
    bare = replace(checked, findings=findings)
    standing = ~bare.is_rejected
    numbered = standing & np.asarray(pc.is_valid(bare.sales["receipt_no"]))
    found = [
        *_receipts(bare, numbered, reader, as_of),
        *_unnumbered(bare, standing & ~numbered, reader, as_of),
    ]
    return replace(bare, findings=(*findings, *found))


def _receipts(
    checked: CheckedFile, numbered: Mask, reader: Reader, as_of: datetime
) -> list[Finding]:
    """Rows whose receipt number stands above them in the file, or in the ledger."""
    rows = np.flatnonzero(numbered)
    if not len(rows):
        return []
    encoded = checked.receipt_keys
    codes = np.asarray(encoded.indices.fill_null(0))[rows]
    if len(rows) < checked.total:
        codes, used = pd.factorize(codes)
        distinct = encoded.dictionary.take(pa.array(used))
    else:
        distinct = encoded.dictionary
    first = firsts(codes)
    above = rows[first]
    known = _counted(distinct, reader, checked.replaces, as_of)
    suspect = np.ones(len(rows), np.bool_)
    suspect[first] = False
    if known:
        is_known = np.asarray(pc.is_in(distinct, value_set=pa.array(list(known), pa.string())))
        suspect |= is_known[codes]
    if not suspect.any():
        return []
    cases: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for place in np.flatnonzero(suspect):
        row, other = int(rows[place]), int(above[codes[place]])
        key = distinct[int(codes[place])].as_py()
        own = _content(checked, row)
        if key in known:
            sale = known[key]
            is_same = own == tuple(sale[name] for name in CONTENT)
            detail = _place(sale)
        else:
            is_same = own == _content(checked, other)
            detail = {"other_row": int(checked.numbers[other])}
        code = "duplicate_row" if is_same else "duplicate_conflict"
        cases.setdefault(code, []).append((row, detail))
    return [_finding(code, "receipt_no", found) for code, found in cases.items()]


def _counted(
    distinct: pa.Array, reader: Reader, replaced: int | None, as_of: datetime
) -> dict[str, dict[str, Any]]:
    """The sales of the ledger that bear one of these receipt numbers (lower case)."""
    if len(distinct) > FEW_RECEIPTS:
        bounds = pc.min_max(distinct)
        near = reader.query(
            "intake/receipts_between",
            {
                "first_key": bounds["min"].as_py(),
                "last_key": bounds["max"].as_py(),
                "as_of": as_of,
            },
        )
        if not near.num_rows:
            return {}
        near = near.filter(pc.is_in(near["receipt_key"], value_set=distinct))
        wanted = pc.unique(near["receipt_key"]).to_pylist()
    else:
        wanted = distinct.to_pylist()
    known: dict[str, dict[str, Any]] = {}
    for start in range(0, len(wanted), FEW_RECEIPTS):
        keys = wanted[start : start + FEW_RECEIPTS]
        found = reader.query("intake/counted_receipts", {"receipt_keys": keys, "as_of": as_of})
        for sale in found.to_pylist():
            if sale["batch_id"] != replaced:
                known.setdefault(sale["receipt_key"], sale)
    return known


def _unnumbered(
    checked: CheckedFile, where: Mask, reader: Reader, as_of: datetime
) -> list[Finding]:
    """Rows without a receipt number that equal one above them, or one in the ledger."""
    rows = np.flatnonzero(where)
    if not len(rows):
        return []
    sales = checked.sales.take(rows).select(list(CONTENT))
    case = _cases(sales)
    first = firsts(case)
    above = rows[first]
    known = _uncounted(sales, reader, checked.replaces, as_of)
    cases: list[tuple[int, dict[str, Any]]] = []
    repeats = np.ones(len(rows), np.bool_)
    repeats[first] = False
    for place in range(len(rows)) if known else np.flatnonzero(repeats):
        row = int(rows[place])
        sale = known.get(_content(checked, row)) if known else None
        if sale is not None:
            cases.append((row, _place(sale)))
        elif repeats[place]:
            cases.append((row, {"other_row": int(checked.numbers[int(above[case[place]])])}))
    return [_finding("possible_duplicate", None, cases)] if cases else []


def _cases(sales: pa.Table) -> Places:
    """Row by row, which distinct content it has."""
    combined = np.zeros(sales.num_rows, np.int64)
    for column in sales.columns:
        codes = pd.factorize(
            np.asarray(column.combine_chunks().dictionary_encode(null_encoding="encode").indices)
        )[0]
        combined = combined * (int(codes.max(initial=0)) + 1) + codes
        combined = pd.factorize(combined)[0].astype(np.int64)
    return combined


def _uncounted(
    sales: pa.Table, reader: Reader, replaced: int | None, as_of: datetime
) -> dict[tuple[Any, ...], dict[str, Any]]:
    days = pc.min_max(sales["sold_on"])
    found = reader.query(
        "intake/unnumbered_sales",
        {
            "unit_ids": sorted(pc.unique(sales["unit_id"]).to_pylist()),
            "first_day": days["min"].as_py(),
            "last_day": days["max"].as_py(),
            "as_of": as_of,
        },
    )
    known: dict[tuple[Any, ...], dict[str, Any]] = {}
    for sale in found.to_pylist():
        if sale["batch_id"] != replaced:
            known.setdefault(tuple(sale[name] for name in CONTENT), sale)
    return known


def _content(checked: CheckedFile, row: int) -> tuple[Any, ...]:
    return tuple(checked.sales[name][row].as_py() for name in CONTENT)


def _place(sale: Mapping[str, Any]) -> dict[str, Any]:
    return {"batch_id": sale["batch_id"], "recorded_at": sale["recorded_at"]}


def _finding(code: str, column: str | None, cases: Sequence[tuple[int, dict[str, Any]]]) -> Finding:
    ordered = sorted(cases, key=lambda one: one[0])
    rows = np.array([row for row, _ in ordered], np.int64)
    return Finding(code, column, rows, [detail for _, detail in ordered], np.arange(len(rows)))
