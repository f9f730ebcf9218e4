"""The order of Vietnamese words and names, as dictionaries and lists of people have it.

Letters stand in the order of the alphabet of 29 letters, with f, j, w and z where dictionaries
put them; then come the tones: ngang, huyền, hỏi, ngã, sắc, nặng. Words are compared syllable by
syllable, so that all of `bà …` stands after all of `ba …`; where in a syllable the tone is
written (hòa, hoà) makes no difference, nor does case. Numbers go by their value: 2 before 10.
"""

import re
import unicodedata

from lib.i18n.folding import STROKED_D, clean

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Huyền, hỏi, ngã, sắc, nặng; what has none of them (ngang) stands before."""
PLACES = {letter: place for place, letter in enumerate(ALPHABET)}
DIGITS = 12
"""Numbers are compared by their value up to so many digits."""

Syllable = tuple[tuple[int, ...], tuple[int, ...]]
Key = tuple[tuple[Syllable, ...], str]


def word_key(written: str) -> Key:
    """Where a word or a title stands among others; equal only for what is written the same."""
    return _syllables(written), clean(written)


def name_key(full_name: str) -> Key:
    """Where a person stands among others: by the given name, which is last, then by the rest."""
    parts = _syllables(full_name)
    return (*parts[-1:], *parts[:-1]), clean(full_name)


def _syllables(written: str) -> tuple[Syllable, ...]:
    lowered = clean(written).translate(STROKED_D).casefold()
    return tuple(_syllable(one) for one in re.findall(r"[^\W_]+", lowered))


def _syllable(written: str) -> Syllable:
    parted = unicodedata.normalize("NFD", written)
    tones = tuple(TONES.index(mark) for mark in parted if mark in TONES)
    bare = unicodedata.normalize("NFC", "".join(one for one in parted if one not in TONES))
    numbered = re.sub(r"[0-9]+", lambda digits: digits[0].zfill(DIGITS), bare)
    return tuple(_place(letter) for letter in numbered), tones


def _place(letter: str) -> int:
    """Digits, then the alphabet, then any other letter by its code."""
    if letter in PLACES:
        return PLACES[letter]
    return ord(letter) - 1_000 if letter in "0123456789" else ord(letter)
