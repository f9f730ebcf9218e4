"""Fairness: what a unit's result is compared with, and what its chance is reckoned from."""

from datetime import datetime

import pandas as pd

from lib.queries.frames import Reader, frame

SERVICES = (
    "unit_id",
    "service_code",
    "revenue_vnd",
    "target_vnd",
    "sale_count",
    "square_sum",
    "largest_sale_vnd",
)

ROLES = ("unit_id", "role_code", "staff_count", "revenue_vnd", "sale_count")


def services(
    reader: Reader, *, campaign_code: str, as_of: datetime, level: int, parent_id: str | None
) -> pd.DataFrame:
    """What each unit sold of each service and was given; one row per unit and service with either.

    Units as in leaderboard.units_by_attainment; money in VND. A missing target is missing, and so
    is largest_sale_vnd without a sale. square_sum is the sum of the squared amounts (VND²): the
    variance of a sum of sales that come at random.
    """
    return frame(
        reader,
        "fairness/services",
        campaign_code=campaign_code,
        as_of=as_of,
        level=level,
        parent_id=parent_id,
    )


def roles(
    reader: Reader, *, campaign_code: str, as_of: datetime, level: int, parent_id: str | None
) -> pd.DataFrame:
    """People on the roster and counted sales by the seller's role; one row per unit and role.

    Units as in leaderboard.units_by_attainment; money in VND. role_code is missing where a sale's
    seller is.
    """
    return frame(
        reader,
        "fairness/roles",
        campaign_code=campaign_code,
        as_of=as_of,
        level=level,
        parent_id=parent_id,
    )
