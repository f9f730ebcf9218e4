"""Minutes and proposal list as DOCX, to be completed by hand: the same parts as the PDF."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document as new_document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from lib.awards.honours import Honours
from lib.exports.award_words import Issuer, in_vietnamese
from lib.exports.council_papers import minutes_document, proposed_document
from lib.exports.council_parts import Document, Heading, Line, Rows
from lib.exports.typesetting import clean

FONT = "Noto Sans"
LONG_SIDE, SHORT_SIDE = 297, 210
EDGES = (25, 15, 18, 18)
"""Left, right, top, bottom, in mm."""
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""A paper says itself when it is from; its file says nothing, so that it is the same twice."""


@in_vietnamese
def minutes_docx(
    honours: Honours, council: Sequence[str] = (), *, issuer: Issuer | None = None
) -> bytes:
    """The minutes as a Word document; `council` are the members by name."""
    return as_docx(minutes_document(honours, council, issuer))


@in_vietnamese
def proposal_list_docx(honours: Honours, *, issuer: Issuer | None = None) -> bytes:
    """The list of those proposed as a Word document, A4 landscape as the PDF."""
    return as_docx(proposed_document(honours, issuer))


def as_docx(paper: Document) -> bytes:
    """A paper of the council as DOCX."""
    document = new_document()
    _set_up(document, paper)
    head = _grid(document, 3, 2)
    for row, (left, right) in enumerate(
        ((paper.unit, paper.nation), (paper.body, paper.motto), (paper.number, paper.place_and_day))
    ):
        _say(head.cell(row, 0).paragraphs[0], left, bold=row == 1, centred=True, size=10)
        _say(
            head.cell(row, 1).paragraphs[0],
            right,
            bold=row < 2,
            italic=row == 2,
            centred=True,
            size=10,
        )
    _say(document.add_paragraph(), paper.badge, bold=True, centred=True, size=9)
    _say(document.add_paragraph(), paper.title, bold=True, centred=True, size=16)
    _say(document.add_paragraph(), paper.subtitle, bold=True, centred=True)
    for part in paper.parts:
        if isinstance(part, Heading):
            size = 12 if part.level == 1 else 11
            heading = document.add_paragraph()
            heading.paragraph_format.keep_with_next = True
            heading.paragraph_format.space_before = Pt(8)
            _say(heading, part.words, bold=True, size=size)
        elif isinstance(part, Line):
            _say(document.add_paragraph(), part.words, size=9 if part.is_small else 11)
        else:
            _rows(document, part)
    if paper.signs:
        document.add_paragraph()
        below = _grid(document, 2, len(paper.signs))
        for column, (office, how) in enumerate(paper.signs):
            _say(below.cell(0, column).paragraphs[0], office, bold=True, centred=True)
            _say(below.cell(1, column).paragraphs[0], how, italic=True, centred=True, size=9)
    _say(document.sections[0].footer.paragraphs[0], paper.foot, size=8)
    content = io.BytesIO()
    document.save(content)
    return _undated(content)


def _undated(content: io.BytesIO) -> bytes:
    """The same file without the time it was packed at, so that it has the same bytes twice."""
    packed = io.BytesIO()
    with zipfile.ZipFile(content) as read, zipfile.ZipFile(packed, "w") as written:
        for one in read.infolist():
            entry = zipfile.ZipInfo(one.filename)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, read.read(one.filename))
    return packed.getvalue()


def _set_up(document: Any, paper: Document) -> None:
    section = document.sections[0]
    wide, tall = (LONG_SIDE, SHORT_SIDE) if paper.is_wide else (SHORT_SIDE, LONG_SIDE)
    section.orientation = WD_ORIENT.LANDSCAPE if paper.is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(wide), Mm(tall)
    left, right, top, bottom = EDGES
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    fonts = normal.element.rPr.rFonts
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.rPr.append(language)
    normal.paragraph_format.space_after = Pt(3)
    about = document.core_properties
    about.title, about.author = _printed(f"{paper.title} {paper.subtitle}"), _printed(paper.unit)
    about.language, about.comments = "vi-VN", ""
    about.created = about.modified = UNDATED


def _grid(document: Any, rows: int, columns: int) -> Any:
    table = document.add_table(rows=rows, cols=columns)
    table.autofit = False
    return table


def _rows(document: Any, part: Rows) -> None:
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    table = document.add_table(rows=1 + len(part.rows), cols=len(part.headings))
    table.style, table.autofit = "Table Grid", False
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for number, row in enumerate((part.headings, *part.rows)):
        is_strong = number == 0 or number - 1 in part.strong
        for column, (cell, words) in enumerate(zip(table.rows[number].cells, row, strict=True)):
            cell.width = int(room * part.widths[column] / sum(part.widths))
            paragraph = cell.paragraphs[0]
            _say(paragraph, words, bold=is_strong, size=9)
            if column in part.numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _say(
    paragraph: Any,
    words: str,
    *,
    bold: bool = False,
    italic: bool = False,
    centred: bool = False,
    size: int = 11,
) -> None:
    run = paragraph.add_run(_printed(words))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _printed(words: str) -> str:
    """Words that XML can hold: it knows no unassigned ends of planes."""
    return "".join("\ufffd" if one in "\ufffe\uffff" else one for one in str(clean(words)))
