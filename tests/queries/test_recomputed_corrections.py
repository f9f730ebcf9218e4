"""What waits to be put right, recounted in plain Python on random worlds at random cut-offs."""

from collections.abc import Callable
from datetime import datetime

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.queries import corrections
from tests.queries.random_intake import Drawn, at_a_moment, put_right
from tests.queries.random_worlds import before
from tests.queries.recount import Recount
from tests.queries.test_recomputed import CODES, SOME, same
from tests.queries.test_recomputed_intake import BATCH_IDS, handed, table, undone_at
from tests.worlds import MemoryReader, Row, World, asked

BOOKS = at_a_moment(put_right())
NAMES = st.sampled_from(["aa.csv", "aa.csv", "bb.csv", "none.csv"])
SOME_IDS = st.lists(st.integers(1, 6), max_size=3)
SOURCES = st.sampled_from([["file"], ["file", "inbox"], ["demo", "file"], []])


def is_settled(world: World, waiting: Row, as_of: datetime) -> bool:
    """Whether a rejected row was given up, or fixed in a batch that stands."""
    place = [waiting[name] for name in ("batch_id", "sheet", "source_row")]
    return any(
        [one["batch_id"], one["sheet"], one["source_row"]] == place
        and one["closed_at"] <= as_of
        and not undone_at(world, one.get("fixed_batch_id") or 0) <= as_of
        for one in table(world, "quarantine_closures")
    )


@SOME
@given(BOOKS, BATCH_IDS)
def test_rows_to_fix(drawn: Drawn, batch_id: int) -> None:
    world, as_of = drawn
    expected = [
        row
        for row in table(world, "quarantine")
        if row["batch_id"] == batch_id
        and row["recorded_at"] <= as_of < undone_at(world, batch_id)
        and not is_settled(world, row, as_of)
    ]
    expected.sort(key=lambda row: (row["sheet"], row["source_row"]))
    found = corrections.rows_to_fix(asked(world), batch_id=batch_id, as_of=as_of)
    same(found, expected, corrections.ROWS_TO_FIX)


@SOME
@given(BOOKS)
def test_learned_names(drawn: Drawn) -> None:
    world, as_of = drawn
    said = sorted(table(world, "learned_names"), key=lambda row: row["learned_at"])
    latest = {
        (row["kind"], row["written_folded"]): row for row in said if row["learned_at"] <= as_of
    }
    expected = [latest[key] for key in sorted(latest)]
    found = corrections.learned_names(asked(world), as_of=as_of)
    same(found, expected, corrections.LEARNED_NAMES)


@SOME
@given(BOOKS, CODES, NAMES, SOME_IDS, SOURCES)
def test_earlier_versions(
    drawn: Drawn, code: str, file_name: str, batch_ids: list[int], sources: list[str]
) -> None:
    world, as_of = drawn
    sales = Recount(world, code, as_of).sales()
    batch_of = {row["sale_id"]: row["batch_id"] for row in table(world, "sales")}
    expected = []
    for batch in handed(world, as_of):
        is_named = batch["file_name"] == file_name or batch["batch_id"] in batch_ids
        stands = undone_at(world, batch["batch_id"]) > as_of
        if batch["campaign_code"] != code or batch["source"] not in sources or not is_named:
            continue
        money: dict[str, list[int]] = {}
        for sale_id, path, revenue_vnd in zip(
            sales["sale_id"], sales["path"], sales["revenue_vnd"], strict=True
        ):
            if batch_of[sale_id] == batch["batch_id"] and stands:
                money.setdefault(path[-1], []).append(revenue_vnd)
        expected += [
            {**batch, "unit_id": unit, "sale_count": len(each), "revenue_vnd": sum(each)}
            for unit, each in sorted(money.items())
        ]
    found = corrections.earlier_versions(
        asked(world),
        campaign_code=code,
        file_name=file_name,
        batch_ids=batch_ids,
        sources=sources,
        as_of=as_of,
    )
    same(found, expected, corrections.EARLIER_VERSIONS)


# Laws

QUESTIONS: dict[str, Callable[[MemoryReader, datetime], pd.DataFrame]] = {
    "rows": lambda reader, at: corrections.rows_to_fix(reader, batch_id=1, as_of=at),
    "names": lambda reader, at: corrections.learned_names(reader, as_of=at),
    "versions": lambda reader, at: corrections.earlier_versions(
        reader,
        campaign_code="day",
        file_name="aa.csv",
        batch_ids=[1, 2],
        sources=["file"],
        as_of=at,
    ),
}


@settings(SOME, max_examples=10)
@given(BOOKS)
def test_what_is_put_right_after_the_cut_off_changes_no_answer(drawn: Drawn) -> None:
    world, as_of = drawn
    reader = asked(world)
    shown = {name: ask(reader, as_of) for name, ask in QUESTIONS.items()}
    reader = asked(before(world, as_of))
    for name, ask in QUESTIONS.items():
        pd.testing.assert_frame_equal(ask(reader, as_of), shown[name], obj=name)
