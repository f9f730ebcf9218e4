"""How firm a proposal is: what would have to be taken away for somebody else to be proposed."""

from dataclasses import dataclass, replace
from fractions import Fraction

from lib.awards.decide import GATED, Judged, Proposal, decide_one
from lib.awards.measures import MEASURES
from lib.awards.standings import Candidate


@dataclass(frozen=True)
class Hold:
    """The least that, taken from one of those proposed, changes who is proposed.

    `follows` is what is counted: a measure that is money (VND) or a count; `least` is None when
    not even all of it would change anything. `unverified` is how much of it is still unverified
    (VND; None for counts, which are not verified).
    """

    judged: Judged
    follows: str
    least: int | None
    unverified: int | None

    @property
    def is_firm(self) -> bool:
        """Whether nobody changes even if all that is unverified is struck out."""
        return self.least is None or (self.unverified is not None and self.unverified < self.least)


def weakest(proposal: Proposal, tie_band: object) -> Hold | None:
    """The proposed one whose place takes the least to fall; None where nothing can be counted.

    One whose place what is unverified could cost comes before one whose place it could not: when
    this one is firm, all are. Everything that grows with what is taken away falls in proportion
    to it; the averages of others are left as they are, which can only make a place look weaker
    than it is.
    """
    follows = _follows(proposal)
    if not follows:
        return None
    holds = [_hold(proposal, one, follows, tie_band) for one in proposal.proposed]
    known = [one for one in holds if one is not None]
    return min(known, key=_weakness, default=None)


def _weakness(one: Hold) -> tuple[bool, bool, int]:
    return one.is_firm, one.least is None, one.least or 0


def _follows(proposal: Proposal) -> str:
    """What the rule's parts grow with: the first that does."""
    known = MEASURES[proposal.rule.subject]
    followed = (known[one.measure].follows for one in proposal.rule.parts)
    return next(filter(None, followed), "")


def _hold(proposal: Proposal, judged: Judged, follows: str, tie_band: object) -> Hold | None:
    whole = judged.candidate.values[follows]
    if not whole or whole.denominator != 1:
        return None
    rule, before = proposal.rule, _names(proposal)
    # those passed over stay in: the best value is theirs too
    others = [
        one.candidate for one in proposal.judged if one is not judged and one.standing != GATED
    ]
    elsewhere = {
        _name(one.candidate): one.by_award for one in proposal.judged if one.by_award != rule.id
    }

    def changes(taken: int) -> bool:
        less = _less(judged.candidate, rule.subject, follows, Fraction(taken))
        found = decide_one(
            rule, [*others, less], tie_band, lambda one: elsewhere.get(_name(one), "")
        )
        return _names(found) != before

    unverified = judged.candidate.unverified_vnd if follows == "revenue_vnd" else None
    least, most = 1, int(whole)
    if not changes(most):
        return Hold(judged, follows, None, unverified)
    while least < most:
        middle = (least + most) // 2
        if changes(middle):
            most = middle
        else:
            least = middle + 1
    return Hold(judged, follows, least, unverified)


def _less(candidate: Candidate, subject: str, follows: str, taken: Fraction) -> Candidate:
    """The candidate without so much of what their measures grow with."""
    whole = candidate.values[follows] or Fraction(1)
    left = (whole - taken) / whole
    values = {
        name: value * left
        if value is not None and MEASURES[subject][name].follows == follows
        else value
        for name, value in candidate.values.items()
    }
    return replace(candidate, values=values)


def _names(proposal: Proposal) -> set[tuple[str, str]]:
    return {_name(one.candidate) for one in proposal.proposed}


def _name(candidate: Candidate) -> tuple[str, str]:
    return candidate.code, candidate.team_code
