"""Delimited text to a grid; the delimiter is told from the header line.

Two readers give the same cells. Python's own takes any file. Arrow's reads large ones whose
rows are all of one length, column by column and some twenty times faster; a test holds the
two against each other.
"""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from lib.errors import FileRefused
from lib.intake.grids import Grid, plain
from lib.intake.headers import HEADER_WITHIN, find_header, known_columns
from lib.intake.sniffing import WIDE, is_wide
from lib.intake.tables import Column, Texts

DELIMITERS = (",", ";", "\t", "|")
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
"""What Excel writes above a table to tell itself the delimiter."""
TOP = 64_000
"""The header stands within so many characters."""
BLOCK = 8 * 2**20
"""Bytes that are parsed at a time."""


def read_delimited(text: str, *, most_rows: int) -> Grid:
    """Read delimited text; row numbers count records as an RFC 4180 reader does.

    Raises FileRefused: `broken_quotes` (row: where a quoted cell goes wrong),
    `too_many_rows` (limit).
    """
    csv.field_size_limit(max(len(text), csv.field_size_limit()))
    rows: list[list[str]] = []
    try:
        for row in _records(text, delimiter(text)):
            rows.append(row)
            if len(rows) > most_rows + HEADER_WITHIN + 1000:
                raise FileRefused("too_many_rows", limit=most_rows)
    except csv.Error as error:
        raise FileRefused("broken_quotes", row=len(rows) + 1) from error
    return Grid(sheet="", rows=rows, is_ragged=True)


def read_columns(data: bytes, *, most_rows: int) -> Grid | None:
    """Read UTF-8 bytes column by column; None when the rows are not as even as that needs.

    Raises FileRefused(too_many_rows, limit).
    """
    if data.startswith(WIDE) or is_wide(data):
        return None
    data = data.removeprefix(b"\xef\xbb\xbf").rstrip(b"\x1a\r\n")
    top = data[:TOP].decode("utf-8", "ignore")
    separator = delimiter(top)
    try:
        rows = list(islice(_records(top, separator), HEADER_WITHIN))
    except csv.Error:
        return None
    header = find_header(Grid(sheet="", rows=rows))
    if header is None:
        return None
    start = _end_of_records(top, separator, header.last)
    is_quoted = b'"' in data
    body = _parsed(memoryview(data)[start:], separator, len(rows[header.last - 1]), is_quoted)
    if body is None or not body.num_rows:
        return None
    if body.num_rows > most_rows + 1000:
        raise FileRefused("too_many_rows", limit=most_rows)
    return Grid(
        sheet="",
        rows=rows[: header.last],
        body=[_column(one) for one in body.columns],
        is_ragged=True,
    )


def _parsed(data: memoryview, separator: str, width: int, is_quoted: bool) -> pa.Table | None:
    kind = pa.dictionary(pa.int32(), pa.string())
    names = [str(place) for place in range(width)]
    try:
        return arrow_csv.read_csv(
            pa.BufferReader(data),
            arrow_csv.ReadOptions(column_names=names, block_size=BLOCK),
            arrow_csv.ParseOptions(
                delimiter=separator,
                ignore_empty_lines=False,
                newlines_in_values=is_quoted,
            ),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, kind), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None


def _column(chunks: pa.ChunkedArray) -> Column:
    """A column of text from its chunks; what `inert` kept from coming alive is read as before."""
    array = chunks.unify_dictionaries().combine_chunks()
    codes, cells = np.asarray(array.indices, np.int64), array.dictionary
    quoted = pc.starts_with(cells, "'")
    if pc.any(quoted).as_py():
        kept = [plain(cell) if cell[:1] == "'" else cell for cell in cells.to_pylist()]
        renamed = pa.array(kept, pa.string()).dictionary_encode()
        codes, cells = np.asarray(renamed.indices, np.int64)[codes], renamed.dictionary
    return Column(codes, Texts(cells))


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _end_of_records(top: str, separator: str, count: int) -> int:
    """How many bytes the first records take."""
    lines = io.StringIO(top, newline="")
    reader = csv.reader(lines, delimiter=separator)
    for _ in range(count):
        next(reader)
    taken = io.StringIO(top, newline="").readlines()[: reader.line_num]
    return len("".join(taken).encode("utf-8"))


def delimiter(text: str) -> str:
    """Take the one under which a line near the top names most columns of a table of sales."""
    lines = io.StringIO(text[:TOP], newline="").readlines()[:HEADER_WITHIN]
    told = SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    if told and told[1] in DELIMITERS:
        return told[1]
    scores = {
        one: max(
            ((len(known_columns(_cells(line, one))), _count(line, one)) for line in lines),
            default=(0, 0),
        )
        for one in DELIMITERS
    }
    return max(DELIMITERS, key=lambda one: scores[one])


def _cells(line: str, delimiter: str) -> list[str]:
    """Split one line; a quoted cell that runs on over lines is no header, so it does not matter."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _count(line: str, delimiter: str) -> int:
    """Count the delimiter outside quotes."""
    return sum(part.count(delimiter) for part in line.split('"')[::2])
