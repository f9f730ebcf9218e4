"""The organisers' award rules, read from `data/rules/awards.toml` into frozen records.

Numbers come from SQL, choices from here. A file with anything unknown, missing or out of range
is refused as a whole, by name. Numbers are exact (Decimal, as written), so that the same file
gives the same points on every machine.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from lib.awards.measures import MEASURES
from lib.errors import AwardRuleError

SUBJECTS = tuple(MEASURES)
GROUPS = ("role", "unit")
BETTER = ("more", "less")
MOST = 1_000_000_000_000_000
"""Below this is any number: also one of đồng."""
DECIMALS = 9
"""A number has no more of them, so that points stay quick to work out exactly."""

DECISION = ("one_person_one_award", "one_achievement_one_award", "tie_band")
REQUIRED = frozenset({"id", "title", "subject", "seats", "parts"})
OPTIONAL = frozenset({"nominees", "roles", "within", "gates", "ties"})


@dataclass(frozen=True)
class Part:
    """weight x min(value, cap) / scale points; without a scale the best value is it."""

    measure: str
    weight: Decimal
    cap: Decimal | None
    scale: Decimal | None


@dataclass(frozen=True)
class Gate:
    """A condition: one of the bounds is given."""

    measure: str
    at_least: Decimal | None
    at_most: Decimal | None


@dataclass(frozen=True)
class Tie:
    """What decides between equal points; `better` is more or less."""

    measure: str
    better: str


@dataclass(frozen=True)
class AwardRule:
    """One title. `roles` empty: all job groups; `within` empty: all together."""

    id: str
    title: str
    subject: str
    seats: int
    nominees: int
    roles: tuple[str, ...]
    within: str
    parts: tuple[Part, ...]
    gates: tuple[Gate, ...]
    ties: tuple[Tie, ...]

    @property
    def measures(self) -> tuple[str, ...]:
        """Every measure the rule looks at, once, in the order it is read."""
        named: tuple[Part | Gate | Tie, ...] = (*self.parts, *self.gates, *self.ties)
        return tuple(dict.fromkeys(one.measure for one in named))


@dataclass(frozen=True)
class Rules:
    """All titles in the order of announcement, and what holds across them.

    `text` is the file as it was read and `sha256` its hash: a record keeps both.
    """

    awards: tuple[AwardRule, ...]
    one_person_one_award: bool
    one_achievement_one_award: bool
    tie_band: Decimal
    text: str
    sha256: str

    def only(self, award_ids: Iterable[str]) -> "Rules":
        """The rules of some titles, in the same order: those a campaign awards."""
        known = set(award_ids)
        return replace(self, awards=tuple(one for one in self.awards if one.id in known))

    def award(self, award_id: str) -> AwardRule:
        """The rule of a title; KeyError when there is none."""
        for one in self.awards:
            if one.id == award_id:
                return one
        raise KeyError(award_id)


def read_rules(path: Path) -> Rules:
    """Read the rules of a file; raise AwardRuleError naming what cannot be used."""
    try:
        # some editors put a mark in front
        return rules_of(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise AwardRuleError(award="", key=path.name, reason=str(error)) from error


def rules_of(text: str) -> Rules:
    """The rules a text states; raise AwardRuleError naming what cannot be used."""
    try:
        written = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        # besides what is no TOML: numbers of thousands of digits, lists in lists without end
        raise AwardRuleError(award="", key="toml", reason=str(error)) from error
    _keys("", written, frozenset({"decision", "award"}), frozenset())
    decision = _table("", "decision", written["decision"])
    _keys("", decision, frozenset(DECISION), frozenset())
    for key in DECISION[:2]:
        if not isinstance(decision[key], bool):
            raise AwardRuleError(award="", key=key, reason="not true or false")
    awards = tuple(_award(entry) for entry in _tables("", "award", written["award"]))
    if not awards:
        raise AwardRuleError(award="", key="award", reason="missing")
    seen: set[str] = set()
    for one in awards:
        if one.id in seen:
            raise AwardRuleError(award=one.id, key="id", reason="given twice")
        seen.add(one.id)
    return Rules(
        awards=awards,
        one_person_one_award=decision["one_person_one_award"],
        one_achievement_one_award=decision["one_achievement_one_award"],
        tie_band=_number("", "tie_band", decision["tie_band"]),
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
    )


def _award(entry: Mapping[str, Any]) -> AwardRule:
    award = str(entry.get("id", ""))
    _keys(award, entry, REQUIRED, OPTIONAL)
    if not isinstance(entry["id"], str) or not award.isidentifier():
        raise AwardRuleError(award=award, key="id", reason="not a name")
    title = entry["title"]
    if not isinstance(title, str) or not title.strip() or not title.isprintable():
        raise AwardRuleError(award=award, key="title", reason="not a line of words")
    subject = _one_of(award, "subject", entry["subject"], SUBJECTS)
    within = _one_of(award, "within", entry.get("within", ""), ("", *GROUPS))
    roles = entry.get("roles", [])
    if not isinstance(roles, list) or not all(isinstance(one, str) for one in roles):
        raise AwardRuleError(award=award, key="roles", reason="not a list of codes")
    if subject == "team" and (roles or within == "role"):
        raise AwardRuleError(award=award, key="roles", reason="a team has no job group")
    seats = _count(award, "seats", entry["seats"])
    parts = tuple(_part(award, subject, one) for one in _tables(award, "parts", entry["parts"]))
    if not parts:
        raise AwardRuleError(award=award, key="parts", reason="missing")
    gates = _tables(award, "gates", entry.get("gates", []))
    ties = _tables(award, "ties", entry.get("ties", []))
    return AwardRule(
        id=award,
        title=title,
        subject=subject,
        seats=seats,
        nominees=max(seats, _count(award, "nominees", entry.get("nominees", seats))),
        roles=tuple(roles),
        within=within,
        parts=parts,
        gates=tuple(_gate(award, subject, one) for one in gates),
        ties=tuple(_tie(award, subject, one) for one in ties),
    )


def _part(award: str, subject: str, entry: Mapping[str, Any]) -> Part:
    _keys(award, entry, frozenset({"measure", "weight"}), frozenset({"cap", "scale"}))
    scale = entry.get("scale", "best")
    return Part(
        measure=_measure(award, subject, entry["measure"]),
        weight=_number(award, "weight", entry["weight"], above_zero=True),
        cap=_number(award, "cap", entry["cap"], above_zero=True) if "cap" in entry else None,
        scale=None if scale == "best" else _number(award, "scale", scale, above_zero=True),
    )


def _gate(award: str, subject: str, entry: Mapping[str, Any]) -> Gate:
    _keys(award, entry, frozenset({"measure"}), frozenset({"at_least", "at_most"}))
    measure = _measure(award, subject, entry["measure"])
    bounds = {
        key: _number(award, key, entry[key]) for key in ("at_least", "at_most") if key in entry
    }
    if len(bounds) != 1:
        raise AwardRuleError(award=award, key=measure, reason="one of at_least and at_most")
    return Gate(measure, bounds.get("at_least"), bounds.get("at_most"))


def _tie(award: str, subject: str, entry: Mapping[str, Any]) -> Tie:
    _keys(award, entry, frozenset({"measure", "better"}), frozenset())
    measure = _measure(award, subject, entry["measure"])
    return Tie(measure, _one_of(award, "better", entry["better"], BETTER))


def _measure(award: str, subject: str, name: Any) -> str:
    if not isinstance(name, str) or name not in MEASURES[subject]:
        raise AwardRuleError(award=award, key=str(name), reason=f"no measure of a {subject}")
    return name


def _number(award: str, key: str, value: Any, *, above_zero: bool = False) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise AwardRuleError(award=award, key=key, reason="not a number")
    found = Decimal(value)
    exponent = found.as_tuple().exponent
    if not isinstance(exponent, int):  # infinite, or no number at all
        raise AwardRuleError(award=award, key=key, reason="out of range")
    if found < 0 or (above_zero and not found) or found >= MOST or exponent < -DECIMALS:
        raise AwardRuleError(award=award, key=key, reason="out of range")
    return found


def _count(award: str, key: str, value: Any) -> int:
    if type(value) is not int or not 1 <= value <= 100:
        raise AwardRuleError(award=award, key=key, reason="not a whole number from 1 to 100")
    return value


def _one_of(award: str, key: str, value: Any, known: Sequence[str]) -> str:
    if not isinstance(value, str) or value not in known:
        raise AwardRuleError(award=award, key=key, reason=f"not one of {', '.join(known)}")
    return value


def _table(award: str, key: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise AwardRuleError(award=award, key=key, reason="not a table")
    return value


def _tables(award: str, key: str, value: Any) -> list[Mapping[str, Any]]:
    if not isinstance(value, list):
        raise AwardRuleError(award=award, key=key, reason="not a list")
    return [_table(award, key, one) for one in value]


def _keys(
    award: str, given: Mapping[str, Any], required: frozenset[str], optional: frozenset[str]
) -> None:
    for key in sorted(set(given) - required - optional):
        raise AwardRuleError(award=award, key=key, reason="unknown")
    for key in sorted(required - set(given)):
        raise AwardRuleError(award=award, key=key, reason="missing")
