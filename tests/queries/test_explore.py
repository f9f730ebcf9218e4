"""The rows of Explore: what is looked for, in which order, and what it adds up to."""

from datetime import timedelta
from typing import Any

import pytest

from lib.queries import campaigns, explore, ledger
from lib.ui import ledger_search
from lib.ui.explore_search import MOST_TERMS, looked_for
from tests.worlds import DAY, LATER, World, asked, at, ground, only, rows, tiny

WHOLE: dict[str, Any] = {
    "campaign_code": "day",
    "as_of": LATER,
    "unit_ids": ["*"],
    "service_codes": ["*"],
    "role_codes": ["*"],
    "from_minute": None,
    "until_minute": None,
}
LATEST = {"sorted_by": "latest", "ranked": ()}


def named() -> World:
    """The small world with receipts, notes, customers and a product.

    1 An 100 GD-1     3 Chi 150          6 nobody 30, a note
    2 Em 100 PĐ-2 K1  5 Dung 50, water   7 An 20 K1
    """
    world = tiny()
    world.add(
        "products",
        product_code="SP_NUOC",
        service_code="HTD",
        name="Nước khoáng",
        name_en="Water",
        name_folded="nuoc khoang",
        measure="thùng",
        is_simulated=False,
    )
    sales = world.tables["sales"]
    sales[0]["receipt_no"], sales[1]["receipt_no"] = "GD-1", "PĐ-2"
    sales[4]["product_code"] = "SP_NUOC"
    sales[5]["note"] = "Khách hẹn lại"
    return world


def found(typed: str, *, world: World | None = None, **more: Any) -> list[int]:
    """The sales found for what somebody types, and that their sum is the one found with them."""
    reader, narrowed = asked(world or named()), {**WHOLE, **more}
    shared = {"campaign_code": "day", "as_of": LATER}
    words = ledger_search.known(ledger.search_words(reader, **shared))
    terms = ledger_search.terms(typed, words, MOST_TERMS)
    given = looked_for(terms, campaigns.units(reader, **shared))
    page = {"most": 99, "skipped": 0, "since": None}
    listed = explore.sales(reader, **narrowed, **given, **LATEST, **page)
    total = only(explore.sales_found(reader, **narrowed, **given))
    assert total == {
        "sale_count": len(listed),
        "revenue_vnd": sum(rows(listed, "revenue_vnd")),
    }
    return rows(listed, "sale_id")


def ordered(sorted_by: str, *ranked: str, **more: Any) -> list[int]:
    reader = asked(named())
    given = looked_for((), campaigns.units(reader, campaign_code="day", as_of=LATER))
    page = {"most": 99, "skipped": 0, "since": None, **more}
    answer = explore.sales(reader, **WHOLE, **given, sorted_by=sorted_by, ranked=ranked, **page)
    assert tuple(answer) == explore.SALES
    return rows(answer, "sale_id")


def test_nothing_looked_for_is_everything_the_latest_first() -> None:
    assert found("") == [7, 5, 3, 2, 1, 6]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("north", [7, 5, 3, 1, 6]),  # a district with its counters, and what was booked to itself
        ("bưu điện north-1", [7, 3, 1]),
        ("nguyen mau chi", [3]),
        ("AN", [7, 1]),
        ("dich vu bccp", [7, 2]),
        ("vt", [6]),
        ("nuoc khoang", [5]),
        ("Nước", [5]),
        ("sp_nuoc", [5]),
        ("gd-1", [1]),
        ("pd-2", [2]),
        ("PĐ-2", [2]),
        ("k1", [7, 2]),
        ("hen lai", [6]),
        ("north bccp", [7]),
        ("bccp k1", [7, 2]),
        ("bccp k1 north", []),  # two terms at most: `k1 north` stands nowhere
        ("nobody", []),
        ("%", []),
    ],
)
def test_a_sale_is_found_by_what_it_is_of(typed: str, expected: list[int]) -> None:
    assert found(typed) == expected


def test_a_search_stays_within_the_selection() -> None:
    assert found("k1", service_codes=["BCCP"], unit_ids=["south"]) == [2]
    assert found("an", from_minute=600, until_minute=None) == [7]
    assert found("an", role_codes=["teller"]) == []


def test_a_search_knows_only_what_the_ledger_knew() -> None:
    assert found("dung", as_of=at("11:29")) == []
    assert found("binh", as_of=at("10:00")) == [4]
    assert found("binh") == []


def test_rows_stand_in_the_order_of_the_codes_then_the_latest_first() -> None:
    assert ordered("seller", "Em", "Chi", "Dung", "An") == [2, 3, 5, 7, 1, 6]
    assert ordered("unit", "south-1", "north", "north-1", "north-2") == [2, 6, 7, 3, 1, 5]
    assert ordered("service", "VT", "BHYT_BT", "HTD", "BCCP") == [6, 3, 5, 1, 7, 2]


def test_what_has_no_place_stands_last_in_an_order_of_its_own() -> None:
    assert ordered("seller", "Chi") == [3, 7, 5, 2, 1, 6]
    assert ordered("seller") == ordered("latest") == [7, 5, 3, 2, 1, 6]


def test_the_largest_amount_first_and_the_latest_of_equal_ones() -> None:
    assert ordered("amount") == [3, 2, 1, 5, 6, 7]


def test_pages_of_an_order_are_its_parts() -> None:
    assert ordered("amount", most=2) + ordered("amount", most=9, skipped=2) == ordered("amount")


def several_days() -> World:
    """Three days before the cut-off with two sales each, at 09:05 and 09:20, and one whose hour is
    not known on the first; the later sale of the last day is taken back."""
    world = ground()
    days = [DAY - timedelta(ago) for ago in (2, 1, 0)]
    world.campaign("days", starts_on=days[0], ends_on=DAY)
    for day in days:
        for clock in ("09:05", "09:20"):
            last = world.sale(10, unit_id="north-1", sold_at=at(clock, day))
    world.void(last, voided_at=at("10:00"))
    world.sale(10, unit_id="north-1", sold_on=days[0])
    return world


@pytest.mark.parametrize("until", [None, at("09:15"), at("09:08")], ids=str)
def test_a_page_of_the_latest_is_a_piece_of_the_whole_list(until: Any) -> None:
    reader = asked(several_days())
    minutes = {"from_minute": None, "until_minute": until and until.hour * 60 + until.minute}
    narrowed = {**WHOLE, "campaign_code": "days", **minutes}
    given = looked_for((), campaigns.units(reader, campaign_code="days", as_of=LATER))

    def page(most: int, skipped: int) -> list[int]:
        page = {"most": most, "skipped": skipped, "since": None}
        return rows(explore.sales(reader, **narrowed, **given, **LATEST, **page), "sale_id")

    whole = [5, 4, 3, 2, 1, 7] if until is None else [5, 3, 1]
    assert page(99, 0) == whole
    for most in range(1, 8):
        for skipped in range(8):
            assert page(most, skipped) == whole[skipped : skipped + most]


def test_of_the_day_since_when_only_what_was_sold_since_at_a_known_hour() -> None:
    reader = asked(several_days())
    narrowed = {**WHOLE, "campaign_code": "days"}
    given = looked_for((), campaigns.units(reader, campaign_code="days", as_of=LATER))

    def since(clock: str, ago: int) -> list[int]:
        page = {"most": 99, "skipped": 0, "since": at(clock, DAY - timedelta(ago))}
        return rows(explore.sales(reader, **narrowed, **given, **LATEST, **page), "sale_id")

    assert since("09:05", 2) == [5, 4, 3, 2, 1]
    assert since("09:06", 2) == [5, 4, 3, 2]
    assert since("23:59", 2) == [5, 4, 3]
    assert since("09:06", 0) == []
