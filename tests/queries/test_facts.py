"""The article's facts: computed from the ledger at a cut-off, and held against its words."""

from collections.abc import Iterator
from datetime import datetime

import pyarrow as pa
import pytest

from lib.demo import build
from lib.queries.facts import ARTICLE_FACTS, article_facts
from lib.store import Store
from lib.store.generations import Generations
from tests.worlds import LATER, Row, World, asked, at, by, ground

EVENING = datetime(2024, 9, 21, 18, 0)
CORRECTED = datetime(2024, 9, 21, 19, 0)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The simulated campaign, with every sale of candles voided in the evening."""
    store = Store(Generations(tmp_path_factory.mktemp("facts"), keep=3, lock_seconds=5))
    build(store, at=EVENING)
    with store.publish(actor="t", action="void", subject="candles", at=CORRECTED) as publication:
        sales = publication.connection.table("sales").filter("product_code = 'NEN'")
        rows = sales.project("sale_id, batch_id").to_arrow_table()
        columns = {"voided_by": "tester", "reason_code": "mistyped"}
        for name, value in columns.items():
            rows = rows.append_column(name, pa.array([value] * len(rows)))
        rows = rows.append_column("voided_at", pa.array([CORRECTED] * len(rows)))
        publication.append("voids", rows)
    yield store


def facts(reader, as_of: datetime, code: str = "ngay-thu-7") -> dict[str, Row]:
    return by(article_facts(reader, campaign_code=code, as_of=as_of), "fact_id")


def test_the_promised_columns_come_back(store):
    answer = article_facts(store, campaign_code="ngay-thu-7", as_of=EVENING)
    assert tuple(answer.columns) == ARTICLE_FACTS
    assert list(answer["fact_id"]) == [f"F{number}" for number in range(1, 15)]


def test_every_fact_holds_on_the_simulated_day(store):
    found = facts(store, EVENING)
    assert [fact for fact, row in found.items() if not row["holds"]] == []
    assert found["F4"]["value"] == 3_427
    assert found["F5"]["value"] == 169_460_000
    assert found["F8"]["value"] == 1_187_350_000
    assert found["F9"]["value_text"] == "2 + 7"


def test_all_but_the_day_revenue_holds_at_eleven(store):
    found = facts(store, datetime(2024, 9, 21, 11, 0))
    assert [fact for fact, row in found.items() if not row["holds"]] == ["F8"]


def test_before_opening_nothing_is_sold_and_nobody_attended(store):
    found = facts(store, datetime(2024, 9, 21, 6, 0))
    assert [found[fact]["value"] for fact in ("F2", "F4", "F5", "F6", "F7", "F8")] == [0.0] * 6
    missed = {fact for fact, row in found.items() if not row["holds"]}
    assert missed == {"F2", "F4", "F5", "F6", "F7", "F8", "F12"}


def test_a_fact_stops_holding_when_its_sales_are_voided(store):
    found = facts(store, CORRECTED)
    assert {fact for fact, row in found.items() if not row["holds"]} == {"F4", "F5"}
    assert found["F4"]["value"] < 3_400


def test_an_unknown_campaign_has_no_facts(store):
    assert facts(store, EVENING, code="nowhere") == {}


def stating(world: World, fact_id: str, **values: object) -> World:
    """The world, with one fact of the article in it."""
    world.add(
        "article_facts",
        **{
            "fact_id": fact_id,
            "wording": "…",
            "unit": "…",
            "qualifier": "",
            "scope": "snapshot",
            "scope_status": "stated",
            "source_url": "https://vnpost.vn/",
            "sort_order": 1,
            **values,
        },
    )
    return world


def the_fact(world: World, as_of: datetime = LATER) -> Row:
    [found] = facts(asked(world), as_of, code="day").values()
    return found


def test_a_sale_at_the_end_of_the_snapshot_is_outside_it():
    world = stating(ground(), "F4", low=1, high=5)
    world.sale(100, unit_id="north-1", sold_at=at("08:00"), quantity=2)
    world.sale(100, unit_id="north-1", sold_at=at("09:59"), quantity=3)
    world.sale(100, unit_id="north-1", sold_at=at("10:00"), quantity=50)
    assert (the_fact(world)["value"], the_fact(world)["holds"]) == (5.0, True)


@pytest.mark.parametrize(("scope", "value"), [("snapshot", 1.0), ("day", 3.0)])
def test_a_person_can_switch_the_scope_of_a_fact(scope, value):
    world = stating(ground(), "F7", scope=scope, low=3, high=3)
    for clock, quantity in (("09:00", 1), ("11:00", 2)):
        world.sale(
            10, unit_id="north-1", service_code="BHYT_BT", sold_at=at(clock), quantity=quantity
        )
    assert (the_fact(world)["value"], the_fact(world)["holds"]) == (value, value == 3.0)


def test_customers_are_counted_once_and_only_for_delivery():
    world = stating(ground(), "F6", low=2, high=2)
    for customer, service in (("K1", "BCCP"), ("K1", "BCCP"), ("K2", "BCCP"), ("K3", "VT")):
        world.sale(
            10,
            unit_id="north-1",
            service_code=service,
            sold_at=at("09:00"),
            customer_code=customer,
            is_new_customer=True,
        )
    assert the_fact(world)["holds"] is True


@pytest.mark.parametrize(
    ("low", "high", "holds"),
    [(6, 6, True), (7, None, False), (None, 5, False), (6, None, True), (None, None, False)],
)
def test_bounds_include_their_ends_and_an_empty_one_is_open(low, high, holds):
    assert the_fact(stating(ground(), "F1", low=low, high=high))["holds"] is holds


def test_hours_are_computed_from_launch_and_snapshot():
    world = stating(ground(), "F3", low=3, high=3)
    assert (the_fact(world)["value"], the_fact(world)["holds"]) == (2.0, False)


def test_a_snapshot_may_end_on_another_day():
    world = stating(ground(), "F3", low=3, high=3)
    world.tables["campaigns"][0] |= {
        "launched_at": at("22:00"),
        "snapshot_at": at("01:00", LATER.date()),
    }
    assert (the_fact(world)["value"], the_fact(world)["holds"]) == (3.0, True)
    world.tables["campaigns"][0]["snapshot_at"] = at("23:30", LATER.date())
    assert the_fact(world)["value"] == 25.5


def test_titles_join_in_their_order_and_a_sixth_breaks_the_text():
    world = stating(ground(), "F10", expected_text="A · B · C · D · E")
    for place, title in enumerate("EDCBA"):
        world.add(
            "award_titles",
            campaign_code="day",
            award_id=title,
            title=title,
            subject="person",
            seats=1,
            sort_order=9 - place,
        )
    assert the_fact(world)["value_text"] == "A · B · C · D · E"
    assert the_fact(world)["holds"] is True
    world.add(
        "award_titles",
        campaign_code="day",
        award_id="F",
        title="F",
        subject="person",
        seats=1,
        sort_order=10,
    )
    assert the_fact(world)["holds"] is False


@pytest.mark.parametrize("fact_id", ["F10", "F12", "F13", "F14", "F99"])
def test_a_fact_the_ledger_does_not_know_is_missing_and_does_not_hold(fact_id):
    found = the_fact(stating(ground(), fact_id, expected_text="…"))
    assert (found["value"], found["value_text"], found["holds"]) == (None, None, False)


def test_only_a_drive_after_the_storm_bears_its_date_out():
    world = stating(ground(), "F11", expected_text="2024-09-07")
    assert the_fact(world)["holds"] is True
    world.tables["campaigns"][0]["starts_on"] = at("08:00").date().replace(day=7)
    assert the_fact(world)["holds"] is False
