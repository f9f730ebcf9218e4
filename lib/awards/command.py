"""Award records on the command line: listed, taken away, recounted."""

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from lib.awards.bundle import bundle, ledger_of, unpacked
from lib.awards.locking import LAST_MOMENT
from lib.awards.reading import Record, read_record, record_of
from lib.awards.rules import read_rules, rules_of
from lib.awards.verifying import Verdict, verify
from lib.errors import BundleRefused, RecordRefused
from lib.i18n.catalog import text
from lib.queries import awards
from lib.settings import PROJECT
from lib.store import Store

RULES = PROJECT / "data" / "rules" / "awards.toml"
SAME, DIFFERS = 0, 1
Say = Callable[[str], None]


def run(store: Store, asked: argparse.Namespace, *, campaign: str, at: datetime, put: Say) -> int:
    """Do what was asked; 1 when a record differs from its recount."""
    if asked.action == "list":
        return _list(store, asked.campaign or campaign, put)
    if asked.action == "verify":
        return _verify(store, asked, at, put)
    record = _of_ledger(store, asked.record)
    content = record.written.encode("utf-8")
    if asked.action == "bundle":
        rows = store.extract(campaign_code=record.campaign_code, as_of=record.cut_off)
        content = bundle(record, rows)
    Path(asked.file).write_bytes(content)
    put(f"{asked.file}  {record.sha256}")
    return SAME


def _list(store: Store, campaign_code: str, put: Say) -> int:
    listed = awards.records(store, campaign_code=campaign_code, as_of=LAST_MOMENT)
    for one in listed.to_dict("records"):
        number = one["decision_number"]
        told = "–" if number is None or number != number else number
        put(f"{one['record_id']:>4}  {one['cut_off']}  {one['sha256']}  {told}")
    return SAME


def _verify(store: Store, asked: argparse.Namespace, at: datetime, put: Say) -> int:
    if asked.bundle:
        packed = unpacked(_bytes(asked.bundle))
        record = record_of(_bytes(asked.record).decode("utf-8"))
        rules = read_rules(Path(asked.rules)) if asked.rules else rules_of(packed.rules)
        with ledger_of(packed.tables, at=at) as ledger:
            verdict = verify(record, ledger, rules, expected=asked.expect)
    else:
        is_number = asked.record.isdigit()
        record = (
            _of_ledger(store, int(asked.record))
            if is_number
            else record_of(_bytes(asked.record).decode("utf-8"))
        )
        rules = read_rules(Path(asked.rules) if asked.rules else RULES)
        verdict = verify(record, store, rules, expected=asked.expect)
    _tell(verdict, put)
    return SAME if verdict.is_identical else DIFFERS


def _tell(verdict: Verdict, put: Say) -> None:
    put(f"{verdict.sha256}")
    if verdict.is_identical:
        put(text("award_verify.identical"))
        return
    put(text("award_verify.differs", count=len(verdict.differences)))
    for one in verdict.differences:
        put(f"  {one.path}: {one.recorded or '–'} → {one.found or '–'}")
    changed = "winners_change" if verdict.changes_winners else "winners_stay"
    put(text(f"award_verify.{changed}"))


def _of_ledger(store: Store, record_id: int) -> Record:
    record = read_record(store, record_id)
    if record is None:
        raise RecordRefused(reason="no_record")
    return record


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise BundleRefused(reason=f"{Path(path).name}: {error.strerror}") from error
