"""Who is proposed for each title, by what, and by how much: pure, exact, the same on every machine.

Points are rounded half up to 0.1 part by part and then added, so that what is shown adds up.
Titles are gone through in the order of announcement; somebody proposed once is passed over
afterwards, visibly. Nothing is ever drawn by lot: what the rule leaves equal is open.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from lib.awards.rules import AwardRule, Gate, Part, Rules
from lib.awards.standings import Candidate, Standings

PROPOSED, OPEN, PASSED_OVER, BELOW, GATED = "proposed", "open", "passed_over", "below", "gated"
"""What becomes of a candidate: proposed; equal with others for the last seats, so left to the
council; proposed already, for another title or for leading another team; below the last seat; a
condition not met."""


@dataclass(frozen=True)
class GateCheck:
    """A condition and what it met; `value` is None where nothing was handed in."""

    gate: Gate
    value: Fraction | None
    passed: bool


@dataclass(frozen=True)
class Judged:
    """A candidate under one rule.

    `points` (tenths) add up from `parts`; both are empty or None where a gate is not passed or a
    part has no value. `place` is shared by equals (1, 2, 2, 4); `group_place` is the place inside
    the job group or district where the rule ranks there. `by_award` names the title that somebody
    passed over is proposed for: this one when it is for another team they command.
    """

    candidate: Candidate
    gates: tuple[GateCheck, ...]
    parts: tuple[int, ...]
    points: int | None
    ties: tuple[Fraction | None, ...]
    group_place: int
    place: int | None
    standing: str
    by_award: str = ""


@dataclass(frozen=True)
class Cut:
    """Where the seats end: the last with a seat and the first without, when they are comparable.

    `margin` is the difference in points (tenths); `tie` is the number of the tie-breaker that
    decided between equal points, from 0; `is_close` asks the council to look at both.
    """

    last: Judged
    next: Judged
    margin: int
    tie: int | None
    is_close: bool


@dataclass(frozen=True)
class Proposal:
    """One title decided: every candidate, best first, those who miss a condition last."""

    rule: AwardRule
    judged: tuple[Judged, ...]
    open_seats: int
    cut: Cut | None

    @property
    def proposed(self) -> tuple[Judged, ...]:
        """Those proposed, best first."""
        return self.with_standing(PROPOSED)

    @property
    def open(self) -> tuple[Judged, ...]:
        """Those equal for the open seats."""
        return self.with_standing(OPEN)

    def with_standing(self, standing: str) -> tuple[Judged, ...]:
        """Those of one standing, in order."""
        return tuple(one for one in self.judged if one.standing == standing)

    @property
    def nominees(self) -> tuple[Judged, ...]:
        """The best who pass the gates and are not honoured elsewhere: those who are read out."""
        able = [one for one in self.judged if one.standing in (PROPOSED, OPEN, BELOW)]
        least = len(self.proposed) + len(self.open)
        return tuple(able[: max(self.rule.nominees, least)])


def decide(rules: Rules, standings: Standings) -> tuple[Proposal, ...]:
    """Every title in the order of announcement."""
    people: dict[str, str] = {}
    teams: dict[str, str] = {}
    found = []
    for rule in rules.awards:

        def taken(candidate: Candidate) -> str:
            by_person = people.get(candidate.person_code, "")
            of_team = candidate.person_code and rules.one_achievement_one_award
            return by_person or (teams.get(candidate.team_code, "") if of_team else "")

        proposal = decide_one(rule, standings[rule.subject], rules.tie_band, taken)
        for one in proposal.proposed:
            if not one.candidate.person_code:
                teams.setdefault(one.candidate.team_code, rule.id)
            elif rules.one_person_one_award:
                people.setdefault(one.candidate.person_code, rule.id)
        found.append(proposal)
    return tuple(found)


def decide_one(
    rule: AwardRule,
    candidates: Sequence[Candidate],
    tie_band: object,
    taken: Callable[[Candidate], str] = lambda _: "",
) -> Proposal:
    """One title; `taken` names the earlier title that somebody is proposed for, or "".

    The order in which candidates come never matters.
    """
    able, gated = _judged(rule, candidates)
    placed = _placed(able)
    seated, open_seats = _seated(rule, placed, taken)
    cut = _cut(rule, seated, Fraction(str(tie_band)))
    missed = sorted(gated, key=lambda one: (one.candidate.code, one.candidate.team_code))
    return Proposal(rule, (*seated, *missed), open_seats, cut)


def _judged(rule: AwardRule, candidates: Sequence[Candidate]) -> tuple[list[Judged], list[Judged]]:
    """Those with points, and those who miss a condition or have nothing to be judged by."""
    eligible = [one for one in candidates if not rule.roles or one.role_code in rule.roles]
    checked = [(one, tuple(_check(gate, one) for gate in rule.gates)) for one in eligible]
    passing = [
        one
        for one, gates in checked
        if all(gate.passed for gate in gates)
        and all(one.values[part.measure] is not None for part in rule.parts)
    ]
    scales = [_scale(part, passing) for part in rule.parts]
    is_passing = {id(one) for one in passing}
    able: list[Judged] = []
    gated: list[Judged] = []
    for one, gates in checked:
        ties = tuple(one.values[tie.measure] for tie in rule.ties)
        parts: tuple[int, ...] = ()
        if id(one) in is_passing:
            parts = tuple(
                _points(part, scale, one) for part, scale in zip(rule.parts, scales, strict=True)
            )
        judged = Judged(one, gates, parts, sum(parts) if parts else None, ties, 0, None, GATED)
        (able if parts else gated).append(judged)
    return _in_groups(rule, able), gated


def _check(gate: Gate, candidate: Candidate) -> GateCheck:
    value = candidate.values[gate.measure]
    passed = value is not None and (
        (gate.at_least is None or value >= Fraction(gate.at_least))
        and (gate.at_most is None or value <= Fraction(gate.at_most))
    )
    return GateCheck(gate, value, passed)


def _capped(part: Part, candidate: Candidate) -> Fraction:
    value = candidate.values[part.measure] or Fraction(0)
    return value if part.cap is None else min(value, Fraction(part.cap))


def _scale(part: Part, passing: Sequence[Candidate]) -> Fraction:
    if part.scale is not None:
        return Fraction(part.scale)
    return max((_capped(part, one) for one in passing), default=Fraction(0))


def _points(part: Part, scale: Fraction, candidate: Candidate) -> int:
    """Tenths of a point, rounded half up."""
    if scale <= 0:
        return 0
    exact = Fraction(part.weight) * _capped(part, candidate) / scale
    return int((exact * 10 + Fraction(1, 2)) // 1)


def _merit(rule: AwardRule, one: Judged) -> tuple[object, ...]:
    """What candidates are ordered by, the best first: points, then the tie-breakers; what is
    missing comes after everything known."""
    keys: list[object] = [-(one.points or 0)]
    for tie, value in zip(rule.ties, one.ties, strict=True):
        sign = -1 if tie.better == "more" else 1
        keys.append((value is None, Fraction(0) if value is None else sign * value))
    return tuple(keys)


def _in_groups(rule: AwardRule, able: list[Judged]) -> list[Judged]:
    """Give each the place inside its group and order all: first places go before second ones."""

    def group(one: Judged) -> str:
        if not rule.within:
            return ""
        return one.candidate.role_code if rule.within == "role" else one.candidate.unit_id

    def merit(one: Judged) -> tuple[object, ...]:
        return _merit(rule, one)

    places: dict[int, int] = {}
    if rule.within:
        for _, members in groupby(sorted(able, key=group), key=group):
            place = 1
            for _, equals in groupby(sorted(members, key=merit), key=merit):
                alike = list(equals)
                places |= {id(one): place for one in alike}
                place += len(alike)
    grouped = [_with(one, group_place=places.get(id(one), 1)) for one in able]
    return sorted(
        grouped,
        key=lambda one: (one.group_place, merit(one), one.candidate.code, one.candidate.team_code),
    )


def _placed(able: Sequence[Judged]) -> list[list[Judged]]:
    """Equals together, each group with its shared place."""
    found: list[list[Judged]] = []
    place = 1
    for _, equals in groupby(able, key=lambda one: (one.group_place, one.points, one.ties)):
        alike = [_with(one, place=place) for one in equals]
        found.append(alike)
        place += len(alike)
    return found


def _seated(
    rule: AwardRule, placed: Sequence[Sequence[Judged]], taken: Callable[[Candidate], str]
) -> tuple[list[Judged], int]:
    """Fill the seats from the top; equals for whom there are too few seats are left open.

    A person has one seat, also when they command two teams.
    """
    seats, is_over = rule.seats, False
    found: list[Judged] = []
    open_seats = 0
    seated: set[str] = set()

    def by_award(candidate: Candidate) -> str:
        return taken(candidate) or (rule.id if candidate.person_code in seated else "")

    for alike in placed:
        free = [one.candidate for one in alike if not by_award(one.candidate)]
        count = len({one.person_code or one.team_code for one in free})
        if is_over or not seats:
            standing = BELOW
        elif count <= seats:
            standing, seats = PROPOSED, seats - count
        else:
            standing, open_seats, is_over = OPEN, seats, True
        for one in alike:
            by = by_award(one.candidate)
            found.append(_with(one, standing=PASSED_OVER if by else standing, by_award=by))
            if not by and standing == PROPOSED and one.candidate.person_code:
                seated.add(one.candidate.person_code)
    return found, open_seats


def _cut(rule: AwardRule, seated: Sequence[Judged], tie_band: Fraction) -> Cut | None:
    last = next((one for one in reversed(seated) if one.standing == PROPOSED), None)
    following = next((one for one in seated if one.standing in (OPEN, BELOW)), None)
    if last is None or following is None or last.group_place != following.group_place:
        return None
    margin = (last.points or 0) - (following.points or 0)
    tie = None
    if not margin:
        pairs = zip(last.ties, following.ties, strict=True)
        tie = next((number for number, (one, other) in enumerate(pairs) if one != other), None)
    return Cut(last, following, margin, tie, margin <= tie_band * 10)


def _with(one: Judged, **changes: object) -> Judged:
    known: Mapping[str, object] = {**one.__dict__, **changes}
    return Judged(**known)  # type: ignore[arg-type]
