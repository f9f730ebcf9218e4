"""A printed page as PDF (A4): heading, key figures, tables and bars in, bytes out.

`as_pdf(head, blocks, foot)` sets the blocks one below another and goes on to the next page by
itself; every page has the foot and its number. What stands in cells and figures is text, written
by `lib/i18n/formats`. It is shown as it is: neither markup nor formulas come alive.

The type is Noto Sans with the letters of Vietnamese (`fonts/`, OFL: the two web fonts of the
pages in one file per weight, because a PDF takes no variable fonts).
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from lib.exports import paper_parts as parts
from lib.i18n.catalog import spoken, text

MARGIN, FOOT = 15 * mm, 13 * mm
MOST_ROWS = 30
"""So many rows of a table are printed; how many are left out stands below it."""


@dataclass(frozen=True)
class Head:
    """What stands at the top of the first page.

    `above` is the campaign and its day, `below` lines such as the data time and the filters;
    `badge` marks simulated figures.
    """

    title: str
    above: str
    below: Sequence[str] = ()
    badge: str = ""


@dataclass(frozen=True)
class KeyFigure:
    """A number that is read first: its label, its value, and a line of context."""

    label: str
    value: str
    context: str = ""


@dataclass(frozen=True)
class KeyFigures:
    """Figures side by side, at most four in a row."""

    figures: Sequence[KeyFigure]


@dataclass(frozen=True)
class Words:
    """A paragraph, or a caption in smaller letters."""

    words: str
    is_caption: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of text under headings; `numbers` are the columns (from 0) that stand at the right.

    The columns share the width by their longest words. The rows in `strong` are in bold.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()
    strong: frozenset[int] = frozenset()
    caption: str = ""


@dataclass(frozen=True)
class Bars:
    """Horizontal bars from 0 in the order given; `words` is what stands beside each.

    A value that is missing (None) has no bar. `marks` are ticks across the bars, for what each
    is compared with.
    """

    title: str
    labels: Sequence[str]
    values: Sequence[float | None]
    words: Sequence[str]
    marks: Sequence[float | None] = ()
    caption: str = ""


Block = KeyFigures | Words | Table | Bars


def as_pdf(head: Head, blocks: Sequence[Block], foot: str) -> bytes:
    """The pages as a PDF; `foot` (version, query) stands at the end of each, with its number."""
    parts.register_fonts()
    content = io.BytesIO()
    document = BaseDocTemplate(
        content,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN + FOOT,
        title=f"{head.title} – {head.above}",
        lang=spoken(),
        creator=text("app.name"),
    )
    frame = Frame(
        document.leftMargin,
        document.bottomMargin,
        document.width,
        document.height,
        **dict.fromkeys(("leftPadding", "rightPadding", "topPadding", "bottomPadding"), 0),
    )
    document.addPageTemplates([PageTemplate(frames=[frame])])
    story: list[Flowable] = [
        *parts.heading(head.title, head.above, head.below, head.badge, document.width)
    ]
    for block in blocks:
        story.extend(_set(block, document.width))
    document.build(story, canvasmaker=_numbered(foot))
    return content.getvalue()


def _set(block: Block, width: float) -> list[Flowable]:
    if isinstance(block, KeyFigures):
        shown = [(one.label, one.value, one.context) for one in block.figures]
        return parts.key_figures(shown, width)
    if isinstance(block, Words):
        return [parts.paragraph(block.words, "caption" if block.is_caption else "body")]
    if isinstance(block, Bars):
        bars = parts.BarRows(block.labels, block.values, block.words, block.marks, width)
        return parts.titled(block.title, [bars], block.caption)
    rows, left = block.rows[:MOST_ROWS], len(block.rows) - MOST_ROWS
    set_table = parts.table(block.headings, rows, block.numbers, block.strong, width)
    captions = [block.caption] if block.caption else []
    if left > 0:
        captions.append(text("takeaway.rows_left", count=left))
    return parts.titled(block.title, [set_table], " ".join(captions))


def _numbered(foot: str) -> type[Canvas]:
    """A canvas that knows at the end how many pages there are."""

    class Numbered(Canvas):  # type: ignore[misc]
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._pages, start=1):
                self.__dict__.update(page)
                count = text("takeaway.page", number=number, count=len(self._pages))
                parts.draw_foot(self, foot, count, MARGIN)
                super().showPage()
            super().save()

    return Numbered
