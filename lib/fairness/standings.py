"""The four rankings side by side: what, between which ends, which place, how surely of the first.

found = standings(units, services, roles)      # frames of leaderboard and fairness queries
found.places       one row per ranking and unit
found.compared     what the fourth ranking compares each unit with
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.fairness.chances import TAILS, chance_of_top, ratio_draws, sum_draws, sum_interval
from lib.fairness.expected import Expected, expected_of
from lib.fairness.gamma import Floats, gamma_quantiles
from lib.fairness.shrinkage import Shrunk, shrunk

RANKINGS = ("revenue", "per_head", "attainment", "expected")
"""By revenue, revenue per head, share of the plan, and against what is expected."""

PLACES = ("ranking", "unit_id", "place", "value", "low", "high", "chance")
COMPARED = (
    "unit_id",
    "expected_vnd",
    "mix",
    "observed_ratio",
    "ratio",
    "own_weight",
)
DIGITS = 12
"""Values that agree to so many digits are level: exchangeable units share a place."""


@dataclass(frozen=True)
class Standings:
    """What `standings` found."""

    places: pd.DataFrame
    """Columns PLACES, per ranking in the order of the units asked about. value, low and high are
    VND, VND a head, a share of the plan, or a ratio to what is expected; chance is that of being
    among the first three. What cannot be said is missing."""
    compared: pd.DataFrame
    """Columns COMPARED, one row per unit that can be compared: VND, what the service mix does to
    it (1: nothing), the ratio as it is, the ratio as far as it can be believed, and how much of
    that is the unit's own figures."""
    spread: float | None
    """Standard deviation of true ratios among units; None when there is nothing to compare."""


def standings(units: pd.DataFrame, services: pd.DataFrame, roles: pd.DataFrame) -> Standings:
    """Rank units four ways; units as in leaderboard.units_by_attainment, one row per unit.

    A unit without figures has no place anywhere, one without people or without a plan none where
    those are needed. services and roles are fairness.services and fairness.roles of the same units.
    """
    ids = sorted(str(one) for one in units.loc[units["has_figures"], "unit_id"])
    by_id = units.set_index("unit_id").loc[ids]
    sums = services.groupby("unit_id").agg(
        squares=("square_sum", "sum"), largest=("largest_sale_vnd", "max")
    )
    sums = sums.reindex(ids)
    total, squares = _floats(by_id["revenue_vnd"]), _floats(sums["squares"])
    low, high = sum_interval(total, squares, _floats(sums["largest"]))
    draws = sum_draws(total, squares)
    found: dict[str, dict[str, tuple[float, float, float, float]]] = {}
    for ranking, divisor in (
        ("revenue", np.ones(len(ids))),
        ("per_head", _floats(by_id["staff_count"])),
        ("attainment", _floats(by_id["target_vnd"])),
    ):
        kept = divisor > 0
        by = divisor[kept]
        chance = chance_of_top(draws[:, kept] / by)
        columns = (total[kept] / by, low[kept] / by, high[kept] / by, chance)
        names = [one for one, is_kept in zip(ids, kept, strict=True) if is_kept]
        found[ranking] = _rows(names, columns)
    expected = expected_of(units, services, roles)
    believed = _believed(expected)
    if believed is not None:
        ends = gamma_quantiles(believed.shape, TAILS) / believed.rate[:, None]
        chance = chance_of_top(ratio_draws(believed.shape, believed.rate))
        columns = (believed.ratio, ends[:, 0], ends[:, 1], chance)
        found["expected"] = _rows(list(expected.unit_id), columns)
    return Standings(
        places=_places(units, found),
        compared=_compared(expected, believed),
        spread=None if believed is None else believed.spread,
    )


def _believed(expected: Expected) -> Shrunk | None:
    """The shrunk ratios; None for a single unit, which is only ever what is expected of it."""
    if len(expected.unit_id) < 2:
        return None
    return shrunk(expected.revenue_vnd / expected.grain_vnd, expected.vnd / expected.grain_vnd)


def _rows(
    ids: list[str], columns: tuple[Floats, Floats, Floats, Floats]
) -> dict[str, tuple[float, float, float, float]]:
    listed = (column.tolist() for column in columns)
    return dict(zip(ids, zip(*listed, strict=True), strict=True))


def _places(
    units: pd.DataFrame, found: dict[str, dict[str, tuple[float, float, float, float]]]
) -> pd.DataFrame:
    rows: list[tuple[object, ...]] = []
    for ranking in RANKINGS:
        values = found.get(ranking, {})
        level = {one: float(f"{value[0]:.{DIGITS}g}") for one, value in values.items()}
        for unit_id in units["unit_id"].astype(str):
            if unit_id not in values:
                rows.append((ranking, unit_id, None, None, None, None, None))
                continue
            place = 1 + sum(other > level[unit_id] for other in level.values())
            rows.append((ranking, unit_id, place, *values[unit_id]))
    frame = pd.DataFrame(rows, columns=list(PLACES))
    types = {"ranking": "string", "unit_id": "string", "place": "Int64"}
    return frame.astype({**dict.fromkeys(PLACES, "Float64"), **types})


def _compared(expected: Expected, believed: Shrunk | None) -> pd.DataFrame:
    if believed is None:
        frame = pd.DataFrame([], columns=list(COMPARED))
    else:
        frame = pd.DataFrame(
            {
                "unit_id": list(expected.unit_id),
                "expected_vnd": expected.vnd,
                "mix": expected.mix,
                "observed_ratio": expected.revenue_vnd / expected.vnd,
                "ratio": believed.ratio,
                "own_weight": believed.own,
            }
        )
    return frame.astype({**dict.fromkeys(COMPARED, "Float64"), "unit_id": "string"})


def _floats(column: pd.Series) -> Floats:
    """Numbers as floats; what is missing counts as 0."""
    return np.asarray(column.astype("Float64").fillna(0.0), dtype=np.float64)
