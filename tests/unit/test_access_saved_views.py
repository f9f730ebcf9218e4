"""Saved views: what is kept and what is refused, what the log says, several processes at once."""

import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lib.access import journal, office, saved_views
from lib.access.saved_views import MOST_VIEWS, View, views
from lib.errors import OfficeBusy, ViewRefused
from lib.settings import PROJECT

NOW = datetime(2024, 9, 21, 17, 5, 30)
CHOSEN = {"district": "ha_long,cam_pha", "role": "buu_ta"}
MAI: dict[str, Any] = {"by": "Mai", "at": NOW}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An office file that is not there yet."""
    return tmp_path / "office.sqlite"


def names(book: Path) -> list[str]:
    return [view.name for view in views(book)]


def log(book: Path) -> list[tuple[str, str, str]]:
    """What was done to views, the oldest first."""
    entries = journal.entries(book, beginning="view.", most=1_000)
    return [(one.by, one.action, one.subject) for one in reversed(entries)]


def refused(reason: str) -> Any:
    return pytest.raises(ViewRefused, match=f"reason='{reason}'")


def test_a_view_is_kept_as_it_was_saved(book: Path) -> None:
    assert views(book) == []
    assert not book.exists(), "reading makes no file"
    saved = saved_views.save(book, "  Giao ban\u200b  sáng ", "explore", CHOSEN, **MAI)
    assert saved == View(1, "Giao ban sáng", "explore", CHOSEN, False, NOW, "Mai")
    assert views(book) == [saved]
    assert log(book) == [("Mai", "view.save", "Giao ban sáng")]


def test_a_view_may_choose_nothing_and_be_nobodys(book: Path) -> None:
    saved = saved_views.save(book, "Toàn tỉnh", "progress", {}, by="  ", at=NOW)
    assert (saved.chosen, saved.saved_by) == ({}, "–")


@pytest.mark.parametrize(
    "again", ["Giao ban sáng", "GIAO BAN SÁNG", "giao  ban sang", "giao ban sa\u0301ng"]
)
def test_a_name_stands_once_whatever_its_case_and_accents(book: Path, again: str) -> None:
    first = saved_views.save(book, "Giao ban sáng", "explore", CHOSEN, **MAI)
    saved_views.pin(book, first.view_id, is_pinned=True, **MAI)
    with pytest.raises(ViewRefused) as error:
        saved_views.save(book, again, "progress", {}, **MAI)
    assert error.value.values == {"name": "Giao ban sáng", "reason": "taken"}
    assert views(book)[0].chosen == CHOSEN
    later = NOW + timedelta(hours=1)
    new = saved_views.save(book, again, "progress", {}, by="An", at=later, replaces=True)
    assert views(book) == [new]
    assert (new.view_id, new.is_pinned, new.saved_by) == (first.view_id, True, "An")


def test_names_that_differ_in_more_than_accents_are_two(book: Path) -> None:
    for name in ("Đội 1", "Đội 1!", "★", "☆", "Đội A-B", "Đội A/B"):
        saved_views.save(book, name, "explore", {}, **MAI)
    assert len(views(book)) == 6


@pytest.mark.parametrize(
    ("name", "path", "chosen", "reason"),
    [
        ("", "explore", {}, "name_missing"),
        (" \u200b\n", "explore", {}, "name_missing"),
        ("x" * 61, "explore", {}, "name_too_long"),
        ("x", "../etc", {}, "not_a_choice"),
        ("x", "", {}, "not_a_choice"),
        ("x", "explore", {"<b>": "1"}, "not_a_choice"),
        ("x", "explore", {"role": "r" * 1_997}, "too_long"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_written(
    book: Path, name: str, path: str, chosen: dict[str, str], reason: str
) -> None:
    with refused(reason):
        saved_views.save(book, name, path, chosen, **MAI)
    assert views(book) == []
    assert log(book) == []


def test_the_longest_name_and_choices_are_kept(book: Path) -> None:
    saved_views.save(book, "ớ" * 60, "explore", {"role": "r" * 1_996}, **MAI)
    assert names(book) == ["ớ" * 60]


def test_there_is_room_for_so_many_and_replacing_needs_none(book: Path) -> None:
    with office.office(book) as connection:
        connection.executemany(
            "insert into saved_views values (null, ?, ?, 'explore', '{}', 0, ?, 'Mai')",
            [(f"v{n}", f"v{n}", NOW.isoformat()) for n in range(MOST_VIEWS)],
        )
    with refused("too_many"):
        saved_views.save(book, "một nữa", "explore", {}, **MAI)
    saved_views.save(book, "V7", "progress", {}, **MAI, replaces=True)
    gone = saved_views.remove(book, 8, **MAI)
    assert (gone.name, len(views(book))) == ("V7", MOST_VIEWS - 1)
    saved_views.save(book, "một nữa", "explore", {}, **MAI)
    with refused("too_many"):
        saved_views.restore(book, gone, **MAI)


def test_a_view_is_renamed_pinned_removed_and_put_back_with_a_line_for_each(book: Path) -> None:
    view = saved_views.save(book, "Một", "explore", CHOSEN, **MAI)
    saved_views.save(book, "Hai", "progress", {}, **MAI)
    assert saved_views.rename(book, view.view_id, "MỐT", by="An", at=NOW).name == "MỐT"
    with refused("taken"):
        saved_views.rename(book, view.view_id, "hai", **MAI)
    pinned = saved_views.pin(book, view.view_id, is_pinned=True, **MAI)
    saved_views.pin(book, view.view_id, is_pinned=True, **MAI)
    assert names(book) == ["MỐT", "Hai"], "what is pinned stands first"
    assert saved_views.remove(book, view.view_id, **MAI) == pinned
    assert names(book) == ["Hai"]
    saved_views.restore(book, pinned, **MAI)
    saved_views.restore(book, pinned, **MAI)
    assert views(book)[0] == pinned
    saved_views.pin(book, view.view_id, is_pinned=False, **MAI)
    assert [action for _, action, _ in log(book)] == [
        *("view.save", "view.save", "view.rename", "view.pin"),
        *("view.remove", "view.restore", "view.unpin"),
    ]
    assert ("An", "view.rename", "Một") in log(book)


def test_what_somebody_else_removed_is_gone(book: Path) -> None:
    view = saved_views.save(book, "Một", "explore", {}, **MAI)
    saved_views.remove(book, view.view_id, **MAI)
    with refused("gone"):
        saved_views.rename(book, view.view_id, "Hai", **MAI)
    with refused("gone"):
        saved_views.pin(book, view.view_id, is_pinned=True, **MAI)
    with refused("gone"):
        saved_views.remove(book, view.view_id, **MAI)
    saved_views.save(book, "một", "progress", {}, **MAI)
    with refused("taken"):
        saved_views.restore(book, view, **MAI)
    assert saved_views.views(book)[0].view_id != view.view_id, "a number is never used again"


def test_a_file_of_an_older_release_has_no_views_and_takes_them(book: Path) -> None:
    older = sqlite3.connect(book)
    older.execute("create table operator_code (only_one integer)")
    older.commit()
    older.close()
    assert views(book) == []
    saved_views.save(book, "Một", "explore", {}, **MAI)
    assert names(book) == ["Một"]


def test_a_writer_that_holds_on_is_named(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved_views.save(book, "Trước", "explore", {}, **MAI)
    monkeypatch.setattr(office, "BUSY_SECONDS", 0.05)
    holding = sqlite3.connect(book, isolation_level=None)
    holding.execute("begin immediate")
    with pytest.raises(OfficeBusy):
        saved_views.save(book, "Sau", "explore", {}, **MAI)
    holding.execute("rollback")
    holding.close()
    assert names(book) == ["Trước"]


SAVING = """
import sys
from datetime import datetime
from pathlib import Path
from lib.access import saved_views
from lib.errors import ViewRefused

book, who = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
given = {"by": who, "at": datetime(2024, 9, 21, 17)}
taken = 0
for number in range(25):
    saved_views.save(book, f"{who} {number}", "explore", {"role": who}, **given)
    try:
        saved_views.save(book, f"chung {number}", "explore", {"role": who}, **given)
    except ViewRefused as error:
        assert error.values["reason"] == "taken"
        taken += 1
print(taken, flush=True)
"""


def test_two_processes_save_at_once_and_nothing_is_lost(book: Path) -> None:
    both = [
        subprocess.Popen(
            [sys.executable, "-c", SAVING, str(book), who],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for who in ("an", "binh")
    ]
    for one in both:
        assert one.stdout and one.stdout.readline() == "ready\n"
    refusals = [int(one.communicate("go\n")[0]) for one in both]
    assert [one.returncode for one in both] == [0, 0]
    found = views(book)
    assert len(found) == 75
    assert sum(refusals) == 25, "a name both wanted went to one of them, the other was told"
    assert all(one.chosen == {"role": one.saved_by} for one in found)
    assert len(log(book)) == 75
    assert journal.risen(book, "views") == 75
