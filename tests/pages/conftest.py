"""Boards to open pages on: the simulated campaign, built once, and stores a test makes itself."""

import gc
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib import demo
from lib.i18n import catalog
from lib.settings import PROJECT
from lib.store import Reader, Store
from lib.store.generations import Generations
from lib.ui import clock
from lib.ui.addresses import PAGES, PATHS

FRAME = str(PROJECT / "lib/ui/frame.py")
FILES = {page.path: str(PROJECT / "pages" / page.file) for page in PAGES}

Open = Callable[..., AppTest]


@contextmanager
def _served(folder: Path, **settings: str) -> Iterator[Store]:
    """A process that serves the store in a folder: settings and answers are read anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAQUAN_STORE", f"file://{folder}/warehouse")
        patch.setenv("RAQUAN_OFFICE", f"{folder}/office.sqlite")
        patch.setenv("RAQUAN_SETTINGS", f"{folder}/none.toml")
        for name, value in settings.items():
            patch.setenv(name, value)
        _forget()
        yield Store(Generations(folder / "warehouse", keep=3, lock_seconds=5))
        _forget()


def _forget() -> None:
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    catalog.speak("vi")
    yield
    catalog.speak("vi")


@pytest.fixture(scope="package")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The simulated campaign, which no test of this folder writes to."""
    with _served(tmp_path_factory.mktemp("board")) as store:
        demo.build(store, at=clock.now())
        gc.collect()
        gc.freeze()  # as the front door does: each run of a page ends with a collection
        yield store


@pytest.fixture
def other_board(tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """Serve an empty store instead of the shared one, until the test is over."""
    opened = []

    def serve(**settings: str) -> Store:
        opened.append(_served(tmp_path, **settings))
        return opened[-1].__enter__()

    yield serve
    for one in opened:
        one.__exit__(None, None, None)


def open_page(path: str, **url: str) -> AppTest:
    """Open a page by its address with what the URL chooses, as a new visitor.

    The test speaks the page's language from then on, because AppTest looks up chosen options
    by their words, and asks for those words outside the page.
    """
    catalog.speak(url.get("lang", "vi"))
    page = AppTest.from_file(FRAME, default_timeout=30)
    for name, value in url.items():
        page.query_params[name] = value
    page.run()
    return page if path == PATHS[0] else page.switch_page(FILES[path]).run()


def words_of(page: AppTest) -> str:
    """Everything a page says in words, one text a line."""
    kinds = (
        *(page.title, page.subheader, page.caption, page.markdown),
        *(page.info, page.warning, page.error, page.success),
    )
    return "\n".join(str(one.value) for kind in kinds for one in kind)


@dataclass(frozen=True)
class Drawn:
    """A chart of a page: the figure plotly.js is given, and its sentence."""

    figure: dict[str, Any]
    alt: str


def drawn(page: AppTest) -> list[Drawn]:
    """The charts of a page, from top to bottom."""
    mounted = [one.proto for one in page.get("bidi_component")]
    given = [json.loads(one.json) for one in mounted if one.component_name == "chart"]
    return [Drawn(json.loads(one["figure"]), one["alt"]) for one in given]


def linked_names(addresses: Iterable[str]) -> list[str]:
    """The names that the links of a table stand for: each address ends in one."""
    return [unquote(one.partition("#")[2]) for one in addresses]


@contextmanager
def counted_queries() -> Iterator[Counter[tuple[str, str]]]:
    """How often each query is asked of the store, by its name and parameters."""
    asked: Counter[tuple[str, str]] = Counter()
    query = Reader.query

    def counting(reader: Reader, name: str, parameters: Mapping[str, Any]) -> Any:
        asked[name, repr(sorted(parameters.items()))] += 1
        return query(reader, name, parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Reader, "query", counting)
        yield asked
