"""What a wall asks for: its address, with the screen's profile behind it."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from lib.access import screens
from lib.access.screens import Screen, Turn
from lib.errors import SceneUnknown
from lib.feed.scenes import SCENES
from lib.store import Store
from lib.ui import data, wall_events, wall_question, wall_snapshot
from lib.ui.wall_feed import PLOTLY
from lib.ui.wall_question import WallQuestion, WallView

NOW = datetime(2024, 9, 21, 15, 0)


@pytest.fixture
def office(board: Store) -> Iterator[Path]:
    """The office file of the shared board, left as it was found."""
    path = data.settings().office_file
    yield path
    screens.release(path, "*", by="test", at=NOW)
    screens.remove(path, "thu", by="test", at=NOW)


def view(**given: str) -> WallView:
    return WallView(WallQuestion.read(given))


def scenes_of(found: WallView) -> list[tuple[str, str | None]]:
    return [(one.scene, one.unit_id) for one in found.turns()]


def test_without_a_name_a_wall_plays_every_scene_of_the_whole(board: Store) -> None:
    assert scenes_of(view()) == [(scene, None) for scene in SCENES]
    assert (view().theme, view().language) == ("dark", "vi")


def test_an_address_goes_before_the_screens_profile(office: Path) -> None:
    profile = Screen("thu", unit_id="co_to", theme="light", language="en")
    screens.save(office, profile, by="test", at=NOW)
    found = view(screen="thu")
    assert (found.unit_id, found.theme, found.language) == ("co_to", "light", "en")
    changed = view(screen="thu", unit="ha_long", theme="dark", lang="vi")
    assert (changed.unit_id, changed.theme, changed.language) == ("ha_long", "dark", "vi")


def test_a_scene_per_district_has_one_turn_for_each_and_a_unit_that_left_has_none(
    office: Path,
) -> None:
    playlist = (Turn("map", per_district=True), Turn("ranking", unit_id="closed-long-ago"))
    screens.save(office, Screen("thu", playlist=playlist), by="test", at=NOW)
    found = scenes_of(view(screen="thu"))
    assert len(found) == 14
    assert found[0] == ("map", "ha_long")
    assert {scene for scene, _ in found} == {"map"}


@pytest.mark.parametrize(
    "given",
    [
        {"replay": "fast", "since": "yesterday", "from": "<b>", "day": "2024-99-99"},
        {"replay": "60", "since": "9" * 40, "from": "9" * 40, "day": "2999-01-01"},
        {"screen": "../../etc", "campaign": "'; drop table sales", "unit": "%00"},
        {"theme": "pink", "lang": "xx", "scene": "weather"},
        {"replay": "99999999"},
    ],
)
def test_a_wall_survives_what_people_do_to_links(board: Store, given: dict[str, str]) -> None:
    found = view(**given)
    assert found.turns()
    assert wall_events.tags_of(WallQuestion.read(given)).keys() == {"screen", "board"}
    assert found.unit_id is None
    assert WallQuestion.read(given).speed <= 3_600


def test_only_a_scene_there_is_can_be_fetched(board: Store) -> None:
    with pytest.raises(SceneUnknown):
        view(scene="weather").asked()
    with pytest.raises(SceneUnknown):
        view().asked()


def test_a_freeze_holds_from_its_own_moment_on(office: Path) -> None:
    held = {"replay": "1", "scene": "ranking", "from": "15:42"}
    assert view(**held).asked().frozen_at is None
    screens.order(office, "*", by="test", at=NOW, freeze_minutes=120)
    before = {**held, "from": "15:00"}
    assert view(**before).asked().frozen_at is None
    assert view(**held).asked().frozen_at == datetime(2024, 9, 21, 15, 30)


def test_a_freeze_that_was_left_from_another_day_holds_nothing_back(office: Path) -> None:
    held = {"replay": "1", "scene": "ranking", "from": "15:42"}
    screens.order(office, "*", by="test", at=NOW, frozen_at=datetime(2024, 9, 20, 16, 30))
    assert view(**held).asked().frozen_at is None


def test_a_pinned_scene_is_shown_also_where_the_playlist_lacks_it(office: Path) -> None:
    screens.save(office, Screen("thu", playlist=(Turn("progress"),)), by="test", at=NOW)
    screens.order(office, "*", by="test", at=NOW, pinned="map:co_to")
    told = wall_events.told(view(screen="thu"))
    assert [turn["key"] for turn in told["turns"]] == ["progress", "map:co_to"]
    screens.order(office, "*", by="test", at=NOW, pinned="map:nowhere")
    assert [turn["key"] for turn in wall_events.told(view(screen="thu"))["turns"]] == ["progress"]


def test_what_a_wall_is_told_changes_with_orders_only_where_they_change_it(office: Path) -> None:
    question = WallQuestion.read({})
    before = wall_events.tags_of(question)
    screens.order(office, "another", by="test", at=NOW, held=True)
    assert wall_events.tags_of(question) == before
    screens.order(office, "*", by="test", at=NOW, message="Chào")
    after = wall_events.tags_of(question)
    assert after["screen"] != before["screen"]
    assert after["board"] == before["board"]


def test_the_saved_copy_is_written_whole_and_goes_without_a_scene_that_fails(
    board: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(SCENES, "map", (broken, broken))  # type: ignore[arg-type]
    wall_question.scenes.clear()  # what was drawn before it broke
    copy = tmp_path / "share" / "wall.html"
    with caplog.at_level(logging.ERROR, "raquan"):
        assert wall_snapshot.write(copy) == copy.stat().st_size > PLOTLY.stat().st_size
    page = copy.read_text(encoding="utf-8")
    assert "scene=ranking" in page and "scene=map&" not in page
    assert "goes without" in caplog.text
    assert [one.name for one in copy.parent.iterdir()] == ["wall.html"]


def test_without_a_campaign_there_is_nothing_to_play_or_to_save(
    other_board: Callable[..., Store], tmp_path: Path
) -> None:
    other_board().prepare(at=NOW)
    assert wall_events.told(view())["turns"] == []
    assert wall_snapshot.write(tmp_path / "wall.html") == 0
    assert not (tmp_path / "wall.html").exists()
