"""What is offered at the counter, and what one person has entered by hand."""

from datetime import datetime

from lib.i18n.folding import fold
from lib.queries import entry
from tests.worlds import LATER, Row, World, asked, at, ground, only, rows

MINE = {"campaign_code": "day", "sender": "Lan"}


def counter() -> World:
    """Water sold twice, rice once, a service twice without a product; Lan entered three of them.

    08:00 one.csv, tester: rice 60; VT 10 without a product
    09:00 Lan, entry: water 100 x2      09:30 Lan, entry: water 50, voided at 10:00
    10:30 Lan, entry: VT 30             11:00 Mai, entry: water 70
    """
    world = ground()
    for code, name, price_vnd in (("RICE", "Gạo", 120_000), ("WATER", "Nước", None)):
        world.add(
            "products",
            product_code=code,
            service_code="HTD",
            name=name,
            name_en=code.lower(),
            name_folded=fold(name),
            measure="thùng",
            price_vnd=price_vnd,
            is_simulated=False,
        )
    sold(world, 60, at("08:00"), 1, product_code="RICE")
    sold(world, 10, at("08:00"), 1, service_code="VT")
    sold(world, 100, at("09:00"), entered(world, 2, at("09:00")), product_code="WATER", quantity=2)
    slip = sold(world, 50, at("09:30"), entered(world, 3, at("09:30")), product_code="WATER")
    world.void(slip, voided_at=at("10:00"))
    sold(world, 30, at("10:30"), entered(world, 4, at("10:30")), service_code="VT")
    sold(world, 70, at("11:00"), entered(world, 5, at("11:00"), "Mai"), product_code="WATER")
    return world


def sold(world: World, vnd: int, moment: datetime, batch_id: int, **values: object) -> Row:
    return world.sale(
        vnd, unit_id="north-1", sold_at=moment, recorded_at=moment, batch_id=batch_id, **values
    )


def entered(world: World, batch_id: int, recorded_at: datetime, sender: str = "Lan") -> int:
    world.batch(batch_id, recorded_at=recorded_at)
    world.tables["batches"][-1] |= {"source": "entry", "sender": sender}
    return batch_id


def totals(since: datetime, as_of: datetime) -> tuple[int, int]:
    found = only(entry.totals(asked(counter()), **MINE, since=since, as_of=as_of))
    return found["sale_count"], found["revenue_vnd"]


def test_what_is_sold_most_comes_first_and_services_by_themselves_last() -> None:
    found = entry.offered(asked(counter()), campaign_code="day", as_of=LATER)
    assert rows(found, "product_code", "service_code", "price_vnd", "sale_count") == [
        ("WATER", "HTD", None, 2),
        ("RICE", "HTD", 120_000, 1),
        (None, "VT", None, 2),
        (None, "HTD", None, 0),
        (None, "BCCP", None, 0),
        (None, "BHYT_BT", None, 0),
    ]
    before = entry.offered(asked(counter()), campaign_code="day", as_of=at("08:30"))
    assert rows(before, "product_code", "sale_count")[:2] == [("RICE", 1), ("WATER", 0)]


def test_a_service_outside_the_campaign_is_not_offered() -> None:
    world = counter()
    world.tables["campaign_services"] = [
        row for row in world.tables["campaign_services"] if row["service_code"] != "HTD"
    ]
    found = entry.offered(asked(world), campaign_code="day", as_of=LATER)
    assert rows(found, "service_code") == ["VT", "BCCP", "BHYT_BT"]


def test_the_latest_of_one_person_come_newest_first_with_what_is_undone() -> None:
    found = entry.latest(asked(counter()), **MINE, since=at("00:00"), as_of=LATER, limit_count=9)
    assert rows(found, "batch_id", "name", "quantity", "revenue_vnd", "is_voided") == [
        (4, "Dịch vụ VT", 1, 30, False),
        (3, "Nước", 1, 50, True),
        (2, "Nước", 2, 100, False),
    ]
    one = entry.latest(asked(counter()), **MINE, since=at("00:00"), as_of=LATER, limit_count=1)
    assert rows(one, "batch_id") == [4]


def test_the_total_of_one_person_is_what_counts_since_a_moment() -> None:
    assert totals(at("00:00"), LATER) == (2, 130)
    assert totals(at("00:00"), at("09:59")) == (2, 150)
    assert totals(at("10:00"), LATER) == (1, 30)
    assert totals(at("00:00"), at("08:59")) == (0, 0)
