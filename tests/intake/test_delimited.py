"""Two readers of delimited text, held against each other; and numbers that read back exactly."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.errors import FileRefused
from lib.intake.delimited import read_columns, read_delimited
from lib.intake.grids import plain
from lib.intake.headers import find_header
from tests.intake.setup import HEADER

WIDTH = len(HEADER.split(","))
CELLS = st.one_of(
    st.sampled_from(["", "x", "250.000", "'=1+1", "Hạ Long", ' "a" ', "a\nb", "a,b;c", "'"]),
    st.text(max_size=8).filter(lambda text: not set(text) & {"\x00", "\ufeff", "\r"}),
)


@given(
    st.lists(st.lists(CELLS, min_size=WIDTH, max_size=WIDTH), min_size=1, max_size=6),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(0, 2),
)
@settings(max_examples=300, deadline=None)
def test_the_fast_reader_reads_what_the_plain_one_reads(
    rows: list[list[str]], delimiter: str, end: str, titles: int
) -> None:
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=delimiter, lineterminator=end)
    writer.writerows([["BÁO CÁO", "“ngày\nthứ 7”"]] * titles)
    writer.writerow(HEADER.split(","))
    writer.writerows(rows)
    text = lines.getvalue()
    fast = read_columns(text.encode(), most_rows=1000)
    if fast is None:
        return  # rows that are not even: the plain reader takes them
    slow = read_delimited(text, most_rows=1000)
    header = find_header(slow)
    assert header is not None and header == find_header(fast)
    assert fast.body is not None
    read = [[column[row] for column in fast.body] for row in range(len(fast.body[0]))]
    assert read == [[plain(str(cell)) for cell in row] for row in slow.rows[header.last :]]


def test_a_blank_line_is_a_record_to_both_so_that_rows_keep_their_numbers() -> None:
    row = ",".join(str(number) for number in range(WIDTH))
    data = f"{HEADER}\n{row}\n\n{row}\n\n".encode()
    fast, slow = read_columns(data, most_rows=10), read_delimited(data.decode(), most_rows=10)
    assert fast is not None and fast.body is not None
    assert list(fast.body[0].codes) == [0, 1, 0]
    assert [bool(row) for row in slow.rows[1:]] == [True, False, True, False]


@pytest.mark.parametrize(
    "text",
    [
        HEADER + "\n1,2\n",  # too few cells
        HEADER + "\n" + "," * WIDTH + "\n",  # too many
        "a,b\n1,2\n",  # no table of sales
        HEADER + "\n",  # nothing below
    ],
)
def test_the_fast_reader_leaves_uneven_rows_to_the_other(text: str) -> None:
    assert read_columns(text.encode(), most_rows=10) is None


def test_what_is_not_utf_8_is_left_to_the_other() -> None:
    body = HEADER + "\n" + "ê," * (WIDTH - 1) + "\n"
    assert read_columns(body.encode("cp1258", "replace"), most_rows=10) is None
    assert read_columns(body.encode("utf-16"), most_rows=10) is None


def test_both_readers_hold_the_limit_of_rows() -> None:
    text = HEADER + "\n" + ("," * (WIDTH - 1) + "\n") * 3000
    for refused in (
        lambda: read_columns(text.encode(), most_rows=10),
        lambda: read_delimited(text, most_rows=10),
    ):
        with pytest.raises(FileRefused) as caught:
            refused()
        assert caught.value.reason == "too_many_rows"
