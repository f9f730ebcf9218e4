"""Named screens and what a phone has ordered for them: the one face for wall, page and remote.

profile = screen(office, file, "sanh-chinh")        # never fails because of what people wrote
ordered = remote(office, "sanh-chinh")
version(office)                                     # look again when it is another number

A screen is written in the file, or on the page, which goes before it; a name nobody wrote
shows the default profile. Reading takes no write lock.
"""

import json
import logging
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from lib.access.journal import Entry, entries, note, rise, risen
from lib.access.office import looked_up, office
from lib.access.screen_file import read_file, screen_of, table_of
from lib.access.screen_orders import (
    ALL,
    LONGEST_MESSAGE,
    MOST_FREEZE_MINUTES,
    Order,
    Remote,
    one_line,
    order,
    orders,
    own_orders,
    release,
    remote,
)
from lib.access.screen_profiles import (
    DEFAULT_NAME,
    LANGUAGES,
    LONGEST_TURN,
    SCENES,
    SHORTEST_TURN,
    THEMES,
    Screen,
    Turn,
    checked,
    is_name,
)
from lib.errors import ScreenRefused

__all__ = [
    "ALL",
    "DEFAULT_NAME",
    "LANGUAGES",
    "LONGEST_MESSAGE",
    "LONGEST_TURN",
    "MOST_FREEZE_MINUTES",
    "SCENES",
    "SHORTEST_TURN",
    "THEMES",
    "Entry",
    "Order",
    "Remote",
    "Screen",
    "Turn",
    "is_in_file",
    "is_name",
    "one_line",
    "order",
    "orders",
    "own_orders",
    "read_file",
    "release",
    "remote",
    "remove",
    "save",
    "screen",
    "screens",
    "told",
    "version",
]

logger = logging.getLogger("raquan")


def screen(office_path: Path, file_path: Path, name: str | None) -> Screen:
    """A screen by its name; the default profile under a name nobody wrote, or without one.

    What people wrote wrongly is logged and left out: a wall goes on with the default.
    """
    wanted = name if name and is_name(name) else DEFAULT_NAME
    known = {one.name: one for one in screens(office_path, file_path)}
    return known.get(wanted) or replace(
        known[DEFAULT_NAME], name=wanted, title="", source="default"
    )


def screens(office_path: Path, file_path: Path) -> list[Screen]:
    """Every screen there is: the default first, then those of the file, then those of the page."""
    known = {DEFAULT_NAME: Screen(DEFAULT_NAME)}
    try:
        known |= {one.name: one for one in read_file(file_path)}
    except ScreenRefused as error:
        logger.error("%s cannot be used, its screens are left out: %s", file_path, error)
    for name, profile in looked_up(office_path, "select name, profile from screens order by name"):
        try:
            known[name] = screen_of(json.loads(profile), source="office")
        except (ScreenRefused, ValueError) as error:
            logger.error("the screen %s cannot be used and is left out: %s", name, error)
    return list(known.values())


def is_in_file(file_path: Path, name: str) -> bool:
    """Whether the file has a screen of that name, and can be used."""
    try:
        return name in {one.name for one in read_file(file_path)}
    except ScreenRefused:
        return False


def save(office_path: Path, screen: Screen, *, by: str, at: datetime) -> None:
    """Write a screen; from then on it goes before the file's. Raises ScreenRefused."""
    table = table_of(checked(screen))
    with office(office_path) as book:
        book.execute(
            "insert or replace into screens values (?, ?)",
            (screen.name, json.dumps(table, ensure_ascii=False)),
        )
        note(book, at=at, by=by, action="screen.save", subject=screen.name, detail=table)
        rise(book, "screens")


def remove(office_path: Path, name: str, *, by: str, at: datetime) -> bool:
    """Go back to the file's profile, or the default; False when there was nothing to remove."""
    with office(office_path) as book:
        gone = book.execute("delete from screens where name = ?", (name,)).rowcount > 0
        if gone:
            note(book, at=at, by=by, action="screen.remove", subject=name, detail={})
            rise(book, "screens")
    return gone


def version(office_path: Path, file_path: Path | None = None) -> int:
    """A number that rises with each change of a screen or an order, by whichever process.

    With `file_path` an edit of the file changes it too.
    """
    return risen(office_path, "screens") + (_edited_ms(file_path) if file_path else 0)


def told(office_path: Path, *, most: int) -> list[Entry]:
    """What was done to screens and by the remote, the newest first."""
    return entries(office_path, beginning="screen.", most=most)


def _edited_ms(file_path: Path) -> int:
    try:
        return file_path.stat().st_mtime_ns // 1_000_000
    except OSError:
        return 0
