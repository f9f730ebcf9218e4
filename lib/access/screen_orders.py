"""The remote: what a person with a phone has ordered, for one screen or for all of them.

order(path, "*", by="Mai", at=now, held=True)       # during a speech
order(path, "*", by="Mai", at=now, held=False)      # it goes on
remote(path, "sanh-chinh")                          # what holds for one screen

Four words can be ordered: which scene is pinned, whether the rotation stands still, a message,
and a freeze of the ranking. A screen's own word goes before the one for all. Taking a word
back on one screen while it holds for all is remembered as an exception, until the next such
order for all.
"""

import json
import sqlite3
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from lib.access.attempts import written
from lib.access.journal import note, rise
from lib.access.office import looked_up, office
from lib.access.screen_profiles import LONGEST_CODE, SCENES, is_name
from lib.errors import OrderRefused

ALL = "*"
WORDS = ("pinned", "held", "message", "freeze")
LONGEST_MESSAGE = 90
MOST_FREEZE_MINUTES = 600


@dataclass(frozen=True)
class Remote:
    """What holds for one screen, or for all (`*`) when that is asked."""

    pinned: str | None = None
    """The key of the turn shown until released: a scene, or scene:unit_id."""
    held: bool = False
    """Whether the rotation stands still on whatever is shown."""
    message: str | None = None
    """One line of plain text, at most 90 characters."""
    frozen_at: datetime | None = None
    """The ranking shows this cut-off (local time) until it is released."""
    freeze_minutes: int | None = None
    """The ranking freezes by itself so many minutes before closing; `frozen_at` stays None."""
    changed_at: datetime = datetime.min
    """When the latest of these words was ordered; datetime.min: none ever was."""
    changed_by: str = ""

    def freeze(self, *, closes_at: datetime, as_of: datetime) -> datetime | None:
        """The cut-off the ranking shows in place of `as_of`; None while it is not frozen."""
        at = self.frozen_at
        if at is None and self.freeze_minutes is not None:
            at = closes_at - timedelta(minutes=self.freeze_minutes)
        return at if at is not None and at < as_of else None


@dataclass(frozen=True)
class Order:
    """One word that holds: what, for which screen (its name or `*`), when, by whom."""

    word: str
    value: Any
    screen: str
    ordered_at: datetime
    ordered_by: str


def orders(office_path: Path, name: str) -> dict[str, Order]:
    """The words that hold for a screen, its own before those for all; by word."""
    rows = _rows(office_path, (ALL, name))
    holding = {row.word: row for row in rows if row.screen == ALL}
    holding |= {row.word: row for row in rows if row.screen == name}
    return {word: holding[word] for word in WORDS if word in holding and holding[word].value}


def own_orders(office_path: Path) -> list[Order]:
    """Every word ordered for a single screen, exceptions (value None) too; by screen and word."""
    return [row for row in _rows(office_path, None) if row.screen != ALL]


def remote(office_path: Path, name: str) -> Remote:
    """What holds for a screen by its name, or for all with `*`."""
    holding = orders(office_path, name)
    values = {word: one.value for word, one in holding.items() if word != "freeze"}
    freeze = holding["freeze"].value if "freeze" in holding else {}
    latest = max(holding.values(), key=lambda one: one.ordered_at, default=None)
    return Remote(
        **values,
        frozen_at=datetime.fromisoformat(freeze["at"]) if "at" in freeze else None,
        freeze_minutes=freeze.get("minutes"),
        changed_at=latest.ordered_at if latest else datetime.min,
        changed_by=latest.ordered_by if latest else "",
    )


def order(office_path: Path, screen: str, *, by: str, at: datetime, **changes: Any) -> Remote:
    """Change what is ordered for a screen or for all (`*`), and return what then holds.

    `changes` are fields of Remote: pinned, held, message, frozen_at, freeze_minutes; None or
    False takes one back. Freezing now and freezing before closing replace each other. All of
    them are written, or none: OrderRefused(key, reason) names what cannot be taken.
    """
    if screen != ALL and not is_name(screen):
        raise OrderRefused(key="screen", reason="not_a_name")
    asked = _words(changes)
    with office(office_path) as book:
        for word, value in asked.items():
            if screen == ALL:
                book.execute("delete from screen_orders where word = ? and value is null", (word,))
            _put(book, screen, word, value, by=by, at=at)
        note(book, at=at, by=by, action="screen.order", subject=screen, detail=asked)
        rise(book, "screens")
    return remote(office_path, screen)


def release(office_path: Path, screen: str, *, by: str, at: datetime) -> None:
    """Take back everything ordered for a screen, or everything ordered at all (`*`)."""
    if screen != ALL:
        order(office_path, screen, by=by, at=at, **dict.fromkeys(WORDS[:3]), frozen_at=None)
        return
    with office(office_path) as book:
        book.execute("delete from screen_orders")
        note(book, at=at, by=by, action="screen.release", subject=screen, detail={})
        rise(book, "screens")


def one_line(message: str) -> str:
    """A message as a wall can show it: composed, one line, without what cannot be seen."""
    seen = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", message)
        if letter.isspace() or unicodedata.category(letter)[0] != "C"
    )
    return " ".join(seen.split())


def _words(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes by word, each value as it is kept (None: taken back)."""
    asked: dict[str, Any] = {}
    for key, value in changes.items():
        if key == "pinned":
            asked[key] = _pinned(value)
        elif key == "held":
            asked[key] = True if value else None
        elif key == "message":
            asked[key] = _message(value)
        elif key == "frozen_at":
            asked.setdefault("freeze", None)
            if value is not None:
                asked["freeze"] = {"at": value.isoformat()}
        elif key == "freeze_minutes":
            asked.setdefault("freeze", None)
            if value is not None:
                asked["freeze"] = {"minutes": _minutes(value)}
        else:
            raise TypeError(f"the remote has no {key}")
    return asked


def _pinned(key: str | None) -> str | None:
    if key is None:
        return None
    scene, parted, unit_id = key.partition(":")
    if scene not in SCENES or bool(parted) != bool(unit_id) or len(unit_id) > LONGEST_CODE:
        raise OrderRefused(key="pinned", reason="not_offered")
    return key


def _message(message: str | None) -> str | None:
    line = one_line(message or "")
    if len(line) > LONGEST_MESSAGE:
        raise OrderRefused(key="message", reason="too_long")
    return line or None


def _minutes(minutes: int) -> int:
    if type(minutes) is not int or not 1 <= minutes <= MOST_FREEZE_MINUTES:
        raise OrderRefused(key="freeze_minutes", reason="not_minutes")
    return minutes


def _put(
    book: sqlite3.Connection, screen: str, word: str, value: Any, *, by: str, at: datetime
) -> None:
    if value is None:
        book.execute("delete from screen_orders where screen = ? and word = ?", (screen, word))
        for_all = book.execute(
            "select 1 from screen_orders where screen = ? and word = ?", (ALL, word)
        ).fetchone()
        if for_all is None:
            return
    book.execute(
        "insert or replace into screen_orders values (?, ?, ?, ?, ?)",
        (screen, word, None if value is None else json.dumps(value), written(at), by),
    )


def _rows(office_path: Path, screens: tuple[str, str] | None) -> list[Order]:
    """The orders of two screens, or of all of them."""
    found = looked_up(
        office_path,
        "select word, value, screen, ordered_at, ordered_by from screen_orders "
        "where ? is null or screen in (?, ?) order by screen, word",
        (screens and 1, *(screens or (None, None))),
    )
    return [
        Order(word, value and json.loads(value), screen, datetime.fromisoformat(at), by)
        for word, value, screen, at, by in found
    ]
