"""Corrections: rows that wait to be put right, names that were settled, versions of a file.

Each function runs the query of its own name in lib/sql/queries/corrections/. Money is whole
VND, times are local.
"""

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from lib.queries.frames import Reader, frame

ROWS_TO_FIX = (
    "batch_id",
    "sheet",
    "source_row",
    "problem_codes",
    "cells",
    "texts",
    "revenue_vnd",
)


def rows_to_fix(reader: Reader, *, batch_id: int, as_of: datetime) -> pd.DataFrame:
    """The rejected rows of a batch that wait; one row per row, `texts` by column key as JSON."""
    return frame(reader, "corrections/rows_to_fix", batch_id=batch_id, as_of=as_of)


LEARNED_NAMES = ("kind", "written_folded", "written", "code", "learned_at", "learned_by")


def learned_names(reader: Reader, *, as_of: datetime) -> pd.DataFrame:
    """What clerks have settled names to mean; one row per kind (unit, service) and name."""
    return frame(reader, "corrections/learned_names", as_of=as_of)


EARLIER_VERSIONS = (
    "batch_id",
    "file_name",
    "sender",
    "recorded_at",
    "unit_id",
    "sale_count",
    "revenue_vnd",
)


def earlier_versions(
    reader: Reader,
    *,
    campaign_code: str,
    file_name: str,
    batch_ids: Sequence[int],
    sources: Sequence[str],
    as_of: datetime,
) -> pd.DataFrame:
    """Files that may be an earlier version of one; one row per batch and competing unit."""
    return frame(
        reader,
        "corrections/earlier_versions",
        campaign_code=campaign_code,
        file_name=file_name,
        batch_ids=list(batch_ids),
        sources=list(sources),
        as_of=as_of,
    )
