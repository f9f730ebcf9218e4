"""Arithmetic of the simulation: shares into whole amounts, tables fitted to their margins.

Everything here gives the same digits on any machine: only +, -, x, / and stable sorts, and
tables of the normal distribution rounded far above the last place.
"""

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

STEPS = 1024
"""How finely the normal distribution is cut; draws pick one of these steps."""


def split(total: int, weights: npt.ArrayLike, *, step: int = 1) -> Ints:
    """Part a whole amount by weights, in multiples of step; the parts add up to total.

    Largest remainders get what rounding leaves; the largest weight takes an odd rest below
    one step. Shape as weights, which must not all be zero.
    """
    shares = np.asarray(weights, dtype=np.float64)
    flat = shares.ravel()
    units, rest = divmod(total, step)
    exact = np.round(flat * (units / flat.sum()), 9)
    parts = np.floor(exact).astype(np.int64)
    short = units - int(parts.sum())
    order = np.argsort(parts - exact, kind="stable")
    parts[order[:short]] += 1
    parts *= step
    parts[int(np.argmax(flat))] += rest
    result: Ints = parts.reshape(shares.shape)
    return result


def fitted(table: Floats, margins: Sequence[tuple[int, Floats]], *, rounds: int = 200) -> Floats:
    """Scale a table until its sums along each axis meet the margins (iterative fitting).

    A margin is (axis kept, sums wanted). Zero cells stay zero. The sums meet the margins
    as closely as the zeros allow.
    """
    result = table.astype(np.float64)
    for _ in range(rounds):
        for axis, wanted in margins:
            others = tuple(other for other in range(result.ndim) if other != axis)
            found = result.sum(axis=others)
            factor = np.divide(wanted, found, out=np.zeros_like(found), where=found > 0)
            shape = [1] * result.ndim
            shape[axis] = -1
            result = result * factor.reshape(shape)
    rounded: Floats = np.round(result, 9)
    return rounded


def skewed(sigma: float) -> Floats:
    """A log-normal distribution of mean 1, as STEPS equally likely values."""
    normal = NormalDist()
    values = np.array(
        [math.exp(sigma * normal.inv_cdf((step + 0.5) / STEPS)) for step in range(STEPS)]
    )
    result: Floats = np.round(values / values.mean(), 6)
    return result


def picked(weights: Floats, draws: Floats) -> Ints:
    """The index each draw in [0, 1) falls on when indexes are as likely as their weights."""
    edges = np.cumsum(weights)
    found = np.searchsorted(edges, draws * edges[-1], side="right")
    last = int(np.flatnonzero(weights)[-1])
    result: Ints = np.minimum(found, last).astype(np.int64)
    return result


def levelled(amounts: Floats, total: int, *, step: int, least: int) -> Ints:
    """Round amounts to multiples of step, none below least, adding up to total exactly.

    What rounding leaves is pushed into the largest cells. Raises ValueError when total is
    not a multiple of step or too small for the cells.
    """
    cells = np.maximum(np.floor(amounts / step).astype(np.int64) * step, least)
    left, odd = divmod(total - int(cells.sum()), step)
    if odd:
        raise ValueError(f"{total} is not a multiple of {step}")
    order = np.argsort(-cells, kind="stable")
    while left:
        room = order if left > 0 else order[cells[order] >= least + step]
        if not room.size:
            raise ValueError(f"{total} is too small for {cells.size} cells of {least}")
        turn = room[: abs(left)]
        cells[turn] += step if left > 0 else -step
        left -= len(turn) if left > 0 else -len(turn)
    return cells
