"""Vietnamese words and names in the order of the dictionary and of lists of people."""

import random
import unicodedata
from collections.abc import Callable
from typing import Literal

import pytest

from lib.i18n.collation import ALPHABET, Key, name_key, word_key

WORDS = [
    # letters before tones; each tone of one syllable before the next letter
    "", "2", "10", "a", "à", "ả", "ã", "á", "ạ", "an", "án", "anh", "ăn", "ẵng", "ân", "ấn",
    # syllable by syllable: all of ba before all of bà
    "ba", "Ba Chẽ", "ba mươi", "bà", "bà con", "bả", "bã", "bá", "bạ", "ban",
    "Cẩm Phả", "Cô Tô", "Cờ", "da", "dã", "đa", "Đầm Hà", "Đông Triều", "e", "ê", "fax",
    "Hạ Long", "Hạ Long 01", "Hạ Long 2", "Hạ Long 10", "Hải Hà", "Hoa", "Hòa", "Hòa Bình",
    "i", "jazz", "k", "ô", "ơ", "sim", "tổ", "tơ", "u", "Uông Bí", "ư", "Vân Đồn", "wifi",
    "x", "ỷ", "zalo", "ключ",
]  # fmt: skip
ORDER = [
    "a", "à", "ả", "ã", "á", "ạ", "ă", "ằ", "ẳ", "ẵ", "ắ", "ặ", "â", "ầ", "ẩ", "ẫ", "ấ", "ậ",
    "b", "c", "d", "đ", "e", "è", "ê", "ế", "f", "g", "h", "i", "ì", "j", "k", "l", "m", "n",
    "o", "ò", "ô", "ộ", "ơ", "ờ", "ợ", "p", "q", "r", "s", "t", "u", "ụ", "ư", "ừ", "v", "w",
    "x", "y", "ỵ", "z",
]  # fmt: skip
NAMES = [
    "Lê Mẫu An",
    "Nguyễn Mẫu An",
    "Nguyễn Thị An",
    "An Văn Ân",
    "Trần Mẫu Bình",
    "Đỗ Mẫu Châu",
    "Phạm Mẫu Dũng",
    "Bùi Mẫu Đạt",
    "Vũ Mẫu Hà",
    "Vũ Mẫu Hạ",
    "Oanh",
    "Chìu Mẫu Oanh",
    "Bế Mẫu Ơn",
    "Đinh Mẫu Yến",
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("known", "key"), [(WORDS, word_key), (ORDER, word_key), (NAMES, name_key)]
)
def test_hard_cases_stand_as_in_a_dictionary(
    form: Literal["NFC", "NFD"], known: list[str], key: Callable[[str], Key]
) -> None:
    shuffled = random.Random(7).sample(known, len(known))
    written = [unicodedata.normalize(form, one) for one in shuffled]
    assert [unicodedata.normalize("NFC", one) for one in sorted(written, key=key)] == known


def test_the_alphabet_has_its_29_letters_and_the_four_of_foreign_words() -> None:
    assert "".join(one for one in ALPHABET if one not in "fjwz") == "aăâbcdđeêghiklmnoôơpqrstuưvxy"
    assert len(ALPHABET) == 33


def test_where_the_tone_is_written_and_case_decide_only_what_is_otherwise_equal() -> None:
    assert word_key("hoà bình")[0] == word_key("HÒA BÌNH")[0]
    assert word_key("hoà bình") != word_key("HÒA BÌNH")
    assert word_key("Ðông")[0] == word_key("đông")[0]


def test_numbers_are_compared_by_value_and_any_number_of_digits_has_a_place() -> None:
    assert word_key("Quầy 9") < word_key("Quầy 10") < word_key("Quầy " + "1" * 500)
