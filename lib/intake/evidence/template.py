"""The template of a kind as a file, and its rejected rows as a sheet to put right."""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from lib.i18n.catalog import text
from lib.intake.corrections import ERROR_FILL
from lib.intake.evidence.fields import Layout
from lib.intake.evidence.rows import CheckedEvidence
from lib.intake.evidence.vocabulary import CHANNEL_CODES, MODE_CODES
from lib.intake.grids import inert
from lib.intake.template import (
    DATA_SHEET,
    GUIDE_SHEET,
    HEADER_FILL,
    PREPARED_ROWS,
    REQUIRED_MARK,
    saved,
)
from lib.intake.wording import remedy, sentence

FORMATS = {"day": "dd/mm/yyyy", "count": "#,##0", "money": "#,##0", "clock": "hh:mm"}
"""Of what is read; any other column is text."""
GUIDE = ("column", "required", "meaning", "example")


def template_csv(layout: Layout) -> bytes:
    """The header line alone, UTF-8 with the mark by which Excel knows it."""
    lines = io.StringIO()
    csv.writer(lines).writerow([one.header for one in layout.fields])
    return b"\xef\xbb\xbf" + lines.getvalue().encode("utf-8")


def template_xlsx(layout: Layout, units: Sequence[str], teams: Sequence[str]) -> bytes:
    """An empty sheet to fill in, and a guide with what may stand in it."""
    book = Workbook()
    data = book.active
    assert isinstance(data, Worksheet)
    data.title = DATA_SHEET
    _write_header(data, layout, before=())
    guide = book.create_sheet(GUIDE_SHEET)
    for place, head in enumerate(GUIDE, start=1):
        guide.cell(1, place, text(f"template.{head}")).font = Font(bold=True)
    for row, one in enumerate(layout.fields, start=2):
        needed = text("template.yes") if one.required else ""
        for place, words in enumerate((one.header, needed, one.meaning, one.example), start=1):
            _put(guide.cell(row, place), words)
    offered = {
        "unit": units,
        "team": teams,
        "channel": [text(f"evidence_channel.{code}") for code in CHANNEL_CODES],
        "mode": [text(f"evidence_mode.{code}") for code in MODE_CODES],
    }
    place = len(GUIDE) + 2
    for one in layout.fields:
        if offered.get(one.key):
            _offer(data, guide, layout, one.key, place, offered[one.key])
            place += 1
    for letter, width in zip("ABCD", (24, 10, 70, 30), strict=True):
        guide.column_dimensions[letter].width = width
    return saved(book)


def sheet_of_problems(checked: CheckedEvidence) -> bytes:
    """An .xlsx of the rejected rows as they came, to be corrected and handed in again."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = DATA_SHEET
    before = [text("corrections.row"), text("corrections.problem"), text("corrections.remedy")]
    _write_header(sheet, checked.layout, before=before)
    for number, row in enumerate(checked.rejected, start=2):
        _put(sheet.cell(number, 1), f"{row.sheet} {row.number}".strip())
        _put(sheet.cell(number, 2), "\n".join(sentence(one) for one in row.problems))
        _put(sheet.cell(number, 3), "\n".join(dict.fromkeys(remedy(one) for one in row.problems)))
        faults = {one.column for one in row.problems}
        for at, one in enumerate(checked.layout.fields, start=len(before) + 1):
            _put(sheet.cell(number, at), row.texts.get(one.key, ""))
            if one.key in faults:
                sheet.cell(number, at).fill = ERROR_FILL
    return saved(book)


def _write_header(sheet: Worksheet, layout: Layout, *, before: Sequence[str]) -> None:
    columns = [(name, 40, False, "@") for name in before]
    columns += [
        (one.header, one.width, one.required, FORMATS.get(one.cells, "@")) for one in layout.fields
    ]
    for place, (name, width, required, number_format) in enumerate(columns, start=1):
        cell = sheet.cell(1, place, name)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = REQUIRED_MARK if required else HEADER_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = width
        # the format of the whole column: no cell has to exist for it
        sheet.column_dimensions[letter].number_format = "@" if before else number_format
    sheet.freeze_panes = "A2"


def _offer(
    data: Worksheet, guide: Worksheet, layout: Layout, key: str, place: int, words: Sequence[str]
) -> None:
    """List words in the guide and let the cells of a column choose from them."""
    letter = get_column_letter(place)
    guide.cell(1, place, layout.field(key).header).font = Font(bold=True)
    guide.column_dimensions[letter].width = 32
    for row, word in enumerate(words, start=2):
        _put(guide.cell(row, place), word)
    offered = DataValidation(
        type="list",
        formula1=f"='{guide.title}'!${letter}$2:${letter}${len(words) + 1}",
        allow_blank=True,
        showErrorMessage=False,
    )
    column = get_column_letter([one.key for one in layout.fields].index(key) + 1)
    offered.add(f"{column}2:{column}{PREPARED_ROWS + 1}")
    data.add_data_validation(offered)


def _put(cell: Cell, written: str) -> None:
    """Write text that stays text: no formula comes alive, no number or date is guessed."""
    cell.value = inert(written)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
