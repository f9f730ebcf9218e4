"""Measures as they are said."""

from collections.abc import Iterator

import pytest

from lib.awards import wording
from lib.awards.measures import MEASURES, kind
from lib.i18n import catalog


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    catalog.speak("vi")
    yield
    catalog.speak("vi")


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("revenue_vnd", "1250000", "1,3 triệu đồng"),
        ("attainment", "1.5", "150,0 %"),
        ("role_multiple", "2.254", "2,25 lần"),
        ("new_customer_count", "1200", "1.200"),
        ("panel_score", "72.55", "72,6"),
        ("plan_reached_minute", "545", "09:05"),
        ("plan_reached_minute", "1439", "23:59"),
        ("plan_reached_minute", "1440", "00:00, ngày thứ 2 của đợt"),
        ("plan_reached_minute", "3425", "09:05, ngày thứ 3 của đợt"),
        ("complaints", "", "–"),
    ],
)
def test_a_value_is_said_with_its_unit(name: str, written: str, said: str) -> None:
    assert wording.value(name, written).replace("\u00a0", " ") == said


def test_a_later_day_is_said_in_english_too() -> None:
    catalog.speak("en")
    assert wording.value("plan_reached_minute", "1505") == "01:05 on day 2"


def test_a_measure_of_several_subjects_is_read_the_same_for_each() -> None:
    for measures in MEASURES.values():
        for name, measure in measures.items():
            assert kind(name) == measure.kind
            assert not measure.follows or measure.follows in measures
