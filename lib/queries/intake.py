"""Intake: what handed-in rows are checked against, what came of them, and who handed in.

Each function runs the query of its own name in lib/sql/queries/intake/. Money is whole VND,
times are local. Reference tables come whole, with the dates between which each row holds:
a sale is checked against its own day, not against the cut-off.
"""

from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd

from lib.queries.frames import Reader, frame

UNIT_NAMES = (
    "unit_id",
    "unit_code",
    "kind",
    "sort_order",
    "name",
    "short_name",
    "named_from",
    "named_to",
    "valid_from",
    "valid_to",
    "competing_unit_id",
    "is_above",
    "is_named_now",
)


def unit_names(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """Every unit under every name; one row per unit and period of a name, in list order.

    is_above: a competing unit lies below it. competing_unit_id is missing outside the campaign.
    """
    return frame(reader, "intake/unit_names", campaign_code=campaign_code, as_of=as_of)


UNIT_ALIASES = ("alias_folded", "unit_id", "valid_from", "valid_to", "is_valid_now")


def unit_aliases(reader: Reader, *, as_of: datetime) -> pd.DataFrame:
    """Other ways of writing unit names; one row per alias, unit and start."""
    return frame(reader, "intake/unit_aliases", as_of=as_of)


SERVICE_NAMES = (
    "service_code",
    "known_as",
    "is_official",
    "is_in_campaign",
    "sort_order",
    "last_sold_on",
)


def service_names(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """Every word for a service; one row per service and word, the official name first.

    last_sold_on is the last day with a counted sale, in any campaign; missing when there is none.
    """
    return frame(reader, "intake/service_names", campaign_code=campaign_code, as_of=as_of)


STAFF_CODES = (
    "staff_code",
    "full_name",
    "name_folded",
    "role_code",
    "unit_id",
    "valid_from",
    "valid_to",
    "is_valid_now",
)


def staff_codes(reader: Reader, *, as_of: datetime) -> pd.DataFrame:
    """Everyone ever on the roster; one row per person."""
    return frame(reader, "intake/staff_codes", as_of=as_of)


PRODUCT_NAMES = ("product_code", "service_code", "name", "name_folded", "last_sold_on")


def product_names(reader: Reader, *, as_of: datetime) -> pd.DataFrame:
    """Products by code and folded name; one row per product.

    last_sold_on is the last day with a counted sale, missing when there is none.
    """
    return frame(reader, "intake/product_names", as_of=as_of)


CONTENT = (
    "unit_id",
    "staff_code",
    "service_code",
    "product_code",
    "customer_code",
    "is_new_customer",
    "quantity",
    "revenue_vnd",
    "collected_vnd",
    "sold_on",
    "sold_at",
    "unmatched",
)
"""What makes two rows the same sale."""

COUNTED_RECEIPTS = ("sale_id", "receipt_key", "batch_id", "recorded_at", *CONTENT)


def counted_receipts(
    reader: Reader, *, receipt_keys: Sequence[str], as_of: datetime
) -> pd.DataFrame:
    """Sales that bear one of these receipt numbers (lower case); one row per sale."""
    return frame(reader, "intake/counted_receipts", receipt_keys=list(receipt_keys), as_of=as_of)


RECEIPTS_BETWEEN = ("receipt_key",)


def receipts_between(
    reader: Reader, *, first_key: str, last_key: str, as_of: datetime
) -> pd.DataFrame:
    """Receipt numbers in use from one to another, both included; one row per sale."""
    return frame(
        reader, "intake/receipts_between", first_key=first_key, last_key=last_key, as_of=as_of
    )


UNNUMBERED_SALES = ("sale_id", "batch_id", "recorded_at", *CONTENT)


def unnumbered_sales(
    reader: Reader,
    *,
    unit_ids: Sequence[str],
    first_day: date,
    last_day: date,
    as_of: datetime,
) -> pd.DataFrame:
    """Sales without a receipt number of some units between two days, both included."""
    return frame(
        reader,
        "intake/unnumbered_sales",
        unit_ids=list(unit_ids),
        first_day=first_day,
        last_day=last_day,
        as_of=as_of,
    )


STANDING_BATCHES = (
    "batch_id",
    "recorded_at",
    "sender",
    "file_name",
    "campaign_code",
    "accepted_count",
    "warned_count",
    "rejected_count",
    "revenue_vnd",
    "pending_vnd",
)


def standing_batches(reader: Reader, *, file_sha256: str, as_of: datetime) -> pd.DataFrame:
    """Batches of a file with these bytes that are not undone; at most one row."""
    return frame(reader, "intake/standing_batches", file_sha256=file_sha256, as_of=as_of)


KEYED_BATCHES = (
    "batch_id",
    "recorded_at",
    "file_sha256",
    "campaign_code",
    "accepted_count",
    "warned_count",
    "rejected_count",
    "revenue_vnd",
    "pending_vnd",
)


def keyed_batches(
    reader: Reader, *, sender: str, idempotency_key: str, as_of: datetime
) -> pd.DataFrame:
    """What a sender has handed in under a key of their own, undone or not; at most one row.

    revenue_vnd and pending_vnd are what it brought in then, whatever was voided or fixed since.
    """
    return frame(
        reader,
        "intake/keyed_batches",
        sender=sender,
        idempotency_key=idempotency_key,
        as_of=as_of,
    )


STANDING_SALES = ("sale_id", "revenue_vnd")


def standing_sales(reader: Reader, *, batch_id: int, as_of: datetime) -> pd.DataFrame:
    """The sales of a batch that are not voided; one row per sale."""
    return frame(reader, "intake/standing_sales", batch_id=batch_id, as_of=as_of)


BATCH_STATE = ("batch_id", "file_name", "campaign_code", "is_voided")


def batch_state(reader: Reader, *, batch_id: int, as_of: datetime) -> pd.DataFrame:
    """One batch and whether it is undone; no row when there is none of this number."""
    return frame(reader, "intake/batch_state", batch_id=batch_id, as_of=as_of)


BATCHES = (
    "batch_id",
    "source",
    "file_name",
    "file_sha256",
    "file_size",
    "sender",
    "recorded_at",
    "row_count",
    "accepted_count",
    "warned_count",
    "rejected_count",
    "revenue_vnd",
    "pending_vnd",
    "is_voided",
    "voided_at",
    "voided_by",
    "is_simulated",
)


def batches(
    reader: Reader, *, campaign_code: str, as_of: datetime, limit_count: int
) -> pd.DataFrame:
    """The latest batches of a campaign; one row per batch, newest first.

    revenue_vnd is what the batch counts at the cut-off (0 once undone), pending_vnd what its
    set-aside rows would add.
    """
    return frame(
        reader,
        "intake/batches",
        campaign_code=campaign_code,
        as_of=as_of,
        limit_count=limit_count,
    )


REVENUE_BY_UNIT = ("unit_id", "name", "short_name", "sort_order", "revenue_vnd")


def revenue_by_unit(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """What each competing unit has counted; one row per competing unit, in list order."""
    return frame(reader, "intake/revenue_by_unit", campaign_code=campaign_code, as_of=as_of)


LATE_MINUTES = 60
"""A unit is late when its last figures are older than this while selling goes on."""

UNIT_REPORTS = (
    "unit_id",
    "name",
    "name_en",
    "short_name",
    "short_name_en",
    "state",
    "last_recorded_at",
    "batch_count",
    "sale_count",
    "revenue_vnd",
)


def unit_reports(
    reader: Reader, *, campaign_code: str, as_of: datetime, late_minutes: int
) -> pd.DataFrame:
    """Which units have yet to report; one row per competing unit, the worst first.

    state: silent (nothing counts), late, reporting.
    """
    return frame(
        reader,
        "intake/unit_reports",
        campaign_code=campaign_code,
        as_of=as_of,
        late_minutes=late_minutes,
    )
