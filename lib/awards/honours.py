"""What a ceremony and its papers speak of: the titles of one record, with whom they honour.

Made from a stored record and the council's decision on it; nothing here is worked out from the
ledger. Points and results are decimals written out ("95.2"), as the record holds them.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Result:
    """One measure of a rule: what it weighs in points, and what somebody reached in it.

    `measure` is the name of a column of the standings; `points` is "" for a gate or a tie-break.
    """

    measure: str
    value: str
    points: str = ""


@dataclass(frozen=True)
class Nominee:
    """A person, or a team, that met the conditions of a title.

    `code` is the staff or team code; `role_name` and `role_name_en` are "" for a team; `place` is
    None where the council put somebody on the list whom the rule had not placed. `leader_name`
    is given for teams.
    """

    code: str
    name: str
    role_name: str
    role_name_en: str
    unit_id: str
    unit_name: str
    unit_short_name: str
    unit_short_name_en: str
    place: int | None
    points: str
    results: tuple[Result, ...]
    leader_name: str = ""


@dataclass(frozen=True)
class Criterion:
    """A part of the points: the measure, and how many points it weighs ("50", "33.3")."""

    measure: str
    weight: str


@dataclass(frozen=True)
class Title:
    """One title: those nominated, ordered by given name as Vietnamese lists are, and the winners.

    `winners` stand in the order of the record, best first; `subject` is team, leader or person.
    `departure_reason` is what the council gave when it departed from the proposal, else "".
    """

    award_id: str
    title: str
    subject: str
    seats: int
    criteria: tuple[Criterion, ...]
    nominees: tuple[Nominee, ...]
    winners: tuple[Nominee, ...]
    participant_count: int
    departure_reason: str = ""
    decided_by: str = ""

    @property
    def is_collective(self) -> bool:
        """Whether teams win it."""
        return self.subject == "team"


@dataclass(frozen=True)
class Honours:
    """A record as it is read out: campaign, figures at the cut-off, titles in order.

    `decision_number` and `decided_on` are None until the decision is signed; money in VND.
    `units_reached` of `unit_count` units reached their target; `plan_vnd` may be missing.
    """

    record_id: int
    sha256: str
    campaign_code: str
    campaign_name: str
    campaign_name_en: str
    starts_on: date
    ends_on: date
    is_date_assumed: bool
    is_simulated: bool
    cut_off: datetime
    revenue_vnd: int
    plan_vnd: int | None
    units_reached: int
    unit_count: int
    titles: tuple[Title, ...]
    decision_number: str | None = None
    decided_on: date | None = None
    granted_at: datetime | None = None
    supersedes_id: int | None = None

    @property
    def is_granted(self) -> bool:
        """Whether the decision is signed: only then a name may be read out."""
        return self.decision_number is not None

    @property
    def collective_count(self) -> int:
        """Winners that are teams."""
        return sum(len(one.winners) for one in self.titles if one.is_collective)

    @property
    def individual_count(self) -> int:
        """Winners that are people."""
        return sum(len(one.winners) for one in self.titles if not one.is_collective)
