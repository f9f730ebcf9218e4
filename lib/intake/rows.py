"""A checked row and a checked file: what the preview shows and `committing` writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from lib.intake.problems import Problem


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

    @property
    def content(self) -> tuple[Any, ...]:
        """What makes two rows the same sale, in the order of `queries.intake.CONTENT`."""
        return (
            self.unit_id,
            self.staff_code,
            self.service_code,
            self.product_code,
            self.customer_code,
            self.is_new_customer,
            self.quantity,
            self.revenue_vnd,
            self.collected_vnd,
            self.sold_on,
            self.sold_at,
        )


@dataclass(frozen=True)
class CheckedRow:
    """One row of the file.

    `row` is the number the spreadsheet shows; `cells` the raw text by the file's own headers
    and `texts` by template key. `sale` is None when an error keeps the row from being read.
    `revenue_vnd` is the amount as far as it can be read. `competing_unit_id` is None when the
    row counts in no unit of the campaign.
    """

    row: int
    sheet: str
    cells: Mapping[str, str]
    texts: Mapping[str, str]
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

    accepted + rejected = total; warned rows are among the accepted. `skipped_totals` are the
    row numbers taken for totals, `notices` what concerns the file as a whole.
    """

    file_name: str
    sha256: str
    size: int
    campaign_code: str
    rows: tuple[CheckedRow, ...]
    skipped_totals: tuple[int, ...] = ()
    notices: tuple[Problem, ...] = field(default=())

    @property
    def total(self) -> int:
        """Rows of data."""
        return len(self.rows)

    @cached_property
    def accepted(self) -> int:
        """Rows that count, warned ones included."""
        return self.total - self.rejected

    @cached_property
    def warned(self) -> int:
        """Accepted rows with a warning."""
        return sum(row.is_warned for row in self.rows)

    @cached_property
    def rejected(self) -> int:
        """Rows set aside."""
        return sum(row.is_rejected for row in self.rows)

    @cached_property
    def revenue_vnd(self) -> int:
        """VND of the accepted rows."""
        return sum(row.sale.revenue_vnd for row in self.rows if row.sale and not row.is_rejected)

    @cached_property
    def pending_vnd(self) -> int:
        """VND the rejected rows would add, as far as it can be read."""
        return sum(row.pending_vnd for row in self.rows)
