"""The store: published whole or not at all, read while it is written, and honest about age."""

import json
import os
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from lib.errors import QueryError, StoreBusy, StoreMissing, StoreTooNew, StoreUnreadable
from lib.store import Publication, Store, duck, journal, migrations, statements
from lib.store.generations import Generations

NOON = datetime(2024, 9, 21, 12, 0)
COUNT = "proof/role_count"


@pytest.fixture(autouse=True)
def queries(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of queries made for these tests."""
    folder = tmp_path_factory.mktemp("queries")
    monkeypatch.setattr(statements, "QUERY_FOLDER", folder)
    statements.statement.cache_clear()
    write_query(
        folder,
        "role_count",
        "-- How many roles there are.\n-- grain: one row\n-- returns: role_count int\n"
        "select count(*) as role_count from roles",
    )
    return folder


@pytest.fixture(autouse=True)
def forget_queries() -> Iterator[None]:
    """The queries of these tests must not be remembered after them."""
    yield
    statements.statement.cache_clear()


def write_query(folder: Path, name: str, text: str) -> None:
    (folder / "proof").mkdir(exist_ok=True)
    (folder / "proof" / f"{name}.sql").write_text(text, encoding="utf-8")


def store_in(folder: Path, *, keep: int = 3, lock_seconds: float = 5) -> Store:
    return Store(Generations(folder, keep=keep, lock_seconds=lock_seconds), threads=1)


def add_role(publication: Publication, code: str) -> None:
    row = {"role_code": code, "name": code, "name_en": code, "sort_order": 1}
    publication.append("roles", pa.Table.from_pylist([row]))


def publish_role(store: Store, code: str) -> None:
    with store.publish(actor="test", action="add", subject=code, at=NOON) as publication:
        publication.detail["code"] = code
        add_role(publication, code)


def role_count(store: Store, **asked: Any) -> int:
    return int(store.query(COUNT, {}, **asked)["role_count"][0].as_py())


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("campaign-*"))


def test_an_empty_folder_has_no_store(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    assert store.current() == 0
    with pytest.raises(StoreMissing):
        store.query(COUNT, {})


def test_preparing_makes_the_schema_once(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.prepare(at=NOON)
    assert (store.current(), role_count(store)) == (1, 0)
    store.prepare(at=NOON)
    store_in(tmp_path).prepare(at=NOON)
    assert store.current() == 1
    cursor = store._cursor()
    assert migrations.found_version(cursor) == migrations.known_version() >= 3
    cursor.close()


def test_each_publish_is_a_new_file_and_old_ones_go(tmp_path: Path) -> None:
    store = store_in(tmp_path, keep=2)
    for place in range(4):
        publish_role(store, f"role {place}")
        assert (store.current(), role_count(store)) == (place + 1, place + 1)
    assert files(tmp_path) == [
        "campaign-00000003.duckdb",
        "campaign-00000003.duckdb.wal",
        "campaign-00000004.duckdb",
        "campaign-00000004.duckdb.wal",
    ]
    assert (tmp_path / "CURRENT").read_text(encoding="ascii") == "4"
    assert role_count(store, generation=3) == 3


def test_a_generation_that_is_gone_is_said_to_be_unreadable(tmp_path: Path) -> None:
    store = store_in(tmp_path, keep=1)
    publish_role(store, "a")
    publish_role(store, "b")
    with pytest.raises(StoreUnreadable):
        role_count(store, generation=1)


def test_the_newest_generation_stays_open_and_an_older_one_for_who_holds_it(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.prepare(at=NOON)
    publish_role(store, "a")
    first, held = store.current(), store.reader()
    assert store.reader(first) is held
    for code in "bcde":
        publish_role(store, code)
        assert store.reader() is store.reader()
    assert not store.generations.path(first).exists()
    assert store.reader(first) is held
    assert held.query(COUNT, {})["role_count"].to_pylist() == [1]
    assert role_count(store) == 5
    del held
    with pytest.raises(StoreUnreadable):
        store.reader(first)


def test_a_reader_sees_the_old_file_while_a_writer_works(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    publish_role(store, "a")
    with store.publish(actor="test", action="add", subject="b", at=NOON) as publication:
        add_role(publication, "b")
        assert role_count(store) == 1
        assert role_count(store_in(tmp_path)) == 1
    assert role_count(store) == 2


def test_a_publication_answers_with_what_it_holds_so_far(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    with store.publish(actor="test", action="add", subject="a", at=NOON) as publication:
        add_role(publication, "a")
        assert publication.query(COUNT, {})["role_count"].to_pylist() == [1]


def test_a_cursor_finishes_on_its_own_generation(tmp_path: Path) -> None:
    store = store_in(tmp_path, keep=1)
    publish_role(store, "a")
    cursor = store._cursor()
    for code in "bcdef":
        publish_role(store, code)
        assert role_count(store) > 1
    assert cursor.execute("select count(*) from roles").fetchall() == [(1,)]
    cursor.close()


def test_another_process_store_sees_what_was_published(tmp_path: Path) -> None:
    one, other = store_in(tmp_path), store_in(tmp_path)
    publish_role(one, "a")
    assert role_count(other) == 1
    publish_role(other, "b")
    assert role_count(one) == 2


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_failing_writer_leaves_everything_as_it_was(
    tmp_path: Path, error: type[BaseException]
) -> None:
    store = store_in(tmp_path)
    publish_role(store, "a")
    before = files(tmp_path)
    with (
        pytest.raises(error),
        store.publish(actor="test", action="add", subject="b", at=NOON) as publication,
    ):
        add_role(publication, "b")
        raise error
    assert (store.current(), role_count(store), files(tmp_path)) == (1, 1, before)
    assert not list(tmp_path.glob(".next-*"))
    publish_role(store, "c")
    assert role_count(store) == 2


def test_a_row_the_schema_refuses_publishes_nothing(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    publish_role(store, "a")
    with pytest.raises(Exception, match="Duplicate key"):
        publish_role(store, "a")
    assert store.current() == 1
    publish_role(store, "b")
    assert store.current() == 2


def test_the_leftovers_of_a_killed_writer_are_swept(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    publish_role(store, "a")
    (tmp_path / ".next-99.duckdb").write_bytes(b"half")
    (tmp_path / ".next-99.duckdb.wal").write_bytes(b"half")
    # killed after the file was in place, before CURRENT named it
    (tmp_path / "campaign-00000002.duckdb").write_bytes(b"not named yet")
    assert role_count(store) == 1
    publish_role(store, "b")
    assert role_count(store_in(tmp_path)) == 2
    assert not list(tmp_path.glob(".next-*"))


def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.prepare(at=NOON)
    writers = [
        threading.Thread(target=publish_role, args=(store_in(tmp_path), code)) for code in "abcde"
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert (store.current(), role_count(store)) == (6, 5)


def test_a_writer_gives_up_when_another_takes_too_long(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.prepare(at=NOON)
    hasty = store_in(tmp_path, lock_seconds=0.2)
    with store.publish(actor="test", action="wait", subject="", at=NOON):
        began = time.perf_counter()
        with pytest.raises(StoreBusy) as caught:
            publish_role(hasty, "a")
        assert time.perf_counter() - began < 3
    assert caught.value.values == {"seconds": 0.2}
    publish_role(hasty, "a")
    assert role_count(store) == 1


def change_by_hand(store: Store, sql: str) -> None:
    """Change the current file behind the store's back."""
    connection = duck.open_writer(
        store.generations.path(store.current()), threads=1, memory="500MB"
    )
    connection.execute(sql)
    connection.close()


def test_a_store_of_a_newer_release_is_left_alone(tmp_path: Path) -> None:
    store_in(tmp_path).prepare(at=NOON)
    known = migrations.known_version()
    change_by_hand(
        store_in(tmp_path), f"insert into schema_migrations values ({known + 4}, 'later', now())"
    )
    store = store_in(tmp_path)
    for attempt in (lambda: store.prepare(at=NOON), lambda: publish_role(store, "a")):
        with pytest.raises(StoreTooNew) as caught:
            attempt()
        assert caught.value.values == {"found": known + 4, "known": known}
        assert "store_too_new" in str(caught.value)
    assert (store.current(), files(tmp_path)) == (1, ["campaign-00000001.duckdb"])


def test_changed_views_are_made_anew(tmp_path: Path) -> None:
    store_in(tmp_path).prepare(at=NOON)
    change_by_hand(store_in(tmp_path), "update schema_views set fingerprint = 'older'")
    store = store_in(tmp_path)
    store.prepare(at=NOON)
    assert store.current() == 2
    store.prepare(at=NOON)
    assert store.current() == 2


def test_each_view_file_is_built_exactly_once() -> None:
    folder = statements.SQL_FOLDER
    views = {file.stem for file in (folder / "views").glob("*.sql")}
    derived = {file.stem for file in (folder / "derived").glob("*.sql")}
    assert sorted(migrations.VIEWS) == sorted(views)
    assert sorted(migrations.DERIVED) == sorted(derived)
    numbers = [int(file.name[:3]) for file in migrations.migration_files()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_file_that_is_no_database_is_said_to_be_unreadable(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.prepare(at=NOON)
    store.generations.path(1).write_bytes(b"not a database" * 1000)
    with pytest.raises(StoreUnreadable):
        role_count(store_in(tmp_path))


def test_the_journal_chains_every_publish(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    for code in "abc":
        publish_role(store, code)
    cursor = store._cursor()
    rows = cursor.execute(
        "select generation, actor, action, subject, detail from audit_log order by generation"
    ).fetchall()
    assert rows == [
        (place, "test", "add", code, f'{{"code": "{code}"}}')
        for place, code in enumerate("abc", start=1)
    ]
    assert journal.broken_link(cursor) is None
    cursor.close()


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        ("update audit_log set actor = 'nobody' where generation = 2", 2),
        ("update audit_log set detail = '{}' where generation = 1", 1),
        ("delete from audit_log where generation = 2", 3),
    ],
)
def test_a_changed_or_missing_journal_row_breaks_the_chain(
    tmp_path: Path, tampering: str, broken: int
) -> None:
    for code in "abc":
        publish_role(store_in(tmp_path), code)
    change_by_hand(store_in(tmp_path), tampering)
    cursor = store_in(tmp_path)._cursor()
    assert journal.broken_link(cursor) == broken
    cursor.close()


HEAD = "-- A sentence.\n-- grain: one row\n-- returns: "


@pytest.mark.parametrize(
    ("text", "parameters", "reason"),
    [
        (HEAD + "a int\nselect 1 as a", {"extra": 1}, "parameters are [], given ['extra']"),
        (HEAD + "a int\nselect $n as a", {}, "parameters are ['n'], given []"),
        (HEAD + "a int\nselect 1 as b", {}, "columns are ['b']"),
        (HEAD + "a int, b int\nselect 1 as a", {}, "columns are ['a']"),
        (HEAD + "a integer\nselect 1 as a", {}, "returns: cannot read"),
        ("-- A sentence.\nselect 1 as a", {}, "its head lacks grain or returns"),
        (HEAD + "a int\nselect a from nowhere", {}, "nowhere"),
        (HEAD + "a int\nselect 1 as", {}, "Parser Error"),
    ],
)
def test_a_query_that_breaks_its_contract_is_named(
    tmp_path: Path, queries: Path, text: str, parameters: dict[str, Any], reason: str
) -> None:
    write_query(queries, "broken", text)
    store = store_in(tmp_path)
    store.prepare(at=NOON)
    with pytest.raises(QueryError) as caught:
        store.query("proof/broken", parameters)
    assert caught.value.values["name"] == "proof/broken"
    assert reason in caught.value.values["reason"]


def test_there_is_no_query_but_those_in_the_folder(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.prepare(at=NOON)
    for name in ("proof/none", "../secrets", "role_count", ""):
        with pytest.raises(QueryError):
            store.query(name, {})


def test_results_bear_the_declared_types(tmp_path: Path, queries: Path) -> None:
    write_query(
        queries,
        "types",
        HEAD + "vnd money, share float, name str, is_so bool,\n--   sold_on date, sold_at time\n"
        "select sum(x) as vnd, 1 as share, 'a' as name, true as is_so,\n"
        "cast($at as date) as sold_on, $at as sold_at from (values (1), (2)) as t (x)",
    )
    store = store_in(tmp_path)
    store.prepare(at=NOON)
    found = store.query("proof/types", {"at": NOON})
    assert found.schema.types == [
        pa.int64(),
        pa.float64(),
        pa.string(),
        pa.bool_(),
        pa.date32(),
        pa.timestamp("us"),
    ]
    assert found.to_pylist()[0]["vnd"] == 3


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="told by Linux")
def test_answers_that_are_kept_take_no_room_for_rows_they_do_not_have(
    queries: Path,
) -> None:
    write_query(
        queries, "one", "-- One.\n-- grain: one row\n-- returns: n int\nselect 1::bigint as n"
    )
    with duckdb.connect() as connection:
        duck.run(connection, "proof/one", {})
        before = address_space()
        kept = [duck.run(connection, "proof/one", {}) for _ in range(50)]
        # 400 MB, were each column as long as DuckDB makes it by itself
        assert address_space() - before < 100 * 2**20, kept[0]


def address_space() -> int:
    """What this process has asked memory for, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def test_a_reader_reaches_no_other_file(tmp_path: Path, queries: Path) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    write_query(queries, "secret", f"{HEAD}a int\nselect a from read_csv('{tmp_path}/secret.csv')")
    store = store_in(tmp_path)
    store.prepare(at=NOON)
    with pytest.raises(QueryError) as caught:
        store.query("proof/secret", {})
    assert "disabled" in caught.value.values["reason"]


def test_parameters_are_values_and_never_text_of_the_query(tmp_path: Path, queries: Path) -> None:
    write_query(
        queries, "echo", "-- A.\n-- grain: one row\n-- returns: said str\nselect $said as said"
    )
    store = store_in(tmp_path)
    store.prepare(at=NOON)
    evil = "'; drop table roles; --"
    assert store.query("proof/echo", {"said": evil}).to_pylist() == [{"said": evil}]
    assert role_count(store) == 0


def test_a_query_is_read_once_and_answered_by_whichever_store_is_asked(tmp_path: Path) -> None:
    stores = [store_in(tmp_path / name) for name in ("none", "one")]
    for store in stores:
        store.prepare(at=NOON)
    publish_role(stores[1], "cashier")
    roles = role_count(stores[0])
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(role_count, stores * 100))
    assert found == [roles, roles + 1] * 100


def test_a_rising_key_starts_at_one_and_goes_on(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    with store.publish(actor="test", action="add", subject="", at=NOON) as publication:
        assert publication.next_id("sales", "sale_id") == 1
        publication.append("batch_voids", pa.Table.from_pylist([void(7)]))
        assert publication.next_id("batch_voids", "batch_id") == 8
        publication.append("batch_voids", pa.Table.from_pylist([]))
    assert store.current() == 1


def void(batch_id: int) -> dict[str, Any]:
    return {
        **{"batch_id": batch_id, "voided_at": NOON, "voided_by": "test"},
        "reason_code": "test",
    }


def threads_of_the_process() -> set[int]:
    return {int(one.name) for one in Path("/proc/self/task").iterdir()}


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="a system that does not say")
def test_who_opens_a_file_on_one_core_keeps_duckdb_to_none(tmp_path: Path) -> None:
    path = tmp_path / "campaign.duckdb"
    duck.open_writer(path, threads=1, memory="256MB").close()
    everywhere = os.sched_getaffinity(0)
    known = threads_of_the_process()
    found: list[set[int]] = []

    def open_on_one() -> None:
        one = {min(everywhere)}
        os.sched_setaffinity(0, one)
        reader = duck.open_reader(path, threads=3 * duck.AT_A_TIME, memory="256MB", is_small=False)
        begun = threads_of_the_process() - known - {threading.get_native_id()}
        found.extend(map(os.sched_getaffinity, begun))
        assert os.sched_getaffinity(0) == one
        reader.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(open_on_one).result()
    assert len(found) >= 2
    assert all(cores == everywhere for cores in found)


def test_a_small_store_is_answered_by_whoever_asks(tmp_path: Path) -> None:
    path = tmp_path / "campaign.duckdb"
    duck.open_writer(path, threads=1, memory="256MB").close()
    known = threads_of_the_process()
    reader = duck.open_reader(path, threads=8, memory="256MB", is_small=True)
    assert reader.execute("select count(*) from range(1000000)").fetchall() == [(1_000_000,)]
    assert threads_of_the_process() == known


def test_a_small_stores_sums_take_little_memory() -> None:
    def most_taken(works: Mapping[str, int]) -> int:
        connection = duckdb.connect(config=dict(works))
        connection.execute("pragma enable_profiling = 'no_output'")
        connection.execute(
            """pragma custom_profiling_settings = '{"SYSTEM_PEAK_BUFFER_MEMORY": "true"}'"""
        )
        connection.execute("select range, count(*) from range(9) group by all").fetchall()
        told = json.loads(connection.get_profiling_information())
        return int(told["system_peak_buffer_memory"])

    assert most_taken(duck.ALONE) <= most_taken({"threads": 1}) - 1_000_000


def test_a_file_is_opened_anew_each_time_and_its_path_is_not_remembered(tmp_path: Path) -> None:
    path = tmp_path / "campaign.duckdb"
    duck.open_writer(path, threads=1, memory="256MB").close()
    one = duck.open_reader(path, threads=1, memory="256MB", is_small=True)
    # what DuckDB knows by its path it opens no second time with other settings
    other = duck.open_reader(path, threads=2, memory="128MB", is_small=False)
    duckdb.connect(str(path), read_only=True, config={"threads": 1}).close()
    memory = "select current_setting('memory_limit')"
    assert one.execute(memory).fetchall() != other.execute(memory).fetchall()


def test_a_cursor_looks_where_its_asker_wants_and_is_used_again(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    publish_role(store, "a")
    reader = store._current_reader()
    where = "select current_setting('search_path')"
    with reader.cursor("past") as past, reader.cursor() as now, reader.cursor() as other:
        assert len({id(past), id(now), id(other)}) == 3
        [(of_past,)], [(of_now,)] = past.execute(where).fetchall(), now.execute(where).fetchall()
    assert "past" in of_past
    assert "past" not in of_now
    with reader.cursor("past") as again, reader.cursor() as still:
        assert again is past
        assert still in {now, other}
