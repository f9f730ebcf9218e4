"""What the council's papers are made of; the same parts become a PDF and a DOCX."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Heading:
    """A section; `level` 1 or 2."""

    words: str
    level: int = 1


@dataclass(frozen=True)
class Line:
    """A paragraph; dotted where something is written in by hand."""

    words: str
    is_small: bool = False


@dataclass(frozen=True)
class Rows:
    """A table; `widths` are its columns' parts of the width, `strong` the rows in bold."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    numbers: tuple[int, ...] = ()
    strong: tuple[int, ...] = ()


Part = Heading | Line | Rows


@dataclass(frozen=True)
class Document:
    """A paper of the council: who it is from, what it is called, its parts, who signs.

    `signs` are the offices of those who sign, from left to right; room is left below each.
    """

    unit: str
    body: str
    number: str
    nation: str
    motto: str
    place_and_day: str
    title: str
    subtitle: str
    badge: str
    parts: tuple[Part, ...]
    signs: tuple[tuple[str, str], ...]
    is_wide: bool = False
    page: str = ""
    foot: str = ""

    def data(self) -> dict[str, Any]:
        """The document as a template is given it."""
        kinds = {Heading: "heading", Line: "line", Rows: "rows"}
        parts = [{"kind": kinds[type(one)], **asdict(one)} for one in self.parts]
        return {**vars(self), "parts": parts}


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    *,
    numbers: Sequence[int] = (),
    strong: Sequence[int] = (),
) -> Rows:
    """Rows from lists."""
    cells = tuple(tuple(row) for row in rows)
    return Rows(tuple(headings), cells, tuple(widths), tuple(numbers), tuple(strong))
