"""Pages wait while news is worked out, and never for long."""

import threading
import time
from collections.abc import Iterator

import pytest

from lib.ui import news_first


@pytest.fixture(autouse=True)
def _no_news(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(news_first, "_over_at", 0.0)
    yield


def waited() -> float:
    began = time.monotonic()
    news_first.wait()
    return time.monotonic() - began


def test_without_news_a_page_begins_at_once() -> None:
    assert waited() < 0.1


def test_a_page_begins_when_the_last_news_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news_first, "MOST_SECONDS", 30.0)
    begun, found = threading.Event(), []

    def page() -> None:
        begun.set()
        news_first.wait()
        found.append("page")

    with news_first.worked_out():
        with news_first.worked_out():
            thread = threading.Thread(target=page)
            thread.start()
            begun.wait()
            time.sleep(0.05)
        time.sleep(0.05)
        found.append("news")
    thread.join()
    assert found == ["news", "page"]


def test_news_that_fails_is_over_too() -> None:
    with pytest.raises(ValueError, match="away"), news_first.worked_out():
        raise ValueError("away")
    assert waited() < news_first.MOST_SECONDS


def test_a_page_waits_no_longer_than_that() -> None:
    with news_first.worked_out():
        assert waited() == pytest.approx(news_first.MOST_SECONDS, abs=0.2)
