"""The template as a file: a sheet to fill in, and the names that may stand in it."""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from lib.i18n.catalog import text
from lib.intake.columns import BY_KEY, COLUMNS

DATA_SHEET = "Số liệu"
GUIDE_SHEET = "Hướng dẫn"
PREPARED_ROWS = 5000
"""Rows in which units and services are chosen from a list; more may be filled in."""

HEADER_FILL = PatternFill("solid", fgColor="0B5CAD")
REQUIRED_MARK = PatternFill("solid", fgColor="083E75")


def template_csv() -> bytes:
    """The header line alone, UTF-8 with the mark by which Excel knows it."""
    lines = io.StringIO()
    csv.writer(lines).writerow([column.header for column in COLUMNS])
    return b"\xef\xbb\xbf" + lines.getvalue().encode("utf-8")


def template_xlsx(units: Sequence[str], services: Sequence[str]) -> bytes:
    """An empty sheet to fill in and a guide with the names of units and services."""
    book = Workbook()
    data = book.active
    assert isinstance(data, Worksheet)
    data.title = DATA_SHEET
    write_header(data)
    for place, column in enumerate(COLUMNS, start=1):
        # The format of the whole column: no cell has to exist for it.
        data.column_dimensions[get_column_letter(place)].number_format = column.number_format
    guide = book.create_sheet(GUIDE_SHEET)
    _write_guide(guide, units, services)
    _offer(data, guide.title, "unit", "F", len(units))
    _offer(data, guide.title, "service", "G", len(services))
    return saved(book)


def write_header(sheet: Worksheet, *, before: Sequence[str] = ()) -> None:
    """Write the header row; `before` are columns that stand to the left of the template's."""
    names = [*before, *(column.header for column in COLUMNS)]
    widths = [*(40 for _ in before), *(column.width for column in COLUMNS)]
    needed = [*(False for _ in before), *(column.required for column in COLUMNS)]
    for place, (name, width, required) in enumerate(zip(names, widths, needed, strict=True), 1):
        cell = sheet.cell(1, place, name)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = REQUIRED_MARK if required else HEADER_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"


def saved(book: Workbook) -> bytes:
    """The workbook as bytes."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _write_guide(sheet: Worksheet, units: Sequence[str], services: Sequence[str]) -> None:
    heads = ("column", "required", "meaning", "example", None, "units", "services")
    for place, head in enumerate(heads, start=1):
        if head:
            sheet.cell(1, place, text(f"template.{head}")).font = Font(bold=True)
    for row, column in enumerate(COLUMNS, start=2):
        needed = text("template.yes") if column.required else ""
        example = text(f"column_example.{column.key}")
        for place, value in enumerate((column.header, needed, column.meaning, example), start=1):
            sheet.cell(row, place, value).data_type = "s"
    for place, names in ((6, units), (7, services)):
        for row, name in enumerate(names, start=2):
            sheet.cell(row, place, name).data_type = "s"
    for letter, width in zip("ABCDEFG", (24, 10, 70, 24, 3, 30, 34), strict=True):
        sheet.column_dimensions[letter].width = width


def _offer(data: Worksheet, guide: str, key: str, letter: str, count: int) -> None:
    """Let the cells of a column choose from a list of the guide; other text stays possible."""
    if not count:
        return
    offered = DataValidation(
        type="list",
        formula1=f"='{guide}'!${letter}$2:${letter}${count + 1}",
        allow_blank=True,
        showErrorMessage=False,
    )
    place = get_column_letter(list(BY_KEY).index(key) + 1)
    offered.add(f"{place}2:{place}{PREPARED_ROWS + 1}")
    data.add_data_validation(offered)
