"""The organisers' award rules, read from `data/rules/awards.toml` into frozen records.

Numbers come from SQL, choices from here: a rule names who can win, how many, and the
weights, caps and gates its measure is computed with. A file with anything unknown,
missing or out of range is refused as a whole, by name.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lib.errors import AwardRuleError

SUBJECTS = ("team", "leader", "person")
BASES = ("sales", "activities", "deliveries")

PARAMETERS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "team_sales": (
            ("revenue_weight", "per_head_weight", "cap"),
            ("minimum_members", "minimum_active_share"),
        ),
        "team_leader": (
            ("activation_weight", "reports_weight", "second_half_weight", "second_half_cap"),
            ("minimum_attainment",),
        ),
        "salesperson": ((), ("minimum_services", "minimum_sales")),
        "communicator": ((), ()),
        "deliverer": ((), ()),
    }
)
"""The known awards, each with the names of its measure's parameters and of its gates."""

REQUIRED = frozenset({"id", "title", "subject", "seats", "basis"})
OPTIONAL = frozenset({"measure", "gates"})


@dataclass(frozen=True)
class AwardRule:
    """One title: `measure` and `gates` hold numbers by name; counts are whole."""

    id: str
    title: str
    subject: str
    seats: int
    basis: str
    measure: Mapping[str, float]
    gates: Mapping[str, float]


def read_rules(path: Path) -> tuple[AwardRule, ...]:
    """Read the rules in file order; raise AwardRuleError naming what cannot be used."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AwardRuleError(award="", key=path.name, reason=str(error)) from error
    for key in written:
        if key != "award":
            raise AwardRuleError(award="", key=key, reason="unknown")
    entries = written.get("award", [])
    if not isinstance(entries, list) or not entries:
        raise AwardRuleError(award="", key="award", reason="missing")
    rules = tuple(_rule(entry) for entry in entries)
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise AwardRuleError(award=rule.id, key="id", reason="given twice")
        seen.add(rule.id)
    return rules


def _rule(entry: Any) -> AwardRule:
    if not isinstance(entry, dict):
        raise AwardRuleError(award="", key="award", reason="not a table")
    award = str(entry.get("id", ""))
    _same_names(award, set(entry), REQUIRED, OPTIONAL)
    if award not in PARAMETERS:
        raise AwardRuleError(award=award, key="id", reason="unknown")
    title = entry["title"]
    if not isinstance(title, str) or not title.strip():
        raise AwardRuleError(award=award, key="title", reason="empty")
    for key, known in (("subject", SUBJECTS), ("basis", BASES)):
        if entry[key] not in known:
            raise AwardRuleError(award=award, key=key, reason=f"not one of {', '.join(known)}")
    seats = entry["seats"]
    if type(seats) is not int or seats < 1:
        raise AwardRuleError(award=award, key="seats", reason="not a whole number above 0")
    measure, gates = PARAMETERS[award]
    return AwardRule(
        id=award,
        title=title,
        subject=entry["subject"],
        seats=seats,
        basis=entry["basis"],
        measure=_numbers(award, "measure", entry.get("measure", {}), measure),
        gates=_numbers(award, "gates", entry.get("gates", {}), gates),
    )


def _numbers(award: str, part: str, given: Any, names: tuple[str, ...]) -> Mapping[str, float]:
    if not isinstance(given, dict):
        raise AwardRuleError(award=award, key=part, reason="not a table")
    _same_names(award, set(given), frozenset(names), frozenset())
    for name, value in given.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
            raise AwardRuleError(award=award, key=name, reason="not a number from 0 up")
    return MappingProxyType({name: given[name] for name in names})


def _same_names(
    award: str, given: set[str], required: frozenset[str], optional: frozenset[str]
) -> None:
    for key in sorted(given - required - optional):
        raise AwardRuleError(award=award, key=key, reason="unknown")
    for key in sorted(required - given):
        raise AwardRuleError(award=award, key=key, reason="missing")
