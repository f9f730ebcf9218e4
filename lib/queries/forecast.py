"""Forecast: what a projection of the closing total starts from, and the days it learns from."""

from datetime import date, datetime

import pandas as pd

from lib.queries.frames import Reader, frame

TODAY = (
    "unit_id",
    "target_vnd",
    "sold_on",
    "sold_minute",
    "revenue_vnd",
    "sale_count",
    "last_hour_vnd",
)


def today(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """Known sales in VND; one row per competing unit, day and quarter of an hour.

    sold_minute is the minute of the day at which the quarter begins; it is missing where the
    hour is not known, and everywhere in a campaign of several days. A unit of which nothing is
    known has one row without a day (sale_count 0). target_vnd repeats on the rows of a unit;
    last_hour_vnd is the part of revenue_vnd that became known in the hour before the cut-off.
    """
    return frame(reader, "forecast/today", campaign_code=campaign_code, as_of=as_of)


HISTORY = (
    "sold_on",
    "unit_id",
    "sold_minute",
    "known_on",
    "known_minute",
    "revenue_vnd",
    "sale_count",
)


def history(
    reader: Reader, *, campaign_code: str, as_of: datetime, since_on: date, before_on: date
) -> pd.DataFrame:
    """Sales of the days since_on <= day < before_on in VND, and when they became known.

    One row per day, competing unit, quarter of an hour (sold_minute, as in `today`) and five
    minutes in which the ledger learned of it: known_minute minutes into known_on at the latest.
    A void counts against its sale from its own moment on, so revenue_vnd and sale_count can be
    below zero; the rows known by some moment add up to what the board showed then.
    """
    return frame(
        reader,
        "forecast/history",
        campaign_code=campaign_code,
        as_of=as_of,
        since_on=since_on,
        before_on=before_on,
    )


SLOTS = (
    "starts_at",
    "ends_at",
    "plan_share",
)


def slots(reader: Reader, *, campaign_code: str) -> pd.DataFrame:
    """The agreed hours of the plan; one row per slot, its plan_share a ratio of the whole."""
    return frame(reader, "forecast/slots", campaign_code=campaign_code)
