"""What is set with Typst: the same bytes twice, words as they are, our letters and no others."""

import io
import re

import pypdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lib.exports import paper, typesetting
from lib.exports.paper import Bars, Head, KeyFigure, KeyFigures, Sheet, Table, Words

HEAD = Head("Ngày của bạn", "Ngày thứ 7 – Chiến thắng", ["Số liệu lúc 17:51"], "Dữ liệu mô phỏng")
MARKUP = (
    '#eval("1")',
    "#panic()",
    "*bold* _italic_",
    "$x$",
    '#read("/etc/passwd")',
    "]#image()[",
    "// gone? /* gone? */",
    "<a> @b \\u{1F600} `raw`",
    "= title - list + list 1. list --- ... ~ 'x' \"y\"",
)


def sheet(words: str) -> Sheet:
    """The words everywhere they can stand."""
    return Sheet(
        Head(words, words, [words], words),
        [
            KeyFigures([KeyFigure(words, words, words)]),
            Words(words),
            Words(words, is_caption=True),
            Table(words, [words, "Hạng"], [[words, "1"]], frozenset({1}), caption=words),
            Bars(words, [words], [1.0], [words]),
            Bars(words, [words], [1.0], [words], is_upright=True),
        ],
        words,
    )


def fonts(content: bytes) -> dict[str, bool]:
    """The fonts of a PDF, without the letters before the plus, and whether each is embedded."""
    found = {}
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        for reference in page["/Resources"].get("/Font", {}).values():
            font = reference.get_object()
            inner = font["/DescendantFonts"][0].get_object()
            described = inner["/FontDescriptor"]
            name = str(font["/BaseFont"]).lstrip("/").partition("+")[2]
            found[name] = any(key.startswith("/FontFile") for key in described)
    return found


def test_the_same_paper_has_the_same_bytes() -> None:
    made = paper.as_pdf(HEAD, [], "bản 7")
    assert made.startswith(b"%PDF-")
    assert paper.as_pdf(HEAD, [], "bản 7") == made
    assert paper.as_pdf(HEAD, [], "bản 8") != made


@pytest.mark.parametrize("words", MARKUP)
def test_what_looks_like_markup_is_printed_as_it_is(words: str) -> None:
    made = paper.sheets_as_pdf([sheet(words)])
    [page] = pypdf.PdfReader(io.BytesIO(made)).pages
    said = re.sub(r"\s+", "", page.extract_text())
    assert said.count(re.sub(r"\s+", "", words)) == 20


def test_every_font_is_embedded_and_is_noto_sans() -> None:
    used = fonts(paper.sheets_as_pdf([sheet("Nguyễn Mẫu Ẩm 漢字 🎉")]))
    assert used and all(used.values())
    assert all(name.startswith("NotoSans-") for name in used), used


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=60))
@example("\ud800 nửa ký tự")
@example("\x00\x1b\r\n\t")
@example("\u202e ngược \u2066")
@example("x" * 400)
@example("")
def test_any_words_make_a_paper(words: str) -> None:
    made = paper.sheets_as_pdf([sheet(words)])
    assert len(pypdf.PdfReader(io.BytesIO(made)).pages) == paper.page_count(sheet(words))


def test_many_papers_stand_in_one_file_each_numbered_by_itself() -> None:
    rows = [[f"đơn vị {number}", "1"] for number in range(30)]
    long = Sheet(HEAD, [Table("", ["Đơn vị", "Hạng"], rows)] * 3, "bản 7")
    made = paper.sheets_as_pdf([Sheet(HEAD, [], "bản 7"), long, Sheet(HEAD, [], "bản 7")], "Tất cả")
    read = pypdf.PdfReader(io.BytesIO(made))
    count = paper.page_count(long)
    said = [" ".join(page.extract_text().split()) for page in read.pages]
    assert count > 1 and len(said) == count + 2
    assert "Trang 1/1" in said[0] and "Trang 1/1" in said[-1]
    assert f"Trang 2/{count}" in said[2]
    assert read.metadata is not None and read.metadata.title == "Tất cả"


def test_a_paper_becomes_pictures_of_its_pages() -> None:
    data = paper._data([Sheet(HEAD, [], ""), Sheet(HEAD, [], "")], "")
    found = typesetting.pictures(paper.TEMPLATE, data)
    assert len(found) == 2
    assert all(one.startswith(b"\x89PNG") for one in found)
