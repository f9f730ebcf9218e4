"""Events to many at once: the same bytes for all, one look for all, and nobody holds another up."""

import asyncio
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from lib.ui import live_board, live_pulse
from lib.ui.live_board import Phone, Phones
from lib.ui.live_pulse import Pulse
from lib.ui.live_streams import GZIP_HEAD, Listener, News, news
from lib.ui.wall_question import WallQuestion

VI = WallQuestion.read({"lang": "vi"})
EN = WallQuestion.read({"lang": "en"})


AT = datetime(2024, 9, 21, 9, 0, 0)


class Store:
    """A store with a pointer, what else makes a board due, and how often each was looked at."""

    def __init__(self) -> None:
        self.generation, self.orders, self.now = 1, 0, AT
        self.is_away = False
        self.looks = self.times_due = 0

    def current(self) -> int:
        self.looks += 1
        return self.generation

    def due(self, asked: WallQuestion) -> str:
        self.times_due += 1
        if self.is_away:
            raise OSError("the store is away")
        return f"{self.generation}"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store of the process, with a pulse of its own and quick clocks."""
    found = Store()
    monkeypatch.setattr(live_pulse.data, "store", lambda: found)
    monkeypatch.setattr(live_pulse, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(live_board, "pulse", Pulse())
    monkeypatch.setattr(live_pulse, "ORDERS_SECONDS", 0.02)
    monkeypatch.setattr(live_pulse.screens, "version", lambda *_: found.orders)
    monkeypatch.setattr(live_pulse, "clock", SimpleNamespace(now=lambda: found.now))
    monkeypatch.setattr(live_board, "_due", found.due)
    return found


@pytest.fixture
def worked_out(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """The boards that were worked out: question and generation."""
    from lib.feed.scenes import packed

    found: list[Any] = []

    def work(asked: WallQuestion) -> Any:
        found.append((asked.language, store.generation))
        board = {"language": asked.language, "generation": store.generation, "kept": None}
        return packed(board)

    monkeypatch.setattr(live_board, "worked_out", work)
    yield found


def test_a_packed_event_is_a_piece_of_any_gzip_stream_wherever_it_stands() -> None:
    one, two = news("board", {"n": 1}, tag="abc"), news("beat", {"now": 2})
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
    read = stream.decompress(GZIP_HEAD + two.packed)
    assert read == two.plain, "and it can be read at once"
    assert stream.decompress(one.packed + two.packed + one.packed) == (
        one.plain + two.plain + one.plain
    )


def test_an_event_is_told_as_browsers_read_it() -> None:
    assert news("board", b'{"a":1}', tag="t").plain == b'event: board\nid: t\ndata: {"a":1}\n\n'
    assert news("beat", {"now": 5}).plain == b'event: beat\ndata: {"now": 5}\n\n'


def test_a_slow_stream_is_sent_the_latest_of_each_kind_and_piles_nothing_up() -> None:
    async def listen() -> list[bytes]:
        listener, sent = Listener(), []
        for number in range(1_000):
            listener.tell("board", News(b"board %d" % number))
        listener.tell("beat", News(b"beat"))
        listener.end()
        async for one in listener.told():
            sent.append(one.plain)
        return sent

    assert asyncio.run(listen()) == [b"board 999", b"beat"]


async def _listen(phones: Phones, phone: Phone, into: list[News]) -> None:
    with phones.listening(phone):
        async for one in phone.told():
            into.append(one)


async def _until(met: Any) -> None:
    for _ in range(200):
        if met():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come about in two seconds")


def test_a_publish_is_worked_out_once_a_language_and_told_to_all_in_the_same_bytes(
    store: Store, worked_out: list[Any]
) -> None:
    async def day() -> tuple[list[list[News]], int]:
        phones = Phones()
        told: list[list[News]] = [[] for _ in range(200)]
        tasks = [
            asyncio.ensure_future(_listen(phones, Phone((VI, EN)[one % 2], ""), told[one]))
            for one in range(200)
        ]
        await _until(lambda: all(len(one) == 1 for one in told))
        store.generation = 2
        await _until(lambda: all(len(one) == 2 for one in told))
        before = store.looks
        await asyncio.sleep(0.2)
        looks = store.looks - before
        phones.close()
        await asyncio.gather(*tasks)
        assert phones.count == 0
        return told, looks

    told, looks = asyncio.run(day())
    assert sorted(worked_out) == [("en", 1), ("en", 2), ("vi", 1), ("vi", 2)]
    for number in range(2):
        assert len({id(one[number]) for one in told}) == 2, "one for each language"
    assert looks <= 11, "one look for all of them"


def test_a_phone_that_has_the_board_is_not_sent_it_again(
    store: Store, worked_out: list[Any]
) -> None:
    async def day() -> tuple[list[News], list[News]]:
        phones, first, second = Phones(), [], []
        one = asyncio.ensure_future(_listen(phones, Phone(VI, ""), first))
        await _until(lambda: first)
        tag = first[0].plain.split(b"id: ")[1].split(b"\n")[0].decode()
        two = asyncio.ensure_future(_listen(phones, Phone(VI, tag), second))
        await asyncio.sleep(0.1)
        assert not second
        store.generation = 2
        await _until(lambda: len(first) == 2 and second)
        phones.close()
        await asyncio.gather(one, two)
        return first, second

    first, second = asyncio.run(day())
    assert first[1] is second[0]


def test_of_many_publishes_in_a_row_the_first_is_told_at_once_and_the_last_a_breath_later(
    store: Store, worked_out: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_pulse, "BREATH_SECONDS", 0.5)

    async def burst() -> None:
        phones, told = Phones(), []
        task = asyncio.ensure_future(_listen(phones, Phone(VI, ""), told))
        await _until(lambda: told)
        store.generation = 2
        await _until(lambda: len(told) == 2)
        for generation in range(3, 9):
            store.generation = generation
            await asyncio.sleep(0.03)
        await _until(lambda: len(told) == 3)
        phones.close()
        await task

    asyncio.run(burst())
    assert worked_out == [("vi", 1), ("vi", 2), ("vi", 8)]


@pytest.mark.parametrize("what", ["publish", "order", "minute"])
def test_a_board_is_looked_into_when_something_may_have_changed_it_and_else_never(
    store: Store, worked_out: list[Any], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(live_board, "CLOCK_SECONDS", 0.02)

    async def day() -> tuple[int, int]:
        phones, told = Phones(), []
        task = asyncio.ensure_future(_listen(phones, Phone(VI, ""), told))
        await _until(lambda: told)
        store.now = AT + timedelta(seconds=59)
        await asyncio.sleep(0.2)
        before = store.times_due
        if what == "publish":
            store.generation = 2
        elif what == "order":
            store.orders = 1
        else:
            store.now = AT + timedelta(minutes=1)
        await _until(lambda: store.times_due > before)
        await asyncio.sleep(0.2)
        phones.close()
        await task
        return before, store.times_due

    assert asyncio.run(day()) == (1, 2)
    assert worked_out == ([("vi", 1), ("vi", 2)] if what == "publish" else [("vi", 1)])


def test_a_publish_while_the_store_is_away_is_told_as_soon_as_it_is_back(
    store: Store, worked_out: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_board, "CLOCK_SECONDS", 0.02)

    async def day() -> list[News]:
        phones, told = Phones(), []
        task = asyncio.ensure_future(_listen(phones, Phone(VI, ""), told))
        await _until(lambda: told)
        store.is_away, store.generation = True, 2
        await asyncio.sleep(0.2)
        store.is_away = False
        await _until(lambda: len(told) == 2)
        phones.close()
        await task
        return told

    assert b'"generation":2' in asyncio.run(day())[1].plain.replace(b" ", b"")
    assert worked_out == [("vi", 1), ("vi", 2)]


def test_a_beat_is_one_for_all_and_tells_the_time(
    store: Store, worked_out: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_board, "BEAT_SECONDS", 0.05)
    monkeypatch.setattr(live_board, "CLOCK_SECONDS", 0.02)

    async def day() -> list[list[News]]:
        phones = Phones()
        told: list[list[News]] = [[] for _ in range(20)]
        tasks = [asyncio.ensure_future(_listen(phones, Phone(VI, ""), into)) for into in told]
        await _until(lambda: all(len(one) >= 3 for one in told))
        phones.close()
        await asyncio.gather(*tasks)
        return told

    told = asyncio.run(day())
    assert told[0][1].plain.startswith(b'event: beat\ndata: {"now": ')
    assert len({id(one[1]) for one in told}) == 1
    assert worked_out == [("vi", 1)], "and nothing is worked out anew for it"


def test_with_nobody_listening_nothing_is_looked_for(store: Store, worked_out: list[Any]) -> None:
    async def day() -> int:
        phones, told = Phones(), []
        task = asyncio.ensure_future(_listen(phones, Phone(VI, ""), told))
        await _until(lambda: told)
        phones.close()
        await task
        await asyncio.sleep(1.1)  # the look that was on its way
        before = store.looks
        store.generation = 2
        await asyncio.sleep(0.2)
        return store.looks - before

    assert asyncio.run(day()) == 0
    assert worked_out == [("vi", 1)]


def test_a_last_good_board_is_tried_again_and_one_that_fails_leaves_phones_what_they_have(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lib.feed.scenes import packed

    monkeypatch.setattr(live_board, "RETRY_SECONDS", 0.1)
    monkeypatch.setattr(live_board, "CLOCK_SECONDS", 0.05)
    tries = 0

    def work(asked: WallQuestion) -> Any:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise OSError("the disk is away")
        return packed({"try": min(tries, 3), "kept": "CODE" if tries < 3 else None})

    monkeypatch.setattr(live_board, "worked_out", work)

    async def day() -> list[News]:
        phones, told = Phones(), []
        task = asyncio.ensure_future(_listen(phones, Phone(VI, ""), told))
        await _until(lambda: len(told) == 2)
        await asyncio.sleep(0.3)
        phones.close()
        await task
        return told

    told = asyncio.run(day())
    assert tries == 3, "not at each look"
    assert b'"CODE"' in told[0].plain and b'"kept":null' in told[1].plain
