"""A milestone in a short sentence, in both languages."""

from collections.abc import Iterator
from typing import Any

import pytest

from lib.feed.milestone_words import words
from lib.i18n import catalog
from lib.milestones.rules import KINDS

NAMES = {"ha_long": "Hạ Long", "dong_trieu": "Đông Triều"}
LONGEST = 31
"""About what a third of a television has room for, 38 px high."""


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    catalog.speak("vi")
    yield
    catalog.speak("vi")


def say(
    kind: str, threshold: float | None, unit_id: str | None = None, *, one_day: bool = True
) -> str:
    milestone: dict[str, Any] = {"kind": kind, "threshold": threshold, "unit_id": unit_id}
    whole = {"vi": "Toàn tỉnh", "en": "Province"}[catalog.spoken()]
    return words(milestone, names=NAMES, whole=whole, is_one_day=one_day).replace("\u00a0", " ")


SAID = [
    ("plan_share", 0.9, None, "Toàn tỉnh vượt 90 % mục tiêu", "Province past 90% of target"),
    ("plan_share", 1.0, None, "Toàn tỉnh đạt mục tiêu ngày", "Province hits the day’s target"),
    (
        "plan_share",
        1.125,
        None,
        "Toàn tỉnh vượt 112,5 % mục tiêu",
        "Province past 112.5% of target",
    ),
    ("revenue", 8e8, None, "Toàn tỉnh qua 800 triệu đồng", "Province past 800 million VND"),
    ("revenue", 1.1e9, None, "Toàn tỉnh qua 1,1 tỷ đồng", "Province past 1.1 billion VND"),
    ("revenue", 2e9, None, "Toàn tỉnh qua 2 tỷ đồng", "Province past 2 billion VND"),
    ("revenue", 1.15e9, None, "Toàn tỉnh qua 1.150 triệu đồng", "Province past 1,150 million VND"),
    ("revenue", 2.5e6, None, "Toàn tỉnh qua 2,5 triệu đồng", "Province past 2.5 million VND"),
    (
        "unit_share",
        0.8,
        "dong_trieu",
        "Đông Triều vượt 80 % mục tiêu",
        "Đông Triều past 80% of target",
    ),
    ("unit_share", 1.0, "ha_long", "Hạ Long đạt 100 % mục tiêu", "Hạ Long hits 100% of target"),
    ("first_sale", None, "ha_long", "Hạ Long có số đầu tiên", "Hạ Long: first sale"),
    ("lead", None, "dong_trieu", "Đông Triều lên hạng nhất", "Đông Triều takes first place"),
    ("new_customers", 14.0, None, "Khách hàng mới thứ 14", "New customer no. 14"),
    ("quantity", 3_400.0, None, "Qua mốc 3.400 sản phẩm", "Past 3,400 items sold"),
]


@pytest.mark.parametrize(("kind", "threshold", "unit_id", "vi", "en"), SAID)
def test_a_milestone_is_said_as_the_wall_has_room_for(
    kind: str, threshold: float | None, unit_id: str | None, vi: str, en: str
) -> None:
    assert say(kind, threshold, unit_id) == vi
    catalog.speak("en")
    assert say(kind, threshold, unit_id) == en
    assert len(vi) <= LONGEST and len(en) <= LONGEST


def test_every_kind_has_its_sentence() -> None:
    assert {kind for kind, *_ in SAID} == set(KINDS)


def test_a_longer_campaign_has_no_daily_target() -> None:
    assert say("plan_share", 1.0, one_day=False) == "Toàn tỉnh đạt mục tiêu"


def test_a_unit_without_a_name_is_called_by_its_code() -> None:
    assert say("lead", None, "van_don") == "van_don lên hạng nhất"
