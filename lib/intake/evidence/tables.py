"""A sheet of evidence: where its header stands, and which of the rows below it are data.

Left out are blank rows, the header where it comes again, totals and the block of signatures.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lib.i18n.folding import fold
from lib.intake.encodings import from_old_fonts
from lib.intake.evidence.fields import Layout
from lib.intake.grids import LONGEST_CELL, Grid, plain, shown
from lib.intake.headers import HEADER_WITHIN, IN_BRACKETS, MULTIPLIERS, common_unit, compact
from lib.intake.layout import NOT_A_TOTAL, REMARK, SIGNATURE, TOTAL
from lib.intake.moments import title_day
from lib.intake.parsing import Cell, bare

THIN = 2
"""A signature stands in a row with at most so many cells."""
MEASURES = ("count", "money", "score")


@dataclass(frozen=True)
class ReadRow:
    """One row of data.

    `number` is the row the spreadsheet shows; `cells` are by column key, `written` everything by
    the file's own headers; `flaws` are codes found while reading, each with its column or None.
    """

    sheet: str
    number: int
    cells: Mapping[str, Cell]
    written: Mapping[str, str]
    flaws: tuple[tuple[str, str | None], ...] = ()
    title_day: date | None = None
    multipliers: Mapping[str, int] = field(default_factory=dict)


class Table:
    """One sheet with the place of its header; `is_old` when it is typed in old fonts."""

    def __init__(self, grid: Grid, layout: Layout, header: int, *, is_old: bool) -> None:
        self.grid, self.layout, self.header, self.is_old = grid, layout, header, is_old
        self.names = [shown(self._read(cell)) for cell in grid.rows[header]]
        self.places, self.repeated, stated = _places(layout, self.names)
        above = [*grid.above, *(" ".join(map(shown, row)) for row in grid.rows[:header])]
        self.title_day = title_day(above)
        common = common_unit(above)
        self.multipliers = {
            one.key: stated.get(one.key) or common
            for one in layout.fields
            if one.cells == "money" and one.key in self.places
        }
        self.totals: list[int] = []

    @classmethod
    def found(cls, grid: Grid, layout: Layout) -> "Table | None":
        """The table under the row with most known names; None without any."""
        best = None
        for place in range(min(len(grid.rows), HEADER_WITHIN)):
            for is_old in (False, True):
                table = cls(grid, layout, place, is_old=is_old)
                score = len(table.places) - 10 * len(table.missing)
                if table.places and (best is None or score > best[0]):
                    best = (score, table)
        return best[1] if best else None

    @property
    def missing(self) -> list[str]:
        """The required columns that are not there."""
        lacking = [one.header for one in self.layout.required if one.key not in self.places]
        if self.layout.kind == "hourly_reports" and not {"team", "leader_code"} & set(self.places):
            lacking.append(self.layout.field("team").header)
        return lacking

    def rows(self) -> list[ReadRow]:
        """The rows of data below the header."""
        found: list[ReadRow] = []
        signed = False
        for place in range(self.header + 1, len(self.grid.rows)):
            number = place + 1
            cells = self._cells(place)
            known = {key: cells[at] for key, at in self.places.items() if at < len(cells)}
            texts = {key: shown(cell) for key, cell in known.items()}
            filled = [one for one in map(shown, cells) if one]
            flaws = self._flaws(number, cells)
            if not any(texts.values()) and not flaws:
                continue
            if sum(texts.get(key) == self.names[at] for key, at in self.places.items()) >= 2:
                continue
            if self._is_total(texts, filled):
                self.totals.append(number)
                continue
            signed = signed or self._is_signed(texts, filled)
            if (signed or self._is_remark(filled)) and not self._has_measure(texts):
                continue
            found.append(
                ReadRow(
                    self.grid.sheet,
                    number,
                    {one.key: known.get(one.key, "") for one in self.layout.fields},
                    self._written(cells),
                    flaws,
                    self.title_day,
                    self.multipliers,
                )
            )
        return found

    def _read(self, cell: Cell) -> Cell:
        """A cell without what kept it from coming alive, in today's letters."""
        if not isinstance(cell, str):
            return cell
        return from_old_fonts(plain(cell)) if self.is_old else plain(cell)

    def _cells(self, place: int) -> list[Cell]:
        """The cells of a row as they are shown: errors, leading zeros, merged cells."""
        number = place + 1
        cells: list[Cell] = [self._read(cell) for cell in self.grid.rows[place]]
        cells += [""] * (len(self.names) - len(cells))
        for at, cell in enumerate(cells):
            width = self.grid.widths.get((number, at))
            whole = isinstance(cell, int | float) and not isinstance(cell, bool)
            if (number, at) in self.grid.errors:
                cells[at] = self.grid.errors[number, at]
            elif width and whole and cell == int(cell):  # type: ignore[arg-type]
                cells[at] = str(int(cell)).zfill(width)  # type: ignore[arg-type]
        measured = {
            self.places[one.key]
            for one in self.layout.fields
            if one.cells in MEASURES and one.key in self.places
        }
        for top, left, bottom, _ in self.grid.merged:
            is_inside = top < number <= bottom and top > self.header + 1
            if is_inside and left < len(cells) and left not in measured and cells[left] == "":
                cells[left] = self._read(self.grid.rows[top - 1][left])
        return cells

    def _flaws(self, number: int, cells: Sequence[Cell]) -> tuple[tuple[str, str | None], ...]:
        found: list[tuple[str, str | None]] = []
        if number in self.grid.hidden:
            found.append(("hidden_row", None))
        if self.grid.is_ragged and any(shown(one) for one in cells[len(self.names) :]):
            found.append(("column_count_mismatch", None))
        for key, at in self.places.items():
            if (number, at) in self.grid.without_value:
                found.append(("formula_without_value", key))
            if at < len(cells) and len(shown(cells[at])) > LONGEST_CELL:
                found.append(("cell_too_long", key))
        return tuple(found)

    def _written(self, cells: Sequence[Cell]) -> dict[str, str]:
        found: dict[str, str] = {}
        for place, name in enumerate(self.names):
            if name and place < len(cells):
                unique = name if name not in found else f"{name} ({place + 1})"
                found[unique] = shown(cells[place])[:LONGEST_CELL]
        return found

    def _is_total(self, texts: Mapping[str, str], filled: Sequence[str]) -> bool:
        """Nobody's row that begins with tổng, cộng or lũy kế."""
        who = ("staff_code", "team", "leader_code")
        people = [texts.get(key, "") for key in who]
        return any(map(_says_total, filled)) and all(not one or _says_total(one) for one in people)

    def _is_signed(self, texts: Mapping[str, str], filled: Sequence[str]) -> bool:
        named = any(SIGNATURE.match(fold(one)) for one in filled)
        return named and len(filled) <= THIN + 2 and not self._has_measure(texts)

    def _is_remark(self, filled: Sequence[str]) -> bool:
        return len(filled) == 1 and bool(REMARK.match(fold(filled[0]) or filled[0]))

    def _has_measure(self, texts: Mapping[str, str]) -> bool:
        """Whether a figure or a time stands in the row."""
        cells = (*MEASURES, "clock", "hour")
        keys = [one.key for one in self.layout.fields if one.cells in cells]
        return any(re.search(r"\d", texts.get(key, "")) for key in keys)


def _places(
    layout: Layout, names: Sequence[str]
) -> tuple[dict[str, int], list[str], dict[str, int]]:
    """Where each column stands, those that stand twice, and what money is counted in.

    A name that several columns go by belongs to the one it is surest for.
    """
    claims: list[tuple[int, int, str]] = []
    units: dict[int, int] = {}
    for place, name in enumerate(names):
        written = bare(name)
        folded = fold(IN_BRACKETS.sub(" ", written))
        stated = [compact(one[1] or one[2] or "") for one in IN_BRACKETS.finditer(written)]
        known = [MULTIPLIERS[one] for one in stated if one in MULTIPLIERS]
        if known:
            units[place] = known[0]
        claims += [
            (one.names.index(folded), place, one.key)
            for one in layout.fields
            if folded in one.names
        ]
    places: dict[str, int] = {}
    sure: dict[str, int] = {}
    repeated: list[str] = []
    for sureness, place, key in sorted(claims):
        if place in places.values():
            continue
        if key not in places:
            places[key], sure[key] = place, sureness
        elif sure[key] == sureness:
            repeated.append(layout.field(key).header)
    return places, repeated, {key: units[at] for key, at in places.items() if at in units}


def _says_total(text: str) -> bool:
    folded = fold(text)
    return bool(TOTAL.match(folded)) and not NOT_A_TOTAL.match(folded)
