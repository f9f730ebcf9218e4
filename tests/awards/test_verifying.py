"""A record is recounted by anybody, and whatever was tampered with is found."""

import json
import random
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from lib.awards import records
from lib.awards.bundle import Bundle, bundle, ledger_of, unpacked
from lib.awards.reading import Record, read_record, record_of
from lib.awards.rules import rules_of
from lib.awards.verifying import Verdict, verify
from lib.errors import RaQuanError
from lib.store import Store, duck
from tests.awards.small import CLOSED, RULES, rules, stored


@dataclass(frozen=True)
class Made:
    """A locked campaign: its ledger, its record, and the bundle of both."""

    store: Store
    record: Record
    packed: Bundle


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    store = stored(tmp_path_factory.mktemp("locked") / "warehouse")
    record_id = records.lock(store, rules(), campaign_code="day", by="T", at=CLOSED)
    record = read_record(store, record_id)
    assert record is not None
    rows = store.extract(campaign_code="day", as_of=record.cut_off)
    return Made(store, record, unpacked(bundle(record, rows)))


def from_bundle(packed: Bundle) -> Verdict:
    record = record_of(packed.record)
    with ledger_of(packed.tables, at=CLOSED) as ledger:
        return verify(record, ledger, rules_of(packed.rules), expected="")


def test_the_ledger_gives_the_record_byte_for_byte(made: Made) -> None:
    verdict = verify(made.record, made.store, rules(), expected=made.record.sha256[:12])
    assert verdict.is_identical
    assert verdict.found_sha256 == made.record.sha256


def test_the_bundle_gives_it_on_a_machine_that_never_saw_the_ledger(made: Made) -> None:
    assert from_bundle(made.packed).is_identical


def test_a_bundle_is_the_same_bytes_each_time_and_holds_no_notes(made: Made) -> None:
    rows = made.store.extract(campaign_code="day", as_of=made.record.cut_off)
    assert bundle(made.record, rows) == bundle(made.record, rows)
    with zipfile.ZipFile(BytesIO(bundle(made.record, rows))) as packed:
        assert packed.read("record.json").decode() == made.record.written
        assert b"Nguy" in packed.read("tables/staff.csv")


def test_a_sale_changed_in_the_ledgers_own_file_is_found(made: Made, tmp_path: Path) -> None:
    other = stored(tmp_path / "warehouse")
    records.lock(other, rules(), campaign_code="day", by="T", at=CLOSED)
    path = other.generations.path(other.current())
    connection = duck.open_writer(path, threads=1, memory="256MB")
    connection.execute("update sales set revenue_vnd = revenue_vnd + 1 where staff_code = 'Dung'")
    connection.close()
    verdict = verify(made.record, other, rules())
    assert [one.path for one in verdict.differences if one.path.startswith("data.")] == [
        "data.sales.sha256"
    ]
    assert not verdict.changes_winners


def test_a_rule_changed_since_is_named(made: Made) -> None:
    harder = rules_of(RULES.replace("at_least = 0.5", "at_least = 0.6"))
    verdict = verify(made.record, made.store, harder)
    paths = [one.path for one in verdict.differences]
    assert "rules.sha256" in paths and not verdict.changes_winners
    fewer = rules_of(RULES.replace("seats = 2", "seats = 1"))
    assert not verify(made.record, made.store, fewer).is_identical


def test_a_number_on_paper_that_is_another_is_found(made: Made) -> None:
    verdict = verify(made.record, made.store, rules(), expected="0" * 12)
    assert [one.path for one in verdict.differences] == ["sha256"]


def test_a_record_the_ledger_never_held_is_found(made: Made) -> None:
    other = made.record.written.replace('"participants":6', '"participants":7')
    assert other != made.record.written
    verdict = verify(record_of(other), made.store, rules())
    assert {one.path for one in verdict.differences} == {"ledger", "participants"}


def test_a_winner_written_into_the_record_is_said_to_change_the_winners(made: Made) -> None:
    found = json.loads(made.record.written)
    found["awards"][1]["proposed"] = ["Dung"]
    verdict = from_bundle(Bundle(json.dumps(found), made.packed.rules, made.packed.tables))
    assert verdict.changes_winners
    assert "awards.salesperson.proposed" in [one.path for one in verdict.differences]


@pytest.mark.parametrize("written", ["", "{}", "[]", '{"format":"other"}', "not json"])
def test_what_is_no_record_is_refused(written: str) -> None:
    with pytest.raises(RaQuanError):
        record_of(written)


@pytest.mark.parametrize("content", [b"", b"PK", b"text"])
def test_what_is_no_bundle_is_refused(content: bytes) -> None:
    with pytest.raises(RaQuanError):
        unpacked(content)


def a_row(packed: Bundle, luck: random.Random) -> Bundle:
    """Another digit in one row of one table."""
    filled = [name for name, one in packed.tables.items() if one.count(b"\n") > 1]
    name = luck.choice(["sales", "sales", *filled])
    head, _, body = packed.tables[name].partition(b"\n")
    places = [place for place, byte in enumerate(body) if byte in b"0123456789"]
    if not places:
        return a_row(packed, luck)
    place = luck.choice(places)
    digit = str((int(chr(body[place])) + luck.randint(1, 9)) % 10).encode()
    changed = head + b"\n" + body[:place] + digit + body[place + 1 :]
    return Bundle(packed.record, packed.rules, {**packed.tables, name: changed})


def a_rule(packed: Bundle, luck: random.Random) -> Bundle:
    """Another character in the rules."""
    place = luck.randrange(len(packed.rules))
    other = luck.choice([one for one in "0123456789aeo=_ " if one != packed.rules[place]])
    changed = packed.rules[:place] + other + packed.rules[place + 1 :]
    return Bundle(packed.record, changed, packed.tables)


def a_leaf(found: Any, luck: random.Random) -> Any:
    """The same content with one leaf changed."""
    if isinstance(found, Mapping) and found:
        name = luck.choice(sorted(found))
        return {**found, name: a_leaf(found[name], luck)}
    if isinstance(found, list) and found:
        place = luck.randrange(len(found))
        return [*found[:place], a_leaf(found[place], luck), *found[place + 1 :]]
    if isinstance(found, bool):
        return not found
    if isinstance(found, int):
        return found + 1
    return f"{found or ''}1"


def a_record(packed: Bundle, luck: random.Random) -> Bundle:
    """One value of the record changed, spelt as records are."""
    found = a_leaf(json.loads(packed.record), luck)
    written = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Bundle(written, packed.rules, packed.tables)


def missed_by(
    made: Made,
    way: Callable[[Bundle, random.Random], Bundle],
    count: int,
    recount: Callable[[Bundle], Verdict],
) -> list[int]:
    """The seeds of those tamperings that were not found."""
    missed = []
    for seed in range(count):
        tampered = way(made.packed, random.Random(seed))
        assert tampered != made.packed
        try:
            is_found = not recount(tampered).is_identical
        except RaQuanError:
            is_found = True  # refused by name before anything was counted
        if not is_found:
            missed.append(seed)
    return missed


def test_each_of_20_tampered_rows_is_found(made: Made) -> None:
    assert missed_by(made, a_row, 20, from_bundle) == []


@pytest.mark.parametrize(("way", "count"), [(a_rule, 120), (a_record, 60)])
def test_each_of_180_tampered_rules_and_records_is_found(
    made: Made, way: Callable[[Bundle, random.Random], Bundle], count: int
) -> None:
    with ledger_of(made.packed.tables, at=CLOSED) as ledger:

        def recount(one: Bundle) -> Verdict:
            return verify(record_of(one.record), ledger, rules_of(one.rules))

        assert missed_by(made, way, count, recount) == []
