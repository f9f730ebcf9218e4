"""A unit's page: its figures are the ledger's, each step of the way is a link, nothing a zero."""

import io
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pypdf
import pytest
import streamlit as st

from lib.i18n import catalog, formats
from lib.queries import campaigns, leaderboard, people, progress
from lib.store import Store
from tests.pages.conftest import drawn, linked_names, open_page, words_of
from tests.pages.test_takeaway import Take, take

__all__ = ["take"]

LATE, MORNING = datetime(2024, 9, 21, 23, 59), datetime(2024, 9, 21, 10, 45)
COUNTER = "ha_long-bc-01"


def about(as_of: datetime = LATE) -> dict[str, Any]:
    return {"campaign_code": "ngay-thu-7", "as_of": as_of}


def figures(page: Any) -> dict[str, str]:
    return {one.label: one.value for one in page.metric}


def way(page: Any) -> list[tuple[str, str]]:
    """The words of each link of the page and what its address asks for."""
    found = []
    for one in page.get("page_link"):
        label = one.proto.label.removeprefix(":blue[").removesuffix("]").replace("\\", "")
        found.append((label, unquote(one.proto.query_string)))
    return found


def names(page: Any, column: str) -> list[str]:
    """The names that the links of a table stand for."""
    return linked_names(page.dataframe[0].value[column])


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the print buttons of a page would make."""
    made: list[Any] = []
    button = st.download_button

    def kept(label: str, data: Any, **more: Any) -> bool:
        made.append((data, more["file_name"]))
        return bool(button(label, data, **more))

    monkeypatch.setattr(st, "download_button", kept)
    return made


def pages_of(content: bytes) -> list[str]:
    found = pypdf.PdfReader(io.BytesIO(content))
    return [" ".join(page.extract_text().split()) for page in found.pages]


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_the_figures_of_a_district_are_those_of_the_ledger(board: Store, language: str) -> None:
    page = open_page("unit", unit="ha_long", lang=language)
    assert not page.exception
    said, shown = catalog.sentences(language), figures(page)
    own = progress.overview(board, **about(), unit_id="ha_long").iloc[0]
    whole = progress.overview(board, **about(), unit_id=None).iloc[0]
    units = leaderboard.units_by_attainment(board, **about(), level=0, parent_id=None)
    place = units.set_index("unit_id").loc["ha_long", "place"]
    assert shown[said["drill.revenue"]] == formats.millions(own["revenue_vnd"], unit=False)
    assert shown[said["drill.place"]] == f"{place} / {len(units)}"
    share = own["revenue_vnd"] / whole["revenue_vnd"]
    assert shown[said["drill.contribution"]] == formats.percent(share)
    hours = progress.revenue_by_hour(board, **about(), unit_id="ha_long")
    best = hours.sort_values("revenue_vnd", ascending=False)["hour"].iloc[0]
    assert shown[said["drill.best_hour"]] == f"{best}h"


def test_a_counter_is_ranked_among_those_of_its_district_and_lists_its_people(
    board: Store,
) -> None:
    page = open_page("unit", unit=COUNTER)
    peers = leaderboard.units_by_attainment(board, **about(), level=1, parent_id="ha_long")
    place = peers.set_index("unit_id").loc[COUNTER, "place"]
    assert figures(page)["Hạng theo % kế hoạch"] == f"{place} / {len(peers)}"
    sellers = people.sellers(board, **about(), unit_id=COUNTER)
    assert names(page, "Họ tên") == sellers["full_name"].tolist()
    table = page.dataframe[0].value
    assert table["Doanh thu (đồng)"].sum() == sellers["revenue_vnd"].sum()
    assert table["Tỷ trọng"].sum() == pytest.approx(1)


def test_each_step_of_the_way_is_a_link_up_and_each_row_a_link_down(board: Store) -> None:
    page = open_page("unit", unit=COUNTER)
    assert [label for label, _ in way(page)][:2] == ["Toàn tỉnh", "Hạ Long"]
    assert way(page)[1][1] == "unit=ha_long"
    first = page.dataframe[0].value["Họ tên"].iloc[0]
    assert urlsplit(first).path == "person"
    assert list(parse_qs(urlsplit(first).query)) == ["staff"]
    page = open_page("unit", unit="ha_long", lang="en", as_of="23:00")
    first = page.dataframe[0].value["Unit"].iloc[0]
    asked = parse_qs(urlsplit(first).query)
    assert urlsplit(first).path == "unit"
    assert asked["unit"][0].startswith("ha_long-")
    assert (asked["lang"], asked["as_of"]) == (["en"], ["23:00"])


def test_the_sales_and_the_analysis_of_a_unit_are_a_link_away(board: Store) -> None:
    onward = dict(way(open_page("unit", unit=COUNTER)))
    assert parse_qs(onward["Giao dịch"]) == {"status": ["counted"], "unit": [COUNTER]}
    asked = parse_qs(onward["Phân tích"])
    assert (asked["district"], asked["counter"]) == (["ha_long"], [COUNTER])


def test_without_a_unit_the_province_and_all_that_compete(board: Store) -> None:
    page = open_page("unit")
    units = leaderboard.units_by_attainment(board, **about(), level=0, parent_id=None)
    assert names(page, "Đơn vị") == units["short_name"].tolist()
    assert not [label for label, _ in way(page) if label == "Toàn tỉnh"]
    assert figures(page)["Đơn vị có số"] == "14 / 14"


def test_what_sells_less_is_one_bar_and_nothing_is_lost(board: Store) -> None:
    page = open_page("unit", unit="ha_long")
    chart = drawn(page)[1].figure
    assert chart["layout"]["yaxis"]["ticktext"][-1] == "6 dịch vụ khác"
    [bar] = chart["data"]
    own = progress.overview(board, **about(), unit_id="ha_long").iloc[0]
    assert len(bar["x"]) == 9
    assert sum(bar["x"]) == own["revenue_vnd"]


def test_a_unit_without_figures_says_so_and_shows_no_zero(board: Store) -> None:
    page = open_page("unit", unit="co_to", as_of="10:45")
    assert not page.exception
    assert not page.metric
    assert "Cô Tô chưa có giao dịch nào được tính đến 10:45" in words_of(page)
    row = page.dataframe[0].value.iloc[0]
    assert row[["Hạng", "Doanh thu (đồng)", "% kế hoạch"]].isna().all()


def test_before_opening_the_plan_and_the_units_without_a_zero(board: Store) -> None:
    page = open_page("unit", as_of="05:00")
    assert not page.exception
    assert not page.metric
    assert "Kế hoạch: 1.250,0" in words_of(page)
    assert page.dataframe[0].value["Doanh thu (đồng)"].isna().all()


def test_a_past_cut_off_shows_what_was_known_then(board: Store) -> None:
    page = open_page("unit", unit="ha_long", as_of="10:45")
    own = progress.overview(board, **about(MORNING), unit_id="ha_long").iloc[0]
    known = formats.millions(own["revenue_vnd"], unit=False)
    assert figures(page)["Doanh thu, triệu đồng"] == known
    assert "*giờ chưa hết" in words_of(page).replace("\\", "")


def test_the_people_of_a_district_are_asked_for_when_somebody_looks(board: Store) -> None:
    page = open_page("unit", unit="ha_long")
    assert len(page.dataframe) == 1
    page.session_state["table_drill.people_expander"] = True
    page.run()
    assert not page.exception
    sellers = people.sellers(board, **about(), unit_id="ha_long")
    assert len(page.dataframe[1].value) == sellers["staff_code"].notna().sum()


def test_a_unit_with_more_people_than_are_listed_says_what_the_others_sold(
    board: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = people.sellers(board, **about(), unit_id=COUNTER)
    monkeypatch.setattr(people, "MOST_LISTED", 2)
    st.cache_resource.clear()  # what others drew of the same figures
    page = open_page("unit", unit=COUNTER)
    st.cache_resource.clear()
    assert names(page, "Họ tên") == everybody["full_name"].head(2).tolist()
    others = everybody.iloc[2:]
    amount = formats.dong(int(others["revenue_vnd"].sum()))
    said = f"{len(others)} người khác: {amount} qua {others['sale_count'].sum()} giao dịch."
    assert said in [one.value for one in page.caption]
    # what each sold is a share of all
    shares = page.dataframe[0].value["Tỷ trọng"].sum()
    assert shares == pytest.approx(
        everybody["revenue_vnd"].head(2).sum() / everybody["revenue_vnd"].sum()
    )


@pytest.mark.parametrize("unit_id", [None, "ha_long", COUNTER, "khoi_vp", "co_to"])
def test_a_units_day_is_one_printed_page(
    board: Store, printed: list[Any], unit_id: str | None
) -> None:
    open_page("unit", **({"unit": unit_id} if unit_id else {}))
    [(make, name)] = printed
    [page] = pages_of(make())
    assert name == f"ngay-thu-7_{unit_id or 'toan_tinh'}_ngay_mo_phong.pdf"
    units = campaigns.units(board, **about()).set_index("unit_id")["name"]
    assert (units[unit_id] if unit_id else "Toàn tỉnh") in page
    for words in ("Dữ liệu mô phỏng", "số liệu đến", "Bản số liệu", "Trang 1/1", "Giờ cao nhất"):
        assert words in page


def test_what_a_unit_shows_can_be_taken_away(board: Store, take: Take) -> None:
    found = take("unit", unit=COUNTER)
    assert found.charts == {"unit_hours", "progress_services"}
    sellers = people.sellers(board, **about(), unit_id=COUNTER)
    headings, *rows = found.table("unit_people")
    name, revenue = headings.index("Họ tên"), headings.index("Doanh thu (đồng)")
    assert [row[name] for row in rows] == sellers["full_name"].tolist()
    assert [int(row[revenue] or 0) for row in rows] == sellers["revenue_vnd"].fillna(0).tolist()
    printed = " ".join(pages_of(found.make("take_page_pdf_")))
    assert "Bưu cục Mẫu Hạ Long 01" in printed
    assert "\\" not in printed
