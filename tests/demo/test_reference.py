"""The tracked reference tables: places, periods, names and prices."""

import shutil
from datetime import date

import pytest

from lib.demo.reference import FOLDER, read_reference
from lib.demo.shape import SERVICES, UNITS
from lib.errors import DemoError
from lib.i18n.folding import fold

REFORM = date(2025, 7, 1)


@pytest.fixture(scope="module")
def tables() -> dict[str, list[dict]]:
    return {name: table.to_pylist() for name, table in read_reference().tables.items()}


def test_there_are_thirteen_districts_a_head_office_and_simulated_counters(tables):
    kinds = [row["kind"] for row in tables["org_units"]]
    assert kinds.count("district") == 13 + 1  # Hoành Bồ is part of Hạ Long since 2020
    assert (kinds.count("province"), kinds.count("head_office")) == (1, 1)
    assert 55 <= kinds.count("counter") <= 65
    assert {row["is_simulated"] for row in tables["org_units"] if row["kind"] == "counter"} == {
        True
    }


def test_only_districts_have_a_tile_and_no_two_share_one(tables):
    tiles = {
        row["unit_id"]: (row["tile_row"], row["tile_col"])
        for row in tables["org_units"]
        if row["tile_row"] is not None
    }
    assert set(tiles) == set(UNITS) - {"khoi_vp"}
    assert len(set(tiles.values())) == 13
    assert tiles["ba_che"] == (1, 2)


def test_dong_trieu_became_a_city_in_november_2024(tables):
    names = [row for row in tables["org_unit_names"] if row["unit_id"] == "dong_trieu"]
    assert [(row["name"], row["valid_from"]) for row in names] == [
        ("Bưu điện TX Đông Triều", date(2020, 1, 1)),
        ("Bưu điện TP Đông Triều", date(2024, 11, 1)),
    ]
    assert names[0]["valid_to"] == names[1]["valid_from"]


def test_every_unit_has_exactly_one_name_on_any_day_it_is_valid(tables):
    for unit in tables["org_units"]:
        names = sorted(
            (row["valid_from"], row["valid_to"])
            for row in tables["org_unit_names"]
            if row["unit_id"] == unit["unit_id"]
        )
        edges = [unit["valid_from"], *(until for _, until in names)]
        assert edges[-1] == unit["valid_to"]
        assert [since for since, _ in names] == edges[:-1]


def test_the_two_trees_have_two_calendars(tables):
    districts = set(UNITS) - {"khoi_vp"}
    until = {
        row["tree"]: row["valid_to"]
        for row in tables["org_hierarchy"]
        if row["child_id"] in districts
    }
    assert until == {"admin": REFORM, "post": date(2025, 9, 1)}
    below = {row["parent_id"] for row in tables["org_hierarchy"] if "-bc-" in row["child_id"]}
    assert below == set(UNITS) - {"khoi_vp"}


def test_the_reform_of_2025_brought_54_units_under_names_of_districts(tables):
    new = [row for row in tables["org_units"] if row["valid_from"] == REFORM]
    assert len(new) == 54
    assert [row["kind"] for row in new].count("commune") == 22
    assert [row["kind"] for row in new].count("ward") == 30
    names = {row["name"] for row in tables["org_unit_names"]}
    assert {"Bưu điện phường Hạ Long", "Bưu điện đặc khu Cô Tô"} <= names
    split = {row["to_id"] for row in tables["org_succession"] if row["share"] is None}
    assert split == {row["unit_id"] for row in new}  # none of them nests: shares are not known


def test_aliases_are_folded_and_mean_one_thing_each(tables):
    for table, key in (("org_unit_aliases", "unit_id"), ("service_aliases", "service_code")):
        meanings = [(row["alias_folded"], row[key]) for row in tables[table]]
        assert all(alias == fold(alias) for alias, _ in meanings)
        assert len({alias for alias, _ in meanings}) == len(meanings)
    units = {row["alias_folded"]: row["unit_id"] for row in tables["org_unit_aliases"]}
    assert units["bd tx dong trieu"] == units["thanh pho dong trieu"] == "dong_trieu"
    assert "xa ha long" not in units
    assert "bd quang ninh" not in units


def test_services_feed_the_counters_of_the_article(tables):
    counters = {row["service_code"]: row["counter_code"] for row in tables["services"]}
    assert list(counters) == list(SERVICES)
    assert {code: counter for code, counter in counters.items() if counter} == {
        "HTD": "goods",
        "BCCP": "delivery",
        "EMS": "delivery",
        "BHYT_BT": "health_cover",
    }


def test_every_service_has_products_and_goods_have_prices(tables):
    assert {row["service_code"] for row in tables["products"]} == set(SERVICES)
    prices = [row["price_vnd"] for row in tables["products"] if row["service_code"] == "HTD"]
    assert all(3_000 <= price <= 3_000_000 for price in prices)


def test_facts_have_bounds_or_a_text_and_two_scopes_are_inferred(tables):
    for row in tables["article_facts"]:
        assert (row["expected_text"] is None) == (row["low"] is not None), row["fact_id"]
    inferred = [
        row["fact_id"] for row in tables["article_facts"] if row["scope_status"] == "inferred"
    ]
    assert inferred == ["F6", "F7"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("roles", "role_code,name,name_en,sort_order\nbuu_ta,Bưu tá,Postmen,first\n"),
        ("services", "service_code\n"),
        ("products", None),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path, name, text):
    folder = tmp_path / "reference"
    shutil.copytree(FOLDER, folder)
    path = folder / f"{name}.csv"
    path.write_text(text, encoding="utf-8") if text else path.unlink()
    with pytest.raises(DemoError, match=f"{name}.csv"):
        read_reference(folder)
