"""CSV text to a grid: UTF-8 only, the delimiter told from the header line."""

import csv
import io

from lib.errors import FileRefused
from lib.intake.grids import Grid
from lib.intake.headers import HEADER_WITHIN, known_columns

DELIMITERS = (",", ";", "\t")


def read_delimited(data: bytes, *, most_rows: int) -> Grid:
    """Read CSV bytes.

    Raises FileRefused: `undecodable_encoding` (not UTF-8), `broken_quotes` (row: where a
    quoted cell goes wrong), `too_many_rows` (limit).
    """
    try:
        text = data.rstrip(b"\x1a").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused("undecodable_encoding", position=error.start) from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > most_rows + HEADER_WITHIN + 1000:
                raise FileRefused("too_many_rows", limit=most_rows)
    except csv.Error as error:
        raise FileRefused("broken_quotes", row=len(rows) + 1) from error
    return Grid(sheet="", rows=rows, is_ragged=True)


def _delimiter(text: str) -> str:
    """Take the one under which a line near the top names most columns of the template."""
    lines = io.StringIO(text, newline="").readlines(64_000)[:HEADER_WITHIN]
    scores = {
        delimiter: max(
            (len(known_columns(_cells(line, delimiter))), _count(line, delimiter)) for line in lines
        )
        for delimiter in DELIMITERS
    }
    return max(DELIMITERS, key=lambda delimiter: scores[delimiter])


def _cells(line: str, delimiter: str) -> list[str]:
    """Split one line; a quoted cell that runs on over lines is no header, so it does not matter."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _count(line: str, delimiter: str) -> int:
    """Count the delimiter outside quotes."""
    return sum(part.count(delimiter) for part in line.split('"')[::2])
