"""From a file's bytes to a checked file: what would count, what would be set aside, and why.

    checked = check(store, data, "cam-pha-1530.xlsx", campaign_code="ngay-thu-7", as_of=now,
                    most_bytes=20 * 2**20, most_rows=50_000)

Nothing is written; `committing.commit` looks again, under the lock, at what may have
changed meanwhile.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath

import pyarrow as pa
import pyarrow.compute as pc

from lib.errors import FileRefused
from lib.i18n.folding import clean, fold
from lib.intake import duplicates, references
from lib.intake.columns import BY_KEY
from lib.intake.parsing import money
from lib.intake.problems import Finding, Problem, problem
from lib.intake.reading import Progress, ReadFile, in_silence, read
from lib.intake.references import References
from lib.intake.rows import CheckedFile
from lib.intake.table_checks import check_table
from lib.intake.tables import Table
from lib.queries.frames import Reader

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
    unit_id: str | None = None,
    replaces: int | None = None,
    progress: Progress = in_silence,
) -> CheckedFile:
    """Read and check a file; raise FileRefused when it cannot be read as a whole.

    `unit_id` is whose sales they are, for a file that does not say so itself; `replaces` the
    batch that the file is a newer version of.
    """
    file = read(data, file_name, most_bytes=most_bytes, most_rows=most_rows, progress=progress)
    return check_tables(
        reader,
        file,
        campaign_code=campaign_code,
        as_of=as_of,
        unit_id=unit_id,
        replaces=replaces,
        progress=progress,
    )


def check_tables(
    reader: Reader,
    file: ReadFile,
    *,
    campaign_code: str,
    as_of: datetime,
    unit_id: str | None = None,
    replaces: int | None = None,
    known: References | None = None,
    progress: Progress = in_silence,
) -> CheckedFile:
    """Check the tables of a file that was read; all problems of all rows are collected.

    `known` spares looking everything up for each of many small files.
    """
    known = known or references.load(reader, campaign_code=campaign_code, as_of=as_of)
    tables = tuple(_with_unit(table, known, unit_id) for table in file.tables)
    names: dict[str, str] = {}
    sales: list[pa.Table] = []
    findings: list[Finding] = []
    before = 0
    rows = sum(map(len, tables))
    for table in tables:
        progress("checking", 0.6 + 0.3 * before / rows)
        columns, found = check_table(table, known, names)
        sales.append(columns)
        findings += [one.shifted(before) for one in found]
        before += len(table)
    whole = pa.concat_tables(sales)
    checked = CheckedFile(
        file_name=_last_part(file.file_name),
        sha256=file.sha256,
        size=file.size,
        campaign_code=campaign_code,
        tables=tables,
        sales=whole,
        findings=tuple(findings),
        receipt_keys=pc.utf8_lower(whole["receipt_no"]).combine_chunks().dictionary_encode(),
        replaces=replaces,
        content=file.content,
        skipped_totals=tuple(total.row for table in tables for total in table.totals),
    )
    progress("comparing", 0.9)
    marked = duplicates.mark(checked, reader, as_of=as_of)
    return replace(marked, notices=tuple(_control_totals(marked)))


def _with_unit(table: Table, known: References, unit_id: str | None) -> Table:
    """Give a table without units its unit: the line above it, its tab, or what was chosen."""
    if not table.lacks_unit or table.unit_written is not None:
        return table
    day = table.title_day or known.campaign.starts_on
    if known.units.find(table.sheet, day).unit_id is not None:
        return replace(table, unit_written=table.sheet)
    if unit_id is not None and unit_id in known.units.units:
        return replace(table, unit_written=known.units.units[unit_id].name)
    raise FileRefused("missing_columns", columns=[BY_KEY["unit"].header], sheet=table.sheet)


def _last_part(name: str) -> str:
    """Drop the folders of a file name; browsers and people send either kind of slash."""
    return clean(PurePosixPath(name.replace("\\", "/")).name)[:LONGEST_NAME]


def _control_totals(checked: CheckedFile) -> list[Problem]:
    """Compare the total that a sheet states with its rows; subtotals are left alone."""
    notices = []
    before = 0
    for table in checked.tables:
        revenue = checked.sales["revenue_vnd"].slice(before, len(table))
        before += len(table)
        grand = [one for one in table.totals if fold(one.label).startswith("tong cong")]
        stated = grand if len(grand) == 1 else table.totals
        if len(stated) != 1:
            continue
        multiplier = table.multipliers.get("revenue", 1)
        stated_vnd = money(stated[0].revenue, multiplier=multiplier).value
        summed_vnd = pc.sum(revenue).as_py() or 0
        if stated_vnd is not None and stated_vnd != summed_vnd:
            notices.append(
                problem(
                    "control_total_mismatch",
                    stated[0].row,
                    column="revenue",
                    stated_vnd=stated_vnd,
                    summed_vnd=summed_vnd,
                    difference_vnd=stated_vnd - summed_vnd,
                )
            )
    return notices
