"""The simulated campaign, built once for all tests of this folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest

from lib.demo import Summary, build
from lib.demo.constraints import READ
from lib.store import Store
from lib.store.generations import Generations

AT = datetime(2024, 10, 1, 9, 0)


@dataclass(frozen=True)
class Built:
    """A store with the campaign in it, what `build` said, and its tables as rows."""

    store: Store
    summary: Summary
    told: list[tuple[str, float]]
    tables: dict[str, list[dict]]


def store_in(folder: Path) -> Store:
    return Store(Generations(folder, keep=3, lock_seconds=5))


def contents(store: Store, names: tuple[str, ...]) -> dict[str, pa.Table]:
    """Tables of the current generation, in the order they were written."""
    with store._cursor() as cursor:
        return {name: cursor.table(name).to_arrow_table() for name in names}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    store = store_in(tmp_path_factory.mktemp("demo"))
    told: list[tuple[str, float]] = []
    summary = build(store, at=AT, progress=lambda step, part: told.append((step, part)))
    tables = {name: table.to_pylist() for name, table in contents(store, READ).items()}
    yield Built(store, summary, told, tables)
