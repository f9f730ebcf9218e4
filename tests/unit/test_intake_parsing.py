"""Amounts, quantities and marks: the tables of the import rules, line by line."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.intake.parsing import Reading, money, new_customer, quantity

MONEY = [
    # digits
    ("250000", 250_000),
    (" 250000 ", 250_000),
    ("0", 0),
    # currency words and the final dash
    ("250000đ", 250_000),
    ("250.000 đ", 250_000),
    ("250.000 ₫", 250_000),
    ("₫250.000", 250_000),
    ("250,000 VND", 250_000),
    ("250.000 vnđ", 250_000),
    ("VNĐ 250.000", 250_000),
    ("250.000 đồng", 250_000),
    ("95.000.-", 95_000),
    ("95.000,-", 95_000),
    # thousands, also with a single group
    ("2.500.000", 2_500_000),
    ("2,500,000", 2_500_000),
    ("2 500 000", 2_500_000),
    ("2\u00a0500\u00a0000", 2_500_000),
    ("2.500", 2_500),
    ("2,500", 2_500),
    ("2 500", 2_500),
    ("1.200", 1_200),
    ("350.000", 350_000),
    # both separators: the last one is decimal and must be zero
    ("2.500.000,00", 2_500_000),
    ("2,500,000.00", 2_500_000),
    ("2.500,0", 2_500),
    # one separator and zeros
    ("95000.00", 95_000),
    ("95000,0", 95_000),
    # units
    ("2.5tr", 2_500_000),
    ("2,5 triệu", 2_500_000),
    ("2,5 triệu đồng", 2_500_000),
    ("2,5 trđ", 2_500_000),
    ("2,5 tr.đ", 2_500_000),
    ("80k", 80_000),
    ("80 K", 80_000),
    ("80 nghìn", 80_000),
    ("80 ngàn đồng", 80_000),
    ("0,4 tỷ", 400_000_000),
    ("0.4 tỉ", 400_000_000),
    ("0,035 tỷ", 35_000_000),
    ("1,25 triệu", 1_250_000),
    ("12 triệu", 12_000_000),
    # so many million and so many hundred thousand
    ("3tr4", 3_400_000),
    ("3tr45", 3_450_000),
    ("3tr450", 3_450_000),
    ("3 tr 4", 3_400_000),
    # and a half
    ("3 triệu rưỡi", 3_500_000),
    ("1 tỷ rưỡi", 1_500_000_000),
    ("80k rưỡi", 80_500),
    # decomposed letters and full case
    ("2,5 TRI\u1ec6U", 2_500_000),
    ("2,5 trie\u0323\u0302u", 2_500_000),
    # native numbers
    (250_000, 250_000),
    (250_000.0, 250_000),
    (249_999.9999999, 250_000),
    (0.0, 0),
]


@pytest.mark.parametrize(("cell", "vnd"), MONEY)
def test_an_amount_is_read_as_written(cell: Any, vnd: int) -> None:
    assert money(cell) == Reading(vnd)


MONEY_PROBLEMS = [
    ("2,500.50", "bad_revenue"),
    ("2.500.000,50", "bad_revenue"),
    ("2.5", "ambiguous_revenue"),
    ("2,75", "ambiguous_revenue"),
    ("2.500,000", "ambiguous_revenue"),
    ("0.500", "ambiguous_revenue"),
    ("2.150 triệu", "ambiguous_revenue"),
    ("2,150 tr", "ambiguous_revenue"),
    ("~300k", "approximate_value"),
    ("gần 300k", "approximate_value"),
    ("hơn 300.000", "approximate_value"),
    ("khoảng 300.000", "approximate_value"),
    ("200-250k", "approximate_value"),
    ("200.000 – 250.000", "approximate_value"),
    ("hai triệu", "bad_revenue"),
    ("triệu rưỡi", "bad_revenue"),
    ("2.50.000", "bad_revenue"),
    ("2.5000", "bad_revenue"),
    ("1234.567", "bad_revenue"),
    ("2 50", "bad_revenue"),
    ("2.500,000.000", "bad_revenue"),
    ("#N/A", "bad_revenue"),
    ("#VALUE!", "bad_revenue"),
    ("250.000 USD", "bad_revenue"),
    ("đ", "bad_revenue"),
    ("2,5tr4", "bad_revenue"),
    ("80k5", "bad_revenue"),
    ("0,0000000001 tỷ", "bad_revenue"),
    ("1,2E+06", "lossy_scientific"),
    ("1.25e6", "lossy_scientific"),
    ("1E6", "lossy_scientific"),
    ("-250.000", "negative_amount"),
    ("− 250.000", "negative_amount"),
    ("(250.000)", "negative_amount"),
    ("250.000-", "negative_amount"),
    ("99999999999999", "bad_revenue"),
    ("9" * 400, "bad_revenue"),
    (-1, "negative_amount"),
    (2.5, "bad_revenue"),
    (250_000.4, "bad_revenue"),
    (float("nan"), "bad_revenue"),
    (float("inf"), "bad_revenue"),
    (1e300, "bad_revenue"),
    (True, "bad_revenue"),
    (dt.datetime(2024, 9, 21), "bad_revenue"),
    (dt.time(8, 0), "bad_revenue"),
]


@pytest.mark.parametrize(("cell", "code"), MONEY_PROBLEMS)
def test_an_amount_that_could_mean_something_else_is_refused(cell: Any, code: str) -> None:
    assert money(cell) == Reading(problem=code)


@pytest.mark.parametrize("cell", ["", "  ", "-", "–", "\u200b"])
def test_an_empty_cell_or_a_dash_is_no_amount_and_no_problem(cell: str) -> None:
    assert money(cell) == Reading()
    assert quantity(cell) == Reading()


@pytest.mark.parametrize(
    ("cell", "multiplier", "expected"),
    [
        ("2,5", 10**6, Reading(2_500_000)),
        ("2.5", 10**6, Reading(2_500_000)),
        ("250", 1000, Reading(250_000)),
        ("2,15", 10**6, Reading(2_150_000)),
        ("0,035", 10**6, Reading(35_000)),
        ("1.250.000", 1000, Reading(1_250_000_000)),
        ("1 250", 1000, Reading(1_250_000)),
        ("1.250,5", 10**6, Reading(1_250_500_000)),
        ("2.150", 10**6, Reading(problem="ambiguous_revenue")),
        ("2,150", 1000, Reading(problem="ambiguous_revenue")),
        ("250.000 đ", 1000, Reading(problem="ambiguous_revenue")),
        ("0,0005", 1000, Reading(problem="bad_revenue")),
        ("2,5 triệu", 10**6, Reading(2_500_000)),
        (2.5, 10**6, Reading(2_500_000)),
        (1.2345, 10**6, Reading(1_234_500)),
        (0.1, 1000, Reading(100)),
        (0.0004, 1000, Reading(problem="bad_revenue")),
    ],
)
def test_a_header_in_thousands_or_millions_multiplies(
    cell: Any, multiplier: int, expected: Reading[int]
) -> None:
    assert money(cell, multiplier=multiplier) == expected


QUANTITIES = [
    ("12", 12),
    ("12 thùng", 12),
    ("12thùng", 12),
    ("1.200", 1_200),
    ("1,200 gói", 1_200),
    ("12.0", 12),
    ("0", 0),
    (12, 12),
    (12.0, 12),
]


@pytest.mark.parametrize(("cell", "items"), QUANTITIES)
def test_a_quantity_is_a_whole_number_with_or_without_its_word(cell: Any, items: int) -> None:
    assert quantity(cell) == Reading(items)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2,5", "bad_quantity"),
        ("2.5 kg", "bad_quantity"),
        ("hai", "bad_quantity"),
        ("2 chục", "bad_quantity"),
        ("2 tá", "bad_quantity"),
        ("12k", "bad_quantity"),
        ("12/3", "bad_quantity"),
        ("#N/A", "bad_quantity"),
        ("~10", "approximate_value"),
        ("10-12", "approximate_value"),
        ("-3", "negative_amount"),
        ("1E3", "lossy_scientific"),
        (2.5, "bad_quantity"),
        (-1.0, "negative_amount"),
        (True, "bad_quantity"),
        (1e12, "bad_quantity"),
        (dt.date(2024, 9, 21), "bad_quantity"),
    ],
)
def test_a_quantity_that_is_no_whole_number_is_refused(cell: Any, code: str) -> None:
    assert quantity(cell) == Reading(problem=code)


@pytest.mark.parametrize(
    "cell",
    ["x", "X", "có", "CÓ", "c", "1", 1, 1.0, "TRUE", True, "yes", "mới", "KH mới", "✓", " x "],
)
def test_a_mark_for_a_new_customer_is_yes(cell: Any) -> None:
    assert new_customer(cell) == Reading(True)


@pytest.mark.parametrize("cell", ["", "0", 0, 0.0, "không", "k", "cũ", "-", "FALSE", False])
def test_a_mark_for_an_old_customer_is_no(cell: Any) -> None:
    assert new_customer(cell) == Reading(False)


@pytest.mark.parametrize("cell", ["?", "có thể", "2", 2, "abc", "...", dt.date(2024, 9, 21)])
def test_any_other_mark_is_not_known(cell: Any) -> None:
    assert new_customer(cell) == Reading(problem="new_customer_unknown")


@given(st.integers(0, 10**13))
def test_an_amount_reads_back_however_it_is_grouped(vnd: int) -> None:
    for separator in (".", ",", " ", ""):
        assert money(f"{vnd:,}".replace(",", separator)) == Reading(vnd)


@given(st.text(max_size=60))
def test_no_text_makes_a_parser_fail_or_answer_below_zero(written: str) -> None:
    for parser in (money, quantity):
        found = parser(written)
        assert found.problem or found.value is None or found.value >= 0
    assert new_customer(written).value in (True, False, None)


@given(st.floats())
def test_no_number_makes_a_parser_fail(cell: float) -> None:
    for parser in (money, quantity):
        found = parser(cell)
        assert (found.problem is None) == (found.value is not None)
    new_customer(cell)
