"""Two server processes over one store, behind the proxy that deploy/ describes."""

import contextlib
import io
import json
import socket
import threading
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.board import Board
from tests.browser.conftest import Visits
from tests.browser.proxy import Proxy, nginx
from tests.browser.visitor import WAIT_MS, drawn, settled, turn_to, words

pytestmark = pytest.mark.skipif(nginx() is None, reason="there is no nginx: make setup installs it")

SALE = {
    **{"date": "2024-09-21", "time": "10:15", "unit": "Hạ Long", "service": "BCCP"},
    **{"quantity": 1, "revenue_vnd": 1_000},
}
UPLOADER = "[data-testid=stFileUploaderDropzoneInput]"
SOON_SECONDS = 10.0
EACH = 8
"""Sales handed in by each clerk."""
GUESSES = 6


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """Two boards that start together on an empty store, and nginx before them."""
    folder = tmp_path_factory.mktemp("two")
    boards = Board(folder), Board(folder)
    found = Proxy(tmp_path_factory.mktemp("nginx"), boards)
    try:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(Board.start, boards))
        yield found.start()
    finally:
        for one in (found, *boards):
            one.stop()


@pytest.fixture(autouse=True)
def _both_are_there(proxy: Proxy) -> None:
    for board in proxy.boards:
        if not _is_there(board):
            board.start()
    deadline = time.monotonic() + SOON_SECONDS
    while len({_port_of(proxy) for _ in range(8)}) < 2 and time.monotonic() < deadline:
        time.sleep(0.5)  # nginx tries again one that was away


@pytest.fixture(scope="module")
def token(proxy: Proxy) -> str:
    return proxy.boards[0].command("token", "hai máy").strip()


def test_processes_that_start_together_make_one_campaign_and_one_code(proxy: Proxy) -> None:
    first, second = proxy.boards
    assert first.health() == second.health()
    log = (first.folder / "server.log").read_text(encoding="utf-8")
    assert log.count(words("start.demo")) == 1
    assert first.code()


def test_a_visitor_stays_with_one_process_and_many_are_spread(proxy: Proxy, visit: Visits) -> None:
    page = visit(proxy).open("/leaderboard")
    turn_to(page, "progress")
    drawn(page)
    page.reload()
    drawn(page)
    page.close()
    for _ in range(20):
        proxy.health()
    by_visitor = defaultdict(set)
    for port, visitor, _uri in proxy.served():
        by_visitor[visitor].add(port)
    strangers = by_visitor.pop("-")
    assert strangers == {board.port for board in proxy.boards}
    assert by_visitor and all(len(ports) == 1 for ports in by_visitor.values())


def test_a_sale_handed_in_at_one_reaches_pages_walls_and_news_of_the_other(
    proxy: Proxy, visit: Visits, token: str
) -> None:
    first, second = proxy.boards
    page = visit(second).open("/")
    wall = visit(second).open("/wall")
    before = second.generation()
    with _news(proxy) as heard:
        receipt = first.post({**SALE, "receipt_no": "HAI-1"}, token=token, key="two-1")
        assert receipt["generation"] == before + 1
        version = words("board.version", generation=receipt["generation"])
        expect(page.get_by_text(version)).to_be_visible(timeout=WAIT_MS)
        deadline = time.monotonic() + SOON_SECONDS
        while heard.count("board") < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
    assert heard.count("board") >= 2, "the first is what a wall begins with, the second is news"
    told = "() => JSON.stringify(performance.getEntriesByType('resource').map(one => one.name))"
    assert "/feed/scene" in wall.evaluate(told)


def test_what_is_uploaded_and_downloaded_finds_its_process(proxy: Proxy, visit: Visits) -> None:
    page = visit(proxy).open("/import")
    page.locator(".st-key-operator_code input").fill(proxy.boards[0].code())
    page.get_by_role("button", name=words("import.enter")).press("Enter")
    page.locator(UPLOADER).wait_for(state="attached")
    with page.expect_download() as coming:
        page.get_by_role("button", name=words("import.template_xlsx")).click()
    assert openpyxl.load_workbook(io.BytesIO(coming.value.path().read_bytes())).sheetnames
    page.set_input_files(
        UPLOADER,
        {"name": "rong.csv", "mimeType": "text/csv", "buffer": b""},
    )
    refused = page.get_by_text("Tệp không có dòng số liệu nào")
    expect(refused.first).to_be_visible(timeout=WAIT_MS)


def test_each_clients_guesses_count_for_that_client(proxy: Proxy) -> None:
    answers = [_guess(proxy, "127.0.0.2", number) for number in range(GUESSES)]
    assert answers[0] == 401 and answers[-1] == 429
    assert _guess(proxy, "127.0.0.3", 0) == 401


def test_clerks_at_both_write_at_the_same_time_and_nothing_is_lost(
    proxy: Proxy, token: str
) -> None:
    before = proxy.boards[0].overview()

    def clerk(at: int) -> list[float]:
        took = []
        for number in range(EACH):
            began = time.monotonic()
            sale = {**SALE, "receipt_no": f"QUAY-{at}-{number}"}
            receipt = proxy.boards[at % 2].post(sale, token=token, key=f"clerk-{at}-{number}")
            assert (receipt["accepted"], receipt["already"]) == (1, False)
            took.append(time.monotonic() - began)
        return took

    with ThreadPoolExecutor(4) as pool:
        waited = [max(one) for one in pool.map(clerk, range(4))]
    after = proxy.boards[1].overview()
    assert after["sale_count"] == before["sale_count"] + 4 * EACH
    assert after["revenue_vnd"] == before["revenue_vnd"] + 4 * EACH * SALE["revenue_vnd"]
    assert max(waited) < SOON_SECONDS, waited


def test_visitors_of_a_process_that_dies_are_served_by_the_other_and_nothing_is_lost(
    proxy: Proxy, visit: Visits, token: str
) -> None:
    visitor = visit(proxy)
    page = visitor.open("/?unit=ha_long")
    drawn(page)
    page.evaluate("window.neverReloaded = true")
    [cookie] = [one for one in page.context.cookies() if one["name"] == "raquan"]
    [port] = {port for port, known, _uri in proxy.served() if known == cookie["value"]}
    dying = next(one for one in proxy.boards if one.port == port)
    other = next(one for one in proxy.boards if one.port != port)
    before = proxy.boards[0].overview()["sale_count"]
    acknowledged: list[int] = []
    done = threading.Event()

    def hand_in() -> None:
        number = 0
        while not done.is_set():
            key = f"dies-{number}"
            with contextlib.suppress(OSError):
                sale = {**SALE, "receipt_no": f"MAT-{number}"}
                acknowledged.append(proxy.post(sale, token=token, key=key)["generation"])
                number += 1  # what was not answered is handed in again under the same key

    clerk = threading.Thread(target=hand_in)
    clerk.start()
    try:
        while len(acknowledged) < 2:
            time.sleep(0.05)
        dying.stop()
        died = time.monotonic()
        known = len(acknowledged)
        while len(acknowledged) < known + 3:
            assert time.monotonic() < died + SOON_SECONDS, "nobody takes sales"
            time.sleep(0.05)
    finally:
        done.set()
        clerk.join()
    expect(_version(page, other.generation())).to_be_visible(timeout=SOON_SECONDS * 1000)
    settled(page)
    assert page.evaluate("window.neverReloaded")
    turn_to(page, "leaderboard")
    expect(page.locator("h1").first).to_have_text(words("leaderboard.title"))
    assert other.overview()["sale_count"] == before + len(acknowledged)
    # the browser says that its process was away; nothing else may have gone wrong
    visitor.complaints = [one for one in visitor.complaints if "page error" in one]


def _version(page: Page, generation: int) -> Any:
    return page.get_by_text(words("board.version", generation=generation))


def _is_there(board: Board) -> bool:
    try:
        return bool(board.health()["ok"])
    except OSError:
        return False


def _port_of(proxy: Proxy) -> int:
    """Which process a stranger is sent to."""
    proxy.health()
    return proxy.served()[-1][0]


def _guess(proxy: Proxy, source: str, number: int) -> int:
    """What somebody at another address is answered to a wrong token."""
    body = json.dumps(SALE).encode()
    with socket.create_connection(
        ("127.0.0.1", proxy.port), timeout=10, source_address=(source, 0)
    ) as line:
        line.sendall(
            b"POST /api/v1/sales HTTP/1.1\r\nHost: board\r\nConnection: close\r\n"
            b"Authorization: Bearer wrong\r\nContent-Type: application/json\r\n"
            + f"Idempotency-Key: guess-{number}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        return int(line.makefile("rb").readline().split()[1])


@contextlib.contextmanager
def _news(proxy: Proxy) -> Iterator[list[str]]:
    """The kinds of news that come through the proxy while the block lasts."""
    heard: list[str] = []
    answer = urllib.request.urlopen(f"{proxy.url}/feed/events", timeout=SOON_SECONDS)

    def listen() -> None:
        with contextlib.suppress(OSError, ValueError, AttributeError):
            for line in answer:
                if line.startswith(b"event: "):
                    heard.append(line.split()[1].decode())

    threading.Thread(target=listen, daemon=True).start()
    deadline = time.monotonic() + SOON_SECONDS
    while not heard and time.monotonic() < deadline:
        time.sleep(0.05)
    try:
        yield heard
    finally:
        answer.close()
