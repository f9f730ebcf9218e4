"""The remote in a hand, the page of screens on a desk: what is tapped lands in the office file."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from lib.access import screens
from lib.access.screens import Remote, Turn
from lib.settings import Settings
from tests.browser.board import Board, serving
from tests.browser.test_quick_entry import SMALL, TOUCHED
from tests.browser.visitor import LAPTOP, PHONE, Visitor, at_cell, choose, settled, words

NOW = datetime(2024, 9, 21, 16, 0)
FOLLOWED_MS = 4_000
"""A phone looks every two seconds whether another has ordered something."""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """A board whose screens these tests order about."""
    with serving(tmp_path_factory.mktemp("stage")) as board:
        yield board


@pytest.fixture
def book(stage: Board) -> Iterator[Path]:
    """The board's office file, with nothing ordered and nothing edited."""
    path = stage.folder / "office.sqlite"
    yield path
    screens.release(path, "*", by="test", at=NOW)
    screens.remove(path, "sanh-chinh", by="test", at=NOW)


@pytest.fixture
def visit(browser: Browser, stage: Board) -> Iterator[Callable[..., Page]]:
    """Open an address and give the code; no visitor may have heard the browser complain."""
    contexts: list[tuple[BrowserContext, Visitor]] = []

    def open_page(address: str, who: str, *, phone: bool = True) -> Page:
        width, height = PHONE if phone else LAPTOP
        context = browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=phone,
            is_mobile=phone,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        visitor = Visitor(context, stage.url)
        contexts.append((context, visitor))
        page = visitor.open(address)
        page.locator(".st-key-operator_name input").fill(who)
        page.locator(".st-key-operator_code input").fill(stage.code())
        page.get_by_role("button", name=words("import.enter")).press("Enter")
        expect(page.get_by_role("button", name=words("import.leave"))).to_be_visible()
        settled(page)
        return page

    yield open_page
    for context, visitor in contexts:
        assert not visitor.complaints, "\n".join(visitor.complaints)
        context.close()


def test_everything_is_within_reach_of_a_thumb(visit: Callable[..., Page], book: Path) -> None:
    screens.order(book, "*", by="An", at=NOW, pinned="map", freeze_minutes=5)
    page = visit("/remote", "Mai")
    assert page.locator(TOUCHED).evaluate_all(SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    _button(page, "remote_unfreeze").tap()
    expect(page.get_by_role("dialog")).to_be_visible()
    heights = (
        page.get_by_role("dialog")
        .get_by_role("button")
        .evaluate_all("buttons => buttons.map(one => one.getBoundingClientRect().height)")
    )
    assert min(heights) >= 44
    hold = _button(page, "remote_hold").bounding_box()
    assert hold and hold["y"] + hold["height"] <= PHONE[1], "a speech begins at once"


def test_what_is_tapped_lands_in_the_office_file_and_is_told(
    visit: Callable[..., Page], book: Path
) -> None:
    page = visit("/remote", "Nguyễn Mẫu Mai")
    expect(_now(page)).to_contain_text(words("remote.nothing"))
    _button(page, "remote_pin_ranking").tap()
    expect(_now(page)).to_contain_text("Chỉ chiếu Xếp hạng · Nguyễn Mẫu Mai")
    _button(page, "remote_hold").tap()
    expect(_button(page, "remote_go_on")).to_be_visible()
    line = page.locator(".st-key-remote_line input")
    line.fill("Mời các đơn vị về hội trường lúc 17:30")
    expect(page.locator(".st-key-remote_line")).to_contain_text("38/90")
    _button(page, "remote_send").tap()
    expect(_now(page)).to_contain_text("Lời nhắn: Mời các đơn vị về hội trường lúc 17:30")
    expect(line).to_have_value("")
    minutes = page.locator(".st-key-remote_minutes input")
    minutes.fill("20")
    minutes.press("Tab")
    expect(_button(page, "remote_freeze_before")).to_have_text(re.compile("20 phút cuối"))
    _button(page, "remote_freeze_before").tap()
    expect(_now(page)).to_contain_text("20 phút trước giờ chốt (17:10, 21/9/2024)")
    held = screens.remote(book, "sanh-chinh")
    assert (held.pinned, held.held, held.freeze_minutes, held.changed_by) == (
        *("ranking", True, 20),
        "Nguyễn Mẫu Mai",
    )
    assert held.message == "Mời các đơn vị về hội trường lúc 17:30"
    _button(page, "remote_unfreeze").tap()
    _button(page, "remote_no").tap()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert screens.remote(book, "*").freeze_minutes == 20
    _button(page, "remote_unfreeze").tap()
    _button(page, "remote_yes").tap()
    expect(_button(page, "remote_freeze_now")).to_be_visible()
    assert screens.remote(book, "*").freeze_minutes is None
    _button(page, "remote_release").tap()
    _button(page, "remote_yes").tap()
    expect(_now(page)).to_contain_text(words("remote.nothing"))
    assert screens.remote(book, "sanh-chinh") == Remote()


def test_ninety_letters_are_all_that_can_be_typed(visit: Callable[..., Page], book: Path) -> None:
    page = visit("/remote", "Mai")
    page.locator(".st-key-remote_line input").press_sequentially("chín mươi " * 10)
    expect(page.locator(".st-key-remote_line")).to_contain_text("90/90")
    _button(page, "remote_send").tap()
    expect(_button(page, "remote_clear")).to_be_visible()
    message = screens.remote(book, "*").message
    assert message == ("chín mươi " * 9).strip()


def test_another_phone_follows_and_what_it_is_typing_stays(
    visit: Callable[..., Page], book: Path
) -> None:
    first, second = visit("/remote", "An"), visit("/remote?screen=sanh-chinh", "Binh")
    line = second.locator(".st-key-remote_line input")
    line.fill("đang gõ dở")
    _button(first, "remote_hold").tap()
    expect(_now(second)).to_contain_text("Giữ nguyên cảnh (lệnh chung) · An", timeout=FOLLOWED_MS)
    expect(line).to_have_value("đang gõ dở")
    _button(second, "remote_go_on").tap()
    expect(_now(first)).to_contain_text("Sảnh chính: chuyển cảnh tiếp", timeout=FOLLOWED_MS)
    assert screens.remote(book, "phong-dieu-hanh").held
    assert not screens.remote(book, "sanh-chinh").held


def test_a_double_tap_orders_what_a_tap_does(visit: Callable[..., Page], book: Path) -> None:
    page = visit("/remote", "Mai")
    _button(page, "remote_hold").evaluate("one => { one.click(); one.click() }")
    expect(_button(page, "remote_go_on")).to_be_visible()
    settled(page)
    assert screens.remote(book, "*").held


def test_a_screen_is_edited_in_its_table_and_put_back(
    visit: Callable[..., Page], book: Path, stage: Board
) -> None:
    page = visit("/screens?screen=sanh-chinh", "Mai", phone=False)
    _type_seconds(page, "55")
    title = page.get_by_label(words("screens.place"))
    title.fill("Sảnh tầng 1")
    title.press("Tab")
    settled(page)
    choose(page.get_by_role("combobox", name=words("screens.unit")), "Hạ Long")
    _button(page, "screens_save").click()
    expect(page.get_by_test_id("stAlert").first).to_contain_text("Đã lưu sanh-chinh lúc")
    file = Settings().screens_file
    saved = screens.screen(book, file, "sanh-chinh")
    assert (saved.title, saved.unit_id, saved.source) == ("Sảnh tầng 1", "ha_long", "office")
    assert saved.playlist[0] == Turn("progress", None, 55)
    assert [turn.scene for turn in saved.playlist] == list(screens.SCENES)
    link = page.get_by_role("link", name=words("screens.open"))
    assert str(link.get_attribute("href")).endswith("/wall?screen=sanh-chinh")
    _button(page, "screens_reset").click()
    expect(page.get_by_role("dialog")).to_contain_text("data/rules/screens.toml")
    _button(page, "screens_reset_yes").click()
    expect(_button(page, "screens_reset")).to_have_count(0)
    assert screens.screen(book, file, "sanh-chinh").source == "file"
    assert [one.action for one in screens.told(book, most=2)] == ["screen.remove", "screen.save"]


def _button(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-{key} button")


def _now(page: Page) -> Locator:
    """The box that says what is in force."""
    return page.locator(".st-key-remote_now")


def _type_seconds(page: Page, value: str) -> None:
    """Write into the seconds of the playlist's first row."""
    settled(page)
    grid = page.locator("[class*=_playlist]").get_by_test_id("stDataFrame")
    grid.scroll_into_view_if_needed()
    canvas = grid.locator("canvas").first
    expect(canvas).to_be_visible()
    canvas.click(position={"x": 250, "y": 52}, force=True)
    at_cell(grid, 3)
    page.keyboard.press("Enter")
    editor = page.locator("#portal textarea, #portal input")
    expect(editor).to_be_visible()
    editor.fill(value)
    page.keyboard.press("Enter")
    expect(editor).to_have_count(0)
    settled(page)
