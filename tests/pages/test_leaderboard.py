"""The leaderboard page: places, levels, the way down and up, and who has no figures."""

from datetime import datetime
from typing import Any

import pytest

from lib.i18n import catalog, formats
from lib.queries import leaderboard
from lib.store import Store
from tests.pages.conftest import FILES, drawn, linked_names, open_page, words_of

MORNING = datetime(2024, 9, 21, 10, 45)


def ranked(store: Store, *, level: int = 0, parent_id: str | None = None) -> Any:
    return leaderboard.units_by_attainment(
        store, campaign_code="ngay-thu-7", as_of=MORNING, level=level, parent_id=parent_id
    )


def annotations(page: Any) -> list[str]:
    (chart,) = drawn(page)
    return [one["text"] for one in chart.figure["layout"]["annotations"]]


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_the_table_lists_every_unit_in_the_order_of_the_query(board: Store, language: str) -> None:
    page = open_page("leaderboard", lang=language, as_of="10:45")
    words, units = catalog.sentences(language), ranked(board)
    table = page.dataframe[0].value
    column = "short_name_en" if language == "en" else "short_name"
    assert linked_names(table[words["table.unit"]]) == list(units[column])
    assert list(table[words["table.place"]].dropna()) == list(units["place"].dropna())
    assert list(table[words["table.target"]]) == list(units["target_vnd"])


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_the_finding_names_the_first_with_its_share(board: Store, language: str) -> None:
    page = open_page("leaderboard", lang=language, as_of="10:45")
    first = ranked(board).iloc[0]
    name = first["short_name_en" if language == "en" else "short_name"]
    said = catalog.sentences(language)["leaderboard.leads"].format(
        unit=name, share=formats.percent(first["attainment"])
    )
    assert said in [one.value.replace("\\", "") for one in page.subheader]
    assert any(f"<b>{formats.percent(first['attainment'])}</b>" == one for one in annotations(page))


def test_a_unit_without_figures_is_named_has_no_place_and_shows_dashes(board: Store) -> None:
    page = open_page("leaderboard", as_of="10:45")
    (warning,) = page.main.warning
    assert warning.value.startswith("Chưa có số: Cô Tô.")
    last = page.dataframe[0].value.iloc[-1]
    assert linked_names([last["Đơn vị"]]) == ["Cô Tô"]
    for column in ("Hạng", "% kế hoạch", "Doanh thu (đồng)", "Khách hàng mới"):
        assert formats.is_missing(last[column]), column
    assert "<b>–</b>  Cô Tô" in annotations(page)
    assert not open_page("leaderboard").main.warning


def test_one_level_down_every_counter_is_listed(board: Store) -> None:
    page = open_page("leaderboard", as_of="10:45")
    page.button_group(key="level").select("1").run()
    assert not page.exception
    assert len(page.dataframe[0].value) == len(ranked(board, level=1)) > 14
    assert page.query_params["level"] in ("1", ["1"])


def test_when_many_have_no_figures_five_are_named_and_the_others_counted(board: Store) -> None:
    page = open_page("leaderboard", as_of="05:00")
    (warning,) = page.main.warning
    assert warning.value.startswith("Chưa có số: ")
    assert warning.value.count(", ") == 4
    assert " và 9 đơn vị khác." in warning.value


def test_a_chosen_unit_shows_its_counters_and_the_way_back(board: Store) -> None:
    page = open_page("leaderboard", as_of="10:45", unit="ha_long")
    counters = ranked(board, level=1, parent_id="ha_long")
    assert len(page.dataframe[0].value) == len(counters)
    assert "**Bưu điện" in words_of(page)
    back = next(one for one in page.button if one.label == "Toàn tỉnh")
    back.click().run()
    assert not page.exception
    assert len(page.dataframe[0].value) == 14
    assert "unit" not in page.query_params


def test_choosing_a_unit_below_the_bars_opens_it(board: Store) -> None:
    page = open_page("leaderboard", as_of="10:45")
    page.button_group(key="drill").select("cam_pha").run()
    assert not page.exception
    assert page.selectbox(key="unit").value == "cam_pha"
    assert len(page.dataframe[0].value) == len(ranked(board, level=1, parent_id="cam_pha"))


def test_the_same_unit_stays_chosen_on_the_other_pages(board: Store) -> None:
    page = open_page("leaderboard", as_of="10:45", unit="ha_long")
    page.switch_page(FILES["awards"]).run()
    page.switch_page(FILES["leaderboard"]).run()
    assert page.selectbox(key="unit").value == "ha_long"


def test_before_anything_is_sold_nobody_leads(board: Store) -> None:
    page = open_page("leaderboard", as_of="05:00")
    assert not page.exception
    assert "Chưa đơn vị nào có số" in [one.value for one in page.subheader]
    assert page.dataframe[0].value["Hạng"].isna().all()
