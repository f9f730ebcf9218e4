"""kill -9 while an inbox is taken in: each file counts once, and each gets its receipt."""

import json
import random
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from lib.settings import PROJECT
from lib.store import Store
from lib.store.generations import Generations
from tests.intake.inbox_server import waiting
from tests.intake.setup import counted_vnd, csv_of, store_in
from tests.intake.test_committing import table

KILLS = 6
DROPPED = 4
"""So many files before each kill: there is always something to take in."""
LONGEST = 1.4
"""A little longer than the reader needs to start and the files need to count."""


def drop(folder: Path, places: Iterable[int]) -> None:
    """Put files into the inbox; each brings a different amount, twice, and a row to correct."""
    for place in places:
        rows = [{"receipt_no": "", "revenue": f"{1000 + place}"} for _ in range(2)]
        bad = {"receipt_no": "", "unit": "Cà Mau", "revenue": f"{place}"}
        (folder / f"{place}.csv").write_bytes(csv_of(*rows, bad))


@pytest.mark.timeout(180)
def test_a_killed_watch_counts_each_file_once_and_loses_none(tmp_path: Path) -> None:
    warehouse, folder = tmp_path / "warehouse", tmp_path / "inbox"
    folder.mkdir()
    store_in(warehouse)
    (folder / "poison.csv").write_bytes(b"%PDF-1.7")
    chance = random.Random(20240921)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.intake.inbox_server"],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdin and server.stdout
        left = []
        for number in range(KILLS + 1):
            drop(folder, range(number * DROPPED, (number + 1) * DROPPED))
            seconds = "done" if number == KILLS else f"{chance.uniform(0.2, LONGEST):.3f}"
            server.stdin.write(f"{warehouse} {folder} {seconds}\n")
            server.stdin.flush()
            assert server.stdout.readline() == ".\n"
            left.append(len(waiting(folder)))
        server.stdin.close()
    assert left[-1] == 0 < max(left), "kills came while there was work"
    files = (KILLS + 1) * DROPPED
    store = Store(Generations(warehouse, keep=3, lock_seconds=5), threads=1)
    assert counted_vnd(store) == sum(2 * (1000 + place) for place in range(files))
    names = [f"{place}.csv" for place in range(files)]
    assert sorted(table(store, "select file_name from batches")) == sorted((one,) for one in names)
    assert sorted(one.name for one in (folder / "da-nhap").iterdir()) == sorted(names)
    assert [one.name for one in (folder / "loi").iterdir()] == ["poison.csv"]
    for name in names:
        receipt = json.loads((folder / f"{name}.receipt.json").read_text(encoding="utf-8"))
        assert (receipt["outcome"], receipt["accepted"], receipt["rejected"]) == ("counted", 2, 1)
        assert [row["source_row"] for row in receipt["rejected_rows"]] == ["4"]
        assert (folder / f"{name}.can-sua.xlsx").exists()
        assert "Dòng 4" in (folder / f"{name}.bien-nhan.txt").read_text(encoding="utf-8")
