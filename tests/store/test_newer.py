"""A store written by a newer release is refused in a sentence, wherever it is opened."""

import os
import socket
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from lib.errors import StoreTooNew, StoreUnreadable
from lib.settings import PROJECT
from lib.store import Store
from lib.store.generations import Generations

AT = datetime(2024, 9, 21, 8, 0)


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The folder of a store whose schema this release does not know."""
    folder = tmp_path / "store"
    store = Store(Generations(folder, keep=3, lock_seconds=5))
    store.prepare(at=AT)
    with duckdb.connect(str(store.generations.path(1))) as connection:
        connection.execute(
            "insert into schema_migrations values (99, '099_future', now()::timestamp)"
        )
    return folder


def test_a_query_is_refused(newer: Path) -> None:
    store = Store(Generations(newer, keep=3, lock_seconds=5))
    with pytest.raises(StoreTooNew):
        store.query("ledger/status", {"as_of": AT})


def test_a_publish_is_refused_and_changes_nothing(newer: Path) -> None:
    store = Store(Generations(newer, keep=3, lock_seconds=5))
    with (
        pytest.raises(StoreTooNew),
        store.publish(actor="tester", action="test", subject="test", at=AT),
    ):
        pass
    assert store.current() == 1


@pytest.mark.parametrize("command", ["status", "serve"])
def test_the_terminal_gets_a_sentence_and_no_traceback(newer: Path, command: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "RAQUAN_STORE": f"file://{newer}", "PORT": str(port)}
    done = subprocess.run(
        [sys.executable, "-m", "lib", command],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "bản mới hơn" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_store_whose_tables_are_not_ours_is_refused_in_words(tmp_path: Path) -> None:
    store = Store(Generations(tmp_path / "store", keep=3, lock_seconds=5))
    store.prepare(at=AT)
    with duckdb.connect(str(store.generations.path(1))) as connection:
        connection.execute("drop view campaign_sales")
        connection.execute("drop view campaign_ledger")
        connection.execute("drop view counted_sales")
        connection.execute("drop table voids")
        connection.execute("delete from schema_views")
    with pytest.raises(StoreUnreadable):
        store.prepare(at=AT)
    assert store.current() == 1
