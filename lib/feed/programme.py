"""What one screen plays: its turns with where each is fetched, its words, its colours."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from lib.charts.theme import palette
from lib.i18n import catalog
from lib.i18n.catalog import text

CLOCK_WORDS = (
    "left_days", "left_hours", "left_whole_hours", "left_minutes", "opens", "opens_in_days",
    "opens_in_hours", "opens_in_minutes", "not_open", "ended", "ended_days", "fresh", "quiet",
    "stale", "none", "silent_minutes", "silent_hours", "lost", "lost_none", "retry", "retry_more",
    "kept", "kept_more", "loading", "loading_long", "no_campaign", "saved_copy",
)  # fmt: skip
"""What the browser fills in by its own clock."""
PAINTED = ("background", "surface", "track", "text", "text_2", "behind")
"""The colours it needs for that."""


@dataclass(frozen=True)
class Played:
    """One turn of the screen: how the remote calls it, its scene and scope, and for how long."""

    key: str
    scene: str
    unit_id: str | None
    seconds: int


@dataclass(frozen=True)
class Ordered:
    """What the remote has ordered for the screen."""

    pinned: str | None = None
    held: bool = False
    message: str | None = None


def programme(
    turns: Sequence[Played],
    shared: Mapping[str, str],
    ordered: Ordered,
    *,
    theme: str,
    language: str,
) -> dict[str, Any]:
    """The programme as the browser reads it; its tag changes when any of it does.

    `shared` goes into the address of every scene: campaign, theme, language and the like.
    """
    found = {
        "turns": [
            {"key": one.key, "seconds": one.seconds, "src": source(one, shared)} for one in turns
        ],
        **asdict(ordered),
        **looks(theme, language),
    }
    return {**found, "tag": tag(found)}


def source(turn: Played, shared: Mapping[str, str]) -> str:
    """Where a turn's scene is fetched, below the feed's own address."""
    unit = {} if turn.unit_id is None else {"unit": turn.unit_id}
    return f"scene?{urlencode({'scene': turn.scene, **unit, **shared})}"


def looks(theme: str, language: str) -> dict[str, Any]:
    """Words and colours of a screen."""
    catalog.speak(language)
    colors = asdict(palette(theme))
    return {
        "language": language,
        "words": {name: text(f"wall_clock.{name}") for name in CLOCK_WORDS},
        "colors": {name: colors[name] for name in PAINTED},
    }


def tag(found: Mapping[str, Any]) -> str:
    """A short name of a content."""
    body = json.dumps(found, sort_keys=True, ensure_ascii=False).encode()
    return hashlib.sha256(body).hexdigest()[:20]
