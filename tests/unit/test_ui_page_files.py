"""The page's own files: packed once, whole when unpacked, and found where the page looks."""

import gzip

import pytest

from lib.ui import page_files
from tests.asgi import Web

WEB = Web(page_files.routes())


def test_what_the_page_begins_with_is_packed_and_whole() -> None:
    addresses = page_files.first()
    assert len(addresses) > 10
    for address in addresses:
        answer = WEB.get(address, {"accept-encoding": "gzip, br"})
        file = page_files.FOLDER / address.removeprefix("/static/")
        is_packed = answer.headers.get("content-encoding") == "gzip"
        assert is_packed == (file.suffix in (".js", ".css")), address
        assert (gzip.decompress(answer.body) if is_packed else answer.body) == file.read_bytes()


@pytest.mark.parametrize(("suffix", "kind"), [(".js", "javascript"), (".css", "text/css")])
def test_who_cannot_unpack_is_sent_the_file_itself(suffix: str, kind: str) -> None:
    address = next(one for one in page_files.first() if one.endswith(suffix))
    answer = WEB.get(address)
    file = page_files.FOLDER / address.removeprefix("/static/")
    assert "content-encoding" not in answer.headers
    assert answer.body == file.read_bytes()
    assert kind in answer.headers["content-type"]
    assert "immutable" in answer.headers["cache-control"]


def test_no_other_file_is_sent() -> None:
    for address in ("/static/../index.html", "/static/js/nothing.js", "/static/"):
        assert WEB.get(address).status == 404
