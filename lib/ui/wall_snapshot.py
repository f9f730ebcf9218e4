"""The saved copy of the wall, written anew each minute by the server, in a thread of its own."""

import contextlib
import logging
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qsl

from filelock import FileLock, Timeout

from lib.feed import snapshot
from lib.feed.scenes import Rendered
from lib.feed.snapshot import Parts
from lib.i18n import catalog
from lib.i18n.catalog import text
from lib.settings import PROJECT
from lib.store.files import write_whole
from lib.ui import data
from lib.ui.wall_events import told
from lib.ui.wall_feed import PLOTLY, STATIC
from lib.ui.wall_question import WallQuestion, WallView, scenes

logger = logging.getLogger("raquan")

CONFIG = PROJECT / ".streamlit" / "config.toml"
FIRST_SECONDS, EACH_SECONDS = 5.0, 60.0
END_SECONDS = 10


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Write the copy each minute while the block lasts; not at all without a file to write."""
    if data.settings().snapshot_file is None:
        yield
        return
    stop = Event()
    writer = Thread(target=_write_on, args=(stop,), name="snapshot", daemon=True)
    writer.start()
    try:
        yield
    finally:
        stop.set()
        writer.join(END_SECONDS)


def write(path: Path) -> int:
    """Write the copy of the default screen, whole or not at all; how many bytes it has.

    0 when there is no campaign yet. Raises OSError when the place cannot be written to.
    """
    view = WallView(WallQuestion.read({}))
    if view.campaign is None:
        return 0
    programme = told(view)
    drawn = {
        turn["src"]: found
        for turn in programme["turns"]
        if (found := _drawn(turn["src"])) is not None
    }
    turns = [turn for turn in programme["turns"] if turn["src"] in drawn]
    catalog.speak(view.language)
    page = snapshot.page({**programme, "turns": turns}, drawn, _parts(), title=text("app.name"))
    write_whole(path, page)
    return len(page)


def _drawn(src: str) -> Rendered | None:
    """A scene of the programme; None when it cannot be drawn: the others go on."""
    question = WallQuestion.read(dict(parse_qsl(src.partition("?")[2])))
    try:
        view = WallView(question)
        return scenes().scene(view.known, view.asked())
    except Exception as error:  # noqa: BLE001  told in the log; a copy of the others is better than none
        logger.error("the saved copy goes without %s: %s", src, error)
        return None


def _write_on(stop: Event) -> None:
    wait = FIRST_SECONDS
    path = data.settings().snapshot_file
    assert path is not None
    # kept while the process lives: of several processes one writes, and when it ends another does
    turn = FileLock(path.with_name(f".{path.name}.lock"), timeout=0)
    while not stop.wait(wait):
        wait = EACH_SECONDS
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(Timeout):
                if not turn.is_locked:
                    turn.acquire()
                write(path)
        except Exception as error:  # noqa: BLE001  the next minute may be better; the old copy stays
            logger.error("the saved copy could not be written to %s: %s", path, error)


@cache
def _parts() -> Parts:
    """The wall's own files; the letters and their ranges are those of the theme."""
    config: dict[str, Any] = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    return Parts(
        script=(STATIC / "wall.js").read_text(encoding="utf-8"),
        style=(STATIC / "wall.css").read_text(encoding="utf-8"),
        drawing=PLOTLY.read_text(encoding="utf-8"),
        letters={
            face["unicodeRange"]: (STATIC / Path(face["url"]).name).read_bytes()
            for face in config["theme"]["fontFaces"]
        },
    )
