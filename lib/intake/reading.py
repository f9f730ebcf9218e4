"""Bytes to rows: what the file is, where its table stands, which of its rows are data.

    file = read(data, "cam-pha-1530.xlsx", most_bytes=20 * 2**20, most_rows=50_000)

Nothing is judged here but the file as a whole: a file that cannot be read as the
template's layout is refused with its reason; every row of data is handed on.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lib.errors import FileRefused
from lib.i18n.folding import fold
from lib.intake.delimited import read_delimited
from lib.intake.grids import LONGEST_CELL, Grid, plain, shown
from lib.intake.headers import FEWEST_KNOWN, HEADER_WITHIN, Header, header, known_columns
from lib.intake.moments import moment, title_day
from lib.intake.parsing import Cell
from lib.intake.sniffing import Kind, kind
from lib.intake.template import BY_KEY, REQUIRED
from lib.intake.workbooks import read_workbook

PERSON_OR_PRODUCT = ("staff_code", "staff_name", "product")


@dataclass(frozen=True)
class RawRow:
    """One row of data: cells by template key, and as text by the file's own headers.

    `flaws` are problem codes found while reading, each with its column key or None.
    """

    number: int
    sheet: str
    cells: Mapping[str, Cell]
    raw: Mapping[str, str]
    multipliers: Mapping[str, int]
    title_day: date | None
    flaws: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True)
class ReadFile:
    """A file that could be read; `totals` are its total rows, which are not data."""

    file_name: str
    sha256: str
    size: int
    kind: Kind
    rows: tuple[RawRow, ...]
    totals: tuple[RawRow, ...] = field(default=())


def read(data: bytes, file_name: str, *, most_bytes: int, most_rows: int) -> ReadFile:
    """Read a file; raise FileRefused with the reason when that cannot be done safely.

    Reasons: empty_file, file_too_large, unsupported_format, undecodable_encoding,
    broken_quotes, too_many_sheets, too_many_rows, missing_columns, repeated_columns,
    cumulative_not_transaction.
    """
    if len(data) > most_bytes:
        raise FileRefused("file_too_large", limit_mb=max(most_bytes // 2**20, 1))
    found = kind(data)
    if found == "xlsx":
        grids = read_workbook(data, most_rows=most_rows)
    else:
        grids = [read_delimited(data, most_rows=most_rows)]
    rows: list[RawRow] = []
    totals: list[RawRow] = []
    for grid, place in _tables(grids):
        for row, is_total in _rows(grid, place):
            (totals if is_total else rows).append(row)
            if len(rows) > most_rows:
                raise FileRefused("too_many_rows", limit=most_rows)
    if not rows:
        raise FileRefused("empty_file")
    digest = hashlib.sha256(data).hexdigest()
    return ReadFile(file_name, digest, len(data), found, tuple(rows), tuple(totals))


def _tables(grids: list[Grid]) -> list[tuple[Grid, int]]:
    """Choose the sheets with sales and the place of each header; summaries are left out."""
    filled = [grid for grid in grids if any(shown(cell) for row in grid.rows for cell in row)]
    if not filled:
        raise FileRefused("empty_file")
    complete: list[tuple[Grid, int]] = []
    lacking: list[tuple[bool, int, list[str], str]] = []
    for grid in filled:
        place = _header_place(grid)
        known = {key for _, key, _ in known_columns(grid.rows[place])}
        _refuse_cumulative(grid, place, known)
        missing = [column.header for column in REQUIRED if column.key not in known]
        if not missing:
            complete.append((grid, place))
        # A sheet without services is a summary or a guide: of no use beside a table of sales.
        else:
            is_sales = "service" in known and len(known) >= FEWEST_KNOWN
            lacking.append((is_sales, len(known), missing, grid.sheet))
    if not complete or any(is_sales for is_sales, *_ in lacking):
        _, _, missing, sheet = max(lacking, key=lambda one: one[:2])
        raise FileRefused("missing_columns", columns=missing, sheet=sheet)
    return complete


def _header_place(grid: Grid) -> int:
    """Find the first row with enough known names, else the one with the most."""
    counts = [len({key for _, key, _ in known_columns(row)}) for row in grid.rows[:HEADER_WITHIN]]
    enough = [place for place, count in enumerate(counts) if count >= FEWEST_KNOWN]
    return enough[0] if enough else counts.index(max(counts))


def _refuse_cumulative(grid: Grid, place: int, known: set[str]) -> None:
    """Refuse running totals per unit: added up as sales, they would multiply the money."""
    if "unit" not in known or any(key in known for key in PERSON_OR_PRODUCT):
        return
    for row in grid.rows[: place + 1]:
        if any(" luy ke " in f" {fold(cell)} " for cell in row if isinstance(cell, str)):
            raise FileRefused("cumulative_not_transaction", sheet=grid.sheet)


def _rows(grid: Grid, place: int) -> Iterator[tuple[RawRow, bool]]:
    """Yield (row, whether it is a total) for each row below the header that holds something."""
    names = [shown(cell) for cell in grid.rows[place]]
    above = [" ".join(shown(cell) for cell in row) for row in grid.rows[:place]]
    head = header(names, above)
    if head.repeated:
        raise FileRefused("repeated_columns", columns=[BY_KEY[key].header for key in head.repeated])
    day = title_day(above)
    for number, row in enumerate(grid.rows[place + 1 :], start=place + 2):
        texts = [shown(cell) for cell in row]
        if grid.errors:
            texts = [grid.errors.get((number, at), text) for at, text in enumerate(texts)]
        waiting = any((number, at) in grid.without_value for at in head.places.values())
        if not any(texts) and not waiting:
            continue
        if _repeats(texts, head):
            continue
        raw = _raw_row(grid, number, row, texts, head, day)
        yield raw, _is_total(raw, texts)


def _raw_row(
    grid: Grid,
    number: int,
    row: Sequence[Cell],
    texts: list[str],
    head: Header,
    day: date | None,
) -> RawRow:
    cells: dict[str, Cell] = {}
    flaws: list[tuple[str, str | None]] = []
    for key in BY_KEY:
        place = head.places.get(key, len(texts))
        cell = row[place] if place < len(texts) else ""
        cells[key] = plain(cell) if isinstance(cell, str) else cell
        if (number, place) in grid.errors:
            cells[key] = texts[place]
        if (number, place) in grid.without_value:
            flaws.append(("formula_without_value", key))
        if key != "note" and place < len(texts) and len(texts[place]) > LONGEST_CELL:
            flaws.append(("cell_too_long", key))
    if number in grid.hidden:
        flaws.append(("hidden_row", None))
    if grid.is_ragged and _is_shifted(texts, head):
        flaws.append(("column_count_mismatch", None))
    raw = {
        name: written[:LONGEST_CELL]
        for name, written in zip(head.names, texts, strict=False)
        if name
    }
    return RawRow(number, grid.sheet, cells, raw, head.multipliers, day, tuple(flaws))


def _is_shifted(texts: list[str], head: Header) -> bool:
    """Tell whether a delimiter too many or too few may have moved the cells of a row.

    Excel leaves out delimiters at the end of a row; only columns that may be empty can be
    missing there.
    """
    if any(texts[len(head.names) :]):
        return True
    return any(head.places[column.key] >= len(texts) for column in REQUIRED)


def _repeats(texts: list[str], head: Header) -> bool:
    """Tell a header that comes again, as at the top of each printed page."""
    same = sum(
        place < len(texts) and texts[place] == head.names[place] for place in head.places.values()
    )
    return same >= FEWEST_KNOWN


def _is_total(row: RawRow, texts: list[str]) -> bool:
    """Tell a total: no seller, no time, and some text begins with tổng, cộng or lũy kế."""
    if any(shown(row.cells[key]) for key in ("staff_code", "staff_name", "sold_at")):
        return False
    folded = [f"{fold(written)} " for written in texts if written]
    if not any(one.startswith(("tong ", "cong ", "luy ke ")) for one in folded):
        return False
    return moment(row.cells["sold_on"], wrong="bad_date").time is None
