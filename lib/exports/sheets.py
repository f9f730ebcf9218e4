"""A table as a file that opens in a spreadsheet, with nothing in it that comes alive."""

import csv
import datetime as dt
import io
import numbers
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from lib.i18n import formats
from lib.intake.grids import inert

MARK = b"\xef\xbb\xbf"
"""By which spreadsheets know UTF-8."""
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
"""Characters nobody sees, which a workbook has no place for."""
NUMBER, DAY, MOMENT = "#,##0", "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
SHARE, FRACTION = "0.0%", "#,##0.00"
ABOUT = "i"
"""The sheet that says what the others show."""
LONGEST_NAME = 31
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
RESERVED = "history"
"""A name that spreadsheets keep for themselves."""
NARROWEST, WIDEST = 10, 48
"""Widths of columns, in letters."""
LOOKED_AT = 200
"""Rows that decide how wide a column is."""


@dataclass(frozen=True)
class Sheet:
    """A table of a workbook; `written` is how the numbers of a column (from 0) are written.

    `title`, `measure` and `query` say on the last sheet what this one shows.
    """

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]
    written: Mapping[int, str] = field(default_factory=dict)
    title: str = ""
    measure: str = ""
    query: str = ""


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The table as CSV: numbers as digits alone, days first."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow([inert(heading) for heading in headings])
    writer.writerows([_text(value) for value in row] for row in rows)
    return MARK + lines.getvalue().encode("utf-8")


def as_xlsx(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]], about: Mapping[str, str]
) -> bytes:
    """The table as a workbook, with a second sheet that says what it shows."""
    return as_workbook([Sheet(title, headings, list(rows))], about)


def as_workbook(
    sheets: Sequence[Sheet],
    about: Mapping[str, str],
    *,
    contents: Sequence[str] = (),
    called: str = ABOUT,
) -> bytes:
    """Tables as a workbook, each on a sheet with a fixed header and a filter, and one about them.

    The last sheet is `called` so; `contents` are the headings of a list of the sheets: name,
    title, measure and query.
    """
    book = Workbook(write_only=True)
    *names, about_name = sheet_names([*(one.name for one in sheets), called])
    for name, one in zip(names, sheets, strict=True):
        _fill(book.create_sheet(name), one)
    notes = book.create_sheet(about_name)
    for letter, width in (("A", 28), ("B", 60), ("C", 60), ("D", 40)):
        notes.column_dimensions[letter].width = width
    for what, said in about.items():
        notes.append([_bold(notes, what), _text(said)])
    if contents:
        notes.append([])
        notes.append([_bold(notes, heading) for heading in contents])
        for name, one in zip(names, sheets, strict=True):
            notes.append([_text(words) for words in (name, one.title, one.measure, one.query)])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Names that a workbook takes: bounded, without what it refuses, and no two alike."""
    found: list[str] = []
    taken: set[str] = {RESERVED}
    for name in wanted:
        plain = NOT_IN_A_NAME.sub(" ", name)
        plain = _cut(" ".join(plain.split()).strip("' ")) or "1"
        chosen, number = plain, 1
        while chosen.casefold() in taken:
            number += 1
            ending = f" ({number})"
            chosen = plain[: LONGEST_NAME - len(ending)].rstrip() + ending
        taken.add(chosen.casefold())
        found.append(chosen)
    return found


def _cut(name: str) -> str:
    """As many whole words as a name may have; letters where one word is too long."""
    if len(name) <= LONGEST_NAME:
        return name
    whole, space, _ = name[: LONGEST_NAME + 1].rpartition(" ")
    return (whole if space else name[:LONGEST_NAME]).strip("' ,;.")


def _fill(sheet: Any, given: Sheet) -> None:
    """The header, fixed and filtered, and the rows below it."""
    sheet.freeze_panes = "A2"
    last = get_column_letter(max(len(given.headings), 1))
    sheet.auto_filter.ref = f"A1:{last}{len(given.rows) + 1}"
    for number, heading in enumerate(given.headings):
        longest = max((len(_shown(row[number])) for row in given.rows[:LOOKED_AT]), default=0)
        width = min(max(len(heading) + 4, longest + 2, NARROWEST), WIDEST)
        sheet.column_dimensions[get_column_letter(number + 1)].width = width
    sheet.append([_bold(sheet, heading) for heading in given.headings])
    for row in given.rows:
        sheet.append(
            [_cell(sheet, value, given.written.get(number)) for number, value in enumerate(row)]
        )


def _shown(value: Any) -> str:
    """About what a cell shows, to know how wide it is."""
    return f"{value:,.2f}" if isinstance(value, float) else _text(value)


def _text(value: Any) -> str:
    if formats.is_missing(value):
        return ""
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, numbers.Number):
        return str(value)  # a minus before a number is no formula
    return inert(str(value).translate(CONTROLS))


def _cell(sheet: Any, value: Any, written: str | None) -> Any:
    """What the workbook keeps: numbers and times stay such, text stays text."""
    if formats.is_missing(value) or isinstance(value, str):
        return _text(value) or None
    kept = value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
    cell = WriteOnlyCell(sheet, kept)
    if isinstance(kept, dt.date):
        cell.number_format = MOMENT if isinstance(kept, dt.datetime) else DAY
    else:
        usual = NUMBER if isinstance(kept, numbers.Integral) else FRACTION
        cell.number_format = written or usual
    return cell


def _bold(sheet: Any, words: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, inert(words))
    cell.font = Font(bold=True)
    return cell
