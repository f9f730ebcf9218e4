"""The four rankings together: places, intervals, chances, and what must hold whatever was sold."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.fairness.standings import COMPARED, PLACES, RANKINGS, Standings, standings
from lib.queries import fairness

Unit = tuple[list[int], int, int | None]
"""Amounts, people, target."""


def world(
    listed: dict[str, Unit], money: int = 1
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Units that sell goods and, by every third sale, insurance, through people of one role."""
    units, services, roles = [], [], []
    for unit_id, (whole, people, target) in listed.items():
        amounts = [one * money for one in whole]
        given_vnd = None if target is None else target * money
        units.append((unit_id, sum(amounts), given_vnd, people, bool(amounts)))
        for code, sold in (("PTI", amounts[2::3]), ("HTD", amounts[::3] + amounts[1::3])):
            if sold:
                squares = float(sum(one * one for one in sold))
                services.append(
                    (unit_id, code, sum(sold), given_vnd, len(sold), squares, max(sold))
                )
        roles.append((unit_id, "teller", people, sum(amounts), len(amounts)))
    columns = ["unit_id", "revenue_vnd", "target_vnd", "staff_count", "has_figures"]
    return (
        pd.DataFrame(units, columns=columns).astype(
            {
                "unit_id": "string",
                "revenue_vnd": "Int64",
                "target_vnd": "Int64",
                "staff_count": "Int64",
            }
        ),
        pd.DataFrame(services, columns=list(fairness.SERVICES)),
        pd.DataFrame(roles, columns=list(fairness.ROLES)).astype({"role_code": "string"}),
    )


def of(found: Standings, ranking: str) -> dict[str, dict[str, Any]]:
    """One ranking by unit; missing is None."""
    rows = found.places[found.places["ranking"] == ranking]
    listed = rows.astype(object).where(rows.notna(), None).to_dict("records")
    return {row["unit_id"]: row for row in listed}


FIVE: dict[str, Unit] = {
    "large": ([100] * 300, 100, 40_000),
    "middle": ([100] * 90, 30, 9_000),
    "lucky": ([100] * 9, 1, 500),  # three times as much a head, but one person
    "small": ([100] * 4, 4, 2_000),
    "half": ([100, 300] * 20, 40, 10_000),
}


def test_each_ranking_ranks_by_its_own_measure() -> None:
    found = standings(*world(FIVE))
    assert tuple(found.places) == PLACES
    assert tuple(found.compared) == COMPARED
    values = {ranking: of(found, ranking) for ranking in RANKINGS}
    assert values["revenue"]["large"]["value"] == 30_000
    assert values["per_head"]["lucky"]["value"] == 900
    assert values["attainment"]["lucky"]["value"] == pytest.approx(1.8)
    for ranking in ("per_head", "attainment"):
        assert values[ranking]["lucky"]["place"] == 1
    assert values["revenue"]["large"]["place"] == 1
    assert [values["revenue"][one]["place"] for one in ("middle", "half")] == [2, 3]


def test_a_one_person_unit_is_drawn_further_to_the_general_level_than_a_large_one() -> None:
    compared = standings(*world(FIVE)).compared.set_index("unit_id")
    weights = compared["own_weight"]
    assert weights["lucky"] < weights["half"] < weights["large"]
    kept = (compared["ratio"] - 1) / (compared["observed_ratio"] - 1)
    assert kept.tolist() == pytest.approx(weights.tolist())
    assert compared.loc["lucky", "observed_ratio"] > 2.5 > 2 > compared.loc["lucky", "ratio"]


def test_values_lie_within_their_intervals() -> None:
    places = standings(*world(FIVE)).places
    assert (places["low"] < places["value"]).all()
    assert (places["value"] < places["high"]).all()


def test_chances_are_shares_that_add_up_to_three() -> None:
    places = standings(*world(FIVE)).places
    assert places["chance"].between(0, 1).all()
    assert places.groupby("ranking")["chance"].sum().tolist() == pytest.approx([3.0] * 4)


def test_it_does_not_matter_in_which_currency_money_is_counted() -> None:
    one, many = standings(*world(FIVE)), standings(*world(FIVE, money=1_024))
    for ranking in RANKINGS:
        factor = 1_024 if ranking in ("revenue", "per_head") else 1
        for unit_id, row in of(many, ranking).items():
            before = of(one, ranking)[unit_id]
            assert row["place"] == before["place"]
            for name in ("value", "low", "high"):
                assert row[name] == pytest.approx(before[name] * factor, rel=1e-6)
            assert row["chance"] == pytest.approx(before["chance"], abs=1e-3)


def test_the_order_of_the_rows_changes_nothing() -> None:
    first = standings(*world(FIVE))
    frames = [frame.iloc[::-1].reset_index(drop=True) for frame in world(FIVE)]
    turned = standings(*frames)
    for ranking in RANKINGS:
        assert of(turned, ranking) == of(first, ranking)
    pd.testing.assert_frame_equal(turned.compared, first.compared)
    listed = turned.places.loc[turned.places["ranking"] == "revenue", "unit_id"]
    assert list(listed) == list(FIVE)[::-1]


def test_every_run_says_the_same() -> None:
    first, again = standings(*world(FIVE)), standings(*world(FIVE))
    pd.testing.assert_frame_equal(first.places, again.places)


def test_exchangeable_units_share_a_place_and_have_equal_chances() -> None:
    same: Unit = ([100, 70, 200] * 7, 6, 2_000)
    found = standings(*world({**dict.fromkeys("abcdef", same), "last": ([10] * 3, 6, 2_000)}))
    for ranking in RANKINGS:
        rows = of(found, ranking)
        assert {rows[one]["place"] for one in "abcdef"} == {1}
        assert rows["last"]["place"] == 7
        chances = [rows[one]["chance"] for one in "abcdef"]
        assert chances == pytest.approx([sum(chances) / 6] * 6, abs=0.015)


def test_who_has_no_people_no_plan_or_no_figures_has_no_place_where_that_is_needed() -> None:
    found = standings(
        *world(
            {
                "whole": ([100] * 9, 3, 1_000),
                "other": ([100] * 8, 3, 1_000),
                "no_people": ([100] * 5, 0, 500),
                "no_plan": ([100] * 5, 2, None),
                "silent": ([], 4, 700),
            }
        )
    )

    def without(ranking: str) -> set[str]:
        rows = of(found, ranking).values()
        missing = {row["unit_id"] for row in rows if row["place"] is None}
        for row in rows:
            some = [row[name] is None for name in ("value", "low", "high", "chance")]
            assert some == [row["unit_id"] in missing] * 4
        return missing

    assert without("revenue") == {"silent"}
    assert without("per_head") == {"silent", "no_people"}
    assert without("attainment") == {"silent", "no_plan"}
    assert without("expected") == {"silent", "no_people"}


def test_one_unit_alone_is_first_and_is_compared_with_nobody() -> None:
    found = standings(*world({"alone": ([100] * 9, 3, 1_000)}))
    for ranking in ("revenue", "per_head", "attainment"):
        row = of(found, ranking)["alone"]
        assert (row["place"], row["chance"]) == (1, 1.0)
    assert of(found, "expected")["alone"]["value"] is None
    assert found.compared.empty
    assert tuple(found.compared) == COMPARED
    assert found.spread is None


def test_two_units_are_compared_with_each_other() -> None:
    found = of(
        standings(*world({"a": ([100] * 30, 3, 1_000), "b": ([100] * 10, 3, 1_000)})), "expected"
    )
    assert (found["a"]["place"], found["b"]["place"]) == (1, 2)
    assert 1 < found["a"]["value"] < 1.5
    assert found["a"]["chance"] == found["b"]["chance"] == 1


def test_nothing_sold_and_nobody_there_are_answers_too() -> None:
    for listed in ({}, {"a": ([], 3, 100), "b": ([], 0, None)}):
        found = standings(*world(listed))
        assert tuple(found.places) == PLACES
        assert len(found.places) == 4 * len(listed)
        assert found.places["place"].isna().all()


def test_sales_for_nothing_are_figures_without_an_interval() -> None:
    found = of(standings(*world({"a": ([0, 0, 0], 2, 100), "b": ([0], 2, 100)})), "revenue")
    assert [(row["place"], row["value"], row["low"]) for row in found.values()] == [
        (1, 0.0, None),
        (1, 0.0, None),
    ]


UNIT = st.tuples(
    st.lists(st.sampled_from([0, 50, 100, 100, 1_000_000_007]), max_size=12),
    st.integers(0, 4),
    st.sampled_from([None, 0, 100, 300]),
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from("abcdefgh"), UNIT, max_size=6))
def test_whatever_was_sold_nothing_breaks(listed: dict[str, Unit]) -> None:
    found = standings(*world(listed))
    for ranking in RANKINGS:
        rows = [row for row in of(found, ranking).values() if row["place"] is not None]
        for row in rows:
            assert row["value"] >= 0
            assert np.isfinite(row["value"])
            assert 0 <= row["chance"] <= 1
            if row["low"] is not None:
                assert row["low"] <= row["value"] <= row["high"] < np.inf
            assert row["place"] == 1 + sum(
                other["value"] > row["value"] * (1 + 1e-10) for other in rows
            )
        assert sum(row["chance"] for row in rows) == pytest.approx(min(3, len(rows)))
    if len(found.compared):
        assert found.compared["own_weight"].between(0, 1).all()
        observed = found.compared["observed_ratio"] * found.compared["expected_vnd"]
        assert observed.sum() == pytest.approx(found.compared["expected_vnd"].sum())
