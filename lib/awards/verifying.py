"""Whether a record is what its ledger and its rules give: recounted, byte by byte."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.awards.content import Ledger, content
from lib.awards.reading import Record
from lib.awards.rules import Rules
from lib.queries import awards

MOST_NAMED = 20


@dataclass(frozen=True)
class Difference:
    """One place where a record and its recount differ.

    `path` is where ("awards.salesperson.proposed"); `recorded` and `found` are short texts, ""
    where one side has nothing there.
    """

    path: str
    recorded: str
    found: str


@dataclass(frozen=True)
class Verdict:
    """What a recount found: nothing (`is_identical`), or where the two differ, at most 20 places.

    `changes_winners` says whether other people or teams would be proposed.
    """

    sha256: str
    found_sha256: str
    differences: tuple[Difference, ...]
    changes_winners: bool

    @property
    def is_identical(self) -> bool:
        """Whether the recount gives the record byte for byte, and nothing else is amiss."""
        return not self.differences


def verify(record: Record, ledger: Ledger, rules: Rules, *, expected: str = "") -> Verdict:
    """Recount a record from a ledger and the rules in force.

    `expected` is the SHA-256 somebody holds on paper, or its beginning. Where the ledger itself
    holds records of the campaign, this one must be among them.
    """
    from_rules = content(ledger, rules, campaign_code=record.campaign_code, cut_off=record.cut_off)
    recounted = Record(0, from_rules, json.loads(from_rules))
    found = list(_amiss(record, ledger, expected))
    if record.written != from_rules:
        found += list(_differences(record.found, recounted.found))
        if not found:
            found.append(Difference("spelling", record.sha256, recounted.sha256))
    return Verdict(
        sha256=record.sha256,
        found_sha256=recounted.sha256,
        differences=tuple(found[:MOST_NAMED]),
        changes_winners=_winners(record.found) != _winners(recounted.found),
    )


def _amiss(record: Record, ledger: Ledger, expected: str) -> Iterator[Difference]:
    if expected and not record.sha256.startswith(expected.lower()):
        yield Difference("sha256", record.sha256, expected.lower())
    listed = awards.records(
        ledger, campaign_code=record.campaign_code, as_of=record.cut_off.replace(year=9999)
    )
    known = set(listed["sha256"])
    if known and record.sha256 not in known:
        yield Difference("ledger", record.sha256, ", ".join(sorted(known)))


def _winners(found: Mapping[str, Any]) -> dict[str, list[str]]:
    return {str(one.get("id")): list(one.get("proposed", ())) for one in found["awards"]}


def _differences(recorded: Any, found: Any, path: str = "") -> Iterator[Difference]:
    """Where two contents differ, leaf by leaf; what has a name is found by it."""
    if isinstance(recorded, Mapping) and isinstance(found, Mapping):
        for name in sorted({*recorded, *found}):
            below = f"{path}.{name}" if path else str(name)
            yield from _differences(recorded.get(name), found.get(name), below)
    elif _are_named(recorded) and _are_named(found):
        before, after = _by_name(recorded), _by_name(found)
        if list(before) != list(after):
            yield Difference(f"{path}.order", _short(list(before)), _short(list(after)))
        for name in sorted({*before, *after}):
            yield from _differences(before.get(name), after.get(name), f"{path}.{name}")
    elif recorded != found or type(recorded) is not type(found):
        yield Difference(path, _short(recorded), _short(found))


def _are_named(listed: Any) -> bool:
    return isinstance(listed, list) and all(
        isinstance(one, Mapping) and ("key" in one or "id" in one) for one in listed
    )


def _by_name(listed: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {str(one.get("key", one.get("id"))): one for one in listed}


def _short(value: Any) -> str:
    return "" if value is None else str(value)[:120]
