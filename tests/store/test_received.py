"""The bytes of what was handed in."""

from pathlib import Path

from lib.store.received import Received


def test_bytes_are_found_again_under_their_hash_and_kept_once(tmp_path: Path) -> None:
    received = Received(tmp_path)
    digest = received.keep(b"sales")
    assert received.keep(b"sales") == digest
    assert received.content(digest) == b"sales"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [digest]


def test_what_was_never_kept_or_is_not_whole_is_not_given_out(tmp_path: Path) -> None:
    received = Received(tmp_path)
    digest = received.keep(b"sales")
    (tmp_path / digest[:2] / digest).write_bytes(b"sale")
    assert received.content(digest) is None
    assert received.content("0" * 64) is None


def test_a_hash_that_is_no_hash_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"x")
    for asked in ("", "secret", "../secret", "/etc/passwd", "A" * 64, "é" * 64):
        assert Received(tmp_path / "in").content(asked) is None
