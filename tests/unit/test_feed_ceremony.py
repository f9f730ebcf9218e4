"""What a hall sees: every step in order, no name before its reveal, everything large and inside."""

import json
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.awards.honours import Honours, Nominee, Result, Title
from lib.charts.lettering import width
from lib.charts.theme import BLACK
from lib.demo import rehearsal
from lib.feed import ceremony, ceremony_words
from lib.feed.ceremony import Shown, scene, steps
from lib.i18n import catalog
from tests import honours as sample

NAME = "Ngày thứ 7 – Chiến thắng"
LEAST, WIDE, HIGH = 40, 1920, 1080
LIFTED_END = 760
LONG = (
    "Nguyễn Phúc Hoàng Thiên Kim Ngân",
    "Đặng Thị Thanh Hương Giang",
    "Trần Ân",
    "Tổ bán hàng lưu động thị xã Quảng Yên số 12",
)


def told_apart() -> Honours:
    """The sample record with names that say which title and which nominee they are of."""
    found = sample.honours()
    titles = []
    for number, title in enumerate(found.titles):
        nominees = tuple(
            replace(one, name=f"Mẫu {number}{at} Tên", code=f"{number}{at}")
            for at, one in enumerate(title.nominees)
        )
        titles.append(replace(title, nominees=nominees, winners=nominees[: title.seats]))
    return replace(found, titles=tuple(titles))


def written(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


def inked(found: Any) -> list[tuple[str, float, float, float, float, float]]:
    """Words, size, and the box they stand in (px), at most as large."""
    boxes = []
    for one in found["figure"]["layout"]["annotations"]:
        if not one["text"]:
            continue
        size = one["font"]["size"]
        words = one["text"].replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
        wide = width(words, size)
        left = one["x"] * WIDE - {"left": 0, "center": wide / 2, "right": wide}[one["xanchor"]]
        y = (1 - one["y"]) * HIGH
        boxes.append((words, size, left, y - size * 0.5, left + wide, y + size * 0.5))
    return boxes


def overlapping(found: Any) -> list[tuple[str, str]]:
    boxes = inked(found)
    return [
        (one[0], other[0])
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
        if one[2] < other[4] and other[2] < one[4] and one[3] < other[5] and other[3] < one[5]
    ]


def title_of(names: list[str], seats: int, **changed: Any) -> Title:
    first = sample.honours().titles[2]
    nominees = tuple(
        replace(first.nominees[0], name=name, code=f"M{at}", role_name="Giao dịch viên",
                unit_short_name="Đông Triều")
        for at, name in enumerate(names)
    )  # fmt: skip
    return replace(first, nominees=nominees, winners=nominees[:seats], seats=seats, **changed)


def test_the_steps_are_opening_two_a_title_and_closing() -> None:
    found = [one.key for one in steps(sample.honours())]
    assert found == [
        "opening",
        *(f"{kind}:{number}" for number in range(1, 6) for kind in ("nominees", "reveal")),
        "closing",
    ]
    for number in range(1, 6):
        assert found[ceremony.step_of_title(number)] == f"nominees:{number}"
    assert [one.key for one in steps(None)] == ["waiting"]


def test_a_step_beyond_the_last_is_the_last_and_every_step_has_its_key() -> None:
    found = sample.honours()
    keys = [scene(found, NAME, Shown(step=at))["key"] for at in range(12)]
    assert keys == [one.key for one in steps(found)]
    assert scene(found, NAME, Shown(step=99))["key"] == "closing"
    assert scene(found, NAME, Shown(step=-1))["key"] == "opening"


@pytest.mark.parametrize("language", catalog.LANGUAGES)
@pytest.mark.parametrize("is_lifted", (False, True))
def test_no_name_of_a_title_is_in_a_scene_before_its_own(language: str, is_lifted: bool) -> None:
    found = told_apart()
    for at in range(11):
        shown = Shown(step=at, language=language, is_lifted=is_lifted)
        said = written(scene(found, NAME, shown))
        reached = (at + 1) // 2
        for number, title in enumerate(found.titles):
            named = [one.name in said for one in title.nominees]
            if number == reached - 1:
                assert all(named) if at % 2 else sum(named) == title.seats
            else:
                assert not any(named), f"step {at} speaks of title {number + 1}"
            assert (title.title in said) == (number == reached - 1)


@settings(deadline=None)
@given(st.data())
def test_nominees_look_the_same_whoever_wins(data: st.DataObject) -> None:
    found = told_apart()
    at = data.draw(st.integers(0, 4))
    title = found.titles[at]
    winners = data.draw(st.lists(st.sampled_from(title.nominees), unique=True, max_size=6))
    order = data.draw(st.permutations(title.nominees))
    results = data.draw(st.lists(st.integers(0, 99), min_size=6, max_size=6))

    def decided(one: Nominee, number: int) -> Nominee:
        reached = (Result("role_multiple", f"{number}.5", f"{number}.0"),)
        return replace(one, points=f"{number}.0", place=number, results=reached)

    other = replace(
        title,
        nominees=tuple(decided(one, number) for one, number in zip(order, results, strict=True)),
        winners=tuple(winners),
        departure_reason=data.draw(st.sampled_from(["", "Hội đồng xét khác"])),
    )
    changed = replace(
        found, revenue_vnd=1, titles=(*found.titles[:at], other, *found.titles[at + 1 :])
    )
    shown = Shown(step=2 * at + 1, is_lifted=data.draw(st.booleans()))
    assert written(scene(found, NAME, shown)) == written(scene(changed, NAME, shown))


def test_nominees_stand_in_the_order_of_vietnamese_given_names() -> None:
    title = title_of(["Vũ Mẫu Ý", "Lê Mẫu Bình", "Trần Mẫu Ánh", "An Mẫu Đạt", "Lê Mẫu Ánh"], 1)
    assert [one.name for one in ceremony_words.nominees(title).people] == [
        *("Lê Mẫu Ánh", "Trần Mẫu Ánh", "Lê Mẫu Bình", "An Mẫu Đạt", "Vũ Mẫu Ý"),
    ]
    teams = replace(title_of(["Nhóm 10", "Nhóm 2"], 1), subject="team")
    assert [one.name for one in ceremony_words.nominees(teams).people] == ["Nhóm 2", "Nhóm 10"]


@pytest.mark.parametrize("is_lifted", (False, True))
@pytest.mark.parametrize("theme", ceremony.THEMES)
@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_everything_is_large_and_inside(language: str, theme: str, is_lifted: bool) -> None:
    for is_rehearsal in (False, True):
        for at in range(12):
            shown = Shown(at, False, is_lifted, is_rehearsal, theme, language)
            found = scene(sample.honours(), NAME, shown)
            go.Figure(found["figure"])
            for words, size, left, top, right, bottom in inked(found):
                assert size >= LEAST, words
                assert left >= 60 and right <= WIDE - 60, (at, words)
                assert top >= 16 and bottom <= (LIFTED_END + 24 if is_lifted else 1074), (at, words)
                assert "…" not in words
            assert overlapping(found) == [], at


@settings(deadline=None)
@given(
    names=st.lists(st.sampled_from(LONG), min_size=1, max_size=12),
    seats=st.integers(1, 6),
    is_lifted=st.booleans(),
)
def test_one_to_twelve_nominees_and_one_to_six_winners_have_room(
    names: list[str], seats: int, is_lifted: bool
) -> None:
    title = title_of(names, min(seats, len(names)))
    found = replace(sample.honours(), titles=(title,))
    for at in (1, 2):
        drawn = scene(found, NAME, Shown(step=at, is_lifted=is_lifted))
        for words, size, left, top, right, bottom in inked(drawn):
            assert size >= LEAST and "…" not in words, words
            assert left >= 60 and right <= WIDE - 60, words
            assert top >= 16 and bottom <= (LIFTED_END + 24 if is_lifted else 1074), words
        assert overlapping(drawn) == []


def test_winners_of_a_title_are_shown_as_equals() -> None:
    title = title_of([*LONG], 3)
    cards = scene(replace(sample.honours(), titles=(title,)), NAME, Shown(step=2))["figure"]
    boxes = [one for one in cards["layout"]["shapes"] if one["type"] == "rect"]
    sizes = {round(one["x1"] - one["x0"], 6) for one in boxes}
    assert len(sizes) == 1
    points = [one for one in cards["layout"]["annotations"] if one["text"] == "98,0"]
    assert len(points) == 3
    assert len({(one["font"]["size"], one["y"]) for one in points}) == 1


def test_the_closing_names_every_winner_the_counts_and_the_result() -> None:
    found = told_apart()
    said = written(scene(found, NAME, Shown(step=11)))
    for title in found.titles:
        for one in title.nominees:
            assert (one.name in said) == (one in title.winners)
    for words in ("2 tập thể, 7 cá nhân", "1.187,4", "95,0", "4/13 đơn vị đạt", "Chỉ huy"):
        assert words in said


def test_a_title_nobody_was_given_says_so() -> None:
    title = replace(title_of(["Lê Mẫu An"], 0), departure_reason="Không đủ điều kiện")
    said = written(scene(replace(sample.honours(), titles=(title,)), NAME, Shown(step=2)))
    assert catalog.sentences("vi")["stage.nobody"] in said
    assert "Lê Mẫu An" not in said


def test_without_a_record_there_is_the_campaign_and_that_nothing_is_decided() -> None:
    found = scene(None, NAME, Shown(step=7))
    assert found["key"] == "waiting"
    assert [one[0] for one in inked(found)] == [NAME, "Chưa có quyết định khen thưởng"]


def test_black_is_black_and_says_nothing_of_where_it_stands() -> None:
    dark = [written(scene(told_apart(), NAME, Shown(step=at, is_black=True))) for at in range(12)]
    assert len(set(dark)) == 1
    found = scene(told_apart(), NAME, Shown(step=6, is_black=True, theme="light"))
    assert found["background"] == found["figure"]["layout"]["paper_bgcolor"] == BLACK
    assert inked(found) == [] and found["figure"]["layout"]["shapes"] == []


def test_simulated_figures_and_a_rehearsal_say_what_they_are_on_every_scene() -> None:
    real = replace(sample.honours(), is_simulated=False)
    for at in range(12):
        assert "MÔ PHỎNG" in written(scene(sample.honours(), NAME, Shown(step=at)))
        assert "MÔ PHỎNG" not in written(scene(real, NAME, Shown(step=at)))
        assert "TỔNG DUYỆT" in written(scene(real, NAME, Shown(step=at, is_rehearsal=True)))


def test_a_rehearsal_has_the_five_titles_and_names_nobody_takes_for_real() -> None:
    day = sample.honours().ends_on
    found = rehearsal.honours(
        campaign_code="c", name=NAME, name_en="Saturday", starts_on=day, ends_on=day
    )
    assert (found.collective_count, found.individual_count) == (2, 7)
    assert [one.title for one in found.titles] == [one.title for one in sample.honours().titles]
    everybody = [one for title in found.titles for one in title.nominees]
    assert all("Mẫu" in one.name and "Mẫu" in one.unit_short_name for one in everybody)
    assert len({one.name for one in everybody}) == len(everybody) == 30
    assert found.record_id == 0
    for at in range(12):
        found_scene = scene(found, NAME, Shown(step=at, is_rehearsal=True))
        assert overlapping(found_scene) == []


def test_names_are_shown_literally() -> None:
    title = title_of(["<b>Mẫu</b> & <a href='x'>Con</a>"], 1)
    for at in (1, 2, 3):
        found = scene(replace(sample.honours(), titles=(title,)), NAME, Shown(step=at))
        said = " ".join(one["text"] for one in found["figure"]["layout"]["annotations"])
        assert "&lt;b&gt;Mẫu&lt;/b&gt; &amp;" in said and "<" not in said


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Vũ Đức Thịnh", "VT"), ("Lê Ngọc Ánh", "LÁ"), ("Nhóm Mẫu 12", "N1"), ("Ân", "ÂN")],
)
def test_initials_are_of_the_family_and_the_given_name(name: str, letters: str) -> None:
    assert ceremony_words.initials(name) == letters
