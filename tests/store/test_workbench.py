"""What a publish writes: a log beside a file that generations share, and at times a whole file."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest

from lib.errors import StoreUnreadable
from lib.store import Publication, Store, workbench
from lib.store.generations import Generations, log_of

NOON = datetime(2024, 9, 21, 12, 0)


def opened(folder: Path, *, keep: int = 4) -> Store:
    return Store(Generations(folder, keep=keep, lock_seconds=5), threads=1)


def add(publication: Publication, first: int, count: int) -> None:
    codes = [f"role {number}" for number in range(first, first + count)]
    names = pa.array(codes)
    publication.append(
        "roles",
        pa.table({"role_code": names, "name": names, "name_en": names,
                  "sort_order": pa.array([1] * count, pa.int32())}),
    )  # fmt: skip


def publish(store: Store, first: int, count: int = 1) -> None:
    with store.publish(actor="test", action="add", subject="roles", at=NOON) as publication:
        add(publication, first, count)
    store.rest()


def roles(store: Store, generation: int | None = None) -> int:
    reader = store._current_reader() if generation is None else store._reader(generation)
    with reader.cursor() as cursor:
        [(count,)] = cursor.execute("select count(*) from roles").fetchall()
    return int(count)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with a role, published once."""
    made = opened(tmp_path)
    made.prepare(at=NOON)
    publish(made, 0)
    return made


def test_generations_share_a_file_and_each_has_its_log(store: Store) -> None:
    publish(store, 1)
    publish(store, 2)
    paths = [store.generations.path(number) for number in store.generations.kept()[-3:]]
    assert len({path.stat().st_ino for path in paths}) == 1
    sizes = [log_of(path).stat().st_size for path in paths]
    assert sizes == sorted(sizes) and sizes[0] < sizes[2]
    fresh = opened(store.generations.folder)
    assert [roles(fresh, number) for number in store.generations.kept()[-3:]] == [1, 2, 3]


def test_a_log_that_has_grown_goes_into_the_file_behind_the_publish(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(store, 1)
    first = store.generations.path(store.current())
    monkeypatch.setattr(workbench, "LONG_LOG", log_of(first).stat().st_size + 1)
    publish(store, 2)
    same = store.generations.path(store.current())
    assert same.stat().st_ino == first.stat().st_ino
    publish(store, 3)
    next_one = store.generations.path(store.current())
    assert next_one.stat().st_ino != first.stat().st_ino
    assert log_of(next_one).stat().st_size < log_of(same).stat().st_size
    assert roles(opened(store.generations.folder)) == 4
    assert roles(store, store.current() - 1) == 3


def test_many_rows_at_once_are_published_as_a_file_without_a_log(store: Store) -> None:
    publish(store, 1, 200_000)
    path = store.generations.path(store.current())
    assert not log_of(path).exists()
    assert roles(opened(store.generations.folder)) == 200_001
    publish(store, 300_000)
    assert store.generations.path(store.current()).stat().st_ino == path.stat().st_ino
    assert roles(opened(store.generations.folder)) == 200_002


def test_two_who_publish_in_turn_stand_on_each_other(store: Store) -> None:
    other = opened(store.generations.folder)
    for number in range(1, 7):
        publish((store, other)[number % 2], number)
    assert roles(opened(store.generations.folder)) == 7
    # what one of them kept is of no use to the other
    assert len(list(store.generations.folder.glob(".work-*.duckdb"))) == 1


def test_a_publish_that_fails_leaves_no_trace_in_the_next(store: Store) -> None:
    before = store.current()
    with (
        pytest.raises(ZeroDivisionError),
        store.publish(actor="test", action="add", subject="", at=NOON) as publication,
    ):
        add(publication, 1, 1)
        _ = 1 / 0
    assert (store.current(), roles(store)) == (before, 1)
    publish(store, 2)
    assert roles(opened(store.generations.folder)) == 2


def test_a_folder_that_knows_one_name_a_file_gets_whole_files(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    publish(store, 1)
    publish(store, 2)
    assert not log_of(store.generations.path(store.current())).exists()
    assert roles(opened(store.generations.folder)) == 3


def test_a_copy_without_its_log_is_not_taken_for_the_whole(store: Store) -> None:
    publish(store, 1)
    log_of(store.generations.path(store.current())).unlink()
    with pytest.raises(StoreUnreadable, match="log"):
        roles(opened(store.generations.folder))


def test_what_is_kept_between_publishes_goes_with_its_process(store: Store) -> None:
    folder = store.generations.folder
    text = (
        "import sys; from pathlib import Path; from tests.store.test_workbench import *;"
        "made = opened(Path(sys.argv[1])); publish(made, 7); publish(made, 8);"
        "assert list(made.generations.folder.glob('.work-*'))"
    )
    subprocess.run([sys.executable, "-c", text, str(folder)], check=True)
    assert len(list(folder.glob(".work-*.duckdb"))) <= 1
    assert roles(store) == 3
    publish(store, 9)
    store._workbench.discard()
    assert not list(folder.glob(".work-*"))
