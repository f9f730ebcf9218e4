"""The candidates of each subject: what the standings queries know of them, as exact values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lib.awards.measures import MEASURES
from lib.queries import awards, campaigns
from lib.queries.frames import Reader, row


@dataclass(frozen=True)
class Candidate:
    """Somebody who could win: a team, its commander, or a person.

    `code` is the team's or the person's. `values` are the measures of the subject (missing:
    None). `facts` are the other columns of the standings, for words and links. `person_code` is
    who is honoured ("" for a team), `team_code` whose achievement it is ("" for a person's own).
    """

    code: str
    name: str
    role_code: str
    unit_id: str
    person_code: str
    team_code: str
    values: Mapping[str, Fraction | None]
    facts: Mapping[str, Any]

    @property
    def unverified_vnd(self) -> int:
        """VND of their revenue that no control has verified; 0 where there is none."""
        return int(self.facts.get("unverified_vnd") or 0)


Standings = Mapping[str, tuple[Candidate, ...]]


def standings(reader: Reader, *, campaign_code: str, as_of: datetime) -> Standings:
    """The candidates of each subject at a cut-off; KeyError when there is no such campaign."""
    known = campaigns.campaigns(reader, as_of=as_of)
    if not (known["campaign_code"] == campaign_code).any():
        raise KeyError(campaign_code)
    campaign = row(known, "campaign_code", campaign_code)
    halfway_at = campaign["opens_at"] + (campaign["closes_at"] - campaign["opens_at"]) / 2
    scope: dict[str, Any] = {"campaign_code": campaign_code, "as_of": as_of}
    frames = {
        "team": awards.team_standings(reader, **scope),
        "leader": awards.leader_standings(
            reader, **scope, halfway_at=halfway_at.to_pydatetime().replace(microsecond=0)
        ),
        "person": awards.person_standings(reader, **scope),
    }
    return {
        subject: tuple(
            _candidate(subject, {str(key): _plain(value) for key, value in one.items()})
            for one in frame.to_dict("records")
        )
        for subject, frame in frames.items()
    }


def _candidate(subject: str, found: Mapping[str, Any]) -> Candidate:
    measures = MEASURES[subject]
    return Candidate(
        code=found["code"],
        name=found["name"],
        role_code=found.get("role_code") or "",
        unit_id=found["unit_id"],
        person_code="" if subject == "team" else found["code"],
        team_code=found["code"] if subject == "team" else found.get("team_code") or "",
        values={name: _exact(found[name]) for name in measures},
        facts={key: value for key, value in found.items() if key not in measures},
    )


def _plain(value: Any) -> Any:
    """A value of a frame; what is missing is None."""
    return None if value is None or value != value or str(value) == "<NA>" else value


def _exact(value: Any) -> Fraction | None:
    """The number that is written when the value is written out in full."""
    if value is None:
        return None
    return Fraction(int(value)) if isinstance(value, int) else Fraction(Decimal(repr(float(value))))
