"""What lies beside a file that was dropped into the inbox: receipts, and rows to put right.

FILE.receipt.json is for programs and is written last: once it is there, all of it is.
FILE.bien-nhan.txt says the same to people, in Vietnamese; FILE.can-sua.xlsx holds the rows
that do not count yet.
"""

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from contextvars import copy_context
from datetime import datetime
from pathlib import Path
from typing import Any

from lib.errors import FileRefused
from lib.i18n import catalog, formats
from lib.i18n.catalog import text
from lib.i18n.folding import clean
from lib.intake import receipts, wording
from lib.intake.handovers import Counted

FOR_PROGRAMS, FOR_PEOPLE, TO_CORRECT = ".receipt.json", ".bien-nhan.txt", ".can-sua.xlsx"
ENDINGS = (FOR_PROGRAMS, FOR_PEOPLE, TO_CORRECT)
LONGEST_NAME = 255
"""Bytes of a name that file systems take."""
LONGEST_ENDING = 30
MOST_TOLD = 200
"""So many rows are told one by one; the sheet holds them all."""
DRAFT = f".receipt-{os.getpid()}"


def put_counted(folder: Path, name: str, counted: Counted, *, at: datetime) -> None:
    """Put the receipt of a counted file beside where it was dropped."""
    _in_vietnamese(lambda: _put_counted(folder, name, counted, at))


def put_refused(
    folder: Path, name: str, refused: FileRefused, *, set_aside: str, at: datetime
) -> None:
    """Put the reason why a file does not count beside where it was dropped."""
    _in_vietnamese(lambda: _put_refused(folder, name, refused, set_aside, at))


def _put_counted(folder: Path, name: str, counted: Counted, at: datetime) -> None:
    written = receipts.receipt(counted)
    base = fitting(name)
    if counted.receipt.rejected:
        # what makes workbooks takes a tenth of a start
        from lib.intake.corrections import sheet_of_problems

        _put(folder / f"{base}{TO_CORRECT}", sheet_of_problems(counted.checked))
    else:
        (folder / f"{base}{TO_CORRECT}").unlink(missing_ok=True)
    lines = [
        text("inbox.already" if counted.receipt.already else "inbox.counted_title"),
        text("inbox.batch", batch=counted.receipt.batch_id),
        text("inbox.accepted", count=formats.number(counted.receipt.accepted)),
        text("inbox.revenue", amount=formats.money(counted.receipt.revenue_vnd)),
    ]
    if counted.receipt.warned:
        lines.append(text("inbox.warned", count=formats.number(counted.receipt.warned)))
    if counted.receipt.rejected:
        lines += [
            text(
                "inbox.rejected",
                count=formats.number(counted.receipt.rejected),
                amount=formats.money(counted.receipt.pending_vnd),
            ),
            text("inbox.correct", file=f"{shown(base)}{TO_CORRECT}"),
            "",
            *_told(written["rejected_rows"]),
        ]
    _put_both(folder, name, lines, {"outcome": "counted", **written}, at)


def is_receipt(name: str) -> bool:
    """Whether a file of the inbox is ours."""
    return name.endswith(ENDINGS)


def fitting(name: str) -> str:
    """The name with room for an ending; one that is too long is cut and told apart."""
    written = os.fsencode(name)
    if len(written) <= LONGEST_NAME - LONGEST_ENDING:
        return name
    cut = written[: LONGEST_NAME - LONGEST_ENDING - 9].decode("utf-8", "ignore")
    return f"{cut}~{hashlib.sha256(written).hexdigest()[:8]}"


def shown(name: str) -> str:
    """A name as it can be written down: on one line, in letters that exist."""
    letters = os.fsencode(name).decode("utf-8", "replace")
    return clean("".join(one if one.isprintable() else " " for one in letters)) or "?"


def _put_refused(
    folder: Path, name: str, refused: FileRefused, set_aside: str, at: datetime
) -> None:
    (folder / f"{fitting(name)}{TO_CORRECT}").unlink(missing_ok=True)
    why, remedy = wording.refusal(refused)
    lines = [text("inbox.refused_title"), why, remedy, text("inbox.set_aside", folder=set_aside)]
    answer = {"outcome": "refused", "error": refused.reason, "message": f"{why} {remedy}"}
    _put_both(folder, name, lines, answer, at)


def _in_vietnamese(work: Callable[[], None]) -> None:
    """Do something in Vietnamese, whatever language the terminal speaks."""
    context = copy_context()
    context.run(catalog.speak, "vi")
    context.run(work)


def _told(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    told = [
        text("inbox.row", row=row["source_row"], message=row["message"]) for row in rows[:MOST_TOLD]
    ]
    left = len(rows) - len(told)
    return told if not left else [*told, text("inbox.more_rows", count=formats.number(left))]


def _put_both(
    folder: Path, name: str, lines: Sequence[str], answer: Mapping[str, Any], at: datetime
) -> None:
    base, file = fitting(name), shown(name)
    moment = at.strftime("%H:%M:%S %d/%m/%Y")
    words = [text("inbox.file", file=file), text("inbox.at", at=moment), *lines]
    _put(folder / f"{base}{FOR_PEOPLE}", ("\n".join(words) + "\n").encode("utf-8"))
    told = {"file": file, "at": at.isoformat(timespec="seconds"), **answer}
    _put(folder / f"{base}{FOR_PROGRAMS}", json.dumps(told, ensure_ascii=False, indent=2).encode())


def _put(path: Path, content: bytes) -> None:
    """Write a file so that nobody sees half of it; whatever stood under its name is replaced."""
    draft = path.with_name(DRAFT)
    with suppress(FileNotFoundError):
        draft.unlink()
    with draft.open("xb") as file:
        file.write(content)
    draft.replace(path)
