"""The ledger in a browser: found without accents, looked at, voided with the code, verified."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from lib.i18n import formats
from lib.intake.voiding import void_sale
from lib.store import Store
from lib.store.generations import Generations
from tests.browser.board import Board, serving
from tests.browser.conftest import Visits
from tests.browser.visitor import PHONE, choose, settled, words

ROW, MARKER = 35, 16
"""Height of a table's row, and where in it the box to choose it stands, in px."""
BY_ITSELF_MS = 5_000
SALE, REVENUE = 77, 350_000
"""A sale of the simulated campaign: supplementary health cover sold in Quảng Yên."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """A board that the tests of this file write to; none of them relies on another."""
    with serving(tmp_path_factory.mktemp("ledger")) as board:
        yield board


def test_a_sale_is_found_without_accents_and_its_life_opens(desk: Board, visit: Visits) -> None:
    page = visit(desk).open("/ledger")
    page.locator(".st-key-q input").fill("quang yen bhyt bo tro MP-240921-00077")
    page.locator(".st-key-q input").press("Enter")
    expect(_main(page).get_by_text("1 giao dịch", exact=True)).to_be_visible()
    settled(page)  # the words come before the rows
    _choose_row(page, 0)
    life = _life(page, SALE)
    expect(life).to_contain_text("Bưu cục Mẫu Quảng Yên 04")
    expect(life).to_contain_text("quang_yen_20240921_0750_mo_phong.csv")
    expect(life).to_contain_text(words("ledger.life_unverified"))
    _expect_choices(page, q="quang yen bhyt bo tro MP-240921-00077", sale=str(SALE))
    page.reload()
    settled(page)
    expect(_life(page, SALE)).to_be_visible()
    expect(page.locator(".st-key-q input")).to_have_value("quang yen bhyt bo tro MP-240921-00077")
    page.locator(".st-key-close_sale button").click()
    expect(_life(page, SALE)).to_have_count(0)
    _expect_choices(page, q="quang yen bhyt bo tro MP-240921-00077")


def test_a_row_that_was_closed_can_be_chosen_again(desk: Board, visit: Visits) -> None:
    page = visit(desk).open("/ledger?q=dong+trieu")
    _choose_row(page, 2)
    expect(page.locator(".st-key-close_sale")).to_be_visible()
    page.locator(".st-key-close_sale button").click()
    expect(page.locator(".st-key-close_sale")).to_have_count(0)
    settled(page)
    _choose_row(page, 2)
    expect(page.locator(".st-key-close_sale")).to_be_visible()
    _choose_row(page, 4)
    expect(page.locator(".st-key-close_sale")).to_have_count(1)


def test_a_sale_is_voided_with_the_code_and_the_board_falls(desk: Board, visit: Visits) -> None:
    before = desk.overview()["revenue_vnd"]
    onlooker = visit(desk).open("/")
    total = onlooker.get_by_test_id("stMetric").filter(has_text=words("progress.revenue"))
    expect(total).to_contain_text(formats.millions(before, unit=False))
    onlooker.evaluate("window.neverReloaded = true")
    page = visit(desk).open(f"/ledger?q=quang+yen&sale={SALE}")
    _open(page, "ledger.void")
    expect(page.get_by_text(words("import.operator_why"))).to_be_visible()
    _sign_in(page, "AAAA-BBBB-CCCC-DDDD")
    expect(page.get_by_test_id("stAlert")).to_contain_text(words("error.wrong_code", left=4))
    _sign_in(page, desk.code())
    _reason(page, SALE, "mistyped")
    page.locator(f".st-key-void_{SALE}_note textarea").fill("gõ thừa một số 0")
    page.locator(f".st-key-void_{SALE}_next button").click()
    dialog = page.get_by_role("dialog")
    effect = dialog.get_by_test_id("stDataFrame")
    for shown in (before, before - REVENUE):
        expect(effect).to_contain_text(str(shown))  # the value below what is drawn
    expect(effect).to_contain_text("Quảng Yên")
    assert desk.overview()["revenue_vnd"] == before
    dialog.get_by_role("button", name="Hủy giao dịch, bớt 350.000").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_test_id("stAlert")).to_contain_text(f"Đã hủy giao dịch {SALE}: 350.000")
    life = _life(page, SALE)
    expect(life).to_contain_text("Trần Mẫu An hủy, lý do: Gõ sai số")
    expect(life).to_contain_text("ghi chú: gõ thừa một số 0")
    assert desk.overview()["revenue_vnd"] == before - REVENUE
    expect(total).to_contain_text(
        formats.millions(before - REVENUE, unit=False), timeout=BY_ITSELF_MS
    )
    assert onlooker.evaluate("window.neverReloaded")
    listed = visit(desk).open("/ledger?status=voided")
    expect(listed.get_by_test_id("stDataFrame")).to_contain_text("MP-240921-00077")
    expect(listed.get_by_test_id("stDataFrame")).to_contain_text("Đã hủy ")


def test_a_sale_that_somebody_else_voids_meanwhile_is_said_so(desk: Board, visit: Visits) -> None:
    page = visit(desk).open("/ledger?sale=101")
    _open(page, "ledger.void")
    _sign_in(page, desk.code())
    _reason(page, 101, "returned")
    page.locator(".st-key-void_101_next button").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_test_id("stDataFrame")).to_be_visible()
    store = Store(Generations(desk.warehouse, keep=5, lock_seconds=10))
    void_sale(store, 101, by="Mai", at=datetime(2024, 9, 21, 18, 0), reason_code="returned")
    generation = desk.generation()
    dialog.get_by_role("button", name="Hủy giao dịch, bớt").click()
    expect(dialog.get_by_test_id("stAlert")).to_contain_text("đã được Mai hủy trước đó")
    assert desk.generation() == generation


def test_a_batch_is_verified_and_its_sales_say_so(desk: Board, visit: Visits) -> None:
    before = desk.overview()["revenue_vnd"]
    page = visit(desk).open("/ledger?view=batches")
    _choose_row(page, 1)
    panel = page.get_by_test_id("stVerticalBlock").filter(has=page.locator(".st-key-batch_sales"))
    expect(panel.last).to_contain_text("Lần nhập 515")
    _open(page, "ledger.verify")
    _sign_in(page, desk.code())
    page.locator(".st-key-verify_515_note input").fill("đủ phiếu")
    page.locator(".st-key-verify_515_yes button").click()
    expect(page.get_by_test_id("stAlert")).to_have_text(
        re.compile(words("ledger.verified", batch=515))
    )
    expect(panel.last).to_contain_text("Trần Mẫu An đã kiểm tra · ghi chú: đủ phiếu")
    expect(page.get_by_test_id("stDataFrame")).to_contain_text(words("ledger.state_verified"))
    page.locator(".st-key-batch_sales button").click()
    expect(page.get_by_test_id("stDataFrame")).to_contain_text(words("ledger.sale_verified"))
    _expect_choices(page, batch="515")
    assert desk.overview()["revenue_vnd"] == before


def test_what_was_found_comes_down_and_opens(server: Board, visit: Visits) -> None:
    page = visit(server).open("/ledger?q=dong+trieu")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Tải 526 giao dịch (.csv)").click()
    assert coming.value.suggested_filename == "so_giao_dich_ngay-thu-7_ban_2_mo_phong.csv"
    content = coming.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 526
    assert {row[words("table.competing_unit")] for row in rows} == {"Đông Triều"}
    with page.expect_download() as coming:
        page.get_by_role("button", name="Tải 526 giao dịch (.xlsx)").click()
    book = openpyxl.load_workbook(io.BytesIO(coming.value.path().read_bytes()))
    assert book.worksheets[0].max_row == 527
    about = {row[0].value: row[1].value for row in book.worksheets[1]}
    assert about[words("ledger.search")] == "dong trieu"
    assert words("board.simulated") in about


@pytest.mark.parametrize("theme", ("light", "dark"))
@pytest.mark.parametrize(
    "address",
    (
        "/ledger?q=dong+trieu&sale=77",
        "/ledger?view=batches&batch=20",
        "/ledger?view=reports&as_of=10:45",
    ),
)
def test_nothing_has_to_be_scrolled_sideways_on_a_phone(
    server: Board, visit: Visits, address: str, theme: str
) -> None:
    page = visit(server, size=PHONE, theme=theme).open(address)
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    width, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width <= screen == PHONE[0]
    inner = page.get_by_test_id("stMain").evaluate("main => [main.scrollWidth, main.clientWidth]")
    assert inner[0] <= inner[1]


def test_a_phone_leads_from_the_list_to_the_sale(server: Board, visit: Visits) -> None:
    page = visit(server, size=PHONE).open("/ledger?q=dong+trieu&sale=77")
    heading = page.locator("#giao-dich")
    expect(heading).not_to_be_in_viewport()
    page.get_by_role("link", name=words("ledger.looked_at", sale=SALE)).click()
    expect(heading).to_be_in_viewport()


def _main(page: Page) -> Locator:
    return page.get_by_test_id("stMain")


def _life(page: Page, sale: int) -> Locator:
    """The panel of a sale."""
    heading = page.get_by_role("heading", name=words("ledger.sale", sale=sale), exact=True)
    return page.get_by_test_id("stVerticalBlock").filter(has=heading).last.locator("..")


def _choose_row(page: Page, row: int) -> None:
    """Choose a row of the page's table by the box at its beginning."""
    table = page.get_by_test_id("stDataFrame").first
    expect(table.locator("canvas").first).to_be_visible()
    # the canvas lies below what scrolls it, so that it never takes the click itself
    table.click(position={"x": MARKER, "y": ROW * (row + 1.5)}, force=True)
    settled(page)


def _open(page: Page, key: str) -> None:
    page.get_by_test_id("stExpander").filter(has_text=words(key)).locator("summary").click()


def _sign_in(page: Page, code: str) -> None:
    page.locator(".st-key-operator_name input").fill("Trần Mẫu An")
    page.locator(".st-key-operator_code input").fill(code)
    settled(page)
    page.get_by_role("button", name=words("import.enter")).press("Enter")


def _reason(page: Page, sale: int, code: str) -> None:
    box = page.locator(f".st-key-void_{sale}_reason input")
    choose(box, words(f"void_reason.{code}"))
    expect(page.locator(f".st-key-void_{sale}_next button")).to_be_enabled()


def _expect_choices(page: Page, **choices: str) -> None:
    """Wait until the address holds exactly these choices."""

    def is_so(url: str) -> bool:
        now = urlsplit(url)
        return now.path == "/ledger" and parse_qs(now.query) == {
            key: [value] for key, value in choices.items()
        }

    page.wait_for_url(is_so, wait_until="commit")
