"""Amounts, quantities and marks as people write them, read without guessing.

Every parser takes a cell (text or a native spreadsheet value) and returns a `Reading`: a
value, or the code of a problem, or neither for an empty cell. Rules: domain reference
§4.7. Only whole numbers and Decimal are used; nothing is rounded through a float.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from lib.i18n.folding import clean, fold

Cell = str | int | float | bool | dt.date | dt.time | dt.timedelta
"""What a cell may hold; "" when it is empty. A datetime is a date."""

T = TypeVar("T")


@dataclass(frozen=True)
class Reading(Generic[T]):
    """A value, a problem code, or neither: the cell is empty."""

    value: T | None = None
    problem: str | None = None


UNITS = {
    "ty": 10**9,
    "ti": 10**9,
    "trieu": 10**6,
    "tr": 10**6,
    "nghin": 10**3,
    "ngan": 10**3,
    "k": 10**3,
}
WORDS = {10**3: "nghìn", 10**6: "triệu", 10**9: "tỷ"}
"""How a header's unit is said beside a number."""
MOST_VND = 10**13
"""More in one cell is a slip, and sums of it would leave the range of the ledger."""
MOST_ITEMS = 10**9
NEAR = Decimal("0.001")
LONGEST = 60
"""No number is longer as text; longer text is not even tried."""

BLANK = re.compile(r"[-–—]?")
APPROXIMATE = re.compile(r"[~≈±]|^(gan|hon|khoang|tren|duoi|tam|chung)\b|\d[^\d]*[-–—][^\d]*\d")
SCIENTIFIC = re.compile(r"[-+]?\d+([.,]\d+)?e[-+]?\d+")
NEGATIVE = re.compile(r"[-–−]\s*(?=[\d.,])|\(.*\d.*\)$|.*\d\s*[-−]$")
FINAL = re.compile(r"\s*[.,]-$")
CURRENCY = re.compile(r"^(vnd|dong|d|₫)\s*(?=\d)|\s*(vnd|dong|d|₫)\.?$")
GROUPED = re.compile(r"[1-9]\d{0,2}(([., ])\d{3})(\2\d{3})*")
WITH_UNIT = re.compile(
    rf"(?P<number>[\d., ]*\d)\s*(?P<unit>{'|'.join(UNITS)})\.?\s*(?P<rest>ruoi|\d{{1,3}})?"
)
TWO_UNITS = re.compile(rf"[\d., ]*\d\s*(?:vnd|dong|d|₫)\s+(?:{'|'.join(UNITS)})")
"""How `in_words` says "250.000 đ" from below "(triệu đồng)"."""
MULTIPLYING = re.compile(r"\b(k|nghin|ngan|tr|trieu|ty|ti|chuc|tram|ta|van|doi|cap|nua|ruoi)\b")
COUNTED = re.compile(r"(?P<number>\d[\d., ]*?)\s*(?P<word>[^\W\d_][^\d.,]*)?")

YES = frozenset(("x", "co", "c", "1", "true", "yes", "moi", "kh moi", "khach hang moi"))
NO = frozenset(("", "0", "khong", "k", "cu", "false"))
TICKS = frozenset(("✓", "✔", "☑"))


def bare(written: str) -> str:
    """Lower case without marks, punctuation kept: "2,5 Triệu" -> "2,5 trieu"."""
    lowered = clean(written).casefold().replace("đ", "d")
    letters = unicodedata.normalize("NFD", lowered)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def money(cell: Cell, *, multiplier: int = 1) -> Reading[int]:
    """Read an amount in whole VND; `multiplier` is what the header's unit stands for."""
    if isinstance(cell, str):
        if multiplier == 1 and len(cell) < 14 and cell.isascii() and cell.isdigit():
            return Reading(int(cell))
        found = _money_text(bare(cell), multiplier)
    else:
        found = _native(cell, multiplier)
    if isinstance(found, str):
        return Reading(problem=found)
    if found is not None and found > MOST_VND:
        return Reading(problem="bad_revenue")
    return Reading(found)


def _money_text(written: str, multiplier: int) -> int | str | None:
    if BLANK.fullmatch(written):
        return None
    bared = FINAL.sub("", written)
    problem = _slip(bared)
    if problem:
        return problem
    amount = CURRENCY.sub("", bared).strip()
    has_currency = amount != bared
    with_unit = WITH_UNIT.fullmatch(amount)
    if with_unit:
        return _with_unit(with_unit["number"], with_unit["unit"], with_unit["rest"])
    if multiplier == 1:
        return "ambiguous_revenue" if TWO_UNITS.fullmatch(amount) else _plain(amount)
    if has_currency:  # "250.000 đ" below "(triệu đồng)": one of the two is wrong
        return "ambiguous_revenue"
    return _scaled(amount, multiplier)


def _slip(written: str) -> str | None:
    """Name what no amount may look like, whichever way it is read."""
    if len(written) > LONGEST:
        return "bad_revenue"
    if SCIENTIFIC.fullmatch(written.replace(" ", "")):
        return "lossy_scientific"
    if APPROXIMATE.search(written):
        return "approximate_value"
    if NEGATIVE.match(written):
        return "negative_amount"
    return None


def _plain(written: str) -> int | str:
    """Read a number of đồng that bears no unit."""
    if re.fullmatch(r"\d+", written):
        return int(written)
    if GROUPED.fullmatch(written):
        return int(re.sub(r"[., ]", "", written))
    whole, decimals = _parted(written)
    if whole is None:
        return "bad_revenue"
    if len(decimals) > 2:
        is_either = len(decimals) == 3 and (not whole or not written[:-4].isdigit())
        return "ambiguous_revenue" if is_either else "bad_revenue"
    if decimals.strip("0"):
        return (
            "bad_revenue"
            if re.search(r"[., ]", written[: -len(decimals) - 1])
            else ("ambiguous_revenue")
        )
    return whole


def _parted(written: str) -> tuple[int | None, str]:
    """Split at the decimal sign: (whole part, decimals), or (None, "") when it is no number."""
    found = re.fullmatch(r"(?P<whole>[\d., ]*\d)(?P<sign>[.,])(?P<decimals>\d+)", written)
    if not found or found["sign"] in found["whole"]:
        return None, ""
    if not re.fullmatch(r"\d+", found["whole"]) and not GROUPED.fullmatch(found["whole"]):
        return None, ""
    return int(re.sub(r"[., ]", "", found["whole"])), found["decimals"]


def _scaled(written: str, factor: int) -> int | str:
    """Read a number of thousands or millions: here one separator is a decimal sign."""
    if re.fullmatch(r"\d+", written):
        return int(written) * factor
    if GROUPED.fullmatch(written) and len(re.findall(r"[., ]", written)) > 1:
        return int(re.sub(r"[., ]", "", written)) * factor
    if re.fullmatch(r"[1-9]\d{0,2} \d{3}", written):
        return int(written.replace(" ", "")) * factor
    whole, decimals = _parted(written)
    if whole is None:
        return "bad_revenue"
    if len(decimals) == 3 and whole:
        return "ambiguous_revenue"
    return _whole(Decimal(f"{whole}.{decimals}") * factor, Decimal(0))


def _with_unit(number: str, unit: str, rest: str | None) -> int | str:
    """Read "2,5tr", "80k", "0,4 tỷ", "3tr4" (3.400 nghìn), "3 triệu rưỡi"."""
    factor = UNITS[unit]
    if rest is None:
        return _scaled(number, factor)
    if not re.fullmatch(r"\d+", number):
        return "bad_revenue"
    if rest == "ruoi":
        return int(number) * factor + factor // 2
    if unit != "tr":
        return "bad_revenue"
    return int(number) * factor + int(rest.ljust(3, "0")) * 1000


def _native(cell: Cell, multiplier: int) -> int | str:
    """Take a spreadsheet number; it may miss a whole number by the width of its storage."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return "bad_revenue"
    exact = Decimal(repr(cell))
    if not exact.is_finite():
        return "bad_revenue"
    if exact < 0:
        return "negative_amount"
    if abs(exact) > MOST_VND:
        return "bad_revenue"
    return _whole(exact * multiplier, NEAR)


def _whole(exact: Decimal, tolerance: Decimal) -> int | str:
    nearest = int(exact.to_integral_value())
    return nearest if abs(exact - nearest) <= tolerance else "bad_revenue"


def in_words(cell: Cell, written: str, multiplier: int) -> str:
    """An amount as text that reads alike below a header in đồng, whatever its own stated."""
    read = money(cell, multiplier=multiplier)
    if not isinstance(cell, str) and read.value is not None:
        return str(read.value)
    if multiplier == 1 or not re.search(r"\d", written):
        return written
    amount = CURRENCY.sub("", FINAL.sub("", bare(written))).strip()
    if re.search(r"[^\W\d_]", amount):
        return written
    word = WORDS[multiplier]
    said = (f"{amount} {word}", f"{amount} đ {word}")
    return next((one for one in said if money(one) == read), written)


def likely_money(cell: Cell, code: str | None, multiplier: int) -> str | None:
    """What an amount may have been meant to be, as whole đồng; only ever a hint."""
    if code not in ("ambiguous_revenue", "approximate_value") or not isinstance(cell, str):
        return None
    found = re.search(r"(\d+)([.,])(\d{1,3})(?!\d)", bare(cell))
    if code == "approximate_value" or not found:
        return None
    unit = WITH_UNIT.fullmatch(CURRENCY.sub("", bare(cell)).strip())
    factor = UNITS[unit["unit"]] if unit else multiplier if multiplier > 1 else 10**6
    as_decimal = Decimal(f"{found[1]}.{found[3]}") * factor
    as_grouped = Decimal(f"{found[1]}{found[3]}") * factor
    meant = [as_decimal, as_grouped] if len(found[3]) == 3 else [as_decimal]
    whole = [f"{int(one):,}".replace(",", ".") for one in meant if one == int(one)]
    return " / ".join(whole) or None


def quantity(cell: Cell) -> Reading[int]:
    """Read a whole number of items, with or without the word for one: "12 thùng"."""
    found = _quantity_text(bare(cell)) if isinstance(cell, str) else _native(cell, 1)
    if found == "":
        return Reading()
    if found == "bad_revenue" or (isinstance(found, int) and found > MOST_ITEMS):
        return Reading(problem="bad_quantity")
    return Reading(problem=found) if isinstance(found, str) else Reading(found)


def _quantity_text(written: str) -> int | str:
    """A number, a problem code, or "" for an empty cell."""
    if BLANK.fullmatch(written):
        return ""
    problem = _slip(written)
    if problem:
        return "bad_quantity" if problem == "bad_revenue" else problem
    found = COUNTED.fullmatch(written)
    if not found or (found["word"] and MULTIPLYING.search(found["word"])):
        return "bad_quantity"
    number = _plain(found["number"].strip())
    return "bad_quantity" if isinstance(number, str) else number


def new_customer(cell: Cell) -> Reading[bool]:
    """Read the mark for a new customer; what is neither yes nor no is not known."""
    if isinstance(cell, bool):
        return Reading(cell)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    written = clean(str(cell))
    if written in TICKS or fold(written) in YES:
        return Reading(True)
    if written in ("-", "–") or (fold(written) in NO and (not written or fold(written))):
        return Reading(False)
    return Reading(problem="new_customer_unknown")
