"""The analyst's desk: what any selection shows is what its sales add up to, counted again apart."""

import random
import shutil
from typing import Any

import duckdb
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from lib.i18n import catalog, formats
from lib.store import Store
from tests.pages.conftest import open_page, words_of

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
    board: Store, ledger: pd.DataFrame, number: int
) -> None:
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
    rows = words["explore.rows_count"].format(count=formats.number(len(expected)))
    assert rows in [one.value for one in page.caption]
    shown = page.dataframe[0].value
    latest = expected.sort_values(
        ["sold_on", "sold_at", "sale_id"], ascending=False, na_position="last"
    ).head(len(shown))
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
