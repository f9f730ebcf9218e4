"""The analyst's desk: what any selection shows is what its sales add up to, counted again apart."""

import random
import shutil
from typing import Any

import duckdb
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from lib.i18n import catalog, collation, formats
from lib.store import Store
from lib.ui import explore_rows
from tests.pages.conftest import counted_queries, linked_names, open_page, words_of

DISTRICTS = ["ha_long", "cam_pha", "co_to", "van_don", "khoi_vp"]
ROLES = ["buu_ta", "giao_dich_vien", "ban_hang", "bd_vhx"]
GROUPS = ["KDPP", "BCCP", "TCBC", "HCC"]
HOURS = ["", "08:00-11:00", "07:30-12:00", "13:00-17:30"]
COMBINATIONS = 24
LEDGER = """
select
    sales.*,
    services.group_code,
    coalesce(above.parent_id, sales.unit_id) as district
from sales
join services on sales.service_code = services.service_code
left join org_hierarchy as above
    on sales.unit_id = above.child_id and above.tree = 'post' and above.parent_id <> 'quang_ninh'
    and above.valid_from <= sales.sold_on and sales.sold_on < above.valid_to
left join voids on sales.sale_id = voids.sale_id
where voids.sale_id is null
"""


@pytest.fixture(scope="module")
def ledger(board: Store, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Every counted sale of the simulated day, straight from a copy of the file."""
    copy = tmp_path_factory.mktemp("ledger") / "campaign.duckdb"
    shutil.copyfile(board.generations.path(board.current()), copy)
    with duckdb.connect(str(copy), read_only=True) as connection:
        return connection.sql(LEDGER).df()


def drawn(number: int) -> dict[str, str]:
    """A selection as an address has it; the same number draws the same one."""
    dice = random.Random(number)
    chosen = {
        "district": ",".join(dice.sample(DISTRICTS, dice.choice([0, 0, 1, 2, 3]))),
        "role": ",".join(dice.sample(ROLES, dice.choice([0, 0, 1, 2]))),
        "group": ",".join(dice.sample(GROUPS, dice.choice([0, 0, 1, 2]))),
        "hours": dice.choice(HOURS),
        "pick_hour": dice.choice(["", "", "9", "14"]),
        "pick_cell": dice.choice(["", "", "buu_ta|KDPP", "giao_dich_vien|TCBC"]),
    }
    return {name: value for name, value in chosen.items() if value}


def counted(ledger: pd.DataFrame, asked: dict[str, str]) -> pd.DataFrame:
    """The sales of a selection with everything picked, in plain pandas."""
    kept = ledger
    for name, column in (("district", "district"), ("role", "role_code"), ("group", "group_code")):
        if name in asked:
            kept = kept[kept[column].isin(asked[name].split(","))]
    minute = kept["sold_at"].dt.hour * 60 + kept["sold_at"].dt.minute
    if "hours" in asked:
        first, last = asked["hours"].split("-")
        since = 0 if first == "07:30" else _minutes(first)
        until = 24 * 60 if last == "17:30" else _minutes(last)
        kept = kept[(since <= minute) & (minute < until)]
    if "pick_hour" in asked:
        kept = kept[kept["sold_at"].dt.hour == int(asked["pick_hour"])]
    if "pick_cell" in asked:
        role, group = asked["pick_cell"].split("|")
        kept = kept[(kept["role_code"] == role) & (kept["group_code"] == group)]
    return kept


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def metric(page: AppTest, key: str) -> Any:
    label = catalog.sentences("vi")[key]
    return next(one for one in page.metric if one.label == label)


@pytest.mark.parametrize("number", range(COMBINATIONS))
def test_a_selection_shows_what_its_sales_add_up_to(
    board: Store, ledger: pd.DataFrame, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if number % 2:  # the latest among few, looked for as among many
        monkeypatch.setattr(explore_rows, "MANY_ROWS", 1)
    asked = drawn(number)
    expected = counted(ledger, asked)
    page = open_page("explore", **asked)
    assert not page.exception
    assert not page.error
    words = catalog.sentences("vi")
    if expected.empty:
        assert [one.value for one in page.info] == [words["explore.empty"]]
        return
    revenue = int(expected["revenue_vnd"].sum())
    assert metric(page, "explore.revenue").value == formats.millions(revenue, unit=False)
    goods = int(expected.loc[expected["service_code"] == "HTD", "quantity"].sum())
    assert metric(page, "explore.goods").value == formats.number(goods)
    rows = words["explore.rows_count"].format(
        count=formats.number(len(expected)), order=words["explore.order_latest"]
    )
    assert rows in [one.value for one in page.caption]
    shown = page.dataframe[0].value
    latest = expected.sort_values(
        ["sold_on", "sold_at", "sale_id"], ascending=False, na_position="last"
    ).head(explore_rows.PAGE_ROWS)
    assert shown[words["table.sale"]].tolist() == latest["sale_id"].tolist()


def test_the_whole_is_against_target_and_pace(board: Store) -> None:
    page = open_page("explore")
    assert metric(page, "explore.target").value == "95,0\u00a0%"
    assert metric(page, "explore.revenue").value == "1.187,4"


def test_what_no_target_is_given_by_is_said_not_ignored(board: Store) -> None:
    page = open_page("explore", role="buu_ta")
    assert metric(page, "explore.target").value == formats.MISSING
    page = open_page("explore", group="KDPP", district="ha_long")
    assert metric(page, "explore.target").value != formats.MISSING


def test_a_pick_is_a_chip_that_can_be_taken_away(board: Store) -> None:
    page = open_page("explore", pick_unit="cam_pha", pick_hour="9")
    chips = [one for one in page.button if str(one.key).startswith("chip_")]
    assert [one.label for one in chips] == ["Cẩm Phả", "9h"]
    chips[0].click().run()
    assert [one.label for one in page.button if str(one.key).startswith("chip_")] == ["9h"]
    assert "pick_unit" not in page.query_params


def test_reset_lets_go_of_everything(board: Store) -> None:
    page = open_page("explore", district="ha_long", role="buu_ta", pick_hour="9")
    reset = catalog.sentences("vi")["filter.reset"]
    next(one for one in page.button if one.label == reset).click().run()
    assert metric(page, "explore.revenue").value == "1.187,4"
    assert not {"district", "role", "pick_hour"} & set(page.query_params)


def test_codes_that_are_not_on_offer_are_left_out(board: Store) -> None:
    page = open_page(
        "explore", district="nowhere,ha_long", role="<b>", hours="99:99-00:00", pick_cell="|||",
        pick_hour="-1", pick_unit="'; drop table sales",
    )  # fmt: skip
    assert not page.exception
    assert "Hạ Long 01" in words_of(page) or page.metric
    assert page.multiselect(key="district").value == ["ha_long"]


def caption_of(page: AppTest, key: str) -> str:
    """The caption that says how many rows there are."""
    beginning = catalog.sentences("vi")[key].partition("{")[0]
    found = [one.value for one in page.caption if str(one.value).startswith(beginning)]
    return str(found[0])


def test_a_search_narrows_the_rows_and_leaves_the_charts(
    board: Store, ledger: pd.DataFrame
) -> None:
    page = open_page("explore", find="cam pha htd")
    sold = ledger[(ledger["district"] == "cam_pha") & (ledger["service_code"] == "HTD")]
    words = catalog.sentences("vi")
    assert metric(page, "explore.revenue").value == "1.187,4"
    assert caption_of(page, "explore.rows_found") == words["explore.rows_found"].format(
        found=formats.number(len(sold)),
        count=formats.number(len(ledger)),
        amount=formats.money(int(sold["revenue_vnd"].sum())),
        order=words["explore.order_latest"],
    )
    shown = page.dataframe[0].value
    assert len(shown) == explore_rows.PAGE_ROWS
    assert set(shown[words["table.sale"]]) < set(sold["sale_id"])


def test_sellers_stand_by_given_name_as_vietnamese_sorts_them(board: Store) -> None:
    page = open_page("explore", sort="seller", district="co_to")
    heading = catalog.sentences("vi")["table.seller"]
    names = linked_names(page.dataframe[0].value[heading])
    assert names == sorted(names, key=collation.name_key)
    assert len(set(names)) > 1
    assert sorted(names) != names, "which is not the order of code points"


def test_the_first_page_comes_back_when_other_rows_are_asked_for(board: Store) -> None:
    page = open_page("explore", sort="amount")
    sale = catalog.sentences("vi")["table.sale"]
    first = page.dataframe[0].value[sale].tolist()
    page.session_state[explore_rows.PAGE] = 3
    page.run()
    assert page.dataframe[0].value[sale].tolist() != first
    page.selectbox(key="sort").set_value("latest").run()
    assert page.session_state[explore_rows.PAGE] == 1
    page.session_state[explore_rows.PAGE] = 2
    page.run()
    page.text_input(key="find").set_value("ha long").run()
    assert page.session_state[explore_rows.PAGE] == 1
    assert page.query_params["find"] == "ha long"
    assert "sort" not in page.query_params


def test_what_is_not_found_says_so_literally_and_offers_the_way_out(board: Store) -> None:
    page = open_page("explore", find="**không có** <b>")
    none = catalog.sentences("vi")["explore.find_none"]
    assert page.info[0].value == none.format(typed=formats.plain("**không có** <b>"))
    assert not page.dataframe
    assert not page.get("download_button")
    page.button(key="explore_find_clear").click().run()
    assert len(page.dataframe[0].value) == explore_rows.PAGE_ROWS
    assert "find" not in page.query_params


def test_rows_are_asked_for_once_and_sums_of_a_search_only_with_one(board: Store) -> None:
    with counted_queries() as asked:
        open_page("explore", district="van_don", lang="en")
    names = [name for name, _ in asked]
    assert "explore/sales_found" not in names
    assert "ledger/search_words" not in names
    assert names.count("explore/sales") <= 1
