"""What a wall asks for: its address read with the screen's profile behind it, and its clock."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import pandas as pd
import streamlit as st

from lib.access import screens
from lib.access.screens import Screen
from lib.errors import SceneUnknown
from lib.feed import cut_offs
from lib.feed.asked import Asked
from lib.feed.cut_offs import Moment
from lib.feed.programme import Ordered, Played
from lib.feed.scenes import SCENES, Scenes
from lib.queries import campaigns
from lib.queries.frames import row
from lib.ui import clock, data

MOST_SPEED = 3_600
DAYS_AHEAD = timedelta(days=1)


@st.cache_resource(show_spinner=False)
def scenes() -> Scenes:
    """The scenes of the process, drawn once for all walls."""
    return Scenes()


@dataclass(frozen=True)
class WallQuestion:
    """An address of the wall or of its feed; equal ones have equal answers at any moment."""

    screen: str | None
    campaign: str | None
    unit: str | None
    scene: str | None
    theme: str | None
    language: str | None
    speed: int
    """How many times faster than life a past day is played; 0: live."""
    since: int | None
    """When the playing began, in milliseconds since 1970 (UTC)."""
    begins: str | None
    day: str | None

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "WallQuestion":
        """Read an address; what cannot be read is as if it were not there."""
        speed, since = given.get("replay", ""), given.get("since", "")
        return cls(
            screen=given.get("screen") or None,
            campaign=given.get("campaign") or None,
            unit=given.get("unit") or None,
            scene=given.get("scene") or None,
            theme=given.get("theme") if given.get("theme") in screens.THEMES else None,
            language=given.get("lang") if given.get("lang") in screens.LANGUAGES else None,
            speed=min(int(speed), MOST_SPEED) if _is_number(speed) else 0,
            since=int(since) if _is_number(since) else None,
            begins=given.get("from") or None,
            day=given.get("day") or None,
        )


class WallView:
    """A question answered from one generation, at one moment; made anew for each request."""

    def __init__(self, question: WallQuestion) -> None:
        settings = data.settings()
        self.question = question
        self.profile: Screen = screens.screen(
            settings.office_file, settings.screens_file, question.screen
        )
        self.theme = question.theme or self.profile.theme
        self.language = question.language or self.profile.language
        self.known = data.answers(data.store().current())

    @cached_property
    def campaign(self) -> pd.Series | None:
        """The campaign asked for, the screen's, the board's, or the newest; None: there is none."""
        found = self.known.read(campaigns.campaigns, as_of=_midnight(clock.now()) + DAYS_AHEAD)
        codes = set(found["campaign_code"])
        for code in (
            self.question.campaign, self.profile.campaign_code, data.settings().campaign
        ):  # fmt: skip
            if code in codes:
                return row(found, "campaign_code", code)
        return None if found.empty else found.iloc[0]

    @cached_property
    def moment(self) -> Moment:
        """Where the wall's clock stands and the cut-off it shows; there must be a campaign."""
        campaign, now = self._campaign, clock.now()
        if not self.question.speed:
            return cut_offs.live(self.known, campaign, now)
        day = cut_offs.day_of(campaign, self._day_played(campaign, now), self.question.begins)
        began = self.since or 0
        played = cut_offs.played(
            day, speed=self.question.speed, seconds=(milliseconds_now() - began) / 1000
        )
        return cut_offs.replay(self.known, campaign, day, played)

    @cached_property
    def since(self) -> int | None:
        """When the playing began; now when the address does not say; None: live."""
        if not self.question.speed:
            return None
        return self.question.since or milliseconds_now()

    @property
    def _campaign(self) -> pd.Series:
        if self.campaign is None:
            raise LookupError("there is no campaign")
        return self.campaign

    @cached_property
    def unit_ids(self) -> list[str]:
        """The units in scope, those that compete first."""
        return [str(one) for one in self._units["unit_id"]]

    @property
    def districts(self) -> list[str]:
        """The units that compete, in list order."""
        units = self._units
        return [str(one) for one in units.loc[units["level"] == 0, "unit_id"]]

    @property
    def unit_id(self) -> str | None:
        """The unit the screen is about; one that is not in the campaign means the whole."""
        asked = self.question.unit or self.profile.unit_id
        return asked if asked in self.unit_ids else None

    def turns(self) -> list[Played]:
        """The turns of the screen, only those of a scene when the address names one."""
        one = self.question.scene
        if one is not None and one in SCENES:
            return [Played(one, one, self.unit_id, self.profile.playlist[0].seconds)]
        return [
            Played(turn.key, turn.scene, turn.unit_id or self.unit_id, turn.seconds)
            for turn in self.profile.turns(self.districts)
            if turn.unit_id is None or turn.unit_id in self.unit_ids
        ]

    def turns_ordered(self) -> list[Played]:
        """The turns, and the pinned one where it is not among them: every screen follows."""
        turns, pinned = self.turns(), self.ordered().pinned
        scene, _, unit_id = (pinned or "").partition(":")
        known = scene in SCENES and (not unit_id or unit_id in self.unit_ids)
        if pinned and known and all(turn.key != pinned for turn in turns):
            turns.append(Played(pinned, scene, unit_id or self.unit_id, turns[0].seconds))
        return turns

    def ordered(self) -> Ordered:
        """What the remote has ordered for this screen."""
        remote = screens.remote(data.settings().office_file, self.profile.name)
        return Ordered(remote.pinned, remote.held, remote.message)

    def shared(self) -> dict[str, str]:
        """What goes into the address of every scene of this wall."""
        question = self.question
        shared = {
            "screen": self.profile.name,
            "campaign": str(self._campaign["campaign_code"]),
            "theme": self.theme,
            "lang": self.language,
        }
        if question.speed:
            shared |= {"replay": str(question.speed), "since": str(self.since)}
            shared |= {"from": question.begins} if question.begins else {}
            shared |= {"day": question.day} if question.day else {}
        return shared

    def asked(self) -> Asked:
        """The scene the address names; raises SceneUnknown."""
        scene = self.question.scene
        if scene not in SCENES or self.campaign is None:
            raise SceneUnknown(scene=scene or "")
        moment = self.moment
        return Asked(
            scene=str(scene),
            campaign_code=str(self._campaign["campaign_code"]),
            unit_id=self.unit_id,
            theme=self.theme,
            language=self.language,
            phase=moment.phase,
            as_of=moment.as_of,
            frozen_at=self._frozen_at(moment),
            replay_speed=self.question.speed,
        )

    def board_tag(self) -> str:
        """What changes when any scene of this wall may have changed."""
        if self.campaign is None:
            return f"{self.known.generation}"
        frozen = self._frozen_at(self.moment)
        return f"{self.known.generation} {self.moment.tag} {frozen}"

    def _frozen_at(self, moment: Moment) -> datetime | None:
        remote = screens.remote(data.settings().office_file, self.profile.name)
        closes_at = pd.Timestamp(self._campaign["closes_at"]).to_pydatetime()
        cut_off = remote.freeze(closes_at=closes_at, as_of=moment.now)
        if cut_off is None or cut_off >= moment.as_of:
            return None
        # a freeze of another day, never released, holds nothing back today
        return cut_off if cut_off >= self._campaign["opens_at"] else None

    def _day_played(self, campaign: pd.Series, now: datetime) -> datetime:
        """The day named, else the campaign's last day that has begun."""
        first = pd.Timestamp(campaign["opens_at"]).to_pydatetime()
        last = pd.Timestamp(campaign["closes_at"]).to_pydatetime()
        chosen = min(last, max(first, now))
        if self.question.day:
            with contextlib.suppress(ValueError):
                named = datetime.fromisoformat(self.question.day)
                if _midnight(first) <= named <= last:
                    chosen = named
        return chosen

    @cached_property
    def _units(self) -> pd.DataFrame:
        code = str(self._campaign["campaign_code"])
        as_of = _midnight(clock.now()) + DAYS_AHEAD
        return self.known.read(campaigns.units, campaign_code=code, as_of=as_of)


def milliseconds_now() -> int:
    """The time as browsers count it, UTC."""
    local = clock.now().replace(tzinfo=clock.ZONE)
    return round(local.timestamp() * 1000)


def _midnight(moment: datetime) -> datetime:
    return datetime(moment.year, moment.month, moment.day)


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) < 16
