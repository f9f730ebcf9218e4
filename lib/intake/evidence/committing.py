"""Checked evidence into the ledger, in one publish: all of a hand-over, or nothing.

Between preview and commit another file may have come in, so the same bytes, the same key and what
may be reported once are looked at again under the lock. The undo is that of any batch:
`lib.intake.committing.undo`.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa

from lib.errors import FileRefused, KeyReused
from lib.intake import locked
from lib.intake.evidence import duplicates
from lib.intake.evidence.rows import CheckedEvidence, EvidenceReceipt, EvidenceRow
from lib.intake.handovers import LAST_MOMENT, Source
from lib.queries.frames import Reader
from lib.store import Publication, Store

LONGEST_ACTOR = 200
OF_CAMPAIGN = ("attendance", "hourly_reports")
"""Kinds whose rows name their campaign; the others count by their day."""


class _KnownAlready(Exception):
    """Leaves the publish without publishing: it was handed in before."""

    def __init__(self, receipt: EvidenceReceipt) -> None:
        self.receipt = receipt


def commit(
    store: Store,
    checked: CheckedEvidence,
    *,
    sender: str,
    at: datetime,
    source: Source = "file",
    idempotency_key: str | None = None,
    strict: bool = False,
    is_simulated: bool = False,
) -> EvidenceReceipt:
    """Write the accepted rows to the kind's table and the rejected ones into quarantine.

    The same bytes again write nothing: the receipt of the standing batch comes back with
    `already` set; so it does with the sender's own key, undone or not. With `strict` one rejected
    row refuses all of it (FileRefused: rejected_rows, count), and so does a hand-over of which no
    row is accepted; a locked campaign takes nothing (campaign_locked). Raises KeyReused,
    StoreBusy, StoreTooNew.
    """
    known = earlier(store, checked, sender, idempotency_key, generation=store.current())
    if known:
        return known
    _refuse_rejected(checked, strict=strict)
    if checked.content:
        # before the publish: a batch never names bytes that are not there
        store.received.keep(checked.content)
    try:
        with store.publish(
            actor=sender[:LONGEST_ACTOR],
            action="import",
            subject=checked.file_name or checked.layout.kind,
            at=at,
        ) as publication:
            before = publication.generation - 1
            known = earlier(publication, checked, sender, idempotency_key, generation=before)
            if known:
                raise _KnownAlready(known)
            locked.refuse_locked(publication, checked.campaign_code)
            now = duplicates.mark(checked, publication, as_of=LAST_MOMENT)
            _refuse_rejected(now, strict=strict)
            batch = {
                "sender": sender,
                "source": source,
                "idempotency_key": idempotency_key,
                "is_simulated": is_simulated,
            }
            return _write(publication, now, at, batch)
    except _KnownAlready as found:
        return found.receipt


def earlier(
    reader: Reader,
    checked: CheckedEvidence,
    sender: str,
    idempotency_key: str | None = None,
    *,
    generation: int,
) -> EvidenceReceipt | None:
    """What the same hand-over brought before, if it was handed in before; raises KeyReused."""
    if idempotency_key is not None:
        scope = {"sender": sender, "idempotency_key": idempotency_key, "as_of": LAST_MOMENT}
        found = reader.query("intake/keyed_batches", scope).to_pylist()
    elif checked.sha256 is not None:
        scope = {
            "kind": checked.layout.kind,
            "file_sha256": checked.sha256,
            "as_of": LAST_MOMENT,
        }
        found = reader.query("evidence/standing_batches", scope).to_pylist()
    else:
        found = []
    if not found:
        return None
    batch = found[0]
    if idempotency_key is not None and batch["campaign_code"] != checked.campaign_code:
        raise KeyReused(idempotency_key=idempotency_key, batch_id=batch["batch_id"])
    return EvidenceReceipt(
        batch_id=batch["batch_id"],
        generation=generation,
        accepted=batch["accepted_count"],
        rejected=batch["rejected_count"],
        recorded_at=batch["recorded_at"],
        already=True,
    )


def _refuse_rejected(checked: CheckedEvidence, *, strict: bool) -> None:
    if checked.rejected and (strict or not checked.accepted):
        raise FileRefused("rejected_rows", count=len(checked.rejected))


def _write(
    publication: Publication, checked: CheckedEvidence, at: datetime, batch: Mapping[str, Any]
) -> EvidenceReceipt:
    batch_id = publication.next_id("batches", "batch_id")
    row = {
        "batch_id": batch_id,
        "kind": checked.layout.kind,
        "file_name": checked.file_name,
        "file_sha256": checked.sha256,
        "file_size": checked.size if checked.sha256 else None,
        "campaign_code": checked.campaign_code,
        "recorded_at": at,
        "row_count": checked.total,
        "accepted_count": len(checked.accepted),
        "warned_count": len(checked.warned),
        "rejected_count": len(checked.rejected),
        **batch,
    }
    publication.append("batches", pa.Table.from_pylist([row]))
    of_campaign = (
        {"campaign_code": checked.campaign_code} if checked.layout.kind in OF_CAMPAIGN else {}
    )
    own = {"batch_id": batch_id, "recorded_at": at, "is_simulated": batch["is_simulated"]}
    publication.append(
        checked.layout.table,
        pa.Table.from_pylist(
            [
                {
                    **own,
                    **of_campaign,
                    "sheet": one.sheet or None,
                    "source_row": one.number,
                    **(one.values or {}),
                }
                for one in checked.accepted
            ]
        ),
    )
    publication.append(
        "quarantine",
        pa.Table.from_pylist([_set_aside(batch_id, one, at) for one in checked.rejected]),
    )
    publication.detail |= {
        "batch_id": batch_id,
        "kind": checked.layout.kind,
        "file_sha256": checked.sha256,
        "accepted": len(checked.accepted),
        "rejected": len(checked.rejected),
    }
    return EvidenceReceipt(
        batch_id, publication.generation, len(checked.accepted), len(checked.rejected), at
    )


def _set_aside(batch_id: int, row: EvidenceRow, at: datetime) -> dict[str, Any]:
    """A rejected row as it came; no amount and no seller wait with it, for it is no sale."""
    codes = dict.fromkeys(one.code for one in row.problems if one.level == "error")
    return {
        "batch_id": batch_id,
        "sheet": row.sheet,
        "source_row": row.number,
        "problem_codes": ",".join(codes),
        "cells": json.dumps(dict(row.written), ensure_ascii=False),
        "texts": json.dumps({k: v for k, v in row.texts.items() if v}, ensure_ascii=False),
        "recorded_at": at,
    }
