"""`python -m lib awards`: listed, taken away, recounted; 1 when something differs."""

import argparse
import hashlib
from pathlib import Path

import pytest

from lib.awards import command, records
from lib.awards.options import add_options
from lib.errors import BundleRefused, RecordRefused
from lib.store import Store
from tests.awards.small import CLOSED, RULES, rules


def said(store: Store, *words: str) -> tuple[int, list[str]]:
    """The exit code of a call and the lines it put."""
    parser = argparse.ArgumentParser()
    add_options(parser)
    lines: list[str] = []
    asked = parser.parse_args(words)
    code = command.run(store, asked, campaign="day", at=CLOSED, put=lines.append)
    return code, lines


@pytest.fixture
def locked(store: Store) -> Store:
    records.lock(store, rules(), campaign_code="day", by="T", at=CLOSED)
    return store


def test_a_record_is_listed_taken_away_and_recounted(locked: Store, tmp_path: Path) -> None:
    in_force, record, packed = tmp_path / "a.toml", tmp_path / "r.json", tmp_path / "b.zip"
    in_force.write_text(RULES, encoding="utf-8")
    assert said(locked, "export", "1", str(record))[0] == command.SAME
    number = hashlib.sha256(record.read_bytes()).hexdigest()
    _, [line] = said(locked, "list")
    assert number in line
    said(locked, "bundle", "1", str(packed))
    for words in (
        ("verify", "1", "--rules", str(in_force)),
        ("verify", str(record), "--rules", str(in_force), "--expect", number[:12]),
        ("verify", str(record), "--bundle", str(packed)),
    ):
        assert said(locked, *words)[0] == command.SAME, words


def test_what_differs_is_told_line_by_line(locked: Store, tmp_path: Path) -> None:
    in_force = tmp_path / "a.toml"
    in_force.write_text(RULES.replace("weight = 70", "weight = 10"), encoding="utf-8")
    code, lines = said(locked, "verify", "1", "--rules", str(in_force))
    assert code == command.DIFFERS
    assert any("rules.sha256" in line for line in lines)


def test_what_is_not_there_is_refused_by_name(locked: Store, tmp_path: Path) -> None:
    with pytest.raises(RecordRefused):
        said(locked, "export", "9", str(tmp_path / "r.json"))
    with pytest.raises(BundleRefused):
        said(locked, "verify", str(tmp_path / "nowhere.json"))
