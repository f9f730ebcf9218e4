"""People: what each sold, beside those of the same role, and when; and who sold for a unit.

Each function runs the query of its own name in lib/sql/queries/people/. Money is whole VND, times
are local. Revenue is missing for who has no counted sale.
"""

from datetime import datetime

import pandas as pd

from lib.queries.frames import Reader, frame

STANDINGS = (
    "staff_code",
    "full_name",
    "role_code",
    "role_name",
    "role_name_en",
    "unit_id",
    "competing_unit_id",
    "revenue_vnd",
    "sale_count",
    "service_count",
    "new_customer_count",
    "place_in_role",
    "role_size",
    "place_in_unit",
    "unit_role_size",
    "role_average_vnd",
    "role_multiple",
)


def standings(reader: Reader, *, campaign_code: str, as_of: datetime) -> pd.DataFrame:
    """Everybody on the roster with the place among people of the same role; one row per person.

    place_in_role is in the whole campaign (of role_size people), place_in_unit below the same
    competing unit (of unit_role_size): competition ranks by revenue, missing without a sale.
    role_multiple is revenue over the average of the role's whole roster (role_average_vnd, VND).
    """
    return frame(reader, "people/standings", campaign_code=campaign_code, as_of=as_of)


SELLERS = (
    "place",
    "staff_code",
    "full_name",
    "role_code",
    "role_name",
    "role_name_en",
    "unit_id",
    "is_member",
    "people_count",
    "revenue_vnd",
    "sale_count",
    "new_customer_count",
)
EVERYBODY = 2**31 - 2
MOST_LISTED = 500
"""People whom a unit's page lists by name; the others stand together."""


def sellers(
    reader: Reader,
    *,
    campaign_code: str,
    as_of: datetime,
    unit_id: str | None,
    most: int = EVERYBODY,
) -> pd.DataFrame:
    """Who sold for a unit and who belongs to it; one row per person, the best `most` of them.

    revenue_vnd is what was sold for this unit (VND), so that the rows add up to its revenue.
    people_count is 1 for a person, that of all the others in the one row that stands for them, and
    0 in the one for what nobody is named for; these two have no staff_code. unit_id is where the
    person belongs.
    """
    return frame(
        reader,
        "people/sellers",
        campaign_code=campaign_code,
        as_of=as_of,
        unit_id=unit_id,
        most=most,
    )


HOURS = ("hour", "revenue_vnd", "sale_count", "role_vnd")


def hours(reader: Reader, *, campaign_code: str, as_of: datetime, staff_code: str) -> pd.DataFrame:
    """A person's revenue by hour; one row per hour in which somebody of the same role sold.

    role_vnd is the sum over everybody of that role on the roster, the person among them (VND).
    The row without an hour is last.
    """
    return frame(
        reader, "people/hours", campaign_code=campaign_code, as_of=as_of, staff_code=staff_code
    )


SERVICES = (
    "service_code",
    "service_name",
    "service_name_en",
    "product_code",
    "product_name",
    "product_name_en",
    "revenue_vnd",
    "quantity",
    "sale_count",
)


def services(
    reader: Reader, *, campaign_code: str, as_of: datetime, staff_code: str
) -> pd.DataFrame:
    """What a person sold; one row per service and product, the largest first (VND)."""
    return frame(
        reader, "people/services", campaign_code=campaign_code, as_of=as_of, staff_code=staff_code
    )


DAYS = ("sold_on", "revenue_vnd", "sale_count", "is_campaign")


def days(reader: Reader, *, campaign_code: str, as_of: datetime, staff_code: str) -> pd.DataFrame:
    """What a person sold on each day of the whole ledger (VND); one row per day, oldest first.

    Only of the services the campaign counts, so that its own days (is_campaign) compare.
    """
    return frame(
        reader, "people/days", campaign_code=campaign_code, as_of=as_of, staff_code=staff_code
    )


SALES = (
    "sale_id",
    "sold_on",
    "sold_at",
    "unit_id",
    "service_name",
    "service_name_en",
    "product_name",
    "product_name_en",
    "quantity",
    "revenue_vnd",
    "is_new_customer",
)


def sales(
    reader: Reader, *, campaign_code: str, as_of: datetime, staff_code: str, most: int
) -> pd.DataFrame:
    """A person's sales in the campaign, the latest sold first; one row each, at most `most`."""
    return frame(
        reader,
        "people/sales",
        campaign_code=campaign_code,
        as_of=as_of,
        staff_code=staff_code,
        most=most,
    )
