"""Sales that a program sends as JSON: one object a line, or an array of them.

    file = read_lines(body, "app-17.ndjson", most_rows=50_000)

The fields are those of an import's report. A body is refused as a whole when it is not what
it says, with the line and the field; everything else is judged row by row like any file, so a
value may be written as people write it ("250.000", "08h15") or as a JSON number.
"""

import hashlib
import json
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from lib.errors import FileRefused
from lib.intake.columns import BY_KEY
from lib.intake.grids import LONGEST_CELL, shown
from lib.intake.parsing import Cell
from lib.intake.reading import ReadFile
from lib.intake.report import REPORT_NAMES
from lib.intake.tables import Column, Table

FIELDS = {REPORT_NAMES.get(key, key): key for key in BY_KEY}
"""What a sale may hold, and the column it fills."""
LARGEST = 10**15
"""A larger number is not an amount, and as a code it would have lost digits: codes are text."""


def read_lines(body: bytes, name: str, *, most_rows: int) -> ReadFile:
    """Read JSON lines; a sale has the number of its line. Raises FileRefused."""
    return _file(body, name, most_rows, _by_line)


def read_array(body: bytes, name: str, *, most_rows: int) -> ReadFile:
    """Read a JSON array, or the one object there is; sales are numbered from 1."""
    return _file(body, name, most_rows, _by_place)


def _file(
    body: bytes,
    name: str,
    most_rows: int,
    objects: Callable[[str], Iterator[tuple[int, Any]]],
) -> ReadFile:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise FileRefused("bad_json", line=line, why="not UTF-8") from error
    numbers: list[int] = []
    sales: list[dict[str, Cell]] = []
    for number, found in objects(text):
        if len(sales) == most_rows:
            raise FileRefused("too_many_rows", limit=most_rows)
        numbers.append(number)
        sales.append(_sale(found, number))
    if not sales:
        raise FileRefused("empty_file")
    digest = hashlib.sha256(body).hexdigest()
    return ReadFile(name, digest, len(body), "text", (_table(numbers, sales),), body)


def _by_line(text: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _parsed(line, number)


def _by_place(text: str) -> Iterator[tuple[int, Any]]:
    if text.strip():
        found = _parsed(text, 1)
        yield from enumerate(found if isinstance(found, list) else [found], start=1)


def _parsed(text: str, line: int) -> Any:
    """One JSON value; what the parser lets pass but JSON does not know is refused."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for field, value in pairs:
            if field in found:
                raise FileRefused("repeated_field", line=line, field=_named(field))
            found[field] = value
        return found

    def unknown(constant: str) -> Any:
        raise FileRefused("bad_json", line=line, why=constant)

    try:
        return json.loads(text, object_pairs_hook=once, parse_constant=unknown)
    except json.JSONDecodeError as error:
        raise FileRefused("bad_json", line=line + error.lineno - 1, why=error.msg) from error
    except (ValueError, RecursionError) as error:
        raise FileRefused("bad_json", line=line, why="too long or too deep") from error


def _sale(found: Any, line: int) -> dict[str, Cell]:
    if not isinstance(found, dict):
        raise FileRefused("bad_json", line=line, why="not an object")
    for field, value in found.items():
        if field not in FIELDS:
            raise FileRefused("unknown_field", line=line, field=_named(field))
        if not _is_cell(value, field):
            raise FileRefused("bad_value", line=line, field=field)
    return {field: "" if value is None else value for field, value in found.items()}


def _is_cell(value: Any, field: str) -> bool:
    if value is None:
        return True
    if isinstance(value, bool):
        return field == "new_customer"
    if isinstance(value, int | float):
        return math.isfinite(value) and abs(value) < LARGEST
    return isinstance(value, str) and _is_text(value)


def _is_text(value: str) -> bool:
    """Whether it can be written down: half a surrogate pair cannot."""
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def _named(field: str) -> str:
    """A field of the sender's as it can be shown."""
    return field[:40].encode("utf-8", "replace").decode("utf-8")


def _table(numbers: list[int], sales: list[dict[str, Cell]]) -> Table:
    written = {
        field: Column.of(sale.get(field, "") for sale in sales)
        for field in FIELDS
        if any(field in sale for sale in sales)
    }
    blank = Column.same("", len(sales))
    return Table(
        sheet="",
        numbers=np.array(numbers, np.int64),
        columns={key: written.get(field, blank) for field, key in FIELDS.items()},
        written=written,
        flaws=_flaws(written),
    )


def _flaws(written: dict[str, Column]) -> dict[int, list[tuple[str, str | None]]]:
    """Cells that are too long, by place of their row; a note is cut instead."""
    found: dict[int, list[tuple[str, str | None]]] = {}
    for field, column in written.items():
        if field != "note":
            for row in np.flatnonzero(column.where(lambda cell: len(shown(cell)) > LONGEST_CELL)):
                found.setdefault(int(row), []).append(("cell_too_long", FIELDS[field]))
    return found
