"""Which milestones are reached and when, on steps a person can add up."""

from datetime import datetime, timedelta
from decimal import Decimal

import pandas as pd

from lib.milestones.reached import REACHED, latest, reached, target_reached_at
from lib.milestones.rules import MilestoneRule
from tests.worlds import at, rows

Step = tuple[str, str, int]


def steps(*given: Step, goods: int = 0, customers: int = 0) -> pd.DataFrame:
    """Steps as (clock, unit, revenue), each with so many goods and new customers."""
    count = len(given)
    return pd.DataFrame(
        {
            "recorded_at": pd.array([at(clock) for clock, _, _ in given], dtype="datetime64[us]"),
            "unit_id": pd.array([unit for _, unit, _ in given], dtype="string"),
            "revenue_vnd": pd.array([vnd for _, _, vnd in given], dtype="Int64"),
            "goods_quantity": pd.array([goods] * count, dtype="Int64"),
            "new_customer_count": pd.array([customers] * count, dtype="Int64"),
            "sale_count": pd.array([1] * count, dtype="Int64"),
        }
    )


def units(**targets: int | None) -> pd.DataFrame:
    return pd.DataFrame(
        {"unit_id": list(targets), "target_vnd": pd.array(list(targets.values()), dtype="Int64")}
    )


BOTH = units(a=100, b=200)
DAY = steps(("08:00", "a", 40), ("09:00", "b", 90), ("10:00", "a", 20), ("11:00", "b", 150))
"""Together 40, 130, 150, 300 of 300; a reaches 40, 60 %, b 45, 120 %."""


def told(found: pd.DataFrame) -> list[tuple[object, ...]]:
    """Clock, unit and threshold of each milestone."""
    listed = rows(found, "reached_at", "unit_id", "threshold")
    return [(f"{moment:%H:%M}", *rest) for moment, *rest in listed]


def of(rule: MilestoneRule, frame: pd.DataFrame = DAY, plan_vnd: int | None = 300) -> pd.DataFrame:
    return reached(frame, BOTH, [rule], plan_vnd=plan_vnd)


def share(*written: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(one) for one in written)


def test_the_whole_passes_shares_of_its_plan() -> None:
    rule = MilestoneRule("plan_share", 80, at=share("0.25", "0.5", "1"))
    assert told(of(rule)) == [("09:00", None, 0.25), ("10:00", None, 0.5), ("11:00", None, 1.0)]
    assert list(of(rule)["value"]) == [130 / 300, 0.5, 1.0]


def test_a_share_is_reached_to_the_dong_not_a_rounding_earlier() -> None:
    rule = MilestoneRule("plan_share", 80, at=share("0.9"))
    plan = 1_150_000_001
    short = steps(("08:00", "a", 1_035_000_000))
    enough = steps(("08:00", "a", 1_035_000_001))
    assert told(of(rule, short, plan)) == []
    assert told(of(rule, enough, plan)) == [("08:00", None, 0.9)]


def test_a_unit_passes_shares_of_its_target_each_once() -> None:
    rule = MilestoneRule("unit_share", 40, at=share("0.4", "0.5", "1"))
    assert told(of(rule)) == [
        ("08:00", "a", 0.4),
        ("09:00", "b", 0.4),
        ("10:00", "a", 0.5),
        ("11:00", "b", 0.5),
        ("11:00", "b", 1.0),
    ]


def test_without_a_plan_or_with_nothing_planned_no_share_is_passed() -> None:
    rules = [
        MilestoneRule("plan_share", 80, at=share("0.25")),
        MilestoneRule("unit_share", 40, at=share("0.25")),
    ]
    for plan, targets in ((None, units(a=None, b=0)), (0, units(b=None))):
        assert reached(DAY, targets, rules, plan_vnd=plan).empty


def test_of_multiples_passed_at_once_the_highest_is_told() -> None:
    rule = MilestoneRule("revenue", 60, every=50)
    assert told(of(rule)) == [
        ("09:00", None, 100.0),
        ("10:00", None, 150.0),
        ("11:00", None, 300.0),
    ]
    assert list(of(rule)["value"]) == [130.0, 150.0, 300.0]


def test_listed_amounts_are_each_told() -> None:
    rule = MilestoneRule("revenue", 60, at=share("50", "100"))
    assert told(of(rule)) == [("09:00", None, 50.0), ("09:00", None, 100.0)]


def test_goods_and_new_customers_are_counted_for_the_whole() -> None:
    frame = steps(("08:00", "a", 1), ("08:00", "b", 1), ("09:00", "c", 1), goods=600, customers=3)
    goods = MilestoneRule("quantity", 30, at=share("1200"), every=1_000)
    assert told(of(goods, frame)) == [("08:00", None, 1_000.0), ("08:00", None, 1_200.0)]
    customers = MilestoneRule("new_customers", 25, every=4)
    assert told(of(customers, frame)) == [("08:00", None, 4.0), ("09:00", None, 8.0)]


def test_each_unit_that_competes_has_one_first_sale() -> None:
    frame = steps(("08:00", "c", 5), ("08:10", "b", 0), ("09:00", "a", 7), ("10:00", "a", 7))
    found = of(MilestoneRule("first_sale", 20), frame)
    assert told(found) == [("08:10", "b", None), ("09:00", "a", None)]
    assert list(found["value"]) == [0.0, 7.0]


def test_the_lead_changes_when_another_is_alone_in_front() -> None:
    frame = steps(
        ("08:00", "a", 10),  # 10 % and alone, but took the lead from nobody
        ("09:00", "b", 20),  # level: nothing changes
        ("10:00", "b", 2),  # 11 %
        ("11:00", "a", 1),  # level again
        ("12:00", "a", 1),  # 12 %
    )
    found = of(MilestoneRule("lead", 50), frame)
    assert told(found) == [("10:00", "b", None), ("12:00", "a", None)]
    assert list(found["previous_unit_id"]) == ["a", "b"]
    assert list(found["value"]) == [0.11, 0.12]


def test_an_early_lead_is_not_told_but_remembered() -> None:
    rule = MilestoneRule("lead", 50, from_share=Decimal("0.5"))
    frame = steps(("08:00", "a", 10), ("09:00", "b", 40), ("10:00", "a", 100))
    assert told(of(rule, frame)) == [("10:00", "a", None)]
    assert list(of(rule, frame)["previous_unit_id"]) == ["b"]
    assert of(rule, frame, None).empty


def test_a_lead_has_to_be_held_and_who_loses_it_again_led_never() -> None:
    rule = MilestoneRule("lead", 50, held_minutes=15)
    frame = steps(
        ("08:00", "a", 10),
        ("09:00", "b", 30),  # 15 %, ahead
        ("09:10", "a", 10),  # 20 %, ahead again: nobody was told
        ("10:00", "b", 20),  # 25 %
        ("10:14", "b", 2),
        ("10:15", "a", 1),  # b still ahead
        ("11:00", "b", 2),
    )
    assert told(of(rule, frame)) == [("10:15", "b", None)]


def test_a_lead_is_held_by_the_clock_also_when_nothing_is_recorded_any_more() -> None:
    rule = MilestoneRule("lead", 50, held_minutes=15)
    frame = steps(("08:00", "a", 10), ("09:00", "b", 30), ("09:30", "c", 5), ("10:00", "a", 50))

    def by(clock: str) -> list[tuple[object, ...]]:
        known = frame[frame["recorded_at"] <= at(clock)]
        return told(reached(known, BOTH, [rule], plan_vnd=300, as_of=at(clock)))

    assert by("09:14") == []
    assert by("09:15") == by("10:14") == [("09:15", "b", None)]
    assert by("10:15") == by("23:59") == [("09:15", "b", None), ("10:15", "a", None)]


def test_who_takes_over_at_the_very_moment_ends_the_waiting() -> None:
    rule = MilestoneRule("lead", 50, held_minutes=15)
    frame = steps(("08:00", "a", 10), ("09:00", "b", 30), ("09:15", "a", 50))
    assert told(of(rule, frame)) == []
    level = steps(("08:00", "a", 10), ("09:00", "b", 30), ("09:15", "a", 5))
    assert told(of(rule, level)) == [("09:15", "b", None)]


def test_one_milestone_of_two_rules_is_told_once_as_the_heavier() -> None:
    rules = [
        MilestoneRule("unit_share", 40, at=share("0.5", "1")),
        MilestoneRule("unit_share", 70, at=share("1")),
        MilestoneRule("lead", 10),
        MilestoneRule("lead", 50),
    ]
    found = reached(DAY, BOTH, rules, plan_vnd=300)
    assert told(found) == [
        ("09:00", "b", None),
        ("10:00", "a", 0.5),
        ("10:00", "a", None),
        ("11:00", "b", 0.5),
        ("11:00", "b", None),
        ("11:00", "b", 1.0),
    ]
    assert list(found["weight"]) == [50, 40, 50, 40, 50, 70]


def test_the_latest_are_shown_first_and_of_one_moment_the_heaviest() -> None:
    rules = [
        MilestoneRule("plan_share", 100, at=share("1")),
        MilestoneRule("unit_share", 40, at=share("0.4", "0.5", "1")),
        MilestoneRule("first_sale", 20),
    ]
    shown = latest(reached(DAY, BOTH, rules, plan_vnd=300), most=4)
    assert list(zip(shown["kind"], *zip(*told(shown), strict=True), strict=True)) == [
        ("plan_share", "11:00", None, 1.0),
        ("unit_share", "11:00", "b", 1.0),  # and not its 50 % of the same moment
        ("unit_share", "10:00", "a", 0.5),
        ("unit_share", "09:00", "b", 0.4),
    ]
    assert len(latest(reached(DAY, BOTH, rules, plan_vnd=300), most=99)) == 7


def test_the_moment_the_plan_was_reached() -> None:
    assert target_reached_at(DAY, plan_vnd=300) == at("11:00")
    assert target_reached_at(DAY, plan_vnd=130) == at("09:00")
    for plan in (301, 0, None):
        assert target_reached_at(DAY, plan_vnd=plan) is None
    assert target_reached_at(DAY.head(0), plan_vnd=300) is None


def test_nothing_has_the_same_columns_as_something() -> None:
    rules = [MilestoneRule(kind, 1, at=share("1")) for kind in ("plan_share", "revenue")]
    rules += [MilestoneRule("lead", 1), MilestoneRule("first_sale", 1)]
    nothing = reached(DAY.head(0), units(), rules, plan_vnd=None)
    assert nothing.empty and latest(nothing, most=3).empty
    for found in (nothing, reached(DAY, BOTH, rules, plan_vnd=300)):
        assert {name: str(kind) for name, kind in found.dtypes.items()} == REACHED
    assert reached(DAY, units(), rules, plan_vnd=300)["kind"].tolist() == ["revenue", "plan_share"]


def test_a_long_campaign_with_a_hundred_thousand_moments_takes_a_second_or_two() -> None:
    count, start = 100_000, datetime(2024, 1, 1)
    frame = pd.DataFrame(
        {
            "recorded_at": [start + timedelta(minutes=number) for number in range(count)],
            "unit_id": [f"u{number % 13}" for number in range(count)],
            "revenue_vnd": [1_000_000 + number % 7 for number in range(count)],
            "goods_quantity": [1] * count,
            "new_customer_count": [1] * count,
            "sale_count": [1] * count,
        }
    )
    targets = units(**{f"u{number}": 10**10 for number in range(13)})
    rules = [
        MilestoneRule("lead", 50),
        MilestoneRule("revenue", 60, every=1_000_000),
        MilestoneRule("unit_share", 40, at=share("0.1", "0.5")),
    ]
    began = datetime.now()
    found = reached(frame, targets, rules, plan_vnd=10**11)
    assert (datetime.now() - began).total_seconds() < 10
    assert set(found["kind"]) == {"lead", "revenue", "unit_share"}
