"""One sale out of the count, with the reason; the sale stays and so does the trace."""

from datetime import datetime

import pyarrow as pa

from lib.errors import ReasonMissing, SaleNotFound, SaleVoided
from lib.intake import locked
from lib.store import Store

LAST_MOMENT = datetime(9999, 12, 30)
"""A cut-off after everything: what stands now, whatever the clocks of its writers said."""

REASONS = (
    "mistyped",
    "wrong_unit",
    "wrong_service",
    "double_entry",
    "returned",
    "test_entry",
    "other",
)
"""Why a sale is voided; `lib/i18n` holds the words for `void_reason.<code>`."""

NEEDS_NOTE = frozenset({"other"})
LONGEST_NOTE = 500


def void_sale(
    store: Store, sale_id: int, *, by: str, at: datetime, reason_code: str, note: str | None = None
) -> int:
    """Void one sale in one publish; return what it no longer counts, in VND.

    Raises ReasonMissing for a reason that is none of REASONS or lacks its note, SaleNotFound,
    SaleVoided when it is voided already (by itself or with its batch), FileRefused
    (campaign_locked), StoreBusy.
    """
    words = (note or "").strip()[:LONGEST_NOTE] or None
    if reason_code not in REASONS or (reason_code in NEEDS_NOTE and words is None):
        raise ReasonMissing(reason_code=reason_code)
    with store.publish(actor=by, action="void", subject=f"sale {sale_id}", at=at) as publication:
        scope = {"sale_id": sale_id, "as_of": LAST_MOMENT}
        found = publication.query("ledger/sale_state", scope).to_pylist()
        if not found:
            raise SaleNotFound(sale_id=sale_id)
        sale = found[0]
        if sale["voided_at"] is not None:
            raise SaleVoided(sale_id=sale_id, by=sale["voided_by"])
        locked.refuse_locked_batch(publication, sale["batch_id"])
        publication.append(
            "voids",
            pa.Table.from_pylist(
                [
                    {
                        "sale_id": sale_id,
                        "batch_id": sale["batch_id"],
                        "voided_at": at,
                        "voided_by": by,
                        "reason_code": reason_code,
                        "note": words,
                    }
                ]
            ),
        )
        publication.detail |= {
            "sale_id": sale_id,
            "batch_id": sale["batch_id"],
            "revenue_vnd": sale["revenue_vnd"],
            "reason_code": reason_code,
        }
        return int(sale["revenue_vnd"])
