"""From rows to what would count: every problem of every row, nothing guessed, nothing lost."""

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from lib.errors import FileRefused
from lib.intake.checking import check
from lib.intake.committing import commit, undo
from lib.intake.effects import EFFECTS, effects
from lib.intake.problems import ERRORS, WARNINGS
from lib.intake.rows import CheckedFile
from lib.store import Store
from tests.intake.setup import GOOD, NOON, checked, checked_rows, codes, csv_of, store_in
from tests.intake.test_reading import FIXTURES


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store nothing is written to."""
    return store_in(Path(tmp_path_factory.mktemp("checking")))


def fixture(store: Store, name: str) -> CheckedFile:
    return checked(store, (FIXTURES / name).read_bytes(), name)


@pytest.mark.parametrize("name", ["sales_good.csv", "sales_good.xlsx", "sales_semicolon_nfd.csv"])
def test_a_good_file_is_accepted_whole(store: Store, name: str) -> None:
    file = fixture(store, name)
    assert (file.total, file.accepted, file.warned, file.rejected) == (3, 3, 0, 0)
    assert (file.revenue_vnd, file.pending_vnd) == (870_000, 0)
    sale = file.rows[1].sale
    assert sale and (sale.unit_id, sale.service_code, sale.staff_code) == (
        "hai_ha",
        "BHYT_BT",
        "MP0002",
    )
    assert (sale.sold_on, sale.sold_at) == (date(2024, 9, 21), datetime(2024, 9, 21, 9, 5))
    assert (sale.quantity, sale.revenue_vnd, sale.collected_vnd) == (1, 350_000, None)
    assert (sale.is_new_customer, sale.customer_code) == (True, "KH-MP-00001")
    assert (sale.receipt_no, sale.note, sale.role_code) == ("GD-2", "Giao thẻ sau", "postman")
    product = file.rows[2].sale
    assert product and product.product_code == "NUOC24"


def test_one_bad_row_is_set_aside_and_the_others_count(store: Store) -> None:
    file = fixture(store, "sales_one_bad_row.csv")
    assert (file.accepted, file.rejected) == (2, 1)
    (problem,) = file.rows[1].problems
    assert (problem.code, problem.level, problem.row, problem.column) == (
        "bad_revenue",
        "error",
        3,
        "revenue",
    )
    assert problem.value == "ba trăm năm mươi"
    assert file.rows[1].cells["Số phiếu"] == "GD-2"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("sales_hidden_row.xlsx", "hidden_row"),
        ("sales_formula_without_value.xlsx", "formula_without_value"),
        ("sales_shifted_row.csv", "column_count_mismatch"),
    ],
)
def test_a_row_that_reading_found_fault_with_is_set_aside(
    store: Store, name: str, code: str
) -> None:
    file = fixture(store, name)
    assert [row.is_rejected for row in file.rows] == [False, True, False]
    assert codes(file, 1) == [code]


def test_money_in_thousands_and_the_day_of_the_title_are_taken(store: Store) -> None:
    file = fixture(store, "sales_title_in_thousands.xlsx")
    assert (file.accepted, file.revenue_vnd) == (3, 870_000)
    assert {row.sale.sold_on for row in file.rows if row.sale} == {date(2024, 9, 21)}


ROWS = [
    ({"unit": "Cà Mau"}, ["unknown_unit"]),
    ({"unit": "BĐ Quảng Ninh"}, ["ambiguous_unit"]),
    ({"unit": "huyện Hoành Bồ"}, ["unit_not_valid_at_date"]),
    ({"unit": ""}, ["missing_required"]),
    ({"unit": "-"}, ["missing_required"]),
    ({"service": "BHYT"}, ["unknown_service"]),
    ({"service": "HÀNG TIÊU D?NG"}, ["lossy_text"]),
    ({"service": ""}, ["missing_required"]),
    ({"sold_on": "9/21/2024"}, ["bad_date"]),
    ({"sold_on": "30/02/2024"}, ["bad_date"]),
    ({"sold_on": "20/09/2024"}, ["date_outside_campaign"]),
    ({"sold_on": "21/09/2023"}, ["date_outside_campaign"]),
    ({"sold_at": "25:61"}, ["bad_time"]),
    ({"sold_on": "21/09/2024 08:15", "sold_at": "09:00"}, ["bad_time"]),
    ({"quantity": "2,5"}, ["bad_quantity"]),
    ({"quantity": ""}, ["missing_required"]),
    ({"revenue": "2,500.50"}, ["bad_revenue"]),
    ({"revenue": "2.5"}, ["ambiguous_revenue"]),
    ({"revenue": "~300k"}, ["approximate_value"]),
    ({"revenue": "1,2E+06"}, ["lossy_scientific"]),
    ({"revenue": "-5.000"}, ["negative_amount"]),
    ({"revenue": ""}, ["missing_required"]),
    ({"revenue": "-"}, ["missing_required"]),
    ({"collected": "một triệu"}, ["bad_revenue"]),
    ({"revenue": "", "quantity": ""}, ["no_measure"]),
    ({"revenue": "0", "quantity": "0"}, ["no_measure"]),
    ({"customer_code": "x" * 501}, ["cell_too_long"]),
]


@pytest.mark.parametrize(("changes", "expected"), ROWS)
def test_a_row_with_an_error_is_set_aside(
    store: Store, changes: dict[str, str], expected: list[str]
) -> None:
    file = checked_rows(store, changes)
    assert codes(file) == expected
    assert (file.accepted, file.rejected, file.revenue_vnd) == (0, 1, 0)
    assert file.rows[0].sale is None


WARNED = [
    ({"sold_at": ""}, ["time_missing"]),
    ({"sold_at": "05:30"}, ["outside_hours"]),
    ({"sold_at": "18:00:01"}, ["outside_hours"]),
    ({"staff_code": ""}, ["missing_staff_code"]),
    ({"staff_code": "MP9999"}, ["unknown_staff"]),
    ({"staff_name": "Trần Mẫu An"}, ["staff_name_differs_for_code"]),
    ({"product": "Nước uống 24 chai"}, ["unknown_product"]),  # a product of another service
    ({"is_new_customer": "có thể"}, ["new_customer_unknown"]),
    ({"is_new_customer": "x", "revenue": ""}, ["revenue_blank_as_zero"]),
    ({"is_new_customer": "x", "revenue": "-", "quantity": ""}, ["revenue_blank_as_zero"]),
    ({"note": "y" * 501}, ["note_too_long"]),
    ({"service": "Du lịch"}, ["service_outside_campaign"]),
    ({"sold_at": "", "staff_code": ""}, ["missing_staff_code", "time_missing"]),
]


@pytest.mark.parametrize(("changes", "expected"), WARNED)
def test_a_row_with_only_warnings_counts(
    store: Store, changes: dict[str, str], expected: list[str]
) -> None:
    file = checked_rows(store, changes)
    assert codes(file) == expected
    assert (file.accepted, file.warned, file.rejected) == (1, 1, 0)
    assert file.rows[0].sale is not None


@pytest.mark.parametrize(
    "changes",
    [
        {"sold_on": ""},
        {"sold_on": "", "sold_at": "21/09/2024 08:15"},
        {"sold_on": "21/09/2024 08:15", "sold_at": ""},
        {"sold_at": "07:00"},
        {"sold_at": "18:00"},
        {"staff_name": "TRẦN MẪU BÌNH"},
        {"revenue": "0"},
        {"quantity": "0"},
        {"service": "HTD", "product": "nuoc24"},
        {"note": "y" * 500},
        {"unit": "HL"},
    ],
)
def test_a_good_row_has_no_problem(store: Store, changes: dict[str, str]) -> None:
    assert codes(checked_rows(store, changes)) == []


def test_all_problems_of_a_row_are_collected_the_heaviest_first(store: Store) -> None:
    file = checked_rows(
        store,
        {"unit": "Cà Mau", "service": "?", "sold_at": "99", "revenue": "?", "staff_code": ""},
    )
    assert codes(file) == [
        "unknown_unit",
        "unknown_service",
        "bad_time",
        "bad_revenue",
        "missing_staff_code",
    ]
    assert all(one.row == 2 for one in file.rows[0].problems)


def test_what_cannot_be_matched_is_kept_beside_the_note(store: Store) -> None:
    row = {
        "unit": "Bưu cục Cao Xanh - Hạ Long",
        "staff_code": "MP9999",
        "staff_name": "Ai Đó",
        "product": "Kẹo",
        "note": "=1+1",
    }
    sale = checked_rows(store, row).rows[0].sale
    assert sale and (sale.unit_id, sale.staff_code, sale.product_code) == ("ha_long", None, None)
    assert sale.note == "=1+1"
    assert json.loads(sale.unmatched or "") == {
        "unit": "Bưu cục Cao Xanh",
        "staff_code": "MP9999",
        "staff_name": "Ai Đó",
        "product": "Kẹo",
    }


def test_without_a_date_a_campaign_of_several_days_cannot_place_a_row(store: Store) -> None:
    file = checked_rows(store, {"sold_on": ""}, campaign="week")
    assert [(one.code, one.column) for one in file.rows[0].problems if one.level == "error"] == [
        ("missing_required", "sold_on")
    ]


def test_a_sale_of_a_known_unit_outside_the_campaign_is_named(store: Store) -> None:
    file = checked_rows(store, {}, campaign="week")
    assert codes(file) == ["unit_outside_campaign", "service_outside_campaign"]
    assert file.rows[0].competing_unit_id is None


def test_a_campaign_that_is_not_there_refuses_the_file(store: Store) -> None:
    with pytest.raises(FileRefused) as caught:
        checked_rows(store, {}, campaign="none")
    assert caught.value.reason == "unknown_campaign"


def test_a_total_row_is_compared_with_its_rows(store: Store) -> None:
    good = fixture(store, "sales_total_row.csv")
    assert (good.skipped_totals, good.notices) == ((5,), ())
    data = (FIXTURES / "sales_total_row.csv").read_bytes().replace(b"870.000", b"900.000")
    (notice,) = checked(store, data).notices
    assert notice.code == "control_total_mismatch"
    assert notice.values == {
        "stated_vnd": 900_000,
        "summed_vnd": 870_000,
        "difference_vnd": 30_000,
    }


def test_a_receipt_number_counts_once_in_a_file(store: Store) -> None:
    file = checked_rows(store, {}, {}, {"revenue": "1.000"}, {"receipt_no": "gd-1"})
    assert [codes(file, place) for place in range(4)] == [
        [],
        ["duplicate_row"],
        ["duplicate_conflict"],
        ["duplicate_row"],
    ]
    assert file.rows[1].problems[0].values == {"other_row": 2}
    assert (file.revenue_vnd, file.pending_vnd) == (250_000, 1_000)


def test_equal_rows_without_a_receipt_number_stay_with_a_warning(store: Store) -> None:
    same = {"receipt_no": ""}
    file = checked_rows(
        store, same, same, {**same, "note": "khác ghi chú"}, {**same, "quantity": "3"}
    )
    assert [codes(file, place) for place in range(4)] == [
        [],
        ["possible_duplicate"],
        ["possible_duplicate"],
        [],
    ]
    assert file.accepted == 4


def test_a_rejected_row_does_not_take_its_receipt_number(store: Store) -> None:
    file = checked_rows(store, {"revenue": "?"}, {})
    assert [codes(file, place) for place in range(2)] == [["bad_revenue"], []]


def test_receipts_and_rows_the_ledger_counts_are_known(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    plain = {"receipt_no": ""}
    first = commit(store, checked_rows(store, {}, plain), sender="An", at=NOON)
    again = checked_rows(store, {}, {"revenue": "9.000"}, plain, {"receipt_no": "GD-2"})
    assert [codes(again, place) for place in range(4)] == [
        ["duplicate_row"],
        ["duplicate_conflict"],
        ["possible_duplicate"],
        [],
    ]
    assert again.rows[0].problems[0].values == {"batch_id": first.batch_id, "recorded_at": NOON}
    undo(store, first.batch_id, by="An", at=NOON)
    free = checked_rows(store, {}, {"revenue": "9.000", "receipt_no": "GD-3"}, plain)
    assert [codes(free, place) for place in range(3)] == [[], [], []]


def test_the_effect_is_told_per_unit_and_in_all(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    commit(store, checked_rows(store, {}), sender="An", at=NOON)
    more = checked_rows(
        store,
        {"receipt_no": "GD-2", "revenue": "1.000"},
        {"receipt_no": "GD-3", "unit": "Bãi Cháy", "revenue": "500"},
        {"receipt_no": "GD-4", "unit": "Hải Hà", "revenue": "7"},
        {"receipt_no": "GD-5", "service": "DL"},
        {"receipt_no": "GD-6", "revenue": "?"},
    )
    found = effects(store, more, as_of=NOON)
    assert tuple(found.columns) == EFFECTS
    assert found[["now_vnd", "added_vnd", "after_vnd"]].to_numpy().tolist() == [
        [250_000, 1_500, 251_500],
        [0, 7, 7],
        [250_000, 1_507, 251_507],
    ]
    assert found["unit_id"].tolist()[:2] == ["ha_long", "hai_ha"]
    assert found["is_total"].tolist() == [False, False, True]


def test_a_file_without_an_accepted_row_adds_nothing(store: Store) -> None:
    found = effects(store, checked_rows(store, {"revenue": "?"}), as_of=NOON)
    assert found[["now_vnd", "added_vnd", "is_total"]].to_numpy().tolist() == [[0, 0, True]]


def test_a_file_name_loses_its_folders(store: Store) -> None:
    data = csv_of({})
    for name in ("C:\\Users\\An\\so lieu.csv", "/home/an/so lieu.csv", "so lieu.csv"):
        assert checked(store, data, name).file_name == "so lieu.csv"


def test_the_limits_are_the_callers(store: Store) -> None:
    limits = {"campaign_code": "day", "as_of": NOON}
    with pytest.raises(FileRefused) as caught:
        check(store, csv_of({}), "a.csv", **limits, most_bytes=10, most_rows=10)  # type: ignore[arg-type]
    assert caught.value.reason == "file_too_large"
    with pytest.raises(FileRefused) as caught:
        check(store, csv_of({}, {}), "a.csv", **limits, most_bytes=10_000, most_rows=1)  # type: ignore[arg-type]
    assert caught.value.reason == "too_many_rows"


def test_every_code_is_an_error_or_a_warning_and_none_is_both() -> None:
    assert not set(ERRORS) & set(WARNINGS)
    assert len({*ERRORS, *WARNINGS}) == len(ERRORS) + len(WARNINGS)


def test_the_good_row_of_these_tests_is_good(store: Store) -> None:
    file = checked_rows(store, GOOD)
    assert file == replace(file, notices=(), skipped_totals=())
    assert file.accepted == 1
