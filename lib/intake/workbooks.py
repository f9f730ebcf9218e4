"""An .xlsx file to grids, after its size has been judged from the outside.

A small file can unfold into gigabytes, so the archive is measured, read through once
(sizes and checksums are verified while reading) and its cells are counted before the
workbook is opened. The same pass notes what the reader of values does not tell: hidden
rows, error cells, formulas without a value.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from lib.errors import FileRefused
from lib.intake.grids import Grid

MOST_SHEETS = 20
MOST_COLUMNS = 200
MOST_ENTRIES = 1000
MOST_UNFOLDED = 150 * 2**20
MOST_TEXT = 150 * 2**20
"""Characters of all text cells together: one long shared text may be named by many cells."""
STEEPEST = 200
"""Unfolded size over packed size, above `FREE` bytes; ordinary sheets stay near 20."""
FREE = 10 * 2**20

ELEMENT = re.compile(
    rb"<(?:\w+:)?row\b([^>]*)>|<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL
)
PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})?(\d+)["']""")
HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
STYLE = re.compile(rb"""\bs=["'](\d+)["']""")
KIND = re.compile(rb"""\bt=["'](\w+)["']""")
VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
SHARED = re.compile(rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si>|<(?:\w+:)?si\s*/>", re.DOTALL)
ZEROS = re.compile(r"(0{2,})(?:;.*)?")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Marks:
    """What one pass over a sheet's XML notes; rows from 1, columns from 0."""

    last_row: int
    last_column: int
    text_size: int
    hidden: frozenset[int]
    errors: dict[tuple[int, int], str]
    without_value: frozenset[tuple[int, int]]
    widths: dict[tuple[int, int], int]


def read_workbook(data: bytes, *, most_rows: int) -> list[Grid]:
    """Read the visible sheets.

    Raises FileRefused: `unsupported_format` (found: zip, broken, locked), `file_too_large`
    (unfolded), `too_many_rows` (limit), `too_many_sheets` (limit).
    """
    try:
        marks = _examined(data, most_rows)
        return list(_grids(data, marks))
    except FileRefused:
        raise
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        NotImplementedError,  # a packing method that is not known here
        RuntimeError,  # an entry under a password
        EOFError,
        OSError,
        ValueError,
        KeyError,
        ElementTree.ParseError,
        CalamineError,
        XmlError,
        ZipError,
    ) as error:
        raise FileRefused("unsupported_format", found="broken") from error


def _examined(data: bytes, most_rows: int) -> dict[str, Marks]:
    """Judge the archive; return the marks of each sheet by its name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        names = [entry.filename for entry in entries]
        if "xl/workbook.xml" not in names:
            raise FileRefused("unsupported_format", found="zip")
        if len(names) > MOST_ENTRIES or len(set(names)) != len(names):
            raise FileRefused("unsupported_format", found="broken")
        if any(entry.flag_bits & 1 for entry in entries):
            raise FileRefused("unsupported_format", found="locked")
        unfolded = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        if unfolded > MOST_UNFOLDED or (unfolded > FREE and unfolded > STEEPEST * packed):
            raise FileRefused("file_too_large", limit_mb=MOST_UNFOLDED // 2**20)
        broken = archive.testzip()
        if broken is not None:
            raise FileRefused("unsupported_format", found="broken")
        paths = _sheet_paths(archive)
        if len(paths) > MOST_SHEETS:
            raise FileRefused("too_many_sheets", limit=MOST_SHEETS)
        lengths = _shared_lengths(archive, names)
        padded = _padded_styles(archive, names)
        marks = {name: _marks(archive.read(path), lengths, padded) for name, path in paths.items()}
    if any(one.last_row > most_rows + 1000 for one in marks.values()):
        raise FileRefused("too_many_rows", limit=most_rows)
    too_wide = any(one.last_column >= MOST_COLUMNS for one in marks.values())
    if too_wide or sum(one.text_size for one in marks.values()) > MOST_TEXT:
        raise FileRefused("file_too_large", limit_mb=MOST_TEXT // 2**20)
    return marks


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Map sheet name to the path of its XML inside the archive."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    paths = {}
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            target = targets[sheet.get(RELATION)]
            paths[sheet.get("name", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    return paths


def _shared_lengths(archive: zipfile.ZipFile, names: list[str]) -> list[int]:
    if "xl/sharedStrings.xml" not in names:
        return []
    return [len(found[0]) for found in SHARED.finditer(archive.read("xl/sharedStrings.xml"))]


def _padded_styles(archive: zipfile.ZipFile, names: list[str]) -> dict[bytes, int]:
    """Styles that show a number with leading zeros, by their index as it is written on cells."""
    if "xl/styles.xml" not in names:
        return {}
    formats: dict[str, int] = {}
    padded: dict[bytes, int] = {}
    for element in ElementTree.fromstring(archive.read("xl/styles.xml")):
        part = element.tag.rpartition("}")[2]
        if part == "numFmts":
            for one in element:
                formats[one.get("numFmtId", "")] = zeros(one.get("formatCode", ""))
        elif part == "cellXfs":
            for index, one in enumerate(element):
                width = formats.get(one.get("numFmtId", ""), 0)
                if width:
                    padded[str(index).encode()] = width
    return padded


def zeros(number_format: str) -> int:
    """How many digits a format like 00000 always shows; 0 for any other format."""
    found = ZEROS.fullmatch(number_format)
    return len(found[1]) if found else 0


def _marks(xml: bytes, lengths: list[int], padded: dict[bytes, int]) -> Marks:
    row, column, last_row, last_column, text_size = 0, -1, 0, -1, 0
    hidden, errors, without_value, widths = set(), {}, set(), {}
    for found in ELEMENT.finditer(xml):
        if found[1] is not None:
            place = PLACE.search(found[1])
            row, column = int(place[2]) if place else row + 1, -1
            if HIDDEN.search(found[1]):
                hidden.add(row)
            continue
        place = PLACE.search(found[2])
        column = _column(place[1]) if place and place[1] else column + 1
        content = found[3]
        if not content:
            continue
        if place:
            row = int(place[2])
        last_row, last_column = max(last_row, row), max(last_column, column)
        kind, value = KIND.search(found[2]), VALUE.search(content)
        if kind and kind[1] == b"e":
            errors[row, column] = value[1].decode("utf-8", "replace") if value else "#N/A"
        elif kind and kind[1] == b"s" and value and value[1].isdigit():
            index = int(value[1])
            text_size += lengths[index] if index < len(lengths) else 0
        else:
            text_size += len(content)
            # a formula whose answer is an empty text has been calculated; one without has not
            is_text = kind and kind[1] == b"str" and value
            if FORMULA.search(content) and not is_text and not (value and value[1]):
                without_value.add((row, column))
            style = STYLE.search(found[2]) if padded else None
            if style and style[1] in padded:
                widths[row, column] = padded[style[1]]
    return Marks(
        last_row,
        last_column,
        text_size,
        frozenset(hidden),
        errors,
        frozenset(without_value),
        widths,
    )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _grids(data: bytes, marks: dict[str, Marks]) -> Iterator[Grid]:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for sheet in book.sheets_metadata:
            is_shown = sheet.visible == SheetVisibleEnum.Visible
            if not is_shown or sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            opened = book.get_sheet_by_name(sheet.name)
            rows = opened.to_python(skip_empty_area=False)
            areas = opened.merged_cell_ranges or ()
            noted = marks[sheet.name]
            # A last row of nothing but formulas without a value is no row to the reader.
            rows += [
                []
                for _ in range(len(rows), max((row for row, _ in noted.without_value), default=0))
            ]
            yield Grid(
                sheet=sheet.name,
                rows=rows,
                hidden=noted.hidden,
                without_value=noted.without_value,
                errors=noted.errors,
                widths=noted.widths,
                merged=tuple(
                    (top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in areas
                ),
            )
