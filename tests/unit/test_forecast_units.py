"""Units' own totals, and places that cannot be lost."""

import pandas as pd
import pytest

from lib.forecast.units import clinched, project_units
from tests.made_days import CLOSES, KINDS, known_today
from tests.unit.test_forecast_projection import at, learned_of, projected, scene

ALL = [f"u{number:02}" for number in range(14)]


@pytest.mark.parametrize("days", [1, 2, 5, 14])
@pytest.mark.parametrize("kind", ["two_peaks", "silent_units", "noisy", "hourless"])
def test_units_are_in_order_and_come_to_the_whole(kind: str, days: int) -> None:
    learned, own, day = scene(KINDS[kind], seed=7, days=days)
    for minute in (500, 640, 900, CLOSES, CLOSES + 100, 9 * 1440):
        today = known_today(own, at(day, minute), ALL)
        found = project_units(today, learned, as_of=at(day, minute))
        whole = projected(learned, own, day, minute, None).closing_vnd
        assert sorted(found["unit_id"]) == ALL
        if whole is None:
            assert found["closing_vnd"].isna().all()
            continue
        assert (found["actual_vnd"] <= found["low_vnd"]).all()
        assert (found["low_vnd"] <= found["closing_vnd"]).all()
        assert (found["closing_vnd"] <= found["high_vnd"]).all()
        assert found["closing_vnd"].sum() == pytest.approx(whole, abs=20)


def test_bands_of_units_hold_most_of_their_totals() -> None:
    held = []
    for seed in range(6):
        learned, own, day = scene(KINDS["two_peaks"], seed=40 + seed, days=20)
        totals = own.groupby("unit_id")["revenue_vnd"].sum().reindex(ALL, fill_value=0)
        as_of = at(day, 780)
        found = project_units(known_today(own, as_of, ALL), learned, as_of=as_of)
        found = found.set_index("unit_id").reindex(ALL)
        held += ((found["low_vnd"] <= totals) & (totals <= found["high_vnd"])).tolist()
    assert 0.7 <= sum(held) / len(held) <= 0.95


def test_nothing_is_said_of_units_without_anything_known() -> None:
    learned, own, day = scene(KINDS["two_peaks"], seed=7, days=1)
    found = project_units(known_today(own[:0], at(day, 600), ALL), learned, as_of=at(day, 600))
    assert found["closing_vnd"].isna().all() and (found["actual_vnd"] == 0).all()


def units(*rows: tuple[str, int | None, int | None, int | None, int | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["unit_id", "place", "target_vnd", "low_vnd", "high_vnd"])
    return frame.astype(dict.fromkeys(frame.columns[1:], "Int64"))


def test_a_place_is_clinched_when_nobody_behind_can_pass() -> None:
    ahead, behind = ("a", 1, 100, 90, 120), ("b", 2, 100, 50, 89)
    assert clinched(units(ahead, behind)) == {"a", "b"}
    assert clinched(units(ahead, ("b", 2, 100, 50, 91))) == {"b"}
    # level at the end is a shared place, which is not lost
    assert clinched(units(ahead, ("b", 2, 100, 50, 90))) == {"a", "b"}


def test_the_unit_ahead_does_not_threaten_the_one_behind() -> None:
    assert "b" in clinched(units(("a", 1, 100, 10, 500), ("b", 2, 100, 20, 30)))


def test_units_on_one_place_threaten_each_other() -> None:
    assert clinched(units(("a", 1, 100, 80, 95), ("b", 1, 100, 85, 90))) == set()
    assert clinched(units(("a", 1, 100, 80, 80), ("b", 1, 50, 40, 40))) == {"a", "b"}


def test_places_go_by_the_share_of_the_target() -> None:
    # b may end with more money, but not with more of its target
    assert clinched(units(("a", 1, 100, 90, 99), ("b", 2, 1_000, 700, 899))) == {"a", "b"}


def test_a_silent_unit_threatens_and_one_without_target_does_not() -> None:
    ahead = ("a", 1, 100, 90, 120)
    assert clinched(units(ahead, ("b", None, 100, 0, 95))) == set()
    assert clinched(units(ahead, ("b", None, None, 0, 95))) == {"a"}
    assert clinched(units(ahead, ("b", None, 0, 0, 95))) == {"a"}


def test_without_a_band_nothing_is_clinched() -> None:
    assert clinched(units(("a", 1, 100, None, None), ("b", 2, 100, None, None))) == set()
    assert clinched(units(("a", 1, 100, 90, 95), ("b", 2, 100, None, None))) == set()
    assert clinched(units()) == set()


def test_the_only_unit_keeps_its_place() -> None:
    _, own, day = scene(KINDS["two_peaks"], seed=7)
    one = own[own["unit_id"] == "u03"]
    found = project_units(known_today(one, at(day, 700), ["u03"]), learned_of(one[:0], day),
                          as_of=at(day, 700))  # fmt: skip
    assert clinched(found.assign(place=1, target_vnd=100)) == {"u03"}
