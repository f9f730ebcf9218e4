"""What a unit of its size and service mix would sell if it did as the whole does.

Indirect standardisation, as in standardised mortality ratios: the whole's rates applied to the
unit's own make-up (Breslow and Day 1987, Statistical Methods in Cancer Research II, section 2.3).

    expected revenue = people of each role x the whole's revenue per head of that role
                     x how the services it was given to sell went in the whole

The second factor is the industry mix of shift-share analysis (Dunn 1960, Papers of the Regional
Science Association 6, 97-112). The mix is that of the targets and not of what was sold: a unit
must not be excused, or praised, by its own result.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.fairness.gamma import Floats

SMALL_PLAN = 0.02
"""A service with this share of the whole plan leans half to how all services went together."""
GRAIN_SALES = 20
"""As many average sales of the whole are added to a unit's own before its grain is taken."""


@dataclass(frozen=True)
class Expected:
    """What each unit is compared with; one value per unit, in the order of `unit_id`.

    `vnd` is the expected revenue; `mix` what its services do to it (1: nothing); `grain_vnd` the
    amount that counts as one independent event (mean square over mean of a sale). Money in VND.
    """

    unit_id: tuple[str, ...]
    revenue_vnd: Floats
    vnd: Floats
    mix: Floats
    grain_vnd: Floats


def expected_of(units: pd.DataFrame, services: pd.DataFrame, roles: pd.DataFrame) -> Expected:
    """The units that can be compared, with what is expected of them; the sum is what was sold.

    units has unit_id, staff_count and has_figures (leaderboard.units_by_attainment); services and
    roles are fairness.services and fairness.roles. A unit without figures, without people, or
    whose roles sell nothing anywhere is not compared and makes no rate.
    """
    ids = units.loc[units["has_figures"] & (units["staff_count"] > 0), "unit_id"]
    compared = sorted(str(one) for one in ids)
    size = _size(roles, compared)
    codes = sorted(set(services["service_code"].astype(str)))
    sold, given, squares, counts = (
        _table(services, "service_code", codes, compared, value)
        for value in ("revenue_vnd", "target_vnd", "square_sum", "sale_count")
    )
    kept = size > 0
    revenue = sold.sum(axis=1)
    if not revenue[kept].sum() > 0:
        return _none()
    mix = _mix(sold[kept], given[kept])
    vnd = size[kept] * mix
    mean, square = revenue.sum() / counts.sum(), squares.sum() / counts.sum()
    own = squares.sum(axis=1)[kept] + GRAIN_SALES * square
    return Expected(
        unit_id=tuple(one for one, is_kept in zip(compared, kept, strict=True) if is_kept),
        revenue_vnd=revenue[kept],
        vnd=vnd * revenue[kept].sum() / vnd.sum(),
        mix=mix,
        grain_vnd=own / (revenue[kept] + GRAIN_SALES * mean),
    )


def _size(roles: pd.DataFrame, compared: list[str]) -> Floats:
    """Revenue expected of each unit's people (VND), at the whole's rate of their role.

    Revenue that no role with people can claim is spread over all heads alike.
    """
    named = [*sorted(set(roles["role_code"].dropna().astype(str))), ""]
    known = roles.assign(role_code=roles["role_code"].astype("string").fillna(""))
    heads = _table(known, "role_code", named, compared, "staff_count")
    sold = _table(known, "role_code", named, compared, "revenue_vnd").sum(axis=0)
    people = heads.sum(axis=0)
    rates = np.divide(sold, people, out=np.zeros_like(people), where=people > 0)
    everybody = people.sum()
    rates += sold[people == 0].sum() / everybody if everybody else 0.0
    return np.asarray(heads @ rates, dtype=np.float64)


def _mix(sold: Floats, given: Floats) -> Floats:
    """How the services of each unit's targets went in the whole, against the whole's own mix.

    Units without targets have 1, and so have all where there is no plan or one service.
    """
    planned = given.sum(axis=0)
    whole, of_unit = planned.sum(), given.sum(axis=1)
    if not whole > 0:
        return np.ones(len(sold))
    has_plan = planned > 0
    overall = sold[:, has_plan].sum() / whole
    if not overall > 0:
        return np.ones(len(sold))
    lean = SMALL_PLAN * whole
    reached = (sold.sum(axis=0) + lean * overall) / (planned + lean)
    rate = np.where(has_plan, reached, 0.0)
    rate = rate / (planned @ rate / whole)
    mix = np.divide(given @ rate, of_unit, out=np.ones(len(sold)), where=of_unit > 0)
    return np.asarray(mix, dtype=np.float64)


def _table(
    frame: pd.DataFrame, column: str, columns: Sequence[str], compared: list[str], value: str
) -> Floats:
    """A value as a table of units by codes; what is missing is 0."""
    table = np.zeros((len(compared), len(columns)))
    rows = {one: index for index, one in enumerate(compared)}
    places = {one: index for index, one in enumerate(columns)}
    amounts = frame[value].astype("Float64").fillna(0.0)
    for unit_id, code, amount in zip(frame["unit_id"], frame[column], amounts, strict=True):
        if unit_id in rows:
            table[rows[unit_id], places[code]] += float(amount)
    return table


def _none() -> Expected:
    nothing = np.zeros(0)
    return Expected((), nothing, nothing, nothing, nothing)
