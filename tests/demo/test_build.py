"""Building the simulated campaign: one publication, the same each time, at any size."""

import hashlib
from datetime import date, datetime

import pyarrow.compute as pc
import pytest

from lib.demo import build, constraints
from lib.errors import DemoError
from tests.demo.conftest import AT, contents, store_in

EVERYTHING = (*constraints.READ, "org_unit_names", "org_unit_aliases", "campaign_units",
              "campaign_services", "unit_levels", "services", "roles")  # fmt: skip

SALES = "dcffaa12"
"""Start of the hash over every sale; a machine with other digits would show here."""


def test_the_day_is_the_one_of_the_article(built):
    assert built.summary.revenue_vnd == 1_187_350_000
    assert 4_000 <= built.summary.sales == len(built.tables["sales"]) <= 5_500
    assert built.summary.batches == len(built.tables["batches"])
    assert built.summary.generation == built.store.current() == 1


def test_two_builds_hold_the_same_tables(built, tmp_path):
    again = store_in(tmp_path)
    build(again, at=AT)
    ours, theirs = contents(built.store, EVERYTHING), contents(again, EVERYTHING)
    assert {name for name in EVERYTHING if not ours[name].equals(theirs[name])} == set()


def test_the_sales_are_the_same_on_every_machine(built):
    kept = ("sale_id", "batch_id", "staff_code", "service_code", "product_code", "customer_code",
            "quantity", "revenue_vnd", "sold_at", "recorded_at")  # fmt: skip
    lines = (repr([str(row[name]) for name in kept]) for row in built.tables["sales"])
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8] == SALES


def test_progress_only_rises_and_ends(built):
    parts = [part for _, part in built.told]
    assert parts == sorted(parts)
    assert built.told[-1] == ("done", 1.0)


def test_a_store_with_sales_is_left_alone(built):
    with pytest.raises(DemoError, match="an empty store"):
        build(built.store, at=AT)
    assert built.store.current() == 1


def test_replace_starts_afresh_and_keeps_the_journal(tmp_path):
    store = store_in(tmp_path)
    build(store, at=AT, rows=400)
    summary = build(store, at=AT, rows=500, replace=True)
    held = contents(store, ("sales", "audit_log", "staff"))
    assert held["sales"].num_rows == summary.sales == 500
    assert held["staff"].num_rows == 612
    assert held["audit_log"]["actor"].to_pylist() == ["demo", "demo"]


def test_nothing_is_published_when_a_constraint_breaks(tmp_path, monkeypatch):
    monkeypatch.setattr(constraints, "DAY_VND", 1_187_350_500)
    store = store_in(tmp_path)
    with pytest.raises(DemoError, match="F8 day revenue"):
        build(store, at=AT)
    assert store.current() == 0


@pytest.mark.parametrize("asked", [{"rows": 199}, {"days": 0}, {"days": 367}])
def test_sizes_out_of_range_are_refused(tmp_path, asked):
    with pytest.raises(DemoError):
        build(store_in(tmp_path), at=AT, **asked)


@pytest.mark.parametrize(("rows", "days"), [(200, 1), (200, 9), (20_000, 1), (20_001, 40)])
def test_any_size_agrees_with_itself(tmp_path, rows, days):
    store = store_in(tmp_path)
    summary = build(store, at=AT, rows=rows, days=days)
    held = contents(store, ("sales", "batches", "campaigns", "targets"))
    sales, batches = held["sales"], held["batches"]
    assert sales.num_rows == summary.sales == rows
    assert pc.sum(sales["revenue_vnd"]).as_py() == summary.revenue_vnd
    of_sales = batches.filter(pc.equal(batches["kind"], "sales"))
    assert pc.sum(of_sales["accepted_count"]).as_py() == rows
    assert batches.num_rows == summary.batches
    for key in ("sale_id", "receipt_no"):
        assert pc.count_distinct(sales[key]).as_py() == rows
    for campaign in held["campaigns"].to_pylist():
        mine = pc.equal(held["targets"]["campaign_code"], campaign["campaign_code"])
        given = pc.sum(held["targets"].filter(mine)["target_vnd"]).as_py()
        assert given == campaign["plan_vnd"]


def test_a_large_day_keeps_the_shape_and_its_plan(tmp_path):
    store = store_in(tmp_path)
    summary = build(store, at=AT, rows=20_000)
    plan = contents(store, ("campaigns",))["campaigns"].to_pylist()[0]["plan_vnd"]
    assert 0.85 <= summary.revenue_vnd / plan <= 1.05


def test_days_lie_around_the_article_and_leave_its_day_as_it_is(built, tmp_path):
    store = store_in(tmp_path)
    build(store, at=AT, days=5)
    sales = contents(store, ("sales",))["sales"]
    day = sales.filter(pc.equal(sales["sold_on"], date(2024, 9, 21)))
    alone = contents(built.store, ("sales",))["sales"]
    assert set(sales["sold_on"].to_pylist()) == {date(2024, 9, 19 + number) for number in range(5)}
    same = ("receipt_no", "staff_code", "revenue_vnd", "sold_at", "recorded_at")
    assert day.select(same).equals(alone.select(same))


def test_what_is_known_at_eleven_holds_the_snapshot(built):
    eleven = datetime(2024, 9, 21, 11, 0)
    snapshot = datetime(2024, 9, 21, 10, 30)
    early = [row for row in built.tables["sales"] if row["sold_at"] < snapshot]
    assert all(row["recorded_at"] <= eleven for row in early)


def test_evidence_is_of_the_articles_day_alone_and_the_same_with_other_days(built, tmp_path):
    store = store_in(tmp_path)
    build(store, at=AT, days=5)
    held = contents(store, ("deliveries", "activities", "hourly_reports"))
    days = {row["recorded_at"].date() for table in held.values() for row in table.to_pylist()}
    assert days == {date(2024, 9, 21)}
    ours = contents(built.store, tuple(held))
    for name, table in held.items():
        assert table.drop_columns("batch_id").equals(ours[name].drop_columns("batch_id")), name
