"""Compare: one campaign with another or with a day, a unit with its peers, a day with other days.

Each function runs the query of its own name in lib/sql/queries/compare/. Money is whole VND, times
are local, windows of days are half-open [since_on, before_on).
"""

from datetime import date, datetime

import pandas as pd

from lib.queries.frames import Reader, frame

LEARNED = ("unit_id", "group_code", "known_on", "known_minute", "revenue_vnd", "sale_count")


def learned(
    reader: Reader,
    *,
    campaign_code: str,
    since_on: date,
    before_on: date,
    as_of: datetime,
    unit_id: str | None,
) -> pd.DataFrame:
    """How the board of some days grew; one row per competing unit, service group and quarter hour.

    The rows add up to what the board of those days showed at `as_of`: for the campaign's own days,
    to progress.overview. known_minute is the end of the quarter, in minutes of known_on (up to
    1440); a void is negative when it was written.
    """
    return frame(
        reader,
        "compare/learned",
        campaign_code=campaign_code,
        since_on=since_on,
        before_on=before_on,
        as_of=as_of,
        unit_id=unit_id,
    )


SOLD_DAYS = ("sold_on", "revenue_vnd", "sale_count")


def sold_days(
    reader: Reader,
    *,
    campaign_code: str,
    since_on: date,
    before_on: date,
    as_of: datetime,
    unit_id: str | None,
) -> pd.DataFrame:
    """The days of a window on which the campaign's units sold its services; one row per day."""
    return frame(
        reader,
        "compare/sold_days",
        campaign_code=campaign_code,
        since_on=since_on,
        before_on=before_on,
        as_of=as_of,
        unit_id=unit_id,
    )


ROSTER = ("unit_id", "staff_count")


def roster(
    reader: Reader, *, campaign_code: str, on_day: date, unit_id: str | None
) -> pd.DataFrame:
    """The people of a day; one row per competing unit with anybody."""
    return frame(
        reader, "compare/roster", campaign_code=campaign_code, on_day=on_day, unit_id=unit_id
    )


HOURS = ("unit_id", "hour", "revenue_vnd", "sale_count")


def hours(
    reader: Reader, *, campaign_code: str, as_of: datetime, level: int, parent_id: str | None
) -> pd.DataFrame:
    """What each unit sold in each hour of the day; one row per unit and hour with sales.

    Units as in leaderboard.units_by_attainment; the hour is missing where it is not known.
    """
    return frame(
        reader,
        "compare/hours",
        campaign_code=campaign_code,
        as_of=as_of,
        level=level,
        parent_id=parent_id,
    )


DAYS = (
    "sold_on",
    "revenue_vnd",
    "plan_vnd",
    "goods_quantity",
    "new_customer_count",
    "sale_count",
    "reporting_unit_count",
    "unit_count",
    "best_unit_id",
    "best_share",
    "best_count",
)


def days(
    reader: Reader, *, campaign_code: str, as_of: datetime, unit_id: str | None
) -> pd.DataFrame:
    """The days of a campaign so far; one row per day, the oldest first.

    revenue, goods, new customers and sales add up to progress.overview: a customer is new on the
    first day that names them. plan_vnd is the day's part of the plan by the agreed slots; missing
    without slots. best_share is the day's revenue of the best unit over its whole target; missing
    for one unit, without targets, and where nothing was sold.
    """
    return frame(reader, "compare/days", campaign_code=campaign_code, as_of=as_of, unit_id=unit_id)
