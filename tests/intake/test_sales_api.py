"""Sales from programs over HTTP: every answer there is, as docs/openapi.json promises it."""

import json
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from lib.access import tokens
from lib.intake.json_lines import FIELDS
from lib.ui import data, sales_api
from tests.intake.api_server import NOW, SALE, Answer, Api, served
from tests.intake.setup import counted_vnd
from tests.intake.test_committing import table
from tests.intake.test_handing_over import held

DOCUMENT = json.loads(sales_api.DESCRIPTION.read_text(encoding="utf-8"))
OPERATION = DOCUMENT["paths"][sales_api.PATH]["post"]
BAD = {**SALE, "unit": "Cà Mau", "receipt_no": "GD-9"}


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    with served(tmp_path) as found:
        yield found


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """A server to which no test hands in anything that counts."""
    with served(tmp_path_factory.mktemp("api"), upload_rows=3) as found:
        yield found
        assert table(found.store, "select count(*) from batches") == [(0,)]


def as_promised(answer: Answer) -> Any:
    """The answer, which must be one of those the document promises for its status."""
    promised = OPERATION["responses"][str(answer.status)]
    schema = promised["content"]["application/json"]["schema"]
    jsonschema.validate(answer.json, {**schema, "components": DOCUMENT["components"]})
    assert {name.lower() for name in promised.get("headers", ())} <= set(answer.headers)
    if "error" in answer.json:
        codes = re.findall(r"[a-z_]+", promised["description"].partition("Codes: ")[2])
        assert answer.json["error"] in codes
        assert len(answer.json["message"]) > 10
    assert answer.headers["cache-control"] == "no-store"
    return answer.json


def error(answer: Answer, status: int) -> str:
    assert answer.status == status, answer.body
    return str(as_promised(answer)["error"])


# What counts


def test_sales_are_counted_and_the_receipt_says_so(api: Api) -> None:
    sales = [SALE, {**SALE, "receipt_no": "GD-2", "time": None}, BAD]
    answer = api.post(sales)
    assert answer.status == 202
    receipt = as_promised(answer)
    assert {name: receipt[name] for name in receipt if name != "rejected_rows"} == {
        **{"batch_id": 1, "already": False, "generation": api.store.current()},
        **{"accepted": 2, "warned": 1, "rejected": 1},
        **{"revenue_vnd": 500_000, "pending_vnd": 250_000},
    }
    [row] = receipt["rejected_rows"]
    assert (row["source_row"], row["reason"], row["column"], row["value"]) == (
        *("3", "unknown_unit", "unit", "Cà Mau"),
    )
    assert "Cà Mau" in row["message"]
    assert counted_vnd(api.store) == 500_000
    columns = "source, sender, idempotency_key, file_size"
    [batch] = table(api.store, f"select {columns} from batches")
    assert batch[:3] == ("http", "An", "k1") and batch[3] > 100
    assert tokens.listed(api.settings.office_file)[0].last_used_at == NOW


def test_an_array_counts_like_lines_and_numbers_are_numbers_or_words(api: Api) -> None:
    sales = [
        {**SALE, "revenue_vnd": "1,2 triệu", "quantity": "3 thùng", "time": "8h15"},
        {**SALE, "revenue_vnd": 5000.0, "new_customer": True, "customer": 17, "note": None},
    ]
    body = json.dumps(sales, indent=1).encode()
    receipt = as_promised(api.post(body, content_type="application/json; charset=utf-8"))
    assert (receipt["accepted"], receipt["revenue_vnd"]) == (2, 1_205_000)
    found = table(
        api.store, "select source_row, quantity, is_new_customer, customer_code from sales"
    )
    assert found == [(1, 3, False, None), (2, 1, True, "17")]


def test_the_same_key_brings_the_same_receipt_and_counts_nothing(api: Api) -> None:
    first = as_promised(api.post([SALE, BAD]))
    generation = api.store.current()
    again = api.post([SALE, BAD])
    assert again.status == 200
    assert as_promised(again) == {**first, "already": True}
    assert api.store.current() == generation
    assert error(api.post([BAD, SALE]), 409) == "key_reused"
    assert error(api.post([SALE, BAD], query="?campaign=week"), 409) == "key_reused"
    assert counted_vnd(api.store) == 250_000


def test_the_same_sale_under_another_key_is_another_sale(api: Api) -> None:
    assert [api.post(SALE, key).status for key in ("k1", "k2")] == [202, 202]
    assert counted_vnd(api.store) == 500_000


def test_many_at_once_are_published_together(tmp_path: Path) -> None:
    with served(tmp_path, lock_seconds=20) as api, ThreadPoolExecutor(20) as pool:
        before = api.store.current()
        with held(api.store):
            sent = [
                pool.submit(api.post, {**SALE, "receipt_no": f"GD-{place}"}, f"k{place}")
                for place in range(20)
            ]
            for _ in range(150):
                if len(api.writer._waiting) >= 15:
                    break
                time.sleep(0.1)
        receipts = [as_promised(one.result()) for one in sent]
        assert sorted(one["batch_id"] for one in receipts) == list(range(1, 21))
        assert api.store.current() - before <= 3
        assert counted_vnd(api.store) == 20 * 250_000


def test_a_dry_run_says_what_would_be_and_needs_no_key(reading: Api) -> None:
    before = reading.store.current()
    answer = reading.post([SALE, BAD], None, "?dry_run=1")
    assert answer.status == 200
    receipt = as_promised(answer)
    assert (receipt["batch_id"], receipt["accepted"], receipt["rejected"]) == (None, 1, 1)
    assert error(reading.post([SALE, BAD], None, "?dry_run=1&strict=1"), 422) == "rejected_rows"
    assert reading.store.current() == before


# What does not


@pytest.mark.parametrize(("rows", "query"), [([BAD], ""), ([SALE, BAD], "?strict=1")])
def test_when_nothing_counts_nothing_is_written(reading: Api, rows: list[Any], query: str) -> None:
    answer = reading.post(rows, "k1", query)
    assert error(answer, 422) == "rejected_rows"
    assert [row["reason"] for row in answer.json["rejected_rows"]] == ["unknown_unit"]
    assert (answer.json["accepted"], answer.json["rejected"]) == (len(rows) - 1, 1)


def test_receipts_taken_meanwhile_are_named(api: Api) -> None:
    api.post({**SALE, "receipt_no": "GD-1"})
    answer = api.post({**SALE, "receipt_no": "gd-1"}, "k2")
    assert error(answer, 422) == "rejected_rows"
    assert answer.json["rejected_rows"][0]["reason"] == "duplicate_row"


MALFORMED = {
    "not JSON": (b'{"unit": "H', "bad_json", 1, None),
    "the second line": (b'{"unit": "x"}\n\n{,}', "bad_json", 3, None),
    "not an object": (b'{"unit": "x"}\n[1]', "bad_json", 2, None),
    "not UTF-8": (b'{"unit": "x"}\n{"unit": "\xff"}', "bad_json", 2, None),
    "a constant": (b'{"revenue_vnd": NaN}', "bad_json", 1, None),
    "too deep": (b"[" * 100_000, "bad_json", 1, None),
    "too long": (b'{"quantity": ' + b"9" * 6_000 + b"}", "bad_json", 1, None),
    "unknown": (b'{"unit": "x"}\n{"revenue": 1}', "unknown_field", 2, "revenue"),
    "hostile": (b'{"\\ud800\\n": 1}', "unknown_field", 1, "?\n"),
    "twice": (b'{"unit": "x", "unit": "y"}', "repeated_field", 1, "unit"),
    "a list": (b'{"unit": ["x"]}', "bad_value", 1, "unit"),
    "a flag": (b'{"quantity": true}', "bad_value", 1, "quantity"),
    "infinite": (b'{"revenue_vnd": 1e999}', "bad_value", 1, "revenue_vnd"),
    "immense": (b'{"revenue_vnd": 1e15}', "bad_value", 1, "revenue_vnd"),
    "half a letter": (b'{"note": "\\ud800"}', "bad_value", 1, "note"),
    "empty": (b"", "empty_file", None, None),
    "blank": (b"\xef\xbb\xbf \n\n", "empty_file", None, None),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_body_is_refused_by_line_and_field(reading: Api, name: str) -> None:
    body, reason, line, field = MALFORMED[name]
    answer = reading.post(body)
    assert error(answer, 400) == reason
    assert (answer.json.get("line"), answer.json.get("field")) == (line, field)


@pytest.mark.parametrize(
    ("query", "key", "reason"),
    [
        ("", None, "key_missing"),
        ("", "two words", "key_malformed"),
        ("", "x" * 201, "key_malformed"),
        ("?dryrun=1", "k1", "unknown_parameter"),
        ("?dry_run=maybe", "k1", "bad_flag"),
        ("?campaign=none", "k1", "unknown_campaign"),
    ],
)
def test_a_malformed_request_is_refused(
    reading: Api, query: str, key: str | None, reason: str
) -> None:
    assert error(reading.post(SALE, key, query), 400) == reason


@pytest.mark.parametrize(
    "sent",
    [{"content_type": "text/csv"}, {"content_type": ""}, {"content_encoding": "gzip"}],
)
def test_other_content_is_not_taken(reading: Api, sent: dict[str, str]) -> None:
    assert error(reading.post(SALE, "k1", **sent), 415) == "media_type"


@pytest.mark.parametrize(
    "method", [one for one in sales_api.METHODS if one not in ("HEAD", "POST")]
)
def test_other_methods_and_addresses_are_told_so_in_json(reading: Api, method: str) -> None:
    assert error(reading.ask(method, sales_api.PATH), 405) == "method"
    answer = reading.ask(method, "/api/v2/sales")
    assert (answer.status, answer.json["error"]) == (404, "unknown_address")


def test_no_page_of_another_site_may_send(reading: Api) -> None:
    headers = {"origin": "https://elsewhere.example", "access-control-request-method": "POST"}
    for method in ("OPTIONS", "POST"):
        answer = reading.ask(method, sales_api.PATH, headers=headers)
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_too_much_is_not_even_read(reading: Api) -> None:
    assert error(reading.post([SALE] * 4), 413) == "too_many_rows"
    assert error(reading.post(b" " * (2**20 + 1)), 413) == "file_too_large"
    # announced and never sent: the answer does not wait for it
    with begun(reading, "content-length: 9999999") as line:
        assert line.recv(100).startswith(b"HTTP/1.1 413")


def test_a_body_without_an_announced_size_is_cut_off(reading: Api) -> None:
    with begun(reading, "transfer-encoding: chunked") as line:
        for _ in range(5):
            line.sendall(b"40000\r\n" + b" " * 0x40000 + b"\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 413")


def begun(api: Api, header: str) -> socket.socket:
    """A request whose head is sent, and whose body is not yet."""
    lines = (
        *(f"POST {sales_api.PATH} HTTP/1.1", "host: x", f"authorization: Bearer {api.token}"),
        *("content-type: application/json", "idempotency-key: k", header, "", ""),
    )
    line = socket.create_connection(("127.0.0.1", api.port), timeout=10)
    line.sendall("\r\n".join(lines).encode())
    return line


# Who may


def test_a_token_is_needed_before_anything_is_read(reading: Api) -> None:
    for authorization in ("", "Bearer", "Bearer x", f"Basic {reading.token}"):
        answer = reading.post(b"{", authorization=authorization)
        if answer.status != 429:
            assert error(answer, 401) == "wrong_token"
            assert answer.headers["www-authenticate"] == "Bearer"


def test_a_revoked_token_is_told_so(api: Api) -> None:
    tokens.revoke(api.settings.office_file, "An", NOW)
    assert error(api.post(SALE), 403) == "token_revoked"


def test_wrong_tokens_have_to_wait_and_the_right_one_does_not(api: Api) -> None:
    for _ in range(5):
        assert error(api.post(SALE, authorization="Bearer rq_0_x"), 401) == "wrong_token"
    answer = api.post(SALE, authorization="Bearer rq_0_x")
    assert error(answer, 429) == "too_many_attempts"
    assert answer.headers["retry-after"] == "600"
    assert api.post(SALE).status == 202


# What goes wrong


def test_a_busy_store_asks_to_come_again(tmp_path: Path) -> None:
    with served(tmp_path, lock_seconds=1) as api:
        with held(api.store):
            answer = api.post(SALE)
        assert error(answer, 503) == "store_busy"
        assert int(answer.headers["retry-after"]) > 0
        assert api.post(SALE).status == 202


def test_what_nobody_foresaw_is_told_by_a_reference(
    reading: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(data, "writer", lambda: None)
    answer = reading.post(SALE)
    assert error(answer, 500) == "unexpected"
    reference = re.search(r"\b[0-9A-F]{6}\b", answer.json["message"])
    assert reference and reference[0] in caplog.text
    assert "NoneType" not in answer.body.decode()


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "vi"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("vi;q=0.4, en;q=0.6", "en"),
        ("fr, vi;q=0.5", "vi"),
        ("en;q=x, *", "vi"),
        ("en;q=0", "vi"),
    ],
)
def test_sentences_are_in_the_language_asked_for(
    reading: Api, accepted: str, language: str
) -> None:
    answer = reading.post(BAD, accept_language=accepted)
    words = {"vi": "Không có đơn vị", "en": "There is no unit"}[language]
    assert answer.json["rejected_rows"][0]["message"].startswith(words)


# The description


def test_the_description_is_served_and_is_true_to_the_code(reading: Api) -> None:
    answer = reading.ask("GET", sales_api.DESCRIPTION_PATH)
    assert (answer.status, answer.json) == (200, DOCUMENT)
    assert set(DOCUMENT["paths"]) == {sales_api.PATH, sales_api.DESCRIPTION_PATH}
    schemas = DOCUMENT["components"]["schemas"]
    assert set(schemas["Sale"]["properties"]) == set(FIELDS)
    assert set(OPERATION["requestBody"]["content"]) == set(sales_api.READ)
    named = {one["name"] for one in OPERATION["parameters"] if one["in"] == "query"}
    assert named == set(sales_api.PARAMETERS)


def test_the_description_knows_every_status_and_field(reading: Api) -> None:
    statuses = {sales_api.ACCEPTED, sales_api.KNOWN, sales_api.MALFORMED, sales_api.UNEXPECTED}
    statuses |= {*sales_api.STATUSES.values(), *(status for _, status in sales_api.KINDS)}
    assert {int(one) for one in OPERATION["responses"]} == statuses
    receipt = as_promised(reading.post([SALE, BAD], None, "?dry_run=1"))
    schemas = DOCUMENT["components"]["schemas"]
    assert list(schemas["Receipt"]["properties"]) == list(receipt)
    assert list(schemas["RejectedRow"]["properties"]) == list(receipt["rejected_rows"][0])
