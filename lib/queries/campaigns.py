"""Campaigns: which there are, and the units in scope of one."""

from datetime import datetime

import pandas as pd

from lib.queries.frames import Reader, frame

CAMPAIGNS = (
    "campaign_code",
    "name",
    "name_en",
    "slogan",
    "parent_code",
    "starts_on",
    "ends_on",
    "opens_at",
    "closes_at",
    "launched_at",
    "snapshot_at",
    "plan_vnd",
    "date_status",
    "is_simulated",
    "has_begun",
)


def campaigns(reader: Reader, *, as_of: datetime) -> pd.DataFrame:
    """Every campaign; one row per campaign, the latest start first.

    plan_vnd in VND; times are local; has_begun compares opens_at with the cut-off.
    """
    return frame(reader, "campaigns/campaigns", as_of=as_of)


UNITS = (
    "unit_id",
    "parent_id",
    "competing_unit_id",
    "level",
    "kind",
    "name",
    "name_en",
    "short_name",
    "short_name_en",
    "tile_row",
    "tile_col",
    "child_count",
    "is_simulated",
)


def units(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """The units in scope; one row per unit, top level first, each level in list order.

    parent_id is missing for the units that compete; child_count counts direct children.
    """
    return frame(reader, "campaigns/units", campaign_code=campaign_code, as_of=as_of)
