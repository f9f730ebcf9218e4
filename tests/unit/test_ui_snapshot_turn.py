"""Of several processes one writes the saved copy of the wall; when it ends, another does."""

import time
from pathlib import Path

import pytest
from filelock import FileLock

from lib.settings import Settings
from lib.ui import data, wall_snapshot

SOON_SECONDS = 5.0


def test_one_process_writes_until_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "share" / "wall.html"
    copy.parent.mkdir()
    settings = Settings(snapshot=str(copy))
    written: list[Path] = []
    monkeypatch.setattr(data, "settings", lambda: settings)
    monkeypatch.setattr(wall_snapshot, "write", written.append)
    for name in ("FIRST_SECONDS", "EACH_SECONDS"):
        monkeypatch.setattr(wall_snapshot, name, 0.01)
    with FileLock(copy.with_name(".wall.html.lock")):
        with wall_snapshot.writing():
            time.sleep(0.3)
        assert written == []
    with wall_snapshot.writing():
        deadline = time.monotonic() + SOON_SECONDS
        while len(written) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
    assert set(written) == {copy} and len(written) >= 2
