"""What one sale costs to publish, whatever the ledger holds: `make bench-publish` (`FULL=1`).

On a copy of each world one sale is published again and again, as an accepted entry is: its batch
and its row, with everything that is kept up beside them. Timed until the writer is done, and until
a reader of its own has answered the board's stamp from the new generation; the writer's processor
time beside it. Exit code 1 when a commit is readable too late.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from statistics import median

import pyarrow as pa

from benchmarks import outcomes
from benchmarks.district_page import HUNDRED, MILLION, NAMES, SMALL, TEN
from benchmarks.figures import share
from benchmarks.outcomes import Part, markdown
from benchmarks.served import folder_of_its_own
from benchmarks.soak.judging import Line
from benchmarks.world import World, world
from benchmarks.world_setup import CAMPAIGN
from lib.queries import progress
from lib.store import Store
from lib.store.generations import Generations

ROUNDS, WARM_UP = 11, 1
MOST_MS = {MILLION: 150.0, HUNDRED: 1_000.0}
KEEP = 5
"""Published files kept, as in a board's settings."""

Took = tuple[float, float, float]


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and say whether a commit is readable soon enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[SMALL, MILLION, TEN])
    parser.add_argument("--full", action="store_true", help="100 million sales too")
    parser.add_argument("--json", type=Path, help="a file for what was found")
    asked = parser.parse_args(arguments)
    sizes = sorted({*asked.rows, *([HUNDRED] if asked.full else [])})
    found = {rows: _size(world(rows)) for rows in sizes}
    rows = [
        [NAMES.get(size, f"{size:,}"), *(_ms(times, column) for column in range(3))]
        for size, times in found.items()
    ]
    head = ["sales", "committed: p50, p95 (ms)", "readable: p50, p95 (ms)", "processor: p50, p95"]
    lines = [
        Line(f"{NAMES[size]}: commit → readable, p50", f"{median(one[1] for one in times):.0f} ms",
             f"≤ {MOST_MS[size]:.0f} ms", median(one[1] for one in times) <= MOST_MS[size])
        for size, times in found.items() if size in MOST_MS
    ]  # fmt: skip
    note = f"{ROUNDS} publishes of one sale each; load {os.getloadavg()[0]:.1f}."
    return outcomes.told(Part("Publish", [markdown(head, rows), note], lines), asked.json)


def _size(made: World) -> Sequence[Took]:
    """ms of each publish: committed, readable, and of the processor."""
    with folder_of_its_own() as folder:
        copy = made.copied(folder)
        writer = Store(Generations(copy, keep=KEEP, lock_seconds=30))
        reader = Store(Generations(copy, keep=KEEP, lock_seconds=30))
        took = [_once(made, writer, reader, number) for number in range(WARM_UP + ROUNDS)]
        writer.rest()
    return took[WARM_UP:]


def _once(made: World, writer: Store, reader: Store, number: int) -> Took:
    # after all that has been folded: there a board asks
    at = datetime.combine(made.last_day, time_of_day(23)) + timedelta(minutes=number)
    processor, began = time.process_time(), time.perf_counter()
    with writer.publish(actor="benchmark", action="entry", subject="1", at=at) as publication:
        batch, sale = publication.next_id("batches", "batch_id"), made.rows + 1 + number
        shared = {"batch_id": batch, "recorded_at": at, "is_simulated": True}
        publication.append("batches", pa.Table.from_pylist([{
            **shared, "source": "entry", "campaign_code": CAMPAIGN, "sender": "benchmark",
            "row_count": 1, "accepted_count": 1, "warned_count": 0, "rejected_count": 0,
        }]))  # fmt: skip
        publication.append("sales", pa.Table.from_pylist([{
            **shared, "sale_id": sale, "source_row": 1, "unit_id": "cam_pha",
            "staff_code": "MP00001", "role_code": "buu_ta", "service_code": "BCCP",
            "customer_code": f"KH-{number}", "is_new_customer": True, "quantity": 1,
            "revenue_vnd": 50_000, "sold_on": made.last_day, "sold_at": at,
        }]))  # fmt: skip
    committed = time.perf_counter()
    spent = time.process_time() - processor
    asked = {"campaign_code": CAMPAIGN, "as_of": at, "unit_id": None}
    if progress.stamp(reader, **asked)["last_recorded_at"].iloc[0] != at:
        raise RuntimeError("the sale is not on the board")
    readable = time.perf_counter()
    return (committed - began) * 1_000, (readable - began) * 1_000, spent * 1_000


def _ms(times: Sequence[Took], column: int) -> str:
    found = [one[column] for one in times]
    return f"{median(found):,.0f}, {share(found, 0.95):,.0f}"


if __name__ == "__main__":
    sys.exit(main())
