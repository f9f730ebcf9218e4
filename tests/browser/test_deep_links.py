"""Links that carry filters: opened on a fresh server, followed, mistyped, and hostile."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from lib.ui.addresses import PAGES
from tests.browser.board import Board, serving
from tests.browser.conftest import Visits
from tests.browser.visitor import PHONE, drawn, settled, turn_to, words

HOSTILE = "<img src=x onerror=alert(1)> ![x](http://evil.example/x.png) $\\frac{1}{2}$"


@pytest.fixture
def fresh_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    with serving(tmp_path_factory.mktemp("fresh")) as board:
        yield board


def test_the_first_visit_of_a_fresh_server_may_be_a_deep_link(
    fresh_server: Board, visit: Visits
) -> None:
    page = visit(fresh_server).open("/leaderboard?unit=ha_long&lang=en")
    expect(page.locator("h1").first).to_have_text(words("leaderboard.title", "en"))
    in_the_bar = [one for one in PAGES if not one.section]
    expect(page.get_by_test_id("stTopNavLink")).to_have_count(len(in_the_bar))
    expect(_main(page).get_by_text("Hạ Long city post office", exact=True)).to_be_visible()
    _expect_chart(page, of="Hạ Long 03", without="Cẩm Phả")


def test_filters_go_along_through_the_navigation_and_stay_in_the_address(
    server: Board, visit: Visits
) -> None:
    page = visit(server).open("/?unit=ha_long&as_of=11:00")
    expect(page.get_by_text(words("freshness.replay", at="11:00, 21/9/2024"))).to_be_visible()
    turn_to(page, "leaderboard")
    expect(page.locator("h1").first).to_have_text(words("leaderboard.title"))
    expect(_main(page).get_by_text("Bưu điện TP Hạ Long", exact=True)).to_be_visible()
    _expect_address(page, "/leaderboard", unit="ha_long", as_of="11:00")
    # The awards are decided for the whole province: the unit steps back there, and returns.
    turn_to(page, "awards")
    expect(page.locator("h1").first).to_have_text(words("awards.title"))
    expect(page.get_by_text(words("freshness.replay", at="11:00, 21/9/2024"))).to_be_visible()
    turn_to(page, "progress")
    expect(page.locator("h1").first).to_have_text(words("progress.title"))
    _expect_address(page, "/", unit="ha_long", as_of="11:00")
    settled(page)


def test_another_language_shows_the_same_figures(server: Board, visit: Visits) -> None:
    page = visit(server).open("/leaderboard?unit=ha_long&as_of=11:00")
    page.get_by_test_id("stSidebar").get_by_text("English", exact=True).click()
    expect(page.locator("h1").first).to_have_text(words("leaderboard.title", "en"))
    _expect_address(page, "/leaderboard", unit="ha_long", as_of="11:00", lang="en")
    expect(_main(page).get_by_text("Hạ Long city post office", exact=True)).to_be_visible()
    page.reload()
    settled(page)
    expect(page.locator("h1").first).to_have_text(words("leaderboard.title", "en"))
    expect(_main(page).get_by_text("Hạ Long city post office", exact=True)).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_text("Tiếng Việt", exact=True).click()
    expect(page.locator("h1").first).to_have_text(words("leaderboard.title"))
    _expect_address(page, "/leaderboard", unit="ha_long", as_of="11:00")


def test_a_filter_that_is_set_changes_the_address_and_reset_clears_it(
    server: Board, visit: Visits
) -> None:
    page = visit(server).open("/")
    page.locator(".st-key-as_of input").fill("11:00")
    page.locator(".st-key-as_of input").press("Enter")
    expect(page.get_by_text(words("freshness.replay", at="11:00, 21/9/2024"))).to_be_visible()
    _expect_address(page, "/", as_of="11:00")
    page.get_by_role("button", name=words("filter.reset")).click()
    expect(page.get_by_text("17:51, 21/9/2024")).to_be_visible()
    _expect_address(page, "/")


@pytest.mark.parametrize(
    "address",
    [
        "/?unit=nowhere&campaign=x&lang=xx",
        "/leaderboard?unit=nowhere&level=99&campaign=x",
        "/awards?title=x&level=-1",
        "/import?unit=nowhere&campaign=x",
        "/entry?unit=nowhere&campaign=x&seller=x&draft=x",
        "/ledger?unit=nowhere&campaign=x&view=x&page=x&sale=x&batch=x&status=x",
    ],
)
def test_values_that_nobody_offered_mean_the_usual_ones(
    server: Board, visit: Visits, address: str
) -> None:
    page = visit(server).open(address)
    title = (urlsplit(address).path.strip("/") or "progress") + ".title"
    expect(page.locator("h1").first).to_have_text(words(title))
    expect(page.get_by_text("17:51, 21/9/2024")).to_be_visible()
    expect(page.locator(".st-key-campaign input")).to_have_value("Ngày thứ 7 – Chiến thắng")
    assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0


def test_a_time_that_cannot_be_read_is_said_and_left_out(server: Board, visit: Visits) -> None:
    page = visit(server).open("/?as_of=banana")
    expect(page.get_by_text(words("filter.as_of_unread", typed="banana"))).to_be_visible()
    expect(page.get_by_text("17:51, 21/9/2024")).to_be_visible()


def test_looking_back_names_the_units_that_had_not_reported_by_then(
    server: Board, visit: Visits
) -> None:
    visitor = visit(server)
    page = visitor.open("/leaderboard?as_of=10:45")
    expect(page.get_by_text(words("freshness.replay", at="10:45, 21/9/2024"))).to_be_visible()
    expect(page.get_by_test_id("stAlert").filter(has_text="Cô Tô")).to_contain_text("Chưa có số")
    page = visitor.open("/leaderboard?as_of=11:30")
    expect(page.get_by_text(words("freshness.replay", at="11:30, 21/9/2024"))).to_be_visible()
    drawn(page)
    assert page.get_by_text("Chưa có số").count() == 0


def test_a_hostile_address_is_shown_as_it_is_and_loads_nothing(
    server: Board, visit: Visits
) -> None:
    visitor = visit(server)
    page = visitor.context.new_page()
    visitor.pages.append(page)
    visitor.watch(page)
    opened: list[str] = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    page.goto(f"{server.url}/?{'&'.join(f'{key}={quote(HOSTILE)}' for key in FILTERS)}")
    settled(page)
    expect(page.locator("h1").first).to_have_text(words("progress.title"))
    shown = HOSTILE.replace("://", ":\u2060//")  # parted unseen, so that no link comes of it
    expect(page.get_by_test_id("stAlert").filter(has_text=shown)).to_be_visible()
    assert page.locator("[data-testid=stMain] img, [data-testid=stSidebar] img").count() == 0
    assert page.locator(".katex").count() == 0
    assert opened == []


def test_a_unit_opens_its_counters_and_the_way_back_leads_up(server: Board, visit: Visits) -> None:
    page = visit(server).open("/leaderboard")
    page.locator(".st-key-drill").get_by_text("Hạ Long", exact=True).click()
    expect(_main(page).get_by_text("Bưu điện TP Hạ Long", exact=True)).to_be_visible()
    _expect_address(page, "/leaderboard", unit="ha_long")
    _expect_chart(page, of="Hạ Long 03")
    _main(page).get_by_role("button", name=words("leaderboard.up")).click()
    _expect_chart(page, of="Cẩm Phả", without="Hạ Long 03")
    _expect_address(page, "/leaderboard")


def test_counters_of_the_whole_province_are_one_choice_away(server: Board, visit: Visits) -> None:
    page = visit(server, size=PHONE).open("/leaderboard")
    page.locator(".st-key-level").get_by_text(words("leaderboard.level_1"), exact=True).click()
    _expect_chart(page, of="Hạ Long 03")
    _expect_address(page, "/leaderboard", level="1")


def test_each_title_has_an_address(server: Board, visit: Visits) -> None:
    page = visit(server).open("/awards?title=team_leader&lang=en")
    expect(page.get_by_text(words("awards.how", "en"))).to_be_visible()
    drawn(page)
    page.locator(".st-key-title").get_by_text(re.compile("Chiến sĩ kinh doanh giỏi")).click()
    _expect_address(page, "/awards", title="salesperson", lang="en")


FILTERS = ("as_of", "unit", "campaign", "level", "title", "lang")


def _main(page: Page) -> Locator:
    return page.get_by_test_id("stMain")


def _expect_chart(page: Page, *, of: str, without: str | None = None) -> None:
    """Wait until the page has one chart that names a unit, and not another."""
    charts = page.locator(".js-plotly-plot")
    expect(charts).to_have_count(1)
    expect(charts.filter(has_text=of, has_not_text=without)).to_have_count(1)


def _expect_address(page: Page, path: str, **filters: str) -> None:
    """Wait until the address is a path with exactly these filters."""

    def is_so(url: str) -> bool:
        now = urlsplit(url)
        return now.path == path and parse_qs(now.query) == {k: [v] for k, v in filters.items()}

    page.wait_for_url(is_so, wait_until="commit")
