"""The rows of a sheet as columns, each distinct cell held once.

Files of a campaign say the same few words again and again: units, services, people, hours.
So a column is the list of its distinct cells and, row by row, which of them it holds; what
is read, folded or looked up is read, folded or looked up once per distinct cell.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from lib.intake.grids import shown
from lib.intake.parsing import Cell

Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Column:
    """`cells[codes[row]]` is the cell of a row."""

    codes: Places
    cells: Sequence[Cell]

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> "Column":
        """Hold each distinct cell once; 1, 1.0 and TRUE stay apart."""
        seen: dict[tuple[type, Cell], int] = {}
        codes = np.fromiter(
            (seen.setdefault((type(cell), cell), len(seen)) for cell in cells), np.int64
        )
        return cls(codes, [cell for _, cell in seen])

    @classmethod
    def same(cls, cell: Cell, count: int) -> "Column":
        """The same cell in every row."""
        return cls(np.zeros(count, np.int64), [cell])

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> Cell:
        cell: Cell = self.cells[int(self.codes[row])]
        return cell

    def taken(self, rows: Places | Mask) -> "Column":
        """The column with only some of its rows."""
        return Column(self.codes[rows], self.cells)

    def where(self, holds: Callable[[Cell], bool]) -> Mask:
        """Row by row, whether something holds of the cell."""
        return np.fromiter((holds(cell) for cell in self.cells), np.bool_, len(self.cells))[
            self.codes
        ]

    def filled(self) -> Mask:
        """Row by row, whether anything is written."""
        return self.where(lambda cell: shown(cell) != "")


@dataclass(frozen=True)
class Total:
    """A total row: its number, and the cell in the revenue column."""

    row: int
    label: str
    revenue: Cell


@dataclass(frozen=True)
class Table:
    """The data rows of one sheet.

    `numbers` are the rows as the spreadsheet counts them; `columns` the known columns by key,
    `written` all of the file's columns by their own names. `flaws` are problem codes found
    while reading, by place of the row, each with its column key or None. A table that
    `lacks_unit` has no column of units; `unit_written` is the unit that stands for all its rows.
    """

    sheet: str
    numbers: Places
    columns: Mapping[str, Column]
    written: Mapping[str, Column]
    multipliers: Mapping[str, int] = field(default_factory=dict)
    title_day: date | None = None
    lacks_unit: bool = False
    unit_written: str | None = None
    flaws: Mapping[int, Sequence[tuple[str, str | None]]] = field(default_factory=dict)
    totals: Sequence[Total] = ()

    def __len__(self) -> int:
        return len(self.numbers)

    def raw(self, row: int, longest: int) -> dict[str, str]:
        """A row as it was handed in, by the file's own headers; long cells are cut."""
        return {name: shown(column[row])[:longest] for name, column in self.written.items()}

    def texts(self, row: int) -> dict[str, str]:
        """The known cells of a row as text, by column key."""
        return {key: shown(column[row]) for key, column in self.columns.items()}


def any_of(masks: Iterable[Any], count: int) -> Mask:
    """Row by row, whether one of the masks holds."""
    found: Mask = np.zeros(count, np.bool_)
    for mask in masks:
        found |= mask
    return found
