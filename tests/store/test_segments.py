"""Cold segments: sales in files of their own that nobody copies, and nobody notices."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from lib import demo
from lib.queries import awards, ledger, people, progress
from lib.store import Store, segments
from lib.store import store as store_module
from lib.store.generations import Generations
from lib.store.rollup import ROLLUPS

EVENING = datetime(2024, 9, 21, 20)
NIGHT = datetime(2024, 9, 21, 23)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The demo's day in a store that seals every sale it has."""
    monkeypatch.setattr(store_module, "SEALED_FROM", 1)
    made = opened(tmp_path)
    demo.build(made, at=EVENING, rows=800)
    return made


def opened(folder: Path) -> Store:
    return Store(Generations(folder, keep=2, lock_seconds=5))


def told(store: Store) -> list[pd.DataFrame]:
    about: dict[str, Any] = {"campaign_code": "ngay-thu-7", "as_of": NIGHT}
    return [
        progress.overview(store, **about, unit_id="ha_long"),
        people.standings(store, **about),
        awards.team_standings(store, **about),
        ledger.status(store, as_of=NIGHT).drop(columns=["generation", "published_at"]),
    ]


def sell(store: Store, at: datetime) -> int:
    with store.publish(actor="a", action="sell", subject="s", at=at) as publication:
        sale_id = publication.next_id("sales", "sale_id")
        columns = publication.columns("sales")
        assert not columns["revenue_vnd"][1] and columns["note"][1]
        row = {
            "sale_id": sale_id, "batch_id": 1, "source_row": 1, "unit_id": "ha_long",
            "service_code": "HTD", "quantity": 1, "revenue_vnd": 5_000, "sold_on": at.date(),
            "sold_at": at, "recorded_at": at, "is_simulated": True,
        }  # fmt: skip
        publication.append("sales", pa.Table.from_pylist([row]))
    return sale_id


def void(store: Store, sale_id: int, at: datetime) -> None:
    with store.publish(actor="a", action="void", subject="s", at=at) as publication:
        row = {
            "sale_id": sale_id, "batch_id": 1, "voided_at": at, "voided_by": "a",
            "reason_code": "mistyped",
        }  # fmt: skip
        publication.append("voids", pa.Table.from_pylist([row]))


def sales(store: Store) -> int:
    return int(store._cursor().execute("select count(*) from sales").fetchall()[0][0])


def test_sealing_changes_no_answer_and_what_comes_after_is_added(store: Store) -> None:
    before, count, folder = told(store), sales(store), store.generations.folder
    assert store.compact(at=EVENING)
    assert [file.stem for file in folder.glob("sales_*")] == ["sales_00000002"]
    for one in (store, opened(folder)):
        for answer, earlier in zip(told(one), before, strict=True):
            pd.testing.assert_frame_equal(answer, earlier)
    # one more sale, one of the sealed ones taken back, and the next segment
    first = sell(store, EVENING + timedelta(minutes=20))
    void(store, first - 1, EVENING + timedelta(minutes=30))
    assert (sales(store), store.check()) == (count + 1, dict.fromkeys(ROLLUPS, 0))
    assert store.compact(at=EVENING + timedelta(hours=1))
    assert len(list(folder.glob("sales_*"))) == 2
    assert sell(store, EVENING + timedelta(hours=2)) == first + 1
    assert (sales(store), store.check()) == (count + 2, dict.fromkeys(ROLLUPS, 0))


def test_the_file_that_a_publish_copies_holds_no_sealed_sale(store: Store) -> None:
    store.compact(at=EVENING)
    growing = store._cursor().execute("select count(*) from hot.sales").fetchall()
    assert growing == [(0,)]
    with pytest.raises(Exception, match="read-only"):
        store._cursor().execute("delete from sales_00000002.main.sales")


def test_what_grows_is_written_in_small_blocks_and_what_is_sealed_in_large_ones(
    store: Store, tmp_path: Path
) -> None:
    assert blocks(store) == {"campaign": segments.HOT_BLOCK}
    # a store of an earlier release, with DuckDB's own
    folder = tmp_path / "earlier"
    folder.mkdir()
    with duckdb.connect() as connection:
        connection.execute(f"attach '{store.generations.path(1)}' as today (read_only)")
        connection.execute(f"attach '{folder / 'campaign-00000001.duckdb'}' as earlier")
        connection.execute("copy from database today to earlier")
    (folder / "CURRENT").write_text("1")
    earlier = opened(folder)
    assert blocks(earlier) == {"campaign": segments.SEALED_BLOCK}
    sell(earlier, EVENING + timedelta(minutes=1))
    assert blocks(earlier) == {"campaign": segments.SEALED_BLOCK}
    assert earlier.compact(at=EVENING + timedelta(hours=1))
    assert blocks(earlier) == {
        "campaign": segments.HOT_BLOCK,
        "sales_00000003": segments.SEALED_BLOCK,
    }
    assert earlier.check() == dict.fromkeys(ROLLUPS, 0)


def blocks(store: Store) -> dict[str, int]:
    """Bytes of a block of each file that a store stands on."""
    rows = store._cursor().execute(
        "select database_name, block_size from pragma_database_size() where block_size > 0 "
        "and database_name similar to '(campaign|sales).*'"
    )
    return dict(rows.fetchall())


def test_segments_that_no_kept_generation_stands_on_are_removed(store: Store) -> None:
    store.compact(at=EVENING)
    folder = store.generations.folder
    demo.build(store, at=EVENING, rows=800, replace=True)
    assert segments.of(store._cursor()) == []
    assert len(told(store)[0]) == 1
    sell(store, EVENING + timedelta(minutes=1))
    store.compact(at=EVENING + timedelta(hours=1))
    store.compact(at=EVENING + timedelta(hours=1))
    sell(store, EVENING + timedelta(hours=2))
    store.compact(at=EVENING + timedelta(hours=3))
    assert not (folder / "sales_00000002.duckdb").exists()


@pytest.mark.parametrize("step", ["seal", "rewrite"])
def test_a_sealing_that_is_killed_leaves_the_store_as_it_was(
    store: Store, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before, generation, real = told(store), store.current(), getattr(segments, step)

    def killed(*given: Any) -> None:
        real(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(segments, step, killed)
    with pytest.raises(KeyboardInterrupt):
        store.compact(at=EVENING)
    assert store.current() == generation
    monkeypatch.setattr(segments, step, real)
    for answer, earlier in zip(told(opened(store.generations.folder)), before, strict=True):
        pd.testing.assert_frame_equal(answer, earlier)
    assert store.compact(at=EVENING)
    for answer, earlier in zip(told(store), before, strict=True):
        pd.testing.assert_frame_equal(answer, earlier)
    assert sorted(one.name for one in store.generations.folder.glob(".next*")) == []
