"""Award rules: the shipped file, and what is refused by name."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from lib.awards.rules import PARAMETERS, read_rules
from lib.errors import AwardRuleError
from lib.settings import PROJECT

SHIPPED = PROJECT / "data" / "rules" / "awards.toml"

SALESPERSON = """
[[award]]
id = "salesperson"
title = "Chiến sĩ kinh doanh giỏi"
subject = "person"
seats = 2
basis = "sales"
gates = { minimum_services = 2, minimum_sales = 5 }
"""


def read(folder: Path, text: str):
    path = folder / "awards.toml"
    path.write_text(text, encoding="utf-8")
    return read_rules(path)


def test_the_shipped_rules_award_two_collectives_and_seven_people():
    rules = read_rules(SHIPPED)
    assert [rule.id for rule in rules] == list(PARAMETERS)
    assert sum(rule.seats for rule in rules if rule.subject == "team") == 2
    assert sum(rule.seats for rule in rules if rule.subject != "team") == 7


def test_the_weights_of_the_team_title_add_up_to_one():
    team = read_rules(SHIPPED)[0]
    assert team.measure["revenue_weight"] + team.measure["per_head_weight"] == 1.0
    assert team.gates == {"minimum_members": 5, "minimum_active_share": 0.8}


def test_a_rule_cannot_be_changed(tmp_path):
    [rule] = read(tmp_path, SALESPERSON)
    with pytest.raises(FrozenInstanceError):
        rule.seats = 9
    with pytest.raises(TypeError):
        rule.gates["minimum_sales"] = 1


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('id = "salesperson"', 'id = "best_dressed"', "id"),
        ("seats = 2", "seats = 2\nprize = 3", "prize"),
        ("seats = 2", "", "seats"),
        ("seats = 2", "seats = 0", "seats"),
        ("seats = 2", "seats = true", "seats"),
        ('subject = "person"', 'subject = "family"', "subject"),
        ('basis = "sales"', 'basis = "charm"', "basis"),
        ('title = "Chiến sĩ kinh doanh giỏi"', 'title = " "', "title"),
        ("minimum_sales = 5", "minimum_luck = 5", "minimum_luck"),
        (", minimum_sales = 5", "", "minimum_sales"),
        ("minimum_sales = 5", "minimum_sales = -1", "minimum_sales"),
        ("minimum_sales = 5", "minimum_sales = nan", "minimum_sales"),
        ("gates = {", "gates = 3 #", "gates"),
        ("[[award]]", "[[prize]]", "prize"),
        ("[[award]]", "[[award]", "awards.toml"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(tmp_path, old, new, key):
    assert old in SALESPERSON
    with pytest.raises(AwardRuleError) as refused:
        read(tmp_path, SALESPERSON.replace(old, new))
    assert refused.value.values["key"] == key


def test_an_award_given_twice_is_refused(tmp_path):
    with pytest.raises(AwardRuleError, match="given twice"):
        read(tmp_path, SALESPERSON * 2)


def test_a_file_without_awards_is_refused(tmp_path):
    with pytest.raises(AwardRuleError, match="missing"):
        read(tmp_path, "")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(AwardRuleError, match="nowhere"):
        read_rules(tmp_path / "nowhere.toml")
