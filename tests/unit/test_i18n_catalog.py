"""The sentences of both languages: found by key, filled by name, per context."""

from collections.abc import Iterator
from contextvars import copy_context
from string import Formatter

import pytest

from lib.i18n import catalog
from lib.i18n.catalog import sentences, speak, spoken, text


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    speak("vi")
    yield
    speak("vi")


def test_a_sentence_is_in_the_language_spoken() -> None:
    assert text("nav.progress") == "Tiến độ"
    speak("en")
    assert text("nav.progress") == "Progress"


def test_an_unknown_language_is_vietnamese() -> None:
    for language in ("xx", "", "EN", "vi-VN"):
        speak("en")
        speak(language)
        assert spoken() == "vi", language


def test_the_language_of_one_context_is_not_that_of_another() -> None:
    def elsewhere() -> str:
        speak("en")
        return text("nav.awards")

    assert copy_context().run(elsewhere) == "Awards"
    assert text("nav.awards") == "Khen thưởng"


def test_places_are_filled_by_name() -> None:
    assert text("unit.hours_minutes", hours=3, minutes=18) == "3 giờ 18 phút"


def test_a_value_with_braces_is_not_filled_again() -> None:
    assert "{at}" in text("filter.as_of_unread", typed="{at}")


def test_a_missing_place_or_key_fails_loudly() -> None:
    with pytest.raises(KeyError):
        text("no.such.key")
    with pytest.raises(KeyError):
        text("unit.hours_minutes", hours=3)


def test_whether_there_is_a_sentence_can_be_asked() -> None:
    assert catalog.has_text("error.store_busy")
    assert not catalog.has_text("error.no_such_code")


def test_a_column_is_chosen_by_the_language() -> None:
    assert catalog.in_language("short_name") == "short_name"
    speak("en")
    assert catalog.in_language("short_name") == "short_name_en"


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_every_sentence_is_words_with_places_that_have_names(language: str) -> None:
    assert len(sentences(language)) > 200
    for key, sentence in sentences(language).items():
        assert sentence.strip(), key
        for _, name, _, _ in Formatter().parse(sentence):
            assert name is None or name.isidentifier(), key


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_nothing_is_written_twice_in_two_files(language: str) -> None:
    counted = 0
    for file in sorted(catalog.FOLDER.glob(f"*.{language}.toml")):
        counted += sum(
            " = " in line and not line.startswith("#")
            for line in file.read_text(encoding="utf-8").splitlines()
        )
    assert len(sentences(language)) == counted


def test_the_house_spelling_is_kept() -> None:
    for key, sentence in sentences("vi").items():
        for other in ("hàng hoá", "luỹ kế", "huỷ", "khoá", "tỉ đồng", "VNĐ", "!"):
            assert other not in sentence.lower(), (key, other)
