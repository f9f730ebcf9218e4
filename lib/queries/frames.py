"""From a named query to a pandas frame whose types do not depend on its rows."""

from collections.abc import Mapping
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


def frame(reader: Reader, name: str, **parameters: Any) -> pd.DataFrame:
    """Run the query TOPIC/NAME; one column per promised column."""
    answer: pd.DataFrame = reader.query(name, parameters).to_pandas(types_mapper=NULLABLE.get)
    return answer


def row(frame: pd.DataFrame, column: str, value: object) -> pd.Series:
    """The first row whose column holds a value; IndexError when there is none."""
    places = np.flatnonzero((frame[column] == value).to_numpy(dtype=bool, na_value=False))
    found: pd.Series = frame.iloc[places[0]]
    return found
