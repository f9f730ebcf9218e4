"""What stands behind each chart and table of a page, kept until somebody takes it away.

A page collects what it draws (`sheaf`), as references: nothing is copied or made until a
file is asked for.
"""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from lib.exports.paper import KeyFigure
from lib.i18n import formats
from lib.ui.question import Question
from lib.ui.tables import Format, heading_of


@dataclass(frozen=True, eq=False)
class Behind:
    """A chart's or a table's figures: what they are called, where from, and how they are written.

    `columns` are frame column -> heading key of [table], as in `tables.table`; `formatted` how
    a cell is written. Columns written by `formats.percent` and those in `shares` are shares.
    Texts are as they are, without Markdown.
    """

    key: str
    """Of the element on the page, and part of the file's name."""
    name: str
    """In a few words: the name of its sheet."""
    title: str
    measure: str
    queries: Sequence[str]
    frame: pd.DataFrame
    columns: Mapping[str, str]
    formatted: Mapping[str, Format]
    shares: frozenset[str] = frozenset()
    caption: str = ""
    """What the page says below the title instead of the measure, such as where to click."""
    is_main: bool = False
    """Whether it is what the page is about: the table of its summary."""

    @property
    def headings(self) -> list[str]:
        """What stands above the columns, in the language spoken."""
        return [heading_of(heading) for heading in self.columns.values()]

    @property
    def query(self) -> str:
        """The named queries, as they are read."""
        return ", ".join(self.queries)

    def rows(self) -> list[list[Any]]:
        """The values as they are; a word where a missing value is written as one."""
        taken = [self._column(column) for column in self.columns]
        return [list(row) for row in zip(*taken, strict=True)]

    def written(self) -> list[list[str]]:
        """The cells as the page writes them."""
        taken = []
        for column in self.columns:
            how = self.formatted.get(column, _said)
            taken.append([how(value) for value in self.frame[column]])
        return [list(row) for row in zip(*taken, strict=True)]

    def kinds(self) -> dict[int, str]:
        """Columns (from 0) that are a `share`, or written as `whole` numbers."""
        found = {}
        for place, column in enumerate(self.columns):
            how = self.formatted.get(column)
            if column in self.shares or how is formats.percent:
                found[place] = "share"
            elif how is formats.number:
                found[place] = "whole"
        return found

    def number_places(self) -> frozenset[int]:
        """Which columns hold numbers, from 0."""
        return frozenset(
            place
            for place, column in enumerate(self.columns)
            if pd.api.types.is_numeric_dtype(self.frame[column])
        )

    def _column(self, column: str) -> list[Any]:
        values = self.frame[column]
        how = self.formatted.get(column)
        if how is None or not values.isna().any():
            return values.tolist()
        word = how(None)
        missing = None if word == formats.MISSING else word
        return [missing if formats.is_missing(one) else one for one in values.tolist()]


@dataclass
class Sheaf:
    """What a page shows, in the order it is drawn, and what it says of itself."""

    page: str
    question: Question
    data_time: str
    """How old the figures are, in words."""
    data_at: Any
    """The moment itself; missing before the first sale."""
    filters: str
    is_simulated: bool
    generation: int
    address: Mapping[str, str]
    """What the URL chooses."""
    figures: list[KeyFigure] = field(default_factory=list)
    parts: list[Behind] = field(default_factory=list)


_sheaf: ContextVar[Sheaf | None] = ContextVar("sheaf", default=None)


def begin(sheaf: Sheaf | None) -> None:
    """Start to collect what the page of this run shows; None: it is not taken away."""
    _sheaf.set(sheaf)


def sheaf() -> Sheaf | None:
    """What this run's page has shown so far; None where nothing is taken away."""
    return _sheaf.get()


def _said(value: Any) -> str:
    return formats.MISSING if formats.is_missing(value) else str(value)
