"""Milestone rules: the shipped file, and everything wrong with a file named at once."""

from decimal import Decimal
from pathlib import Path

import pytest

from lib.errors import MilestoneRuleError
from lib.milestones.rules import KINDS, MilestoneRule, read_rules

GOOD = """
[[milestone]]
kind = "plan_share"
at = [1.0, 0.5]
weight = 100

[[milestone]]
kind = "revenue"
every = 100_000_000
weight = 60

[[milestone]]
kind = "lead"
from_share = 0.1
held_minutes = 10
weight = 50

[[milestone]]
kind = "first_sale"
weight = 20
"""


def read(folder: Path, text: str) -> tuple[MilestoneRule, ...]:
    path = folder / "milestones.toml"
    path.write_text(text, encoding="utf-8")
    return read_rules(path)


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(MilestoneRuleError) as refused:
        read(folder, text)
    return str(refused.value.values["problems"]).split("; ")


def test_the_shipped_rules_use_every_kind_and_let_the_plan_weigh_most() -> None:
    rules = read_rules()
    assert {rule.kind for rule in rules} == set(KINDS)
    heaviest = max(rules, key=lambda rule: rule.weight)
    assert (heaviest.kind, heaviest.at) == ("plan_share", (Decimal(1),))
    shares = {share for rule in rules if rule.kind == "plan_share" for share in rule.at}
    assert shares == {Decimal(one) for one in ("0.25", "0.5", "0.75", "0.8", "0.9", "1")}


def test_rules_are_read_exactly_and_their_thresholds_rise(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD) == (
        MilestoneRule("plan_share", 100, at=(Decimal("0.5"), Decimal(1))),
        MilestoneRule("revenue", 60, every=100_000_000),
        MilestoneRule("lead", 50, from_share=Decimal("0.1"), held_minutes=10),
        MilestoneRule("first_sale", 20),
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('kind = "plan_share"', 'kind = "party"', "1 kind: not one of plan_share"),
        ('kind = "plan_share"\n', "", "1 kind: not one of"),
        ("weight = 100", "weight = 101", "1 weight: not a whole number"),
        ("weight = 100", "weight = true", "1 weight: not a whole number"),
        ("weight = 100", "", "1 weight: not a whole number"),
        ("weight = 100", "weight = 100\ncolour = 1", "1 colour: unknown"),
        ("at = [1.0, 0.5]", "", "1 at: missing"),
        ("at = [1.0, 0.5]", "every = 1", "1 every: unknown"),
        ("at = [1.0, 0.5]", "at = 0.5", "1 at: not a list"),
        ("at = [1.0, 0.5]", "at = []", "1 at: not a list"),
        ("at = [1.0, 0.5]", "at = [50]", "1 at: not shares above 0"),
        ("at = [1.0, 0.5]", "at = [0.0]", "1 at: not shares above 0"),
        ("at = [1.0, 0.5]", "at = [nan]", "1 at: not shares above 0"),
        ("at = [1.0, 0.5]", "at = ['0.5']", "1 at: not shares above 0"),
        ("at = [1.0, 0.5]", "at = [0.5, 0.5]", "1 at: one is given twice"),
        ("every = 100_000_000", "every = 999_999", "2 every: not a whole number from 1000000"),
        ("every = 100_000_000", "every = 1e9", "2 every: not a whole number"),
        ("every = 100_000_000", "at = [1.5]", "2 at: not whole numbers above 0"),
        ("every = 100_000_000", "", "2 at or every: missing"),
        ("from_share = 0.1", "from_share = 2", "3 from_share: not a share from 0 to 1"),
        ("held_minutes = 10", "held_minutes = -1", "3 held_minutes: not a whole number"),
        ('kind = "first_sale"', 'kind = "first_sale"\nat = [1]', "4 at: unknown"),
        ("[[milestone]]", "[[prize]]", "prize: unknown"),
        ("[[milestone]]", "[[milestone]", "Expected"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in GOOD
    [first, *_] = problems(tmp_path, GOOD.replace(old, new, 1))
    assert first.startswith(problem)


def test_everything_wrong_is_named_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("weight = 100", "weight = -1").replace('"lead"', '"led"') + "\n[extra]\n"
    assert [one.split(":")[0] for one in problems(tmp_path, text)] == [
        *("extra", "1 weight"),
        "3 kind",
    ]


@pytest.mark.parametrize("text", ["", "milestone = 3", "milestone = []"])
def test_a_file_without_rules_is_refused(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text) == ["milestone: missing"]


def test_a_missing_file_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(MilestoneRuleError, match=r"none\.toml"):
        read_rules(tmp_path / "none.toml")
