"""The inbox folder: a file dropped, a receipt beside it, and nothing that stops the rest."""

import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from filelock import FileLock

from lib.errors import FileRefused, StoreBusy
from lib.i18n import catalog
from lib.intake import apart, checking, corrections
from lib.intake.apart import Apart
from lib.intake.group_commit import GroupCommit
from lib.intake.inbox import COUNTED, SET_ASIDE, Inbox, Order
from lib.intake.inbox_receipts import fitting, shown
from lib.intake.reading import read
from tests.intake.setup import NOON, counted_vnd, csv_of, store_in
from tests.intake.test_committing import table
from tests.intake.test_handing_over import held

GOOD = csv_of({})
ONE_BAD = csv_of({}, {"receipt_no": "GD-2", "unit": "Cà Mau"})


class ReadHere(Apart):
    """Reads in this process, for tests of what happens around the reading."""

    def read(self, data: bytes, file_name: str, *, most_bytes: int, most_rows: int) -> Any:
        if b"kill the reader" in data:
            raise FileRefused("reader_died")
        return read(data, file_name, most_bytes=most_bytes, most_rows=most_rows)


class Box:
    """An inbox with its store; `drop` puts a file in, `look` looks until all stood still."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "inbox"
        self.store = store_in(folder / "warehouse", lock_seconds=0.3)
        self.writer = GroupCommit(self.store)
        self.said: list[str] = []
        self.inbox = self.made()

    def made(self, campaign: str = "day") -> Inbox:
        """Another process's eyes on the same folder."""
        order = Order(campaign, most_mb=1, most_rows=100)
        return Inbox(
            self.folder, self.store, self.writer, order, now=lambda: NOON, say=self.said.append
        )

    def drop(self, name: str, data: bytes = GOOD) -> Path:
        self.folder.mkdir(exist_ok=True)
        (self.folder / name).write_bytes(data)
        return self.folder / name

    def look(self) -> int:
        return self.inbox.look() + self.inbox.look()

    def receipt(self, name: str) -> Any:
        file = self.folder / f"{fitting(name)}.receipt.json"
        return json.loads(file.read_text(encoding="utf-8"))

    def names(self, folder: str = ".") -> list[str]:
        """What lies in a folder of the inbox, hidden files apart."""
        found = (self.folder / folder).iterdir() if (self.folder / folder).is_dir() else ()
        return sorted(one.name for one in found if one.is_file() and one.name[0] != ".")


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    monkeypatch.setattr("lib.intake.inbox.Apart", ReadHere)
    found = Box(tmp_path)
    yield found
    found.writer.close()


# What counts


def test_a_dropped_file_counts_and_its_receipt_lies_beside_it(box: Box) -> None:
    box.drop("cam-pha 15h30.csv", ONE_BAD)
    assert box.look() == 1
    assert counted_vnd(box.store) == 250_000
    assert table(box.store, "select source, sender, file_name from batches") == [
        ("inbox", "inbox", "cam-pha 15h30.csv")
    ]
    endings = (".bien-nhan.txt", ".can-sua.xlsx", ".receipt.json")
    assert box.names() == [f"cam-pha 15h30.csv{ending}" for ending in endings]
    assert box.names(COUNTED) == ["cam-pha 15h30.csv"]
    receipt = box.receipt("cam-pha 15h30.csv")
    assert receipt["outcome"] == "counted"
    assert (receipt["batch_id"], receipt["accepted"], receipt["rejected"]) == (1, 1, 1)
    assert receipt["rejected_rows"][0]["reason"] == "unknown_unit"
    words = (box.folder / "cam-pha 15h30.csv.bien-nhan.txt").read_text(encoding="utf-8")
    assert "ĐÃ TÍNH" in words and "250.000" in words and "Dòng 3: Không có đơn vị" in words
    assert "cam-pha 15h30.csv.can-sua.xlsx" in words
    sheet = openpyxl.load_workbook(box.folder / "cam-pha 15h30.csv.can-sua.xlsx").active
    assert sheet is not None and sheet.max_row == 2
    assert any("lần nhập 1" in words for words in box.said)


def test_the_corrected_sheet_can_be_dropped_under_another_name(box: Box) -> None:
    box.drop("a.csv", ONE_BAD)
    box.look()
    sheet = box.folder / "a.csv.can-sua.xlsx"
    book = openpyxl.load_workbook(sheet)
    assert book.active is not None
    for row in book.active.iter_rows():
        for cell in row:
            if cell.value == "Cà Mau":
                cell.value = "Hải Hà"
    book.save(box.folder / "a da sua.xlsx")
    assert box.look() == 1
    assert counted_vnd(box.store) == 500_000
    assert box.receipt("a da sua.xlsx")["rejected"] == 0


def test_the_same_bytes_again_get_their_receipt_and_count_nothing(box: Box) -> None:
    box.drop("a.csv", ONE_BAD)
    box.look()
    first = box.receipt("a.csv")
    generation = box.store.current()
    for name in ("a.csv", "b.csv"):
        box.drop(name, ONE_BAD)
        assert box.look() == 1
        assert box.receipt(name) == {**first, "file": name, "already": True}
    assert box.store.current() == generation
    assert box.names(COUNTED) == ["a (2).csv", "a.csv", "b.csv"]
    assert "TRƯỚC ĐÓ" in (box.folder / "b.csv.bien-nhan.txt").read_text(encoding="utf-8")
    assert (box.folder / "b.csv.can-sua.xlsx").exists()


def test_a_sheet_to_correct_goes_when_there_is_nothing_to_correct(box: Box) -> None:
    box.drop("a.csv", ONE_BAD)
    box.look()
    box.drop("a.csv", csv_of({"receipt_no": "GD-7"}))
    box.look()
    assert box.names() == ["a.csv.bien-nhan.txt", "a.csv.receipt.json"]


def test_receipts_for_people_are_vietnamese_whatever_the_terminal_speaks(box: Box) -> None:
    catalog.speak("en")
    try:
        box.drop("a.csv")
        box.look()
        assert "ĐÃ TÍNH" in (box.folder / "a.csv.bien-nhan.txt").read_text(encoding="utf-8")
        assert any("rows counted" in words for words in box.said)
    finally:
        catalog.speak("vi")


# When a file is taken


def test_a_file_is_taken_once_it_stands_still(box: Box) -> None:
    file = box.drop("a.csv", GOOD[:100])
    assert box.inbox.look() == 0
    for end in (120, 150):
        file.write_bytes(GOOD[:end])
        assert box.inbox.look() == 0
    file.write_bytes(GOOD)
    assert (box.inbox.look(), box.inbox.look()) == (0, 1)
    assert box.receipt("a.csv")["accepted"] == 1


def test_a_file_that_changes_while_it_is_taken_is_taken_anew(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = box.drop("a.csv")
    real = checking.check_tables

    def while_checking(*given: Any, **named: Any) -> Any:
        file.write_bytes(csv_of({}, {"receipt_no": "GD-2"}))
        monkeypatch.setattr(checking, "check_tables", real)
        return real(*given, **named)

    monkeypatch.setattr(checking, "check_tables", while_checking)
    assert box.look() == 1
    assert file.exists(), "what nobody has read is not put away"
    assert box.look() == 1
    assert counted_vnd(box.store) == 500_000
    assert not file.exists()


def test_what_is_not_handed_in_is_left_alone(box: Box, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_bytes(GOOD)
    box.drop("a.csv")
    box.look()
    before = box.names()
    for name in (".a.csv", "~$a.xlsx", "b.csv.receipt.json", "b.csv.part", "B.CSV.TMP"):
        box.drop(name)
    (box.folder / "link.csv").symlink_to(outside)
    (box.folder / "link").symlink_to(tmp_path)
    (box.folder / "folder").mkdir()
    (box.folder / "folder" / "c.csv").write_bytes(GOOD)
    os.mkfifo(box.folder / "pipe.csv")
    assert box.look() == 0
    assert outside.exists() and (box.folder / "link.csv").is_symlink()
    assert {*before, "link.csv", "b.csv.part"} <= {*box.names()}
    assert not (box.folder / SET_ASIDE).exists()


# What cannot be used


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7 x", "unsupported_format"),
        (b"", "empty_file"),
        (b"x" * (2**20 + 1), "file_too_large"),
        (b"kill the reader", "reader_died"),
        (csv_of(*[{"receipt_no": f"GD-{place}"} for place in range(101)]), "too_many_rows"),
    ],
)
def test_a_file_that_cannot_be_used_is_set_aside_and_the_rest_counts(
    box: Box, data: bytes, reason: str
) -> None:
    box.drop("a bad one.csv", data)
    box.drop("good.csv")
    assert box.look() == 2
    assert counted_vnd(box.store) == 250_000
    assert box.names(SET_ASIDE) == ["a bad one.csv"]
    receipt = box.receipt("a bad one.csv")
    assert (receipt["outcome"], receipt["error"]) == ("refused", reason)
    words = (box.folder / "a bad one.csv.bien-nhan.txt").read_text(encoding="utf-8")
    assert "CHƯA ĐƯỢC TÍNH" in words and receipt["message"].partition(". ")[0] in words
    assert box.look() == 0


def test_a_file_nobody_may_read_is_set_aside(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    box.drop("a.csv")
    opened = os.open

    def refusing(path: Any, *rest: Any, **named: Any) -> int:
        if str(path).endswith("a.csv"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *rest, **named)

    monkeypatch.setattr(os, "open", refusing)
    assert box.look() == 1
    assert box.receipt("a.csv")["error"] == "unreadable_path"


def test_a_file_that_breaks_the_checks_is_tried_once(
    box: Box, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried = []

    def broken(*_: Any, **__: Any) -> Any:
        tried.append(1)
        raise ZeroDivisionError("what nobody foresaw")

    monkeypatch.setattr(checking, "check_tables", broken)
    box.drop("a.csv")
    assert (box.look(), box.look(), len(tried)) == (1, 0, 1)
    receipt = box.receipt("a.csv")
    assert receipt["error"] == "unexpected"
    assert "ZeroDivisionError" in caplog.text and "ZeroDivision" not in json.dumps(receipt)
    assert box.names(SET_ASIDE) == ["a.csv"]


def test_a_receipt_that_cannot_be_made_does_not_unsay_that_the_file_counts(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(corrections, "sheet_of_problems", broken)
    box.drop("a.csv", ONE_BAD)
    assert box.look() == 1
    assert counted_vnd(box.store) == 250_000
    assert (box.names(COUNTED), box.names(SET_ASIDE)) == (["a.csv"], [])


def test_an_unknown_campaign_is_named(box: Box) -> None:
    box.inbox = box.made("no-such")
    box.drop("a.csv")
    box.look()
    assert box.receipt("a.csv")["error"] == "unknown_campaign"
    assert "no-such" in box.receipt("a.csv")["message"]


# Names

NAMES: dict[str, str | bytes] = {
    "backslashes": "x\\..\\..\\passwd.csv",
    "line breaks": "a\nĐÃ TÍNH\r\x1b[31m.csv",
    "long": "Bưu điện " + "ắ" * 78 + ".csv",
    "not UTF-8": b"B\xad\x75 \xae i\xd6n.csv",
    "an option": "-rf.csv",
    "a formula": "=cmd|' calc'!A0",
    "no ending": "Cẩm Phả",
    "dots": "a..csv.",
    "decomposed": "Ha\u0323 Long.csv",
}


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_are_names_and_nothing_else(box: Box, name: str, tmp_path: Path) -> None:
    written = NAMES[name]
    dropped = os.fsdecode(written) if isinstance(written, bytes) else written
    for _ in range(2):  # the second meets the name of the first
        box.drop(dropped, ONE_BAD)
        assert box.look() == 1
    assert len(box.names(COUNTED)) == 2 and dropped in box.names(COUNTED)
    assert len(box.names()) == 3
    receipt = box.receipt(dropped)
    assert receipt["file"] == shown(dropped) and receipt["file"].isprintable()
    assert not [words for words in box.said if "\n" in words or "\x1b" in words]
    assert {one.name for one in tmp_path.iterdir()} == {"inbox", "warehouse"}
    assert counted_vnd(box.store) == 250_000


# Others at the same folder, and a store that is away


def test_while_another_process_looks_nobody_else_does(box: Box) -> None:
    box.drop("a.csv")
    box.inbox.look()
    with FileLock(box.folder / ".lock"):
        assert box.inbox.look() == 0
        with pytest.raises(StoreBusy):
            box.made().once(lock_seconds=0.1)
    assert box.inbox.look() == 1


def test_two_that_watch_the_same_folder_count_each_file_once(box: Box) -> None:
    stop = threading.Event()
    watchers = [
        threading.Thread(target=box.made().watch, args=(stop,), kwargs={"every": 0.02})
        for _ in range(2)
    ]
    for watcher in watchers:
        watcher.start()
    for place in range(8):
        box.drop(f"{place}.csv", csv_of({"receipt_no": f"GD-{place}"}))
    wait_until(lambda: len(box.names(COUNTED)) == 8)
    stop.set()
    for watcher in watchers:
        watcher.join(20)
    assert counted_vnd(box.store) == 8 * 250_000
    assert table(box.store, "select count(*) from batches") == [(8,)]
    assert [box.receipt(f"{place}.csv")["already"] for place in range(8)] == [False] * 8


def test_while_the_store_is_busy_files_wait_and_it_is_told_once(box: Box) -> None:
    box.drop("a.csv")
    with held(box.store):
        assert box.look() == 0
        assert box.look() == 0
    assert [words for words in box.said if "chờ" in words] == box.said[:1]
    assert box.names() == ["a.csv"]
    assert box.inbox.look() == 1
    assert counted_vnd(box.store) == 250_000


def test_a_file_that_cannot_be_moved_is_left_alone_until_it_changes(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = box.drop("a.csv")

    def refusing(*_: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refusing)
        assert (box.look(), box.look()) == (1, 0)
    assert file.exists() and counted_vnd(box.store) == 250_000
    file.write_bytes(csv_of({"receipt_no": "GD-2"}))
    assert box.look() == 1
    assert not file.exists()


def test_a_watch_survives_what_goes_wrong_and_makes_the_folder(box: Box) -> None:
    box.folder.write_text("a file where the folder should be")
    stop = threading.Event()
    watcher = threading.Thread(
        target=box.inbox.watch, args=(stop,), kwargs={"every": 0.02}, daemon=True
    )
    watcher.start()
    time.sleep(0.1)
    box.folder.unlink()
    box.folder.mkdir()
    box.drop("a.csv")
    wait_until(lambda: box.names(COUNTED) == ["a.csv"])
    stop.set()
    watcher.join(20)


# Reading apart


def test_a_reader_that_dies_or_stalls_is_replaced(tmp_path: Path) -> None:
    limits = {"most_bytes": 10**6, "most_rows": 100}
    with Apart() as reader:
        first = reader.read(GOOD, "a.csv", **limits)
        assert len(first.tables[0]) == 1
        process = reader._process
        with pytest.raises(FileRefused) as refused:
            reader.read(b"%PDF", "a.pdf", **limits)
        assert refused.value.values["found"] == "pdf"
        assert reader._process is process, "a refusal is an answer like any other"
        assert process is not None
        process.kill()
        with pytest.raises(FileRefused) as died:
            reader.read(GOOD, "a.csv", **limits)
        assert died.value.reason == "reader_died"
        assert reader.read(GOOD, "a.csv", **limits).sha256 == first.sha256
        reader._seconds = 0.2
        assert reader._process is not None
        os.kill(reader._process.pid, signal.SIGSTOP)
        with pytest.raises(FileRefused) as stalled:
            reader.read(GOOD, "a.csv", **limits)
        assert stalled.value.reason == "reader_died"
    assert reader._process is None
    assert apart.LONGEST_SECONDS > 10


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)
