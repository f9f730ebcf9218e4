"""Leaderboard: which units are ahead, at every level of the hierarchy."""

from datetime import datetime

import pandas as pd

from lib.queries.frames import Reader, frame

UNITS_BY_ATTAINMENT = (
    "place",
    "previous_place",
    "unit_id",
    "competing_unit_id",
    "short_name",
    "short_name_en",
    "name",
    "name_en",
    "revenue_vnd",
    "target_vnd",
    "attainment",
    "revenue_per_head_vnd",
    "sale_count",
    "new_customer_count",
    "staff_count",
    "active_staff_count",
    "last_recorded_at",
    "has_figures",
    "child_count",
)


def units_by_attainment(
    reader: Reader, *, campaign_code: str, as_of: datetime, level: int, parent_id: str | None
) -> pd.DataFrame:
    """Rank units by revenue over target; one row per unit, best first.

    place is a competition rank (1, 2, 2, 4), missing for units without figures or target;
    previous_place is the place an hour before. Money in VND.
    """
    return frame(
        reader,
        "leaderboard/units_by_attainment",
        campaign_code=campaign_code,
        as_of=as_of,
        level=level,
        parent_id=parent_id,
    )
