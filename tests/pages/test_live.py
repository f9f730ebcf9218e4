"""The light board's addresses: one answer shows the figures, and nothing in it comes alive."""

import base64
import gzip
import hashlib
import html
import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from lib.i18n import catalog
from lib.queries import leaderboard, progress
from lib.store import Store
from lib.ui import clock, data, live_board, live_feed, live_page
from lib.ui.live_feed import FEED
from lib.ui.wall_question import WallQuestion
from tests.asgi import Answer, Web

BUDGET = 40_000
"""Bytes, packed: the page with its first board, which is everything a phone needs."""
PACKED = {"accept-encoding": "gzip"}
OPENING = re.compile(r'<script type="application/json" id="opening">(.*?)</script>', re.DOTALL)
INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


@pytest.fixture
def web() -> Web:
    """Somebody who asks for the light board, of this test's store alone."""
    live_board.lately._blink = None
    return Web(live_feed.routes())


def opening(answer: Answer) -> dict[str, Any]:
    """What the page holds for its script."""
    found = OPENING.search(answer.text)
    assert found
    read: dict[str, Any] = json.loads(found[1])
    return read


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_the_page_with_its_first_board_is_small_and_in_its_language(
    board: Store, web: Web, language: str
) -> None:
    answer = web.get(f"/live?lang={language}", PACKED)
    assert len(answer.body) + len(web.get(FEED, PACKED).body) < BUDGET
    page = gzip.decompress(answer.body).decode()
    assert f'<html lang="{language}">' in page
    said = opening(web.get(f"/live?lang={language}"))
    assert said["board"] == web.get(f"{FEED}?lang={language}").json()
    sentences = catalog.sentences(language)
    assert html.escape(sentences["live.no_script"]) in page
    assert said["words"]["stale"] == sentences["wall_clock.stale"]
    assert not re.search(r"%[a-z_.]+%", page), "every place is filled"


def test_nothing_is_fetched_and_only_the_pages_own_script_may_run(board: Store, web: Web) -> None:
    answer = web.get("/live")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    for kind, content in INLINE.findall(answer.text):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert not re.search(r'\b(src|action)="|<link[^>]*href="(?!data:)|url\(', answer.text)


def test_figures_are_those_of_the_named_queries(board: Store, web: Web) -> None:
    found = web.get(FEED).json()
    known = data.answers(data.store().current())
    shared = {"campaign_code": found["campaign"], "as_of": datetime(2100, 1, 1)}
    overview = known.read(progress.overview, **shared, unit_id=None).iloc[0]
    assert found["whole"]["revenue_vnd"] == overview["revenue_vnd"]
    read = [dict(zip(found["columns"], one, strict=True)) for one in found["units"]]
    for level in (0, 1):
        rows = known.read(leaderboard.units_by_attainment, **shared, level=level, parent_id=None)
        ranked = [read[index] for index in found["ranking"][level]]
        assert [one["unit_id"] for one in ranked] == list(rows["unit_id"])
        assert [one["revenue_vnd"] for one in ranked] == list(rows["revenue_vnd"])
        assert [one["target_vnd"] for one in ranked] == list(rows["target_vnd"])


@pytest.mark.parametrize("address", [FEED, "/live"])
def test_what_a_phone_has_is_not_sent_again(board: Store, web: Web, address: str) -> None:
    first = web.get(address)
    assert re.fullmatch(r'"[0-9a-f]{20}"', first.headers["etag"])
    again = web.get(address, {"if-none-match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    assert gzip.decompress(web.get(address, PACKED).body) == first.body
    assert web.get(address, {"if-none-match": '"of another day"'}).body == first.body


def test_the_board_tells_the_time_of_the_server(
    board: Store, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(1970, 1, 2, 0, 0, 1))
    assert web.get(FEED).headers["x-now"] == "86401000"


def test_no_address_makes_the_server_work_for_one_viewer(board: Store, web: Web) -> None:
    usual = web.get(FEED).body
    for asked in (
        "campaign=nowhere",
        "campaign=%3Cscript%3E",
        "unit=co_to",
        "lang=xx",
        "scene=map",
    ):
        assert web.get(f"{FEED}?{asked}").body == usual
    questions = {
        live_board.settled(live_board.question({"campaign": name}))
        for name in ("", "nowhere", "elsewhere", "';--")
    }
    assert len(questions) == 1
    other = live_board.question({"campaign": "120-ngay"})
    assert live_board.settled(other) == other
    assert web.get(f"{FEED}?campaign=120-ngay").json()["campaign"] == "120-ngay"


def test_names_from_data_stay_literal_in_the_page() -> None:
    hostile = {"campaign": "x", "name": "</script><script>alert(1)</script><!--", "kept": None}
    body = json.dumps(hostile).encode()
    page = live_page.page("vi", live_page.Rendered(body, b"", "tag"), feed=FEED).body.decode()
    found = OPENING.search(page)
    assert found and "<" not in found[1]
    assert json.loads(found[1])["board"] == hostile
    assert page.count("<script") == 2


def test_without_a_campaign_and_without_a_store_the_page_opens(
    other_board: Callable[..., Store], web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_board().prepare(at=clock.now())
    assert opening(web.get("/live"))["board"]["campaign"] is None
    live_board.lately._blink = None

    def away(_: WallQuestion) -> Any:
        raise OSError("the disk is away")

    monkeypatch.setattr(live_board, "worked_out", away)
    page = web.get("/live")
    assert (page.status, opening(page)["board"]) == (200, None)
    refused = web.get(FEED)
    assert refused.status == 503 and "error" in refused.json()
    assert refused.headers["x-now"]


def test_a_new_release_is_known_by_the_pages_own_files(monkeypatch: pytest.MonkeyPatch) -> None:
    before = live_page.release()
    assert re.fullmatch("[0-9a-f]{12}", before)
    monkeypatch.setattr(live_page, "_read", lambda name: f"{name} changed")
    assert live_page.release.__wrapped__() != before


def test_the_worker_may_keep_the_board_and_nothing_else(web: Web) -> None:
    answer = web.get("/live-worker.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert 'asked.pathname !== "/live"' in answer.text
