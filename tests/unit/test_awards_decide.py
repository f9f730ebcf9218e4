"""Who is proposed for a title: by hand, and what holds whatever comes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.awards import decide as decided
from lib.awards.decide import Judged, Proposal, decide, decide_one
from lib.awards.measures import MEASURES
from lib.awards.robustness import weakest
from lib.awards.rules import AwardRule, Gate, Part, Rules, Tie, read_rules
from lib.awards.standings import Candidate, Standings
from lib.settings import PROJECT

SHIPPED = read_rules(PROJECT / "data" / "rules" / "awards.toml")
BAND = Decimal("0.5")

Number = int | str | None
Written = tuple[Any, ...]


def candidate(
    code: str, subject: str = "person", *, role: str = "", unit: str = "", team: str = "", **of: Any
) -> Candidate:
    """Somebody with a few measures; "0.95" is exact, what is not given is missing."""
    facts = {"unverified_vnd": of.pop("unverified_vnd", None)}
    values: dict[str, Fraction | None] = dict.fromkeys(MEASURES[subject])
    assert of.keys() <= values.keys()
    values |= {name: None if value is None else Fraction(value) for name, value in of.items()}
    return Candidate(
        code=code,
        name=f"Mẫu {code}",
        role_code=role,
        unit_id=unit,
        person_code="" if subject == "team" else code,
        team_code=code if subject == "team" else team,
        values=values,
        facts=facts,
    )


def rule(
    *parts: Written,
    seats: int = 1,
    gates: Sequence[Written] = (),
    ties: Sequence[Written] = (),
    **other: Any,
) -> AwardRule:
    """A rule: parts (measure, weight, cap, scale), gates (measure, at_least, at_most)."""

    def exact(value: Any) -> Decimal | None:
        return None if value is None else Decimal(value)

    def full(written: Written) -> list[Decimal | None]:
        return [exact(value) for value in (*written[1:], None, None, None)[:3]]

    known: dict[str, Any] = {
        "id": "title",
        "title": "Danh hiệu",
        "subject": "person",
        "nominees": seats,
        "roles": (),
        "within": "",
        **other,
    }
    return AwardRule(
        seats=seats,
        parts=tuple(Part(one[0], *full(one)) for one in parts),  # type: ignore[arg-type]
        gates=tuple(Gate(one[0], *full(one)[:2]) for one in gates),
        ties=tuple(Tie(*one) for one in ties),
        **known,
    )


def rules(*awards: AwardRule, person: bool = True, achievement: bool = True) -> Rules:
    return Rules(awards, person, achievement, BAND, "", "")


def title(rule: AwardRule, *candidates: Candidate) -> Proposal:
    return decide_one(rule, candidates, BAND)


def shown(proposal: Proposal) -> list[tuple[str, int | None, str]]:
    return [(one.candidate.code, one.place, one.standing) for one in proposal.judged]


def codes(judged: Sequence[Judged]) -> list[str]:
    return [one.candidate.code for one in judged]


def points(proposal: Proposal) -> dict[str, int | None]:
    """Tenths of a point, by code."""
    return {one.candidate.code: one.points for one in proposal.judged}


# Points


def test_points_are_stacked_from_parts_as_the_shipped_rule_says() -> None:
    found = title(
        SHIPPED.award("team_sales"),
        *(
            candidate(
                code,
                "team",
                attainment=attainment,
                per_head_multiple=per_head,
                member_count=5,
                active_share="0.8",
                waiting_row_count=0,
                new_customer_count=0,
            )
            for code, attainment, per_head in (
                ("T1", "1.2", "0.9"),  # 60 x 1.2/1.5 + 40 x 0.9/1.5
                ("T2", "4.4", "1.5"),  # far above its plan: the cap
                ("T3", "0.5", "0.333"),  # 20 + 8.88
            )
        ),
    )
    assert [(one.candidate.code, one.parts, one.points) for one in found.judged] == [
        ("T2", (600, 400), 1000),
        ("T1", (480, 240), 720),
        ("T3", (200, 89), 289),
    ]


@pytest.mark.parametrize(
    ("value", "tenths"),
    [("0.4999", 0), ("0.5", 1), ("1.4999", 1), ("1.5", 2), ("2.5", 3), ("999.5", 1000)],
)
def test_a_part_is_rounded_half_up_to_a_tenth(value: str, tenths: int) -> None:
    # 100 points of 1000: a value of one is a tenth
    found = title(rule(("role_multiple", 100, None, 1000)), candidate("A", role_multiple=value))
    assert found.judged[0].points == tenths


def test_parts_are_rounded_one_by_one_so_that_what_is_shown_adds_up() -> None:
    # 0.05 and 0.05 are shown as 0.1 and 0.1: together 0.2
    one = rule(("role_multiple", 1, None, 1), ("on_time_share", 1, None, 1))
    found = title(one, candidate("A", role_multiple="0.05", on_time_share="0.05"))
    assert (found.judged[0].parts, found.judged[0].points) == ((1, 1), 2)


def test_a_third_is_exact_until_it_is_rounded() -> None:
    thirds = rule(("role_multiple", 3, None, 1))
    found = title(thirds, candidate("A", role_multiple=Fraction(1, 60)))
    assert points(found) == {"A": 1}, "3 x 1/60 is 0.05 to the last digit"


def test_above_a_cap_nothing_is_gained() -> None:
    one = rule(("sale_count", 100, 8, 10), seats=2)
    found = title(one, candidate("A", sale_count=8), candidate("B", sale_count=80))
    assert points(found) == {"A": 800, "B": 800}
    assert shown(found) == [("A", 1, "proposed"), ("B", 1, "proposed")]


def test_without_a_scale_the_best_who_passes_has_all_points() -> None:
    best = rule(("revenue_vnd", 100), gates=[("service_count", 2)])
    found = title(
        best,
        candidate("A", revenue_vnd=300, service_count=2),
        candidate("B", revenue_vnd=100, service_count=2),
        candidate("C", revenue_vnd=900, service_count=1),
    )
    assert points(found) == {"A": 1000, "B": 333, "C": None}
    capped = rule(("revenue_vnd", 100, 200))
    assert points(title(capped, *(one.candidate for one in found.judged))) == {
        "A": 1000,
        "C": 1000,
        "B": 500,
    }


def test_where_the_best_is_nothing_nobody_has_points() -> None:
    found = title(rule(("revenue_vnd", 100)), *(candidate(one, revenue_vnd=0) for one in "AB"))
    assert points(found) == {"A": 0, "B": 0}
    assert (codes(found.open), found.open_seats) == (["A", "B"], 1)


# Gates


def test_a_gate_is_passed_at_its_bound_and_not_beyond() -> None:
    gated = rule(
        ("revenue_vnd", 100),
        seats=9,
        gates=[("sale_count", 5), ("complaints", None, 1), ("role_multiple", "0.9")],
    )
    found = title(
        gated,
        candidate("A", revenue_vnd=1, sale_count=5, complaints=1, role_multiple="0.9"),
        candidate("B", revenue_vnd=9, sale_count=4, complaints=2, role_multiple="0.8999999"),
        candidate("C", revenue_vnd=9, sale_count=6, complaints=None, role_multiple=1),
    )
    assert shown(found) == [("A", 1, "proposed"), ("B", None, "gated"), ("C", None, "gated")]
    checks = {
        one.candidate.code: [(check.gate.measure, check.value, check.passed) for check in one.gates]
        for one in found.judged
    }
    assert checks["A"] == [
        ("sale_count", 5, True),
        ("complaints", 1, True),
        ("role_multiple", Fraction("0.9"), True),
    ]
    assert [passed for _, _, passed in checks["B"]] == [False, False, False]
    assert checks["C"][1] == ("complaints", None, False), "what nobody handed in is no zero"


def test_who_has_nothing_to_be_judged_by_has_no_points_and_is_listed_last() -> None:
    one = rule(("revenue_vnd", 50), ("referred_count", 50), seats=2)
    found = title(
        one, candidate("A", revenue_vnd=9), candidate("B", revenue_vnd=1, referred_count=1)
    )
    assert shown(found) == [("B", 1, "proposed"), ("A", None, "gated")]
    assert (found.judged[1].parts, found.judged[1].points) == ((), None)


def test_where_nobody_handed_anything_in_nobody_is_proposed() -> None:
    found = title(SHIPPED.award("communicator"), candidate("A"), candidate("B"))
    assert (found.proposed, found.open, found.nominees, found.cut) == ((), (), (), None)
    assert found.open_seats == 0


def test_only_the_job_groups_a_title_is_for_are_candidates() -> None:
    one = rule(("revenue_vnd", 100), roles=("postman",))
    found = title(
        one,
        candidate("A", role="teller", revenue_vnd=9),
        candidate("B", role="postman", revenue_vnd=1),
    )
    assert shown(found) == [("B", 1, "proposed")]
    assert points(found) == {"B": 1000}


# Ties


def test_equal_points_are_parted_by_one_tie_breaker_after_the_other() -> None:
    tied = rule(
        ("revenue_vnd", 100, None, 100),
        seats=2,
        ties=[("new_customer_count", "more"), ("complaints", "less")],
    )
    found = title(
        tied,
        candidate("A", revenue_vnd=50, new_customer_count=1, complaints=0),
        candidate("B", revenue_vnd=50, new_customer_count=2, complaints=3),
        candidate("C", revenue_vnd=50, new_customer_count=2, complaints=1),
        candidate("D", revenue_vnd=50, new_customer_count=None, complaints=0),
        candidate("E", revenue_vnd=51, new_customer_count=0, complaints=9),
    )
    assert [(code, place) for code, place, _ in shown(found)] == [
        ("E", 1),
        ("C", 2),
        ("B", 3),
        ("A", 4),
        ("D", 5),  # nobody said how many: after everything known
    ]
    assert codes(found.proposed) == ["E", "C"]
    assert found.cut is not None
    assert (found.cut.margin, found.cut.tie, found.cut.is_close) == (0, 1, True)


def test_equals_share_a_place_and_the_next_follows_after_all_of_them() -> None:
    one = rule(("sale_count", 100, None, 10), seats=3)
    found = title(
        one, *(candidate(code, sale_count=n) for code, n in zip("DCBA", (9, 7, 7, 5), strict=True))
    )
    assert shown(found) == [
        ("D", 1, "proposed"),
        ("B", 2, "proposed"),
        ("C", 2, "proposed"),
        ("A", 4, "below"),
    ]


@pytest.mark.parametrize(
    ("seats", "proposed", "open_", "open_seats"),
    [
        (1, "A", "", 0),
        (2, "A", "BCD", 1),
        (3, "A", "BCD", 2),
        (4, "ABCD", "", 0),
        (5, "ABCDE", "", 0),
        (9, "ABCDE", "", 0),
    ],
)
def test_equals_too_many_for_the_last_seats_are_left_to_the_council(
    seats: int, proposed: str, open_: str, open_seats: int
) -> None:
    one = rule(("sale_count", 100, None, 10), seats=seats)
    places = zip("ABCDE", (9, 7, 7, 7, 5), strict=True)
    found = title(one, *(candidate(code, sale_count=n) for code, n in places))
    assert ("".join(codes(found.proposed)), "".join(codes(found.open))) == (proposed, open_)
    assert found.open_seats == open_seats
    if open_:
        assert found.judged[-1].standing == "below", "nobody jumps over the open ones"


# One award a person


def test_who_is_proposed_is_passed_over_in_the_titles_after() -> None:
    first = rule(("sale_count", 100), id="first")
    second = rule(("revenue_vnd", 100), id="second", nominees=2)
    people = (
        candidate("A", sale_count=9, revenue_vnd=90),
        candidate("B", sale_count=1, revenue_vnd=80),
        candidate("C", sale_count=1, revenue_vnd=10),
    )
    found = decide(rules(first, second), {"person": people})
    assert [codes(one.proposed) for one in found] == [["A"], ["B"]]
    assert shown(found[1]) == [("A", 1, "passed_over"), ("B", 2, "proposed"), ("C", 3, "below")]
    assert found[1].judged[0].by_award == "first"
    assert points(found[1])["B"] == 889, "the best value stays that of the one passed over"
    assert codes(found[1].nominees) == ["B", "C"]
    assert found[1].cut is not None and found[1].cut.margin == 889 - 111
    twice = decide(rules(first, second, person=False), {"person": people})
    assert [codes(one.proposed) for one in twice] == [["A"], ["A"]]
    turned = decide(rules(second, first), {"person": people})
    assert [codes(one.proposed) for one in turned] == [["A"], []]
    assert (codes(turned[1].open), turned[1].open_seats) == (["B", "C"], 1)


def test_those_left_open_are_passed_over_nowhere() -> None:
    first = rule(("sale_count", 100), id="first")
    second = rule(("revenue_vnd", 100), id="second")
    people = [candidate(code, sale_count=1, revenue_vnd=n) for n, code in enumerate("AB", 1)]
    found = decide(rules(first, second), {"person": people})
    assert (codes(found[0].open), codes(found[1].proposed)) == (["A", "B"], ["B"])


def team_and_leaders() -> Standings:
    """T1 is the best team; its commander An leads best too, before Binh of T2."""
    return {
        "team": tuple(
            candidate(code, "team", attainment=attained)
            for code, attained in (("T1", 2), ("T2", 1))
        ),
        "leader": tuple(
            candidate(code, "leader", team=team, active_share=share)
            for code, team, share in (("An", "T1", 1), ("Binh", "T2", "0.9"))
        ),
        "person": (candidate("An", revenue_vnd=10), candidate("Binh", revenue_vnd=9)),
    }


TEAM = rule(("attainment", 100), id="team", subject="team")
LEADER = rule(("active_share", 100), id="leader", subject="leader")
SELLER = rule(("revenue_vnd", 100), id="seller")


def test_the_commander_of_a_team_that_is_proposed_is_not_honoured_for_leading_it() -> None:
    found = decide(rules(TEAM, LEADER, SELLER), team_and_leaders())
    assert [codes(one.proposed) for one in found] == [["T1"], ["Binh"], ["An"]]
    assert found[1].judged[0].by_award == "team"
    assert found[2].judged[1].by_award == "leader"
    both = decide(rules(TEAM, LEADER, achievement=False), team_and_leaders())
    assert [codes(one.proposed) for one in both] == [["T1"], ["An"]]


def test_a_commander_of_two_teams_has_one_seat() -> None:
    one = rule(("active_share", 100), subject="leader", seats=2)
    leaders = [
        candidate("An", "leader", team="T1", active_share=1),
        candidate("An", "leader", team="T2", active_share="0.9"),
        candidate("Binh", "leader", team="T3", active_share="0.8"),
        candidate("Chi", "leader", team="T4", active_share="0.7"),
    ]
    found = title(one, *leaders)
    assert [(x.candidate.team_code, x.standing, x.by_award) for x in found.judged] == [
        ("T1", "proposed", ""),
        ("T2", "passed_over", "title"),
        ("T3", "proposed", ""),
        ("T4", "below", ""),
    ]
    # equal with both teams: two people for two seats, so nothing is left open
    level = [
        replace(one, values={**one.values, "active_share": Fraction(1)}) for one in leaders[:3]
    ]
    assert [(x.candidate.team_code, x.standing) for x in title(one, *level).judged] == [
        ("T1", "proposed"),
        ("T2", "passed_over"),
        ("T3", "proposed"),
    ]


# Within a job group or a district


def test_first_places_of_any_group_go_before_second_places() -> None:
    within = rule(("role_multiple", 100, None, 4), within="role", seats=3)
    found = title(
        within,
        candidate("A", role="postman", role_multiple=4),
        candidate("B", role="postman", role_multiple="3.9"),
        candidate("C", role="teller", role_multiple=1),
        candidate("D", role="teller", role_multiple="0.5"),
    )
    assert [(x.candidate.code, x.group_place, x.place, x.standing) for x in found.judged] == [
        ("A", 1, 1, "proposed"),
        ("C", 1, 2, "proposed"),
        ("B", 2, 3, "proposed"),
        ("D", 2, 4, "below"),
    ]
    assert found.cut is not None and found.cut.margin == 975 - 125
    by_unit = replace(within, within="unit")
    everyone = title(by_unit, *(x.candidate for x in found.judged))
    assert codes(everyone.judged) == ["A", "B", "C", "D"], "all of one district"


def test_first_places_cannot_be_compared_with_second_ones() -> None:
    within = rule(("role_multiple", 100, None, 4), within="role")
    found = title(
        within,
        candidate("A", role="postman", role_multiple=4),
        candidate("B", role="postman", role_multiple="3.9"),
    )
    assert (codes(found.proposed), found.cut) == (["A"], None)


def test_equals_of_a_group_share_its_first_place() -> None:
    within = rule(("role_multiple", 100, None, 4), within="role", seats=2)
    found = title(
        within,
        candidate("A", role="postman", role_multiple=3),
        candidate("B", role="postman", role_multiple=3),
        candidate("C", role="postman", role_multiple=2),
        candidate("D", role="teller", role_multiple=1),
    )
    assert [(x.candidate.code, x.group_place) for x in found.judged] == [
        ("A", 1),
        ("B", 1),
        ("D", 1),
        ("C", 3),
    ]


# Where the seats end


@pytest.mark.parametrize(
    ("value", "margin", "is_close"), [("9.95", 5, True), ("9.94", 6, False), ("10", 0, True)]
)
def test_the_margin_at_the_last_seat_and_whether_it_is_within_the_tie_band(
    value: str, margin: int, is_close: bool
) -> None:
    one = rule(("role_multiple", 100, None, 10), ties=[("sale_count", "more")])
    found = title(
        one,
        candidate("A", role_multiple=10, sale_count=2),
        candidate("B", role_multiple=value, sale_count=1),
        candidate("C", role_multiple=1, sale_count=1),
    )
    assert found.cut is not None
    assert (found.cut.last.candidate.code, found.cut.next.candidate.code) == ("A", "B")
    assert (found.cut.margin, found.cut.is_close) == (margin, is_close)
    assert found.cut.tie == (None if margin else 0)


def test_where_all_have_a_seat_or_none_there_is_no_margin() -> None:
    one = rule(("sale_count", 100), seats=2)
    assert title(one, candidate("A", sale_count=1), candidate("B", sale_count=2)).cut is None
    assert title(one).cut is None
    equal = [candidate(code, sale_count=1) for code in "ABC"]
    assert title(one, *equal).cut is None


def test_the_margin_to_those_left_open() -> None:
    one = rule(("sale_count", 100, None, 10), seats=2)
    values = zip("ABC", (9, 7, 7), strict=True)
    found = title(one, *(candidate(code, sale_count=n) for code, n in values))
    assert found.cut is not None
    assert (found.cut.next.candidate.code, found.cut.margin, found.cut.is_close) == (
        "B",
        200,
        False,
    )


def test_nominees_are_the_best_who_can_win_it_and_never_fewer_than_those_named() -> None:
    one = rule(("sale_count", 100, None, 10), seats=2, nominees=3, gates=[("service_count", 1)])
    people = [
        candidate(code, sale_count=n, service_count=int(code != "E"))
        for code, n in zip("ABCDE", (9, 8, 7, 6, 5), strict=True)
    ]
    assert codes(title(one, *people).nominees) == ["A", "B", "C"]
    assert codes(title(replace(one, nominees=9), *people).nominees) == ["A", "B", "C", "D"]
    level = [candidate(code, sale_count=1, service_count=1) for code in "ABCDE"]
    assert codes(title(one, *level).nominees) == ["A", "B", "C", "D", "E"]


# How firm a proposal is


def test_the_least_that_changes_who_is_proposed() -> None:
    one = rule(("revenue_vnd", 100, None, 1000))
    found = title(
        one,
        candidate("A", revenue_vnd=800, unverified_vnd=150),
        candidate("B", revenue_vnd=600),
    )
    held = weakest(found, BAND)
    assert held is not None
    # 79.95 rounds to 80.0; at 600.4 A has 60.0 like B, and the two are left open
    assert (held.judged.candidate.code, held.follows) == ("A", "revenue_vnd")
    assert (held.least, held.unverified, held.is_firm) == (200, 150, True)


def test_a_tie_breaker_holds_a_place_that_points_do_not() -> None:
    one = rule(("revenue_vnd", 100, None, 1000), ties=[("new_customer_count", "more")])
    found = title(
        one,
        candidate("A", revenue_vnd=800, new_customer_count=2),
        candidate("B", revenue_vnd=600, new_customer_count=1),
    )
    held = weakest(found, BAND)
    assert held is not None and held.least == 201  # 59.9 against 60.0


def test_what_falls_with_revenue_falls_in_proportion() -> None:
    one = rule(("attainment", 100, None, 1), subject="team", id="team")
    found = title(
        one,
        candidate("T1", "team", attainment="0.8", revenue_vnd=400),
        candidate("T2", "team", attainment="0.6", revenue_vnd=9_000),
    )
    held = weakest(found, BAND)
    assert held is not None and held.least == 100  # 300 of 500 is 0.6 too


def test_a_gate_may_be_what_a_place_hangs_on() -> None:
    one = rule(("revenue_vnd", 100), gates=[("revenue_vnd", 500)])
    found = title(one, candidate("A", revenue_vnd=520))
    held = weakest(found, BAND)
    assert held is not None and held.least == 21


def test_a_place_nobody_else_can_have_is_firm_whatever_is_taken_away() -> None:
    found = title(rule(("revenue_vnd", 100)), candidate("A", revenue_vnd=520, unverified_vnd=520))
    held = weakest(found, BAND)
    assert held is not None and (held.least, held.is_firm) == (None, True)


def test_where_nothing_can_be_taken_away_nothing_is_said() -> None:
    assert weakest(title(rule(("panel_score", 100)), candidate("A", panel_score=9)), BAND) is None
    assert weakest(title(rule(("revenue_vnd", 100))), BAND) is None


def test_the_weakest_is_first_of_all_one_whom_the_unverified_could_cost_the_place() -> None:
    one = rule(("revenue_vnd", 100, None, 1000), seats=2)
    found = title(
        one,
        candidate("A", revenue_vnd=800, unverified_vnd=700),  # 200 would do, 700 are open
        candidate("B", revenue_vnd=650, unverified_vnd=10),  # 50 would do, 10 are open
        candidate("C", revenue_vnd=600),
    )
    held = weakest(found, BAND)
    assert held is not None
    assert (held.judged.candidate.code, held.least, held.is_firm) == ("A", 200, False)


def test_who_is_passed_over_still_sets_the_best_value() -> None:
    first = rule(("sale_count", 100), id="first")
    people = (
        candidate("A", sale_count=9, revenue_vnd=10_000),
        candidate("B", revenue_vnd=5_000, new_customer_count=1),
        candidate("C", revenue_vnd=4_000, new_customer_count=2),
    )
    second = rule(("revenue_vnd", 100), id="second", ties=[("new_customer_count", "more")])
    found = decide(rules(first, second), {"person": people})[1]
    held = weakest(found, BAND)
    # of 10 000: 4 004 is 40.0, where C's customers count more; 4 005 is 40.1
    assert held is not None and (held.judged.candidate.code, held.least) == ("B", 996)


# Whatever comes

PEOPLE = [f"p{number}" for number in range(8)]
TEAMS = ["t0", "t1", "t2", "t3"]
MEASURED = {
    "team": ["revenue_vnd", "attainment", "member_count"],
    "leader": ["active_share", "attainment", "reports_on_time"],
    "person": ["revenue_vnd", "sale_count", "complaints"],
}
VALUES = st.sampled_from([None, 0, 1, 1, 2, 3, 3, 5, 8, 20]).map(
    lambda value: None if value is None else Fraction(value)
) | st.fractions(0, 20, max_denominator=3)


@st.composite
def standings(draw: st.DrawFn) -> Standings:
    def drawn(code: str, subject: str, **about: str) -> Candidate:
        return candidate(
            code,
            subject,
            unit=draw(st.sampled_from("UV")),
            unverified_vnd=draw(st.integers(0, 20)),
            **about,
            **{name: draw(VALUES) for name in MEASURED[subject]},
        )

    people = draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=8))
    teams = draw(st.lists(st.sampled_from(TEAMS), unique=True))
    return {
        "person": tuple(drawn(one, "person", role=draw(st.sampled_from("rs"))) for one in people),
        "team": tuple(drawn(one, "team") for one in teams),
        "leader": tuple(
            drawn(draw(st.sampled_from(PEOPLE[:4])), "leader", team=one, role="r") for one in teams
        ),
    }


@st.composite
def a_rule(draw: st.DrawFn, award_id: str = "title", *, subject: str | None = None) -> AwardRule:
    subject = subject or draw(st.sampled_from(["team", "leader", "person", "person"]))
    measure = st.sampled_from(MEASURED[subject])
    maybe = st.sampled_from([None, None, 1, 2, 5])
    part = st.tuples(measure, st.sampled_from([1, 10, 60, "33.3"]), maybe, maybe)
    bound = st.tuples(measure, st.integers(0, 3)) | st.tuples(
        measure, st.none(), st.integers(2, 20)
    )
    return rule(
        *draw(st.lists(part, min_size=1, max_size=2)),
        id=award_id,
        subject=subject,
        seats=draw(st.integers(1, 4)),
        nominees=draw(st.integers(1, 6)),
        roles=draw(st.sampled_from([(), (), (), ("r",)])) if subject != "team" else (),
        within=draw(st.sampled_from(["", "", "unit", "role" if subject == "person" else ""])),
        gates=draw(st.lists(bound, max_size=2)),
        ties=draw(st.lists(st.tuples(measure, st.sampled_from(["more", "less"])), max_size=2)),
    )


@st.composite
def a_file(draw: st.DrawFn) -> Rules:
    awards = [draw(a_rule(f"title{number}")) for number in range(draw(st.integers(1, 4)))]
    return rules(*awards, achievement=draw(st.booleans()))


@given(a_file(), standings(), st.randoms(use_true_random=False))
def test_the_order_in_which_candidates_come_never_matters(
    file: Rules, found: Standings, random: Any
) -> None:
    def shuffled(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
        listed = list(candidates)
        random.shuffle(listed)
        return tuple(listed)

    turned = {subject: shuffled(listed) for subject, listed in found.items()}
    assert decide(file, turned) == decide(file, found)


@given(a_file(), standings())
def test_nobody_is_proposed_twice(file: Rules, found: Standings) -> None:
    proposals = decide(file, found)
    people = [
        one.candidate.person_code
        for proposal in proposals
        for one in proposal.proposed
        if one.candidate.person_code
    ]
    assert len(people) == len(set(people))
    teams: set[str] = set()
    for proposal in proposals:
        for one in proposal.proposed:
            if one.candidate.person_code and file.one_achievement_one_award:
                assert one.candidate.team_code not in teams
        if proposal.rule.subject == "team":
            teams |= {one.candidate.team_code for one in proposal.proposed}


@given(a_file(), standings())
def test_whoever_is_proposed_or_left_open_meets_every_condition(
    file: Rules, found: Standings
) -> None:
    for proposal in decide(file, found):
        rule = proposal.rule
        for one in (*proposal.proposed, *proposal.open):
            values = one.candidate.values
            assert not rule.roles or one.candidate.role_code in rule.roles
            assert all(values[part.measure] is not None for part in rule.parts)
            for gate in rule.gates:
                value = values[gate.measure]
                assert value is not None
                assert gate.at_least is None or value >= gate.at_least
                assert gate.at_most is None or value <= gate.at_most


@given(a_file(), standings())
def test_every_candidate_of_the_job_groups_is_listed_once_with_a_standing(
    file: Rules, found: Standings
) -> None:
    for proposal in decide(file, found):
        listed = [(one.candidate.code, one.candidate.team_code) for one in proposal.judged]
        assert sorted(listed) == sorted(
            (one.code, one.team_code)
            for one in found[proposal.rule.subject]
            if not proposal.rule.roles or one.role_code in proposal.rule.roles
        )
        for one in proposal.judged:
            assert (one.place is None) == (one.points is None) == (one.standing == decided.GATED)
            assert (one.by_award != "") == (one.standing == decided.PASSED_OVER)
            assert one.points is None or one.points == sum(one.parts)


@given(a_file(), standings())
def test_the_seats_are_filled_unless_too_few_are_able(file: Rules, found: Standings) -> None:
    for proposal in decide(file, found):
        seats, filled = proposal.rule.seats, len(proposal.proposed)
        able = {
            one.candidate.person_code or one.candidate.team_code
            for one in proposal.judged
            if one.standing in (decided.PROPOSED, decided.OPEN, decided.BELOW)
        }
        assert filled + proposal.open_seats == min(seats, len(able))
        opened = {one.candidate.person_code or one.candidate.team_code for one in proposal.open}
        assert bool(proposal.open_seats) == bool(opened)
        assert not opened or len(opened) > proposal.open_seats


def ahead(rule: AwardRule, one: Judged, other: Judged) -> bool:
    """Whether one ranks before another, of the same group or without groups."""
    if one.points != other.points:
        return (one.points or 0) > (other.points or 0)
    for tie in rule.ties:
        mine, theirs = one.candidate.values[tie.measure], other.candidate.values[tie.measure]
        if mine != theirs:
            if mine is None or theirs is None:
                return theirs is None
            return mine > theirs if tie.better == "more" else mine < theirs
    return False


@given(a_file(), standings())
def test_places_are_one_more_than_those_ahead_and_cut_where_the_rule_says(
    file: Rules, found: Standings
) -> None:
    for proposal in decide(file, found):
        rule = proposal.rule
        able = [one for one in proposal.judged if one.points is not None]

        def group(one: Judged, within: str = rule.within) -> str:
            if not within:
                return ""
            return one.candidate.role_code if within == "role" else one.candidate.unit_id

        def beats(
            one: Judged,
            other: Judged,
            rule: AwardRule = rule,
            able: Sequence[Judged] = able,
            group: Callable[[Judged], str] = group,
        ) -> bool:
            mine, theirs = (
                sum(ahead(rule, rival, who) for rival in able if group(rival) == group(who))
                for who in (one, other)
            )
            return mine < theirs or (mine == theirs and ahead(rule, one, other))

        for one in able:
            assert one.place == 1 + sum(beats(other, one) for other in able)
            rivals = [other for other in able if rule.within and group(other) == group(one)]
            assert one.group_place == 1 + sum(ahead(rule, other, one) for other in rivals)
        worst = max((one.place or 0 for one in proposal.proposed), default=0)
        for one in able:
            if one.standing in (decided.OPEN, decided.BELOW):
                assert (one.place or 0) > worst, "nobody is jumped over, nor an equal left out"
        assert len({one.place for one in proposal.open}) <= 1, "those left open are equal"


@given(a_file(), standings())
def test_points_are_worked_out_as_the_rule_is_written(file: Rules, found: Standings) -> None:
    for proposal in decide(file, found):
        able = [one for one in proposal.judged if one.points is not None]
        for number, part in enumerate(proposal.rule.parts):
            capped = [
                min(one.candidate.values[part.measure], Fraction(part.cap or 10**9))  # type: ignore[type-var]
                for one in able
            ]
            scale = Fraction(part.scale) if part.scale else max(capped, default=Fraction(0))
            for one, value in zip(able, capped, strict=True):
                exact = Fraction(part.weight) * value / scale * 10 if scale else Fraction(0)
                # the nearest tenth; of two as near the upper
                assert -Fraction(1, 2) < one.parts[number] - exact <= Fraction(1, 2)


@given(a_rule(subject="person"), standings(), st.data(), st.sampled_from(MEASURED["person"]))
def test_more_of_what_counts_never_worsens_one_s_own_place(
    drawn: AwardRule, found: Standings, data: st.DataObject, measure: str
) -> None:
    # all together, since a group's own places can be shared anew when its best value moves
    monotone = replace(
        drawn,
        within="",
        gates=tuple(gate for gate in drawn.gates if gate.at_most is None),
        ties=tuple(replace(tie, better="more") for tie in drawn.ties),
    )
    people = found["person"]
    assume(people)
    who = data.draw(st.sampled_from(people))
    value = who.values[measure] or Fraction(0)
    more = replace(who, values={**who.values, measure: value + data.draw(st.integers(1, 9))})

    def place(candidates: Sequence[Candidate]) -> int:
        places = {one.candidate.code: one.place for one in title(monotone, *candidates).judged}
        return places.get(who.code) or 99

    others = [one for one in people if one is not who]
    assert place([*others, more]) <= place([*others, who])


@given(a_rule(subject="person"), a_rule("later"), standings())
def test_taking_the_least_away_changes_who_is_proposed_and_less_does_not(
    first: AwardRule, second: AwardRule, found: Standings
) -> None:
    for proposal in decide(rules(first, second), found):
        if proposal.proposed and (held := weakest(proposal, BAND)) is not None:
            whole = held.judged.candidate.values[held.follows]
            assert whole is not None
            if held.least is None:
                assert not changes(proposal, held.judged, held.follows, int(whole))
            else:
                assert changes(proposal, held.judged, held.follows, held.least)
                # against a fixed scale nothing less will do at all; where the best is the
                # scale, others' points move with it
                is_fixed = all(part.scale for part in proposal.rule.parts)
                for taken in range(1 if is_fixed else held.least - 1, held.least):
                    assert not changes(proposal, held.judged, held.follows, taken)


def changes(proposal: Proposal, judged: Judged, follows: str, taken: int) -> bool:
    """Whether others are proposed once so much is taken from one of them."""
    known = MEASURES[proposal.rule.subject]
    whole = judged.candidate.values[follows]
    assert whole
    left = {
        name: value * (1 - taken / whole)
        if value is not None and known[name].follows == follows
        else value
        for name, value in judged.candidate.values.items()
    }
    candidates = [
        replace(one.candidate, values=left) if one is judged else one.candidate
        for one in proposal.judged
    ]
    elsewhere = {
        (one.candidate.code, one.candidate.team_code): one.by_award
        for one in proposal.judged
        if one.by_award not in ("", proposal.rule.id)
    }
    found = decide_one(
        proposal.rule, candidates, BAND, lambda one: elsewhere.get((one.code, one.team_code), "")
    )
    return honoured(found) != honoured(proposal)


def honoured(proposal: Proposal) -> set[tuple[str, str]]:
    """Who is proposed, and for which team."""
    return {(one.candidate.code, one.candidate.team_code) for one in proposal.proposed}
