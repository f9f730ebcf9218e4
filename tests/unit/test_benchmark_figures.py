"""What the benchmarks judge by: slopes, shares, schedules, and what a blank picture is."""

import io
import math

import pytest
from PIL import Image, ImageDraw

from benchmarks.figures import share, trend
from benchmarks.soak.judging import Line, Sample, blocks, of_memory, on_time, table
from benchmarks.soak.watching import is_blank

TURNS = [("progress", 40.0), ("ranking", 20.0), ("map", 20.0)]


def test_a_slope_is_by_the_hour() -> None:
    found = trend([(at, 100 + at / 3600 * 12) for at in range(0, 1800, 15)])
    assert found.per_hour == pytest.approx(12)
    assert found.error == pytest.approx(0, abs=1e-6)


def test_a_slope_of_noise_says_how_unsure_it_is() -> None:
    found = trend([(at, 100 + (-1) ** (at // 15)) for at in range(0, 1800, 15)])
    assert abs(found.per_hour) < 2 * found.error


def test_nothing_is_said_of_two_samples() -> None:
    assert math.isnan(trend([(0, 1), (1, 2)]).per_hour)


def test_a_share_is_a_value_that_was_measured() -> None:
    assert share([3, 1, 2], 0.5) == 2
    assert share(range(1, 101), 0.95) == 95
    assert share([7], 0.95) == 7


def test_a_schedule_leaves_out_what_was_not_seen_whole() -> None:
    seen = [(3.0, "progress"), (30.0, "ranking"), (50.5, "map"), (70.0, "progress")]
    late, in_order, count = on_time(seen, TURNS)
    assert (late, in_order, count) == (pytest.approx(0.5), True, 2)


def test_a_scene_that_is_left_out_or_unknown_is_noticed() -> None:
    _, in_order, _ = on_time([(0.0, "progress"), (40.0, "map"), (60.0, "progress")], TURNS)
    assert not in_order
    late, _, _ = on_time([(0.0, "map"), (20.0, "other"), (40.0, "map")], TURNS)
    assert late == math.inf


def samples(minutes: float, mb_per_hour: float) -> list[Sample]:
    return [
        Sample(at, 400 + at / 3600 * mb_per_hour, 900, 900, (18.0,), (900,))
        for at in range(0, int(minutes * 60), 15)
    ]


def verdict(lines: list[Line], what: str) -> bool | None:
    [found] = [line for line in lines if line.what == what]
    return found.holds


def test_growth_fails_and_too_short_a_time_is_not_judged() -> None:
    flat = of_memory(samples(30, 1), ["wall"], warm_up=600, speed=1)
    growing = of_memory(samples(30, 60), ["wall"], warm_up=600, speed=1)
    short = of_memory(samples(12, 60), ["wall"], warm_up=600, speed=1)
    found = [verdict(lines, "server memory") for lines in (flat, growing, short)]
    assert found == [True, False, None]
    assert "too" not in table(short) and "not judged" in table(short)


def test_samples_that_go_up_and_down_together_count_as_one() -> None:
    found = blocks([(at, at // 180) for at in range(0, 900, 15)])
    assert [value for _, value in found] == [0, 1, 2, 3, 4]
    assert len(blocks([(at, 1) for at in range(0, 240, 15)])) == 1


def picture(*boxes: tuple[int, int, int, int]) -> bytes:
    image = Image.new("RGB", (640, 360), (13, 21, 32))
    for box in boxes:
        ImageDraw.Draw(image).rectangle(box, fill=(240, 245, 250))
    written = io.BytesIO()
    image.save(written, "JPEG", quality=40)
    return written.getvalue()


def test_a_picture_without_a_header_or_without_a_scene_is_blank() -> None:
    header, scene = (20, 10, 200, 25), (50, 100, 300, 200)
    assert is_blank(picture())
    assert is_blank(picture(header))
    assert is_blank(picture(scene))
    assert not is_blank(picture(header, scene))
