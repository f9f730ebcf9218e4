"""Changes: what lies between two moments of the board, and what it is made of.

Each function runs the query of its own name in lib/sql/queries/changes/. Money is whole VND, times
are local.
"""

from datetime import datetime

import pandas as pd

from lib.queries.frames import Reader, frame

PARTS = (
    "part",
    "unit_id",
    "group_code",
    "then_vnd",
    "new_vnd",
    "late_vnd",
    "untimed_vnd",
    "voided_vnd",
    "replaced_vnd",
    "now_vnd",
    "new_count",
    "late_count",
    "voided_count",
    "replaced_count",
)


def parts(
    reader: Reader,
    *,
    campaign_code: str,
    since: datetime,
    as_of: datetime,
    level: int,
    parent_id: str | None,
) -> pd.DataFrame:
    """The board at `since` and at `as_of`, and the parts between; `since` is not after `as_of`.

    part: total, unit (as in leaderboard.units_by_attainment), group (of services); no rows when
    nothing is counted at either moment. In each row then + new + late - voided + replaced = now.
    voided_vnd is what was on the board and is no longer; replaced_vnd what files put in its place.
    untimed_vnd is the part of late_vnd of which no hour is known.
    """
    return frame(
        reader,
        "changes/parts",
        campaign_code=campaign_code,
        since=since,
        as_of=as_of,
        level=level,
        parent_id=parent_id,
    )
