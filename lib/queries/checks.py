"""Checks: sales that are worth a second look. None of them says that anything is wrong.

Each function runs the query of its own name in lib/sql/queries/checks/; its thresholds are the
fields of the record of that name in lib/checks/rules. Money is whole VND, times are local,
unit_id narrows the campaign to a unit and all below it. Units are named as on the day of sale.
first_sale_id is the lowest number of the sales that a row speaks of.
"""

from datetime import datetime

import pandas as pd

from lib.queries.frames import Reader, frame

SPLIT_ORDERS = (
    "unit_id",
    "unit_name",
    "unit_name_en",
    "staff_code",
    "staff_name",
    "service_code",
    "service_name",
    "service_name_en",
    "product_code",
    "product_name",
    "product_name_en",
    "customer_code",
    "first_at",
    "last_at",
    "sale_count",
    "revenue_vnd",
    "first_sale_id",
)


def split_orders(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    unit_id: str | None,
    sales: int,
    minutes: int,
    least_vnd: int,
) -> pd.DataFrame:
    """Sales of one seller, product and customer that follow one another; one row per succession.

    From `sales` sales and `least_vnd` together on, each at most `minutes` after the one before.
    """
    return frame(
        reader,
        "checks/split_orders",
        campaign_code=campaign_code,
        as_of=as_of,
        unit_id=unit_id,
        sales=sales,
        minutes=minutes,
        least_vnd=least_vnd,
    )


END_OF_DAY_SPIKES = (
    "unit_id",
    "unit_name",
    "unit_name_en",
    "staff_code",
    "staff_name",
    "first_at",
    "last_at",
    "sale_count",
    "revenue_vnd",
    "day_vnd",
    "late_share",
    "whole_late_share",
    "first_sale_id",
)


def end_of_day_spikes(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    unit_id: str | None,
    minutes: int,
    times: float,
    least_vnd: int,
) -> pd.DataFrame:
    """Sellers, and units (no staff_code), with much of a day in its last `minutes`; a row each.

    revenue_vnd and sale_count are of those minutes; late_share is at least `times`
    whole_late_share, the whole campaign's share on that day.
    """
    return frame(
        reader,
        "checks/end_of_day_spikes",
        campaign_code=campaign_code,
        as_of=as_of,
        unit_id=unit_id,
        minutes=minutes,
        times=times,
        least_vnd=least_vnd,
    )


CUSTOMERS_NEW_TWICE = (
    "customer_code",
    "unit_id",
    "unit_name",
    "unit_name_en",
    "staff_code",
    "staff_name",
    "last_unit_id",
    "last_unit_name",
    "last_unit_name_en",
    "last_staff_code",
    "last_staff_name",
    "seller_count",
    "first_at",
    "last_at",
    "sale_count",
    "revenue_vnd",
    "first_sale_id",
)


def customers_new_twice(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    unit_id: str | None,
    sales: int,
    sellers: int,
) -> pd.DataFrame:
    """Customer codes marked as new by `sales` sales and `sellers` sellers; one row per code.

    unit and staff are those of the sale recorded first, last_* of the one recorded last;
    first_at and last_at are when these were recorded. first_sale_id is the one recorded first.
    """
    return frame(
        reader,
        "checks/customers_new_twice",
        campaign_code=campaign_code,
        as_of=as_of,
        unit_id=unit_id,
        sales=sales,
        sellers=sellers,
    )


RECORDED_AFTER_CLOSE = (
    "unit_id",
    "unit_name",
    "unit_name_en",
    "batch_id",
    "file_name",
    "sender",
    "first_at",
    "last_at",
    "recorded_at",
    "sale_count",
    "revenue_vnd",
    "first_sale_id",
)


def recorded_after_close(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    unit_id: str | None,
    minutes: int,
) -> pd.DataFrame:
    """Sold before the close, recorded more than `minutes` after it; one row per batch and unit."""
    return frame(
        reader,
        "checks/recorded_after_close",
        campaign_code=campaign_code,
        as_of=as_of,
        unit_id=unit_id,
        minutes=minutes,
    )


ROUND_RUNS = (
    "unit_id",
    "unit_name",
    "unit_name_en",
    "staff_code",
    "staff_name",
    "first_at",
    "last_at",
    "sale_count",
    "revenue_vnd",
    "smallest_vnd",
    "largest_vnd",
    "first_sale_id",
)


def round_runs(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    unit_id: str | None,
    sales: int,
    multiple_vnd: int,
) -> pd.DataFrame:
    """At least `sales` amounts in a row that are multiples of `multiple_vnd`; one row per run.

    In the order of recording, which first_at and last_at are of; amounts that follow from a
    list price are passed over.
    """
    return frame(
        reader,
        "checks/round_runs",
        campaign_code=campaign_code,
        as_of=as_of,
        unit_id=unit_id,
        sales=sales,
        multiple_vnd=multiple_vnd,
    )


TWO_PLACES = (
    "unit_id",
    "unit_name",
    "unit_name_en",
    "other_unit_id",
    "other_unit_name",
    "other_unit_name_en",
    "unit_count",
    "staff_code",
    "staff_name",
    "first_at",
    "last_at",
    "sale_count",
    "revenue_vnd",
    "first_sale_id",
)


def two_places(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    unit_id: str | None,
    minutes: int,
) -> pd.DataFrame:
    """Sales of one seller at different units within `minutes`; one row per seller and day.

    unit and other_unit are the first and the last of the unit_count units by their identifier.
    """
    return frame(
        reader,
        "checks/two_places",
        campaign_code=campaign_code,
        as_of=as_of,
        unit_id=unit_id,
        minutes=minutes,
    )
