"""Tokens of programs: shown once, kept as a hash, taken back; wrong ones are slowed down."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lib.access import operator
from lib.access.tokens import create, listed, revoke, verify
from lib.errors import TokenExists, TokenMissing, TokenRevoked, TooManyAttempts, WrongToken

NOON = datetime(2024, 9, 21, 12, 0)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "office.sqlite"


def wrong(book: Path, token: str = "rq_0_x", *, client: str = "app", at: datetime = NOON) -> None:
    with pytest.raises(WrongToken):
        verify(book, token, client=client, at=at)


def test_a_token_says_whose_it_is_and_when_it_was_used(book: Path) -> None:
    token = create(book, "kho Hạ Long", NOON)
    assert [one.last_used_at for one in listed(book)] == [None]
    later = NOON + timedelta(minutes=3)
    assert verify(book, token, client="app", at=later) == "kho Hạ Long"
    [known] = listed(book)
    assert (known.sender, known.made_at, known.last_used_at) == ("kho Hạ Long", NOON, later)
    assert known.told()[1:3] == ("kho Hạ Long", "valid")


def test_the_file_holds_no_token_and_only_its_owner_reads_it(book: Path) -> None:
    secret = create(book, "An", NOON).split("_", 2)[2]
    content = b"".join(file.read_bytes() for file in book.parent.iterdir())
    assert secret.encode() not in content
    assert stat.S_IMODE(book.stat().st_mode) == 0o600
    assert secret not in repr(listed(book))


@pytest.mark.parametrize(
    "change", [lambda one: one[:-1], lambda one: one + "x", str.upper, lambda one: one[3:]]
)
def test_a_token_is_taken_as_it_is_or_not_at_all(book: Path, change) -> None:
    wrong(book, change(create(book, "An", NOON)))


@pytest.mark.parametrize("token", ["", "rq", "rq__", "Bearer", "rq_\x00_ă\ud800", "x" * 10_000])
def test_what_is_no_token_opens_nothing(book: Path, token: str) -> None:
    create(book, "An", NOON)
    wrong(book, token)


def test_a_sender_has_one_token_at_a_time(book: Path) -> None:
    old = create(book, "An", NOON)
    with pytest.raises(TokenExists):
        create(book, "An", NOON)
    revoke(book, "An", NOON)
    with pytest.raises(TokenRevoked) as caught:
        verify(book, old, client="app", at=NOON)
    assert caught.value.values == {"sender": "An"}
    new = create(book, "An", NOON)
    assert verify(book, new, client="app", at=NOON) == "An"
    assert [one.told()[2] for one in listed(book)] == ["revoked", "valid"]


def test_what_is_not_there_cannot_be_revoked(book: Path) -> None:
    for _ in range(2):
        with pytest.raises(TokenMissing):
            revoke(book, "An", NOON)


def test_wrong_tokens_are_slowed_down_by_client_and_the_right_one_is_not(book: Path) -> None:
    token = create(book, "An", NOON)
    for minute in range(5):
        wrong(book, at=NOON + timedelta(minutes=minute))
    with pytest.raises(TooManyAttempts) as caught:
        verify(book, "rq_0_x", client="app", at=NOON + timedelta(minutes=5))
    assert caught.value.values["minutes"] == 5
    assert verify(book, token, client="app", at=NOON + timedelta(minutes=5)) == "An"
    wrong(book, client="another", at=NOON + timedelta(minutes=5))
    wrong(book, at=NOON + timedelta(minutes=11))


def test_wrong_tokens_from_many_addresses_meet_a_common_limit(book: Path) -> None:
    for place in range(50):
        wrong(book, client=f"address {place}")
    with pytest.raises(TooManyAttempts):
        verify(book, "rq_0_x", client="address 51", at=NOON)


def test_wrong_tokens_do_not_lock_the_operator_out(book: Path) -> None:
    code = operator.ensure_code(book, NOON)
    assert code
    for place in range(50):
        wrong(book, client=f"address {place}")
    operator.verify(book, code, client="app", at=NOON)


def test_many_at_once_make_one_token(book: Path) -> None:
    def make(_: int) -> bool:
        try:
            return bool(create(book, "An", NOON))
        except TokenExists:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(make, range(8))) == 1
