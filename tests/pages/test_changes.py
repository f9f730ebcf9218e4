"""The changes page: the parts add up in figures, charts and rows; each row leads to its sales."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from lib.i18n import catalog, formats
from lib.queries import changes, progress
from lib.store import Store
from lib.ui.changes_figures import adding_up, with_corrections
from tests.intake.setup import store_in
from tests.pages.conftest import drawn, open_page, words_of

ELEVEN, NOON = datetime(2024, 9, 21, 11, 0), datetime(2024, 9, 21, 12, 0)
DAY: dict[str, Any] = {"campaign_code": "ngay-thu-7"}


def total(store: Store, since: datetime = ELEVEN, as_of: datetime = NOON) -> pd.Series:
    found = changes.parts(store, **DAY, since=since, as_of=as_of, level=0, parent_id=None)
    return with_corrections(found).iloc[0]


def said(page: Any) -> str:
    return words_of(page).replace("\\", "")


def amounts(page: Any) -> list[int]:
    """The figures at the head of the page, in tenths of a million."""
    return [int(re.sub(r"[,+]", "", one.value).replace("−", "-")) for one in page.metric]


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_what_is_seen_adds_up_to_both_boards(board: Store, language: str) -> None:
    page = open_page("changes", lang=language, as_of="12:00", since="11:00")
    assert not page.exception
    shown = [int(re.sub(r"[.,+]", "", one.value).replace("−", "-")) for one in page.metric]
    assert len(shown) == 5
    assert sum(shown[:4]) == shown[4]
    for moment, seen in ((ELEVEN, shown[0]), (NOON, shown[4])):
        overview = progress.overview(board, **DAY, as_of=moment, unit_id=None).iloc[0]
        assert seen == formats.as_shown(overview["revenue_vnd"]) // 100_000


def test_an_hour_before_the_cut_off_is_the_usual_start(board: Store) -> None:
    assert amounts(open_page("changes", as_of="12:00")) == amounts(
        open_page("changes", as_of="12:00", since="11:00")
    )
    page = open_page("changes")
    assert not page.exception
    assert "từ 16:30 đến mới nhất" in said(page)


def test_the_rows_hold_the_exact_parts_and_lead_to_their_sales(board: Store) -> None:
    page = open_page("changes", as_of="12:00", since="11:00")
    units, groups = (one.value for one in page.dataframe)
    exact = total(board)
    headings = ("Trước (đồng)", "Bán mới (đồng)", "Báo muộn (đồng)", "Đính chính (đồng)")
    columns = ("then_vnd", "new_vnd", "late_vnd", "corrected_vnd")
    for frame in (units, groups):
        for heading, column in zip(headings, columns, strict=True):
            assert frame[heading].sum() == exact[column]
        assert (frame[list(headings)].sum(axis=1) == frame["Sau (đồng)"]).all()
    address = urlsplit(units.set_index("Đơn vị").loc["Hạ Long", "Giao dịch"])
    assert address.path == "ledger"
    asked = {key: one for key, (one,) in parse_qs(address.query).items()}
    assert asked["unit"] == "ha_long" and asked["as_of"] == "2024-09-21T12:00:00"
    assert urlsplit(groups["Giao dịch"].iloc[0]).path == "explore"


def test_the_charts_are_drawn_and_say_their_finding(board: Store) -> None:
    page = open_page("changes", as_of="12:00", since="11:00")
    charts = drawn(page)
    assert len(charts) == 4
    assert all(one.alt for one in charts)
    bridge = charts[0].figure
    seen = [one["text"] for one in bridge["layout"]["annotations"]]
    assert seen[0] == f"<b>{page.metric[0].value}</b>"
    assert seen[-1] == f"<b>{page.metric[4].value}</b>"


@pytest.mark.parametrize(
    ("since", "words"),
    [("12:01", "sau mốc kết thúc"), ("*lunch*", "*lunch*"), ("9999-12-31", "sau mốc kết thúc")],
)
def test_a_start_that_cannot_be_used_is_said_and_left_out(
    board: Store, since: str, words: str
) -> None:
    page = open_page("changes", as_of="12:00", since=since)
    assert not page.exception
    assert words in said(page)
    assert "từ 11:00 đến 12:00" in said(page)


def test_the_same_moment_twice_changes_nothing(board: Store) -> None:
    page = open_page("changes", as_of="12:00", since="12:00")
    assert not page.exception
    assert "Doanh thu không đổi" in said(page)
    assert "Không đơn vị nào có thay đổi" in said(page)


def test_sliding_the_start_writes_the_address(board: Store) -> None:
    page = open_page("changes", as_of="12:00")
    page.main.select_slider(key="since_slider").set_value("10:15").run()
    assert not page.exception
    assert page.query_params["since"] == "10:15"
    assert "từ 10:15 đến 12:00" in said(page)
    page.main.select_slider(key="since_slider").set_value("07:30").run()
    assert "Lúc 07:30 chưa đơn vị nào có hạng" in said(page)


def test_the_counters_of_a_unit_and_days_of_a_long_campaign(board: Store) -> None:
    page = open_page("changes", as_of="12:00", unit="ha_long")
    assert not page.exception
    assert "Hạ Long 01" in list(page.dataframe[0].value["Đơn vị"])
    page = open_page("changes", campaign="120-ngay", as_of="2024-09-22T12:00")
    assert not page.exception
    assert "từ 12:00, 21/9/2024 đến 12:00, 22/9/2024" in said(page)


def test_before_anything_is_sold_it_says_so(
    board: Store, other_board: Callable[..., Store]
) -> None:
    page = open_page("changes", as_of="05:00")
    assert not page.exception
    assert "chưa có gì để so" in said(page)
    store_in(other_board().generations.folder)
    page = open_page("changes")
    assert not page.exception
    assert "chưa có gì để so" in said(page)


@pytest.mark.parametrize(
    ("then", "new", "late", "corrected"),
    [(44_444, 44_444, 44_444, 44_444), (149_999, 50_000, 50_001, -149_999), (0, 0, 0, 0)],
)
def test_rounded_parts_add_up_and_none_is_far_off(
    then: int, new: int, late: int, corrected: int
) -> None:
    parts = {"then_vnd": then, "new_vnd": new, "late_vnd": late, "corrected_vnd": corrected}
    seen = adding_up(pd.Series(parts))
    assert sum(seen[:4]) == seen[4] == formats.as_shown(sum(parts.values()))
    assert all(abs(a - b) <= 100_000 for a, b in zip(seen, parts.values(), strict=False))


def test_what_is_drawn_can_be_read_as_a_table_and_taken_away(board: Store) -> None:
    page = open_page("changes", as_of="12:00", since="11:00")
    for key in ("bridge", "units", "groups", "places", "table_units", "table_groups"):
        page.session_state[f"take_changes_{key}"] = True
    page.session_state["takeaway_page"] = True
    page.run()
    assert not page.exception
    steps = next(one.value for one in page.dataframe if "Bước" in one.value)
    amounts = list(steps["Doanh thu (đồng)"])
    assert sum(amounts[:4]) == amounts[4]
    assert len(page.get("download_button")) > 6
