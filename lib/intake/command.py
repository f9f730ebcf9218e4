"""Files handed in on the command line: the same path and receipts as the page."""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from lib.errors import FileRefused
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.intake import checking, committing, wording
from lib.intake.committing import Receipt
from lib.intake.reading import Progress
from lib.intake.report import refusal_report, report
from lib.intake.rows import CheckedFile
from lib.settings import Settings
from lib.store import Store

MB = 2**20
COUNTED, REFUSED = 0, 3
MOST_TOLD = 200
"""So many rows with problems are told one by one."""


@dataclass(frozen=True)
class Order:
    """How files are to be taken in."""

    campaign_code: str
    sender: str
    at: datetime
    most_mb: int
    most_rows: int
    dry_run: bool
    strict: bool
    as_json: bool
    unit_id: str | None = None
    """Whose sales they are, for files that do not say so."""


def order(asked: argparse.Namespace, settings: Settings, *, at: datetime) -> Order:
    """What the words of `python -m lib import` order, with the settings' limits."""
    return Order(
        campaign_code=asked.campaign or settings.campaign,
        sender=asked.sender,
        at=at,
        most_mb=settings.upload_mb,
        most_rows=settings.upload_rows,
        dry_run=asked.dry_run,
        strict=asked.strict,
        as_json=asked.json,
        unit_id=asked.unit,
    )


def import_files(
    store: Store,
    files: Sequence[Path],
    order: Order,
    *,
    say: Callable[[str], None],
    put: Callable[[str], None],
) -> int:
    """Take in files one by one; each has its own answer, and one refused does not stop the rest.

    `put` gets the data (with as_json one JSON object a file), `say` the narration. Returns 0
    when every file was read, 3 when one was refused. Raises StoreError when nothing can be
    written at all.
    """
    code = COUNTED
    for file in files:
        answer = refusal_report(file.name)
        try:
            checked = _checked(store, file, order, say=say)
            answer = report(checked) if order.as_json else {}
            if not order.dry_run:
                answer["receipt"] = asdict(_committed(store, checked, order, say=say))
        except FileRefused as refusal:
            code = REFUSED
            words, remedy = wording.refusal(refusal)
            say(f"{file.name}: {words} {text('import.nothing_written')} {remedy}")
            answer |= {"file_rejected": refusal.reason, "accepted": [], "message": words}
        if order.as_json:
            put(json.dumps(answer, ensure_ascii=False, default=str))
    return code


def _checked(store: Store, file: Path, order: Order, *, say: Callable[[str], None]) -> CheckedFile:
    checked = checking.check(
        store,
        _content(file, order.most_mb),
        file.name,
        campaign_code=order.campaign_code,
        as_of=order.at,
        most_bytes=order.most_mb * MB,
        most_rows=order.most_rows,
        unit_id=order.unit_id,
        progress=_once_slow(say),
    )
    _tell(checked, say)
    return checked


def _once_slow(say: Callable[[str], None]) -> Progress:
    """Tell the steps of a file that takes longer than a second."""
    began = time.monotonic()

    def hear(step: str, share: float) -> None:
        if time.monotonic() - began > 1:
            say(f"  {share:4.0%} {text(f'import.progress_{step}')}")

    return hear


def _committed(
    store: Store, checked: CheckedFile, order: Order, *, say: Callable[[str], None]
) -> Receipt:
    receipt = committing.commit(
        store, checked, sender=order.sender, at=order.at, strict=order.strict
    )
    say(
        text("import.already", batch=receipt.batch_id)
        if receipt.already
        else text(
            "import.saved",
            count=formats.number(receipt.accepted),
            amount=formats.money(receipt.revenue_vnd),
            at=formats.clock(order.at),
        )
    )
    return receipt


def _content(file: Path, most_mb: int) -> bytes:
    """The bytes of a file; one that is too large is refused before it is read."""
    try:
        size = file.stat().st_size
        if size > most_mb * MB:
            raise FileRefused("file_too_large", limit_mb=most_mb)
        return file.read_bytes()
    except OSError as error:
        raise FileRefused("unreadable_path", name=file.name, why=error.strerror or "") from error


def _tell(checked: CheckedFile, say: Callable[[str], None]) -> None:
    say(
        f"{checked.file_name}: {text('import.rows')} {checked.total}, "
        f"{text('import.accepted')} {checked.accepted}, {text('import.warned')} {checked.warned}, "
        f"{text('import.rejected')} {checked.rejected}"
    )
    for row in checked.rows.at(checked.is_rejected | checked.is_warned, MOST_TOLD):
        for problem in row.problems:
            level = text(f"import.level_{problem.level}")
            say(f"  {text('import.column_row')} {row.row} [{level}] {wording.advice(problem)}")
