"""What the pages' queries cost: `make benchmark`, or `python -m benchmarks.page_queries`.

A simulated campaign of 12,000 sales is published into a folder of its own. Each page is run
once to hear which queries it asks, and those are then timed warm, one after the other in
random order. An answer is computed once per generation for all viewers; this is what that one
time costs. Milliseconds differ between machines and with what else they do, so each figure
stands beside its processor time and its ratio to one full scan of the ledger in the same run.
Exit code 1 when a page is too slow.
"""

import argparse
import gc
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from benchmarks.processes import as_served
from lib import demo
from lib.queries.frames import frame
from lib.settings import PROJECT, read_settings
from lib.store import Reader, Store
from lib.ui.addresses import PAGES
from lib.ui.clock import now

CASES: Mapping[str, tuple[str, dict[str, str]]] = {
    "progress": ("progress", {}),
    "progress of one unit": ("progress", {"unit": "ha_long"}),
    "leaderboard": ("leaderboard", {}),
    "leaderboard, one level down": ("leaderboard", {"level": "1"}),
    "leaderboard of one unit": ("leaderboard", {"unit": "ha_long"}),
    "awards, teams": ("awards", {"title": "team_sales"}),
    "awards, leaders": ("awards", {"title": "team_leader"}),
    "awards, salespeople": ("awards", {"title": "salesperson"}),
    "import": ("import", {}),
    "explore": ("explore", {}),
    "explore, one district and role": ("explore", {"district": "ha_long", "role": "buu_ta"}),
    "fairness": ("fairness", {}),
    "changes": ("changes", {"as_of": "12:00", "since": "11:00"}),
    "compare": ("compare", {}),
    "checks": ("checks", {}),
    "unit": ("unit", {"unit": "ha_long"}),
}
"""The page's address and what its URL chooses."""

MOST_MS = 60.0
"""A page whose queries take this long or longer is too slow."""

WARM_UP = 2
"""Rounds that are not counted."""

SCAN = """
select
    sold_on, count(*), count(distinct staff_code), sum(quantity), sum(revenue_vnd),
    min(recorded_at), max(recorded_at), count(receipt_no), count(customer_code)
from sales
group by sold_on
"""
"""The unit of comparison: one pass over the whole ledger."""

Query = tuple[str, dict[str, Any]]


@dataclass
class Timed:
    """One thing that is timed, and how long it took in each round, in ms."""

    words: str
    do: Callable[[], object]
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def once(self, *, counts: bool) -> None:
        """Do it once."""
        wall, processor = time.perf_counter(), time.process_time()
        self.do()
        if counts:
            self.processor.append((time.process_time() - processor) * 1_000)
            self.wall.append((time.perf_counter() - wall) * 1_000)


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and say whether every page is fast enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=12_000, help="sales in the ledger")
    parser.add_argument("--rounds", type=int, default=40, help="times each query is timed")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RAQUAN_STORE"] = f"file://{folder}/warehouse"
        os.environ["RAQUAN_OFFICE"] = f"{folder}/office.sqlite"
        os.environ["STREAMLIT_LOGGER_LEVEL"] = "error"
        settings = read_settings()
        store = Store.open(settings)
        demo.build(store, at=now(), rows=asked.rows)
        scan = Timed("one full scan of the ledger", lambda: _scan(store))
        pages = {
            case: [_timed(store, *query) for query in queries_of(path, url)]
            for case, (path, url) in CASES.items()
        }
        gc.collect()
        gc.freeze()  # as the front door does
        measure([scan, *(one for queries in pages.values() for one in queries)], asked.rounds)
    print(
        f"{asked.rows:,} sales, {asked.rounds} rounds, threads of a query: {settings.threads}, "
        f"load of the machine: {os.getloadavg()[0]:.1f}"
    )
    return report(scan, pages)


def queries_of(path: str, url: Mapping[str, str]) -> list[Query]:
    """The queries a page asks, frame included, when nothing has been answered before."""
    import streamlit as st
    from streamlit.testing.v1 import AppTest

    heard: list[Query] = []
    query = Reader.query

    def listening(reader: Reader, name: str, parameters: Mapping[str, Any]) -> Any:
        heard.append((name, dict(parameters)))
        return query(reader, name, parameters)

    page = AppTest.from_file(str(PROJECT / "lib/ui/frame.py"), default_timeout=60)
    page.query_params.update(url)
    page.session_state["desk.sender"] = "benchmark"
    page.run()
    file = next(file for file, address, *_ in PAGES if address == path)
    st.cache_resource.clear()
    with patch.object(Reader, "query", listening):
        page.switch_page(str(PROJECT / "pages" / file)).run()
    if page.exception:
        raise RuntimeError(f"{path}: {page.exception[0].message}")
    return heard


def measure(timed: Sequence[Timed], rounds: int) -> None:
    """Do everything once a round, in an order that differs from round to round."""
    for number in range(WARM_UP + rounds):
        order = list(timed)
        random.Random(number).shuffle(order)
        for one in order:
            one.once(counts=number >= WARM_UP)


def report(scan: Timed, pages: Mapping[str, list[Timed]]) -> int:
    """Print the figures; 1 when a page is too slow."""
    unit = statistics.median(scan.wall)
    print(f"{'':40}{'median ms':>10}{'p95 ms':>10}{'cpu ms':>10}{'x scan':>10}")
    _line(scan, unit)
    slow = []
    for case, queries in pages.items():
        page = Timed(case, lambda: None)
        page.wall = [sum(times) for times in zip(*(one.wall for one in queries), strict=True)]
        page.processor = [
            sum(times) for times in zip(*(one.processor for one in queries), strict=True)
        ]
        print()
        _line(page, unit)
        for one in queries:
            _line(one, unit)
        if statistics.median(page.wall) >= MOST_MS:
            slow.append(case)
    print()
    if slow:
        print(f"Too slow, {MOST_MS:.0f} ms or more: {'; '.join(slow)}.")
        return 1
    print(f"The queries of every page take less than {MOST_MS:.0f} ms.")
    return 0


def _timed(store: Store, name: str, parameters: dict[str, Any]) -> Timed:
    return Timed(f"    {name}", lambda: frame(store, name, **parameters))


def _scan(store: Store) -> None:
    cursor = store._cursor()
    try:
        cursor.sql(SCAN).to_arrow_table()
    finally:
        cursor.close()


def _line(one: Timed, unit: float) -> None:
    median, late = statistics.median(one.wall), sorted(one.wall)[int(len(one.wall) * 0.95)]
    processor = statistics.median(one.processor)
    print(f"{one.words:40}{median:10.1f}{late:10.1f}{processor:10.1f}{median / unit:10.1f}")


if __name__ == "__main__":
    as_served()
    sys.exit(main())
