"""The rows to put right, as a sheet that can be corrected and handed in again.

The template's columns keep their order and names; what is wrong and what to do stand to
their left, and the cells at fault are marked.
"""

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from lib.i18n.catalog import text
from lib.intake.columns import COLUMNS, MEASURES
from lib.intake.grids import inert
from lib.intake.problems import Problem
from lib.intake.rows import CheckedFile, CheckedRow
from lib.intake.template import DATA_SHEET, saved, write_header
from lib.intake.wording import remedy, sentence

ERROR_FILL = PatternFill("solid", fgColor="FBE7DF")
WARNING_FILL = PatternFill("solid", fgColor="E4EBF5")
DOUBT = "?"


def sheet_of_problems(checked: CheckedFile, *, with_warned: bool = False) -> bytes:
    """An .xlsx of the rejected rows, every cell as it was handed in, or doubted.

    Warned rows count already and handing them in again would count them twice, so they come
    along only when asked for, for a file that was not committed.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = DATA_SHEET
    before = [text("corrections.row"), text("corrections.problem"), text("corrections.remedy")]
    write_header(sheet, before=before)
    sheet.column_dimensions["A"].width = 12
    wanted = checked.is_rejected | checked.is_warned if with_warned else checked.is_rejected
    rows = checked.rows.at(wanted)
    for number, row in enumerate(rows, start=2):
        _write(sheet, number, row)
    return saved(book)


def _write(sheet: Worksheet, number: int, row: CheckedRow) -> None:
    place = f"{row.sheet} {row.row}".strip()
    _put(sheet.cell(number, 1), place)
    _put(sheet.cell(number, 2), "\n".join(sentence(one) for one in row.problems))
    remedies = dict.fromkeys(remedy(one) for one in row.problems)
    _put(sheet.cell(number, 3), "\n".join(remedies))
    faults, written = _faults(row.problems), _doubted(row)
    for at, column in enumerate(COLUMNS, start=4):
        cell = sheet.cell(number, at)
        _put(cell, written.get(column.key, ""))
        if column.key in faults:
            cell.fill = faults[column.key]


def _doubted(row: CheckedRow) -> dict[str, str]:
    """The cells, with a question mark where what is wrong with them does not show in their text.

    Handed in untouched, 250 beside 000 is not taken for 250 đồng, nor a formula for nothing.
    """
    found = dict(row.alone)
    for one in row.problems:
        if one.code == "column_count_mismatch":
            found |= {key: f"{found.get(key, '')} {DOUBT}".strip() for key in MEASURES}
        elif one.code == "formula_without_value" and one.column:
            found[one.column] = DOUBT
    return found


def _faults(problems: tuple[Problem, ...]) -> dict[str, PatternFill]:
    """The mark of each column at fault; an error outweighs a warning."""
    return {
        one.column: ERROR_FILL if one.level == "error" else WARNING_FILL
        for one in reversed(problems)
        if one.column
    }


def _put(cell: Cell, written: str) -> None:
    """Write text that stays text: no formula comes alive, no number or date is guessed."""
    cell.value = inert(written)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
