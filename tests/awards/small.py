"""A small campaign with two titles in a real store: three teams, six people, small amounts.

North 1 (An, Binh) sold 300 of a plan of 250, north 2 (Chi, Dung) 150, south (Em) 100. Em has a
day of deliveries, Binh an activity; everybody attended.
"""

from datetime import datetime
from pathlib import Path

import pyarrow as pa

from lib.awards.rules import Rules, rules_of
from lib.store import Store
from lib.store.generations import Generations
from tests.worlds import DAY, World, at, ground

CLOSED = at("12:30")
RULES = """
[decision]
one_person_one_award = true
one_achievement_one_award = true
tie_band = 0.5

[[award]]
id = "team_sales"
title = "Nhóm bán hàng xuất sắc"
subject = "team"
seats = 1
nominees = 3
parts = [{ measure = "revenue_vnd", weight = 100 }]
gates = [{ measure = "active_share", at_least = 0.5 }]
ties = [{ measure = "new_customer_count", better = "more" }]

[[award]]
id = "salesperson"
title = "Chiến sĩ kinh doanh giỏi"
subject = "person"
seats = 2
nominees = 4
parts = [
    { measure = "revenue_vnd", weight = 70 },
    { measure = "service_count", weight = 30, scale = 2 },
]
gates = [{ measure = "sale_count", at_least = 1 }]
ties = [{ measure = "new_customer_count", better = "more" }]
"""


def rules() -> Rules:
    """The rules of the two titles."""
    return rules_of(RULES)


def world() -> World:
    """The rows of the campaign."""
    found = ground()
    found.team("T1", unit_id="north-1", leader="An", members="An Binh")
    found.team("T2", unit_id="north-2", leader="Dung", members="Chi Dung")
    found.team("T3", unit_id="south-1", leader="Em", members="Em")
    for order, (award, title, subject, seats) in enumerate(
        (
            ("team_sales", "Nhóm bán hàng xuất sắc", "team", 1),
            ("salesperson", "Chiến sĩ kinh doanh giỏi", "person", 2),
        )
    ):
        found.add(
            "award_titles",
            campaign_code="day",
            award_id=award,
            title=title,
            subject=subject,
            seats=seats,
            sort_order=order,
        )
    for clock, who, unit_id, vnd, service in (
        ("08:10", "An", "north-1", 150, "HTD"),
        ("08:40", "An", "north-1", 50, "BCCP"),
        ("09:00", "Binh", "north-1", 100, "HTD"),
        ("09:30", "Chi", "north-2", 90, "HTD"),
        ("10:10", "Dung", "north-2", 60, "HTD"),
        ("10:40", "Em", "south-1", 100, "BCCP"),
    ):
        found.sale(vnd, unit_id=unit_id, staff_code=who, sold_at=at(clock), service_code=service)
    for who in ("An", "Binh", "Chi", "Dung", "Em", "Giang"):
        found.present(who, attended_at=at("07:30"))
    found.add(
        "deliveries",
        batch_id=1,
        source_row=2,
        unit_id="south-1",
        staff_code="Em",
        delivered_on=DAY,
        taken_out=40,
        first_attempt=38,
        complaints=0,
        losses=0,
        recorded_at=at("11:50"),
        is_simulated=False,
    )
    found.add(
        "activities",
        batch_id=1,
        source_row=3,
        unit_id="north-1",
        staff_code="Binh",
        done_on=DAY,
        channel="post",
        referred_customers=2,
        referred_orders=1,
        recorded_at=at("11:40"),
        is_simulated=False,
    )
    return found


def stored(folder: Path, of: World | None = None) -> Store:
    """The campaign in a store of its own."""
    store = Store(Generations(folder, keep=3, lock_seconds=5), threads=1)
    began = datetime.combine(DAY, datetime.min.time())
    with store.publish(actor="test", action="set up", subject="day", at=began) as publication:
        for table, listed in (of or world()).tables.items():
            publication.append(table, pa.Table.from_pylist(listed))
        publication.rebuild_derived()
    return store
