"""The page's own files: packed once, whole when unpacked, and found where the page looks."""

import gzip

import pytest

from lib.ui import page_files
from tests.asgi import Web

WEB = Web(page_files.routes())


def test_what_the_page_begins_with_is_packed_and_whole() -> None:
    files = page_files.first()
    assert len(files) > 10
    for file in files:
        answer = WEB.get(page_files.address(file), {"accept-encoding": "gzip, br"})
        is_packed = answer.headers.get("content-encoding") == "gzip"
        assert is_packed == (file.suffix in (".js", ".css")), file
        assert (gzip.decompress(answer.body) if is_packed else answer.body) == file.read_bytes()


@pytest.mark.parametrize(("suffix", "kind"), [(".js", "javascript"), (".css", "text/css")])
def test_who_cannot_unpack_is_sent_the_file_itself(suffix: str, kind: str) -> None:
    file = next(one for one in page_files.first() if one.suffix == suffix)
    answer = WEB.get(page_files.address(file))
    assert "content-encoding" not in answer.headers
    assert answer.body == file.read_bytes()
    assert kind in answer.headers["content-type"]
    assert "immutable" in answer.headers["cache-control"]


def test_no_other_file_is_sent() -> None:
    for address in ("/static/../index.html", "/static/js/nothing.js", "/static/"):
        assert WEB.get(address).status == 404
