"""A checked file: what the preview shows and `committing` writes.

The rows are held as columns; a single row is put together when someone looks at it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lib.intake.grids import LONGEST_CELL
from lib.intake.problems import Finding, Problem, by_weight, problem
from lib.intake.tables import Mask, Places, Table, any_of

SALE = pa.schema(
    [
        ("unit_id", pa.string()),
        ("service_code", pa.string()),
        ("sold_on", pa.date32()),
        ("sold_at", pa.timestamp("us")),
        ("quantity", pa.int64()),
        ("revenue_vnd", pa.int64()),
        ("collected_vnd", pa.int64()),
        ("staff_code", pa.string()),
        ("role_code", pa.string()),
        ("product_code", pa.string()),
        ("customer_code", pa.string()),
        ("is_new_customer", pa.bool_()),
        ("receipt_no", pa.string()),
        ("note", pa.string()),
        ("unmatched", pa.string()),
    ]
)
"""What the ledger keeps of a row; a value that could not be read is null."""


@dataclass(frozen=True)
class Sale:
    """The values of one row as the ledger keeps them; money in whole VND, local time."""

    unit_id: str
    service_code: str
    sold_on: date
    sold_at: datetime | None
    quantity: int
    revenue_vnd: int
    collected_vnd: int | None
    staff_code: str | None
    role_code: str | None
    product_code: str | None
    customer_code: str | None
    is_new_customer: bool | None
    receipt_no: str | None
    note: str | None
    unmatched: str | None


@dataclass(frozen=True)
class CheckedRow:
    """One row of the file.

    `place` is its place among the rows, `row` the number the spreadsheet shows; `cells` the
    raw text by the file's own headers and `texts` by template key, `alone` the same complete
    without the table around it. `sale` is None when an
    error keeps the row from being read. `revenue_vnd` is the amount as far as it can be read.
    `competing_unit_id` is None when the row counts in no unit of the campaign.
    """

    place: int
    row: int
    sheet: str
    cells: Mapping[str, str]
    texts: Mapping[str, str]
    alone: Mapping[str, str]
    sale: Sale | None
    revenue_vnd: int | None
    competing_unit_id: str | None
    problems: tuple[Problem, ...] = ()

    @property
    def is_rejected(self) -> bool:
        """Whether the row is set aside: one error is enough."""
        return any(one.level == "error" for one in self.problems)

    @property
    def is_warned(self) -> bool:
        """Whether the row counts, but should be looked at."""
        return bool(self.problems) and not self.is_rejected

    @property
    def pending_vnd(self) -> int:
        """What the row would add once put right; a repeated row would add nothing."""
        is_repeated = any(one.code == "duplicate_row" for one in self.problems)
        return 0 if not self.is_rejected or is_repeated else self.revenue_vnd or 0


@dataclass(frozen=True)
class CheckedFile:
    """A file that was read and checked against one state of the ledger; nothing is written.

    `sales` has the columns of `SALE`, and `competing_unit_id` (null when the row counts in no
    unit of the campaign), one row per row of data. accepted + rejected = total; warned rows
    are among the accepted. `receipt_keys` are the receipt numbers in lower case, numbered in the
    order they come in. `skipped_totals` are the row numbers taken for totals, `notices`
    what concerns the file as a whole. `replaces` is the batch whose sales this file is a newer
    version of, once somebody has said so. `edited` are rows put right on the page, with the
    codes of what was wrong; `closes` are the rows of the quarantine that the rows put right.
    `content` are the bytes as they were handed in.
    """

    file_name: str
    sha256: str
    size: int
    campaign_code: str
    tables: tuple[Table, ...]
    sales: pa.Table
    findings: tuple[Finding, ...]
    receipt_keys: pa.DictionaryArray
    skipped_totals: tuple[int, ...] = ()
    notices: tuple[Problem, ...] = field(default=())
    replaces: int | None = None
    edited: Mapping[int, str] = field(default_factory=dict)
    closes: tuple[tuple[int, str, int], ...] = ()
    content: bytes = field(default=b"", repr=False)

    @property
    def total(self) -> int:
        """Rows of data."""
        return int(self.sales.num_rows)

    @cached_property
    def is_rejected(self) -> Mask:
        """Row by row, whether it is set aside."""
        return self._found(is_error=True)

    @cached_property
    def is_warned(self) -> Mask:
        """Row by row, whether it counts with a warning."""
        return self._found(is_error=False) & ~self.is_rejected

    @property
    def accepted(self) -> int:
        """Rows that count, warned ones included."""
        return self.total - self.rejected

    @property
    def warned(self) -> int:
        """Accepted rows with a warning."""
        return int(self.is_warned.sum())

    @property
    def rejected(self) -> int:
        """Rows set aside."""
        return int(self.is_rejected.sum())

    @cached_property
    def accepted_sales(self) -> pa.Table:
        """The rows that count."""
        if not self.is_rejected.any():
            return self.sales
        return self.sales.filter(pa.array(~self.is_rejected))

    @cached_property
    def revenue_vnd(self) -> int:
        """VND of the accepted rows."""
        return int(pc.sum(self.accepted_sales["revenue_vnd"]).as_py() or 0)

    @cached_property
    def pending_vnd(self) -> int:
        """VND the rejected rows would add, as far as it can be read."""
        repeated = any_of(
            (self._mask(one) for one in self.findings if one.code == "duplicate_row"), self.total
        )
        waiting = self.sales["revenue_vnd"].filter(pa.array(self.is_rejected & ~repeated))
        return int(pc.sum(waiting).as_py() or 0)

    @cached_property
    def rows(self) -> "Rows":
        """The rows one by one."""
        return Rows(self)

    @cached_property
    def numbers(self) -> Places:
        """Row by row, the number the spreadsheet shows."""
        return np.concatenate([table.numbers for table in self.tables])

    def row(self, place: int) -> CheckedRow:
        """Put one row together."""
        table, at = self._table(place)
        number, texts = int(table.numbers[at]), table.texts(at)
        found = []
        for finding in self.findings:
            detail = finding.detail(place)
            if detail is not None:
                written = texts.get(finding.column, "") if finding.column else ""
                values = {"value": written, **detail}
                found.append(problem(finding.code, number, column=finding.column, **values))
        [values] = self.sales.slice(place, 1).to_pylist()
        competing = values.pop("competing_unit_id")
        problems = by_weight(found)
        is_rejected = any(one.level == "error" for one in problems)
        return CheckedRow(
            place=place,
            row=number,
            sheet=table.sheet,
            cells=table.raw(at, LONGEST_CELL),
            texts=texts,
            alone=table.alone(at),
            sale=None if is_rejected else Sale(**values),
            revenue_vnd=values["revenue_vnd"],
            competing_unit_id=competing,
            problems=problems,
        )

    def _table(self, place: int) -> tuple[Table, int]:
        for table in self.tables:
            if place < len(table):
                return table, place
            place -= len(table)
        raise IndexError(place)

    def _found(self, *, is_error: bool) -> Mask:
        masks = (self._mask(one) for one in self.findings if one.is_error == is_error)
        return any_of(masks, self.total)

    def _mask(self, finding: Finding) -> Mask:
        mask = np.zeros(self.total, np.bool_)
        mask[finding.rows] = True
        return mask


class Rows(Sequence[CheckedRow]):
    """The rows of a checked file, each put together when it is asked for."""

    def __init__(self, checked: CheckedFile) -> None:
        self._checked = checked

    def __len__(self) -> int:
        return self._checked.total

    @overload
    def __getitem__(self, place: int) -> CheckedRow: ...

    @overload
    def __getitem__(self, place: slice) -> list[CheckedRow]: ...

    def __getitem__(self, place: int | slice) -> CheckedRow | list[CheckedRow]:
        """One row, or some of them."""
        if isinstance(place, slice):
            return [self._checked.row(at) for at in range(*place.indices(len(self)))]
        if place < 0:
            place += len(self)
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self._checked.row(place)

    def __iter__(self) -> Iterator[CheckedRow]:
        return (self._checked.row(place) for place in range(len(self)))

    def at(self, mask: Mask, most: int | None = None) -> list[CheckedRow]:
        """The rows of a mask, at most so many."""
        return [self._checked.row(int(place)) for place in np.flatnonzero(mask)[:most]]
