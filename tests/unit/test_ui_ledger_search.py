"""How typed words become the terms that the ledger is searched for."""

import pandas as pd
import pytest

from lib.ui.ledger_search import MOST_TERMS, Term, Word, bare, known, parameters, terms

WORDS = known(
    pd.DataFrame(
        [
            ("unit", "dong_trieu", "Bưu điện TX Đông Triều", False),
            ("unit", "dong_trieu", "bd dong trieu", True),
            ("unit", "hai_ha", "Bưu điện huyện Hải Hà", False),
            ("unit", "ha_long", "Bưu điện TP Hạ Long", False),
            ("staff", "MP0031", "MP0031", False),
            ("staff", "MP0031", "Trần Mẫu Đông", False),
            ("staff", "MP0102", "Lê Mẫu Triệu", False),
            ("service", "HTD", "HTD", False),
            ("service", "HTD", "Hàng tiêu dùng – hàng thiết yếu", False),
            ("service", "EMS", "EMS (chuyển phát nhanh)", False),
        ],
        columns=["kind", "code", "written", "is_folded"],
    )
)


def codes(typed: str) -> list[tuple[str, ...]]:
    return [term.codes for term in terms(typed, WORDS)]


@pytest.mark.parametrize("typed", ("dong trieu", "Đông Triều", "  ĐÔNG   triều ", "dong tri"))
def test_words_that_stand_together_in_a_name_stay_together(typed: str) -> None:
    assert codes(typed) == [("unit dong_trieu",)]


def test_a_unit_and_a_service_are_two_terms() -> None:
    assert codes("dong trieu htd") == [("unit dong_trieu",), ("service HTD",)]


def test_words_of_no_common_name_are_looked_for_one_by_one() -> None:
    assert codes("trieu dong") == [
        ("unit dong_trieu", "staff MP0102"),
        ("unit dong_trieu", "staff MP0031"),
    ]


def test_what_is_typed_and_found_with_marks_is_found_only_so() -> None:
    (term,) = terms("Hà", WORDS)
    assert (term.codes, term.text, term.is_exact) == (("unit hai_ha",), "hà", True)
    (term,) = terms("ha", WORDS)
    assert (term.codes, term.is_exact) == (("unit hai_ha", "unit ha_long"), False)


def test_marks_that_stand_nowhere_are_passed_over() -> None:
    (term,) = terms("hạ lọng", WORDS)
    assert (term.codes, term.text, term.is_exact) == (("unit ha_long",), "ha long", False)


def test_an_alias_is_known_without_marks_only() -> None:
    assert codes("BĐ Đông Triều") == [("unit dong_trieu",)]


def test_a_whole_word_hides_those_that_only_begin_with_it() -> None:
    assert codes("ha") == [("unit hai_ha", "unit ha_long")]
    assert codes("han") == [("service HTD",)]


def test_a_number_may_be_cut_anywhere_and_a_word_not_at_its_beginning() -> None:
    assert codes("0031") == [("staff MP0031",)]
    assert codes("rieu") == [()]


def test_brackets_and_dashes_of_a_name_part_its_words() -> None:
    assert codes("chuyển phát") == [("service EMS",)]
    assert codes("Hàng tiêu dùng – hàng thiết yếu") == [("service HTD",)]


def test_a_number_keeps_what_parts_it() -> None:
    assert [term.text for term in terms("MP-240921-01 Số:7/ĐT", WORDS)] == [
        "mp-240921-01",
        "so:7/dt",
    ]


def test_the_last_term_takes_all_that_is_left() -> None:
    found = terms("a1 b2 c3 d4 e5 f6", WORDS)
    assert [term.text for term in found] == ["a1", "b2", "c3", "d4 e5 f6"]
    assert len(found) == MOST_TERMS
    assert [term.text for term in terms("a1 b2 c3 d4", WORDS, 2)] == ["a1", "b2 c3 d4"]


@pytest.mark.parametrize("typed", ("", "   ", "\u200b", "\u00ad "))
def test_nothing_typed_is_no_term(typed: str) -> None:
    assert terms(typed, WORDS) == ()


@pytest.mark.parametrize("typed", ("%", "_", "\\", "'; drop table sales", "=1+1", ":red[x]"))
def test_anything_may_be_typed(typed: str) -> None:
    assert terms(typed, WORDS)[0].text == bare(typed).split()[0]


def test_terms_become_parameters_with_room_for_all() -> None:
    given = parameters([Term("a", ("unit x",)), Term("b", ("staff y", "unit x"))])
    assert given == {
        "codes": ["1 unit x", "2 staff y", "2 unit x"],
        "text_1": "a",
        "text_2": "b",
        "text_3": None,
        "text_4": None,
    }


def test_a_word_knows_how_it_is_written_unless_it_is_stored_folded() -> None:
    assert WORDS[0] == Word("unit dong_trieu", "buu dien tx dong trieu", "bưu điện tx đông triều")
    assert WORDS[1].exact is None
