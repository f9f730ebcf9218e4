"""Delimited text to a grid; the delimiter is told from the header line."""

import csv
import io
import re

from lib.errors import FileRefused
from lib.intake.grids import Grid
from lib.intake.headers import HEADER_WITHIN, known_columns

DELIMITERS = (",", ";", "\t", "|")
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
"""What Excel writes above a table to tell itself the delimiter."""


def read_delimited(text: str, *, most_rows: int) -> Grid:
    """Read delimited text; row numbers count records as an RFC 4180 reader does.

    Raises FileRefused: `broken_quotes` (row: where a quoted cell goes wrong),
    `too_many_rows` (limit).
    """
    csv.field_size_limit(max(len(text), csv.field_size_limit()))
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter(text), strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > most_rows + HEADER_WITHIN + 1000:
                raise FileRefused("too_many_rows", limit=most_rows)
    except csv.Error as error:
        raise FileRefused("broken_quotes", row=len(rows) + 1) from error
    return Grid(sheet="", rows=rows, is_ragged=True)


def delimiter(text: str) -> str:
    """Take the one under which a line near the top names most columns of a table of sales."""
    lines = io.StringIO(text[:64_000], newline="").readlines()[:HEADER_WITHIN]
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
