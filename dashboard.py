"""The front door: `streamlit run dashboard.py`, or `make run`.

Prepares the store before the first visitor, watches the inbox, answers programs and health
checks, sets the headers.
"""

import contextlib
import gc
import sys
from collections.abc import AsyncIterator

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from lib.ui import (
    data,
    failure,
    inbox_watch,
    sales_api,
    start,
    wall_events,
    wall_feed,
    wall_snapshot,
)
from lib.ui.addresses import PATHS, WALL
from lib.ui.entrance import entrances
from lib.ui.headers import SecurityHeaders

SWITCH_SECONDS = 0.001
"""How long a thread keeps Python's lock while another waits for it."""


@contextlib.asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Prepare the store and pay for the heavy imports before anybody is waiting."""
    start.prepare()
    import pandas
    import plotly.graph_objects  # noqa: F401

    del pandas
    gc.collect()
    gc.freeze()
    # a page that computes must not hold back what is ready to be sent
    sys.setswitchinterval(SWITCH_SECONDS)
    with inbox_watch.watching(), wall_snapshot.writing(), wall_events.ending_with_the_server():
        yield


async def health(_: Request) -> JSONResponse:
    """Whether the board can answer, and from which generation."""
    generation = data.store().current()
    return JSONResponse({"ok": generation > 0, "generation": generation})


app = st.App(
    "lib/ui/frame.py",
    lifespan=lifespan,
    routes=[
        Route("/health", health),
        *sales_api.routes(),
        *wall_feed.routes(),
        *entrances((*PATHS, WALL[1])),
    ],
    middleware=[Middleware(SecurityHeaders)],
    on_script_error=failure.show,
)
