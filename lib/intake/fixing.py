"""Rows put right by hand: cells changed before a file is counted, or taken up from the quarantine.

A row that was changed is checked like any other. What it was stays: the row as it came is
kept in the quarantine, closed by the batch that holds it put right.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from lib.errors import FileRefused
from lib.intake.columns import BY_KEY
from lib.intake.handovers import LAST_MOMENT
from lib.intake.headers import column_named
from lib.intake.parsing import in_words
from lib.intake.reading import ReadFile
from lib.intake.rows import CheckedFile
from lib.intake.tables import Column, Mask, Table
from lib.queries.frames import Reader
from lib.store import Store

Edits = Mapping[int, Mapping[str, str]]
"""By place of the row in the file, the new text of its cells by column key."""
UNSEEN = ("column_count_mismatch", "formula_without_value", "cell_too_long")
"""What was seen in the file around a cell, and is not seen in its text."""


def edited(file: ReadFile, edits: Edits) -> ReadFile:
    """The file with some cells changed.

    A changed row has been looked at, so its flaws are gone but those of cells left as they are.
    """
    tables = []
    before = 0
    for table in file.tables:
        own = {
            place - before: cells
            for place, cells in edits.items()
            if before <= place < before + len(table)
        }
        tables.append(_edited(table, own) if own else table)
        before += len(table)
    return replace(file, tables=tuple(tables))


def note_edits(fixed: CheckedFile, original: CheckedFile, edits: Edits) -> CheckedFile:
    """Note which rows were put right, and what was wrong with them before."""
    codes = {
        place: ",".join(
            dict.fromkeys(one.code for one in original.row(place).problems if one.level == "error")
        )
        for place in edits
        if original.is_rejected[place]
    }
    return replace(fixed, edited=codes)


def waiting_file(rows: Sequence[Mapping[str, Any]], file_name: str) -> ReadFile:
    """Rows of `corrections/rows_to_fix` as a file of their own, numbered as they were.

    What their cells do not show is still wrong with them until they are changed.
    """
    texts = [_known_cells(row) for row in rows]
    columns = {key: Column.of(str(cells.get(key, "")) for cells in texts) for key in BY_KEY}
    tables = []
    sheets = [row["sheet"] for row in rows]
    for sheet in dict.fromkeys(sheets):
        places = np.array([at for at, one in enumerate(sheets) if one == sheet], np.int64)
        own = {key: column.taken(places) for key, column in columns.items()}
        tables.append(
            Table(
                sheet=sheet,
                numbers=np.array([rows[at]["source_row"] for at in places], np.int64),
                columns=own,
                written={BY_KEY[key].header: column for key, column in own.items()},
                flaws=dict(_unseen(rows[at]["problem_codes"] for at in places)),
            )
        )
    digest = hashlib.sha256(
        json.dumps([[row["batch_id"], row["sheet"], row["source_row"]] for row in rows]).encode()
    )
    return ReadFile(file_name, digest.hexdigest(), 0, "text", tuple(tables))


def only(file: ReadFile, kept: Mask) -> ReadFile:
    """The file with only some of its rows."""
    tables = []
    before = 0
    for table in file.tables:
        places = np.flatnonzero(kept[before : before + len(table)])
        before += len(table)
        if len(places):
            tables.append(
                replace(
                    table,
                    numbers=table.numbers[places],
                    columns={key: one.taken(places) for key, one in table.columns.items()},
                    written={name: one.taken(places) for name, one in table.written.items()},
                    flaws={
                        at: table.flaws[int(place)]
                        for at, place in enumerate(places)
                        if int(place) in table.flaws
                    },
                )
            )
    return replace(file, tables=tuple(tables))


def refuse_settled(
    reader: Reader, places: Sequence[tuple[int, str, int]], *, as_of: datetime
) -> None:
    """Refuse rows (batch, sheet, row) that wait no longer: FileRefused(rows_settled, count)."""
    waiting = {
        (row["batch_id"], row["sheet"], row["source_row"])
        for batch_id in {batch_id for batch_id, _, _ in places}
        for row in reader.query(
            "corrections/rows_to_fix", {"batch_id": batch_id, "as_of": as_of}
        ).to_pylist()
    }
    settled = set(places) - waiting
    if settled:
        raise FileRefused("rows_settled", count=len(settled))


def give_up(
    store: Store, batch_id: int, places: Sequence[tuple[str, int]], *, by: str, at: datetime
) -> None:
    """Let rows of the quarantine (sheet, row) wait no longer: they will not be counted.

    Raises FileRefused(rows_settled) when one of them does not wait any more.
    """
    with store.publish(
        actor=by, action="give up rows", subject=f"batch {batch_id}", at=at
    ) as publication:
        rows = [(batch_id, sheet, row) for sheet, row in dict.fromkeys(places)]
        refuse_settled(publication, rows, as_of=LAST_MOMENT)
        publication.append(
            "quarantine_closures",
            pa.Table.from_pylist(
                [
                    {
                        "batch_id": batch_id,
                        "sheet": sheet,
                        "source_row": row,
                        "outcome": "given_up",
                        "closed_at": at,
                        "closed_by": by,
                    }
                    for sheet, row in dict.fromkeys(places)
                ]
            ),
        )
        publication.detail |= {"batch_id": batch_id, "rows": len(places)}


def _edited(table: Table, edits: Edits) -> Table:
    columns = dict(table.columns)
    for key in {key for cells in edits.values() for key in cells if key in columns}:
        column = columns[key]
        cells = list(column.cells)
        codes = column.codes.copy()
        for row, changed in edits.items():
            if key in changed:
                codes[row] = len(cells)
                cells.append(changed[key])
        columns[key] = Column(codes, cells)
    flaws = {row: list(found) for row, found in table.flaws.items()}
    for row, changed in edits.items():
        kept = [one for one in flaws.pop(row, []) if one[1] and one[1] not in changed]
        if kept:
            flaws[row] = kept
    return replace(table, columns=columns, flaws=flaws)


def _known_cells(row: Mapping[str, Any]) -> dict[str, str]:
    """The cells of a waiting row by column key; of one from before that, by its headers."""
    if row["texts"]:
        texts: dict[str, str] = json.loads(row["texts"])
        return texts
    found: dict[str, str] = {}
    for name, cell in json.loads(row["cells"]).items():
        key, _, multiplier = column_named(name, "") or ("", 0, None)
        found.setdefault(key, in_words(cell, cell, multiplier or 1))
    return found


def _unseen(rows: Iterable[str]) -> Iterator[tuple[int, list[tuple[str, None]]]]:
    """By place of the row, the flaws among its problem codes that its cells do not show."""
    for at, codes in enumerate(rows):
        found = [(code, None) for code in codes.split(",") if code in UNSEEN]
        if found:
            yield at, found
