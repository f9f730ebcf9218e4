"""A checked file into the ledger, in one publish, and the whole of it out again.

Between preview and commit another file may have come in. So what could make a sale count
twice is looked at again under the lock: the same bytes, and the same receipt numbers.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from lib.errors import BatchNotFound, FileRefused
from lib.intake import duplicates
from lib.intake.rows import SALE, CheckedFile, CheckedRow
from lib.queries.frames import Reader
from lib.store import Publication, Store

LAST_MOMENT = datetime(9999, 12, 30)
"""A cut-off after everything: what stands now, whatever the clocks of its writers said."""


@dataclass(frozen=True)
class Receipt:
    """What was written; with `already`, what the same file had brought before.

    Money in VND. `accepted` includes the warned rows.
    """

    batch_id: int
    generation: int
    accepted: int
    warned: int
    rejected: int
    revenue_vnd: int
    pending_vnd: int
    already: bool = False


class _AlreadyCounted(Exception):
    """Leaves the publish without publishing: the same bytes have a batch that stands."""

    def __init__(self, receipt: Receipt) -> None:
        self.receipt = receipt


def commit(
    store: Store,
    checked: CheckedFile,
    *,
    sender: str,
    at: datetime,
    strict: bool = False,
    is_simulated: bool = False,
) -> Receipt:
    """Write the accepted rows as sales and the rejected ones into quarantine.

    The same bytes again write nothing: the receipt of the standing batch comes back with
    `already` set. With `strict` one rejected row refuses the file
    (FileRefused: rejected_rows, count). Raises StoreBusy, StoreTooNew.
    """
    standing = _standing(store, checked, store.current())
    if standing:
        return standing
    _refuse_rejected(checked, strict)
    try:
        with store.publish(
            actor=sender, action="import", subject=checked.file_name, at=at
        ) as publication:
            standing = _standing(publication, checked, publication.generation - 1)
            if standing:
                raise _AlreadyCounted(standing)
            final = duplicates.mark(checked, publication, as_of=LAST_MOMENT)
            _refuse_rejected(final, strict)
            return _write(publication, final, sender=sender, at=at, is_simulated=is_simulated)
    except _AlreadyCounted as found:
        return found.receipt


def undo(
    store: Store,
    batch_id: int,
    *,
    by: str,
    at: datetime,
    reason_code: str = "batch_undone",
    note: str | None = None,
) -> int:
    """Void a batch and each of its sales that still counts; return how many sales.

    The same file can be handed in again afterwards. Raises BatchNotFound when there is no
    such batch or it is undone already.
    """
    with store.publish(actor=by, action="undo", subject=f"batch {batch_id}", at=at) as publication:
        scope = {"batch_id": batch_id, "as_of": LAST_MOMENT}
        state = publication.query("intake/batch_state", scope).to_pylist()
        if not state or state[0]["is_voided"]:
            raise BatchNotFound(batch_id=batch_id)
        sales = publication.query("intake/standing_sales", scope)
        reasons = {"voided_at": at, "voided_by": by, "reason_code": reason_code, "note": note}
        publication.append(
            "voids",
            _table(
                [
                    {"sale_id": sale_id, "batch_id": batch_id, **reasons}
                    for sale_id in sales["sale_id"].to_pylist()
                ]
            ),
        )
        publication.append("batch_voids", _table([{"batch_id": batch_id, **reasons}]))
        publication.detail |= {
            "batch_id": batch_id,
            "voided": sales.num_rows,
            "revenue_vnd": sum(sales["revenue_vnd"].to_pylist()),
            "reason_code": reason_code,
        }
        return int(sales.num_rows)


def _refuse_rejected(checked: CheckedFile, strict: bool) -> None:
    if strict and checked.rejected:
        raise FileRefused("rejected_rows", count=checked.rejected)


def _standing(reader: Reader, checked: CheckedFile, generation: int) -> Receipt | None:
    """The receipt of a batch from the same bytes that is not undone."""
    found = reader.query(
        "intake/standing_batches", {"file_sha256": checked.sha256, "as_of": LAST_MOMENT}
    ).to_pylist()
    if not found:
        return None
    batch = found[0]
    return Receipt(
        batch_id=batch["batch_id"],
        generation=generation,
        accepted=batch["accepted_count"],
        warned=batch["warned_count"],
        rejected=batch["rejected_count"],
        revenue_vnd=batch["revenue_vnd"],
        pending_vnd=batch["pending_vnd"],
        already=True,
    )


def _write(
    publication: Publication,
    checked: CheckedFile,
    *,
    sender: str,
    at: datetime,
    is_simulated: bool,
) -> Receipt:
    batch_id = publication.next_id("batches", "batch_id")
    publication.append("batches", _batch(batch_id, checked, sender, at, is_simulated))
    first_id = publication.next_id("sales", "sale_id")
    publication.append("sales", _sales(batch_id, first_id, checked, at, is_simulated))
    rejected = checked.rows.at(checked.is_rejected)
    publication.append("quarantine", _table([_set_aside(batch_id, row, at) for row in rejected]))
    publication.detail |= {
        "batch_id": batch_id,
        "file_sha256": checked.sha256,
        "accepted": checked.accepted,
        "rejected": checked.rejected,
        "revenue_vnd": checked.revenue_vnd,
    }
    return Receipt(
        batch_id=batch_id,
        generation=publication.generation,
        accepted=checked.accepted,
        warned=checked.warned,
        rejected=checked.rejected,
        revenue_vnd=checked.revenue_vnd,
        pending_vnd=checked.pending_vnd,
    )


def _batch(
    batch_id: int, checked: CheckedFile, sender: str, at: datetime, is_simulated: bool
) -> pa.Table:
    return _table(
        [
            {
                "batch_id": batch_id,
                "source": "file",
                "file_name": checked.file_name,
                "file_sha256": checked.sha256,
                "file_size": checked.size,
                "campaign_code": checked.campaign_code,
                "sender": sender,
                "recorded_at": at,
                "row_count": checked.total,
                "accepted_count": checked.accepted,
                "warned_count": checked.warned,
                "rejected_count": checked.rejected,
                "is_simulated": is_simulated,
            }
        ]
    )


def _sales(
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
    sales = checked.accepted_sales.select(SALE.names)
    for name, values in own.items():
        sales = sales.append_column(name, values)
    return sales


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
        # A row that repeats a counted one waits for nothing.
        "revenue_vnd": row.pending_vnd if row.revenue_vnd is not None else None,
        "recorded_at": at,
    }


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows)
