"""Every page by its own address, in both languages, on a laptop and on a phone."""

import re

import pytest
from playwright.sync_api import Error, expect

from lib.ui.addresses import HIDDEN
from lib.ui.addresses import PAGES as ADDRESSES
from tests.browser.board import Board
from tests.browser.conftest import Visits
from tests.browser.visitor import LAPTOP, PHONE, drawn, settled, turn_to, words

PAGES = {
    # address: the key of its title, how many charts it draws
    "/": ("progress", 3),
    "/leaderboard": ("leaderboard", 1),
    "/checks": ("checks", 0),
    "/fairness": ("fairness", 5),
    "/awards": ("awards", 1),
    "/import": ("import", 0),
    "/entry": ("entry", 0),
    "/ledger": ("ledger", 0),
}
STAMP = {"vi": "số liệu đến 17:51, 21/9/2024", "en": "figures up to 17:51, 21/9/2024"}
FAILED = "[data-testid=stException], [data-testid=stAlertContentError]"


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    ("size", "language"),
    [(LAPTOP, "vi"), (LAPTOP, "en"), (PHONE, "vi")],
    ids=["laptop-vi", "laptop-en", "phone-vi"],
)
def test_a_page_opens_whole_by_its_own_address(
    server: Board, visit: Visits, address: str, language: str, size: tuple[int, int]
) -> None:
    name, charts = PAGES[address]
    visitor = visit(server, size=size)
    page = visitor.open(f"{address}?lang={language}")
    expect(page.locator("h1").first).to_have_text(words(f"{name}.title", language))
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(
        page.locator(".stMarkdownBadge").filter(has_text=words("board.simulated", language))
    ).to_be_visible()
    expect(page.get_by_text(STAMP[language])).to_be_visible()
    expect(page.locator(".chart")).to_have_count(charts)
    told = next(one for one in ADDRESSES if one.path == name)
    assert told.has_charts == bool(charts), "what draws is read at once, or only fetched"
    if charts:
        drawn(page)
    assert page.locator(FAILED).count() == 0
    width, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width <= screen == size[0]
    if size == LAPTOP:
        for one in (one for one in ADDRESSES if one.section != HIDDEN):
            kind = "stTopNavSection" if one.section else "stTopNavLink"
            key = f"nav_section.{one.section}" if one.section else f"nav.{one.path}"
            link = page.get_by_test_id(kind).filter(has_text=words(key, language))
            expect(link).to_be_visible()


def test_the_menus_of_the_navigation_lead_to_their_pages(server: Board, visit: Visits) -> None:
    page = visit(server).open("/")
    for one in ADDRESSES:
        if one.section not in ("", HIDDEN):
            turn_to(page, one.path)
            expect(page).to_have_url(re.compile(rf"/{one.path}(\?|$)"))
            expect(page.locator("h1").first).to_have_text(words(f"{one.path}.title"))
            settled(page)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_dark_for_those_who_like_it_dark(
    server: Board, visit: Visits, address: str
) -> None:
    page = visit(server, theme="dark").open(f"{address}?lang=en")
    expect(page.locator("h1")).to_be_visible()
    if PAGES[address][1]:
        drawn(page)
    assert _luminance(page.get_by_test_id("stApp").evaluate(BACKGROUND)) < 0.05
    for chart in page.locator(".js-plotly-plot .main-svg:first-child").all():
        assert _luminance(chart.evaluate(BACKGROUND)) < 0.05
    assert _luminance(page.locator("h1").evaluate("e => getComputedStyle(e).color")) > 0.7


def test_the_navigation_leads_to_every_page_from_a_phone_too(server: Board, visit: Visits) -> None:
    page = visit(server, size=PHONE).open("/")
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebar").get_by_role("link", name=words("nav.awards")).click()
    expect(page.locator("h1").first).to_have_text(words("awards.title"))
    expect(page).to_have_url(re.compile(r"/awards$"))
    settled(page)
    page.evaluate("localStorage.clear()")  # it remembers that the sidebar was opened


def test_a_table_of_the_same_figures_opens_below_the_charts(server: Board, visit: Visits) -> None:
    page = visit(server).open("/")
    page.get_by_text(words("progress.facts_title")).click()
    expect(page.get_by_text(words("progress.facts_measure"))).to_be_visible()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()


def test_the_hours_of_the_day_are_drawn_when_they_are_looked_at(
    server: Board, visit: Visits
) -> None:
    page = visit(server).open("/")
    expect(page.locator(".chart")).to_have_count(3)
    page.get_by_text(words("progress.hours_plain"), exact=True).click()
    expect(page.locator(".chart")).to_have_count(4)
    drawn(page)


@pytest.mark.parametrize("address", ["http://example.org", "http://192.0.2.1"])
def test_the_browser_reaches_nothing_but_this_machine(
    server: Board, visit: Visits, address: str
) -> None:
    page = visit(server).context.new_page()
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto(address)
    page.close()


BACKGROUND = """element => {
    for (let one = element; one; one = one.parentElement) {
        const color = getComputedStyle(one).backgroundColor;
        if (!color.endsWith(', 0)')) return color;
    }
}"""


def _luminance(color: str) -> float:
    """The relative luminance of an opaque CSS colour: 0 black, 1 white."""
    channels = [int(one) / 255 for one in re.findall(r"\d+", color)[:3]]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
