"""What is expected of a unit, on numbers a person can work out."""

from typing import Any

import pandas as pd
import pytest

from lib.fairness.expected import GRAIN_SALES, SMALL_PLAN, Expected, expected_of
from lib.queries import fairness


def units(**listed: tuple[int, bool]) -> pd.DataFrame:
    """Units by id: people, whether it has figures."""
    rows = [(unit_id, *values) for unit_id, values in listed.items()]
    return pd.DataFrame(rows, columns=["unit_id", "staff_count", "has_figures"]).astype(
        {"unit_id": "string", "staff_count": "Int64"}
    )


def services(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Rows of unit, service, amounts, target."""
    made = [
        (
            unit,
            code,
            sum(amounts),
            target,
            len(amounts),
            float(sum(one * one for one in amounts)),
            max(amounts, default=None),
        )
        for unit, code, amounts, target in rows
    ]
    return pd.DataFrame(made, columns=list(fairness.SERVICES)).astype(
        {"target_vnd": "Int64", "largest_sale_vnd": "Int64"}
    )


def roles(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Rows of unit, role, people, revenue."""
    frame = pd.DataFrame([(*row, 1) for row in rows], columns=list(fairness.ROLES))
    return frame.astype({"role_code": "string"})


def by_unit(found: Expected) -> dict[str, float]:
    return dict(zip(found.unit_id, found.vnd.tolist(), strict=True))


BOTH = {"a": (3, True), "b": (4, True)}


def test_people_of_each_role_are_expected_to_sell_what_their_role_does_anywhere() -> None:
    # three tellers sell 1200, 400 a head; four postmen 400, 100 a head
    found = expected_of(
        units(**BOTH),
        services(("a", "HTD", [900], None), ("b", "HTD", [700], None)),
        roles(
            ("a", "teller", 2, 850), ("a", "postman", 1, 50), ("b", "teller", 1, 350),
            ("b", "postman", 3, 350),
        ),
    )  # fmt: skip
    assert by_unit(found) == pytest.approx({"a": 2 * 400 + 100, "b": 400 + 3 * 100})
    assert found.mix.tolist() == [1, 1]
    assert found.revenue_vnd.tolist() == [900, 700]


def test_a_unit_is_not_credited_for_having_services_that_went_well_everywhere() -> None:
    # goods went at 150 % of plan, insurance at 50 %; a was given 3 to 1, b 1 to 3
    found = expected_of(
        units(a=(5, True), b=(5, True)),
        services(
            ("a", "HTD", [400], 300), ("a", "PTI", [100], 100),
            ("b", "HTD", [200], 100), ("b", "PTI", [100], 300),
        ),
        roles(("a", "teller", 5, 500), ("b", "teller", 5, 300)),
    )  # fmt: skip
    lean = SMALL_PLAN * 800
    goods, insurance = (600 + lean) / (400 + lean), (200 + lean) / (400 + lean)
    assert found.mix == pytest.approx(
        [(3 * goods + insurance) / 4, (goods + 3 * insurance) / 4], rel=1e-9
    )
    assert by_unit(found) == pytest.approx(
        {"a": 400 * found.mix[0], "b": 400 * found.mix[1]}, rel=1e-9
    )


def test_what_a_unit_sold_itself_is_not_its_mix() -> None:
    # the same targets; a sold the one service, b the other
    found = expected_of(
        units(**BOTH),
        services(
            ("a", "HTD", [600], 300), ("a", "PTI", [], 300),
            ("b", "HTD", [], 300), ("b", "PTI", [800], 300),
        ),
        roles(("a", "teller", 3, 600), ("b", "teller", 4, 800)),
    )  # fmt: skip
    assert found.mix[0] == pytest.approx(found.mix[1])
    assert by_unit(found) == pytest.approx({"a": 600, "b": 800})


def test_a_service_with_hardly_any_plan_does_not_carry_a_unit_away() -> None:
    # a service planned for 1 at a alone and sold for 100 at b: a hundred times its plan
    found = expected_of(
        units(**BOTH),
        services(
            ("a", "HTD", [500], 499), ("a", "DL", [], 1), ("b", "HTD", [400], 500),
            ("b", "DL", [100], None),
        ),
        roles(("a", "teller", 3, 500), ("b", "teller", 4, 500)),
    )  # fmt: skip
    assert found.mix == pytest.approx([1, 1], abs=0.02)


def test_a_unit_without_targets_has_no_mix_of_its_own() -> None:
    found = expected_of(
        units(a=(2, True), b=(2, True), c=(2, True)),
        services(
            ("a", "HTD", [300], 100), ("b", "PTI", [100], 100), ("c", "HTD", [200], None)
        ),
        roles(("a", "teller", 2, 300), ("b", "teller", 2, 100), ("c", "teller", 2, 200)),
    )  # fmt: skip
    assert found.mix[0] > 1 > found.mix[1]
    assert found.mix[2] == 1


def test_what_is_expected_adds_up_to_what_was_sold() -> None:
    found = expected_of(
        units(a=(3, True), b=(1, True), c=(10, True)),
        services(
            ("a", "HTD", [1_000, 230], 900), ("b", "VT", [77], 20), ("c", "PTI", [4_500] * 2, 7_000)
        ),
        roles(("a", "x", 3, 1_230), ("b", "y", 1, 77), ("c", "x", 10, 9_000)),
    )
    assert found.vnd.sum() == pytest.approx(10_307)


def test_revenue_nobody_on_a_roster_can_claim_is_spread_over_all_heads() -> None:
    # 600 without a seller or of a role without people: 100 for each of six heads
    found = expected_of(
        units(a=(2, True), b=(4, True)),
        services(("a", "HTD", [600], None), ("b", "HTD", [600], None)),
        roles(
            ("a", "teller", 2, 200), ("a", None, 0, 400), ("b", "teller", 4, 400),
            ("b", "guest", 0, 200),
        ),
    )  # fmt: skip
    assert by_unit(found) == pytest.approx({"a": 400, "b": 800})


def test_the_grain_is_the_mean_square_over_the_mean_with_sales_of_the_whole_added() -> None:
    found = expected_of(
        units(**BOTH),
        services(("a", "HTD", [100] * 10, None), ("b", "HTD", [500] * 10, None)),
        roles(("a", "teller", 3, 1_000), ("b", "teller", 4, 5_000)),
    )
    square, mean = (100**2 + 500**2) / 2, 300
    grain = (10 * 100**2 + GRAIN_SALES * square) / (10 * 100 + GRAIN_SALES * mean)
    assert found.grain_vnd[0] == pytest.approx(grain)
    same = expected_of(
        units(**BOTH),
        services(("a", "HTD", [70] * 3, None), ("b", "HTD", [70] * 9, None)),
        roles(("a", "teller", 3, 210), ("b", "teller", 4, 630)),
    )
    assert same.grain_vnd == pytest.approx([70, 70])


@pytest.mark.parametrize("left_out", [(0, True), (3, False)])
def test_a_unit_without_people_or_figures_makes_no_rate(left_out: tuple[int, bool]) -> None:
    rows = [("a", "HTD", [100] * 4, 300), ("b", "HTD", [100] * 4, 300)]
    people = [("a", "teller", 2, 400), ("b", "teller", 2, 400)]
    sold = [500] if left_out[1] else []
    without = expected_of(units(a=(2, True), b=(2, True)), services(*rows), roles(*people))
    found = expected_of(
        units(a=(2, True), b=(2, True), c=left_out),
        services(*rows, ("c", "HTD", sold, 700)),
        roles(*people, ("c", "teller", left_out[0], sum(sold))),
    )
    assert by_unit(found) == by_unit(without) == pytest.approx({"a": 400, "b": 400})


def test_nothing_is_expected_where_nothing_was_sold_for_money() -> None:
    for figures in (False, True):
        rows = services(("a", "HTD", [0, 0], 100)) if figures else services()
        found = expected_of(units(a=(3, figures)), rows, roles(("a", "teller", 3, 0)))
        assert found.unit_id == ()


def test_a_role_that_sells_nothing_anywhere_is_expected_to_sell_nothing() -> None:
    found = expected_of(
        units(a=(2, True), b=(1, True)),
        services(("a", "HTD", [400], None), ("b", "HTD", [100], None)),
        roles(("a", "teller", 2, 500), ("b", "office", 1, 0)),
    )
    assert found.unit_id == ("a",)
