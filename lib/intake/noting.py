"""Noting what is wrong while one table is checked, each distinct case once.

Nothing is looked at row by row that is the same in many rows: each distinct cell, or pair of
cells that are read together, is judged once and its judgement spread over the rows.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from lib.intake.columns import BY_KEY
from lib.intake.problems import Finding
from lib.intake.references import References
from lib.intake.tables import Column, Mask, Places, Table, firsts

Trouble = tuple[str, str | None, Mapping[str, Any]]
"""Code, column key, and what its sentence needs besides."""


class Notes:
    """The state of checking one table: its cells, and what was found so far."""

    def __init__(self, table: Table, references: References, names: dict[str, str]) -> None:
        self.table, self.references = table, references
        self.names = names
        """The first name that stood beside each staff code in the file."""
        self.count = len(table)
        self.findings: list[Finding] = []
        self.unmatched: dict[str, list[str | None]] = {}
        """By column key, per row, what could not be matched but must not get lost."""
        flaws = [(row, *flaw) for row, found in table.flaws.items() for flaw in found]
        self.flawed = {
            key: self._mask([row for row, _, column in flaws if column == key])
            for key in {column for _, _, column in flaws}
        }
        self.broken = self._mask([row for row, code, _ in flaws if code == "column_count_mismatch"])
        for code, column in dict.fromkeys((code, column) for _, code, column in flaws):
            rows = sorted(row for row, *flaw in flaws if flaw == [code, column])
            self.findings.append(Finding(code, column, np.array(rows, np.int64)))

    def add(
        self,
        code: str,
        column: str | None,
        where: Mask,
        details: Sequence[Mapping[str, Any]] = (),
        which: Places | None = None,
    ) -> None:
        """Note a problem of some rows; a cell with a flaw is not blamed twice."""
        where = where & ~self.broken
        if column in self.flawed:
            where &= ~self.flawed[column]
        rows = np.flatnonzero(where)
        if len(rows):
            kept = which[rows] if which is not None and len(details) else None
            self.findings.append(Finding(code, column, rows, details, kept))

    def add_cases(self, troubles: Sequence[Sequence[Trouble]], which: Places) -> None:
        """Note the troubles of each distinct case in all rows where the case stands."""
        cases: dict[tuple[str, str | None], dict[int, Mapping[str, Any]]] = {}
        for case, found in enumerate(troubles):
            for code, column, detail in found:
                cases.setdefault((code, column), {})[case] = detail
        for (code, column), by_case in cases.items():
            has = np.zeros(len(troubles), np.bool_)
            has[list(by_case)] = True
            details = [by_case.get(case, {}) for case in range(len(troubles))]
            self.add(code, column, has[which], details, which)

    def cases(self, *keys: Sequence[int] | Places) -> tuple[Places, Places]:
        """Combine codes of columns: (the rows where each case first stands, case of each row)."""
        combined = np.asarray(keys[0], np.int64)
        for codes in keys[1:]:
            combined = combined * (int(np.max(codes, initial=0)) + 1) + np.asarray(codes, np.int64)
            combined = pd.factorize(combined)[0].astype(np.int64)
        numbered = pd.factorize(combined)[0].astype(np.int64)
        return firsts(numbered), numbered

    def column(self, key: str) -> Column:
        """A known column; where a table names its unit above or in its tab, the unit's too."""
        own = self.table.columns[key]
        if key == "unit" and self.table.unit_written is not None:
            return Column(own.codes, [cell or self.table.unit_written for cell in own.cells])
        return own

    def texts(self, key: str) -> pa.Array:
        """A column as clean text; null for an empty cell or a dash."""
        column = self.column(key)
        return column.said().take(pa.array(column.codes))

    def keep(self, key: str, texts: Sequence[str | None], case: Places) -> None:
        """Remember what could not be matched."""
        if any(texts):
            self.unmatched[key] = [texts[one] for one in case.tolist()]

    def unmatched_texts(self) -> pa.Array:
        """Per row what could not be matched, as a JSON object; null where nothing is left."""
        if not self.unmatched:
            return pa.nulls(self.count, pa.string())
        keys = [key for key in BY_KEY if key in self.unmatched]
        rows = zip(*(self.unmatched[key] for key in keys), strict=True)
        made: dict[tuple[str | None, ...], str | None] = {}
        for row in rows:
            if row not in made:
                told = {key: text for key, text in zip(keys, row, strict=True) if text}
                made[row] = json.dumps(told, ensure_ascii=False) if told else None
        rows = zip(*(self.unmatched[key] for key in keys), strict=True)
        return pa.array([made[row] for row in rows], pa.string())

    def _mask(self, rows: Sequence[int]) -> Mask:
        mask = np.zeros(self.count, np.bool_)
        mask[list(rows)] = True
        return mask


def hint(suggestion: str | None) -> dict[str, Any]:
    """A suggestion as what a sentence needs besides."""
    return {"suggestion": suggestion} if suggestion else {}


def spread(values: Sequence[Any], which: Places, kind: pa.DataType) -> pa.Array:
    """One value per row from the distinct ones."""
    return pa.array(values, kind).take(pa.array(which))
