"""Saved views: named sets of choices, shared by all who look at the board.

view = save(office, "Giao ban sáng", "explore", {"district": "ha_long"}, by="Mai", at=now)
views(office)                                       # what there is; reading takes no write lock
gone = remove(office, view.view_id, by="Mai", at=now)
restore(office, gone, by="Mai", at=now)             # taken back

A view holds choices, not figures: it shows what the board knows when it is opened. A name
stands once, whatever its case and accents. Which pages and choices there are the caller knows.
"""

import json
import re
import sqlite3
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from lib.access.attempts import written
from lib.access.journal import note, rise
from lib.access.office import looked_up, office
from lib.access.screen_orders import one_line
from lib.errors import ViewRefused

MOST_VIEWS = 200
LONGEST_NAME = 60
LONGEST_CHOSEN = 2_000
"""Characters of all choices of a view together, their names too."""
LONGEST_BY = 80
NOBODY = "–"
"""Stands in the log for somebody who gave no name."""
CODE = re.compile(r"[a-z][a-z_]{0,39}")
ALL = (
    "select view_id, name, path, chosen, is_pinned, saved_at, saved_by from saved_views "
    "where ?1 is null or view_id = ?1 order by is_pinned desc, name_key"
)


@dataclass(frozen=True)
class View:
    """A page's choices as its URL has them, under a name; `saved_at` is local time."""

    view_id: int
    name: str
    path: str
    chosen: Mapping[str, str]
    is_pinned: bool
    saved_at: datetime
    saved_by: str


def views(office_path: Path) -> list[View]:
    """Every view there is: those that are pinned first, then by name."""
    return [_view(row) for row in looked_up(office_path, ALL, (None,))]


def save(
    office_path: Path,
    name: str,
    path: str,
    chosen: Mapping[str, str],
    *,
    by: str,
    at: datetime,
    replaces: bool = False,
) -> View:
    """Keep choices under a name; with `replaces` in place of the view that has it.

    ViewRefused: reason name_missing, name_too_long, taken (its `name` is how the other one is
    written), too_many, too_long or not_a_choice.
    """
    said, listed = _name(name), json.dumps(_checked(name, path, chosen), ensure_ascii=False)
    row = (said, _key(said), path, listed, written(at), _by(by))
    with office(office_path) as book:
        there = _named(book, said)
        if there and not replaces:
            raise ViewRefused(name=there.name, reason="taken")
        if there is None and _count(book) >= MOST_VIEWS:
            raise ViewRefused(name=said, reason="too_many")
        if there is None:
            book.execute(
                "insert into saved_views (name, name_key, path, chosen, saved_at, saved_by, "
                "is_pinned) values (?, ?, ?, ?, ?, ?, 0)",
                row,
            )
        else:
            book.execute(
                "update saved_views set name = ?, name_key = ?, path = ?, chosen = ?, "
                "saved_at = ?, saved_by = ? where view_id = ?",
                (*row, there.view_id),
            )
        detail = {"path": path, "chosen": dict(chosen), "replaces": there and there.name}
        _noted(book, "save", said, detail, by=by, at=at)
        return _known(_named(book, said))


def rename(office_path: Path, view_id: int, name: str, *, by: str, at: datetime) -> View:
    """Give a view another name. ViewRefused: as `save`, or gone."""
    said = _name(name)
    with office(office_path) as book:
        before = _known(_one(book, view_id))
        there = _named(book, said)
        if there and there.view_id != view_id:
            raise ViewRefused(name=there.name, reason="taken")
        book.execute(
            "update saved_views set name = ?, name_key = ? where view_id = ?",
            (said, _key(said), view_id),
        )
        _noted(book, "rename", before.name, {"to": said}, by=by, at=at)
        return _known(_one(book, view_id))


def pin(office_path: Path, view_id: int, *, is_pinned: bool, by: str, at: datetime) -> View:
    """Pin a view, or let it go. ViewRefused: gone."""
    with office(office_path) as book:
        before = _known(_one(book, view_id))
        if before.is_pinned != is_pinned:
            book.execute(
                "update saved_views set is_pinned = ? where view_id = ?", (is_pinned, view_id)
            )
            _noted(book, "pin" if is_pinned else "unpin", before.name, {}, by=by, at=at)
        return _known(_one(book, view_id))


def remove(office_path: Path, view_id: int, *, by: str, at: datetime) -> View:
    """Take a view out and return it, so that it can be restored. ViewRefused: gone."""
    with office(office_path) as book:
        gone = _known(_one(book, view_id))
        book.execute("delete from saved_views where view_id = ?", (view_id,))
        detail = {"path": gone.path, "chosen": dict(gone.chosen)}
        _noted(book, "remove", gone.name, detail, by=by, at=at)
    return gone


def restore(office_path: Path, view: View, *, by: str, at: datetime) -> None:
    """Put a removed view back as it was. ViewRefused: taken or too_many, as `save`."""
    with office(office_path) as book:
        if _one(book, view.view_id):
            return
        if there := _named(book, view.name):
            raise ViewRefused(name=there.name, reason="taken")
        if _count(book) >= MOST_VIEWS:
            raise ViewRefused(name=view.name, reason="too_many")
        listed = json.dumps(dict(view.chosen), ensure_ascii=False)
        book.execute(
            "insert into saved_views values (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(view.view_id, view.name, _key(view.name), view.path, listed),
                *(view.is_pinned, written(view.saved_at), view.saved_by),
            ),
        )
        _noted(book, "restore", view.name, {}, by=by, at=at)


def _name(name: str) -> str:
    """The name as it is kept: composed, one line, without what cannot be seen."""
    said = one_line(name)
    if not said:
        raise ViewRefused(name=said, reason="name_missing")
    if len(said) > LONGEST_NAME:
        raise ViewRefused(name=said, reason="name_too_long")
    return said


def _key(name: str) -> str:
    """What two names share that differ in nothing but case and accents."""
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _checked(name: str, path: str, chosen: Mapping[str, str]) -> dict[str, str]:
    if not all(CODE.fullmatch(one) for one in (path, *chosen)):
        raise ViewRefused(name=name, reason="not_a_choice")
    if sum(len(key) + len(value) for key, value in chosen.items()) > LONGEST_CHOSEN:
        raise ViewRefused(name=name, reason="too_long")
    return dict(chosen)


def _by(by: str) -> str:
    return one_line(by)[:LONGEST_BY] or NOBODY


def _noted(
    book: sqlite3.Connection,
    verb: str,
    name: str,
    detail: Mapping[str, Any],
    *,
    by: str,
    at: datetime,
) -> None:
    note(book, at=at, by=_by(by), action=f"view.{verb}", subject=name, detail=detail)
    rise(book, "views")


def _count(book: sqlite3.Connection) -> int:
    return int(book.execute("select count(*) from saved_views").fetchone()[0])


def _one(book: sqlite3.Connection, view_id: int) -> View | None:
    row = book.execute(ALL, (view_id,)).fetchone()
    return _view(row) if row else None


def _named(book: sqlite3.Connection, name: str) -> View | None:
    row = book.execute(
        "select view_id from saved_views where name_key = ?", (_key(name),)
    ).fetchone()
    return _one(book, row[0]) if row else None


def _known(view: View | None) -> View:
    if view is None:
        raise ViewRefused(name="", reason="gone")
    return view


def _view(row: tuple[Any, ...]) -> View:
    view_id, name, path, chosen, is_pinned, saved_at, saved_by = row
    moment = datetime.fromisoformat(saved_at)
    return View(view_id, name, path, json.loads(chosen), bool(is_pinned), moment, saved_by)
