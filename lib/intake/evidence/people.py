"""Whom evidence may name: the roster of the campaign, its teams, and when reports are due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lib.i18n.folding import clean, fold
from lib.intake import references
from lib.intake.references import Campaign, References
from lib.intake.unit_matching import UnitBook
from lib.queries.frames import Reader


@dataclass(frozen=True)
class Member:
    """Someone on the roster from `valid_from` until the day before `valid_to`."""

    code: str
    full_name: str
    unit_id: str
    competing_unit_id: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class Team:
    """A team and its commander; the commander's name may be unknown."""

    code: str
    name: str
    leader_code: str
    leader_name: str | None


@dataclass(frozen=True)
class Known:
    """What rows of evidence are checked against, as of one state of the ledger."""

    campaign: Campaign
    units: UnitBook
    members: Mapping[str, Sequence[Member]]
    """By code in lower case."""
    teams: Sequence[Team]
    report_hours: Sequence[datetime]

    def member(self, code: str, on: date) -> Member | None:
        """Whose code it is on a day; None for nobody of the campaign."""
        found = self.members.get(clean(code).casefold(), ())
        return next((one for one in found if one.valid_from <= on < one.valid_to), None)

    def teams_named(self, written: str) -> list[Team]:
        """The teams of a code or a name."""
        key = fold(written)
        return [one for one in self.teams if key in (fold(one.code), fold(one.name))]

    def teams_led_by(self, written: str) -> list[Team]:
        """The teams whose commander has the code, or bears the name."""
        code, key = clean(written).casefold(), fold(written)
        return [
            one
            for one in self.teams
            if one.leader_code.casefold() == code or fold(one.leader_name or "-") == key
        ]


def known(
    reader: Reader, *, campaign_code: str, as_of: datetime, lookups: References | None = None
) -> Known:
    """Read it all; raises FileRefused(unknown_campaign). `lookups` spares reading them again."""
    lookups = lookups or references.load(reader, campaign_code=campaign_code, as_of=as_of)
    scope = {"campaign_code": campaign_code}
    members: dict[str, list[Member]] = {}
    for row in reader.query("evidence/roster", scope).to_pylist():
        members.setdefault(str(row["staff_code"]).casefold(), []).append(
            Member(
                row["staff_code"],
                row["full_name"],
                row["unit_id"],
                row["competing_unit_id"],
                row["valid_from"],
                row["valid_to"],
            )
        )
    teams = [
        Team(row["team_code"], row["name"], row["leader_code"], row["leader_name"])
        for row in reader.query("evidence/teams", scope).to_pylist()
    ]
    hours = reader.query("evidence/report_hours", scope)["due_at"].to_pylist()
    return Known(lookups.campaign, lookups.units, members, teams, hours)
