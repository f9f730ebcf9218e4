"""The server as its own first visitor: what somebody would wait for after a start is done by then.

Before it listens it opens the front page the way a browser's messages do, and packs the files
that every visit begins with; once somebody may have been shown that page, it learns the modules
of the others. Nobody needs it for anything but speed: what fails here is told in the log and left.
"""

import ast
import asyncio
import importlib
import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime import get_instance
from streamlit.runtime.session_manager import SessionClient

from lib.settings import PROJECT
from lib.ui import page_files, wall_feed
from lib.ui.addresses import ALONE, PAGES

if TYPE_CHECKING:
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

logger = logging.getLogger("raquan")

MOST_SECONDS = 30
BEFORE_SECONDS = 1.5
"""How long nobody is served for the sake of the first page; what is left is done beside them."""
AFTER_SECONDS = 3.0
"""Who came at once has been shown a page by then: to import takes Python's lock from it."""
BREATH_SECONDS = 0.02
"""Between modules: whoever is there by now goes first."""
LATER = ("openpyxl", "lxml.html", "xlrd")
"""Libraries that are imported where they are used, and used by files and downloads."""


class _Nobody(SessionClient):
    """A client that only wants to know when the page has been run."""

    def __init__(self) -> None:
        self.ended = asyncio.Event()
        self.page = ""

    def write_forward_msg(self, msg: "ForwardMsg") -> None:
        kind = msg.WhichOneof("type")
        if kind == "script_finished":
            self.ended.set()
        elif kind == "navigation":
            self.page = msg.navigation.page_script_hash


async def up() -> asyncio.Task[None]:
    """Visit the front page and pack its files: done, or a while later under way."""
    warming = asyncio.create_task(_first_page())
    await asyncio.wait([warming], timeout=BEFORE_SECONDS)
    return warming


async def on() -> None:
    """Learn what the other pages need, in a thread beside those who visit."""
    await asyncio.sleep(AFTER_SECONDS)
    try:
        await asyncio.to_thread(learn)
    except Exception:
        logger.exception("the other pages are not learnt; who opens one first waits for it")


async def _first_page() -> None:
    try:
        # packing leaves Python's lock to others
        await asyncio.gather(visit(PAGES[0].path), asyncio.to_thread(pack))
    except Exception:
        logger.exception("the front page is not warmed up; its first visitor waits for it")


async def visit(path: str, query: str = "", *, runs: int = 1) -> None:
    """Run a page for nobody, so many times; call it on the server's event loop."""
    runtime = get_instance()
    nobody = _Nobody()
    session = runtime.connect_session(nobody, {})
    try:
        for _ in range(runs):
            state = ClientState(page_name=path, query_string=query, page_script_hash=nobody.page)
            state.context_info.url = f"http://localhost/{path}?{query}"
            state.context_info.color_scheme = "light"
            nobody.ended.clear()
            runtime.handle_backmsg(session, BackMsg(rerun_script=state))
            await asyncio.wait_for(nobody.ended.wait(), MOST_SECONDS)
    finally:
        runtime.close_session(session)


def pack() -> None:
    """Pack what every first visit loads."""
    for path in (wall_feed.PLOTLY, *page_files.first()):
        if path.suffix in page_files.PACKED:
            page_files.packed(path)


def learn() -> None:
    """Import what the pages import, and what they import only when it is needed."""
    files = [PROJECT / "pages" / page.file for page in (*PAGES, *ALONE)]
    for name in dict.fromkeys([*(one for file in files for one in imported(file)), *LATER]):
        importlib.import_module(name)
        time.sleep(BREATH_SECONDS)


def imported(file: Path) -> list[str]:
    """The modules a page imports, by their whole names."""
    found: list[str] = []
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            found += [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
            if node.module == "lib.ui":
                found += [f"lib.ui.{one.name}" for one in node.names]
    return found
