"""Saved views between two people, and the browser's way back on the analyst's desk."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Locator, Page, expect

from lib.ui.links import WHOLE
from tests.browser.board import Board
from tests.browser.conftest import Visits
from tests.browser.visitor import Visitor, choose, settled, words

NAME = "Hạ Long <b>buổi sáng</b>"
ASKED = {"district": ["ha_long"], "hours": ["08:00-11:00"], "find": ["bao hiem"]}


def test_going_back_restores_the_choice_before_and_its_figures(
    server: Board, visit: Visits
) -> None:
    page = visit(server).open("/explore")
    expect(_revenue(page)).to_be_visible()
    shown = [_revenue(page).inner_text()]
    for district in ("Hạ Long", "Cẩm Phả"):
        choose(page.locator(".st-key-district input"), district)
        expect(_revenue(page)).not_to_have_text(shown[-1])
        shown.append(_revenue(page).inner_text())
    settled(page)
    page.go_back()
    page.go_back()  # faster than the page answers
    expect(_revenue(page)).to_have_text(shown[0])
    _expect_asked(page, {})
    settled(page)
    page.go_forward()
    expect(_revenue(page)).to_have_text(shown[1])
    _expect_asked(page, {"district": ["ha_long"]})
    settled(page)


def test_a_view_is_saved_pinned_and_opened_and_its_link_shows_a_colleague_the_same(
    server: Board, visit: Visits, browser: Browser
) -> None:
    page = visit(server).open("/explore?district=ha_long&hours=08:00-11:00&find=bao+hiem")
    figures = _figures(page)
    page.locator(".st-key-views_menu summary").click()
    page.locator(".st-key-views_name input").fill(NAME)
    settled(page)  # a form that still moves as the page is drawn takes no press
    page.get_by_role("button", name=words("views.save")).click()
    choose(page.locator(".st-key-views_chosen input"), NAME)
    page.locator(".st-key-views_pin button").click()
    link = page.get_by_test_id("stCode").inner_text().strip()

    colleague = browser.new_context(locale="vi-VN")
    other = Visitor(colleague, "")
    theirs = other.open(link)
    assert _figures(theirs) == figures
    theirs.goto(f"{server.url}/leaderboard?unit=cam_pha&as_of=11:00&lang=en")
    settled(theirs)
    theirs.locator(".st-key-views_pinned").get_by_role("link", name=NAME).click()
    expect(theirs.locator("h1").first).to_have_text(words("explore.title", "en"))
    _expect_asked(theirs, {**ASKED, "lang": ["en"]})
    theirs.go_back()
    expect(theirs.locator("h1").first).to_have_text(words("leaderboard.title", "en"))
    _expect_asked(theirs, {"unit": ["cam_pha"], "as_of": ["11:00"], "lang": ["en"]})
    settled(theirs)
    assert not other.complaints
    colleague.close()

    page.locator(".st-key-views_remove button").click()
    expect(page.locator(".st-key-views_pinned")).to_have_count(0)
    settled(page)


def _revenue(page: Page) -> Locator:
    return page.get_by_test_id("stMetricValue").first


def _figures(page: Page) -> list[str]:
    """The key figures, and how many rows are found."""
    beginning = words("explore.rows_found").partition("{")[0]
    rows = page.get_by_test_id("stCaptionContainer").filter(has_text=re.compile(f"^{beginning}"))
    values = page.get_by_test_id("stMetricValue")
    expect(values).to_have_count(4)
    return [*values.all_inner_texts(), rows.inner_text()]


def _expect_asked(page: Page, asked: dict[str, list[str]]) -> None:
    """Wait until the address asks for this, whichever view it came from."""

    def is_so(url: str) -> bool:
        now = parse_qs(urlsplit(url).query)
        return {key: one for key, one in now.items() if key != WHOLE} == asked

    page.wait_for_url(is_so, wait_until="commit")
