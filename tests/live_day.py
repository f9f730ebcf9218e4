"""A campaign that is open now: the sample set-up moved to today, from midnight to midnight."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

from lib.settings import PROJECT
from lib.ui.clock import now

SAMPLE = PROJECT / "data" / "samples" / "setup"
CODE = "mau-ra-quan"
DAY = {"2027-01-09": 0, "2027-01-10": 1}
"""The days the sample names, and how many days after today they become."""


def write(folder: Path, *, opens: datetime | None = None, closes: datetime | None = None) -> Path:
    """Write the set-up's files, ready for `python -m lib setup`, and return their folder.

    Without `opens` and `closes` (local time) selling goes on all day long.
    """
    today = now().date()
    opens = opens or datetime.combine(today, datetime.min.time())
    closes = closes or opens + timedelta(hours=23, minutes=59)
    folder.mkdir(parents=True)
    for file in SAMPLE.glob("*.csv"):
        text = file.read_text(encoding="utf-8")
        for written, later in DAY.items():
            text = text.replace(written, (today + timedelta(days=later)).isoformat())
        (folder / file.name).write_text(text, encoding="utf-8")
    _hours(folder / "campaigns.csv", today, opens_at=opens, closes_at=closes)
    _slots(folder / "campaign_slots.csv", today, opens, closes)
    return folder


def _hours(file: Path, today: date, **hours: datetime) -> None:
    with file.open(encoding="utf-8", newline="") as read:
        (row,) = csv.DictReader(read)
    row.update({name: f"{moment:%Y-%m-%d %H:%M}" for name, moment in hours.items()})
    row["launched_at"] = row["snapshot_at"] = ""
    row["starts_on"] = row["ends_on"] = today.isoformat()
    _write(file, [row])


def _slots(file: Path, today: date, opens: datetime, closes: datetime) -> None:
    """Two equal slots: a pace that is easy to say at any hour."""
    noon = opens + (closes - opens) / 2
    tomorrow = datetime.combine(today, datetime.min.time()) + timedelta(days=1)
    rows = [
        {
            "campaign_code": CODE,
            "starts_at": f"{starts:%Y-%m-%d %H:%M}",
            "ends_at": f"{ends:%Y-%m-%d %H:%M}",
            "takes_from": f"{takes_from:%Y-%m-%d %H:%M}",
            "takes_until": f"{takes_until:%Y-%m-%d %H:%M}",
            "plan_share": "0.5",
        }
        for starts, ends, takes_from, takes_until in (
            (opens, noon, tomorrow - timedelta(days=1), noon),
            (noon, closes, noon, tomorrow),
        )
    ]
    _write(file, rows)


def _write(file: Path, rows: list[dict[str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as write_to:
        writer = csv.DictWriter(write_to, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
