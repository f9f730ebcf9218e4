"""A checked table of evidence: what the page shows and `committing` writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from lib.intake.evidence.fields import Layout
from lib.intake.problems import Problem

Key = tuple[Any, ...]
"""What may be reported once: person and day, person, team and hour, person and link."""


@dataclass(frozen=True)
class EvidenceRow:
    """One row: `number` as the spreadsheet shows it, `written` by the file's own headers.

    `texts` are the known cells by column key; `values` the columns of the kind's table, None
    when an error keeps the row from being read; `key` None when it may stand twice.
    """

    sheet: str
    number: int
    written: Mapping[str, str]
    texts: Mapping[str, str]
    values: Mapping[str, Any] | None
    key: Key | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_rejected(self) -> bool:
        """Whether the row is set aside: one error is enough."""
        return any(one.level == "error" for one in self.problems)

    @property
    def is_warned(self) -> bool:
        """Whether the row counts, but should be looked at."""
        return bool(self.problems) and not self.is_rejected


@dataclass(frozen=True)
class CheckedEvidence:
    """A file or form checked against one state of the ledger; nothing is written.

    accepted + rejected = the rows; warned rows are among the accepted. `sha256` is None for what
    was typed.
    """

    layout: Layout
    file_name: str
    sha256: str | None
    size: int
    campaign_code: str
    rows: tuple[EvidenceRow, ...]
    skipped_totals: tuple[int, ...] = ()
    content: bytes = field(default=b"", repr=False)

    @property
    def total(self) -> int:
        """Rows of data."""
        return len(self.rows)

    @cached_property
    def accepted(self) -> tuple[EvidenceRow, ...]:
        """The rows that count, the warned ones included."""
        return tuple(one for one in self.rows if not one.is_rejected)

    @cached_property
    def rejected(self) -> tuple[EvidenceRow, ...]:
        """The rows that are set aside."""
        return tuple(one for one in self.rows if one.is_rejected)

    @cached_property
    def warned(self) -> tuple[EvidenceRow, ...]:
        """Accepted rows with a warning."""
        return tuple(one for one in self.rows if one.is_warned)


@dataclass(frozen=True)
class EvidenceReceipt:
    """What was written; with `already`, what the same bytes or key had brought before."""

    batch_id: int
    generation: int
    accepted: int
    rejected: int
    recorded_at: datetime
    already: bool = False
