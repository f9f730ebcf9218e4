"""From a sheet and its header to its rows of data: what is a sale, and what only looks so.

Left out are blank rows, a row of column numbers, the header where it comes again, totals,
and the block of signatures. Rules: domain reference §4.4.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from itertools import pairwise
from typing import TypeVar

import numpy as np

from lib.i18n.folding import fold
from lib.intake.columns import BY_KEY, MEASURES, MONEY_KEYS
from lib.intake.grids import LONGEST_CELL, Grid, plain, shown
from lib.intake.headers import Header, known_columns
from lib.intake.moments import moment, title_day
from lib.intake.parsing import Cell, bare
from lib.intake.tables import Column, Mask, Places, Table, Total, any_of
from lib.intake.titles import unit_above

T = TypeVar("T")

TOTAL = re.compile(r"(?:tong|cong|luy ke)(?: |$)")
NOT_A_TOTAL = re.compile(r"(?:cong hoa|cong tac vien|tong dai|tong cong ty|cong nhan)(?: |$)")
"""Words that only begin like a total: a ward, people, a corporation."""
NUMBERING = re.compile(r"\(?\d{1,2}\)?(?:\s*=.*)?|\(?[a-z]\)?")
SIGNATURE = re.compile(
    r"(?:nguoi lap|lap bieu|nguoi bao cao|ke toan|giam doc|pho giam doc|truong phong|"
    r"thu truong|to truong|truong buu cuc|kiem soat|nguoi kiem|xac nhan|ky ghi ro|ky ten|"
    r"ky dong dau|da ky|noi nhan|.*ngay \d{1,2} thang \d{1,2} nam \d{4}$)"
)
REMARK = re.compile(r"(?:ghi chu|luu y|nguon|chu thich|don vi tinh|dvt|ghi ro|\*)")
IN_A_ROW = 2
"""In the signatures at most so many cells stand in one row."""
NAMES_AGAIN = 4
BLOCK = 8
"""So many rows cut short alike are a spreadsheet's habit of leaving out empty ends."""


def table_of(grid: Grid, header: Header) -> Table:
    """Take the rows of data below a header, as columns."""
    body = _Body(grid, header)
    keep = np.flatnonzero(body.is_data())
    columns = {
        key: body.columns[header.places[key]].taken(keep)
        if key in header.places
        else Column.same("", len(keep))
        for key in BY_KEY
    }
    written: dict[str, Column] = {}
    for place, name in enumerate(header.names):
        if name and place < len(body.columns):
            unique = name if name not in written else f"{name} ({place + 1})"
            written[unique] = body.columns[place].taken(keep)
    rows = grid.rows[: header.first - 1]
    above = [*grid.above, *(" ".join(map(shown, row)) for row in rows)]
    return Table(
        sheet=grid.sheet,
        numbers=body.numbers[keep],
        columns=columns,
        written=written,
        multipliers=header.multipliers,
        title_day=title_day(above),
        lacks_unit="unit" not in header.places,
        unit_written=None if "unit" in header.places else unit_above(grid, header),
        flaws=body.flaws(keep),
        totals=body.totals,
    )


class _Body:
    """The rows below a header while it is told which are data."""

    def __init__(self, grid: Grid, header: Header) -> None:
        self.grid, self.header = grid, header
        self.rows = grid.rows[header.last :]
        self.count = len(self.rows) if grid.body is None else len(grid.body[0])
        self.numbers: Places = np.arange(header.last + 1, header.last + 1 + self.count)
        self.measures = {header.places[key] for key in MEASURES if key in header.places}
        self.errors = self._by_column(grid.errors)
        self.widths = self._by_column(grid.widths)
        self.unvalued = self._by_column(dict.fromkeys(sorted(grid.without_value), True))
        self.lent: dict[int, list[int]] = defaultdict(list)
        self.marked = bool(grid.without_value or grid.hidden)
        if grid.body is None:
            self.lengths: Places = np.fromiter((len(row) for row in self.rows), np.int64)
            width = max(int(self.lengths.max(initial=0)), len(header.names))
            self.columns = [self._column(place) for place in range(width)]
        else:
            self.columns = list(grid.body)
        self.totals: tuple[Total, ...] = ()

    def _column(self, place: int) -> Column:
        cells = [row[place] if place < len(row) else "" for row in self.rows]
        for row, text in self.errors[place]:
            cells[row] = text
        for row, width in self.widths[place]:
            cells[row] = _padded(cells[row], width)
        if place in self.header.places.values() and place not in self.measures:
            self._fill_merged(cells, place)
        # a cell that `inert` kept from coming alive is read as it was before
        return Column.of(plain(cell) if isinstance(cell, str) else cell for cell in cells)

    def _by_column(self, marks: Mapping[tuple[int, int], T]) -> dict[int, list[tuple[int, T]]]:
        """Marks of cells below the header as (place of the row, mark), by column."""
        found: dict[int, list[tuple[int, T]]] = defaultdict(list)
        for (number, column), mark in marks.items():
            row = number - self.header.last - 1
            if 0 <= row < len(self.rows):
                found[column].append((row, mark))
        return found

    def _fill_merged(self, cells: list[Cell], place: int) -> None:
        """Give every row of a merged cell what it says; what is blank and not merged stays so."""
        start = self.header.last + 1
        for top, left, bottom, _ in self.grid.merged:
            if left != place or bottom <= top or bottom < start:
                continue
            first = max(top, start) - start
            for row in range(first + 1, min(bottom - start + 1, len(cells))):
                if cells[row] == "":
                    cells[row] = cells[first]
                    self.lent[place].append(row)

    def _own(self, place: int) -> Mask:
        """Row by row, whether the column holds something that is not lent by a merged cell."""
        filled = self.columns[place].filled()
        filled[self.lent[place]] = False
        return filled

    def is_data(self) -> Mask:
        """Row by row, whether it is data; notes the totals."""
        count = self.count
        filled = any_of((self._own(place) for place in self.header.places.values()), count)
        for place in self.header.places.values():
            filled[[row for row, _ in self.unvalued[place]]] = True
        anything = any_of((column.filled() for column in self.columns), count)
        data = filled & ~self._numbering(anything) & ~self._repeated()
        totals = self._totals(anything) & ~self._repeated()
        self.totals = tuple(self._total(row) for row in map(int, np.flatnonzero(totals & anything)))
        return data & ~totals & ~self._signed(anything)

    def text(self, row: int, place: int) -> str:
        """What a cell shows."""
        return shown(self.columns[place][row])

    def texts(self, row: int) -> list[str]:
        """What the cells of a row show."""
        return [self.text(row, place) for place in range(len(self.columns))]

    def said(self, row: int, key: str) -> str:
        """What the cell of a known column shows; "" without the column."""
        place = self.header.places.get(key)
        return "" if place is None else self.text(row, place)

    def _numbering(self, anything: Mask) -> Mask:
        """The row of column numbers, (1) (2) (3), or of other names, right below the header."""
        found = np.zeros(self.count, np.bool_)
        for row in np.flatnonzero(anything)[:1]:
            texts = [bare(text) for text in self.texts(int(row)) if text]
            numbers = [text for text in texts if re.search(r"\d", text)]
            is_numbered = len(texts) >= 3 and all(NUMBERING.fullmatch(text) for text in texts)
            counted = [int(re.search(r"\d+", text)[0]) for text in numbers]  # type: ignore[index]
            rises = all(a < b for a, b in pairwise(counted))
            letters = [text.strip("()") for text in texts if text not in numbers]
            found[row] = is_numbered and rises and letters == sorted(set(letters))
            found[row] |= len(known_columns(self.texts(int(row)))) >= NAMES_AGAIN
        return found

    def _repeated(self) -> Mask:
        """A header that comes again, as at the top of each printed page."""
        count = np.zeros(self.count, np.int64)
        lines = self.grid.rows[self.header.first - 1 : self.header.last]
        names = [
            {shown(row[place]) for row in lines if place < len(row)} - {""}
            for place in range(len(self.columns))
        ]
        for place in self.header.places.values():
            is_name = partial(_is_one_of, names[place])
            count += self.columns[place].where(is_name, of_plain=False)
        return count >= 2

    def _totals(self, anything: Mask) -> Mask:
        """No seller, no time, and some text begins with tổng, cộng or lũy kế."""
        begins = any_of(
            (
                column.where(lambda cell: _is_total(shown(cell)), of_plain=False)
                for column in self.columns
            ),
            self.count,
        )
        found = np.zeros(self.count, np.bool_)
        for row in np.flatnonzero(begins & anything):
            people = [self.said(int(row), key) for key in ("staff_code", "staff_name", "sold_at")]
            if all(not text or _is_total(text) for text in people):
                place = self.header.places.get("sold_on")
                day: Cell = self.columns[place][int(row)] if place is not None else ""
                found[row] = moment(day, wrong="bad_date").time is None
        return found

    def _total(self, row: int) -> Total:
        place = self.header.places["revenue"]
        label = next((text for text in self.texts(row) if _is_total(text)), "")
        return Total(int(self.numbers[row]), label, self.columns[place][row])

    def _signed(self, anything: Mask) -> Mask:
        """Remarks below the table, and everything thin from the first signature on."""
        found = np.zeros(self.count, np.bool_)
        signed = any_of(
            (
                column.where(lambda cell: bool(SIGNATURE.match(fold(shown(cell)))), of_plain=False)
                for column in self.columns
            ),
            self.count,
        )
        began = False
        for row in np.flatnonzero(anything & (signed | self._thin())):
            has_measure = any(re.search(r"\d", self.said(int(row), key)) for key in MEASURES)
            if has_measure:
                continue
            texts = [text for text in self.texts(int(row)) if text]
            began = began or bool(signed[row] and len(texts) <= IN_A_ROW + 2)
            is_remark = len(texts) == 1 and REMARK.match(fold(texts[0]) or texts[0])
            found[row] = began or bool(is_remark)
        return found

    def _thin(self) -> Mask:
        """Rows with few cells."""
        filled = np.zeros(self.count, np.int64)
        for column in self.columns:
            filled += column.filled()
        return filled <= IN_A_ROW + 1

    def flaws(self, keep: Places) -> dict[int, list[tuple[str, str | None]]]:
        """What is wrong with the cells of the rows that were kept, by their place."""
        found: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
        by_row = dict(zip(keep.tolist(), range(len(keep)), strict=True)) if self.marked else {}
        for key, column in self.header.places.items():
            for row, _ in self.unvalued[column]:
                if row in by_row:
                    found[by_row[row]].append(("formula_without_value", key))
            if key != "note":
                for place in np.flatnonzero(self.columns[column].longer(LONGEST_CELL)[keep]):
                    found[int(place)].append(("cell_too_long", key))
        for number in self.grid.hidden:
            if number - self.header.last - 1 in by_row:
                found[by_row[number - self.header.last - 1]].append(("hidden_row", None))
        if self.grid.is_ragged and self.grid.body is None:
            for place in np.flatnonzero(self._shifted(keep)):
                found[int(place)].append(("column_count_mismatch", None))
        return dict(found)

    def _shifted(self, keep: Places) -> Mask:
        """Rows with a delimiter too many or too few, whose cells may have moved.

        A spreadsheet leaves out empty ends for blocks of rows at a time; one short row among
        long ones has lost a cell.
        """
        expected = max(place + 1 for place, name in enumerate(self.header.names) if name)
        required = max(place for key, place in self.header.places.items() if BY_KEY[key].required)
        lengths = self.lengths[keep]
        sizes, alike, counts = np.unique(lengths, return_inverse=True, return_counts=True)
        is_habit = (counts >= min(BLOCK, len(keep))) & (sizes > required)
        shifted: Mask = (lengths < expected) & ~is_habit[alike]
        given = max(len(row) for row in self.grid.rows[self.header.first - 1 : self.header.last])
        is_odd = (sizes > given) & (counts < BLOCK)
        for place in np.flatnonzero(lengths > expected):
            row = int(keep[place])
            has_more = any(self.text(row, at) for at in range(expected, int(lengths[place])))
            is_longer = lengths[place] > given and self._is_parted(row)
            shifted[place] = has_more or is_longer or bool(is_odd[alike[place]])
        return shifted

    def _is_parted(self, row: int) -> bool:
        """Whether an amount fell apart at its own separators: 250,000 is 250 beside 000."""
        places = [self.header.places[key] for key in MONEY_KEYS if key in self.header.places]
        return any(
            re.fullmatch(r"\d{1,3} \d{3}", f"{self.text(row, place)} {self.text(row, place + 1)}")
            for place in places
        )


def _padded(cell: Cell, width: int) -> Cell:
    """A number as it is shown: 123 under the format 00000 is 00123."""
    if isinstance(cell, bool) or not isinstance(cell, int | float) or cell != int(cell):
        return cell
    return str(int(cell)).zfill(width)


def _is_one_of(names: set[str], cell: Cell) -> bool:
    return shown(cell) in names


def _is_total(text: str) -> bool:
    folded = fold(text)
    return bool(TOTAL.match(folded)) and not NOT_A_TOTAL.match(folded)
