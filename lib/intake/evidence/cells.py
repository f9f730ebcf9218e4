"""Cells of evidence as values, read without guessing; a problem code where that cannot be done.

What sales know already (dates, times, whole numbers, money) is read by the same parsers.
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from lib.i18n.folding import clean, fold
from lib.intake.evidence.fields import Cells
from lib.intake.evidence.vocabulary import CHANNELS, MODES
from lib.intake.grids import shown
from lib.intake.moments import moment
from lib.intake.parsing import BLANK, Cell, Reading, money, quantity

BEST_SCORE = 100
LINK = re.compile(r"https?://[^\s<>\"']{3,}")
UNTIL = re.compile(r"\s*(?:[-–—]|den|đến)\s*")
"""Between the two ends of an hour: 8h-9h."""
OWN_CODES = {
    "bad_quantity": "bad_count",
    "negative_amount": "negative_value",
}
"""What a sale's sentence about one column is called for any column."""


def is_blank(cell: Cell) -> bool:
    """Whether nothing is written, or a dash."""
    return isinstance(cell, str) and BLANK.fullmatch(shown(cell)) is not None


def read(cell: Cell, cells: Cells, *, multiplier: int = 1) -> Reading[Any]:
    """Read a cell: int for counts and VND, float for scores, date, time, code or text.

    Units, people and teams stay text: what they mean depends on the row.
    """
    if is_blank(cell):
        return Reading()
    if cells == "count":
        return _renamed(quantity(cell))
    if cells == "money":
        return _renamed(money(cell, multiplier=multiplier))
    if cells == "score":
        return _score(cell)
    if cells == "day":
        found = moment(cell, wrong="bad_date")
        return Reading(found.day, found.problem or (None if found.day else "bad_date"))
    if cells == "clock":
        found = moment(cell, wrong="bad_time")
        return Reading(found.time, found.problem or (None if found.time else "bad_time"))
    if cells == "hour":
        return _hour(cell)
    if cells == "channel":
        return _word(cell, CHANNELS, "unknown_channel")
    if cells == "mode":
        return _word(cell, MODES, "unknown_mode")
    if cells == "link":
        written = shown(cell)
        return Reading(written) if LINK.fullmatch(written) else Reading(problem="bad_link")
    return Reading(shown(cell))


def _renamed(found: Reading[int]) -> Reading[int]:
    problem = found.problem
    return Reading(problem=OWN_CODES.get(problem, problem)) if problem else found


def _score(cell: Cell) -> Reading[float]:
    """A mark from 0 to 100, with a comma or a point for the decimals."""
    written = shown(cell).replace(",", ".")
    if not re.fullmatch(r"\d{1,3}(\.\d{1,4})?", written) or float(written) > BEST_SCORE:
        return Reading(problem="bad_score")
    return Reading(float(written))


def _hour(cell: Cell) -> Reading[dt.time]:
    """The end of an hour: "9h", "09:00", 9, or the hour itself: "8h-9h"."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 1 <= cell < 24:
        return _clock(f"{int(cell)}h") if cell == int(cell) else Reading(problem="bad_time")
    whole = _clock(cell)
    if not isinstance(cell, str) or whole.value:
        return whole
    last = UNTIL.split(clean(cell))[-1]
    return _clock(f"{last}h" if re.fullmatch(r"\d{1,2}", last) else last)


def _clock(cell: Cell) -> Reading[dt.time]:
    found = moment(cell, wrong="bad_time")
    return Reading(found.time, None if found.time else "bad_time")


def _word(cell: Cell, words: Mapping[str, str], problem: str) -> Reading[str]:
    """A word of a list, or one of the list's own codes."""
    written = shown(cell)
    code = words.get(fold(written)) or (written if written in words.values() else None)
    return Reading(code) if code else Reading(problem=problem)
