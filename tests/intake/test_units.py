"""Unit names as people write them."""

from datetime import date
from pathlib import Path

import pytest

from lib.intake.references import References, load, offered
from lib.intake.unit_matching import UnitFound
from lib.store import Store
from tests.intake.setup import DAY, NOON, store_in


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store_in(Path(tmp_path_factory.mktemp("units")))


@pytest.fixture(scope="module")
def known(store: Store) -> References:
    return load(store, campaign_code="day", as_of=NOON)


@pytest.mark.parametrize(
    ("written", "unit_id"),
    [
        ("Bưu điện TP Hạ Long", "ha_long"),
        ("BƯU ĐIỆN THÀNH PHỐ HẠ LONG", "ha_long"),
        ("BĐ TP Hạ Long", "ha_long"),
        ("BĐ T.P Hạ Long", "ha_long"),
        ("BĐTP Hạ Long", "ha_long"),
        ("BÐ  TP Hạ-Long", "ha_long"),
        ("ha long", "ha_long"),
        ("HL", "ha_long"),
        ("193", "ha_long"),
        ("Hải Hà", "hai_ha"),
        ("H. Hải Hà", "hai_ha"),
        ("huyện Hải Hà", "hai_ha"),
        ("BĐH Hải Hà", "hai_ha"),
        ("Bãi Cháy", "bai_chay"),
        ("Bưu cục Bãi Cháy", "bai_chay"),
    ],
)
def test_a_unit_is_found_under_its_names(known: References, written: str, unit_id: str) -> None:
    assert known.units.find(written, DAY) == UnitFound(unit_id)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Bưu cục Cao Xanh - BĐ TP Hạ Long", UnitFound("ha_long", detail="Bưu cục Cao Xanh")),
        ("Bưu cục Cao Xanh – Hạ Long", UnitFound("ha_long", detail="Bưu cục Cao Xanh")),
        ("BĐ-VHX Cao Xanh (Hạ Long)", UnitFound("ha_long", detail="BĐ-VHX Cao Xanh")),
        ("Bãi Cháy - Hạ Long", UnitFound("bai_chay")),
        ("Hải Hà - Hạ Long", UnitFound(problem="ambiguous_unit")),
    ],
)
def test_a_sub_unit_is_booked_to_its_parent_with_the_detail_kept(
    known: References, written: str, found: UnitFound
) -> None:
    assert known.units.find(written, DAY) == found


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("BĐ Quảng Ninh", "ambiguous_unit"),
        ("Bưu điện tỉnh Quảng Ninh", "ambiguous_unit"),
        ("xã Hạ Long", "ambiguous_unit"),
        ("phường Hạ Long", "unit_not_valid_at_date"),
        ("huyện Hoành Bồ", "unit_not_valid_at_date"),
        ("Đầm Dơi", "unknown_unit"),
        ("Hà", "unknown_unit"),
        ("ải Hà", "unknown_unit"),
        ("Bưu điện", "unknown_unit"),
        ("???", "unknown_unit"),
        ("BÐ TP H? Long", "lossy_text"),
        ("TP H\ufffd Long", "lossy_text"),
    ],
)
def test_a_unit_that_cannot_be_told_is_refused(known: References, written: str, code: str) -> None:
    found = known.units.find(written, DAY)
    assert (found.unit_id, found.problem) == (None, code)


def test_a_unit_is_understood_as_of_the_day_of_the_sale(known: References) -> None:
    assert known.units.find("Hoành Bồ", date(2019, 5, 1)).unit_id == "hoanh_bo"
    assert known.units.find("Phường Hạ Long", date(2025, 10, 1)).problem == "ambiguous_unit"


def test_a_near_name_is_only_suggested(known: References) -> None:
    found = known.units.find("Đầm Hàa", DAY)
    assert found == UnitFound(problem="unknown_unit", suggestion="Bưu điện huyện Đầm Hà")
    assert known.units.find("Cà Mau", DAY).suggestion is None


@pytest.mark.parametrize(
    ("written", "code"),
    [("EMS", "EMS"), ("cpn", "EMS"), ("bhyt_bt", "BHYT_BT"), ("Bảo hiểm y tế bổ trợ", "BHYT_BT")],
)
def test_a_service_is_found_by_code_name_or_alias(
    known: References, written: str, code: str
) -> None:
    assert known.service(written) == code


def test_a_near_service_is_only_suggested(known: References) -> None:
    assert known.service("hàng tiêu dùn") is None
    assert known.service_suggestion("hàng tiêu dùn") == "Hàng tiêu dùng – hàng thiết yếu"


def test_a_staff_code_keeps_its_zeros(known: References) -> None:
    person = known.person("00123", DAY)
    assert person and person.code == "00123"
    assert known.person("123", DAY) is None
    assert known.person("mp0001", DAY) is not None
    assert known.person("MP0001", date(2019, 1, 1)) is None


def test_the_template_offers_the_units_and_services_of_the_campaign(store: Store) -> None:
    units, services = offered(store, campaign_code="day", as_of=NOON)
    assert list(units.values()) == [
        "Bưu điện TP Hạ Long",
        "Bưu điện huyện Hải Hà",
        "Bưu điện huyện Đầm Hà",
        "Bưu cục Bãi Cháy",
    ]
    assert "Du lịch" not in services.values()
    assert services["EMS"] == "EMS (chuyển phát nhanh)"
