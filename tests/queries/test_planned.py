"""What pages ask is planned once: asked again, DuckDB goes over its plan in no time."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from lib.store import migrations
from lib.store.macros import SPELLED_OUT, spelled_out
from lib.store.prepared import prepared, question
from lib.store.statements import query_names, statement
from tests.worlds import LATER, MemoryReader, asked, tiny

SHARED: dict[str, Any] = {"campaign_code": "day", "as_of": LATER}
UNIT = {**SHARED, "unit_id": "north"}
SELECTION = {
    **SHARED,
    "unit_ids": ["north"],
    "service_codes": ["*"],
    "role_codes": ["*"],
    "from_minute": 540,
    "until_minute": None,
}
ASKED = {
    "progress/overview": UNIT,
    "progress/curve": UNIT,
    "progress/stamp": UNIT,
    "progress/revenue_by_hour": UNIT,
    "progress/revenue_by_service": UNIT,
    "leaderboard/units_by_attainment": {**SHARED, "level": 1, "parent_id": "north"},
    "people/sellers": {**UNIT, "most": 10},
    "explore/selection": SELECTION,
    "explore/roles": SHARED,
}


@pytest.fixture
def reader() -> Iterator[MemoryReader]:
    """The small world, in an instance that keeps plans and tells what it spends on them."""
    reader = asked(tiny())
    for setting in (
        "enable_profiling = 'no_output'",
        """custom_profiling_settings = '{"ALL_OPTIMIZERS": "true"}'""",
    ):
        reader.connection.execute(f"set {setting}")
    yield reader
    reader.connection.execute("pragma disable_profiling")


def optimizing(reader: MemoryReader, text: str, given: dict[str, Any] | None = None) -> float:
    """The least seconds that DuckDB goes over a plan for, of a few askings."""
    took = []
    for _ in range(3):
        reader.connection.execute(text, given).fetchall()
        told = reader.connection.get_profiling_information(format="json")
        took.append(float(json.loads(told)["all_optimizers"]))
    return min(took)


@pytest.mark.parametrize("name", ASKED)
def test_a_question_keeps_its_plan(reader: MemoryReader, name: str) -> None:
    given = ASKED[name]
    reader.query(name, given)  # makes what it stands on
    found = question(name, given)
    assert found is not None
    plan = prepared(found, "kept")
    with reader.as_kept():
        reader.connection.execute(plan.prepare())
        again = optimizing(reader, plan.execute(given))
        usually = optimizing(reader, statement(name).text, given)
    assert again < usually / 10


def test_every_macro_of_the_queries_is_spelled_out() -> None:
    [of_ledger] = set(migrations.MACROS) - set(SPELLED_OUT)
    assert of_ledger.startswith("ledger_")
    for name in query_names():
        text = spelled_out(statement(name).body)
        assert not [one for one in SPELLED_OUT if f"{one}(" in text], name


def test_a_macro_takes_what_it_is_given_word_by_word() -> None:
    given, code = "[$of, coalesce($or, '*')]", "sales.code"
    assert spelled_out(f"select takes({given}, {code}) from sales") == (
        f"select (array_contains(({given}), '*') or "
        f"coalesce(array_contains(({given}), ({code})), false)) from sales"
    )
