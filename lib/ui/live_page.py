"""The page of the light board: one answer that holds its style, its script and the first board.

Nothing else is needed to see the figures, so on a slow line one round trip shows them. Its own
policy lets run what stands in it and nothing else.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from html import escape

from lib.charts.theme import DARK, LIGHT, Palette
from lib.feed.scenes import Rendered, compressed
from lib.i18n import catalog, formats
from lib.i18n.catalog import LANGUAGES, text
from lib.settings import PROJECT

STATIC = PROJECT / "lib" / "ui" / "static"
FILES = ("live.html", "live.css", "live.js", "live_worker.js")
PLACE = re.compile(r"%([a-z_.]+)%")
LABELS = (
    *("app.name", "live.no_script", "live.mine", "live.choose", "wall.whole", "wall.actual"),
    *("wall.plan", "wall.column_place", "wall.column_share", "wall.column_per_head"),
    *("table.unit", "wall_clock.loading"),
)
"""The sentences that stand in the page itself."""
WORDS = (
    *("none_chosen", "unknown_unit", "place", "place_of", "revenue", "target", "recorded", "top"),
    *(
        "of_target",
        "top_none",
        "kind_ahead",
        "kind_on_pace",
        "kind_behind",
        "kind_reached",
        "kind_silent",
    ),
    *("kind_untargeted", "ago_minutes", "ago_hours", "ago_whole_hours", "ago_days", "version"),
    *("light", "dark", "mine"),
)
"""What the phone says by itself, of the sentences of `live`."""
CLOCK_WORDS = (
    *("left_days", "left_hours", "left_whole_hours", "left_minutes", "opens", "opens_in_days"),
    *("opens_in_hours", "opens_in_minutes", "ended", "ended_days", "fresh", "quiet", "stale"),
    *("none", "lost", "lost_none", "retry", "kept", "kept_more", "loading_long", "no_campaign"),
)
"""And of those of the wall's clock."""
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'sha256-{script}'",
        "style-src 'sha256-{style}'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)


def page(language: str, board: Rendered | None, *, feed: str) -> Rendered:
    """The page in a language with a board in it; without one it waits for its first.

    `feed` is the address the board is asked and listened for at.
    """
    frame, now_served = _frame(language), release()
    catalog.speak(language)
    opening = {
        "language": language,
        "title": text("app.name"),
        "feed": feed,
        "release": now_served,
        "words": _words(),
        "tag": "" if board is None else board.tag,
    }
    head = json.dumps(opening, ensure_ascii=False, separators=(",", ":"))
    body = "null" if board is None else board.body.decode()
    # inside of a script element only the end of it means anything, and nothing that looks like one
    said = f'{head[:-1]},"board":{body}}}'.replace("<", "\\u003c")
    return compressed(frame.replace("%opening%", said).encode())


@cache
def policy() -> str:
    """The page's policy: its own script and style, named by their content."""
    return POLICY.format(script=_hash(_read("live.js")), style=_hash(_style()))


@cache
def release() -> str:
    """What changes with any of the page's own files: a page of another loads itself anew."""
    found = "".join((*(_read(name) for name in FILES), _style(), *map(_frame, LANGUAGES)))
    return hashlib.sha256(found.encode()).hexdigest()[:12]


@cache
def worker() -> bytes:
    """The worker that keeps the page for a phone without a connection."""
    return _read("live_worker.js").encode()


@cache
def _frame(language: str) -> str:
    """The page without what changes with each board."""
    catalog.speak(language)
    other = next(one for one in LANGUAGES if one != language)
    given = {
        "language": language,
        "light": LIGHT.background,
        "dark": DARK.background,
        "icon": base64.b64encode((STATIC / "icon.png").read_bytes()).decode(),
        "other": other,
        "other_name": text(f"language.{other}"),
        **{key: text(key) for key in LABELS},
    }
    whole = {"style": _style(), "script": _read("live.js"), "opening": "%opening%"}

    def put(found: re.Match[str]) -> str:
        name = found[1]
        if name in whole:
            return whole[name]
        return escape(given[name])

    return PLACE.sub(put, _read("live.html"))


def _words() -> Mapping[str, str]:
    return {
        **{name: text(f"wall_clock.{name}") for name in CLOCK_WORDS},
        **{name: text(f"live.{name}") for name in WORDS},
        "activation": text("wall.activation"),
        "column_per_head": text("wall.column_per_head"),
        "missing": formats.MISSING,
    }


@cache
def _style() -> str:
    """The style with the colours of the theme: the phone's own choice, or the address's."""
    light, dark = _colors(LIGHT), _colors(DARK)
    return "\n".join(
        (
            f":root{{color-scheme:light;{light}}}",
            f"@media (prefers-color-scheme:dark){{:root{{color-scheme:dark;{dark}}}}}",
            f":root[data-theme=light]{{color-scheme:light;{light}}}",
            f":root[data-theme=dark]{{color-scheme:dark;{dark}}}",
            _read("live.css"),
        )
    )


def _colors(palette: Palette) -> str:
    return "".join(
        f"--{name.replace('_', '-')}:{color};"
        for name, color in asdict(palette).items()
        if isinstance(color, str)
    )


def _hash(content: str) -> str:
    return base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _read(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")
