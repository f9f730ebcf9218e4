"""A batch compared with its papers and found right: said once, by name."""

from datetime import datetime

import pyarrow as pa

from lib.errors import BatchNotFound, BatchVerified
from lib.intake.voiding import LAST_MOMENT, LONGEST_NOTE
from lib.store import Store


def verify_batch(
    store: Store, batch_id: int, *, by: str, at: datetime, note: str | None = None
) -> None:
    """Mark a batch as verified in one publish; nothing it counts changes.

    Raises BatchNotFound when there is no such batch or it is undone, BatchVerified when
    somebody has verified it already, StoreBusy.
    """
    with store.publish(
        actor=by, action="verify", subject=f"batch {batch_id}", at=at
    ) as publication:
        scope = {"batch_id": batch_id, "as_of": LAST_MOMENT}
        state = publication.query("intake/batch_state", scope).to_pylist()
        if not state or state[0]["is_voided"]:
            raise BatchNotFound(batch_id=batch_id)
        found = publication.query("ledger/verification", scope).to_pylist()
        if found:
            raise BatchVerified(batch_id=batch_id, by=found[0]["verified_by"])
        publication.append(
            "batch_verifications",
            pa.Table.from_pylist(
                [
                    {
                        "batch_id": batch_id,
                        "verified_at": at,
                        "verified_by": by,
                        "note": (note or "").strip()[:LONGEST_NOTE] or None,
                    }
                ]
            ),
        )
        sales = publication.query("intake/standing_sales", scope)
        publication.detail |= {
            "batch_id": batch_id,
            "sales": sales.num_rows,
            "revenue_vnd": sum(sales["revenue_vnd"].to_pylist()),
        }
