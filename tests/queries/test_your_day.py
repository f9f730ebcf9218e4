"""What printed sheets are made from, on rows a person can add up."""

from lib.queries import people, your_day
from tests.worlds import LATER, asked, at, ground, rows, tiny

DAY = {"campaign_code": "day", "as_of": LATER}


def test_everybodys_hours_are_those_of_each_person() -> None:
    found = your_day.hours(asked(tiny()), **DAY)
    assert tuple(found) == your_day.HOURS
    assert rows(found, "staff_code", "hour", "revenue_vnd") == [
        ("An", 8, 100),
        ("An", 10, 20),
        ("Chi", 9, 150),
        ("Dung", 10, 50),
        ("Em", 8, 100),
    ]


def test_a_sale_without_an_hour_stands_last_and_one_without_a_seller_nowhere() -> None:
    world = tiny()
    world.sale(7, unit_id="north-1", staff_code="An", recorded_at=at("11:00"))
    found = your_day.hours(asked(world), **DAY)
    an = [row for row in rows(found, "staff_code", "hour", "revenue_vnd") if row[0] == "An"]
    assert an == [("An", 8, 100), ("An", 10, 20), ("An", None, 7)]


def test_everybodys_services_are_those_of_each_person_the_largest_first() -> None:
    found = your_day.services(asked(tiny()), **DAY)
    assert tuple(found) == your_day.SERVICES
    assert rows(found, "staff_code", "service_code", "revenue_vnd", "sale_count") == [
        ("An", "HTD", 100, 1),
        ("An", "BCCP", 20, 1),
        ("Chi", "BHYT_BT", 150, 1),
        ("Dung", "HTD", 50, 1),
        ("Em", "BCCP", 100, 1),
    ]


def test_any_minute_can_be_asked_again() -> None:
    reader, then = asked(tiny()), {"campaign_code": "day", "as_of": at("10:00")}
    assert ("Binh", 60) in rows(your_day.services(reader, **then), "staff_code", "revenue_vnd")
    assert ("Binh", 60) in rows(your_day.hours(reader, **then), "staff_code", "revenue_vnd")


def test_what_is_printed_adds_up_to_what_the_roster_sold() -> None:
    reader = asked(tiny())
    standings = people.standings(reader, **DAY)
    for found in (your_day.hours(reader, **DAY), your_day.services(reader, **DAY)):
        assert found["revenue_vnd"].sum() == standings["revenue_vnd"].sum()


def test_a_person_has_the_team_of_this_campaign() -> None:
    world = ground()
    world.team("T1", unit_id="north", leader="An", members="An Binh")
    found = your_day.members(asked(world), campaign_code="day")
    assert tuple(found) == your_day.MEMBERS
    assert rows(found, "staff_code", "team_code") == [("An", "T1"), ("Binh", "T1")]
    assert your_day.members(asked(world), campaign_code="weeks").empty


def test_without_a_sale_there_is_no_row() -> None:
    reader = asked(ground())
    assert your_day.hours(reader, **DAY).empty
    assert your_day.services(reader, **DAY).empty
