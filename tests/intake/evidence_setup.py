"""The small store with teams and hours, and evidence to hand in: one good row of each kind."""

import csv
import io
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from lib.intake.evidence.checking import check
from lib.intake.evidence.layouts import LAYOUTS
from lib.intake.evidence.reading import ReadEvidence, read
from lib.intake.evidence.rows import CheckedEvidence
from lib.store import Store
from tests.intake.setup import DAY, store_in

EVENING = datetime(2024, 9, 21, 18, 30)
KINDS = tuple(LAYOUTS)

GOOD: dict[str, dict[str, str]] = {
    "deliveries": {
        "day": "21/09/2024",
        "unit": "Bưu điện TP Hạ Long",
        "staff_code": "MP0001",
        "staff_name": "Trần Mẫu Bình",
        "taken_out": "86",
        "first_attempt": "80",
        "on_time": "84",
        "complaints": "0",
        "losses": "",
        "cod_due": "12.500.000",
        "cod_on_time": "12.000.000",
        "note": "Ca sáng",
    },
    "activities": {
        "day": "21/09/2024",
        "clock": "9h30",
        "unit": "",
        "staff_code": "MP0002",
        "staff_name": "",
        "channel": "Bài đăng",
        "link": "https://example.org/mo-phong/001",
        "verified_by": "Tổ truyền thông (mô phỏng)",
        "referred_customers": "3",
        "referred_orders": "1",
        "panel_score": "85,5",
        "note": "",
    },
    "attendance": {
        "day": "",
        "staff_code": "00123",
        "staff_name": "",
        "attended_at": "07:05",
        "mode": "Trực tuyến",
    },
    "hourly_reports": {
        "day": "",
        "team": "Nhóm Mẫu Hạ Long 1",
        "leader_code": "",
        "due_at": "8h-9h",
        "reported_at": "9h05",
    },
}


def evidence_store(folder: Path, *, lock_seconds: float = 30) -> Store:
    """The set-up of `store_in` with two teams, quarters of an hour, and one person present."""
    store = store_in(folder, lock_seconds=lock_seconds)
    opens, closes = datetime(2024, 9, 21, 7), datetime(2024, 9, 21, 18)
    quarter = timedelta(minutes=15)
    starts = [opens + place * quarter for place in range((closes - opens) // quarter)]
    slots = [
        {
            "campaign_code": "day",
            "starts_at": start,
            "ends_at": start + quarter,
            "takes_from": start,
            "takes_until": start + quarter,
            "plan_share": 0.0,
        }
        for start in starts
    ]
    teams = [
        {
            "campaign_code": "day",
            "team_code": code,
            "name": name,
            "unit_id": unit_id,
            "leader_code": leader,
        }
        for code, name, unit_id, leader in (
            ("hl-01", "Nhóm Mẫu Hạ Long 1", "ha_long", "MP0001"),
            ("hh-01", "Nhóm Mẫu Hải Hà 1", "hai_ha", "MP0002"),
        )
    ]
    present = {
        "campaign_code": "day",
        "staff_code": "MP0001",
        "attended_at": datetime(2024, 9, 21, 7, 10),
        "attendance_mode": "in_person",
    }
    at = datetime(2024, 9, 20, 9, 0)
    with store.publish(actor="test", action="set up", subject="teams", at=at) as publication:
        publication.append("campaign_slots", pa.Table.from_pylist(slots))
        publication.append("teams", pa.Table.from_pylist(teams))
        publication.append("attendance", pa.Table.from_pylist([present]))
    assert opens.date() == DAY
    return store


def csv_of(kind: str, *rows: Mapping[str, str], delimiter: str = ",") -> bytes:
    """A CSV file; each row is GOOD with what the test changes."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=delimiter)
    fields = LAYOUTS[kind].fields
    writer.writerow([one.header for one in fields])
    for changes in rows:
        cells = {**GOOD[kind], **changes}
        writer.writerow([cells[one.key] for one in fields])
    return lines.getvalue().encode("utf-8")


def read_file(kind: str, data: bytes, name: str = "file.csv") -> ReadEvidence:
    """Read with the limits of a test."""
    return read(data, name, kind, most_bytes=5_000_000, most_rows=5_000)


def checked(
    store: Store, kind: str, data: bytes, name: str = "file.csv", *, as_of: datetime = EVENING
) -> CheckedEvidence:
    """Check a file in the evening of the day."""
    return check(store, read_file(kind, data, name), campaign_code="day", as_of=as_of)


def checked_rows(store: Store, kind: str, *rows: Mapping[str, str]) -> CheckedEvidence:
    """Check GOOD rows with changes."""
    return checked(store, kind, csv_of(kind, *rows))


def codes(file: CheckedEvidence, place: int = 0) -> list[str]:
    """The problem codes of one row."""
    return [one.code for one in file.rows[place].problems]


def counted(store: Store, kind: str) -> list[dict[str, Any]]:
    """What counts of a kind in the end."""
    scope = {"campaign_code": "day", "as_of": datetime(9999, 1, 1)}
    found: list[dict[str, Any]] = store.query(f"evidence/{kind}", scope).to_pylist()
    return found
