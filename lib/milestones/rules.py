"""The organisers' milestone rules, read from `data/rules/milestones.toml` into frozen records.

rules = read_rules()        # MilestoneRuleError lists everything in the file that cannot be used
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from lib.errors import MilestoneRuleError
from lib.settings import PROJECT

SHIPPED = PROJECT / "data" / "rules" / "milestones.toml"

SHARES = ("plan_share", "unit_share")
"""Kinds whose thresholds are shares of a plan or target."""
COUNTS: Mapping[str, int] = {"revenue": 1_000_000, "new_customers": 1, "quantity": 1}
"""Kinds whose thresholds are whole numbers, each with its smallest step."""
KINDS = (*SHARES, *COUNTS, "first_sale", "lead")

PARAMETERS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(SHARES, frozenset({"at"})),
    **dict.fromkeys(COUNTS, frozenset({"at", "every"})),
    "first_sale": frozenset(),
    "lead": frozenset({"from_share", "held_minutes"}),
}
HEAVIEST, MOST_THRESHOLDS = 100, 100
LARGEST_SHARE, LARGEST_COUNT, LONGEST_HELD = 10, 10**15, 1_440


@dataclass(frozen=True)
class MilestoneRule:
    """One rule: what has to be passed, and how much it weighs."""

    kind: str
    """One of KINDS."""
    weight: int
    """0 to 100; of what is reached at the same moment the heaviest is shown."""
    at: tuple[Decimal, ...] = ()
    """Thresholds, rising: shares (0.9), VND, customers or goods."""
    every: int | None = None
    """Each multiple of this is a threshold too."""
    from_share: Decimal = Decimal(0)
    """Of `lead`: it counts once the whole has this share of its plan."""
    held_minutes: int = 0
    """Of `lead`: it is told once the unit has been ahead for so long."""


def read_rules(path: Path = SHIPPED) -> tuple[MilestoneRule, ...]:
    """The rules in file order; a file with anything wrong in it is refused as a whole.

    MilestoneRuleError(path, problems) names all of it: `1 weight: missing`.
    """
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MilestoneRuleError(path=path.name, problems=str(error)) from error
    problems = [f"{key}: unknown" for key in written if key != "milestone"]
    entries = written.get("milestone")
    if not isinstance(entries, list) or not entries:
        problems.append("milestone: missing")
        entries = []
    rules = []
    for number, entry in enumerate(entries, start=1):
        found = list(_problems(entry))
        problems += [f"{number} {one}" for one in found]
        if not found:
            rules.append(_rule(entry))
    if problems:
        raise MilestoneRuleError(path=path.name, problems="; ".join(problems))
    return tuple(rules)


def _rule(entry: Mapping[str, Any]) -> MilestoneRule:
    return MilestoneRule(
        kind=entry["kind"],
        weight=entry["weight"],
        at=tuple(sorted(Decimal(one) for one in entry.get("at", ()))),
        every=entry.get("every"),
        from_share=Decimal(entry.get("from_share", 0)),
        held_minutes=entry.get("held_minutes", 0),
    )


def _problems(entry: Any) -> list[str]:
    """What is wrong with one rule: `key: reason`."""
    if not isinstance(entry, dict):
        return ["milestone: not a table"]
    kind = entry.get("kind")
    if kind not in KINDS:
        return [f"kind: not one of {', '.join(KINDS)}"]
    allowed = PARAMETERS[kind]
    found = [f"{key}: unknown" for key in entry if key not in {"kind", "weight", *allowed}]
    weight = entry.get("weight")
    if type(weight) is not int or not 0 <= weight <= HEAVIEST:
        found.append(f"weight: not a whole number from 0 to {HEAVIEST}")
    if allowed & {"at", "every"} and not entry.keys() & allowed:
        found.append(f"{' or '.join(sorted(allowed))}: missing")
    if "at" in allowed & entry.keys():
        found += _of_list(kind, entry["at"])
    if "every" in allowed & entry.keys():
        smallest = COUNTS[kind]
        if type(entry["every"]) is not int or not smallest <= entry["every"] <= LARGEST_COUNT:
            found.append(f"every: not a whole number from {smallest} up")
    if "from_share" in allowed & entry.keys() and not _is_share(entry["from_share"], least=0):
        found.append("from_share: not a share from 0 to 1")
    held = entry.get("held_minutes", 0)
    if type(held) is not int or not 0 <= held <= LONGEST_HELD:
        found.append(f"held_minutes: not a whole number from 0 to {LONGEST_HELD}")
    return found


def _of_list(kind: str, given: Any) -> list[str]:
    if not isinstance(given, list) or not 0 < len(given) <= MOST_THRESHOLDS:
        return [f"at: not a list of 1 to {MOST_THRESHOLDS} thresholds"]
    if kind in SHARES:
        fits = all(_is_share(one, most=LARGEST_SHARE) for one in given)
        found = [] if fits else [f"at: not shares above 0, at most {LARGEST_SHARE} (0.9 is 90 %)"]
    else:
        fits = all(type(one) is int and 0 < one <= LARGEST_COUNT for one in given)
        found = [] if fits else ["at: not whole numbers above 0"]
    return found if not fits or len(set(given)) == len(given) else ["at: one is given twice"]


def _is_share(value: Any, *, least: int | None = None, most: int = 1) -> bool:
    """A number above 0, or from `least`, up to `most`; NaN is none."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    share = Decimal(value)
    return share.is_finite() and (share > 0 if least is None else share >= least) and share <= most
