"""Evidence in a browser: a sample handed in and undone, and a row by hand that is refused first."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from lib.settings import PROJECT
from tests.browser.board import Board, serving
from tests.browser.conftest import Visits
from tests.browser.visitor import Visitor, choose, settled, words

SAMPLE = PROJECT / "data/samples/evidence/ket_qua_phat_bo_sung_mo_phong.xlsx"
UPLOADER = "[data-testid=stFileUploaderDropzoneInput]"
ROWS, IN_SAMPLE = 229, 7


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """A board that the tests of this file write to."""
    with serving(tmp_path_factory.mktemp("evidence")) as board:
        yield board


def test_a_sample_counts_once_confirmed_and_no_longer_once_undone(
    desk: Board, visit: Visits
) -> None:
    page = _entered(desk, visit(desk), "deliveries")
    expect(page.get_by_text(f"{ROWS} dòng đến")).to_be_visible()
    page.locator(UPLOADER).set_input_files(SAMPLE)
    page.get_by_role("button", name=words("import.confirm", count=IN_SAMPLE)).click()
    expect(page.get_by_text(f"Đã nhập {IN_SAMPLE} dòng lúc")).to_be_visible()
    expect(page.get_by_text(f"{ROWS + IN_SAMPLE} dòng đến")).to_be_visible()
    page.get_by_role("button", name=words("import.undo")).first.click()
    expect(page.get_by_text(f"{IN_SAMPLE} dòng không còn được tính")).to_be_visible()
    expect(page.get_by_text(f"{ROWS} dòng đến")).to_be_visible()


def test_a_row_by_hand_is_kept_when_refused_and_counts_once_it_is_right(
    desk: Board, visit: Visits
) -> None:
    page = _entered(desk, visit(desk), "deliveries")
    page.get_by_text(words("evidence.form_title")).click()
    choose(page.get_by_label(words("column.staff_code")), "MP0004")
    page.get_by_label(words("column.taken_out"), exact=True).fill("50")
    first = page.get_by_label(words("column.first_attempt"), exact=True)
    first.fill("51")
    save = page.get_by_role("button", name=words("evidence.form_save_deliveries"))
    save.click()
    expect(page.get_by_text("nhiều hơn Giao đi phát (50)")).to_be_visible()
    expect(first).to_have_value("51")
    first.fill("49")
    save.click()
    expect(page.get_by_text("đã lưu Phát MP0004")).to_be_visible()
    expect(page.get_by_text(f"{ROWS + 1} dòng đến")).to_be_visible()


def _entered(desk: Board, visitor: Visitor, kind: str) -> Page:
    """The page of a kind after the code was given."""
    page = visitor.open(f"/evidence?kind={kind}")
    page.get_by_label(words("import.sender")).fill("Lan")
    page.get_by_label(words("import.operator"), exact=True).fill(desk.code())
    page.get_by_role("button", name=words("import.enter")).press("Enter")
    expect(page.locator(UPLOADER)).to_be_attached()
    settled(page)
    return page
