"""A run that began before a publish ends on the generation it began on."""

from collections.abc import Callable
from contextvars import copy_context
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from lib import demo
from lib.queries import campaigns, progress
from lib.store import Store
from lib.ui import cards, clock, data
from tests.pages.conftest import counted_queries, open_page

EVENING = datetime(2024, 9, 21, 20)


def test_a_slow_run_asks_its_own_file_though_it_is_gone_by_now(
    other_board: Callable[..., Store],
) -> None:
    store = other_board()
    demo.build(store, at=EVENING)

    def run() -> None:
        with data.one_generation(), data.one_generation():
            slow_run()

    def slow_run() -> None:
        generation = data.generation()
        first = data.read(campaigns.campaigns, as_of=EVENING)
        about = {"campaign_code": first["campaign_code"][0], "as_of": EVENING, "unit_id": None}
        before = data.store().query("progress/overview", about, generation=generation)
        for _ in range(4):
            with store.publish(actor="test", action="clear", subject="targets", at=EVENING) as made:
                made.clear("targets")
                made.rebuild_derived()
            store.rest()
            data.answers(store.current()).read(campaigns.campaigns, as_of=EVENING)
        assert not store.generations.path(generation).exists()
        with counted_queries() as asked:
            assert data.read(campaigns.campaigns, as_of=EVENING).equals(first)
        assert dict(asked) == {}, "what it had asked is not asked again"
        found = data.read(progress.overview, **about)
        assert found["plan_vnd"][0] == before["plan_vnd"][0].as_py() > 0
        assert data.generation() == generation

    after = copy_context()
    after.run(run)
    assert after.run(data.generation) == store.current(), "and it is held no longer"
    with counted_queries() as asked:
        copy_context().run(data.read, campaigns.campaigns, as_of=EVENING)
    assert dict(asked) == {}, "the newest answers are kept for who comes"


@pytest.mark.parametrize("path", ["progress", "explore"])
def test_a_run_that_outlasts_what_it_shows_is_shown_before_the_page_runs_again(
    board: Store, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    looks, cut_off, follow = count(1), clock.latest_cut_off, cards.follow
    runs: list[None] = []

    def later(*moment: Any, **campaign: Any) -> datetime:
        return cut_off(*moment, **campaign) + timedelta(minutes=next(looks))

    def followed(*asked: Any, **rest: Any) -> None:
        runs.append(None)
        follow(*asked, **rest)

    monkeypatch.setattr(clock, "latest_cut_off", later)
    monkeypatch.setattr(cards, "follow", followed)
    page = open_page(path)
    before = len(runs)
    page.run(timeout=10)
    assert not page.exception
    assert len(runs) == before + 1
