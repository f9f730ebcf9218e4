"""A checked file into the ledger, in one publish, and the whole of it out again.

Between preview and commit another file may have come in. So what could make a sale count
twice is looked at again under the lock: the same bytes or the same key, and the same receipt
numbers.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pyarrow as pa

from lib.errors import BatchNotFound, FileRefused, IntakeError, KeyReused
from lib.i18n.catalog import text
from lib.intake import batch_rows, duplicates, fixing, learning, locked
from lib.intake.handovers import LAST_MOMENT, Counted, Handover, Receipt, Settled, Source
from lib.intake.rows import CheckedFile
from lib.queries.frames import Reader
from lib.store import Publication, Store

__all__ = [
    "LAST_MOMENT",
    "Counted",
    "Handover",
    "Receipt",
    "commit",
    "earlier",
    "foreseen",
    "hand_over",
    "publish",
    "undo",
]

LONGEST_ACTOR = 200


class _NothingWritten(Exception):
    """Leaves the publish without publishing."""

    def __init__(self, outcomes: list[Counted | IntakeError]) -> None:
        self.outcomes = outcomes


def commit(
    store: Store,
    checked: CheckedFile,
    *,
    sender: str,
    at: datetime,
    strict: bool = False,
    is_simulated: bool = False,
    source: Source = "file",
    idempotency_key: str | None = None,
    settled: tuple[Settled, ...] = (),
) -> Receipt:
    """Write the accepted rows as sales and the rejected ones into quarantine.

    The same bytes again write nothing: the receipt of the standing batch comes back with
    `already` set; so it is with the sender's own key, undone or not. With `strict` one
    rejected row refuses the file (FileRefused: rejected_rows, count). A file that replaces
    a batch voids it in the same publish, or is refused when it stands no longer
    (replaced_batch_gone); so are rows settled meanwhile (rows_settled), and all for a locked
    campaign (campaign_locked). Raises KeyReused, StoreBusy, StoreTooNew.
    """
    handover = Handover(
        checked,
        sender,
        at,
        source=source,
        idempotency_key=idempotency_key,
        strict=strict,
        is_simulated=is_simulated,
        settled=settled,
    )
    return hand_over(store, handover).receipt


def hand_over(store: Store, handover: Handover) -> Counted:
    """Publish one hand-over, as `commit` does."""
    known = foreseen(store, handover)
    if known:
        return known
    [outcome] = publish(store, [handover])
    if isinstance(outcome, IntakeError):
        raise outcome
    return outcome


def foreseen(store: Store, handover: Handover) -> Counted | None:
    """What can be told without publishing: what was handed in before; raises as `commit` does."""
    known = earlier(store, handover, generation=store.current())
    if not known:
        _refuse_rejected(handover.checked, handover)
    return known


def publish(store: Store, handovers: Sequence[Handover]) -> list[Counted | IntakeError]:
    """Write hand-overs in one publication; one that is refused does not hurt the others.

    Anything else that goes wrong (StoreBusy, RowsRefused, ...) is raised and nothing of all
    of them is written.
    """
    senders = ", ".join(dict.fromkeys(one.sender for one in handovers))
    names = [one.checked.file_name for one in handovers]
    subject = names[0] if len(names) == 1 else f"{len(names)} hand-overs"
    at = max(one.at for one in handovers)
    for one in handovers:
        if one.checked.content:
            # before the publish: a batch never names bytes that are not there
            store.received.keep(one.checked.content)
    try:
        with store.publish(
            actor=senders[:LONGEST_ACTOR], action="import", subject=subject, at=at
        ) as publication:
            outcomes = [_tried(publication, one) for one in handovers]
            written = [one for one in outcomes if isinstance(one, Counted)]
            written = [one for one in written if not one.receipt.already]
            if not written:
                raise _NothingWritten(outcomes)
            details = [_detail(one) for one in written]
            publication.detail |= details[0] if len(names) == 1 else {"batches": details}
            return outcomes
    except _NothingWritten as nothing:
        return [_a_generation_ago(one) for one in nothing.outcomes]


def earlier(reader: Reader, handover: Handover, *, generation: int) -> Counted | None:
    """What the same hand-over brought before, when it was handed in before; raises KeyReused."""
    checked, key = handover.checked, handover.idempotency_key
    if key is None:
        scope = {"file_sha256": checked.sha256, "as_of": LAST_MOMENT}
        found = reader.query("intake/standing_batches", scope).to_pylist()
    else:
        scope = {"sender": handover.sender, "idempotency_key": key, "as_of": LAST_MOMENT}
        found = reader.query("intake/keyed_batches", scope).to_pylist()
    if not found:
        return None
    batch = found[0]
    same = (checked.sha256, checked.campaign_code)
    if key is not None and (batch["file_sha256"], batch["campaign_code"]) != same:
        raise KeyReused(idempotency_key=key, batch_id=batch["batch_id"])
    receipt = Receipt(
        batch_id=batch["batch_id"],
        generation=generation,
        accepted=batch["accepted_count"],
        warned=batch["warned_count"],
        rejected=batch["rejected_count"],
        revenue_vnd=batch["revenue_vnd"],
        pending_vnd=batch["pending_vnd"],
        already=True,
    )
    # its own sales are no duplicates of it, and what came after it had not come then
    its_own = replace(checked, replaces=batch["batch_id"])
    return Counted(receipt, duplicates.mark(its_own, reader, as_of=batch["recorded_at"]))


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

    The same file can come again afterwards. Raises BatchNotFound, FileRefused (campaign_locked).
    """
    with store.publish(actor=by, action="undo", subject=f"batch {batch_id}", at=at) as publication:
        if not _stands(publication, batch_id):
            raise BatchNotFound(batch_id=batch_id)
        locked.refuse_locked_batch(publication, batch_id)
        reasons = {"voided_at": at, "voided_by": by, "reason_code": reason_code, "note": note}
        sales = _void(publication, batch_id, reasons)
        publication.detail |= {
            "batch_id": batch_id,
            "voided": sales.num_rows,
            "revenue_vnd": sum(sales["revenue_vnd"].to_pylist()),
            "reason_code": reason_code,
        }
        return int(sales.num_rows)


def _tried(publication: Publication, handover: Handover) -> Counted | IntakeError:
    """Write one hand-over, or say why not; what is refused has written nothing yet."""
    try:
        return _write(publication, handover)
    except IntakeError as refused:
        return refused


def _write(publication: Publication, handover: Handover) -> Counted:
    known = earlier(publication, handover, generation=publication.generation)
    if known:
        return known
    locked.refuse_locked(publication, handover.checked.campaign_code)
    replaced = handover.checked.replaces
    if replaced is not None and not _stands(publication, replaced):
        raise FileRefused("replaced_batch_gone", batch_id=replaced)
    fixing.refuse_settled(publication, handover.checked.closes, as_of=LAST_MOMENT)
    checked = duplicates.mark(handover.checked, publication, as_of=LAST_MOMENT)
    _refuse_rejected(checked, handover)
    batch_id = publication.next_id("batches", "batch_id")
    if replaced is not None:
        reasons = {
            "voided_at": handover.at,
            "voided_by": handover.sender,
            "reason_code": "replaced",
            "note": text("handover.replaced_by", batch=batch_id),
        }
        _void(publication, replaced, reasons)
    publication.append("batches", _batch(batch_id, checked, handover))
    first_id = publication.next_id("sales", "sale_id")
    sales = batch_rows.sales(batch_id, first_id, checked, handover.at, handover.is_simulated)
    publication.append("sales", sales)
    publication.append("quarantine", batch_rows.quarantine(batch_id, checked, handover.at))
    came, closed = batch_rows.put_right(batch_id, checked, handover.at, handover.sender)
    publication.append("quarantine", came)
    publication.append("quarantine_closures", closed)
    learning.remember(publication, handover.settled, at=handover.at, by=handover.sender)
    receipt = Receipt(
        batch_id=batch_id,
        generation=publication.generation,
        accepted=checked.accepted,
        warned=checked.warned,
        rejected=checked.rejected,
        revenue_vnd=checked.revenue_vnd,
        pending_vnd=checked.pending_vnd,
    )
    return Counted(receipt, checked)


def _refuse_rejected(checked: CheckedFile, handover: Handover) -> None:
    is_empty = handover.needs_sales and not checked.accepted
    if checked.rejected and (handover.strict or is_empty):
        raise FileRefused("rejected_rows", count=checked.rejected)


def _stands(publication: Publication, batch_id: int) -> bool:
    scope = {"batch_id": batch_id, "as_of": LAST_MOMENT}
    state = publication.query("intake/batch_state", scope).to_pylist()
    return bool(state) and not state[0]["is_voided"]


def _void(publication: Publication, batch_id: int, reasons: dict[str, Any]) -> pa.Table:
    """Void a batch and each of its sales that still counts; return those sales."""
    scope = {"batch_id": batch_id, "as_of": LAST_MOMENT}
    sales = publication.query("intake/standing_sales", scope)
    voids = [
        {"sale_id": sale_id, "batch_id": batch_id, **reasons}
        for sale_id in sales["sale_id"].to_pylist()
    ]
    publication.append("voids", pa.Table.from_pylist(voids))
    publication.append("batch_voids", pa.Table.from_pylist([{"batch_id": batch_id, **reasons}]))
    return sales


def _batch(batch_id: int, checked: CheckedFile, handover: Handover) -> pa.Table:
    row = {
        "batch_id": batch_id,
        "source": handover.source,
        "file_name": checked.file_name,
        "file_sha256": checked.sha256,
        "file_size": checked.size,
        "campaign_code": checked.campaign_code,
        "sender": handover.sender,
        "recorded_at": handover.at,
        "row_count": checked.total,
        "accepted_count": checked.accepted,
        "warned_count": checked.warned,
        "rejected_count": checked.rejected,
        "is_simulated": handover.is_simulated,
        "replaces_batch_id": checked.replaces,
        "idempotency_key": handover.idempotency_key,
    }
    return pa.Table.from_pylist([row])


def _detail(counted: Counted) -> dict[str, Any]:
    """What the journal keeps about a batch."""
    receipt, checked = counted.receipt, counted.checked
    found = {
        "batch_id": receipt.batch_id,
        "file_sha256": checked.sha256,
        "accepted": receipt.accepted,
        "rejected": receipt.rejected,
        "revenue_vnd": receipt.revenue_vnd,
    }
    return found if checked.replaces is None else {**found, "replaces": checked.replaces}


def _a_generation_ago(outcome: Counted | IntakeError) -> Counted | IntakeError:
    """A receipt made in a publish that was left: what it tells of was there before."""
    if isinstance(outcome, IntakeError):
        return outcome
    receipt = replace(outcome.receipt, generation=outcome.receipt.generation - 1)
    return replace(outcome, receipt=receipt)
