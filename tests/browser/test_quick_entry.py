"""One sale after another on a phone: entered with a thumb, saved once, counted, undone."""

import re
from collections.abc import Iterator

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Locator, Page, expect

from lib.i18n import formats
from tests.browser.board import Board, serving
from tests.browser.visitor import PHONE, Visitor, choose, settled, words

LOCK_SECONDS = 2
RICE_VND = 120_000
SAVED = re.compile(r"Đã lưu lúc \d\d:\d\d")
TOUCHED = ".stMain button, .stMain input:not([type=checkbox]), .stMain summary"
SMALL = """elements => elements
    .map(one => [one.getBoundingClientRect(), getComputedStyle(one), one])
    .filter(([box, style, one]) => box.width > 0 && !one.closest('[inert]')
        && (Math.max(box.height, one.parentElement.getBoundingClientRect().height) < 44
            || (one.tagName === 'INPUT' && parseFloat(style.fontSize) < 16)))
    .map(([box, style, one]) => `${one.tagName} ${one.innerText || one.ariaLabel} ${box.height}`)
"""
"""What is too small for a thumb, or so small that a phone zooms into it."""


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """A board that these tests write to, whose writers soon give up waiting."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Board, "environment", property(_impatient(Board.environment.fget)))
        with serving(tmp_path_factory.mktemp("counter")) as board:
            yield board


@pytest.fixture
def phone(browser: Browser, counter: Board) -> Iterator[Page]:
    """The form at a counter of Cẩm Phả, on a phone whose owner has given the code."""
    context = browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]},
        has_touch=True,
        is_mobile=True,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
    )
    visitor = Visitor(context, counter.url)
    page = visitor.open("/entry?unit=cam_pha-bc-03&seller=MP0196")
    _sign_in(page, counter)
    yield page
    assert not visitor.complaints, "\n".join(visitor.complaints)
    context.close()


def test_everything_is_within_reach_of_a_thumb(phone: Page) -> None:
    _fill(phone, "Gạo", "8")
    phone.keyboard.press("Tab")
    save = phone.locator(".st-key-entry_save button")
    expect(save).to_have_text("Lưu 960.000\u00a0đồng")
    box = save.bounding_box()
    assert box and box["y"] + box["height"] <= PHONE[1], "visible without scrolling"
    assert phone.locator(TOUCHED).evaluate_all(SMALL) == []
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width == PHONE[0]
    assert phone.evaluate("visualViewport.scale") == 1
    expect(phone.get_by_label("Số lượng")).to_have_attribute("type", "number")


def test_a_sale_is_saved_counted_on_the_board_and_undone(phone: Page, counter: Board) -> None:
    before = counter.overview()["revenue_vnd"]
    _fill(phone, "Gạo", "8")
    _save(phone)  # without leaving the field first
    expect(_saved(phone)).to_contain_text("Gạo 5 kg × 8, 960.000\u00a0đồng")
    assert counter.overview()["revenue_vnd"] == before + 8 * RICE_VND
    progress = phone.context.new_page()
    progress.goto(f"{counter.url}/")
    settled(progress)
    shown = formats.millions(before + 8 * RICE_VND, unit=False)
    expect(progress.get_by_test_id("stMetric").filter(has_text=shown).first).to_be_visible()
    progress.close()
    phone.locator(".st-key-entry_undo button").tap()
    undone = phone.get_by_test_id("stAlert").filter(has_text="không còn được tính")
    expect(undone).to_contain_text("960.000")
    assert counter.overview()["revenue_vnd"] == before


def test_a_double_tap_saves_once(phone: Page, counter: Board) -> None:
    generation = counter.generation()
    _fill(phone, "Nến", "3")
    phone.keyboard.press("Tab")
    save = phone.locator(".st-key-entry_save button")
    expect(save).to_have_text("Lưu 45.000\u00a0đồng")
    save.evaluate(
        "button => { button.click(); button.click(); setTimeout(() => button.click(), 60) }"
    )
    expect(_saved(phone)).to_contain_text("Nến thắp × 3")
    settled(phone)
    assert counter.generation() == generation + 1
    expect(
        phone.locator("[class*=st-key-entry_line_]").filter(has_text="Nến thắp × 3")
    ).to_have_count(1)
    phone.locator(".st-key-entry_next button").tap()
    expect(phone.get_by_label("Số lượng")).to_have_value("1")
    assert counter.generation() == generation + 1


def test_a_store_that_cannot_write_keeps_the_sale_until_it_can(phone: Page, counter: Board) -> None:
    generation = counter.generation()
    _fill(phone, "Gạo", "5")
    with FileLock(counter.warehouse / "write.lock"):
        _save(phone)
        alert = phone.get_by_test_id("stAlert")
        expect(alert).to_contain_text(words("entry.not_saved"))
        expect(alert).to_contain_text(words("entry.kept"))
        expect(_saved(phone)).to_have_count(0)
        expect(phone.get_by_label("Số lượng")).to_have_value("5")
        expect(phone.locator("[class*=st-key-entry_product] input")).to_have_value(
            re.compile("Gạo 5 kg")
        )
        again = phone.locator(".st-key-entry_save button")
        expect(again).to_have_text("Lưu lại 600.000\u00a0đồng")
        box = again.bounding_box()
        assert box and box["y"] + box["height"] <= PHONE[1]
    assert counter.generation() == generation
    again.tap()
    expect(_saved(phone)).to_contain_text("Gạo 5 kg × 5")
    assert counter.generation() == generation + 1


def test_a_reload_while_it_is_being_saved_saves_once(phone: Page, counter: Board) -> None:
    before = counter.overview()
    _fill(phone, "Gạo", "2")
    phone.keyboard.press("Tab")
    expect(phone.locator(".st-key-entry_save button")).to_have_text("Lưu 240.000\u00a0đồng")
    with FileLock(counter.warehouse / "write.lock"):
        _save(phone)
        phone.wait_for_timeout(300)
        phone.reload()
        settled(phone)
    _sign_in(phone, counter, until=".st-key-entry_save, .st-key-entry_next")
    # a writer waits so long at the door, and as long for the lock
    phone.wait_for_timeout(2 * LOCK_SECONDS * 1000)
    settled(phone)
    price = phone.get_by_label(re.compile("Đơn giá"))
    if phone.locator(".st-key-entry_save").count():
        # it may have arrived since this was drawn: then the first touch says so
        choose(phone.locator("[class*=st-key-entry_product] input"), "Gạo")
        expect(price.or_(_saved(phone))).to_be_visible()
    if price.count():
        phone.get_by_label("Số lượng").fill("2")
        _save(phone)
    expect(_saved(phone)).to_contain_text("240.000")
    assert counter.overview()["revenue_vnd"] == before["revenue_vnd"] + 2 * RICE_VND


def test_the_keyboard_alone_is_enough_and_a_line_can_be_undone(phone: Page, counter: Board) -> None:
    before = counter.overview()["revenue_vnd"]
    phone.locator("[class*=st-key-entry_product] input").focus()
    phone.keyboard.type("Dầu ăn")
    expect(phone.get_by_role("option").filter(has_text="Dầu ăn").first).to_be_visible()
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("Enter")
    expect(phone.get_by_label(re.compile("Đơn giá"))).to_have_value("45000")
    phone.get_by_label("Số lượng").press("Control+a")
    phone.keyboard.type("4")
    phone.keyboard.press("Enter")
    expect(phone.locator(".st-key-entry_save button")).to_have_text("Lưu 180.000\u00a0đồng")
    phone.locator(".st-key-entry_save button").focus()
    phone.keyboard.press("Enter")
    expect(_saved(phone)).to_contain_text("Dầu ăn 1 lít × 4")
    assert counter.overview()["revenue_vnd"] == before + 180_000
    line = phone.locator("[class*=st-key-entry_line_]").filter(has_text="Dầu ăn")
    line.get_by_role("button").tap()
    expect(phone.get_by_role("dialog")).to_contain_text("Dầu ăn 1 lít × 4")
    phone.locator(".st-key-entry_undo_yes button").tap()
    expect(line).to_contain_text(words("entry.voided"))
    assert counter.overview()["revenue_vnd"] == before


def _impatient(usual: object) -> object:
    return lambda board: {**usual(board), "RAQUAN_LOCK_SECONDS": str(LOCK_SECONDS)}


def _sign_in(page: Page, board: Board, *, until: str = ".st-key-entry_save") -> None:
    page.locator(".st-key-operator_name input").fill("Trần Mẫu An")
    page.locator(".st-key-operator_code input").fill(board.code())
    page.get_by_role("button", name=words("import.enter")).tap()
    expect(page.locator(until).first).to_be_visible()
    settled(page)


def _fill(page: Page, product: str, count: str) -> None:
    """Find a product with a list price, and say how many."""
    choose(page.locator("[class*=st-key-entry_product] input"), product)
    expect(page.get_by_label(re.compile("Đơn giá"))).to_be_visible()
    settled(page)
    page.get_by_label("Số lượng").fill(count)


def _save(page: Page) -> None:
    page.locator(".st-key-entry_save button").tap()


def _saved(page: Page) -> Locator:
    """The box that says when it was saved."""
    return page.get_by_test_id("stAlert").filter(has_text=SAVED)
