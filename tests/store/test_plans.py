"""Kept plans: asked often, planned once, the answer the same, and never in the way of one."""

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import adbc_driver_manager
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.errors import QueryError
from lib.store import Store, duck, plans, statements
from lib.store.generations import Generations
from lib.store.plans import KEPT_FROM, Plans
from lib.store.prepared import Question, prepared, question

NOON = datetime(2024, 9, 21, 12, 0)
QUERIES = {
    "roles": "-- The roles from one on.\n-- grain: one row per role\n-- returns: role_code str\n"
    "select role_code from roles where role_code >= $since order by role_code",
    "said": "-- What was said.\n-- grain: one row\n-- returns: said str\n"
    "select cast($said as varchar) as said",
    "quotient": "-- A quotient.\n-- grain: one row\n-- returns: whole int\n"
    "select cast(cast($of as varchar) as bigint) as whole",
    "places": "-- The same three times.\n-- grain: one row\n-- returns: is_same bool\n"
    "select $at = $at and $at is not distinct from $at as is_same",
}


@pytest.fixture(autouse=True)
def queries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Queries made for these tests, in a folder of their own."""
    folder = tmp_path_factory.mktemp("queries") / "proof"
    folder.mkdir()
    for name, text in QUERIES.items():
        (folder / f"{name}.sql").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(statements, "QUERY_FOLDER", folder.parent)
        statements.statement.cache_clear()
        yield
    statements.statement.cache_clear()


@pytest.fixture
def usually(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each query was asked the usual way."""
    asked: Counter[str] = Counter()
    run = duck.run

    def counting(connection: Any, name: str, parameters: Mapping[str, Any]) -> pa.Table:
        asked[name] += 1
        return run(connection, name, parameters)

    monkeypatch.setattr(duck, "run", counting)
    return asked


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with three roles."""
    store = Store(Generations(tmp_path, keep=3, lock_seconds=5))
    publish(store, "a", "b", "c")
    return store


def publish(store: Store, *codes: str) -> None:
    with store.publish(actor="test", action="add", subject="roles", at=NOON) as publication:
        rows = [
            {"role_code": code, "name": code, "name_en": code, "sort_order": 1} for code in codes
        ]
        publication.append("roles", pa.Table.from_pylist(rows))


def roles(store: Store, since: object = "b", **asked: Any) -> list[str]:
    found: list[str] = store.query("proof/roles", {"since": since}, **asked)[
        "role_code"
    ].to_pylist()
    return found


def test_what_is_asked_again_is_asked_by_its_plan(store: Store, usually: Counter[str]) -> None:
    assert [roles(store) for _ in range(KEPT_FROM + 5)] == [["b", "c"]] * (KEPT_FROM + 5)
    assert roles(store, since="c") == ["c"]
    assert usually == {"proof/roles": KEPT_FROM}


def test_a_value_of_another_kind_is_another_question(store: Store, usually: Counter[str]) -> None:
    for _ in range(KEPT_FROM + 1):
        assert roles(store) == ["b", "c"]
        assert roles(store, since=None) == []
    assert usually == {"proof/roles": 2 * KEPT_FROM}
    assert question("proof/roles", {"since": None}) != question("proof/roles", {"since": "b"})


def test_each_generation_is_asked_by_plans_of_its_own(store: Store) -> None:
    first = store.current()
    assert [roles(store) for _ in range(KEPT_FROM + 1)][-1] == ["b", "c"]
    publish(store, "d")
    assert [roles(store) for _ in range(KEPT_FROM + 1)][-1] == ["b", "c", "d"]
    assert roles(store, generation=first) == ["b", "c"]


def test_many_ask_at_once(store: Store, usually: Counter[str]) -> None:
    found = {"a": ["a", "b", "c"], "b": ["b", "c"], "c": ["c"], "d": []}
    for _ in range(KEPT_FROM):
        roles(store)
    with ThreadPoolExecutor(8) as pool:
        asked = list(found) * 100
        assert list(pool.map(lambda since: roles(store, since), asked)) == [
            found[since] for since in asked
        ]
    assert usually == {"proof/roles": KEPT_FROM}


def test_a_file_that_is_gone_is_asked_the_usual_way(store: Store, usually: Counter[str]) -> None:
    first = store.current()
    roles(store)
    for code in "def":
        publish(store, code)
    assert not store.generations.path(first).exists()
    assert [roles(store, generation=first) for _ in range(6)] == [["b", "c"]] * 6
    assert usually == {"proof/roles": 7}


def test_a_plan_that_cannot_answer_leaves_the_error_to_the_usual_way(
    store: Store, usually: Counter[str]
) -> None:
    def whole(of: str) -> int:
        return int(store.query("proof/quotient", {"of": of})["whole"][0].as_py())

    assert [whole("6") for _ in range(KEPT_FROM + 2)] == [6] * (KEPT_FROM + 2)
    assert usually["proof/quotient"] == KEPT_FROM
    with pytest.raises(QueryError, match="Could not convert"):
        whole("six")
    assert whole("7") == 7
    assert roles(store) == ["b", "c"]


def test_what_is_missing_or_too_much_is_told_as_ever(store: Store) -> None:
    for _ in range(KEPT_FROM + 1):
        roles(store)
        for wrong in ({}, {"since": "a", "until": "b"}):
            with pytest.raises(QueryError, match="parameters are"):
                store.query("proof/roles", wrong)


def test_who_answers_by_plans_opens_no_other_file(store: Store, tmp_path: Path) -> None:
    for _ in range(KEPT_FROM + 1):
        roles(store)
    kept = store._current_reader().plans
    assert kept is not None
    asker = kept._opened().get()
    (tmp_path / "other.csv").write_text("a\n1\n", encoding="ascii")
    for text in (
        f"from read_csv('{tmp_path / 'other.csv'}')",
        f"attach '{tmp_path / 'other.duckdb'}'",
        "set enable_external_access = true",
        "insert into roles values ('x', 'x', 'x', 1)",
    ):
        with pytest.raises(adbc_driver_manager.Error):
            asker.run(text)


def test_plans_go_when_a_newer_generation_is_asked(
    store: Store, usually: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, closed = store.current(), list[plans.Asker]()
    close = plans.Asker.close

    def noting(asker: plans.Asker) -> None:
        close(asker)
        closed.append(asker)

    monkeypatch.setattr(plans.Asker, "close", noting)
    for _ in range(KEPT_FROM + 1):
        roles(store)
    publish(store, "d")
    gc.collect()
    assert not closed
    assert roles(store) == ["b", "c", "d"]
    gc.collect()
    assert len(closed) == 2  # one for each of the store's threads
    usually.clear()
    assert [roles(store, generation=first) for _ in range(5)] == [["b", "c"]] * 5
    assert usually == {"proof/roles": 5}


def test_what_takes_longer_than_planning_keeps_no_plan(
    store: Store, usually: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "QUICK_SECONDS", 0)
    for _ in range(KEPT_FROM + 3):
        roles(store)
    assert usually == {"proof/roles": KEPT_FROM + 3}


TEXTS = some.text(some.characters(exclude_characters="\0", exclude_categories=["Cs"]))
ANY = some.one_of(
    TEXTS,
    some.integers(-(2**63), 2**63 - 1),
    some.booleans(),
    some.dates(),
    some.datetimes(),
    some.lists(TEXTS, min_size=1),
    some.lists(some.integers(-(2**63), 2**63 - 1), min_size=1),
    some.none(),
)


@pytest.fixture(scope="module")
def said_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Any], list[str | None]]:
    """What is said of a value: bound the usual way, and written into EXECUTE."""
    store = Store(Generations(tmp_path_factory.mktemp("said"), keep=3, lock_seconds=5))
    publish(store, "a")
    path = store.generations.path(store.current())
    kept = Plans(path, at_a_time=1, memory="256MB")
    reader = duck.open_reader(path, threads=1, memory="256MB", is_small=True)

    def said(value: Any) -> list[str | None]:
        given = {"said": value}
        asked = question("proof/said", given)
        assert asked is not None
        answers = (duck.run(reader, "proof/said", given), kept._by_plan(asked, given))
        return [answer["said"][0].as_py() for answer in answers]

    return said


@given(ANY)
def test_any_value_is_the_same_written_as_bound(
    said_of: Callable[[Any], list[str | None]], value: object
) -> None:
    bound, written = said_of(value)
    assert written == bound


@pytest.mark.parametrize("hostile", ["'); drop table roles; --", "\\'; select 1 --", "a\0'); --"])
def test_a_hostile_text_is_only_a_text(store: Store, hostile: str) -> None:
    for _ in range(KEPT_FROM + 2):
        assert store.query("proof/said", {"said": hostile})["said"][0].as_py() == hostile
    assert roles(store, since="a") == ["a", "b", "c"]


def test_each_place_has_a_parameter_of_its_own() -> None:
    plan = prepared(Question("proof/places", (("at", "timestamp"),)), "plan_1")
    assert " ".join(plan.text.split()) == (
        "select coalesce(cast($at__0 as timestamp), null) = "
        "coalesce(cast($at__1 as timestamp), null) and "
        "coalesce(cast($at__2 as timestamp), null) is not distinct from "
        "coalesce(cast($at__3 as timestamp), null) as is_same"
    )
    assert plan.execute({"at": NOON}).count("__") == 4
    assert plan.execute({"at": NOON}).count(":= '2024-09-21 12:00:00'::TIMESTAMP") == 4


def test_a_value_is_given_as_its_kind_where_how_it_is_written_does_not_tell() -> None:
    plan = prepared(Question("proof/places", (("at", "bigint"),)), "plan_1")
    assert plan.execute({"at": 5}).count(":= cast(5 as bigint)") == 4


@pytest.mark.parametrize("value", [[], [1, "a"], {"a": 1}, b"a", 0.5])
def test_a_value_without_a_kind_keeps_no_plan(value: object) -> None:
    assert question("proof/said", {"said": value}) is None
