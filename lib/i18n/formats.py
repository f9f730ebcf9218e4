"""How numbers, money, shares, dates and times are written, in the language spoken.

Rounding is half up, on decimals. A missing value is an en dash, never 0. Money is whole
đồng on the way in. Rules: design guide §5, domain reference §2.4 and §4.1.
"""

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from lib.i18n.catalog import spoken, text

MISSING = "–"
MINUS = "−"
NO_BREAK = "\u00a0"
MILLION = 1_000_000
BILLION = 1_000_000_000


def is_missing(value: Any) -> bool:
    """Whether a cell holds no value (None, NA, NaN, NaT)."""
    return value is None or bool(pd.isna(value))


def number(value: Any, digits: int = 0, *, signed: bool = False) -> str:
    """1.234.567 or 98,5 (English 1,234,567 and 98.5)."""
    if is_missing(value):
        return MISSING
    return _written(_rounded(value, digits), digits, signed=signed)


def number_or(value: Any, words: Any) -> str:
    """The words where there are some, else the number."""
    return number(value) if is_missing(words) else str(words)


def money(vnd: Any) -> str:
    """The amount in a sentence: 760.000 đồng, 857,8 triệu đồng, 1,2 tỷ đồng."""
    if is_missing(vnd):
        return MISSING
    if abs(_rounded(Decimal(int(vnd)) / MILLION, 1)) >= 1_000:
        return f"{number(Decimal(int(vnd)) / BILLION, 1)}{NO_BREAK}{text('unit.billion')}"
    if abs(int(vnd)) >= MILLION:
        return millions(vnd)
    return f"{number(vnd)}{NO_BREAK}{text('unit.dong')}"


def dong(vnd: Any) -> str:
    """The amount in full, as receipts write it: 1.185.900.000 đồng."""
    return MISSING if is_missing(vnd) else f"{number(vnd)}{NO_BREAK}{text('unit.dong')}"


def millions(vnd: Any, *, signed: bool = False, unit: bool = True) -> str:
    """The amount where it is compared: 1.185,9 triệu đồng, whatever its size."""
    if is_missing(vnd):
        return MISSING
    amount = number(Decimal(str(vnd)) / MILLION, 1, signed=signed)
    return f"{amount}{NO_BREAK}{text('unit.million')}" if unit else amount


def as_shown(vnd: Any) -> int:
    """The amount as `millions` shows it, in VND: differences are taken of what people see."""
    return int(_rounded(Decimal(int(vnd)) / MILLION, 1) * MILLION)


def share_as_shown(ratio: Any) -> Decimal:
    """The share as `percent` shows it, as a ratio."""
    return _rounded(Decimal(str(ratio)) * 100, 1) / 100


def percent(ratio: Any, digits: int = 1) -> str:
    """56,3 % with a no-break space (English 56.3%).

    A share below the whole is never rounded up to 100 %: 0,9996 is 99,9 %.
    """
    if is_missing(ratio):
        return MISSING
    share = _rounded(Decimal(str(ratio)) * 100, 9)  # shares are floats: 0.99999999999 is the whole
    rounded = _rounded(share, digits)
    if share < 100 <= rounded:
        rounded = share.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_DOWN)
    space = NO_BREAK if spoken() == "vi" else ""
    return f"{_written(rounded, digits)}{space}%"


def points(difference: Any, digits: int = 1) -> str:
    """The difference of two shares: +13,1 điểm."""
    if is_missing(difference):
        return MISSING
    amount = number(Decimal(str(difference)) * 100, digits, signed=True)
    return f"{amount}{NO_BREAK}{text('unit.points')}"


def clock(moment: Any) -> str:
    """15:42, or a dash."""
    return MISSING if is_missing(moment) else f"{moment:%H:%M}"


def hour(value: Any) -> str:
    """An hour of the day on an axis: 7h."""
    return text("unit.unknown_hour") if is_missing(value) else f"{int(value)}h"


def day(value: date | datetime) -> str:
    """Thứ 7, 21/9/2024 (English Sat, 21 Sep 2024)."""
    weekday = text(f"weekday.{value.isoweekday()}")
    if spoken() == "vi":
        return f"{weekday}, {value.day}/{value.month}/{value.year}"
    return f"{weekday}, {value.day} {value:%b} {value.year}"


def moment(value: Any) -> str:
    """15:42, 21/9/2024."""
    if is_missing(value):
        return MISSING
    return f"{clock(value)}, {value.day}/{value.month}/{value.year}"


def duration(span: timedelta) -> str:
    """3 giờ 18 phút."""
    minutes = max(int(span.total_seconds()) // 60, 0)
    return text("unit.hours_minutes", hours=minutes // 60, minutes=minutes % 60)


def _rounded(value: Any, digits: int) -> Decimal:
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def _written(value: Decimal, digits: int, *, signed: bool = False) -> str:
    plain = f"{abs(value):,.{digits}f}"
    if spoken() == "vi":
        plain = plain.translate(str.maketrans(",.", ".,"))
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    return f"{sign}{plain}"


MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&^=@/])")


LINK = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
"""Where an address would become a link by itself, escaped or not; what stands there is not seen."""


def plain(words: str) -> str:
    """Text from data for a place that reads Markdown: shown as it is, nothing comes alive."""
    parted = LINK.sub("\u2060", " ".join(str(words).split()))
    return MARKDOWN.sub(r"\\\1", parted)
