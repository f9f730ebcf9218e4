"""A checked file as rows of the ledger's tables: its batch, its sales, and what is set aside."""

import json
from datetime import datetime
from operator import itemgetter
from typing import Any

import numpy as np
import pyarrow as pa

from lib.intake.rows import SALE, CheckedFile, CheckedRow


def sales(
    batch_id: int, first_id: int, checked: CheckedFile, at: datetime, is_simulated: bool
) -> pa.Table:
    """The accepted rows as the ledger keeps them."""
    kept = ~checked.is_rejected
    count = checked.accepted
    sheets = np.repeat(
        [place for place, _ in enumerate(checked.tables)], [len(one) for one in checked.tables]
    )
    names = pa.array([table.sheet or None for table in checked.tables], pa.string())
    own = {
        "sale_id": pa.array(np.arange(first_id, first_id + count)),
        "batch_id": _same(batch_id, count, pa.int64()),
        "source_row": pa.array(checked.numbers[kept]),
        "sheet": names.take(pa.array(sheets[kept])),
        "recorded_at": _same(at, count, pa.timestamp("us")),
        "is_simulated": _same(is_simulated, count, pa.bool_()),
    }
    found = checked.accepted_sales.select(SALE.names)
    for name, values in own.items():
        found = found.append_column(name, values)
    return found


def quarantine(batch_id: int, checked: CheckedFile, at: datetime) -> pa.Table:
    """The rejected rows, each cell as it was handed in."""
    rejected = checked.rows.at(checked.is_rejected)
    return pa.Table.from_pylist([_set_aside(batch_id, row, at) for row in rejected])


def put_right(
    batch_id: int, checked: CheckedFile, at: datetime, by: str
) -> tuple[pa.Table, pa.Table]:
    """What was put right on the page: rows of the quarantine as they came, and what closes them.

    A row edited before it was counted is set aside as it came and closed at once; a row that
    waited in an earlier batch is closed.
    """
    edited = [checked.row(place) for place in checked.edited if not checked.is_rejected[place]]
    came = [
        {
            **_set_aside(batch_id, row, at),
            "problem_codes": checked.edited[row.place],
            # what it reads as now is the sale; only its cells are as they came
            "texts": None,
            "revenue_vnd": None,
        }
        for row in edited
    ]
    places = [(batch_id, row.sheet, row.row) for row in edited]
    closed = [
        dict(zip(("batch_id", "sheet", "source_row"), place, strict=True))
        | {"outcome": "fixed", "fixed_batch_id": batch_id, "closed_at": at, "closed_by": by}
        for place in (*places, *checked.closes)
    ]
    return pa.Table.from_pylist(came), pa.Table.from_pylist(closed)


def _same(value: Any, count: int, kind: pa.DataType) -> pa.Array:
    return pa.repeat(pa.scalar(value, kind), count)


def _set_aside(batch_id: int, row: CheckedRow, at: datetime) -> dict[str, Any]:
    codes = dict.fromkeys(one.code for one in row.problems if one.level == "error")
    return {
        "batch_id": batch_id,
        "sheet": row.sheet,
        "source_row": row.row,
        "problem_codes": ",".join(codes),
        "cells": json.dumps(row.cells, ensure_ascii=False),
        "staff_code": row.texts.get("staff_code") or None,
        "texts": json.dumps(dict(filter(itemgetter(1), row.alone.items())), ensure_ascii=False),
        # A row that repeats a counted one waits for nothing.
        "revenue_vnd": row.pending_vnd if row.revenue_vnd is not None else None,
        "recorded_at": at,
    }
