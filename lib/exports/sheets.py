"""A table as a file that opens in a spreadsheet, with nothing in it that comes alive."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
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
ABOUT = "i"
"""The sheet that says what the other one shows."""


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
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = max(len(heading) + 2, 12)
    sheet.append([_bold(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    notes = book.create_sheet(ABOUT)
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 24, 90
    for name, said in about.items():
        notes.append([_bold(notes, name), _text(said)])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _text(value: Any) -> str:
    if formats.is_missing(value):
        return ""
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return inert(str(value).translate(CONTROLS))


def _cell(sheet: Any, value: Any) -> Any:
    """What the workbook keeps: numbers and times stay such, text stays text."""
    if formats.is_missing(value) or isinstance(value, str):
        return _text(value) or None
    kept = value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
    cell = WriteOnlyCell(sheet, kept)
    moment = MOMENT if isinstance(kept, dt.datetime) else DAY
    cell.number_format = moment if isinstance(kept, dt.date) else NUMBER
    return cell


def _bold(sheet: Any, words: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, inert(words))
    cell.font = Font(bold=True)
    return cell
