"""Bytes to rows of evidence: where the table stands, and which of its rows are data.

The same readers as for sales tell what a file is and how its letters are written.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lib.errors import FileRefused
from lib.i18n.folding import clean
from lib.intake.delimited import read_delimited
from lib.intake.encodings import decoded
from lib.intake.evidence.fields import Layout
from lib.intake.evidence.layouts import LAYOUTS
from lib.intake.evidence.tables import ReadRow, Table
from lib.intake.grids import Grid
from lib.intake.parsing import Cell
from lib.intake.sniffing import kind
from lib.intake.workbooks import read_workbook


@dataclass(frozen=True)
class ReadEvidence:
    """A file, or what was typed into a form, ready to be checked; `content` are its bytes."""

    layout: Layout
    file_name: str
    sha256: str | None
    size: int
    rows: tuple[ReadRow, ...]
    skipped_totals: tuple[int, ...] = ()
    content: bytes = field(default=b"", repr=False)


def read(
    data: bytes, file_name: str, layout_kind: str, *, most_bytes: int, most_rows: int
) -> ReadEvidence:
    """Read a file as evidence of a kind; raise FileRefused when that cannot be done safely.

    Reasons: empty_file, file_too_large, unsupported_format, undecodable_encoding, broken_quotes,
    too_many_sheets, too_many_rows, missing_columns, repeated_columns. Raises KeyError for a kind
    there is not.
    """
    layout = LAYOUTS[layout_kind]
    if len(data) > most_bytes:
        raise FileRefused("file_too_large", limit_mb=max(most_bytes // 2**20, 1))
    grids = [grid for grid in _grids(data, most_rows) if any(map(any, grid.rows))]
    if not grids:
        raise FileRefused("empty_file")
    tables = [table for grid in grids if (table := Table.found(grid, layout)) is not None]
    complete = [table for table in tables if not table.missing]
    if not complete:
        best = max(tables, key=lambda one: len(one.places), default=None)
        lacking = best.missing if best else [one.header for one in layout.required]
        raise FileRefused("missing_columns", columns=lacking)
    repeated = list(dict.fromkeys(name for table in complete for name in table.repeated))
    if repeated:
        raise FileRefused("repeated_columns", columns=repeated)
    rows = [row for table in complete for row in table.rows()]
    if not rows:
        raise FileRefused("empty_file")
    if len(rows) > most_rows:
        raise FileRefused("too_many_rows", limit=most_rows)
    return ReadEvidence(
        layout,
        clean(re.split(r"[/\\]", file_name)[-1])[:200],
        hashlib.sha256(data).hexdigest(),
        len(data),
        tuple(rows),
        tuple(number for table in complete for number in table.totals),
        data,
    )


def typed(layout: Layout, texts: Mapping[str, str], name: str) -> ReadEvidence:
    """What somebody typed into a form, as a table of one row."""
    cells: dict[str, Cell] = {one.key: texts.get(one.key, "") for one in layout.fields}
    written = {one.header: texts[one.key] for one in layout.fields if texts.get(one.key)}
    return ReadEvidence(layout, name, None, 0, (ReadRow("", 1, cells, written),))


def _grids(data: bytes, most_rows: int) -> list[Grid]:
    found = kind(data)
    if found == "xlsx":
        return read_workbook(data, most_rows=most_rows)
    if found == "xls":
        from lib.intake.old_workbooks import read_old_workbook  # rare: not at each start

        return read_old_workbook(data, most_rows=most_rows)
    if found == "html":
        from lib.intake.markup import read_markup

        return read_markup(decoded(data), most_rows=most_rows)
    return [read_delimited(decoded(data), most_rows=most_rows)]
