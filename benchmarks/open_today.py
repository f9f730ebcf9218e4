"""The simulated campaign as if it were today: open from midnight to midnight, half of it sold.

The demo is built, its units, people, plans and slots are written out as an organiser's set-up
with their dates moved to today, and that is loaded as any set-up is. What was sold until the
same part of its day is then handed in as files, one a unit, through the checks of any import.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from lib import demo
from lib.intake.checking import check
from lib.intake.columns import COLUMNS
from lib.intake.committing import commit
from lib.intake.setup import load_setup
from lib.store import Store
from lib.store.generations import Generations

CAMPAIGN = "ngay-thu-7"
PLAYED = date(2024, 9, 21)
"""The day of the demo."""
EVER = date(9999, 12, 31)
LEAST_LEFT = timedelta(minutes=20)
"""A benchmark does not begin shortly before midnight."""
SALES = """
select
    sales.sold_at, org_unit_names.name as unit, unit_levels.competing_unit_id,
    sales.staff_code, sales.service_code, sales.quantity, sales.revenue_vnd
from sales
inner join org_unit_names using (unit_id)
inner join unit_levels
    on sales.unit_id = unit_levels.unit_id
    and unit_levels.campaign_code = 'ngay-thu-7' and unit_levels.level = 0
where
    sales.sold_on = date '2024-09-21' and sales.sold_at is not null
    and org_unit_names.valid_from <= sales.sold_on and sales.sold_on < org_unit_names.valid_to
order by sales.sale_id
"""
VALID = ("org_units", "org_unit_names", "org_hierarchy", "org_unit_aliases")
"""Tables whose rows hold from one day until another."""
EMPTIED = ("org_succession",)
Row = dict[str, Any]


def open_today(folder: Path, now: datetime) -> int:
    """Fill a warehouse folder with a campaign that is open at `now`; return the sales handed in.

    Raises RuntimeError when the day is almost over, or when a row of the files is refused.
    """
    if now + LEAST_LEFT > _closes(now.date()):
        raise RuntimeError(f"the day is over in less than {LEAST_LEFT}: begin after midnight")
    store = Store(Generations(folder, keep=3, lock_seconds=30), threads=2, memory="1GB")
    demo.build(store, at=now)
    opened = _rows(store, f"select * from campaigns where campaign_code = '{CAMPAIGN}'")[0]
    setup = folder.parent / "setup"
    setup.mkdir()
    for name, rows in _moved(store, opened, now.date()).items():
        _write(setup / f"{name}.csv", rows)
    sold = _rows(store, SALES)
    load_setup(store, setup, actor="benchmark", at=now)
    return _hand_in(store, sold, opened, now)


def _moved(store: Store, opened: Row, today: date) -> Mapping[str, list[Row]]:
    """The set-up tables as they were on the day, for ever, and the campaigns moved to today."""
    tables = {name: _rows(store, f"select * from {name}") for name in (*VALID, *EMPTIED)}
    for name in VALID:
        held = [row for row in tables[name] if row["valid_from"] <= PLAYED < row["valid_to"]]
        tables[name] = [{**row, "valid_to": EVER} for row in held]
    for row in tables["org_unit_aliases"]:
        row["alias"] = row["alias_folded"]
    for name in EMPTIED:
        tables[name] = [dict.fromkeys(row) for row in tables[name][:1]]
    campaigns = _rows(store, "select * from campaigns")
    slots = _rows(store, "select * from campaign_slots")
    for row in (*campaigns, *slots):
        is_the_day = row["campaign_code"] == CAMPAIGN
        for column, value in row.items():
            if isinstance(value, datetime) and is_the_day:
                row[column] = _stretched(value, opened, today)
            elif isinstance(value, date):
                row[column] = value + (today - PLAYED)
    return {**tables, "campaigns": campaigns, "campaign_slots": slots}


def _stretched(moment: datetime, opened: Row, today: date) -> datetime:
    """A moment of the demo's selling hours as the same part of a whole day."""
    hours = opened["closes_at"] - opened["opens_at"]
    midnight = datetime.combine(today, time())
    if moment <= datetime.combine(PLAYED, time()):
        return midnight
    if moment >= datetime.combine(PLAYED + timedelta(days=1), time()):
        return midnight + timedelta(days=1)
    part = (moment - opened["opens_at"]) / hours
    stretched = midnight + min(max(part, 0.0), 1.0) * (_closes(today) - midnight)
    return stretched.replace(microsecond=0)


def _hand_in(store: Store, sold: Sequence[Row], opened: Row, now: datetime) -> int:
    """Hand in what was sold by now, a file a unit."""
    files: dict[str, list[Row]] = {}
    for sale in sold:
        at = _stretched(sale["sold_at"], opened, now.date())
        if at < now - timedelta(minutes=1):
            files.setdefault(sale["competing_unit_id"], []).append({**sale, "sold_at": at})
    for unit, sales in files.items():
        checked = check(
            store,
            _file(sales),
            f"{unit}.csv",
            campaign_code=CAMPAIGN,
            as_of=now,
            most_bytes=2**24,
            most_rows=100_000,
        )
        receipt = commit(store, checked, sender="benchmark", at=now, is_simulated=True)
        if receipt.rejected or not receipt.accepted:
            raise RuntimeError(f"{unit}: {receipt.rejected} rows were refused")
    return sum(len(sales) for sales in files.values())


def _file(sales: Sequence[Row]) -> bytes:
    """The template, filled in."""
    lines = io.StringIO()
    writer = csv.DictWriter(lines, [one.key for one in COLUMNS], lineterminator="\n")
    writer.writerow({one.key: one.header for one in COLUMNS})
    for number, sale in enumerate(sales, start=1):
        writer.writerow(
            {
                "sold_on": f"{sale['sold_at']:%d/%m/%Y}",
                "sold_at": f"{sale['sold_at']:%H:%M}",
                "unit": sale["unit"],
                "staff_code": sale["staff_code"],
                "service": sale["service_code"],
                "quantity": sale["quantity"],
                "revenue": sale["revenue_vnd"],
                "receipt_no": f"PM-{sale['competing_unit_id']}-{number}",
            }
        )
    return lines.getvalue().encode()


def _rows(store: Store, statement: str) -> list[Row]:
    cursor = store._cursor()
    try:
        found: list[Row] = cursor.sql(statement).to_arrow_table().to_pylist()
        return found
    finally:
        cursor.close()


def _write(file: Path, rows: Sequence[Row]) -> None:
    columns = [name for name in rows[0] if not name.endswith("_folded")]
    with file.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, columns, extrasaction="ignore")
        writer.writeheader()
        for row in rows:
            if any(value is not None for value in row.values()):
                writer.writerow({name: _cell(row[name]) for name in columns})


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _closes(today: date) -> datetime:
    return datetime.combine(today, time(23, 59))
