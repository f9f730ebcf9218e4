"""What a table of evidence is made of: its columns, and which parts stay below which wholes."""

from dataclasses import dataclass
from typing import Literal

from lib.i18n.catalog import text

Kind = Literal["deliveries", "activities", "attendance", "hourly_reports"]
Cells = Literal[
    "day",
    "clock",
    "hour",
    "unit",
    "staff",
    "name",
    "team",
    "count",
    "money",
    "score",
    "channel",
    "mode",
    "link",
    "text",
]
"""What a cell of a column is read as."""


@dataclass(frozen=True)
class Field:
    """One column; one that is not required may be left out of the file."""

    key: str
    header: str
    cells: Cells
    names: tuple[str, ...]
    required: bool = False
    width: int = 14

    @property
    def label(self) -> str:
        """What the column is called on the page, in the reader's language."""
        return text(f"column.{self.key}")

    @property
    def meaning(self) -> str:
        """What to write in the column, in the reader's language."""
        return text(f"evidence_meaning.{self.key}")

    @property
    def example(self) -> str:
        """What a cell may look like."""
        return text(f"evidence_example.{self.key}")


@dataclass(frozen=True)
class Layout:
    """One kind of table; `kind` is that of its batches, `table` is where its rows go.

    `wholes` pairs a part with its whole.
    """

    kind: Kind
    table: str
    fields: tuple[Field, ...]
    wholes: tuple[tuple[str, str], ...] = ()

    def field(self, key: str) -> Field:
        """The column of a key; StopIteration when the table has none."""
        return next(one for one in self.fields if one.key == key)

    @property
    def required(self) -> tuple[Field, ...]:
        """The columns that a file must have."""
        return tuple(one for one in self.fields if one.required)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all columns."""
        return frozenset(one.key for one in self.fields)
