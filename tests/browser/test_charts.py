"""Charts in a browser: one node each, redrawn in place, picked by mouse and by keyboard."""

import gzip
import urllib.request
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.board import Board
from tests.browser.conftest import Visits
from tests.browser.visitor import WAIT_MS, drawn, settled, words

UNITS = ".st-key-explore_units"
SIGNED = "chart => { chart.signed = 'the same'; }"
SIGNATURE = "chart => chart.signed"
WIDTHS = "chart => [chart.clientWidth, chart.querySelector('.main-svg').clientWidth]"
FOUR_CHARTS = "() => document.querySelectorAll('.chart .main-svg').length >= 4"
CODES = "chart => chart.data[0].customdata"
DRAWINGS = """() => {
    window.drawings = [];
    const react = window.Plotly.react;
    window.Plotly.react = (node, ...rest) => {
        window.drawings.push(node.closest("[class*=st-key-]").className);
        return react.call(window.Plotly, node, ...rest);
    };
}"""


def chip(page: Page, name: str) -> Any:
    """The button that takes a pick away."""
    return page.get_by_role("button", name=name, exact=True)


def click_first_bar(page: Page) -> None:
    """Click in the middle of the longest bar of units."""
    box = page.locator(f"{UNITS} .barlayer .point path").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_chart_is_the_same_node_before_and_after_and_is_drawn_once(
    server: Board, visit: Visits
) -> None:
    page = visit(server).open("/explore")
    page.wait_for_function(FOUR_CHARTS, timeout=WAIT_MS)
    charts = page.locator(".chart")
    expect(charts).to_have_count(4)
    for chart in charts.all():
        chart.evaluate(SIGNED)
    page.evaluate(DRAWINGS)
    before = page.locator(f"{UNITS} .chart").evaluate("chart => chart.data[0].x")
    page.get_by_role("button", name="Chuyển phát", exact=False).first.click()
    page.wait_for_function(
        "before => JSON.stringify(document.querySelector('.st-key-explore_units .chart').data[0].x)"
        " !== before",
        arg=str(before).replace(" ", ""),
        timeout=WAIT_MS,
    )
    settled(page)
    assert [chart.evaluate(SIGNATURE) for chart in charts.all()] == ["the same"] * 4
    assert len(page.evaluate("window.drawings")) == 4
    page.get_by_text(words("explore.rows")).first.wait_for()
    page.get_by_role("button", name=words("filter.reset")).focus()
    page.evaluate("window.drawings.length = 0")
    page.get_by_role("textbox", name=words("explore.find")).fill("dau an")
    page.keyboard.press("Enter")
    settled(page)
    assert page.evaluate("window.drawings") == [], "what is searched for changes no chart"


def test_a_bar_is_picked_by_a_click_and_let_go_of_by_another(server: Board, visit: Visits) -> None:
    page = visit(server).open("/explore")
    page.wait_for_function(FOUR_CHARTS, timeout=WAIT_MS)
    page.locator(f"{UNITS} .chart").evaluate(SIGNED)
    click_first_bar(page)
    expect(chip(page, "Hạ Long")).to_be_visible()
    assert page.locator(f"{UNITS} .chart").evaluate(SIGNATURE) == "the same"
    assert "pick_unit=ha_long" in page.url
    settled(page)
    click_first_bar(page)
    expect(chip(page, "Hạ Long")).to_have_count(0)


def test_marks_are_picked_with_the_keyboard_alone(server: Board, visit: Visits) -> None:
    page = visit(server).open("/explore")
    page.wait_for_function(FOUR_CHARTS, timeout=WAIT_MS)
    marks = page.locator(f"{UNITS} [role=listbox]")
    codes = page.locator(f"{UNITS} .chart").evaluate(CODES)
    expect(marks.locator("[role=option]")).to_have_count(len(codes))
    marks.focus()
    pointed = page.locator(f"{UNITS} .pointed")
    expect(pointed).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(marks.locator("[aria-selected=true]")).to_contain_text("Cẩm Phả")
    page.keyboard.press("Enter")
    expect(chip(page, "Cẩm Phả")).to_be_visible()
    assert "pick_unit=cam_pha" in page.url
    expect(marks).to_be_focused()
    expect(marks.locator("[aria-selected=true]")).to_contain_text("Cẩm Phả")
    page.keyboard.press("Enter")
    expect(chip(page, "Cẩm Phả")).to_have_count(0)
    cells = page.locator(".st-key-explore_matrix [role=listbox]")
    cells.focus()
    page.keyboard.press("End")
    expect(page.locator(".st-key-explore_matrix .pointed")).to_have_count(1)


def test_a_chart_is_as_wide_as_its_place(server: Board, visit: Visits) -> None:
    page = visit(server).open("/")
    drawn(page)
    chart = page.locator(".chart").first
    before = chart.evaluate(WIDTHS)
    assert before[0] == before[1]
    page.set_viewport_size({"width": 700, "height": 900})
    page.wait_for_function(
        "before => document.querySelector('.chart .main-svg').clientWidth !== before",
        arg=before[1],
        timeout=WAIT_MS,
    )
    after = chart.evaluate(WIDTHS)
    assert after[0] == after[1] < before[1]


def test_where_nothing_can_be_drawn_the_finding_stands_in_words(
    server: Board, visit: Visits
) -> None:
    def away(route: Route) -> None:
        route.abort()

    visitor = visit(server)
    page = visitor.context.new_page()
    visitor.pages.append(page)
    page.route("**/plotly.min.js*", away)
    page.goto(f"{server.url}/")
    chart = page.locator(".chart").first
    expect(chart).to_contain_text("triệu đồng")
    assert chart.inner_text() == chart.get_attribute("aria-label")


def test_what_draws_is_sent_packed_to_those_who_unpack_it(server: Board) -> None:
    _, whole = server.ask("/feed/plotly.min.js")
    asked = urllib.request.Request(
        f"{server.url}/feed/plotly.min.js", headers={"Accept-Encoding": "gzip"}
    )
    with urllib.request.urlopen(asked, timeout=20) as answer:
        packed = answer.read()
    assert gzip.decompress(packed) == whole
    assert len(packed) < len(whole) * 0.4
