"""The intake's queries keep their promises: columns, parameters, and what counts when."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lib.intake.committing import commit, undo
from lib.intake.rows import SALE
from lib.queries import intake
from lib.store import Store
from lib.store.statements import query_names, statement
from tests.intake.setup import NOON, checked_rows, store_in
from tests.worlds import asked as in_memory
from tests.worlds import at, ground, rows

LATER = datetime(2024, 9, 22, 8, 0)
NAMES = [name for name in query_names() if name.startswith("intake/")]
ASKED: dict[str, Any] = {
    "campaign_code": "day",
    "as_of": LATER,
    "limit_count": 5,
    "batch_id": 1,
    "file_sha256": "none",
    "sender": "An",
    "idempotency_key": "none",
    "receipt_keys": ["gd-1"],
    "first_key": "gd-1",
    "last_key": "gd-9",
    "unit_ids": ["ha_long"],
    "first_day": date(2024, 9, 21),
    "last_day": date(2024, 9, 21),
    "late_minutes": intake.LATE_MINUTES,
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One batch that stands (two sales, one row waiting) and one that was undone."""
    store = store_in(Path(tmp_path_factory.mktemp("intake")))
    commit(
        store,
        checked_rows(store, {}, {"receipt_no": "", "quantity": "9"}, {"revenue": "?"}),
        sender="An",
        at=NOON,
    )
    second = commit(store, checked_rows(store, {"receipt_no": "GD-5"}), sender="An", at=NOON)
    undo(store, second.batch_id, by="Bình", at=datetime(2024, 9, 21, 13, 0))
    return store


def asked(name: str) -> dict[str, Any]:
    return {key: ASKED[key] for key in statement(name).parameters}


@pytest.mark.parametrize("name", NAMES)
def test_each_query_has_its_function_and_columns(store: Store, name: str) -> None:
    short = name.removeprefix("intake/")
    function: Callable[..., pd.DataFrame] = getattr(intake, short)
    found = function(store, **asked(name))
    assert tuple(found.columns) == getattr(intake, short.upper()) == statement(name).columns


def test_what_makes_a_sale_the_same_is_one_list(store: Store) -> None:
    found = intake.counted_receipts(store, receipt_keys=["gd-1"], as_of=LATER)
    assert set(intake.CONTENT) <= set(found.columns)
    assert set(intake.CONTENT) <= set(SALE.names)


def test_only_receipts_that_count_are_taken(store: Store) -> None:
    keys = ["gd-1", "gd-5"]
    taken = intake.counted_receipts(store, receipt_keys=keys, as_of=LATER)
    assert taken["receipt_key"].tolist() == ["gd-1"]
    before = intake.counted_receipts(store, receipt_keys=keys, as_of=NOON)
    assert before["receipt_key"].tolist() == ["gd-1", "gd-5"]


def test_sales_without_a_number_are_found_by_unit_and_day(store: Store) -> None:
    def found(unit: str, day: date) -> list[int]:
        rows = intake.unnumbered_sales(
            store, unit_ids=[unit], first_day=day, last_day=day, as_of=LATER
        )
        return [int(count) for count in rows["quantity"]]

    assert found("ha_long", date(2024, 9, 21)) == [9]
    assert found("ha_long", date(2024, 9, 22)) == []
    assert found("hai_ha", date(2024, 9, 21)) == []


def test_an_undone_batch_has_no_standing_sales(store: Store) -> None:
    assert intake.standing_sales(store, batch_id=1, as_of=LATER)["sale_id"].tolist() == [1, 2]
    assert intake.standing_sales(store, batch_id=2, as_of=LATER).empty
    assert intake.batch_state(store, batch_id=2, as_of=LATER)["is_voided"].tolist() == [True]
    assert intake.batch_state(store, batch_id=2, as_of=NOON)["is_voided"].tolist() == [False]
    assert intake.batch_state(store, batch_id=9, as_of=LATER).empty


def test_units_without_sales_count_nothing_rather_than_missing(store: Store) -> None:
    found = intake.revenue_by_unit(store, campaign_code="day", as_of=LATER)
    assert found["unit_id"].tolist() == ["ha_long", "hai_ha", "dam_ha"]
    assert found["revenue_vnd"].tolist() == [500_000, 0, 0]


def test_how_units_stand_to_the_campaign(store: Store) -> None:
    found = intake.unit_names(store, campaign_code="day", as_of=NOON).set_index("unit_id")
    assert found["is_above"].to_dict()["tinh"]
    assert not found["is_above"].to_dict()["ha_long"]
    assert found.loc["bai_chay", "competing_unit_id"] == "ha_long"
    assert pd.isna(found.loc["hoanh_bo", "competing_unit_id"])
    assert not found["is_named_now"].to_dict()["phuong_ha_long"]


def test_a_product_was_last_sold_on_the_day_of_its_last_counted_sale() -> None:
    world = ground()
    for code in ("GAO5", "MI30", "NUOC24"):
        world.add(
            "products",
            **{"product_code": code, "service_code": "HTD", "name": code, "name_en": code},
            **{"name_folded": code.lower(), "measure": "thùng", "is_simulated": True},
        )
    first, second = date(2024, 9, 21), date(2024, 9, 22)
    world.sale(10, unit_id="north-1", product_code="GAO5", sold_at=at("09:00", first))
    late = world.sale(10, unit_id="north-1", product_code="GAO5", sold_at=at("10:00", second))
    world.void(late, voided_at=at("11:00", second))
    world.sale(10, unit_id="north-1", product_code="MI30", sold_at=at("12:00", second))

    def sold(as_of: datetime) -> list[Any]:
        found = intake.product_names(in_memory(world), as_of=as_of)
        return rows(found, "product_code", "last_sold_on")

    never = ("NUOC24", None)
    assert sold(at("08:59", first)) == [("GAO5", None), ("MI30", None), never]
    assert sold(at("09:00", first)) == [("GAO5", first), ("MI30", None), never]
    assert sold(at("10:00", second)) == [("GAO5", second), ("MI30", None), never]
    assert sold(at("11:00", second)) == [("GAO5", first), ("MI30", None), never]
    assert sold(at("12:00", second)) == [("GAO5", first), ("MI30", second), never]


def test_a_service_is_known_by_its_code_its_name_and_its_aliases() -> None:
    world = ground()
    world.tables["campaign_services"] = [{"campaign_code": "day", "service_code": "HTD"}]
    world.add("service_aliases", alias_folded="hang", service_code="HTD", source="reference")
    found = intake.service_names(in_memory(world), campaign_code="day", as_of=LATER)
    known = rows(found, "service_code", "known_as", "is_official", "is_in_campaign")
    assert known[:5] == [
        ("HTD", "Dịch vụ HTD", True, True),
        ("HTD", "HTD", False, True),
        ("HTD", "hang", False, True),
        ("VT", "Dịch vụ VT", True, False),
        ("VT", "VT", False, False),
    ]


def test_a_service_was_last_sold_on_the_day_of_its_last_counted_sale() -> None:
    world = ground()
    first, second = date(2024, 9, 21), date(2024, 9, 22)
    world.sale(10, unit_id="north-1", service_code="VT", sold_at=at("09:00", first))
    late = world.sale(10, unit_id="north-1", service_code="VT", sold_at=at("10:00", second))
    world.void(late, voided_at=at("11:00", second))

    def sold(as_of: datetime) -> Any:
        found = intake.service_names(in_memory(world), campaign_code="day", as_of=as_of)
        return dict(rows(found, "service_code", "last_sold_on"))

    assert sold(at("08:59", first))["VT"] is None
    assert sold(at("10:00", second))["VT"] == second
    assert sold(at("11:00", second))["VT"] == first
    assert sold(LATER)["HTD"] is None
