"""A page for everybody of a unit, made in a browser: how far it is, then the file to download."""

import io
import time

import pypdf
from playwright.sync_api import expect

from tests.browser.board import Board
from tests.browser.conftest import Visits
from tests.browser.visitor import words

SHORT_SECONDS = 10.0
NOTE_THE_BAR = """() => {
  window.barWasShown = false;
  new MutationObserver(() => {
    if (document.querySelector('[role="progressbar"]')) window.barWasShown = true;
  }).observe(document.body, { childList: true, subtree: true });
}"""


def test_everybodys_day_is_made_with_progress_and_downloaded(server: Board, visit: Visits) -> None:
    page = visit(server).open("/unit?unit=cam_pha")
    # a quick machine is done before anybody looks: the page itself notes that the bar was there
    page.evaluate(NOTE_THE_BAR)
    page.get_by_role("button", name=words("your_day.prepare", count=72)).click()
    began = time.monotonic()
    ready = page.get_by_role("button", name=words("your_day.ready", count=72))
    expect(ready).to_be_visible(timeout=90_000)
    took = time.monotonic() - began
    was_shown = page.evaluate("window.barWasShown")
    # the bar's own script is fetched when it is first needed: a short work may be done before
    assert was_shown or took < SHORT_SECONDS, f"{took:.1f} s without a word of how far it is"
    with page.expect_download() as download:
        ready.click()
    assert download.value.suggested_filename == "ngay-thu-7_cam_pha_ngay_cua_ban_mo_phong.pdf"
    read = pypdf.PdfReader(io.BytesIO(download.value.path().read_bytes()))
    said = [" ".join(one.extract_text().split()) for one in read.pages]
    assert len(said) == 72
    assert all(words("person.title") in one and "Cẩm Phả" in one for one in said)
