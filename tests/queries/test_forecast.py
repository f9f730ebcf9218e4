"""What a forecast starts from, on rows a person can add up."""

from datetime import date, timedelta

from lib.queries import forecast
from tests.worlds import DAY, LATER, World, asked, at, ground, rows, tiny

YESTERDAY = DAY - timedelta(1)


def today(world: World, clock: str = "23:00", code: str = "day") -> list[tuple]:
    return rows(forecast.today(asked(world), campaign_code=code, as_of=at(clock)))


def history(world: World, since_on: date = date(2024, 9, 1), before_on: date = DAY) -> list[tuple]:
    return rows(
        forecast.history(
            asked(world),
            campaign_code="day",
            as_of=LATER,
            since_on=since_on,
            before_on=before_on,
        )
    )


def test_today_has_every_unit_and_silence_is_not_zero() -> None:
    assert today(tiny()) == [
        ("north", 500, DAY, None, 30, 1, 0),
        ("north", 500, DAY, 480, 100, 1, 0),
        ("north", 500, DAY, 570, 150, 1, 0),
        ("north", 500, DAY, 615, 50, 1, 0),
        ("north", 500, DAY, 645, 20, 1, 0),
        ("office", 100, None, None, 0, 0, 0),
        ("south", 400, DAY, 510, 100, 1, 0),
    ]


def test_today_knows_what_the_ledger_knew_and_what_the_last_hour_brought() -> None:
    assert today(tiny(), "09:05") == [
        ("north", 500, DAY, 480, 100, 1, 100),
        ("north", 500, DAY, 540, 60, 1, 60),
        ("office", 100, None, None, 0, 0, 0),
        ("south", 400, DAY, 510, 100, 1, 100),
    ]
    # what came exactly an hour ago is not of the last hour
    assert today(tiny(), "09:10")[0] == ("north", 500, DAY, 480, 100, 1, 0)


def test_today_of_a_long_campaign_is_by_day() -> None:
    world = tiny()
    world.campaign("autumn", starts_on=date(2024, 9, 3), ends_on=date(2024, 12, 31))
    world.sale(7, unit_id="south", sold_at=at("10:00", YESTERDAY))
    assert today(world, code="autumn") == [
        ("north", None, DAY, None, 350, 5, 0),
        ("office", None, None, None, 0, 0, 0),
        ("south", None, YESTERDAY, None, 7, 1, 0),
        ("south", None, DAY, None, 100, 1, 0),
    ]


def test_history_has_earlier_days_of_whatever_campaign_and_when_they_became_known() -> None:
    world = ground()
    world.sale(5, unit_id="north-1", sold_at=at("08:14", YESTERDAY))
    world.sale(6, unit_id="north-2", sold_at=at("08:00", YESTERDAY), recorded_at=at("07:01"))
    world.sale(7, unit_id="south", sold_on=YESTERDAY, recorded_at=at("09:00", YESTERDAY))
    world.sale(8, unit_id="south", sold_at=at("09:00"))
    assert history(world) == [
        (YESTERDAY, "north", 480, YESTERDAY, 495, 5, 1),
        (YESTERDAY, "north", 480, DAY, 425, 6, 1),
        (YESTERDAY, "south", None, YESTERDAY, 540, 7, 1),
    ]
    assert history(world, since_on=DAY) == []


def test_a_void_counts_against_its_sale_from_its_own_moment_on() -> None:
    world = ground()
    mistake = world.sale(5, unit_id="north-1", sold_at=at("08:00", YESTERDAY))
    world.void(mistake, voided_at=at("10:02", YESTERDAY))
    assert history(world) == [
        (YESTERDAY, "north", 480, YESTERDAY, 480, 5, 1),
        (YESTERDAY, "north", 480, YESTERDAY, 605, -5, -1),
    ]


def test_services_and_units_out_of_scope_are_not_of_the_same_kind() -> None:
    world = ground()
    world.tables["campaign_services"] = [
        row for row in world.tables["campaign_services"] if row["service_code"] != "VT"
    ]
    world.sale(5, unit_id="north-1", service_code="VT", sold_at=at("08:00", YESTERDAY))
    world.sale(5, unit_id="province", sold_at=at("08:00", YESTERDAY))
    assert history(world) == []


def test_slots_are_the_agreed_hours() -> None:
    found = forecast.slots(asked(ground()), campaign_code="day")
    assert found["plan_share"].tolist() == [0.25] * 4
    assert found["starts_at"].tolist() == [at(f"{hour:02}:00") for hour in (8, 9, 10, 11)]
    assert forecast.slots(asked(ground()), campaign_code="no such").empty
