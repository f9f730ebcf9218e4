"""What is handed over to the ledger, and what comes back for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lib.intake.rows import CheckedFile

LAST_MOMENT = datetime(9999, 12, 30)
"""A cut-off after everything: what stands now, whatever the clocks of its writers said."""

Source = Literal["file", "inbox", "http", "entry", "fix"]


@dataclass(frozen=True)
class Settled:
    """What a clerk says a name means: a unit's id or a service's code."""

    kind: Literal["unit", "service"]
    written: str
    code: str


@dataclass(frozen=True)
class Receipt:
    """What was written; with `already`, what the same hand-over had brought before.

    Money in VND. `accepted` includes the warned rows.
    """

    batch_id: int
    generation: int
    accepted: int
    warned: int
    rejected: int
    revenue_vnd: int
    pending_vnd: int
    already: bool = False


@dataclass(frozen=True)
class Handover:
    """A checked file on its way into the ledger: from whom, when, and by which way in.

    The same bytes count once; where the sender gives each hand-over a key of its own, the
    same key does instead, for two sales may well read the same. `strict` takes all rows or
    none, `needs_sales` refuses a file of which nothing would count. `settled` are names whose
    meaning is to be remembered.
    """

    checked: CheckedFile
    sender: str
    at: datetime
    source: Source = "file"
    idempotency_key: str | None = None
    strict: bool = False
    needs_sales: bool = False
    is_simulated: bool = False
    settled: tuple[Settled, ...] = ()


@dataclass(frozen=True)
class Counted:
    """A receipt with the file as it was counted: looked at under the lock, not before it."""

    receipt: Receipt
    checked: CheckedFile
