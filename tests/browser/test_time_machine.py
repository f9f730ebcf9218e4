"""The slider in a browser: by keyboard, by address, in both languages; the pages that compare."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.board import Board
from tests.browser.conftest import Visits
from tests.browser.visitor import LAPTOP, PHONE, drawn, settled, words

FAILED = "[data-testid=stException], [data-testid=stAlertContentError]"


def thumb(page: Page) -> Locator:
    return page.locator(".st-key-as_of_slider").get_by_role("slider")


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_the_slider_goes_by_keyboard_and_one_button_leads_back(
    server: Board, visit: Visits
) -> None:
    page = visit(server).open("/?as_of=11:07")
    at = page.get_by_test_id("stMain").get_by_text(re.compile("^.*Xem lại số liệu lúc"))
    expect(at).to_contain_text("11:07, 21/9/2024")
    expect(thumb(page)).to_have_attribute("aria-valuetext", "11:07")
    thumb(page).focus()
    page.keyboard.press("ArrowRight")
    expect(at).to_contain_text("11:15, 21/9/2024")
    page.wait_for_url(lambda url: "as_of=11%3A15" in url or "as_of=11:15" in url)
    expect(page.locator(".st-key-as_of input")).to_have_value("11:15")
    settled(page)
    # another language has other words for the steps; the choice stays
    page.get_by_test_id("stSidebar").get_by_text("English", exact=True).click()
    expect(page.locator("h1").first).to_have_text(words("progress.title", "en"))
    expect(thumb(page)).to_have_attribute("aria-valuetext", "11:15")
    settled(page)
    page.get_by_role("button", name=words("filter.to_latest", "en")).click()
    expect(page.get_by_text("17:51, 21/9/2024")).to_be_visible()
    expect(thumb(page)).to_have_attribute("aria-valuetext", "latest")
    assert "as_of" not in asked(page)
    assert page.locator(FAILED).count() == 0


@pytest.mark.parametrize(
    ("address", "size", "theme", "charts"),
    [
        ("/changes?as_of=12:00&since=11:00&lang=en", PHONE, "dark", 4),
        ("/compare?by=peers&unit=ha_long", PHONE, "light", 3),
        ("/compare?by=days&campaign=120-ngay&lang=en", LAPTOP, "dark", 1),
    ],
)
def test_the_pages_that_compare_open_whole(
    server: Board, visit: Visits, address: str, size: tuple[int, int], theme: str, charts: int
) -> None:
    page = visit(server, size=size, theme=theme).open(address)
    expect(page.locator(".chart")).to_have_count(charts)
    drawn(page)
    assert page.locator(FAILED).count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
