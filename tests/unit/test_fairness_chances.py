"""What chance could do to a sum of sales, and to the first three, against independent draws."""

import random

import numpy as np
import pytest

from lib.fairness import chances
from lib.fairness.chances import chance_of_top, ratio_draws, sum_draws, sum_interval


def array(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def sums(*units: list[float]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return (
        array(*(sum(one) for one in units)),
        array(*(sum(x * x for x in one) for one in units)),
        array(*(max(one) for one in units)),
    )


def test_sales_of_one_amount_have_the_exact_interval_of_a_count() -> None:
    # ten sales of 100: 80 % limits of a Poisson count of 10 are 6.221 and 15.407
    low, high = sum_interval(*sums([100.0] * 10))
    assert low[0] == pytest.approx(622.1, abs=0.1)
    assert high[0] == pytest.approx(1_540.7, abs=0.1)


def test_one_large_sale_among_small_ones_widens_the_interval() -> None:
    low, high = sum_interval(*sums([100.0] * 10, [10.0] * 10 + [900.0]))
    assert low[1] < low[0] < 1_000 < high[0] < high[1]


def test_a_sum_of_nothing_has_no_interval() -> None:
    low, high = sum_interval(array(0, 50), array(0, 2_500), array(0, 50))
    assert np.isnan([low[0], high[0]]).all()
    assert 0 < low[1] < 50 < high[1]


@pytest.mark.parametrize(("mean_count", "least"), [(4, 0.75), (15, 0.79), (80, 0.79)])
def test_the_interval_holds_the_true_mean_about_as_often_as_it_says(
    mean_count: int, least: float
) -> None:
    # of four sales the rare large one has often not been seen yet: there it holds a little less
    drawn = np.random.Generator(np.random.PCG64(mean_count))
    amounts = array(50, 100, 100, 200, 500)
    truth = mean_count * float(amounts.mean())
    made = [drawn.choice(amounts, drawn.poisson(mean_count)).tolist() for _ in range(1_000)]
    low, high = sum_interval(*sums(*[one for one in made if one]))
    held = ((low <= truth) & (truth <= high)).sum() / len(made)
    assert least <= held <= 0.93


def test_levels_have_the_mean_and_the_variance_of_the_sum() -> None:
    drawn = sum_draws(array(1_000, 0, 300), array(100_000, 0, 90_000))
    assert drawn.shape == (chances.DRAWS, 3)
    assert drawn.mean(axis=0) == pytest.approx([1_000, 0, 300], rel=0.02)
    assert drawn.var(axis=0) == pytest.approx([100_000, 0, 90_000], rel=0.05)


def test_every_run_draws_the_same() -> None:
    again = [sum_draws(array(10, 20), array(5, 5)) for _ in range(2)]
    assert np.array_equal(again[0], again[1])
    assert not np.array_equal(again[0], ratio_draws(array(20, 80), array(2, 4)))


def test_the_chance_agrees_with_draws_made_another_way() -> None:
    shapes, rates = [30.0, 12.0, 8.0, 25.0, 3.0, 60.0], [31.0, 11.0, 9.0, 22.0, 3.5, 66.0]
    found = chance_of_top(ratio_draws(array(*shapes), array(*rates)))
    drawn, runs = random.Random(11), 30_000
    first = [0] * len(shapes)
    for _ in range(runs):
        values = [
            drawn.gammavariate(shape, 1 / rate) for shape, rate in zip(shapes, rates, strict=True)
        ]
        for index in sorted(range(len(values)), key=values.__getitem__)[-3:]:
            first[index] += 1
    assert found == pytest.approx([one / runs for one in first], abs=0.015)
    assert found.sum() == pytest.approx(3)


def test_exchangeable_units_have_equal_chances() -> None:
    found = chance_of_top(sum_draws(array(*[500.0] * 8), array(*[20_000.0] * 8)))
    assert found == pytest.approx([3 / 8] * 8, abs=0.015)
    assert found.sum() == pytest.approx(3)


def test_whoever_is_far_ahead_is_sure_to_be_among_the_first() -> None:
    found = chance_of_top(sum_draws(array(900, 90, 80, 70, 60), array(900, 90, 80, 70, 60)))
    assert found[0] == 1
    assert (np.diff(found[1:]) < 0).all()


def test_up_to_three_units_are_always_among_the_first_three() -> None:
    for count in (1, 2, 3):
        drawn = sum_draws(array(*range(1, count + 1)), array(*range(1, count + 1)))
        assert chance_of_top(drawn).tolist() == [1.0] * count
    assert chance_of_top(np.zeros((5, 0))).tolist() == []


def test_units_level_at_the_last_seat_share_it() -> None:
    found = chance_of_top(np.array([[5.0, 4.0, 0.0, 0.0, 0.0, 0.0]] * 10))
    assert found.tolist() == [1, 1, 0.25, 0.25, 0.25, 0.25]
