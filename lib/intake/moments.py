"""Dates and times as people write them: day first, local time, nothing assumed.

A date cell may also hold the time, and the other way round, so both are read as a
`Moment`. Rules: domain reference §4.8.
"""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from lib.intake.parsing import LONGEST, Cell, bare

FIRST_SERIAL, LAST_SERIAL = 40_000, 60_000
"""Day numbers taken for dates: 2009 to 2064."""
SERIAL_BASE = dt.datetime(1899, 12, 30)
LOCAL = dt.timedelta(hours=7)
"""Asia/Ho_Chi_Minh is UTC+7 all year."""

DAY_FIRST = re.compile(r"(?P<d>\d{1,2})(?P<sign>[/.-])(?P<m>\d{1,2})(?P=sign)(?P<y>\d{4}|\d{2})")
ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})")
IN_WORDS = re.compile(r"ngay (?P<d>\d{1,2}) thang (?P<m>\d{1,2}),? nam (?P<y>\d{4})")
WEEKDAY = re.compile(
    r"^(?:(?:thu\s*(?:[2-7]|hai|ba|tu|nam|sau|bay)|chu nhat|cn|t[2-7])\b[\s,]*)?"
    r"(?:ngay\s+(?=\d+[/.-]))?"
)
"""A weekday, or the word for day, before a date."""
IN_TITLE = re.compile(
    r"(?<![\d/.-])(?P<d>\d{1,2})(?P<sign>[/.-])(?P<m>\d{1,2})(?P=sign)(?P<y>20\d\d)\b"
)
DATES = (ISO, DAY_FIRST, IN_WORDS)
CLOCK = re.compile(
    r"(?P<h>\d{1,2})\s*(?:"
    r":\s*(?P<colon>\d{1,2})(?::(?P<s>\d{1,2})(?:[.,]\d{1,6})?)?"
    r"|(?:h|g|gio)\s*(?:(?P<word>\d{1,2})\s*(?:p|ph|phut|')?)?"
    r")\s*(?P<half>am|pm|sa|ch)?"
)


@dataclass(frozen=True)
class Moment:
    """What one cell says: a day, a time of day, both, or neither; or a problem code."""

    day: dt.date | None = None
    time: dt.time | None = None
    problem: str | None = None

    def in_full(self) -> str:
        """The day and the time as text."""
        day = self.day.strftime("%d/%m/%Y") if self.day else ""
        clock = self.time.strftime("%H:%M:%S" if self.time.second else "%H:%M") if self.time else ""
        return f"{day} {clock}".strip()


def moment(cell: Cell, *, wrong: str) -> Moment:
    """Read a date, a time or both; `wrong` is the code for what is neither."""
    if isinstance(cell, dt.datetime):
        return _native(cell)
    if isinstance(cell, dt.date):
        return Moment(day=cell)
    if isinstance(cell, dt.time):
        return Moment(time=cell.replace(microsecond=0))
    if isinstance(cell, dt.timedelta):
        return _within_day(cell, wrong)
    if isinstance(cell, bool):
        return Moment(problem=wrong)
    if isinstance(cell, int | float):
        return _serial(Decimal(repr(cell)), wrong)
    written = bare(cell)
    if len(written) > LONGEST:
        return Moment(problem=wrong)
    if re.fullmatch(r"\d{5}([.,]\d+)?", written):
        return _serial(Decimal(written.replace(",", ".")), wrong)
    return _text(written, wrong) if written not in ("", "-", "–") else Moment()


def title_day(lines: list[str]) -> dt.date | None:
    """The one day the lines above a table name ("Ngày 21 tháng 09 năm 2024"), else None."""
    found = {
        _day(match)
        for line in lines
        for shape in (IN_WORDS, IN_TITLE)
        for match in shape.finditer(bare(line))
    }
    return found.pop() if len(found) == 1 else None


def usual_order(written: str) -> str | None:
    """The day that "9/21/2024" must have meant, as it is usually written; only ever a hint."""
    found = DAY_FIRST.search(written)
    if not found or not int(found["d"]) <= 12 < int(found["m"]):
        return None
    try:
        day = dt.date(
            int(found["y"]) + (2000 if len(found["y"]) == 2 else 0),
            int(found["d"]),
            int(found["m"]),
        )
    except ValueError:
        return None
    return day.strftime("%d/%m/%Y")


def _native(cell: dt.datetime) -> Moment:
    if cell.year < 1901:  # a time of day in a workbook whose days start in 1899
        return Moment(time=cell.time().replace(microsecond=0))
    clock = cell.time().replace(microsecond=0)
    return Moment(cell.date(), clock if clock != dt.time() else None)


def _within_day(length: dt.timedelta, wrong: str) -> Moment:
    if not dt.timedelta() <= length < dt.timedelta(days=1):
        return Moment(problem=wrong)
    return Moment(time=(SERIAL_BASE + length).time().replace(microsecond=0))


def _serial(number: Decimal, wrong: str) -> Moment:
    """A day number with the time as its fraction, or the fraction alone."""
    if not number.is_finite() or not (0 <= number < 1 or FIRST_SERIAL <= number <= LAST_SERIAL):
        return Moment(problem=wrong)
    days = int(number)
    seconds = int(((number - days) * 86_400).quantize(Decimal(1), ROUND_HALF_UP))
    point = SERIAL_BASE + dt.timedelta(days=days, seconds=seconds)
    if not days:
        return Moment(time=point.time())
    return Moment(point.date(), point.time() if seconds else None)


def _text(written: str, wrong: str) -> Moment:
    written = WEEKDAY.sub("", written)
    match = next((found for shape in DATES if (found := shape.search(written))), None)
    if match is None:
        clock = _clock(written)
        return Moment(time=clock) if clock else Moment(problem=wrong)
    day = _day(match)
    if day is None:
        return Moment(problem="bad_date")
    before, after = written[: match.start()], written[match.end() :]
    is_universal = match.re is ISO and after.endswith("z")
    if match.re is ISO:
        after = re.sub(r"^t", "", after.removesuffix("z"))
    around = f"{before.strip()} {after.strip()}".strip().strip(",").strip()
    if not around:
        return Moment(day=day)
    clock = None if before.strip() and after.strip() else _clock(around)
    if clock is None:
        return Moment(problem="bad_time" if re.search(r"\d\s*[:hg]", around) else wrong)
    if is_universal:
        local = dt.datetime.combine(day, clock) + LOCAL
        return Moment(local.date(), local.time())
    return Moment(day, clock)


def _day(match: re.Match[str]) -> dt.date | None:
    year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
    try:
        return dt.date(year, int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def _clock(written: str) -> dt.time | None:
    found = CLOCK.fullmatch(written.strip())
    if not found:
        return None
    hour, minute = int(found["h"]), int(found["colon"] or found["word"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"] in ("pm", "ch") else 0)
    try:
        return dt.time(hour, minute, int(found["s"] or 0))
    except ValueError:
        return None
