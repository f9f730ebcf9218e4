"""A person's and a unit's day on one printed page: what was sold, when, among whom; and thanks.

For everybody, not only for those honoured. Who sold nothing reads what the team reached: no
noughts, no bars without height.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lib.awards import wording
from lib.awards.honours import Result
from lib.exports import day_page
from lib.exports.paper import Bars, Block, KeyFigures, Words
from lib.i18n import formats
from lib.i18n.catalog import text

SERVICES = 6
"""So many services are drawn; what the others brought stands in one bar below them."""
EVIDENCE = {
    "deliveries": ("taken_out", "first_attempt_share", "on_time_share"),
    "activities": ("verified_activity_count", "referred_count"),
}
"""What is said of deliveries and of communications work, where something was handed in."""


@dataclass(frozen=True)
class Team:
    """The team somebody belongs to, by a row of queries.awards.team_standings (VND)."""

    name: str
    revenue_vnd: int | None
    attainment: float | None
    active_count: int
    member_count: int


@dataclass(frozen=True)
class PersonDay:
    """What a person's page is made from.

    `sentence` says what was sold; it is "" for who has sold nothing, and then `hours` is
    None and `services` are not looked at. `hours` has hour, revenue_vnd and average (VND),
    `services` names and amounts in VND; `evidence` is the row of queries.awards.person_standings.
    """

    sentence: str
    figures: KeyFigures
    hours: pd.DataFrame | None
    hours_measure: str
    services: Sequence[tuple[str, int]]
    unit: str
    unit_vnd: int
    evidence: Mapping[str, Any]
    team: Team | None = None


def person_blocks(day: PersonDay) -> list[Block]:
    """The page of a person, from the top down; a table may follow."""
    blocks: list[Block] = []
    if day.sentence and day.hours is not None:
        blocks += [
            Words(day.sentence),
            day.figures,
            Words(text("person.rule"), is_caption=True),
            day_page.hours(
                day.hours,
                mark="average",
                title=text("explore.hours_plain"),
                caption=day.hours_measure,
            ),
            services(day.services),
        ]
    else:
        blocks.append(Words(text("your_day.nothing")))
    blocks += [Words(one) for one in _worked(day.evidence)]
    blocks.append(Words(_together(day)))
    if not day.sentence:
        blocks.append(Words(text("your_day.thanks")))
    return blocks


def services(sold: Sequence[tuple[str, int]]) -> Bars:
    """What was sold by service, the largest first (name and VND); the smallest together."""
    listed = sorted(sold, key=lambda one: -one[1])
    first, others = listed[:SERVICES], listed[SERVICES:]
    if len(others) == 1:
        first, others = listed, []
    if others:
        name = text("drill.other_services", count=len(others))
        first = [*first, (name, sum(vnd for _, vnd in others))]
    return Bars(
        text("your_day.services"),
        [name for name, _ in first],
        [float(vnd) for _, vnd in first],
        [formats.money(vnd) for _, vnd in first],
    )


def _worked(evidence: Mapping[str, Any]) -> list[str]:
    """Deliveries and communications work in a sentence each, where there are any."""
    said = []
    for kind, measures in EVIDENCE.items():
        if _is_none(evidence.get(measures[0])):
            continue
        known = [one for one in measures if not formats.is_missing(evidence.get(one))]
        words = [wording.result(Result(one, str(evidence[one]))) for one in known]
        said.append(text(f"your_day.{kind}", words="; ".join(words)))
    return said


def _together(day: PersonDay) -> str:
    """What the team reached; the unit, for who is in no team."""
    team = day.team
    if team is None or formats.is_missing(team.revenue_vnd):
        return text("your_day.unit", unit=day.unit, amount=formats.money(day.unit_vnd))
    values = {
        "team": team.name,
        "amount": formats.money(team.revenue_vnd),
        "active": formats.number(team.active_count),
        "members": formats.number(team.member_count),
    }
    if formats.is_missing(team.attainment):
        return text("your_day.team", **values)
    return text("your_day.team_plan", **values, share=formats.percent(team.attainment))


def _is_none(value: object) -> bool:
    return formats.is_missing(value) or not value
