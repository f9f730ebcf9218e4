"""Printed pages as PDF (A4): heading, key figures, tables and bars in, bytes out.

`as_pdf(head, blocks, foot)` sets the blocks one below another and goes on to the next page by
itself; every page has the foot and its number. `sheets_as_pdf` sets many such papers in one file,
each from its own page 1. What stands in cells and figures is text, written by
`lib/i18n/formats`. It is shown as it is: neither markup nor formulas come alive.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lib.exports import typesetting
from lib.i18n.catalog import spoken, text

TEMPLATE = "paper"
PART = 100
"""So many papers are set at once: each page takes some 2 MB while it is set."""
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
    """Bars from 0 in the order given; `words` is what stands at the end of each.

    A value that is missing (None) has no bar. `marks` are ticks across the bars, for what each
    is compared with. They lie below one another, or stand in a row (`is_upright`), as hours do.
    """

    title: str
    labels: Sequence[str]
    values: Sequence[float | None]
    words: Sequence[str]
    marks: Sequence[float | None] = ()
    caption: str = ""
    is_upright: bool = False


Block = KeyFigures | Words | Table | Bars


@dataclass(frozen=True)
class Sheet:
    """One paper: `foot` (version, query) stands at the end of each page, with its number."""

    head: Head
    blocks: Sequence[Block]
    foot: str


def as_pdf(head: Head, blocks: Sequence[Block], foot: str) -> bytes:
    """The pages of one paper as a PDF."""
    return sheets_as_pdf([Sheet(head, blocks, foot)])


def sheets_as_pdf(
    sheets: Sequence[Sheet], title: str = "", hear: Callable[[float], object] = lambda share: None
) -> bytes:
    """Several papers in one PDF, each numbered by itself.

    Its title is that of the first unless one is given; without any sheet it is one empty page.
    `hear` is told from time to time which part of the work (0 to 1) is done.
    """
    if len(sheets) <= PART:
        return typesetting.pdf(TEMPLATE, _data(sheets, title))
    parts = [_data(sheets[at : at + PART], title) for at in range(0, len(sheets), PART)]
    return typesetting.joined(TEMPLATE, parts, lambda number: hear(number / len(parts)))


def one_page_as_pdf(tries: Sequence[Sheet]) -> bytes:
    """The first of several papers that takes one page, else the last."""
    return typesetting.first_of_one_page(TEMPLATE, [_data([one], "") for one in tries])


def page_count(sheet: Sheet) -> int:
    """How many pages a paper takes."""
    return typesetting.page_count(TEMPLATE, _data([sheet], ""))


def _data(sheets: Sequence[Sheet], title: str) -> dict[str, Any]:
    first = f"{sheets[0].head.title} – {sheets[0].head.above}" if sheets else ""
    return {
        "title": title or first,
        "author": text("app.name"),
        "language": spoken(),
        "sheets": [
            {
                "title": one.head.title,
                "above": one.head.above,
                "below": list(one.head.below),
                "badge": one.head.badge,
                "foot": one.foot,
                "page": text("takeaway.page", number="{number}", count="{count}"),
                "blocks": [_block(block) for block in one.blocks],
            }
            for one in sheets
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, KeyFigures):
        return {"kind": "figures", "figures": [vars(one) for one in block.figures]}
    if isinstance(block, Words):
        return {"kind": "words", **vars(block)}
    if isinstance(block, Bars):
        return {
            "kind": "bars",
            "title": block.title,
            "caption": block.caption,
            "is_upright": block.is_upright,
            "bars": _bars(block),
        }
    rows, left = block.rows[:MOST_ROWS], len(block.rows) - MOST_ROWS
    captions = [block.caption] if block.caption else []
    if left > 0:
        captions.append(text("takeaway.rows_left", count=left))
    return {
        "kind": "table",
        "title": block.title,
        "caption": " ".join(captions),
        "headings": list(block.headings),
        "rows": [list(row) for row in rows],
        "numbers": sorted(block.numbers),
        "strong": sorted(block.strong),
    }


def _bars(block: Bars) -> list[dict[str, Any]]:
    """Each bar and its tick as a part of the longest."""
    marks = [*block.marks, *[None] * (len(block.labels) - len(block.marks))]
    most = max((float(one) for one in [*block.values, *marks] if one is not None), default=0.0)

    def part(value: float | None) -> float:
        return max(float(value) / most, 0.0) if value is not None and most > 0 else 0.0

    return [
        {
            "label": label,
            "words": words,
            "share": part(value),
            "mark": part(mark),
            "has_mark": mark is not None and most > 0,
        }
        for label, value, words, mark in zip(
            block.labels, block.values, block.words, marks, strict=True
        )
    ]
