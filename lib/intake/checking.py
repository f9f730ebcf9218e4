"""From a file's bytes to a checked file: what would count, what would be set aside, and why.

    checked = check(store, data, "cam-pha-1530.xlsx", campaign_code="ngay-thu-7", as_of=now,
                    most_bytes=20 * 2**20, most_rows=50_000)

Nothing is written; `committing.commit` looks again, under the lock, at what may have
changed meanwhile.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePosixPath

from lib.i18n.folding import clean
from lib.intake import duplicates, references
from lib.intake.parsing import money
from lib.intake.problems import Problem, problem
from lib.intake.reading import RawRow, ReadFile, read
from lib.intake.row_checks import check_row
from lib.intake.rows import CheckedFile, CheckedRow, Sale
from lib.queries.frames import Reader

__all__ = ["CheckedFile", "CheckedRow", "Sale", "check", "check_rows"]

LONGEST_NAME = 200


def check(
    reader: Reader,
    data: bytes,
    file_name: str,
    *,
    campaign_code: str,
    as_of: datetime,
    most_bytes: int,
    most_rows: int,
) -> CheckedFile:
    """Read and check a file; raise FileRefused when it cannot be read as a whole."""
    file = read(data, file_name, most_bytes=most_bytes, most_rows=most_rows)
    return check_rows(reader, file, campaign_code=campaign_code, as_of=as_of)


def check_rows(
    reader: Reader, file: ReadFile, *, campaign_code: str, as_of: datetime
) -> CheckedFile:
    """Check the rows of a file that was read; all problems of all rows are collected."""
    known = references.load(reader, campaign_code=campaign_code, as_of=as_of)
    rows = [check_row(raw, known) for raw in file.rows]
    marked = duplicates.mark(rows, reader, as_of=as_of)
    return CheckedFile(
        file_name=_last_part(file.file_name),
        sha256=file.sha256,
        size=file.size,
        campaign_code=campaign_code,
        rows=marked,
        skipped_totals=tuple(row.number for row in file.totals),
        notices=tuple(_control_totals(file.totals, marked)),
    )


def _last_part(name: str) -> str:
    """Drop the folders of a file name; browsers and people send either kind of slash."""
    return clean(PurePosixPath(name.replace("\\", "/")).name)[:LONGEST_NAME]


def _control_totals(totals: Sequence[RawRow], rows: Sequence[CheckedRow]) -> list[Problem]:
    """Compare a sheet's one total row with its rows; several may be subtotals, left alone."""
    notices = []
    for sheet in dict.fromkeys(row.sheet for row in totals):
        found = [row for row in totals if row.sheet == sheet]
        stated = money(
            found[0].cells["revenue"], multiplier=found[0].multipliers.get("revenue", 1)
        ).value
        summed = sum(row.revenue_vnd or 0 for row in rows if row.sheet == sheet)
        if len(found) == 1 and stated is not None and stated != summed:
            notices.append(
                problem(
                    "control_total_mismatch",
                    found[0].number,
                    column="revenue",
                    stated_vnd=stated,
                    summed_vnd=summed,
                )
            )
    return notices
