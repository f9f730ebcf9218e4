"""The wall left alone for a long time: `make soak`, or `python -m benchmarks.soak --minutes 30`.

A board of its own with the simulated campaign is served; two screens play its day at 60 times
its speed, a dark television and a light laptop, and so does a browser that nobody looks into,
while a sale is handed in each minute. Looked at: each frame from within the page and each picture
from outside it (see watching.py), each complaint of the browser, each answer of the feed, each
cut against the playlist, and every 15 s the memory of the server, of both browsers, and of the
pages after a forced collection. Exit code 1 when something fails.
"""

import argparse
import contextlib
import csv
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.load.listeners import Listeners
from benchmarks.processes import below, taken, taken_with_children
from benchmarks.sales import Sender
from benchmarks.served import (
    TELEVISION,
    Served,
    chromium,
    folder_of_its_own,
    left_alone,
    screen,
)
from benchmarks.soak.judging import LEAST_MINUTES, Line, Sample, of_memory, of_screen, table
from benchmarks.soak.watching import Watched

SPEED = 60
SCREENS = (
    ("dark 1920×1080", TELEVISION, f"/wall?replay={SPEED}"),
    ("light 1366×768", (1366, 768), f"/wall?replay={SPEED}&theme=light"),
)
SAMPLE_SECONDS, SALE_SECONDS, LOOK_SECONDS = 15.0, 60.0, 1.0
WARM_UP_MINUTES = 6.0
"""What pages load and compile when they are new."""
FILL_SPEED, FILL_SECONDS = 240, 160.0
"""Before anybody looks, each scene is asked for at the moments of a day played this fast: what the
server keeps of scenes is then as much as it ever keeps, and what grows later is something else."""
TELLS = 30
"""How often a run says how it goes."""
MOST_NAMED = 10


@dataclass(frozen=True)
class Run:
    """One watch: what is served, who looks, and for how long (seconds)."""

    board: Served
    browser_pid: int
    kiosk_pid: int
    watched: Sequence[Watched]
    sender: Sender
    seconds: float

    def go(self) -> list[Sample]:
        """Watch until the time is over; the samples of memory."""
        began = time.monotonic()
        samples: list[Sample] = []
        sample_at = sale_at = tell_at = 0.0
        while (at := time.monotonic() - began) < self.seconds:
            if at >= sale_at:
                self.sender.hand_in()
                sale_at = at + SALE_SECONDS
            if at >= sample_at:
                samples.append(self._sample(at))
                sample_at = at + SAMPLE_SECONDS
            if at >= tell_at:
                self._tell(samples[-1])
                tell_at = at + max(self.seconds / TELLS, SAMPLE_SECONDS)
            self.watched[0].page.wait_for_timeout(LOOK_SECONDS * 1000)
        return samples

    def _sample(self, at: float) -> Sample:
        for one in self.watched:
            one.take()
        found = [one.memory() for one in self.watched]
        return Sample(
            at,
            taken(self.board.pid).resident_mb,
            taken_with_children(self.browser_pid).resident_mb,
            taken_with_children(self.kiosk_pid).resident_mb,
            tuple(one.heap_mb for one in found),
            tuple(one.nodes for one in found),
        )

    def _tell(self, sample: Sample) -> None:
        heaps = ", ".join(f"{one:.1f}" for one in sample.heaps_mb)
        nodes = ", ".join(f"{one:,}" for one in sample.nodes)
        blanks = sum(len(one.seen.blanks) for one in self.watched)
        complaints = sum(len(one.seen.complaints) for one in self.watched)
        print(
            f"minute {sample.at / 60:5.1f}: server {sample.server_mb:.0f} MB, "
            f"left alone {sample.kiosk_mb:.0f} MB, heaps {heaps} MB, "
            f"nodes {nodes}, blanks {blanks}, complaints {complaints}, "
            f"load {os.getloadavg()[0]:.1f}",
            flush=True,
        )


def main(arguments: list[str] | None = None) -> int:
    """Watch, print, and say whether all of it holds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--hours", type=float, help="of the day that is played, instead of minutes")
    parser.add_argument("--walls", type=int, default=0, help="that listen without a picture")
    parser.add_argument("--phones", type=int, default=0, help="that listen")
    parser.add_argument("--samples", type=Path, help="a CSV file for the samples of memory")
    asked = parser.parse_args(arguments)
    minutes = asked.minutes
    if asked.hours:
        minutes = WARM_UP_MINUTES + max(asked.hours * 60 / SPEED, LEAST_MINUTES + 1)
    seconds = minutes * 60
    with folder_of_its_own() as folder, sync_playwright() as playwright:
        board = Served(folder).start()
        _fill(board, min(FILL_SECONDS, seconds / 4))
        before = set(below(os.getpid()))
        try:
            with chromium(playwright) as browser, contextlib.ExitStack() as alone:
                [browser_pid] = _first_of(set(below(os.getpid())) - before)
                watched = [
                    Watched(name, screen(browser, size), board.url + address)
                    for name, size, address in SCREENS
                ]
                kiosk_pid = alone.enter_context(left_alone(f"{board.url}{SCREENS[0][2]}", folder))
                if asked.walls or asked.phones:
                    # they play one day together: each with a beginning of its own would be a
                    # replay of its own
                    played = f"replay={SPEED}&since={round(time.time() * 1000)}"
                    listeners = Listeners(
                        board.port, walls=asked.walls, phones=asked.phones, query=played
                    )
                    alone.enter_context(contextlib.closing(listeners))
                turns = _turns(board)
                sender = Sender(board, day="2024-09-21")
                cpu = taken(board.pid).cpu_seconds
                samples = Run(board, browser_pid, kiosk_pid, watched, sender, seconds).go()
                cpu = taken(board.pid).cpu_seconds - cpu
                lines = [
                    Line("watched", f"{seconds / 60:.0f} minutes, warm-up {_warm_up(seconds):.0f}"),
                    Line("sales handed in", f"{sender.count}"),
                    Line("server", f"{cpu / seconds:.2f} of a core"),
                ]
                for one in watched:
                    one.take()
                    lines += of_screen(one, turns, seconds=seconds, noticed=one.notices_a_blank())
                names = [one.name for one in watched]
                lines += of_memory(samples, names, warm_up=_warm_up(seconds) * 60, speed=SPEED)
        finally:
            board.stop()
    if asked.samples:
        _keep(asked.samples, samples)
    print(table(lines))
    for one in watched:
        for words in [*one.seen.blanks, *one.seen.complaints][:MOST_NAMED]:
            print(f"{one.name}: {words}")
    failed = [line.what for line in lines if line.holds is False]
    print(f"Fails: {'; '.join(failed)}." if failed else "All of it holds.")
    return 1 if failed else 0


def _fill(board: Served, seconds: float) -> None:
    """Have the server draw what it can keep."""
    since = round(time.time() * 1000)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for theme in ("dark", "light"):
            played = f"?replay={FILL_SPEED}&since={since}&theme={theme}"
            for turn in board.programme(played)["turns"]:
                board.ask(f"/feed/{turn['src']}")


def _first_of(pids: set[int]) -> list[int]:
    """The process that the others are below."""
    return [one for one in pids if pids - {one} <= set(below(one))]


def _warm_up(seconds: float) -> float:
    """Minutes that growth is not looked at."""
    return min(WARM_UP_MINUTES, seconds / 60 / 2)


def _turns(board: Served) -> list[tuple[str, float]]:
    """The playlist both screens play: its scenes and their seconds."""
    return [(turn["key"], turn["seconds"]) for turn in board.programme()["turns"]]


def _keep(file: Path, samples: Sequence[Sample]) -> None:
    with file.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines)
        writer.writerow(["seconds", "server_mb", "browser_mb", "kiosk_mb", "heap_mb", "nodes"])
        for one in samples:
            for heap, nodes in zip(one.heaps_mb, one.nodes, strict=True):
                writer.writerow([one.at, one.server_mb, one.browser_mb, one.kiosk_mb, heap, nodes])


if __name__ == "__main__":
    sys.exit(main())
