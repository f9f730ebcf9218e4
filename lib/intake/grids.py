"""A sheet as rows of cells, numbered as the spreadsheet numbers them."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lib.i18n.folding import clean
from lib.intake.parsing import Cell

if TYPE_CHECKING:
    from lib.intake.tables import Column

LONGEST_CELL = 500
FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so comes alive when a spreadsheet opens it."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no workbook may hold."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells; rows from 1, columns from 0."""


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet; row 1 is `rows[0]`.

    `hidden` holds row numbers; `without_value` the places (row number, column from 0) of
    formulas that were never calculated, `errors` the error cells as a spreadsheet shows
    them, `widths` the digits of numbers shown with leading zeros. `above` is text that stands
    over a table outside of it. A large file is read as columns: then `rows` end with the header
    and `body` holds what stands below. A CSV file has rows of differing length (`is_ragged`).
    """

    sheet: str
    rows: Sequence[Sequence[Cell]]
    hidden: frozenset[int] = frozenset()
    without_value: frozenset[tuple[int, int]] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    widths: Mapping[tuple[int, int], int] = field(default_factory=dict)
    merged: Sequence[Area] = ()
    above: Sequence[str] = ()
    body: "Sequence[Column] | None" = None
    is_ragged: bool = False


def shown(cell: Cell) -> str:
    """Return a cell as text, the way people write it: 250000, 21/09/2024, 08:15."""
    if isinstance(cell, str):
        return clean(plain(cell)) if cell else ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.strftime("%d/%m/%Y %H:%M:%S" if cell.second else "%d/%m/%Y %H:%M")
    if isinstance(cell, dt.date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, dt.time):
        return cell.strftime("%H:%M:%S" if cell.second else "%H:%M")
    return str(cell)


def plain(written: str) -> str:
    """Take off the apostrophe that `inert` puts before text that looks like a formula."""
    return written[1:] if written[:1] == "'" and written[1:].startswith(FORMULA_LIKE) else written


def inert(written: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run; show what it cannot hold."""
    held = CONTROL.sub("\ufffd", written)
    return f"'{held}" if held.startswith(FORMULA_LIKE) else held
