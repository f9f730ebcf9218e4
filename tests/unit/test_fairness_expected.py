"""What is expected of a unit, on numbers a person can work out."""

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from lib.fairness.expected import MIX_SALES, Expected, expected_of
from lib.queries import fairness


def units(**listed: tuple[int, int, bool]) -> pd.DataFrame:
    """Units by id: revenue, people, whether it has figures."""
    rows = [(unit_id, *values) for unit_id, values in listed.items()]
    frame = pd.DataFrame(rows, columns=["unit_id", "revenue_vnd", "staff_count", "has_figures"])
    return frame.astype(
        {"unit_id": "string", "revenue_vnd": "Int64", "staff_count": "Int64", "has_figures": "bool"}
    )


def services(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Rows of unit, service, amounts."""
    made = [
        (unit, code, sum(amounts), len(amounts), float(sum(x * x for x in amounts)), max(amounts))
        for unit, code, amounts in rows
    ]
    return pd.DataFrame(made, columns=list(fairness.SERVICES))


def roles(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Rows of unit, role, people, sales."""
    frame = pd.DataFrame(rows, columns=["unit_id", "role_code", "staff_count", "sale_count"])
    return frame.astype({"role_code": "string"})


def by_unit(found: Expected) -> dict[str, float]:
    return dict(zip(found.unit_id, found.vnd.tolist(), strict=True))


def test_people_of_each_role_are_expected_to_sell_as_often_as_their_role_does_anywhere() -> None:
    # tellers make 12 sales with 3 people, postmen 4 with 4: one service, all sales of 100
    found = expected_of(
        units(a=(900, 3, True), b=(700, 4, True)),
        services(("a", "HTD", [100] * 9), ("b", "HTD", [100] * 7)),
        roles(
            ("a", "teller", 2, 8), ("a", "postman", 1, 1), ("b", "teller", 1, 4),
            ("b", "postman", 3, 3),
        ),
    )  # fmt: skip
    # a: 2 x 4 + 1 x 1 = 9 sales, b: 1 x 4 + 3 x 1 = 7 sales
    assert by_unit(found) == pytest.approx({"a": 900, "b": 700})
    assert found.sale_vnd == pytest.approx([100, 100])
    assert found.grain_vnd == pytest.approx([100, 100])


def test_sales_are_worth_what_the_units_services_are_worth_anywhere() -> None:
    # 20 sales of goods at 100, 20 of insurance at 500; a sells goods three times out of four
    found = expected_of(
        units(a=(4_000, 5, True), b=(8_000, 5, True)),
        services(
            ("a", "HTD", [100] * 15), ("a", "PTI", [500] * 5), ("b", "HTD", [100] * 5),
            ("b", "PTI", [500] * 15),
        ),
        roles(("a", "teller", 5, 20), ("b", "teller", 5, 20)),
    )  # fmt: skip
    # a's mix: 15 + 10 of its 40 with the whole's mix added
    share = Fraction(15 + MIX_SALES // 2, 20 + MIX_SALES)
    sale_a = 100 * share + 500 * (1 - share)
    sale_b = 100 * (1 - share) + 500 * share
    whole = sale_a + sale_b
    assert found.sale_vnd == pytest.approx([float(sale_a), float(sale_b)])
    expected = {"a": float(12_000 * sale_a / whole), "b": float(12_000 * sale_b / whole)}
    assert by_unit(found) == pytest.approx(expected)
    square_a = 100**2 * share + 500**2 * (1 - share)
    assert found.grain_vnd[0] == pytest.approx(float(square_a / sale_a))


def test_what_is_expected_adds_up_to_what_was_sold() -> None:
    found = expected_of(
        units(a=(1_230, 3, True), b=(77, 1, True), c=(9_000, 10, True)),
        services(("a", "HTD", [1_000, 230]), ("b", "VT", [77]), ("c", "PTI", [4_500, 4_500])),
        roles(("a", "x", 3, 2), ("b", "y", 1, 1), ("c", "x", 10, 2)),
    )
    assert found.vnd.sum() == pytest.approx(10_307)


def test_sales_nobody_on_a_roster_can_claim_are_spread_over_all_heads() -> None:
    # six sales without a seller and of a role without people: one for each of six heads
    found = expected_of(
        units(a=(600, 2, True), b=(600, 4, True)),
        services(("a", "HTD", [100] * 6), ("b", "HTD", [100] * 6)),
        roles(
            ("a", "teller", 2, 2), ("a", None, 0, 4), ("b", "teller", 4, 4), ("b", "guest", 0, 2)
        ),
    )
    assert by_unit(found) == pytest.approx({"a": 400, "b": 800})


@pytest.mark.parametrize("left_out", [(500, 0, True), (0, 3, False)])
def test_a_unit_without_people_or_figures_makes_no_rate(left_out: tuple[int, int, bool]) -> None:
    rows = [("a", "HTD", [100] * 4), ("b", "HTD", [100] * 4)]
    people = [("a", "teller", 2, 4), ("b", "teller", 2, 4)]
    without = expected_of(
        units(a=(400, 2, True), b=(400, 2, True)), services(*rows), roles(*people)
    )
    found = expected_of(
        units(a=(400, 2, True), b=(400, 2, True), c=left_out),
        services(*rows, *([("c", "HTD", [500])] if left_out[0] else [])),
        roles(*people, ("c", "teller", left_out[1], 1 if left_out[0] else 0)),
    )
    assert by_unit(found) == by_unit(without) == pytest.approx({"a": 400, "b": 400})


def test_nothing_is_expected_where_nothing_was_sold_for_money() -> None:
    for figures in (False, True):
        rows = services(("a", "HTD", [0, 0])) if figures else services()
        found = expected_of(units(a=(0, 3, figures)), rows, roles(("a", "teller", 3, 0)))
        assert found.unit_id == ()


def test_a_role_that_sells_nothing_anywhere_is_expected_to_sell_nothing() -> None:
    found = expected_of(
        units(a=(400, 2, True), b=(100, 1, True)),
        services(("a", "HTD", [100] * 4), ("b", "HTD", [100])),
        roles(("a", "teller", 2, 5), ("b", "office", 1, 0)),
    )
    assert found.unit_id == ("a",)
