"""kill -9 in the middle of an import: all of the file or none of it, and the store opens."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lib.intake.committing import commit
from lib.settings import PROJECT
from lib.store import Store
from lib.store.generations import Generations
from tests.intake.setup import HEADER, NOON, checked_rows, counted_vnd, store_in

KILLS = 20
MEASURED = 3
ROWS = 2_000


@pytest.fixture
def server() -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.intake.import_server"],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield process
        assert process.stdin
        process.stdin.close()
        process.wait(20)


def sales_file(folder: Path, place: int) -> Path:
    """A file of sales that no other file holds; each brings a different amount."""
    file = folder / f"{place}.csv"
    lines = [HEADER] + [
        f"21/09/2024,08:15,Hạ Long,MP0001,,EMS,,1,{1000 + place},,,,K{place}-{row},"
        for row in range(ROWS)
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def run_import(
    server: "subprocess.Popen[str]", folder: Path, file: Path, kill_after: float | None = None
) -> dict[str, Any]:
    """Import a file in a fresh process, killed so long after its commit began, or left alone."""
    assert server.stdin and server.stdout
    seconds = "never" if kill_after is None else f"{kill_after:.6f}"
    server.stdin.write(f"{folder} {file} {seconds}\n")
    server.stdin.flush()
    answer: dict[str, Any] = json.loads(server.stdout.readline())
    return answer


def batches(store: Store) -> dict[str, tuple[int, int, int, int]]:
    """By file name: rows and VND as the batch says, and as its sales add up."""
    cursor = store._cursor()
    try:
        found = cursor.execute(
            "select file_name, accepted_count, (select count(*) from sales where "
            "sales.batch_id = batches.batch_id), (select coalesce(sum(revenue_vnd), 0)::bigint "
            "from sales where sales.batch_id = batches.batch_id) from batches"
        ).fetchall()
        (orphans,) = cursor.execute(
            "select count(*) from sales where batch_id not in (select batch_id from batches)"
        ).fetchall()[0]
    finally:
        cursor.close()
    assert orphans == 0
    return {name: (ROWS, accepted, rows, vnd) for name, accepted, rows, vnd in found}


@pytest.mark.timeout(180)
def test_a_killed_import_is_wholly_there_or_wholly_absent(
    server: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    folder, files = tmp_path / "warehouse", tmp_path / "files"
    files.mkdir()
    store_in(folder)
    left_alone = [run_import(server, folder, sales_file(files, place)) for place in range(MEASURED)]
    assert [answer["killed"] for answer in left_alone] == [False] * MEASURED
    # A little longer than a commit takes, so that some kills come just after it.
    longest = 1.2 * max(answer["took"] for answer in left_alone)
    chance = random.Random(20240921)
    killed = 0
    for place in range(MEASURED, MEASURED + KILLS):
        file = sales_file(files, place)
        answer = run_import(server, folder, file, chance.uniform(0, longest))
        killed += answer["killed"]
        store = Store(Generations(folder, keep=3, lock_seconds=5), threads=1)
        present = batches(store)
        for name, (expected, accepted, rows, vnd) in present.items():
            assert accepted == rows == expected, name
            assert vnd == ROWS * (1000 + int(Path(name).stem)), name
        assert file.name in present or not answer["batch"]
        assert counted_vnd(store) == sum(vnd for *_, vnd in present.values())
        assert len(list(folder.glob(".next-*.duckdb"))) <= 1
    assert killed > 0
    last = Store(Generations(folder, keep=3, lock_seconds=5), threads=1)
    commit(last, checked_rows(last, {"receipt_no": "after"}), sender="test", at=NOON)
    assert not list(folder.glob(".next-*"))
    assert len(list(folder.glob("campaign-*.duckdb"))) <= 3
