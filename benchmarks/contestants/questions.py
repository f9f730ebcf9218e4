"""The page of a district: six questions, and when two answers to one of them are the same."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

import pandas as pd

from benchmarks.world import World
from benchmarks.world_setup import CAMPAIGN
from lib.queries.people import MOST_LISTED
from lib.store.statements import statement

TOPICS = {
    "overview": "progress/overview",
    "curve": "progress/curve",
    "revenue_by_hour": "progress/revenue_by_hour",
    "revenue_by_service": "progress/revenue_by_service",
    "units_by_attainment": "leaderboard/units_by_attainment",
    "sellers": "people/sellers",
}
"""The named query of each question, in the order a page asks them."""

QUESTIONS = tuple(TOPICS)

DISTRICT = "cam_pha"
"""One of 13 that compete, with an eighth of all sales."""

CLOSE = 1e-9
"""Ratios that differ by less, relatively, are the same: sums are made in another order."""

UNCOMPARED = frozenset({"last_recorded_at"})
"""Our rollups tell when the last sale was learned of, taken back since or not; the others tell it
of the last one that counts. Nothing else differs in meaning."""

Answer = pd.DataFrame
Row = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """What is asked: one district of a campaign, at a moment."""

    as_of: datetime
    district: str = DISTRICT
    campaign: str = CAMPAIGN

    @classmethod
    def of(cls, world: World) -> "Page":
        """The page that is asked of a world."""
        return cls(world.as_of)

    def parameters(self, question: str) -> dict[str, Any]:
        """What a named query takes."""
        shared = {"campaign_code": self.campaign, "as_of": self.as_of}
        if question == "units_by_attainment":
            return {**shared, "level": 1, "parent_id": self.district}
        if question == "sellers":
            return {**shared, "unit_id": self.district, "most": MOST_LISTED}
        return {**shared, "unit_id": self.district}


class Contestant(Protocol):
    """Who answers a page, anew each time it is asked."""

    name: str

    def page(self) -> Mapping[str, Answer]:
        """Answer the six questions, each with a frame of its promised columns."""
        ...

    def differs(self, ours: Mapping[str, Answer]) -> str | None:
        """What it answers otherwise than our queries, of what it can be asked; None: nothing."""
        ...

    def processor_seconds(self) -> float:
        """What it has taken of the processors since it began, whoever worked for it."""
        ...

    def close(self) -> None:
        """Let go of what it holds."""
        ...


def columns(question: str) -> tuple[str, ...]:
    """The columns an answer promises, in order."""
    return statement(TOPICS[question]).columns


def differs(theirs: Mapping[str, Answer], ours: Mapping[str, Answer]) -> str | None:
    """The first difference in a compared column, in words; None when there is none."""
    for question in QUESTIONS:
        named = [one for one in columns(question) if one not in UNCOMPARED]
        found = difference(
            *(plain(answers[question], named) for answers in (theirs, ours)), columns=named
        )
        if found is not None:
            return f"{question}, {found}"
    return None


def plain(answer: Answer, columns: Sequence[str]) -> list[Row]:
    """An answer as rows of plain values: None for what is missing, times as datetime."""
    values = [[_plain(value) for value in answer[column].tolist()] for column in columns]
    return [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]


def difference(one: Sequence[Row], other: Sequence[Row], columns: Iterable[str]) -> str | None:
    """What is not the same in two answers, in words; None when nothing is."""
    if len(one) != len(other):
        return f"{len(one)} rows and {len(other)}"
    for number, (left, right) in enumerate(zip(one, other, strict=True)):
        for column in columns:
            if not _same(left[column], right[column]):
                return f"row {number}, {column}: {left[column]!r} and {right[column]!r}"
    return None


def _plain(value: Any) -> Any:
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if isinstance(value, float) and math.isnan(value):
        return None
    return value


def _same(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    if isinstance(one, datetime | date | str | bool):
        return bool(one == other)
    return math.isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)
