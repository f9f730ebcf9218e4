"""Screens and the remote: whose word holds, what is refused, and several processes at once."""

import logging
import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lib.access import office, screens
from lib.access.screens import DEFAULT_NAME, SCENES, Remote, Screen, Turn
from lib.errors import OfficeBusy, OrderRefused, ScreenRefused
from lib.settings import PROJECT, Settings

SHIPPED = PROJECT / "data" / "rules" / "screens.toml"
NOW = datetime(2024, 9, 21, 17, 5, 30)
NONE = Path("no-such-file.toml")

HALL = """
[[screen]]
name = "sanh-chinh"
title = "Sảnh chính"
unit = "ha_long"
theme = "light"
language = "en"
playlist = [{ scene = "ranking", seconds = 30 }, { scene = "map", unit = "ha_long" }]
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An office file that is not there yet."""
    return tmp_path / "office.sqlite"


def written(folder: Path, text: str) -> Path:
    path = folder / "screens.toml"
    path.write_text(text, encoding="utf-8")
    return path


# Profiles


def test_a_wall_nobody_has_set_up_shows_the_five_scenes(book: Path) -> None:
    found = screens.screen(book, NONE, None)
    assert found == Screen(DEFAULT_NAME)
    assert [turn.scene for turn in found.playlist] == list(SCENES)
    assert [turn.seconds for turn in found.playlist] == [40, 20, 20, 20, 20]
    assert (found.theme, found.language, found.unit_id, found.source) == (
        *("dark", "vi", None),
        "default",
    )
    assert not book.exists(), "reading makes no file"


def test_the_shipped_file_is_in_order_and_where_the_settings_look(book: Path) -> None:
    assert Settings().screens_file == SHIPPED
    hall, desk = screens.read_file(SHIPPED)
    assert hall.playlist == Screen(DEFAULT_NAME).playlist
    assert [turn.per_district for turn in desk.playlist] == [False, False, True]
    assert [one.name for one in screens.screens(book, SHIPPED)] == [
        *(DEFAULT_NAME, "sanh-chinh"),
        "phong-dieu-hanh",
    ]


def test_a_screen_of_the_file_is_read_as_it_is_written(book: Path, tmp_path: Path) -> None:
    found = screens.screen(book, written(tmp_path, HALL), "sanh-chinh")
    assert found == Screen(
        name="sanh-chinh",
        title="Sảnh chính",
        unit_id="ha_long",
        theme="light",
        language="en",
        playlist=(Turn("ranking", seconds=30), Turn("map", "ha_long", 20)),
        source="file",
    )
    assert [turn.key for turn in found.playlist] == ["ranking", "map:ha_long"]


@pytest.mark.parametrize("name", ["quay-3", "<b>", "../etc", "sanh chinh", "x" * 41, "", None])
def test_a_name_nobody_wrote_shows_the_default(
    book: Path, tmp_path: Path, name: str | None
) -> None:
    default = '[[screen]]\nname = "default"\ntheme = "light"\n'
    found = screens.screen(book, written(tmp_path, default), name)
    assert found.theme == "light"
    assert found.name == ("quay-3" if name == "quay-3" else DEFAULT_NAME)


def test_what_is_saved_on_the_page_goes_before_the_file_until_it_is_removed(
    book: Path, tmp_path: Path
) -> None:
    file = written(tmp_path, HALL)
    of_file = screens.screen(book, file, "sanh-chinh")
    edited = replace(
        of_file,
        campaign_code="ngay-thu-7",
        playlist=(Turn("services", seconds=600, per_district=True), Turn("tiers", None, 5)),
    )
    screens.save(book, edited, by="Mai", at=NOW)
    assert screens.screen(book, file, "sanh-chinh") == replace(edited, source="office")
    assert [one.source for one in screens.screens(book, file)] == ["default", "office"]
    assert screens.remove(book, "sanh-chinh", by="Mai", at=NOW)
    assert screens.screen(book, file, "sanh-chinh") == of_file
    assert not screens.remove(book, "sanh-chinh", by="Mai", at=NOW)
    assert [(one.by, one.action, one.subject) for one in screens.told(book, most=9)] == [
        ("Mai", "screen.remove", "sanh-chinh"),
        ("Mai", "screen.save", "sanh-chinh"),
    ]


def test_a_scene_per_district_becomes_a_turn_for_each() -> None:
    screen = Screen("a", playlist=(Turn("map"), Turn("services", seconds=9, per_district=True)))
    assert list(screen.turns(["ha_long", "co_to"])) == [
        Turn("map"),
        Turn("services", "ha_long", 9),
        Turn("services", "co_to", 9),
    ]
    assert list(screen.turns([])) == [Turn("map")]


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ('name = "sanh-chinh"', 'name = "Sảnh chính"', "name", "not_a_name"),
        ('name = "sanh-chinh"', "", "name", "missing"),
        ('name = "sanh-chinh"', "name = 7", "name", "wrong_kind"),
        ('title = "Sảnh chính"', f'title = "{"x" * 81}"', "title", "too_long"),
        ('title = "Sảnh chính"', 'colour = "red"', "colour", "unknown"),
        ('unit = "ha_long"\n', 'unit = ""\n', "unit_id", "not_a_code"),
        ('theme = "light"', 'theme = "pink"', "theme", "not_offered"),
        ('language = "en"', 'language = "fr"', "language", "not_offered"),
        ('scene = "ranking"', 'scene = "news"', "playlist 1 scene", "not_offered"),
        ('scene = "ranking", ', "", "playlist 1 scene", "missing"),
        ("seconds = 30", "seconds = 4", "playlist 1 seconds", "not_seconds"),
        ("seconds = 30", "seconds = 601", "playlist 1 seconds", "not_seconds"),
        ("seconds = 30", "seconds = true", "playlist 1 seconds", "wrong_kind"),
        ("seconds = 30", "seconds = 9.5", "playlist 1 seconds", "wrong_kind"),
        ("seconds = 30", "speed = 30", "playlist 1 speed", "unknown"),
        (
            'unit = "ha_long" }',
            'unit = "ha_long", per_district = true }',
            "playlist 2 unit_id",
            "not_with_per_district",
        ),
        ("playlist = [", "playlist = [] #", "playlist", "empty"),
        ('{ scene = "map"', '"map", { scene = "map"', "playlist 2", "not_a_table"),
        ("[[screen]]", "[screen]", "screen", "not_a_table"),
        ("[[screen]]", "[[television]]", "television", "unknown"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name_and_the_wall_goes_on(
    book: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    old: str,
    new: str,
    key: str,
    reason: str,
) -> None:
    assert old in HALL
    file = written(tmp_path, HALL.replace(old, new, 1))
    with pytest.raises(ScreenRefused) as refused:
        screens.read_file(file)
    assert (refused.value.values["key"], refused.value.values["reason"]) == (key, reason)
    with caplog.at_level(logging.ERROR, "raquan"):
        found = screens.screen(book, file, "sanh-chinh")
    assert found == Screen("sanh-chinh")
    assert key in caplog.text


@pytest.mark.parametrize("text", ["[[screen", "\ufffe", HALL * 2])
def test_a_file_that_is_none_or_says_a_name_twice_is_refused(
    book: Path, tmp_path: Path, text: str
) -> None:
    file = written(tmp_path, text)
    with pytest.raises(ScreenRefused):
        screens.read_file(file)
    assert screens.screen(book, file, "sanh-chinh") == Screen("sanh-chinh")


def test_a_bad_profile_is_not_saved_and_nothing_changes(book: Path) -> None:
    before = screens.version(book)
    with pytest.raises(ScreenRefused):
        screens.save(book, Screen("a", playlist=()), by="Mai", at=NOW)
    assert screens.version(book) == before
    assert screens.told(book, most=9) == []


def test_a_profile_of_a_newer_release_is_left_out(book: Path) -> None:
    screens.save(book, Screen("a", theme="light"), by="Mai", at=NOW)
    with sqlite3.connect(book) as changed:
        changed.execute('update screens set profile = \'{"name": "a", "sound": 1}\'')
    changed.close()
    assert screens.screen(book, NONE, "a") == Screen("a")


# Orders


def test_nothing_is_ordered_at_first(book: Path) -> None:
    assert screens.remote(book, "a") == Remote(None, False, None, None, None, datetime.min, "")


def test_what_is_ordered_for_all_holds_for_each_and_its_own_goes_before(book: Path) -> None:
    screens.order(book, "*", by="Mai", at=NOW, pinned="map", message="Chung", held=True)
    later = NOW + timedelta(minutes=1)
    own = screens.order(book, "a", by="An", at=later, pinned="services:ha_long", message="Riêng")
    assert own == Remote("services:ha_long", True, "Riêng", None, None, later, "An")
    assert screens.remote(book, "b") == Remote("map", True, "Chung", None, None, NOW, "Mai")
    assert screens.remote(book, "*") == screens.remote(book, "b")
    screens.order(book, "a", by="An", at=later, pinned=None, message=None)
    assert screens.remote(book, "a").pinned is None, "released here although it holds for all"
    screens.order(book, "*", by="Mai", at=later, pinned="tiers")
    assert screens.remote(book, "a").pinned == "tiers", "until the next such order for all"
    assert screens.remote(book, "a").message is None


def test_going_on_leaves_nothing_behind(book: Path) -> None:
    screens.order(book, "a", by="Mai", at=NOW, held=True, message="Chờ")
    screens.order(book, "a", by="Mai", at=NOW, held=False, message="  \n ")
    assert screens.remote(book, "a") == Remote()
    assert screens.own_orders(book) == []


def test_releasing_takes_back_one_screen_or_everything(book: Path) -> None:
    screens.order(book, "*", by="Mai", at=NOW, held=True, freeze_minutes=30)
    screens.order(book, "a", by="Mai", at=NOW, message="Ở đây")
    screens.release(book, "a", by="An", at=NOW)
    assert screens.remote(book, "a") == Remote()
    assert screens.remote(book, "b").held
    screens.order(book, "b", by="Mai", at=NOW, message="Ở kia")
    screens.release(book, "*", by="An", at=NOW)
    assert screens.remote(book, "b") == Remote()
    assert [one.action for one in screens.told(book, most=2)] == ["screen.release", "screen.order"]


def test_a_freeze_is_now_or_before_closing_never_both(book: Path) -> None:
    closes_at = datetime(2024, 9, 21, 19, 0)
    before = screens.order(book, "*", by="Mai", at=NOW, freeze_minutes=30)
    assert (before.frozen_at, before.freeze_minutes) == (None, 30)
    half_past = datetime(2024, 9, 21, 18, 30)
    assert before.freeze(closes_at=closes_at, as_of=half_past) is None
    for as_of in (half_past + timedelta(seconds=1), closes_at, closes_at + timedelta(days=9)):
        assert before.freeze(closes_at=closes_at, as_of=as_of) == half_past
    now = screens.order(book, "*", by="Mai", at=NOW, frozen_at=NOW)
    assert (now.frozen_at, now.freeze_minutes) == (NOW, None)
    assert now.freeze(closes_at=closes_at, as_of=closes_at) == NOW
    assert now.freeze(closes_at=closes_at, as_of=NOW - timedelta(1)) is None, "a past cut-off"
    released = screens.order(book, "*", by="Mai", at=NOW, frozen_at=None)
    assert released.freeze(closes_at=closes_at, as_of=closes_at) is None


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("  Mời  về\nhội trường\t", "Mời về hội trường"),
        ("Hô\u0323i trươ\u0300ng", "Hội trường"),
        ("a\u200bb\x00c\u202ed\x07", "abcd"),
        ("<b>$x$ *đậm* [a](http://x)</b>", "<b>$x$ *đậm* [a](http://x)</b>"),
        ("x" * 90, "x" * 90),
        ("\u200b \x00", None),
    ],
)
def test_a_message_is_one_line_of_plain_text(book: Path, said: str, shown: str | None) -> None:
    assert screens.order(book, "*", by="Mai", at=NOW, message=said).message == shown


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"message": "x" * 91}, "message"),
        ({"pinned": "news"}, "pinned"),
        ({"pinned": ""}, "pinned"),
        ({"pinned": "map:"}, "pinned"),
        ({"pinned": "map:" + "x" * 101}, "pinned"),
        ({"freeze_minutes": 0}, "freeze_minutes"),
        ({"freeze_minutes": 601}, "freeze_minutes"),
        ({"freeze_minutes": True}, "freeze_minutes"),
    ],
)
def test_an_order_that_cannot_be_taken_changes_nothing_at_all(
    book: Path, changes: dict[str, object], key: str
) -> None:
    screens.order(book, "*", by="Mai", at=NOW, message="Trước")
    before = (screens.version(book), screens.remote(book, "*"))
    with pytest.raises(OrderRefused) as refused:
        screens.order(book, "*", by="An", at=NOW, held=True, **changes)
    assert refused.value.values["key"] == key
    assert (screens.version(book), screens.remote(book, "*")) == before


def test_an_order_for_what_is_no_screen_is_refused(book: Path) -> None:
    with pytest.raises(OrderRefused):
        screens.order(book, "'; drop table screens", by="An", at=NOW, held=True)
    with pytest.raises(TypeError):
        screens.order(book, "*", by="An", at=NOW, volume=11)
    assert screens.remote(book, "'; drop table screens") == Remote()


# The number that rises


def test_the_version_rises_with_each_change_and_only_then(book: Path, tmp_path: Path) -> None:
    seen = [screens.version(book)]
    for change in (
        lambda: screens.order(book, "*", by="Mai", at=NOW, held=True),
        lambda: screens.order(book, "*", by="Mai", at=NOW, held=True),
        lambda: screens.save(book, Screen("a"), by="Mai", at=NOW),
        lambda: screens.remove(book, "a", by="Mai", at=NOW),
        lambda: screens.release(book, "*", by="Mai", at=NOW),
        lambda: screens.release(book, "a", by="Mai", at=NOW),
    ):
        change()
        seen.append(screens.version(book))
    assert seen == sorted(set(seen))
    screens.remove(book, "a", by="Mai", at=NOW)
    screens.screens(book, SHIPPED)
    assert screens.version(book) == seen[-1]
    file = written(tmp_path, HALL)
    first = screens.version(book, file)
    os.utime(file, (time.time() + 5, time.time() + 5))
    assert screens.version(book, file) > first > seen[-1]
    assert screens.version(book, NONE) == seen[-1]


def test_the_version_is_read_while_somebody_writes_and_in_well_under_a_millisecond(
    book: Path,
) -> None:
    screens.order(book, "*", by="Mai", at=NOW, held=True)
    with office.office(book) as writing:
        writing.execute("update counters set value = 99")
        times = []
        for _ in range(200):
            began = time.perf_counter()
            assert screens.version(book) == 1, "what is not committed is not seen"
            times.append(time.perf_counter() - began)
        assert screens.remote(book, "a").held
    assert screens.version(book) == 99
    assert sorted(times)[len(times) // 2] < 0.000_5


def test_another_file_in_its_place_is_seen(book: Path, tmp_path: Path) -> None:
    screens.order(book, "*", by="Mai", at=NOW, held=True)
    assert screens.remote(book, "a").held
    other = tmp_path / "other.sqlite"
    screens.order(other, "*", by="Mai", at=NOW, message="bản khác")
    for part in ("", "-wal", "-shm"):
        Path(f"{book}{part}").unlink(missing_ok=True)
    assert screens.version(book) == 0
    other.rename(book)
    assert screens.remote(book, "a").message == "bản khác"
    assert not screens.remote(book, "a").held


def test_a_file_of_an_older_release_has_nothing_to_say(book: Path) -> None:
    older = sqlite3.connect(book)
    older.execute("create table operator_code (only_one integer)")
    older.commit()
    older.close()
    assert screens.version(book) == 0
    assert screens.remote(book, "a") == Remote()
    assert [one.name for one in screens.screens(book, NONE)] == [DEFAULT_NAME]
    screens.order(book, "*", by="Mai", at=NOW, held=True)
    assert screens.remote(book, "a").held


def test_a_writer_that_holds_on_is_named(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.order(book, "*", by="Mai", at=NOW, message="Trước")
    monkeypatch.setattr(office, "BUSY_SECONDS", 0.05)
    holding = sqlite3.connect(book, isolation_level=None)
    holding.execute("begin immediate")
    with pytest.raises(OfficeBusy):
        screens.order(book, "*", by="An", at=NOW, message="Sau")
    holding.execute("rollback")
    holding.close()
    assert screens.remote(book, "*").message == "Trước"


# Several processes

ORDERING = """
import sys
from datetime import datetime
from pathlib import Path
from lib.access import screens

book, who, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
number = 0
while number < times or times == 0:
    words = {"message": f"{who} {number}", "held": True, "pinned": "map", "freeze_minutes": 9}
    screens.order(book, "*", by=who, at=datetime(2024, 9, 21, 17), **words)
    number += 1
    print(number, flush=True)
"""


def ordering(book: Path, who: str, times: int) -> subprocess.Popen[str]:
    started = subprocess.Popen(
        [sys.executable, "-c", ORDERING, str(book), who, str(times)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout and started.stdout.readline() == "ready\n"
    return started


def test_two_processes_order_at_once_and_nothing_is_lost(book: Path) -> None:
    both = [ordering(book, who, 40) for who in ("An", "Binh")]
    for one in both:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    seen = []
    while any(one.poll() is None for one in both):
        seen.append(screens.version(book))
        held = screens.remote(book, "a")
        assert held == Remote() or (held.held and held.pinned == "map" and held.freeze_minutes == 9)
    for one in both:
        one.communicate()
        assert one.returncode == 0
    assert seen == sorted(seen)
    assert screens.version(book) == 80
    assert len(screens.told(book, most=1_000)) == 80
    last = screens.told(book, most=1)[0]
    assert screens.remote(book, "a").message == last.detail["message"]


def test_many_processes_that_meet_over_a_new_file_spoil_nothing(tmp_path: Path) -> None:
    """Each reads and writes: closing the file anywhere must not take a reader's log away."""
    for round_number in range(5):
        book = tmp_path / f"{round_number}.sqlite"
        started = [ordering(book, who, 5) for who in ("An", "Bình", "Chi")]
        for one in started:
            assert one.stdin
            one.stdin.write("go\n")
            one.stdin.flush()
        for one in started:
            one.communicate()
            assert one.returncode == 0
        assert screens.version(book) == 15
        assert len(screens.told(book, most=100)) == 15


def test_a_process_that_is_killed_leaves_whole_orders_only(book: Path) -> None:
    for round_number in range(3):
        one = ordering(book, f"lượt {round_number}", 0)
        assert one.stdin and one.stdout
        one.stdin.write("go\n")
        one.stdin.flush()
        confirmed = ""
        deadline = time.monotonic() + 0.3
        while time.monotonic() < deadline:
            confirmed = one.stdout.readline()
        os.kill(one.pid, signal.SIGKILL)
        one.communicate()
        entries = screens.told(book, most=100_000)
        mine = [entry for entry in entries if entry.by == f"lượt {round_number}"]
        assert len(mine) >= int(confirmed), "what was confirmed is there"
        assert screens.version(book) == len(entries), "an order, its line and the number are one"
        assert screens.remote(book, "a").message == entries[0].detail["message"]
    screens.order(book, "*", by="Mai", at=NOW, message="tiếp")
    assert screens.remote(book, "a").message == "tiếp"
