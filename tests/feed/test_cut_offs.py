"""Which cut-off a wall shows: it stands still between publishes, and a day can be played back."""

from datetime import datetime, timedelta

import pandas as pd
import pytest

from lib.feed import cut_offs
from lib.feed.asked import BEFORE, CLOSED, OPEN
from lib.feed.cut_offs import Day, Moment
from lib.queries import campaigns
from lib.queries.answers import Answers
from tests.feed.drawing import field
from tests.worlds import DAY, World, asked, at

SELLING = Day(at("08:00"), at("12:00"), at("08:00"))


def known(world: World) -> tuple[Answers, pd.Series]:
    found = Answers(asked(world), 1)
    return found, found.read(campaigns.campaigns, as_of=at("08:00")).iloc[0]


def live(clock: str, world: World) -> Moment:
    return cut_offs.live(*known(world), at(clock))


def test_while_selling_goes_on_the_cut_off_is_the_last_publish() -> None:
    world = field().publish(at("07:00"), at("10:21"))
    assert live("10:25", world) == Moment(at("10:25"), OPEN, at("10:21"))
    assert live("11:59", world).as_of == at("10:21"), "time alone changes no figure"
    assert live("11:59", world).tag == live("10:25", world).tag


def test_a_sale_known_after_the_last_publish_of_the_journal_moves_it_too() -> None:
    assert live("11:00", field().publish(at("09:00"))).as_of == at("10:20")


def test_what_was_published_before_opening_is_shown_as_of_opening() -> None:
    world = field()
    world.tables["sales"] = []
    assert live("09:30", world.publish(at("06:00"))) == Moment(at("09:30"), OPEN, at("08:00"))


def test_before_opening_and_after_closing_are_phases_of_their_own() -> None:
    world = field().publish(at("06:00"))
    assert live("07:59", world).phase == BEFORE
    assert live("12:00", world).phase == OPEN
    closed = live("12:01", world)
    assert (closed.phase, closed.as_of) == (CLOSED, datetime(2024, 9, 22))


def test_a_day_played_back_shows_what_was_known_then() -> None:
    found, campaign = known(field())
    at_nine = cut_offs.replay(found, campaign, SELLING, at("09:00"))
    assert (at_nine.phase, at_nine.as_of) == (OPEN, at("08:30"))
    assert cut_offs.replay(found, campaign, SELLING, at("09:39")).tag == at_nine.tag
    assert cut_offs.replay(found, campaign, SELLING, at("09:40")).as_of == at("09:40")
    assert cut_offs.replay(found, campaign, SELLING, at("12:01")).phase == CLOSED


@pytest.mark.parametrize(
    ("seconds", "clock"),
    [(0, "08:00"), (1, "08:01"), (60, "09:00"), (240, "12:00"), (270, "12:30"), (300, "08:00")],
)
def test_a_playing_begins_again_after_a_rest(seconds: float, clock: str) -> None:
    assert cut_offs.played(SELLING, speed=60, seconds=seconds) == at(clock)


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        (None, "08:00"),
        ("09:30", "09:30"),
        ("9", "09:00"),
        ("noon", "08:00"),
        ("23:00", "08:00"),
        ("9" * 30, "08:00"),
        ("²:00", "08:00"),
        ("-1:00", "08:00"),
    ],
)
def test_a_playing_begins_where_it_is_told(written: str | None, clock: str) -> None:
    _, campaign = known(field())
    day = cut_offs.day_of(campaign, at("15:00"), written)
    assert day == Day(at("08:00"), at("12:00"), at(clock))


def test_the_hours_of_a_long_campaign_are_those_of_the_day_played() -> None:
    world = field()
    world.campaign("weeks", starts_on=DAY, ends_on=DAY + timedelta(days=9))
    found = Answers(asked(world), 1).read(campaigns.campaigns, as_of=at("08:00"))
    weeks = found[found["campaign_code"] == "weeks"].iloc[0]
    day = cut_offs.day_of(weeks, datetime(2024, 9, 25, 15), None)
    assert day.opens_at == datetime(2024, 9, 25, 8)
    assert day.closes_at == datetime(2024, 9, 25, 12)
