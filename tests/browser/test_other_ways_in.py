"""The served board takes in what programs post and what is dropped into its inbox."""

import contextlib
import json
import os
import re
import shlex
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from lib.settings import PROJECT
from tests.browser.board import Board, serving

SALE = {
    **{"date": "2024-09-21", "time": "10:15", "unit": "Hạ Long", "service": "BCCP"},
    **{"quantity": 1, "revenue_vnd": 1_000},
}
SAMPLE = PROJECT / "data" / "samples" / "ban_hang_cam_pha_mo_phong.csv"


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    with serving(tmp_path_factory.mktemp("board")) as found:
        yield found


def test_the_line_of_the_readme_counts_a_sale_once(board: Board) -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    [line] = re.findall(r"```sh\n(curl .*?)```", readme, re.DOTALL)
    token = board.command("token", "POS Hạ Long").strip()
    before = board.overview()["revenue_vnd"]
    for already in (False, True):
        receipt = _told(line.replace("http://localhost:8501", board.url), token)
        assert (receipt["accepted"], receipt["rejected"]) == (1, 0)
        assert receipt["revenue_vnd"] == 250_000
        assert receipt["already"] is already
    assert board.overview()["revenue_vnd"] == before + 250_000
    assert board.generation() == receipt["generation"]
    assert "POS Hạ Long" in board.command("token", "--list")


def test_the_description_is_served_with_the_headers_of_the_board(board: Board) -> None:
    done = board.ask("/api/v1/openapi.json")
    assert json.loads(done[1]) == json.loads((PROJECT / "docs" / "openapi.json").read_text())
    assert done[0]["x-content-type-options"] == "nosniff"


def test_a_file_dropped_into_the_inbox_is_counted(board: Board) -> None:
    before = board.overview()["revenue_vnd"]
    inbox = board.folder / "inbox"
    shutil.copy(SAMPLE, inbox / "cẩm phả.csv")
    receipt = _receipt(inbox / "cẩm phả.csv.receipt.json")
    assert (receipt["outcome"], receipt["already"]) == ("counted", False)
    assert board.overview()["revenue_vnd"] == before + receipt["revenue_vnd"]
    assert (inbox / "da-nhap" / "cẩm phả.csv").exists()
    assert (inbox / "cẩm phả.csv.bien-nhan.txt").exists()


def test_a_killed_board_has_counted_what_it_answered_and_counts_the_rest_once(
    board: Board,
) -> None:
    token = board.command("token", "kho").strip()
    before = board.overview()["revenue_vnd"]
    answered: dict[str, int] = {}

    def hand_in(place: int) -> int:
        """Send one sale until it is answered, as a program would."""
        sale = {**SALE, "receipt_no": f"KILL-{place}"}
        for _ in range(200):
            with contextlib.suppress(OSError, HTTPException):
                receipt = board.post(sale, token=token, key=f"kill-{place}")
                answered.setdefault(f"kill-{place}", receipt["batch_id"])
                return int(receipt["batch_id"])
            time.sleep(0.1)
        raise AssertionError("nobody answered")

    with ThreadPoolExecutor(8) as pool:
        sent = [pool.submit(hand_in, place) for place in range(24)]
        deadline = time.monotonic() + 30
        while len(answered) < 5 and time.monotonic() < deadline:
            time.sleep(0.01)
        board.stop()
        before_the_kill = dict(answered)
        inbox = board.folder / "inbox"
        shutil.copy(SAMPLE, inbox / "lần hai.csv")
        (inbox / "lạ.csv").write_bytes(b"%PDF-1.7")
        board.start()
        batches = [one.result(60) for one in sent]
    assert 5 <= len(before_the_kill) < 24
    assert len(set(batches)) == 24
    assert board.overview()["revenue_vnd"] == before + 24 * 1_000
    for key, batch_id in before_the_kill.items():
        receipt = board.post(
            {**SALE, "receipt_no": key.replace("kill", "KILL")}, token=token, key=key
        )
        assert (receipt["batch_id"], receipt["already"]) == (batch_id, True)
    assert _receipt(inbox / "lần hai.csv.receipt.json")["already"] is True
    assert _receipt(inbox / "lạ.csv.receipt.json")["error"] == "unsupported_format"
    assert (inbox / "loi" / "lạ.csv").exists()


def _receipt(file: Path) -> dict[str, object]:
    """The receipt, as soon as it is there."""
    deadline = time.monotonic() + 30
    while not file.exists():
        assert time.monotonic() < deadline, f"{file.name} never came"
        time.sleep(0.1)
    found: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _told(line: str, token: str) -> dict[str, Any]:
    """What the README's line answers: by curl, or by the same request where there is none."""
    if shutil.which("curl"):
        environment = {**os.environ, "TOKEN": token}
        done = subprocess.run(
            ["sh", "-c", line], env=environment, capture_output=True, text=True, timeout=30
        )
        found: dict[str, Any] = json.loads(done.stdout)
        return found
    _, address, *rest = shlex.split(line.replace("$TOKEN", token).replace("\\\n", " "))
    options = list(zip(rest[::2], rest[1::2], strict=True))
    headers = dict(value.split(": ", 1) for option, value in options if option == "-H")
    [body] = [value for option, value in options if option == "-d"]
    request = urllib.request.Request(address, body.encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        found = json.loads(answer.read())
    return found
