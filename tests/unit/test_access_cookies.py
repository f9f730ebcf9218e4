"""One secret for all processes, whoever asks first, and for its owner alone."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lib.access import cookies


def test_the_secret_is_the_same_for_all_who_ask_at_once_and_later(tmp_path: Path) -> None:
    office = tmp_path / "new" / "office.sqlite"
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(cookies.secret, [office] * 8))
    assert found == {cookies.secret(office)}
    [only] = found
    assert len(only) == 2 * cookies.LENGTH
    assert [one.name for one in office.parent.iterdir()] == ["office.sqlite.cookies"]


def test_another_office_has_another_secret_and_nobody_else_reads_it(tmp_path: Path) -> None:
    first, second = (tmp_path / name / "office.sqlite" for name in ("a", "b"))
    assert cookies.secret(first) != cookies.secret(second)
    mode = stat.S_IMODE(first.with_name("office.sqlite.cookies").stat().st_mode)
    assert mode == 0o600
