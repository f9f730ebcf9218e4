"""A named query's answer as a frame."""

import datetime

import pandas as pd
import pyarrow as pa
import pytest

from lib.queries.frames import NULLABLE, from_arrow

ROWS = pa.table(
    {
        "revenue_vnd": pa.array([9_007_199_254_740_993, None], pa.int64()),
        "attainment": pa.array([0.5, None], pa.float64()),
        "is_simulated": pa.array([True, None], pa.bool_()),
        "name": pa.array(["Cẩm Phả", None], pa.string()),
        "last_recorded_at": pa.array([datetime.datetime(2024, 9, 21, 8), None], pa.timestamp("us")),
        "day": pa.array([datetime.date(2024, 9, 21), None], pa.date32()),
    }
)


@pytest.mark.parametrize(
    "answer",
    [
        ROWS,
        ROWS.slice(1),
        ROWS.slice(0, 0),
        ROWS.schema.empty_table(),
        pa.concat_tables([ROWS] * 2),
        pa.concat_tables([ROWS] * 9).combine_chunks().slice(5, 12),
    ],
    ids=["rows", "one", "none left", "none", "two chunks", "some of many"],
)
def test_is_what_arrow_itself_would_make_of_it(answer):
    expected = answer.to_pandas(types_mapper=NULLABLE.get)
    pd.testing.assert_frame_equal(from_arrow(answer), expected, check_column_type=True)


def test_money_stays_a_whole_number_where_some_is_missing():
    assert from_arrow(ROWS)["revenue_vnd"].tolist() == [9_007_199_254_740_993, pd.NA]


def test_a_page_may_change_its_frame():
    found = from_arrow(ROWS)
    found.loc[0, "name"] = "Hạ Long"
    assert found["name"].tolist()[0] == "Hạ Long"
    assert ROWS["name"].to_pylist()[0] == "Cẩm Phả"
