"""What stages and consoles ask of a ceremony: where it stands, in which record, and its scene."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from typing import Any

from lib.access import ceremonies
from lib.access.ceremonies import Ceremony, Seen
from lib.awards import granted
from lib.awards.honours import Honours
from lib.demo import rehearsal
from lib.feed import ceremony, scenes
from lib.feed.ceremony import THEMES, Shown, Step
from lib.feed.scenes import Rendered
from lib.i18n.catalog import LANGUAGES
from lib.queries import campaigns
from lib.queries.frames import row
from lib.ui import clock, data

AHEAD = timedelta(days=1)
MOST_DRAWN = 64


@dataclass(frozen=True)
class Hall:
    """An address of the stage or of its feed; equal ones are shown the same."""

    campaign: str | None
    theme: str
    language: str

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Hall":
        """Read an address; what cannot be read is as if it were not there."""
        theme, language = given.get("theme", ""), given.get("lang", "")
        return cls(
            campaign=given.get("campaign") or None,
            theme=theme if theme in THEMES else THEMES[0],
            language=language if language in LANGUAGES else data.settings().language,
        )


@dataclass(frozen=True)
class Standing:
    """A ceremony as it stands: its campaign, its state, and the record it is played from."""

    campaign_code: str
    names: Mapping[str, str]
    """The campaign's name by language."""
    now: Ceremony
    honours: Honours | None
    """The latest granted record, or a rehearsal's; None: there is no decision yet."""

    @property
    def record_id(self) -> int:
        """The record whose steps count; 0 for a rehearsal, and where there is none."""
        return 0 if self.honours is None else self.honours.record_id

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps there are."""
        return ceremony.steps(self.honours)

    @property
    def step(self) -> int:
        """Where it stands in this record."""
        if self.honours is None:
            return ceremonies.OPENING
        return min(self.now.step_in(self.record_id), len(self.steps) - 1)

    @property
    def tag(self) -> str:
        """What changes when anything shown may have changed; it tells no names."""
        honours = self.honours
        record = "" if honours is None else f"{honours.record_id} {honours.sha256}"
        known = f"{self.now.version} {self.now.is_rehearsal} {record} {sorted(self.names.items())}"
        return hashlib.sha256(known.encode()).hexdigest()[:20]

    def seen(self, version: int) -> Seen:
        """What a console knew that had this version before it."""
        return Seen(version, self.record_id, len(self.steps) - 1)

    def shown(self, hall: Hall, *, step: int | None = None) -> Shown:
        """The current step as a hall sees it; another step, never black, for a console."""
        found = Shown(
            step=self.step,
            is_black=self.now.is_black,
            is_lifted=self.now.is_lifted,
            is_rehearsal=self.now.is_rehearsal,
            theme=hall.theme,
            language=hall.language,
        )
        return found if step is None else replace(found, step=step, is_black=False)

    def scene(self, hall: Hall, *, step: int | None = None) -> Rendered:
        """The current scene as bytes; another step's for a console."""
        return _drawn(self.honours, self.names[hall.language], self.shown(hall, step=step))


def standing(campaign: str | None) -> Standing | None:
    """A ceremony by its campaign: the one asked for, the board's, or the newest; None: no campaign.

    Raises what the store raises.
    """
    known = data.answers(data.store().current())
    found = known.read(campaigns.campaigns, as_of=_midnight())
    codes = set(found["campaign_code"])
    wanted = (one for one in (campaign, data.settings().campaign) if one in codes)
    code = next(wanted, None if found.empty else str(found["campaign_code"].iloc[0]))
    if code is None:
        return None
    about = row(found, "campaign_code", code)
    names = {"vi": str(about["name"]), "en": str(about["name_en"])}
    now = ceremonies.state(data.settings().office_file, code)
    if not now.is_rehearsal:
        return Standing(code, names, now, _granted(code))
    made_up = rehearsal.honours(
        campaign_code=code,
        name=names["vi"],
        name_en=names["en"],
        starts_on=about["starts_on"],
        ends_on=about["ends_on"],
    )
    return Standing(code, names, now, made_up)


def _granted(campaign_code: str) -> Honours | None:
    """The latest granted record, read once a generation for all who ask."""
    generation = data.store().current()
    reader = data.Snapshot(data.store(), generation)
    found: Honours | None = data.answers(generation).once(
        ("granted", campaign_code), lambda: granted.granted(reader, campaign_code=campaign_code)
    )
    return found


@lru_cache(MOST_DRAWN)
def _drawn(honours: Honours | None, campaign_name: str, shown: Shown) -> Rendered:
    """A scene, drawn once for all halls."""
    found: Mapping[str, Any] = ceremony.scene(honours, campaign_name, shown)
    return scenes.packed(found)


def _midnight() -> Any:
    now = clock.now()
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + AHEAD
