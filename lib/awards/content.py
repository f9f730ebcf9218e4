"""An award record: everything a decision stands on and each step of it, as canonical JSON.

The same ledger, cut-off and rules give the same bytes on every machine: keys sorted, no spaces,
numbers written out as decimal strings, nothing of who made it or when. The SHA-256 of these bytes
names the record; `sha256sum` of an exported file is the number printed on the papers.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Protocol

import pyarrow as pa

from lib.awards import extracted
from lib.awards.decide import Judged, Proposal, decide
from lib.awards.measures import kind
from lib.awards.robustness import weakest
from lib.awards.rules import Gate, Rules
from lib.awards.standings import standings
from lib.errors import RecordRefused
from lib.queries import awards, campaigns, leaderboard, progress
from lib.queries.frames import Reader, row

FORMAT = "raquan-award-record-1"


class Ledger(Reader, Protocol):
    """What a record can be made from: a store, or a publication of one."""

    def extract(self, *, campaign_code: str, as_of: datetime) -> dict[str, pa.Table]:
        """The rows a campaign stood on at a cut-off, table by table."""
        ...


def content(ledger: Ledger, rules: Rules, *, campaign_code: str, cut_off: datetime) -> str:
    """The record of a campaign at a cut-off (local time); raises RecordRefused (no_campaign)."""
    scope: dict[str, Any] = {"campaign_code": campaign_code, "as_of": cut_off}
    known = campaigns.campaigns(ledger, as_of=cut_off)
    if not (known["campaign_code"] == campaign_code).any():
        raise RecordRefused(reason="no_campaign")
    campaign = row(known, "campaign_code", campaign_code)
    found = standings(ledger, **scope)
    titles = awards.titles(ledger, **scope)
    proposals = decide(rules.only(titles["award_id"]), found)
    return canonical(
        {
            "format": FORMAT,
            "campaign": {
                "code": campaign_code,
                "name": campaign["name"],
                "name_en": campaign["name_en"],
                "starts_on": campaign["starts_on"].isoformat()[:10],
                "ends_on": campaign["ends_on"].isoformat()[:10],
                "is_date_assumed": bool(campaign["date_status"] == "assumed"),
                "is_simulated": bool(campaign["is_simulated"]),
            },
            "cut_off": cut_off.isoformat(),
            "result": _result(ledger, scope),
            "participants": len(found["person"]),
            "data": extracted.digests(ledger.extract(**scope)),
            "rules": {"sha256": rules.sha256, "text": rules.text},
            "awards": [title_of(one, rules) for one in proposals],
        }
    )


def canonical(found: Mapping[str, Any]) -> str:
    """One spelling for one content."""
    return json.dumps(
        found, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def digest(written: str) -> str:
    """What a record is named by: the SHA-256 of its bytes."""
    return hashlib.sha256(written.encode("utf-8")).hexdigest()


def decimal(value: Fraction | None, measure: str) -> str:
    """A measure written out: whole where it is counted, else to six places, halves up."""
    if value is None:
        return ""
    if kind(measure) in ("count", "money", "minutes"):
        return str(int(value))
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    short = exact.quantize(Decimal("0.000001"), ROUND_HALF_UP)
    return format(short.normalize(), "f")


def tenths(points: int | None) -> str:
    """Points from tenths: "95.2"."""
    return "" if points is None else f"{points // 10}.{points % 10}"


def _result(reader: Reader, scope: Mapping[str, Any]) -> dict[str, Any]:
    whole = progress.overview(reader, **scope, unit_id=None).iloc[0]
    units = leaderboard.units_by_attainment(reader, **scope, level=0, parent_id=None)
    targeted = units[units["target_vnd"].notna()]
    reached = (targeted["revenue_vnd"] >= targeted["target_vnd"]).fillna(False)
    plan = whole["plan_vnd"]
    return {
        "revenue_vnd": str(int(whole["revenue_vnd"])),
        "plan_vnd": "" if plan != plan or str(plan) == "<NA>" else str(int(plan)),
        "units_reached": int(reached.sum()),
        "unit_count": len(targeted),
    }


def title_of(proposal: Proposal, rules: Rules, *, with_hold: bool = True) -> dict[str, Any]:
    """One title as a record holds it: its candidates, who is proposed, by what and how firmly.

    How firmly takes the longest to work out: without it `hold` is None.
    """
    rule = proposal.rule
    held = weakest(proposal, rules.tie_band) if with_hold else None
    cut = proposal.cut
    return {
        "id": rule.id,
        "title": rule.title,
        "subject": rule.subject,
        "seats": rule.seats,
        "open_seats": proposal.open_seats,
        "criteria": [
            {"measure": one.measure, "weight": format(one.weight, "f")} for one in rule.parts
        ],
        "ties": [one.measure for one in rule.ties],
        "proposed": _keys(proposal.proposed),
        "open": _keys(proposal.open),
        "nominees": _keys(proposal.nominees),
        "cut": None
        if cut is None
        else {
            "last": key(cut.last),
            "next": key(cut.next),
            "margin": tenths(cut.margin),
            "tie": "" if cut.tie is None else rule.ties[cut.tie].measure,
            "is_close": cut.is_close,
        },
        "hold": None
        if held is None
        else {
            "of": key(held.judged),
            "follows": held.follows,
            "least": "" if held.least is None else str(held.least),
            "unverified": "" if held.unverified is None else str(held.unverified),
        },
        "candidates": [_candidate(one, proposal) for one in proposal.judged],
    }


def key(one: Judged) -> str:
    """What a candidate is called within a title: the code, with the team's for a commander."""
    candidate = one.candidate
    is_leader = candidate.person_code and candidate.team_code
    return f"{candidate.code}@{candidate.team_code}" if is_leader else candidate.code


def _keys(judged: Sequence[Judged]) -> list[str]:
    return [key(one) for one in judged]


def _candidate(one: Judged, proposal: Proposal) -> dict[str, Any]:
    candidate, facts = one.candidate, one.candidate.facts
    named = ("role_name", "role_name_en", "unit_name", "unit_short_name", "unit_short_name_en")
    return {
        "key": key(one),
        "code": candidate.code,
        "team_code": candidate.team_code,
        "name": candidate.name,
        "unit_id": candidate.unit_id,
        "role_code": candidate.role_code,
        "leader_name": facts.get("leader_name") or "",
        **{name: facts.get(name) or "" for name in named},
        "standing": one.standing,
        "by_award": one.by_award,
        "place": one.place or 0,
        "group_place": one.group_place,
        "points": tenths(one.points),
        "parts": [tenths(part) for part in one.parts],
        "values": {name: decimal(candidate.values[name], name) for name in proposal.rule.measures},
        "gates": [
            {"measure": check.gate.measure, "bound": _bound(check.gate), "passed": check.passed}
            for check in one.gates
        ],
    }


def _bound(gate: Gate) -> str:
    if gate.at_least is not None:
        return f">= {gate.at_least:f}"
    return f"<= {gate.at_most:f}"
