"""Files of a chart: what they are called, what they hold, and that nothing in them comes alive."""

import csv
import io
from datetime import datetime

import openpyxl
import pandas as pd
import pypdf
import pytest

from lib.exports.paper import KeyFigure
from lib.i18n import formats
from lib.ui import takeaway_files
from lib.ui.question import Question
from lib.ui.takeaway_behind import Behind, Sheaf

HOSTILE = ("=cmd|' /C calc'!A0", "+1", "@x", "-2+3")


def behind(units: list[str], amounts: list[int | None]) -> Behind:
    frame = pd.DataFrame(
        {
            "unit": units,
            "revenue_vnd": pd.array(amounts, dtype="Int64"),
            "share": [0.5] * len(units),
            "hour": pd.array([None] * len(units), dtype="Int64"),
        }
    )
    return Behind(
        key="x_units",
        name=units[0],
        title=f"{units[0]} dẫn đầu",
        measure="triệu đồng",
        queries=("x.units",),
        frame=frame,
        columns={"unit": "unit", "hour": "hour", "revenue_vnd": "revenue", "share": "attainment"},
        formatted={
            "hour": formats.hour,
            "revenue_vnd": formats.number,
            "share": formats.percent,
        },
        is_main=True,
    )


def sheaf(*parts: Behind, address: dict[str, str] | None = None, filters: str = "") -> Sheaf:
    at = datetime(2024, 9, 21, 15, 42)
    campaign = pd.Series(
        {
            "campaign_code": "ngay-thu-7",
            "name": "Ngày thứ 7",
            "name_en": "Saturday",
            "ends_on": at.date(),
            "date_status": "assumed",
        }
    )
    return Sheaf(
        page="Bảng xếp hạng đơn vị",
        question=Question(campaign, None, pd.DataFrame(), at, is_replay=True),
        data_time="Xem lại số liệu lúc 15:42, 21/9/2024",
        data_at=at,
        filters=filters or "Toàn tỉnh",
        is_simulated=True,
        generation=7,
        address=address or {},
        figures=[KeyFigure("Doanh thu", "1,2")],
        parts=list(parts),
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_what_looks_like_a_formula_stays_text_in_each_file(name: str) -> None:
    one = behind([name], [760_000])
    lines = csv.reader(io.StringIO(takeaway_files.as_csv(one).decode("utf-8-sig"), newline=""))
    assert list(lines)[1] == [f"'{name}", "Chưa rõ giờ", "760000", "0.5"]
    whole = sheaf(one, filters=name, address={"unit": name})
    for content in (takeaway_files.as_xlsx(one, whole), takeaway_files.page_as_xlsx(whole)):
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert all(cell.data_type != "f" for cell in cells)
        assert book.worksheets[0]["A2"].value == f"'{name}"
        assert (book.worksheets[0]["C2"].value, book.worksheets[0]["D2"].value) == (760_000, 0.5)
    printed = pypdf.PdfReader(io.BytesIO(takeaway_files.page_as_pdf(whole)))
    assert name in " ".join(printed.pages[0].extract_text().split())
    assert "760.000" in printed.pages[0].extract_text()


def test_a_missing_value_is_an_empty_cell_and_a_dash_in_print_never_zero() -> None:
    one = behind(["Cô Tô"], [None])
    assert one.rows() == [["Cô Tô", "Chưa rõ giờ", None, 0.5]]
    assert one.written() == [["Cô Tô", "Chưa rõ giờ", formats.MISSING, "50,0\u00a0%"]]


@pytest.mark.parametrize(
    ("key", "address", "name"),
    [
        ("x_units", {}, "ngay-thu-7_x_units_ban-7_20240921-1542_mo_phong.csv"),
        (
            "",
            {"unit": "cam_pha", "lang": "en", "as_of": "15:42", "campaign": "x"},
            "ngay-thu-7_bang-xep-hang-don-vi_unit-cam_pha_ban-7_20240921-1542_mo_phong.csv",
        ),
        ("x", {"q": "../../etc\\x\0<>"}, "ngay-thu-7_x_q--etc-x_ban-7_20240921-1542_mo_phong.csv"),
    ],
)
def test_a_file_is_called_by_what_it_shows(key: str, address: dict[str, str], name: str) -> None:
    assert takeaway_files.file_name(sheaf(address=address), key, "csv") == name


def test_a_picture_says_data_time_filters_version_and_simulated() -> None:
    assert takeaway_files.caption_line(sheaf()) == (
        "Xem lại số liệu lúc 15:42, 21/9/2024 · Toàn tỉnh · bản số liệu 7 · Dữ liệu mô phỏng"
    )
    assert takeaway_files.campaign_words(sheaf()) == "Ngày thứ 7 · Thứ 7, 21/9/2024 (ngày giả định)"


def test_a_page_without_anything_on_it_is_a_file_that_says_so() -> None:
    book = openpyxl.load_workbook(io.BytesIO(takeaway_files.page_as_xlsx(sheaf())))
    assert len(book.sheetnames) == 1
    assert takeaway_files.page_as_pdf(sheaf()).startswith(b"%PDF")
