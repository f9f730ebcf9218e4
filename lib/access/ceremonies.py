"""Where a ceremony stands: one row a campaign, moved by consoles, followed by every stage.

now = state(path, "ngay-thu-7")
moved = forward(path, "ngay-thu-7", Seen(now.version, record_id=7, last=11), by="Mai", at=at)
moved.is_taken                          # False: another console was quicker, nothing was moved

Steps are counted in one record of awards. Once another record is in force, or a rehearsal begins
or ends, the step counts as the opening: no name is shown that nobody asked for. A command carries
the version its console saw, so two consoles that press at once move one step; black and lift say
what is wanted, so they are taken whatever has changed.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from lib.access.attempts import written
from lib.access.journal import Entry, entries, note, rise, risen
from lib.access.office import looked_up, office

OPENING = 0
COUNTER = "ceremonies"
READ = """
select record_id, step, is_black, is_rehearsal, is_lifted, version, began_at, changed_at, changed_by
from ceremonies where campaign_code = ?
"""


@dataclass(frozen=True)
class Ceremony:
    """Where a ceremony stands; as it is here, nobody has touched it."""

    campaign_code: str
    record_id: int = 0
    """The record whose steps are counted; 0: a rehearsal's, or none."""
    step: int = OPENING
    is_black: bool = False
    is_rehearsal: bool = False
    is_lifted: bool = False
    """Whether rows stand above the heads of people on the stage."""
    version: int = 0
    began_at: datetime | None = None
    """When the opening was left (local time); None before."""
    changed_at: datetime | None = None
    changed_by: str = ""

    def step_in(self, record_id: int) -> int:
        """The step that counts for a record: the opening when others were counted."""
        return self.step if self.record_id == record_id else OPENING


@dataclass(frozen=True)
class Seen:
    """What a console had before it when a key was pressed: version, record, its last step."""

    version: int
    record_id: int
    last: int


@dataclass(frozen=True)
class Moved:
    """What then holds, and whether the command was taken."""

    now: Ceremony
    is_taken: bool


def state(office_path: Path, campaign_code: str) -> Ceremony:
    """Where a ceremony stands; its beginning when nobody has touched it."""
    return _read(campaign_code, looked_up(office_path, READ, (campaign_code,)))


def version(office_path: Path) -> int:
    """A number that rises with each change of any ceremony, by whichever process."""
    return risen(office_path, COUNTER)


def told(office_path: Path, *, most: int) -> list[Entry]:
    """What was done at consoles, the newest first."""
    return entries(office_path, beginning="ceremony.", most=most)


def forward(office_path: Path, campaign_code: str, seen: Seen, *, by: str, at: datetime) -> Moved:
    """One step on; while the stage is black it only shows again where it stands."""
    return _stepped(office_path, campaign_code, seen, "forward", 1, by=by, at=at)


def back(office_path: Path, campaign_code: str, seen: Seen, *, by: str, at: datetime) -> Moved:
    """One step back; while the stage is black it only shows again where it stands."""
    return _stepped(office_path, campaign_code, seen, "back", -1, by=by, at=at)


def go(
    office_path: Path, campaign_code: str, seen: Seen, step: int, *, by: str, at: datetime
) -> Moved:
    """To a step, none beyond the first or the last; a black stage stays black."""

    def change(now: Ceremony) -> Ceremony:
        return _at_step(now, seen, step, at)

    return _changed(office_path, campaign_code, "go", change, by=by, at=at, seen=seen)


def restart(office_path: Path, campaign_code: str, seen: Seen, *, by: str, at: datetime) -> Moved:
    """Back to the opening, the clock at zero, nothing black or lifted."""

    def change(now: Ceremony) -> Ceremony:
        return replace(
            now, record_id=seen.record_id, step=OPENING, is_black=False, is_lifted=False,
            began_at=None,
        )  # fmt: skip

    return _changed(office_path, campaign_code, "restart", change, by=by, at=at, seen=seen)


def rehearse(
    office_path: Path, campaign_code: str, seen: Seen, *, is_on: bool, by: str, at: datetime
) -> Moved:
    """Begin or end a rehearsal; either begins with the opening."""

    def change(now: Ceremony) -> Ceremony:
        return replace(
            now, record_id=0, step=OPENING, is_black=False, is_rehearsal=is_on, began_at=None
        )

    return _changed(office_path, campaign_code, "rehearse", change, by=by, at=at, seen=seen)


def black(office_path: Path, campaign_code: str, *, is_on: bool, by: str, at: datetime) -> Moved:
    """Darken the stage, or show again where it stands."""
    return _changed(
        office_path, campaign_code, "black", lambda now: replace(now, is_black=is_on), by=by, at=at
    )


def lift(office_path: Path, campaign_code: str, *, is_on: bool, by: str, at: datetime) -> Moved:
    """Raise the rows above the heads of people on the stage, or lower them again."""
    return _changed(
        office_path, campaign_code, "lift", lambda now: replace(now, is_lifted=is_on), by=by, at=at
    )


def _stepped(
    office_path: Path, campaign_code: str, seen: Seen, action: str, by_steps: int,
    *, by: str, at: datetime,
) -> Moved:  # fmt: skip
    def change(now: Ceremony) -> Ceremony:
        if now.is_black:
            return replace(now, is_black=False)
        return _at_step(now, seen, now.step_in(seen.record_id) + by_steps, at)

    return _changed(office_path, campaign_code, action, change, by=by, at=at, seen=seen)


def _at_step(now: Ceremony, seen: Seen, step: int, at: datetime) -> Ceremony:
    inside = min(max(step, OPENING), seen.last)
    began_at = now.began_at if inside == OPENING else now.began_at or at
    return replace(now, record_id=seen.record_id, step=inside, began_at=began_at)


def _changed(
    office_path: Path,
    campaign_code: str,
    action: str,
    change: Callable[[Ceremony], Ceremony],
    *,
    by: str,
    at: datetime,
    seen: Seen | None = None,
) -> Moved:
    """Change a ceremony in one transaction, unless another console was quicker."""
    with office(office_path) as book:
        now = _read(campaign_code, book.execute(READ, (campaign_code,)).fetchall())
        if seen is not None and seen.version != now.version:
            return Moved(now, is_taken=False)
        changed = change(now)
        if changed == now:
            return Moved(now, is_taken=True)
        changed = replace(changed, version=now.version + 1, changed_at=at, changed_by=by)
        _put(book, changed)
        detail = {
            name: value
            for name, value in asdict(changed).items()
            if name in ("step", "record_id") or name.startswith("is_")
        }
        note(book, at=at, by=by, action=f"ceremony.{action}", subject=campaign_code, detail=detail)
        rise(book, COUNTER)
    return Moved(changed, is_taken=True)


def _put(book: sqlite3.Connection, one: Ceremony) -> None:
    book.execute(
        "insert or replace into ceremonies values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(one.campaign_code, one.record_id, one.step),
            *(one.is_black, one.is_rehearsal, one.is_lifted, one.version),
            one.began_at and written(one.began_at),
            one.changed_at and written(one.changed_at),
            one.changed_by,
        ),
    )


def _read(campaign_code: str, rows: list[tuple[Any, ...]]) -> Ceremony:
    if not rows:
        return Ceremony(campaign_code)
    record_id, step, is_black, is_rehearsal, is_lifted, version, began_at, changed_at, by = rows[0]
    return Ceremony(
        campaign_code,
        record_id=record_id,
        step=step,
        is_black=bool(is_black),
        is_rehearsal=bool(is_rehearsal),
        is_lifted=bool(is_lifted),
        version=version,
        began_at=datetime.fromisoformat(began_at) if began_at else None,
        changed_at=datetime.fromisoformat(changed_at),
        changed_by=by,
    )
