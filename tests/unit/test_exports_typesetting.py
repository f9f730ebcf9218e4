"""What is set with Typst: the same bytes twice, words as they are, our letters and no others."""

import io
import re
from dataclasses import replace

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


@settings(max_examples=10, deadline=None)
@given(st.lists(st.text(st.characters(), max_size=60), min_size=8, max_size=20))
@example(["\ud800 nửa ký tự", "\x00\x1b\r\n\t", "\u202e ngược \u2066", "x" * 400, ""])
def test_any_words_make_a_paper(words: list[str]) -> None:
    made = paper.sheets_as_pdf([sheet(one) for one in words])
    assert len(pypdf.PdfReader(io.BytesIO(made)).pages) >= len(words)


def test_many_papers_are_set_in_parts_and_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = [Sheet(replace(HEAD, title=f"Người {one}"), [], "bản 7") for one in range(7)]
    whole = paper.sheets_as_pdf(sheets, "Tất cả")
    monkeypatch.setattr(paper, "PART", 3)
    heard: list[float] = []
    parts = paper.sheets_as_pdf(sheets, "Tất cả", heard.append)
    assert heard == [1 / 3, 2 / 3, 1]
    assert parts == paper.sheets_as_pdf(sheets, "Tất cả")
    one, other = (pypdf.PdfReader(io.BytesIO(content)) for content in (whole, parts))
    assert [page.extract_text() for page in other.pages] == [p.extract_text() for p in one.pages]
    assert other.metadata is not None and other.metadata.title == "Tất cả"
    assert other.trailer["/Root"]["/Lang"] == "vi"
    assert all(name.startswith("NotoSans-") for name in fonts(parts))


def test_what_a_template_lacks_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="sheets"):
        typesetting.pdf(paper.TEMPLATE, {"title": "", "author": "", "language": "vi"})


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
