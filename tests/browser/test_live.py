"""The light board on a phone: small, fresh without a reload, and true when it is cut off."""

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.charts.theme import DARK
from lib.ui import clock
from tests import live_day
from tests.browser.board import Board, serving
from tests.browser.conftest import Visits
from tests.browser.test_wall import sell
from tests.browser.visitor import PHONE, Visitor, words

NARROW, ZOOMED = (360, 740), (195, 422)
"""A small phone, and a usual one with text of twice the size."""
FRESH_MS, LOST_MS, BACK_MS = 5_000, 12_000, 20_000
TOO_WIDE = "() => document.documentElement.scrollWidth - innerWidth"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """A board whose campaign is open now, with nothing sold yet."""
    folder = tmp_path_factory.mktemp("live")
    with serving(folder, RAQUAN_DEMO="false", RAQUAN_CAMPAIGN=live_day.CODE) as board:
        board.command("setup", str(live_day.write(folder / "setup")))
        yield board


def phone(visitor: Visitor, address: str) -> Page:
    """The board on a phone, with figures or the words that there are none."""
    page = visitor.context.new_page()
    visitor.pages.append(page)
    visitor.watch(page)
    page.goto(visitor.url + address)
    expect(page.locator("#whole")).to_be_visible()
    return page


def plainly(shown: str) -> str:
    return shown.replace("\u00a0", " ")


def test_figures_are_those_of_the_progress_page_and_a_unit_is_chosen_once(
    server: Board, visit: Visits
) -> None:
    visitor = visit(server, size=PHONE)
    page = phone(visitor, "/live")
    progress = visitor.open("/")
    shown = progress.get_by_test_id("stMetricValue").first.inner_text()
    assert page.locator("#number").inner_text() == shown
    assert page.evaluate(TOO_WIDE) == 0
    page.locator("#district").select_option("mong_cai")
    page.locator("#office").select_option("mong_cai-bc-01")
    assert page.url.endswith("/live?unit=mong_cai-bc-01"), "a link that can be sent"
    cards = page.locator("article")
    expect(cards).to_have_count(2)
    expect(page.locator("tr.mine")).to_contain_text("Móng Cái")
    page.close()
    again = phone(visitor, "/live")
    expect(again.locator("article h3")).to_have_text(["Móng Cái", "Móng Cái 01"])
    other = phone(visitor, "/live?unit=<script>alert(1)</script>")
    expect(other.locator("#unknown")).to_contain_text("<script>alert(1)</script>")
    expect(other.locator("article")).to_have_count(0)


def test_english_in_the_dark_on_a_small_phone_and_at_twice_the_size(
    server: Board, visit: Visits
) -> None:
    for size in (NARROW, ZOOMED):
        page = phone(visit(server, size=size, theme="dark"), "/live?lang=en&unit=mong_cai-bc-01")
        assert page.evaluate(TOO_WIDE) == 0
        assert page.locator("html").get_attribute("lang") == "en"
        expect(page.locator("#note")).to_have_text(words("wall.simulated", "en"))
        expect(page.locator("#whole-title")).to_have_text(words("wall.whole", "en"))
        ground = "rgb({}, {}, {})".format(*(int(DARK.background[i : i + 2], 16) for i in (1, 3, 5)))
        expect(page.locator("body")).to_have_css("background-color", ground)
        page.locator("#theme").click()
        expect(page.locator("body")).not_to_have_css("background-color", ground)
        assert "theme=light" in page.url


def test_a_publish_is_on_the_phone_without_a_reload(live: Board, visit: Visits) -> None:
    page = phone(visit(live, size=PHONE), "/live?unit=mau-nam")
    expect(page.locator("#before")).to_contain_text(words("wall.before_sentence_1"))
    expect(page.locator("#total")).to_be_hidden()
    expect(page.locator("article")).to_contain_text(words("live.kind_silent"))
    page.evaluate("document.body.dataset.mark = 'same'")
    for number in range(2):
        sell(live, f"phone-{number}")
        expect(page.locator("#number")).to_have_text(f"{9 * (number + 1)},0", timeout=FRESH_MS)
    expect(page.locator("#fresh")).to_contain_text(words("wall_clock.fresh", at="").strip())
    expect(page.locator("article")).to_contain_text("18,0")
    assert page.locator("body").get_attribute("data-mark") == "same"


def test_a_publish_is_on_an_open_page_without_a_reload(live: Board, visit: Visits) -> None:
    page = visit(live).open("/")
    page.evaluate("document.body.dataset.mark = 'same'")
    for number in range(2):
        sell(live, f"page-{number}")
        version = words("board.version", generation=live.generation())
        expect(page.get_by_text(version)).to_be_visible(timeout=FRESH_MS)
    assert page.locator("body").get_attribute("data-mark") == "same"


def test_a_phone_outlives_the_server_says_how_old_it_is_and_goes_on(
    tmp_path: Path, visit: Visits
) -> None:
    # twenty minutes from now selling must go on, at midnight too
    now = clock.now()
    opens = max(datetime.combine(now, time()), now - timedelta(hours=12))
    with serving(tmp_path, RAQUAN_DEMO="false", RAQUAN_CAMPAIGN=live_day.CODE) as board:
        board.command("setup", str(live_day.write(tmp_path / "setup", opens=opens)))
        sell(board, "first")
        visitor = visit(board, size=PHONE)
        page = visitor.context.new_page()
        visitor.pages.append(page)
        page.clock.install()
        page.goto(f"{board.url}/live")
        expect(page.locator("#number")).to_have_text("9,0")
        kept = "() => caches.match('/live?lang=&campaign=').then(Boolean)"
        for _ in range(50):
            if page.evaluate(kept):
                break
            page.wait_for_timeout(100)
        board.stop()
        page.clock.run_for(LOST_MS)
        lost = re.compile(words("wall_clock.lost", at=r"\d\d:\d\d"))
        expect(page.locator("#fresh")).to_have_text(lost)
        expect(page.locator("#alarm")).to_contain_text(words("wall_clock.retry").partition(",")[0])
        page.clock.fast_forward("20:00")
        expect(page.locator("#fresh")).to_contain_text(words("live.ago_minutes", m=20))
        assert plainly(page.locator("#unit").inner_text()).startswith("triệu đồng, tính đến")
        expect(page.locator("#pace")).to_be_hidden()
        expect(page.locator("#outlook")).to_be_hidden()
        again = phone(visitor, "/live")
        expect(again.locator("#number")).to_have_text("9,0"), "from what the phone keeps"
        board.start()
        sell(board, "second")
        expect(again.locator("#number")).to_have_text("18,0", timeout=BACK_MS)
        expect(again.locator("#alarm")).to_be_hidden()
        # the browser says that the server was away; nothing else may have gone wrong
        visitor.complaints = [one for one in visitor.complaints if "page error" in one]
        visitor.leave()
