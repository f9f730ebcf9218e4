"""The state of a ceremony: one step a press, one console at a time, in one record of awards."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lib.access import ceremonies, console_passes
from lib.access.ceremonies import Ceremony, Moved, Seen
from lib.access.office import office

NOW = datetime(2024, 9, 23, 19, 30)
CODE = "ngay-thu-7"
LAST, RECORD = 11, 7
WHO = {"by": "Mai", "at": NOW}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An office file that is not there yet."""
    return tmp_path / "office.sqlite"


def seen(book: Path, *, record_id: int = RECORD, last: int = LAST) -> Seen:
    """What a console has before it now."""
    return Seen(ceremonies.state(book, CODE).version, record_id, last)


def press(book: Path, times: int = 1) -> Moved:
    """Forward, as often, each press after the answer to the one before."""
    for _ in range(times):
        moved = ceremonies.forward(book, CODE, seen(book), by="Mai", at=NOW)
    return moved


def test_a_ceremony_nobody_touched_is_at_its_opening_and_looking_makes_no_file(book: Path) -> None:
    assert ceremonies.state(book, CODE) == Ceremony(CODE)
    assert ceremonies.version(book) == 0
    assert not book.exists()


def test_forward_and_back_go_step_by_step_and_stay_inside(book: Path) -> None:
    assert press(book).now.step == 1
    assert press(book, 20).now.step == LAST
    assert ceremonies.back(book, CODE, seen(book), by="Mai", at=NOW).now.step == LAST - 1
    for _ in range(20):
        moved = ceremonies.back(book, CODE, seen(book), by="Mai", at=NOW)
    assert (moved.now.step, moved.is_taken) == (0, True)
    assert ceremonies.go(book, CODE, seen(book), 99, by="Mai", at=NOW).now.step == LAST
    assert ceremonies.go(book, CODE, seen(book), -3, by="Mai", at=NOW).now.step == 0


def test_the_second_of_two_presses_that_saw_the_same_is_not_taken(book: Path) -> None:
    both_saw = seen(book)
    first = ceremonies.forward(book, CODE, both_saw, by="Mai", at=NOW)
    second = ceremonies.forward(book, CODE, both_saw, by="An", at=NOW)
    assert (first.is_taken, first.now.step) == (True, 1)
    assert (second.is_taken, second.now) == (False, first.now)
    assert [one.by for one in ceremonies.told(book, most=9)] == ["Mai"]


def test_of_many_consoles_that_press_at_once_one_is_taken(book: Path) -> None:
    press(book)
    all_saw = seen(book)
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(
                lambda who: ceremonies.forward(book, CODE, all_saw, by=f"Mẫu {who}", at=NOW),
                range(8),
            )
        )
    assert sum(one.is_taken for one in answers) == 1
    assert ceremonies.state(book, CODE).step == 2


def test_another_record_or_a_rehearsal_begins_with_the_opening(book: Path) -> None:
    press(book, 5)
    now = ceremonies.state(book, CODE)
    assert (now.step_in(RECORD), now.step_in(8), now.step_in(0)) == (5, 0, 0)
    moved = ceremonies.forward(book, CODE, seen(book, record_id=8), by="Mai", at=NOW)
    assert (moved.now.step, moved.now.record_id) == (1, 8)
    on = ceremonies.rehearse(book, CODE, seen(book), is_on=True, by="Mai", at=NOW).now
    assert (on.is_rehearsal, on.step, on.step_in(8), on.began_at) == (True, 0, 0, None)
    ceremonies.forward(book, CODE, seen(book, record_id=0), by="Mai", at=NOW)
    off = ceremonies.rehearse(book, CODE, seen(book), is_on=False, by="Mai", at=NOW).now
    assert (off.is_rehearsal, off.step) == (False, 0)


def test_black_hides_and_the_next_press_only_shows_again(book: Path) -> None:
    press(book, 3)
    assert ceremonies.black(book, CODE, is_on=True, by="An", at=NOW).now.is_black
    jumped = ceremonies.go(book, CODE, seen(book), 5, by="Mai", at=NOW).now
    assert (jumped.step, jumped.is_black) == (5, True)
    shown = press(book).now
    assert (shown.step, shown.is_black) == (5, False)
    ceremonies.black(book, CODE, is_on=True, by="An", at=NOW)
    again = ceremonies.back(book, CODE, seen(book), by="Mai", at=NOW).now
    assert (again.step, again.is_black) == (5, False)


def test_black_and_lift_are_taken_whatever_was_seen_and_twice_is_once(book: Path) -> None:
    press(book)
    ceremonies.black(book, CODE, is_on=True, **WHO)
    before = ceremonies.state(book, CODE)
    assert ceremonies.black(book, CODE, is_on=True, **WHO) == Moved(before, is_taken=True)
    assert ceremonies.lift(book, CODE, is_on=True, **WHO).now.is_lifted
    assert not ceremonies.lift(book, CODE, is_on=False, **WHO).now.is_lifted


def test_restart_puts_the_clock_and_the_screen_back(book: Path) -> None:
    press(book, 4)
    ceremonies.lift(book, CODE, is_on=True, **WHO)
    assert ceremonies.state(book, CODE).began_at == NOW
    ceremonies.forward(book, CODE, seen(book), by="Mai", at=NOW + timedelta(minutes=9))
    assert ceremonies.state(book, CODE).began_at == NOW, "the clock began with the first step"
    moved = ceremonies.restart(book, CODE, seen(book), **WHO).now
    assert (moved.step, moved.is_lifted, moved.began_at) == (0, False, None)
    assert ceremonies.version(book) == moved.version == 7


def test_each_change_is_logged_with_what_then_held(book: Path) -> None:
    press(book, 2)
    ceremonies.black(book, CODE, is_on=True, by="An", at=NOW)
    latest, *others = ceremonies.told(book, most=9)
    assert (latest.action, latest.by, latest.subject) == ("ceremony.black", "An", CODE)
    assert latest.detail == {
        "record_id": RECORD, "step": 2, "is_black": True, "is_rehearsal": False, "is_lifted": False,
    }  # fmt: skip
    assert [one.action for one in others] == ["ceremony.forward"] * 2


def test_campaigns_stand_apart(book: Path) -> None:
    press(book, 3)
    assert ceremonies.state(book, "another") == Ceremony("another")


def test_a_change_that_cannot_be_logged_is_not_made(book: Path) -> None:
    press(book)
    with office(book) as opened:
        opened.execute(
            "create trigger no_log before insert on access_log "
            "begin select raise(abort, 'the log is full'); end"
        )
    with pytest.raises(sqlite3.IntegrityError, match="the log is full"):
        press(book)
    assert ceremonies.state(book, CODE).step == 1


def test_a_pass_is_its_holders_until_it_ends_or_is_given_back(book: Path) -> None:
    assert console_passes.holder(book, "", at=NOW) is None
    mine, other = (console_passes.make(book, by=who, at=NOW) for who in ("Mai", "An"))
    assert console_passes.holder(book, mine, at=NOW) == "Mai"
    later = NOW + console_passes.LASTS
    assert console_passes.holder(book, mine, at=later - timedelta(seconds=1)) == "Mai"
    assert console_passes.holder(book, mine, at=later) is None
    console_passes.give_back(book, mine, at=NOW)
    console_passes.give_back(book, "nobody's", at=NOW)
    assert console_passes.holder(book, mine, at=NOW) is None
    assert console_passes.holder(book, other, at=NOW) == "An"
    assert other.encode() not in book.read_bytes(), "only its hash is kept"
    for wrong in (mine[:-1], other + "x", "x" * 10_000):
        assert console_passes.holder(book, wrong, at=NOW) is None
