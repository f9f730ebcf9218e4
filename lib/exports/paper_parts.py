"""What a printed page is set from: type, tables and bars, in the colours of the light theme."""

import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Spacer
from reportlab.platypus import Table as Grid

from lib.charts.theme import LIGHT

FONTS = Path(__file__).resolve().parent / "fonts"
PLAIN, BOLD = "Noto Sans", "Noto Sans Bold"
A_ROW = 4
"""Key figures beside one another."""
WIDEST, PADDING = 160.0, 9.0
"""How wide a column's words make it at most, and the room around them, in points."""
TOGETHER = 90
"""A title with less room than this below it starts on the next page."""
ROW, BAR, NAMES, SAID = 15.0, 8.0, 0.30, 0.16
"""Height of a bar's row and of its bar in points; the parts of the width for names and values."""

STYLES = {
    "above": ParagraphStyle("above", fontName=PLAIN, fontSize=9, leading=12),
    "title": ParagraphStyle("title", fontName=BOLD, fontSize=20, leading=26),
    "badge": ParagraphStyle("badge", fontName=BOLD, fontSize=9, leading=12, alignment=TA_RIGHT),
    "section": ParagraphStyle("section", fontName=BOLD, fontSize=12, leading=16),
    "body": ParagraphStyle("body", fontName=PLAIN, fontSize=10, leading=14, spaceAfter=4),
    "caption": ParagraphStyle("caption", fontName=PLAIN, fontSize=8, leading=11, spaceAfter=2),
    "label": ParagraphStyle("label", fontName=PLAIN, fontSize=8, leading=10.5),
    "value": ParagraphStyle("value", fontName=BOLD, fontSize=17, leading=22),
    "cell": ParagraphStyle("cell", fontName=PLAIN, fontSize=8, leading=10.5),
    "strong": ParagraphStyle("strong", fontName=BOLD, fontSize=8, leading=10.5),
    "number": ParagraphStyle(
        "number", fontName=PLAIN, fontSize=8, leading=10.5, alignment=TA_RIGHT
    ),
    "strong_number": ParagraphStyle(
        "strong_number", fontName=BOLD, fontSize=8, leading=10.5, alignment=TA_RIGHT
    ),
}
COLORS = {
    "above": LIGHT.text_2,
    "badge": LIGHT.text_2,
    "caption": LIGHT.text_2,
    "label": LIGHT.text_2,
}


@cache
def register_fonts() -> None:
    """Make the two weights known to the writer, once for the process."""
    for name, file in ((PLAIN, "noto-sans-regular.ttf"), (BOLD, "noto-sans-bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))


def paragraph(words: str, style: str) -> Paragraph:
    """Words as they are, in one of the styles; they go on below where the line ends."""
    color = COLORS.get(style, LIGHT.text)
    return Paragraph(f'<font color="{color}">{escape(_composed(words))}</font>', STYLES[style])


def heading(
    title: str, above: str, below: Sequence[str], badge: str, width: float
) -> list[Flowable]:
    """The campaign, the title with the badge beside it, and the lines below."""
    side = width * 0.3
    row = Grid(
        [[paragraph(title, "title"), paragraph(badge, "badge")]],
        colWidths=[width - side, side],
        style=[("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *_flush()],
    )
    lines = [paragraph(one, "caption") for one in below]
    return [paragraph(above, "above"), row, *lines, Spacer(0, 8)]


def key_figures(figures: Sequence[tuple[str, str, str]], width: float) -> list[Flowable]:
    """Label, value and context of each, in boxes of equal width."""
    found: list[Flowable] = []
    across = min(len(figures), A_ROW) or 1
    for start in range(0, len(figures), A_ROW):
        row = figures[start : start + A_ROW]
        cells = [
            [paragraph(label, "label"), paragraph(value, "value"), paragraph(context, "label")]
            for label, value, context in row
        ]
        box = Grid(
            [cells],
            colWidths=[width / across] * len(row),
            hAlign="LEFT",
            style=[
                ("GRID", (0, 0), (-1, -1), 0.5, HexColor(LIGHT.border)),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ],
        )
        found.extend([box, Spacer(0, 8)])
    return found


def titled(title: str, content: Sequence[Flowable], caption: str) -> list[Flowable]:
    """A section: its title stays with the beginning of what follows."""
    found = [CondPageBreak(TOGETHER), paragraph(title, "section"), Spacer(0, 2), *content]
    if caption:
        found.append(paragraph(caption, "caption"))
    return [*found, Spacer(0, 10)]


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: frozenset[int],
    strong: frozenset[int],
    width: float,
) -> Grid:
    """A table whose header is repeated on each page; rows are parted by thin lines."""
    head = [
        paragraph(words, _cell_style(is_number=column in numbers, is_strong=True))
        for column, words in enumerate(headings)
    ]
    body = [
        [
            paragraph(words, _cell_style(is_number=column in numbers, is_strong=line in strong))
            for column, words in enumerate(row)
        ]
        for line, row in enumerate(rows)
    ]
    return Grid(
        [head, *body],
        colWidths=_widths([headings, *rows], width),
        repeatRows=1,
        hAlign="LEFT",
        style=[
            ("BACKGROUND", (0, 0), (-1, 0), HexColor(LIGHT.surface)),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor(LIGHT.grid)),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), PADDING / 2),
            ("RIGHTPADDING", (0, 0), (-1, -1), PADDING / 2),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ],
    )


class BarRows(Flowable):  # type: ignore[misc]
    """Bars from 0 with their names before them and their values behind them."""

    def __init__(
        self,
        labels: Sequence[str],
        values: Sequence[float | None],
        words: Sequence[str],
        marks: Sequence[float | None],
        width: float,
    ) -> None:
        super().__init__()
        marked = [*marks, *[None] * (len(labels) - len(marks))]
        self._rows = list(zip(labels, values, words, marked, strict=True))
        self.width, self.height = width, ROW * len(self._rows) + 4

    def wrap(self, *_: float) -> tuple[float, float]:
        """The room it takes, in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw row by row from the top."""
        known = [one for _, *pair in self._rows for one in (pair[0], pair[2]) if one is not None]
        most = max([float(one) for one in known], default=0.0)
        start, room = self.width * NAMES, self.width * (1 - NAMES - SAID)
        for number, (label, value, words, mark) in enumerate(self._rows):
            middle = self.height - ROW * (number + 0.5)
            self._say(_cut(label, start - 8, PLAIN), start - 6, middle, is_before=True)
            part = float(value) / most if value is not None and most > 0 else 0.0
            self.canv.setFillColor(HexColor(LIGHT.actual))
            if part > 0:
                self.canv.rect(start, middle - BAR / 2, part * room, BAR, stroke=0, fill=1)
            end = part
            if mark is not None and most > 0:
                at = float(mark) / most
                end = max(part, at)
                self.canv.setStrokeColor(HexColor(LIGHT.text))
                self.canv.setLineWidth(1.4)
                x = start + at * room
                self.canv.line(x, middle - BAR * 0.7, x, middle + BAR * 0.7)
            self._say(_composed(words), start + end * room + 5, middle, is_before=False)

    def _say(self, words: str, x: float, middle: float, *, is_before: bool) -> None:
        self.canv.setFont(PLAIN, 8)
        self.canv.setFillColor(HexColor(LIGHT.text))
        draw = self.canv.drawRightString if is_before else self.canv.drawString
        draw(x, middle - 3, words)


def draw_foot(canvas: Canvas, foot: str, count: str, margin: float) -> None:
    """What a page says of itself below a line, and its number at the right."""
    wide = A4[0] - 2 * margin
    canvas.setStrokeColor(HexColor(LIGHT.border))
    canvas.setLineWidth(0.5)
    canvas.line(margin, margin + 26, margin + wide, margin + 26)
    said = paragraph(foot, "label")
    _, high = said.wrap(wide - 70, 40)
    said.drawOn(canvas, margin, margin + 22 - high)
    number = paragraph(count, "number")
    _, high = number.wrap(64, 20)
    number.drawOn(canvas, margin + wide - 64, margin + 22 - high)


def _widths(rows: Sequence[Sequence[str]], width: float) -> list[float]:
    """Every column holds its longest word; what is left goes to those with more to say.

    The first row is of headings, which may well go on below.
    """
    least, wanted = [], []
    for heading, *column in zip(*rows, strict=True):
        words = [_composed(cell) for cell in column]
        longest = max(_wide(word) for cell in [heading, *words] for word in cell.split(" "))
        least.append(min(longest, WIDEST) + PADDING)
        whole = min(max(map(_wide, words), default=0.0), WIDEST)
        wanted.append(max(whole + PADDING, least[-1]))
    spare, more = width - sum(least), sum(wanted) - sum(least)
    if spare <= 0:
        return [width * one / sum(least) for one in least]
    if more > spare:
        return [low + (high - low) * spare / more for low, high in zip(least, wanted, strict=True)]
    return [one + (width - sum(wanted)) * one / sum(wanted) for one in wanted]


def _wide(words: str) -> float:
    return float(pdfmetrics.stringWidth(words, BOLD, 8))


def _cell_style(*, is_number: bool, is_strong: bool) -> str:
    if is_number:
        return "strong_number" if is_strong else "number"
    return "strong" if is_strong else "cell"


def _flush() -> list[tuple[str, tuple[int, int], tuple[int, int], float]]:
    sides = ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")
    return [(side, (0, 0), (-1, -1), 0) for side in sides]


def _composed(words: str) -> str:
    """Letters with their marks as one character each: a PDF writer does not place marks."""
    return unicodedata.normalize("NFC", str(words))


def _cut(words: str, room: float, font: str) -> str:
    """As many letters as there is room for, and an ellipsis where some are left out."""
    whole = _composed(words)
    if pdfmetrics.stringWidth(whole, font, 8) <= room:
        return whole
    while whole and pdfmetrics.stringWidth(f"{whole}…", font, 8) > room:
        whole = whole[:-1]
    return f"{whole.rstrip()}…"
