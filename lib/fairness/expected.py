"""What a unit of its size and service mix would sell if it did as the whole does.

Indirect standardisation, as in standardised mortality ratios: the whole's rates applied to the
unit's own make-up (Breslow and Day 1987, Statistical Methods in Cancer Research II, section 2.3).

    expected revenue = people of each role x the whole's sales per head of that role
                     x what a sale of the unit's services is worth on average in the whole
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.fairness.gamma import Floats

MIX_SALES = 20
"""As many sales of the whole's mix are added to a unit's own: three sales are no mix yet."""


@dataclass(frozen=True)
class Expected:
    """What each unit is compared with; one value per unit, in the order of `unit_id`.

    `vnd` is the expected revenue, `sale_vnd` what one of its sales is worth on average, `grain_vnd`
    the amount that counts as one independent event (mean square over mean), all in VND.
    """

    unit_id: tuple[str, ...]
    revenue_vnd: Floats
    vnd: Floats
    sale_vnd: Floats
    grain_vnd: Floats


def expected_of(units: pd.DataFrame, services: pd.DataFrame, roles: pd.DataFrame) -> Expected:
    """The units that can be compared, with what is expected of them; the sum is what was sold.

    units has unit_id, revenue_vnd, staff_count and has_figures (leaderboard.units_by_attainment);
    services and roles are fairness.services and fairness.roles. A unit without figures, without
    people, or whose roles sell nothing anywhere is not compared and makes no rate.
    """
    ids = units.loc[units["has_figures"] & (units["staff_count"] > 0), "unit_id"]
    compared = sorted(str(one) for one in ids)
    heads, sold = _by_role(roles, compared)
    expected_sales = _expected_sales(heads, sold)
    counts, amounts, squares = _by_service(services, compared)
    whole = counts.sum(axis=0)
    total = whole.sum()
    if not total or not amounts.sum() > 0:
        return _none()
    mix = counts + MIX_SALES * whole / total
    mix = mix / mix.sum(axis=1, keepdims=True)
    sale_vnd = mix @ (amounts.sum(axis=0) / whole)
    square = mix @ (squares.sum(axis=0) / whole)
    revenue = amounts.sum(axis=1)
    vnd = expected_sales * sale_vnd
    kept = vnd > 0
    if not kept.any() or not revenue[kept].sum() > 0:
        return _none()
    vnd = vnd[kept] * revenue[kept].sum() / vnd[kept].sum()
    return Expected(
        unit_id=tuple(one for one, is_kept in zip(compared, kept, strict=True) if is_kept),
        revenue_vnd=revenue[kept],
        vnd=vnd,
        sale_vnd=sale_vnd[kept],
        grain_vnd=square[kept] / sale_vnd[kept],
    )


def _expected_sales(heads: Floats, sold: Floats) -> Floats:
    """Sales expected of each unit: its people at the whole's rate of their role.

    The last column of sold has no role; sales that no role with people can claim are spread over
    all heads alike.
    """
    people, sales = heads.sum(axis=0), sold.sum(axis=0)
    rates = np.divide(sales, people, out=np.zeros_like(people), where=people > 0)
    unclaimed = sales[people == 0].sum()
    everybody = people.sum()
    rates += unclaimed / everybody if everybody else 0.0
    return np.asarray(heads @ rates, dtype=np.float64)


def _by_role(roles: pd.DataFrame, compared: list[str]) -> tuple[Floats, Floats]:
    """People and sales as tables of units by roles; sales without a role in the last column."""
    named = sorted(set(roles["role_code"].dropna().astype(str)))
    column = roles["role_code"].astype(object).where(roles["role_code"].notna(), None)
    return (
        _table(roles, column, [*named, None], compared, "staff_count"),
        _table(roles, column, [*named, None], compared, "sale_count"),
    )


def _by_service(services: pd.DataFrame, compared: list[str]) -> tuple[Floats, Floats, Floats]:
    """Sales, amounts and squares as tables of units by the services that any of them sold."""
    mine = services[services["unit_id"].isin(compared)]
    codes = sorted(set(mine["service_code"].astype(str)))
    counts, amounts, squares = (
        _table(mine, mine["service_code"], codes, compared, value)
        for value in ("sale_count", "revenue_vnd", "square_sum")
    )
    return counts, amounts, squares


def _table(
    frame: pd.DataFrame,
    column: pd.Series,
    columns: Sequence[str | None],
    compared: list[str],
    value: str,
) -> Floats:
    table = np.zeros((len(compared), len(columns)))
    rows = {one: index for index, one in enumerate(compared)}
    places = {one: index for index, one in enumerate(columns)}
    for unit_id, code, amount in zip(frame["unit_id"], column, frame[value], strict=True):
        if unit_id in rows:
            table[rows[unit_id], places[code]] += float(amount)
    return table


def _none() -> Expected:
    nothing = np.zeros(0)
    return Expected((), nothing, nothing, nothing, nothing)
