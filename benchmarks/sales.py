"""Sales handed in to a served board one after the other: over HTTP, or by a process beside it."""

import json
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from lib.intake.checking import check
from lib.intake.columns import COLUMNS
from lib.intake.committing import commit
from lib.settings import PROJECT
from lib.store import Store
from lib.store.generations import Generations
from lib.ui import clock
from tests.browser.board import Board

UNITS = ("Hạ Long", "Cẩm Phả", "Uông Bí", "Móng Cái", "Đông Triều", "Quảng Yên", "Vân Đồn")
SERVICES = ("BCCP", "EMS", "HTD", "TCBC")


@dataclass(frozen=True)
class HandedIn:
    """One sale that counts: the generation that holds it, and when (seconds since 1970)."""

    generation: int
    sent_at: float
    answered_at: float


@dataclass
class Sender:
    """A program with a token of its own."""

    board: Board
    day: str
    """The day it sells on: 2024-09-21."""
    time: str = "10:15"
    count: int = 0
    name: str = field(default_factory=lambda: f"benchmark {secrets.token_hex(3)}")
    _token: str = ""

    def __post_init__(self) -> None:
        self._token = self.board.command("token", self.name).strip()

    def stop(self) -> None:
        """Nothing is kept open."""

    def hand_in(self) -> HandedIn:
        """Post one sale and wait for its receipt."""
        self.count += 1
        sale = {
            "date": self.day,
            "time": self.time,
            "unit": UNITS[self.count % len(UNITS)],
            "service": SERVICES[self.count % len(SERVICES)],
            "quantity": 1,
            "revenue_vnd": 50_000 + 500 * self.count,
        }
        key = f"{self.name}-{self.count}".replace(" ", "-")
        sent_at = time.time()
        receipt = self.board.post(sale, token=self._token, key=key)
        answered_at = time.time()
        if receipt["accepted"] != 1:
            raise RuntimeError(f"a sale was not taken: {receipt}")
        return HandedIn(int(receipt["generation"]), sent_at, answered_at)


class Neighbour:
    """A process of its own that commits into the board's store; the board is told nothing."""

    def __init__(self, board: Board, campaign_code: str, day: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.sales", str(board.warehouse), campaign_code, day],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def hand_in(self) -> HandedIn:
        """Have it commit one sale, and wait until it has."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return HandedIn(**json.loads(self._process.stdout.readline()))

    def stop(self) -> None:
        """Let it go."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)


def main(warehouse: str, campaign_code: str, day: str) -> None:
    """Commit a sale for each line of stdin; tell when, on stdout."""
    store = Store(Generations(Path(warehouse), keep=5, lock_seconds=30), threads=2, memory="1GB")
    year, month, number = day.split("-")
    for count, _ in enumerate(sys.stdin, start=1):
        sale = {
            "sold_on": f"{number}/{month}/{year}",
            "sold_at": "00:05",
            "unit": UNITS[count % len(UNITS)],
            "service": SERVICES[count % len(SERVICES)],
            "quantity": "1",
            "revenue": str(60_000 + 500 * count),
        }
        rows = [[one.header for one in COLUMNS], [sale.get(one.key, "") for one in COLUMNS]]
        file = "\n".join(",".join(row) for row in rows).encode()
        at, sent_at = clock.now(), time.time()
        checked = check(
            store,
            file,
            f"neighbour-{count}.csv",
            campaign_code=campaign_code,
            as_of=at,
            most_bytes=2**20,
            most_rows=10,
        )
        receipt = commit(store, checked, sender="neighbour", at=clock.now())
        if receipt.accepted != 1:
            raise RuntimeError(f"a sale was not taken: {receipt}")
        told = HandedIn(receipt.generation, sent_at, time.time())
        sys.stdout.write(json.dumps(told.__dict__) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
