"""The files that make up Streamlit's page: a first visit asks for some sixty of them at once.

Streamlit sends each unpacked, past all of its layers. These are packed once for all visitors, a
third of the bytes, and go the short way. Their names change with what is in them.
"""

import gzip
import mimetypes
from functools import cache
from pathlib import Path

import anyio
import streamlit
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from lib.feed.scenes import GZIP_LEVEL

BASE = "/static"
FOLDER = Path(streamlit.__file__).parent / "static" / "static"
PACKED = frozenset({".js", ".css"})
"""What packing makes smaller; fonts and pictures are packed already."""
HEADERS = {"cache-control": "public, immutable, max-age=31536000", "vary": "accept-encoding"}


def routes() -> list[Route]:
    """One for each file."""
    return [Route(_address(file), _file, methods=["GET"]) for file in _files()]


def first() -> list[str]:
    """The addresses that the page names itself: every visit begins with them."""
    page = (FOLDER.parent / "index.html").read_text(encoding="utf-8")
    return [address for file in _files() if f'"./{(address := _address(file))[1:]}"' in page]


@cache
def packed(address: str) -> bytes:
    """A file in the fewest bytes that browsers can read; made once."""
    return gzip.compress(_path(address).read_bytes(), GZIP_LEVEL, mtime=0)


async def _file(request: Request) -> Response:
    address = request.scope["path"]
    path = _path(address)
    kind, _ = mimetypes.guess_type(path.name)
    if path.suffix not in PACKED or "gzip" not in request.headers.get("accept-encoding", ""):
        return FileResponse(path, media_type=kind, headers=HEADERS)
    body = await anyio.to_thread.run_sync(packed, address)
    return Response(body, media_type=kind, headers={**HEADERS, "content-encoding": "gzip"})


def _files() -> list[Path]:
    return sorted(file for file in FOLDER.rglob("*") if file.is_file())


def _address(file: Path) -> str:
    return f"{BASE}/{file.relative_to(FOLDER).as_posix()}"


def _path(address: str) -> Path:
    return FOLDER / address.removeprefix(f"{BASE}/")
