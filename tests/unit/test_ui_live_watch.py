"""Word of a publish from the system itself, and a pulse that waits for no clock."""

import asyncio
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pytest

from lib.store.generations import Generations
from lib.ui import live_pulse
from lib.ui.live_pulse import Pulse
from lib.ui.live_watch import watching

SOON_SECONDS = 5.0


def publish(generations: Generations) -> None:
    """A next generation; nothing is read of it here."""
    with generations.publishing() as (_, draft):
        draft.write_bytes(b"rows")


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    found = Generations(tmp_path / "warehouse", keep=3, lock_seconds=5)
    publish(found)
    return found


def test_each_publish_is_told_and_what_comes_before_one_is_not(generations: Generations) -> None:
    told = Event()
    with watching(generations.folder, told.set):
        (generations.folder / ".next-1.duckdb").write_bytes(b"half")
        (generations.folder / ".next-1.duckdb").rename(generations.folder / "other.duckdb")
        assert not told.wait(0.2)
        for _ in range(2):
            publish(generations)
            assert told.wait(SOON_SECONDS)
            told.clear()


def test_nobody_is_told_once_the_block_is_over(generations: Generations) -> None:
    told = Event()
    with watching(generations.folder, told.set):
        pass
    publish(generations)
    assert not told.wait(0.2)


def test_a_folder_that_is_away_is_not_watched_and_nothing_else_happens(tmp_path: Path) -> None:
    told = Event()
    with watching(tmp_path / "nowhere", told.set):
        assert not told.is_set()


def test_a_publish_wakes_who_follows_though_the_next_look_by_the_clock_is_far(
    generations: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SimpleNamespace(current=generations.current, generations=generations)
    monkeypatch.setattr(live_pulse.data, "store", lambda: store)
    monkeypatch.setattr(live_pulse, "LOOK_SECONDS", 600.0)
    pulse = Pulse()

    async def day() -> list[int]:
        with pulse.following() as follower:
            await asyncio.sleep(0.2)  # the first look, and the watch begins
            seen = [pulse.generation]
            publish(generations)
            await follower.news(SOON_SECONDS)
            return [*seen, pulse.generation]

    assert asyncio.run(day()) == [1, 2]
