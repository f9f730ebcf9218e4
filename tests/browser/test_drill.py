"""From the province down to a sale and back up, in a browser; and a day to print."""

import io
import re
from urllib.parse import parse_qs, urlsplit

import pypdf
from playwright.sync_api import Page, expect

from tests.browser.board import Board
from tests.browser.conftest import Visits
from tests.browser.visitor import PHONE, drawn, settled, words

NAME = {"x": 120, "y": 52}
"""Where the name of the first row stands in a table of units or people, in px."""
CODE, WHO = "MP0142", "Nguyễn Mẫu Tâm"


def test_a_day_is_printed_and_the_way_up_is_links_that_can_be_taken_back(
    server: Board, visit: Visits
) -> None:
    page = visit(server).open(f"/person?staff={CODE}")
    expect(page.locator("h1").first).to_have_text(WHO)
    with page.expect_download() as download:
        page.get_by_role("button", name=words("drill.print")).click()
    [printed] = pypdf.PdfReader(io.BytesIO(download.value.path().read_bytes())).pages
    assert f"{words('person.title')}: {WHO}" in " ".join(printed.extract_text().split())
    _step(page, "Hạ Long 01", "Bưu cục Mẫu Hạ Long 01", {"unit": ["ha_long-bc-01"]})
    _step(page, "Hạ Long", "Bưu điện TP Hạ Long", {"unit": ["ha_long"]})
    _step(page, words("filter.whole"), words("unit.title"), {})
    page.go_back()
    expect(page.locator("h1").first).to_have_text("Bưu điện TP Hạ Long")
    page.go_back()
    expect(page.locator("h1").first).to_have_text("Bưu cục Mẫu Hạ Long 01")
    settled(page)


def test_a_row_leads_down_to_a_person_and_on_to_the_sales(server: Board, visit: Visits) -> None:
    page = visit(server).open("/unit?unit=ha_long-bc-01&lang=en")
    seller = _follow(page)
    expect(seller.get_by_text(words("person.title", "en"), exact=True)).to_be_visible()
    [code] = parse_qs(urlsplit(seller.url).query)["staff"]
    seller.get_by_test_id("stPageLink").filter(has_text=words("drill.to_ledger", "en")).click()
    expect(seller.locator("h1").first).to_have_text(words("ledger.title", "en"))
    expect(seller.get_by_role("textbox", name=words("ledger.search", "en"))).to_have_value(code)
    settled(seller)
    seller.close()


def test_on_a_phone_somebody_finds_the_own_day(server: Board, visit: Visits) -> None:
    page = visit(server, size=PHONE, theme="dark").open("/person")
    page.get_by_role("textbox", name=words("person.search")).fill("nguyen mau tam")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    settled(page)
    page.goto(f"{server.url}/person?staff={CODE}")
    expect(page.locator("h1").first).to_have_text(WHO)
    drawn(page)
    width, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width <= screen == PHONE[0]


def _step(page: Page, link: str, title: str, asked: dict[str, list[str]]) -> None:
    """Take a link up: the title and the address say where it led."""
    page.locator(".st-key-path").get_by_role("link", name=link, exact=True).click()
    expect(page.locator("h1").first).to_have_text(title)
    expect(page).to_have_url(re.compile(r"/unit" + (r"\?" if asked else r"$")))
    settled(page)
    assert parse_qs(urlsplit(page.url).query) == asked


def _follow(page: Page) -> Page:
    """Open what the first name in the page's first table leads to, in its own tab."""
    table = page.get_by_test_id("stDataFrame").first
    expect(table.locator("canvas").first).to_be_visible()
    table.scroll_into_view_if_needed()
    with page.context.expect_page() as opened:
        # the grid knows where the mouse is only once it has been drawn again
        table.hover(position=NAME, force=True)
        expect(table.locator("canvas").first).to_have_css("cursor", "pointer")
        table.click(position=NAME, force=True)
    settled(opened.value)
    return opened.value
