"""The light board: the figures of the named queries, each unit's, in one JSON per publish."""

import json
from datetime import datetime
from typing import Any

import pandas as pd
from hypothesis import given

from lib.charts.wall_curve import Curve
from lib.feed import curve_points
from lib.feed.asked import CLOSED, View
from lib.feed.light_board import SCENE, UNIT, board, empty, rendered
from lib.feed.scenes import Scenes
from lib.i18n import catalog, formats
from lib.queries import leaderboard, progress
from lib.queries.answers import Answers
from tests.feed.drawing import MILLION, field, payload, question, words
from tests.feed.test_kept import Counting
from tests.queries.random_worlds import moments, worlds
from tests.queries.test_recomputed import SOME
from tests.worlds import World, asked, at

NO_BREAK = formats.NO_BREAK


def shown(world: World, clock: str = "11:00", **changed: Any) -> dict[str, Any]:
    """The board as a phone gets it."""
    view = View(question(SCENE, clock, theme="", **changed), Answers(asked(world), 7))
    found: dict[str, Any] = json.loads(rendered(view).body)
    return found


def units(found: dict[str, Any]) -> dict[tuple[str, int], dict[str, Any]]:
    """Units by id and level, as people read them."""
    read = [dict(zip(found["columns"], one, strict=True)) for one in found["units"]]
    return {(one["unit_id"], one["level"]): one for one in read}


def order(found: dict[str, Any], level: int) -> list[str]:
    return [found["units"][index][UNIT.index("unit_id")] for index in found["ranking"][level]]


def test_the_whole_is_said_in_the_words_of_the_wall() -> None:
    world = field()
    whole = shown(world)["whole"]
    wall = words(payload(world, "progress")["figures"]["live"])
    assert whole["number"] == "500,0"
    assert whole["share"] == f"50,0{NO_BREAK}%"
    said = (whole["number"], whole["unit"], whole["pace"][1], whole["outlook"][0], whole["target"])
    for one in said:
        assert one in wall
    assert whole["revenue_vnd"] == 500 * MILLION
    assert whole["plan_vnd"] == 1_000 * MILLION


def test_a_unit_has_its_place_its_share_and_how_it_stands() -> None:
    found = shown(field())
    read = units(found)
    north, south, office = (read[one, 0] for one in ("north", "south", "office"))
    assert (north["place"], north["share"], north["revenue"]) == ("1", f"70,0{NO_BREAK}%", "350,0")
    assert (south["place"], south["target"], south["kind"]) == ("2", "400,0", "behind")
    assert (office["place"], office["revenue"], office["kind"]) == ("–", "–", "silent")
    assert order(found, 0) == ["north", "south", "office"]
    below = read["north-1", 1]
    assert (below["district_id"], below["revenue"]) == ("north", "350,0")
    assert below["recorded"] == "09:40"


def test_figures_do_not_depend_on_what_the_screens_own_unit_is() -> None:
    found = shown(field())
    assert {one["district_id"] for one in units(found).values()} == {"north", "south", "office"}


def test_before_the_first_sale_there_is_a_plan_and_no_figure() -> None:
    world = field()
    world.tables["sales"] = []
    found = shown(world)
    assert found["before"].startswith("Chưa có giao dịch nào.")
    assert "number" not in found["whole"] and "pace" not in found["whole"]
    assert found["whole"]["target"] == f"Mục tiêu 1.000{NO_BREAK}triệu đồng"
    assert found["curve"]["actual"] == "" and found["curve"]["end"] is None
    assert found["curve"]["plan"].startswith("0,1000 ")
    assert {one["kind"] for one in units(found).values()} <= {"silent", "untargeted"}


def test_when_selling_has_ended_who_is_below_the_target_is_not_behind_anything() -> None:
    read = units(shown(field(), "23:00", phase=CLOSED))
    assert read["north", 0]["kind"] == "missed"
    world = field()
    world.sale(200 * MILLION, unit_id="north-1", sold_at=at("10:30"))
    found = shown(world, "23:00", phase=CLOSED)
    assert units(found)["north", 0]["kind"] == "reached"
    assert found["whole"]["outlook"][2] == "/ 3"


def test_while_places_are_frozen_units_stand_as_they_stood_and_the_whole_goes_on() -> None:
    world = field()
    before = units(shown(world, "10:30"))
    world.sale(400 * MILLION, unit_id="office", sold_at=at("10:50"))
    found = shown(world, frozen_at=at("10:30"))
    held = {key: {**one, "kind": ""} for key, one in units(found).items()}
    assert held == {key: {**one, "kind": ""} for key, one in before.items()}
    assert {one["kind"] for one in units(found).values()} <= {"plain", "reached", "silent"}
    assert found["whole"]["number"] == "900,0"
    assert found["frozen"] == "Giữ nguyên từ 10:30 cho đến khi công bố"


def test_rows_that_wait_are_said_and_none_are_not() -> None:
    assert shown(field())["whole"]["waiting"] == ""
    world = field()
    world.wait(2_500_000, recorded_at=at("10:00"))
    said = shown(world)["whole"]["waiting"].replace(NO_BREAK, " ")
    assert said == "1 dòng đang chờ xử lý, 2,5 triệu đồng chưa tính"


def test_a_unit_that_stands_among_its_own_counters_is_named_so() -> None:
    world = field()
    world.sale(10 * MILLION, unit_id="north", sold_at=at("10:30"))
    found = shown(world)
    assert units(found)["north", 0]["name"] == "north"
    assert units(found)["north", 1]["name"] == "north (trực tiếp)"


def test_each_language_has_its_own_words_and_the_same_figures() -> None:
    here, there = shown(field()), shown(field(), language="en")
    assert there["whole"]["number"] == "500.0"
    assert there["levels"] != here["levels"]
    for column in ("unit_id", "place", "attainment", "revenue_vnd", "target_vnd", "kind"):
        column_at = UNIT.index(column)
        here_read, there_read = (
            [one[column_at] for one in found["units"]] for found in (here, there)
        )
        assert here_read == there_read


def test_the_same_figures_are_the_same_bytes_and_others_have_another_tag() -> None:
    one, same = (Scenes(rendered).scene(Answers(asked(field()), 7), question(SCENE)) for _ in "ab")
    assert one.body == same.body and one.tag == same.tag and one.packed == same.packed
    world = field()
    world.sale(1, unit_id="north-1", sold_at=at("10:31"))
    assert Scenes(rendered).scene(Answers(asked(world), 7), question(SCENE)).tag != one.tag


def test_old_boards_are_dropped_and_a_failing_store_leaves_the_last_one() -> None:
    reader, boards = Counting(), Scenes(rendered, most_kept=3)
    for generation in range(1, 9):
        boards.scene(Answers(reader, generation), question(SCENE))
    assert len(boards._drawn) == 3
    reader.is_away = True
    kept = json.loads(boards.scene(Answers(reader, 9), question(SCENE)).body)
    assert len(kept["kept"]) == 6 and kept["generation"] == 8


def test_without_a_campaign_there_is_a_board_that_says_so() -> None:
    assert json.loads(empty(3).body) == {"campaign": None, "generation": 3, "kept": None}


def test_the_drawing_keeps_its_proportions_and_stands_below_its_top() -> None:
    opens, closes = datetime(2024, 9, 21, 8), datetime(2024, 9, 21, 12)
    line = pd.DataFrame({"at": [opens, closes], "cumulative_vnd": [0, 50]})
    found = curve_points.points(
        Curve(
            opens_at=opens, closes_at=closes, actual=line, plan=line.iloc[:0], forecast=None,
            plan_vnd=100, finish_at=None, mark_at=None,
            ticks=[(datetime(2024, 9, 21, 10), "10h")], words={},
        )
    )  # fmt: skip
    assert found["plan"] == ""
    assert found["ticks"] == [[500, "10h"]]
    assert (found["actual"], found["end"]) == ("0,1000 1000,528", "1000,528")
    assert found["target"] == 57


@SOME
@given(worlds(), moments())
def test_any_campaign_has_the_figures_of_the_named_queries(world: World, as_of: datetime) -> None:
    catalog.speak("vi")
    known = Answers(asked(world), 7)
    for code in ("day", "weeks"):
        shared = {"campaign_code": code, "as_of": as_of}
        found = json.loads(json.dumps(board(View(question(SCENE, **shared), known)), default=str))
        overview = known.read(progress.overview, **shared, unit_id=None).iloc[0]
        assert found["whole"]["revenue_vnd"] == overview["revenue_vnd"]
        read = units(found)
        for level in range(len(found["levels"])):
            rows = known.read(
                leaderboard.units_by_attainment, **shared, level=level, parent_id=None
            )
            assert order(found, level) == list(rows["unit_id"])
            for row in rows.to_dict("records"):
                one = read[row["unit_id"], level]
                assert one["place"] == formats.number(row["place"])
                assert one["revenue_vnd"] == row["revenue_vnd"]
                assert one["share"] == formats.percent(row["attainment"])
                assert one["target"] == formats.millions(row["target_vnd"], unit=False)
