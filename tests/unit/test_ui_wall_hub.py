"""Walls are looked after once a second, and worked out only when something may be another."""

import asyncio
from datetime import datetime, timedelta

import pytest

from lib.ui import wall_events
from lib.ui.live_pulse import Due
from lib.ui.wall_events import Hub, _Wall
from lib.ui.wall_question import WallQuestion

VI, EN = WallQuestion.read({"lang": "vi"}), WallQuestion.read({"lang": "en"})
REPLAY = WallQuestion.read({"replay": "60", "since": "1"})
AT = datetime(2024, 9, 21, 9, 0, 0)


class World:
    """What walls look at, and which questions were worked out."""

    def __init__(self) -> None:
        self.generation = 1
        self.orders = 0
        self.now = AT
        self.is_away = False
        self.asked: list[WallQuestion] = []

    @property
    def due(self) -> Due:
        return self.generation, self.orders, self.now.replace(second=0)

    def tags_of(self, question: WallQuestion) -> dict[str, str]:
        self.asked.append(question)
        return {} if self.is_away else {"board": f"{question.language} {self.generation}"}


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> World:
    """A world without a store or a clock of its own."""
    found = World()
    monkeypatch.setattr(wall_events, "pulse", found)
    monkeypatch.setattr(wall_events, "tags_of", found.tags_of)
    monkeypatch.setattr(wall_events, "now_of", lambda question: 0)
    return found


def _told(hub: Hub) -> list[WallQuestion]:
    """Look once more, and say whom it was worked out for."""
    asyncio.run(hub._tell())
    asked, there = [], wall_events.pulse
    assert isinstance(there, World)
    asked, there.asked = there.asked, []
    return asked


def _listened_to(*questions: WallQuestion) -> Hub:
    hub = Hub()
    hub.listeners = {_Wall(one) for one in questions}
    return hub


def test_walls_of_one_question_are_one_piece_of_work_and_none_while_nothing_changes(
    there: World,
) -> None:
    hub = _listened_to(VI, VI, VI, EN)
    assert sorted(one.language or "" for one in _told(hub)) == ["en", "vi"]
    assert hub.times_told == 2
    there.now = AT + timedelta(seconds=59)
    assert _told(hub) == []
    assert hub.times_told == 2


@pytest.mark.parametrize("news", ["publish", "order", "minute"])
def test_they_are_worked_out_anew_after_whatever_may_change_them(there: World, news: str) -> None:
    hub = _listened_to(VI)
    _told(hub)
    if news == "publish":
        there.generation += 1
    elif news == "order":
        there.orders += 1
    else:
        there.now = AT + timedelta(minutes=1)
    assert _told(hub) == [VI]
    assert _told(hub) == []


def test_a_day_played_back_is_looked_at_each_time_since_its_clock_runs_faster(
    there: World,
) -> None:
    hub = _listened_to(REPLAY)
    assert [_told(hub), _told(hub)] == [[REPLAY], [REPLAY]]


def test_a_store_that_is_away_is_asked_again_and_nothing_is_told(there: World) -> None:
    hub = _listened_to(VI)
    there.is_away = True
    assert [_told(hub), _told(hub)] == [[VI], [VI]]
    assert hub.times_told == 0
    there.is_away = False
    assert [_told(hub), _told(hub)] == [[VI], []]
    assert hub.times_told == 1


def test_a_wall_that_comes_later_is_told_what_is_known(there: World) -> None:
    hub = _listened_to(VI)
    _told(hub)
    late = _Wall(VI)
    hub.listeners.add(late)
    assert _told(hub) == []
    assert late.known == {"board": "vi 1"}


def test_what_nobody_asks_any_more_is_forgotten(there: World) -> None:
    hub = _listened_to(VI)
    _told(hub)
    hub.listeners = {_Wall(EN)}
    assert _told(hub) == [EN]
    hub.listeners = {_Wall(VI)}
    assert _told(hub) == [VI]
