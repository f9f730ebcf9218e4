"""Text as it is matched and searched: cleaned of what the eye does not see, and folded.

`clean` keeps what a person wrote; `fold` drops case, marks and punctuation, so that
`BĐ  Đông-Triều` and `bd dong trieu` are one. Rules: domain reference §4.5.
"""

import re
import unicodedata

INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad\x00-\x08\x0e-\x1b\x7f]")
SPACES = re.compile(r"[^\S\n]+")
STROKED_D = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ"})
"""Letters that look like Đ and are what old keyboards and ANSI saves leave."""


def clean(text: str) -> str:
    """Drop invisible characters, compose letters, collapse spaces (line breaks stay), trim."""
    # in this order: a mark may stand apart from its letter by what nobody sees
    composed = unicodedata.normalize("NFC", INVISIBLE.sub("", text)).replace("\r\n", "\n")
    return SPACES.sub(" ", composed).strip()


def fold(text: str) -> str:
    """Return the text for matching: lower case, no marks, words parted by one space."""
    lowered = clean(text).translate(STROKED_D).casefold().replace("đ", "d")
    letters = unicodedata.normalize("NFD", lowered)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]|_", " ", bare).split())
