"""The rows of a sheet as columns, each distinct cell held once.

Files of a campaign say the same few words again and again: units, services, people, hours.
So a column is the list of its distinct cells and, row by row, which of them it holds; what
is read, folded or looked up is read, folded or looked up once per distinct cell.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from lib.intake.columns import MOMENT_KEYS, MONEY_KEYS
from lib.intake.grids import shown
from lib.intake.moments import moment
from lib.intake.parsing import BLANK, Cell, in_words, quantity

Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


PLAIN = r"^[!-&(-~]*[0-9][!-&(-~]*$"
"""Printable ASCII without spaces, holding a digit: a code, a number, a date. Such a cell is
shown as it is, and is no word of a header, a total or a signature."""
IS_PLAIN = re.compile(PLAIN)


class Texts(Sequence[str]):
    """Cells that are all text, held by Arrow."""

    def __init__(self, array: pa.StringArray) -> None:
        self.array = array

    def __len__(self) -> int:
        return len(self.array)

    def __getitem__(self, place: Any) -> Any:
        """One cell, or some of them."""
        return Texts(self.array[place]) if isinstance(place, slice) else self.array[place].as_py()

    def __iter__(self) -> Iterator[str]:
        return iter(self.array.to_pylist())


@dataclass(frozen=True)
class Column:
    """`cells[codes[row]]` is the cell of a row."""

    codes: Places
    cells: Sequence[Cell]

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> "Column":
        """Hold each distinct cell once; 1, 1.0 and TRUE stay apart."""
        seen: dict[Any, int] = {}
        number = seen.setdefault
        codes = [
            number(cell if type(cell) is str else (type(cell), cell), len(seen)) for cell in cells
        ]
        distinct = [key if type(key) is str else key[1] for key in seen]
        return cls(np.array(codes, np.int64), distinct)

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
        return self if len(rows) == len(self) else Column(self.codes[rows], self.cells)

    @cached_property
    def is_plain(self) -> Mask:
        """Cell by cell, whether it needs no second look."""
        if isinstance(self.cells, Texts):
            return np.asarray(pc.match_substring_regex(self.cells.array, PLAIN))
        plain = (isinstance(one, str) and IS_PLAIN.match(one) is not None for one in self.cells)
        return np.fromiter(plain, np.bool_, len(self.cells))

    def where(self, holds: Callable[[Cell], bool], *, of_plain: bool | None = None) -> Mask:
        """Row by row, whether something holds of the cell; `of_plain` is said of plain cells."""
        found = np.full(len(self.cells), bool(of_plain))
        asked = np.arange(len(found)) if of_plain is None else np.flatnonzero(~self.is_plain)
        for place in asked:
            found[place] = holds(self.cells[int(place)])
        return self._by_row(found)

    def matching(self, pattern: str) -> Mask:
        """Row by row, whether a cell of text holds the pattern (RE2)."""
        if isinstance(self.cells, Texts):
            array = self.cells.array
        else:
            array = pa.array([one if isinstance(one, str) else "" for one in self.cells])
        return self._by_row(np.asarray(pc.match_substring_regex(array, pattern)))

    def longer(self, most: int) -> Mask:
        """Row by row, whether the cell is longer as text."""
        if isinstance(self.cells, Texts):
            return self._by_row(np.asarray(pc.utf8_length(self.cells.array)) > most)
        lengths = (len(shown(cell)) > most for cell in self.cells)
        return self._by_row(np.fromiter(lengths, np.bool_, len(self.cells)))

    def filled(self) -> Mask:
        """Row by row, whether anything is written."""
        return self.where(lambda cell: shown(cell) != "", of_plain=True)

    def said(self) -> pa.Array:
        """Cell by cell, the clean text; null for an empty cell or a dash."""
        if not isinstance(self.cells, Texts):
            return pa.array([said(cell) or None for cell in self.cells], pa.string())
        odd = np.flatnonzero(~self.is_plain)
        texts = [said(self.cells[int(place)]) or None for place in odd]
        return pc.replace_with_mask(
            self.cells.array, pa.array(~self.is_plain), pa.array(texts, pa.string())
        )

    def _by_row(self, found: Mask) -> Mask:
        if found.all() or not found.any():
            return np.full(len(self), bool(len(found)) and bool(found[0]))
        return found[self.codes]


def said(cell: Cell) -> str:
    """The text of a cell; "" for an empty one or a dash."""
    written = shown(cell)
    return "" if BLANK.fullmatch(written) else written


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
    `lacks_unit` has no column of units; `unit_written` is the unit that stands for all its rows
    but those that were given one of their own.
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

    def alone(self, row: int) -> dict[str, str]:
        """The known cells of a row so that they say the same without the table around them.

        The unit and the day that stand above the table are written into the row, money gets
        the unit that the header states, and what is no text is written as it was read.
        """
        found = self.texts(row)
        found["unit"] = found["unit"] or self.unit_written or ""
        read = {key: moment(self.columns[key][row], wrong="bad_time") for key in MOMENT_KEYS}
        for key, one in read.items():
            if not isinstance(self.columns[key][row], str) and not one.problem:
                found[key] = one.in_full()
        on, clock = read["sold_on"], read["sold_at"]
        if self.title_day and not (on.day or on.problem or clock.day):
            found["sold_on"] = replace(on, day=self.title_day).in_full()
        for key in MONEY_KEYS:
            multiplier = self.multipliers.get(key, 1)
            found[key] = in_words(self.columns[key][row], found[key], multiplier)
        items = self.columns["quantity"][row]
        count = None if isinstance(items, str) else quantity(items).value
        return found if count is None else {**found, "quantity": str(count)}

    def texts(self, row: int) -> dict[str, str]:
        """The known cells of a row as text, by column key."""
        return {key: shown(column[row]) for key, column in self.columns.items()}


def any_of(masks: Iterable[Any], count: int) -> Mask:
    """Row by row, whether one of the masks holds."""
    found: Mask = np.zeros(count, np.bool_)
    for mask in masks:
        found |= mask
    return found


def firsts(numbered: Places) -> Places:
    """Where each number first stands, when they are numbered in the order they come in."""
    if not len(numbered):
        return np.zeros(0, np.int64)
    highest = np.maximum.accumulate(numbered)
    return np.flatnonzero(np.concatenate(([True], highest[1:] > highest[:-1])))
