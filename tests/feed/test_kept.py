"""A scene is drawn once for all who ask, and one that fails keeps its last good bytes, marked."""

import gzip
import json
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from lib.errors import SceneUnknown, StoreUnreadable
from lib.feed.scenes import MOST_KEPT, SCENES, Scenes
from lib.queries.answers import Answers
from tests.feed.drawing import field, question
from tests.worlds import asked, at


class Counting:
    """A reader that counts what it is asked, and fails when told to."""

    def __init__(self) -> None:
        self.reader = asked(field())
        self.counted: Counter[tuple[str, str]] = Counter()
        self.is_away = False

    def query(self, name: str, parameters: Mapping[str, Any]) -> pa.Table:
        if self.is_away:
            raise StoreUnreadable(path="campaign", reason="gone")
        self.counted[name, repr(sorted(parameters.items(), key=str))] += 1
        return self.reader.query(name, parameters)


def test_all_scenes_in_both_themes_and_languages_ask_each_question_once() -> None:
    reader, scenes = Counting(), Scenes()
    known = Answers(reader, 1)
    for scene in SCENES:
        for theme in ("dark", "light"):
            for language in ("vi", "en"):
                asked_for = question(scene, theme=theme, language=language)
                scenes.scene(known, asked_for)
    assert set(reader.counted.values()) == {1}


def test_many_walls_that_ask_at_once_get_the_same_bytes() -> None:
    reader, scenes = Counting(), Scenes()
    known = Answers(reader, 1)
    with ThreadPoolExecutor(16) as walls:
        found = list(walls.map(lambda _: scenes.scene(known, question("ranking")), range(64)))
    assert len({id(one) for one in found}) == 1
    assert set(reader.counted.values()) == {1}


def test_the_packed_bytes_are_the_same_and_the_tag_follows_the_content() -> None:
    scenes = Scenes()
    known = Answers(Counting(), 1)
    one = scenes.scene(known, question("progress"))
    assert gzip.decompress(one.packed) == one.body
    same = Scenes().scene(Answers(Counting(), 1), question("progress"))
    other = scenes.scene(known, question("progress", "09:00", as_of=at("09:00")))
    assert one.tag == same.tag != other.tag


def test_a_scene_that_fails_keeps_its_last_good_picture_and_says_so() -> None:
    reader, scenes = Counting(), Scenes()
    good = json.loads(scenes.scene(Answers(reader, 1), question("map")).body)
    reader.is_away = True
    later = question("map", "11:30", as_of=at("11:30"))
    kept = json.loads(scenes.scene(Answers(reader, 2), later).body)
    assert good["kept"] is None
    assert len(kept["kept"]) == 6, "a code to read out on the phone"
    assert kept["figures"] == good["figures"]


def test_it_is_drawn_again_as_soon_as_that_is_possible() -> None:
    reader, scenes = Counting(), Scenes()
    scenes.scene(Answers(reader, 1), question("map"))
    reader.is_away = True
    scenes.scene(Answers(reader, 2), question("map"))
    reader.is_away = False
    assert json.loads(scenes.scene(Answers(reader, 2), question("map")).body)["kept"] is None


def test_without_a_last_good_picture_the_error_is_told() -> None:
    reader, scenes = Counting(), Scenes()
    reader.is_away = True
    with pytest.raises(StoreUnreadable):
        scenes.scene(Answers(reader, 1), question("map"))
    with pytest.raises(SceneUnknown):
        scenes.scene(Answers(reader, 1), question("weather"))


def test_one_scene_that_fails_leaves_the_others_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(SCENES, "map", (broken, broken))  # type: ignore[arg-type]
    scenes = Scenes()
    known = Answers(Counting(), 1)
    with pytest.raises(ZeroDivisionError):
        scenes.scene(known, question("map"))
    assert scenes.scene(known, question("ranking")).body


def test_what_is_kept_is_bounded() -> None:
    scenes = Scenes()
    known = Answers(Counting(), 1)
    one = question("tiers")
    for number in range(MOST_KEPT + 20):
        scenes.scene(known, replace(one, replay_speed=number))
    assert len(scenes._drawn) == len(scenes._last) == MOST_KEPT
