"""What a screen asks for, and what every scene begins with: the campaign, its names, its clock."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

import pandas as pd

from lib.charts.theme import Palette, palette
from lib.charts.wall import Heading
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.queries import board, campaigns, progress
from lib.queries.answers import Answers
from lib.queries.frames import row

BEFORE, OPEN, CLOSED = "before", "open", "closed"


@dataclass(frozen=True)
class Asked:
    """One scene of one screen at one cut-off; the same question has the same bytes."""

    scene: str
    campaign_code: str
    unit_id: str | None
    theme: str
    language: str
    phase: str
    """before, open or closed: where the campaign's clock stands."""
    as_of: datetime
    frozen_at: datetime | None = None
    """The cut-off of places while they are frozen."""
    replay_speed: int = 0
    """How many times faster than life; 0: live."""

    @property
    def lasting(self) -> "Asked":
        """The question without its moment: what a last good answer is kept under."""
        return replace(self, phase="", as_of=datetime.min, frozen_at=None)


def phase_at(moment: datetime, *, opens_at: datetime, closes_at: datetime) -> str:
    """Where a campaign's clock stands at a local time."""
    if moment < opens_at:
        return BEFORE
    return OPEN if moment <= closes_at else CLOSED


class View:
    """What a scene is drawn from: the question, the answers, and what all scenes say alike."""

    def __init__(self, asked: Asked, known: Answers) -> None:
        self.asked = asked
        self.known = known

    @property
    def colors(self) -> Palette:
        """The palette of the screen's theme."""
        return palette(self.asked.theme)

    @property
    def shared(self) -> dict[str, Any]:
        """What every query of a campaign takes."""
        return {"campaign_code": self.asked.campaign_code, "as_of": self.asked.as_of}

    @property
    def scope(self) -> dict[str, Any]:
        """What every query of a campaign or one unit takes."""
        return {**self.shared, "unit_id": self.asked.unit_id}

    @property
    def places_shared(self) -> dict[str, Any]:
        """As `shared`, but held at the freeze: for what tells who leads."""
        return {**self.shared, "as_of": self.asked.frozen_at or self.asked.as_of}

    @cached_property
    def campaign(self) -> pd.Series:
        """The row of queries.campaigns.campaigns."""
        found = self.known.read(campaigns.campaigns, as_of=self.asked.as_of)
        return row(found, "campaign_code", self.asked.campaign_code)

    @cached_property
    def units(self) -> pd.DataFrame:
        """The rows of queries.campaigns.units."""
        return self.known.read(campaigns.units, **self.shared)

    @cached_property
    def overview(self) -> pd.Series:
        """The row of queries.progress.overview."""
        return self.known.read(progress.overview, **self.scope).iloc[0]

    @property
    def is_one_day(self) -> bool:
        """Whether the campaign begins and ends on the same day."""
        return bool(self.campaign["starts_on"] == self.campaign["ends_on"])

    @property
    def is_open(self) -> bool:
        """Whether selling goes on."""
        return self.asked.phase == OPEN

    @property
    def unit_name(self) -> str | None:
        """The short name of the unit the screen is about; None for the whole."""
        if self.asked.unit_id is None:
            return None
        found = row(self.units, "unit_id", self.asked.unit_id)
        return str(found[in_language("short_name")])

    @property
    def whose(self) -> tuple[str, ...]:
        """The unit's name where a scene is not of the whole."""
        return () if self.unit_name is None else (self.unit_name,)

    @property
    def host(self) -> str:
        """Whose screen it is: the unit's full name, or the organisation above all of them."""
        if self.asked.unit_id is not None:
            found = row(self.units, "unit_id", self.asked.unit_id)
            return str(found[in_language("name")])
        above = self.known.read(board.organisation, **self.shared)
        return str(above[in_language("name")].iloc[0]) if len(above) == 1 else ""

    @property
    def notes(self) -> list[str]:
        """What must be said beside a subtitle: that figures are simulated, or played back."""
        found = []
        if self.campaign["is_simulated"] or self.overview["is_simulated"]:
            found.append(text("wall.simulated"))
        if self.asked.replay_speed:
            found.append(text("wall.replaying", speed=self.asked.replay_speed))
        return found

    @property
    def scene_title(self) -> str:
        """What the scene is called."""
        return text(f"scene.{self.asked.scene}")

    def campaign_heading(self) -> Heading:
        """The campaign, its day and whose it is."""
        day = text(
            f"date_status.{self.campaign['date_status']}",
            day=formats.day(self.campaign["ends_on"]),
        )
        return self.heading(
            str(self.campaign[in_language("name")]), *(p for p in (day, self.host) if p)
        )

    def heading(self, title: str, *parts: str) -> Heading:
        """A title, what it is of, and what must be said."""
        joint = text("wall.joint")
        return Heading(title, joint.join(parts), joint.join(self.notes))
