"""Arithmetic of the simulation: sums are met to the last đồng."""

import numpy as np
import pytest

from lib.demo.amounts import fitted, levelled, picked, skewed, split


def test_parts_add_up_to_the_whole():
    parts = split(100, [1, 1, 1])
    assert parts.tolist() == [34, 33, 33]


def test_parts_come_in_steps_and_the_largest_takes_the_odd_rest():
    assert split(1_007, [3, 1], step=10).tolist() == [757, 250]


def test_parts_keep_the_shape_of_their_weights():
    parts = split(10, np.ones((2, 2)))
    assert parts.shape == (2, 2)
    assert parts.sum() == 10


def test_a_weight_of_zero_gets_nothing():
    assert split(7, [0, 1]).tolist() == [0, 7]


def test_levelled_amounts_meet_their_total_and_keep_their_order():
    cells = levelled(np.array([1_200.0, 700.0, 9_900.0]), 12_000, step=500, least=500)
    assert cells.sum() == 12_000
    assert cells.tolist() == [1_500, 500, 10_000]


def test_levelled_amounts_never_fall_below_the_least():
    cells = levelled(np.array([10.0, 10.0, 5_000.0]), 4_000, step=500, least=1_000)
    assert cells.tolist() == [1_000, 1_000, 2_000]


@pytest.mark.parametrize(("total", "reason"), [(1_250, "multiple"), (1_000, "too small")])
def test_a_total_that_cannot_be_met_is_refused(total, reason):
    with pytest.raises(ValueError, match=reason):
        levelled(np.ones(4), total, step=500, least=500)


def test_a_fitted_table_meets_its_margins_and_keeps_its_zeros():
    rows, columns = np.array([30.0, 70.0]), np.array([40.0, 60.0])
    table = fitted(np.array([[1.0, 2.0], [3.0, 1.0]]), [(0, rows), (1, columns)])
    assert table.sum(axis=1) == pytest.approx(rows)
    assert table.sum(axis=0) == pytest.approx(columns)
    with_zero = fitted(np.array([[1.0, 0.0], [1.0, 1.0]]), [(0, rows), (1, columns)])
    assert with_zero[0, 1] == 0


def test_a_skewed_distribution_has_mean_one_and_its_sigma():
    values = skewed(0.9)
    assert values.mean() == pytest.approx(1, abs=1e-5)
    assert np.log(values).std() == pytest.approx(0.9, abs=0.01)


def test_no_spread_is_always_one():
    assert set(skewed(0.0)) == {1.0}


def test_an_index_is_picked_as_often_as_its_weight():
    draws = (np.arange(100) + 0.5) / 100
    counts = np.bincount(picked(np.array([1.0, 0.0, 3.0, 0.0]), draws), minlength=4)
    assert counts.tolist() == [25, 0, 75, 0]
