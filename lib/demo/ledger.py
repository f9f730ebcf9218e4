"""From drawn sales to rows of the ledger: who reported them when, in which batch.

Units hand over every REPORT_MINUTES, each a little after the quarter; a few rows come
later than they should, and on the day of the article Cô Tô first reports at 11:00. How units
report on other days, their `Mood` says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lib.demo.amounts import Ints
from lib.demo.ordinary_days import Mood
from lib.demo.people import People
from lib.demo.reference import Reference
from lib.demo.sales import CODES, SHAPES, Sales, product_codes
from lib.demo.shape import DAY, OPENS, ROLES, UNITS

REPORT_MINUTES = 15
"""Hourly reports would leave a live board half an hour behind all day; quarters keep it minutes."""
LATE_ROWS, LATEST_REPORT = 0.006, 41
"""Share of rows sold after the snapshot that miss their report; the last report (17:45)."""
REPORTS_AN_HOUR = 60 // REPORT_MINUTES
FIRST_DELAY, DELAY_STEP = 60, 50
"""Seconds after the quarter at which the largest unit hands over, and each next smaller one."""
CO_TO_FIRST = 14
"""The report of 11:00, Cô Tô's first of the day."""
ROWS_AT_ONCE = 1_000_000
FIRST_ROW = 2
"""Spreadsheets number rows from 1, and the header is the first."""

OPENING = OPENS.hour * 3600 + OPENS.minute * 60
CO_TO = list(UNITS).index("co_to")


@dataclass(frozen=True)
class Reports:
    """One day's hand-overs, oldest first; one entry a batch.

    unit indexes UNITS, second counts from midnight, accepted is rows taken.
    """

    day: date
    unit: Ints
    second: Ints
    accepted: Ints


@dataclass(frozen=True)
class Numbers:
    """The first free numbers of the ledger."""

    batch_id: int
    sale_id: int


def reported(
    sales: Sales, day: date, people: People, random: np.random.Generator, mood: Mood | None
) -> tuple[Reports, Ints]:
    """The day's reports, and the rows of the sales in the order they were reported.

    The article's day has no mood: it is reported as the article's constraints want it.
    """
    unit = people.unit[sales.staff]
    report = (sales.second - OPENING) // (REPORT_MINUTES * 60) + 1
    luck = random.random(len(unit))
    late_rows = LATE_ROWS if mood is None else mood.late_rows
    later = report + 3 + np.floor(luck / late_rows * 10).astype(np.int64)
    report = np.where(
        (luck < late_rows) & ~sales.is_early,
        np.maximum(report, np.minimum(later, LATEST_REPORT)),
        report,
    )
    size = np.array([shape.share for shape in UNITS.values()])
    delay = FIRST_DELAY + DELAY_STEP * np.argsort(np.argsort(-size, kind="stable"), kind="stable")
    if day == DAY:
        report = np.where(unit == CO_TO, np.maximum(report, CO_TO_FIRST), report)
        delay[CO_TO] = 0
    if mood is not None:
        report = _held_back(report, unit, mood)
    second = OPENING + report * REPORT_MINUTES * 60 + delay[unit]
    batch = second * len(UNITS) + unit
    order = np.argsort(batch * 86_400 + sales.second, kind="stable")
    keys, counts = np.unique(batch[order], return_counts=True)
    return Reports(day, keys % len(UNITS), keys // len(UNITS), counts), order


def _held_back(report: Ints, unit: Ints, mood: Mood) -> Ints:
    """The reports when some units hand over by the hour and some are silent for a while."""
    by_the_hour = np.isin(unit, mood.hourly)
    report = np.where(by_the_hour, -(-report // REPORTS_AN_HOUR) * REPORTS_AN_HOUR, report)
    for held in mood.held:
        silent = (unit == held.unit) & (report >= held.from_report)
        report = np.where(silent, np.maximum(report, held.until_report), report)
    return report


def batch_rows(
    reports: Reports,
    reference: Reference,
    rejected: Ints,
    *,
    campaign_code: str,
    first: int,
) -> pa.Table:
    """The rows of table batches; rejected counts the refused rows of each report."""
    count = len(reports.unit)
    units = list(UNITS)
    clocks = [f"{second // 3600:02d}{second % 3600 // 60:02d}" for second in reports.second]
    return pa.table(
        {
            "batch_id": np.arange(first, first + count),
            "source": ["demo"] * count,
            "file_name": [
                f"{units[unit]}_{reports.day:%Y%m%d}_{clock}_mo_phong.csv"
                for unit, clock in zip(reports.unit, clocks, strict=True)
            ],
            "campaign_code": [campaign_code] * count,
            "sender": [reference.unit_names[units[unit]] for unit in reports.unit],
            "recorded_at": moments(reports.day, reports.second),
            "row_count": reports.accepted + rejected,
            "accepted_count": reports.accepted,
            "warned_count": np.zeros(count, dtype=np.int64),
            "rejected_count": rejected,
            "is_simulated": [True] * count,
        }
    )


def sale_rows(
    sales: Sales,
    reports: Reports,
    order: Ints,
    people: People,
    reference: Reference,
    first: Numbers,
) -> Iterator[pa.Table]:
    """The rows of table sales in the order they were reported, ROWS_AT_ONCE at a time."""
    batch = np.repeat(np.arange(len(reports.unit)), reports.accepted)
    begins = np.cumsum(reports.accepted) - reports.accepted
    share = np.array([shape.collected for shape in SHAPES])
    listed = {
        "unit_id": pa.array(people.workplace),
        "staff_code": pa.array(people.codes),
        "role_code": pa.array(ROLES),
        "service_code": pa.array(CODES),
        "product_code": pa.array(product_codes(reference)),
    }
    for start in range(0, len(order), ROWS_AT_ONCE):
        row = order[start : start + ROWS_AT_ONCE]
        place = np.arange(start, start + len(row))
        in_batch = batch[place]
        staff, service = sales.staff[row], sales.service[row]
        permille = share[service]
        revenue = sales.revenue[row]
        collected = revenue * 1000 // np.maximum(permille, 1) // 1000 * 1000
        pointers = {
            "unit_id": staff,
            "staff_code": staff,
            "role_code": people.role[staff],
            "service_code": service,
            "product_code": sales.product[row],
        }
        yield pa.table(
            {
                "sale_id": first.sale_id + place,
                "batch_id": first.batch_id + in_batch,
                "source_row": FIRST_ROW + place - begins[in_batch],
                "receipt_no": _numbered(f"MP-{reports.day:%y%m%d}-", 1 + place),
                **{
                    name: pa.DictionaryArray.from_arrays(pa.array(index, pa.int32()), listed[name])
                    for name, index in pointers.items()
                },
                "customer_code": _numbered("KH-MP-", sales.customer[row]),
                "is_new_customer": pa.array(sales.is_new[row]),
                "quantity": sales.quantity[row],
                "revenue_vnd": revenue,
                "collected_vnd": pa.array(collected, mask=permille == 0),
                "sold_on": pa.repeat(pa.scalar(reports.day), len(row)),
                "sold_at": moments(reports.day, sales.second[row]),
                "recorded_at": moments(reports.day, reports.second[in_batch]),
                "is_simulated": pa.repeat(pa.scalar(True), len(row)),
            }
        )


def moments(day: date, seconds: Ints) -> pa.Array:
    """Local times of a day, from seconds since midnight."""
    midnight = np.datetime64(datetime.combine(day, time()), "us")
    return pa.array(midnight + seconds.astype("timedelta64[s]"))


def _numbered(prefix: str, numbers: Ints) -> pa.Array:
    """Codes such as KH-MP-00001; missing where the number is 0."""
    digits = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 5, "0")
    codes = pc.binary_join_element_wise(pa.scalar(prefix), digits, pa.scalar(""))
    return pc.if_else(pa.array(numbers > 0), codes, None)
