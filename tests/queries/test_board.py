"""The board itself: when its figures changed, whose it is, which version it shows."""

from datetime import date, datetime

from lib.queries import board
from tests.worlds import LATER, asked, at, ground, only, rows, tiny


def test_moments_are_those_of_recording_and_of_voiding_each_once() -> None:
    found = board.moments(asked(tiny()), campaign_code="day", as_of=LATER)
    assert tuple(found) == board.MOMENTS
    moments = rows(found)
    assert moments == sorted(set(moments))
    assert at("11:00") in moments  # recorded and voided in one minute
    assert moments[-1] == at("11:30")


def test_moments_after_the_cut_off_are_not_known_yet() -> None:
    found = board.moments(asked(tiny()), campaign_code="day", as_of=at("10:59"))
    assert max(rows(found)) < at("10:59")


def test_moments_of_a_campaign_that_has_sold_nothing_are_none() -> None:
    assert board.moments(asked(ground()), campaign_code="day", as_of=LATER).empty


def test_organisation_is_the_unit_above_those_that_compete_under_its_name_of_then() -> None:
    world = ground()
    world.rename("province", "Bưu điện tỉnh mới", on=date(2024, 9, 22))
    found = only(board.organisation(asked(world), campaign_code="day", as_of=LATER))
    assert (found["unit_id"], found["name"]) == ("province", "Bưu điện province")


def test_organisation_is_missing_where_the_units_hang_below_nothing() -> None:
    world = ground()
    world.tables["campaign_units"] = [{"campaign_code": "day", "unit_id": "province"}]
    assert board.organisation(asked(world), campaign_code="day", as_of=LATER).empty


def test_published_is_the_last_line_of_the_journal_by_the_cut_off() -> None:
    world = ground().publish(at("08:00"), at("10:00"))
    reader = asked(world)
    assert rows(board.published(reader, as_of=at("09:59"))) == [(1, at("08:00"))]
    assert rows(board.published(reader, as_of=at("10:00"))) == [(2, at("10:00"))]
    assert rows(board.published(reader, as_of=datetime(2000, 1, 1))) == [(None, None)]
