"""The few rows of the simulated reports that were refused and wait for a person."""

import json
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from lib.demo.amounts import Ints
from lib.demo.ledger import FIRST_ROW, Reports, moments
from lib.demo.shape import DAY, UNITS

SHEET = "Số liệu"
HEADERS = (
    "Ngày", "Giờ", "Đơn vị", "Mã nhân viên", "Dịch vụ", "Sản phẩm", "Số lượng",
    "Doanh thu (đồng)", "Số phiếu",
)  # fmt: skip
"""The template's columns, in its order, as far as they are filled in."""


@dataclass(frozen=True)
class Refused:
    """One refused row: whose report, from which hour on, why, its cells, what it would count."""

    unit_id: str
    from_hour: int
    problem_codes: str
    cells: tuple[str, ...]
    revenue_vnd: int | None


REFUSED = (
    Refused(
        "ha_long", 9, "unknown_service",
        ("21/09/2024", "8h52", "Hạ Long 03", "MP0031", "Bán hàng bình ổn", "Gạo 5 kg", "12",
         "1.440.000", "MP-HL-9001"),
        1_440_000,
    ),
    Refused(
        "cam_pha", 9, "ambiguous_revenue",
        ("21/09/2024", "08:50", "Cẩm Phả 02", "MP0215", "Bảo hiểm PTI", "Bảo hiểm nhà tư nhân",
         "1", "2.150 triệu", "MP-CP-9002"),
        None,
    ),
    Refused(
        "uong_bi", 10, "bad_quantity",
        ("21/09/2024", "09:55", "Uông Bí 01", "MP0290", "HTD", "Mì ăn liền 30 gói", "2,5",
         "275.000", "MP-UB-9003"),
        275_000,
    ),
    Refused(
        "dong_trieu", 13, "missing_required",
        ("21/09/2024", "12:48", "", "MP0470", "BHXH TN", "BHXH tự nguyện", "1", "396.000",
         "MP-ĐT-9004"),
        396_000,
    ),
    Refused(
        "mong_cai", 14, "bad_date",
        ("9/21/2024", "13:50", "Móng Cái 01", "MP0160", "EMS", "EMS trong nước", "4", "220.000",
         "MP-MC-9005"),
        220_000,
    ),
    Refused(
        "van_don", 15, "approximate_value",
        ("21/09/2024", "14h50", "Vân Đồn 02", "MP0420", "Viễn thông", "Thẻ nạp điện thoại", "6",
         "~300k", "MP-VĐ-9006"),
        None,
    ),
)  # fmt: skip


def refused_counts(reports: Reports) -> Ints:
    """How many rows of each report were refused; none except on the day of the article."""
    counts = np.zeros(len(reports.unit), dtype=np.int64)
    if reports.day == DAY:
        for one in REFUSED:
            found = _report(reports, one)
            if found is not None:
                counts[found] += 1
    return counts


def quarantine_rows(reports: Reports, *, first: int) -> pa.Table:
    """The rows of table quarantine, below the accepted rows of their reports."""
    found = [(one, _report(reports, one)) for one in REFUSED if reports.day == DAY]
    rows = [(one, report) for one, report in found if report is not None]
    at = np.array([report for _, report in rows], dtype=np.int64)
    return pa.table(
        {
            "batch_id": pa.array(first + at),
            "sheet": pa.array([SHEET] * len(rows), pa.string()),
            "source_row": pa.array(reports.accepted[at] + FIRST_ROW),
            "problem_codes": pa.array([one.problem_codes for one, _ in rows], pa.string()),
            "cells": pa.array(
                [
                    json.dumps(dict(zip(HEADERS, one.cells, strict=True)), ensure_ascii=False)
                    for one, _ in rows
                ],
                pa.string(),
            ),
            "staff_code": pa.array(
                [one.cells[HEADERS.index("Mã nhân viên")] or None for one, _ in rows], pa.string()
            ),
            "revenue_vnd": pa.array([one.revenue_vnd for one, _ in rows], pa.int64()),
            "recorded_at": moments(reports.day, reports.second[at]),
        }
    )


def _report(reports: Reports, refused: Refused) -> int | None:
    """The unit's first report of that hour or later; None when there is none."""
    unit = list(UNITS).index(refused.unit_id)
    able = (reports.unit == unit) & (reports.second >= refused.from_hour * 3600)
    rows = np.flatnonzero(able)
    return int(rows[0]) if rows.size else None
