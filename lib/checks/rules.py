"""The thresholds of the checks, read from `data/rules/checks.toml` into frozen records.

rules = read_rules()        # CheckRuleError lists everything in the file that cannot be used

Each record's fields are the parameters of the query of its name in lib/queries/checks.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

from lib.errors import CheckRuleError
from lib.settings import PROJECT

SHIPPED = PROJECT / "data" / "rules" / "checks.toml"

SMALLEST: Mapping[str, int] = {
    "sales": 2,
    "sellers": 1,
    "minutes": 1,
    "least_vnd": 1,
    "multiple_vnd": 1_000,
}
LARGEST: Mapping[str, int] = {
    "sales": 1_000,
    "sellers": 1_000,
    "minutes": 1_440,
    "least_vnd": 10**15,
    "multiple_vnd": 10**9,
}
"""Whole numbers, each with its range; VND where it says so."""
LARGEST_TIMES = 1_000


@dataclass(frozen=True)
class SplitOrders:
    """Sales of one seller to one customer in quick succession."""

    sales: int
    minutes: int
    least_vnd: int


@dataclass(frozen=True)
class EndOfDaySpikes:
    """Much of a day in its last minutes; `times` the share of the whole campaign."""

    minutes: int
    times: float
    least_vnd: int


@dataclass(frozen=True)
class CustomersNewTwice:
    """One customer marked as new by several sales and sellers."""

    sales: int
    sellers: int


@dataclass(frozen=True)
class RecordedAfterClose:
    """Sold before the close, recorded well after it."""

    minutes: int


@dataclass(frozen=True)
class RoundRuns:
    """Amounts in a row that are multiples of `multiple_vnd`."""

    sales: int
    multiple_vnd: int


@dataclass(frozen=True)
class TwoPlaces:
    """One seller at two units within minutes."""

    minutes: int


@dataclass(frozen=True)
class CheckRules:
    """Every check with its thresholds."""

    split_orders: SplitOrders
    end_of_day_spikes: EndOfDaySpikes
    customers_new_twice: CustomersNewTwice
    recorded_after_close: RecordedAfterClose
    round_runs: RoundRuns
    two_places: TwoPlaces


CHECKS: Mapping[str, type[Any]] = {one.name: one.type for one in fields(CheckRules)}  # type: ignore[misc]
"""The record of each check, in the order of the page."""


def read_rules(path: Path = SHIPPED) -> CheckRules:
    """The thresholds of every check; a file with anything wrong in it is refused as a whole.

    CheckRuleError(path, problems) names all of it: `split_orders minutes: missing`.
    """
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CheckRuleError(path=path.name, problems=str(error)) from error
    problems = [f"{key}: unknown" for key in written if key not in CHECKS]
    for check, record in CHECKS.items():
        problems += _problems(check, record, written.get(check))
    if problems:
        raise CheckRuleError(path=path.name, problems="; ".join(problems))
    return CheckRules(
        **{check: record(**_plain(written[check])) for check, record in CHECKS.items()}
    )


def _plain(given: Mapping[str, Any]) -> dict[str, int | float]:
    """The thresholds as the queries take them."""
    return {key: float(value) if key == "times" else value for key, value in given.items()}


def _problems(check: str, record: type[Any], given: Any) -> Iterator[str]:
    """What is wrong with one check: `check key: reason`."""
    if given is None:
        yield f"{check}: missing"
        return
    if not isinstance(given, dict):
        yield f"{check}: not a table"
        return
    known = [one.name for one in fields(record)]
    yield from (f"{check} {key}: unknown" for key in given if key not in known)
    for key in known:
        if key not in given:
            yield f"{check} {key}: missing"
        elif key == "times":
            if not _is_times(given[key]):
                yield f"{check} times: not a number above 1, at most {LARGEST_TIMES}"
        elif type(given[key]) is not int or not SMALLEST[key] <= given[key] <= LARGEST[key]:
            yield f"{check} {key}: not a whole number from {SMALLEST[key]} to {LARGEST[key]}"


def _is_times(value: Any) -> bool:
    """A number above 1; NaN is none."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    times = Decimal(value)
    return times.is_finite() and 1 < times <= LARGEST_TIMES
