"""Header names to columns of the template, and the unit a money header states."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.i18n.folding import fold
from lib.intake.parsing import Cell, bare
from lib.intake.template import BY_NAME, MONEY_KEYS

HEADER_WITHIN = 30
"""The header stands within this many rows from the top."""
FEWEST_KNOWN = 4
"""This many known names make a row the header."""

MULTIPLIERS = {
    "": 1,
    "dong": 1,
    "d": 1,
    "vnd": 1,
    "₫": 1,
    "nghindong": 1000,
    "ngandong": 1000,
    "nghin": 1000,
    "ngan": 1000,
    "1000dong": 1000,
    "1000d": 1000,
    "1000vnd": 1000,
    "trieudong": 10**6,
    "trieu": 10**6,
    "trieuvnd": 10**6,
    "trd": 10**6,
    "trdong": 10**6,
    "tydong": 10**9,
    "tidong": 10**9,
    "ty": 10**9,
}
IN_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
STATED_UNIT = re.compile(r"\b(?:dvt|don vi tinh)\b\s*:?\s*([^()\[\]]+)")


@dataclass(frozen=True)
class Header:
    """Where the columns of a table are.

    `places` gives the place of each known column; `multipliers` what the money columns are
    counted in; `repeated` the known columns that stand there twice.
    """

    names: tuple[str, ...]
    places: Mapping[str, int]
    multipliers: Mapping[str, int]
    repeated: tuple[str, ...]


def known_columns(cells: Sequence[Cell]) -> list[tuple[int, str, int | None]]:
    """List (place, column key, stated multiplier) for each cell that names a known column."""
    found = []
    for place, cell in enumerate(cells):
        named = _named(cell) if isinstance(cell, str) else None
        if named:
            found.append((place, *named))
    return found


def header(names: Sequence[str], above: Sequence[str]) -> Header:
    """Read a header row; `above` are the lines over it, where a common unit may stand."""
    common = next(
        (
            MULTIPLIERS[_compact(found[1])]
            for line in above
            if (found := STATED_UNIT.search(bare(line))) and _compact(found[1]) in MULTIPLIERS
        ),
        1,
    )
    places: dict[str, int] = {}
    multipliers: dict[str, int] = {}
    repeated = []
    for place, key, stated in known_columns(names):
        if key in places:
            repeated.append(key)
            continue
        places[key] = place
        if key in MONEY_KEYS:
            multipliers[key] = common if stated is None else stated
    return Header(tuple(names), places, multipliers, tuple(repeated))


def _named(cell: str) -> tuple[str, int | None] | None:
    """Return (column key, multiplier stated in brackets or None), or None when not known."""
    units = [_compact(bare(match[1] or match[2] or "")) for match in IN_BRACKETS.finditer(cell)]
    column = BY_NAME.get(fold(IN_BRACKETS.sub(" ", cell)))
    if column is None:
        return None
    stated = [MULTIPLIERS[unit] for unit in units if unit in MULTIPLIERS and unit]
    if column.key in MONEY_KEYS:
        # "(USD)", "(%)": not an amount in đồng, so not this column.
        if any(unit not in MULTIPLIERS for unit in units):
            return None
        return column.key, stated[0] if stated else None
    if any(multiplier != 1 for multiplier in stated):
        return None
    return column.key, None


def _compact(unit: str) -> str:
    """Bring a unit to one spelling: "ĐVT: 1.000 đ" -> "1000d"."""
    words = re.sub(r"^\s*(dvt|don vi tinh)\s*:?", "", unit)
    return re.sub(r"[\s.,*:]", "", words)
