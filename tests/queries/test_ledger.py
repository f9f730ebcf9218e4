"""What the ledger holds, for those who run it."""

import pytest

from lib.queries import ledger
from lib.store import migrations
from tests.worlds import LATER, Row, World, asked, at, ground, only, tiny


def status(world: World, clock: str | None = None) -> Row:
    return only(ledger.status(asked(world), as_of=at(clock) if clock else LATER))


def test_it_has_the_promised_columns() -> None:
    assert tuple(ledger.status(asked(World()), as_of=LATER)) == ledger.STATUS


def test_an_empty_ledger_counts_nothing_and_knows_its_schema() -> None:
    assert status(World()) == {
        "generation": None,
        "schema_version": migrations.known_version(),
        "published_at": None,
        "campaign_count": 0,
        "unit_count": 0,
        "staff_count": 0,
        "batch_count": 0,
        "sale_count": 0,
        "voided_count": 0,
        "revenue_vnd": 0,
        "waiting_count": 0,
        "last_recorded_at": None,
        "is_simulated": False,
    }


def test_the_small_world_adds_up() -> None:
    found = status(tiny())
    assert (found["campaign_count"], found["unit_count"], found["staff_count"]) == (1, 7, 6)
    assert (found["sale_count"], found["voided_count"], found["revenue_vnd"]) == (6, 1, 450)
    assert found["last_recorded_at"] == at("11:30")


@pytest.mark.parametrize(
    ("clock", "sale_count", "voided_count", "revenue_vnd"),
    [("08:00", 0, 0, 0), ("10:59", 5, 0, 430), ("11:00", 5, 1, 400), ("11:30", 6, 1, 450)],
)
def test_a_past_state_can_be_counted_again(
    clock: str, sale_count: int, voided_count: int, revenue_vnd: int
) -> None:
    found = status(tiny(), clock)
    assert (found["sale_count"], found["voided_count"]) == (sale_count, voided_count)
    assert found["revenue_vnd"] == revenue_vnd


def test_the_ledger_counts_sales_outside_any_campaign() -> None:
    world = ground()
    world.sale(7, unit_id="province")
    assert status(world)["revenue_vnd"] == 7


def test_batches_count_from_when_they_were_recorded() -> None:
    world = ground()
    world.batch(2, recorded_at=at("09:00"))
    assert status(world, "08:59")["batch_count"] == 1
    assert status(world, "09:00")["batch_count"] == 2


def test_quarantine_waits_until_its_batch_is_voided() -> None:
    world = ground()
    world.batch(2, recorded_at=at("09:00"))
    world.wait(70, recorded_at=at("09:00"), batch_id=2)
    world.wait(None, recorded_at=at("09:30"))
    world.void_batch(2, voided_at=at("10:00"))
    counts = [status(world, c)["waiting_count"] for c in ("08:59", "09:00", "09:30", "10:00")]
    assert counts == [0, 1, 2, 1]


def test_a_simulated_sale_marks_the_ledger() -> None:
    world = tiny()
    world.sale(1, unit_id="south-1", sold_at=at("09:00"), is_simulated=True)
    assert status(world, "08:59")["is_simulated"] is False
    assert status(world, "09:00")["is_simulated"] is True


def test_the_journal_gives_the_generation_and_when_it_was_published() -> None:
    world = tiny().publish(at("08:00"), at("09:00"))
    found = status(world)
    assert (found["generation"], found["published_at"]) == (2, at("09:00"))
