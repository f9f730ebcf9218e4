"""Whether a campaign takes changes: locked at closing, opened again only with a reason."""

from datetime import datetime

import pyarrow as pa

from lib.awards.entries import one_row
from lib.errors import RecordRefused
from lib.queries import awards
from lib.queries.frames import Reader
from lib.store import Publication, Store

LAST_MOMENT = datetime(9999, 12, 30)
"""What stands now, whatever the clocks of its writers said."""


def is_locked(reader: Reader, campaign_code: str, *, as_of: datetime = LAST_MOMENT) -> bool:
    """Whether the campaign is locked at a moment."""
    found = awards.locks(reader, campaign_code=campaign_code, as_of=as_of)
    return not found.empty and bool(found["action"].iloc[0] == "lock")


def note(
    publication: Publication, campaign_code: str, action: str, *, by: str, reason: str | None = None
) -> None:
    """Write that a campaign was locked or reopened into a publication."""
    row = {
        "campaign_code": campaign_code,
        "action": action,
        "done_at": publication.at,
        "done_by": by,
        "reason": reason,
    }
    publication.append("campaign_locks", pa.Table.from_pylist([row]))


def reopen(store: Store, campaign_code: str, *, reason: str, by: str, at: datetime) -> None:
    """Let a locked campaign take changes again; raise RecordRefused: not_locked, reason_missing.

    Records that were made stay as they are.
    """
    why = one_row(reason)
    if not why:
        raise RecordRefused(reason="reason_missing")
    with store.publish(actor=by, action="reopen", subject=campaign_code, at=at) as publication:
        if not is_locked(publication, campaign_code):
            raise RecordRefused(reason="not_locked")
        note(publication, campaign_code, "reopen", by=by, reason=why)
        publication.detail["reason"] = why
