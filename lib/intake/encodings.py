"""Bytes to Vietnamese text: the encodings that files from post offices come in.

UTF-8 and UTF-16 tell themselves. What is neither was saved for a Vietnamese Windows
(CP1258) or typed with the fonts of the nineties (TCVN3): both are tried and judged by the
words of a header and by how many of the letters are Vietnamese. A weak best is refused.
Rules and the byte table: domain reference §4.3 and §4.11.
"""

import codecs
import unicodedata
from functools import cache

from lib.errors import FileRefused
from lib.i18n.folding import fold
from lib.intake.sniffing import WIDE, is_wide

TCVN3 = (
    "à B5 ả B6 ã B7 á B8 ạ B9 ă A8 ằ BB ẳ BC ẵ BD ắ BE ặ C6 â A9 ầ C7 ẩ C8 ẫ C9 ấ CA ậ CB đ AE "
    "è CC ẻ CE ẽ CF é D0 ẹ D1 ê AA ề D2 ể D3 ễ D4 ế D5 ệ D6 ì D7 ỉ D8 ĩ DC í DD ị DE "
    "ò DF ỏ E1 õ E2 ó E3 ọ E4 ô AB ồ E5 ổ E6 ỗ E7 ố E8 ộ E9 ơ AC ờ EA ở EB ỡ EC ớ ED ợ EE "
    "ù EF ủ F1 ũ F2 ú F3 ụ F4 ư AD ừ F5 ử F6 ữ F7 ứ F8 ự F9 ỳ FA ỷ FB ỹ FC ý FD ỵ FE "
    "Ă A1 Â A2 Ê A3 Ô A4 Ơ A5 Ư A6 Đ A7"
)
"""Letter and byte in turn; other accented capitals are the small letter in a capital font."""

VNI_WORDS = ("ñôn vò", "dòch vuï", "soá löôïng", "ngaøy", "nhaân vieân", "thôøi gian", "böu ñieän")
"""Header words in VNI fonts, where a mark is a letter of its own after the vowel."""

HEADER_WORDS = (
    "thoi gian",
    "ngay",
    "gio",
    "don vi",
    "buu dien",
    "dich vu",
    "san pham",
    "so luong",
    "doanh thu",
    "thanh tien",
    "nhan vien",
    "ho ten",
    "ho va ten",
    "khach hang",
    "so phieu",
    "ghi chu",
    "thuc hien",
    "tong cong",
)
VIETNAMESE = frozenset(
    unicodedata.normalize("NFC", letter + mark + tone)
    for letter, marks in {
        "a": ("", "\u0306", "\u0302"),
        "e": ("", "\u0302"),
        "i": ("",),
        "o": ("", "\u0302", "\u031b"),
        "u": ("", "\u031b"),
        "y": ("",),
        "A": ("", "\u0306", "\u0302"),
        "E": ("", "\u0302"),
        "I": ("",),
        "O": ("", "\u0302", "\u031b"),
        "U": ("", "\u031b"),
        "Y": ("",),
    }.items()
    for mark in marks
    for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
) | frozenset("đĐ₫")
PUNCTUATION = frozenset("–—‘’“”…•\u00a0·°×")
FEWEST_WORDS = 2
LIKELY = 0.9
"""At least this share of the letters beyond ASCII must be Vietnamese."""
JUDGED = 200_000
"""Characters that are looked at to judge a decoding."""


def decoded(data: bytes) -> str:
    """Return the text of a file; letters are composed (NFC) only where an encoding parts them.

    Raises FileRefused(undecodable_encoding) with `position` of the first byte that is not
    UTF-8 and `found`: vni, or unknown.
    """
    data = data.rstrip(b"\x1a")
    if data.startswith(codecs.BOM_UTF8):
        data = data.removeprefix(codecs.BOM_UTF8)
    elif data.startswith(WIDE) or is_wide(data):
        return _wide(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _legacy(data, error.start)


def from_old_fonts(text: str) -> str:
    """Text typed in a TCVN3 font, as a workbook holds it: letters of Western Europe."""
    if text.isascii():
        return text
    try:
        return _tcvn3(text.encode("cp1252"))
    except UnicodeEncodeError:
        return text


def _wide(data: bytes) -> str:
    encoding = "utf-16" if data.startswith(WIDE) else "utf-16-le"
    try:
        return data[: len(data) // 2 * 2].decode(encoding).removesuffix("\x1a")
    except UnicodeDecodeError as error:
        raise FileRefused("undecodable_encoding", position=error.start, found="unknown") from error


def _legacy(data: bytes, position: int) -> str:
    """Decode with the better of CP1258 and TCVN3, or refuse when neither reads well."""
    western = data[:JUDGED].decode("cp1252", "replace").lower()
    if any(word in western for word in VNI_WORDS):
        raise FileRefused("undecodable_encoding", position=position, found="vni")
    candidates = []
    for text in (_cp1258(data), _tcvn3(data)):
        if text is not None:
            judged = text[:JUDGED]
            candidates.append((_header_words(judged), _share(judged), text))
    words, share, text = max(candidates, key=lambda one: one[:2], default=(0, 0.0, ""))
    if words >= FEWEST_WORDS and share >= LIKELY:
        return text
    raise FileRefused("undecodable_encoding", position=position, found="unknown")


def _cp1258(data: bytes) -> str | None:
    try:
        return unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        return None


def _tcvn3(data: bytes) -> str:
    return data.decode("latin-1").translate(_tcvn3_table())


@cache
def _tcvn3_table() -> dict[int, str]:
    """Byte to letter; what is not in the table is what a Western Windows shows."""
    letters = TCVN3.split()
    table = {byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
    return table | {
        int(byte, 16): letter for letter, byte in zip(letters[::2], letters[1::2], strict=True)
    }


def _header_words(text: str) -> int:
    """How many different words of a header the text holds."""
    folded = f" {fold(text[:20_000])} "
    return sum(f" {word} " in folded for word in HEADER_WORDS)


def _share(text: str) -> float:
    """The share of Vietnamese letters among the characters beyond ASCII."""
    beyond = [one for one in text if one > "\x7f" and one not in PUNCTUATION]
    if not beyond:
        return 1.0
    return sum(one in VIETNAMESE for one in beyond) / len(beyond)
