"""A sheet for everybody: who sold, who sold nothing, who delivered; always one page."""

import io
import re
from dataclasses import replace

import pandas as pd
import pypdf
import pytest

from lib.exports import paper, typesetting, your_day
from lib.exports.paper import Bars, Block, Head, KeyFigure, KeyFigures, Sheet, Words
from lib.exports.your_day import PersonDay, Team

HOURS = pd.DataFrame(
    {
        "hour": pd.array([*range(7, 18), None], dtype="Int64"),
        "revenue_vnd": pd.array([0, 10, 25, 90, 5, 0, 3, 40, 35, 8, 0, 7], dtype="Int64") * 100_000,
        "average": pd.array([*[1_500_000] * 11, None], dtype="Float64"),
    }
)
EVIDENCE = {
    "taken_out": 48,
    "first_attempt_share": 0.9375,
    "on_time_share": None,
    "verified_activity_count": 2,
    "referred_count": 5,
}
TEAM = Team("Nhóm Mẫu Hạ Long 5", 41_800_000, 1.042, 18, 18)
SOLD = PersonDay(
    sentence="Bạn đã bán 22,3 triệu đồng qua 12 giao dịch, với 3 dịch vụ.",
    figures=KeyFigures([KeyFigure("Doanh thu, triệu đồng", "22,3", "gấp 2,1 lần")]),
    hours=HOURS,
    hours_measure="Triệu đồng mỗi giờ",
    services=[("Hàng tiêu dùng", 12_000_000), ("Bảo hiểm", 6_000_000), ("Viễn thông", 300_000)],
    unit="Hạ Long 01",
    unit_vnd=56_900_000,
    evidence={},
    team=TEAM,
)
SILENT = replace(SOLD, sentence="", figures=KeyFigures([]), hours=None, services=[])


def words(blocks: list[Block]) -> list[str]:
    """The sentences of a page, with plain spaces."""
    return [
        one.words.replace("\u00a0", " ")
        for one in blocks
        if isinstance(one, Words) and not one.is_caption
    ]


def test_who_sold_reads_what_when_and_with_whom() -> None:
    blocks = your_day.person_blocks(SOLD)
    hours, services = [one for one in blocks if isinstance(one, Bars)]
    assert hours.is_upright and hours.labels[0] == "7h" and hours.labels[-1] == "Chưa rõ giờ"
    assert services.labels == ["Hàng tiêu dùng", "Bảo hiểm", "Viễn thông"]
    assert words(blocks) == [
        SOLD.sentence,
        "Nhóm Mẫu Hạ Long 5 của bạn đạt 41,8 triệu đồng, bằng 104,2 % mức giao, "
        "18 trong 18 người có giao dịch.",
    ]


def test_who_sold_nothing_reads_so_and_what_the_team_reached() -> None:
    blocks = your_day.person_blocks(SILENT)
    assert all(isinstance(one, Words) for one in blocks)
    assert words(blocks) == [
        "Sổ chưa có giao dịch nào ghi tên bạn.",
        words(your_day.person_blocks(SOLD))[-1],
        "Cảm ơn bạn đã cùng ra quân.",
    ]


def test_without_a_team_it_is_the_unit_and_without_a_plan_no_share() -> None:
    [_, unit, _] = words(your_day.person_blocks(replace(SILENT, team=None)))
    assert unit == "Hạ Long 01 đạt 56,9 triệu đồng."
    no_plan = replace(SILENT, team=replace(TEAM, attainment=None))
    assert "mức giao" not in words(your_day.person_blocks(no_plan))[1]
    no_figures = replace(SILENT, team=replace(TEAM, revenue_vnd=None))
    assert words(your_day.person_blocks(no_figures))[1] == unit


def test_deliveries_and_communications_are_said_only_where_there_are_any() -> None:
    said = words(your_day.person_blocks(replace(SILENT, evidence=EVIDENCE)))
    assert said[1] == "Đi phát: 48 bưu gửi giao đi phát; phát thành công lần đầu 93,8 %."
    assert said[2] == "Truyền thông: 2 hoạt động đã xác nhận; giới thiệu 5 khách hàng, đơn hàng."
    nothing = dict.fromkeys(EVIDENCE, 0) | {"verified_activity_count": pd.NA}
    assert len(words(your_day.person_blocks(replace(SILENT, evidence=nothing)))) == 3


def test_the_smallest_services_stand_together_and_everything_adds_up() -> None:
    sold = [(f"dịch vụ {one}", one * 1_000_000) for one in range(1, 10)]
    bars = your_day.services(sold)
    assert len(bars.labels) == your_day.SERVICES + 1
    assert bars.labels[0] == "dịch vụ 9" and bars.labels[-1] == "3 dịch vụ khác"
    assert sum(one for one in bars.values if one) == sum(vnd for _, vnd in sold)
    assert len(your_day.services(sold[:7]).labels) == 7
    assert your_day.services([]).labels == []


@pytest.mark.parametrize("day", [SOLD, SILENT], ids=["sold", "silent"])
def test_a_day_is_one_page_and_a_picture(day: PersonDay) -> None:
    long = replace(
        day,
        evidence=EVIDENCE,
        unit="Bưu cục có tên rất dài " * 4,
        services=[(f"Dịch vụ có tên rất dài {one} " * 3, 1_000_000 - one) for one in range(20)],
    )
    head = Head("Ngày của bạn: " + "Nguyễn Thị Mẫu " * 6, "Chiến dịch", ["số liệu"], "Mô phỏng")
    sheet = Sheet(head, your_day.person_blocks(long), "bản 7")
    [page] = pypdf.PdfReader(io.BytesIO(paper.sheets_as_pdf([sheet]))).pages
    said = re.sub(r"\s+", " ", page.extract_text())
    assert "48 bưu gửi giao đi phát" in said and "Trang 1/1" in said
    [picture] = typesetting.pictures(paper.TEMPLATE, paper._data([sheet], ""), ppi=40)
    assert picture.startswith(b"\x89PNG")
