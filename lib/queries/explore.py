"""Explore: what a selection of sales adds up to, however it is narrowed.

Each function runs the query of its own name in lib/sql/queries/explore/. A selection is units
(with all below them), services, roles and minutes of the day; `["*"]` takes all. Money is whole
VND, times are local. parts, days, selection: ValueError for parts of quarters of an hour.

Sales are looked for by at most two terms; a sale must have both. It has one by the codes that
the term names (units_1 with those below them, staff_1, services_1, products_1) or by text_1 in
its receipt number, customer code or note. text_1 is in lower case, without marks or with those
it must have; None: no such term.
"""

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from lib.queries.frames import Reader, frame

ALL = ("*",)
QUARTER = 15
"""Minutes of a quarter of an hour."""

PARTS = (
    "part",
    "unit_id",
    "hour",
    "role_code",
    "group_code",
    "service_code",
    "sold_minute",
    "revenue_vnd",
    "peers_vnd",
    "quantity",
    "goods_quantity",
    "sale_count",
    "untimed_vnd",
    "is_simulated",
)


def parts(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    level: int,
    unit_ids: Sequence[str],
    service_codes: Sequence[str],
    role_codes: Sequence[str],
    from_minute: int | None,
    until_minute: int | None,
    picked_unit: str | None,
    picked_hour: int | None,
    picked_role: str | None,
    picked_group: str | None,
    picked_service: str | None,
) -> pd.DataFrame:
    """Every sum of the page in one answer; one row per part and what it is of.

    part: total, unit (at `level`, 0 = those that compete), hour (missing: not known), group and
    service (each with role_code; missing: no seller known), quarter (of an hour of the day, which
    begins at sold_minute; missing: hour not known).
    What is picked narrows every part but its own: revenue_vnd of unit rows leaves picked_unit
    out, of hour rows picked_hour, of group and service rows the three others. The counts are of
    all that is picked. peers_vnd of hour rows is that of all units, whichever is picked.
    """
    _refuse_parts_of_quarters(from_minute, until_minute)
    return frame(
        reader,
        "explore/parts",
        campaign_code=campaign_code,
        as_of=as_of,
        level=level,
        unit_ids=list(unit_ids),
        service_codes=list(service_codes),
        role_codes=list(role_codes),
        from_minute=from_minute,
        until_minute=until_minute,
        picked_unit=picked_unit,
        picked_hour=picked_hour,
        picked_role=picked_role,
        picked_group=picked_group,
        picked_service=picked_service,
    )


DAYS = ("sold_on", "timed_vnd", "sale_count")


def days(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    unit_ids: Sequence[str],
    service_codes: Sequence[str],
    role_codes: Sequence[str],
    from_minute: int | None,
    until_minute: int | None,
) -> pd.DataFrame:
    """What a selection adds up to by the day of sale; one row per day that has some, in order.

    timed_vnd is the revenue of sales whose hour is known.
    """
    _refuse_parts_of_quarters(from_minute, until_minute)
    return frame(
        reader,
        "explore/days",
        campaign_code=campaign_code,
        as_of=as_of,
        unit_ids=list(unit_ids),
        service_codes=list(service_codes),
        role_codes=list(role_codes),
        from_minute=from_minute,
        until_minute=until_minute,
    )


SELECTION = (
    "target_vnd",
    "expected_share",
    "staff_count",
    "new_customer_count",
)


def selection(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    unit_ids: Sequence[str],
    service_codes: Sequence[str],
    role_codes: Sequence[str],
    from_minute: int | None,
    until_minute: int | None,
) -> pd.DataFrame:
    """What stands behind a selection; one row, or none when there is no such campaign.

    target_vnd is that of the units and services (missing: none given): plans know neither roles
    nor hours of a seller. staff_count is the roster of the units and roles at the cut-off.
    """
    _refuse_parts_of_quarters(from_minute, until_minute)
    return frame(
        reader,
        "explore/selection",
        campaign_code=campaign_code,
        as_of=as_of,
        unit_ids=list(unit_ids),
        service_codes=list(service_codes),
        role_codes=list(role_codes),
        from_minute=from_minute,
        until_minute=until_minute,
    )


SALES = (
    "sale_id",
    "sold_on",
    "sold_at",
    "recorded_at",
    "unit_id",
    "unit_name",
    "unit_name_en",
    "staff_code",
    "staff_name",
    "role_name",
    "role_name_en",
    "service_name",
    "service_name_en",
    "product_name",
    "product_name_en",
    "quantity",
    "revenue_vnd",
    "customer_code",
    "receipt_no",
)


def sales(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    unit_ids: Sequence[str],
    service_codes: Sequence[str],
    role_codes: Sequence[str],
    from_minute: int | None,
    until_minute: int | None,
    units_1: Sequence[str],
    staff_1: Sequence[str],
    services_1: Sequence[str],
    products_1: Sequence[str],
    text_1: str | None,
    units_2: Sequence[str],
    staff_2: Sequence[str],
    services_2: Sequence[str],
    products_2: Sequence[str],
    text_2: str | None,
    sorted_by: str,
    ranked: Sequence[str],
    most: int,
    skipped: int,
    since: datetime | None,
) -> pd.DataFrame:
    """The sales of a selection that match a search; one row each, at most `most` of them.

    sorted_by: latest, amount (the largest first), or seller, unit, service in the order of the
    codes in `ranked` (what is not among them stands last); then the latest sold first. With
    `since` only those of its day that were sold since then, at a known hour, and those of later
    days: as many as are asked for are the latest of all, too. None: all.
    """
    return frame(
        reader,
        "explore/sales",
        campaign_code=campaign_code,
        as_of=as_of,
        unit_ids=list(unit_ids),
        service_codes=list(service_codes),
        role_codes=list(role_codes),
        from_minute=from_minute,
        until_minute=until_minute,
        units_1=list(units_1),
        staff_1=list(staff_1),
        services_1=list(services_1),
        products_1=list(products_1),
        text_1=text_1,
        units_2=list(units_2),
        staff_2=list(staff_2),
        services_2=list(services_2),
        products_2=list(products_2),
        text_2=text_2,
        sorted_by=sorted_by,
        ranked=list(ranked),
        most=most,
        skipped=skipped,
        since=since,
    )


SALES_FOUND = ("sale_count", "revenue_vnd")


def sales_found(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    unit_ids: Sequence[str],
    service_codes: Sequence[str],
    role_codes: Sequence[str],
    from_minute: int | None,
    until_minute: int | None,
    units_1: Sequence[str],
    staff_1: Sequence[str],
    services_1: Sequence[str],
    products_1: Sequence[str],
    text_1: str | None,
    units_2: Sequence[str],
    staff_2: Sequence[str],
    services_2: Sequence[str],
    products_2: Sequence[str],
    text_2: str | None,
) -> pd.DataFrame:
    """How many sales of a selection match a search, and their revenue; one row."""
    return frame(
        reader,
        "explore/sales_found",
        campaign_code=campaign_code,
        as_of=as_of,
        unit_ids=list(unit_ids),
        service_codes=list(service_codes),
        role_codes=list(role_codes),
        from_minute=from_minute,
        until_minute=until_minute,
        units_1=list(units_1),
        staff_1=list(staff_1),
        services_1=list(services_1),
        products_1=list(products_1),
        text_1=text_1,
        units_2=list(units_2),
        staff_2=list(staff_2),
        services_2=list(services_2),
        products_2=list(products_2),
        text_2=text_2,
    )


ROLES = ("role_code", "role_name", "role_name_en", "staff_count")


def roles(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """The roles people have in the campaign at the cut-off; one row per role, in list order."""
    return frame(reader, "explore/roles", campaign_code=campaign_code, as_of=as_of)


def _refuse_parts_of_quarters(*minutes: int | None) -> None:
    if any(minute is not None and minute % QUARTER for minute in minutes):
        raise ValueError(f"no whole quarters of an hour: {minutes}")
