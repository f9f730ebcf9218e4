"""Evidence by rows a person can add up: what counts when, who handed it in, when it is due."""

from lib.queries import evidence
from tests.worlds import DAY, LATER, NOON, asked, at, ground, only, rows


def test_deliveries_count_from_when_they_are_recorded_until_their_batch_is_undone() -> None:
    world = ground()
    world.batch(2, recorded_at=at("17:00"), kind="deliveries")
    world.deliver("An", 80, 76, batch_id=2, on_time=78, cod_due_vnd=5_000, cod_on_time_vnd=4_000)
    world.void_batch(2, voided_at=at("18:00"))
    scope = {"campaign_code": "day"}
    assert evidence.deliveries(asked(world), as_of=at("16:59"), **scope).empty
    assert evidence.deliveries(asked(world), as_of=at("18:00"), **scope).empty
    found = only(evidence.deliveries(asked(world), as_of=at("17:59"), **scope))
    assert (found["staff_code"], found["full_name"]) == ("An", "Nguyễn Mẫu An")
    assert (found["unit_short_name"], found["sender"]) == ("north-1", "tester")
    assert (found["taken_out"], found["first_attempt"], found["on_time"]) == (80, 76, 78)
    assert (found["cod_due_vnd"], found["cod_on_time_vnd"]) == (5_000, 4_000)


def test_only_days_of_the_campaign_are_listed() -> None:
    world = ground()
    before = DAY.replace(day=20)
    world.deliver("An", 10, 9, delivered_on=before)
    world.act("An", done_on=before)
    scope = {"campaign_code": "day", "as_of": LATER}
    assert evidence.deliveries(asked(world), **scope).empty
    assert evidence.activities(asked(world), **scope).empty
    world.deliver("An", 10, 9)
    world.act("An")
    assert len(evidence.deliveries(asked(world), **scope)) == 1
    assert len(evidence.activities(asked(world), **scope)) == 1


def test_an_activity_that_nobody_verified_is_listed_without_a_name() -> None:
    world = ground()
    world.act("Em", customers=2, orders=1, verified_by=None, panel_score=72.5)
    found = only(evidence.activities(asked(world), campaign_code="day", as_of=LATER))
    assert found["verified_by"] is None
    assert (found["referred_customers"], found["referred_orders"]) == (2, 1)
    assert found["panel_score"] == 72.5


def test_attendance_of_the_set_up_has_no_batch_and_that_handed_in_has() -> None:
    world = ground()
    world.present("An", attended_at=at("07:10"))
    world.attend("Chi", attended_at=at("07:20"), recorded_at=at("09:00"))
    found = evidence.attendance(asked(world), campaign_code="day", as_of=NOON)
    assert list(found["staff_code"]) == ["An", "Chi"]
    assert found["batch_id"].isna().tolist() == [True, False]
    early = evidence.attendance(asked(world), campaign_code="day", as_of=at("08:59"))
    assert list(early["staff_code"]) == ["An"]


def test_a_report_is_in_time_up_to_a_quarter_of_an_hour_after_the_hour() -> None:
    world = ground()
    world.team("T1", unit_id="north", leader="An", members="An Binh")
    world.report("T1", due_at=at("09:00"), reported_at=at("09:15"))
    world.report("T1", due_at=at("10:00"), reported_at=at("10:16"))
    found = evidence.hourly_reports(asked(world), campaign_code="day", as_of=NOON)
    assert found["is_on_time"].tolist() == [True, False]
    assert set(found["team_name"]) == {"Nhóm T1"} and set(found["leader_code"]) == {"An"}


def test_reports_are_due_at_whole_hours_and_at_closing_alone() -> None:
    world = ground()
    slots = world.tables["campaign_slots"]
    half = {**slots[-1], "starts_at": at("11:30"), "takes_from": at("11:30")}
    slots[-1] |= {"ends_at": at("11:30"), "takes_until": at("11:30")}
    slots.append(half)
    hours = [at("09:00"), at("10:00"), at("11:00"), at("12:00")]
    found = evidence.report_hours(asked(world), campaign_code="day")
    assert found["due_at"].tolist() == hours
    world.tables["campaigns"][0]["closes_at"] = at("11:30")
    found = evidence.report_hours(asked(world), campaign_code="day")
    assert found["due_at"].tolist() == [*hours[:3], at("11:30"), hours[3]]


def test_batches_are_those_of_the_kind_and_say_whether_they_are_undone() -> None:
    world = ground()
    world.batch(2, recorded_at=at("09:00"), kind="activities")
    world.batch(3, recorded_at=at("10:00"), kind="activities")
    world.batch(4, recorded_at=at("10:30"), kind="attendance")
    world.void_batch(2, voided_at=at("11:00"))
    scope = {"campaign_code": "day", "kind": "activities", "limit_count": 9}
    found = evidence.batches(asked(world), as_of=NOON, **scope)
    assert list(zip(found["batch_id"], found["is_voided"], strict=True)) == [(3, False), (2, True)]
    same = {"kind": "activities", "as_of": NOON}
    assert evidence.standing_batches(asked(world), file_sha256="file 2", **same).empty
    assert (
        only(evidence.standing_batches(asked(world), file_sha256="file 3", **same))["batch_id"] == 3
    )


def test_the_roster_is_that_of_the_campaigns_units_and_teams_name_their_commander() -> None:
    world = ground()
    world.team("T1", unit_id="south", leader="Em", members="Em")
    found = evidence.roster(asked(world), campaign_code="day")
    units = dict(zip(found["staff_code"], found["competing_unit_id"], strict=True))
    assert units["Dung"] == "north" and units["Giang"] == "office" and len(units) == 6
    assert rows(evidence.teams(asked(world), campaign_code="day")) == [
        ("T1", "Nhóm T1", "south", "Em", "Nguyễn Mẫu Em")
    ]
