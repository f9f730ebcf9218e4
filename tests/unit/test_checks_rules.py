"""Thresholds of the checks: the shipped file, and everything wrong with a file named at once."""

import inspect
from dataclasses import asdict, fields
from pathlib import Path

import pytest

from lib.checks.rules import CHECKS, CheckRules, EndOfDaySpikes, SplitOrders, read_rules
from lib.errors import CheckRuleError
from lib.queries import checks
from lib.queries.registry import parameter_types

GOOD = """
[split_orders]
sales = 4
minutes = 10
least_vnd = 500_000

[end_of_day_spikes]
minutes = 30
times = 2.5
least_vnd = 1_000_000

[customers_new_twice]
sales = 2
sellers = 1

[recorded_after_close]
minutes = 45

[round_runs]
sales = 6
multiple_vnd = 100_000

[two_places]
minutes = 20
"""


def read(folder: Path, text: str) -> CheckRules:
    path = folder / "checks.toml"
    path.write_text(text, encoding="utf-8")
    return read_rules(path)


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(CheckRuleError) as refused:
        read(folder, text)
    assert refused.value.values["path"] == "checks.toml"
    return str(refused.value.values["problems"]).split("; ")


def test_the_shipped_file_has_every_check() -> None:
    rules = read_rules()
    assert [one.name for one in fields(rules)] == list(CHECKS)
    assert rules.end_of_day_spikes.times > 1


@pytest.mark.parametrize("check", CHECKS)
def test_the_thresholds_of_a_check_are_the_parameters_of_its_query(check: str) -> None:
    thresholds = asdict(getattr(read_rules(), check))
    query = getattr(checks, check)
    assert thresholds.keys() == parameter_types(query).keys() - {
        "campaign_code",
        "as_of",
        "unit_id",
    }
    for name, kind in parameter_types(query).items():
        assert name not in thresholds or type(thresholds[name]) is kind
    assert inspect.getdoc(query)


def test_thresholds_are_read_as_they_are_written(tmp_path: Path) -> None:
    rules = read(tmp_path, GOOD)
    assert rules.split_orders == SplitOrders(sales=4, minutes=10, least_vnd=500_000)
    assert rules.end_of_day_spikes == EndOfDaySpikes(minutes=30, times=2.5, least_vnd=1_000_000)
    assert rules.two_places.minutes == 20
    whole = read(tmp_path, GOOD.replace("times = 2.5", "times = 3")).end_of_day_spikes.times
    assert (type(whole), whole) == (float, 3.0)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("sales = 4", "sales = 1", "split_orders sales: not a whole number from 2"),
        ("sales = 4", "sales = true", "split_orders sales: not a whole number"),
        ("sales = 4", "sales = 4.0", "split_orders sales: not a whole number"),
        ("sales = 4", "sales = '4'", "split_orders sales: not a whole number"),
        ("sales = 4\n", "", "split_orders sales: missing"),
        ("sales = 4", "sales = 4\ncolour = 1", "split_orders colour: unknown"),
        ("minutes = 10", "minutes = 0", "split_orders minutes: not a whole number from 1 to 1440"),
        ("minutes = 10", "minutes = 1441", "split_orders minutes: not a whole number"),
        ("least_vnd = 500_000", "least_vnd = 0", "split_orders least_vnd: not a whole number"),
        ("times = 2.5", "times = 1.0", "end_of_day_spikes times: not a number above 1"),
        ("times = 2.5", "times = nan", "end_of_day_spikes times: not a number above 1"),
        ("times = 2.5", "times = inf", "end_of_day_spikes times: not a number above 1"),
        ("times = 2.5", "times = true", "end_of_day_spikes times: not a number above 1"),
        ("times = 2.5", "times = '2'", "end_of_day_spikes times: not a number above 1"),
        ("sellers = 1", "sellers = 0", "customers_new_twice sellers: not a whole number"),
        ("multiple_vnd = 100_000", "multiple_vnd = 999", "round_runs multiple_vnd: not a whole"),
        ("[two_places]\nminutes = 20", "", "two_places: missing"),
        ("[two_places]\nminutes = 20", "[[two_places]]", "two_places: not a table"),
        ("[split_orders]", "[split]", "split: unknown"),
        ("[split_orders]", "[split_orders", "Expected"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in GOOD
    [first, *_] = problems(tmp_path, GOOD.replace(old, new, 1))
    assert first.startswith(problem)


def test_everything_wrong_is_named_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("sales = 4", "sales = -1").replace("times = 2.5\n", "") + "\n[extra]\n"
    assert [one.split(":")[0] for one in problems(tmp_path, text)] == [
        "extra",
        "split_orders sales",
        "end_of_day_spikes times",
    ]


def test_an_empty_file_lacks_every_check(tmp_path: Path) -> None:
    assert problems(tmp_path, "") == [f"{check}: missing" for check in CHECKS]


def test_a_missing_file_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(CheckRuleError, match=r"none\.toml"):
        read_rules(tmp_path / "none.toml")


def test_a_file_of_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "checks.toml"
    path.write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(CheckRuleError):
        read_rules(path)
