"""Ledger: what it holds, for those who run it."""

from datetime import datetime

import pandas as pd

from lib.queries.frames import Reader, frame

STATUS = (
    "generation",
    "schema_version",
    "published_at",
    "campaign_count",
    "unit_count",
    "staff_count",
    "batch_count",
    "sale_count",
    "voided_count",
    "revenue_vnd",
    "waiting_count",
    "last_recorded_at",
    "is_simulated",
)


def status(reader: Reader, *, as_of: datetime) -> pd.DataFrame:
    """Counts and last times of the whole ledger; one row. Money in VND, local time."""
    return frame(reader, "ledger/status", as_of=as_of)
