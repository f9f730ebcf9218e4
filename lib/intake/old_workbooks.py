"""An old .xls workbook (BIFF) to grids, with what its formats tell: dates, zeros, hidden rows."""

import datetime as dt
import struct
from collections.abc import Iterator

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER
from xlrd.biffh import error_text_from_code as ERROR_TEXTS
from xlrd.compdoc import CompDocError

from lib.errors import FileRefused
from lib.intake.grids import Grid
from lib.intake.parsing import Cell
from lib.intake.workbooks import MOST_COLUMNS, MOST_SHEETS, MOST_TEXT, zeros

VISIBLE = 0


def read_old_workbook(data: bytes, *, most_rows: int) -> list[Grid]:
    """Read the visible sheets.

    Raises FileRefused: `unsupported_format` (found: broken, locked), `file_too_large`,
    `too_many_rows` (limit), `too_many_sheets` (limit).
    """
    try:
        with xlrd.open_workbook(
            file_contents=data, formatting_info=True, on_demand=True, logfile=_Silent()
        ) as book:
            if book.nsheets > MOST_SHEETS:
                raise FileRefused("too_many_sheets", limit=MOST_SHEETS)
            return list(_grids(book, most_rows))
    except FileRefused:
        raise
    except xlrd.XLRDError as error:
        is_locked = "encrypted" in str(error).lower()
        found = "locked" if is_locked else "broken"
        raise FileRefused("unsupported_format", found=found) from error
    except (
        # what the reader trips over in bytes that are no workbook
        CompDocError,
        struct.error,
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        MemoryError,
        NotImplementedError,
        OSError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        raise FileRefused("unsupported_format", found="broken") from error


class _Silent:
    """Swallows what the reader would print."""

    def write(self, _: str) -> int:
        return 0

    def flush(self) -> None:
        return None


def _grids(book: xlrd.Book, most_rows: int) -> Iterator[Grid]:
    text_size = 0
    for index in range(book.nsheets):
        sheet = book.sheet_by_index(index)
        if sheet.visibility != VISIBLE:
            continue
        if sheet.nrows > most_rows + 1000:
            raise FileRefused("too_many_rows", limit=most_rows)
        if sheet.ncols > MOST_COLUMNS:
            raise FileRefused("file_too_large", limit_mb=MOST_TEXT // 2**20)
        grid = _grid(book, sheet)
        text_size += sum(len(one) for row in grid.rows for one in row if isinstance(one, str))
        if text_size > MOST_TEXT:
            raise FileRefused("file_too_large", limit_mb=MOST_TEXT // 2**20)
        yield grid


def _grid(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Grid:
    errors: dict[tuple[int, int], str] = {}
    widths: dict[tuple[int, int], int] = {}
    rows: list[list[Cell]] = []
    for number in range(1, sheet.nrows + 1):
        row: list[Cell] = []
        for place, cell in enumerate(sheet.row(number - 1)):
            if cell.ctype == XL_CELL_ERROR:
                errors[number, place] = ERROR_TEXTS.get(cell.value, "#N/A")
                row.append("")
            elif cell.ctype == XL_CELL_NUMBER:
                width = zeros(_format(book, cell))
                if width:
                    widths[number, place] = width
                row.append(cell.value)
            elif cell.ctype == XL_CELL_DATE:
                row.append(_moment(cell.value, book.datemode))
            elif cell.ctype == XL_CELL_BOOLEAN:
                row.append(bool(cell.value))
            else:
                row.append(str(cell.value))
        rows.append(row)
    hidden = {place + 1 for place, info in sheet.rowinfo_map.items() if info.hidden}
    merged = [(first + 1, left, last, right - 1) for first, last, left, right in sheet.merged_cells]
    return Grid(
        sheet=sheet.name,
        rows=rows,
        hidden=frozenset(hidden),
        errors=errors,
        widths=widths,
        merged=tuple(merged),
    )


def _format(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    if cell.xf_index is None:
        return ""
    key = book.xf_list[cell.xf_index].format_key
    return str(book.format_map[key].format_str) if key in book.format_map else ""


def _moment(serial: float, datemode: int) -> Cell:
    """A number that is shown as a date, a time or both."""
    found: dt.datetime
    try:
        found = xlrd.xldate_as_datetime(serial, datemode)
    except (xlrd.xldate.XLDateError, OverflowError, ValueError):
        return serial
    if 0 <= serial < 1:
        return found.time()
    rounded = found + dt.timedelta(microseconds=500_000)
    return rounded.replace(microsecond=0)
