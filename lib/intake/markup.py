"""HTML tables to grids: what many systems write when asked for an Excel file."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from lib.errors import FileRefused
from lib.i18n.folding import clean
from lib.intake.grids import Area, Grid

MOST_TABLES = 200
MOST_COLUMNS = 200
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
BREAKS = frozenset(("br", "p", "div", "li"))
UNSEEN = frozenset(("script", "style", "template", "noscript"))


def read_markup(text: str, *, most_rows: int) -> list[Grid]:
    """Read each table that holds no other; row numbers count the rows of its table.

    From the second on a table has its number for a name. Text between two tables stands
    `above` the later one. Raises FileRefused: `unsupported_format` (found: html) without a
    table, `too_many_rows` (limit).
    """
    try:
        # a stated charset is of no use: the text is decoded already
        body = document_fromstring(
            re.sub(r"<\?xml[^>]*\?>", "", text, count=1),
            parser=HTMLParser(encoding=None, remove_comments=True, no_network=True),
        )
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise FileRefused("unsupported_format", found="html") from error
    tables = [one for one in body.iter("table") if one.find(".//table") is None]
    if not tables:
        raise FileRefused("unsupported_format", found="html")
    if len(tables) > MOST_TABLES:
        raise FileRefused("too_many_sheets", limit=MOST_TABLES)
    return list(_grids(body, tables, most_rows))


def _grids(body: HtmlElement, tables: list[HtmlElement], most_rows: int) -> Iterator[Grid]:
    above: list[str] = []
    inside = count = 0
    found = set(tables)
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element in found:
            inside += 1 if event == "start" else -1
            if event == "start":
                count += 1
                # rows are numbered by table, so a further table needs a name to tell them by
                name = f"Bảng {count}" if count > 1 else ""
                yield replace(_grid(element, tuple(above), most_rows), sheet=name)
                above = []
        elif not inside and event == "start" and element.tag not in UNSEEN:
            above += _line(element.text)
        if event == "end" and not inside:
            above += _line(element.tail)


def _line(text: str | None) -> list[str]:
    line = clean(text or "")
    return [line] if line else []


def _grid(table: HtmlElement, above: tuple[str, ...], most_rows: int) -> Grid:
    rows: list[list[str]] = []
    hidden: set[int] = set()
    merged: list[Area] = []
    running: dict[int, int] = {}
    """Columns that a cell of an earlier row still fills, and for how many rows."""
    for number, row in enumerate(table.iter("tr"), start=1):
        if number > most_rows + 1000:
            raise FileRefused("too_many_rows", limit=most_rows)
        if HIDDEN.search(row.get("style", "")):
            hidden.add(number)
        cells: list[str] = []
        below: dict[int, int] = {}
        for cell in row.iterchildren("td", "th"):
            _pass_over(cells, running)
            place, wide, deep = len(cells), _span(cell, "colspan"), _span(cell, "rowspan")
            if place + wide > MOST_COLUMNS:
                raise FileRefused("file_too_large", limit_mb=1)
            cells += [_text(cell), *[""] * (wide - 1)]
            if wide > 1 or deep > 1:
                merged.append((number, place, number + deep - 1, place + wide - 1))
            for at in range(place, place + wide):
                below[at] = deep
        _pass_over(cells, running)
        running = {at: left - 1 for at, left in (running | below).items() if left > 1}
        rows.append(cells)
    return Grid(sheet="", rows=rows, hidden=frozenset(hidden), merged=tuple(merged), above=above)


def _pass_over(cells: list[str], running: dict[int, int]) -> None:
    """Leave the places empty that a merged cell from above fills."""
    while len(cells) in running:
        cells.append("")


def _span(cell: HtmlElement, name: str) -> int:
    written = cell.get(name, "1").strip()
    return min(max(int(written), 1), 10_000) if written.isascii() and written.isdigit() else 1


def _text(cell: HtmlElement) -> str:
    """The text of a cell as a browser shows it: breaks are line breaks, other space collapses."""
    parts: list[str] = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if element.tag in UNSEEN:
            if event == "end" and element is not cell:
                parts.append(_collapsed(element.tail))
            continue
        if event == "start":
            if element is not cell and element.tag in BREAKS:
                parts.append("\n")
            parts.append(_collapsed(element.text))
        elif element is not cell:
            parts.append(_collapsed(element.tail))
    lines = "".join(parts).split("\n")
    return "\n".join(line for line in (one.strip() for one in lines) if line)


def _collapsed(text: str | None) -> str:
    return re.sub(r"[^\S\u00a0]+", " ", text or "")
