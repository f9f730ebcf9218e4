"""A printed page: what it says can be read again, nothing comes alive, its rows are bounded."""

import io

import pypdf
import pytest

from lib.exports.paper import MOST_ROWS, Bars, Block, Head, KeyFigure, KeyFigures, Table, as_pdf
from lib.exports.paper import Words as Said
from lib.i18n import catalog

HEAD = Head(
    "Bảng xếp hạng đơn vị", "Ngày thứ 7 – Chiến thắng", ["Số liệu đến 15:42"], "Dữ liệu mô phỏng"
)
EVERY_MARK = "Nguyễn Mẫu Ẩm ẫ ể ữ ợ ậ Đ đ Ư ư Ỷ ỹ −1,5 %"


def pages(*blocks: Block, foot: str = "bản 7") -> list[str]:
    """The words of each page; how lines are broken is left out."""
    found = pypdf.PdfReader(io.BytesIO(as_pdf(HEAD, blocks, foot)))
    return [" ".join(page.extract_text().split()) for page in found.pages]


def table(rows: int) -> Table:
    return Table("Bảng", ["Hạng", "Đơn vị"], [[str(n), f"đơn vị {n}"] for n in range(1, rows + 1)])


def test_a_page_says_what_it_shows_of_which_campaign_as_of_when_and_from_which_version() -> None:
    [page] = pages(KeyFigures([KeyFigure("Doanh thu", "1.187,4", "95,0 % kế hoạch")]))
    for words in (HEAD.title, HEAD.above, *HEAD.below, HEAD.badge, "bản 7", "Trang 1/1"):
        assert words in page
    for words in ("Doanh thu", "1.187,4", "95,0 % kế hoạch"):
        assert words in page


def test_every_letter_of_vietnamese_is_printed_composed_or_not() -> None:
    [page] = pages(Said(EVERY_MARK), Said("Tie\u0302\u0301n độ"))
    assert EVERY_MARK in page
    assert "Tiến độ" in page


def test_what_looks_like_markup_or_a_formula_is_shown_as_it_is() -> None:
    words = "<b>x</b> & =cmd|' /C calc'!A0"
    found = pages(
        Table(words, [words], [[words]]),
        Bars(words, ["+1"], [1.0], ["@x <i>"]),
        foot=words,
    )
    assert found[0].count(words) == 5
    assert "+1" in found[0] and "@x <i>" in found[0]


def test_no_more_rows_than_a_summary_holds_and_it_says_how_many_are_left_out() -> None:
    assert "đơn vị 30" in " ".join(pages(table(MOST_ROWS)))
    assert "dòng nữa" not in " ".join(pages(table(MOST_ROWS)))
    longer = " ".join(pages(table(MOST_ROWS + 12)))
    assert "đơn vị 30" in longer and "đơn vị 31" not in longer
    assert "Còn 12 dòng nữa" in longer


def test_each_page_has_its_number_its_foot_and_the_header_of_its_table() -> None:
    found = pages(table(30), table(30), table(30))
    assert len(found) > 1
    for number, page in enumerate(found, start=1):
        assert f"Trang {number}/{len(found)}" in page
        assert "bản 7" in page


def test_a_value_that_is_missing_has_no_bar_and_nothing_at_all_is_no_error() -> None:
    [page] = pages(Bars("Theo giờ", ["7h", "8h"], [None, 2.0], ["–", "2,0"], marks=[1.0, None]))
    assert "–" in page and "2,0" in page
    pages(Bars("Theo giờ", [], [], []), table(0), KeyFigures([]))
    pages(Bars("Theo giờ", ["7h"], [0.0], ["0"]))


@pytest.mark.parametrize(("language", "words"), [("vi", "Trang 1/1"), ("en", "Page 1/1")])
def test_a_page_is_in_the_language_spoken(language: str, words: str) -> None:
    catalog.speak(language)
    try:
        document = pypdf.PdfReader(io.BytesIO(as_pdf(HEAD, [], "")))
    finally:
        catalog.speak("vi")
    assert words in document.pages[0].extract_text()
    assert document.trailer["/Root"]["/Lang"] == language
    assert document.metadata is not None
    assert document.metadata.title == f"{HEAD.title} – {HEAD.above}"
    width, height = document.pages[0].mediabox[2:]
    assert (round(width), round(height)) == (595, 842)
