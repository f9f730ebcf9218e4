"""Names a clerk has settled: remembered with who and when, offered next time, never applied."""

from collections.abc import Sequence
from datetime import datetime

import pyarrow as pa

from lib.i18n.folding import clean, fold
from lib.intake.handovers import Settled
from lib.store import Publication


def remember(
    publication: Publication, settled: Sequence[Settled], *, at: datetime, by: str
) -> None:
    """Keep what names mean; a later word on the same name holds instead of an earlier one."""
    latest = {(one.kind, fold(one.written)): one for one in settled if fold(one.written)}
    rows = [
        {
            "kind": kind,
            "written_folded": folded,
            "written": clean(one.written),
            "code": one.code,
            "learned_at": at,
            "learned_by": by,
        }
        for (kind, folded), one in latest.items()
    ]
    publication.append("learned_names", pa.Table.from_pylist(rows))
