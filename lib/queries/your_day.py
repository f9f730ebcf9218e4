"""What the printed sheets of many people are made from: everybody's figures, asked for at once.

Each function runs the query of its own name in lib/sql/queries/your_day/. Money is whole VND.
"""

from datetime import datetime

import pandas as pd

from lib.queries.frames import Reader, frame

HOURS = ("staff_code", "role_code", "hour", "revenue_vnd")


def hours(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """What everybody on the roster sold by hour; one row per person and hour with a sale (VND).

    The row without an hour is a person's last.
    """
    return frame(reader, "your_day/hours", campaign_code=campaign_code, as_of=as_of)


SERVICES = (
    "staff_code",
    "service_code",
    "service_name",
    "service_name_en",
    "revenue_vnd",
    "sale_count",
)


def services(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """What everybody sold by service; one row per person and service, a person's largest first."""
    return frame(reader, "your_day/services", campaign_code=campaign_code, as_of=as_of)


MEMBERS = ("staff_code", "team_code")


def members(reader: Reader, *, campaign_code: str) -> pd.DataFrame:
    """The team of each person that has one; one row per person."""
    return frame(reader, "your_day/members", campaign_code=campaign_code)
