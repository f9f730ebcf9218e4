"""The whole model on made campaigns whose truth is known: do its intervals and chances hold?"""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from lib.fairness.standings import standings
from lib.queries import fairness

UNITS, CAMPAIGNS = 14, 80
ROLES = {"teller": 1_800_000, "postman": 1_000_000, "office": 400_000}
"""Revenue a head on an average day."""
SERVICES = {
    "HTD": (0.3, 80_000, 0.4, 1.4),
    "BCCP": (0.3, 200_000, 0.6, 0.9),
    "PTI": (0.4, 900_000, 0.5, 0.8),
}
"""Share of revenue, usual amount, spread of its logarithm, how the service goes everywhere."""


def made(seed: int, spread: float) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, np.ndarray]:
    """Units from three people to a hundred, with targets and roles of their own; true ratios."""
    drawn = np.random.Generator(np.random.PCG64(seed))
    truth = drawn.gamma(spread**-2, spread**2, UNITS)
    units, services, roles = [], [], []
    for index, size in enumerate(np.geomspace(3, 100, UNITS)):
        unit_id, people, total, count = f"u{index:02}", 0, 0, 0
        mix = np.array([one[0] for one in SERVICES.values()]) * drawn.uniform(0.5, 1.5, 3)
        mix /= mix.sum()
        amounts: dict[str, list[int]] = {code: [] for code in SERVICES}
        due = 0.0
        for (role, rate), part in zip(ROLES.items(), drawn.dirichlet((6, 6, 3)), strict=True):
            heads = max(round(size * part), int(role == "teller"))
            sold = 0
            for (code, (_, usual, rough, luck)), share in zip(SERVICES.items(), mix, strict=True):
                mean = usual * np.exp(rough**2 / 2)
                times = drawn.poisson(heads * rate * share * luck * truth[index] / mean)
                new = [int(usual * drawn.lognormal(0, rough)) for _ in range(times)]
                amounts[code] += new
                sold += sum(new)
            roles.append((unit_id, role, heads, sold, 1))
            people, due = people + heads, due + heads * rate
        for (code, listed), share in zip(amounts.items(), mix, strict=True):
            squares, most = float(sum(one * one for one in listed)), max(listed, default=None)
            services.append(
                (unit_id, code, sum(listed), int(due * share), len(listed), squares, most)
            )
            total, count = total + sum(listed), count + len(listed)
        units.append((unit_id, total, int(due), people, count > 0))
    columns = ["unit_id", "revenue_vnd", "target_vnd", "staff_count", "has_figures"]
    return (
        pd.DataFrame(units, columns=columns),
        pd.DataFrame(services, columns=list(fairness.SERVICES)),
        pd.DataFrame(roles, columns=list(fairness.ROLES)),
        truth,
    )


@cache
def campaigns(spread: float) -> pd.DataFrame:
    """All made campaigns: the fourth ranking beside the truth, which is relative to the whole."""
    frames = []
    for seed in range(CAMPAIGNS):
        *frames_in, truth = made(seed, spread)
        found = standings(*frames_in)
        expected = found.places[found.places["ranking"] == "expected"].reset_index(drop=True)
        kept = [int(one[1:]) for one in found.compared["unit_id"]]
        expected = expected[expected["unit_id"].isin(found.compared["unit_id"])]
        expected = expected.reset_index(drop=True)
        vnd = found.compared["expected_vnd"].to_numpy(dtype=float)
        relative = truth[kept] * vnd.sum() / (truth[kept] * vnd).sum()
        first = pd.Series(relative).rank(ascending=False) <= 3
        raw = found.compared["observed_ratio"]
        frames.append(expected.assign(truth=relative, first=first, raw=raw))
    return pd.concat(frames, ignore_index=True)


@pytest.mark.parametrize("spread", [0.15, 0.4])
def test_eight_of_ten_true_ratios_lie_in_their_intervals(spread: float) -> None:
    known = campaigns(spread)
    held = (known["low"] <= known["truth"]) & (known["truth"] <= known["high"])
    assert held.mean() == pytest.approx(0.8, abs=0.05)


@pytest.mark.parametrize("spread", [0.15, 0.4])
def test_small_units_are_not_believed_too_much_nor_too_little(spread: float) -> None:
    small = campaigns(spread)
    small = small[small["unit_id"] < "u05"]
    held = (small["low"] <= small["truth"]) & (small["truth"] <= small["high"])
    assert held.mean() == pytest.approx(0.8, abs=0.08)
    shrunk = ((small["value"] - small["truth"]) ** 2).mean()
    assert shrunk < 0.8 * ((small["raw"] - small["truth"]) ** 2).mean()


@pytest.mark.parametrize("spread", [0.15, 0.4])
def test_a_chance_comes_true_as_often_as_it_says(spread: float) -> None:
    known = campaigns(spread)
    for low, high in ((0.0, 0.1), (0.1, 0.35), (0.35, 0.65), (0.65, 1.0)):
        said = known[(known["chance"] >= low) & (known["chance"] <= high)]
        assert said["first"].mean() == pytest.approx(said["chance"].mean(), abs=0.1)
