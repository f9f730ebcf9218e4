"""What it costs to take in a million rows: `make benchmark-import`.

One file of clean rows, three ways in one run, turn by turn:
  bare    DuckDB loads the file as text and nothing else: the least any import can cost;
  ours    read, checked against units, staff, services and duplicates, and committed;
  pandas  read, checked the same way with frames, and inserted.
Processor time is the measure: it moves less than the clock with what else the machine does.
With --workbook rows of an .xlsx are read and checked too. Exit code 1 when ours is slower
than `LEAST_OF_BARE` of the rows per CPU-second of bare, or `LEAST_OF_PANDAS` of pandas'.
"""

import argparse
import csv
import io
import os
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd

from lib import demo
from lib.intake.checking import check
from lib.intake.columns import COLUMNS
from lib.intake.committing import commit
from lib.store import Store
from lib.store.generations import Generations

CAMPAIGN = "ngay-thu-7"
AS_OF = datetime(2024, 9, 22, 8, 0)
LEAST_OF_BARE = 0.6
LEAST_OF_PANDAS = 2.5
HEADER = [column.header for column in COLUMNS]


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and say whether the import is fast enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workbook", type=int, default=0, help="rows of an .xlsx besides")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        store = _store(base / "demo")
        demo.build(store, at=AS_OF)
        file = base / "sales.csv"
        file.write_bytes(_csv(store, asked.rows))
        print(f"{asked.rows:,} rows, {file.stat().st_size / 2**20:.0f} MB")
        ways: dict[str, Callable[[Path], None]] = {
            "bare": lambda work: bare(file, work),
            "ours": lambda work: ours(file, base / "demo", work),
            "pandas": lambda work: with_pandas(file, store, work),
        }
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for number in range(asked.rounds):
            order = list(ways)
            random.Random(number).shuffle(order)
            for name in order:
                times[name].append(_timed(ways[name], base / "work"))
        if asked.workbook:
            _workbook(store, asked.workbook)
    return _report(times, asked.rows)


def bare(file: Path, work: Path) -> None:
    """Load the file as text."""
    with duckdb.connect(str(work / "bare.duckdb"), config={"threads": 2}) as connection:
        connection.execute(
            "create table loaded as "
            "select * from read_csv($file, all_varchar = true, header = true, nullstr = '')",
            {"file": str(file)},
        )
        connection.execute("checkpoint")


def ours(file: Path, demo_folder: Path, work: Path) -> None:
    """Check and commit through the one path that every file takes."""
    shutil.copytree(demo_folder, work / "store")
    store = _store(work / "store")
    checked = check(
        store,
        file.read_bytes(),
        file.name,
        campaign_code=CAMPAIGN,
        as_of=AS_OF,
        most_bytes=2**31,
        most_rows=10**8,
    )
    receipt = commit(store, checked, sender="benchmark", at=AS_OF)
    if receipt.rejected or receipt.accepted != checked.total:
        raise RuntimeError(f"{receipt.rejected} rows of a clean file were rejected")


def with_pandas(file: Path, store: Store, work: Path) -> None:
    """Check the same rules with frames, as one would without this project, and insert."""
    known = _known(store)
    frame = pd.read_csv(file, dtype=str, keep_default_na=False)
    frame.columns = [column.key for column in COLUMNS]
    for name in frame.columns:
        frame[name] = frame[name].str.strip()
    frame["unit_id"] = frame["unit"].map(known["units"])
    frame["service_code"] = frame["service"].map(known["services"])
    frame["role_code"] = frame["staff_code"].map(known["roles"])
    frame["product_code"] = frame["product"].map(known["products"])
    frame["day"] = pd.to_datetime(frame["sold_on"], format="%d/%m/%Y", errors="coerce")
    frame["moment"] = pd.to_datetime(
        frame["sold_on"] + " " + frame["sold_at"], format="%d/%m/%Y %H:%M", errors="coerce"
    )
    frame["items"] = pd.to_numeric(frame["quantity"], errors="coerce")
    frame["vnd"] = pd.to_numeric(frame["revenue"], errors="coerce")
    wrong = frame[["unit_id", "service_code", "day", "items", "vnd"]].isna().any(axis=1)
    wrong |= frame["receipt_no"].str.lower().duplicated() & (frame["receipt_no"] != "")
    accepted = frame[~wrong]
    with duckdb.connect(str(work / "pandas.duckdb"), config={"threads": 2}) as connection:
        connection.register("accepted", accepted)
        connection.execute("create table sales as select * from accepted")
        connection.execute("checkpoint")
    if len(accepted) != len(frame):
        raise RuntimeError(f"{wrong.sum()} rows of a clean file were rejected")


def _known(store: Store) -> dict[str, dict[str, Any]]:
    scope = {"campaign_code": CAMPAIGN, "as_of": AS_OF}
    units = store.query("intake/unit_names", scope).to_pylist()
    people = store.query("intake/staff_codes", {"as_of": AS_OF}).to_pylist()
    products = store.query("intake/product_names", {"as_of": AS_OF}).to_pylist()
    return {
        "units": {row["name"]: row["unit_id"] for row in units},
        "roles": {row["staff_code"]: row["role_code"] for row in people},
        "products": {row["name"]: row["product_code"] for row in products},
        "services": {row["service_code"]: row["service_code"] for row in products},
    }


def _csv(store: Store, count: int) -> bytes:
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(_rows(store, count))
    return lines.getvalue().encode("utf-8")


def _rows(store: Store, count: int) -> Any:
    """Clean rows: the demo's people and products, a receipt number each."""
    chance = random.Random(1)
    scope = {"campaign_code": CAMPAIGN, "as_of": AS_OF}
    names = {
        row["unit_id"]: row["name"] for row in store.query("intake/unit_names", scope).to_pylist()
    }
    people = store.query("intake/staff_codes", {"as_of": AS_OF}).to_pylist()
    products = store.query("intake/product_names", {"as_of": AS_OF}).to_pylist()
    for number in range(count):
        person, product = chance.choice(people), chance.choice(products)
        minute = 450 + chance.randrange(600)
        is_known = chance.random() < 0.1
        yield (
            "21/09/2024",
            f"{minute // 60:02d}:{minute % 60:02d}",
            names[person["unit_id"]],
            person["staff_code"],
            person["full_name"],
            product["service_code"],
            product["name"],
            chance.randrange(1, 10),
            chance.randrange(1, 2000) * 500,
            "",
            f"KH-MP-{number:07d}" if is_known else "",
            "x" if is_known and chance.random() < 0.2 else "",
            f"PT-{number:08d}",
            "",
        )


def _workbook(store: Store, count: int) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADER)
    for row in _rows(store, count):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    data = content.getvalue()
    began, cpu = time.perf_counter(), time.process_time()
    checked = check(
        store,
        data,
        "sales.xlsx",
        campaign_code=CAMPAIGN,
        as_of=AS_OF,
        most_bytes=2**31,
        most_rows=10**7,
    )
    print(
        f"workbook of {checked.total:,} rows, {len(data) / 2**20:.1f} MB: read and checked in "
        f"{time.perf_counter() - began:.1f} s, {time.process_time() - cpu:.1f} CPU-s"
    )


def _store(folder: Path) -> Store:
    return Store(Generations(folder, keep=2, lock_seconds=30), threads=2, memory="4GB")


def _timed(do: Callable[[Path], None], work: Path) -> tuple[float, float]:
    """(CPU seconds, seconds) of doing it in an empty folder."""
    work.mkdir()
    try:
        cpu, clock = time.process_time(), time.perf_counter()
        do(work)
        return time.process_time() - cpu, time.perf_counter() - clock
    finally:
        shutil.rmtree(work)


def _report(times: dict[str, list[tuple[float, float]]], rows: int) -> int:
    cpu = {name: statistics.median(one for one, _ in found) for name, found in times.items()}
    for name, found in times.items():
        clock = statistics.median(one for _, one in found)
        print(
            f"{name:8}{cpu[name]:8.2f} CPU-s{clock:8.2f} s{rows / cpu[name]:12,.0f} rows/CPU-s"
            f"{cpu['bare'] / cpu[name]:8.2f} x bare"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MB, load of the machine {os.getloadavg()[0]:.1f}")
    of_bare, of_pandas = cpu["bare"] / cpu["ours"], cpu["pandas"] / cpu["ours"]
    is_fast = of_bare >= LEAST_OF_BARE and of_pandas >= LEAST_OF_PANDAS
    print(
        f"{of_bare:.2f} of bare (at least {LEAST_OF_BARE}), "
        f"{of_pandas:.1f} times pandas (at least {LEAST_OF_PANDAS})"
    )
    return 0 if is_fast else 1


if __name__ == "__main__":
    sys.exit(main())
