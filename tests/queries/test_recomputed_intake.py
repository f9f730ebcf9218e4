"""What the intake looks up, recounted in plain Python on random worlds at random cut-offs."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.queries import intake
from tests.queries.random_intake import (
    RECEIPTS,
    SHAS,
    Drawn,
    above,
    at_a_moment,
    handed_in,
    turning_days,
)
from tests.queries.random_worlds import before, is_valid
from tests.queries.recount import NEVER, Recount
from tests.queries.test_recomputed import CODES, SOME, same
from tests.worlds import DAY, MemoryReader, Row, World, asked, rows

BATCH_IDS = st.sampled_from([1, 1, 1, 2, 2, 6])
FIRST_DAYS = st.sampled_from([DAY - timedelta(1), DAY, DAY, DAY + timedelta(1)])
LAST_DAYS = st.sampled_from([DAY, DAY, DAY + timedelta(1), DAY + timedelta(4)])
KEYS = st.lists(st.sampled_from([*(one.lower() for one in RECEIPTS), "GD-1", "none"]), unique=True)
BOUNDS = st.sampled_from(["", "gd-1", "gd-1", "gd-2", "gd-2", "pđ-3", "pđ-3", "zz"])
UNIT_IDS = st.lists(
    st.sampled_from(["d0", "d1", "d2", "d0-0", "d1-0", "d1-1", "province"]), min_size=4, unique=True
)


def table(world: World, name: str) -> list[Row]:
    """All rows of a table."""
    return world.tables.get(name, [])


def undone_at(world: World, batch_id: int) -> datetime:
    """When a batch was undone; in the far future when it stands."""
    found = [row["voided_at"] for row in table(world, "batch_voids") if row["batch_id"] == batch_id]
    return found[0] if found else NEVER


def counting(world: World, as_of: datetime) -> list[Row]:
    """The sales that count at a cut-off, whatever campaign they may belong to."""
    gone = [row["sale_id"] for row in table(world, "voids") if not row["voided_at"] > as_of]
    return [
        dict.fromkeys(intake.COUNTED_RECEIPTS) | row
        for row in table(world, "sales")
        if not row["recorded_at"] > as_of and row["sale_id"] not in gone
    ]


def handed(world: World, as_of: datetime) -> list[Row]:
    """The batches known at a cut-off, in the order of their numbers."""
    return [row for row in table(world, "batches") if not row["recorded_at"] > as_of]


def brought(world: World, batch_id: int, what: str) -> int:
    """The money of all rows of a batch: in its sales, or in what it set aside."""
    return sum(row["revenue_vnd"] or 0 for row in table(world, what) if row["batch_id"] == batch_id)


# Words


@SOME
@given(at_a_moment(handed_in()), CODES)
def test_unit_names(drawn: Drawn, code: str) -> None:
    world, as_of = drawn
    recount = Recount(world, code, as_of)
    window = [
        recount.starts_on + timedelta(number)
        for number in range((recount.ends_on - recount.starts_on).days + 1)
    ]
    too_wide = {
        higher
        for unit_id in recount.competing
        for day in turning_days(world)
        for higher in above(world, unit_id, day)[1:]
    }
    expected = []
    for unit in table(world, "org_units"):
        paths = [recount.path(unit["unit_id"], day) for day in window]
        for name in table(world, "org_unit_names"):
            if name["unit_id"] == unit["unit_id"]:
                expected.append(
                    {
                        **unit,
                        "name": name["name"],
                        "short_name": name["short_name"],
                        "named_from": name["valid_from"],
                        "named_to": name["valid_to"],
                        "competing_unit_id": min(
                            (path[-1] for path in paths if path), default=None
                        ),
                        "is_above": unit["unit_id"] in too_wide,
                        "is_named_now": is_valid(name, as_of.date()),
                    }
                )
    expected.sort(key=lambda row: (row["sort_order"], row["named_from"]))
    found = intake.unit_names(asked(world), campaign_code=code, as_of=as_of)
    same(found, expected, intake.UNIT_NAMES)


@SOME
@given(at_a_moment(handed_in()))
def test_unit_aliases(drawn: Drawn) -> None:
    world, as_of = drawn
    expected = [
        {**row, "is_valid_now": is_valid(row, as_of.date())}
        for row in table(world, "org_unit_aliases")
    ]
    expected.sort(key=lambda row: (row["alias_folded"], row["unit_id"], row["valid_from"]))
    same(intake.unit_aliases(asked(world), as_of=as_of), expected, intake.UNIT_ALIASES)


@SOME
@given(at_a_moment(handed_in()), CODES)
def test_service_names(drawn: Drawn, code: str) -> None:
    world, as_of = drawn
    in_campaign = [
        row["service_code"]
        for row in table(world, "campaign_services")
        if row["campaign_code"] == code
    ]
    expected = []
    for service in sorted(table(world, "services"), key=lambda row: row["sort_order"]):
        words = [service["service_code"]]
        for alias in table(world, "service_aliases"):
            if alias["service_code"] == service["service_code"]:
                words.append(alias["alias_folded"])
        expected += [
            {
                **service,
                "known_as": word,
                "is_official": word == service["name"],
                "is_in_campaign": service["service_code"] in in_campaign,
                "last_sold_on": last_day(world, as_of, "service_code", service),
            }
            for word in [service["name"], *sorted(words)]
        ]
    found = intake.service_names(asked(world), campaign_code=code, as_of=as_of)
    same(found, expected, intake.SERVICE_NAMES)


def last_day(world: World, as_of: datetime, column: str, of: Row) -> date | None:
    """The last day on which a service or product was sold, as counted."""
    sold = [sale for sale in counting(world, as_of) if sale[column] == of[column]]
    return max((sale["sold_on"] for sale in sold), default=None)


@SOME
@given(at_a_moment(handed_in()))
def test_staff_codes(drawn: Drawn) -> None:
    world, as_of = drawn
    expected = [
        {**row, "is_valid_now": is_valid(row, as_of.date())} for row in table(world, "staff")
    ]
    expected.sort(key=lambda row: row["staff_code"])
    same(intake.staff_codes(asked(world), as_of=as_of), expected, intake.STAFF_CODES)


@SOME
@given(at_a_moment(handed_in()))
def test_product_names(drawn: Drawn) -> None:
    world, as_of = drawn
    expected = [
        {**row, "last_sold_on": last_day(world, as_of, "product_code", row)}
        for row in table(world, "products")
    ]
    expected.sort(key=lambda row: row["product_code"])
    found = intake.product_names(asked(world), as_of=as_of)
    same(found, expected, intake.PRODUCT_NAMES)


# Sales that may be the same


@SOME
@given(at_a_moment(handed_in()), KEYS)
def test_counted_receipts(drawn: Drawn, receipt_keys: list[str]) -> None:
    world, as_of = drawn
    expected = []
    for sale in counting(world, as_of):
        key = (sale["receipt_no"] or "").lower()
        if key in receipt_keys:
            expected.append({**sale, "receipt_key": key})
    found = intake.counted_receipts(asked(world), receipt_keys=receipt_keys, as_of=as_of)
    same(found, expected, intake.COUNTED_RECEIPTS)


@SOME
@given(at_a_moment(handed_in()), BOUNDS, BOUNDS)
def test_receipts_between(drawn: Drawn, first_key: str, last_key: str) -> None:
    world, as_of = drawn
    keys = sorted((sale["receipt_no"] or "").lower() for sale in counting(world, as_of))
    expected = [key for key in keys if key and first_key <= key <= last_key]
    found = intake.receipts_between(
        asked(world), first_key=first_key, last_key=last_key, as_of=as_of
    )
    assert tuple(found) == intake.RECEIPTS_BETWEEN
    assert rows(found) == expected


@SOME
@given(at_a_moment(handed_in()), UNIT_IDS, FIRST_DAYS, LAST_DAYS)
def test_unnumbered_sales(
    drawn: Drawn, unit_ids: list[str], first_day: date, last_day: date
) -> None:
    world, as_of = drawn
    days = pd.date_range(first_day, last_day).date
    expected = [
        sale
        for sale in counting(world, as_of)
        if sale["receipt_no"] is None and sale["unit_id"] in unit_ids and sale["sold_on"] in days
    ]
    found = intake.unnumbered_sales(
        asked(world), unit_ids=unit_ids, first_day=first_day, last_day=last_day, as_of=as_of
    )
    same(found, expected, intake.UNNUMBERED_SALES)


# Batches


@SOME
@given(at_a_moment(handed_in()), st.sampled_from([*SHAS, *SHAS, "none"]))
def test_standing_batches(drawn: Drawn, file_sha256: str) -> None:
    world, as_of = drawn
    expected = [
        {
            **batch,
            "revenue_vnd": brought(world, batch["batch_id"], "sales"),
            "pending_vnd": brought(world, batch["batch_id"], "quarantine"),
        }
        for batch in handed(world, as_of)
        if batch["file_sha256"] == file_sha256 and undone_at(world, batch["batch_id"]) > as_of
    ]
    found = intake.standing_batches(asked(world), file_sha256=file_sha256, as_of=as_of)
    same(found, expected, intake.STANDING_BATCHES)


@SOME
@given(at_a_moment(handed_in()), st.sampled_from(["An", "Bình"]), st.sampled_from(["k1", "k2"]))
def test_keyed_batches(drawn: Drawn, sender: str, idempotency_key: str) -> None:
    world, as_of = drawn
    expected = [
        {
            **batch,
            "revenue_vnd": brought(world, batch["batch_id"], "sales"),
            "pending_vnd": brought(world, batch["batch_id"], "quarantine"),
        }
        for batch in handed(world, as_of)
        if (batch["sender"], batch["idempotency_key"]) == (sender, idempotency_key)
    ]
    found = intake.keyed_batches(
        asked(world), sender=sender, idempotency_key=idempotency_key, as_of=as_of
    )
    same(found, expected, intake.KEYED_BATCHES)


@SOME
@given(at_a_moment(handed_in()), BATCH_IDS)
def test_standing_sales(drawn: Drawn, batch_id: int) -> None:
    world, as_of = drawn
    stands = undone_at(world, batch_id) > as_of
    expected = [row for row in counting(world, as_of) if row["batch_id"] == batch_id and stands]
    found = intake.standing_sales(asked(world), batch_id=batch_id, as_of=as_of)
    same(found, expected, intake.STANDING_SALES)


@SOME
@given(at_a_moment(handed_in()), BATCH_IDS)
def test_batch_state(drawn: Drawn, batch_id: int) -> None:
    world, as_of = drawn
    expected = [
        {**batch, "is_voided": not undone_at(world, batch_id) > as_of}
        for batch in handed(world, as_of)
        if batch["batch_id"] == batch_id
    ]
    found = intake.batch_state(asked(world), batch_id=batch_id, as_of=as_of)
    same(found, expected, intake.BATCH_STATE)


@SOME
@given(at_a_moment(handed_in()), CODES, st.integers(1, 6))
def test_batches(drawn: Drawn, code: str, limit_count: int) -> None:
    world, as_of = drawn
    counted = counting(world, as_of)
    expected = []
    for batch in handed(world, as_of):
        voided_at = undone_at(world, batch["batch_id"])
        is_voided = not voided_at > as_of
        if batch["campaign_code"] == code:
            expected.append(
                {
                    **batch,
                    "revenue_vnd": sum(
                        sale["revenue_vnd"]
                        for sale in counted
                        if sale["batch_id"] == batch["batch_id"]
                    ),
                    "pending_vnd": 0
                    if is_voided
                    else brought(world, batch["batch_id"], "quarantine"),
                    "is_voided": is_voided,
                    "voided_at": voided_at if is_voided else None,
                    "voided_by": "tester" if is_voided else None,
                }
            )
    expected.sort(key=lambda row: (row["recorded_at"], row["batch_id"]))
    found = intake.batches(asked(world), campaign_code=code, as_of=as_of, limit_count=limit_count)
    same(found, expected[::-1][:limit_count], intake.BATCHES)


# What units have counted


@SOME
@given(at_a_moment(handed_in()), CODES)
def test_revenue_by_unit(drawn: Drawn, code: str) -> None:
    world, as_of = drawn
    recount = Recount(world, code, as_of)
    sales = recount.sales()
    expected = []
    for unit in table(world, "org_units"):
        names = [
            row
            for row in table(world, "org_unit_names")
            if row["unit_id"] == unit["unit_id"] and is_valid(row, recount.named_on)
        ]
        name = names[0] if names else {"name": None, "short_name": None}
        if unit["unit_id"] in recount.competing:
            expected.append(
                {
                    **unit,
                    "name": name["name"],
                    "short_name": name["short_name"],
                    "revenue_vnd": sum(
                        revenue_vnd
                        for path, revenue_vnd in zip(
                            sales["path"], sales["revenue_vnd"], strict=True
                        )
                        if path[-1] == unit["unit_id"]
                    ),
                }
            )
    expected.sort(key=lambda row: row["sort_order"])
    found = intake.revenue_by_unit(asked(world), campaign_code=code, as_of=as_of)
    same(found, expected, intake.REVENUE_BY_UNIT)


# Laws

QUESTIONS: dict[str, Callable[[MemoryReader, datetime], pd.DataFrame]] = {
    "services": lambda reader, at: intake.service_names(reader, campaign_code="day", as_of=at),
    "products": lambda reader, at: intake.product_names(reader, as_of=at),
    "receipts": lambda reader, at: intake.counted_receipts(
        reader, receipt_keys=["gd-1", "gd-2"], as_of=at
    ),
    "unnumbered": lambda reader, at: intake.unnumbered_sales(
        reader,
        unit_ids=["d0", "d1", "d0-0"],
        first_day=DAY,
        last_day=DAY + timedelta(3),
        as_of=at,
    ),
    "same bytes": lambda reader, at: intake.standing_batches(reader, file_sha256="aa", as_of=at),
    "sales": lambda reader, at: intake.standing_sales(reader, batch_id=1, as_of=at),
    "state": lambda reader, at: intake.batch_state(reader, batch_id=1, as_of=at),
    "batches": lambda reader, at: intake.batches(
        reader, campaign_code="day", as_of=at, limit_count=9
    ),
    "units": lambda reader, at: intake.revenue_by_unit(reader, campaign_code="weeks", as_of=at),
}


@settings(SOME, max_examples=10)
@given(at_a_moment(handed_in()))
def test_what_is_handed_in_after_the_cut_off_changes_no_answer(drawn: Drawn) -> None:
    world, as_of = drawn
    reader = asked(world)
    shown = {name: ask(reader, as_of) for name, ask in QUESTIONS.items()}
    reader = asked(before(world, as_of))
    for name, ask in QUESTIONS.items():
        pd.testing.assert_frame_equal(ask(reader, as_of), shown[name], obj=name)


@SOME
@given(at_a_moment(handed_in()))
def test_what_the_batches_of_a_campaign_count_is_the_ledger(drawn: Drawn) -> None:
    world, as_of = drawn
    reader = asked(world)
    listed = pd.concat(
        [
            intake.batches(reader, campaign_code=code, as_of=as_of, limit_count=99)
            for code in ("day", "weeks")
        ]
    )
    assert sum(listed["revenue_vnd"]) == sum(row["revenue_vnd"] for row in counting(world, as_of))
