"""What a screen shows: its playlist, scope, theme and language, and what is refused of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lib.errors import ScreenRefused

SCENES = ("progress", "ranking", "map", "services", "tiers")
THEMES = ("dark", "light")
LANGUAGES = ("vi", "en")

DEFAULT_NAME = "default"
"""The screen of a wall that is opened without a name, and the profile of a name nobody wrote."""
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_NAME, LONGEST_TITLE, LONGEST_CODE = 40, 80, 100
SHORTEST_TURN, LONGEST_TURN = 5, 600
MOST_TURNS = 50


@dataclass(frozen=True)
class Turn:
    """One entry of a playlist; `seconds` from 5 to 600."""

    scene: str
    """One of SCENES."""
    unit_id: str | None = None
    """The unit it shows; None: the screen's own scope."""
    seconds: int = 20
    per_district: bool = False
    """Whether it is repeated for each unit that competes; then it has no unit of its own."""

    @property
    def key(self) -> str:
        """What the remote pins it by: scene, or scene:unit_id."""
        return self.scene if self.unit_id is None else f"{self.scene}:{self.unit_id}"


@dataclass(frozen=True)
class Screen:
    """A named screen: `/wall?screen=NAME`."""

    name: str
    """Small letters, digits and dashes: sanh-chinh."""
    title: str = ""
    campaign_code: str | None = None
    """None: the board's default."""
    unit_id: str | None = None
    """The district it is about; None: the whole province."""
    theme: str = "dark"
    language: str = "vi"
    playlist: tuple[Turn, ...] = (
        Turn("progress", seconds=40),
        Turn("ranking"),
        Turn("map"),
        Turn("services"),
        Turn("tiers"),
    )
    source: str = "default"
    """Where it is written: file, office (on the page), or default (nowhere)."""

    def turns(self, districts: Sequence[str]) -> Iterator[Turn]:
        """The playlist with what is repeated per district written out, one turn a district."""
        for turn in self.playlist:
            if turn.per_district:
                yield from (Turn(turn.scene, unit_id, turn.seconds) for unit_id in districts)
            else:
                yield turn


def is_name(name: str) -> bool:
    """Whether a screen can be called so."""
    return len(name) <= LONGEST_NAME and NAME.fullmatch(name) is not None


def checked(screen: Screen) -> Screen:
    """The screen, when all of it can be used; otherwise ScreenRefused with the first that cannot.

    Whether a campaign or unit exists is for those to say who know the ledger.
    """

    def refuse(key: str, reason: str) -> ScreenRefused:
        return ScreenRefused(screen=screen.name, key=key, reason=reason)

    if not is_name(screen.name):
        raise refuse("name", "not_a_name")
    if len(screen.title) > LONGEST_TITLE:
        raise refuse("title", "too_long")
    for key in ("campaign_code", "unit_id"):
        _code(getattr(screen, key), refuse(key, "not_a_code"))
    if screen.theme not in THEMES:
        raise refuse("theme", "not_offered")
    if screen.language not in LANGUAGES:
        raise refuse("language", "not_offered")
    if not screen.playlist:
        raise refuse("playlist", "empty")
    if len(screen.playlist) > MOST_TURNS:
        raise refuse("playlist", "too_many")
    for place, turn in enumerate(screen.playlist, start=1):
        if turn.scene not in SCENES:
            raise refuse(f"playlist {place} scene", "not_offered")
        if not SHORTEST_TURN <= turn.seconds <= LONGEST_TURN:
            raise refuse(f"playlist {place} seconds", "not_seconds")
        _code(turn.unit_id, refuse(f"playlist {place} unit_id", "not_a_code"))
        if turn.per_district and turn.unit_id is not None:
            raise refuse(f"playlist {place} unit_id", "not_with_per_district")
    return screen


def _code(code: str | None, error: ScreenRefused) -> None:
    if code is not None and not (0 < len(code) <= LONGEST_CODE and code == code.strip()):
        raise error
