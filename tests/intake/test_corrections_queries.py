"""Rows that wait, names that were settled, versions of a file: a small world a person can add up.

Batch 1 came at 08:00 as one.csv, batch 2 at 09:00 as two.csv, both as files for `day`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pandas as pd
import pytest

from lib.queries import corrections
from lib.store.statements import query_names, statement
from tests.worlds import LATER, Row, World, asked, at, ground, rows

NAMES = [name for name in query_names() if name.startswith("corrections/")]
ASKED: dict[str, Any] = {
    "campaign_code": "day",
    "as_of": LATER,
    "batch_id": 1,
    "file_name": "one.csv",
    "batch_ids": [2],
    "sources": ["file"],
}


def two_batches() -> World:
    world = ground()
    world.batch(2, recorded_at=at("09:00"))
    world.tables["batches"][1]["file_name"] = "two.csv"
    return world


def fixed(world: World, waiting: Row, *, by_batch: int, closed_at: datetime) -> None:
    """Let a row wait no longer: another batch holds it put right."""
    world.settle(waiting, closed_at=closed_at)
    world.tables["quarantine_closures"][-1] |= {"outcome": "fixed", "fixed_batch_id": by_batch}


@pytest.mark.parametrize("name", NAMES)
def test_each_query_has_its_function_and_columns(name: str) -> None:
    short = name.removeprefix("corrections/")
    function: Callable[..., pd.DataFrame] = getattr(corrections, short)
    found = function(asked(ground()), **{key: ASKED[key] for key in statement(name).parameters})
    assert tuple(found.columns) == getattr(corrections, short.upper()) == statement(name).columns


# Rows to fix


def waiting(world: World, clock: str, batch_id: int = 1) -> list[int]:
    """The rows of a batch that wait at a time of the day."""
    return rows(
        corrections.rows_to_fix(asked(world), batch_id=batch_id, as_of=at(clock)), "source_row"
    )


def test_a_row_waits_from_its_batch_on_until_it_is_given_up() -> None:
    world = two_batches()
    first = world.wait(70, recorded_at=at("08:00"))
    world.wait(None, recorded_at=at("08:00"))
    world.wait(50, recorded_at=at("09:00"), batch_id=2)
    world.settle(first, closed_at=at("10:00"))
    assert [waiting(world, clock) for clock in ("07:59", "08:00", "09:59", "10:00")] == [
        [],
        [1, 2],
        [1, 2],
        [2],
    ]
    assert waiting(world, "10:00", batch_id=2) == [3]


def test_a_row_waits_with_all_it_takes_to_put_it_right() -> None:
    world = ground()
    row = world.wait(70, recorded_at=at("08:00"))
    row |= {"problem_codes": "unknown_unit,bad_time", "cells": '{"A": "x"}', "texts": "{}"}
    found = corrections.rows_to_fix(asked(world), batch_id=1, as_of=LATER)
    assert rows(found) == [(1, "one", 1, "unknown_unit,bad_time", '{"A": "x"}', "{}", 70)]


def test_rows_stand_in_the_order_of_their_sheets() -> None:
    world = ground()
    for sheet in ("Sáng", "Chiều", "Sáng"):
        world.wait(1, recorded_at=at("08:00"))["sheet"] = sheet
    assert waiting(world, "08:00") == [2, 1, 3]


def test_a_fixed_row_waits_again_once_the_batch_that_holds_it_is_undone() -> None:
    world = two_batches()
    fixed(world, world.wait(70, recorded_at=at("08:00")), by_batch=2, closed_at=at("09:00"))
    world.void_batch(2, voided_at=at("10:00"))
    assert [waiting(world, clock) for clock in ("08:59", "09:00", "09:59", "10:00")] == [
        [1],
        [],
        [],
        [1],
    ]


def test_the_rows_of_a_batch_that_was_undone_wait_no_longer() -> None:
    world = ground()
    world.wait(70, recorded_at=at("08:00"))
    world.void_batch(1, voided_at=at("10:00"))
    assert (waiting(world, "09:59"), waiting(world, "10:00")) == ([1], [])


# Learned names


def learn(world: World, written: str, code: str, *, clock: str, kind: str = "unit") -> None:
    world.add(
        "learned_names",
        kind=kind,
        written_folded=written.casefold(),
        written=written,
        code=code,
        learned_at=at(clock),
        learned_by=f"clerk at {clock}",
    )


def test_of_several_words_on_a_name_the_latest_holds() -> None:
    world = ground()
    learn(world, "Bac", "north", clock="08:00")
    learn(world, "BAC", "north-1", clock="09:00")
    learn(world, "bac", "HTD", clock="08:30", kind="service")

    def known(clock: str) -> list[Any]:
        found = corrections.learned_names(asked(world), as_of=at(clock))
        return rows(found, "kind", "written", "code", "learned_by")

    assert known("07:59") == []
    assert known("08:30") == [
        ("service", "bac", "HTD", "clerk at 08:30"),
        ("unit", "Bac", "north", "clerk at 08:00"),
    ]
    assert known("09:00")[1] == ("unit", "BAC", "north-1", "clerk at 09:00")


# Earlier versions


def versions(world: World, clock: str, **asked_for: Any) -> list[Any]:
    """(batch, unit, sales, VND) of what may be an earlier version."""
    question = {**ASKED, "batch_ids": [], **asked_for, "as_of": at(clock)}
    del question["batch_id"]
    found = corrections.earlier_versions(asked(world), **question)
    return rows(found, "batch_id", "unit_id", "sale_count", "revenue_vnd")


def with_sales() -> World:
    """Batch 1: north 100 + 50, south 30 and 9 outside the campaign; batch 2: south 7."""
    world = two_batches()
    world.sale(100, unit_id="north-1", recorded_at=at("08:00"))
    world.sale(50, unit_id="north-2", recorded_at=at("08:00"))
    world.sale(30, unit_id="south", recorded_at=at("08:00"))
    world.sale(9, unit_id="province", recorded_at=at("08:00"))
    world.sale(7, unit_id="south-1", recorded_at=at("09:00"), batch_id=2)
    return world


def test_a_file_of_the_same_name_is_told_by_unit() -> None:
    world = with_sales()
    assert versions(world, "07:59") == []
    assert versions(world, "08:00") == [(1, "north", 2, 150), (1, "south", 1, 30)]
    assert versions(world, "08:00", file_name="three.csv") == []


def test_a_batch_that_was_named_is_told_whatever_its_file_is_called() -> None:
    assert versions(with_sales(), "09:00", file_name="x", batch_ids=[2]) == [(2, "south", 1, 7)]
    assert versions(with_sales(), "08:59", file_name="x", batch_ids=[2]) == []


def test_only_what_counts_of_a_batch_that_stands_is_told() -> None:
    world = with_sales()
    world.void(world.tables["sales"][0], voided_at=at("10:00"))
    world.void_batch(2, voided_at=at("11:00"))
    assert versions(world, "09:59")[0] == (1, "north", 2, 150)
    assert versions(world, "10:00")[0] == (1, "north", 1, 50)
    assert versions(world, "10:59", file_name="two.csv") == [(2, "south", 1, 7)]
    assert versions(world, "11:00", file_name="two.csv") == []


def test_other_ways_in_and_other_campaigns_are_passed_over() -> None:
    world = with_sales()
    assert versions(world, "10:00", sources=["http", "entry"]) == []
    world.tables["batches"][0]["campaign_code"] = "other"
    assert versions(world, "10:00") == []
