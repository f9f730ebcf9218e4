"""The awards' papers: exact names, a draft until there is a number, nothing invented or alive."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import docx
import pypdf
import pytest
import segno
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lib.awards.honours import Honours, Nominee
from lib.exports import (
    award_papers,
    award_script,
    award_words,
    certificates,
    council_papers,
    typesetting,
)
from lib.i18n import catalog
from tests.honours import honours, nominee
from tests.unit.test_exports_typesetting import MARKUP, fonts

ADDRESS = "http://192.168.1.20:8501/awards?record=1"
COUNCIL = ("Lê Mẫu Hùng, Chủ tịch", "Phạm Mẫu Ngọc Ẩn, Ủy viên")
MARKED = nominee(3, place=1, measure="role_multiple", value="4.4", points="98.0")

PAPERS: dict[str, Callable[[Honours], bytes]] = {
    "certificates": lambda one: award_papers.certificates(one, address=ADDRESS),
    "proposal_list": award_papers.proposal_list,
    "minutes": lambda one: award_papers.minutes(one, COUNCIL),
    "script": award_papers.script,
}


def read(content: bytes) -> list[str]:
    """The words of each page, however lines are broken."""
    return [
        " ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(content)).pages
    ]


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


def with_nominee(changed: Nominee) -> Honours:
    """The sample with one nominee of the salespeople, who wins."""
    made = honours()
    title = replace(made.titles[2], nominees=(changed,), winners=(changed,))
    return replace(made, titles=(title,))


def written(content: bytes) -> str:
    """All the words of a Word document."""
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_a_certificate_is_one_page_across_with_everything_that_is_known() -> None:
    made = honours()
    title = made.titles[2]
    content = award_papers.certificate(made, title, title.winners[0], address=ADDRESS)
    [page] = pypdf.PdfReader(io.BytesIO(content)).pages
    width, height = page.mediabox[2:]
    assert (round(width), round(height)) == (842, 595)
    [said] = read(content)
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập – Tự do – Hạnh phúc",
        "GIÁM ĐỐC BƯU ĐIỆN TỈNH QUẢNG NINH",
        "GIẤY KHEN",
        title.winners[0].name,
        "Bưu tá, Bưu điện huyện Tiên Yên",
        "Đạt danh hiệu “Chiến sĩ kinh doanh giỏi”",
        "“Ngày thứ 7 – Chiến thắng”, ngày 21 tháng 9 năm 2024",
        "Quyết định số: 12/QĐ-MP",
        "Quảng Ninh, ngày 23 tháng 9 năm 2024",
        "Hồ sơ số 1 · mã 5f5f5f5f5f5f",
        "DỮ LIỆU MÔ PHỎNG",
    ):
        assert words in said
    assert "DỰ THẢO" not in said
    assert not re.search(r"\b(Ông|Bà)\b", said)
    assert page["/Annots"][0].get_object()["/A"]["/URI"] == ADDRESS


def test_the_code_on_a_certificate_is_the_address_of_the_record() -> None:
    """The squares of the picture are those that the address is written in."""
    drawn = certificates.sheets(honours(), [], ADDRESS)
    assert drawn["certificates"] == []
    matrix = [list(row) for row in segno.make(ADDRESS, error="m", micro=False).matrix]
    [filled] = re.findall(r' d="([^"]+)"', certificates._code(ADDRESS))
    found = [[0] * len(matrix) for _ in matrix]
    x = y = 0.0
    for kind, numbers in re.findall(r"([Mmh])([^Mmh]*)", filled):
        given = [float(one) for one in re.findall(r"-?[\d.]+", numbers)]
        if kind == "M":
            x, y = given
        elif kind == "m":
            x, y = x + given[0], y + given[1]
        else:
            for at in range(int(given[0])):
                found[int(y)][int(x) + at] = 1
            x += given[0]
    assert found == matrix


def test_certificates_are_of_every_winner_in_the_order_of_the_titles() -> None:
    made = honours()
    said = read(award_papers.certificates(made, address=ADDRESS))
    expected = [(title, one) for title in made.titles for one in title.winners]
    assert len(said) == len(expected) == 9
    for page, (title, winner) in zip(said, expected, strict=True):
        assert winner.name in page and f"“{title.title}”" in page
    teams = said[:2]
    assert all("Bưu điện thành phố Cẩm Phả" in page and "Bưu tá" not in page for page in teams)


def test_nobody_honoured_is_an_empty_page() -> None:
    assert read(award_papers.certificates(replace(honours(), titles=()), address=ADDRESS)) == [""]


@pytest.mark.parametrize("name", ["certificates", "script"])
def test_without_a_number_every_page_is_a_draft_and_with_one_none_is(name: str) -> None:
    assert all("DỰ THẢO" in page for page in read(PAPERS[name](honours(decision_number=None))))
    assert not any("DỰ THẢO" in page for page in read(PAPERS[name](honours())))


def test_a_draft_leaves_number_and_date_to_be_written_in() -> None:
    page = read(award_papers.certificates(honours(decision_number=None), address=ADDRESS))[0]
    assert "Quyết định số: ....." in page
    assert page.count("ngày ..... tháng ..... năm .........") == 2


def test_who_signs_can_be_said() -> None:
    made = honours()
    issuer = award_papers.Issuer(name="GIÁM ĐỐC BƯU ĐIỆN MẪU", signer="PHÓ GIÁM ĐỐC", place="Mẫu")
    title = made.titles[0]
    [said] = read(
        award_papers.certificate(made, title, title.winners[0], address=ADDRESS, issuer=issuer)
    )
    assert "GIÁM ĐỐC BƯU ĐIỆN MẪU" in said and "PHÓ GIÁM ĐỐC" in said and "Mẫu, ngày 23" in said


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_says_that_its_data_is_simulated_and_only_then(name: str) -> None:
    assert all("DỮ LIỆU MÔ PHỎNG" in page for page in read(PAPERS[name](honours()))[:1])
    real = replace(honours(), is_simulated=False)
    assert not any(re.search("mô phỏng", page, re.I) for page in read(PAPERS[name](real)))


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_has_the_same_bytes_twice_and_only_our_letters(name: str) -> None:
    content = PAPERS[name](honours())
    assert PAPERS[name](honours()) == content
    used = fonts(content)
    assert used and all(used.values())
    assert all(one.startswith("NotoSans-") for one in used), used


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("words", MARKUP)
def test_a_name_that_looks_like_markup_is_printed_as_it_is(name: str, words: str) -> None:
    said = squeezed(" ".join(read(PAPERS[name](with_nominee(replace(MARKED, name=words))))))
    assert squeezed(words) in said


ODD = st.text(st.characters(codec="utf-8"), max_size=120)


def with_winners(changed: list[Nominee]) -> Honours:
    """The sample with these as the salespeople who win."""
    made = honours()
    title = replace(made.titles[2], nominees=tuple(changed), winners=tuple(changed))
    return replace(made, titles=(title,))


@settings(max_examples=6, deadline=None)
@given(st.lists(st.tuples(ODD, ODD), min_size=6, max_size=15))
@example(
    [
        ("X" * 300, "Bưu điện " * 40),
        ("\u202engược", "\n\n\t"),
        ("Nguyễn Thị Mẫu Phương Thảo " * 12, ""),
    ]
)
def test_any_name_is_one_certificate_on_one_page(named: list[tuple[str, str]]) -> None:
    made = with_winners([replace(MARKED, name=name, unit_name=unit) for name, unit in named])
    assert len(read(award_papers.certificates(made, address=ADDRESS))) == len(named)
    for paper in ("proposal_list", "minutes", "script"):
        assert read(PAPERS[paper](made))
    assert written(award_papers.minutes_docx(made, [name for name, _ in named]))


PARTS = ("Nguyễn", "Mẫu", "Thị", "Ẩm", "Đỗ", "Ưng", "Quỳnh", "Ỷ", "Phượng", "Ổn", "Lễ", "Ngữ")


@settings(max_examples=6, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PARTS), min_size=1, max_size=14), min_size=9, max_size=9))
def test_a_long_name_is_printed_whole(named: list[list[str]]) -> None:
    names = [" ".join(parts) for parts in named]
    made = with_winners([replace(MARKED, name=name) for name in names])
    said = read(award_papers.certificates(made, address=ADDRESS))
    for name, page in zip(names, said, strict=True):
        assert name in page


def test_the_proposal_list_has_those_proposed_with_their_points_and_results() -> None:
    [title] = [one for one in honours().titles if one.award_id == "team_sales"]
    said = " ".join(read(award_papers.proposal_list(honours())))
    for one in title.nominees:
        assert one.name in said
    assert "129,0" in said and "đạt 131,2\u00a0% mức giao" in said.replace(
        "131,2 %", "131,2\u00a0%"
    )
    assert "5f" * 32 in said
    document = council_papers.proposed_document(honours())
    tables = [part for part in document.parts if hasattr(part, "rows")]
    proposed = [sum(row[-1] == "Đề xuất" for row in one.rows) for one in tables]
    assert proposed == [one.seats for one in honours().titles]


def test_equals_for_too_few_seats_are_not_called_proposed() -> None:
    [title] = with_nominee(MARKED).titles
    equals = tuple(
        replace(MARKED, code=f"E{at}", place=place) for at, place in enumerate((1, 2, 2))
    )
    assert award_words.proposed(replace(title, seats=2, nominees=equals)) == {"E0"}
    assert award_words.proposed(replace(title, seats=3, nominees=equals)) == {"E0", "E1", "E2"}
    unplaced = (*equals, replace(MARKED, code="N", place=None))
    assert "N" not in award_words.proposed(replace(title, seats=9, nominees=unplaced))


def departing() -> Honours:
    made = honours()
    title = made.titles[2]
    changed = replace(
        title,
        winners=(title.nominees[0], title.nominees[3]),
        departure_reason="Ưu tiên người ở xã đảo",
        decided_by="Lê Mẫu Hùng",
    )
    return replace(made, titles=(*made.titles[:2], changed, *made.titles[3:]))


def test_the_minutes_say_who_was_proposed_decided_and_why_the_council_departs() -> None:
    for said in (
        " ".join(read(award_papers.minutes(departing(), COUNCIL))),
        written(award_papers.minutes_docx(departing(), COUNCIL)),
    ):
        for words in (
            *("BIÊN BẢN", "HỘI ĐỒNG THI ĐUA, KHEN THƯỞNG", *COUNCIL, "5f" * 32),
            "Số liệu khóa lúc 18:30, 21/9/2024",
            "Khác với đề xuất, lý do: Ưu tiên người ở xã đảo",
            "Hội đồng chọn: Nguyễn Mẫu Bình, Nguyễn Mẫu Đạt.",
            "Người quyết định: Lê Mẫu Hùng.",
            *("2 tập thể và 7 cá nhân", "CHỦ TỊCH HỘI ĐỒNG", "......"),
        ):
            assert words in said, words
        assert said.count("Đúng với đề xuất.") == 4


def test_minutes_before_the_meeting_choose_nobody_and_refuse_nobody() -> None:
    made = honours(decision_number=None)
    open_titles = tuple(replace(one, winners=()) for one in made.titles)
    said = " ".join(read(award_papers.minutes(replace(made, titles=open_titles))))
    assert said.count("Hội đồng chọn: ....") == 5
    assert "không chọn ai" not in said and "Đúng với đề xuất" not in said
    assert "khen thưởng ..... tập thể" in said
    assert "5. ....." in said


def test_the_docx_is_the_same_twice_vietnamese_and_in_our_type() -> None:
    content = award_papers.minutes_docx(honours(), COUNCIL)
    document = docx.Document(io.BytesIO(content))
    assert document.core_properties.language == "vi-VN"
    assert document.styles["Normal"].font.name == "Noto Sans"
    assert award_papers.minutes_docx(honours(), COUNCIL) == content


def test_the_script_reads_nominees_by_given_name_and_winners_after_them() -> None:
    said = read(award_papers.script(honours()))
    assert len(said) == 7
    page = said[2]
    order = [page.index(f"Nguyễn Mẫu {one}") for one in ("Ánh", "Bình", "Dung", "Đạt", "Giang")]
    assert order == sorted(order)
    announced = page.index("Cùng đạt danh hiệu")
    assert announced > max(order)
    assert "Nguyễn Mẫu Bình" in page[announced:] and "Nguyễn Mẫu Hà" not in page[announced:]
    assert "12/QĐ-MP" in said[0] and "2 tập thể và 7 cá nhân" in said[-1]


def test_a_script_without_a_decision_names_no_winner() -> None:
    made = honours(decision_number=None)
    for title, page in zip(made.titles, read(award_papers.script(made))[1:-1], strict=True):
        for one in title.winners:
            assert page.count(one.name) == 1
    assert "Chưa có quyết định" in read(award_papers.script(made))[0]


def test_only_the_script_is_in_the_language_spoken() -> None:
    vietnamese = {name: read(make(honours())) for name, make in PAPERS.items()}
    catalog.speak("en")
    try:
        english = {name: read(make(honours())) for name, make in PAPERS.items()}
        assert catalog.spoken() == "en"
    finally:
        catalog.speak("vi")
    assert {name for name in PAPERS if english[name] != vietnamese[name]} == {"script"}
    assert "Postmen" in english["script"][2] and "Saturday – Victory" in english["script"][0]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 9, 7), "ngày 07 tháng 9 năm 2024"),
        (date(2024, 2, 10), "ngày 10 tháng 02 năm 2024"),
        (date(2024, 12, 31), "ngày 31 tháng 12 năm 2024"),
        (None, "ngày ..... tháng ..... năm ........."),
    ],
)
def test_dates_are_written_as_in_official_papers(day: date | None, words: str) -> None:
    assert award_words.long_date(day) == words


def test_a_campaign_of_several_days_says_the_first_and_the_last() -> None:
    made = replace(honours(), starts_on=date(2024, 9, 3), ends_on=date(2024, 12, 31))
    page = read(award_papers.certificates(made, address=ADDRESS))[0]
    assert "từ ngày 03 tháng 9 năm 2024 đến ngày 31 tháng 12 năm 2024" in page


def test_each_paper_becomes_pictures() -> None:
    made = honours(decision_number=None)
    sheets = certificates.sheets(made, certificates.everybody(made), ADDRESS)
    for template, data in (
        ("certificate", sheets),
        ("council", council_papers.minutes_document(made).data()),
        ("script", award_script.pages(made)),
    ):
        found = typesetting.pictures(template, data, ppi=40)
        assert len(found) == typesetting.page_count(template, data)
        assert all(one.startswith(b"\x89PNG") for one in found)


def test_the_proposal_list_is_a_word_document_too_on_its_side() -> None:
    made = honours()
    content = award_papers.proposal_list_docx(made)
    section = docx.Document(io.BytesIO(content)).sections[0]
    assert section.page_width > section.page_height
    told = written(content)
    for title in made.titles:
        assert title.title in told
        for one in title.winners:
            assert one.name in told
    assert award_papers.proposal_list_docx(made) == content
