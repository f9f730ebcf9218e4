"""Evidence into the ledger: all of a hand-over or nothing, once, and out again."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.errors import BatchNotFound, FileRefused, KeyReused
from lib.intake import committing as sales
from lib.intake.evidence.checking import check
from lib.intake.evidence.committing import commit
from lib.intake.evidence.layouts import LAYOUTS
from lib.intake.evidence.reading import typed
from lib.queries import intake, ledger
from lib.settings import PROJECT
from lib.store import Store
from lib.store.generations import Generations
from tests.intake.evidence_setup import (
    EVENING,
    GOOD,
    KINDS,
    checked,
    checked_rows,
    codes,
    counted,
    csv_of,
    evidence_store,
)
from tests.intake.setup import checked as checked_sales

LATER = EVENING + timedelta(minutes=10)
ALL = datetime(9999, 1, 1)


def sizes(store: Store) -> dict[str, int]:
    """Rows of every table."""
    cursor = store._cursor()
    try:
        names = cursor.execute(
            "select table_name from information_schema.tables where table_type = 'BASE TABLE'"
        ).fetchall()
        return {name: len(cursor.table(name)) for (name,) in names}
    finally:
        cursor.close()


def rows_of(store: Store, table: str) -> list[dict[str, Any]]:
    cursor = store._cursor()
    try:
        found: list[dict[str, Any]] = cursor.table(table).to_arrow_table().to_pylist()
        return found
    finally:
        cursor.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_counts_once_confirmed_and_no_longer_once_undone(tmp_path: Path, kind: str) -> None:
    store = evidence_store(tmp_path)
    before = counted(store, kind)
    receipt = commit(store, checked_rows(store, kind, {}), sender="Lan", at=EVENING)
    assert (receipt.accepted, receipt.rejected, receipt.already) == (1, 0, False)
    assert len(counted(store, kind)) == len(before) + 1
    (batch,) = rows_of(store, "batches")
    assert (batch["kind"], batch["source"], batch["sender"]) == (kind, "file", "Lan")
    assert sales.undo(store, receipt.batch_id, by="Lan", at=LATER) == 0
    assert counted(store, kind) == before
    scope = {"campaign_code": "day", "as_of": EVENING}
    assert store.query(f"evidence/{kind}", scope).num_rows == len(before) + 1, "as it was shown"
    with pytest.raises(BatchNotFound):
        sales.undo(store, receipt.batch_id, by="Lan", at=LATER)


def test_the_same_bytes_count_once_until_they_are_undone(tmp_path: Path) -> None:
    store = evidence_store(tmp_path)
    file = checked_rows(store, "activities", {"link": ""})
    first = commit(store, file, sender="Lan", at=EVENING)
    again = commit(store, file, sender="An", at=LATER)
    assert again.already and again.batch_id == first.batch_id and store.current() == 3
    sales.undo(store, first.batch_id, by="Lan", at=LATER)
    assert not commit(store, file, sender="Lan", at=LATER).already
    assert len(counted(store, "activities")) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_what_counts_already_is_refused_with_where_it_came_in(tmp_path: Path, kind: str) -> None:
    store = evidence_store(tmp_path)
    commit(store, checked_rows(store, kind, {}), sender="Lan", at=EVENING)
    file = checked(store, kind, csv_of(kind, {}) + b"\n", as_of=LATER)
    assert codes(file) == ["duplicate_evidence"]
    assert file.rows[0].problems[0].values == {"batch_id": 1, "recorded_at": EVENING}
    with pytest.raises(FileRefused, match="rejected_rows"):
        commit(store, file, sender="Lan", at=LATER)


def test_what_came_in_between_preview_and_commit_is_seen_under_the_lock(tmp_path: Path) -> None:
    store = evidence_store(tmp_path)
    mine = checked_rows(store, "deliveries", {}, {"staff_code": "MP0002", **NOBODY})
    theirs = checked_rows(store, "deliveries", {"note": "lần khác"})
    commit(store, theirs, sender="An", at=EVENING)
    receipt = commit(store, mine, sender="Lan", at=EVENING)
    assert (receipt.accepted, receipt.rejected) == (1, 1)
    assert [row["staff_code"] for row in counted(store, "deliveries")] == ["MP0001", "MP0002"]
    (waiting,) = rows_of(store, "quarantine")
    assert waiting["problem_codes"] == "duplicate_evidence"
    assert json.loads(waiting["cells"])["Mã nhân viên"] == "MP0001"
    assert json.loads(waiting["texts"])["staff_code"] == "MP0001"
    assert waiting["staff_code"] is None and waiting["revenue_vnd"] is None


NOBODY = {"staff_name": "", "unit": ""}


def test_a_form_is_strict_and_its_key_counts_once(tmp_path: Path) -> None:
    store = evidence_store(tmp_path)
    layout = LAYOUTS["activities"]

    def handed_in(**changes: str) -> Any:
        texts = {**GOOD["activities"], "link": "", **changes}
        return check(store, typed(layout, texts, "Nhập tay"), campaign_code="day", as_of=EVENING)

    with pytest.raises(FileRefused, match="rejected_rows"):
        commit(store, handed_in(channel="?"), sender="Lan", at=EVENING, strict=True)
    assert store.current() == 2
    entry: dict[str, Any] = {"sender": "Lan", "at": EVENING, "source": "entry", "strict": True}
    first = commit(store, handed_in(), idempotency_key="k1", **entry)
    assert commit(store, handed_in(), idempotency_key="k1", **entry).already
    assert not commit(store, handed_in(), idempotency_key="k2", **entry).already
    assert [row["batch_id"] for row in counted(store, "activities")] == [first.batch_id, 2]
    assert rows_of(store, "batches")[0]["file_sha256"] is None


def test_a_key_of_another_campaign_is_not_taken_for_this_one(tmp_path: Path) -> None:
    store = evidence_store(tmp_path)
    file = checked_rows(store, "activities", {})
    commit(store, file, sender="Lan", at=EVENING, idempotency_key="k")
    other = replace(file, campaign_code="week")
    with pytest.raises(KeyReused):
        commit(store, other, sender="Lan", at=LATER, idempotency_key="k")


@pytest.mark.parametrize("kind", KINDS)
def test_a_locked_campaign_takes_no_evidence_and_gives_none_back(tmp_path: Path, kind: str) -> None:
    store = evidence_store(tmp_path)
    known = {"hourly_reports": {"due_at": "10h", "reported_at": "10h"}}.get(
        kind, {"staff_code": "MP0002", "link": "https://example.org/2", **NOBODY}
    )
    mine = {key: value for key, value in known.items() if key in GOOD[kind]}
    commit(store, checked_rows(store, kind, {}), sender="Lan", at=EVENING)
    _lock(store, "lock")
    before = counted(store, kind)
    with pytest.raises(FileRefused, match="campaign_locked"):
        commit(store, checked_rows(store, kind, mine), sender="Lan", at=LATER)
    with pytest.raises(FileRefused, match="campaign_locked"):
        sales.undo(store, 1, by="Lan", at=LATER)
    assert counted(store, kind) == before
    _lock(store, "reopen")
    commit(store, checked_rows(store, kind, mine), sender="Lan", at=LATER)
    assert len(counted(store, kind)) == len(before) + 1


def _lock(store: Store, action: str) -> None:
    at = LATER if action == "reopen" else EVENING
    row = {"campaign_code": "day", "action": action, "done_at": at, "done_by": "Lan"}
    with store.publish(actor="Lan", action=action, subject="day", at=at) as publication:
        publication.append("campaign_locks", pa.Table.from_pylist([{**row, "reason": "xem lại"}]))


def test_evidence_is_no_sale_anywhere_that_lists_sales(tmp_path: Path) -> None:
    store = evidence_store(tmp_path)
    data = csv_of("deliveries", {}, {"staff_code": "X"})
    commit(store, checked(store, "deliveries", data), sender="Lan", at=EVENING)
    scope: dict[str, Any] = {"campaign_code": "day", "as_of": ALL}
    assert intake.batches(store, **scope, limit_count=9).empty
    assert ledger.waiting_rows(store, **scope).empty
    pages: dict[str, Any] = {"state": "all", "batch_id": None, "limit_count": 9, "skip_count": 0}
    assert ledger.batches(store, **scope, **pages).empty
    status = ledger.status(store, as_of=ALL).iloc[0]
    assert (status["batch_count"], status["waiting_count"]) == (0, 0)
    digest = checked(store, "deliveries", data).sha256
    assert intake.standing_batches(store, file_sha256=digest, as_of=ALL).empty
    overview = store.query("progress/overview", {**scope, "unit_id": None}).to_pylist()[0]
    assert (overview["waiting_count"], overview["sale_count"]) == (0, 0)


def test_a_file_of_sales_is_not_known_as_evidence(tmp_path: Path) -> None:
    """The same bytes may be handed in as one and as the other; neither hides the other."""
    store = evidence_store(tmp_path)
    data = (
        "Ngày,Đơn vị,Mã nhân viên,Dịch vụ,Số lượng,Doanh thu,Giờ có mặt,Hình thức\n"
        "21/09/2024,Hải Hà,MP0002,EMS,1,1000,7h05,Trực tiếp\n"
    ).encode()
    sales.commit(store, checked_sales(store, data), sender="Lan", at=EVENING)
    receipt = commit(store, checked(store, "attendance", data), sender="Lan", at=EVENING)
    assert not receipt.already and receipt.accepted == 1
    assert sales.commit(store, checked_sales(store, data), sender="Lan", at=LATER).already


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "staff_code": st.sampled_from(["MP0001", "MP0002", "00123", "MP9"]),
        "staff_name": st.just(""),
        "unit": st.just(""),
        "taken_out": st.sampled_from(["86", "40", "x", ""]),
        "channel": st.sampled_from(["Livestream", "?"]),
        "link": st.sampled_from(["", "https://a.b/c", "ftp"]),
        "mode": st.sampled_from(["Trực tiếp", "?"]),
        "team": st.sampled_from(["hl-01", "hh-01", "?"]),
        "due_at": st.sampled_from(["8h", "9h", "9h15", "18h"]),
    },
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.sampled_from(KINDS), st.lists(CHANGES, min_size=1, max_size=6))
def test_accepted_and_rejected_are_all_rows_and_nothing_else_is_written(
    tmp_path_factory: pytest.TempPathFactory, kind: str, rows: list[Mapping[str, str]]
) -> None:
    store = evidence_store(tmp_path_factory.mktemp("any"))
    known = {one.key for one in LAYOUTS[kind].fields}
    kept = [{key: value for key, value in row.items() if key in known} for row in rows]
    file = checked_rows(store, kind, *kept)
    before = sizes(store)
    try:
        receipt = commit(store, file, sender="Lan", at=EVENING)
    except FileRefused:
        assert not file.accepted and sizes(store) == before
        return
    assert receipt.accepted + receipt.rejected == file.total == len(rows)
    after = sizes(store)
    grown = {name: after[name] - count for name, count in before.items() if after[name] != count}
    assert grown.pop(LAYOUTS[kind].table) == receipt.accepted == len(file.accepted)
    assert grown.pop("quarantine", 0) == receipt.rejected
    assert grown == {"batches": 1, "audit_log": 1}
    assert len(checked_rows(store, kind, *kept).accepted) == sum(
        kind == "activities" and one.key is None for one in file.accepted
    ), "what was handed in without a link is all that could count again"


# kill -9

KILLS, MEASURED, ROWS = 12, 2, 600


@pytest.fixture
def server() -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.intake.evidence_server"],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield process
        assert process.stdin
        process.stdin.close()
        process.wait(20)


def run_import(
    server: "subprocess.Popen[str]", folder: Path, file: Path, kill_after: float | None = None
) -> dict[str, Any]:
    assert server.stdin and server.stdout
    seconds = "never" if kill_after is None else f"{kill_after:.6f}"
    server.stdin.write(f"{folder} {file} {seconds}\n")
    server.stdin.flush()
    answer: dict[str, Any] = json.loads(server.stdout.readline())
    return answer


def file_of(folder: Path, place: int) -> Path:
    """One row that counts, told from others by its link, and many that are set aside."""
    file = folder / f"{place}.csv"
    wrong = {"staff_code": "MP9", **NOBODY}
    who = [{"staff_code": code, **NOBODY} for code in ("MP0001", "MP0002", "00123")]
    file.write_bytes(csv_of("deliveries", who[place % 3], *[wrong] * ROWS))
    return file


@pytest.mark.timeout(120)
def test_a_killed_hand_over_is_wholly_there_or_wholly_absent(
    server: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    folder, files = tmp_path / "warehouse", tmp_path / "files"
    files.mkdir()
    evidence_store(folder)
    chance = random.Random(20240921)
    killed, longest = 0, 0.0
    for place in range(MEASURED + KILLS):
        wait = None if place < MEASURED else chance.uniform(0, longest)
        answer = run_import(server, folder, file_of(files, place), wait)
        killed += answer["killed"]
        if wait is None:
            longest = max(longest, 1.2 * answer["took"])
        store = Store(Generations(folder, keep=3, lock_seconds=5), threads=1)
        batches = {row["batch_id"]: row for row in rows_of(store, "batches")}
        for batch_id, batch in batches.items():
            mine = [row for row in rows_of(store, "deliveries") if row["batch_id"] == batch_id]
            aside = [row for row in rows_of(store, "quarantine") if row["batch_id"] == batch_id]
            assert (len(mine), len(aside)) == (batch["accepted_count"], batch["rejected_count"])
            assert len(mine) + len(aside) == ROWS + 1
        assert {row["batch_id"] for row in rows_of(store, "deliveries")} == set(batches)
        if answer["batch"]:
            assert int(answer["batch"]) in batches, "acknowledged, so it is there"
        for batch_id in batches:
            if place >= MEASURED - 1:
                _undone(store, batch_id)
    assert killed > 0


def _undone(store: Store, batch_id: int) -> None:
    """Make room for the next of the three people."""
    voided = {row["batch_id"] for row in rows_of(store, "batch_voids")}
    if batch_id not in voided:
        sales.undo(store, batch_id, by="test", at=LATER)
