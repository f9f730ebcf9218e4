"""Progress: how far a campaign, or one unit of it, has come against its plan."""

from datetime import datetime

import pandas as pd

from lib.queries.frames import Reader, frame

OVERVIEW = (
    "revenue_vnd",
    "plan_vnd",
    "attainment",
    "expected_share",
    "expected_vnd",
    "sale_count",
    "goods_quantity",
    "new_customer_count",
    "health_cover_quantity",
    "active_staff_count",
    "staff_count",
    "reporting_unit_count",
    "unit_count",
    "untimed_revenue_vnd",
    "snapshot_revenue_vnd",
    "snapshot_goods_quantity",
    "snapshot_goods_revenue_vnd",
    "snapshot_new_customer_count",
    "snapshot_health_cover_quantity",
    "waiting_count",
    "waiting_vnd",
    "last_recorded_at",
    "is_simulated",
)


def overview(
    reader: Reader, *, campaign_code: str, as_of: datetime, unit_id: str | None
) -> pd.DataFrame:
    """Every headline figure; one row, or none when there is no such campaign.

    Money in VND, attainment and expected_share as ratios (expected_share from the plan's
    agreed hours). snapshot_* count sales of the first hours; untimed_revenue_vnd is the
    part of revenue_vnd whose hour is not known; waiting_* is what quarantine holds.
    """
    return frame(
        reader, "progress/overview", campaign_code=campaign_code, as_of=as_of, unit_id=unit_id
    )


STAMP = ("last_recorded_at", "is_simulated", "expected_share")


def stamp(
    reader: Reader, *, campaign_code: str, as_of: datetime, unit_id: str | None
) -> pd.DataFrame:
    """How fresh the figures are, and the plan's pace; one row, as in `overview` but lighter."""
    return frame(
        reader, "progress/stamp", campaign_code=campaign_code, as_of=as_of, unit_id=unit_id
    )


CURVE = (
    "starts_at",
    "ends_at",
    "revenue_vnd",
    "cumulative_vnd",
    "plan_cumulative_vnd",
)


def curve(
    reader: Reader, *, campaign_code: str, as_of: datetime, unit_id: str | None
) -> pd.DataFrame:
    """Cumulative revenue and plan in VND; one row per slot, oldest first.

    revenue_vnd and cumulative_vnd are missing for slots that have not begun.
    """
    return frame(
        reader, "progress/curve", campaign_code=campaign_code, as_of=as_of, unit_id=unit_id
    )


REVENUE_BY_SERVICE = (
    "group_code",
    "group_name",
    "group_name_en",
    "service_code",
    "service_name",
    "service_name_en",
    "revenue_vnd",
    "quantity",
    "sale_count",
    "target_vnd",
    "attainment",
    "revenue_share",
)


def revenue_by_service(
    reader: Reader, *, campaign_code: str, as_of: datetime, unit_id: str | None
) -> pd.DataFrame:
    """Revenue, quantity and target; one row per service and one per service group.

    Group rows have no service_code and repeat the sum of their services (VND).
    """
    return frame(
        reader,
        "progress/revenue_by_service",
        campaign_code=campaign_code,
        as_of=as_of,
        unit_id=unit_id,
    )


REVENUE_BY_HOUR = (
    "hour",
    "revenue_vnd",
    "plan_vnd",
    "is_complete",
)


def revenue_by_hour(
    reader: Reader, *, campaign_code: str, as_of: datetime, unit_id: str | None
) -> pd.DataFrame:
    """Revenue and plan in VND; one row per hour of the day, the unknown hour last."""
    return frame(
        reader,
        "progress/revenue_by_hour",
        campaign_code=campaign_code,
        as_of=as_of,
        unit_id=unit_id,
    )
