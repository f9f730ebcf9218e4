"""Measures in the reader's language: what they are called, and a value as it is said."""

from decimal import Decimal

from lib.awards.honours import Result
from lib.awards.measures import kind
from lib.i18n import formats
from lib.i18n.catalog import text


def measure(name: str) -> str:
    """What a measure is called: "số dịch vụ"."""
    return text(f"award_measure.{name}")


def value(name: str, written: str) -> str:
    """A value with its unit, from a decimal written out; a dash when it is missing."""
    if written == "":
        return "–"
    number, shape = Decimal(written), kind(name)
    if shape == "money":
        return formats.money(int(number))
    if shape == "share":
        return formats.percent(float(number))
    if shape == "ratio":
        return text("award_measure.times", value=formats.number(float(number), 2))
    if shape == "minutes":
        day, minute = divmod(int(number), 24 * 60)
        clock = f"{minute // 60:02d}:{minute % 60:02d}"
        return text("award_measure.on_day", time=clock, day=day + 1) if day else clock
    return formats.number(float(number), 1 if shape == "score" else 0)


def bound(name: str, written: str) -> str:
    """A limit of a rule as it is said: shares without the tenths that are none."""
    if kind(name) == "share":
        hundredths = Decimal(written) * 100
        is_whole = hundredths == hundredths.to_integral_value()
        return formats.percent(float(written), 0 if is_whole else 1)
    return value(name, written)


def result(one: Result) -> str:
    """A result as it is said of a winner: "đạt 440 % mức giao"."""
    return text(f"award_result.{one.measure}", value=value(one.measure, one.value))


def points(written: str) -> str:
    """Points as shown, with one decimal."""
    return formats.number(float(written), 1) if written else "–"
