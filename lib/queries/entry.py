"""Entry: what a person at the counter can choose from, and what they have entered by hand.

Money is whole VND, times are local.
"""

from datetime import datetime

import pandas as pd

from lib.queries.frames import Reader, frame

OFFERED = (
    "product_code",
    "service_code",
    "name",
    "name_en",
    "service_name",
    "service_name_en",
    "measure",
    "price_vnd",
    "sale_count",
)


def offered(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """What can be sold; one row per product, the most sold first, then one per service.

    product_code is missing for a service by itself, price_vnd where the price varies;
    sale_count is how often it was sold in the campaign.
    """
    return frame(reader, "entry/offered", campaign_code=campaign_code, as_of=as_of)


LATEST = (
    "batch_id",
    "recorded_at",
    "unit_id",
    "name",
    "name_en",
    "quantity",
    "revenue_vnd",
    "is_voided",
)


def latest(
    reader: Reader,
    *,
    campaign_code: str,
    sender: str,
    since: datetime,
    as_of: datetime,
    limit_count: int,
) -> pd.DataFrame:
    """What a sender has entered since a moment; one row per sale, newest first.

    name is the product's, or the service's where no product was given.
    """
    return frame(
        reader,
        "entry/latest",
        campaign_code=campaign_code,
        sender=sender,
        since=since,
        as_of=as_of,
        limit_count=limit_count,
    )


TOTALS = ("sale_count", "revenue_vnd")


def totals(
    reader: Reader, *, campaign_code: str, sender: str, since: datetime, as_of: datetime
) -> pd.DataFrame:
    """How much of what a sender has entered since a moment counts; one row."""
    return frame(
        reader,
        "entry/totals",
        campaign_code=campaign_code,
        sender=sender,
        since=since,
        as_of=as_of,
    )
