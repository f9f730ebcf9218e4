"""From a named query to a pandas frame whose types do not depend on its rows."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol

import numpy as np
import pandas as pd
import pyarrow as pa


class Reader(Protocol):
    """What answers named queries: a Store, or one generation of it, or a Publication."""

    def query(self, name: str, parameters: Mapping[str, Any]) -> pa.Table:
        """Run the query TOPIC/NAME."""
        ...


NULLABLE = {
    pa.int64(): pd.Int64Dtype(),
    pa.float64(): pd.Float64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
    pa.string(): pd.StringDtype(),
}
"""Missing stays missing (`<NA>`) and money stays a whole number."""


NUMBERS = {
    pa.int64(): (pd.arrays.IntegerArray, np.dtype(np.int64)),
    pa.float64(): (pd.arrays.FloatingArray, np.dtype(np.float64)),
}
"""What holds the numbers of a column that may miss some, and what they are."""


def frame(reader: Reader, name: str, **parameters: Any) -> pd.DataFrame:
    """Run the query TOPIC/NAME; one column per promised column."""
    return from_arrow(reader.query(name, parameters))


def from_arrow(answer: pa.Table) -> pd.DataFrame:
    """A table as a frame: what `to_pandas(types_mapper=NULLABLE.get)` gives, in half the time.

    (That one first works out how each column would be laid out without the types it is given, and
    what a list of names is a list of.)
    """
    columns = dict(enumerate(_column(values) for values in answer.columns))
    frame = pd.DataFrame(columns, index=pd.RangeIndex(answer.num_rows), copy=False)
    frame.columns = _labels(tuple(answer.column_names))
    return frame


@cache
def _labels(names: tuple[str, ...]) -> pd.Index:
    """The names of an answer's columns, which all its frames share."""
    labels = pd.Index(names)
    labels.get_indexer(labels)  # where each is found is worked out before anybody shares it
    return labels


def _column(values: pa.ChunkedArray) -> Any:
    if values.type in NUMBERS and values.num_chunks == 1:
        return _numbers(values.chunk(0))
    kind = NULLABLE.get(values.type)
    return values.to_pandas() if kind is None else kind.__from_arrow__(values)  # type: ignore[attr-defined]


def _numbers(values: pa.Array) -> Any:
    of_kind, number = NUMBERS[values.type]
    missing = (
        values.is_null().to_numpy(zero_copy_only=False)
        if values.null_count
        else np.zeros(len(values), dtype=bool)
    )
    _, held = values.buffers()
    found = np.frombuffer(held, number, len(values), values.offset * number.itemsize)
    # a frame's numbers may be written to, an answer's not
    return of_kind(found.copy(), missing)


def row(frame: pd.DataFrame, column: str, value: object) -> pd.Series:
    """The first row whose column holds a value; IndexError when there is none."""
    places = np.flatnonzero((frame[column] == value).to_numpy(dtype=bool, na_value=False))
    found: pd.Series = frame.iloc[places[0]]
    return found
