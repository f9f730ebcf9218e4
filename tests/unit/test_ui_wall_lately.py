"""Many walls that ask at once: one look for each question, and never an old answer to a new one."""

import asyncio
from typing import Any

import pytest

from lib.feed.scenes import packed
from lib.ui import wall_feed
from lib.ui.wall_question import WallQuestion


class Store:
    generation = 1

    def current(self) -> int:
        return self.generation


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Store:
    found = Store()
    monkeypatch.setattr(wall_feed.data, "store", lambda: found)
    monkeypatch.setattr(wall_feed.Lately, "blink_seconds", 1e9)
    return found


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[WallQuestion]:
    """The questions that were looked into."""
    found: list[WallQuestion] = []

    def drawn(question: WallQuestion) -> Any:
        found.append(question)
        if question.scene == "map":
            raise RuntimeError("no map today")
        return packed({"scene": question.scene, "look": len(found)})

    monkeypatch.setattr(wall_feed, "_drawn", drawn)
    return found


def question(scene: str) -> WallQuestion:
    return WallQuestion.read({"scene": scene})


def test_a_hundred_walls_that_ask_at_once_are_one_look(
    store: Store, looks: list[WallQuestion]
) -> None:
    async def ask() -> list[Any]:
        lately = wall_feed.SceneAnswers()
        walls = [lately.answer(question(("progress", "ranking")[one % 2])) for one in range(100)]
        return await asyncio.gather(*walls)

    answers = asyncio.run(ask())
    assert len(looks) == 2
    assert len({id(one) for one in answers}) == 2


@pytest.mark.parametrize("news", ["publish", "orders", "times_told"])
def test_what_walls_are_told_of_is_looked_at_anew(
    store: Store, looks: list[WallQuestion], news: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ask() -> None:
        lately = wall_feed.SceneAnswers()
        first = await lately.answer(question("progress"))
        assert await lately.answer(question("progress")) is first
        if news == "publish":
            store.generation = 2
        else:
            holder = wall_feed.pulse if news == "orders" else wall_feed.hub
            monkeypatch.setattr(holder, news, getattr(holder, news) + 1)
        assert (await lately.answer(question("progress"))).body != first.body

    asyncio.run(ask())
    assert len(looks) == 2


def test_what_stood_in_the_way_is_told_to_all_and_tried_again_in_the_next_blink(
    store: Store, looks: list[WallQuestion], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ask() -> None:
        lately = wall_feed.SceneAnswers()
        walls = [lately.answer(question("map")) for _ in range(3)]
        found = await asyncio.gather(*walls, return_exceptions=True)
        assert [str(one) for one in found] == ["no map today"] * 3
        monkeypatch.setattr(wall_feed.Lately, "blink_seconds", 1e-9)
        with pytest.raises(RuntimeError):
            await lately.answer(question("map"))

    asyncio.run(ask())
    assert len(looks) == 2


def test_a_wall_that_goes_away_takes_the_picture_from_nobody(
    store: Store, looks: list[WallQuestion]
) -> None:
    async def ask() -> Any:
        lately = wall_feed.SceneAnswers()
        gone = asyncio.ensure_future(lately.answer(question("progress")))
        stays = asyncio.ensure_future(lately.answer(question("progress")))
        await asyncio.sleep(0)
        gone.cancel()
        return await stays

    assert b"progress" in asyncio.run(ask()).body
    assert len(looks) == 1
