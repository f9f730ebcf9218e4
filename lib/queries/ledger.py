"""Ledger: what it holds, any sale of it, its batches, and which units have yet to report.

Each function runs the query of its own name in lib/sql/queries/ledger/. Money is whole VND,
times are local. A sale is voided from voided_at on, as the cut-off saw it.
"""

from collections.abc import Sequence
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


SEARCH_WORDS = ("kind", "code", "written", "is_folded")


def search_words(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """What a search looks words up in; one row per thing and way of writing it.

    kind: unit, staff, service, product. is_folded: written without its marks.
    """
    return frame(reader, "ledger/search_words", campaign_code=campaign_code, as_of=as_of)


AS_RECORDED = (
    "sale_id",
    "recorded_at",
    "sold_on",
    "sold_at",
    "unit_id",
    "unit_name",
    "unit_name_en",
    "competing_unit_id",
    "competing_name",
    "competing_name_en",
    "staff_code",
    "staff_name",
    "service_code",
    "service_name",
    "service_name_en",
    "product_code",
    "product_name",
    "product_name_en",
    "quantity",
    "revenue_vnd",
    "collected_vnd",
    "customer_code",
    "is_new_customer",
    "receipt_no",
    "note",
)
"""What both the list and the life of a sale say of it."""

SALES = (
    *AS_RECORDED,
    "batch_id",
    "file_name",
    "sheet",
    "source_row",
    "is_voided",
    "voided_at",
    "is_verified",
    "is_simulated",
)


def sales(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    unit_id: str | None,
    status: str,
    batch_id: int | None,
    codes: Sequence[str],
    text_1: str | None,
    text_2: str | None,
    text_3: str | None,
    text_4: str | None,
    limit_count: int,
    skip_count: int,
) -> pd.DataFrame:
    """A page of the sales that match a search; one row per sale, the newest recorded first.

    status: counted, voided, all. lib.ui.ledger_search makes the terms of what is typed.
    """
    return frame(
        reader,
        "ledger/sales",
        campaign_code=campaign_code,
        as_of=as_of,
        unit_id=unit_id,
        status=status,
        batch_id=batch_id,
        codes=list(codes),
        text_1=text_1,
        text_2=text_2,
        text_3=text_3,
        text_4=text_4,
        limit_count=limit_count,
        skip_count=skip_count,
    )


SALES_FOUND = TOTALS = (
    "sale_count",
    "counted_count",
    "counted_vnd",
    "voided_count",
    "voided_vnd",
    "is_simulated",
)


def sales_found(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    unit_id: str | None,
    status: str,
    batch_id: int | None,
    codes: Sequence[str],
    text_1: str | None,
    text_2: str | None,
    text_3: str | None,
    text_4: str | None,
) -> pd.DataFrame:
    """How many sales match a search and what they count; one row."""
    return frame(
        reader,
        "ledger/sales_found",
        campaign_code=campaign_code,
        as_of=as_of,
        unit_id=unit_id,
        status=status,
        batch_id=batch_id,
        codes=list(codes),
        text_1=text_1,
        text_2=text_2,
        text_3=text_3,
        text_4=text_4,
    )


def totals(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    unit_id: str | None,
    status: str,
) -> pd.DataFrame:
    """What `sales_found` says where no words and no batch are looked for; one row."""
    return frame(
        reader,
        "ledger/totals",
        campaign_code=campaign_code,
        as_of=as_of,
        unit_id=unit_id,
        status=status,
    )


SALE = (
    *AS_RECORDED,
    "unmatched",
    "batch_id",
    "source",
    "file_name",
    "sender",
    "batch_recorded_at",
    "sheet",
    "source_row",
    "verified_at",
    "verified_by",
    "verified_note",
    "is_voided",
    "voided_at",
    "voided_by",
    "reason_code",
    "void_note",
    "is_simulated",
)


def sale(reader: Reader, *, campaign_code: str, sale_id: int, as_of: datetime) -> pd.DataFrame:
    """The life of one sale; no row when the campaign has no such sale."""
    return frame(reader, "ledger/sale", campaign_code=campaign_code, sale_id=sale_id, as_of=as_of)


SALE_STATE = ("sale_id", "batch_id", "revenue_vnd", "voided_at", "voided_by")


def sale_state(reader: Reader, *, sale_id: int, as_of: datetime) -> pd.DataFrame:
    """One sale of any campaign and its void; no row when there is none of this number."""
    return frame(reader, "ledger/sale_state", sale_id=sale_id, as_of=as_of)


BATCHES = (
    "batch_id",
    "source",
    "file_name",
    "sender",
    "recorded_at",
    "row_count",
    "accepted_count",
    "rejected_count",
    "sale_count",
    "revenue_vnd",
    "waiting_count",
    "waiting_vnd",
    "state",
    "verified_at",
    "verified_by",
    "verified_note",
    "voided_at",
    "voided_by",
    "is_simulated",
    "batch_count",
)


def batches(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    state: str,
    batch_id: int | None,
    limit_count: int,
    skip_count: int,
) -> pd.DataFrame:
    """A page of the batches of a campaign; one row per batch, the newest first.

    state: reported, verified, undone; asked for: one of them, or all. sale_count and
    revenue_vnd are what counts in the campaign; batch_count is how many there are on all pages.
    """
    return frame(
        reader,
        "ledger/batches",
        campaign_code=campaign_code,
        as_of=as_of,
        state=state,
        batch_id=batch_id,
        limit_count=limit_count,
        skip_count=skip_count,
    )


VERIFICATION = ("batch_id", "verified_at", "verified_by", "note")


def verification(reader: Reader, *, batch_id: int, as_of: datetime) -> pd.DataFrame:
    """Who verified a batch and when; no row while nobody has."""
    return frame(reader, "ledger/verification", batch_id=batch_id, as_of=as_of)


WAITING_ROWS = ("batch_id", "sheet", "source_row", "cells", "revenue_vnd", "batch_unit_id")


def waiting_rows(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """The rejected rows that wait; one row each, batch by batch. revenue_vnd may be missing."""
    return frame(reader, "ledger/waiting_rows", campaign_code=campaign_code, as_of=as_of)
