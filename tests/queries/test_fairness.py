"""What fairness is reckoned from, on rows a person can add up."""

from datetime import datetime

import pandas as pd

from lib.queries import fairness
from tests.worlds import LATER, World, asked, at, ground, rows, tiny


def services(
    world: World, as_of: datetime = LATER, level: int = 0, parent_id: str | None = None
) -> pd.DataFrame:
    return fairness.services(
        asked(world), campaign_code="day", as_of=as_of, level=level, parent_id=parent_id
    )


def roles(
    world: World, as_of: datetime = LATER, level: int = 0, parent_id: str | None = None
) -> pd.DataFrame:
    return fairness.roles(
        asked(world), campaign_code="day", as_of=as_of, level=level, parent_id=parent_id
    )


def test_services_of_the_small_world_with_squares_and_the_largest_sale() -> None:
    assert tuple(services(tiny())) == fairness.SERVICES
    assert rows(services(tiny())) == [
        ("north", "BCCP", 20, None, 1, 400.0, 20),
        ("north", "BHYT_BT", 150, None, 1, 22_500.0, 150),
        ("north", "HTD", 150, 500, 2, 12_500.0, 100),
        ("north", "VT", 30, None, 1, 900.0, 30),
        ("office", "HTD", 0, 100, 0, 0.0, None),
        ("south", "BCCP", 100, None, 1, 10_000.0, 100),
        ("south", "HTD", 0, 400, 0, 0.0, None),
    ]


def test_services_of_any_minute_can_be_asked_again() -> None:
    # at 10:00 the mistake of 60 still counts, and what came later is not known
    assert rows(services(tiny(), at("10:00")), "unit_id", "service_code", "square_sum") == [
        ("north", "BHYT_BT", 22_500.0),
        ("north", "HTD", 13_600.0),
        ("office", "HTD", 0.0),
        ("south", "BCCP", 10_000.0),
        ("south", "HTD", 0.0),
    ]


def test_services_below_a_unit_and_one_level_down() -> None:
    below = services(tiny(), level=1, parent_id="north")
    assert rows(below, "unit_id", "service_code", "revenue_vnd", "target_vnd") == [
        ("north", "VT", 30, None),
        ("north-1", "BCCP", 20, None),
        ("north-1", "BHYT_BT", 150, None),
        ("north-1", "HTD", 100, 300),
        ("north-2", "HTD", 50, 200),
    ]
    everywhere = services(tiny(), level=1)
    assert set(everywhere["unit_id"]) == {"north", "north-1", "north-2", "south-1", "office"}


def test_squares_of_amounts_that_no_whole_number_holds() -> None:
    world = ground()
    for _ in range(20):
        world.sale(5_000_000_000, unit_id="north-1", sold_at=at("09:00"))
    found = services(world)["square_sum"].max()
    assert found == 20 * 5e9**2 > 2**63


def test_roles_count_the_roster_and_the_sales_by_the_sellers_role() -> None:
    assert tuple(roles(tiny())) == fairness.ROLES
    assert rows(roles(tiny())) == [
        ("north", "postman", 2, 120, 2),
        ("north", "teller", 2, 200, 2),
        ("north", None, 0, 30, 1),
        ("office", "office", 1, 0, 0),
        ("south", "postman", 1, 100, 1),
    ]


def test_a_role_that_sells_for_a_unit_without_belonging_to_it_has_sales_and_no_people() -> None:
    world = ground()
    world.sale(10, unit_id="south-1", staff_code="Giang", sold_at=at("09:00"))
    assert ("south", "office", 0, 10, 1) in rows(roles(world))
    assert ("office", "office", 1, 0, 0) in rows(roles(world))


def test_before_anything_is_sold_there_are_people_and_targets() -> None:
    assert rows(services(ground()), "sale_count", "largest_sale_vnd") == [(0, None)] * 3
    assert [row[3:] for row in rows(roles(ground()))] == [(0, 0)] * 4


def test_an_unknown_campaign_has_no_rows_and_the_promised_columns() -> None:
    about = {"as_of": LATER, "level": 0, "parent_id": None}
    for query, columns in (
        (fairness.services, fairness.SERVICES),
        (fairness.roles, fairness.ROLES),
    ):
        found = query(asked(ground()), campaign_code="no such", **about)
        assert found.empty
        assert tuple(found) == columns


def test_roles_below_a_unit() -> None:
    assert rows(roles(tiny(), level=1, parent_id="north")) == [
        ("north", None, 0, 30, 1),
        ("north-1", "postman", 2, 120, 2),
        ("north-1", "teller", 1, 150, 1),
        ("north-2", "teller", 1, 50, 1),
    ]
