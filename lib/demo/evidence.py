"""What the awards are decided on besides sales: deliveries, communications work, hourly reports.

They belong to the article's day alone and are drawn from a stream of their own, so that sales are
the same with and without them. All of it is made up: the article gives no such figures.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from lib.demo.amounts import Bools, Floats, Ints, picked
from lib.demo.ledger import FIRST_ROW
from lib.demo.people import People
from lib.demo.plans import DAY_CODE
from lib.demo.reference import Reference
from lib.demo.shape import DAY, EDGES, ROLES, UNITS

POSTMEN = ROLES.index("buu_ta")

TAKEN_OUT = 35, 110
"""Fewest and most items a postman takes out."""
FIRST_ATTEMPT = 0.80, 0.96
"""Range of the share delivered at once; the two best do better, so that nobody ties with them."""
COMPLAINED, LOST = 0.08, 0.02
COD_STEP = 1_000

ACTIVE, ACTIVITIES, VERIFIED = 25, 45, 0.8
"""People who post, stream or go from door to door, how often together, the share verified."""
CHANNELS = {"post": 14, "livestream": 6, "leaflet": 8, "group": 9, "event": 5, "loudspeaker": 3}
AHEAD = 4
"""How many more referred than the second the best has, verified."""
VERIFIER = "Tổ truyền thông (mô phỏng)"
COLLECTOR = "Tổ trực số liệu (mô phỏng)"

GRACE_MINUTES = 15
SPOTLESS = 6
"""Teams whose every report is in time."""
COLLECTED_AFTER = 20
"""Minutes after the hour at which the reports that are there are handed in together."""
CO_TO_FIRST = 11
"""Cô Tô is cut off until then, as its sales are."""


@dataclass(frozen=True)
class Evidence:
    """The rows of each table; batches holds one row per batch_id used in the others."""

    batches: pa.Table
    deliveries: pa.Table
    activities: pa.Table
    hourly_reports: pa.Table

    @property
    def tables(self) -> dict[str, pa.Table]:
        """By table name, batches first."""
        return {
            "batches": self.batches,
            "deliveries": self.deliveries,
            "activities": self.activities,
            "hourly_reports": self.hourly_reports,
        }


def evidence(people: People, reference: Reference, *, first_batch_id: int, seed: int) -> Evidence:
    """Draw the article's day; batches are numbered from first_batch_id in order of time."""
    random = np.random.Generator(np.random.PCG64([seed, DAY.toordinal()]))
    handed_over = [
        *_deliveries(people, reference, random),
        *_activities(people, random),
        *_hourly_reports(people, random),
    ]
    handed_over.sort(key=lambda one: one.recorded_at)
    rows: dict[str, list[dict[str, Any]]] = {}
    batches = []
    for batch_id, one in enumerate(handed_over, start=first_batch_id):
        batches.append(one.batch(batch_id))
        rows.setdefault(one.kind, []).extend(one.numbered(batch_id))
    return Evidence(
        pa.Table.from_pylist(batches),
        pa.Table.from_pylist(rows["deliveries"]),
        pa.Table.from_pylist(rows["activities"]),
        pa.Table.from_pylist(rows["hourly_reports"]),
    )


def report_hours() -> list[datetime]:
    """When hourly reports are due: at each whole hour of the day, and at closing."""
    last = int(EDGES[-1])
    return [_at(int(edge)) for edge in EDGES[1:] if edge % 60 == 0 or edge == last]


@dataclass(frozen=True)
class HandOver:
    """One batch of one kind, its rows without number and time."""

    kind: str
    name: str
    sender: str
    recorded_at: datetime
    rows: list[dict[str, Any]]

    def batch(self, batch_id: int) -> dict[str, Any]:
        """The row of table batches."""
        count = len(self.rows)
        return {
            "batch_id": batch_id,
            "source": "demo",
            "kind": self.kind,
            "file_name": f"{self.name}_{self.recorded_at:%Y%m%d_%H%M}_mo_phong.csv",
            "campaign_code": DAY_CODE,
            "sender": self.sender,
            "recorded_at": self.recorded_at,
            "row_count": count,
            "accepted_count": count,
            "warned_count": 0,
            "rejected_count": 0,
            "is_simulated": True,
        }

    def numbered(self, batch_id: int) -> list[dict[str, Any]]:
        """The rows of the kind's table."""
        return [
            {
                "batch_id": batch_id,
                "source_row": number,
                **row,
                "recorded_at": self.recorded_at,
                "is_simulated": True,
            }
            for number, row in enumerate(self.rows, start=FIRST_ROW)
        ]


def _deliveries(
    people: People, reference: Reference, random: np.random.Generator
) -> list[HandOver]:
    """One hand-over per unit with postmen, after closing; the absent took nothing out."""
    here = np.setdiff1d(np.flatnonzero(people.role == POSTMEN), people.absent)
    low, high = TAKEN_OUT
    taken = random.integers(low, high + 1, size=len(here))
    worst, best = FIRST_ATTEMPT
    first = np.floor(taken * (worst + (best - worst) * random.random(len(here)))).astype(np.int64)
    luck = random.random((5, len(here)))
    complaints = (luck[0] < COMPLAINED).astype(np.int64) + (luck[0] < COMPLAINED / 5)
    losses = (luck[1] < LOST).astype(np.int64)
    clean = np.flatnonzero((complaints == 0) & (losses == 0))
    # the two best have much to carry, and two different shares above everybody else's
    top = clean[np.argsort(-taken[clean], kind="stable")][[3, 9]]
    first[top] = taken[top] - [1, 2]
    on_time = taken - np.floor(taken * 0.2 * luck[2] * luck[2]).astype(np.int64)
    on_time[top] = taken[top]
    due = np.floor(taken * (60 + 100 * luck[3])).astype(np.int64) * COD_STEP
    kept_back = np.where(luck[4] < 0.15, luck[4], 0.0)
    handed_over = due - np.floor(due * kept_back / COD_STEP).astype(np.int64) * COD_STEP
    handed_over[top] = due[top]
    hand_overs = []
    for number, unit in enumerate(UNITS):
        mine = np.flatnonzero(people.unit[here] == number)
        if mine.size:
            minutes = 17 * 60 + 50 + number
            hand_overs.append(
                HandOver(
                    "deliveries",
                    f"phat_{unit}",
                    reference.unit_names[unit],
                    _at(minutes, int(random.integers(60))),
                    [
                        {
                            "unit_id": people.workplace[here[one]],
                            "staff_code": people.codes[here[one]],
                            "delivered_on": DAY,
                            "taken_out": int(taken[one]),
                            "first_attempt": int(first[one]),
                            "on_time": int(on_time[one]),
                            "complaints": int(complaints[one]),
                            "losses": int(losses[one]),
                            "cod_due_vnd": int(due[one]),
                            "cod_on_time_vnd": int(handed_over[one]),
                        }
                        for one in mine
                    ],
                )
            )
    return hand_overs


def _activities(people: People, random: np.random.Generator) -> list[HandOver]:
    """Communications work through the day, handed in each hour by the team that looks at it."""
    here = np.setdiff1d(np.arange(len(people.codes)), people.absent)
    active = random.permutation(here)[:ACTIVE]
    # everybody once, the rest to whom it falls; one is at it more than anybody
    who = np.concatenate([np.arange(ACTIVE), random.integers(ACTIVE, size=ACTIVITIES - ACTIVE)])
    minute = np.sort(450 + random.integers(570, size=ACTIVITIES))
    who = who[random.permutation(ACTIVITIES)]
    weights: Floats = np.array(list(CHANNELS.values()), dtype=np.float64)
    channel = picked(weights, random.random(ACTIVITIES))
    verified = random.random(ACTIVITIES) < VERIFIED
    customers = random.integers(0, 4, size=ACTIVITIES)
    orders = random.integers(0, 3, size=ACTIVITIES)
    _let_one_lead(who, verified, customers, orders)
    names = list(CHANNELS)
    rows: dict[int, list[dict[str, Any]]] = {}
    for one in range(ACTIVITIES):
        person = active[who[one]]
        rows.setdefault(int(minute[one]) // 60 + 1, []).append(
            {
                "unit_id": people.workplace[person],
                "staff_code": people.codes[person],
                "done_on": DAY,
                "done_at": _at(int(minute[one])),
                "channel": names[channel[one]],
                "link": f"https://example.org/mo-phong/{one + 1:03d}",
                "verified_by": VERIFIER if verified[one] else None,
                "referred_customers": int(customers[one]),
                "referred_orders": int(orders[one]),
            }
        )
    return [
        HandOver("activities", "truyen_thong", VERIFIER, _at(hour * 60 + 8), found)
        for hour, found in rows.items()
    ]


def _let_one_lead(who: Ints, verified: Bools, customers: Ints, orders: Ints) -> None:
    """Raise the best one's referred customers until nobody is near."""
    counted = np.bincount(who, np.where(verified, customers + orders, 0), minlength=ACTIVE)
    best, second = np.argsort(-counted, kind="stable")[:2]
    short = AHEAD - int(counted[best] - counted[second])
    if short > 0:
        row = np.flatnonzero((who == best) & verified)[0]
        customers[row] += short


def _hourly_reports(people: People, random: np.random.Generator) -> list[HandOver]:
    """Every team's report on every hour: most in time, some late, some missing."""
    teams = sorted(set(people.team))
    spotless = set(random.permutation(len(teams))[:SPOTLESS].tolist())
    often_late = 0.04 + 0.22 * random.random(len(teams))
    hours = report_hours()
    collections = [hour + timedelta(minutes=COLLECTED_AFTER) for hour in hours]
    luck, wait = random.random((2, len(hours), len(teams)))
    rows: dict[datetime, list[dict[str, Any]]] = {}
    for number, due in enumerate(hours):
        for team, code in enumerate(teams):
            is_cut_off = code.startswith("co_to") and due.hour < CO_TO_FIRST
            chance = 1.0 if team in spotless else luck[number, team]
            if is_cut_off or chance < often_late[team] / 3:
                continue
            is_late = chance < often_late[team]
            seconds = _late(wait[number, team]) if is_late else _in_time(wait[number, team])
            reported = min(due + timedelta(seconds=seconds), collections[-1])
            collected = next(at for at in collections if at >= reported)
            rows.setdefault(collected, []).append(
                {
                    "campaign_code": DAY_CODE,
                    "team_code": code,
                    "due_at": due,
                    "reported_at": reported,
                }
            )
    return [
        HandOver("hourly_reports", "bao_cao_gio", COLLECTOR, at, found)
        for at, found in rows.items()
    ]


def _in_time(part: float) -> int:
    """Seconds after the hour, within the grace."""
    return 40 + int(part * (GRACE_MINUTES * 60 - 60))


def _late(part: float) -> int:
    """Seconds after the hour, beyond the grace and within the next hour."""
    return GRACE_MINUTES * 60 + 30 + int(part * 30 * 60)


def _at(minute: int, second: int = 0) -> datetime:
    """A local time of the day, from minutes since midnight."""
    return datetime.combine(DAY, time()) + timedelta(minutes=minute, seconds=second)
