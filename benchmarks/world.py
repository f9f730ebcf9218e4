"""A store of any size to measure on: `python -m benchmarks.world 1000000`.

The project's own schema, written by the project's own store: one campaign of 200 units that holds
all sales, at most 1.2 million of them a day. Made once and kept in RAQUAN_BENCH (or raquan-bench
in the folder for temporary files) until what it is made by changes.
"""

import hashlib
import os
import shutil
import sys
import tempfile
import time as clock
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.world_setup import CAMPAIGN, Setup, setup
from lib.demo.shape import UNITS
from lib.store import Publication, Store
from lib.store.generations import Generations
from lib.store.statements import SQL_FOLDER

LAST_DAY = date(2024, 11, 30)
"""The last day with sales, where nobody asks for another."""
SALES_A_DAY = 1_200_000
FEW, MANY = 700, 70_000
MANY_FROM = 100_000
"""A world of so many sales or more has many people."""
PUBLISHED_AT_ONCE = 12_000_000
REFUSED_A_BATCH = 3
HANDED_IN_EVERY = 300
"""Seconds between the moments at which sales come in; on the last day each comes by itself."""
MEMORY = "4GB"
THREADS = 2
HERE = Path(__file__).parent
MADE_BY = (
    *(HERE / name for name in ("world.py", "world_setup.py", "world_sales.sql")),
    *(SQL_FOLDER / name for name in ("migrations", "derived", "rollups")),
    *(SQL_FOLDER.parent / "store" / f"{name}.py" for name in ("rollup", "folding", "segments")),
)


@dataclass(frozen=True)
class World:
    """A world that is there: its sales, the last day of them, and the folder it lies in."""

    rows: int
    last_day: date
    folder: Path

    @property
    def warehouse(self) -> Path:
        """The folder of its generations."""
        return self.folder / "warehouse"

    @property
    def as_of(self) -> datetime:
        """A moment after the last sale came in and before the last one was taken back."""
        return datetime.combine(self.last_day, time(18, 30))

    def store(self, *, threads: int = THREADS, memory: str = MEMORY) -> Store:
        """The store of this world."""
        generations = Generations(self.warehouse, keep=1, lock_seconds=30)
        return Store(generations, threads=threads, memory=memory)

    def copied(self, folder: Path) -> Path:
        """A copy of the warehouse that may be written to, in a folder of somebody's own."""
        target = folder / "warehouse"
        shutil.copytree(self.warehouse, target)
        return target


def kept_in() -> Path:
    """The folder where worlds and what is made of them are kept."""
    return Path(os.environ.get("RAQUAN_BENCH", Path(tempfile.gettempdir()) / "raquan-bench"))


def world(rows: int, last_day: date = LAST_DAY, *, within: Path | None = None) -> World:
    """The world of so many sales; made when it is not there, which is told on stderr."""
    within = within or kept_in()
    name = f"world-{rows}-{last_day:%Y%m%d}"
    folder = within / f"{name}-{_made_by()}"
    if not (folder / "complete").exists():
        for old in {*within.glob(f"{name}-*"), *_of_other_days(within, rows, last_day)}:
            shutil.rmtree(old)
        began = clock.monotonic()
        _make(World(rows, last_day, folder))
        (folder / "complete").touch()
        size = sum(file.stat().st_size for file in folder.rglob("*.duckdb")) / 2**20
        _tell(f"made {rows:,} sales in {clock.monotonic() - began:.0f} s, {size:,.0f} MB")
    found = World(rows, last_day, folder)
    found.store().prepare(at=datetime.combine(last_day, time(23)))
    return found


def _made_by() -> str:
    """What changes when a world would be made otherwise."""
    found = hashlib.sha256(duckdb.__version__.encode())
    for path in MADE_BY:
        for file in sorted(path.glob("*.sql")) if path.is_dir() else [path]:
            found.update(file.read_bytes())
    return found.hexdigest()[:10]


def _of_other_days(within: Path, rows: int, last_day: date) -> list[Path]:
    """Worlds of the same size that lie on an earlier day: only the usual day is kept for ever."""
    if last_day == LAST_DAY:
        return []
    kept = f"world-{rows}-{LAST_DAY:%Y%m%d}-"
    return [one for one in within.glob(f"world-{rows}-*") if not one.name.startswith(kept)]


def _make(made: World) -> None:
    staff = MANY if made.rows >= MANY_FROM else FEW
    known = setup(made.rows, staff, made.last_day)
    made.warehouse.mkdir(parents=True)
    store = made.store(memory="6GB")
    at = datetime.combine(made.last_day, time(23))
    store.prepare(at=at)
    with store.publish(actor="benchmark", action="setup", subject=CAMPAIGN, at=at) as publication:
        for name, rows in known.tables.items():
            publication.append(name, rows)
        publication.rebuild_derived()
    days = list(_days(made))
    while days:
        done = 0
        with store.publish(
            actor="benchmark", action="sell", subject=CAMPAIGN, at=at
        ) as publication:
            while days and done < PUBLISHED_AT_ONCE:
                number, day, first, count = days.pop(0)
                _sell(publication, drawn(made, known, day, first, count, number))
                publication.roll_up()
                done += count
        # as the board does when nobody waits; on the last day up to the moment that is asked for
        store.compact(at=min(made.as_of, datetime.combine(day, time(23))))
        if days:
            _tell(f"{made.rows:,} sales: {days[0][2] / made.rows:.0%}")


def _days(made: World) -> Iterator[tuple[int, date, int, int]]:
    """Number and date of each day with sales, the first sale's number, and how many there are."""
    count = -(-made.rows // SALES_A_DAY)
    for number in range(count):
        first, until = made.rows * number // count, made.rows * (number + 1) // count
        yield number, made.last_day - timedelta(days=count - 1 - number), first, until - first


def drawn(made: World, known: Setup, day: date, first: int, count: int, number: int) -> pa.Table:
    """The sales of a day with the moment each is taken back, in the order they came."""
    with duckdb.connect(config={"threads": THREADS, "memory_limit": "6GB"}) as connection:
        for name in ("sellers", "goods", "places"):
            connection.register(name, getattr(known, name))
        found: pa.Table = connection.execute(
            (HERE / "world_sales.sql").read_text(encoding="utf-8"),
            {
                "first": first,
                "count": count,
                "day": day,
                "handed_in_every": 1 if day == made.last_day else HANDED_IN_EVERY,
                "first_batch": number * len(UNITS) + 1,
                "customers": max(made.rows * 35 // 100, 1_000),
                **{name: getattr(known, name).num_rows for name in ("sellers", "goods", "places")},
            },
        ).to_arrow_table()
    return found


def _sell(publication: Publication, sales: pa.Table) -> None:
    """Append a day: its sales, its batches and rows that were refused, what was taken back."""
    with duckdb.connect() as connection:
        connection.register("day", sales)
        batches = connection.sql(
            "select batch_id, 'file' as source, max(recorded_at) as recorded_at, "
            f"count(*) as accepted_count, count(*) + {REFUSED_A_BATCH} as row_count "
            "from day group by batch_id order by batch_id"
        ).to_arrow_table()
        voids = connection.sql(
            "select sale_id, batch_id, voided_at, 'benchmark' as voided_by, "
            "'mistyped' as reason_code from day where voided_at is not null order by sale_id"
        ).to_arrow_table()
    count = batches.num_rows
    constant = {"campaign_code": CAMPAIGN, "sender": "benchmark", "warned_count": 0,
                "rejected_count": REFUSED_A_BATCH, "is_simulated": True}  # fmt: skip
    for name, value in constant.items():
        batches = batches.append_column(name, pa.array([value] * count))
    refused = [
        {"batch_id": one["batch_id"], "sheet": "", "source_row": row, "problem_codes": "unit",
         "cells": "{}", "revenue_vnd": 50_000 * row, "recorded_at": one["recorded_at"]}
        for one in batches.to_pylist() for row in range(1, REFUSED_A_BATCH + 1)
    ]  # fmt: skip
    publication.append("batches", batches)
    publication.append("quarantine", pa.Table.from_pylist(refused))
    publication.append("sales", sales.drop_columns(["voided_at"]))
    publication.append("voids", voids)


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    for asked in sys.argv[1:]:
        print(world(int(asked)).folder)
