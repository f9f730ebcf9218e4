"""No bytes crash the reader: 10,000 random and mutated files, always a report.

Every file is read, checked and reported as a handed-in file would be. Memory is held to a
bound for the whole run, time for each file.
"""

import os
import random
import resource
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from lib.errors import FileRefused
from lib.intake.checking import check
from lib.intake.corrections import sheet_of_problems
from lib.intake.report import report
from lib.store import Store
from tests.intake.setup import NOON, store_in
from tests.intake.test_layouts import FIRST, HEADER, SECOND, cp1258, delimited, html, tcvn3

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
FILES = 10_000 if "RAQUAN_EXAMPLES" in os.environ else 3_000
LONGEST_SECONDS = 5.0
"""A file of a few kilobytes takes milliseconds; this leaves room for a busy machine."""
MOST_MB = 300

PIECES = (
    b'"', b",", b";", b"\t", b"\n", b"\r", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"<table>",
    b"</tr>", b"<td colspan=9999999>", b"<td rowspan=9999999>", b"&#x0;", b"=1+1", b"-", b"1e999",
    b"NaN", b"999999999999999999999999", b"21/09/2024", b"\xd0", b"\xb5", "đ".encode(), b"sep=;\n",
    b"(1)", "TỔNG CỘNG".encode(), "lũy kế".encode(), b"''''", b"PK\x03\x04", b"\xd0\xcf\x11\xe0",
)  # fmt: skip
TEXT = delimited([HEADER, FIRST, SECOND])
SEEDS = (
    TEXT.encode(),
    delimited([HEADER, FIRST, SECOND], ";").encode("utf-8-sig"),
    delimited([HEADER, FIRST, SECOND], "\t").encode("utf-16"),
    cp1258(TEXT),
    tcvn3(TEXT),
    html([HEADER, FIRST, SECOND]),
    *(
        (FIXTURES / name).read_bytes()
        for name in (
            "sales_good.csv",
            "sales_total_row.csv",
            "sales_good.xlsx",
            "sales_hidden_row.xlsx",
            "sales_old_workbook.xls",
        )
    ),
)


class Remembering:
    """A reader that answers the same question once: nothing is written meanwhile."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._answers: dict[str, pa.Table] = {}

    def query(self, name: str, parameters: Mapping[str, Any]) -> pa.Table:
        """Run or remember the query TOPIC/NAME."""
        key = f"{name} {sorted(parameters.items())}"
        if key not in self._answers:
            self._answers[key] = self._store.query(name, parameters)
        return self._answers[key]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Remembering:
    return Remembering(store_in(Path(tmp_path_factory.mktemp("fuzz"))))


def mutated(chance: random.Random) -> bytes:
    """A file that a reader may meet: damaged, cut, joined, or noise."""
    kind = chance.randrange(10)
    if kind == 0:
        return chance.randbytes(chance.randrange(2000))
    data = bytearray(chance.choice(SEEDS))
    if kind == 1:
        return bytes(data[: chance.randrange(len(data) + 1)])
    if kind == 2:
        other = chance.choice(SEEDS)
        return bytes(data[: chance.randrange(len(data))]) + other[chance.randrange(len(other)) :]
    for _ in range(chance.choice((1, 1, 2, 5, 30))):
        place = chance.randrange(len(data))
        if chance.random() < 0.5:
            data[place] = chance.randrange(256)
        elif chance.random() < 0.7:
            data[place:place] = chance.choice(PIECES)
        else:
            end = min(len(data), place + chance.randrange(1, 40))
            data[place:end] = data[place:end] * chance.randrange(4) or b" "
    return bytes(data)


@pytest.mark.timeout(400)
def test_no_bytes_crash_the_reader(reader: Remembering) -> None:
    chance = random.Random(2024)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcomes = {"read": 0, "refused": 0}
    for number in range(FILES):
        data = mutated(chance)
        began = time.monotonic()
        try:
            found = check(
                reader,
                data,
                f"{number}.csv",
                campaign_code="day",
                as_of=NOON,
                most_bytes=100_000,
                most_rows=500,
            )
            told = report(found)
            assert len(told["accepted"]) + len(told["rejected"]) == found.total
            assert found.revenue_vnd == sum(one["revenue_vnd"] for one in told["accepted"])
            if number % 50 == 0:
                sheet_of_problems(found)
            outcomes["read"] += 1
        except FileRefused as refusal:
            assert refusal.reason
            outcomes["refused"] += 1
        assert time.monotonic() - began < LONGEST_SECONDS, f"file {number}"
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert (after - before) / 1024 < MOST_MB
    assert min(outcomes.values()) > FILES / 10, outcomes
