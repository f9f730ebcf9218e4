"""The checks page in a browser: a case leads to its sales, by mouse and by thumb."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.board import Board
from tests.browser.conftest import Visits
from tests.browser.visitor import PHONE, settled, words

LINK = {"x": 142, "y": 52}
"""Where the word of the first row's link stands in the first table, in px."""


def test_a_case_opens_its_sales_in_the_ledger(server: Board, visit: Visits) -> None:
    page = visit(server).open("/checks")
    table = _first_table(page)
    with page.context.expect_page() as opened:
        # the grid knows where the mouse is only once it has been drawn again
        table.hover(position=LINK, force=True)
        expect(table.locator("canvas").first).to_have_css("cursor", "pointer")
        table.click(position=LINK, force=True)
    ledger = opened.value
    settled(ledger)
    expect(ledger.locator("h1").first).to_have_text(words("ledger.title"))
    asked = parse_qs(urlsplit(ledger.url).query)
    assert asked["q"] == ["MP0142 MI30"] and asked["unit"] == ["ha_long-bc-01"]
    expect(ledger.get_by_text("2 giao dịch", exact=True)).to_be_visible()
    expect(ledger.get_by_text("2.530.000")).to_be_visible()
    ledger.close()


def test_on_a_phone_the_link_of_a_chosen_cell_leads_there_too(server: Board, visit: Visits) -> None:
    page = visit(server, size=PHONE).open("/checks?lang=en")
    table = _first_table(page)
    table.click(position=LINK, force=True)
    page.keyboard.press("Enter")
    link = page.locator(".gdg-link-area")
    expect(link).to_have_text(words("checks.see", "en"))
    expect(link).to_have_attribute("href", re.compile(r"^ledger\?.*lang=en.*sale=\d+"))
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE[0]


def _first_table(page: Page) -> Locator:
    table = page.get_by_test_id("stDataFrame").first
    expect(table.locator("canvas").first).to_be_visible()
    table.scroll_into_view_if_needed()
    return table
