"""Text as it is matched: what the eye takes for the same is the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.i18n.folding import clean, fold

awkward = st.text(alphabet="aAâđĐ\u00d0\u0189\u0301\u0323\u200b\u00ad\u00a0 \n_-") | st.text()
"""Letters, marks that stand apart, what nobody sees; and anything else."""


@pytest.mark.parametrize(
    ("written", "folded"),
    (
        ("Đông Triều", "dong trieu"),
        ("BĐ  Đông-Triều", "bd dong trieu"),
        ("bd dong trieu", "bd dong trieu"),
        ("ĐÔNG TRIỀU", "dong trieu"),
        ("\u00d0ông Triều", "dong trieu"),
        ("\u0189ông Triều", "dong trieu"),
        ("đông triều", "dong trieu"),
        ("Bưu điện TP. Hạ Long", "buu dien tp ha long"),
        ("Bưu điện TP Hạ Long", "buu dien tp ha long"),
        ("Hoà", "hoa"),
        ("Hòa", "hoa"),
        ("Uông\u00a0Bí", "uong bi"),
        ("Uông\u202fBí", "uong bi"),
        ("Uông\t Bí", "uong bi"),
        ("Cô\u200b Tô", "co to"),
        ("\ufeffCô Tô", "co to"),
        ("Cô\u00ad Tô", "co to"),
        ("Cô\u2060 Tô", "co to"),
        ("Vân_Đồn", "van don"),
        ("(Ba Chẽ)", "ba che"),
        ("BHYT bổ trợ – 2024", "bhyt bo tro 2024"),
        ("Ưu đãi", "uu dai"),
        ("  ", ""),
        ("...", ""),
        ("", ""),
    ),
)
def test_spellings_of_one_name_fold_alike(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize("name", ("Đông Triều", "Cẩm Phả", "Quảng Yên", "Móng Cái", "Ủy thác"))
def test_composed_and_decomposed_letters_fold_alike(name: str) -> None:
    decomposed = unicodedata.normalize("NFD", name)
    assert decomposed != name
    assert fold(decomposed) == fold(name)


def test_names_that_differ_stay_apart() -> None:
    assert fold("Hải Hà") != fold("Hạ Long")
    assert fold("Tiên Yên 1") != fold("Tiên Yên 11")


@pytest.mark.parametrize(
    ("written", "kept"),
    (
        ("  Hạ   Long ", "Hạ Long"),
        ("Ha\u0323 Long", "Hạ Long"),
        ("Ha\u200b\u0323 Long", "Hạ Long"),
        ("Hạ\u00a0Long", "Hạ Long"),
        ("\u200bHạ Long\ufeff", "Hạ Long"),
        ("dòng một\ndòng  hai", "dòng một\ndòng hai"),
        ("GD-00001", "GD-00001"),
        ("\u00d0ông", "\u00d0ông"),
    ),
)
def test_cleaning_keeps_what_a_person_wrote(written: str, kept: str) -> None:
    assert clean(written) == kept


@given(awkward)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(awkward)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(awkward)
def test_folding_does_not_mind_how_letters_are_composed(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(alphabet="aAđĐâÂ- ._12ẫẪ\u00d0\u200b\u00a0"))
def test_folded_text_is_bare_words_parted_by_one_space(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert set(folded) <= set("ad12 ")
