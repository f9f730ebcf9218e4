"""Scenes: what they say is what the queries say, in every state of the day."""

from datetime import datetime
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.charts.theme import DARK
from lib.charts.wall import HEIGHT, SMALLEST, WIDTH
from lib.errors import SceneUnknown
from lib.feed.asked import BEFORE, CLOSED, OPEN
from lib.feed.scenes import SCENES
from tests.feed.drawing import (
    LONGEST_NAME,
    MILLION,
    Text,
    field,
    payload,
    question,
    texts,
    words,
)
from tests.queries.random_worlds import moments, worlds
from tests.queries.test_recomputed import SOME
from tests.worlds import World, at, ground

EACH_SCENE = pytest.mark.parametrize("scene", SCENES)


def figures(found: dict[str, Any]) -> list[dict[str, Any]]:
    return list(found["figures"].values())


@EACH_SCENE
@pytest.mark.parametrize("phase", (BEFORE, OPEN, CLOSED))
@pytest.mark.parametrize("theme", ("dark", "light"))
@pytest.mark.parametrize("language", ("vi", "en"))
@pytest.mark.parametrize("world", (field(), ground()), ids=("sold", "nothing"))
def test_a_scene_is_a_figure_that_plotly_accepts(
    scene: str, phase: str, theme: str, language: str, world: World
) -> None:
    found = payload(world, scene, phase=phase, theme=theme, language=language)
    assert set(found["figures"]) == ({"live"} if phase == CLOSED else {"live", "stale"})
    for figure in figures(found):
        drawn = go.Figure(figure)
        assert (drawn.layout.width, drawn.layout.height) == (WIDTH, HEIGHT)
        assert drawn.layout.transition.duration is None, "titles would stand still"


def test_the_overview_says_the_number_its_share_and_its_pace() -> None:
    said = words(payload(field(), "progress")["figures"]["live"])
    assert "500,0" in said
    assert "triệu đồng · 50,0\u00a0% mục tiêu" in said
    assert "Sau nhịp kế hoạch 250,0 triệu" in said  # at 11:00 three of four hours are due
    assert {"50", "1", "3", "/ 6"} <= set(said)


def test_ahead_of_the_pace_is_said_too() -> None:
    said = words(payload(field(), "progress", "08:30", as_of=at("08:30"))["figures"]["live"])
    assert "Vượt nhịp kế hoạch 175,0 triệu" in said


def test_a_target_reached_turns_the_number_gold_and_says_since_when() -> None:
    world = field()
    world.sale(500 * MILLION, unit_id="office", sold_at=at("10:30"))
    found = payload(world, "progress")["figures"]["live"]
    number = next(one for one in texts(found) if one.words == "1.000,0")
    assert number.color == DARK.victory_text
    assert "Đạt mục tiêu lúc 10:30" in words(found)
    assert "Toàn tỉnh đạt mục tiêu ngày" in words(found)


def test_below_the_target_nothing_on_the_overview_is_gold() -> None:
    world = field()
    world.sale(500 * MILLION - 1, unit_id="office", sold_at=at("10:30"))
    found = payload(world, "progress")["figures"]["live"]
    assert "99,9\u00a0%" in " ".join(words(found)), "never rounded up to the whole"
    assert DARK.victory not in str(found)


def test_a_missed_target_is_white_and_said_plainly_once_closed() -> None:
    found = payload(field(), "progress", phase=CLOSED, as_of=datetime(2024, 9, 22))
    said = words(found["figures"]["live"])
    assert "Đạt 50,0\u00a0% mục tiêu" in said
    assert DARK.victory not in str(found)
    assert "Đơn vị đạt mục tiêu" in said
    assert not [one for one in said if "nhịp" in one or "Dự báo" in one]


@EACH_SCENE
def test_old_figures_are_grey_without_pace_or_forecast(scene: str) -> None:
    found = payload(field(), scene)["figures"]["stale"]
    said = [one for one in texts(found) if not one.words.startswith("Tạm ẩn")]
    header = [one for one in said if one.y < 142]
    for one in said:
        if one not in header:
            assert "nhịp" not in one.words, one
            assert "Dự báo" not in one.words, one
        if one.size >= 72:
            assert one.color in (DARK.text_2, "#FFFFFF"), one
    assert DARK.actual not in str(found)


def test_before_the_first_sale_there_are_no_zeros_but_what_is_ready() -> None:
    found = payload(ground(), "progress", "07:30", phase=BEFORE, as_of=at("07:30"))
    said = words(found["figures"]["live"])
    assert "3 / 3 đơn vị" in said  # targets given
    assert "6 người" in said
    assert "0,0" not in said
    assert {"clock.opens", "clock.opens_in"} <= {
        one.get("name") for one in found["figures"]["live"]["layout"]["annotations"]
    }


def test_without_a_plan_there_is_a_dash_and_neither_pace_nor_forecast_of_it() -> None:
    world = field()
    world.tables["campaigns"][0]["plan_vnd"] = None
    world.tables["targets"] = []
    said = words(payload(world, "progress")["figures"]["live"])
    assert "triệu đồng" in said
    assert not [one for one in said if "%" in one or "nhịp" in one or "mục tiêu" in one.lower()]


def test_the_ranking_is_by_share_with_the_place_of_an_hour_ago() -> None:
    world = field()
    world.sale(180 * MILLION, unit_id="south-1", sold_at=at("10:50"))
    found = payload(world, "ranking")["figures"]["live"]
    names = [one.words for one in texts(found) if one.size == 72 and one.x == 325]
    assert names == ["south", "north", "office"]
    assert {"82,5", "70,0", "–"} <= set(words(found))
    assert "nhịp kế hoạch 75,0\u00a0%" in words(found)


def test_a_frozen_ranking_shows_the_places_of_then_and_says_so() -> None:
    world = field()
    world.sale(400 * MILLION, unit_id="office", sold_at=at("10:50"))
    now = words(payload(world, "ranking")["figures"]["live"])
    held = words(payload(world, "ranking", frozen_at=at("10:30"))["figures"]["live"])
    assert "400,0" in now
    assert "400,0" not in held
    assert "theo % mục tiêu được giao · giữ nguyên hạng từ 10:30" in held
    tiles = words(payload(world, "map", frozen_at=at("10:30"))["figures"]["live"])
    assert "400,0" not in tiles
    total = words(payload(world, "progress", frozen_at=at("10:30"))["figures"]["live"])
    assert "900,0" in total, "the whole goes on"
    assert not [one for one in total if "office" in one], "but milestones tell no places"


def test_the_map_shows_every_unit_also_the_one_without_figures() -> None:
    world = field()
    for unit_id, (row, column) in {"north": (0, 0), "south": (1, 1)}.items():
        unit = next(one for one in world.tables["org_units"] if one["unit_id"] == unit_id)
        unit.update(tile_row=row, tile_col=column)
    found = payload(world, "map")["figures"]["live"]
    said = words(found)
    assert {"north", "south", "office", "70,0", "37,5", "–"} <= set(said)
    assert "Bản đồ 3 đơn vị" in said
    assert said.count("Chưa có số") == 1


def test_services_tell_what_pulls_and_what_lags_by_the_gap_to_the_pace() -> None:
    world = field()
    for row in world.tables["targets"]:
        row["target_vnd"] = 100 * MILLION
    world.target("south-1", 400 * MILLION, "BCCP")
    said = words(payload(world, "services")["figures"]["live"])
    # goods: 250 of 400, due 300; parcels: 100 of 400, due 300
    assert {"62,5", "25,0", "−50,0", "−200,0"} <= set(said)


def test_the_tiers_are_the_day_and_what_it_sits_in() -> None:
    world = field()
    month = {
        "starts_on": at("08:00").date().replace(day=1),
        "ends_on": datetime(2024, 9, 30).date(),
    }
    world.campaign("month", **month, plan_vnd=5_000 * MILLION, name="Tháng chín")
    world.tables["campaigns"][0]["parent_code"] = "month"
    said = words(payload(world, "tiers")["figures"]["live"])
    assert "500,0 / 1.000,0 triệu đồng" in said
    assert "500,0 / 5.000,0 triệu đồng" in said
    assert "Tháng chín" in said
    assert "1/9 – 30/9/2024 · ngày 21/30" in said


def test_campaigns_that_point_at_each_other_do_not_go_round_for_ever() -> None:
    world = field()
    world.tables["campaigns"][0]["parent_code"] = "day"
    assert payload(world, "tiers")["figures"]["live"]


def test_a_district_has_its_own_scenes() -> None:
    world = field()
    said = words(payload(world, "progress", unit_id="north")["figures"]["live"])
    assert "Doanh thu north, lũy kế" in said
    assert "350,0" in said
    assert "triệu đồng · 70,0\u00a0% mục tiêu" in said
    ranking = words(payload(world, "ranking", unit_id="north")["figures"]["live"])
    assert {"north-1", "north-2"} <= set(ranking)
    assert "south" not in ranking


def test_names_from_data_stay_literal() -> None:
    world = field()
    world.tables["campaigns"][0]["name"] = "<b>Đêm</b> & <a href='x'>ngày</a>"
    found = payload(world, "progress")["figures"]["live"]
    written = [one["text"] for one in found["layout"]["annotations"]]
    assert "&lt;b&gt;Đêm&lt;/b&gt; &amp; &lt;a href='x'&gt;ngày&lt;/a&gt;" in written


def test_there_is_no_other_scene() -> None:
    with pytest.raises(SceneUnknown):
        payload(field(), "weather")


@EACH_SCENE
def test_the_longest_names_and_totals_neither_leave_the_sheet_nor_touch(scene: str) -> None:
    world = field()
    for row in world.tables["org_unit_names"]:
        row.update(short_name=LONGEST_NAME, short_name_en=LONGEST_NAME, name=LONGEST_NAME)
    world.tables["campaigns"][0].update(name=LONGEST_NAME * 2, plan_vnd=9_999_999_999)
    for row in world.tables["services"]:
        row["name"] = LONGEST_NAME
    for _ in range(30):
        world.sale(987_654_321, unit_id="north-1", staff_code="An", sold_at=at("10:10"))
    for phase in (OPEN, CLOSED):
        for figure in figures(payload(world, scene, phase=phase)):
            _stands_clear(figure)


@SOME
@given(worlds(), moments(), st.sampled_from(sorted(SCENES)), st.sampled_from((OPEN, CLOSED)))
def test_any_campaign_has_scenes(world: World, as_of: datetime, scene: str, phase: str) -> None:
    for code in ("day", "weeks"):
        found = payload(world, scene, phase=phase, as_of=as_of, campaign_code=code)
        for figure in figures(found):
            assert texts(figure)
            _stands_clear(figure)


def _stands_clear(figure: dict[str, Any]) -> None:
    """Every text is large enough, on the sheet, and clear of the others."""
    found = [one for one in texts(figure) if not one.name.startswith("clock.")]
    for one in found:
        left, top, right, bottom = one.box
        assert one.size >= SMALLEST, one
        assert left >= -1 and right <= WIDTH and top >= 0 and bottom <= HEIGHT, one
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            assert not _touch(one, other), f"{one}\n{other}"


def _touch(one: Text, other: Text) -> bool:
    # widths are those of the boldest weight: a few px more than is inked
    spare = 12
    left, top, right, bottom = one.box
    left_2, top_2, right_2, bottom_2 = other.box
    return (
        left + spare < right_2
        and left_2 + spare < right
        and top + 4 < bottom_2
        and top_2 + 4 < bottom
    )


def test_a_question_is_kept_by_what_lasts() -> None:
    one, other = question("map", "10:00"), question("map", "11:00", phase=CLOSED)
    assert one != other
    assert one.lasting == other.lasting
