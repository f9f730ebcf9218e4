"""What the progress page concludes from the overview before it draws anything."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from lib.i18n import catalog
from lib.ui import progress_charts, progress_figures
from lib.ui.question import Question

NB = "\u00a0"
DAY = date(2024, 9, 21)


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    catalog.speak("vi")
    yield
    catalog.speak("vi")


def overview(revenue: int, *, plan: Any = 1_000_000_000, expected: Any = 500_000_000) -> pd.Series:
    """The figures the findings are made of; money in đồng."""
    known = not pd.isna(plan) and plan
    return pd.Series(
        {
            "revenue_vnd": revenue,
            "plan_vnd": plan,
            "attainment": revenue / plan if known else pd.NA,
            "expected_vnd": expected,
            "expected_share": expected / plan if known and not pd.isna(expected) else pd.NA,
            "sale_count": 3,
            "staff_count": 10,
            "unit_count": 14,
            "reporting_unit_count": 14,
        },
        dtype=object,
    )


@pytest.mark.parametrize(
    ("revenue", "finding"),
    (
        (600_000_000, f"Vượt nhịp kế hoạch 100,0{NB}triệu đồng"),
        (400_000_000, f"Sau nhịp kế hoạch 100,0{NB}triệu đồng"),
        (500_000_000, "Sát nhịp kế hoạch"),
        (500_900_000, "Sát nhịp kế hoạch"),
        (499_100_000, "Sát nhịp kế hoạch"),
    ),
)
def test_the_curve_is_named_by_where_it_stands_against_the_plan(revenue: int, finding: str) -> None:
    assert progress_charts._pace_finding(overview(revenue)) == finding


@pytest.mark.parametrize(
    "figures",
    (
        overview(5, plan=pd.NA, expected=pd.NA),
        overview(5, expected=pd.NA),
        overview(5, plan=0, expected=0),
        overview(5).replace({3: 0}),
    ),
    ids=("no plan", "no hours", "a plan of zero", "no sale"),
)
def test_where_nothing_can_be_concluded_the_title_is_plain(figures: pd.Series) -> None:
    assert progress_charts._pace_finding(figures) == "Doanh thu lũy kế"


def test_the_shortfall_is_shared_among_all_who_work() -> None:
    gap = progress_figures._gap(overview(400_000_000))
    assert (gap.label, gap.value) == ("Còn thiếu, triệu đồng", "600,0")
    assert gap.context == f"60,0{NB}triệu đồng mỗi người"


def test_without_people_the_shortfall_is_not_divided() -> None:
    figures = overview(400_000_000)
    figures["staff_count"] = 0
    assert progress_figures._gap(figures).context == "– mỗi người"


def test_once_the_plan_is_reached_the_surplus_is_shown() -> None:
    reached = progress_figures._gap(overview(1_000_000_000))
    assert (reached.label, reached.value) == ("Đã đạt kế hoạch, triệu đồng", "0,0")
    assert progress_figures._gap(overview(1_034_600_000)).value == "+34,6"


def test_one_dong_short_is_not_reached() -> None:
    assert progress_figures._gap(overview(999_999_999)).label == "Còn thiếu, triệu đồng"


def test_points_are_taken_of_the_shares_shown() -> None:
    figures = overview(563_400_000)
    figures["expected_share"] = 0.4326
    assert progress_figures._points_ahead(figures) == f"+13,0{NB}điểm"  # 56,3 - 43,3


@pytest.mark.parametrize(
    ("launched", "snapshot", "hours"),
    (
        (datetime(2024, 9, 21, 7, 30), datetime(2024, 9, 21, 10, 30), 3),
        (None, datetime(2024, 9, 21, 10, 30), 0),
        (pd.NaT, pd.NaT, 0),
    ),
)
def test_the_first_hours_are_those_of_the_campaign(
    launched: Any, snapshot: Any, hours: int
) -> None:
    campaign = pd.Series({"launched_at": launched, "snapshot_at": snapshot}, dtype=object)
    assert progress_charts._first_hours(campaign) == hours


@pytest.mark.parametrize(
    ("reporting", "last_day", "known"),
    ((14, DAY, True), (13, DAY, False), (14, date(2024, 12, 31), False)),
)
def test_only_a_single_day_with_every_unit_reporting_needs_no_further_question(
    reporting: int, last_day: date, known: bool
) -> None:
    question = Question(
        campaign=pd.Series({"starts_on": DAY, "ends_on": last_day}),
        unit_id=None,
        units=pd.DataFrame(),
        as_of=datetime(2024, 9, 21, 12, 0),
        is_replay=False,
    )
    figures = overview(5)
    figures["reporting_unit_count"] = reporting
    assert progress_figures.all_report(figures, question) is known
