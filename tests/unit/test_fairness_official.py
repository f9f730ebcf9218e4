"""The declared official ranking: the shipped file, and everything wrong with a file at once."""

from pathlib import Path

import pytest

from lib.errors import RankingRuleError
from lib.fairness.official import Declared, read_declared

GOOD = """
usual = "attainment"

[[campaign]]
code = "sprint"
official = "per_head"
"""


def read(folder: Path, text: str) -> Declared:
    path = folder / "rankings.toml"
    path.write_text(text, encoding="utf-8")
    return read_declared(path)


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(RankingRuleError) as refused:
        read(folder, text)
    return str(refused.value.values["problems"]).split("; ")


def test_the_shipped_choice_is_what_the_leaderboard_ranks_by() -> None:
    assert read_declared().of("ngay-thu-7") == "attainment"


def test_a_campaign_has_its_own_ranking_and_the_others_the_usual_one(tmp_path: Path) -> None:
    declared = read(tmp_path, GOOD)
    assert declared.of("sprint") == "per_head"
    assert declared.of("another") == "attainment"


@pytest.mark.parametrize("usual", ["revenue", "per_head", "attainment", "expected"])
def test_each_ranking_can_be_official(tmp_path: Path, usual: str) -> None:
    assert read(tmp_path, f'usual = "{usual}"').of("any") == usual


@pytest.mark.parametrize(
    ("changed", "to", "said"),
    [
        ('usual = "attainment"', "", "usual: not one of"),
        ('usual = "attainment"', 'usual = "luck"', "usual: not one of"),
        ('official = "per_head"', "", "1 official: not one of"),
        ('official = "per_head"', "official = 3", "1 official: not one of"),
        ('official = "per_head"', 'official = ["per_head"]', "1 official: not one of"),
        ('code = "sprint"', "", "1 code: missing"),
        ('code = "sprint"', 'code = " "', "1 code: missing"),
        ('code = "sprint"', 'code = "sprint"\nwhy = "so"', "1 why: unknown"),
        ("[[campaign]]", "[campaign]", "campaign: not a list"),
        ("[[campaign]]", "[[campaigns]]", "campaigns: unknown"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, changed: str, to: str, said: str) -> None:
    assert changed in GOOD
    (found,) = problems(tmp_path, GOOD.replace(changed, to))
    assert found.startswith(said)


def test_everything_wrong_is_named_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, GOOD.replace("per_head", "x").replace("attainment", "y") + "a = 1")
    assert len(found) == 3


def test_a_campaign_is_declared_once(tmp_path: Path) -> None:
    twice = GOOD + GOOD.partition("\n\n")[2]
    assert problems(tmp_path, twice) == ["2 code: is given twice"]


@pytest.mark.parametrize("text", ["usual = ", "\x00"])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RankingRuleError):
        read_declared(tmp_path / "none.toml")
