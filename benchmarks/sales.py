"""Sales that a program hands in to a served board, one after the other, each counted once."""

import secrets
import time
from dataclasses import dataclass, field

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
