"""Awards: the standings each title is proposed from."""

from datetime import datetime

import pandas as pd

from lib.queries.frames import Reader, frame

TITLES = (
    "award_id",
    "title",
    "subject",
    "seats",
    "is_closed",
)


def titles(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """The titles a campaign awards; one row per title, in the order of announcement."""
    return frame(reader, "awards/titles", campaign_code=campaign_code, as_of=as_of)


SALESPEOPLE = (
    "place",
    "staff_code",
    "full_name",
    "role_code",
    "role_name",
    "role_name_en",
    "unit_id",
    "unit_short_name",
    "unit_short_name_en",
    "revenue_vnd",
    "role_average_vnd",
    "role_multiple",
    "place_in_role",
    "role_size",
    "sale_count",
    "service_count",
    "new_customer_count",
    "passes_services",
    "passes_sales",
    "eligible_count",
)


def salespeople(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    limit_count: int,
    minimum_sales: int,
    minimum_services: int,
) -> pd.DataFrame:
    """Rank people inside their job group; one row per person with a sale, best first.

    role_multiple is revenue over the average of the whole job group; place is missing for
    people who miss a gate. Money in VND.
    """
    return frame(
        reader,
        "awards/salespeople",
        campaign_code=campaign_code,
        as_of=as_of,
        limit_count=limit_count,
        minimum_sales=minimum_sales,
        minimum_services=minimum_services,
    )


TEAMS = (
    "place",
    "team_code",
    "team_name",
    "unit_id",
    "unit_short_name",
    "unit_short_name_en",
    "leader_code",
    "leader_name",
    "member_count",
    "present_count",
    "active_count",
    "active_share",
    "revenue_vnd",
    "plan_vnd",
    "attainment",
    "revenue_per_head_vnd",
    "plan_points",
    "per_head_points",
    "points",
    "new_customer_count",
    "passes_members",
    "passes_active",
)


def teams(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    cap: float,
    minimum_active_share: float,
    minimum_members: int,
    per_head_weight: float,
    revenue_weight: float,
) -> pd.DataFrame:
    """Score teams; one row per team, best first; points out of 100 x cap.

    place is missing for teams that miss a gate. Money in VND.
    """
    return frame(
        reader,
        "awards/teams",
        campaign_code=campaign_code,
        as_of=as_of,
        cap=cap,
        minimum_active_share=minimum_active_share,
        minimum_members=minimum_members,
        per_head_weight=per_head_weight,
        revenue_weight=revenue_weight,
    )


LEADERS = (
    "place",
    "leader_code",
    "leader_name",
    "team_code",
    "team_name",
    "unit_id",
    "unit_short_name",
    "unit_short_name_en",
    "member_count",
    "active_count",
    "active_share",
    "first_half_vnd",
    "second_half_vnd",
    "attainment",
    "activation_points",
    "second_half_points",
    "points",
    "passes_attainment",
)


def leaders(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    activation_weight: float,
    halfway_at: datetime,
    minimum_attainment: float,
    second_half_cap: float,
    second_half_weight: float,
) -> pd.DataFrame:
    """Score commanders without their own sales; one row per team, best first.

    halfway_at parts the day (local time). place is missing below the minimum attainment.
    """
    return frame(
        reader,
        "awards/leaders",
        campaign_code=campaign_code,
        as_of=as_of,
        activation_weight=activation_weight,
        halfway_at=halfway_at,
        minimum_attainment=minimum_attainment,
        second_half_cap=second_half_cap,
        second_half_weight=second_half_weight,
    )
