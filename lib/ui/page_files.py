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
FOR_EVER = "public, immutable, max-age=31536000"


def routes() -> list[Route]:
    """One for each file."""
    return [Route(address(file), _file, methods=["GET"]) for file in _files()]


def first() -> list[Path]:
    """The files that the page names itself: every visit begins with them."""
    page = (FOLDER.parent / "index.html").read_text(encoding="utf-8")
    return [file for file in _files() if f'".{address(file)}"' in page]


@cache
def packed(path: Path) -> bytes:
    """A file for a slow line: a third of its size; made once."""
    return gzip.compress(path.read_bytes(), GZIP_LEVEL, mtime=0)


async def sent(request: Request, path: Path, cache_control: str) -> Response:
    """A file, packed where that makes it smaller and the browser can unpack it."""
    kind, _ = mimetypes.guess_type(path.name)
    headers = {"cache-control": cache_control, "vary": "accept-encoding"}
    if path.suffix not in PACKED or "gzip" not in request.headers.get("accept-encoding", ""):
        return FileResponse(path, media_type=kind, headers=headers)
    body = await anyio.to_thread.run_sync(packed, path)
    return Response(body, media_type=kind, headers={**headers, "content-encoding": "gzip"})


def address(file: Path) -> str:
    """Where a file of the page is asked for."""
    return f"{BASE}/{file.relative_to(FOLDER).as_posix()}"


async def _file(request: Request) -> Response:
    # only addresses of files that are there have a route
    path = FOLDER / request.scope["path"].removeprefix(f"{BASE}/")
    return await sent(request, path, FOR_EVER)


def _files() -> list[Path]:
    return sorted(file for file in FOLDER.rglob("*") if file.is_file())
