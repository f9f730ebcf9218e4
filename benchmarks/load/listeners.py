"""The process of the walls and phones that listen (listeners.mjs), and what it tells."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).with_name("listeners.mjs")
KINDS = ("wall", "phone")
LEAST_NODE = 18


@dataclass(frozen=True)
class Heard:
    """What the listeners have had until now."""

    had: Mapping[str, Sequence[Sequence[tuple[int, float]]]]
    """By kind and listener: generations and when each came (seconds since 1970)."""
    bytes: Mapping[str, int]
    broken: int
    """Streams that ended and were opened again."""
    refused: int
    """Requests that were not answered as they should be."""
    why: str
    """Of the last of these, in its own words."""
    processor: float
    """Seconds of a core this process has taken."""


class Listeners:
    """So many walls and phones on one port; `query` is what the walls ask for."""

    def __init__(self, port: int, *, walls: int, phones: int, query: str = "") -> None:
        node = shutil.which("node")
        if node is None:
            raise RuntimeError(
                f"node is not there: this benchmark needs node {LEAST_NODE} or newer"
            )
        self.counts = {"wall": walls, "phone": phones}
        self._process = subprocess.Popen(
            [node, str(SCRIPT), str(port), str(walls), str(phones), query],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        if self._process.stdout.readline() != "ready\n":
            raise RuntimeError("the listeners ended before they listened")

    @property
    def pid(self) -> int:
        """Their process."""
        return self._process.pid

    def heard(self) -> Heard:
        """What they have had until now."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        had = {
            kind: [[(generation, at / 1_000) for generation, at in one or ()] for one in listeners]
            for kind, listeners in told["had"].items()
        }
        return Heard(
            had, told["bytes"], told["broken"], told["refused"], told["why"], told["processor"]
        )

    def close(self) -> None:
        """Let them go."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def received(
    heard: Heard, kind: str, count: int, publishes: Sequence[tuple[int, float]]
) -> tuple[list[float], int]:
    """Seconds from each publish (generation, moment) to each listener, and how many never came.

    A listener has a publish with the first generation that holds it: one that was overtaken by
    the next is late, not lost.
    """
    times: list[float] = []
    lost = 0
    listeners = list(heard.had[kind]) + [[]] * (count - len(heard.had[kind]))
    for had in listeners:
        place = 0
        for generation, moment in publishes:
            while place < len(had) and had[place][0] < generation:
                place += 1
            if place == len(had):
                lost += 1
            else:
                times.append(max(had[place][1] - moment, 0.0))
    return times, lost
