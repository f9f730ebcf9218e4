"""A day on one printed page: as many rows as fit, hours with their ticks, shares in a sentence."""

import io

import pandas as pd
import pypdf
import pytest

from lib.exports import day_page
from lib.exports.paper import Bars, Head, Table

HEAD = Head("Ngày của bạn", "Ngày thứ 7 – Chiến thắng", ["Số liệu đến 17:51"], "Dữ liệu mô phỏng")


def frame(hours: int) -> pd.DataFrame:
    known = list(range(24 - hours, 24))
    return pd.DataFrame(
        {
            "hour": pd.array([None, *known], dtype="Int64"),
            "revenue_vnd": pd.array([0, *(one * 1_000_000 for one in known)], dtype="Int64"),
            "average": pd.array([None, *([500_000] * hours)], dtype="Float64"),
        }
    )


def hours(count: int) -> Bars:
    return day_page.hours(frame(count), mark="average", title="Giờ", caption="vạch")


def table(rows: int, most: int) -> Table:
    listed = [[str(one), f"người {one}"] for one in range(1, rows + 1)][:most]
    return Table("Người bán", ["Hạng", "Họ tên"], listed, caption=f"{len(listed)} trong {rows}")


@pytest.mark.parametrize("count", [1, 11, 23])
@pytest.mark.parametrize("rows", [0, 3, 12, 40])
def test_the_rows_that_fit_are_on_one_page_and_no_more(count: int, rows: int) -> None:
    made = day_page.as_one_page(HEAD, [hours(count)], lambda most: table(rows, most), "bản 7")
    [page] = pypdf.PdfReader(io.BytesIO(made)).pages
    said = " ".join(page.extract_text().split())
    shown = min(rows, day_page.MOST)
    if count <= 11:
        assert f"{shown} trong {rows}" in said
    assert said.count("người") >= min(rows, day_page.FEWEST)


def test_hours_stand_in_order_the_unknown_last_and_nothing_sold_is_a_nought() -> None:
    bars = hours(2)
    assert list(bars.labels) == ["22h", "23h", "Chưa rõ giờ"]
    assert list(bars.words) == ["22,0", "23,0", "0"]
    assert list(bars.marks) == [500_000.0, 500_000.0, None]


def test_what_brought_most_is_said_with_its_share() -> None:
    said = day_page.services(["a", "b", "c", "d", "e", "f"], [10, 50, 0, 20, 15, 5]).words
    assert said == "Bán nhiều nhất: b 50\u00a0%; d 20\u00a0%; e 15\u00a0%; a 10\u00a0%."
    assert day_page.services([], []).words == "Bán nhiều nhất: –."
