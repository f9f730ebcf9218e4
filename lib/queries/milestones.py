"""Milestones: what the ledger learned, moment by moment; lib/milestones finds what it reached."""

from datetime import datetime

import pandas as pd

from lib.queries.frames import Reader, frame

STEPS = (
    "recorded_at",
    "unit_id",
    "revenue_vnd",
    "goods_quantity",
    "new_customer_count",
    "sale_count",
)


def steps(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    unit_id: str | None,
    since_at: datetime = datetime.min,
    before_at: datetime = datetime.max,
) -> pd.DataFrame:
    """What was added; one row per moment of recording and unit, the oldest first.

    With `unit_id` the units are its children. Money in VND; the columns add up to what
    `progress.overview` says of the same scope. What is voided at the cut-off is left out,
    so voids aside the rows of an earlier cut-off begin those of a later one. since_at and
    before_at leave out the rows of other moments.
    """
    return frame(
        reader,
        "milestones/steps",
        campaign_code=campaign_code,
        as_of=as_of,
        unit_id=unit_id,
        since_at=since_at,
        before_at=before_at,
    )


STEPS_KNOWN = (
    "row_count",
    "known_at",
    "sale_count",
    "revenue_vnd",
    "goods_quantity",
    "customer_count",
    "places",
)


def steps_known(
    reader: Reader, *, campaign_code: str, as_of: datetime, before_at: datetime
) -> pd.DataFrame:
    """What the ledger knows of the moments before one; one row that changes when any step does.

    customer_count is of new customers without a code; places is a sum over where units hang.
    """
    return frame(
        reader,
        "milestones/steps_known",
        campaign_code=campaign_code,
        as_of=as_of,
        before_at=before_at,
    )
