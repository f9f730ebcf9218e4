"""Award rules: the shipped file, and what is refused by name."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.awards.measures import MEASURES
from lib.awards.rules import DECISION, OPTIONAL, REQUIRED, Gate, Part, Tie, read_rules, rules_of
from lib.errors import AwardRuleError
from lib.queries import awards
from lib.settings import PROJECT

FILE = PROJECT / "data" / "rules" / "awards.toml"
SHIPPED = FILE.read_text(encoding="utf-8")
BARE = re.sub(r"(?m)^#.*\n", "", SHIPPED)
"""The shipped rules without what is said about them."""

SALESPERSON = """
[decision]
one_person_one_award = true
one_achievement_one_award = false
tie_band = 0.5

[[award]]
id = "salesperson"
title = "Chiến sĩ kinh doanh giỏi"
subject = "person"
seats = 2
nominees = 6
roles = ["teller", "postman"]
within = "role"
parts = [
    { measure = "role_multiple", weight = 99.9, cap = 3, scale = 2.5 },
    { measure = "sale_count", weight = 1 },
]
gates = [
    { measure = "service_count", at_least = 2 },
    { measure = "waiting_row_count", at_most = 0 },
]
ties = [
    { measure = "new_customer_count", better = "more" },
    { measure = "complaints", better = "less" },
]
"""


def refused(text: str) -> tuple[str, str, str]:
    """The award, the key and the reason a text is refused for."""
    with pytest.raises(AwardRuleError) as found:
        rules_of(text)
    values = found.value.values
    return values["award"], values["key"], values["reason"]


# What is read


def test_a_rule_is_read_as_it_is_written() -> None:
    rules = rules_of(SALESPERSON)
    assert (rules.one_person_one_award, rules.one_achievement_one_award) == (True, False)
    assert rules.tie_band == Decimal("0.5")
    assert (rules.text, rules.sha256) == (
        SALESPERSON,
        hashlib.sha256(SALESPERSON.encode()).hexdigest(),
    )
    [one] = rules.awards
    assert rules.award("salesperson") is one
    assert (one.id, one.title) == ("salesperson", "Chiến sĩ kinh doanh giỏi")
    assert (one.subject, one.seats, one.nominees) == ("person", 2, 6)
    assert (one.roles, one.within) == (("teller", "postman"), "role")
    assert one.parts == (
        Part("role_multiple", Decimal("99.9"), Decimal(3), Decimal("2.5")),
        Part("sale_count", Decimal(1), None, None),
    )
    assert one.gates == (
        Gate("service_count", Decimal(2), None),
        Gate("waiting_row_count", None, Decimal(0)),
    )
    assert one.ties == (Tie("new_customer_count", "more"), Tie("complaints", "less"))
    assert one.measures == (
        *("role_multiple", "sale_count", "service_count"),
        *("waiting_row_count", "new_customer_count", "complaints"),
    )


def test_what_may_be_left_out_has_a_meaning() -> None:
    text = SALESPERSON
    for line in ("nominees = 6\n", 'roles = ["teller", "postman"]\n', 'within = "role"\n'):
        text = text.replace(line, "")
    text = text[: text.index("gates = [")]
    [one] = rules_of(text).awards
    assert (one.nominees, one.roles, one.within) == (2, (), "")
    assert (one.gates, one.ties) == ((), ())


def test_there_are_never_fewer_nominees_than_seats() -> None:
    [one] = rules_of(SALESPERSON.replace("nominees = 6", "nominees = 1")).awards
    assert one.nominees == 2


def test_the_best_value_can_be_asked_for_as_the_scale() -> None:
    [one] = rules_of(SALESPERSON.replace("scale = 2.5", 'scale = "best"')).awards
    assert one.parts[0].scale is None


def test_a_rule_of_money_may_speak_of_billions() -> None:
    text = SALESPERSON.replace(
        '"service_count", at_least = 2', '"revenue_vnd", at_least = 2000000000'
    )
    assert rules_of(text).awards[0].gates[0].at_least == 2_000_000_000


def test_titles_can_be_narrowed_down_to_those_a_campaign_awards() -> None:
    rules = rules_of(SHIPPED)
    kept = rules.only(["deliverer", "team_sales", "no such"])
    assert [one.id for one in kept.awards] == ["team_sales", "deliverer"]
    assert kept.sha256 == rules.sha256
    with pytest.raises(KeyError):
        kept.award("salesperson")


def test_a_rule_cannot_be_changed() -> None:
    rules = rules_of(SALESPERSON)
    for one, name in ((rules, "tie_band"), (rules.awards[0], "seats")):
        with pytest.raises(FrozenInstanceError):
            setattr(one, name, 9)


# The shipped file


def test_the_shipped_rules_award_two_collectives_and_seven_people() -> None:
    rules = read_rules(FILE)
    assert [one.title for one in rules.awards] == [
        "Nhóm bán hàng xuất sắc",
        "Chỉ huy nhóm giỏi",
        "Chiến sĩ kinh doanh giỏi",
        "Chiến sĩ truyền thông giỏi",
        "Chiến sĩ phát giỏi",
    ]
    assert sum(one.seats for one in rules.awards if one.subject == "team") == 2
    assert sum(one.seats for one in rules.awards if one.subject != "team") == 7
    assert (rules.one_person_one_award, rules.one_achievement_one_award) == (True, True)
    assert rules.text == SHIPPED


def test_the_shipped_rules_give_at_most_a_hundred_points() -> None:
    for rule in rules_of(SHIPPED).awards:
        assert sum(part.weight for part in rule.parts) == 100, rule.id
        # above a scale only what is capped there; a share is never above 1
        for part in rule.parts:
            kind = MEASURES[rule.subject][part.measure].kind
            assert part.scale in (None, part.cap) or (kind, part.scale) == ("share", 1), rule.id


def test_each_measure_is_a_column_of_its_standings() -> None:
    standings = {
        "team": awards.TEAM_STANDINGS,
        "leader": awards.LEADER_STANDINGS,
        "person": awards.PERSON_STANDINGS,
    }
    assert list(MEASURES) == list(standings)
    for subject, measures in MEASURES.items():
        assert set(measures) <= set(standings[subject]), subject


# What is refused


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('id = "salesperson"', 'id = "best dressed"', "id"),
        ('id = "salesperson"', "id = true", "id"),
        ('id = "salesperson"', "id = inf", "id"),
        ("seats = 2", "seats = 2\nprize = 3", "prize"),
        ("seats = 2", "", "seats"),
        ("seats = 2", "seats = 0", "seats"),
        ("seats = 2", "seats = 101", "seats"),
        ("seats = 2", "seats = 2.0", "seats"),
        ("seats = 2", "seats = true", "seats"),
        ("nominees = 6", "nominees = 0", "nominees"),
        ('subject = "person"', 'subject = "family"', "subject"),
        ('subject = "person"', 'subject = "team"', "roles"),
        ('roles = ["teller", "postman"]', 'roles = "teller"', "roles"),
        ('roles = ["teller", "postman"]', "roles = [1]", "roles"),
        ('within = "role"', 'within = "province"', "within"),
        ('within = "role"', "within = true", "within"),
        ('title = "Chiến sĩ kinh doanh giỏi"', 'title = " "', "title"),
        ('title = "Chiến sĩ kinh doanh giỏi"', r'title = "Chiến\u0000sĩ"', "title"),
        ('title = "Chiến sĩ kinh doanh giỏi"', r'title = "Chiến\nsĩ"', "title"),
        ("weight = 99.9", "weight = 0", "weight"),
        ("weight = 99.9", "weight = -1", "weight"),
        ("weight = 99.9", "weight = nan", "weight"),
        ("weight = 99.9", "weight = inf", "weight"),
        ("weight = 99.9", 'weight = "99.9"', "weight"),
        ("weight = 99.9", "weight = true", "weight"),
        ("weight = 99.9", "weight = 0.0000000001", "weight"),
        ("weight = 99.9", "weight = 1e-99999999", "weight"),
        ("weight = 99.9", "weight = 1e15", "weight"),
        ("weight = 99.9, ", "", "weight"),
        ("cap = 3", "cap = 0", "cap"),
        ("scale = 2.5", "scale = 0", "scale"),
        ("scale = 2.5", 'scale = "worst"', "scale"),
        ("scale = 2.5", "formula = 2.5", "formula"),
        ("at_least = 2", "at_least = -2", "at_least"),
        ("at_most = 0", "at_most = 2024-09-21", "at_most"),
        (", at_least = 2", "", "service_count"),
        ("at_least = 2", "at_least = 2, at_most = 9", "service_count"),
        ('better = "more"', 'better = "higher"', "better"),
        (', better = "less"', "", "better"),
        ('"role_multiple"', '["role_multiple"]', "['role_multiple']"),
        ('"role_multiple"', '"attainment"', "attainment"),  # of a team, not of a person
        ('"sale_count"', '"first_half_vnd"', "first_half_vnd"),  # a column, but no measure
        ("gates = [", "gates = 3 #", "gates"),
        ("tie_band = 0.5", "tie_band = -0.1", "tie_band"),
        ("tie_band = 0.5", "", "tie_band"),
        ("one_person_one_award = true", "one_person_one_award = 1", "one_person_one_award"),
        ("[decision]", "[decisions]", "decisions"),
        ("[[award]]", "[[prize]]", "prize"),
        ("[[award]]", "[award]", "award"),
        ("[[award]]", "[[award]", "toml"),
        ("seats = 2", "seats = 2\nseats = 2", "toml"),
        ("seats = 2", "seats = " + "1" * 5_000, "toml"),
        ("tie_band = 0.5", "tie_band = 1e" + "9" * 30, "toml"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(old: str, new: str, key: str) -> None:
    text = SALESPERSON.replace(old, new, 1)
    # the parts stand in lists over several lines
    if new.endswith("#"):
        text = re.sub(r"(?ms)gates = 3 #\n.*?^\]", "gates = 3", text)
    assert text != SALESPERSON
    assert refused(text)[1] == key


def test_a_rule_without_parts_is_refused() -> None:
    text = re.sub(r"(?ms)^parts = \[.*?^\]", "parts = []", SALESPERSON)
    assert refused(text) == ("salesperson", "parts", "missing")


def test_an_award_given_twice_is_refused() -> None:
    award = SALESPERSON[SALESPERSON.index("[[award]]") :]
    assert refused(SALESPERSON + award) == ("salesperson", "id", "given twice")


def test_a_file_without_awards_is_refused() -> None:
    decision = SALESPERSON[: SALESPERSON.index("[[award]]")]
    assert refused("award = []" + decision)[1:] == ("award", "missing")
    assert refused(decision)[1:] == ("award", "missing")
    assert refused("")[1] == "award"


def test_lists_in_lists_without_end_are_refused() -> None:
    assert refused("x = " + "[" * 5_000 + "]" * 5_000)[1] == "toml"


def test_a_file_is_read_with_or_without_a_mark_of_its_editor(tmp_path: Path) -> None:
    path = tmp_path / "awards.toml"
    path.write_text(SALESPERSON, encoding="utf-8-sig")
    assert read_rules(path) == rules_of(SALESPERSON)


def test_a_file_that_is_missing_or_no_text_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.toml", tmp_path / "picture.toml"):
        if path.stem == "picture":
            path.write_bytes(b"\xff\xd8\xff\xe0")
        with pytest.raises(AwardRuleError) as found:
            read_rules(path)
        assert found.value.values["key"] == path.name


# Whatever is changed in the shipped file

WORDS = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ_0123456789", min_size=1, max_size=30)
KNOWN = REQUIRED | OPTIONAL | frozenset(DECISION) | {"decision", "award"}
INNER = {"measure", "weight", "cap", "scale", "at_least", "at_most", "better"}


def every(pattern: str) -> list[re.Match[str]]:
    found = list(re.finditer(pattern, BARE))
    assert found
    return found


def with_group(match: re.Match[str], new: str) -> str:
    """The rules with the first group of a match put otherwise."""
    return BARE[: match.start(1)] + new + BARE[match.end(1) :]


@given(st.sampled_from(every(r"(\w+) = |(?<=\[)(\w+)(?=\])")), WORDS)
def test_any_key_renamed_is_refused_by_its_new_name(match: re.Match[str], name: str) -> None:
    assume(name not in KNOWN | INNER)
    start, end = match.span(1) if match[1] else match.span(2)
    assert refused(BARE[:start] + name + BARE[end:])[1] == name


def subjects() -> Iterator[tuple[re.Match[str], str]]:
    for match in every(r'measure = ("\w+")'):
        yield match, re.findall(r'subject = "(\w+)"', BARE[: match.start()])[-1]


ANYWHERE = sorted({name for measures in MEASURES.values() for name in measures})


@given(st.sampled_from(list(subjects())), WORDS | st.sampled_from(ANYWHERE))
def test_any_measure_misspelt_is_refused_by_the_name_written(
    place: tuple[re.Match[str], str], name: str
) -> None:
    match, subject = place
    assume(name not in MEASURES[subject])
    award, key, reason = refused(with_group(match, f'"{name}"'))
    assert (key, reason) == (name, f"no measure of a {subject}")
    assert award == re.findall(r'\bid = "(\w+)"', BARE[: match.start()])[-1]


@given(
    st.sampled_from(every(r'(?<= = )("[^"]*"|true|false|[\d.]+)')),
    st.sampled_from(["[]", "{}", "[[1]]", "2024-09-21", "nan", "-1", "1e-30", '{ x = "y" }']),
)
def test_any_value_of_an_odd_type_is_refused_by_its_key(match: re.Match[str], odd: str) -> None:
    key = re.findall(r"(\w+) = $", BARE[: match.start()])[0]
    named = refused(with_group(match, odd))[1]
    assert named == key or key == "measure"


@given(st.text() | st.text('[]{}=",.\n abdegnorstuvw0123456789', max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        rules_of(text)
    except AwardRuleError as error:
        assert error.values["key"]


@given(st.integers(0, len(BARE) - 1), st.sampled_from(["", "\x00", "=", '"', "9", "[", "\ud7ff"]))
def test_any_character_put_otherwise_is_read_or_refused(at: int, other: str) -> None:
    try:
        rules_of(BARE[:at] + other + BARE[at + 1 :])
    except AwardRuleError as error:
        assert error.values["key"]
