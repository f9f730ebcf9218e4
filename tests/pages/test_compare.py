"""The compare page: two boards at the same time since opening, a unit among peers, several days."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from lib import demo
from lib.i18n import catalog, formats
from lib.intake.voiding import LAST_MOMENT
from lib.queries import compare, leaderboard, progress
from lib.store import Store
from lib.ui import clock, compare_figures
from lib.ui.compare_asked import Side, aligned
from tests.intake.setup import store_in
from tests.pages.conftest import drawn, open_page, words_of

DAY, SPRINT, YEAR = "ngay-thu-7", "120-ngay", "nam-2024"
NOON = datetime(2024, 9, 21, 12, 0)
OPENS = datetime(2024, 9, 21, 7, 30)


@pytest.fixture
def ten_days(other_board: Callable[..., Store]) -> Store:
    """The simulated campaign with some days around it: 16 to 25 September."""
    store = other_board()
    demo.build(store, at=clock.now(), days=10)
    return store


def said(page: Any) -> str:
    return words_of(page).replace("\\", "")


def shown(page: Any) -> list[int]:
    """The figures at the head of the page, in tenths of a million or hundredths."""
    return [int(re.sub(r"[.,+]", "", one.value).replace("−", "-")) for one in page.metric]


def known_at(store: Store, day: date, as_of: datetime) -> pd.DataFrame:
    return compare.learned(
        store,
        campaign_code=DAY,
        since_on=day,
        before_on=day + timedelta(1),
        as_of=as_of,
        unit_id=None,
    )


def taken_away() -> None:
    """What is drawn can be read as a table and taken away."""
    keys = {"campaign": "curves units groups units_table", "peers": "measures mix profile"}
    for part, charts in {**keys, "days": "days_table"}.items():
        unit = {"unit": "ha_long"} if part == "peers" else {}
        page = open_page("compare", by=part, **{"with": "2024-09-20"}, **unit)
        for key in charts.split():
            page.session_state[f"take_compare_{key}"] = True
        page.run()
        assert not page.exception
        assert len(page.get("download_button")) >= len(charts.split())
        if part == "campaign":
            curves = next(one.value for one in page.dataframe if "Giờ từ lúc mở" in one.value)
            assert curves["Chiến dịch này (đồng)"].iloc[-1] // 100_000 in (
                shown(page)[0] - 1,
                shown(page)[0],
            )


def curves_end_at_the_figures(page: Any) -> None:
    lines = [one for one in drawn(page)[0].figure["data"] if one["mode"] == "lines"]
    assert [round(10 * one["y"][-1]) for one in lines[1:]] == [shown(page)[1], shown(page)[0]]
    assert lines[1]["x"][-1] == lines[2]["x"][-1] == 4.5
    assert lines[0]["x"][-1] == 10


def test_a_campaign_beside_an_ordinary_day_at_the_same_time_since_opening(ten_days: Store) -> None:
    page = open_page("compare", as_of="12:00", **{"with": "2024-09-20"})
    assert not page.exception
    overview = progress.overview(ten_days, campaign_code=DAY, as_of=NOON, unit_id=None).iloc[0]
    day_before = known_at(ten_days, date(2024, 9, 20), NOON - timedelta(1))["revenue_vnd"].sum()
    own, other, gap, _ = shown(page)
    assert own == formats.as_shown(overview["revenue_vnd"]) // 100_000
    assert other == formats.as_shown(day_before) // 100_000
    assert gap == own - other
    assert "Khác thứ trong tuần: Thứ 7 so với Thứ 6" in said(page)
    assert "sau 4 giờ 30 phút" in said(page)
    table = page.dataframe[0].value
    assert table["Chiến dịch này (đồng)"].sum() == overview["revenue_vnd"]
    assert table["Bên so sánh (đồng)"].sum() == day_before
    assert len(drawn(page)) == 3
    curves_end_at_the_figures(page)
    taken_away()
    early = open_page("compare", as_of="07:00", **{"with": "2024-09-23"})
    assert "chưa đến giờ ấy" in said(early)
    # the same weekday of the week before lies outside these days: the day before is the usual one
    assert open_page("compare", as_of="12:00").selectbox(key="with").value == "2024-09-20"
    small = open_page("compare", as_of="12:00", unit="co_to", **{"with": "2024-09-20"})
    assert not small.exception
    assert shown(small)[0] < own


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ({"with": SPRINT}, "không cùng kiểu"),
        ({"campaign": SPRINT, "with": YEAR}, "giao dịch đầu tiên đến sau mốc ấy"),
    ],
)
def test_what_cannot_be_compared_is_said_with_the_reason(
    board: Store, url: dict[str, str], words: str
) -> None:
    page = open_page("compare", **url)
    assert not page.exception
    assert not page.metric
    assert words in said(page)


def test_before_anything_is_sold_each_part_says_so(other_board: Callable[..., Store]) -> None:
    store_in(other_board().generations.folder)
    for part in ("campaign", "peers", "days"):
        page = open_page("compare", by=part)
        assert not page.exception
        assert not page.error
        assert page.main.info, part


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_a_unit_stands_among_its_peers(board: Store, language: str) -> None:
    page = open_page("compare", by="peers", unit="ha_long", lang=language)
    assert not page.exception
    assert len(drawn(page)) == 3
    strips = drawn(page)[0].figure
    texts = [one["text"] for one in strips["layout"]["annotations"]]
    units = leaderboard.units_by_attainment(
        board, campaign_code=DAY, as_of=LAST_MOMENT, level=0, parent_id=None
    ).set_index("unit_id")
    own = formats.percent(units.loc["ha_long", "attainment"])
    middle = formats.percent(units.drop(index="ha_long")["attainment"].median())
    assert f"<b>{own}</b>" in texts
    assert middle in texts


def test_a_counter_stands_among_counters_and_a_silent_unit_says_so(board: Store) -> None:
    page = open_page("compare", by="peers", unit="ha_long-bc-01")
    assert not page.exception
    assert "đơn vị cùng cấp" in said(page)
    silent = open_page("compare", by="peers", unit="co_to", as_of="10:45")
    assert not silent.exception
    assert "chưa có số: chưa có gì để so" in said(silent)


def test_a_unit_is_one_click_away(board: Store) -> None:
    page = open_page("compare", by="peers")
    assert "Chọn một đơn vị" in said(page)
    page.main.button_group(key="compare_unit").set_value("mong_cai").run()
    assert not page.exception
    assert page.query_params["unit"] == "mong_cai"
    assert "Móng Cái" in said(page)


def totals(page: Any) -> tuple[pd.DataFrame, pd.Series]:
    table = page.dataframe[0].value
    return table.iloc[:-1], table.iloc[-1]


def test_days_add_up_to_the_board(ten_days: Store) -> None:
    page = open_page("compare", by="days", campaign=SPRINT)
    assert not page.exception
    days, last = totals(page)
    overview = progress.overview(
        ten_days, campaign_code=SPRINT, as_of=LAST_MOMENT, unit_id=None
    ).iloc[0]
    for heading, column in (
        ("Doanh thu (đồng)", "revenue_vnd"),
        ("Hàng hóa", "goods_quantity"),
        ("Khách hàng mới", "new_customer_count"),
        ("Giao dịch", "sale_count"),
    ):
        assert days[heading].sum() == last[heading] == overview[column]
    assert last["% kế hoạch"] == pytest.approx(overview["attainment"])
    # each day's plan is rounded by itself
    assert days["Kế hoạch (đồng)"].sum() == pytest.approx(overview["plan_vnd"], abs=60)
    assert "ngày sau đó, chưa có số" in days["Ngày"].iloc[-1]
    assert "Thứ 7, 21/9/2024" in said(page)
    one = open_page("compare", by="days", campaign=SPRINT, unit="ha_long")
    assert "Đơn vị tốt nhất" not in one.dataframe[0].value


def test_a_campaign_of_one_day_is_a_row_and_leads_to_the_longer_one(board: Store) -> None:
    page = open_page("compare", by="days")
    assert not page.exception
    row = page.dataframe[0].value.iloc[0]
    best = leaderboard.units_by_attainment(
        board, campaign_code=DAY, as_of=LAST_MOMENT, level=0, parent_id=None
    ).iloc[0]
    assert row["Đơn vị tốt nhất"].startswith(best["short_name"])
    next(one for one in page.main.button if "120 ngày" in one.label).click().run()
    assert not page.exception
    assert page.query_params["campaign"] == SPRINT


# The alignment and the spread, without a page


def side(opens: datetime, hours: float = 10, days: int = 1) -> Side:
    return Side(
        campaign_code="x",
        name="x",
        since_on=opens.date(),
        before_on=opens.date() + timedelta(days),
        opens_at=opens,
        closes_at=opens + timedelta(days - 1, hours=hours),
    )


def test_both_are_taken_as_far_as_the_one_that_has_come_less_far() -> None:
    mine, later = side(OPENS), side(OPENS + timedelta(7))
    at = OPENS + timedelta(7, hours=3)
    assert aligned(mine, later, as_of=at).elapsed == timedelta(hours=3)
    assert aligned(later, mine, as_of=at).elapsed == timedelta(hours=3)
    assert aligned(mine, later, as_of=later.opens_at).problem == "other_not_open"
    assert aligned(later, mine, as_of=later.opens_at).problem == "not_open"
    assert aligned(mine, side(OPENS, days=3), as_of=at).problem == "kinds"


def test_of_unequal_lengths_both_are_cut_at_the_end_of_the_shorter() -> None:
    mine, short = side(OPENS), side(OPENS - timedelta(7), hours=4)
    pair = aligned(mine, short, as_of=OPENS + timedelta(30))
    assert pair.elapsed == timedelta(hours=4)
    assert not pair.is_over
    same = aligned(mine, side(OPENS - timedelta(7)), as_of=OPENS + timedelta(30))
    assert same.is_over


def test_a_board_grows_from_nothing_and_late_reports_stand_at_the_end() -> None:
    mine = side(OPENS)
    pair = replace(aligned(mine, mine, as_of=OPENS + timedelta(30)))
    learned = pd.DataFrame(
        {
            "known_on": [OPENS.date()] * 3 + [OPENS.date() + timedelta(1)],
            "known_minute": pd.array([420, 510, 570, 600], dtype="Int64"),
            "revenue_vnd": pd.array([1, 10, -4, 100], dtype="Int64"),
        }
    )
    found = compare_figures.growth(learned, mine, pair, until=mine.length)
    # before the opening counts at its beginning; 8:30, 9:30, and the day after at the close
    assert list(found.itertuples(index=False, name=None)) == [
        (0.0, 1), (1.0, 11), (2.0, 7), (10.0, 107),
    ]  # fmt: skip


def test_shares_are_of_the_units_own_revenue() -> None:
    frame = pd.DataFrame(
        {
            "unit_id": ["a", "a", "b", "c"],
            "hour": [8, 9, 9, 9],
            "revenue_vnd": pd.array([30, 10, 5, 0], dtype="Int64"),
        }
    )
    found = compare_figures.shares(frame, by="hour")
    assert found.loc["a"].tolist() == [0.75, 0.25]
    assert found.loc["b"].tolist() == [0.0, 1.0]
    assert "c" not in found.index
    assert compare_figures.spread(pd.Series([1.0, 2, 3, 4, 5])) == (2.0, 3.0, 4.0)
