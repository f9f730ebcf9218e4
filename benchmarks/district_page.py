"""Six questions of a district's page, asked of everybody: `make bench-page` (`FULL=1`).

In one run, at 12 thousand, 1 and 10 million sales (and 100 million with --full): the board's own
named queries, the same questions asked of its ledger without rollups, pandas over a frame in
memory, an indexed PostgreSQL, Apache Superset, and one plain scan of the district's sales as a
yardstick. Everybody answers once a round, in an order drawn anew each round, on what is warm;
nobody's answer is kept but Superset's where it says "cached". Answers are compared before and
after; one that differs ends the run. Our queries on the world of a million are asked in each
round of the larger worlds too, so that their ratio is of one and the same load.
Exit code 1 when one of ours misses what issue and README promise.
"""

import argparse
import contextlib
import gc
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks import outcomes
from benchmarks.contestants import postgres
from benchmarks.contestants.ours import Ledger, Ours, Scan
from benchmarks.contestants.pandas_frame import Naive
from benchmarks.contestants.postgres import Postgres
from benchmarks.contestants.questions import Contestant, Page
from benchmarks.contestants.superset import Superset
from benchmarks.contestants.superset_server import SupersetServer
from benchmarks.figures import share
from benchmarks.outcomes import Part, markdown
from benchmarks.processes import as_served
from benchmarks.soak.judging import Line
from benchmarks.world import MEMORY, World, world
from lib.ui.serving import allocator

SMALL, MILLION, TEN, HUNDRED = 12_000, 1_000_000, 10_000_000, 100_000_000
ROUNDS = {SMALL: 40, MILLION: 20, TEN: 10, HUNDRED: 10}
WARM_UP = 2
NAMES = {SMALL: "12 thousand", MILLION: "1 million", TEN: "10 million", HUNDRED: "100 million"}
IN_MEMORY_UP_TO = TEN
"""Larger worlds are asked of DuckDB alone: the others would not fit, or take minutes a page."""
OURS, AT_A_MILLION = "ours", "ours at 1 million, same rounds"

MOST_OF_POSTGRES = 1.0
LEAST_OF_PANDAS, LEAST_OF_SUPERSET, LEAST_OF_RAW = 8.0, 20.0, 100.0
MOST_OF_A_MILLION = 1.5


@dataclass
class Timed:
    """A contestant and how long each of its pages took (ms)."""

    contestant: Contestant
    wall: list[float] = field(default_factory=list)
    processor: float = 0.0

    def once(self, *, counts: bool) -> None:
        """One page."""
        processor, began = self.contestant.processor_seconds(), time.perf_counter()
        self.contestant.page()
        took = (time.perf_counter() - began) * 1_000
        if counts:
            self.wall.append(took)
            self.processor += (self.contestant.processor_seconds() - processor) * 1_000


@dataclass(frozen=True)
class Measured:
    """One contestant at one size (ms)."""

    p50: float
    p95: float
    processor: float


Sizes = dict[int, dict[str, Measured]]


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and say whether ours hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[SMALL, MILLION, TEN])
    parser.add_argument("--full", action="store_true", help="100 million sales too")
    parser.add_argument("--rounds", type=int, help="of each size, instead of 40, 20, 10, 10")
    parser.add_argument("--without", nargs="*", default=[], choices=["postgres", "superset"])
    parser.add_argument("--json", type=Path, help="a file for what was found")
    asked = parser.parse_args(arguments)
    outcomes.ends_what_it_began()
    sizes = sorted({*asked.rows, *([HUNDRED] if asked.full else [])})
    allocates = ", ".join(f"{name}={value}" for name, value in allocator().items())
    notes = [
        f"DuckDB (ours, raw): two questions at a time, a thread each; scan: one thread; {MEMORY}.",
        f"Memory, of everybody: {allocates}.",
    ]
    found: Sizes = {}
    with contextlib.ExitStack() as stack:
        server = None if "superset" in asked.without else _superset(stack, notes)
        has_postgres = "postgres" not in asked.without and postgres.is_there()
        if has_postgres:
            settings = ", ".join(
                f"{name} {value}" for name, value in postgres.SETTINGS.items() if value
            )
            notes.append(f"PostgreSQL: {settings}; indexes in postgres_queries/indexes.sql.")
        for rows in sizes:
            rounds = asked.rounds or ROUNDS.get(rows, min(ROUNDS.values()))
            found[rows] = _size(rows, rounds, has_postgres=has_postgres, server=server)
    part = Part("A district's page", [_table(found), "\n".join(notes)], _lines(found))
    return outcomes.told(part, asked.json)


def _size(
    rows: int, rounds: int, *, has_postgres: bool, server: SupersetServer | None
) -> dict[str, Measured]:
    """Everybody at one size."""
    made = world(rows)
    with contextlib.ExitStack() as stack:
        contestants = list(_contestants(made, has_postgres, server, stack))
        ours = contestants[0].page()
        _agree(contestants, ours)
        gc.collect()
        gc.freeze()  # as the front door does
        timed = [Timed(one) for one in contestants]
        for number in range(WARM_UP + rounds):
            for one in random.Random(number).sample(timed, len(timed)):
                one.once(counts=number >= WARM_UP)
        _agree(contestants, ours)
    gc.unfreeze()
    return {
        one.contestant.name: Measured(
            median(one.wall), share(one.wall, 0.95), one.processor / len(one.wall)
        )
        for one in timed
    }


def _contestants(
    made: World, has_postgres: bool, server: SupersetServer | None, stack: contextlib.ExitStack
) -> Iterator[Contestant]:
    """Ours first; each is closed at the end."""
    page, store = Page.of(made), made.store()

    def held(make: Callable[[], Contestant]) -> Contestant:
        contestant = make()
        stack.callback(contestant.close)
        return contestant

    yield held(lambda: Ours(store, page))
    yield held(lambda: Ledger(store, page))
    yield held(lambda: Scan(store, page))
    if made.rows > MILLION:
        million = world(MILLION)
        yield held(lambda: _AtAMillion(million.store(), Page.of(million), AT_A_MILLION))
    if made.rows > IN_MEMORY_UP_TO:
        return
    yield held(lambda: Naive(store, page))
    if has_postgres:
        yield held(lambda: Postgres(made, page))
    if server is not None:
        for cached in (False, True):
            yield held(lambda cached=cached: Superset(server, made, page, cached=cached))


class _AtAMillion(Ours):
    """Asked of another world: there is nothing to compare."""

    def differs(self, ours: Mapping[str, object]) -> str | None:
        return None


def _agree(contestants: Sequence[Contestant], ours: Mapping[str, object]) -> None:
    for one in contestants:
        found = one.differs(ours)
        if found is not None:
            raise RuntimeError(f"{one.name} answers otherwise: {found}")


def _superset(stack: contextlib.ExitStack, notes: list[str]) -> SupersetServer | None:
    """Superset, served; None, with a note, where it cannot be installed."""
    server = SupersetServer()
    try:
        server.install()
        server.start()
    except (subprocess.SubprocessError, RuntimeError, OSError) as error:
        notes.append(f"Superset was not measured: {type(error).__name__}.")
        print(f"Superset was not measured: {error}", file=sys.stderr)
        return None
    stack.callback(server.stop)
    notes.append(
        f"Superset: {server.versions()}; gunicorn, 2 workers of 8 threads, keep-alive 75 s; one "
        "flat table in a DuckDB file of its own; fewer columns, no targets, ranks or names; its "
        "times hold HTTP and JSON."
    )
    return server


def _table(found: Sizes) -> str:
    head = ["ms", "p50", "p95", "processor", "× ours"]
    rows: list[list[str]] = []
    for size, measured in found.items():
        rows.append([f"**{NAMES.get(size, f'{size:,}')} sales**", "", "", "", ""])
        ours = measured[OURS].p50
        rows += [
            [name, _ms(one.p50), _ms(one.p95), _ms(one.processor), f"{one.p50 / ours:.2f}"]
            for name, one in sorted(measured.items(), key=lambda item: item[1].p50)
        ]
    return markdown(head, rows)


def _lines(found: Sizes) -> list[Line]:
    """What the issue asks; a line without verdict where something was not measured."""

    def ratio(what: str, size: int, above: str, below: str, sign: str, limit: float) -> Line:
        measured = found.get(size, {})
        words = f"{sign} {limit:g}"
        if above not in measured or below not in measured:
            return Line(what, "not measured", words)
        times = measured[above].p50 / measured[below].p50
        parts = f"{times:.2f} ({_ms(measured[above].p50)} / {_ms(measured[below].p50)} ms)"
        return Line(what, parts, words, times <= limit if sign == "≤" else times >= limit)

    return [
        ratio("12 thousand: ours over indexed PostgreSQL", SMALL, OURS, Postgres.name, "≤",
              MOST_OF_POSTGRES),
        ratio("10 million: pandas in memory over ours", TEN, Naive.name, OURS, "≥",
              LEAST_OF_PANDAS),
        ratio("10 million: Superset, uncached, over ours", TEN, "Superset, uncached", OURS, "≥",
              LEAST_OF_SUPERSET),
        ratio("100 million: ours over ours at 1 million", HUNDRED, OURS, AT_A_MILLION, "≤",
              MOST_OF_A_MILLION),
        ratio("100 million: our raw queries over ours", HUNDRED, Ledger.name, OURS, "≥",
              LEAST_OF_RAW),
    ]  # fmt: skip


def _ms(value: float) -> str:
    return f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


if __name__ == "__main__":
    as_served()
    sys.exit(main())
