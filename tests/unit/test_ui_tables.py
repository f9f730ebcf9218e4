"""Cells of a table: what Streamlit would send of a Styler, sent without asking cell by cell."""

from datetime import datetime

import pandas as pd
import pyarrow as pa
import pytest
from streamlit.elements import arrow
from streamlit.elements.lib.pandas_styler_utils import marshall_styler
from streamlit.proto.ArrowData_pb2 import ArrowData

from lib.i18n import formats
from lib.ui import tables

FRAME = pd.DataFrame(
    {
        "name": pd.array(["Bưu cục Cẩm Phả", None], dtype="str"),
        "amount": pd.array([1_250_000, None], dtype="Int64"),
        "plain": pd.array([1_250_000, None], dtype="Int64"),
        "sold_at": [datetime(2024, 9, 21, 7, 5), pd.NaT],
        "is_new": [True, False],
        "mixed": [None, "K1"],
    }
)
FORMATTED = {"amount": formats.number, "sold_at": formats.moment}


def sent(data: ArrowData) -> pa.Table:
    with pa.ipc.open_stream(data.styler.display_values) as stream:
        return stream.read_all()


@pytest.mark.parametrize("frame", [FRAME, FRAME.iloc[:0], FRAME[::-1], FRAME.rename(index=str)])
def test_cells_are_those_of_a_styler_with_the_same_formats(frame: pd.DataFrame) -> None:
    ours, theirs = ArrowData(), ArrowData()
    arrow.marshall_styler(ours, tables.with_cells(frame, FORMATTED), "7")  # type: ignore[attr-defined]
    marshall_styler(theirs, frame.style.format(dict(FORMATTED)), "7")
    assert sent(ours).to_pydict() == sent(theirs).to_pydict()
    assert ours.styler.uuid == "7"  # the same in each run, so that the table is the same
    assert not theirs.styler.styles


def test_a_styler_of_somebody_else_is_read_as_ever() -> None:
    ours, theirs = ArrowData(), ArrowData()
    coloured = FRAME.style.map(lambda _: "color: red")
    arrow.marshall_styler(ours, coloured, "7")  # type: ignore[attr-defined]
    marshall_styler(theirs, coloured, "7")
    assert ours == theirs
    assert "color: red" in ours.styler.styles
