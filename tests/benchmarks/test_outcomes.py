"""How benchmarks are judged and written down: small cases a person can check."""

from pathlib import Path

import pytest

from benchmarks.__main__ import BEGINS, ENDS, README, Command, run, write
from benchmarks.fanout import Stretch, _memory
from benchmarks.load.listeners import Heard, received
from benchmarks.outcomes import Part, told
from benchmarks.soak.judging import Line

PART = Part("A part", ["| a |"], [Line("one", "1 ms", "≤ 2 ms", True), Line("two", "?", "", None)])


def _heard(had: list[list[tuple[int, float]]]) -> Heard:
    return Heard({"wall": [], "phone": had}, {}, 0, 0, "", 0.0)


def test_a_publish_that_was_overtaken_is_late_and_one_that_never_came_is_lost() -> None:
    heard = _heard([[(1, 10.0), (2, 10.3), (3, 20.2)], [(3, 20.5)], [(2, 10.4)]])
    times, lost = received(heard, "phone", 4, [(2, 10.0), (3, 20.0)])
    assert sorted(round(one, 3) for one in times) == [0.2, 0.3, 0.4, 0.5, 10.5]
    assert lost == 3  # the third had no third generation, the fourth nothing at all


def test_what_came_before_the_commit_was_known_took_no_time() -> None:
    times, lost = received(_heard([[(5, 9.9)]]), "phone", 1, [(5, 10.0)])
    assert (times, lost) == ([0.0], 0)


def test_memory_that_grows_by_the_hour_of_publishes_fails() -> None:
    grows = [(at, 500 + at * 20 / 3600) for at in map(float, range(0, 7200, 15))]
    flat = [(at, 500 + at * 2 / 3600) for at in map(float, range(0, 7200, 15))]
    assert _memory(Stretch("soak", samples=grows)).holds is False
    assert _memory(Stretch("soak", samples=flat)).holds is True


def test_a_part_is_kept_and_read_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "part.json"
    assert told(PART, file) == 0
    assert Part.read(file) == PART
    fails = Part("A part", [], [Line("one", "3 ms", "≤ 2 ms", False)])
    assert told(fails, None) == 1


def test_a_part_that_ends_badly_fails() -> None:
    part = run(Command("Nothing", "benchmarks.no_such_part", keeps=False))
    assert part.fails and "exit code 1" in part.words()


def test_what_was_found_is_written_between_the_marks(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{BEGINS}\nwhat was\n{ENDS}\nafter\n", encoding="utf-8")
    write(readme, PART.words())
    found = readme.read_text(encoding="utf-8")
    assert "what was" not in found and "| one | 1 ms | ≤ 2 ms | holds |" in found
    assert found.startswith("before\n") and found.endswith("\nafter\n")
    write(readme, "again")
    assert readme.read_text(encoding="utf-8") == f"before\n{BEGINS}\n\nagain\n\n{ENDS}\nafter\n"
    readme.write_text("no marks", encoding="utf-8")
    with pytest.raises(ValueError, match="no marks"):
        write(readme, "words")


def test_the_readme_has_the_marks() -> None:
    text = README.read_text(encoding="utf-8")
    assert text.count(BEGINS) == text.count(ENDS) == 1
