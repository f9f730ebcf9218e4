"""The operator's code: who has it gets in, who guesses has to wait."""

import os
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lib.access import operator
from lib.access.operator import ensure_code, reset_code, verify
from lib.errors import RaQuanError, TooManyAttempts, WrongCode

NOON = datetime(2024, 9, 21, 12, 0)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "office.sqlite"


def wrong(book: Path, *, client: str = "desk", at: datetime = NOON) -> RaQuanError:
    """The error a wrong code meets."""
    with pytest.raises((WrongCode, TooManyAttempts)) as caught:
        verify(book, "AAAA-AAAA-AAAA-AAAA", client=client, at=at)
    return caught.value


def test_the_code_is_shown_once(book: Path) -> None:
    code = ensure_code(book, NOON)
    assert code is not None
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert not set(code) & set("ILO01")
    assert ensure_code(book, NOON) is None


def test_the_right_code_opens_however_it_is_spaced(book: Path) -> None:
    code = ensure_code(book, NOON)
    assert code
    verify(book, code, client="desk", at=NOON)
    verify(book, f"  {code.lower().replace('-', ' ')} ", client="desk", at=NOON)


def test_the_file_holds_no_code_and_only_its_owner_reads_it(book: Path) -> None:
    code = ensure_code(book, NOON)
    assert code
    content = b"".join(file.read_bytes() for file in book.parent.iterdir())
    assert code.encode() not in content
    assert code.replace("-", "").encode() not in content
    assert stat.S_IMODE(book.stat().st_mode) == 0o600


def test_a_wrong_code_says_how_many_tries_are_left(book: Path) -> None:
    ensure_code(book, NOON)
    assert [wrong(book).values["left"] for _ in range(5)] == [4, 3, 2, 1, 0]


def test_after_five_wrong_codes_even_the_right_one_waits(book: Path) -> None:
    code = ensure_code(book, NOON)
    assert code
    for minute in range(5):
        wrong(book, at=NOON + timedelta(minutes=minute))
    with pytest.raises(TooManyAttempts) as caught:
        verify(book, code, client="desk", at=NOON + timedelta(minutes=5))
    assert caught.value.values["minutes"] == 5
    verify(book, code, client="desk", at=NOON + timedelta(minutes=10))


def test_another_client_does_not_wait(book: Path) -> None:
    code = ensure_code(book, NOON)
    assert code
    for _ in range(6):
        wrong(book, client="guesser")
    verify(book, code, client="desk", at=NOON)


def test_guessing_from_many_addresses_meets_a_common_limit(book: Path) -> None:
    ensure_code(book, NOON)
    with sqlite3.connect(book) as connection:
        connection.executemany(
            "insert into attempts values (?, ?)",
            [(f"address {place}", f"{NOON}.000000") for place in range(50)],
        )
    connection.close()
    assert isinstance(wrong(book, client="address 51"), TooManyAttempts)


def test_the_right_code_clears_the_clients_wrong_tries(book: Path) -> None:
    code = ensure_code(book, NOON)
    assert code
    wrong(book)
    verify(book, code, client="desk", at=NOON)
    assert wrong(book).values["left"] == 4


def test_a_reset_code_replaces_the_old_one(book: Path) -> None:
    old = ensure_code(book, NOON)
    new = reset_code(book, NOON)
    assert old and new != old
    verify(book, new, client="desk", at=NOON)
    with pytest.raises(WrongCode):
        verify(book, old, client="desk", at=NOON)


def test_without_a_code_nothing_opens(book: Path) -> None:
    with pytest.raises(WrongCode):
        verify(book, "", client="desk", at=NOON)


def test_wrong_tries_count_across_processes(book: Path) -> None:
    ensure_code(book, NOON)
    script = (
        "import sys; from datetime import datetime; from pathlib import Path\n"
        "from lib.access.operator import verify; from lib.errors import WrongCode\n"
        "try:\n    verify(Path(sys.argv[1]), 'x', client='desk', at=datetime(2024, 9, 21, 12))\n"
        "except WrongCode as error:\n    print(error.values['left'])\n"
    )
    root = Path(operator.__file__).parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", script, str(book)],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert ran.stdout.strip() == "4"
    assert wrong(book).values["left"] == 3


def test_guesses_at_the_same_moment_cannot_slip_in_under_the_limit(book: Path) -> None:
    ensure_code(book, NOON)
    with ThreadPoolExecutor(12) as pool:
        met = list(pool.map(lambda _: wrong(book), range(12)))
    assert sum(isinstance(error, WrongCode) for error in met) == 5
    assert sum(isinstance(error, TooManyAttempts) for error in met) == 7


def test_many_starts_at_once_make_one_code(book: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        codes = [code for code in pool.map(lambda _: ensure_code(book, NOON), range(8)) if code]
    assert len(codes) == 1
    verify(book, codes[0], client="desk", at=NOON)
