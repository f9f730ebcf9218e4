"""From a sale handed in to the pixels of a hundred walls: `make benchmark-wall`.

The simulated campaign is made to be open today (open_today.py) and served. 99 walls without a
picture listen in one process (wall_listeners.py) and one wall is a Chromium at 1920×1080. First
nothing happens, then sales are handed in every 2.5 s, by turns as a program does it (HTTP, whose
receipt follows the publish) and as another process does it (lib.intake on the same store, which
the server learns of from the store alone). Timed from the moment the publish is known to the
sender, and from the moment it sent, until each listener has the whole new scene and until the
browser has painted it (the frame after the drawing is done). A plain loop is timed beside, to
tell how much of the machine was there. Exit code 1 when the commit is not on the pixels within
`MOST_SECONDS` at the 95th percentile, or the listeners took so much that they were measured.
"""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.figures import share
from benchmarks.open_today import CAMPAIGN, open_today
from benchmarks.processes import below, taken, taken_with_children
from benchmarks.sales import HandedIn, Neighbour, Sender
from benchmarks.served import LEARNT_SECONDS, Served, chromium, folder_of_its_own, screen
from lib.settings import PROJECT
from lib.ui import clock

MOST_SECONDS = 1.0
"""The 95th percentile of commit to pixel."""
MOST_OF_GENERATOR = 0.5
"""Of a core, while it is busy: above, the listeners would be what is measured."""
EVERY_SECONDS = 2.5
LAST_SECONDS = 10.0
"""How long the last publish may be under way before it counts as one that never came."""
LOOP = 400_000
"""Steps of the plain loop: some ms of one core."""
PAINTED = """() => {
    const wall = document.querySelector(".wall");
    window.painted = [];
    let told = wall.dataset.generation;
    new MutationObserver(() => {
        const generation = wall.dataset.generation;
        if (generation === told) return;
        told = generation;
        // the frame that shows it is done when the task after it runs
        requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => painted.push([Number(generation), Date.now() / 1000]);
            port2.postMessage(null);
        });
    }).observe(wall, { attributes: true, attributeFilter: ["data-generation", "data-painted"] });
}"""


class Listeners:
    """The process of the walls without a picture, and what it told."""

    def __init__(self, port: int, count: int) -> None:
        self.count = count
        self.had: list[dict[str, Any]] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.wall_listeners", str(port), str(count)],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line == "ready\n":
                break
        else:
            raise RuntimeError("the listeners ended before they listened")
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    @property
    def pid(self) -> int:
        """Their process."""
        return self._process.pid

    def check(self) -> None:
        """Raise when they have ended."""
        if self._process.poll() is not None:
            raise RuntimeError(f"the listeners ended with {self._process.returncode}")

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
            self.had.append(json.loads(line))


@dataclass
class Cpu:
    """Shares of a core over a stretch of time."""

    server: float
    listeners: float
    browser: float

    def __str__(self) -> str:
        return (
            f"server {self.server:.3f}, listeners {self.listeners:.3f}, "
            f"browser {self.browser:.2f} of a core"
        )


@dataclass
class Round:
    """Some publishes by one way, and when each was where (seconds)."""

    way: str
    handed_in: list[HandedIn] = field(default_factory=list)
    loops_ms: list[float] = field(default_factory=list)
    cpu: Cpu | None = None


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and say whether the walls are quick enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--walls", type=int, default=100, help="one of them is a Chromium")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each way")
    parser.add_argument("--publishes", type=int, default=12, help="of each round")
    parser.add_argument("--idle", type=float, default=20.0, help="seconds without a publish")
    asked = parser.parse_args(arguments)
    with folder_of_its_own() as folder, sync_playwright() as playwright:
        count = open_today(folder / "warehouse", clock.now())
        board = Served(folder).start()
        print(f"{count:,} sales today before it begins, {asked.walls} walls")
        try:
            with (
                chromium(playwright) as browser,
                contextlib.closing(Listeners(board.port, asked.walls - 1)) as listeners,
            ):
                page = screen(browser).new_page()
                page.goto(f"{board.url}/wall?scene=progress")
                page.wait_for_selector(".wall[data-generation]", state="attached", timeout=60_000)
                page.evaluate(PAINTED)
                page.wait_for_timeout(LEARNT_SECONDS * 1000)
                with _cpu(board, listeners) as idle:
                    page.wait_for_timeout(asked.idle * 1000)
                day = f"{clock.now():%Y-%m-%d}"
                ways = {"HTTP": Sender(board, day=day), "store": Neighbour(board, CAMPAIGN, day)}
                for sender in ways.values():
                    sender.hand_in()  # the first is slower, and not counted
                    page.wait_for_timeout(EVERY_SECONDS * 1000)
                rounds: list[Round] = []
                for _ in range(asked.rounds):
                    for way, sender in ways.items():
                        rounds.append(
                            _publish(way, sender, asked.publishes, page, board, listeners)
                        )
                painted = page.evaluate("window.painted")
                listeners.check()
                for sender in ways.values():
                    sender.stop()
        finally:
            board.stop()
    return _report(rounds, idle[0], painted, listeners)


def _publish(
    way: str, sender: Sender | Neighbour, count: int, page: Page, board: Served,
    listeners: Listeners,
) -> Round:  # fmt: skip
    """One round: a publish every so often, the plain loop between them."""
    one = Round(way)
    with _cpu(board, listeners) as cpu:
        for _ in range(count):
            due = time.monotonic() + EVERY_SECONDS
            one.handed_in.append(sender.hand_in())
            page.wait_for_timeout(max(due - time.monotonic() - 0.2, 0) * 1000)
            began = time.perf_counter()
            sum(range(LOOP))
            one.loops_ms.append((time.perf_counter() - began) * 1000)
            page.wait_for_timeout(max(due - time.monotonic(), 0) * 1000)
    one.cpu = cpu[0]
    return one


def _report(
    rounds: Sequence[Round], idle: Cpu, painted: Sequence[Sequence[float]], listeners: Listeners
) -> int:
    print(f"\nidle, nothing published:  {idle}")
    print(f"\n{'seconds':42}{'p50':>8}{'p95':>8}{'max':>8}{'count':>8}")
    pixels: list[float] = []
    missing = 0
    for way in dict.fromkeys(one.way for one in rounds):
        of_way = [one for one in rounds if one.way == way]
        for number, one in enumerate(of_way, start=1):
            seen = _pixels(one.handed_in, painted)
            missing += len(one.handed_in) - len(seen)
            _line(f"{way}, round {number}: commit → pixel", [at for _, at in seen])
            loops = one.loops_ms
            print(
                f"    {one.cpu}; plain loop {statistics.median(loops):.1f} ms, "
                f"most {max(loops):.1f}"
            )
        handed_in = [sale for one in of_way for sale in one.handed_in]
        seen = _pixels(handed_in, painted)
        pixels += [at for _, at in seen]
        had = _scenes(handed_in, listeners)
        missing += len(handed_in) * listeners.count - len(had)
        _line(f"{way}: sent → committed", [one.answered_at - one.sent_at for one in handed_in])
        _line(f"{way}: committed → scene whole at a listener", [at for _, at in had])
        _line(f"{way}: sent → scene whole at a listener", [at for at, _ in had])
        _line(f"{way}: committed → painted", [at for _, at in seen])
        _line(f"{way}: sent → painted", [at for at, _ in seen])
    generator = max(one.cpu.listeners for one in rounds if one.cpu)
    late = share(pixels, 0.95)
    print(f"\ncommit → pixel, all rounds: p95 {late:.3f} s (at most {MOST_SECONDS:.0f} s)")
    print(f"listeners: {generator:.3f} of a core at most (at most {MOST_OF_GENERATOR})")
    loops = [loop for one in rounds for loop in one.loops_ms]
    print(
        f"plain loop: best {min(loops):.1f} ms, median {statistics.median(loops):.1f} ms: "
        f"{min(loops) / statistics.median(loops):.0%} of a free core was there"
    )
    print(f"scenes and pictures that never came: {missing}; load {os.getloadavg()[0]:.1f}")
    return 0 if late <= MOST_SECONDS and generator <= MOST_OF_GENERATOR and not missing else 1


def _pixels(
    handed_in: Sequence[HandedIn], painted: Sequence[Sequence[float]]
) -> list[tuple[float, float]]:
    """(since sent, since committed) of each sale's picture: the first that holds it."""
    found = []
    for one in handed_in:
        at = min((at for generation, at in painted if generation >= one.generation), default=None)
        if at is not None:
            found.append((at - one.sent_at, at - one.answered_at))
    return found


def _scenes(handed_in: Sequence[HandedIn], listeners: Listeners) -> list[tuple[float, float]]:
    """The same for each listener: its first whole scene that holds the sale."""
    by_wall: dict[int, list[tuple[int, float]]] = {}
    for had in listeners.had:
        by_wall.setdefault(had["wall"], []).append((had["generation"], had["at"]))
    found = []
    for one in handed_in:
        for scenes in by_wall.values():
            at = min(
                (at for generation, at in scenes if generation >= one.generation), default=None
            )
            if at is not None:
                found.append((at - one.sent_at, at - one.answered_at))
    return found


def _line(words: str, found: Sequence[float]) -> None:
    p50, p95 = share(found, 0.5), share(found, 0.95)
    print(f"{words:42}{p50:8.3f}{p95:8.3f}{max(found, default=0):8.3f}{len(found):8}")


@contextlib.contextmanager
def _cpu(board: Served, listeners: Listeners) -> Iterator[list[Cpu]]:
    """What the block took; filled in at its end."""

    def now() -> tuple[float, ...]:
        others = {board.pid, listeners.pid}
        browser = sum(taken(pid).cpu_seconds for pid in below(os.getpid()) if pid not in others)
        return (
            time.monotonic(),
            taken_with_children(board.pid).cpu_seconds,
            taken(listeners.pid).cpu_seconds,
            browser,
        )

    found: list[Cpu] = []
    began = now()
    yield found
    span, *used = (after - before for after, before in zip(now(), began, strict=True))
    found.append(Cpu(*(one / span for one in used)))


if __name__ == "__main__":
    sys.exit(main())
