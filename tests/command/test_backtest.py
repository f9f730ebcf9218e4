"""`python -m lib backtest`: a table, values, a verdict."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command.conftest import Run

HOURS = 10


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("month")


@pytest.fixture
def run_month(in_folder: Callable[[Path], Run], month: Path) -> Run:
    """The command line on some simulated days, built once."""
    run = in_folder(month)
    if not (month / "warehouse").exists():
        assert run("demo", "--rows", "15000", "--days", "16").code == 0
    return run


def test_values_hour_by_hour(run_month: Run) -> None:
    answer = run_month("backtest", "--json")
    assert answer.code == 0
    told = answer.json()
    assert told["day_count"] == 11  # of sixteen, five are only learned from
    assert [hour["minutes_in"] for hour in told["hours"]] == [60 * n for n in range(1, HOURS + 1)]
    assert (told["hours"][0]["at"], told["hours"][-1]["at"]) == ("08:30", "17:30")
    for hour in told["hours"]:
        assert 0 <= hour["coverage"] <= 1 and hour["error"] >= 0
    early = [hour for hour in told["hours"] if 120 <= hour["minutes_in"] <= 360]
    for hour in early:
        assert hour["beats_both"], hour
    assert 0.6 <= told["coverage"] <= 1


def test_a_table_for_people_in_their_language(
    run_month: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    vi = run_month("backtest", "--days", "2")
    assert vi.code == 0 and "đường thẳng" in vi.data
    assert vi.data.count("′") == HOURS
    monkeypatch.setenv("RAQUAN_LANGUAGE", "en")
    assert "straight line" in run_month("backtest", "--days", "2").data


def test_check_fails_where_a_rival_is_better(run_month: Run) -> None:
    told = run_month("backtest", "--json", "--days", "2").json()
    code = run_month("backtest", "--check", "--days", "2").code
    assert code == (0 if told["beats_both_everywhere"] else 1)


def test_what_cannot_be_replayed_is_named(run_month: Run, run: Run) -> None:
    for answer in (
        run_month("backtest", "--campaign", "nam-2024"),
        run_month("backtest", "--campaign", "no-such"),
        run("backtest"),  # one day alone
    ):
        assert answer.code == 1
        assert answer.narration.strip() and "Traceback" not in answer.narration
        assert not answer.data
