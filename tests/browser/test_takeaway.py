"""Taking figures away in a browser: a picture by keyboard, a workbook and a print by thumb."""

import io
from pathlib import Path

import openpyxl
import pypdf
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.board import Board
from tests.browser.conftest import Visits
from tests.browser.visitor import PHONE, drawn, settled, words

THUMB = 44
PICTURE_WIDTH = 2 * (1120 + 2 * 32)
MENU = "[class*=st-key-take_] [data-testid=stPopoverButton]"


def downloaded(page: Page, name: str, folder: Path) -> Path:
    """The file that a button gives."""
    with page.expect_download() as waited:
        page.get_by_role("button", name=name, exact=True).click()
    kept = folder / waited.value.suggested_filename
    waited.value.save_as(kept)
    return kept


def test_a_chart_becomes_a_picture_with_the_keyboard_alone(
    server: Board, visit: Visits, tmp_path: Path
) -> None:
    page = visit(server).open("/leaderboard")
    drawn(page)
    menu = page.get_by_role("button", name=words("takeaway.menu", name=words("leaderboard.title")))
    expect(menu).to_have_count(1)
    menu.focus()
    page.keyboard.press("Enter")
    settled(page)
    body = page.get_by_test_id("stPopoverBody")
    expect(body.get_by_test_id("stDataFrame")).to_be_visible()
    picture = body.get_by_role("button", name=words("takeaway.png"), exact=True)
    expect(picture).to_be_focused()
    with page.expect_download() as waited:
        page.keyboard.press("Enter")
    kept = tmp_path / waited.value.suggested_filename
    waited.value.save_as(kept)
    assert kept.name.startswith("ngay-thu-7_leaderboard_bars_ban-")
    assert kept.name.endswith("_mo_phong.png")
    with Image.open(kept) as found:
        assert found.format == "PNG"
        assert found.width == PICTURE_WIDTH and found.height > 800
        colours = found.convert("RGB").getcolors(maxcolors=1_000_000)
        assert colours is not None and len(colours) > 50
        for top, bottom in (
            (0, 160),
            (160, found.height - 160),
            (found.height - 160, found.height),
        ):
            part = found.convert("L").crop((0, top, found.width, bottom))
            assert part.getextrema()[0] < 120 < 250 < part.getextrema()[1], (
                "words on a light ground"
            )
        # the letters at the left of the bars: names come out, not their places alone
        names = found.convert("L").crop((64, 240, 360, found.height - 160))
        dark = sum(names.histogram()[:120])
        assert dark > 8_000, f"{dark} dark dots where the names of units stand"
    page.keyboard.press("Tab")
    expect(body.get_by_role("button", name=words("takeaway.csv"), exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(body).to_have_count(0)


def test_a_phone_takes_the_page_as_a_workbook_and_as_a_print(
    server: Board, visit: Visits, tmp_path: Path
) -> None:
    page = visit(server, size=PHONE).open("/?unit=cam_pha")
    drawn(page)
    for one in page.locator(MENU).all():
        box = one.bounding_box()
        assert box is not None and min(box["width"], box["height"]) >= THUMB
    page.get_by_role("button", name=words("takeaway.page_menu"), exact=True).click()
    settled(page)
    body = page.get_by_test_id("stPopoverBody")
    for one in body.get_by_role("button").all():
        box = one.bounding_box()
        assert box is not None and box["height"] >= THUMB and box["x"] + box["width"] <= PHONE[0]
    kept = downloaded(page, words("takeaway.page_xlsx"), tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(kept.read_bytes()))
    assert words("progress.services_plain") in book.sheetnames
    kept = downloaded(page, words("takeaway.page_pdf"), tmp_path)
    printed = pypdf.PdfReader(kept).pages[0].extract_text()
    assert "Cẩm Phả" in printed and words("board.simulated") in printed
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE[0]
