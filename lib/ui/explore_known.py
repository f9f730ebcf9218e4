"""What is known of a selection: the sums of queries.explore.parts as plain rows, part by part."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from lib.queries import explore
from lib.ui.data import read
from lib.ui.explore_asked import Selection

Row = Mapping[str, Any]
"""Column -> value; None where it is missing."""


class Parts:
    """The rows of each part of a selection, in the order of the query."""

    def __init__(self, frame: pd.DataFrame) -> None:
        names = [str(name) for name in frame.columns]
        self._rows: dict[str, list[Row]] = {}
        for values in zip(*(_values(frame[name]) for name in names), strict=True):
            row = dict(zip(names, values, strict=True))
            self._rows.setdefault(row["part"], []).append(row)

    def of(self, part: str) -> Sequence[Row]:
        """The rows of unit, hour, group, service or quarter."""
        return self._rows.get(part, [])

    @property
    def total(self) -> Row:
        """What the selection adds up to."""
        return self._rows["total"][0]


def parts(asked: Selection) -> Parts:
    """The sums of a selection, split into rows once for all who ask."""
    found: Parts = asked.once("explore_parts", lambda: Parts(read(explore.parts, **asked.parts)))
    return found


def _values(column: pd.Series) -> list[Any]:
    missing = column.isna().to_numpy()
    if not missing.any():
        return list(column.tolist())
    return [None if gone else one for one, gone in zip(column.tolist(), missing, strict=True)]
