"""What a screen plays, and the saved copy of it."""

import json
import re
from typing import Any

from lib.feed import programme, snapshot
from lib.feed.programme import Ordered, Played
from lib.feed.scenes import packed
from lib.feed.snapshot import Parts

TURNS = (Played("progress", "progress", None, 40), Played("map:north", "map", "north", 20))
SHARED = {"screen": "default", "campaign": "day & night", "theme": "dark", "lang": "vi"}
HOSTILE = "</script><script>alert(1)</script>"


def played(ordered: Ordered | None = None, **looks: str) -> dict[str, Any]:
    return programme.programme(
        TURNS, SHARED, ordered or Ordered(), **{"theme": "dark", "language": "vi"} | looks
    )


def test_each_turn_says_where_its_scene_is_fetched() -> None:
    first, second = played()["turns"]
    assert first["src"] == (
        "scene?scene=progress&screen=default&campaign=day+%26+night&theme=dark&lang=vi"
    )
    assert "unit=north" in second["src"]
    assert [one["seconds"] for one in (first, second)] == [40, 20]


def test_the_tag_changes_with_what_is_ordered_and_with_how_it_looks() -> None:
    found = [
        played(),
        played(Ordered(held=True)),
        played(Ordered(message="Chào")),
        played(Ordered(pinned="map:north")),
        played(theme="light"),
        played(language="en"),
    ]
    assert len({one["tag"] for one in found}) == len(found)
    assert played()["tag"] == found[0]["tag"]


def test_the_browser_gets_every_word_it_fills_in() -> None:
    vi, en = played()["words"], played(language="en")["words"]
    assert set(vi) == set(en) == set(programme.CLOCK_WORDS)
    assert vi["left_hours"] == "Còn {h} giờ {m} phút"


def saved(**changed: Any) -> str:
    found = {**played(), **changed}
    scenes = {one["src"]: packed({"figures": {}, "words": HOSTILE}) for one in found["turns"]}
    parts = Parts("/* the wall */", ".wall {}", f"var a = '{HOSTILE}'", {"U+0-FF": b"letters"})
    return snapshot.page(found, scenes, parts, title=HOSTILE).decode()


def test_a_saved_copy_holds_its_scenes_and_asks_nobody() -> None:
    page = saved(message="Chào", pinned="map", held=True)
    found = re.search(r'id="copy">(.*?)</script>', page, re.DOTALL)
    assert found
    copy = json.loads(found[1])
    assert set(copy["scenes"]) == {one["src"] for one in copy["programme"]["turns"]}
    assert (copy["programme"]["saved"], copy["programme"]["pinned"]) == (True, None)
    assert "http" not in re.sub(r"<!doctype html>", "", page)
    assert "letters" not in page and "base64," in page


def test_nothing_in_a_saved_copy_ends_its_scripts_early() -> None:
    page = saved()
    assert page.count("</script>") == 4  # the copy, its giving away, the library, the wall
    assert "<script>alert" not in page.replace("<\\/script><script>alert", "")
