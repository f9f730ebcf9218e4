"""`token` and `inbox`: what they print, what they say, and how they end."""

import json
import shutil
from pathlib import Path

import pytest

from lib.intake import inbox
from tests.command.conftest import FIXTURES, Run

GOOD = FIXTURES / "sales_good.csv"


def test_a_token_is_printed_once_and_listed_without_itself(run_on_nothing: Run) -> None:
    made = run_on_nothing("token", "POS Hạ Long")
    assert (made.code, made.narration) == (0, "")
    token = made.data.strip()
    assert token.startswith("rq_") and len(token) > 50
    for listing in (("token", "--list"), ("token",)):
        answer = run_on_nothing(*listing)
        assert answer.code == 0
        assert "POS Hạ Long\tvalid" in answer.data
        assert token.split("_", 2)[2] not in answer.data


def test_a_sender_has_one_token_until_it_is_revoked(run_on_nothing: Run) -> None:
    run_on_nothing("token", "An")
    again = run_on_nothing("token", "An")
    assert (again.code, again.data) == (1, "")
    assert "--revoke" in again.narration
    assert run_on_nothing("token", "An", "--revoke").code == 0
    missing = run_on_nothing("token", "An", "--revoke")
    assert missing.code == 1 and "An" in missing.narration
    assert run_on_nothing("token", "An").data.startswith("rq_")
    states = [line.split("\t")[2] for line in run_on_nothing("token", "--list").data.splitlines()]
    assert states == ["revoked", "valid"]


def test_inbox_once_takes_in_what_lies_there(
    run_on_copy: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "POLL_SECONDS", 0.01)
    before = run_on_copy("status", "--json").json()
    folder = tmp_path / "inbox"
    folder.mkdir()
    shutil.copy(GOOD, folder / "a.csv")
    answer = run_on_copy("inbox", "--once")
    assert (answer.code, answer.data) == (0, "")
    assert answer.narration.startswith("a.csv: lần nhập")
    receipt = json.loads((folder / "a.csv.receipt.json").read_text(encoding="utf-8"))
    after = run_on_copy("status", "--json").json()
    assert after["sale_count"] == before["sale_count"] + receipt["accepted"]
    assert run_on_copy("inbox", "--once").narration == ""


def test_inbox_watches_until_it_is_interrupted(
    run_on_copy: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(inbox.Inbox, "watch", interrupted)
    answer = run_on_copy("inbox")
    assert answer.code == 0
    assert str(tmp_path / "inbox") in answer.narration
