"""A thousand phones, 150 walls and 30 analysts at once: `make bench-fanout` (`ROWS=10000000`).

A world whose campaign is open today is served as it comes, with its usual settings. Walls and
phones listen in one process of node, one wall is a Chromium, and a sale is committed every 5 s by
a process of its own (benchmarks/sales.py), all on the same clock. Three stretches:

1. nothing is published and 100 walls listen: what the server takes of a core;
2. a publish every 5 s, everybody listens: publish to received, what was lost, the server's core;
3. the same while 30 analysts press filters: publish to received, commit to pixel, the clicks;
With --soak HOURS, a fourth alone: as many publishes as there are in so many hours at one every 5 s,
at twelve times the pace, by a clock of the board that runs twelve times as fast (what is folded and
what a minute brings is so too, and DuckDB's allocator, which knows no other clock, gives back
twelve times as soon), with a twelfth of the analysts, as all of them would leave the processor
nothing; the server's memory as a straight line over those hours. Screens are told at most
once a second, so of less than every other publish.

Exit code 1 when something misses what the issue asks, or the listeners took so much of a core
that they were measured.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks import outcomes
from benchmarks.figures import share, trend
from benchmarks.load import clocks
from benchmarks.load.listeners import KINDS, Heard, Listeners, received
from benchmarks.outcomes import Part, markdown
from benchmarks.processes import taken, taken_with_children
from benchmarks.sales import HandedIn, Neighbour
from benchmarks.served import Served, chromium, folder_of_its_own, screen
from benchmarks.soak.judging import Line, blocks
from benchmarks.wall_fanout import PAINTED, _pixels
from benchmarks.world import world
from benchmarks.world_setup import CAMPAIGN
from lib.settings import PROJECT
from lib.ui import clock
from lib.ui.serving import duckdb_allocator

SOAK = "soak"
"""The stretch whose memory is judged, and what it loses, but not its times."""
EVERY_SECONDS, SOAK_PACE = 5.0, 12
SOAK_BEGINS = clock_time(8)
"""What the board's clock shows when a soak begins."""
SETTLE_SECONDS, LAST_SECONDS = 15.0, 10.0
SAMPLE_SECONDS, TOLD_SECONDS = 1.0, 180.0
IDLE_SCREENS = 100
WARM_UP_HOURS = 2.0
"""Of a soak, as long as memory is only filled: what is folded after half an hour for the first time
is settled 80 minutes later, and questions about it need more from then on."""

MOST_RECEIVED, MOST_PIXEL, MOST_CLICK = 0.5, 1.5, 0.5
MOST_SERVER, MOST_IDLE, MOST_LISTENERS = 0.5, 0.02, 0.3
MOST_MB_AN_HOUR = 1.0
LEAST_BLOCKS = 5
"""A line through fewer means of a soak's memory says nothing."""


@dataclass
class Stretch:
    """Some time of the run: what was published, clicked and taken."""

    name: str
    publishes: list[HandedIn] = field(default_factory=list)
    clicks: list[dict[str, Any]] = field(default_factory=list)
    server: float = 0.0
    """Of a core, as is the next."""
    listeners: float = 0.0
    heard: Heard | None = None
    before: Heard | None = None
    samples: list[tuple[float, float]] = field(default_factory=list)
    """Seconds since it began, and the server's memory (MB)."""


class Analysts:
    """The process of those who click; what they tell is read as it comes."""

    def __init__(self, port: int, count: int) -> None:
        self.told: list[dict[str, Any]] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.load.analysts", str(port), str(count), "7"],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        if "ready" not in self._process.stdout.readline():
            raise RuntimeError("the analysts ended before their pages were open")
        threading.Thread(target=self._read, daemon=True).start()

    def close(self) -> None:
        """Let them go."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        self._process.kill()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.told.append(json.loads(line))


@dataclass
class Run:
    """One run: who is served, who listens, and the stretches so far."""

    board: Served
    page: Page
    sender: Neighbour
    stretches: list[Stretch] = field(default_factory=list)

    def idle(self, seconds: float) -> None:
        """Nothing is published; 100 walls listen, the Chromium among them."""
        stretch = Stretch(f"idle, {IDLE_SCREENS} walls")
        with contextlib.closing(
            Listeners(self.board.port, walls=IDLE_SCREENS - 1, phones=0)
        ) as listeners:
            self._wait(SETTLE_SECONDS)
            with self._measured(stretch, listeners):
                self._wait(seconds)
        self.stretches.append(stretch)

    def publish(
        self,
        name: str,
        listeners: Listeners,
        count: int,
        *,
        analysts: Analysts | None = None,
        every: float = EVERY_SECONDS,
    ) -> None:
        """So many publishes, one every so often."""
        stretch = Stretch(name)
        self.sender.hand_in()  # the first is slower, and not counted
        self._wait(every)
        clicked = len(analysts.told) if analysts else 0
        sample_at, told_at, began = 0.0, TOLD_SECONDS, time.monotonic()
        with self._measured(stretch, listeners):
            for _ in range(count):
                due = time.monotonic() + every
                stretch.publishes.append(self.sender.hand_in())
                if (at := time.monotonic() - began) >= sample_at:
                    stretch.samples.append((at, taken_with_children(self.board.pid).resident_mb))
                    sample_at = at + SAMPLE_SECONDS
                if at >= told_at:
                    told_at += TOLD_SECONDS
                    print(f"{name}: {at:,.0f} s, {stretch.samples[-1][1]:,.0f} MB", file=sys.stderr)
                self._wait(max(due - time.monotonic(), 0.05))
            self._wait(LAST_SECONDS - every if every < LAST_SECONDS else 0.0)
        if analysts:
            stretch.clicks = analysts.told[clicked:]
        self.stretches.append(stretch)

    def soak(self, listeners: Listeners, hours: float, analysts: int) -> None:
        """The publishes of so many hours, faster, and as many clicks for each of them."""
        count, some = round(hours * 3600 / EVERY_SECONDS), round(analysts / SOAK_PACE)
        with contextlib.closing(Analysts(self.board.port, some)) as few:
            every = EVERY_SECONDS / SOAK_PACE
            self.publish(SOAK, listeners, count, analysts=few, every=every)

    def _wait(self, seconds: float) -> None:
        self.page.wait_for_timeout(seconds * 1_000)

    @contextlib.contextmanager
    def _measured(self, stretch: Stretch, listeners: Listeners) -> Iterator[None]:
        stretch.before = listeners.heard()
        server, client = taken_with_children(self.board.pid), taken(listeners.pid)
        began = time.monotonic()
        yield
        span = time.monotonic() - began
        after = taken_with_children(self.board.pid).cpu_seconds
        stretch.server = (after - server.cpu_seconds) / span
        stretch.listeners = (taken(listeners.pid).cpu_seconds - client.cpu_seconds) / span
        stretch.heard = listeners.heard()


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and say whether all of it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=12_000, help="sales in the ledger")
    parser.add_argument("--walls", type=int, default=150, help="one of them is a Chromium")
    parser.add_argument("--phones", type=int, default=1_000)
    parser.add_argument("--analysts", type=int, default=30)
    parser.add_argument("--publishes", type=int, default=36, help="of each stretch")
    parser.add_argument("--idle", type=float, default=60.0, help="seconds without a publish")
    parser.add_argument("--soak", type=float, default=0.0, help="hours' worth of publishes")
    parser.add_argument("--json", type=Path, help="a file for what was found")
    asked = parser.parse_args(arguments)
    outcomes.ends_what_it_began()
    today = clock.now().date()
    made = world(asked.rows, today - timedelta(days=1))
    if asked.soak:
        clocks.run_at(SOAK_PACE, from_=datetime.combine(today, SOAK_BEGINS))
    with folder_of_its_own() as folder, sync_playwright() as playwright:
        made.copied(folder)
        gives_back = duckdb_allocator(SOAK_PACE if asked.soak else 1)
        board = Served(folder, RAQUAN_CAMPAIGN=CAMPAIGN, **gives_back).start()
        try:
            with chromium(playwright) as browser, contextlib.ExitStack() as stack:
                page = screen(browser).new_page()
                page.goto(f"{board.url}/wall?scene=progress")
                page.wait_for_selector(".wall[data-generation]", state="attached", timeout=60_000)
                page.evaluate(PAINTED)
                sender = Neighbour(board, CAMPAIGN, f"{today:%Y-%m-%d}")
                stack.callback(sender.stop)
                run = Run(board, page, sender)
                if not asked.soak:
                    run.idle(asked.idle)
                listeners = stack.enter_context(
                    contextlib.closing(
                        Listeners(board.port, walls=asked.walls - 1, phones=asked.phones)
                    )
                )
                page.wait_for_timeout(SETTLE_SECONDS * 1_000)
                if asked.soak:
                    run.soak(listeners, asked.soak, asked.analysts)
                else:
                    run.publish("listeners", listeners, asked.publishes)
                    if asked.analysts:
                        with contextlib.closing(Analysts(board.port, asked.analysts)) as many:
                            run.publish("with analysts", listeners, asked.publishes, analysts=many)
                painted = page.evaluate("window.painted")
                part = _part(asked.rows, run.stretches, painted, listeners.counts)
        finally:
            board.stop()
    return outcomes.told(part, asked.json)


def _part(
    rows: int,
    stretches: Sequence[Stretch],
    painted: Sequence[Sequence[float]],
    counts: dict[str, int],
) -> Part:
    found: list[list[str]] = []
    lines: list[Line] = []
    for one in stretches:
        if not one.publishes:
            limit = f"≤ {MOST_IDLE:.0%}"
            lines.append(Line(one.name, f"{one.server:.1%} of a core", limit,
                              one.server <= MOST_IDLE))  # fmt: skip
            continue
        heard = one.heard
        assert heard is not None and one.before is not None
        publishes = [(sale.generation, sale.answered_at) for sale in one.publishes]
        for kind in KINDS:
            times, lost = received(heard, kind, counts[kind], publishes)
            late = share(times, 0.95)
            found.append(_row(f"{one.name}: publish → {kind}s (s)", times))
            lines.append(_within(f"{one.name}: publish → {kind}s, p95", late, MOST_RECEIVED))
            lines.append(Line(f"{one.name}: lost by {kind}s", f"{lost} of {len(times) + lost}",
                              "0", not lost))  # fmt: skip
            span = len(publishes) or 1
            kilobytes = (heard.bytes[kind] - one.before.bytes[kind]) / 1024 / span
            each = kilobytes / max(counts[kind], 1)
            found.append([f"{one.name}: kB a publish, all {kind}s (each)", f"{kilobytes:,.0f}",
                          f"({each:.1f})", "", ""])  # fmt: skip
        pixels = [at for _, at in _pixels(one.publishes, painted)]
        sent = [sale.answered_at - sale.sent_at for sale in one.publishes]
        found.append(_row(f"{one.name}: sent → committed (s)", sent))
        found.append(_row(f"{one.name}: commit → pixel (s)", pixels))
        lines.append(_within(f"{one.name}: commit → pixel, p95", share(pixels, 0.95), MOST_PIXEL))
        lines += _losses(one, heard, one.before, len(one.publishes) - len(pixels))
        lines += _cores(one)
        if one.clicks:
            lines += _clicks(one, found)
        if one.name == SOAK:
            lines.append(_memory(one))
    title = f"Fan-out, {rows:,} sales: {counts['wall'] + 1} walls, {counts['phone']:,} phones"
    every = EVERY_SECONDS / (SOAK_PACE if stretches[-1].name == SOAK else 1)
    note = f"Load at the end {os.getloadavg()[0]:.1f}; a publish every {every:.2g} s."
    return Part(title, [markdown(["", "p50", "p95", "most", "count"], found), note], lines)


def _losses(one: Stretch, heard: Heard, before: Heard, pictures: int) -> list[Line]:
    broken, refused = heard.broken - before.broken, heard.refused - before.refused
    why = f" (last: {heard.why})" if refused else ""
    return [
        Line(f"{one.name}: streams that broke", f"{broken}", "0", not broken),
        Line(f"{one.name}: requests refused", f"{refused}{why}", "0", not refused),
        Line(f"{one.name}: pictures that never came", f"{pictures}", "0", not pictures),
    ]


def _cores(one: Stretch) -> list[Line]:
    """What server and listeners took; the server is judged where nobody clicks."""
    limit = f"≤ {MOST_SERVER:g}" if not one.clicks else ""
    holds = one.server <= MOST_SERVER if limit else None
    return [
        Line(f"{one.name}: server, of a core", f"{one.server:.2f}", limit, holds),
        Line(f"{one.name}: listeners' process, of a core", f"{one.listeners:.2f}",
             f"≤ {MOST_LISTENERS:g}", one.listeners <= MOST_LISTENERS),
    ]  # fmt: skip


def _clicks(one: Stretch, found: list[list[str]]) -> list[Line]:
    drawn = [click["drawn"] for click in one.clicks if "drawn" in click]
    done = [click["done"] for click in one.clicks if "done" in click]
    failed = [click["failed"] for click in one.clicks if "failed" in click]
    found.append(_row(f"{one.name}: click → last chart or figure sent (s)", drawn))
    found.append(_row(f"{one.name}: click → run over (s)", done))
    return [
        _within(f"{one.name}: click → last chart or figure, p95", share(drawn, 0.95), MOST_CLICK),
        Line(f"{one.name}: analysts that failed", f"{len(failed)} {' '.join(failed[:1])}".strip(),
             "0", not failed),
    ]  # fmt: skip


def _memory(one: Stretch) -> Line:
    """The server's memory by the hour of a publish every 5 s."""
    warm = [sample for sample in one.samples if sample[0] >= WARM_UP_HOURS * 3600 / SOAK_PACE]
    means = blocks(warm)
    if len(means) < LEAST_BLOCKS:
        return Line(
            f"{SOAK}: server's memory", "not judged: too short", f"≤ {MOST_MB_AN_HOUR:g} MB an hour"
        )
    slope = trend(means)
    grown, error = slope.per_hour / SOAK_PACE, slope.error / SOAK_PACE
    words = f"{grown:+.2f} ± {error:.2f} MB an hour ({warm[0][1]:,.0f} → {warm[-1][1]:,.0f} MB)"
    limit = max(MOST_MB_AN_HOUR, 2 * error)
    return Line(
        f"{SOAK}: server's memory", words, f"≤ {MOST_MB_AN_HOUR:g} MB an hour", grown <= limit
    )


def _within(what: str, seconds: float, limit: float) -> Line:
    found = f"{seconds * 1_000:,.0f} ms"
    if what.startswith(SOAK):  # twelve publishes where there is one
        return Line(what, found)
    return Line(what, found, f"≤ {limit * 1_000:,.0f} ms", seconds <= limit)


def _row(what: str, found: Sequence[float]) -> list[str]:
    p50, p95 = share(found, 0.5), share(found, 0.95)
    values = [f"{value:.3f}" for value in (p50, p95, max(found, default=0.0))]
    return [what, *values, f"{len(found):,}"]


if __name__ == "__main__":
    sys.exit(main())
