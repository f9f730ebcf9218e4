"""A small real store to import into: five units, four services, three people, one day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from lib.i18n.folding import fold
from lib.intake.checking import check
from lib.intake.parsing import Cell
from lib.intake.reading import ReadFile
from lib.intake.rows import CheckedFile
from lib.store import Store
from lib.store.generations import Generations

DAY = date(2024, 9, 21)
NOON = datetime(2024, 9, 21, 12, 0)
ALWAYS = (date(2020, 1, 1), date(9999, 12, 31))
HEADER = (
    "Ngày,Giờ,Đơn vị,Mã nhân viên,Họ tên,Dịch vụ,Sản phẩm,Số lượng,Doanh thu (đồng),"
    "Số tiền thu hộ (đồng),Mã khách hàng,Khách hàng mới,Số phiếu,Ghi chú"
)
GOOD = {
    "sold_on": "21/09/2024",
    "sold_at": "08:15",
    "unit": "Bưu điện TP Hạ Long",
    "staff_code": "MP0001",
    "staff_name": "",
    "service": "EMS",
    "product": "",
    "quantity": "2",
    "revenue": "250.000",
    "collected": "",
    "customer_code": "",
    "is_new_customer": "",
    "receipt_no": "GD-1",
    "note": "",
}
UNITS = (
    # unit_id, code, kind, parent, name, short name, from, to
    ("tinh", "22", "province", None, "Bưu điện tỉnh Quảng Ninh", "Quảng Ninh", *ALWAYS),
    ("ha_long", "193", "district", "tinh", "Bưu điện TP Hạ Long", "Hạ Long", *ALWAYS),
    ("hai_ha", "201", "district", "tinh", "Bưu điện huyện Hải Hà", "Hải Hà", *ALWAYS),
    ("dam_ha", "200", "district", "tinh", "Bưu điện huyện Đầm Hà", "Đầm Hà", *ALWAYS),
    (
        *("hoanh_bo", "204", "district", None, "Bưu điện huyện Hoành Bồ", "Hoành Bồ"),
        *(date(2010, 1, 1), date(2020, 1, 1)),
    ),
    (
        *("phuong_ha_long", "", "commune", None, "Bưu điện phường Hạ Long", "Phường Hạ Long"),
        *(date(2025, 9, 1), date(9999, 12, 31)),
    ),
    ("bai_chay", "H1", "counter", "ha_long", "Bưu cục Bãi Cháy", "Bãi Cháy", *ALWAYS),
)
SERVICES = (
    ("EMS", "EMS (chuyển phát nhanh)", "delivery", ("cpn",)),
    ("HTD", "Hàng tiêu dùng – hàng thiết yếu", "goods", ("hàng tiêu dùng",)),
    ("BHYT_BT", "Bảo hiểm y tế bổ trợ", "health_cover", ("BHYT bổ trợ",)),
    ("DL", "Du lịch", None, ()),
)
STAFF = (
    ("MP0001", "Trần Mẫu Bình", "ha_long"),
    ("MP0002", "Lê Mẫu An", "hai_ha"),
    ("00123", "Phạm Mẫu Chi", "dam_ha"),
)


def store_in(folder: Path, *, lock_seconds: float = 30) -> Store:
    """A store with the set-up in it and no sales; `DL` is not in the campaign."""
    store = Store(Generations(folder, keep=3, lock_seconds=lock_seconds), threads=1)
    began = datetime(2024, 9, 20, 8, 0)
    with store.publish(actor="test", action="set up", subject="units", at=began) as publication:
        for table, rows in _rows().items():
            publication.append(table, pa.Table.from_pylist(rows))
        publication.rebuild_derived()
    return store


def _rows() -> dict[str, list[dict[str, Any]]]:
    tables: dict[str, list[dict[str, Any]]] = {}

    def add(table: str, **values: Any) -> None:
        tables.setdefault(table, []).append(values)

    for order, (unit_id, code, kind, parent, name, short, since, until) in enumerate(UNITS):
        valid = {"valid_from": since, "valid_to": until}
        add(
            "org_units",
            **{"unit_id": unit_id, "unit_code": code or None, "kind": kind, "sort_order": order},
            **valid,
            is_simulated=False,
        )
        add(
            "org_unit_names",
            **{"unit_id": unit_id, "name": name, "name_en": name, "short_name": short},
            **{"short_name_en": short, "name_folded": fold(name), **valid},
        )
        if parent:
            add("org_hierarchy", tree="post", child_id=unit_id, parent_id=parent, **valid)
    add(
        "org_unit_aliases",
        **{"alias_folded": "hl", "unit_id": "ha_long", "source": "reference"},
        **{"valid_from": ALWAYS[0], "valid_to": ALWAYS[1]},
    )
    for order, (code, name, counter, aliases) in enumerate(SERVICES):
        add(
            "services",
            **{"service_code": code, "group_code": "G", "name": name, "name_en": name},
            **{"counter_code": counter, "sort_order": order},
        )
        for alias in aliases:
            add(
                "service_aliases",
                alias_folded=fold(alias),
                service_code=code,
                source="reference",
            )
        if code != "DL":
            add("campaign_services", campaign_code="day", service_code=code)
    add(
        "products",
        **{"product_code": "NUOC24", "service_code": "HTD", "name": "Nước uống 24 chai"},
        **{"name_en": "Water", "name_folded": fold("Nước uống 24 chai"), "measure": "thùng"},
        **{"price_vnd": 90_000, "is_simulated": True},
    )
    for code, name, unit_id in STAFF:
        add(
            "staff",
            **{"staff_code": code, "full_name": name, "name_folded": fold(name)},
            **{"role_code": "postman", "unit_id": unit_id, "is_simulated": True},
            **{"valid_from": ALWAYS[0], "valid_to": ALWAYS[1]},
        )
    for code, ends in (("day", DAY), ("week", DAY + timedelta(days=6))):
        add(
            "campaigns",
            **{"campaign_code": code, "name": code, "name_en": code, "tree": "post"},
            **{"starts_on": DAY, "ends_on": ends, "date_status": "confirmed"},
            **{"opens_at": datetime(2024, 9, 21, 7), "closes_at": datetime(2024, 9, 21, 18)},
            is_simulated=False,
        )
    for unit_id in ("ha_long", "hai_ha", "dam_ha"):
        add("campaign_units", campaign_code="day", unit_id=unit_id)
    return tables


def csv_of(*rows: dict[str, str], header: str = HEADER, delimiter: str = ",") -> bytes:
    """A CSV file; each row is GOOD with what the test changes."""
    lines = [header.replace(",", delimiter)]
    for changes in rows:
        cells = {**GOOD, **changes}
        quoted = (cell.replace('"', '""') for cell in cells.values())
        lines.append(delimiter.join(f'"{cell}"' for cell in quoted))
    return ("\n".join(lines) + "\n").encode("utf-8")


def checked(
    store: Store, data: bytes, name: str = "file.csv", *, campaign: str = "day"
) -> CheckedFile:
    """Check a file against a store at noon of the day."""
    return check(
        store,
        data,
        name,
        campaign_code=campaign,
        as_of=NOON,
        most_bytes=5_000_000,
        most_rows=50_000,
    )


def checked_rows(store: Store, *rows: dict[str, str], **asked: str) -> CheckedFile:
    """Check GOOD rows with changes."""
    return checked(store, csv_of(*rows), **asked)


def codes(file: CheckedFile, place: int = 0) -> list[str]:
    """The problem codes of one row."""
    return [one.code for one in file.rows[place].problems]


def counted_vnd(store: Store, *, as_of: datetime = datetime(9999, 1, 1)) -> int:
    """What the campaign counts in all, in VND."""
    scope = {"campaign_code": "day", "as_of": as_of}
    found = store.query("intake/revenue_by_unit", scope)
    return sum(found["revenue_vnd"].to_pylist())


def sales_of(rows: Iterable[Any]) -> list[Any]:
    """The parsed sales of checked rows."""
    return [row.sale for row in rows]


@dataclass(frozen=True)
class Line:
    """One row of a file that was read, as a person would look at it."""

    number: int
    sheet: str
    cells: dict[str, Cell]
    raw: dict[str, str]
    flaws: tuple[tuple[str, str | None], ...]
    multipliers: Mapping[str, int]
    title_day: date | None


def lines(file: ReadFile) -> list[Line]:
    """The rows of all tables, one by one."""
    return [
        Line(
            int(table.numbers[row]),
            table.sheet,
            {key: column[row] for key, column in table.columns.items()},
            table.raw(row, 500),
            tuple(table.flaws.get(row, ())),
            table.multipliers,
            table.title_day,
        )
        for table in file.tables
        for row in range(len(table))
    ]


def totals(file: ReadFile) -> list[int]:
    """The numbers of the rows taken for totals."""
    return [total.row for table in file.tables for total in table.totals]
