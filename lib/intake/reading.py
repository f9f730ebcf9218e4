"""Bytes to tables: what the file is, where its tables stand, which of their rows are data.

    file = read(data, "cam-pha-1530.xlsx", most_bytes=20 * 2**20, most_rows=50_000)

Nothing is judged here but the file as a whole: what cannot be read as sales is refused with
its reason; every row of data is handed on.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lib.errors import FileRefused
from lib.intake.columns import BY_KEY, REQUIRED
from lib.intake.delimited import read_columns, read_delimited
from lib.intake.encodings import decoded, from_old_fonts
from lib.intake.grids import Grid, shown
from lib.intake.headers import HEADER_WITHIN, Header, find_header, is_cumulative
from lib.intake.layout import table_of
from lib.intake.sniffing import Kind, kind
from lib.intake.tables import Table
from lib.intake.workbooks import read_workbook

PERSON_OR_PRODUCT = ("staff_code", "staff_name", "product")
OF_ONE_SALE = (*PERSON_OR_PRODUCT, "sold_at", "receipt_no", "customer_code")
"""Beside a sheet with such a column, a sheet without any is a summary of it."""
LARGE = 4 * 2**20
"""From this size on a text file is read column by column, where it can be."""
LOSSY_HEADER = 3
"""So many letters lost in the words near the top make a file one that cannot be repaired."""


Progress = Callable[[str, float], None]
"""Hears which step has begun (reading, finding, checking, comparing) and the share that is done."""


def in_silence(step: str, share: float) -> None:
    """Hear nothing of the progress."""


@dataclass(frozen=True)
class ReadFile:
    """A file that could be read; `content` are its bytes, where it was handed in as some."""

    file_name: str
    sha256: str
    size: int
    kind: Kind
    tables: tuple[Table, ...]
    content: bytes = field(default=b"", repr=False)


def read(
    data: bytes,
    file_name: str,
    *,
    most_bytes: int,
    most_rows: int,
    progress: Progress = in_silence,
) -> ReadFile:
    """Read a file; raise FileRefused with the reason when that cannot be done safely.

    Reasons: empty_file, file_too_large, unsupported_format, undecodable_encoding,
    broken_quotes, too_many_sheets, too_many_rows, missing_columns, repeated_columns,
    cumulative_not_transaction. `progress` hears how far it is.
    """
    progress("reading", 0.0)
    if len(data) > most_bytes:
        raise FileRefused("file_too_large", limit_mb=max(most_bytes // 2**20, 1))
    found = kind(data)
    grids = _grids(data, found, most_rows)
    progress("finding", 0.5)
    tables = [table_of(grid, header) for grid, header in _chosen(grids)]
    tables = [table for table in tables if len(table)]
    if not tables:
        raise FileRefused("empty_file")
    if sum(map(len, tables)) > most_rows:
        raise FileRefused("too_many_rows", limit=most_rows)
    digest = hashlib.sha256(data).hexdigest()
    return ReadFile(file_name, digest, len(data), found, tuple(tables), data)


def _grids(data: bytes, found: Kind, most_rows: int) -> list[Grid]:
    if found == "xlsx":
        return read_workbook(data, most_rows=most_rows)
    if found == "xls":
        from lib.intake.old_workbooks import read_old_workbook  # rare: not at each start

        return read_old_workbook(data, most_rows=most_rows)
    if found == "html":
        from lib.intake.markup import read_markup

        return read_markup(decoded(data), most_rows=most_rows)
    if len(data) >= LARGE:
        grid = read_columns(data, most_rows=most_rows)
        if grid is not None:
            return [grid]
    return [read_delimited(decoded(data), most_rows=most_rows)]


def _chosen(grids: list[Grid]) -> list[tuple[Grid, Header]]:
    """Choose the sheets with sales; summaries beside them are left out."""
    filled = [grid for grid in grids if any(shown(cell) for row in grid.rows for cell in row)]
    if not filled:
        raise FileRefused("empty_file")
    sales: list[tuple[Grid, Header]] = []
    refused: list[tuple[int, FileRefused]] = []
    for grid in filled:
        header = find_header(grid)
        if header is None and find_header(modern := _in_modern_letters(grid)):
            grid, header = modern, find_header(modern)
        fault = _fault(grid, header)
        if fault is None and header is not None:
            sales.append((grid, header))
        elif fault is not None:
            known = set(header.places) if header else set()
            # a sheet without services or people is a summary: of no use beside its details
            is_needed = "service" in known and any(key in known for key in PERSON_OR_PRODUCT)
            refused.append((len(known) + 100 * is_needed, fault))
    needed = [fault for weight, fault in refused if weight >= 100]
    if needed or not sales:
        raise max(refused, key=lambda one: one[0])[1]
    detailed = [one for one in sales if any(key in one[1].places for key in OF_ONE_SALE)]
    return detailed or sales


def _fault(grid: Grid, header: Header | None) -> FileRefused | None:
    """Why a sheet cannot be taken for sales; None when it can."""
    if header is None:
        if _is_lossy(grid):
            return FileRefused("undecodable_encoding", found="lossy", position=0)
        top = " ".join(shown(cell) for row in grid.rows[:HEADER_WITHIN] for cell in row)
        if is_cumulative(top):
            return FileRefused("cumulative_not_transaction", sheet=grid.sheet)
        columns = [column.header for column in REQUIRED]
        return FileRefused("missing_columns", columns=columns, sheet=grid.sheet)
    if header.is_cumulative and not any(key in header.places for key in PERSON_OR_PRODUCT):
        return FileRefused("cumulative_not_transaction", sheet=grid.sheet)
    if header.repeated:
        columns = [BY_KEY[key].header for key in dict.fromkeys(header.repeated)]
        return FileRefused("repeated_columns", columns=columns, sheet=grid.sheet)
    missing = [
        column.header
        for column in REQUIRED
        if column.key not in header.places and column.key != "unit"
    ]
    if missing:
        if _is_lossy(grid):
            return FileRefused("undecodable_encoding", found="lossy", position=0)
        return FileRefused("missing_columns", columns=missing, sheet=grid.sheet)
    return None


def _is_lossy(grid: Grid) -> bool:
    """Whether letters near the top were lost to question marks when the file was saved."""
    lost = sum(
        shown(cell).count("?") + shown(cell).count("\ufffd")
        for row in grid.rows[:5]
        for cell in row
        if isinstance(cell, str)
    )
    return lost >= LOSSY_HEADER


def _in_modern_letters(grid: Grid) -> Grid:
    """The sheet as it reads in the fonts of the nineties, which new workbooks still carry."""
    if grid.body is not None:
        return grid
    rows = [
        [from_old_fonts(cell) if isinstance(cell, str) else cell for cell in row]
        for row in grid.rows
    ]
    return replace(grid, rows=rows)
